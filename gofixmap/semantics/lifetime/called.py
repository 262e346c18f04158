"""The names of called functions and methods, as tables of known ones spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import unparenthesized
from gofixmap.semantics.sharing.calls import method_name

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo

# A word with what may follow the last name of what is called: type arguments, a parenthesis that
# stands around it, a comment.
_BEFORE_CALL = pattern(rb"([\w\x80-\xff]++)\s*+[\[()/]")
_INSTANTIATED = ("index_expression", "type_instantiation_expression", "generic_type")


def function_part(call: Node) -> Node | None:
    """What a call calls, without parentheses and type arguments."""
    node = call.child_by_field_name("function")
    while node is not None:
        node = unparenthesized(node)
        if node.type not in _INSTANTIATED:
            break
        node = node.child_by_field_name("operand") or node.child_by_field_name("type")
    return node


def words_called(text: bytes) -> frozenset[bytes]:
    """The words that may be the last names of calls in a text (`name_called`), and others."""
    return frozenset(_BEFORE_CALL.findall(text))


def name_called(call: Node) -> bytes:
    """The last name of what a call calls: `Get` of `client.Get(url)`; any text of what has none."""
    function = function_part(call)
    if function is None:
        return b""
    return (function.child_by_field_name("field") or function).text or b""


def called_name(info: FileInfo, call: Node) -> str:
    """`panic`, `net/http.Get`, `(*net/http.Client).Do`, `(net/http.RoundTripper).RoundTrip`.

    A function of a package that is not found still has its name; "" for everything else that is
    not known, for function values and for conversions.
    """
    function = function_part(call)
    if function is None:
        return ""
    if function.type == "identifier":
        found = info.object_of(function)
        if found is None or found.kind not in ("builtin", "func"):
            return ""
        return found.name if found.kind == "builtin" else f"{found.package}.{found.name}"
    if function.type != "selector_expression":
        return ""
    chosen = info.selection(function)
    if chosen is not None and chosen.kind == "method":
        return method_name(chosen)
    field = function.child_by_field_name("field")
    package = imported_path(info, function)
    return f"{package}.{info.file.text(field)}" if package and field is not None else ""


def imported_path(info: FileInfo, selector: Node) -> str:
    """The import path of the package in `pkg.Name`; "" where the operand is no package."""
    operand = selector.child_by_field_name("operand")
    if operand is None or operand.type not in ("identifier", "package_identifier"):
        return ""
    found = info.object_of(operand)
    return found.package if found is not None and found.kind == "package" else ""
