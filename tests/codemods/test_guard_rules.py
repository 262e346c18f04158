"""map-mutex and shared-field: reasons, notes and order of remedies, beside the golden cases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from gofixmap_codemods.map_mutex import MapMutex
from gofixmap_codemods.shared_field import SharedField

from gofixmap.codemod import Codemod
from gofixmap.engine import Request, run
from gofixmap.model import Finding, RunResult, Status

CODEMODS = Path(__file__).parent.parent.parent / "codemods"
GOLDEN = Path(__file__).parent.parent / "golden"
RAISED = re.compile(r'\b(?:Refused|Blocker|refused)\(\s*(?:[\w.]+,\s*)?"([a-z]+(?:-[a-z]+)+)"')
# Map types are none of shared-field's business.
_OF_MAPS = {"defined-map-type"}


def checked(root: Path, text: str, *targets: str, apply: bool = False) -> RunResult:
    files = {"go.mod": "module example.com/m\n\ngo 1.27\n", "a.go": "package m\n\n" + text}
    for name, content in files.items():
        (root / name).write_text(content, encoding="utf-8")
    return run(Request((root,), ("map-mutex",), targets=targets, apply=apply, jobs=1))


def only(result: RunResult) -> Finding:
    (finding,) = result.findings
    return finding


def raised() -> set[str]:
    """The reasons that the helper modules give."""
    modules = CODEMODS.glob("_guard_*.py")
    return {reason for path in modules for reason in RAISED.findall(path.read_text())}


@pytest.mark.parametrize("codemod", [MapMutex, SharedField])
def test_every_reason_is_declared(codemod: type[Codemod]) -> None:
    wanted = raised() - (_OF_MAPS if codemod is SharedField else set())
    assert wanted <= set(codemod.declines)


@pytest.mark.parametrize("codemod", [MapMutex, SharedField])
def test_every_reason_is_a_sentence(codemod: type[Codemod]) -> None:
    details = dict.fromkeys(("name", "owner", "what", "where"), "X")
    for sentence in codemod.declines.values():
        text = sentence.format(**details)
        assert text[-1] not in ".!"
        assert "{" not in text


def test_as_many_cases_are_left_alone_as_changed() -> None:
    counts = {"change": 0, "keep": 0, "decline": 0}
    for path in GOLDEN.glob("map-mutex/*/case.toml"):
        counts[tomllib.loads(path.read_text())["expect"]] += 1
    assert counts["keep"] + counts["decline"] >= counts["change"]


STORE = """type Store struct {
	items map[string]*Item
}

type Item struct{ n int }

func New() *Store { return &Store{items: map[string]*Item{}} }

func (s *Store) Get(k string) *Item { return s.items[k] }

func (s *Store) Set(k string, v *Item) { s.items[k] = v }

func Move(s *Store, a, b string) {
	v := s.Get(a)
	s.Set(b, v)
}
"""

NOTES: Mapping[str, str] = {
    "pointers": "pointers",
    "two sections": "Move reads and then writes in two sections at a.go:",
}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_reviewer_is_told(tmp_path: Path, note: str) -> None:
    finding = only(checked(tmp_path, STORE, "Store.items"))
    assert finding.fix is not None
    assert any(note in each for each in finding.fix.notes)


def test_what_is_guarded_everywhere_is_not_mentioned(tmp_path: Path) -> None:
    first = checked(tmp_path, STORE, "Store.items", apply=True)
    text = first.after["a.go"].decode().partition("\n")[2]
    assert not checked(tmp_path, text, "Store.items").findings


def test_two_maps_of_one_struct_never_get_two_locks_of_one_name(tmp_path: Path) -> None:
    text = """type Pair struct {
	a map[int]int
	b map[int]int
}

func New() *Pair { return &Pair{a: map[int]int{}, b: map[int]int{}} }

func (p *Pair) A(k int) { p.a[k]++ }

func (p *Pair) B(k int) { p.b[k]++ }
"""
    result = checked(tmp_path, text, "Pair.a", "Pair.b", apply=True)
    after = result.after["a.go"].decode()
    names = re.findall(r"^\t(\w+) +sync\.", after, re.MULTILINE)
    assert len(names) == len(set(names)) >= 1
    assert all(finding.status is Status.FIXED for finding in result.findings)
