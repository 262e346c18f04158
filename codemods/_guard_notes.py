"""What a reviewer has to know about a lock: what it does not guard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import place

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_duties import Duties
    from gofixmap_codemods._guard_scope import Scope

Kind = sharing.VariableKind
_SHOWN = 3  # places that a note lists before it counts the rest


def notes_of(scope: Scope, duties: Duties) -> Iterator[str]:
    """The notes of one fix, a sentence each."""
    if len(scope.variables) > 1:
        yield f"{scope.names} are written together, so one lock guards them all"
    for variable in scope.variables:
        yield from _referred(variable)
        package = variable.info.package
        if variable.is_exported and variable.owner[:1].isupper() and package.importable_outside:
            yield f"other modules can use {variable.qualified} without the lock"
    yield from _pairs(duties)
    for function in sorted(duties.held - duties.split, key=lambda each: each.name):
        yield f"{function.name} runs under the lock of its callers"
    if scope.bare:
        where = _listed(place(each.info, each.node) for each in scope.bare)
        yield f"tests use {scope.names} without the lock at {where}"


def _listed(places: Iterator[str]) -> str:
    known = list(dict.fromkeys(places))
    shown = ", ".join(known[:_SHOWN])
    return shown if len(known) <= _SHOWN else f"{shown} and {len(known) - _SHOWN} other places"


def _referred(variable: sharing.Variable) -> Iterator[str]:
    if variable.type.is_pointer:
        yield f"the lock guards the pointer {variable.name}, not what it points to"


def _pairs(duties: Duties) -> Iterator[str]:
    """Callers that first read and then write through two functions, each with its own section."""
    for caller, calls in duties.pairs():
        where = place(calls[0].call.info, calls[0].call.node)
        yield (
            f"{caller.name} reads and then writes in two sections at {where}: "
            "another goroutine can come between them"
        )
