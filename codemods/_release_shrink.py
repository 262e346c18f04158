"""Maps that are emptied and keep their table, and large values that are built beside the old one.

The table of a map never shrinks: what lowers it is a new map. Both remedies are matters of memory
alone, and are offered only for a map that the user or a heap profile names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._release_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import (
    Evidence,
    Fix,
    enclosing,
    fresh_name,
    insert_after,
    insert_before,
    is_stable,
    nodes,
    placement,
    replace_statement,
    sharing,
    span_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, Edit, FileInfo

Operation = sharing.Operation
LARGE = 1 << 20  # bytes held at the lines that insert: less is not worth a change
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_WHOLE, _REST, _BUILT = "whole", "rest", "built"


class Memory(Struct, frozen=True):
    """One place: `form` "whole" (everything is deleted by `statement`), "rest" (a loop deletes some
    entries) or "built" (a value is built while the old one is there)."""

    form: str
    info: FileInfo
    variable: sharing.Variable
    access: sharing.Access
    statement: Node
    target: Node

    @property
    def map_text(self) -> str:
        return self.info.file.text(self.access.node)

    @property
    def path(self) -> str:
        return self.info.path


def emptied_at(info: FileInfo, access: sharing.Access) -> Memory | None:
    """The clear or the loop of deletes that an access is part of; None for any other."""
    if access.info.file.is_test or not access.variable.type.is_map:
        return None
    statement = access.statement
    if access.operation is Operation.CLEAR:
        return Memory(_WHOLE, info, access.variable, access, statement, access.node)
    if access.operation is not Operation.DELETE:
        return None
    loop = enclosing(access.node, "for_statement", *_FUNCTIONS)
    if loop is None or not _deletes_what_it_ranges_over(info, loop, access):
        return None
    form = _WHOLE if _is_only_statement(loop, statement) else _REST
    return Memory(form, info, access.variable, access, loop, access.node)


def _deletes_what_it_ranges_over(info: FileInfo, loop: Node, access: sharing.Access) -> bool:
    clause = next((each for each in nodes.named(loop) if each.type == "range_clause"), None)
    right = clause.child_by_field_name("right") if clause is not None else None
    left = clause.child_by_field_name("left") if clause is not None else None
    if right is None or left is None or access.key is None:
        return False
    key = nodes.expression_items(left)[0]
    same = info.file.text(right) == info.file.text(access.node)
    return same and info.file.text(key) == info.file.text(access.key)


def _is_only_statement(loop: Node, statement: Node) -> bool:
    body = loop.child_by_field_name("body")
    listed = nodes.first_named(body) if body is not None else None
    return listed is not None and nodes.named(listed) == [statement]


def evidence_of(context: Context, memory: Memory) -> tuple[Evidence, ...]:
    """What a heap profile says of the lines that insert into the map."""
    for access in sharing.accesses_of(context.semantics, memory.variable).all:
        if access.operation not in (Operation.INDEX_WRITE, Operation.INDEX_UPDATE):
            continue
        held = context.heap_at(access.info, access.statement)
        if held is not None and held.weight >= LARGE:
            return (Evidence("heap", held.detail, access.path, span_of(access.statement)),)
    return ()


def shrink(context: Context, memory: Memory) -> Fix | None:
    """A new map in the place of the emptied one; None where there is one already.

    Raises Refused where a new map would not do.
    """
    accesses = sharing.accesses_of(context.semantics, memory.variable)
    home = enclosing(memory.statement, *_FUNCTIONS)
    own = [e for e in accesses.all if e.path == memory.path and _is_in(e.node, home)]
    if any(e.operation is Operation.ASSIGN and _is_after(e, memory) for e in own):
        return None
    if placement.place_of(memory.statement).standing is not placement.Standing.LIST:
        raise Refused("no-place", memory, "it is not a statement of a block")
    if accesses.incomplete or any(e.operation.escapes for e in accesses.all):
        raise Refused("map-shared", memory, memory.variable.name)
    if any(e.operation is Operation.INDEX_WRITE and _refills(e, memory) for e in own):
        raise Refused("same-size", memory, memory.map_text)
    shown = memory.info.type_text(memory.info.type_of(memory.access.node), memory.statement)
    if shown is None:
        raise Refused("no-place", memory, "the type of the map cannot be written here")
    edits = _whole(memory, shown) if memory.form == _WHOLE else _rest(memory, shown)
    claims = context.claims_on_names(edits)
    return Fix(f"Make {memory.map_text} anew: its table never shrinks", edits, (), claims)


def _is_in(node: Node, home: Node | None) -> bool:
    return home is not None and home.start_byte <= node.start_byte < home.end_byte


def _is_after(access: sharing.Access, memory: Memory) -> bool:
    return access.node.start_byte >= memory.statement.end_byte


def _refills(access: sharing.Access, memory: Memory) -> bool:
    """Whether a loop behind fills the map again: clear keeps the room for it."""
    return _is_after(access, memory) and enclosing(access.node, "for_statement") is not None


def _whole(memory: Memory, shown: str) -> tuple[Edit, ...]:
    text = f"{memory.map_text} = make({shown})"
    return replace_statement(memory.info.file, memory.statement, [text])


def _rest(memory: Memory, shown: str) -> tuple[Edit, ...]:
    info, at = memory.info, memory.statement
    kept, key, value = (fresh_name(info, at, each) for each in ("kept", "key", "value"))
    texts = [
        f"{kept} := make({shown}, len({memory.map_text}))",
        f"for {key}, {value} := range {memory.map_text} {{\n\t{kept}[{key}] = {value}\n}}",
        f"{memory.map_text} = {kept}",
    ]
    return insert_after(info.file, at, texts)


def built_at(info: FileInfo, access: sharing.Access) -> Memory | None:
    """`m[k] = build()`: a call that gives the new value while the old one is still there."""
    if access.info.file.is_test or access.operation is not Operation.INDEX_WRITE:
        return None
    value = nodes.unparenthesized(access.value) if access.value is not None else None
    several = access.value is None and _has_call(access.statement)
    if not several and (value is None or value.type != "call_expression"):
        return None
    if access.statement.type != "assignment_statement" or sharing.is_unshared(access):
        return None
    return Memory(_BUILT, info, access.variable, access, access.statement, access.expression)


def _has_call(statement: Node) -> bool:
    right = statement.child_by_field_name("right")
    return right is not None and any(each.type == "call_expression" for each in walk(right))


def drop_early(context: Context, memory: Memory) -> Fix | None:
    """The entry is deleted before its new value is built; None where it is already.

    Raises Refused where the entry could be lost, or is looked at while the value is built.
    """
    info, access = memory.info, memory.access
    if access.value is None:
        raise Refused("build-may-fail", memory, info.file.text(memory.statement))
    if access.key is None or not is_stable(info, access.key):
        raise Refused("unstable-operand", memory, info.file.text(memory.target))
    if placement.place_of(memory.statement).standing is not placement.Standing.LIST:
        raise Refused("no-place", memory, "it is not a statement of a block")
    text = f"delete({memory.map_text}, {info.file.text(access.key)})"
    if _precedes(memory, text):
        return None
    for use in _uses_while_building(context, memory):
        raise Refused("read-while-built", memory, use)
    note = f"until the new value is built nobody finds {info.file.text(memory.target)}"
    edits = insert_before(info.file, memory.statement, [text])
    return Fix("Let go of the old value before the new one is built", edits, (note,))


def _precedes(memory: Memory, text: str) -> bool:
    before = memory.statement.prev_named_sibling
    return before is not None and memory.info.file.text(before) == text


def _uses_while_building(context: Context, memory: Memory) -> Iterator[str]:
    """Where the call that builds, or what it calls, looks at the map."""
    assert memory.access.value is not None
    value = memory.access.value
    graph = sharing.call_graph(context.semantics, memory.info.package)
    function = graph.function_of(memory.info, memory.statement)
    inside = [e for e in graph.calls_from(function) if _is_in(e.node, value)]
    reached = {callee for e in inside for callee in _reached(graph, e.callee, 3)}
    for access in sharing.accesses_of(context.semantics, memory.variable).all:
        home = graph.function_of(access.info, access.node) if access.function is not None else None
        if _is_in(access.node, value) or (home is not None and home.top in reached):
            yield f"{access.path.rpartition('/')[2]}:{access.line}"


def _reached(
    graph: sharing.CallGraph, function: sharing.Function | None, depth: int
) -> Iterator[sharing.Function]:
    if function is None:
        return
    yield function.top
    if depth > 1:
        for call in graph.calls_from(function):
            yield from _reached(graph, call.callee, depth - 1)
