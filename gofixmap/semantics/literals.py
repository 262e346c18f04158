"""Literals: basic ones with their values, composite literals and function literals."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics import constants
from gofixmap.semantics.nodes import first_named, named
from gofixmap.semantics.objects import Operand, unknown
from gofixmap.semantics.types import Array, Map, Pointer, Slice, Struct, Type, Unknown
from gofixmap.semantics.universe import (
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_RUNE,
    UNTYPED_STRING,
)

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

_ESCAPE = pattern(
    r"\\(?:([abfnrtv\\'\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))"
)
_SIMPLE = dict(zip("abfnrtv\\'\"", "\a\b\f\n\r\t\v\\'\"", strict=True))
_LARGEST_EXPONENT = 10_000


def string_value(text: str) -> str | None:
    """The value of a string literal. Bytes that are not UTF-8 come out as lone surrogates."""
    if text[:1] == "`":
        return text[1:-1].replace("\r", "")
    return _unescaped(text[1:-1])


def _unescaped(body: str) -> str | None:
    if "\\" not in body:
        return body
    out = bytearray()
    at = 0
    for match in _ESCAPE.finditer(body):
        out += body[at : match.start()].encode("utf-8", errors="surrogateescape")
        out += _escape(match)
        at = match.end()
    out += body[at:].encode("utf-8", errors="surrogateescape")
    return out.decode("utf-8", errors="surrogateescape")


def _escape(match: re.Match[str]) -> bytes:
    simple, octal, byte, short, long = match.groups()
    if simple:
        return _SIMPLE[simple].encode()
    if octal or byte:
        return bytes([int(octal, 8) & 0xFF if octal else int(byte, 16)])
    code = int(short or long, 16)
    return chr(code).encode("utf-8", errors="replace") if code < 0x110000 else b"?"


def int_value(text: str) -> int | None:
    digits = text.replace("_", "").lower()
    try:
        if len(digits) > 1 and digits[0] == "0" and digits.isdigit():
            return int(digits, 8)
        return int(digits, 0)
    except ValueError:
        return None


def float_value(text: str) -> Fraction | None:
    digits = text.replace("_", "").lower()
    try:
        if digits.startswith("0x"):
            return _hex_float(digits)
        if abs(int(digits.partition("e")[2] or 0)) > _LARGEST_EXPONENT:
            return None
        return Fraction(digits)
    except ValueError:
        return None


def _hex_float(digits: str) -> Fraction | None:
    mantissa, _, exponent = digits[2:].partition("p")
    whole, _, part = mantissa.partition(".")
    if abs(int(exponent or 0)) > _LARGEST_EXPONENT:
        return None
    scale = Fraction(2) ** int(exponent or 0)
    return Fraction(int(whole + part, 16), 16 ** len(part)) * scale


def rune_value(text: str) -> int | None:
    body = text[1:-1]
    match = _ESCAPE.fullmatch(body)
    if match is None:
        return ord(body) if len(body) == 1 else None
    simple, octal, byte, short, long = match.groups()
    if simple:
        return ord(_SIMPLE[simple])
    return int(octal, 8) if octal else int(byte or short or long, 16)


def _int(checker: Checker, node: Node) -> Operand:
    return Operand("const", UNTYPED_INT, int_value(checker.text(node)))


def _float(checker: Checker, node: Node) -> Operand:
    return Operand("const", UNTYPED_FLOAT, float_value(checker.text(node)))


def _imaginary(checker: Checker, node: Node) -> Operand:
    return Operand("const", UNTYPED_COMPLEX)


def _rune(checker: Checker, node: Node) -> Operand:
    return Operand("const", UNTYPED_RUNE, rune_value(checker.text(node)))


def _string(checker: Checker, node: Node) -> Operand:
    return Operand("const", UNTYPED_STRING, string_value(checker.text(node)))


def _function(checker: Checker, node: Node) -> Operand:
    from gofixmap.semantics.typeexpr import signature

    return Operand("value", signature(checker, node, ()))


def _composite(checker: Checker, node: Node) -> Operand:
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return unknown("a literal without a type")
    if type_node.type == "implicit_length_array_type":
        return Operand("value", _counted(checker, node, type_node))
    type_ = checker.type_expr(type_node)
    return unknown("a literal of an unknown type") if type_.is_unknown else Operand("value", type_)


def _counted(checker: Checker, node: Node, type_node: Node) -> Type:
    """`[...]T{...}`: one more than the greatest index."""
    body = node.child_by_field_name("body")
    element = type_node.child_by_field_name("element")
    elem = checker.type_expr(element) if element is not None else Unknown("no element")
    if body is None:
        return Array(None, elem)
    return Array(lambda: _length(checker, checker.whole(body)), elem)


def _length(checker: Checker, body: Node) -> int | None:
    index = greatest = 0
    for item in named(body):
        if item.type == "keyed_element":
            key = item.child_by_field_name("key")
            inner = first_named(key) if key is not None else None
            value = constants.natural(checker.value_of(inner)) if inner is not None else None
            if value is None:
                return None
            index = value
        index += 1
        greatest = max(greatest, index)
    return greatest


def literal_type(checker: Checker, body: Node) -> Type:
    """The type of the composite value that a literal_value builds, elided ones included."""
    parents: list[Node] = []
    at: Node | None = body
    while at is not None and at.type in ("literal_value", "literal_element", "keyed_element"):
        parents.append(at)
        at = at.parent
    if at is None or at.type != "composite_literal":
        return Unknown("not inside a literal")
    type_ = checker.operand(at).type
    for outer, inner in zip(reversed(parents), list(reversed(parents))[1:], strict=False):
        if outer.type == "literal_value":
            type_ = _inside(type_, inner)
        elif outer.type == "keyed_element":
            type_ = _side(type_, outer, inner)
    return type_.final if isinstance(type_, _Pair) else type_


class _Pair(Type):
    """The key and value types of a keyed element, until it is known which one is meant."""

    __slots__ = ("final", "key_side")

    def __init__(self, key_side: Type, final: Type) -> None:
        self.key_side = key_side
        self.final = final


def _inside(type_: Type, item: Node) -> Type:
    """The type of an item of a literal: an element's, or both of a keyed one."""
    core = type_.core
    if isinstance(core, Pointer):
        core = core.elem.core  # &T may be left out of an element
    if isinstance(core, Map):
        return _Pair(core.key_type, core.elem)
    if isinstance(core, (Slice, Array)):
        return _Pair(Unknown("an index"), core.elem) if item.type == "keyed_element" else core.elem
    return Unknown("a struct's value has its own type")


