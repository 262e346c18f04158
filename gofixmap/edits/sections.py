"""Which lines of a Go declaration gofmt aligns with each other, and where their cells begin.

The rules are those of go/printer (nodes.go): stmtList, fieldList, valueSpec, keepTypeColumn,
exprList, genDecl. A row is the first line of a list's member that opens its line; it is joined to
the row above unless go/printer breaks the section there with a form feed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import Declaration, SourceFile

_SPECS = frozenset({"const_spec", "var_spec"})
_TYPES = frozenset({"type_spec", "type_alias"})
_PUNCTUATION = frozenset({"(", ")", "{", "}", ",", ";", "\n", "comment"})
_SMALL = 40  # exprList: keys up to this size align whatever their ratio
_RATIO = 2.5


class Row(Struct, frozen=True):
    """The cells of one line: their first offsets, None for an empty cell."""

    starts: tuple[int | None, ...]
    tabs: int  # empty cells that go/printer puts between the last one and a comment
    joined: bool  # aligned with the row above, where that is the line above


def top_level(file: SourceFile, wanted: Callable[[int, int], bool]) -> Iterator[list[Row]]:
    """The rows of the file's declarations, by runs of declarations that follow line on line.

    Only runs with a byte that `wanted(start, end)` asks for; the others need no parsing.
    """
    run: list[Declaration] = []
    for declaration in file.declarations:
        if run and b"\n\n" in file.data[run[-1].span.end : declaration.span.start]:
            if wanted(run[0].span.start, run[-1].span.end):
                yield [row for member in run for row in _declaration_rows(member)]
            run = []
        run.append(declaration)
    if run and wanted(run[0].span.start, run[-1].span.end):
        yield [row for member in run for row in _declaration_rows(member)]


def _declaration_rows(declaration: Declaration) -> Iterator[Row]:
    """A declaration's row; the body of a function is a cell. Its last line can be a row, too."""
    start, text = declaration.span.start, declaration.text
    multiline = b"\n" in text
    cells: tuple[int, ...] = (start,)
    if declaration.keyword == "func":
        body = declaration.node.child_by_field_name("body")
        cells = (start,) if body is None else (start, body.start_byte)
    yield Row(cells, 0, not (declaration.keyword == "func" and multiline))
    if multiline:
        last = text.rfind(b"\n") + 1
        indent = len(text[last:]) - len(text[last:].lstrip())
        yield Row((start + last + indent,), 0, False)


def rows_of(node: Node) -> list[Row]:
    """The rows of a list node, empty for nodes that are not aligned lists."""
    handler = _HANDLERS.get(node.type)
    return handler(node) if handler else []


def _members(node: Node) -> list[Node]:
    return [child for child in node.children if child.type not in _PUNCTUATION]


def _is_multiline(node: Node) -> bool:
    text = node.text or b""
    return b"\n" in text.rstrip(b"\r\n")


def _plain(starts: Sequence[tuple[int | None, ...]], members: Sequence[Node]) -> list[Row]:
    """Rows that a multi-line member separates from what follows it."""
    rows = []
    for number, cells in enumerate(starts):
        joined = number > 0 and not _is_multiline(members[number - 1])
        rows.append(Row(cells, 0, joined))
        rows.extend(_tail(members[number]))
    return rows


def _statements(node: Node) -> list[Row]:
    rows = []
    previous: Node | None = None
    for member in _members(node):
        statement = member
        while statement.type == "labeled_statement" and statement.named_child_count > 1:
            statement = statement.named_children[-1]
        joined = previous is not None and statement is member and not _is_multiline(previous)
        rows.append(Row((statement.start_byte,), 0, joined))
        rows.extend(_tail(statement))
        previous = statement
    return rows


def _simple_list(node: Node) -> list[Row]:
    members = _members(node)
    return _plain([(member.start_byte,) for member in members], members)


def _interface(node: Node) -> list[Row]:
    members = [child for child in node.children if child.type in {"method_elem", "type_elem"}]
    return _plain([(member.start_byte,) for member in members], members)


def _fields(node: Node) -> list[Row]:
    members = [child for child in node.children if child.type == "field_declaration"]
    if len(members) == 1:
        return [Row((members[0].start_byte,), 0, False)]
    rows = []
    for number, member in enumerate(members):
        joined = number > 0 and not _is_multiline(members[number - 1])
        name, type_ = member.child_by_field_name("name"), member.child_by_field_name("type")
        tag = member.child_by_field_name("tag")
        cells: list[int | None] = [member.start_byte]
        if name is not None and type_ is not None:
            cells.append(type_.start_byte)
        if tag is not None:
            cells += [None, tag.start_byte] if name is not None else [tag.start_byte]
        tabs = 0 if tag is not None or name is not None else 1
        rows.append(Row(tuple(cells), tabs, joined))
        if type_ is not None and _is_multiline(type_):
            rows.extend(_tail(type_, *(() if tag is None else (None, tag.start_byte))))
    return rows


def _tail(node: Node, *cells: int | None) -> Iterator[Row]:
    """The row of the bracket that opens the last line of a node: its comment is not aligned."""
    text = (node.text or b"").rstrip(b"\r\n")
    last = text[text.rfind(b"\n") + 1 :].lstrip()
    if b"\n" in text and last.startswith((b"}", b")", b"]")):
        yield Row((node.start_byte + len(text) - len(last), *cells), 0, False)


