"""Reading golden cases: what a case.toml may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.authoring.cases import allows, expected_tree, find_cases, lay_out, load_case
from gofixmap.errors import UsageError
from gofixmap.model import Safety

HEAD = 'description = "d"\nwhy = "w"\n'


def _case(root: Path, toml: str, *, after: bool = False, name: str = "one") -> Path:
    path = root / "nil-map" / name
    (path / "before" / "sub").mkdir(parents=True)
    (path / "before" / "sub" / "a.go").write_bytes(b"package a\n")
    if after:
        (path / "after" / "sub").mkdir(parents=True)
        (path / "after" / "sub" / "a.go").write_bytes(b"package b\n")
    (path / "case.toml").write_text(toml, encoding="utf-8")
    return path


def test_defaults(tmp_path: Path) -> None:
    case = load_case(_case(tmp_path, HEAD + 'expect = "change"\n', after=True))
    assert (case.id, case.select, case.safety, case.vet) == (
        "nil-map/one",
        ("nil-map",),
        Safety.SAFE,
        True,
    )


def test_every_key(tmp_path: Path) -> None:
    toml = HEAD + (
        'expect = "decline"\ndecline = "for-post"\nsafety = "review"\ntier = "review"\n'
        'targets = ["Meter.Add"]\nselect = ["a", "b"]\ngo = "1.21"\noutput = "x"\n'
        '[options]\n"a.k" = 1\n[options.b]\nm = true\n'
    )
    case = load_case(_case(tmp_path, toml))
    assert case.options == {"a.k": 1, "b.m": True}
    assert (case.decline, case.safety, case.tier) == (("for-post",), Safety.REVIEW, Safety.REVIEW)
    assert (case.targets, case.select, case.go) == (("Meter.Add",), ("a", "b"), "1.21")
    assert not case.vet


def test_a_case_that_races(tmp_path: Path) -> None:
    path = _case(tmp_path, HEAD + 'expect = "change"\nrace = true\nrace_count = 3\n', after=True)
    (path / "before" / "sub" / "a_test.go").write_bytes(b"package a\n")
    case = load_case(path)
    assert (case.race, case.race_count) == (True, 3)


@pytest.mark.parametrize(
    ("toml", "after", "what"),
    [
        ('why = "w"\nexpect = "keep"\n', False, "no description"),
        (HEAD, False, "no expect"),
        (HEAD + 'expect = "maybe"\n', False, "not one of"),
        (HEAD + 'expect = "keep"\nsaftey = "safe"\n', False, "unknown key 'saftey'"),
        (HEAD + 'expect = "keep"\nsafety = "high"\n', False, "a safety is one of"),
        (HEAD + 'expect = "keep"\nvet = "yes"\n', False, "wrong kind"),
        (HEAD + 'expect = "keep"\nrace_count = 3\n', False, "goes with race = true"),
        (HEAD + 'expect = "keep"\nrace = true\n', False, "needs a _test.go"),
        (HEAD + 'expect = "keep"\nrace = true\nrace_count = 0\n', False, "less than one"),
        (HEAD + 'expect = "keep"\nallocs_after = "1"\n', False, "not of the form"),
        (HEAD + 'expect = "keep"\nallocs_before = ">=1"\n', False, "with a benchmark"),
        (HEAD + 'expect = "change"\n', False, "after/ goes with"),
        (HEAD + 'expect = "keep"\n', True, "after/ goes with"),
        (HEAD + 'expect = "decline"\n', False, "needs the reason ids"),
        (HEAD + 'expect = "keep"\ndecline = "x"\n', False, "no reason to decline"),
        (HEAD + "expect = \n", False, "cannot read the case"),
    ],
)
def test_mistakes(tmp_path: Path, toml: str, after: bool, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        load_case(_case(tmp_path, toml, after=after))


@pytest.mark.parametrize(
    ("wanted", "count", "holds"),
    [
        ("<=1", 1, True),
        ("<=1", 2, False),
        (">=4", 4, True),
        (">= 4", 3, False),
        ("==0", 0, True),
        ("==0", 1, False),
        ("", 0, False),
    ],
)
def test_numbers_of_allocations(wanted: str, count: int, holds: bool) -> None:
    assert allows(wanted, count) is holds


def test_a_case_needs_a_tree(tmp_path: Path) -> None:
    path = tmp_path / "nil-map" / "one"
    path.mkdir(parents=True)
    (path / "case.toml").write_text(HEAD + 'expect = "keep"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no before/ folder"):
        load_case(path)


def test_trees(tmp_path: Path) -> None:
    case = load_case(_case(tmp_path, HEAD + 'expect = "change"\ngo = ""\n', after=True))
    before = lay_out(case, tmp_path / "work")
    assert before == {"go.mod": b"module example.com/golden\n", "sub/a.go": b"package a\n"}
    assert expected_tree(case, before)["sub/a.go"] == b"package b\n"


def test_find(tmp_path: Path) -> None:
    for name in ("b", "a"):
        _case(tmp_path, HEAD + 'expect = "keep"\n', name=name)
    assert [case.id for case in find_cases(tmp_path)] == ["nil-map/a", "nil-map/b"]
    assert list(find_cases(tmp_path, "loopvar")) == []
