"""Whether somebody holds the lock while he waits for who would take it in a new section, or calls
him.

    func (s *S) Stop() { s.mu.Lock(); defer s.mu.Unlock(); close(s.quit); <-s.done }
    func (s *S) run()  { defer close(s.done); ...; n := s.n }

With the lock around `s.n`, Stop would wait for `run`, and `run` for Stop. So would

    func (q *Queue) Len() int { return len(q.items) }
    func (q *Queue) Put(v V)  { q.mu.Lock(); defer q.mu.Unlock(); heap.Push(q, v) }

with a lock in Len: heap calls it under the lock that Put holds. And so would the other half of a
channel, which may be full:

    func (q *Queue) Push(v V) { q.mu.Lock(); defer q.mu.Unlock(); q.values <- v }
    func (q *Queue) Pop() V   { if q.closed { ... }; return <-q.values }
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused

from gofixmap.codemod import ancestors, members, operands, pattern, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import CallGraph, FileInfo, Function, Type, Variable

_SAME_GOROUTINE = (sharing.CallKind.CALL, sharing.CallKind.CALLBACK, sharing.CallKind.DEFER)
_SIGNALS = pattern(rb"<-|close\(|\.Done\(\)|\.Go\(")
_WAITS = pattern(rb"<-|\.Wait\(|\brange\b")
_RECEIVES = pattern(rb"<-|\brange\b")
_DEPTH = 3  # calls upwards in which the lock may be held


def check_waits(graph: CallGraph, lock: Variable, functions: Iterable[Function]) -> None:
    """Raises Refused where one of the functions, or what calls it, lets go on who waits under the
    lock."""
    functions = tuple(functions)
    for signals, awaited in ((_signals_of, _awaited), (_receives_of, _sent)):
        signalled = {each for of in functions for each in _signalled(graph, of, signals)}
        for variable in sorted(signalled, key=lambda each: each.qualified):
            for info, node in _waits_for(graph, variable, awaited):
                if _may_hold(graph, sharing.Place(info, node), lock, _DEPTH):
                    raise Refused("waited-for", info, node)


def check_dispatched(graph: CallGraph, lock: Variable, functions: Iterable[Function]) -> None:
    """Raises Refused where an interface of the package chooses, under the lock, a method that would
    take it."""
    for function in functions:
        for call in graph.ways_to(function, locking=True) if function.type else ():
            is_call = call.dynamic and call.node.type == "call_expression"
            if not is_call or not _may_choose(graph, call, function):
                continue
            if _may_hold(graph, sharing.Place(call.info, call.node), lock, _DEPTH):
                raise Refused("reenters", call.info, call.node)


def _may_choose(graph: CallGraph, call: sharing.Call, method: Function) -> bool:
    """Whether the interface that a call is made through is one of the package, and the method's
    type has all that it asks for."""
    function = call.node.child_by_field_name("function")
    operand = function.child_by_field_name("operand") if function is not None else None
    kind = call.info.type_of(operand) if operand is not None else None
    if kind is None or getattr(kind, "package", "") != graph.package.path:
        return False
    owner = method.info.scope.lookup(method.type, tests=method.is_test)
    wanted = getattr(kind.underlying, "methods", ())
    return owner is not None and all(
        getattr(members.find_member(owner.type, each.name, each.package), "method", None)
        for each in wanted
    )


def check_handed(graph: CallGraph, lock: Variable, functions: Iterable[Function]) -> None:
    """Raises Refused where code that is not seen is given, under the lock, a value whose methods
    would take it."""
    owners = {function.type for function in functions if function.type}
    for function in graph.locking if owners else ():
        for call in graph.calls_from(function):
            if call.callee is not None or call.node.type != "call_expression":
                continue
            given = [call.info.type_of(each) for each in operands.arguments_of(call.node)]
            if not any(_is_named(each, graph, owners) for each in given):
                continue
            if any(held.lock == lock for held in sharing.held_at(graph, call)):
                raise Refused("reenters", call.info, call.node)


def _is_named(kind: Type, graph: CallGraph, names: Container[str]) -> bool:
    """Whether a type of the package, or a pointer to it, has one of the names."""
    inner = kind.element if kind.is_pointer else kind
    own = getattr(inner, "package", "") == graph.package.path
    return own and getattr(inner, "name", "") in names


def _signalled(
    graph: CallGraph, function: Function, signals: Callable[[Function], Iterator[Variable]]
) -> Iterator[Variable]:
    """The channels and groups by which a function, or one that it runs in, lets others go on.

    Where in these functions the signal is does not count: most are deferred, or in a loop.
    """
    pending, seen = [function], {function}
    while pending:
        current = pending.pop()
        yield from signals(current)
        for call in graph.calls_to(current, tests=False):
            if call.kind not in _SAME_GOROUTINE:
                yield from _group_of(call)
            elif call.caller not in seen:
                seen.add(call.caller)
                pending.append(call.caller)


def _signals_of(function: Function) -> Iterator[Variable]:
    """What a function sends to, closes or counts down, its deferred literals included."""
    info = function.info
    text = info.file.data[function.body.start_byte : function.body.end_byte]
    for node in walk(function.body) if _SIGNALS.search(text) else ():
        subject = node.child_by_field_name("channel") if node.type == "send_statement" else None
        if node.type == "call_expression":
            subject = _ended(info, node)
        if subject is not None and not _is_started(node, function.body):
            yield from _variable(info, subject)


def _receives_of(function: Function) -> Iterator[Variable]:
    """The channels that a function receives from, so that who sends to them can go on."""
    info = function.info
    text = info.file.data[function.body.start_byte : function.body.end_byte]
    for node in walk(function.body) if _RECEIVES.search(text) else ():
        subject = _awaited(node) if node.type != "call_expression" else None
        if subject is not None and not _is_started(node, function.body):
            yield from (each for each in _variable(info, subject) if each.type.is_chan)


def _ended(info: FileInfo, call: Node) -> Node | None:
    """The channel that a call closes, or the group that it counts down."""
    if operands.predeclared_callee(info, call) == "close":
        return next(iter(operands.arguments_of(call)), None)
    return _operand(call, "Done")


def _group_of(call: sharing.Call) -> Iterator[Variable]:
    """The group that starts a function, `wg.Go(f)`: waiting for the group is waiting for it."""
    for each in ancestors(call.node):
        if each.type == "call_expression":
            operand = _operand(each, "Go")
            yield from _variable(call.info, operand) if operand is not None else ()
            return


def _operand(call: Node, method: str) -> Node | None:
    function = call.child_by_field_name("function")
    if function is None or function.type != "selector_expression":
        return None
    field = function.child_by_field_name("field")
    is_it = field is not None and field.text == method.encode()
    return function.child_by_field_name("operand") if is_it else None


def _is_started(node: Node, body: Node) -> bool:
    """Whether a goroutine that the function starts has the node."""
    return any(each.type == "go_statement" for each in ancestors(node, stop=body))


def _variable(info: FileInfo, node: Node) -> Iterator[Variable]:
    found = sharing.variable_denoted(info, node)
    if found is not None:
        yield found


def _waits_for(
    graph: CallGraph, variable: Variable, awaited: Callable[[Node], Node | None]
) -> Iterator[tuple[FileInfo, Node]]:
    """Where the package waits for a channel or a group."""
    name = variable.name.encode()
    for info in graph.infos():
        for declaration in info.file.declarations if not info.file.is_test else ():
            text = declaration.text
            if declaration.keyword != "func" or name not in text or not _WAITS.search(text):
                continue
            for node in walk(declaration.node):
                subject = awaited(node)
                if subject is None or name not in (subject.text or b""):
                    continue  # most of what a package waits for is something else
                if sharing.variable_denoted(info, subject) != variable:
                    continue
                if sharing.region_conduct(graph, info, [node]):  # not in a select with a default
                    yield info, node


def _awaited(node: Node) -> Node | None:
    """What a receive, a loop over a channel or a Wait waits for."""
    if node.type == "unary_expression" and node.children[0].type == "<-":
        return node.child_by_field_name("operand")
    if node.type == "range_clause":
        return node.child_by_field_name("right")
    return _operand(node, "Wait") if node.type == "call_expression" else None


def _sent(node: Node) -> Node | None:
    """The channel that a send waits for somebody to receive from."""
    return node.child_by_field_name("channel") if node.type == "send_statement" else None


def _may_hold(graph: CallGraph, placed: sharing.Place, lock: Variable, depth: int) -> bool:
    """Whether the lock is held at a place, on some path to it, or by some of those who call."""
    if lock in sharing.may_be_held_at(graph, placed):
        return True
    if any(each.lock == lock for each in sharing.held_at(graph, placed)):
        return True
    function = graph.function_of(placed.info, placed.node)
    return depth > 0 and any(
        _may_hold(graph, sharing.Place(call.info, call.node), lock, depth - 1)
        for call in graph.calls_to(function, tests=False)
        if call.kind in _SAME_GOROUTINE
    )
