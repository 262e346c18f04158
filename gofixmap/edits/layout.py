"""Statements put where gofmt would put them.

The texts given here use line feeds and are indented from zero, with tabs; `source_text` makes
such a text from source. Where the statement shares its line with its block's brace, its case
clause or another statement, the whole list is broken into lines, as gofmt breaks all but the
shortest function bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.edits.lines import (
    Bytes,
    indentation,
    line_end,
    newline,
    opens_line,
    placed,
    source_text,
)
from gofixmap.model import Edit

if TYPE_CHECKING:
    from tree_sitter import Node

_TRIVIA = frozenset({"comment", ";", "\n", "empty_statement"})


def insert_before(file: Bytes, statement: Node, statements: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put `statements` on lines of their own before `statement`.

    `statement` is a child of a statement list (or a labelled statement's body).
    """
    shape = _Shape(file, statement)
    return shape.edits(before=statements)


def insert_after(file: Bytes, statement: Node, statements: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put `statements` after `statement` and the comment that ends its line."""
    shape = _Shape(file, statement)
    return shape.edits(after=statements)


def replace_statement(file: Bytes, statement: Node, statements: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put `statements` in the place of `statement`; none of them removes its line.

    A comment that ends the statement's line stays, behind the last of `statements`.
    """
    if not statements:
        return _remove(file, statement)
    return _Shape(file, statement).edits(instead=statements)


def replace_node(file: Bytes, node: Node, text: str) -> tuple[Edit, ...]:
    """One edit that puts `text` in the place of an expression, its lines indented to fit."""
    indent = indentation(file.data, node.start_byte)
    return (Edit(file.path, node.start_byte, node.end_byte, placed(file, text, indent)),)


def node_text(file: Bytes, node: Node) -> str:
    """The text of a node as `source_text` gives it."""
    return source_text(file, node.start_byte, node.end_byte)


def break_block(file: Bytes, statement: Node) -> tuple[Edit, ...]:
    """Edits that put each statement of the list of `statement` on a line of its own."""
    return _Shape(file, statement).edits()


class _Shape:
    """How one statement stands in its list."""

    def __init__(self, file: Bytes, statement: Node) -> None:
        self.file = file
        self.statement = statement
        self.ending = newline(file.data)
        self.broken = not _shares_line(file.data, statement)
        if self.broken:
            self.indent = indentation(file.data, statement.start_byte)
        else:
            self.indent = _outer_indent(file, statement) + "\t"

    def edits(
        self,
        *,
        before: Sequence[str] = (),
        instead: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> tuple[Edit, ...]:
        path, data, node = self.file.path, self.file.data, self.statement
        edits: list[Edit] = [] if self.broken else list(self._breaks())
        if before:
            edits.append(
                Edit(path, node.start_byte, node.start_byte, self._lines(before) + self._feed)
            )
        if instead:
            edits.append(Edit(path, node.start_byte, node.end_byte, self._lines(instead)))
        if after:
            at = line_end(data, node.end_byte) if self.broken else node.end_byte
            edits.append(Edit(path, at, at, self._feed + self._lines(after)))
        return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))

    @property
    def _feed(self) -> str:
        return self.ending + self.indent

    def _lines(self, statements: Sequence[str]) -> str:
        return self._feed.join(placed(self.file, text, self.indent) for text in statements)

    def _breaks(self) -> Iterator[Edit]:
        """Edits that break the list into lines; gaps that have a line break already stay."""
        outer = _outer_indent(self.file, self.statement)
        for gap_start, gap_end, closes in _gaps(self.statement):
            text = self.file.data[gap_start:gap_end].decode("utf-8", errors="surrogateescape")
            if "\n" in text:
                continue
            indent = outer if closes else self.indent
            yield Edit(self.file.path, gap_start, gap_end, self._gap_text(text, indent, closes))

    def _gap_text(self, text: str, indent: str, closes: bool) -> str:
        """A gap's new text: its semicolon gone, its comments kept on the side they belong to."""
        comments = text.strip(" \t;")
        if not comments:
            return self.ending + indent
        if closes:
            return " " + comments + self.ending + indent
        return self.ending + indent + comments + " "


def _gaps(statement: Node) -> Iterator[tuple[int, int, bool]]:
    """The ranges between the statements of a list and around them: start, end, closes."""
    parent = statement.parent
    if parent is None or parent.type == "labeled_statement":
        colon = _previous(statement)
        if colon is not None:
            yield colon.end_byte, statement.start_byte, False
        return
    members = [child for child in parent.children if child.type not in _TRIVIA]
    opener = parent.prev_sibling
    while opener is not None and opener.type in _TRIVIA:
        opener = opener.prev_sibling
    at = opener.end_byte if opener is not None else members[0].start_byte
    for member in members:
        yield at, member.start_byte, False
        at = member.end_byte
    closer = parent.next_sibling
    while closer is not None and closer.type in _TRIVIA:
        closer = closer.next_sibling
    if closer is not None and closer.type == "}":
        yield at, closer.start_byte, True


def _previous(node: Node) -> Node | None:
    previous = node.prev_sibling
    while previous is not None and previous.type in _TRIVIA:
        previous = previous.prev_sibling
    return previous


def _shares_line(data: bytes, statement: Node) -> bool:
    """Whether anything but blanks and a comment stands beside the statement on its lines."""
    if not opens_line(data, statement.start_byte):
        return True
    rest = data[statement.end_byte : line_end(data, statement.end_byte)].strip(b" \t;")
    if not rest or rest.startswith(b"//"):
        return False
    return not (rest.startswith(b"/*") and rest.endswith(b"*/") and rest.count(b"*/") == 1)


def _outer_indent(file: Bytes, statement: Node) -> str:
    """The indentation of the line that opens what holds the statement."""
    holder = statement.parent
    while holder is not None and holder.type in {"statement_list", "block"}:
        holder = holder.parent
    return "" if holder is None else indentation(file.data, holder.start_byte)


def _remove(file: Bytes, statement: Node) -> tuple[Edit, ...]:
    """The statement and, where nothing else stands on it, its line; a comment behind it stays."""
    data, start, end = file.data, statement.start_byte, statement.end_byte
    rest = data[end : line_end(data, end)]
    if not opens_line(data, start) or rest.strip(b" \t;"):
        if not _shares_line(data, statement):
            end += len(rest) - len(rest.lstrip(b" \t;"))
        return (Edit(file.path, start, end, ""),)
    first = data.rfind(b"\n", 0, start) + 1
    last = data.find(b"\n", end)
    return (Edit(file.path, first, len(data) if last < 0 else last + 1, ""),)
