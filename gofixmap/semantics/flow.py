"""Control flow inside one function: which simple statement or expression can run after which.

The graph follows the Go specification's statements: loops and their post statements, `goto`,
labelled `break` and `continue`, `fallthrough`, the evaluation of all operands of a `select` before
one of its clauses is chosen. Function literals are expressions here: their bodies are not entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field
from tree_sitter import Node

from gofixmap.semantics.nodes import expression_items, named, unparenthesized

_SIMPLE = frozenset(
    {
        "assignment_statement",
        "const_declaration",
        "dec_statement",
        "defer_statement",
        "expression_statement",
        "go_statement",
        "inc_statement",
        "receive_statement",
        "send_statement",
        "short_var_declaration",
        "type_declaration",
        "var_declaration",
    }
)


class Point(Struct):
    """A part of the function that is evaluated at one go; `node` is None where paths only meet.

    A point with a `condition` is passed only where that came out as `outcome`. The condition is an
    operand of `&&` and `||`, without `!`; of a switch with a tag it is the value that a case lists,
    of a type switch the case. `closes` is the statement that has run there.
    """

    node: Node | None
    successors: list[int] = field(default_factory=list)
    condition: Node | None = None
    outcome: bool = True
    closes: Node | None = None


class Flow(Struct):
    """The points of a region. A point without successors leaves the region.

    `end` is the point behind its last statement.
    """

    points: list[Point]
    end: int

    def after(self, start: int) -> Iterator[int]:
        """Every point that can run after `start`, which is itself among them inside a loop."""
        seen: set[int] = set()
        pending = list(self.points[start].successors)
        while pending:
            index = pending.pop()
            if index not in seen:
                seen.add(index)
                yield index
                pending += self.points[index].successors

    def holding(self, node: Node) -> int | None:
        """The smallest point that holds a node; None inside function literals."""
        best: tuple[int, int] | None = None
        for index, point in enumerate(self.points):
            held = point.node
            if held is None or held.start_byte > node.start_byte or held.end_byte < node.end_byte:
                continue
            size = held.end_byte - held.start_byte
            if best is None or size < best[0]:
                best = (size, index)
        return None if best is None else best[1]


def flow_of(
    region: Node, ends: Callable[[Node], bool] | None = None, *, outcomes: bool = False
) -> Flow:
    """The flow through a block. Jumps to labels outside the region leave it.

    `ends` tells of an expression statement whether it never returns (panic, os.Exit). Where it is
    not given every call is taken to return, which only adds paths. With `outcomes` conditions are
    taken apart, there are points for how each part comes out and for the ends of statements (see
    `Point`), and jumps have a node.
    """
    builder = _Builder(ends or (lambda node: False), outcomes)
    end = builder.add(None, builder.block(region, [builder.add(None, [])]))
    builder.connect_gotos()
    return Flow(builder.points, end)


_Ends = list[int]  # points whose successor is whatever comes next


class _Target(Struct):
    """A statement that break, and for a loop continue, can leave."""

    label: str
    loop: bool
    breaks: _Ends = field(default_factory=list)
    continues: _Ends = field(default_factory=list)


class _Builder:
    def __init__(self, ends: Callable[[Node], bool], outcomes: bool) -> None:
        self.points: list[Point] = []
        self._ends = ends
        self._outcomes = outcomes
        self._targets: list[_Target] = []
        self._labels: dict[str, int] = {}
        self._gotos: list[tuple[int, str]] = []

    def add(self, node: Node | None, before: _Ends) -> int:
        self.points.append(Point(node))
        index = len(self.points) - 1
        self._link(before, index)
        return index

    def _link(self, before: _Ends, index: int) -> None:
        for each in before:
            self.points[each].successors.append(index)

    def _step(self, node: Node | None, before: _Ends) -> _Ends:
        """A point for an optional part; without one the flow passes."""
        return before if node is None else [self.add(node, before)]

    def connect_gotos(self) -> None:
        for point, label in self._gotos:
            if label in self._labels:
                self.points[point].successors.append(self._labels[label])

    def block(self, node: Node, before: _Ends) -> _Ends:
        for child in named(node):
            if child.type == "statement_list":
                before = self.block(child, before)
            else:
                before = self._closed(child, self.statement(child, before))
        return before

    def _closed(self, statement: Node, before: _Ends) -> _Ends:
        if not self._outcomes or not before:
            return before
        index = self.add(None, before)
        self.points[index].closes = statement
        return [index]

    def statement(self, node: Node, before: _Ends, label: str = "") -> _Ends:
        if node.type in _SIMPLE:
            point = self.add(node, before)
            stops = node.type == "expression_statement" and self._ends(node)
            return [] if stops else [point]
        compound = _COMPOUND.get(node.type)
        if compound is not None:
            return compound(self, node, before, label)
        if node.type in ("block", "statement_list"):
            return self.block(node, before)
        if node.type == "labeled_statement":
            return self._labelled(node, before)
        return self._jump(node, before)

    def _labelled(self, node: Node, before: _Ends) -> _Ends:
        parts = named(node)
        name = _text(parts[0])
        start = self.add(None, before)
        self._labels[name] = start
        return self.statement(parts[1], [start], name) if len(parts) > 1 else [start]

    def _jump(self, node: Node, before: _Ends) -> _Ends:
        if node.type == "return_statement":
            self.add(node, before)
            return []
        label = _label(node)
        point = self.add(node if self._outcomes else None, before)
        if node.type == "goto_statement":
            self._gotos.append((point, label))
        elif node.type == "break_statement":
            self._leave(label, point, loops_only=False)
        elif node.type == "continue_statement":
            self._leave(label, point, loops_only=True)
        elif node.type != "fallthrough_statement":  # an empty statement, or one not known
            return [point]
        elif self._targets:  # else it stands in no switch, which Go refuses
            self._targets[-1].continues.append(point)
        return []

    def _leave(self, label: str, point: int, *, loops_only: bool) -> None:
        for target in reversed(self._targets):
            if target.label == label if label else (target.loop or not loops_only):
                (target.continues if loops_only else target.breaks).append(point)
                return

    def _if(self, node: Node, before: _Ends, label: str) -> _Ends:
        before = self._initial(node, before)
        condition = node.child_by_field_name("condition")
        true, false = (before, before) if condition is None else self._decided(condition, before)
        ends = self._part(node, "consequence", true)
        other = node.child_by_field_name("alternative")
        return ends + (false if other is None else self.statement(other, false))

    def _decided(self, condition: Node, before: _Ends) -> tuple[_Ends, _Ends]:
        """Where control is once a condition has come out true, and where false."""
        inner = unparenthesized(condition)
        operator = inner.child_by_field_name("operator") if self._outcomes else None
        if operator is not None and inner.type == "unary_expression" and operator.type == "!":
            true, false = self._decided(named(inner)[0], before)
            return false, true
        if operator is None or operator.type not in ("&&", "||"):
            return self._tested(condition, before)
        left, right = named(inner)
        true, false = self._decided(left, before)
        if operator.type == "&&":
            true, other = self._decided(right, true)
            return true, false + other
        other, false = self._decided(right, false)
        return true + other, false

    def _tested(self, condition: Node, before: _Ends) -> tuple[_Ends, _Ends]:
        point = self.add(condition, before)
        if not self._outcomes:
            return [point], [point]
        return self._outcome(condition, point, True), self._outcome(condition, point, False)

    def _outcome(self, condition: Node, point: int, outcome: bool) -> _Ends:
        index = self.add(None, [point])
        self.points[index].condition = unparenthesized(condition)
        self.points[index].outcome = outcome
        return [index]

    def _initial(self, node: Node, before: _Ends) -> _Ends:
        initial = node.child_by_field_name("initializer")
        return before if initial is None else self.statement(initial, before)

    def _part(self, node: Node, name: str, before: _Ends) -> _Ends:
        part = node.child_by_field_name(name)
        return before if part is None else self.block(part, before)

    def _enter(self, label: str, *, loop: bool) -> _Target:
        target = _Target(label, loop)
        self._targets.append(target)
        return target

    def _exit(self) -> _Ends:
        return self._targets.pop().breaks

    def _for(self, node: Node, before: _Ends, label: str) -> _Ends:
        body = node.child_by_field_name("body")
        heads = [child for child in named(node) if child != body]
        head = heads[0] if heads else None
        if head is not None and head.type == "range_clause":
            return self._range(node, head, before, label)
        if head is not None and head.type == "for_clause":
            before = self._initial(head, before)
            condition = head.child_by_field_name("condition")
            update = head.child_by_field_name("update")
        else:
            condition, update = head, None
        if condition is None or not self._outcomes:
            start = self.add(condition, before)
            return self._loop(node, start, update, label) + ([] if condition is None else [start])
        start = self.add(None, before)
        true, false = self._decided(condition, [start])
        return self._loop(node, start, update, label, true) + false

    def _range(self, node: Node, clause: Node, before: _Ends, label: str) -> _Ends:
        """The operand is evaluated once, the variables are set before each iteration."""
        before = self._step(clause.child_by_field_name("right"), before)
        start = self.add(None, before)
        head = self._step(clause.child_by_field_name("left"), [start])
        return [*self._loop(node, start, None, label, head), start]

    def _loop(
        self, node: Node, start: int, update: Node | None, label: str, head: _Ends | None = None
    ) -> _Ends:
        target = self._enter(label, loop=True)
        ends = self._part(node, "body", [start] if head is None else head)
        ends = self._step(update, ends + target.continues)
        self._link(ends, start)
        return self._exit()

    def _switch(self, node: Node, before: _Ends, label: str) -> _Ends:
        before = self._initial(node, before)
        tested = self._step(node.child_by_field_name("value"), before)
        clauses = [each for each in named(node) if each.type.endswith("_case")]
        entries: list[tuple[Node, _Ends]] = []
        default: _Ends = []
        for clause in clauses:
            if clause.type == "default_case":
                entries.append((clause, default))
                continue
            entry, tested = self._case(node, clause, tested)
            entries.append((clause, entry))
        default += tested
        has_default = any(clause.type == "default_case" for clause in clauses)
        return self._clauses(entries, label) + ([] if has_default else tested)

    def _case(self, switch: Node, clause: Node, before: _Ends) -> tuple[_Ends, _Ends]:
        """Where control is once one value of a case is met, and where once none of them is."""
        listed = clause.child_by_field_name("value")
        if listed is None or not self._outcomes:
            tested = self._step(listed, before)
            return list(tested), tested
        has_tag = switch.child_by_field_name("value") is not None
        met: _Ends = []
        for value in expression_items(listed):
            true, before = (self._tested if has_tag else self._decided)(value, before)
            met += true
        return met, before

    def _clauses(self, entries: list[tuple[Node, _Ends]], label: str) -> _Ends:
        self._enter(label, loop=False)
        ends: _Ends = []
        for clause, entry in entries:
            fallen, self._targets[-1].continues = self._targets[-1].continues, []
            ends += self._bodies(clause, entry + fallen)
        return ends + self._exit()

    def _bodies(self, clause: Node, before: _Ends) -> _Ends:
        for child in named(clause):
            if child.type == "statement_list":
                before = self.block(child, before)
        return before

    def _type_switch(self, node: Node, before: _Ends, label: str) -> _Ends:
        before = self._initial(node, before)
        tested = self._step(node.child_by_field_name("value"), before)
        clauses = [each for each in named(node) if each.type in ("type_case", "default_case")]
        ends = self._clauses([(clause, self._of_type(clause, tested)) for clause in clauses], label)
        has_default = any(clause.type == "default_case" for clause in clauses)
        return ends + ([] if has_default else tested)

    def _of_type(self, clause: Node, tested: _Ends) -> _Ends:
        if not self._outcomes or clause.type != "type_case":
            return list(tested)
        return [end for each in tested for end in self._outcome(clause, each, True)]

    def _select(self, node: Node, before: _Ends, label: str) -> _Ends:
        clauses = [each for each in named(node) if each.type.endswith("_case")]
        for clause in clauses:
            before = self._step(_entered(clause), before)
        head = self.add(None, before)
        entries: list[tuple[Node, _Ends]] = []
        for clause in clauses:
            communication = clause.child_by_field_name("communication")
            received = None
            if communication is not None and communication.type == "receive_statement":
                received = communication.child_by_field_name("left")
            entries.append((clause, self._step(received, [head])))
        return self._clauses(entries, label)


_COMPOUND: dict[str, Callable[[_Builder, Node, _Ends, str], _Ends]] = {
    "if_statement": _Builder._if,
    "for_statement": _Builder._for,
    "expression_switch_statement": _Builder._switch,
    "type_switch_statement": _Builder._type_switch,
    "select_statement": _Builder._select,
}


def _entered(clause: Node) -> Node | None:
    """What a select evaluates of a clause on entering: channel and value, before any is chosen."""
    communication = clause.child_by_field_name("communication")
    if communication is not None and communication.type == "receive_statement":
        return communication.child_by_field_name("right")
    return communication


def _label(node: Node) -> str:
    parts = named(node)
    return _text(parts[0]) if parts else ""


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
