"""Copies whose parts are written by sync/atomic: `atomic.StoreInt64(&v.f, x)`.

Who writes atomically means those who share the value, and nobody shares a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.codemod import access, mutation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_CHANGES = ("Add", "And", "CompareAndSwap", "Or", "Store", "Swap")


def lost_atomic_writes(
    info: FileInfo, variable: Object, region: Node
) -> tuple[mutation.Write, ...] | None:
    """The writes to the variable, where each is lost and the last of them is an atomic one."""
    found = mutation.mutation_of(info, variable, region, _effects)
    if not found.is_lost or found.captured or not found.writes[-1].indirect:
        return None
    return found.writes


def _effects(info: FileInfo, use: access.Access) -> Iterable[access.Access] | None:
    """What a function of sync/atomic does to the part that it is given the address of."""
    taken = use.expression.parent
    listed = taken.parent if taken is not None else None
    call = listed.parent if listed is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    if use.selection is not None or call is None or function is None:
        return None
    chosen = info.selection(function) if function.type == "selector_expression" else None
    found = chosen.object if chosen is not None and chosen.kind == "package" else None
    if found is None or found.package != "sync/atomic":
        return None
    if found.name.startswith("Load"):
        return [replace(use, kind=access.Kind.READ)]
    alone = call.parent is not None and call.parent.type == "expression_statement"
    if not (alone and found.name.startswith(_CHANGES)):
        return None  # the result shows what was there
    return [replace(use, kind=access.Kind.WRITE, indirect=True, statement=call)]
