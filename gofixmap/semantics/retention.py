"""Whether a pointer method keeps its receiver after it has returned.

A method that only reads and writes fields of what its receiver points to, and calls others like
it, leaves no pointer behind. Everything else counts as keeping it: returning, storing, sending or
passing it on, taking a field's address, slicing an array, capturing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.semantics.access import Access, Kind, access_of
from gofixmap.semantics.effects import receiver_name
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection

_DEPTH = 6  # methods that call methods; a deeper chain counts as keeping


def keeps_receiver(info: FileInfo, method: Selection, depth: int = _DEPTH) -> bool | None:
    """Whether the selected pointer method may keep its receiver; None where it has no body here."""
    if method.declaration is None:
        return None
    path, span = method.declaration
    there = info.semantics.file(path)
    declaration = there.file.declaration_at(span.start)
    if declaration is None or declaration.has_error:
        return None
    body = declaration.node.child_by_field_name("body")
    if body is None:
        return None
    name = receiver_name(declaration.node)
    variable = there.object_of(name) if name is not None else None
    if variable is None:
        return name is not None  # without a name it cannot be kept
    return any(_keeps(there, use, body, depth) for use in there.uses_in(variable, body))


def _keeps(info: FileInfo, use: Node, body: Node, depth: int) -> bool:
    if any(each.type == "func_literal" for each in ancestors(use, body)):
        return True
    access = access_of(info, use, pointee=True)
    if access.kind is Kind.UNKNOWN:
        return True
    return access.kind is Kind.ADDRESS and not _is_harmless_call(info, access, depth)


def _is_harmless_call(info: FileInfo, access: Access, depth: int) -> bool:
    """`r.other()` or `r.field.other()`, run where it stands, by a method that keeps nothing."""
    selector = access.expression.parent
    call = selector.parent if selector is not None else None
    if access.selection is None or call is None or depth == 0:
        return False
    if call.type != "call_expression" or call.child_by_field_name("function") != selector:
        return False
    if call.parent is not None and call.parent.type in ("defer_statement", "go_statement"):
        return False
    return keeps_receiver(info, access.selection, depth - 1) is False