def _side(type_: Type, keyed: Node, inner: Node) -> Type:
    if not isinstance(type_, _Pair):
        return type_
    key = keyed.child_by_field_name("key")
    is_key = key is not None and key.start_byte == inner.start_byte
    return type_.key_side if is_key else type_.final


def is_struct_literal(checker: Checker, body: Node) -> bool | None:
    """Whether keys of this literal_value are field names; None where its type is not known."""
    core = literal_type(checker, body).core
    if isinstance(core, Pointer):
        core = core.elem.core
    if core is None or isinstance(core, Unknown):
        return None
    return isinstance(core, Struct)


def _literal_value(checker: Checker, node: Node) -> Operand:
    type_ = literal_type(checker, node)
    return unknown("a literal of an unknown type") if type_.is_unknown else Operand("value", type_)


def _element(checker: Checker, node: Node) -> Operand:
    inner = first_named(node)
    return unknown("empty") if inner is None else checker.operand(inner)


RULES: dict[str, Callable[[Checker, Node], Operand]] = {
    "int_literal": _int,
    "float_literal": _float,
    "imaginary_literal": _imaginary,
    "rune_literal": _rune,
    "interpreted_string_literal": _string,
    "raw_string_literal": _string,
    "func_literal": _function,
    "composite_literal": _composite,
    "literal_value": _literal_value,
    "literal_element": _element,
}
