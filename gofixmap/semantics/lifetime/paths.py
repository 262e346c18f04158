"""The ways through one function: with what is known of conditions, and calls that never return."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.flow import flow_of
from gofixmap.semantics.lifetime.called import called_name, function_part, name_called
from gofixmap.semantics.nodes import first_named
from gofixmap.semantics.sharing.handing import function_called

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

_ENDING = pattern(
    r"""
    panic | os\.Exit | syscall\.Exit | runtime\.Goexit
    | log\.(Fatal|Panic)(f|ln)?
    | \(\*log\.Logger\)\.(Fatal|Panic)(f|ln)?
    | \((\*testing\.common|testing\.TB)\)\.(Fatalf?|FailNow|Skipf?|SkipNow)
    | github\.com/stretchr/testify/require\.(FailNow|Failf?)
    | \(\*github\.com/stretchr/testify/require\.Assertions\)\.(FailNow|Failf?)
    | \(\*go\.uber\.org/zap\.(Logger|SugaredLogger)\)\.(Fatal|Panic)(f|ln|w)?
    | github\.com/sirupsen/logrus\.(Fatal|Panic)(f|ln)?
    | \(\*github\.com/sirupsen/logrus\.(Logger|Entry)\)\.(Fatal|Panic)(f|ln)?
    | (k8s\.io/klog(/v2)?|github\.com/golang/glog)\.(Fatal|Exit)(f|ln|Depth|Depthf)?
    """,
    re.VERBOSE,
)
_EXITING_EVENTS = pattern(  # zerolog: the event's Msg, Msgf or Send exits
    r"github\.com/rs/zerolog/log\.(Fatal|Panic) | \(\*?github\.com/rs/zerolog\.Logger\)"
    r"\.(Fatal|Panic)",
    re.VERBOSE,
)
_SENDING = pattern(rb"(Msg|Msgf|Send)")


# The last names of the calls that these two tell of.
_FINAL = pattern(rb"panic|Goexit|Fatal|Panic|Exit|Fail|Skip|Msg|Send")


def _is_ending(info: FileInfo, call: Node) -> bool:
    """Whether a call is one of those that are known by their names not to come back."""
    return _ENDING.fullmatch(called_name(info, call)) is not None or _sends_fatal(info, call)


def never_returns(info: FileInfo, call: Node) -> bool:
    """Whether a call does not come back: panic, os.Exit, t.Fatal, and functions that end so."""
    name = called_name(info, call)
    if _ENDING.fullmatch(name) or _sends_fatal(info, call):
        return True
    if not name or (name.startswith("(") and "/" not in name and "." not in name):
        return False
    function = function_called(info, call)
    if function is None or function.body.type != "block":
        return False
    key = ("lifetime.never_returns", function.path, function.node.start_byte)
    memory = info.semantics.memory
    if key not in memory:
        memory[key] = False  # what a function that calls itself finds on its way
        memory[key] = not (
            _runs_through(function.info, function.body)
            or Paths.of(function.info, function.node).can_return
        )
    return bool(memory[key])


_PASSED = frozenset(
    {
        "short_var_declaration",
        "assignment_statement",
        "var_declaration",
        "const_declaration",
        "type_declaration",
        "inc_statement",
        "dec_statement",
        "defer_statement",
        "go_statement",
        "comment",
    }
)


def _runs_through(info: FileInfo, body: Node) -> bool:
    """Whether control plainly gets from the start of a body to a return, or to its end.

    Only the calls that stand in its own list matter then, not those of all its branches. False
    says nothing.
    """
    listed = first_named(body)
    for statement in listed.named_children if listed is not None else ():
        if statement.type == "return_statement":
            return True
        if statement.type == "expression_statement":
            call = first_named(statement)
            if call is not None and call.type == "call_expression" and never_returns(info, call):
                return False
        elif statement.type not in _PASSED and not _is_passed_by(statement):
            return False
    return True


def _is_passed_by(statement: Node) -> bool:
    """An `if` without an else, or a range: both may do nothing."""
    if statement.type == "if_statement":
        begun = statement.child_by_field_name("initializer")
        called = begun is not None and begun.type == "expression_statement"
        return not called and statement.child_by_field_name("alternative") is None
    return statement.type == "for_statement" and any(
        child.type == "range_clause" for child in statement.named_children
    )


def _sends_fatal(info: FileInfo, call: Node) -> bool:
    """`log.Fatal().Err(err).Msg("...")` of zerolog."""
    function = function_part(call)
    field = function.child_by_field_name("field") if function is not None else None
    if field is None or _SENDING.fullmatch(field.text or b"") is None:
        return False
    node: Node | None = function
    while node is not None:
        if node.type == "call_expression" and _EXITING_EVENTS.fullmatch(called_name(info, node)):
            return True
        inner = "function" if node.type == "call_expression" else "operand"
        node = node.child_by_field_name(inner)
    return False


class Exit(Struct, frozen=True):
    """How control gets away. `kind` is "return", "end" (of the body), "panic" (or another call that
    never returns), "again" (the start is run again) or "lost" (see `loses`)."""

    kind: str
    node: Node | None


Holds = Callable[[Node, bool], "bool | None"]
Test = Callable[[Node], bool]


def _anything(condition: Node, outcome: bool) -> bool | None:
    return None


def _never(node: Node) -> bool:
    return False


class Tests(Struct, frozen=True):
    """What a walk asks; see `Paths.exits_from`. It ends at the points `cuts` as well."""

    stops: Test = _never
    holds: Holds = _anything
    forgets: Test = _never
    still: Holds = _anything
    loses: Test = _never
    cuts: frozenset[int] = frozenset()


class Walked(Struct, frozen=True):
    """The exits of a walk, and the points that it met (`Paths.point_of`, `Paths.end_of`).

    `open` are those met without passing a part that stops it, the stopping ones included; `shut`
    those that are met behind one, or behind a condition that does not hold. A point may be both.
    """

    exits: tuple[Exit, ...]
    open: frozenset[int] = frozenset()
    shut: frozenset[int] = frozenset()


def _span(node: Node) -> tuple[int, int]:
    return node.start_byte, node.end_byte


class Paths:
    """The ways through the body of one function; the literals in it are not entered."""

    def __init__(self, info: FileInfo, function: Node, *, roughly: bool = False) -> None:
        body = function.child_by_field_name("body")
        self.info = info
        self.function = function
        ends = self._ends_by_name if roughly else self._ends
        self.flow = flow_of(body if body is not None else function, ends, outcomes=True)
        self._spans = sorted(
            (point.node.start_byte, point.node.end_byte, index)
            for index, point in enumerate(self.flow.points)
            if point.node is not None
        )

    @classmethod
    def of(cls, info: FileInfo, function: Node, *, roughly: bool = False) -> Paths:
        """The paths of a function_declaration, method_declaration or func_literal.

        `roughly`: with ways too many, behind calls of functions that never return. The functions
        of libraries that are known not to are told all the same.
        """
        key = ("lifetime.paths", info.path, function.start_byte, function.end_byte, roughly)
        return info.semantics.once(key, lambda: cls(info, function, roughly=roughly))

    def _ends(self, statement: Node) -> bool:
        call = first_named(statement)
        return (
            call is not None and call.type == "call_expression" and never_returns(self.info, call)
        )

    def _ends_by_name(self, statement: Node) -> bool:
        call = first_named(statement)
        if call is None or call.type != "call_expression":
            return False
        return _FINAL.match(name_called(call)) is not None and _is_ending(self.info, call)

    @property
    def can_return(self) -> bool:
        """Whether any way through the body leads to a return or to its end."""
        return bool(self.returns())

    def returns(self, holds: Holds = _anything) -> tuple[Exit, ...]:
        """The returns, and the end of the body, that a call can get to; see `exits_from`."""
        walk = _Walk(self, Tests(holds=holds), None)
        walk.run([(0, True)])
        return tuple(each for each in walk.exits.values() if each.kind in ("return", "end"))

    def point_of(self, node: Node) -> int | None:
        """The smallest part that is evaluated at one go and holds the start of `node`."""
        at = node.start_byte
        holding = [(end - start, index) for start, end, index in self._spans if start <= at < end]
        return min(holding)[1] if holding else None

    def end_of(self, statement: Node) -> int | None:
        """The point behind a statement of a list; None where control never gets there."""
        wanted = _span(statement)
        closed = ((at, each.closes) for at, each in enumerate(self.flow.points))
        return next((at for at, each in closed if each and _span(each) == wanted), None)

    def behind(self, index: int, until: Node) -> frozenset[int]:
        """The points that control may get to from a point, without running `until` again."""
        found: set[int] = set()
        last = self.point_of(until)
        pending = list(self.flow.points[index].successors)
        while pending:
            point = pending.pop()
            if point not in found and point != last:
                found.add(point)
                pending += self.flow.points[point].successors
        return frozenset(found)

    def gets_on(self, index: int, until: Node) -> bool:
        """Whether control may return from a point, or run `until` again; panics do neither."""
        last = self.point_of(until)
        seen: set[int] = set()
        pending = [index]
        while pending:
            point = pending.pop()
            if point == last or any(each.kind != "panic" for each in self.leaving(point)):
                return True
            if point not in seen:
                seen.add(point)
                pending += self.flow.points[point].successors
        return False

    def part_of(self, node: Node) -> Node | None:
        """The node of that part."""
        point = self.point_of(node)
        return None if point is None else self.flow.points[point].node

    def exits_from(
        self,
        start: Node,
        stops: Test,
        holds: Holds = _anything,
        *,
        forgets: Test = _never,
        still: Holds = _anything,
        loses: Test = _never,
    ) -> tuple[Exit, ...]:
        """How control can get away from behind `start` without passing a part that `stops` it.

        The tests are asked about the nodes of parts (`part_of`). A way out of a condition is not
        taken where `holds(condition, outcome)` is False; behind a part that `forgets`, `still` is
        asked instead. Where `loses` is true of a part the way ends there, in an exit "lost".
        """
        return self.walked(start, Tests(stops, holds, forgets, still, loses)).exits

    def walked(self, start: Node, tests: Tests) -> Walked:
        """`exits_from` together with the parts that are met."""
        point = self.point_of(start)
        if point is None:
            return Walked(())
        walk = _Walk(self, tests, point)
        walk.run([(each, True) for each in self.flow.points[point].successors])
        for each in self.leaving(point):
            walk.exits[each.kind, point] = each
        return Walked(tuple(walk.exits.values()), frozenset(walk.open), self._after(walk))

    def _after(self, walk: _Walk) -> frozenset[int]:
        """What can be reached from where a walk ended."""
        found: set[int] = set()
        pending = list(walk.ended)
        while pending:
            index = pending.pop()
            if index not in found and index != walk.start:
                found.add(index)
                pending += self.flow.points[index].successors
        return frozenset(found)

    def leaving(self, index: int) -> Iterable[Exit]:
        """The exit that a point without successors is; waiting for ever is none."""
        node = self.flow.points[index].node
        if index == self.flow.end:
            yield Exit("end", None)
        elif node is not None and not self.flow.points[index].successors:
            if node.type == "return_statement":
                yield Exit("return", node)
            elif node.type == "expression_statement":
                yield Exit("panic", node)


class _Walk:
    """One walk over the points of a function, each met at most once with and without knowledge.

    `ended` are the points behind those at which it stopped.
    """

    def __init__(self, paths: Paths, tests: Tests, start: int | None) -> None:
        self._paths = paths
        self._tests = tests
        self.start = start
        self.exits: dict[tuple[str, int], Exit] = {}
        self.open: set[int] = set()
        self.ended: set[int] = set()

    def run(self, pending: list[tuple[int, bool]]) -> None:
        seen: set[tuple[int, bool]] = set()
        points = self._paths.flow.points
        while pending:
            place = pending.pop()
            if place in seen:
                continue
            seen.add(place)
            knows = self._passed(*place)
            if knows is not None:
                pending += [(each, knows) for each in points[place[0]].successors]

    def _passed(self, index: int, knows: bool) -> bool | None:
        """Whether the condition is still known behind a point; None where the way ends there."""
        point, tests = self._paths.flow.points[index], self._tests
        if index == self.start:
            self.exits["again", index] = Exit("again", point.node)
            return None
        if point.condition is not None:
            holds = tests.holds if knows else tests.still
            if holds(point.condition, point.outcome) is False:
                self.ended.add(index)
                return None
        self.open.add(index)
        if index in tests.cuts:
            self.ended.update(point.successors)
            return None
        if point.node is not None:
            if tests.stops(point.node) or tests.loses(point.node):
                if not tests.stops(point.node):
                    self.exits["lost", index] = Exit("lost", point.node)
                self.ended.update(point.successors)
                return None
            knows = knows and not tests.forgets(point.node)
        for each in self._paths.leaving(index):
            self.exits[each.kind, index] = each
        return knows
