"""Structs that hold maps or slices: a method that copies a value with all that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_copy import Refusal
from gofixmap_codemods._alias_origin import is_borrowed
from gofixmap_codemods._alias_sides import Region, inner, side_of
from gofixmap_codemods._alias_structs import holds_reference, parts_of

from gofixmap.codemod import Edit, Named, Signature, lifetime, nocopy_reason, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._alias_copy import Copies
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Type, Variable

Operation = sharing.Operation
_NAMES = ("clone", "Clone", "copy", "Copy", "DeepCopy", "deepCopy", "shallowCopy")
_GOES_ON = frozenset({Operation.RETURN, Operation.ARGUMENT, Operation.STORE})


def copy_of_struct(copies: Copies, variable: Variable) -> None:
    """The edits after which every value that is taken of a struct variable is a copy of its own."""
    places = [access for access in _taken(copies, variable) if not _is_generated(access)]
    for access in places:
        name = method_for(copies, access.info, variable.type)
        end = access.node.end_byte
        copies.edits.append(Edit(access.path, end, end, f".{name}()"))


def _taken(copies: Copies, variable: Variable) -> Iterator[Access]:
    for access in sharing.accesses_of(copies.context.semantics, variable).all:
        taken = access.operation in _GOES_ON and not access.info.file.is_test
        if taken and _is_whole(access.node) and not _is_looked_at(access):
            yield access


def _is_whole(node: Node) -> bool:
    """Whether the struct itself goes on, rather than a part of it."""
    parent = node.parent
    return parent is not None and parent.child_by_field_name("operand") != node


def _is_looked_at(access: Access) -> bool:
    """Whether the struct is given to a function that only looks at it."""
    call = access.expression
    if access.operation is not Operation.ARGUMENT or call.type != "call_expression":
        return False
    return lifetime.use_of_argument(access.info, call, access.node) == {lifetime.Use.LOOKS}


def _is_generated(access: Access) -> bool:
    return access.info.file.is_generated


def copy_returned_structs(copies: Copies, region: Region) -> None:
    """Copies of slices and maps that the function was given and returns, with their structs."""
    for statement in inner(region.body):
        listed = nodes.first_named(statement) if statement.type == "return_statement" else None
        for value in nodes.expression_items(listed) if listed is not None else ():
            side = side_of(region.info, value)
            if _copy_struct(copies, region, value):
                continue
            if side is None or side.role != "var" or side.path:
                continue
            if holds_reference(side.type.element) and is_borrowed(region, value):
                name = method_for(copies, region.info, side.type.element)
                copies.with_elements(region.info, value, name)


def _copy_struct(copies: Copies, region: Region, value: Node) -> bool:
    """`return *s.state` and `return s.state` of a struct: what it holds goes along."""
    info, node = region.info, nodes.unparenthesized(value)
    if not holds_reference(info.type_of(node)):
        return False
    star = node.type == "unary_expression" and (node.text or b"")[:1] == b"*"
    operand = node.child_by_field_name("operand") if star else node
    side = side_of(info, operand) if operand is not None else None
    if side is None or not (side.path or not side.role or (star and side.role != "var")):
        return False
    name = method_for(copies, info, info.type_of(node))
    text = f"{side.text}.{name}()"
    copies.edits.append(Edit(info.path, value.start_byte, value.end_byte, text))
    return True


def method_for(copies: Copies, info: FileInfo, kind: Type) -> str:
    """The name of the method that copies a struct; it is written where there is none."""
    named = kind.unaliased
    place = named.declaration.place if isinstance(named, Named) and named.declaration else None
    if not isinstance(named, Named) or place is None or named.scope or named.arguments:
        raise Refusal("no-helper", str(kind))
    reason = nocopy_reason(kind)
    if isinstance(reason, str):
        raise Refusal("no-helper", f"{kind}, which holds {reason},")
    methods = info.method_set(kind) or {}
    for name in _NAMES:
        if name in methods and _gives(methods[name].type, kind):
            return name
    taken = {*methods, *(field.name for field in kind.fields)}
    free = [name for name in ("clone", "cloned", "copied") if name not in taken]
    if named.package != info.package.path or not free:
        raise Refusal("no-helper", str(kind))
    path, span = place
    there = info.semantics.file(path)
    parts = [(part.text, part.type) for part in parts_of(there, kind, "")]
    copies.helper(there, span.start, named.name, free[0], parts)
    return free[0]


def _gives(signature: Type, kind: Type) -> bool:
    if not isinstance(signature, Signature) or signature.parameters:
        return False
    return len(signature.results) == 1 and str(signature.results[0]) == str(kind)
