"""Which locks a function has taken and given back when control is at one of its statements.

The state is symbolic in what the callers hold: a lock of the state is either taken here or given
back here; one that the state does not know is held where the callers hold it. Where paths meet,
what one of them has given back counts as given back, and what only one of them has taken depends
on the callers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.flow import Flow, flow_of
from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.questions import ask, question
from gofixmap.semantics.sharing.bindings import Binding, bindings, outwards
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.lockcalls import LockCall, LockPlace, lock_calls
from gofixmap.semantics.sharing.variables import Variable

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph
    from gofixmap.syntax.source import SourceFile

Key = tuple[Variable, str]


class Taken(Struct, frozen=True):
    """A lock taken in this function."""

    place: LockPlace
    exclusive: bool


State = dict[Key, Taken | None]  # None: given back

_TAKES = pattern(rb"\.R?Lock\(\)")
_NAMED_LOCK = pattern(rb"ock(?<=[lL]ock)\w*\(")
_GIVES = pattern(rb"\.R?Unlock\b")
_HANDS = pattern(rb"func\b.*\)[ \t]*(\([ \t]*(\w+[ \t]+)?)?func\([ \t]*\)[ \t]*\)?[ \t]*\{")
_ENDING = pattern(
    rb"(panic|os\.Exit|log\.(Fatal|Panic)\w*|[tbf]\.(Fatalf?|FailNow|Skip(f|Now)?)"
    rb"|\w*([lL]og|[lL]ogger)\.(Fatal|Panic)\w*|runtime\.Goexit)$"
)


class _Event(Struct, frozen=True):
    """What a call does to the locks, once it has returned."""

    node: Node
    takes: tuple[Taken, ...] = ()
    gives: tuple[LockPlace, ...] = ()


def never_returns(statement: Node) -> bool:
    """Whether an expression statement is a call that is known to end the function by its name."""
    call = statement.named_children[0] if statement.named_children else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and _ENDING.match(function.text or b"") is not None


def lock_flow(graph: CallGraph, function: Function) -> LockFlow:
    key = ("sharing.lock_flow", graph.key, function.path, function.node.start_byte)
    return graph.semantics.once(key, lambda: LockFlow(graph, function))


class LockFlow:
    """The lock states of one function."""

    def __init__(self, graph: CallGraph, function: Function) -> None:
        self._graph = graph
        self.function = function

    @cached_property
    def _events(self) -> list[_Event]:
        """What happens to locks in the function's own statements, in source order."""
        found = [_of_lock_call(call) for call in self.calls if not call.deferred]
        found += self._wrapper_events()
        return sorted(
            (each for each in found if each is not None), key=lambda each: each.node.end_byte
        )

    @cached_property
    def calls(self) -> tuple[LockCall, ...]:
        return lock_calls(self._graph, self.function)

    def _wrapper_events(self) -> list[_Event]:
        """Calls of functions of the package that return with a lock taken, or given back."""
        names = one_sided(self._graph)
        body = self.function.body
        text = self.function.info.file.data[body.start_byte : body.end_byte]
        if not names or names.search(text) is None:
            return []
        locking = {call.node.start_byte for call in self.calls}
        found: list[_Event] = []
        for call in self._graph.calls_from(self.function):
            if call.kind is not CallKind.CALL or call.node.start_byte in locking:
                continue
            found += _wrapped(self._graph, call)
        return found

    @cached_property
    def _flow(self) -> Flow:
        return flow_of(self.function.body, never_returns)

    @cached_property
    def _by_point(self) -> list[list[_Event]]:
        """The events of each point."""
        return [
            [] if point.node is None else [e for e in self._events if _holds(point.node, e.node)]
            for point in self._flow.points
        ]

    @cached_property
    def _entered(self) -> list[State | None]:
        """The state before each point; None where no path leads to it."""
        return self._solved(_meet)

    @cached_property
    def _may_entered(self) -> list[State | None]:
        """The same with every lock that some path has taken and not given back."""
        return self._solved(_join)

    def _solved(self, merge: Callable[[State, State], State]) -> list[State | None]:
        states: list[State | None] = [None] * len(self._flow.points)
        self._spread(states, 0, merge, frozenset())
        return states

    @cached_property
    def _dead(self) -> list[State | None]:
        """The states where no path leads: each such stretch as if the function began with it."""
        states = list(self._entered)
        reached = frozenset(index for index, state in enumerate(states) if state is not None)
        for start in range(len(states)):
            if states[start] is None:
                self._spread(states, start, _meet, reached)
        return states

    def _spread(
        self,
        states: list[State | None],
        start: int,
        merge: Callable[[State, State], State],
        settled: frozenset[int],
    ) -> None:
        """Carries the empty state from `start` to all that can run after it but `settled`."""
        points = self._flow.points
        states[start] = {}
        pending = [start]
        while pending:
            index = pending.pop()
            before = states[index]
            assert before is not None
            after = _after(before, self._by_point[index])
            for position, target in enumerate(points[index].successors):
                if target in settled:
                    continue
                arriving = self._along(index, position, after)
                known = states[target]
                merged = arriving if known is None else merge(known, arriving)
                if merged != known:
                    states[target] = merged
                    pending.append(target)

    def _along(self, index: int, position: int, state: State) -> State:
        """The state on one way out of a point: a successful TryLock has taken the lock."""
        tried = self._tries.get(index)
        if tried is None or (position == 0) != tried[1]:
            return state
        call = tried[0]
        return {**state, call.place.key: Taken(call.place, call.exclusive)}

    @cached_property
    def _tries(self) -> dict[int, tuple[LockCall, bool]]:
        """The conditions that a TryLock decides, and whether the lock is held where they are true.

        The first way out of a condition is the one where it is true.
        """
        found: dict[int, tuple[LockCall, bool]] = {}
        tries = {c.node.start_byte: c for c in self.calls if c.method in ("TryLock", "TryRLock")}
        for index, point in enumerate(self._flow.points if tries else ()):
            node = point.node
            for outcome in (True, False) if node is not None and _is_condition(node) else ():
                call = self._tried(node, outcome, tries)
                if call is not None:
                    found[index] = (call, outcome)
        return found

    def _tried(
        self, condition: Node | None, outcome: bool, tries: dict[int, LockCall]
    ) -> LockCall | None:
        """The TryLock that has succeeded where a condition has that outcome."""
        if condition is None:
            return None
        node = unparenthesized(condition)
        operator = node.child_by_field_name("operator")
        if node.type == "unary_expression" and operator is not None and operator.type == "!":
            return self._tried(node.child_by_field_name("operand"), not outcome, tries)
        if node.type == "binary_expression" and operator is not None:
            if operator.type != ("&&" if outcome else "||"):
                return None
            left, right = (node.child_by_field_name(side) for side in ("left", "right"))
            return self._tried(left, outcome, tries) or self._tried(right, outcome, tries)
        if node.type == "identifier":
            obj = self.function.info.object_of(node)
            value = only_value(self.function.info, obj) if obj is not None else None
            node = value if value is not None else node
        is_call = node.type == "call_expression" and outcome
        return tries.get(node.start_byte) if is_call else None

    @property
    def is_trivial(self) -> bool:
        """Whether the function changes no lock at all."""
        return not self._events and not any(c.method.startswith("Try") for c in self.calls)

    def before(self, node: Node) -> State:
        """The state when control comes to an expression or statement of this function."""
        return {} if self.is_trivial else self._at(node, self._entered)

    def may_hold(self, node: Node) -> frozenset[Variable]:
        """The locks that some path to a node takes here, of whatever base."""
        possible = {call.lock for call in self.calls if not call.releases}
        if not self.is_trivial:
            state = self._at(node, self._may_entered)
            possible = {key[0] for key, taken in state.items() if taken is not None}
        for call in self._lock_named_calls:
            if call.node.start_byte < node.start_byte and call.callee is not None:
                possible.update(c.lock for c in lock_calls(self._graph, call.callee) if c.takes)
        return frozenset(possible)

    @cached_property
    def _lock_named_calls(self) -> list[Call]:
        """Calls of functions of the package that say they lock, which they may do in some cases, or
        that hand back what unlocks."""
        body = self.function.body
        text = self.function.info.file.data[body.start_byte : body.end_byte]
        names = one_sided(self._graph)
        if _NAMED_LOCK.search(text) is None and (not names or names.search(text) is None):
            return []
        return [
            call
            for call in self._graph.calls_from(self.function)
            if call.callee is not None
            and ("lock" in call.callee.name.lower() or _hands_back(_text_of(call.callee)))
        ]

    def _at(self, node: Node, entered: list[State | None]) -> State:
        best: int | None = None
        for index, point in enumerate(self._flow.points):
            if point.node is not None and _holds(point.node, node):
                smaller = best is None or _size(point.node) < _size(self._flow.points[best].node)
                best = index if smaller else best
        if best is None:
            return self._first_inside(node, entered)
        state = self._dead[best] if entered[best] is None else entered[best]
        done = [e for e in self._by_point[best] if e.node.end_byte <= node.start_byte]
        return {} if state is None else _after(state, done)

    def _first_inside(self, node: Node, entered: list[State | None]) -> State:
        """The state at a compound statement: that of the first of its parts."""
        for index, point in enumerate(self._flow.points):
            if point.node is not None and _holds(node, point.node):
                return entered[index] or {}
        return {}

    def at_end(self, deferred: Node | None = None) -> State:
        """The state when the function ends, or when a call that is deferred there runs.

        Deferred calls run last first: of what the defer statements give back, only those that
        stand behind `deferred` have done so.
        """
        if self.is_trivial:
            return {}
        states = [
            _after(state, self._by_point[index])
            for index, state in enumerate(self._entered)
            if state is not None and not self._flow.points[index].successors
        ]
        ending = states[0] if states else {}
        for state in states[1:]:
            ending = _meet(ending, state)
        start = deferred.end_byte if deferred is not None else 0
        gone = {place.key: None for at, place in self._deferred_unlocks if at >= start}
        return {**ending, **gone}

    @cached_property
    def _deferred_unlocks(self) -> list[tuple[int, LockPlace]]:
        found = [(c.node.start_byte, c.place) for c in self.calls if c.deferred and c.releases]
        for call in self._graph.calls_from(self.function):
            literal = call.callee
            if call.kind is CallKind.DEFER and literal is not None and literal.is_literal:
                found += [
                    (call.node.start_byte, inner.place)
                    for inner in lock_calls(self._graph, literal)
                    if inner.releases
                ]
        return found


