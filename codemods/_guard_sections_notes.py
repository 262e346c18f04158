"""What a reviewer has to know about the sections of one function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_groups import Dependence, deletes_own_key
from gofixmap_codemods._guard_sections_model import place
from gofixmap_codemods._guard_sections_tree import Spot, spot_of
from msgspec.structs import replace

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import CallGraph, Function, Type

_Op = sharing.Operation
_ELEMENTS = (_Op.INDEX_READ, _Op.LOOKUP, _Op.RANGE, _Op.RETURN)


def notes_of(spots: Sequence[Spot], written: str) -> tuple[str, ...]:
    """Sentences about the new code; `written` is its text."""
    late = _late_deletes(spots) if "snap" in written else ()
    return tuple(dict.fromkeys([*_shared_elements(spots), *late]))


def stale_reads(
    graph: CallGraph, function: Function, calls: Sequence[Node], spots: Sequence[Spot]
) -> Iterator[str]:
    """`c.set(c.get() + 1)` in one function: each part locks, and updates get lost in between."""
    writes = [spot for spot in spots if spot.access.writes]
    if not writes or not calls:
        return
    dependence = Dependence(function.info, function.node, spots)
    for call in graph.calls_in(function):
        if call.callee is None or call.node not in calls:
            continue
        reached = graph.reachable(call.callee)
        for write in writes:
            asked = replace(write.access, node=call.node, expression=call.node, operation=_Op.READ)
            if not _uses(graph, write, reached):
                continue
            if dependence.feeds(spot_of(asked, function.node), write):
                yield (
                    f"{call.callee.name} gives the lock back before its result decides about "
                    f"{write.access.variable.name} ({place(function.info, call.node)})"
                )


def _uses(graph: CallGraph, write: Spot, reached: frozenset[Function]) -> bool:
    """Whether functions that are reached access the variable that is written."""
    found = sharing.accesses_of(graph.semantics, write.access.variable)
    return any(
        each.function is not None
        and each.info.package.dir == graph.package.dir
        and graph.function_at(each.info, each.function) in reached
        for each in found.all
    )


def _shared_elements(spots: Sequence[Spot]) -> Iterator[str]:
    for spot in spots:
        access = spot.access
        kind = access.info.type_of(access.node)
        if access.operation in _ELEMENTS and (kind.is_map or kind.is_slice):
            what = _reference(kind.element)
            if what:
                name = access.variable.name
                yield f"the elements of {name} are {what}: the lock does not guard what they hold"


def _reference(kind: Type) -> str:
    if kind.is_pointer:
        return "pointers"
    return "maps" if kind.is_map else "slices" if kind.is_slice else ""


def _late_deletes(spots: Sequence[Spot]) -> Iterator[str]:
    for read in spots:
        for write in spots:
            if deletes_own_key(read, write):
                where = place(write.access.info, write.node)
                yield f"an entry may have been replaced before it is deleted ({where})"
