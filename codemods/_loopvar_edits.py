"""The copy at the top of a loop's body: its text, its place, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap.codemod import Edit, insert_before, lines, newline, nodes

if TYPE_CHECKING:
    from gofixmap_codemods._loopvar_loops import Loop, Variable
    from tree_sitter import Node

    from gofixmap.codemod import SourceFile


def copy_at_top(loop: Loop, variables: Sequence[Variable]) -> tuple[Edit, ...]:
    """`v := v` as the body's first statement, on a line of its own."""
    names = ", ".join(each.name for each in variables)
    return at_top(loop, f"{names} := {names}")


def at_top(loop: Loop, text: str) -> tuple[Edit, ...]:
    """A statement as the body's first, on a line of its own."""
    file, brace = loop.info.file, loop.body.start_byte
    first = _first(loop.body)
    end = lines.line_end(file.data, brace)
    rest = file.data[brace + 1 : end].strip()
    if first is None or (rest and not rest.startswith(b"//")):
        return insert_before(file, first or loop.body, [text])
    feed = newline(file.data) + _indent(file, loop.statement, first)
    return (Edit(file.path, end, end, feed + text),)


def _indent(file: SourceFile, statement: Node, first: Node) -> str:
    """The indentation of the body; a label at its start stands further left."""
    if first.type == "labeled_statement":
        return lines.indentation(file.data, statement.start_byte) + "\t"
    return lines.indentation(file.data, first.start_byte)


def _first(body: Node) -> Node | None:
    listed = nodes.first_named(body)
    return nodes.first_named(listed) if listed is not None else None


def is_declared_again(loop: Loop, variable: Variable) -> bool:
    """Whether the body's own block declares the name: next to a copy that would not compile, or
    `:=` would assign to the copy."""
    listed = nodes.first_named(loop.body)
    wanted = variable.name.encode()
    for statement in nodes.named(listed) if listed is not None else ():
        while statement.type == "labeled_statement":
            statement = nodes.named(statement)[-1]
        if wanted in _declared(statement):
            return True
    return False


def _declared(statement: Node) -> list[bytes]:
    """The names that a statement declares in the block that it stands in."""
    if statement.type == "short_var_declaration":
        left = statement.child_by_field_name("left")
        return [each.text or b"" for each in nodes.expression_items(left)] if left else []
    if statement.type not in ("var_declaration", "const_declaration", "type_declaration"):
        return []
    pending, found = list(statement.named_children), list[bytes]()
    while pending:
        node = pending.pop()
        if node.type.endswith("_list"):
            pending += node.named_children
        found += [name.text or b"" for name in node.children_by_field_name("name")]
    return found
