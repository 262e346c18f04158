"""Maps that a callee writes to: a function of the workspace, or an unknown callback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_uses import asks, inserts, makes

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo

_DEPTH = 3  # callees of callees that are looked at


def is_written_by_callee(access: Access, *, guess: bool = False) -> bool:
    """Whether the map goes to a callee that writes to it; with `guess` also to a function value."""
    if access.operation is not sharing.Operation.ARGUMENT:
        return False
    call = sharing.callees.call_around(access.node)
    return call is not None and _is_written(access.info, call, access.node, guess, _DEPTH)


def _is_written(info: FileInfo, call: Node, argument: Node, guess: bool, depth: int) -> bool:
    function = sharing.handing.function_called(info, call)
    if function is None:
        return guess and _calls_value(info, call)
    handed = sharing.handing.parameter_at(function, sharing.callees.position_of(argument, call))
    if handed.variable is None:
        return False
    accesses = sharing.accesses_of(info.semantics, handed.variable)
    if not accesses.is_complete or any(makes(each) or asks(each) for each in accesses.all):
        return False
    if any(inserts(each) for each in accesses.all):
        return True
    return depth > 0 and any(_passes_on(each, depth) for each in accesses.all)


def _passes_on(access: Access, depth: int) -> bool:
    call = sharing.callees.call_around(access.node)
    if access.operation is not sharing.Operation.ARGUMENT or call is None:
        return False
    return _is_written(access.info, call, access.node, False, depth - 1)


def _calls_value(info: FileInfo, call: Node) -> bool:
    """Whether it calls a parameter or variable that holds a function."""
    function = call.child_by_field_name("function")
    variable = sharing.variable_denoted(info, function) if function is not None else None
    return variable is not None and variable.type.is_func
