"""Edits for the client: what they come to, and that they never meet another text."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsp_kit import changed
from lsprotocol import types

from gofixmap.errors import EditError
from gofixmap.lsp.client import Client
from gofixmap.lsp.edits import (
    Bases,
    Change,
    StaleError,
    changes_of,
    replacements,
    workspace_edit,
)
from gofixmap.model import Edit, Fix


@dataclass
class Editor:
    """Open documents with their versions, over the disk."""

    documents: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    encoding: str = "utf-16"

    def contents(self, path: str) -> bytes | None:
        if path in self.documents:
            return self.documents[path][1]
        return Path(path).read_bytes() if Path(path).exists() else None

    def version(self, path: str) -> int | None:
        return self.documents[path][0] if path in self.documents else None

    def uri_of(self, path: str) -> str:
        return f"file://{path}"

    def overlay(self) -> dict[str, bytes]:
        return {path: data for path, (_, data) in self.documents.items()}


LINE = st.sampled_from(["a := m[k]", "\tz🙂é", "", "}", "\tif x {", "é", "\ta", "\tb", "x\ty"])
TEXT = st.lists(LINE, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n"]).map(lambda end: end.join(lines).encode())
)


@given(TEXT, TEXT, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_client_gets_what_the_engine_made(before: bytes, after: bytes, encoding: str) -> None:
    editor = Editor({"/w/a.go": (3, before)}, encoding)
    edit = workspace_edit(editor, Client(), [Change("/w/a.go", before, after)])
    assert edit.changes is not None
    assert changed(before, list(edit.changes["file:///w/a.go"]), encoding) == after


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\nb\nc\n", b"a\nb\nc\n", []),
        (b"a\nb\nc\n", b"a\nxb\nc\n", [(2, 2, b"x")]),
        (b"a\nb\nc\n", b"a\nc\n", [(2, 4, b"")]),
        (b"a\nc\n", b"a\nb\nc\n", [(2, 2, b"b\n")]),
        (b"m[k].n = 1\n", b"v := m[k]\nv.n = 1\n", [(0, 4, b"v := m[k]\nv")]),
        ("é1\n".encode(), "è1\n".encode(), [(0, 2, "è".encode())]),  # they share a byte
        (b"a\r\n", b"a\n", [(1, 3, b"\n")]),  # no position lies inside of a line end
    ],
)
def test_replacements_are_small(before: bytes, after: bytes, expected: object) -> None:
    found = [(span.start, span.end, text) for span, text in replacements(before, after)]
    assert found == expected


def test_versions_are_those_of_open_documents(tmp_path: Path) -> None:
    opened, closed = str(tmp_path / "a.go"), str(tmp_path / "b.go")
    Path(closed).write_bytes(b"package a\n")
    os.utime(closed, (1, 1))
    editor = Editor({opened: (7, b"package a\n")})
    fix = Fix("both", (Edit("a.go", 8, 9, "z"), Edit("b.go", 8, 9, "z")))
    edit = workspace_edit(
        editor,
        Client(document_changes=True),
        changes_of(Bases.now(editor), str(tmp_path), [fix]),
    )
    assert edit.changes is None
    assert edit.change_annotations is None
    documents = [
        part.text_document
        for part in edit.document_changes or ()
        if isinstance(part, types.TextDocumentEdit)
    ]
    assert [(each.uri, each.version) for each in documents] == [
        (f"file://{opened}", 7),
        (f"file://{closed}", None),
    ]


@pytest.mark.parametrize("count", [1, 2])
def test_several_files_are_shown_before_where_the_client_can(tmp_path: Path, count: int) -> None:
    editor = Editor({str(tmp_path / f"{n}.go"): (1, b"package a\n") for n in range(count)})
    fix = Fix("all", tuple(Edit(f"{n}.go", 8, 9, "z") for n in range(count)))
    edit = workspace_edit(
        editor,
        Client(document_changes=True, annotations=True),
        changes_of(Bases.now(editor), str(tmp_path), [fix]),
        title="Change all",
        note="It changes 2 files.",
    )
    annotations = edit.change_annotations or {}
    assert [(a.label, a.needs_confirmation) for a in annotations.values()] == (
        [] if count == 1 else [("Change all", True)]
    )
    for part in edit.document_changes or ():
        assert isinstance(part, types.TextDocumentEdit)
        for each in part.edits:
            named = getattr(each, "annotation_id", None)
            assert named == (None if count == 1 else next(iter(annotations)))


@pytest.mark.parametrize("can_create", [False, True])
def test_a_new_file_is_made_where_the_client_can(tmp_path: Path, can_create: bool) -> None:
    editor = Editor()
    fix = Fix("sum", (Edit("go.sum", 0, 0, "example.com/x v1 h1:\n"),))
    client = Client(document_changes=True, create_files=can_create)
    edit = workspace_edit(editor, client, changes_of(Bases.now(editor), str(tmp_path), [fix]))
    kinds = [type(part) for part in edit.document_changes or ()]
    made = [types.CreateFile] if can_create else []
    assert kinds == [*made, types.TextDocumentEdit]


def test_an_edit_is_laid_out_as_apply_does(tmp_path: Path) -> None:
    source = b"package a\n\ntype T struct {\n\ta int\n}\n"
    path = str(tmp_path / "a.go")
    editor = Editor({path: (1, source)})
    fix = Fix("field", (Edit("a.go", source.index(b"}"), source.index(b"}"), "\tlong string\n"),))
    (change,) = changes_of(Bases.now(editor), str(tmp_path), [fix])
    assert change.after == b"package a\n\ntype T struct {\n\ta    int\n\tlong string\n}\n"


def test_what_stays_the_same_is_not_edited(tmp_path: Path) -> None:
    editor = Editor({str(tmp_path / "a.go"): (1, b"package a\n")})
    fix = Fix("nothing", (Edit("a.go", 8, 9, "a"),))
    assert changes_of(Bases.now(editor), str(tmp_path), [fix]) == ()


def test_a_byte_order_mark_is_no_column_of_a_file_that_is_not_open(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_bytes(b"\xef\xbb\xbfpackage a\n")
    os.utime(path, (1, 1))
    editor = Editor()
    fix = Fix("name", (Edit("a.go", 11, 12, "z"),))
    edit = workspace_edit(editor, Client(), changes_of(Bases.now(editor), str(tmp_path), [fix]))
    (only,) = (edit.changes or {})[f"file://{path}"]
    assert only.range.start == types.Position(0, 8)


def test_other_encodings_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_bytes(b"package a // \xff x\n")
    change = Change(str(path), path.read_bytes(), b"package b // \xff y\n")
    with pytest.raises(EditError, match="not UTF-8"):
        workspace_edit(Editor(), Client(), [change])


class TestStale:
    """Every way in which a text can change under an analysis."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> str:
        path = tmp_path / "a.go"
        path.write_bytes(b"package a\n")
        os.utime(path, (1, 1))
        return str(path)

    def test_a_file_that_nobody_touches_is_not(self, path: str) -> None:
        assert Bases.now(Editor()).of(path) == b"package a\n"

    def test_a_document_that_nobody_touches_is_not(self, path: str) -> None:
        editor = Editor({path: (1, b"package b\n")})
        assert Bases.now(editor).of(path) == b"package b\n"

    def test_a_file_that_is_only_opened_is_not(self, path: str) -> None:
        editor = Editor()
        bases = Bases.now(editor)
        editor.documents[path] = (1, b"package a\n")
        assert bases.of(path) == b"package a\n"

    def test_a_document_that_is_saved_is_not(self, path: str) -> None:
        editor = Editor({path: (1, b"package b\n")})
        bases = Bases.now(editor)
        Path(path).write_bytes(b"package b\n")
        assert bases.of(path) == b"package b\n"

    def test_a_file_that_is_not_there_is_not(self, tmp_path: Path) -> None:
        assert Bases.now(Editor()).of(str(tmp_path / "go.sum")) is None

    def test_a_document_that_changed_is(self, path: str) -> None:
        editor = Editor({path: (1, b"package b\n")})
        bases = Bases.now(editor)
        editor.documents[path] = (2, b"package c\n")
        with pytest.raises(StaleError, match=r"a\.go has changed"):
            bases.of(path)

    def test_a_file_that_is_written_is(self, path: str) -> None:
        bases = Bases.now(Editor())
        os.utime(path, ns=(bases.moment + 1, bases.moment + 1))
        with pytest.raises(StaleError):
            bases.of(path)

    def test_a_file_that_is_opened_and_changed_is(self, path: str) -> None:
        editor = Editor()
        bases = Bases.now(editor)
        editor.documents[path] = (2, b"package c\n")
        with pytest.raises(StaleError):
            bases.of(path)

    def test_a_document_that_is_closed_without_saving_is(self, path: str) -> None:
        editor = Editor({path: (1, b"package b\n")})
        bases = Bases.now(editor)
        del editor.documents[path]
        with pytest.raises(StaleError):
            bases.of(path)

    def test_a_file_that_came_or_went_is(self, path: str, tmp_path: Path) -> None:
        new = tmp_path / "go.sum"
        bases = Bases.now(Editor())
        new.write_bytes(b"x\n")
        os.utime(new, ns=(bases.moment + 1, bases.moment + 1))
        with pytest.raises(StaleError):
            bases.of(str(new))

    def test_a_go_mod_that_is_typed_is(self, tmp_path: Path) -> None:
        """It was analysed as it is on disk."""
        path = tmp_path / "go.mod"
        path.write_bytes(b"module m\n")
        os.utime(path, (1, 1))
        editor = Editor({str(path): (1, b"module m\n")})
        assert Bases.now(editor).of(str(path)) == b"module m\n"
        editor.documents[str(path)] = (2, b"module m2\n")
        with pytest.raises(StaleError):
            Bases.now(editor).of(str(path))
