"""Loops and their variables: which ones a loop declares, and whether another iteration follows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import access, enclosing, flow, mutation, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class Variable(Struct, frozen=True):
    """A variable that the header of a loop sets: the identifier there, and what it denotes."""

    node: Node
    object: Object

    @property
    def name(self) -> str:
        return self.object.name


class Loop:
    """A `for` with a range clause or three clauses. `statement` is the for_statement."""

    def __init__(self, info: FileInfo, statement: Node, header: Node, body: Node) -> None:
        self.info = info
        self.statement = statement
        self.header = header
        self.body = body

    @property
    def is_range(self) -> bool:
        return self.header.type == "range_clause"

    @property
    def _setter(self) -> Node | None:
        """What sets the variables: the range clause, or the init statement."""
        return self.header if self.is_range else self.header.child_by_field_name("initializer")

    @property
    def declares(self) -> bool:
        """Whether the variables are the loop's own (`:=`)."""
        setter = self._setter
        if setter is None:
            return False
        return nodes.binds(setter) if self.is_range else setter.type == "short_var_declaration"

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The named variables that the header sets, in order; package variables left out."""
        setter = self._setter
        left = setter.child_by_field_name("left") if setter is not None else None
        return tuple(self._named(left)) if left is not None else ()

    def _named(self, left: Node) -> Iterator[Variable]:
        for node in nodes.expression_items(left):
            if node.type != "identifier" or node.text == b"_":
                continue
            found = self.info.object_of(node)
            if found is not None and found.kind == "var" and found.is_local:
                yield Variable(node, found)

    @cached_property
    def _flow(self) -> flow.Flow:
        function = enclosing(self.statement, *FUNCTIONS)
        body = function.child_by_field_name("body") if function is not None else None
        info = self.info
        return flow.flow_of(body or self.body, ends=lambda node: mutation.never_returns(info, node))

    def goes_on_after(self, site: Node) -> bool:
        """Whether the loop may begin another iteration once `site`, in its body, has run.

        A `return` or `break` on every way from there leaves one iteration's variable alone.
        """
        start = self._point_of(site)
        return start is None or self._comes_round(start, avoiding=None)

    def always_runs(self, site: Node) -> bool:
        """Whether no iteration gets to the next one without running `site`, in its body."""
        point = self._point_of(site)
        if point is None:
            return False
        points = self._flow.points
        starts = [
            index
            for index, each in enumerate(points)
            if each.node is not None and self._is_next(each.node)
        ]
        return not any(self._comes_round(start, avoiding=point) for start in starts)

    def _comes_round(self, start: int, avoiding: int | None) -> bool:
        """Whether the part that separates two iterations can be reached from `start`, or `start`
        again, without leaving the loop and without the part `avoiding`."""
        points = self._flow.points
        pending, seen = list(points[start].successors), {avoiding}
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            node = points[index].node
            if index == start or (node is not None and self._is_next(node)):
                return True
            if node is None or self._is_inside(node):
                pending += points[index].successors
        return False

    def _point_of(self, site: Node) -> int | None:
        """The smallest part of the function that is evaluated at one go and holds the site."""
        at = site.start_byte
        holding = [
            (point.node.end_byte - point.node.start_byte, index)
            for index, point in enumerate(self._flow.points)
            if point.node is not None and point.node.start_byte <= at < point.node.end_byte
        ]
        return min(holding)[1] if holding else None

    def _is_next(self, node: Node) -> bool:
        """Whether a part of the header is one that runs between two iterations."""
        if self.is_range:
            return bool(node == self.header.child_by_field_name("left"))
        return node in (
            self.header.child_by_field_name("condition"),
            self.header.child_by_field_name("update"),
        )

    def _is_inside(self, node: Node) -> bool:
        """Whether control is still in this run of the loop: in its body."""
        return self.body.start_byte <= node.start_byte < self.body.end_byte

    def changes(self, variable: Variable, but: frozenset[int]) -> Node | None:
        """A use in the body that changes, or may change, the variable; those at `but` left out."""
        for use in self.info.uses_in(variable.object, self.body):
            if use.start_byte in but:
                continue
            kind = access.access_of(self.info, use).kind
            if kind not in (access.Kind.READ, access.Kind.FEED):
                return use
        return None


def loop_of(info: FileInfo, statement: Node) -> Loop | None:
    """The loop of a for_statement; None for `for {}`, `for cond {}` and what does not parse."""
    body = statement.child_by_field_name("body")
    header = next(
        (c for c in statement.named_children if c.type in ("range_clause", "for_clause")), None
    )
    return None if body is None or header is None else Loop(info, statement, header, body)
