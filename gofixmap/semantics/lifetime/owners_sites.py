"""The places of a package that give back what a field, or the elements of a map, own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.lifetime.owners_uses import Done, ValueUse, ranged, uses_of_value
from gofixmap.semantics.nodes import expression_items
from gofixmap.semantics.sharing.accesses import Access, accesses_of
from gofixmap.semantics.sharing.aliases import aliasing_local
from gofixmap.semantics.sharing.kinds import Operation

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.sharing.variables import Variable


class Site(Struct, frozen=True):
    """A place that releases. `access` is how it comes to the value, `node` the value released,
    `name` the method ("close" for a channel, "" for a function that is called)."""

    access: Access
    info: FileInfo
    node: Node
    name: str

    @property
    def where(self) -> str:
        path, line = self.info.path, self.info.file.lines.line_of(self.node.start_byte)
        return f"{path.rpartition('/')[2]}:{line}"


def releases_in(semantics: Semantics, variable: Variable) -> tuple[Site, ...]:
    """Where a field's value, or elements of a map or slice, are released; tests left out."""
    return semantics.once(
        ("lifetime.releases", variable), lambda: tuple(_releases(semantics, variable))
    )


def _releases(semantics: Semantics, variable: Variable) -> Iterator[Site]:
    for access, use in uses_of_owned(semantics, variable):
        if use.done is Done.RELEASED and not use.info.file.is_test:
            yield Site(access, use.info, use.node, use.name)


def uses_of_owned(semantics: Semantics, variable: Variable) -> Iterator[tuple[Access, ValueUse]]:
    """Everything that is done with a field's value, or with the elements of a map or slice."""
    for access in accesses_of(semantics, variable).all:
        if not access.info.file.is_test:
            for use in uses_at(access):
                yield access, use


def uses_at(access: Access) -> Iterator[ValueUse]:
    """What is done with the values that one access reads; nothing for one that only writes."""
    kind = access.variable.type
    if not (kind.is_map or kind.is_slice or kind.is_array):
        if access.operation not in _WRITES:
            yield from uses_of_value(access.info, access.node)
    elif access.operation in (Operation.INDEX_READ, Operation.LOOKUP):
        yield from uses_of_value(access.info, _element(access))
    elif access.operation is Operation.RANGE:
        yield from ranged(access.info, access.expression)
    elif access.operation is Operation.STORE:
        yield from _through_local(access)


_WRITES = (Operation.ASSIGN, Operation.INITIALIZE, Operation.ADDRESS)


def _element(access: Access) -> Node:
    """The index expression around the map, whatever part of the element the access reads."""
    node = access.node
    while node.parent is not None and node != access.expression:
        parent = node.parent
        if parent.type == "index_expression" and parent.child_by_field_name("operand") == node:
            return parent
        node = parent
    return access.expression


def _through_local(access: Access) -> Iterator[ValueUse]:
    """`old := p.conns`, and what is done with the elements of the local."""
    local = aliasing_local(access)
    if local is None:
        return
    for use in accesses_of(access.info.semantics, local).all:
        if use.operation is Operation.RANGE:
            yield from ranged(use.info, use.expression)
        elif use.operation in (Operation.INDEX_READ, Operation.LOOKUP):
            yield from uses_of_value(use.info, _element(use))


def values_of(access: Access) -> list[Node]:
    """The right-hand sides of the assignment that an access is part of."""
    right = access.statement.child_by_field_name("right")
    return expression_items(right) if right is not None else []
