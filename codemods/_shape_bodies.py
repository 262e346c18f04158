"""A local variable and the goroutines that one function starts: who uses it, and in which order.

A body is a function literal that the function around the variable starts as a goroutine, or runs
as a parallel subtest. All other code of the function, further literals included, is outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import access, ancestors, enclosing, flow, mutation, nodes, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Object

FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_STARTING = (sharing.CallKind.GO, sharing.CallKind.CONCURRENT)
Kind = access.Kind


class Body(Struct, frozen=True):
    """A literal that runs as a goroutine. `start` is the statement that starts it."""

    literal: Node
    start: Node
    is_subtest: bool

    @property
    def block(self) -> Node:
        return self.literal.child_by_field_name("body") or self.literal

    def holds(self, node: Node) -> bool:
        own = self.literal
        return own.start_byte <= node.start_byte and node.end_byte <= own.end_byte


class Use(Struct, frozen=True):
    """One mention of the variable. `is_nested` says that it stands in a further literal."""

    access: access.Access
    is_nested: bool

    @property
    def node(self) -> Node:
        return self.access.node

    @property
    def sets(self) -> bool:
        """Whether it gives the variable a whole new value, there and then."""
        found = self.access
        writes = found.kind in (Kind.WRITE, Kind.DECLARE) and not found.indirect
        return writes and not found.path and not self.is_nested


class Shared:
    """A local variable, the function that declares it, and the goroutines started there."""

    def __init__(self, context: Context, variable: sharing.Variable, found: Object) -> None:
        self.context = context
        self.variable = variable
        self.object = found
        self.info: FileInfo = variable.info
        function = found.function
        body = function.child_by_field_name("body") if function is not None else None
        self.function = function if function is not None else variable.node
        self.block = body if body is not None else self.function
        self.mentions = self.info.uses_in(found, self.function)
        self.bodies = tuple(self._bodies())

    @property
    def name(self) -> str:
        return self.variable.name

    def _bodies(self) -> Iterator[Body]:
        """The outermost goroutines that mention the variable, in source order."""
        seen: set[int] = set()
        for mention in self.mentions:
            literals = [
                each for each in ancestors(mention, self.function) if each.type == "func_literal"
            ]
            for literal in reversed(literals):
                if literal.start_byte in seen:
                    break
                body = self._body(literal)
                if body is not None:
                    seen.add(literal.start_byte)
                    yield body
                    break

    def _body(self, literal: Node) -> Body | None:
        graph = sharing.call_graph(self.context.semantics, self.info.package)
        calls = graph.calls_to(graph.literal(self.info, literal))
        started = [call for call in calls if call.kind in _STARTING]
        if not started or len(started) != len(calls):
            return None
        start = statement_of(started[0].node)
        return Body(literal, start, any("Parallel" in call.how for call in started))

    def uses(self, body: Body | None) -> list[Use]:
        """The mentions inside a body; with None those outside of all of them."""
        found = []
        for mention in self.mentions:
            around = next((each for each in self.bodies if each.holds(mention)), None)
            if around == body:
                region = self.function if body is None else body.literal
                nested = any(e.type == "func_literal" for e in ancestors(mention, region))
                found.append(Use(access.access_of(self.info, mention), nested))
        return found

    def parameter_given(self, mention: Node) -> tuple[Node, Shared] | None:
        """The statement of a call that is given the variable as it is, and the parameter there."""
        listed = mention.parent
        call = listed.parent if listed is not None else None
        if listed is None or call is None or listed.type != "argument_list":
            return None
        graph = sharing.call_graph(self.context.semantics, self.info.package)
        calls = graph.calls_in(graph.function_of(self.info, mention))
        found = next((c for c in calls if c.node == call), None)
        if found is None or found.callee is None or found.kind is not sharing.CallKind.CALL:
            return None
        callee = found.callee
        parameters = callee.node.child_by_field_name("parameters")
        groups = nodes.parameter_groups(parameters) if parameters is not None else ()
        names = [name for group in groups if not group.variadic for name in group.names]
        index = nodes.named(listed).index(mention)
        if callee.is_literal or index >= len(names):
            return None
        inner = callee.info.object_of(names[index])
        variable = sharing.variable_of_object(self.context.semantics, inner) if inner else None
        if inner is None or variable is None:
            return None
        return statement_of(call), Shared(self.context, variable, inner)

    def place(self, node: Node) -> str:
        return f"{self.info.path}:{self.info.file.lines.line_of(node.start_byte)}"


def statement_of(node: Node) -> Node:
    """The statement of a block or clause that holds the node."""
    current = node
    for parent in ancestors(node):
        if parent.type in ("statement_list", "labeled_statement"):
            return current
        current = parent
    return current


class Order:
    """The uses of a variable along the ways through one region."""

    def __init__(self, info: FileInfo, region: Node, uses: Sequence[Use]) -> None:
        self.flow = flow.flow_of(region, ends=lambda node: mutation.never_returns(info, node))
        self._at: dict[int, list[Use]] = {}
        self.unplaced: list[Use] = []
        for use in uses:
            point = self.point_of(use.node)
            if point is None:
                self.unplaced.append(use)
            else:
                self._at.setdefault(point, []).append(use)

    def point_of(self, node: Node) -> int | None:
        at = node.start_byte
        holding = [
            (point.node.end_byte - point.node.start_byte, index)
            for index, point in enumerate(self.flow.points)
            if point.node is not None and point.node.start_byte <= at < point.node.end_byte
        ]
        return min(holding)[1] if holding else None

    def first_reads(
        self, starts: Iterable[int], is_read: frozenset[int] = frozenset()
    ) -> Iterator[Node]:
        """What may read the value that the variable has when control leaves `starts`.

        `is_read` are further points that read it: returns of a named result.
        """
        pending, seen = list(starts), set[int]()
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            here = self._at.get(index, [])
            node = self.flow.points[index].node
            reads = [use.node for use in here if not use.sets]
            yield from reads
            if index in is_read and node is not None:
                yield node
            elif not reads and any(use.sets for use in here):
                continue
            if not reads:
                pending += self.flow.points[index].successors

    def after(self, node: Node) -> list[int]:
        point = self.point_of(node)
        return [] if point is None else list(self.flow.points[point].successors)


def waits_in(region: Node, start: Node) -> bool:
    """Whether anything behind `start` may wait for a goroutine: Wait, a receive, a select.

    Deferred calls count; function literals do not.
    """
    for node in walk(region):
        if node.end_byte <= start.end_byte or _in_literal(node, region):
            continue
        if node.type in ("select_statement", "receive_statement"):
            return True
        if node.type == "unary_expression" and (node.text or b"").startswith(b"<-"):
            return True
        if node.type == "call_expression" and _is_wait(node):
            return True
    return any(_waits_before(node) for node in walk(region))


def _waits_before(node: Node) -> bool:
    """`defer wg.Wait()` in front of the start waits as well."""
    if node.type != "defer_statement":
        return False
    return b"Wait()" in (node.text or b"") or b"<-" in (node.text or b"")


def _is_wait(call: Node) -> bool:
    function = call.child_by_field_name("function")
    name = function.child_by_field_name("field") if function is not None else None
    return name is not None and name.text in (b"Wait", b"Shutdown", b"Stop", b"Close")


def _in_literal(node: Node, region: Node) -> bool:
    found = enclosing(node, "func_literal")
    return found is not None and found.start_byte > region.start_byte
