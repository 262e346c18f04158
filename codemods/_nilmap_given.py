"""Local maps that came from elsewhere and may have come as nil: parameters, results of calls.

Looked at only where the user has named them. A map that is made for such a variable is seen by
those alone that get the variable afterwards: the caller it is returned to, a setter, a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_edits import Refusal
from gofixmap_codemods._nilmap_fields import is_made
from gofixmap_codemods._nilmap_locals import first_of_lists, guarded
from gofixmap_codemods._nilmap_reach import Nilness
from gofixmap_codemods._nilmap_uses import asks, inserts, makes
from msgspec import Struct

from gofixmap.codemod import Edit, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, Variable

Operation = sharing.Operation
_GOING_ON = frozenset({Operation.RETURN, Operation.ARGUMENT, Operation.STORE})


class GivenLocal(Struct, frozen=True):
    """Writes to a local that holds what it was given, which may be nil."""

    variable: Variable
    writes: tuple[Access, ...]
    goes_on: bool

    def edits(self) -> tuple[list[Edit], str]:
        """The edits, and what they do. Raises Refusal where the map would be lost."""
        variable = self.variable
        if not self.goes_on:
            is_parameter = variable.declaration.type == "parameter_declaration"
            reason = "parameter" if is_parameter else "copy"
            raise Refusal(reason, variable.info, variable.node)
        edits = [edit for each in first_of_lists(self.writes) for edit in guarded(each)]
        return edits, f"Make {variable.name} before the first write"


def given_local(variable: Variable) -> GivenLocal | None:
    """Writes that a nil map may come to; None where the map is made, or looked at, before."""
    info = variable.info
    found, declared = sharing.accesses_of(info.semantics, variable), info.object_of(variable.node)
    function = declared.function if declared is not None and declared.is_local else None
    if function is None or not found.is_complete:
        return None
    uses = [each for each in found.all if each.node != variable.node]
    starts: list[Node | None] = [each.node for each in uses if _gives(each)]
    if declared is not None and declared.role in ("param", "result", "receiver"):
        starts.append(None)
    elif any(_gives(each) for each in found.all if each.node == variable.node):
        starts.append(variable.node)
    making = [each.node for each in uses if makes(each) and not _gives(each)]
    asking = [each.node for each in uses if asks(each)]
    nilness = Nilness(info, function, starts, making, asking)
    writes = tuple(
        each
        for each in uses
        if inserts(each)
        and each.function == function
        and nilness.is_possible(each.node, guess=True)
    )
    if not writes:
        return None
    last = writes[0].node.start_byte
    goes_on = any(each.operation in _GOING_ON and each.node.start_byte > last for each in uses)
    return GivenLocal(variable, writes, goes_on)


def _gives(access: Access) -> bool:
    """Whether the variable gets a value that may be nil."""
    if access.operation not in (Operation.ASSIGN, Operation.INITIALIZE):
        return False
    return access.value is None or not is_made(access.info, access.value)
