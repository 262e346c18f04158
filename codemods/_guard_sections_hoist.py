"""Reads moved in front of the statement that uses them, in the order in which they are evaluated.

A call that must not run under the lock and is evaluated before a guarded read is given a name
first. What comes after the last read stays where it is. (Go specification, Order of evaluation:
calls and receives happen in lexical left-to-right order; a map index among them is not ordered.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import mentions_base
from gofixmap_codemods._guard_sections_model import Refused
from gofixmap_codemods._guard_sections_reads import Reader, inner_calls
from gofixmap_codemods._guard_sections_tree import Spot, covers
from msgspec import Struct, field

from gofixmap.codemod import nodes, operands

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_emit import Emitter, Names
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_SIMPLE = ("assignment_statement", "short_var_declaration", "expression_statement")
_EXPRESSION_BLOCKERS = ("call_expression", "unary_expression")


class Front(Struct):
    """Statements for in front of a statement: `before` the lock is taken, `under` it, and the
    changes inside the statement. `calls` may stand between reads where the lock is released."""

    before: list[str] = field(default_factory=list)
    under: list[str] = field(default_factory=list)
    changes: list[tuple[Node, str]] = field(default_factory=list)
    is_held: bool = True  # behind the last of `under`

    def texts(self, locks: tuple[str, str]) -> list[str]:
        """The statements, with those that take and release the lock."""
        if not self.under:
            return list(self.before)
        return [*self.before, locks[0], *self.under, *([locks[1]] if self.is_held else [])]


class _Event(Struct, frozen=True):
    node: Node
    spot: Spot | None  # None for a call


class Hoister:
    """Plans fronts for the statements of one function."""

    def __init__(self, emitter: Emitter, names: Names, reader: Reader, conduct: Conduct) -> None:
        self._emitter = emitter
        self._info = emitter.info
        self._names = names
        self._reader = reader
        self._conduct = conduct

    def reads(
        self,
        roots: Sequence[Node],
        spots: Sequence[Spot],
        locks: tuple[str, str],
        together: Sequence[Spot] = (),
    ) -> Front:
        """The front of a statement that only reads: `roots` are what it evaluates, in order.

        `locks` are the statements that take and release the lock: a call between two reads runs
        with the lock released. `together` are all spots of the section. Raises Refused where a
        read cannot be moved.
        """
        events = self._events(roots, spots)
        while events and events[-1].spot is None:
            events.pop()
        front = Front()
        held = False
        made: dict[str, str] = {}
        for event in events:
            panics = event.spot is not None and self._reader.panics(event.spot, together or spots)
            texts = self._texts(event, front.changes, made, locks if panics else None)
            if event.spot is None or panics:
                made.clear()
            if event.spot is not None and not panics:
                if not held and front.under:
                    front.under.append(locks[0])
                front.under += texts
                held = True
            elif front.under:
                if held:
                    front.under.append(locks[1])
                front.under += texts
                held = False
            else:
                front.before += texts
        front.is_held = held
        return front

    def calls(self, statement: Node, spots: Sequence[Spot]) -> Front:
        """The front of a statement that runs under the lock: its blocking calls go first."""
        front = Front()
        for call in inner_calls(statement, self._conduct.is_blocker):
            inside = [spot for spot in spots if covers(call, spot.node)]
            if inside:
                raise self.refused(call)
            self._check_conditional(call, statement)
            self._hoist_call(call, statement, front)
        return front

    def first_calls(self, statement: Node, spots: Sequence[Spot]) -> Front:
        """The same for the first of several statements, where it is a simple one."""
        if statement.type not in _SIMPLE or self._conduct.is_quiet(statement):
            return Front()
        return self.calls(statement, spots)

    def must_read_first(self, statement: Node, spots: Sequence[Spot]) -> bool:
        """Whether a statement cannot be under the lock though its reads can."""
        is_quiet = self._conduct.is_quiet(statement)
        return not is_quiet and bool(spots) and all(map(self._reader.can_hoist, spots))

    def refused(self, node: Node) -> Refused:
        """The refusal for what must not run under the lock inside `node`."""
        blockers = self._conduct.blockers(node)
        if not blockers:
            return Refused("calls-out-under-lock", self._info, node, "it must stay in the section")
        first = blockers[0]
        return Refused(first.reason, self._info, first.node, first.why)

    def _hoist_call(self, call: Node, statement: Node, front: Front) -> None:
        if call.type not in _EXPRESSION_BLOCKERS:
            raise self.refused(call)
        count = len(self._info.types_of(call))
        right = statement.child_by_field_name("right")
        is_lone = right is not None and nodes.expression_items(right) == [call]
        if count > 1 and not is_lone:
            raise self.refused(call)
        left = statement.child_by_field_name("left") if is_lone else None
        if left is not None and count > 1 and statement.type == "assignment_statement":
            made = [self._result_name(each) for each in nodes.expression_items(left)]
        else:
            made = [self._name_for(call)]
        front.before.append(f"{', '.join(made)} := {self._emitter.text(call, front.changes)}")
        front.changes.append((call, ", ".join(made)))

    def _name_for(self, call: Node) -> str:
        """A name for what a call gives: by what it is there for, else by its type."""
        kind, around = self._info.type_of(call), call.parent
        if around is not None and around.type == "index_expression":
            operand = around.child_by_field_name("operand")
            is_key = operand is not None and self._info.type_of(operand).is_map
            if is_key and operand != call:
                return self._names.fresh("key")
        if str(kind) == "error":
            return self._names.fresh("err" if self._names.is_free("err") else "cause")
        return self._names.of_type(kind)

    def _result_name(self, target: Node) -> str:
        if self._info.file.text(target) == "_":
            return "_"
        return self._names.of_type(self._info.type_of(target))

    def _texts(
        self,
        event: _Event,
        changes: list[tuple[Node, str]],
        made: dict[str, str],
        panicking: tuple[str, str] | None,
    ) -> list[str]:
        if event.spot is not None:
            read = self._reader.read(event.spot, changes)
            if read.value in made:
                changes.append((read.node, made[read.value]))
                return []
            changes.append((read.node, read.names))
            if panicking is not None:
                return [read.guarded(panicking, self._reader.result_types(read))]
            if read.value:
                made[read.value] = read.names
            return list(read.texts)
        if event.node.type not in _EXPRESSION_BLOCKERS or (
            len(self._info.types_of(event.node)) != 1
        ):
            raise self.refused(event.node)
        name = self._name_for(event.node)
        text = f"{name} := {self._emitter.text(event.node, changes)}"
        changes.append((event.node, name))
        return [text]

    def _events(self, roots: Sequence[Node], spots: Sequence[Spot]) -> list[_Event]:
        by_node = {self._reader.event_node(spot).id: spot for spot in spots}
        events: list[_Event] = []
        for root in roots:
            self._visit(root, by_node, events)
        return events

    def _visit(self, node: Node, spots: dict[int, Spot], events: list[_Event]) -> None:
        if node.type == "func_literal":
            return
        spot = spots.get(node.id)
        if spot is not None:
            self._visit_spot(node, spot, events)
            return
        has_reads = any(covers(node, self._reader.event_node(s)) for s in spots.values())
        if node.type == "binary_expression" and operands.operator_of(node) in ("&&", "||"):
            self._visit_logic(node, spots, events)
            return
        if has_reads or not self._conduct.is_blocker(node):
            for child in node.named_children:
                self._visit(child, spots, events)
        if node.type in _EXPRESSION_BLOCKERS and self._conduct.is_blocker(node):
            events.append(_Event(node, None))

    def _visit_spot(self, node: Node, spot: Spot, events: list[_Event]) -> None:
        if not self._reader.can_hoist(spot):
            raise Refused("calls-out-under-lock", self._info, node, "it cannot be read on its own")
        events += [_Event(call, None) for call in inner_calls(node, self._conduct.is_blocker)]
        events.append(_Event(node, spot))

    def _visit_logic(self, node: Node, spots: dict[int, Spot], events: list[_Event]) -> None:
        """The right operand may not be evaluated: its reads go first only where they are pure."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        self._visit(left, spots, events)
        inner: list[_Event] = []
        self._visit(right, spots, inner)
        reads = [each.spot for each in inner if each.spot is not None]
        if not reads:
            events += inner[:0]
            return
        for spot in reads:
            self._check_early(spot, left)
        if any(each.spot is None for each in inner) or not self._conduct.is_quiet(left):
            raise self.refused(node)
        events += inner

    def _check_early(self, spot: Spot, left: Node) -> None:
        """A read that may come before a condition which was to protect it."""
        if not is_pure_read(self._info, spot) or mentions_base(self._info, spot, left):
            why = "it is only evaluated under a condition"
            raise Refused("calls-out-under-lock", self._info, spot.node, why)

    def _check_conditional(self, call: Node, statement: Node) -> None:
        node: Node | None = call
        while node is not None and node != statement:
            parent = node.parent
            if parent is not None and parent.type == "binary_expression":
                is_logic = operands.operator_of(parent) in ("&&", "||")
                if is_logic and parent.child_by_field_name("right") == node:
                    raise self.refused(call)
            node = parent


def is_pure_read(info: FileInfo, spot: Spot) -> bool:
    """Whether reading early cannot panic: no index of a slice, no key that may not be hashed."""
    return all(
        not info.type_of(each).is_slice and not info.type_of(each).is_pointer
        for each in _indexed(spot.node)
    )


def _indexed(node: Node) -> list[Node]:
    found = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "index_expression":
            operand = current.child_by_field_name("operand")
            if operand is not None:
                found.append(operand)
        pending += current.named_children
    return found
