"""Findings that are kept up to date while one types, against those of a run that begins anew."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.engine import Request, run
from gofixmap.engine.moves import Move
from gofixmap.engine.quick import TOO_LONG, QuickFile, QuickPlans, quick_codemods
from gofixmap.engine.resident import Resident, home_of
from gofixmap.model import Finding
from gofixmap.registry import installed, working
from gofixmap.syntax.source import SourceFile

STORE = """package shop

import (
	"net/http"
	"os"
	"sync"

	"example.com/shop/price"
)

type Item struct {
	N    int
	Tags map[string]int
}

type Store struct {
	mu    sync.Mutex
	items map[string]Item
	count map[string]int
	Price price.Price
}

func (s Store) Add(k string) {
	s.Price.Cents++
	s.items[k].N++
}

func (s *Store) Count(k string) int {
	var seen map[string]int
	seen[k]++
	return seen[k] + s.count[k]
}

func fetch(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	println(resp.Status)
	return nil
}

func each(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
	}
}

//gofixmap:ignore map-writeback it is so
func quiet(m map[string]Item) { m["a"].N = 1 }

func last(a, b map[string]Item) map[string]int {
	out := map[string]int{}
	for k, v := range a {
		out[k] = v.N
	}
	b["x"].N = 3
	return out
}
"""
USE = """package shop

func (it Item) set(n int) { it.N = n }

func use(s *Store) {
	s.Add("a")
	var it Item
	it.set(3)
	s.items["b"].N = 4
	all := make(map[string]Item)
	for k, v := range s.items {
		all[k] = v
	}
}
"""
PRICE = """package price

type Price struct{ Cents int }

func (p Price) Raise() { p.Cents++ }

func Of(m map[string]Price) { m["a"].Cents = 1 }
"""
FILES = {"go.mod": "module example.com/shop\n\ngo 1.21\n", "store.go": STORE, "use.go": USE}

#: What is put where a random place is, or in place of a piece of text.
TYPED = (
    '\n\tvar m map[string]Item\n\tm["q"].N = 1\n',
    '\n\tvar n map[string]int\n\tn["q"]++\n',
    " ",
    "\n",
    "x",
    "{",
    "}",
    "(",
    "`",
    "/*",
    "//",
    '"',
    "//gofixmap:ignore\n",
    "\nfunc more(m map[int]Item) { m[1].N = 2 }\n",
)
RENAMES = (("N ", "M "), ("Item", "Thing"), ("map[string]Item", "map[string]*Item"), ("Cents", "C"))


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "price").mkdir()
    (tmp_path / "price" / "price.go").write_text(PRICE)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def fresh(directory: Path, overlay: dict[str, bytes]) -> tuple[Finding, ...]:
    request = Request(paths=(directory,), apply=False, jobs=1, overlay=overlay)
    return run(request).findings


class Editor:
    """Buffers with the two passes of an editor's server, without the server."""

    def __init__(self, root: Path, *names: str) -> None:
        self.root = root
        self.overlay = {str(root / name): (root / name).read_bytes() for name in names}
        self.resident = Resident(root, self.overlay)
        self.other = Resident(root, self.overlay)  # that of the background process
        plans = QuickPlans(self.resident, installed(), Request(paths=()))
        self.files = {path: QuickFile(plans, path, data) for path, data in self.overlay.items()}
        self.quick = {codemod.name for codemod in quick_codemods(installed().codemods)}
        self.finish()

    def write(self, path: str, data: bytes) -> None:
        file = self.files[path]
        before = file.file
        self.overlay[path] = data
        self.resident.update(self.overlay)
        file.change()
        for other, each in self.files.items():
            if other != path and each.reaches_into(file.path):
                each.other_changed(Move(before, file.file))

    def finish(self) -> None:
        for file in self.files.values():
            while file.tasks:
                file.step()

    def full(self, directory: Path) -> tuple[Finding, ...]:
        self.other.update(self.overlay)
        request = Request(paths=(directory,), apply=False, jobs=1, overlay=self.overlay)
        return run(request, resident=self.other).findings

    def take(self, data: dict[str, bytes], findings: Iterable[Finding]) -> None:
        """The findings of a full pass over these texts."""
        found = tuple(findings)
        for path, file in self.files.items():
            own = [finding for finding in found if finding.path == file.path]
            file.take(data[path], own, is_all=data == self.overlay)


