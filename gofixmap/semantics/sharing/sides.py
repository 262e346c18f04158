"""One side of a race in the code of the workspace: where it stands, what it may have accessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.drift import Claim, claims_of
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.origins import origins, results_on, stored_in
from gofixmap.semantics.sharing.suspects import (
    ANY,
    Suspect,
    is_whole,
    names_on,
    suspects_in,
    suspects_on,
)
from gofixmap.semantics.sharing.variables import Variable
from gofixmap.semantics.types import Named, Type
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.evidence.model import Frame, RaceAccess
    from gofixmap.semantics.sharing.frames import Frames, Site

_LITERALS = Captures("(composite_literal) @literal")
_DEPTH = 4  # calls below the innermost frame of a stack that lacks frames
_MOST = 64  # functions that are looked into for one stack


class Side:
    """`access` with its stack, and the stack that started its goroutine."""

    def __init__(self, access: RaceAccess, created: Sequence[Frame], frames: Frames) -> None:
        self.access = access
        self._above, self.stack = _split(access.frames, frames)
        self._created = tuple(created)
        self.started = tuple(frames.sites(created))

    @property
    def site(self) -> Site | None:
        """The innermost frame of the workspace."""
        return self.stack[0] if self.stack else None

    def claims(self, frames: Frames) -> Iterator[Claim]:
        """What the stacks say of the lines that they name."""
        first = None
        if self.site is not None:
            access = None if self.lacks_frames else self.access
            first = Claim(self.site, access, self.handed_on)
        for stack, about in ((self.access.frames, first), (self._created, None)):
            sites = [frames.site(frame) for frame in stack]
            yield from claims_of(stack, sites, about)
        if self.started and self._created and frames.site(self._created[0]) is not None:
            yield Claim(self.started[0], starts=True)

    @property
    def lacks_frames(self) -> bool:
        """Whether the accessing function is missing from the stack.

        The runtime's single-value map read and the atomic functions leave their caller out.
        """
        if not self.stack:
            return True
        return any(
            ".mapaccess1" in frame.function or frame.function.startswith("sync/atomic.")
            for frame in self._above
        )

    @property
    def handed_on(self) -> bool:
        """Whether code outside of the workspace did the access."""
        return any(
            not frame.function.startswith(("runtime.", "internal/")) for frame in self._above
        )

    @cached_property
    def suspects(self) -> list[Suspect]:
        """What can be the access on the frame's line, and below where frames are missing."""
        site = self.site
        found = self._on(site, site.line) if site is not None and site.is_current else []
        return self._called([*self._below(), *found] if self.lacks_frames else found)

    def _called(self, suspects: list[Suspect]) -> list[Suspect]:
        """Those that are handed to the function above, where some are."""
        if not self.handed_on:
            return suspects
        names = {re.split(r"[.)]", frame.function)[-1].encode() for frame in self._above}
        called = [each for each in suspects if _callee_name(each) in names]
        return called or suspects

    @cached_property
    def anywhere(self) -> list[Suspect]:
        """What the frame's function uses at all, where nobody knows how far its lines have moved.

        Every use counts: what raced may be atomic by now, and then its neighbour must not be named.
        """
        if self.site is None or self.site.is_known:
            return []
        found = suspects_in(self.site.info, self.site.node, ANY, handed_on=False)
        return [each for each in found if _is_data(each)]

    def may_access(self, variable: Variable) -> bool:
        """Whether the frame's function has an access of the reported kind at all."""
        site = self.site
        if site is None or site.is_known:
            return True
        fit = suspects_in(site.info, site.node, self.access, handed_on=self.handed_on)
        return variable in self.variables(fit)

    def handles_whole(self, field: Variable) -> bool:
        """Whether the frame's line reads or writes a whole value that the field is part of."""
        site = self.site
        if site is None or not site.is_current:
            return False
        return any(
            _is_of(site.info.type_of(node), field) and (self.handed_on or is_whole(site.info, node))
            for node in names_on(site.info, site.node, site.line - 1)
        )

    def makes(self, field: Variable) -> bool:
        """Whether the frame's line makes a value that the field is part of."""
        site = self.site
        if site is None or not site.is_current:
            return False
        made = (node for node in _LITERALS.of(site.node) if node.start_point.row < site.line)
        return any(
            node.end_point.row + 1 >= site.line and _is_of(site.info.type_of(node), field)
            for node in made
        )

    def leading_to(self, field: Variable) -> dict[Variable, Suspect]:
        """The variables on the line whose pointers lead to values that the field is part of."""
        site = self.site
        if site is None or not site.is_current:
            return {}
        uses = suspects_on(site.info, site.node, site.line, ANY, handed_on=False)
        return {
            use.variable: use
            for use in uses
            if use.variable.type.is_pointer and _is_of(use.variable.type, field)
        }

    def _on(self, site: Site, line: int) -> list[Suspect]:
        return suspects_on(site.info, site.node, line, self.access, handed_on=self.handed_on)

    def variables(self, suspects: Sequence[Suspect]) -> dict[Variable, Suspect]:
        """The variables, each with its mention; what a name stands for before the name."""
        found: dict[Variable, Suspect] = {}
        for suspect in suspects:
            if suspect.is_through:
                for variable in origins(suspect.variable, self._stack_of(suspect)):
                    found.setdefault(variable, suspect)
            found.setdefault(suspect.variable, suspect)
        return found

    def given(self) -> dict[Variable, Suspect]:
        """What the line hands to the runtime's map code: it reads keys and values for itself."""
        site = self.site
        if site is None or not self.access.is_map or not site.is_current:
            return {}
        plain = replace(self.access, frames=())
        return self.variables(suspects_on(site.info, site.node, site.line, plain, handed_on=False))

    def published(self) -> dict[Variable, Suspect | None]:
        """Other variables that the line may get at: what called functions return, and where the
        value of a local is stored.
        """
        found: dict[Variable, Suspect | None] = {}
        for suspect in self.suspects:
            if suspect.is_through:
                found |= dict.fromkeys(stored_in(suspect.variable), suspect)
        if self.site is not None and self.site.is_current:
            for variable in results_on(self.site):
                found.setdefault(variable, None)
        return found

    def _stack_of(self, suspect: Suspect) -> Sequence[Site]:
        stack = (*self.stack, *self.started)
        site = self.site
        if site is None or suspect.info.path != site.path:
            return ()
        return stack

    def _below(self) -> Iterator[Suspect]:
        for function in self.callees():
            yield from suspects_in(
                function.info, function.node, self.access, handed_on=self.handed_on
            )

    def callees(self) -> list[Function]:
        """The functions that the missing frames can be of."""
        found: dict[Function, None] = {}
        starting = [*self.stack[:1], *self.started]
        level = [function for site in starting for function in _called_on(site)]
        for _ in range(_DEPTH):
            level = [each for each in dict.fromkeys(level) if each not in found]
            found.update(dict.fromkeys(level))
            if not level or len(found) > _MOST:
                break
            level = [callee for function in level for callee in _called_by(function)]
        return list(found)


