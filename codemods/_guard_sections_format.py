"""Methods that package fmt and package errors call on what they are given.

`fmt.Sprintf("%v", s)` calls the String method of s, which hangs where that takes a lock that is
held already. (Go documentation, package fmt, Printing; package errors, Is and As.)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from gofixmap.codemod import operands, pattern, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Function, Type

_CALLED = ("String", "Error", "GoString", "Format", "Is", "As", "Unwrap")
_CALLING = pattern(r"(fmt|errors)\.\w+")
_DEPTH = 4  # how far into a type it is looked for a value that has such a method


def may_call(
    graph: sharing.CallGraph, call: sharing.Call, locking: Collection[Function]
) -> Function | None:
    """A method that takes the lock and that fmt or errors may call, there or in what is called."""
    methods = [each for each in locking if each.type and each.name.split(".")[-1] in _CALLED]
    if not methods:
        return None
    methods.sort(key=lambda each: each.name)
    made = [call] if call.callee is None else _calls_below(graph, call.callee)
    return next((found for each in made if (found := _called(each, methods)) is not None), None)


def _calls_below(graph: sharing.CallGraph, callee: Function) -> list[sharing.Call]:
    return [each for function in graph.reachable(callee) for each in graph.calls_in(function)]


def _called(call: sharing.Call, methods: Sequence[Function]) -> Function | None:
    if call.callee is not None or not _CALLING.fullmatch(call.name):
        return None
    given = [call.info.type_of(each) for each in operands.arguments_of(call.node)]
    for method in methods:
        if any(_may_hold(kind, method.type, _DEPTH) for kind in given):
            return method
    return None


def _may_hold(kind: Type, owner: str, depth: int) -> bool:
    """Whether a value of a type may be, or lead to, a value of the type named `owner`."""
    if kind.is_basic or depth == 0:
        return False
    if getattr(kind, "name", "") == owner or kind.is_interface or kind.is_typeparam:
        return True
    if kind.is_unknown:
        return True
    if kind.is_struct:
        return any(_may_hold(field.type, owner, depth - 1) for field in kind.fields)
    if kind.is_map and _may_hold(kind.key, owner, depth - 1):
        return True
    is_holder = kind.is_map or kind.is_slice or kind.is_array or kind.is_pointer
    return is_holder and _may_hold(kind.element, owner, depth - 1)