def edited(text: str, chance: random.Random, original: str) -> str:
    kind = chance.random()
    at = chance.randrange(len(text) + 1)
    if kind < 0.5:
        return text[:at] + chance.choice(TYPED) + text[at:]
    if kind < 0.65:
        return text[:at] + text[at + chance.randrange(30) :]
    if kind < 0.75:
        return text.replace(*chance.choice(RENAMES))
    if kind < 0.85:
        pieces = text.split("\n\n")
        chance.shuffle(pieces[2:])
        return "\n\n".join(pieces)
    return original


def assert_in_place(file: QuickFile) -> None:
    """Whatever is carried lies in the file, and its edits do."""
    size = len(file.file.data)
    for finding in file.findings:
        assert finding.span.end <= size
        for edit in finding.fix.edits if finding.fix else ():
            assert edit.path != file.path or edit.end <= size


@pytest.mark.parametrize("seed", range(3))
def test_after_random_changes_both_passes_find_what_a_new_run_finds(
    module: Path, seed: int
) -> None:
    chance = random.Random(seed)
    editor = Editor(module, "store.go", "use.go", "price/price.go")
    originals = {path: data.decode() for path, data in editor.overlay.items()}
    late = dict(editor.overlay), editor.full(module)
    for _ in range(12):
        path = chance.choice(list(originals))
        text = edited(editor.overlay[path].decode(), chance, originals[path])
        editor.write(path, text.encode())
        for file in editor.files.values():
            assert_in_place(file)
        if chance.random() < 0.5:
            editor.finish()
        if chance.random() < 0.3:  # a full pass that began some keys ago
            editor.take(*late)
            for file in editor.files.values():
                assert_in_place(file)
        full = editor.full(module)
        assert full == fresh(module, editor.overlay)
        if chance.random() < 0.5:
            editor.take(editor.overlay, full)
            told = sorted(
                (finding for file in editor.files.values() for finding in file.findings), key=repr
            )
            assert told == sorted(full, key=repr)
        if chance.random() < 0.3:
            late = dict(editor.overlay), full


BODIES = (
    ("store.go", "s.items[k].N++", "s.items[k].N += 2"),
    ("store.go", "println(resp.Status)", "println(resp.Status)\n\tdefer resp.Body.Close()"),
    ("store.go", 'b["x"].N = 3', ""),
    ("store.go", "var seen map[string]int", "seen := map[string]int{}"),
    ("store.go", "seen[k]++", "seen[k]++\n\tvar more map[string]Item\n\tmore[k].N = 2"),
    ("use.go", 's.items["b"].N = 4', 's.items["b"].N, s.items["c"].N = 4, 5'),
    ("use.go", "all := make(map[string]Item)", "var all map[string]Item"),
    ("price/price.go", "func Of", "func quiet(m map[string]Price) { m[`a`].Cents++ }\n\nfunc Of"),
    ("store.go", "//gofixmap:ignore map-writeback it is so\n", ""),
)


@pytest.mark.parametrize(("name", "old", "new"), BODIES)
def test_the_quick_pass_alone_is_right_inside_of_functions(
    module: Path, name: str, old: str, new: str
) -> None:
    editor = Editor(module, "store.go", "use.go", "price/price.go")
    editor.take(editor.overlay, editor.full(module))
    path = str(module / name)
    before = editor.overlay[path].decode()
    assert old in before
    for text in (before.replace(old, new), before):
        editor.write(path, text.encode())
        editor.finish()
        wanted = fresh(module, editor.overlay)
        for file in editor.files.values():
            quick = [f for f in file.findings if f.codemod in editor.quick]
            assert quick == [f for f in wanted if f.path == file.path and f.codemod in editor.quick]


def test_a_finding_of_the_full_pass_stays_without_its_fix_while_its_declaration_changes(
    module: Path,
) -> None:
    editor = Editor(module, "store.go", "use.go")
    editor.take(editor.overlay, editor.full(module))
    path = str(module / "use.go")
    (before,) = [f for f in editor.files[path].findings if f.codemod == "pointer-receiver"]
    assert before.fix is not None
    text = USE.replace("set(n int) { it.N = n }", "set(n int) { it.N = n; println(n) }")
    assert text != USE
    editor.write(path, text.encode())
    (after,) = [f for f in editor.files[path].findings if f.codemod == "pointer-receiver"]
    assert after == replace(before, fix=None)
    assert not editor.files[path].complete


def test_fixes_that_reach_into_another_file_move_with_it(module: Path) -> None:
    editor = Editor(module, "store.go", "use.go")
    editor.take(editor.overlay, editor.full(module))
    use, store = str(module / "use.go"), str(module / "store.go")

    def reaching() -> list[Finding]:
        found = editor.files[use].findings
        return [f for f in found if f.fix is not None and "store.go" in f.fix.paths]

    editor.write(store, editor.overlay[store].replace(b"package shop", b"// Shop.\npackage shop"))
    for finding in reaching():
        assert finding.fix is not None
        for edit in finding.fix.edits:
            data = editor.overlay[str(module / edit.path)]
            assert edit.end <= len(data)
    assert {f.path for f in reaching()} <= {"use.go"}


