"""Which locks a function can count on when it begins: those that hold at every call of it.

Only functions whose calls are all known inherit: literals that run where they stand, and
unexported functions that are never used as values. Calls are followed upwards as far as that
holds; functions that call each other in a circle are solved together, as the greatest solution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.semantics.sharing.bindings import Binding, bindings, inwards, outwards
from gofixmap.semantics.sharing.calls import Call, CallKind
from gofixmap.semantics.sharing.conventions import convention_of
from gofixmap.semantics.sharing.fates import parameter
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.handover import handed
from gofixmap.semantics.sharing.lockcalls import LockPlace
from gofixmap.semantics.sharing.lockflow import Key, State, lock_flow
from gofixmap.semantics.sharing.places import ELSEWHERE
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.callgraph import CallGraph


class Held(Struct, frozen=True):
    """A lock that is held at a place.

    `base` is the text before the lock's field ("c" for `c.mu`) as the function spells it, "" for
    other variables and where the function cannot name it. `path` is the base's path (see
    `places`): "" for variables that are no fields, "?" where the base has no name here. `how` is
    "here", "caller", "name", "comment" or "annotation".
    """

    lock: Variable
    base: str
    exclusive: bool
    how: str
    path: str

    @property
    def key(self) -> Key:
        return self.lock, self.path


Locks = dict[Key, Held]
_INHERITING = (CallKind.CALL, CallKind.DEFER, CallKind.CALLBACK)


def inherited(graph: CallGraph, function: Function) -> Locks:
    """The locks that are held whenever the function begins."""
    return _entries(graph).of(function)


def _entries(graph: CallGraph) -> _Entries:
    return graph.semantics.once(("sharing.inherited", graph.key), lambda: _Entries(graph))


def held_in(graph: CallGraph, function: Function, node: Node) -> Locks:
    """The locks held at a node in the function's own body."""
    return _combined(lock_flow(graph, function).before(node), inherited(graph, function))


def taken_in(graph: CallGraph, function: Function, node: Node) -> Locks:
    """Those of `held_in` that the function itself has taken."""
    return _combined(lock_flow(graph, function).before(node), {})


def _combined(state: State, entry: Locks) -> Locks:
    """What is held in a state of a function that begins with the locks of `entry`."""
    released = {key[0] for key, taken in state.items() if taken is None}
    held = {
        key: lock
        for key, lock in entry.items()
        if key not in state and not (key[1] == ELSEWHERE and key[0] in released)
    }
    for key, taken in state.items():
        if taken is not None:
            place = taken.place
            held[key] = Held(place.lock, place.base, taken.exclusive, "here", place.path)
    return held


class _Entries:
    """The locks at the beginning of the functions of one package, as they are asked for."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._solved: dict[Function, Locks] = {}
        self._sites: dict[Function, tuple[Call, ...]] = {}
        self._refused: dict[Function, bool] = {}

    def of(self, function: Function) -> Locks:
        if function not in self._solved:
            if self._is_refused(function):
                self._solved[function] = self._promised(function)
            else:
                self._solve(self._dependent(function))
        return self._solved[function]

    def _is_refused(self, function: Function) -> bool:
        """Whether one way to a function is known on which nothing is held; others do not matter.

        So there is no need to know all of them. False also where it takes more to tell.
        """
        if function not in self._refused:
            self._refused[function] = False  # where it calls itself, through others or not
            self._refused[function] = self._find_refusal(function)
        return self._refused[function]

    def _find_refusal(self, function: Function) -> bool:
        if function.is_literal:
            return False
        if not _may_inherit(function):
            return True
        return any(
            call.dynamic or call.kind not in _INHERITING or self._holds_nothing(call)
            for call in self._graph.ways_to(function, locking=False)
        )

    def _holds_nothing(self, call: Call) -> bool:
        if call.kind is CallKind.CALLBACK or call.caller.is_literal:
            return False
        state = self._state(call)
        if any(taken is not None for taken in state.values()):
            return False
        return not self._promised(call.caller) and self._is_refused(call.caller)

    def _dependent(self, function: Function) -> list[Function]:
        """The unsolved functions that the answer for one depends on."""
        found = {function: None}
        pending = [function]
        while pending:
            for call in self.sites(pending.pop()):
                if call.caller not in found and call.caller not in self._solved:
                    found[call.caller] = None
                    pending.append(call.caller)
        return list(found)

    def _solve(self, functions: list[Function]) -> None:
        entries: dict[Function, Locks | None] = dict.fromkeys(functions)
        changed = True
        while changed:
            changed = False
            for function in reversed(functions):
                found = self._entry(function, entries)
                if found != entries[function]:
                    entries[function] = found
                    changed = True
        for function, entry in entries.items():
            self._solved[function] = entry if entry is not None else {}

    def _entry(self, function: Function, entries: dict[Function, Locks | None]) -> Locks | None:
        """The intersection over the calls; None while no caller's answer is known."""
        sites = self.sites(function)
        found: Locks | None = None if sites else {}
        for call in sites:
            caller = self._solved.get(call.caller, entries.get(call.caller))
            if caller is not None:
                arriving = self._arriving(call, caller)
                found = arriving if found is None else _common(found, arriving)
        return None if found is None else {**found, **self._promised(function)}

    def _promised(self, function: Function) -> Locks:
        """What callers hold by a convention, and what a function gives back without taking it."""
        promise = convention_of(self._graph, function)
        if promise is None:
            return _handed(self._graph, function)
        return {
            place.key: Held(place.lock, place.base, promise.exclusive, promise.how, place.path)
            for place in promise.locks
        }

    def _arriving(self, call: Call, entry: Locks) -> Locks:
        """The locks held when a call's callee begins, as the callee names them."""
        held = _combined(self._state(call), entry)
        callee = call.callee
        assert callee is not None
        bound = bindings(call)
        if callee.is_literal:
            return {key: replace(lock, how="caller") for key, lock in held.items()} | _renamed(
                bound, held, ()
            )
        return _renamed(bound, held, tuple(held))

    def _state(self, call: Call) -> State:
        flow = lock_flow(self._graph, call.caller)
        if call.kind is CallKind.DEFER:
            return flow.at_end(call.node)
        state = flow.before(call.node)
        if call.kind is CallKind.CALLBACK and call.through is not None:
            return {**state, **self._inside(call, call.through)}
        return state

    def _inside(self, call: Call, through: Function) -> State:
        """What the function that calls its argument does to locks before it does so."""
        sites = parameter_calls(through, call.argument)
        outer = enclosing_call(self._graph, call)
        if outer is None or not sites:
            return {}
        bound = bindings(outer)
        states = [lock_flow(self._graph, through).before(site) for site in sites]
        keys = {key for state in states for key in state}
        found: State = {}
        for key in keys:
            taken = [state.get(key) for state in states]
            place = LockPlace(key[0], key[1], "")
            outside = outwards(bound, key[1]) if key[1] else ("", "")
            if outside is None:
                continue
            place = LockPlace(key[0], *outside)
            first = taken[0]
            if first is not None and None not in taken:
                found[place.key] = replace(first, place=place)
            elif any(key in state and state[key] is None for state in states):
                found[place.key] = None
        return found

    def sites(self, function: Function) -> tuple[Call, ...]:
        """The calls whose locks the function inherits; empty where it can count on none."""
        if function not in self._sites:
            self._sites[function] = inheriting_calls(self._graph, function)
        return self._sites[function]


