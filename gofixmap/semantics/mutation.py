"""Mutation of one variable, and whether any use of it can observe what was written.

A write goes to the variable itself or to a part that is reached over value links only (fields of
struct values, elements of arrays, fields promoted through embedded values): what lies behind a
pointer, slice or map is shared storage and no part of the variable. A write is lost when no path
of the function leads from it to a use that reads the part, or anything that contains it or lies in
it. A part whose address is taken anywhere, and a variable that a function literal captures, may be
read at any time: their writes are never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.access import Access, Kind, Path, access_of
from gofixmap.semantics.flow import Flow, flow_of
from gofixmap.semantics.nodes import first_named
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object


class Verdict(Enum):
    LOST = "lost"  # no use can see the write
    OBSERVED = "observed"  # a use may see it
    UNKNOWN = "unknown"  # a type on the way is not known


class Observation(Struct, frozen=True):
    """A use that may see a write.

    `how` is "read" (the part is read), "whole" (all of the variable is used), "address" (the part's
    address is taken), "closure" (a function literal captures the variable) or "unknown".
    """

    node: Node
    how: str


class Write(Struct, frozen=True):
    """One assignment to the variable or to a part of it.

    `node` is the statement (or range clause), `target` the written expression, `path` the links
    from the variable ("[]" is any element), empty for the whole. `accumulates`: the new value is
    made from the old one (`++`, `op=`, append to itself, `x = x + y`). `indirect`: a call writes.
    `repeats`: the write can run again after itself.
    """

    node: Node
    target: Node
    path: Path
    verdict: Verdict
    observers: tuple[Observation, ...]
    accumulates: bool
    indirect: bool
    repeats: bool


class Mutation(Struct, frozen=True):
    """All that happens to a variable inside a region; the declaration itself is not a write."""

    writes: tuple[Write, ...]
    captured: tuple[Node, ...]  # uses inside function literals
    accesses: tuple[Access, ...]  # all other uses, in source order

    @property
    def is_lost(self) -> bool:
        """There are writes and each one is lost."""
        return bool(self.writes) and all(each.verdict is Verdict.LOST for each in self.writes)


CallEffects = Callable[["FileInfo", Access], "Iterable[Access] | None"]


def mutation_of(
    info: FileInfo,
    variable: Object,
    region: Node,
    effects: CallEffects | None = None,
    *,
    pointee: bool = False,
) -> Mutation:
    """The writes to a local variable, parameter or receiver inside `region`, a block.

    `region` is the function's body, or the loop's body for a variable of that iteration: what runs
    outside it is taken not to use the variable. `effects` may replace the access by a call that
    takes the address (a pointer method, `Unmarshal(data, &v)`) by what the call is known to read
    and write; it returns None where it does not know. With `pointee` the variable is a pointer
    and the writes in question are those to what it points to.
    """
    accesses: list[Access] = []
    captured: list[Node] = []
    for use in info.uses_in(variable, region):
        if _in_literal(use, region):
            captured.append(use)
            continue
        access = access_of(info, use, pointee=pointee)
        known = effects(info, access) if effects and access.kind is Kind.ADDRESS else None
        accesses += [access] if known is None else known
    judge = _Judge(info, region, accesses, captured)
    return Mutation(tuple(judge.writes()), tuple(captured), tuple(accesses))


def _in_literal(use: Node, region: Node) -> bool:
    return any(each.type == "func_literal" for each in ancestors(use, region))


class _Judge:
    """Decides for each write of a region which uses it reaches."""

    def __init__(
        self, info: FileInfo, region: Node, accesses: list[Access], captured: list[Node]
    ) -> None:
        key = ("mutation.flow", info.file.path, region.start_byte, region.end_byte)
        self._flow: Flow = info.semantics.once(
            key, lambda: flow_of(region, ends=lambda node: never_returns(info, node))
        )
        self._accesses = accesses
        self._anywhere = [Observation(each, "closure") for each in captured]
        self._at: dict[int, list[Access]] = {}
        self._place()

    def _place(self) -> None:
        """Assign each access to the point that evaluates it; one without a point counts always."""
        spans = sorted(
            (point.node.start_byte, point.node.end_byte, index)
            for index, point in enumerate(self._flow.points)
            if point.node is not None
        )
        self._point_of: dict[int, int] = {}
        for access in self._accesses:
            at = access.node.start_byte
            holding = [index for start, end, index in spans if start <= at < end]
            if not holding:
                self._anywhere.append(Observation(access.node, "unknown"))
            for index in holding:
                self._at.setdefault(index, []).append(access)
                self._point_of[id(access)] = index

    def writes(self) -> Iterable[Write]:
        for access in self._accesses:
            if access.kind in (Kind.WRITE, Kind.UPDATE):
                yield self._judged(access)

    def _judged(self, access: Access) -> Write:
        start = self._point_of.get(id(access))
        observers = list(self._anywhere)
        observers += [
            Observation(other.node, "address" if other.kind is Kind.ADDRESS else "unknown")
            for other in self._accesses
            if other.kind in (Kind.ADDRESS, Kind.UNKNOWN) and _overlap(access.path, other.path)
        ]
        repeats = False
        if start is not None:
            reached, repeats = self._reached(access, start)
            observers += reached
        return Write(
            node=access.statement,
            target=access.expression,
            path=access.path,
            verdict=_verdict(access, observers),
            observers=tuple(observers),
            accumulates=access.accumulates,
            indirect=access.indirect,
            repeats=repeats,
        )

    def _reached(self, write: Access, start: int) -> tuple[list[Observation], bool]:
        """The reads that the write may reach, and whether control comes back to it."""
        found = list(self._beside(write, start)) if write.indirect else []
        seen: set[int] = set()
        pending = list(self._flow.points[start].successors)
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            here = self._at.get(index, ())
            found += [_observation(each) for each in here if _sees(each, write)]
            if not any(_hides(each, write) for each in here):
                pending += self._flow.points[index].successors
        found.sort(key=lambda each: each.node.start_byte)
        return found, start in set(self._flow.after(start))

    def _beside(self, write: Access, start: int) -> Iterable[Observation]:
        """Reads in the statement of a writing call: Go leaves their order open."""
        for access in self._at[start]:
            if access.node != write.node and _sees(access, write):
                yield _observation(access)


def _verdict(access: Access, observers: list[Observation]) -> Verdict:
    if any(each.how != "unknown" for each in observers):
        return Verdict.OBSERVED
    return Verdict.UNKNOWN if observers or not access.known else Verdict.LOST


def _overlap(one: Path, other: Path) -> bool:
    """Whether a part and another one share storage: one of the paths begins with the other."""
    return all(left == right for left, right in zip(one, other, strict=False))


def _sees(access: Access, write: Access) -> bool:
    return access.kind is Kind.READ and _overlap(write.path, access.path)


def _observation(access: Access) -> Observation:
    return Observation(access.node, "read" if access.path else "whole")


def _hides(access: Access, write: Access) -> bool:
    """Whether an assignment replaces all that `write` wrote. An element is never a sure hit."""
    return (
        access.kind in (Kind.WRITE, Kind.DECLARE)
        and not access.indirect
        and "[]" not in access.path
        and access.path == write.path[: len(access.path)]
    )


def never_returns(info: FileInfo, statement: Node) -> bool:
    """Whether an expression statement calls the predeclared panic, os.Exit and the like."""
    call = first_named(statement)
    function = call.child_by_field_name("function") if call is not None else None
    if function is None:
        return False
    if function.type == "identifier":
        target = info.object_of(function)
        return target is not None and target.kind == "builtin" and target.name == "panic"
    if function.type != "selector_expression":
        return False
    name = function.child_by_field_name("field")
    if name is None or name.text not in _ENDING_NAMES:
        return False
    chosen = info.selection(function)
    found = chosen.object if chosen is not None and chosen.kind == "package" else None
    return found is not None and (found.package, found.name) in _ENDING


_ENDING = frozenset(
    {
        ("os", "Exit"),
        ("runtime", "Goexit"),
        ("log", "Fatal"),
        ("log", "Fatalf"),
        ("log", "Fatalln"),
        ("log", "Panic"),
        ("log", "Panicf"),
        ("log", "Panicln"),
    }
)
_ENDING_NAMES = frozenset(name.encode() for _, name in _ENDING)