def _split(frames: Sequence[Frame], found: Frames) -> tuple[tuple[Frame, ...], tuple[Site, ...]]:
    """The frames above the innermost one of the workspace, and the sites from there on."""
    for at, frame in enumerate(frames):
        if found.site(frame) is not None:
            return tuple(frames[:at]), tuple(found.sites(frames[at:]))
    return tuple(frames), ()


def _called_on(site: Site) -> Iterator[Function]:
    """The functions that a line calls, and the literals that stand on it."""
    graph = call_graph(site.info.semantics, site.info.package)
    for function in graph.functions_around(site.info, site.node):
        if function.is_literal and _touches(function.node, site.line):
            yield function
    for call in graph.calls_in(graph.functions_around(site.info, site.node)[0]):
        if call.callee is not None and _touches(call.node, site.line):
            yield call.callee


def _touches(node: Node, line: int) -> bool:
    return node.start_point.row < line <= node.end_point.row + 1


def _called_by(function: Function) -> Iterator[Function]:
    graph = call_graph(function.info.semantics, function.info.package)
    for call in graph.calls_from(function):
        if call.callee is not None:
            yield call.callee


def _callee_name(suspect: Suspect) -> bytes:
    """The name of the function that the mention is handed to, or whose receiver it is."""
    call = enclosing(suspect.node, "call_expression")
    function = call.child_by_field_name("function") if call is not None else None
    if function is not None and function.type == "selector_expression":
        function = function.child_by_field_name("field")
    return function.text or b"" if function is not None else b""


_HOLDING = (Operation.READ, Operation.INITIALIZE, Operation.METHOD)


def _is_data(suspect: Suspect) -> bool:
    """Not a channel or a lock, nor the pointer that a field is reached through."""
    kind = suspect.variable.type.unaliased
    if kind.is_chan or (kind.is_pointer and suspect.operation in _HOLDING):
        return False
    return not (isinstance(kind, Named) and kind.package == "sync" and kind.name != "Map")


def _is_of(kind: Type, field: Variable) -> bool:
    """Whether a type is the struct that declares a field, or holds or leads to values of it."""
    for _ in range(3):
        kind = kind.unaliased
        if isinstance(kind, Named):
            return (kind.package, kind.name) == (field.package, field.owner)
        if not (kind.is_pointer or kind.is_slice or kind.is_array or kind.is_map):
            return False
        kind = kind.element
    return False
