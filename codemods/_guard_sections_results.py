"""Named results: a return reads them where no lock can be, so it has to come after all goroutines.

`return errs` behind `wg.Wait()` needs no lock; what the goroutines write before that does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap.codemod import sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, CallGraph, Variable

_JOINED = ("go", "errgroup.Go", "wg.Go")


def is_read_while_shared(graph: CallGraph, variable: Variable) -> bool:
    """Whether a variable is a named result that a return may read while goroutines use it."""
    function = _function_of(variable)
    if function is None:
        return False
    accesses = sharing.accesses_of(graph.semantics, variable).all
    return any(
        not _is_joined(graph, function, access, each)
        for access in accesses
        if _is_elsewhere(graph, function, access)
        for each in _returns(function)
    )


def _function_of(variable: Variable) -> Node | None:
    """The function that has the variable as a named result."""
    listed = variable.declaration.parent
    function = listed.parent if listed is not None else None
    if function is None or variable.kind is not sharing.VariableKind.LOCAL:
        return None
    return function if function.child_by_field_name("result") == listed else None


def _is_elsewhere(graph: CallGraph, function: Node, access: Access) -> bool:
    return graph.function_of(access.info, access.node).node != function


def _returns(function: Node) -> Iterator[Node]:
    for node in walk(function):
        own = node.type == "return_statement"
        if own and not _is_in_literal(node, function):
            yield node


def _is_in_literal(node: Node, function: Node) -> bool:
    current = node.parent
    while current is not None and current != function:
        if current.type == "func_literal":
            return True
        current = current.parent
    return False


def _is_joined(graph: CallGraph, function: Node, access: Access, site: Node) -> bool:
    """Whether a goroutine of the function makes the access, and is not at it at the return."""
    own = graph.function_at(access.info, function)
    root = access.variable.node.start_byte
    around = [
        start
        for start in sharing.starts_of(graph, [own])
        if start.starter == own
        and start.how in _JOINED
        and start.body is not None
        and start.body.contains(access.node)
    ]
    return bool(around) and all(
        sharing.is_ordered(graph, start, access.node, site, root) for start in around
    )
