"""From new contents to what a client applies, and never to a text that it does not fit.

`Bases` says which contents were analysed; where a buffer or a file on disk has changed since then,
there is an error in place of edits. A client that knows versions is told for which version of each
open document its edits are.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from lsprotocol import types
from msgspec import Struct, field

from gofixmap.edits import by_path, rewrite
from gofixmap.errors import EditError, GofixmapError
from gofixmap.lsp.client import Client
from gofixmap.lsp.positions import Positions
from gofixmap.model import Fix
from gofixmap.patch.lines import opcodes, split_lines
from gofixmap.text import Span

_BOM = b"\xef\xbb\xbf"
_TICK = 10_000_000  # ns, the coarsest that kernels stamp files with
_ANNOTATION = "gofixmap"
_TextEdits = list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]


class StaleError(GofixmapError):
    """The text has changed since it was analysed."""


class Contents(Protocol):
    """What the server knows of the editor's documents. Paths are absolute."""

    encoding: str

    def contents(self, path: str) -> bytes | None:
        """The open document, else the file on disk; None where there is none."""

    def version(self, path: str) -> int | None:
        """Of an open document."""

    def uri_of(self, path: str) -> str:
        """As the client spells it."""

    def overlay(self) -> dict[str, bytes]:
        """The open documents."""


class Bases(Struct, frozen=True):
    """The contents that an analysis has seen: these documents, and the disk at a moment."""

    state: Contents
    seen: Mapping[str, bytes]
    # In ns since the epoch; a little early, for the clock of a file system is late.
    moment: int = field(default_factory=lambda: time.time_ns() - _TICK)

    @classmethod
    def now(cls, state: Contents) -> Bases:
        """Taken before an analysis begins, which sees what is typed in Go files.

        An open go.mod counts as it is on disk: half of a version would change everything.
        """
        documents = state.overlay().items()
        return cls(state, {path: data for path, data in documents if path.endswith(".go")})

    def of(self, path: str) -> bytes | None:
        """The contents of a file, None where there is none; raises StaleError if it has changed."""
        contents = self.state.contents(path)
        seen = self.seen.get(path)
        if seen is None and not self._is_newer(path):
            seen = _on_disk(path) if self.state.version(path) is not None else contents
        if contents != seen:
            name = Path(path).name
            raise StaleError(f"{name} has changed since it was analysed", hint="ask again")
        return contents

    def _is_newer(self, path: str) -> bool:
        try:
            return Path(path).stat().st_mtime_ns > self.moment
        except OSError:
            return False


def _on_disk(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


class Change(Struct, frozen=True):
    """One file's contents before (None: it is new) and after. `path` is absolute."""

    path: str
    before: bytes | None
    after: bytes


def changes_of(bases: Bases, root: str, fixes: Iterable[Fix]) -> tuple[Change, ...]:
    """What some fixes make of the files that they edit, laid out as `apply` would.

    Raises StaleError where a file is no longer what was analysed, EditError where fixes overlap.
    """
    changes = []
    for relative, edits in by_path(fixes).items():
        path = absolute(root, relative)
        before = bases.of(path)
        after = rewrite(before or b"", edits)
        if after != before:
            changes.append(Change(path, before, after))
    return tuple(changes)


def absolute(root: str, relative: str) -> str:
    """The absolute path of what findings name, with forward slashes."""
    return Path(root, relative).as_posix()


def workspace_edit(
    state: Contents, client: Client, changes: Iterable[Change], *, title: str = "", note: str = ""
) -> types.WorkspaceEdit:
    """The edits that make `changes`; the client shows several files to its user before, if it can.

    Of open documents the version is named to which the edits belong.
    """
    ordered = sorted(changes, key=lambda change: change.path)
    annotated = len(ordered) > 1 and client.annotations
    if not client.document_changes:
        plain = {state.uri_of(each.path): list(_plain_edits(state, each)) for each in ordered}
        return types.WorkspaceEdit(changes=plain)
    parts: list[types.TextDocumentEdit | types.CreateFile] = []
    for each in ordered:
        if each.before is None and client.create_files:
            options = types.CreateFileOptions(ignore_if_exists=True)
            parts.append(types.CreateFile(uri=state.uri_of(each.path), options=options))
        parts.append(_document_edit(state, each, annotated=annotated))
    edit = types.WorkspaceEdit(document_changes=[*parts])
    if annotated:
        annotation = types.ChangeAnnotation(title, needs_confirmation=True, description=note)
        edit.change_annotations = {_ANNOTATION: annotation}
    return edit


def _document_edit(state: Contents, change: Change, *, annotated: bool) -> types.TextDocumentEdit:
    edits: _TextEdits = []
    for edit in _plain_edits(state, change):
        annotated_edit = types.AnnotatedTextEdit(_ANNOTATION, edit.range, edit.new_text)
        edits.append(annotated_edit if annotated else edit)
    document = types.OptionalVersionedTextDocumentIdentifier(
        state.uri_of(change.path), state.version(change.path)
    )
    return types.TextDocumentEdit(document, edits)


def _plain_edits(state: Contents, change: Change) -> Iterator[types.TextEdit]:
    before, after = change.before or b"", change.after
    if state.version(change.path) is None and before.startswith(_BOM) and after.startswith(_BOM):
        # An editor that opens the file counts columns without the mark.
        before, after = before.removeprefix(_BOM), after.removeprefix(_BOM)
    positions = Positions(before, state.encoding)
    for span, text in replacements(before, after):
        try:
            yield types.TextEdit(positions.range(span), text.decode("utf-8"))
        except UnicodeDecodeError:
            raise EditError(
                "an editor cannot change what is not UTF-8", where=change.path
            ) from None


def replacements(before: bytes, after: bytes) -> Iterator[tuple[Span, bytes]]:
    """Small replacements, in order, that turn one text into the other: what differs in its lines.

    Small ones leave cursors, marks and folds where they are.
    """
    old, new = split_lines(before), split_lines(after)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, i, i_end, j, j_end in opcodes(old, new):
        if tag != "equal":
            yield _trimmed(b"".join(old[i:i_end]), b"".join(new[j:j_end]), starts[i])


def _trimmed(old: bytes, new: bytes, start: int) -> tuple[Span, bytes]:
    """A replacement without the characters that both texts begin and end with."""
    head = _common(old, new)
    while head and (_is_inside(old, head) or _is_inside(new, head)):
        head -= 1
    tail = _common(old[head:][::-1], new[head:][::-1])
    while tail and (_is_inside(old, len(old) - tail) or _is_inside(new, len(new) - tail)):
        tail -= 1
    return Span(start + head, start + len(old) - tail), new[head : len(new) - tail]


def _common(left: bytes, right: bytes) -> int:
    """The length of the beginning that both have."""
    return next(
        (at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )


def _is_inside(text: bytes, offset: int) -> bool:
    """Whether an offset is inside of a character, or between CR and LF, which are one line end."""
    if offset >= len(text):
        return False
    return text[offset] & 0xC0 == 0x80 or text[offset - 1 : offset + 1] == b"\r\n"
