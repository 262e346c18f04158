"""Copies that Go 1.22 has made redundant: `x := x` at the top of a range loop.

The rule is that of the forvar check in x/tools, statement for statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap.codemod import Edit, lines, nodes, replace_statement

if TYPE_CHECKING:
    from gofixmap_codemods._loopvar_loops import Loop
    from tree_sitter import Node

    from gofixmap.codemod import SourceFile


def redundant_copies(loop: Loop) -> Iterator[Node]:
    """The copies at the top of the body, or in the header of an `if` that is all of the body."""
    if not loop.is_range or not loop.declares:
        return
    statements = _statements(loop.body)
    names = _names(loop)
    for statement in statements:
        if _copies(statement, names):
            yield statement
            continue
        initial = statement.child_by_field_name("initializer")
        alone = statement.type == "if_statement" and len(statements) == 1
        if alone and initial is not None and _copies(initial, names):
            yield initial
        return


def _statements(body: Node) -> list[Node]:
    listed = nodes.first_named(body)
    return nodes.named(listed) if listed is not None else []


def _names(loop: Loop) -> frozenset[bytes]:
    left = loop.header.child_by_field_name("left")
    items = nodes.expression_items(left) if left is not None else []
    return frozenset(item.text or b"" for item in items)


def _copies(statement: Node, names: frozenset[bytes]) -> bool:
    """Whether a statement is `x := x` or `k, v := k, v` with variables of the loop."""
    if statement.type != "short_var_declaration":
        return False
    sides = [statement.child_by_field_name(side) for side in ("left", "right")]
    if sides[0] is None or sides[1] is None:
        return False
    left, right = (
        [(item.type, item.text) for item in nodes.expression_items(side)]
        for side in sides
        if side is not None
    )
    return left == right and all(kind == "identifier" and name in names for kind, name in left)


def removal(file: SourceFile, copy: Node) -> tuple[Edit, ...]:
    """The edits that remove a copy, with the comment that ends its line: it is about the copy."""
    parent = copy.parent
    if parent is not None and parent.type == "if_statement":
        return (Edit(file.path, copy.start_byte, _after_semicolon(file.data, copy), ""),)
    data, end = file.data, copy.end_byte
    rest = data[end : lines.line_end(data, end)].lstrip(b" \t;")
    if rest.startswith(b"//") and lines.opens_line(data, copy.start_byte):
        return (Edit(file.path, *lines.without_lines(data, copy.start_byte, end), ""),)
    return replace_statement(file, copy, [])


def _after_semicolon(data: bytes, copy: Node) -> int:
    """Where the condition begins, or a comment before it."""
    semicolon = copy.next_sibling
    while semicolon is not None and semicolon.type != ";":
        semicolon = semicolon.next_sibling
    end = semicolon.end_byte if semicolon is not None else copy.end_byte
    while data[end : end + 1] in (b" ", b"\t"):
        end += 1
    return end
