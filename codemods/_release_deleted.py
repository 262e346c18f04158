"""When an entry that is deleted takes with it what nobody else will release.

Most deletes follow the end of the value: it has been closed by whoever had it in hand, or it is a
timer that has fired. Only one that is told a key, and nothing else, is sure to have lost the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap.codemod import enclosing, identical, lifetime, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Type

Operation = sharing.Operation
_DECLARED = ("function_declaration", "method_declaration")


def why_deleted(context: Context, loss: Loss, others: Sequence[lifetime.Site]) -> str:
    """Why a delete without a release may be meant; "" where it is a leak."""
    graph = sharing.call_graph(context.semantics, loss.info.package)
    function = graph.function_of(loss.info, loss.statement)
    if loss.release.prompt or not function.is_exported:
        return "ended before"
    if graph.calls_to(function, tests=False):
        return "ended by the caller"
    if _is_value_in_sight(loss.info, function.node, loss.info.type_of(loss.target).element):
        return "the value is in sight"
    if _is_released_by_key(context, loss, others):
        return "another function deletes and releases"
    return ""


def _is_value_in_sight(info: FileInfo, function: Node, element: Type) -> bool:
    """Whether a variable of the function may be the value."""
    for node in walk(function):
        found = info.object_of(node) if node.type == "identifier" else None
        is_local = found is not None and found.is_local and found.kind == "var"
        if found is not None and is_local and identical(found.type, element) is not False:
            return True
    return False


def _is_released_by_key(context: Context, loss: Loss, others: Sequence[lifetime.Site]) -> bool:
    """Whether a function deletes one entry and releases it: this one is then meant otherwise."""
    for access in sharing.accesses_of(context.semantics, loss.variable).all:
        if access.operation is not Operation.DELETE or access.node == loss.access.node:
            continue
        home = enclosing(access.node, *_DECLARED)
        single = enclosing(access.node, "for_statement") is None
        if single and any(enclosing(site.node, *_DECLARED) == home for site in others):
            return True
    return False