def test_a_codemod_that_takes_too_long_rests_for_a_while(module: Path) -> None:
    plans = QuickPlans(Resident(module, {}), installed(), Request(paths=()))
    plans.took("nil-map", 2 * TOO_LONG, once=True)
    assert not plans.rests("nil-map")
    plans.took("nil-map", 2 * TOO_LONG, once=False)
    first = list(_rests(plans))
    plans.took("nil-map", 2 * TOO_LONG, once=False)
    assert len(first) < len(list(_rests(plans)))
    assert plans.expected("nil-map") > plans.expected("map-writeback")


def _rests(plans: QuickPlans) -> Iterator[None]:
    while plans.rests("nil-map"):
        yield


def test_a_codemod_that_fails_leaves_the_others_alone(
    module: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(working(installed().get("nil-map")), "rewrite_declaration", fail)
    editor = Editor(module, "store.go")
    (file,) = editor.files.values()
    assert "map-writeback" in {finding.codemod for finding in file.findings}
    assert "broken on purpose" in caplog.text


def test_generated_files_have_no_findings(module: Path) -> None:
    path = module / "use.go"
    path.write_text("// Code generated by x. DO NOT EDIT.\n\n" + USE)
    editor = Editor(module, "use.go")
    assert editor.files[str(path)].findings == ()


def test_a_resident_reads_a_file_again_that_was_closed(module: Path) -> None:
    path = str(module / "use.go")
    resident = Resident(module, {path: b"package shop\n"})
    assert resident.workspace.read(path) == b"package shop\n"
    assert resident.update({})
    assert resident.workspace.read(path) == USE.encode()
    assert not resident.update({})


def test_a_resident_sees_what_others_write(module: Path) -> None:
    path = module / "use.go"
    resident = Resident(module, {})
    assert resident.workspace.file(str(path)) is not None
    path.write_text("package shop\n")
    assert not resident.update({})
    assert resident.update({}, [str(path)])
    assert resident.workspace.read(str(path)) == b"package shop\n"


@pytest.mark.parametrize("gone", [True, False])
def test_a_resident_begins_again_where_files_come_or_go(module: Path, gone: bool) -> None:
    path = module / ("use.go" if gone else "new.go")
    resident = Resident(module, {})
    before = resident.semantics
    assert resident.workspace.read(str(path)) == (USE.encode() if gone else None)
    if gone:
        path.unlink()
        resident.update({}, [str(path)])
    else:
        resident.update({str(path): b"package shop\n\nfunc new() {}\n"})
    assert resident.semantics is not before
    packages = resident.workspace.packages_in(str(module))
    assert (path.name in packages[0].files) is not gone


def test_types_of_what_is_imported_stay(module: Path) -> None:
    path = str(module / "store.go")
    editor = Editor(module, "store.go")
    kept = dict(editor.resident.semantics._scopes)
    editor.write(path, STORE.replace("out[k] = v.N", "out[k] = v.N + 1").encode())
    editor.finish()
    now = editor.resident.semantics._scopes
    same = {key[1] for key, scope in kept.items() if now.get(key) is scope}
    assert {"example.com/shop/price", "net/http"} <= same
    assert "example.com/shop" not in same


def test_importers_of_what_has_changed_go(module: Path) -> None:
    editor = Editor(module, "store.go", "price/price.go")
    path = str(module / "price" / "price.go")
    editor.write(path, PRICE.replace("Cents int", "Cents int64").encode())
    assert "example.com/shop" not in {key[1] for key in editor.resident.semantics._scopes}


def test_a_folder_that_walks_pass_over_is_its_own_home(module: Path) -> None:
    inner = module / "testdata" / "x"
    inner.mkdir(parents=True)
    (inner / "a.go").write_text("package x\n")
    assert home_of(str(module), {}) == str(module)
    assert home_of(str(module / "price"), {}) == str(module)
    assert home_of(str(inner), {}) == str(inner)


def test_a_file_that_does_not_change_keeps_its_object(module: Path) -> None:
    editor = Editor(module, "store.go", "use.go")
    file = editor.files[str(module / "use.go")]
    before: SourceFile = file.file
    editor.write(str(module / "store.go"), STORE.replace("use", "uses").encode())
    file.change()
    assert file.file is before
