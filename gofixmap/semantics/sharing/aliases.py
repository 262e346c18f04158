"""A local that only stands for the map or slice of a variable: `m := c.m`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.semantics.nodes import children_of, expression_items
from gofixmap.semantics.sharing.accesses import Access, accesses_of
from gofixmap.semantics.sharing.kinds import Operation
from gofixmap.semantics.sharing.variables import Variable, VariableKind, variable_denoted
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from tree_sitter import Node

_ELEMENTS = frozenset(
    {
        Operation.INDEX_READ,
        Operation.LOOKUP,
        Operation.RANGE,
        Operation.INDEX_WRITE,
        Operation.INDEX_UPDATE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.CLONE,
    }
)
#: What the local's uses may be besides: they look at the reference alone, or at its length.
_HARMLESS = frozenset({Operation.LEN, Operation.COMPARE, Operation.READ, Operation.INITIALIZE})


def aliases_of(access: Access) -> tuple[Access, ...] | None:
    """The accesses to the variable's map or slice through the local that `access` stores it in.

    They have the variable and the base of `access`; their nodes name the local. None where the
    reference goes on: anything but a local, one that is assigned again, returned, passed or stored.
    The length of a slice belongs to the local; that of a map to the map.
    """
    local = aliasing_local(access)
    if local is None:
        return None
    uses = accesses_of(access.info.semantics, local)
    if uses.incomplete or any(use.operation not in _ELEMENTS | _HARMLESS for use in uses.all):
        return None
    shared = _ELEMENTS | {Operation.LEN} if access.variable.type.is_map else _ELEMENTS
    return tuple(
        replace(use, variable=access.variable, base=access.base)
        for use in uses.all
        if use.operation in shared
    )


def aliasing_local(access: Access) -> Variable | None:
    """The local that an access declares for the variable's map or slice itself; None for none."""
    kind = access.info.type_of(access.expression)
    if access.operation is not Operation.STORE or not (kind.is_map or kind.is_slice):
        return None
    if access.expression.type in ("call_expression", "slice_expression"):
        return None
    target = _declared(access.expression)
    local = variable_denoted(access.info, target) if target is not None else None
    if local is None or local.kind is not VariableKind.LOCAL:
        return None
    declares = target is not None and local.node.start_byte == target.start_byte
    return local if declares else None


def _declared(value: Node) -> Node | None:
    """The identifier that a declaration gives the value to."""
    listed = value.parent
    statement = enclosing(value, "short_var_declaration", "var_spec")
    if statement is None or listed is None or listed.parent != statement:
        return None
    left = statement.child_by_field_name("left")
    names = children_of(statement, "name") if left is None else expression_items(left)
    values = expression_items(listed)
    return names[values.index(value)] if len(names) == len(values) else None
