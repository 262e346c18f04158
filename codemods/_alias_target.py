"""What the user named: a function that is to share nothing, a field or variable that is to stay its
owner's, a local that is to be a copy. No further evidence is asked for, only that a copy can be
made and that something would come of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods import _alias_helper as helper
from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_getters import returned
from gofixmap_codemods._alias_locals import Alias, alias_at, declared_names, goes_on, shared_writes
from gofixmap_codemods._alias_origin import (
    assigned,
    given_and_written,
    is_borrowed,
    is_held_element,
    is_written_anywhere,
    stored_places,
    stored_values,
)
from gofixmap_codemods._alias_sides import ELEMENT, Region, Side, inner, side_of
from gofixmap_codemods._alias_sorted import copy_sorted
from gofixmap_codemods._alias_structs import (
    Part,
    copied_structs,
    holds_reference,
    parameters,
    parts_of,
    parts_used,
    struct_aliases,
)

from gofixmap.codemod import ancestors, lifetime, nodes, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._alias_copy import Copies
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Type, Variable

    _Chain = tuple[Variable, tuple[str, ...]]

Operation = sharing.Operation
_DECLARES = ("short_var_declaration", "var_spec")
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


def copy_in_function(copies: Copies, region: Region) -> None:
    """The edits after which a function shares no map or slice that it did not make."""
    info = region.info
    done: set[int] = set()
    for literal in walk(region.body):
        if literal.type == "func_literal":
            _copy_inside(copies, Region(info, literal), done, set())
    own = _copy_parameters(copies, region)
    given = [*returned(region), *_returned_elements(region)]
    done.update(copy_sorted(copies, region, [*given, *stored_places(region)]))
    _copy_inside(copies, region, done, own)
    for value in [*given, *_returned_parameters(region, own)]:
        _once(copies, info, value, done)
    helper.copy_returned_structs(copies, region)


def _copy_inside(copies: Copies, region: Region, done: set[int], own: set[_Chain]) -> None:
    """What is declared, stored and appended in one function, whatever it returns."""
    info = region.info
    for statement in inner(region.body):
        if statement.type in _DECLARES:
            _copy_declared(copies, region, statement, done)
        elif statement.type == "assignment_statement":
            _copy_assigned(copies, region, statement)
    for statement, local, value in given_and_written(region):
        if len(declared_names(statement)) == 1:
            _once(copies, info, value, done)
        else:
            copies.after(info, statement, [(local.text, local.type)])
    for value in stored_values(region):
        side = side_of(info, value)
        if side is None or (side.root, side.path) not in own:
            _once(copies, info, value, done)
    _clip_appended(copies, region)


def _clip_appended(copies: Copies, region: Region) -> None:
    """`x := append(s.list, v)` may write behind the elements of s.list, where there is room."""
    for call in inner(region.body):
        if call.type != "call_expression":
            continue
        if sharing.callees.called(region.info, call) != ("", "append"):
            continue
        first = nodes.unparenthesized(sharing.callees.arguments_of(call)[0])
        side = side_of(region.info, first)
        lent = side is not None and (side.path or side.role in ("", "param"))
        if lent and sharing.operation_of(region.info, first).operation.escapes:
            copies.clipped(region.info, first)


def _once(copies: Copies, info: FileInfo, value: Node, done: set[int]) -> None:
    if value.start_byte not in done:
        done.add(value.start_byte)
        copies.of_value(info, value, nil_shows=not _is_known(info, value))


def _is_known(info: FileInfo, value: Node) -> bool:
    """Whether an `if m != nil` around tells that the value is not nil."""
    wanted = (f"{info.file.text(value)} != nil", f"len({info.file.text(value)}) > 0")
    inside: Node = value
    for each in ancestors(value):
        if each.type == "if_statement" and each.child_by_field_name("consequence") == inside:
            condition = each.child_by_field_name("condition")
            if condition is not None and info.file.text(condition) in wanted:
                return True
        inside = each
    return False


def _copy_declared(copies: Copies, region: Region, statement: Node, done: set[int]) -> None:
    for alias in alias_at(region, statement):
        if alias.value is not None and is_written(alias):
            done.add(alias.value.start_byte)
            copies.of_value(region.info, alias.value, nil_shows=alias.nil_shows)
    for whole, _ in copied_structs(region.info, statement):
        parts = _parts_to_copy(copies.context, region, statement, whole)
        if parts:
            copies.after(region.info, statement, parts)


def _copy_assigned(copies: Copies, region: Region, statement: Node) -> None:
    """`c.Meta = old.Meta` in a function that makes copies shares what the struct holds again."""
    if not _makes_copies(region):
        return
    for target, value in assigned(statement):
        whole, source = side_of(region.info, target), side_of(region.info, value)
        if whole is None or source is None or whole.role != "var" or not whole.path:
            continue
        parts = [
            (part.text, part.type)
            for part in parts_of(region.info, whole.type, whole.text)
            if _is_kept(region, whole, part, statement)
        ]
        if parts and goes_on(region, Side(whole.info, whole.node, whole.root, ())):
            copies.after(region.info, statement, parts)


def is_written(alias: Alias) -> bool:
    """Whether elements are written through one name while the other, or others, see it."""
    for side in alias.sides:
        writes = shared_writes(alias, side, ELEMENT, surely=False)
        other = alias.other(side)
        if writes and side is alias.local and alias.outlives:
            return True
        uses = alias.region.uses(other) if writes and other is not None else ()
        if other is not None and any(use.looks(other.type) for use in uses):
            return True
    return False


def _parts_to_copy(
    context: Context, region: Region, statement: Node, whole: Side
) -> list[tuple[str, Type]]:
    """Of a copied struct the parts that are written here; else, where the copy goes on, those
    whose elements are written anywhere and that the function does not replace."""
    aliases = [each for each in struct_aliases(region, statement) if each.whole.root == whole.root]
    here = [alias.local for alias in aliases if is_written(alias)]
    if not goes_on(region, whole):
        return [(part.text, part.type) for part in here]
    thorough = _makes_copies(region)
    known = {part.path for part in here}
    parts = parts_of(region.info, whole.type, whole.text)
    return [(part.text, part.type) for part in here] + [
        (part.text, part.type)
        for part in parts
        if _is_kept(region, whole, part)
        and (thorough or is_written_anywhere(context.semantics, part.variable))
        and part.path not in known
    ]


def _makes_copies(region: Region) -> bool:
    """Whether the function is there to make copies, by its name or comment."""
    name = region.function.child_by_field_name("name")
    named = name is not None and intent.makes_copy(region.info.file.text(name))
    return named or intent.doc_says_copy(region.info, region.function)


def _is_kept(region: Region, whole: Side, part: Part, copied: Node | None = None) -> bool:
    """Whether the function leaves the part of a struct as `copied` made it, and can name it."""
    path = (*whole.path, *part.path) if copied is not None else part.path
    side = Side(whole.info, whole.node, whole.root, path, part.text)
    seen = part.variable is not None and (
        part.variable.is_exported or part.variable.package == region.info.package.path
    )
    later = [
        node
        for node in (region.replaced(side) if seen else ())
        if copied is None or node.start_byte >= copied.end_byte
    ]
    return seen and not later


def _copy_parameters(copies: Copies, region: Region) -> set[_Chain]:
    """Parameters whose elements the function writes before it gives them on, copied at first."""
    own: set[_Chain] = set()
    for side in _given(region):
        early = region.after(None, region.replaced(side))
        uses = [use for use in region.uses(side) if use.writes == ELEMENT]
        writes = [use for use in uses if use.is_captured or region.point(use.node) in early]
        if writes and not any(use.is_captured for use in writes) and goes_on(region, side):
            own.add((side.root, side.path))
            first = region.top_statement(writes[0].node)
            copies.before(region.info, first, [(side.text, side.type)])
    return own


def _given(region: Region) -> Iterator[Side]:
    """The maps and slices among the parameters, and inside those that are structs."""
    for name in parameters(region.function, variadic=True):
        side = side_of(region.info, name)
        if side is None:
            continue
        if side.type.is_map or side.type.is_slice:
            yield side
        elif holds_reference(side.type):
            yield from parts_used(region, side)


def _returned_parameters(region: Region, own: set[_Chain]) -> Iterator[Node]:
    """Parameters that are returned as they came, in a function that changes others it returns."""
    for value in _returned_values(region) if own else ():
        side = side_of(region.info, value)
        if side is None or side.path or side.role != "param" or (side.root, ()) in own:
            continue
        if side.type.is_map or side.type.is_slice:
            yield value


def _returned_elements(region: Region) -> list[Node]:
    """`return s.routes[name]`: the maps and slices that are elements of what is held here."""
    return [value for value in _returned_values(region) if is_held_element(region.info, value)]


def _returned_values(region: Region) -> Iterator[Node]:
    for statement in inner(region.body):
        listed = nodes.first_named(statement) if statement.type == "return_statement" else None
        yield from nodes.expression_items(listed) if listed is not None else ()


def copy_of_variable(copies: Copies, variable: Variable) -> None:
    """The edits after which nobody else holds the map or slice of a field or package variable."""
    accesses = sharing.accesses_of(copies.context.semantics, variable)
    done: set[tuple[str, int]] = set()
    for access in accesses.all:
        if access.info.file.is_test or access.info.file.is_generated:
            continue
        value = _shared_by(access)
        if value is not None and (access.path, value.start_byte) not in done:
            done.add((access.path, value.start_byte))
            copies.of_value(access.info, value, nil_shows=not _is_known(access.info, value))


def _shared_by(access: sharing.Access) -> Node | None:
    """The expression by which an access shares the variable's elements with somebody else."""
    if access.operation in (Operation.ASSIGN, Operation.INITIALIZE):
        value = nodes.unparenthesized(access.value) if access.value is not None else None
        if value is None or access.function is None:
            return None
        return value if is_borrowed(Region(access.info, access.function), value) else None
    if access.operation is Operation.RETURN:
        return access.expression if access.expression == access.node else None
    if access.operation is Operation.ARGUMENT:
        return access.node if _is_kept_by_callee(access) else None
    if access.operation is not Operation.STORE or access.function is None:
        return None
    return access.node if _is_shared_store(access, access.function) else None


