"""Values that a function has to release, and whether it does so on every way out.

An obligation is a call that opens something (`openers.Kind`) together with the variable that holds
it. It ends where the value is released, or where it is handed over: returned, stored, sent,
captured by what outlives the function, or passed to a function that keeps or closes it. A way on
which the call's own error is not nil, or the value is nil, has no obligation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.lifetime.asserts import asserts_some
from gofixmap.semantics.lifetime.called import name_called
from gofixmap.semantics.lifetime.conditions import fact_of
from gofixmap.semantics.lifetime.escape import Aliasing, Escape, Fate, Trace, trace_of
from gofixmap.semantics.lifetime.naming import may_give, types_given
from gofixmap.semantics.lifetime.openers import Kind
from gofixmap.semantics.lifetime.paths import Exit, Paths, Tests, Walked
from gofixmap.semantics.lifetime.releases import is_release, released_by_value
from gofixmap.semantics.nodes import Captures, children_of, expression_items, first_named, named
from gofixmap.semantics.sharing.callees import call_around
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.semantics.sharing.locals import assigned
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

# Calls whose result is bound or dropped by a statement, and the functions that they stand in.
_CALLS = Captures(
    """[(function_declaration) (method_declaration) (func_literal)
    (expression_statement (call_expression) @each) (go_statement (call_expression) @each)
    (defer_statement (call_expression) @each) (expression_list (call_expression) @each)
    (parenthesized_expression (call_expression) @each)] @each"""
)
_DISCARDING = ("expression_statement", "go_statement", "defer_statement")
_BINDING = ("short_var_declaration", "assignment_statement")


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    """A call that opens something.

    `variable` is the identifier that the value is bound to, None where it is discarded; `error`
    that of the error beside it, None where that is discarded or the call gives none
    (`gives_error`). `statement` is the simple statement that holds the call, which may be the
    initialiser of an `if`.
    """

    info: FileInfo
    call: Node
    kind: Kind
    variable: Node | None
    error: Node | None
    gives_error: bool
    statement: Node
    function: Node

    @property
    def name(self) -> str:
        return "_" if self.variable is None else self.info.file.text(self.variable)


Skip = Callable[[Obligation], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What becomes of an obligation.

    `state` is "released", "handed over", "leaks" or "unknown". `exits` are the ways out on which it
    leaks. `releases` are the calls that release it anywhere, `escapes` the places that have it
    then, `locals` the variable and others that hold the value or memory of it. `ends` are the
    places that end the obligation on some way. `open` are the points (`Paths.point_of`,
    `Paths.end_of`) that are met with the value open, `shut` those that are met without: released,
    handed over, or because there is none.
    """

    state: str
    exits: tuple[Exit, ...] = ()
    why: str = ""
    escapes: tuple[Escape, ...] = ()
    releases: tuple[Node, ...] = ()
    locals: tuple[Object, ...] = ()
    ends: tuple[Node, ...] = ()
    open: frozenset[int] = frozenset()
    shut: frozenset[int] = frozenset()


def obligations_in(
    info: FileInfo,
    function: Node,
    kinds: Sequence[Kind],
    *,
    names: Collection[bytes] | None = None,
    skip: Skip | None = None,
) -> tuple[Obligation, ...]:
    """The obligations of one function, declared or literal; the literals in it have their own.

    With `names` no other calls are looked at. Those that `skip` takes are left out, before it is
    asked whether the call opens anything.
    """
    return tuple(_obligations(info, function, kinds, names, skip))


def _obligations(
    info: FileInfo,
    function: Node,
    kinds: Sequence[Kind],
    names: Collection[bytes] | None,
    skip: Skip | None,
) -> Iterator[Obligation]:
    for call in _calls_in(info, function):
        name = name_called(call)
        named_so = _named_so(kinds, name) if names is None or name in names else []
        bound = _binding_of(call) if named_so else None
        if bound is None or not may_give(info, call, [kind.type for kind in named_so]):
            continue
        types = types_given(info, call)
        of_type = [kind for kind in named_so if kind.type in types]
        for kind in of_type:
            made = _obligation(info, function, call, kind, types, *bound)
            if made is not None and skip is not None and len(of_type) == 1 and skip(made):
                break
            if kind.is_opened_by(info, call):
                if made is not None:
                    yield made
                break


def _named_so(kinds: Sequence[Kind], name: bytes) -> list[Kind]:
    """The kinds of which a call of that name may open one; many share an expression."""
    known = dict[re.Pattern[bytes] | None, bool]()
    for kind in kinds:
        if kind.named not in known:
            known[kind.named] = kind.named is None or kind.named.search(name) is not None
    return [kind for kind in kinds if known[kind.named]]


