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
    line_start,
    newline,
    opens_line,
    placed,
    source_text,
    without_lines,
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
        self.indent = _indent(file, statement)

    def edits(
        self,
        *,
        before: Sequence[str] = (),
        instead: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> tuple[Edit, ...]:
        path, data, node = self.file.path, self.file.data, self.statement
        broken = not _shares_line(data, node)
        edits = list(_breaks(self.file, node))
        start, lead = node.start_byte, ""
        if broken and node.type == "labeled_statement":  # the label stands left of the others
            start, lead = line_start(data, start), self.indent
        if before:
            text = lead + self._lines(before) + (self.ending if lead else self._feed)
            edits.append(Edit(path, start, start, text))
        if instead:
            edits.append(Edit(path, start, node.end_byte, lead + self._lines(instead)))
        if after:
            at = line_end(data, node.end_byte) if broken else node.end_byte
            edits.append(Edit(path, at, at, self._feed + self._lines(after)))
        return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))

    @property
    def _feed(self) -> str:
        return self.ending + self.indent

    def _lines(self, statements: Sequence[str]) -> str:
        return self._feed.join(placed(self.file, text, self.indent) for text in statements)


def _indent(file: Bytes, statement: Node) -> str:
    """The indentation of a statement once its list is broken into lines."""
    if _shares_line(file.data, statement):
        return _outer_indent(file, statement) + "\t"
    if statement.type == "labeled_statement":
        return indentation(file.data, statement.start_byte) + "\t"
    return indentation(file.data, statement.start_byte)


def _outer_indent(file: Bytes, statement: Node) -> str:
    """The indentation of the line that will open what holds the statement."""
    holder = _holder(statement)
    if holder is None:
        return ""
    around = _statement_around(holder)
    beside = around is not None and _on_line_of(file.data, around, holder)
    if around is not None and beside and _shares_line(file.data, around):
        return _indent(file, around)
    return indentation(file.data, holder.start_byte)


def _holder(statement: Node) -> Node | None:
    """The function, case, loop or label whose statement it is."""
    holder = statement.parent
    while holder is not None and holder.type in {"statement_list", "block"}:
        holder = holder.parent
    return holder


def _statement_around(node: Node) -> Node | None:
    """The nearest statement of a list that is or holds `node`, within its declaration."""
    around: Node | None = node
    while around is not None and around.parent is not None:
        if around.parent.type == "statement_list":
            return around
        around = around.parent
    return None


def _on_line_of(data: bytes, outer: Node, inner: Node) -> bool:
    return b"\n" not in data[outer.start_byte : inner.start_byte]


def _breaks(file: Bytes, statement: Node) -> Iterator[Edit]:
    """Edits that break the list of a statement into lines, and all lists around it on its line.

    Gaps that have a line break already stay.
    """
    if not _shares_line(file.data, statement):
        return
    holder = _holder(statement)
    around = _statement_around(holder) if holder is not None else None
    if around is not None and _on_line_of(file.data, around, statement):
        yield from _breaks(file, around)
    ending = newline(file.data)
    outer = _outer_indent(file, statement)
    for gap_start, gap_end, closes in _gaps(statement):
        text = file.data[gap_start:gap_end].decode("utf-8", errors="surrogateescape")
        if "\n" not in text:
            feed = ending + (outer if closes else outer + "\t")
            yield Edit(file.path, gap_start, gap_end, _gap_text(text, feed, closes))


def _gap_text(text: str, feed: str, closes: bool) -> str:
    """A gap's new text: its semicolon gone, its comments kept on the side they belong to."""
    comments = text.strip(" \t;")
    if not comments:
        return feed
    return f" {comments}{feed}" if closes else f"{feed}{comments} "


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


def _next(node: Node) -> Node | None:
    following = node.next_sibling
    while following is not None and following.type in _TRIVIA:
        following = following.next_sibling
    return following


def _shares_line(data: bytes, statement: Node) -> bool:
    """Whether anything but blanks and a comment stands beside the statement on its lines."""
    if not opens_line(data, statement.start_byte):
        return True
    rest = data[statement.end_byte : line_end(data, statement.end_byte)].strip(b" \t;")
    if not rest or rest.startswith(b"//"):
        return False
    return not (rest.startswith(b"/*") and rest.endswith(b"*/") and rest.count(b"*/") == 1)


def _remove(file: Bytes, statement: Node) -> tuple[Edit, ...]:
    """The statement and, where nothing else stands on it, its line; a comment behind it stays."""
    data, start, end = file.data, statement.start_byte, statement.end_byte
    rest = data[end : line_end(data, end)]
    if opens_line(data, start) and not rest.strip(b" \t;"):
        return (Edit(file.path, *without_lines(data, start, end), ""),)
    if not _shares_line(data, statement):
        end += len(rest) - len(rest.lstrip(b" \t;"))
        return (Edit(file.path, start, end, ""),)
    before, after = _previous(statement), _next(statement)
    if before is not None and b"\n" not in data[before.end_byte : start]:
        return (Edit(file.path, before.end_byte, end, ""),)
    if after is not None and b"\n" not in data[end : after.start_byte]:
        return (Edit(file.path, start, after.start_byte, ""),)
    if statement.parent is not None and statement.parent.type == "statement_list":
        gaps = list(_gaps(statement))
        inner = data[gaps[0][0] : start] + data[end : gaps[-1][1]]
        if not inner.strip(b" \t;"):
            start, end = gaps[0][0], gaps[-1][1]
    return (Edit(file.path, start, end, ""),)