def _is_kept_by_callee(access: sharing.Access) -> bool:
    """Whether a callee is known to keep the map, or a goroutine is started with it."""
    call = access.expression
    if call.type != "call_expression" or access.node not in sharing.callees.arguments_of(call):
        return False
    if call.parent is not None and call.parent.type == "go_statement":
        return True
    return lifetime.Use.KEEPS in lifetime.use_of_argument(access.info, call, access.node)


def _is_shared_store(access: sharing.Access, function: Node) -> bool:
    """Stored in a local counts where the local is written or goes on, anywhere else always."""
    if access.expression != access.node:
        return False
    region = Region(access.info, function)
    aliases = [
        alias
        for statement in inner(region.body)
        if statement.type in _DECLARES
        for alias in alias_at(region, statement)
        if alias.value == access.node
    ]
    if not aliases:
        return access.statement.type not in _DECLARES
    return any(is_written(alias) or goes_on(region, alias.local) for alias in aliases)


def function_region(info: FileInfo, offset: int) -> Region | None:
    """The function whose declaration holds an offset."""
    declaration = info.file.declaration_at(offset)
    node = declaration.node if declaration is not None and not declaration.has_error else None
    if node is None or node.child_by_field_name("body") is None:
        return None
    return Region(info, node) if node.type in _FUNCTIONS else None


def copy_of_local(copies: Copies, variable: Variable) -> None:
    """The edits that make a local a copy of what it is declared from."""
    found = [each for each in ancestors(variable.node) if each.type in _FUNCTIONS]
    if not found or variable.declaration.type not in _DECLARES:
        return
    region, statement = Region(variable.info, found[0]), variable.declaration
    for alias in alias_at(region, statement):
        if alias.local.root == variable and alias.value is not None:
            copies.of_value(region.info, alias.value, nil_shows=alias.nil_shows)
    for whole, _ in copied_structs(region.info, statement):
        if whole.root != variable:
            continue
        parts = parts_of(region.info, whole.type, whole.text)
        texts = [(part.text, part.type) for part in parts if _is_kept(region, whole, part)]
        if texts:
            copies.after(region.info, statement, texts)
