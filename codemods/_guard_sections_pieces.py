"""The text of a declaration with edits in it, which can be edited once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import Edit

if TYPE_CHECKING:
    from gofixmap.codemod import SourceFile, Span


class _Piece(Struct, frozen=True):
    """Bytes that stand for those from `start` to `end` of the file; the same where not `new`."""

    text: bytes
    start: int
    end: int
    new: bool


class Pieces:
    """A span of a file, as it is and as it becomes."""

    def __init__(self, file: SourceFile, span: Span, edits: Sequence[Edit]) -> None:
        self._file = file
        self._pieces: list[_Piece] = []
        at = span.start
        for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.start, each.end)):
            self._pieces.append(self._kept(at, edit.start))
            self._pieces.append(_Piece(edit.text.encode("utf-8"), edit.start, edit.end, True))
            at = edit.end
        self._pieces.append(self._kept(at, span.end))
        self._unite()

    def _kept(self, start: int, end: int) -> _Piece:
        return _Piece(self._file.data[start:end], start, end, False)

    @property
    def text(self) -> bytes:
        """The span as it becomes."""
        return b"".join(each.text for each in self._pieces)

    def is_new(self, start: int, end: int) -> bool:
        """Whether an edit has written any of the bytes of a range of the text."""
        at = 0
        for piece in self._pieces:
            if piece.new and at < end and start < at + len(piece.text):
                return True
            at += len(piece.text)
        return False

    def origin(self, place: int) -> int:
        """The place of the file that a place of the text comes from; in new text, where it is put
        in."""
        at = 0
        for piece in self._pieces:
            if place < at + len(piece.text):
                return piece.start + (0 if piece.new else place - at)
            at += len(piece.text)
        return self._pieces[-1].end

    def replace(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Put texts in the place of ranges of the text, which do not overlap."""
        for start, end, text in sorted(changes, reverse=True):
            self._replace(start, end, text.encode("utf-8"))
        self._unite()

    def _replace(self, start: int, end: int, text: bytes) -> None:
        made: list[_Piece] = []
        at = 0
        for piece in self._pieces:
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            at += len(piece.text)
            if low >= high:
                made.append(piece)
                continue
            if piece.new:
                rest = piece.text[:low] + text + piece.text[high:]
                made.append(replace(piece, text=rest))
            else:
                first, last = piece.start + low, piece.start + high
                made.append(self._kept(piece.start, first))
                made.append(_Piece(text, first, last, True))
                made.append(self._kept(last, piece.end))
            text = b""
        self._pieces = made

    def _unite(self) -> None:
        """Edits that touch made one, so that none depends on the order of others."""
        made: list[_Piece] = []
        for piece in self._pieces:
            if not piece.text and piece.start == piece.end:
                continue
            if made and made[-1].new and piece.new:
                made[-1] = _Piece(made[-1].text + piece.text, made[-1].start, piece.end, True)
            else:
                made.append(piece)
        self._pieces = made

    def edits(self) -> tuple[Edit, ...]:
        """The edits that make the text from the file."""
        return tuple(
            Edit(self._file.path, each.start, each.end, each.text.decode("utf-8"))
            for each in self._pieces
            if each.new and each.text != self._file.data[each.start : each.end]
        )