def _calls_in(info: FileInfo, function: Node) -> Sequence[Node]:
    """The calls in a function that may be bound; those in its literals left out."""
    declaration = info.file.declaration_at(function.start_byte)
    if declaration is None:
        return ()
    key = ("lifetime.calls", info.path, declaration.span.start)
    found = info.semantics.once(key, lambda: _by_function(declaration.node))
    return found.get(_span(function), ())


def _by_function(node: Node) -> dict[tuple[int, int], list[Node]]:
    found: dict[tuple[int, int], list[Node]] = {}
    around: list[tuple[int, int]] = []
    for each in _CALLS.of(node):
        while around and around[-1][1] <= each.start_byte:
            around.pop()
        if each.type in FUNCTIONS:
            around.append(_span(each))
        elif around:
            found.setdefault(around[-1], []).append(each)
    return found


def _binding_of(call: Node) -> tuple[Node, list[Node]] | None:
    """The statement that a call is the value of, and what its results are assigned to."""
    node = call
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    around = node.parent
    if around is None:
        return None
    if around.type in _DISCARDING:
        return around, []
    if around.type != "expression_list" or len(named(around)) != 1 or around.parent is None:
        return None
    statement = around.parent
    if statement.type in _BINDING and statement.child_by_field_name("right") == around:
        left = statement.child_by_field_name("left")
        return None if left is None else (statement, expression_items(left))
    if statement.type != "var_spec" or statement.parent is None:
        return None
    names = children_of(statement, "name")
    holder = statement.parent
    if holder.type == "var_spec_list" and holder.parent is not None:
        holder = holder.parent
    return holder, names


def _obligation(
    info: FileInfo,
    function: Node,
    call: Node,
    kind: Kind,
    types: Sequence[str],
    statement: Node,
    targets: list[Node],
) -> Obligation | None:
    """None where the value is stored, or bound to a variable of somebody else."""
    error_at = next((at for at, each in enumerate(types) if each == "error"), -1)
    variable = error = None
    if targets:
        if len(targets) != len(types):
            return None
        variable = targets[types.index(kind.type)]
        if variable.type != "identifier":
            return None
        found = info.object_of(variable) if variable.text != b"_" else None
        if variable.text != b"_" and not _is_own(found, function):
            return None
        variable = None if found is None else variable
        error = targets[error_at] if error_at >= 0 else None
        if error is not None and (error.type != "identifier" or error.text == b"_"):
            error = None
    return Obligation(info, call, kind, variable, error, error_at >= 0, statement, function)


def _is_own(found: Object | None, function: Node) -> bool:
    return (
        found is not None
        and found.kind == "var"
        and found.is_local
        and found.function is not None
        and found.function.start_byte == function.start_byte
    )


def uses_of(obligation: Obligation, region: Node | None = None) -> list[Node]:
    """The identifiers of the variable in the function, or in a part of it."""
    found = None
    if obligation.variable is not None:
        found = obligation.info.object_of(obligation.variable)
    return [] if found is None else obligation.info.uses_in(found, region or obligation.function)


def is_rebound(obligation: Obligation) -> bool:
    """Whether the variable is given another value behind the call, or its address is taken."""
    end = obligation.statement.end_byte
    return any(use.start_byte >= end and _is_changed(use) for use in uses_of(obligation))


def is_released_at_once(it: Obligation) -> bool:
    """Whether the release is deferred right behind the call and the check of its error.

    Told by the text of the statements; no way leads around it.
    """
    behind = _statement_after(it.statement)
    if it.variable is None or behind is None or it.statement.type not in _BINDING:
        return False
    if it.error is not None and it.kind.nil_with_error and _checks(behind, it.error):
        behind = _statement_after(behind)
    call = first_named(behind) if behind is not None else None
    if behind is None or behind.type != "defer_statement" or call is None:
        return False
    function = call.child_by_field_name("function")
    value = it.name + (f".{it.kind.through}" if it.kind.through else "")
    names = [f"{value}.{each}" if each else value for each in it.kind.releases]
    return function is not None and it.info.file.text(function) in names


def _statement_after(statement: Node) -> Node | None:
    """The statement behind one of a list."""
    if statement.parent is None or statement.parent.type != "statement_list":
        return None
    node = statement.next_named_sibling
    while node is not None and node.type == "comment":
        node = node.next_named_sibling
    return node


def _checks(statement: Node, error: Node) -> bool:
    """`if err != nil { ... }` and no more."""
    if statement.type != "if_statement" or statement.child_by_field_name("initializer") is not None:
        return False
    condition = statement.child_by_field_name("condition")
    if condition is None or statement.child_by_field_name("alternative") is not None:
        return False
    return condition.text == (error.text or b"") + b" != nil"


