"""Where a map or slice that is stored comes from: somebody else's, or made for the purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_getters import returned
from gofixmap_codemods._alias_locals import declared_names, pairs
from gofixmap_codemods._alias_sides import ELEMENT, Region, Side, inner, side_of, written

from gofixmap.codemod import enclosing, nodes, operands, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Semantics, Variable


def stored_values(region: Region) -> Iterator[Node]:
    """The borrowed maps and slices that a function puts into fields, elements and literals."""
    for value in stored_places(region):
        if is_borrowed(region, value):
            yield value


def stored_places(region: Region) -> Iterator[Node]:
    """All that a function puts there which somebody may write to."""
    for node in inner(region.body):
        yield from map(nodes.unparenthesized, _stored_at(region, node))


def _stored_at(region: Region, node: Node) -> list[Node]:
    if node.type == "assignment_statement":
        return [
            value
            for target, value in assigned(node)
            if _is_place(target) and not _same_root(region.info, target, value)
            if not _is_shallow_copy(region.info, target, value)
            if _is_changed(region.info, target, value)
        ]
    if node.type == "literal_element" and not _is_key(node):
        held = nodes.first_named(node)
        key = _key_of(node)
        return [] if held is None or not _is_changed(region.info, key, held) else [held]
    return []


def _is_changed(info: FileInfo, target: Node | None, value: Node) -> bool:
    """Whether somebody may write to the elements: of maps and of parameters anybody may."""
    side = side_of(info, value)
    is_argument = side is not None and side.role in ("param", "range") and not side.path
    if side is not None and (is_argument or side.type.is_map):
        return True
    if side is None and is_held_element(info, value) and info.type_of(value).is_map:
        return True
    for place in (target, nodes.unparenthesized(value)):
        variable = _field(info, place) if place is not None else None
        if variable is not None and is_written_anywhere(info.semantics, variable):
            return True
    return False


def _field(info: FileInfo, place: Node) -> Variable | None:
    """The field or package variable that an expression, or the key of a literal, names."""
    if place.type == "index_expression":
        return None
    if info.is_field_key(place):
        literal = enclosing(place, "composite_literal", "literal_value")
        kind = info.type_of(literal) if literal is not None else None
        for field in kind.fields if kind is not None else ():
            if field.name == info.file.text(place):
                return sharing.variable_of_field(info.semantics, field)
        return None
    found = sharing.variable_denoted(info, place)
    return None if found is None or found.kind is sharing.VariableKind.LOCAL else found


def _key_of(element: Node) -> Node | None:
    holder = element.parent
    if holder is None or holder.type != "keyed_element":
        return None
    key = holder.child_by_field_name("key")
    return nodes.first_named(key) if key is not None else None


def assigned(statement: Node) -> list[tuple[Node, Node]]:
    """The targets of a plain assignment, each with the value that it gets."""
    left, right = (statement.child_by_field_name(side) for side in ("left", "right"))
    operator = statement.child_by_field_name("operator")
    if left is None or right is None or (operator is not None and operator.type != "="):
        return []
    targets, values = nodes.expression_items(left), nodes.expression_items(right)
    return list(zip(targets, values, strict=True)) if len(targets) == len(values) else []


def _is_place(target: Node) -> bool:
    return nodes.unparenthesized(target).type in ("selector_expression", "index_expression")


def _is_shallow_copy(info: FileInfo, target: Node, value: Node) -> bool:
    """`copied[k] = v` of an iteration variable, into a local: shallow on purpose."""
    node, side = nodes.unparenthesized(target), side_of(info, value)
    operand = node.child_by_field_name("operand") if node.type == "index_expression" else None
    into = side_of(info, operand) if operand is not None else None
    if side is None or into is None or side.role != "range":
        return False
    return into.role == "var" and not into.path


def _is_key(element: Node) -> bool:
    holder = element.parent
    return (
        holder is not None
        and holder.type == "keyed_element"
        and holder.child_by_field_name("key") == element
    )


def _same_root(info: FileInfo, target: Node, value: Node) -> bool:
    """Moving things about inside one value shares them with nobody else."""
    one, other = side_of(info, target), side_of(info, value)
    return one is not None and other is not None and one.root == other.root


def is_borrowed(region: Region, value: Node) -> bool:
    """Whether somebody else may hold the map or slice that an expression gives."""
    side = side_of(region.info, value)
    if side is None:
        return is_held_element(region.info, value)
    if not (side.type.is_map or side.type.is_slice):
        return False
    if _is_own_by_then(region, side, value):
        return False
    if side.path or side.role in ("", "param", "range"):
        return not any(use.writes and use.node == value for use in region.uses(side))
    if side.role != "var":
        return False
    return _is_given(region, side) or _changes_later(region, side, value)


def _is_own_by_then(region: Region, side: Side, value: Node) -> bool:
    """Whether a parameter, or part of one, has always got another map or slice by then."""
    if side.role != "param" or (side.path and not side.root.type.is_struct):
        return False
    replaced = region.replaced(side)
    if not replaced or region.point(value) in region.after(None, replaced):
        return False
    return all(_is_made(region.info, node) for node in replaced)


def _is_made(info: FileInfo, target: Node) -> bool:
    """Whether what is assigned there comes from a call, a literal or a local."""
    statement = enclosing(target, "assignment_statement")
    for place, value in assigned(statement) if statement is not None else ():
        if place.start_byte <= target.start_byte < place.end_byte:
            side = side_of(info, value)
            return side is None or (side.role == "var" and not side.path)
    return True


def is_held_element(info: FileInfo, value: Node) -> bool:
    """`s.routes[name]` of a map that a field or package variable holds is as shared as that."""
    node = nodes.unparenthesized(value)
    if node.type != "index_expression" or not operands.is_stable(info, node):
        return False
    operand = node.child_by_field_name("operand")
    side = side_of(info, operand) if operand is not None else None
    if side is None or not (side.type.is_map or side.type.is_slice):
        return False
    kind = info.type_of(node)
    held = bool(side.path or not side.role)
    return held and (kind.is_map or kind.is_slice) and not kind.is_typeparam


def _changes_later(region: Region, local: Side, value: Node) -> bool:
    """Whether a loop stores one map again and again, and writes to it in between."""
    late = region.after(value, [local.root.node, *region.replaced(local)])
    uses = [use for use in region.uses(local) if use.writes == ELEMENT and not use.is_captured]
    return region.point(value) in late and any(region.point(use.node) in late for use in uses)


def _is_given(region: Region, local: Side) -> bool:
    """Whether a local was got from a function that may have kept what it gave."""
    uses = region.uses(local)
    if any(use.assigns or use.writes for use in uses):
        return False
    for statement in inner(region.body):
        if statement.type in ("short_var_declaration", "var_spec"):
            for name, value in _given(statement):
                if name.start_byte == local.root.node.start_byte:
                    return _may_keep(region.info, nodes.unparenthesized(value))
    return False


def _given(statement: Node) -> list[tuple[Node, Node]]:
    """The names of a declaration, each with its value or the one that gives several."""
    right = statement.child_by_field_name("right") or statement.child_by_field_name("value")
    values = nodes.expression_items(right) if right is not None else []
    if len(values) == 1:
        return [(name, values[0]) for name in declared_names(statement)]
    return pairs(statement)


def given_and_written(region: Region) -> Iterator[tuple[Node, Side, Node]]:
    """Locals that a function got from elsewhere and writes to: declaration, local and value."""
    for statement in inner(region.body):
        if statement.type not in ("short_var_declaration", "var_spec"):
            continue
        for name, value in _given(statement):
            local = side_of(region.info, name)
            if local is None or local.root.node.start_byte != name.start_byte:
                continue
            if not (local.type.is_map or local.type.is_slice):
                continue
            made = nodes.unparenthesized(value)
            first = region.after(statement, region.replaced(local))
            writes = [use for use in region.uses(local) if use.writes == ELEMENT]
            if any(region.point(use.node) in first for use in writes) and _may_keep(
                region.info, made
            ):
                yield statement, local, made


def _may_keep(info: FileInfo, value: Node) -> bool:
    """A type assertion, the method of an interface, or a function that returns what it holds."""
    if value.type == "type_assertion_expression":
        return True
    if value.type != "call_expression":
        return False
    called = sharing.function_called(info, value)
    if called is not None:
        return bool(returned(Region(called.info, called.node)))
    function = value.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    declaring = chosen.declaring if chosen is not None else None
    return declaring is not None and declaring.is_interface


def is_written_anywhere(semantics: Semantics, variable: Variable | None) -> bool:
    if variable is None:
        return False
    return any(
        _writes(access) and not access.info.file.is_test
        for access in sharing.accesses_of(semantics, variable).all
    )


def _writes(access: sharing.Access) -> bool:
    done = sharing.Done(access.operation, access.expression, access.key, access.value)
    return written(access.info, access.node, done) == ELEMENT
