"""Which functions take the lock, and which run under the lock of those that call them.

A mutex of Go cannot be taken twice: a function that holds it may call none that takes it. An
unexported helper is left to its callers' lock where all of them can hold it; an exported function
keeps its name as a wrapper that locks, around a body named `...Locked`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused
from msgspec import Struct, field

from gofixmap.codemod import nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

Access = sharing.Access
Function = sharing.Function
Region = tuple[str, int, int]  # a path and the bytes that run under the lock
_AT_ONCE = (sharing.CallKind.CALL, sharing.CallKind.CALLBACK)
_SAME_GOROUTINE = (*_AT_ONCE, sharing.CallKind.DEFER)


def changes(access: Access) -> bool:
    """Whether an access needs the lock for itself alone. A reference that is returned does not: a
    copy is."""
    return access.may_write and access.operation is not sharing.Operation.RETURN


def root_of(graph: sharing.CallGraph, function: Function) -> Function:
    """The function in whose sections a function literal's accesses are: its own, or the one
    around it that runs it where it stands."""
    while function.outer is not None:
        calls = graph.calls_to(function)
        if not calls or not all(_is_at_once(call, function) for call in calls):
            break
        function = function.outer
    return function


def _is_at_once(call: sharing.Call, literal: Function) -> bool:
    if call.caller is not literal.outer or call.kind not in _AT_ONCE:
        return False
    node = call.node
    return node.start_byte <= literal.node.start_byte and literal.node.end_byte <= node.end_byte


def grouped(graph: sharing.CallGraph, accesses: Iterable[Access]) -> dict[Function, list[Access]]:
    """The accesses by the function that has to hold the lock for them."""
    found: dict[Function, list[Access]] = {}
    for access in accesses:
        root = root_of(graph, graph.function_of(access.info, access.node))
        found.setdefault(root, []).append(access)
    return found


class UnderLock(Struct, frozen=True):
    """A call that its caller makes while it holds the lock for the callee."""

    callee: Function
    call: sharing.Call
    base: str


class Duties(Struct):
    """`direct` has the accesses by function. `held` are the functions that run under a lock:
    helpers as they are, and the bodies of `split` functions."""

    graph: sharing.CallGraph
    variable: sharing.Variable
    direct: Mapping[Function, list[Access]]
    lock: sharing.Variable | None = None  # where the lock is there already
    taking: frozenset[Function] = frozenset()  # functions that take it already
    held: set[Function] = field(default_factory=set)
    split: set[Function] = field(default_factory=set)
    calls: list[UnderLock] = field(default_factory=list)
    pulled: set[Function] = field(default_factory=set)  # have no access, but calls that belong

    def settle(self, apart: Collection[Function] = ()) -> None:
        """The helpers and splits that can be seen before any section is planned.

        `apart` are functions whose calls were tried under one lock, in vain.
        """
        for function in list(self.direct):
            self._keep_held(function)
        for caller, calls in self.pairs():
            if self._is_own(caller) and caller not in apart:
                self.pulled.add(caller)
                if not all(self._may_run_locked(each.callee) for each in calls):
                    self.pulled.discard(caller)
        grown = True
        while grown:
            needing = [f for f in self.direct if f not in self.held]
            ready = [f for f in needing if self._is_called_under_lock(f)]
            grown = any(self.hold(f) for f in ready)

    def _keep_held(self, function: Function) -> None:
        """What some callers call under an existing lock must not take it again.

        Raises Refused where those that call it without the lock cannot be told to take it.
        """
        if self.lock is None or function in self.held:
            return
        under = [call for call in self._running(function) if self._is_under(call)]
        if not under:
            return
        self.held.add(function)
        calls = [each for each in self._calls(function) if not self._is_unshared(each)]
        if not self._is_helper(function):
            self.split.add(function)
            calls = [each for each in calls if each.call in under]
            if len(calls) < len(under):
                raise Refused("reenters", under[0].info, under[0].node)
        self.calls += calls

    def check_callers(self) -> None:
        """Raises Refused where a new section would take an existing lock a second time, be it in a
        test."""
        replaced = {id(each.call) for each in self.calls}
        for function in self.newly_locking() if self.lock else ():
            for call in self._running(function, tests=True):
                if id(call) not in replaced and self._is_under(call):
                    raise Refused("reenters", call.info, call.node)

    def _running(self, function: Function, *, tests: bool = False) -> Iterator[sharing.Call]:
        """The calls that run a function in the goroutine of the caller."""
        for call in self.graph.calls_to(function, tests=tests):
            if call.kind in _SAME_GOROUTINE:
                yield call

    def _is_under(self, call: sharing.Call) -> bool:
        return any(held.lock == self.lock for held in sharing.held_at(self.graph, call))

    def _is_unshared(self, under: UnderLock) -> bool:
        """Whether the caller has made the value itself and nobody else knows it yet."""
        return sharing.is_unshared(self._access(under))

    def _is_own(self, caller: Function) -> bool:
        """Whether check-then-act of a caller is the type's own business: a method of it."""
        if self.variable.kind is sharing.VariableKind.FIELD:
            return caller.type == self.variable.owner and not caller.is_test
        return self.variable.kind is sharing.VariableKind.PACKAGE and not caller.is_test

    def pairs(self) -> Iterator[tuple[Function, list[UnderLock]]]:
        """The functions without accesses of their own that read by one call and write by a later
        one, with their calls through that base."""
        made: dict[tuple[Function, str], list[UnderLock]] = {}
        for function in self.direct:
            for each in () if function.is_literal else self._calls(function):
                caller = root_of(self.graph, each.call.caller)
                if caller not in self.direct and each not in self.calls:
                    made.setdefault((caller, each.base), []).append(each)
        for (caller, _), calls in made.items():
            calls.sort(key=lambda each: each.call.node.start_byte)
            reads = [each for each in calls if self._answers(each.callee)]
            last = max(
                (each.call.node.start_byte for each in calls if self.writes(each.callee)), default=0
            )
            if any(each.call.node.start_byte < last for each in reads):
                yield caller, calls

    def _answers(self, function: Function) -> bool:
        """Whether the function only reads, and its results tell what it has read."""
        has_results = function.node.child_by_field_name("result") is not None
        return has_results and not self.writes(function)

    def hold(self, function: Function) -> bool:
        """Let a function run under its callers' lock. False where that cannot be."""
        if function in self.held or function not in self.direct or function.is_literal:
            return False
        inside = list(self._inside(function))
        if not inside or not self._may_run_locked(function):
            return False
        self.held.add(function)
        calls = list(self._calls(function))
        if not self._is_helper(function):
            self.split.add(function)
            calls = inside + [each for each in calls if each.call.caller.top is function]
        self.calls += [each for each in calls if not self._is_unshared(each)]
        return True

    def accesses(self, function: Function) -> list[Access]:
        """What a function needs the lock for: its own accesses, and calls of held functions."""
        own = list(self.direct.get(function, ()))
        made = [each for each in self.calls if root_of(self.graph, each.call.caller) is function]
        return own + [self._access(each) for each in made]

    def writes(self, function: Function, seen: frozenset[Function] = frozenset()) -> bool:
        """Whether the function, or a held one that it calls, writes the variable."""
        if any(changes(access) for access in self.direct.get(function, ())):
            return True
        seen |= {function}
        return any(
            self.writes(each.callee, seen)
            for each in self.calls
            if each.callee not in seen and root_of(self.graph, each.call.caller) is function
        )

    def _access(self, under: UnderLock) -> Access:
        """The call as an access of its caller."""
        call = under.call
        operation = sharing.Operation.READ
        if self.writes(under.callee):
            operation = sharing.Operation.UPDATE
        return Access(
            self.variable,
            call.info,
            call.node,
            call.node,
            operation,
            sharing.accesses.statement_of(call.node),
            call.caller.node,
            under.base,
        )

    def _is_called_under_lock(self, function: Function) -> bool:
        """Whether a caller has to hold the lock around the call and its own accesses."""
        inside = list(self._inside(function))
        if not inside:
            return False
        pulled = any(root_of(self.graph, each.call.caller) in self.pulled for each in inside)
        return pulled or self._is_helper(function) or any(map(self._belongs, inside))

    def _belongs(self, under: UnderLock) -> bool:
        """Check, then act: one half is in the function, the other in its caller."""
        own = self.accesses(root_of(self.graph, under.call.caller))
        at = under.call.node.start_byte
        if self.writes(under.callee):
            return any(not access.writes and access.node.start_byte < at for access in own)
        has_results = under.callee.node.child_by_field_name("result") is not None
        return has_results and any(access.writes and access.node.start_byte > at for access in own)

    def _inside(self, function: Function) -> Iterator[UnderLock]:
        """The calls from functions that access the variable through the same base."""
        for each in self._calls(function):
            caller = root_of(self.graph, each.call.caller)
            own = self.accesses(caller) if caller is not function else ()
            if caller in self.pulled or any(access.base == each.base for access in own):
                yield each

    def _calls(self, function: Function) -> Iterator[UnderLock]:
        for call in self.graph.calls_to(function, tests=False):
            base = self._base_at(function, call)
            if base is not None and call.kind is sharing.CallKind.CALL:
                yield UnderLock(function, call, base)

    def _base_at(self, function: Function, call: sharing.Call) -> str | None:
        """How the caller names what the function's accesses go through; None: it cannot."""
        bases = {access.base for access in self.accesses(function)}
        if len(bases) != 1:
            return None
        (base,) = bases
        if not base:
            return ""
        name, dot, rest = base.partition(".")
        given = _given(function, call, name)
        return None if given is None else given + dot + rest

    def _is_helper(self, function: Function) -> bool:
        """Unexported, and called only where the caller can hold the lock."""
        if (
            function.is_exported
            or function.is_test
            or self.graph.is_value_used(function, tests=False)
        ):
            return False
        calls = self.graph.calls_to(function, tests=False)
        return bool(calls) and all(
            call.kind is sharing.CallKind.CALL
            and not call.caller.is_initializer
            and self._base_at(function, call) is not None
            for call in calls
        )

    def _may_run_locked(self, function: Function) -> bool:
        """Whether the whole body may run under the lock."""
        found = sharing.region_conduct(self.graph, function.info, [function.body])
        known = {each.call.node.start_byte for each in self.calls}
        return all(node.start_byte in known for node, _ in found)

    def locking(self) -> frozenset[Function]:
        """The functions that take the lock, directly or through what they call."""
        return self._closed({*self.taking, *self.split, *self.sections()})

    def newly_locking(self) -> list[Function]:
        """Those that take it by the new sections, in source order."""
        return sorted(self._closed({*self.split, *self.sections()}), key=_order)

    def _closed(self, taking: Iterable[Function]) -> frozenset[Function]:
        """With these functions all that call them in the same goroutine."""
        found = set(taking)
        pending = list(found)
        replaced = {id(each.call) for each in self.calls}
        while pending:
            for call in self._running(pending.pop()):
                if id(call) not in replaced and call.caller not in found:
                    found.add(call.caller)
                    pending.append(call.caller)
        return frozenset(found)

    def run_by(self, regions: Iterable[Region]) -> frozenset[Region]:
        """The bodies of what runs under the lock because code in these regions calls it."""
        held = list(regions)
        found: dict[Function, Region] = {}
        while held:
            path, start, end = held.pop()
            for call in self._calls_within(path, start, end):
                callee = call.callee
                if callee is not None and callee not in found and call.kind in _SAME_GOROUTINE:
                    body = callee.body
                    found[callee] = (callee.path, body.start_byte, body.end_byte)
                    held.append(found[callee])
        return frozenset(found.values())

    def _calls_within(self, path: str, start: int, end: int) -> Iterator[sharing.Call]:
        function = self.graph.declared(path, start)
        for call in self.graph.calls_in(function) if function is not None else ():
            if start <= call.node.start_byte and call.node.end_byte <= end:
                yield call

    def sections(self) -> Mapping[Function, list[Access]]:
        """The functions to plan, in source order, with what they access."""
        callers = (root_of(self.graph, each.call.caller) for each in self.calls)
        wanted = [f for f in {*self.direct, *callers} if f not in self.held]
        return {f: self.accesses(f) for f in sorted(wanted, key=_order)}