def _handed(graph: CallGraph, function: Function) -> Locks:
    given = handed(graph, function)
    if given is None:
        return {}
    place = given.place
    return {place.key: Held(place.lock, place.base, given.method == "Unlock", "caller", place.path)}


def inheriting_calls(graph: CallGraph, function: Function) -> tuple[Call, ...]:
    """The calls of a function, where all of them are known and run in their caller's goroutine.

    Calls from tests do not count for a function that is no test's, if it has others.
    """
    if not function.is_literal and (
        not _may_inherit(function) or graph.is_value_used(function, tests=False)
    ):
        return ()
    calls = graph.calls_to(function, tests=False) or graph.calls_to(function)
    return calls if all(call.kind in _INHERITING for call in calls) else ()


def _may_inherit(function: Function) -> bool:
    """Whether only the package itself can call a function that is no literal."""
    return not (function.is_exported or function.is_initializer or function.name in ("main", "_"))


def _common(one: Locks, other: Locks) -> Locks:
    """What is held at both; a lock that belongs to different values, of a value without a name."""
    found = {
        key: lock if not lock.exclusive else other[key] for key, lock in one.items() if key in other
    }
    known = {key[0] for key in found}
    variables = {key[0] for key in other}
    for (variable, _), lock in one.items():
        if variable in variables and variable not in known:
            found[variable, ELSEWHERE] = replace(lock, path=ELSEWHERE, base="", exclusive=False)
    return found


def _renamed(bound: tuple[Binding, ...], held: Locks, kept: tuple[Key, ...]) -> Locks:
    """The locks of a caller as the callee names them; of those that it cannot name, `kept`."""
    found: Locks = {}
    for key, lock in held.items():
        inner = inwards(bound, lock.path) if lock.path else None
        if inner is not None:
            renamed = replace(lock, path=inner[0], base=inner[1], how="caller")
            found[renamed.key] = renamed
        elif key not in kept or lock.lock.kind is VariableKind.LOCAL:
            continue
        else:
            path = ELSEWHERE if lock.lock.kind is VariableKind.FIELD else ""
            moved = replace(lock, path=path, base="", how="caller")
            found.setdefault(moved.key, moved)
    return found


def enclosing_call(graph: CallGraph, call: Call) -> Call | None:
    """The call that a function value is an argument of."""
    node: Node | None = call.node
    while node is not None and node.type != "argument_list":
        node = node.parent
    around = node.parent if node is not None else None
    if around is None:
        return None
    return next(
        (
            each
            for each in graph.calls_in(call.caller)
            if each.node.start_byte == around.start_byte and each.node.end_byte == around.end_byte
        ),
        None,
    )


def parameter_calls(function: Function, index: int) -> tuple[Node, ...]:
    """Where a function calls its parameter in its own body."""
    label = parameter(function, index)
    found = function.info.object_of(label) if label is not None else None
    if found is None:
        return ()
    uses = function.info.uses_in(found, function.body)
    called = (use.parent for use in uses if _is_own(use, function))
    return tuple(node for node in called if node is not None and node.type == "call_expression")


def _is_own(use: Node, function: Function) -> bool:
    node = use.parent
    while node is not None and node != function.node:
        if node.type == "func_literal":
            return False
        node = node.parent
    return True
