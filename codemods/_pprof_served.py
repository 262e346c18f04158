"""Where a program serves `http.DefaultServeMux`, and on which address."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import nodes, pattern, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

HTTP = "net/http"
_LOOPBACK = pattern(r"^(localhost|127(\.[0-9%]\w*){3}|\[::1\]|::1)(:|$)")
_EVERYBODY = pattern(r"^((0\.0\.0\.0|\[::\]|\*)?:)")
_HANDLER_AT = {"ListenAndServe": 1, "Serve": 1, "ListenAndServeTLS": 3, "ServeTLS": 1}
_DEPTH = 4  # variables that stand for variables


class Reach(StrEnum):
    """Who can connect to an address."""

    LOOPBACK = "loopback"
    PUBLIC = "public"
    UNKNOWN = "unknown"


class Address(Struct, frozen=True):
    """An address: the expression, who can connect, and the string literal that decides it."""

    node: Node | None
    reach: Reach
    info: FileInfo | None = None
    literal: Node | None = None


class Served(Struct, frozen=True):
    """A place that serves the default mux.

    `node` is the call of `http.ListenAndServe` and its like, or the literal of an `http.Server`;
    `handler` what is nil or `http.DefaultServeMux` there, None where the literal has no handler.
    """

    info: FileInfo
    node: Node
    handler: Node | None
    address: Address

    @property
    def is_call(self) -> bool:
        return self.node.type == "call_expression"


def served_at(info: FileInfo, node: Node) -> Served | None:
    """What a call or a literal serves; None where it is not the default mux."""
    return _called(info, node) if node.type == "call_expression" else _literal(info, node)


def _called(info: FileInfo, call: Node) -> Served | None:
    package, name = sharing.callees.called(info, call)
    at = _HANDLER_AT.get(name)
    given = sharing.callees.arguments_of(call)
    if package != HTTP or at is None or len(given) <= at or not is_default(info, given[at]):
        return None
    has_address = name.startswith("Listen")
    address = address_of(info, given[0]) if has_address else Address(None, Reach.UNKNOWN)
    return Served(info, call, given[at], address)


def _literal(info: FileInfo, literal: Node) -> Served | None:
    kind = info.type_of(literal)
    if str(kind) != "net/http.Server":
        return None
    body = literal.child_by_field_name("body")
    values: dict[str, Node] = {}
    for element in nodes.named(body) if body is not None else ():
        key, value = (element.child_by_field_name(part) for part in ("key", "value"))
        inner = nodes.first_named(value) if value is not None else None
        if element.type != "keyed_element" or key is None or inner is None:
            return None
        values[info.file.text(key)] = inner
    handler = values.get("Handler")
    if handler is not None and not is_default(info, handler):
        return None
    written = values.get("Addr")
    address = address_of(info, written) if written is not None else Address(None, Reach.UNKNOWN)
    return Served(info, literal, handler, address)


def is_default(info: FileInfo, handler: Node) -> bool:
    """Whether a handler is nil or `http.DefaultServeMux`."""
    handler = nodes.unparenthesized(handler)
    if handler.type == "nil":
        return True
    chosen = info.selection(handler) if handler.type == "selector_expression" else None
    found = chosen.object if chosen is not None and chosen.kind == "package" else None
    return found is not None and (found.package, found.name) == (HTTP, "DefaultServeMux")


def address_of(info: FileInfo, node: Node, depth: int = _DEPTH) -> Address:
    """Who can connect to the address that an expression gives."""
    value = info.constant(node)
    if isinstance(value, str):
        return Address(node, reach_of(value), info, _literal_in(node))
    start = _first_text(info, node)
    if start is not None:
        reach = reach_of(info.file.text(start)[1:-1])
        return Address(node, reach, info, start)
    given = _given(info, node) if depth else None
    if given is None:
        return Address(node, Reach.UNKNOWN)
    found = address_of(*given, depth - 1)
    return Address(node, found.reach, found.info, found.literal)


def reach_of(text: str) -> Reach:
    """Who can connect to "host:port", as far as its beginning tells."""
    if _LOOPBACK.match(text):
        return Reach.LOOPBACK
    if _EVERYBODY.match(text) or re.match(r"^[0-9]+(\.[0-9]+){3}:", text):
        return Reach.PUBLIC
    return Reach.UNKNOWN


def _literal_in(node: Node) -> Node | None:
    node = nodes.unparenthesized(node)
    return node if node.type == "interpreted_string_literal" else None


def _first_text(info: FileInfo, node: Node) -> Node | None:
    """The string literal that `":" + port` and `fmt.Sprintf(":%d", port)` begin with."""
    node = nodes.unparenthesized(node)
    if node.type == "binary_expression":
        left = node.child_by_field_name("left")
        return _first_text(info, left) if left is not None else None
    if node.type == "call_expression":
        given = sharing.callees.arguments_of(node)
        is_format = sharing.callees.called(info, node) in (("fmt", "Sprintf"), ("fmt", "Sprint"))
        return _literal_in(given[0]) if is_format and given else None
    return _literal_in(node)


def _given(info: FileInfo, node: Node) -> tuple[FileInfo, Node] | None:
    """What a variable is given in its only assignment, or a flag by default."""
    node = nodes.unparenthesized(node)
    if node.type == "unary_expression" and (node.text or b"")[:1] == b"*":
        operand = node.child_by_field_name("operand")
        return _flag_default(info, operand) if operand is not None else None
    variable = sharing.variable_denoted(info, node)
    if variable is None or variable.kind is sharing.VariableKind.FIELD:
        return None
    accesses = sharing.accesses_of(info.semantics, variable).all
    setting = [each for each in accesses if each.writes or each.operation in _HANDING]
    if len(setting) != 1:
        return None
    only = setting[0]
    if only.operation is sharing.Operation.ADDRESS:
        return _flag_variable(only)
    return (only.info, only.value) if only.value is not None else None


_HANDING = (sharing.Operation.ADDRESS, sharing.Operation.INITIALIZE)


def _flag_default(info: FileInfo, pointer: Node) -> tuple[FileInfo, Node] | None:
    """The default of `addr := flag.String("addr", ":6060", "...")`."""
    given = _given(info, pointer)
    if given is None or given[1].type != "call_expression":
        return None
    arguments = sharing.callees.arguments_of(given[1])
    if sharing.callees.called(*given) != ("flag", "String") or len(arguments) != 3:
        return None
    return given[0], arguments[1]


def _flag_variable(access: sharing.Access) -> tuple[FileInfo, Node] | None:
    """The default of `flag.StringVar(&addr, "addr", ":6060", "...")`."""
    call = sharing.callees.call_around(access.expression)
    if call is None or sharing.callees.called(access.info, call) != ("flag", "StringVar"):
        return None
    arguments = sharing.callees.arguments_of(call)
    return (access.info, arguments[2]) if len(arguments) == 4 else None
