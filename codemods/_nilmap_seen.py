"""A map that its package makes, or asks for nil, or one that writes to it, as the text shows.

Most maps are made where somebody reads first. One such place settles what all accesses, which are
looked for in every package that can see the variable, would tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_uses import is_nil
from gofixmap_codemods._word_places import followed

from gofixmap.codemod import nodes, pattern, sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Package, Semantics, SourceFile, Variable

Operation = sharing.Operation
_MOST = 60  # places that are looked at
_SETTLES = pattern(rb"\s*(?:[!=]=\s*nil\b|(?::|=)(?!=)\s*(?!nil\b))")  # behind the name


def is_seen_made(semantics: Semantics, variable: Variable, writer: Package | None = None) -> bool:
    """Whether a file of its package, or of one that writes to it, gives a variable a map, or
    compares it with nil."""
    name = variable.name.encode()
    paths = [variable.path, *variable.info.package.all_files]
    paths += writer.all_files if writer is not None else ()
    left = _MOST
    for path in dict.fromkeys(paths):
        file = semantics.workspace.file(path)
        for node in _named(file, name) if file is not None else ():
            left -= 1
            if left < 0:
                return False
            if _settles(semantics.file(path), node, variable):
                return True
    return False


def _named(file: SourceFile, name: bytes) -> Iterator[Node]:
    """The identifiers of that name in code which may be settled there."""
    for at in followed(name, _SETTLES, file.data):
        declaration = file.declaration_at(at)
        if declaration is None or declaration.has_error:
            continue
        node = declaration.node.descendant_for_byte_range(at, at + 1)
        if node is not None and node.type in ("identifier", "field_identifier"):
            yield node


def _settles(info: FileInfo, node: Node, variable: Variable) -> bool:
    around = node.parent
    if around is None:
        return False
    if around.type == "literal_element":
        return _is_key(info, node, variable)
    if around.type == "var_spec":
        return _declares(info, node, variable)
    if node.type == "field_identifier":
        node = around
        if node.type != "selector_expression":
            return False
    if sharing.variable_denoted(info, node) != variable:
        return False
    if node.start_byte == variable.node.start_byte and info.path == variable.path:
        return False
    done = sharing.operation_of(info, node)
    if done.operation is Operation.COMPARE:
        return True
    is_given = done.operation is Operation.ASSIGN
    return is_given and done.value is not None and not is_nil(info, done.value)


def _declares(info: FileInfo, node: Node, variable: Variable) -> bool:
    """`var m = make(M)`, of one name."""
    spec = node.parent
    value = spec.child_by_field_name("value") if spec is not None else None
    values = nodes.expression_items(value) if value is not None else []
    if spec is None or len(values) != 1 or len(nodes.children_of(spec, "name")) != 1:
        return False
    return sharing.variable_denoted(info, node) == variable and not is_nil(info, values[0])


def _is_key(info: FileInfo, node: Node, variable: Variable) -> bool:
    """`T{m: make(M)}`, where the type of the literal is written at it."""
    element = node.parent.parent if node.parent is not None else None
    body = element.parent if element is not None else None
    literal = body.parent if body is not None else None
    if element is None or literal is None or literal.type != "composite_literal":
        return False
    value = element.child_by_field_name("value")
    given = nodes.first_named(value) if value is not None else None
    if element.type != "keyed_element" or given is None or is_nil(info, given):
        return False
    for field in info.type_of(literal).fields:
        if field.name == variable.name:
            return sharing.variable_of_field(info.semantics, field) == variable
    return False