def _size(node: Node | None) -> int:
    return 0 if node is None else node.end_byte - node.start_byte


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _is_condition(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type in ("if_statement", "for_clause"):
        return parent.child_by_field_name("condition") == node
    return parent.type == "for_statement" and node.type not in ("for_clause", "range_clause")


def _after(state: State, events: list[_Event]) -> State:
    if not events:
        return state
    after = dict(state)
    for event in events:
        for place in event.gives:
            after[place.key] = None
        for taken in event.takes:
            after[taken.place.key] = taken
    return after


def _meet(one: State, other: State) -> State:
    met: State = {}
    for key in one.keys() | other.keys():
        if (key in one and one[key] is None) or (key in other and other[key] is None):
            met[key] = None
            continue
        first, second = one.get(key), other.get(key)
        if first is not None and second is not None:
            met[key] = first if not first.exclusive else second
    return met


def _join(one: State, other: State) -> State:
    """What is taken on one way at least; a lock given back on one is as the other has it."""
    taken = {key: lock for state in (other, one) for key, lock in state.items() if lock}
    given: State = {key: None for key in one.keys() & other.keys() if key not in taken}
    return given | taken


def _of_lock_call(call: LockCall) -> _Event | None:
    if call.takes:
        return _Event(call.node, takes=(Taken(call.place, call.exclusive),))
    return _Event(call.node, gives=(call.place,)) if call.releases else None


def one_sided(graph: CallGraph) -> re.Pattern[bytes] | None:
    """Finds the names of functions of the package that only lock, or only unlock; by their text."""
    return graph.semantics.once(("sharing.one_sided", graph.key), lambda: _one_sided(graph))


def _one_sided(graph: CallGraph) -> re.Pattern[bytes] | None:
    workspace, paths = graph.semantics.workspace, graph.package.all_files
    names = {name for path in paths for name in ask(workspace, one_sided_names, b"", path).split()}
    if not names:
        return None
    return re.compile(rb"(?<!\w)(?:" + b"|".join(map(re.escape, sorted(names))) + rb")\(")


@question
def one_sided_names(files: Sequence[SourceFile], _: bytes) -> bytes:
    """The names of functions and methods that only lock, or only unlock; by their text."""
    names: set[str] = set()
    for file in files:
        if _TAKES.search(file.data) is None and _GIVES.search(file.data) is None:
            continue
        for declaration in file.declarations:
            if declaration.keyword == "func" and _is_one_sided(declaration.text):
                names.update(declaration.names)
                if declaration.method is not None:
                    names.add(declaration.method[1])
    return " ".join(sorted(names)).encode()


def _is_one_sided(text: bytes) -> bool:
    if _hands_back(text):
        return True
    return (_TAKES.search(text) is None) != (_GIVES.search(text) is None)


def _hands_back(text: bytes) -> bool:
    """Whether a function takes a lock and returns what gives it back: `defer s.locked()()`."""
    if _TAKES.search(text) is None or _GIVES.search(text) is None:
        return False
    return _HANDS.match(text) is not None


def _text_of(function: Function) -> bytes:
    node = function.node
    return function.info.file.data[node.start_byte : node.end_byte]


def _is_given_back_at_end(call: Call) -> bool:
    """Whether what a call returns is called when the function ends: `defer f()()`."""
    around = call.node.parent
    if around is None or around.type != "call_expression":
        return False
    return around.parent is not None and around.parent.type == "defer_statement"


def _wrapped(graph: CallGraph, call: Call) -> list[_Event]:
    """The event that a call of a one-sided function of the package is."""
    callee = call.callee
    if callee is None or callee.is_literal:
        return []
    text = _text_of(callee)
    if not _is_one_sided(text) or (_hands_back(text) and not _is_given_back_at_end(call)):
        return []
    key = ("sharing.lock_effect", graph.key, callee.path, callee.node.start_byte)
    if key not in graph.semantics.memory:
        graph.semantics.memory[key] = ((), ())  # where it calls itself
        graph.semantics.memory[key] = _effect(graph, callee)
    takes, gives = graph.semantics.once(key, lambda: _effect(graph, callee))
    found = bindings(call)
    outer = [Taken(place, t.exclusive) for t in takes if (place := _outside(found, t.place))]
    given = [place for each in gives if (place := _outside(found, each))]
    if not outer and not given:
        return []
    return [_Event(call.node, tuple(outer), tuple(given))]


_Effect = tuple[tuple[Taken, ...], tuple[LockPlace, ...]]


def _effect(graph: CallGraph, callee: Function) -> _Effect:
    flow = lock_flow(graph, callee)
    ending = flow.at_end()
    takes = tuple(taken for taken in ending.values() if taken is not None)
    return takes, tuple(call.place for call in flow.calls if call.releases)


def _outside(found: tuple[Binding, ...], place: LockPlace) -> LockPlace | None:
    """A lock of the callee as the caller names it."""
    if not place.path:
        return place
    outer = outwards(found, place.path)
    return None if outer is None else LockPlace(place.lock, *outer)
