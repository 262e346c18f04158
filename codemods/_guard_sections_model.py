"""What the planner of critical sections takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, CallGraph, Edit, FileInfo, Function, Semantics, Variable


class LockRef(Struct, frozen=True):
    """The lock as code names it: a field `mu` beside the guarded one, or a variable.

    An embedded mutex has no name: its methods are the struct's. `variable` is the lock where it
    exists already; a lock that the fix adds is held nowhere yet.
    """

    name: str
    package: bool = False
    local: bool = False
    rw: bool = False
    variable: Variable | None = None

    def text(self, base: str) -> str:
        """`c.mu` for an access whose base is `c`; package locks and locals have no base."""
        if self.package or self.local or not base:
            return self.name
        return f"{base}.{self.name}" if self.name else base


class Such:
    """The variables that something holds for, which is asked of each when it matters."""

    def __init__(self, holds: Callable[[Variable], bool]) -> None:
        self._holds = holds
        self._known: dict[object, bool] = {}

    def __contains__(self, variable: object) -> bool:
        if variable not in self._known:
            self._known[variable] = isinstance(variable, sharing.Variable) and self._holds(variable)
        return self._known[variable]


class GuardContext(Struct, frozen=True):
    """What holds for every function of one plan.

    `version` is the language version of the function's file. `locking` are the functions that
    take this lock, directly or through what they call, now or once the fix is applied: no section
    may call one. `nil_maps` are the guarded maps that may still be nil where they are written,
    `kept_maps` those that are never set to nil again once they are made. `raised` are the places of
    writes whose section for reading becomes one for writing.
    """

    semantics: Semantics
    graph: CallGraph
    lock: LockRef
    version: tuple[int, int]
    locking: frozenset[Function] = frozenset()
    nil_maps: Container[Variable] = ()
    kept_maps: Container[Variable] = ()
    raised: Container[tuple[str, int]] = ()


class Refusal(Struct, frozen=True):
    """Why a function cannot be given its sections: a decline id, and the line and code."""

    reason_id: str
    details: str
    node: Node
    info: FileInfo


class Refused(Exception):
    """Carries a Refusal out of wherever the obstacle is met."""

    def __init__(self, reason_id: str, info: FileInfo, node: Node, why: str) -> None:
        super().__init__(reason_id)
        self.refusal = Refusal(reason_id, f"{why} ({place(info, node)})", node, info)


class Import(Struct, frozen=True):
    """An import that the edits need, under the name that they use."""

    path: str
    name: str
    info: FileInfo


class SectionPlan(Struct, frozen=True):
    """The edits of one function. `regions` are the ranges of bytes that run under the lock."""

    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    guarded: tuple[Access, ...] = ()
    imports: tuple[Import, ...] = ()
    regions: tuple[tuple[str, int, int], ...] = ()


def place(info: FileInfo, node: Node) -> str:
    """`cart.go:12: c.items[k]`, the first line of the code."""
    line = info.file.lines.line_of(node.start_byte)
    code = info.file.text(node).split("\n")[0].strip()
    return f"{info.path}:{line}: {code if len(code) < 60 else code[:60] + '...'}"