def outcome_of(obligation: Obligation) -> Outcome:
    """Whether the value is released or handed over on every way out of the function."""
    key = ("lifetime.outcome", obligation.info.path, obligation.call.start_byte, obligation.kind)
    return obligation.info.semantics.once(key, lambda: _Judge(obligation).outcome())


def released_at(obligation: Obligation, outcome: Outcome, points: frozenset[int]) -> Walked:
    """How the function is left if the value were released at these points as well."""
    return _Judge(obligation).again(outcome, points)


def is_plainly_ended(it: Obligation) -> bool:
    """Whether the releases and returns that name the variable itself end it on every way out.

    What else becomes of the value, in callees and other variables, need not be known then.
    """
    if it.variable is None:
        return False
    ends = [end for use in uses_of(it) if (end := _plain_end(it, use)) is not None]
    return bool(ends) and _Judge(it).is_ended_by(ends)


def _plain_end(it: Obligation, use: Node) -> Node | None:
    """The call of a release of the kind's, or the return, that a use of the variable is part of."""
    around = use.parent
    if it.kind.through and around is not None and around.type == "selector_expression":
        field = around.child_by_field_name("field")
        if field is not None and it.info.file.text(field) == it.kind.through:
            use, around = around, around.parent
    elif it.kind.through:
        around = around if _is_returned(around) else None
    if around is None or use.start_byte < it.statement.end_byte:
        return None
    if around.type == "selector_expression":
        field, call = around.child_by_field_name("field"), around.parent
        is_release = field is not None and it.info.file.text(field) in it.kind.releases
        is_called = call is not None and call.type == "call_expression"
        return call if is_release and is_called and around.start_byte == use.start_byte else None
    if not _is_returned(around) or use.type != "identifier":
        return None
    function = next(each for each in ancestors(use) if each.type in FUNCTIONS)
    return around.parent if function == it.function else None


def _is_returned(listed: Node | None) -> bool:
    if listed is None or listed.type != "expression_list" or listed.parent is None:
        return False
    return listed.parent.type == "return_statement"


