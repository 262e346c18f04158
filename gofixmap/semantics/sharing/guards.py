"""Which lock guards a variable, and which accesses do without it.

A lock guards a variable where it is held at a write at least and at most of the accesses that
matter, or where a comment says so. Accesses to values that are not shared yet, in sync.Once, in
tests of code that is none, and those that a join orders need no lock; accesses that might hold it
in a way that is not seen count for neither side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.patterns import pattern
from gofixmap.semantics.sharing.accesses import Access, Accesses, accesses_among
from gofixmap.semantics.sharing.annotations import annotated_lock
from gofixmap.semantics.sharing.callgraph import CallGraph, call_graph
from gofixmap.semantics.sharing.calls import CallKind
from gofixmap.semantics.sharing.contexts import contexts_of
from gofixmap.semantics.sharing.conventions import convention_of
from gofixmap.semantics.sharing.doubts import (
    is_doubtful_alone,
    is_doubtful_beside,
    starts_before,
)
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.goroutines import start_of
from gofixmap.semantics.sharing.joins import is_ordered, joins_of
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.lexicon import written_locked, written_locked_elsewhere
from gofixmap.semantics.sharing.locks import Held, held_at, may_be_held_at, taken_at
from gofixmap.semantics.sharing.places import Placed, base_of_access
from gofixmap.semantics.sharing.publication import is_unshared
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import Semantics
    from gofixmap.syntax.source import Declaration

_NOT_COUNTED = (Operation.INITIALIZE, Operation.ATOMIC, Operation.UNKNOWN)
_ONCE = ("(*sync.Once).Do", "sync.OnceFunc", "sync.OnceValue", "sync.OnceValues")
_REPLACING = (Operation.ASSIGN, Operation.UPDATE, Operation.APPEND)
_HEADER = (Operation.READ, Operation.STORE, Operation.ARGUMENT, Operation.COMPARE)
_START_UP = pattern(r"(?i)(init|provision|set_?up|start|open|configure|new|prepare|install)")
_INITIAL = pattern(r"(?i:(init|provision|set_?up)(iali[sz]e)?)(?![a-z])")
_CONFIGURING = pattern(r"With[A-Z]")
_DEPTH = 3  # calls upwards in which a lock may be held by some callers only


class Guard(Struct, frozen=True):
    """`unlocked` are the accesses that provably do without the lock though they need it."""

    lock: Variable
    locked: tuple[Access, ...]
    unlocked: tuple[Access, ...]
    annotated: bool


def guard_of(semantics: Semantics, accesses: Accesses) -> Guard | None:
    """The lock that guards a variable; None where none does."""
    return _found(_Guards(semantics, accesses))


def guard_broken(semantics: Semantics, accesses: Accesses) -> Guard | None:
    """`guard_of`, for who wants to know of accesses with the lock, and of those without outside of
    tests.

    None also where there are none of either, which is sooner told than the whole.
    """
    guards = _Guards(semantics, accesses)
    return _found(guards) if guards.may_be_open and guards.may_be_broken else None


def _found(guards: _Guards) -> Guard | None:
    return guards.semantics.once(("sharing.guard", guards.variable), guards.find)


def may_have_guard(semantics: Semantics, variable: Variable) -> bool:
    """Whether `guard_of` may find a lock that the variable's own package declares.

    It is asked of the code that may write the variable under a lock, and of comments: of that in
    other packages last, for which the tree is searched.
    """
    if _is_held_in(semantics, variable, written_locked(semantics, variable)):
        return True
    if annotated_lock(semantics, variable) is not None:
        return True
    return _is_held_in(semantics, variable, written_locked_elsewhere(semantics, variable))


def _is_held_in(semantics: Semantics, variable: Variable, code: tuple[Declaration, ...]) -> bool:
    """Whether some of the code that writes the variable holds a lock there."""
    if not code:
        return False
    return _Guards(semantics, accesses_among(semantics, variable, code)).is_held_at_write


class _Guards:
    def __init__(self, semantics: Semantics, accesses: Accesses) -> None:
        self.semantics = semantics
        self.variable = accesses.variable
        self._accesses = [access for access in accesses.all if self._counts(access)]

    def _counts(self, access: Access) -> bool:
        if access.function is None or access.operation in _NOT_COUNTED:
            return False
        return not access.info.file.is_test or self.variable.info.file.is_test

    def find(self) -> Guard | None:
        lock = self._lock
        if lock is None:
            return None
        unlocked = tuple(self._unlocked(lock))
        if self._annotated is None and len(self._locked) <= len(unlocked):
            return None
        return Guard(lock, self._locked, unlocked, self._annotated is not None)

    @property
    def may_be_broken(self) -> bool:
        """Whether a lock is held at some accesses, and at enough of them for another without."""
        return len(self._locked) > (self._annotated is None)

    @cached_property
    def _annotated(self) -> Variable | None:
        return annotated_lock(self.semantics, self.variable)

    @cached_property
    def _lock(self) -> Variable | None:
        if self._annotated is None and not self.is_held_at_write:
            return None  # before the locks of all other accesses are asked for
        return self._annotated if self._annotated is not None else self._majority(self._all_held)

    @cached_property
    def _all_held(self) -> dict[Access, frozenset[Variable]]:
        return {access: self._held(access) for access in self._accesses}

    @cached_property
    def _locked(self) -> tuple[Access, ...]:
        lock = self._lock
        return tuple(access for access, locks in self._all_held.items() if lock in locks)

    def _unlocked(self, lock: Variable) -> Iterator[Access]:
        """The accesses that need the lock and do without.

        What an access tells by itself comes first, and callers, which may hold the lock, last.
        """
        held = self._all_held
        others = frozenset(each for locks in held.values() for each in locks)
        rest = [
            access
            for access in self._accesses
            if not held[access] & (others | {lock})
            and not self._is_start_up(access)
            and not (self._is_of_header(access) and not self._is_replaced)
        ]
        bare: dict[Access, bool] = {}

        def is_bare(access: Access) -> bool:
            if access not in bare:
                bare[access] = self._is_bare(access, others | {lock})
            return bare[access]

        annotated = self._annotated is not None
        exposed = [
            access
            for access in rest
            if not is_doubtful_alone(self._graph(access), access, lock, annotated)
            and is_bare(access)
        ]
        if not exposed:
            return
        writes = [each for each in self._locked if each.writes or each.may_write]
        writes += [each for each in rest if (each.writes or each.may_write) and is_bare(each)]
        for access in exposed:
            if not is_doubtful_beside(self._graph(access), access, lock, writes):
                yield access

    @property
    def is_held_at_write(self) -> bool:
        """Whether a write holds a lock of the accessed value, and not for reading only."""
        writes = [access for access in self._accesses if access.writes]
        return any(self._is_taken(access) for access in writes) or any(
            self._held(access) & self._exclusive(access) for access in writes
        )

    def _is_taken(self, access: Access) -> bool:
        """Whether the function around an access has taken such a lock itself, which is sooner told
        than what its callers hold."""
        taken = [lock for lock in taken_at(self._graph(access), access) if lock.exclusive]
        path = base_of_access(access.info, access.node) if taken else None
        return any(self._is_own(lock, path) for lock in taken)

    @property
    def may_be_open(self) -> bool:
        """Whether an access may do without a lock, as far as each tells by itself."""
        return any(
            not access.info.file.is_test and self._may_be_open(access) for access in self._accesses
        )

    def _may_be_open(self, access: Access) -> bool:
        if self._is_start_up(access):
            return False
        graph, path = self._graph(access), base_of_access(access.info, access.node)
        if path is None or any(self._is_own(lock, path) for lock in taken_at(graph, access)):
            return False
        function = graph.function_of(access.info, access.node)
        if any(convention_of(graph, each) is not None for each in _around(function)):
            return False
        if is_unshared(access) or (self._is_of_header(access) and not self._is_replaced):
            return False
        return not self._held(access)

    @cached_property
    def _is_replaced(self) -> bool:
        """Whether the map or slice itself is assigned anew after it has been shared."""
        return any(
            access.operation in _REPLACING and not is_unshared(access) for access in self._accesses
        )

    def _is_of_header(self, access: Access) -> bool:
        """Whether an access only takes the reference to a map, which others may change."""
        return self.variable.type.is_map and access.operation in _HEADER

    @cached_property
    def _configuring(self) -> frozenset[Function]:
        """The methods named `With...` that assign the variable."""
        assigning = {
            self._graph(access).function_of(access.info, access.node).top
            for access in self._accesses
            if access.operation is Operation.ASSIGN
        }
        return frozenset(
            each for each in assigning if each.type and _CONFIGURING.match(_short(each)) is not None
        )

    def _is_start_up(self, access: Access) -> bool:
        """`c.m = make(...)` in Start or Open: before the value is in use, by its name.

        So is all that Init does, and all that `New(...).WithLogger(l)` does to what it assigns.
        """
        inner = self._graph(access).function_of(access.info, access.node)
        function = inner.top
        if function in self._configuring or _is_initial(inner, access.node):
            return True
        if access.operation is not Operation.ASSIGN or access.value is None:
            return False
        fresh = access.value.type in ("composite_literal", "call_expression", "unary_expression")
        return fresh and _START_UP.match(_short(function)) is not None

    def _majority(self, held: dict[Access, frozenset[Variable]]) -> Variable | None:
        """The lock held most often among those that are held at a write, not for reading only."""
        counts = Counter(lock for locks in held.values() for lock in locks)
        written = {
            lock
            for access, locks in held.items()
            if access.writes
            for lock in locks & self._exclusive(access)
        }
        ranked = sorted(
            (lock for lock in counts if lock in written),
            key=lambda lock: (-counts[lock], not self._is_beside(lock), lock.qualified),
        )
        return ranked[0] if ranked else None

    def _is_beside(self, lock: Variable) -> bool:
        """Whether the lock stands in the same struct, or at package level for such a variable."""
        return (lock.kind, lock.owner) == (self.variable.kind, self.variable.owner)

    def _held(self, access: Access) -> frozenset[Variable]:
        """The locks that are held at an access and are those of the accessed value."""
        graph = self._graph(access)
        path = base_of_access(access.info, access.node)
        held = held_at(graph, access)
        return frozenset(each.lock for each in held if self._is_own(each, path))

    def _exclusive(self, access: Access) -> frozenset[Variable]:
        held = held_at(self._graph(access), access)
        return frozenset(each.lock for each in held if each.exclusive)

    def _graph(self, access: Access) -> CallGraph:
        return call_graph(self.semantics, access.info.package)

    def _is_own(self, held: Held, path: str | None) -> bool:
        """Whether a held lock belongs to the value: a lock of the same struct, of the same base."""
        if held.lock.kind is not VariableKind.FIELD or not self._is_beside(held.lock):
            return True
        return path is not None and held.path == path

    def _is_bare(self, access: Access, locks: frozenset[Variable]) -> bool:
        """Whether an access needs a lock and certainly runs without one that others hold."""
        graph = self._graph(access)
        function = graph.function_of(access.info, access.node)
        if is_unshared(access) or _is_possible(graph, access, locks):
            return False  # on some paths, of another value, or of one that has no name here
        if any(self._may_hold(graph, each, locks, _DEPTH) for each in _around(function)):
            return False
        if _runs_once(graph, function) or self._is_ordered(graph, access):
            return False
        return starts_before(function, access.node) or not _is_of_set_up(graph, function, _DEPTH)

    def _may_hold(
        self, graph: CallGraph, function: Function, locks: frozenset[Variable], depth: int
    ) -> bool:
        """Whether some caller holds one of the locks, or a convention says that callers do."""
        if convention_of(graph, function) is not None:
            return True
        for call in graph.ways_to(function, locking=True) if depth else ():
            if call.dynamic:
                continue
            start = start_of(graph, call)
            if start is not None and not joins_of(graph, start):
                continue
            if _is_possible(graph, call, locks):
                return True  # of a goroutine the starter may hold it until it has ended
            inherits = not call.caller.is_exported and call.caller is not function
            if inherits and self._may_hold(graph, call.caller, locks, depth - 1):
                return True
        return False

    def _is_ordered(self, graph: CallGraph, access: Access) -> bool:
        """Whether the function around starts all goroutines that matter, and has joined them."""
        path = base_of_access(access.info, access.node)
        if path is None:
            return True
        if self.variable.kind is not VariableKind.LOCAL:
            return False
        mine = [each for each in contexts_of(graph, access, path) if each.start is None]
        others = [
            each
            for other in self._accesses
            if other.info.package == access.info.package
            for each in contexts_of(graph, other, path)
            if each.start is not None and each.inner is not None
        ]
        root = self.variable.node.start_byte
        pairs = [
            is_ordered(graph, other.start, other.inner, own.site, root)
            for own in mine
            for other in others
            if own.function is other.function and other.start and other.inner
        ]
        inside = any(each.access is access for each in others)
        return all(pairs) and not inside


def _is_initial(function: Function, site: Node) -> bool:
    """Whether a function sets its value up, by its name, and has started no goroutine yet."""
    is_named = not function.is_literal and _INITIAL.match(_short(function)) is not None
    return is_named and not starts_before(function, site)


def _is_of_set_up(graph: CallGraph, function: Function, depth: int) -> bool:
    """Whether only functions that set the value up call this one."""
    if function.is_exported or graph.is_value_used(function, tests=False) or not depth:
        return False
    calls = graph.calls_to(function, tests=False)
    return bool(calls) and all(
        call.kind is CallKind.CALL
        and call.caller is not function
        and (
            _is_initial(call.caller, call.node)
            or (
                not starts_before(call.caller, call.node)
                and _is_of_set_up(graph, call.caller, depth - 1)
            )
        )
        for call in calls
    )


def _short(function: Function) -> str:
    """The name without that of the receiver's type."""
    return function.name.rpartition(".")[2]


def _is_possible(graph: CallGraph, placed: Placed, locks: frozenset[Variable]) -> bool:
    """Whether one of some locks is held at a node, or may be."""
    if locks & may_be_held_at(graph, placed):
        return True
    return any(each.lock in locks for each in held_at(graph, placed))


def _around(function: Function) -> Iterator[Function]:
    """A function and those around it."""
    current: Function | None = function
    while current is not None:
        yield current
        current = current.outer


def _runs_once(graph: CallGraph, function: Function) -> bool:
    """Whether sync.Once runs the function, or a function around it."""
    return any(
        call.name in _ONCE
        for each in _around(function)
        for call in graph.calls_to(each, tests=False)
    )