def _order(function: Function) -> tuple[str, int]:
    return (function.path, function.node.start_byte)


def _given(function: Function, call: sharing.Call, name: str) -> str | None:
    """The text that a call gives for the receiver or parameter of that name."""
    node = call.node
    called = node.child_by_field_name("function") if node.type == "call_expression" else None
    if called is None:
        return None
    if name == function.receiver:
        operand = called.child_by_field_name("operand")
        return _plain(call.info, operand)
    index = _parameter_index(function, name)
    arguments = node.child_by_field_name("arguments")
    listed = nodes.named(arguments) if arguments is not None else []
    return _plain(call.info, listed[index]) if index is not None and index < len(listed) else None


def _plain(info: FileInfo, node: Node | None) -> str | None:
    """A name or a chain of fields, without parentheses, & and *."""
    while node is not None and node.type in ("parenthesized_expression", "unary_expression"):
        if node.type == "unary_expression" and (node.text or b"")[:1] not in (b"&", b"*"):
            return None
        node = nodes.first_named(node)
    part = node
    while part is not None and part.type == "selector_expression":
        part = part.child_by_field_name("operand")
    if node is None or part is None or part.type != "identifier":
        return None
    return info.file.text(node)


def _parameter_index(function: Function, name: str) -> int | None:
    listed = function.node.child_by_field_name("parameters")
    index = 0
    for group in nodes.parameter_groups(listed) if listed is not None else ():
        for each in group.names:
            if function.info.file.text(each) == name:
                return index
            index += 1
        index += 0 if group.names else 1
    return None
