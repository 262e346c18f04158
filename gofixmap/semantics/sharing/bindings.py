"""What the receiver and the parameters of a called function are at one call of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.nodes import named, unparenthesized
from gofixmap.semantics.sharing.calls import Call, CallKind, called
from gofixmap.semantics.sharing.fates import parameter
from gofixmap.semantics.sharing.places import ELSEWHERE, local_path, path_of, with_fields

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.sharing.functions import Function

_DIRECT = (CallKind.CALL, CallKind.GO, CallKind.DEFER)


class Binding(Struct, frozen=True):
    """A name of the callee, and the expression that it stands for at the call."""

    inner: str  # the path of the callee's receiver or parameter
    inner_name: str
    outer: str  # the path of the operand or argument in the caller
    outer_text: str
    copied: bool = False  # the callee has a value of its own, not the caller's


def bindings(call: Call) -> tuple[Binding, ...]:
    """The names of the callee whose values have a path in the caller, the receiver first."""
    callee = call.callee
    if callee is None:
        return ()
    return call.info.semantics.once(("sharing.bindings", call), lambda: _bindings(call, callee))


def _bindings(call: Call, callee: Function) -> tuple[Binding, ...]:
    function = call.node
    arguments: list[Node] = []
    if call.kind in _DIRECT and call.node.type == "call_expression":
        function = called(call.node) or call.node
        listed = call.node.child_by_field_name("arguments")
        arguments = named(listed) if listed is not None else []
    pairs = [_receiver(call.info, function, callee)]
    pairs += [_parameter(call.info, each, callee, i) for i, each in enumerate(arguments)]
    return tuple(pair for pair in pairs if pair is not None)


def _receiver(info: FileInfo, function: Node, callee: Function) -> Binding | None:
    node = unparenthesized(function)
    label = receiver_name(callee.node) if callee.type else None
    operand = node.child_by_field_name("operand")
    if label is None or operand is None or node.type != "selector_expression":
        return None
    chosen = info.selection(node)
    outer = path_of(info, operand)
    if chosen is None or chosen.method_expression or outer is None:
        return None
    text = ".".join([info.file.text(operand), *(field.name for field in chosen.path)])
    return _bound(callee, label, with_fields(outer, chosen.path), text)


def _parameter(info: FileInfo, argument: Node, callee: Function, index: int) -> Binding | None:
    label = parameter(callee, index)
    outer = path_of(info, argument) if label is not None else None
    if label is None or outer is None:
        return None
    return _bound(callee, label, outer, info.file.text(argument).lstrip("&*"))


def _bound(callee: Function, label: Node, outer: str, text: str) -> Binding | None:
    found = callee.info.object_of(label)
    if found is None:
        return None
    copied = found.type.is_struct or found.type.is_array
    return Binding(local_path(found), callee.info.file.text(label), outer, text, copied)


def inwards(found: tuple[Binding, ...], path: str) -> tuple[str, str] | None:
    """A path of the caller as path and text of the callee; None where the callee cannot name it."""
    for each in found:
        rest = _below(path, each.outer)
        if rest is not None:
            return each.inner + rest, each.inner_name + rest
    return None


def outwards(found: tuple[Binding, ...], path: str) -> tuple[str, str] | None:
    """A path of the callee as path and text of the caller; None where it is the callee's own."""
    for each in found:
        rest = _below(path, each.inner)
        if rest is not None:
            return each.outer + rest, each.outer_text + rest
    return None


def _below(path: str, prefix: str) -> str | None:
    """What follows a prefix that ends where a name ends."""
    if not path.startswith(prefix) or path == ELSEWHERE:
        return None
    rest = path[len(prefix) :]
    return rest if not rest or rest[0] in ".[" else None
