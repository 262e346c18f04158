"""A worker that lets go of everything, whenever it may, finds the same."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from gofixmap.engine import Request, memory, run
from gofixmap.engine.memory import Memory
from gofixmap.semantics.info import Semantics
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import Workspace

SHOP = Path(__file__).parents[2] / "examples" / "shop"
PACKAGES = tuple(SHOP / each for each in ("catalog", "session", "stats"))


def test_findings_do_not_depend_on_what_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request(PACKAGES, apply=False, jobs=1)
    plenty = run(request)
    renewed = []
    original = Semantics.renewed
    monkeypatch.setattr(Semantics, "renewed", lambda self: renewed.append(1) or original(self))
    for mark in ("_LOOK", "_TREES", "_FULL", "_LEAST"):
        monkeypatch.setattr(memory, mark, -1)
    assert run(request).findings == plenty.findings
    assert plenty.findings
    assert renewed


def test_what_is_in_use_grows_with_files_and_trees(tmp_path: Path) -> None:
    code = b"package m\n\nfunc f() {\n" + b"\ta[i] = b(c)\n" * 20_000 + b"}\n"
    (tmp_path / "a.go").write_bytes(code)
    workspace = Workspace.open([tmp_path])
    marks = Memory(workspace)
    gc.collect()
    before = marks.used()
    source = workspace.file("a.go")
    assert source is not None
    assert len(code) <= marks.used() - before < 2 * len(code)
    assert not source.has_errors
    assert marks.used() - before > 10 * len(code)
    workspace.forget(["a.go"])
    del source
    gc.collect()
    assert marks.used() - before < len(code)


def test_a_look_is_due_when_something_was_parsed_or_much_comes() -> None:
    marks = Memory(Workspace.open([SHOP]))
    assert not marks.should_look(1000)
    assert marks.should_look(memory._LARGE)
    SourceFile.parsed_bytes += memory._LOOK
    assert marks.should_look(1000)
    assert not marks.should_look(1000)
    assert not marks.should_relieve(1000)


def test_a_large_package_needs_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Memory(Workspace.open([SHOP]))
    monkeypatch.setattr(Memory, "used", lambda self: 200_000_000)
    assert marks.has_room(100_000)
    assert not marks.has_room(5_000_000)
    monkeypatch.setattr(Memory, "used", lambda self: 80_000_000)
    assert marks.has_room(50_000_000)


def test_only_types_keep_their_trees() -> None:
    source = SourceFile("a.go", b"package m\n\ntype t int\n\nfunc f() {}\n")
    kept, gone = source.declarations
    assert kept.root.id
    assert gone.root.id
    source.forget_trees(but="type")
    assert (kept.is_parsed, gone.is_parsed) == (True, False)
    assert gone.root.id
    source.forget_trees()
    assert (kept.is_parsed, gone.is_parsed) == (False, False)
