"""Which calls release a value: its own methods, the value called itself, helpers, wrappers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.called import function_part
from gofixmap.semantics.nodes import call_of

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.lifetime.openers import Kind
    from gofixmap.semantics.objects import Object

# Wrappers of the standard library whose Close leaves what they wrap open.
_LEAVES_OPEN = pattern(
    r"\*?(compress/\w+|bufio|archive/\w+|encoding/\w+|text/tabwriter|crypto/\w+)\.\w+"
)
_WRAPPED = pattern(r"\b(gzip|zlib|flate|lzw|bzip2|NopCloser)\b")


def is_release(info: FileInfo, closing: Node, kind: Kind) -> bool:
    """Whether a call that closes the value, or something made of it, releases the value.

    A helper that is given the value does; so does a method of the kind's, and Close of a wrapper
    but for those that are known to leave the source open.
    """
    function = function_part(closing)
    if function is None or function.type != "selector_expression":
        return True
    chosen = info.selection(function)
    operand = function.child_by_field_name("operand")
    if chosen is None or chosen.kind == "package" or operand is None:
        return True
    if _is_value(info, operand, kind):
        return not kind.releases or chosen.name in kind.releases
    if _is_argument(info, closing, kind):
        return True
    return _LEAVES_OPEN.fullmatch(str(info.type_of(operand))) is None


def _is_value(info: FileInfo, operand: Node, kind: Kind) -> bool:
    if not kind.through:
        return str(info.type_of(operand)) == kind.type
    field = operand.child_by_field_name("field") if operand.type == "selector_expression" else None
    return field is not None and info.file.text(field) == kind.through


def _is_argument(info: FileInfo, call: Node, kind: Kind) -> bool:
    """A method that is given the value: `s.closeAll(resp)`."""
    listed = call.child_by_field_name("arguments")
    return listed is not None and any(
        str(info.type_of(each)) == kind.type or _is_value(info, each, kind)
        for each in listed.named_children
        if each.type != "comment"
    )


def released_by_value(
    info: FileInfo, obj: Object, function: Node, kind: Kind
) -> tuple[list[Node], list[Node]]:
    """Calls of the value itself (`cancel()`), and places that hand on the function that releases
    it: `t.Cleanup(resp.Body.Close)`, `stop := ticker.Stop`, `return cancel`."""
    calls: list[Node] = []
    handed: list[Node] = []
    for use in info.uses_in(obj, function):
        released = _release_value(info, use, kind)
        if released is None:
            continue
        call = call_of(released)
        if call is None:
            handed.append(released)
        elif released == use:
            calls.append(call)
    return calls, handed


def _release_value(info: FileInfo, use: Node, kind: Kind) -> Node | None:
    """The expression that denotes the releasing function, which begins with this use."""
    if "" in kind.releases:
        return use if call_of(use) is not None else None
    node = use
    for name in (kind.through, None):
        if name == "":
            continue
        parent = node.parent
        if parent is None or parent.type != "selector_expression":
            return None
        field = parent.child_by_field_name("field")
        text = info.file.text(field) if field is not None else ""
        if parent.child_by_field_name("operand") != node:
            return None
        if text != name if name else text not in kind.releases:
            return None
        node = parent
    return node
