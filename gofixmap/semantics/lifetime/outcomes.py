"""What becomes of what a function has to release: ended on every way out, or not.

Most are, as is plain without asking which calls never return: that is asked about what is left,
since it means to look into the functions that are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.semantics.lifetime.asserts import asserts_some
from gofixmap.semantics.lifetime.conditions import fact_of
from gofixmap.semantics.lifetime.escape import Aliasing, Escape, Fate, Trace, trace_of
from gofixmap.semantics.lifetime.obligations import (
    Obligation,
    extent_of,
    is_changed,
    lending_of,
    uses_of,
)
from gofixmap.semantics.lifetime.paths import Exit, Paths, Tests, Walked
from gofixmap.semantics.lifetime.releases import is_release, released_by_value
from gofixmap.semantics.nodes import named
from gofixmap.semantics.sharing.callees import call_around
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.objects import Object


class Outcome(Struct, frozen=True, eq=False):
    """What becomes of an obligation.

    `state` is "released", "handed over", "leaks" or "unknown". `exits` are the ways out on which it
    leaks. `releases` are the calls that release it anywhere, `escapes` the places that have it
    then, `locals` the variable and others that hold the value or memory of it. `ends` are the
    places that end the obligation on some way. `open` are the points (`Paths.point_of`,
    `Paths.end_of`) that are met with the value open, `shut` those that are met without: released,
    handed over, or because there is none. Of what does not leak these three may hold too much.
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


def leak_of(it: Obligation) -> Outcome | None:
    """The outcome of an obligation where it leaks, and no plain end is on every way out."""
    if is_plainly_ended(it, roughly=True):
        return None
    outcome = outcome_of(it)
    return outcome if outcome.state == "leaks" and not is_plainly_ended(it) else None


def outcome_of(obligation: Obligation) -> Outcome:
    """Whether the value is released or handed over on every way out of the function."""
    key = ("lifetime.outcome", obligation.info.path, obligation.call.start_byte, obligation.kind)
    return obligation.info.semantics.once(key, lambda: _outcome(obligation))


def _outcome(it: Obligation) -> Outcome:
    """Calls that never return can only take ways out away: most outcomes have none to lose."""
    found = _Judge(it, roughly=True).outcome()
    if not found.exits:
        return found
    return _Judge(it).outcome()


def released_at(obligation: Obligation, outcome: Outcome, points: frozenset[int]) -> Walked:
    """How the function is left if the value were released at these points as well."""
    return _Judge(obligation).again(outcome, points)


def is_plainly_ended(it: Obligation, *, roughly: bool = False) -> bool:
    """Whether the releases and returns that name the variable itself end it on every way out.

    What else becomes of the value, in callees and other variables, need not be known then. Where
    it is asked `roughly` False says nothing.
    """
    if it.variable is None:
        return False
    ends = [end for use in uses_of(it) if (end := _plain_end(it, use)) is not None]
    return bool(ends) and _Judge(it, roughly=roughly).is_ended_by(ends)


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
    def __init__(self, obligation: Obligation, *, roughly: bool = False) -> None:
        self._it = obligation
        self._info = obligation.info
        self._paths = Paths.of(self._info, obligation.function, roughly=roughly)
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
        escapes = self._unlent(trace.escapes, releases, handed)
        ends = [*releases, *handed, *(each.node for each in escapes)]
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

    def _unlent(
        self, escapes: Sequence[Escape], releases: list[Node], handed: list[Node]
    ) -> tuple[Escape, ...]:
        """The escapes without the calls that leave the value to the function that makes them.

        Of such a call nothing is known; but where its error is nil the function itself goes on to
        release the value on every way. So the call has not taken it over, and does so still less
        where it fails.
        """
        ends = [*releases, *handed, *(each.node for each in escapes)]
        lent = list(releases)
        for each in sorted(escapes, key=_start_of, reverse=True) if releases else ():
            lending = lending_of(self._it, each.node) if each.fate is Fate.UNKNOWN else None
            if lending is not None and _Judge(lending).is_ended_by(ends, lent):
                lent.append(each.node)
        return tuple(each for each in escapes if each.node not in lent)

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

    def is_ended_by(self, ends: Sequence[Node], some: Sequence[Node] = ()) -> bool:
        """Whether no way out is left by these alone, and one of `some`, if any, is met; to run the
        call again is no way out then."""
        walked = self._walked(self._parts(ends))
        if not some:
            return not walked.exits
        met = any(self._paths.point_of(each) in walked.open for each in some)
        return met and all(each.kind == "again" for each in walked.exits)

    def again(self, outcome: Outcome, points: frozenset[int]) -> Walked:
        return self._walked(self._parts(outcome.ends), points)

    def _walked(
        self, stopping: frozenset[tuple[int, int]], points: frozenset[int] = frozenset()
    ) -> Walked:
        forgetting = self._assigning(self._error)
        stopping |= self._failing()
        losing = self._assigning(self._variable) - self._keeping()
        tests = Tests(
            stops=lambda node: extent_of(node) in stopping or self._returns_it(node),
            holds=self._holds,
            still=self._still,
            forgets=lambda node: extent_of(node) in forgetting,
            loses=lambda node: extent_of(node) in losing,
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
        return self._parts([each for each in uses if is_changed(each)]) - self._parts(
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
        return self._parts([each for each in uses if not is_changed(each)])

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


def _start_of(escape: Escape) -> int:
    return escape.node.start_byte


def _declaring(obj: Object) -> Node | None:
    if obj.function is None:
        return None
    return obj.function.descendant_for_byte_range(obj.span.start, obj.span.end)