class _Judge:
    def __init__(self, obligation: Obligation) -> None:
        self._it = obligation
        self._info = obligation.info
        self._paths = Paths.of(self._info, obligation.function)
        self._variable = self._object(obligation.variable)
        self._error = self._object(obligation.error)

    def _object(self, name: Node | None) -> Object | None:
        return self._info.object_of(name) if name is not None else None

    def outcome(self) -> Outcome:
        it = self._it
        if it.variable is None or self._variable is None:
            exits = self._walked(frozenset()).exits
            return Outcome("leaks" if exits else "unknown", exits, "the result is discarded")
        trace = self._trace(it.variable)
        locals_ = tuple(trace.locals)
        releases = [each for each in trace.closings if is_release(self._info, each, it.kind)]
        values, handed = released_by_value(self._info, self._variable, it.function, it.kind)
        releases += values
        ends = [*releases, *handed, *(each.node for each in trace.escapes)]
        escapes = tuple(trace.escapes)
        if any(self._covers(each) for each in ends):
            state = "released" if releases else "unknown"
            return Outcome(state, (), "by a literal", escapes, tuple(releases), locals_)
        if any(self._is_read_by_earlier(each) for each in locals_):
            return Outcome("unknown", (), "a literal before it reads it", escapes, (), locals_)
        walked = self._walked(self._parts(ends))
        state, why = self._state(walked.exits, releases, handed, escapes)
        found = Outcome(state, walked.exits, why, escapes, tuple(releases), locals_)
        met = tuple(each for each in ends if self._paths.point_of(each) in walked.open)
        return replace(found, ends=met, open=walked.open, shut=walked.shut)

    def _is_read_by_earlier(self, local: Object) -> bool:
        """Whether a literal in front of the call names what gets the value: deferred, it runs after
        every release that is deferred behind the call."""
        start, function = self._it.statement.start_byte, self._it.function
        literals = (
            each
            for use in self._info.uses_in(local, function)
            if use.start_byte < start
            for each in ancestors(use, function)
        )
        return any(each.type == "func_literal" and each.end_byte <= start for each in literals)

    def _trace(self, variable: Node) -> Trace:
        """What becomes of the value; of what is made of it every field counts."""
        through = self._it.kind.through
        if not through:
            return trace_of(self._info, variable)
        trace = trace_of(self._info, variable, aliases=Aliasing(fields=frozenset({through})))
        for obj in tuple(trace.locals):
            if str(obj.type) not in (self._it.kind.type, "io.ReadCloser", "io.Reader"):
                name = _declaring(obj)
                inner = trace_of(self._info, name) if name is not None else Trace()
                trace.escapes += inner.escapes
                trace.closings += inner.closings
        return trace

    def _state(
        self,
        exits: tuple[Exit, ...],
        releases: list[Node],
        handed: list[Node],
        escapes: tuple[Escape, ...],
    ) -> tuple[str, str]:
        if exits:
            return "leaks", "" if releases or handed or escapes else "nothing releases it"
        known = [each for each in escapes if each.fate is not Fate.UNKNOWN]
        if known or handed:
            return "handed over", known[0].detail if known else ""
        if escapes or not releases:
            return "unknown", escapes[0].detail if escapes else "the function does not end"
        return "released", ""

    def _parts(self, nodes: Sequence[Node]) -> frozenset[tuple[int, int]]:
        parts = (self._paths.part_of(each) for each in nodes)
        return frozenset((each.start_byte, each.end_byte) for each in parts if each is not None)

    def _covers(self, event: Node) -> bool:
        """Whether the event stands in a function literal made before the call: a deferred one, or
        one that is called by name."""
        if event.start_byte >= self._it.statement.start_byte:
            return False
        return self._literal_around(event)

    def _literal_around(self, node: Node) -> bool:
        return any(each.type == "func_literal" for each in ancestors(node, self._it.function))

    def is_ended_by(self, ends: Sequence[Node]) -> bool:
        """Whether no way out is left by these alone."""
        return not self._walked(self._parts(ends)).exits

    def again(self, outcome: Outcome, points: frozenset[int]) -> Walked:
        return self._walked(self._parts(outcome.ends), points)

    def _walked(
        self, stopping: frozenset[tuple[int, int]], points: frozenset[int] = frozenset()
    ) -> Walked:
        forgetting = self._assigning(self._error)
        stopping |= self._failing()
        losing = self._assigning(self._variable) - self._keeping()
        tests = Tests(
            stops=lambda node: _span(node) in stopping or self._returns_it(node),
            holds=self._holds,
            still=self._still,
            forgets=lambda node: _span(node) in forgetting,
            loses=lambda node: _span(node) in losing,
            cuts=points,
        )
        walked = self._paths.walked(self._it.statement, tests)
        exits = tuple(each for each in walked.exits if each.kind != "panic")
        return replace(walked, exits=exits)

    def _returns_it(self, node: Node) -> bool:
        """A bare return gives what a named result holds."""
        is_result = self._variable is not None and self._variable.role == "result"
        return is_result and node.type == "return_statement" and not named(node)

    def _assigning(self, obj: Object | None) -> frozenset[tuple[int, int]]:
        """The parts that give a variable another value."""
        if obj is None:
            return frozenset()
        uses = self._info.uses_in(obj, self._it.function)
        return self._parts([each for each in uses if _is_changed(each)]) - self._parts(
            [self._it.statement]
        )

    def _failing(self) -> frozenset[tuple[int, int]]:
        """The parts of a test that expect the call to fail."""
        if self._error is None:
            return frozenset()
        uses = self._info.uses_in(self._error, self._it.function)
        calls = [call for use in uses if (call := call_around(use)) is not None]
        return self._parts([c for c in calls if asserts_some(self._info, c, self._error)])

    def _keeping(self) -> frozenset[tuple[int, int]]:
        """The parts that assign to the variable what is made of it: `resp = wrap(resp)`."""
        if self._variable is None:
            return frozenset()
        uses = self._info.uses_in(self._variable, self._it.function)
        return self._parts([each for each in uses if not _is_changed(each)])

    def _holds(self, condition: Node, outcome: bool) -> bool | None:
        """False where the obligation does not exist behind the condition."""
        fact = fact_of(self._info, condition, outcome)
        if fact is None:
            return None
        if self._it.kind.nil_with_error and not fact.is_nil and self._is_error(fact.operand):
            return False
        return self._still(condition, outcome)

    def _still(self, condition: Node, outcome: bool) -> bool | None:
        fact = fact_of(self._info, condition, outcome)
        return False if fact is not None and fact.is_nil and self._is_value(fact.operand) else None

    def _is_error(self, operand: Node) -> bool:
        return self._error is not None and self._info.object_of(operand) is self._error

    def _is_value(self, operand: Node) -> bool:
        if operand.type == "selector_expression":
            field = operand.child_by_field_name("field")
            if field is None or self._info.file.text(field) != self._it.kind.through:
                return False
            operand = operand.child_by_field_name("operand") or operand
        if operand.type != "identifier" or self._variable is None:
            return False
        return self._info.object_of(operand) is self._variable


def _declaring(obj: Object) -> Node | None:
    if obj.function is None:
        return None
    return obj.function.descendant_for_byte_range(obj.span.start, obj.span.end)


def _span(node: Node) -> tuple[int, int]:
    return node.start_byte, node.end_byte


def _is_changed(use: Node) -> bool:
    if assigned(use) is not None:
        return True
    parent = use.parent
    return (
        parent is not None
        and parent.type == "unary_expression"
        and ((parent.text or b"").startswith(b"&"))
    )
