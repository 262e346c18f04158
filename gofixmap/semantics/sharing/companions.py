"""Variables that belong together: what one function writes on one path makes one invariant.

`in.low = low; in.high = 2 * low` promises something of both fields. Made atomic one by one they
can be seen half changed, and two locks exclude nobody: companions need one lock over both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.model import Symbol
from gofixmap.semantics.flow import Point, flow_of
from gofixmap.semantics.sharing.accesses import Access, accesses_of
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.locks import held_at
from gofixmap.semantics.sharing.places import base_of_access
from gofixmap.semantics.sharing.publication import is_unshared
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    variable_of_object,
    variable_of_symbol,
)
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics


class Companion(Struct, frozen=True):
    """A variable, and its write on a path on which `beside` writes the first one."""

    variable: Variable
    access: Access
    beside: Access


def companions_of(semantics: Semantics, variable: Variable) -> tuple[Companion, ...]:
    """The unguarded variables that some function writes on one path with this one.

    Of a field other fields of the same value count, of a package variable other package variables,
    of a captured local other captured locals. Tests and values that nobody shares yet do not.
    """
    return semantics.once(
        ("companions", variable), lambda: tuple(_companions(semantics, variable).values())
    )


def group_of(semantics: Semantics, variable: Variable) -> tuple[Variable, ...]:
    """The variable, its companions, and theirs: what one lock has to guard."""
    group = [variable]
    for member in group:  # grows as it goes
        for companion in companions_of(semantics, member):
            if companion.variable not in group:
                group.append(companion.variable)
    return tuple(group)


def _companions(semantics: Semantics, variable: Variable) -> dict[Variable, Companion]:
    found: dict[Variable, Companion] = {}
    for own in accesses_of(semantics, variable).all:
        if not own.writes or own.info.file.is_test or own.function is None or is_unshared(own):
            continue
        for other in _candidates(semantics, variable, own):
            if other not in found and other != variable:
                beside = _written_beside(semantics, own, other)
                if beside is not None:
                    found[other] = Companion(other, beside, own)
    return found


def _candidates(semantics: Semantics, variable: Variable, own: Access) -> Iterator[Variable]:
    if variable.kind is VariableKind.FIELD:
        yield from _siblings(semantics, variable)
        return
    seen: set[tuple[str, int]] = set()
    assert own.function is not None
    for node in walk(own.function):
        if node.type != "identifier":
            continue
        named = own.info.object_of(node)
        if named is None or named.kind != "var" or (named.file, named.span.start) in seen:
            continue
        seen.add((named.file, named.span.start))
        captured = named.is_local and named.function != own.function
        if captured == (variable.kind is VariableKind.LOCAL) and named.is_local == captured:
            found = variable_of_object(semantics, named)
            if found is not None:
                yield found


def _siblings(semantics: Semantics, variable: Variable) -> Iterator[Variable]:
    """The other fields of the struct, in the declaration that the variable names."""
    listed = variable.declaration.parent
    for field in listed.named_children if listed is not None else ():
        for name in field.children_by_field_name("name"):
            symbol = Symbol(
                variable.package,
                variable.owner,
                variable.info.file.text(name),
                "field",
                variable.path,
                Span(name.start_byte, name.end_byte),
            )
            found = variable_of_symbol(semantics, symbol)
            if found is not None:
                yield found


def _written_beside(semantics: Semantics, own: Access, other: Variable) -> Access | None:
    """A write of the other variable, of the same value and on a path with `own`."""
    base = base_of_access(own.info, own.node)
    for access in accesses_of(semantics, other).all:
        same = access.path == own.path and access.function == own.function
        if not (same and access.writes) or base_of_access(access.info, access.node) != base:
            continue
        if _on_one_path(own, access) and not is_unshared(access) and not _is_guarded(access):
            return access
    return None


def _is_guarded(access: Access) -> bool:
    graph = call_graph(access.info.semantics, access.info.package)
    return bool(held_at(graph, access))


def _on_one_path(first: Access, second: Access) -> bool:
    """Whether control can come from one of the two to the other inside the function."""
    body = first.function.child_by_field_name("body") if first.function is not None else None
    if body is None:
        return False
    flow = flow_of(body)
    places = [_point(flow.points, access.node) for access in (first, second)]
    if None in places or places[0] == places[1]:
        return True
    start, end = (place for place in places if place is not None)
    return end in flow.after(start) or start in flow.after(end)


def _point(points: list[Point], node: Node) -> int | None:
    """The smallest point of the flow around a node."""
    around = [
        (point.node.end_byte - point.node.start_byte, index)
        for index, point in enumerate(points)
        if point.node is not None and point.node.start_byte <= node.start_byte < point.node.end_byte
    ]
    return min(around)[1] if around else None