def _value_specs(node: Node) -> list[Row]:
    members = [child for child in node.children if child.type in _SPECS]
    if not any(child.type == "(" for child in node.children):
        return []
    if len(members) < 2:
        return _plain([(member.start_byte,) for member in members], members)
    keep = _keep_type_column(members)
    rows = []
    for number, member in enumerate(members):
        joined = number > 0 and not _is_multiline(members[number - 1])
        rows.append(_value_row(member, keep[number], joined))
        rows.extend(_tail(member))
    return rows


def _value_row(member: Node, keep_type: bool, joined: bool) -> Row:
    type_ = member.child_by_field_name("type")
    equals = next((child for child in member.children if child.type == "="), None)
    cells: list[int | None] = [member.start_byte]
    tabs = 2
    if type_ is not None or keep_type:
        cells.append(type_.start_byte if type_ is not None else None)
        tabs -= 1
    if equals is not None:
        cells.append(equals.start_byte)
        tabs -= 1
    return Row(tuple(cells), tabs, joined)


def _keep_type_column(members: Sequence[Node]) -> list[bool]:
    """Whether each spec's type column is kept: in runs with values of which one has a type."""
    keep = [False] * len(members)
    start: int | None = None
    typed = False
    for number, member in enumerate(members):
        if any(child.type == "=" for child in member.children):
            if start is None:
                start, typed = number, False
        elif start is not None:
            keep[start:number] = [typed] * (number - start)
            start = None
        if member.child_by_field_name("type") is not None:
            typed = True
    if start is not None:
        keep[start:] = [typed] * (len(members) - start)
    return keep


def _type_specs(node: Node) -> list[Row]:
    members = [child for child in node.children if child.type in _TYPES]
    if not any(child.type == "(" for child in node.children):
        return []
    starts: list[tuple[int | None, ...]] = []
    for member in members:
        type_ = member.child_by_field_name("type")
        equals = next((child for child in member.children if child.type == "="), None)
        second = equals if equals is not None else type_
        if len(members) == 1 or second is None:
            starts.append((member.start_byte,))
        else:
            starts.append((member.start_byte, second.start_byte))
    return _plain(starts, members)


def _elements(node: Node) -> list[Row]:
    """exprList: composite literals and arguments, with its rule on the ratio of key sizes."""
    members = _members(node)
    previous_line = node.start_point[0]
    if not members or previous_line == members[-1].end_point[0]:
        return []
    rows: list[Row] = []
    previous_size, logs, count = 0, 0.0, 0
    last_break = 0 if previous_line < members[0].start_point[0] else -1
    end_line = previous_line
    for number, member in enumerate(members):
        line = member.start_point[0]
        size = _element_size(member)
        form_feed = _breaks_section(previous_size, size, logs, count)
        opens = previous_line < line
        if opens:
            feed = form_feed or last_break + 1 < number
            rows.append(_element_row(member, joined=number > 0 and not feed))
            rows.extend(_tail(member))
            if number > 0:
                last_break = number
                if feed or line - end_line > 1:
                    logs, count = 0.0, 0
        if size > 0:
            logs += _log2ish(size)
            count += 1
        previous_line, previous_size, end_line = line, size, member.end_point[0]
    return rows


def _element_row(member: Node, *, joined: bool) -> Row:
    """A keyed element has a column for its key; over several lines it is a section of its own."""
    if member.type == "keyed_element":
        value = member.named_children[-1]
        return Row((member.start_byte, value.start_byte), 0, joined)
    return Row((member.start_byte,), 0, joined)


def _element_size(member: Node) -> int:
    """The size of an element, of its key where it has one; 0 where it takes several lines."""
    if _is_multiline(member):
        return 0
    sized = member.named_children[0] if member.type == "keyed_element" else member
    return sized.end_byte - sized.start_byte


def _breaks_section(previous: int, size: int, logs: float, count: int) -> bool:
    if previous <= 0 or size <= 0:
        return True
    if count == 0 or (previous <= _SMALL and size <= _SMALL):
        return False
    ratio = size / _exp2ish(logs / count)
    return _RATIO * ratio <= 1 or ratio >= _RATIO


def _log2ish(value: float) -> float:
    fraction, exponent = math.frexp(value)
    return exponent + 2 * (fraction - 1)


def _exp2ish(value: float) -> float:
    whole = math.floor(value)
    return math.ldexp(1 + value - whole, whole)


_HANDLERS: dict[str, Callable[[Node], list[Row]]] = {
    "statement_list": _statements,
    "field_declaration_list": _fields,
    "interface_type": _interface,
    "import_spec_list": _simple_list,
    "var_spec_list": _value_specs,
    "const_declaration": _value_specs,
    "type_declaration": _type_specs,
    "literal_value": _elements,
    "argument_list": _elements,
}


def lists_in(node: Node, wanted: Callable[[int, int], bool]) -> Iterator[list[Row]]:
    """The rows of each list at and below `node` whose bytes `wanted(start, end)` asks for."""
    stack = [node]
    while stack:
        current = stack.pop()
        if not wanted(current.start_byte, current.end_byte):
            continue
        rows = rows_of(current)
        if rows:
            yield rows
        stack.extend(current.named_children)
