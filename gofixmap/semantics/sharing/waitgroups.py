"""The wait group of a report that sync.WaitGroup itself makes: Add not ordered before Wait.

It marks its counter as read by the first Add and as written by the first Wait. The functions that
called these are missing from the stacks, so they are looked for in and below what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.semantics.nodes import Captures
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.origins import origins
from gofixmap.semantics.sharing.suspects import Suspect
from gofixmap.semantics.sharing.variables import Variable, variable_denoted
from gofixmap.semantics.types import Named

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.sides import Side

_CALLS = Captures("(call_expression function: (selector_expression) @method)")
_STARTING = (b"Add", b"Go")
_WAITING = (b"Wait",)


def is_about_wait_group(sides: Sequence[Side]) -> bool:
    """Whether sync's own marks collide, on either side."""
    tops = [side.access.frames[0].function for side in sides if side.access.frames]
    marks = ("runtime.raceread", "runtime.racewrite", "sync.(*WaitGroup).")
    return bool(tops) and all(top.startswith(marks) for top in tops)


def wait_groups(sides: Sequence[Side]) -> dict[Variable, Suspect]:
    """The wait groups that one side adds to and that anybody around waits for."""
    adding = [side for side in sides if not side.access.is_write]
    below = dict.fromkeys(each for side in adding for each in side.callees())
    around = dict.fromkeys(function for side in (*adding, *sides) for function in _declared(side))
    waited = {s.variable: s for s in _uses((*around, *below), _WAITING)}
    added = {s.variable: s for s in _uses((*below, *around), _STARTING)}
    return {variable: use for variable, use in added.items() if variable in waited}


def _declared(side: Side) -> Iterator[Function]:
    """The declared functions on the stacks of a side, with their literals."""
    for site in (*side.stack, *side.started):
        graph = call_graph(site.info.semantics, site.info.package)
        yield graph.functions_around(site.info, site.node)[0]


def _uses(functions: Iterable[Function], methods: tuple[bytes, ...]) -> Iterator[Suspect]:
    """Calls of a wait group's methods; where it is a parameter, of what is handed in."""
    for function in functions:
        for method in _CALLS.of(function.node):
            name = method.child_by_field_name("field")
            operand = method.child_by_field_name("operand")
            if name is None or operand is None or name.text not in methods:
                continue
            variable = variable_denoted(function.info, operand)
            if variable is not None and _is_wait_group(variable):
                for each in (*origins(variable, ()), variable):
                    yield Suspect(each, function.info, operand, Operation.ATOMIC)


def _is_wait_group(variable: Variable) -> bool:
    kind = variable.type.unaliased
    kind = kind.element.unaliased if kind.is_pointer else kind
    return isinstance(kind, Named) and (kind.package, kind.name) == ("sync", "WaitGroup")
