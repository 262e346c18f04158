"""Constant arithmetic, exact as the Go specification asks: ints, fractions, strings and bools.

Every function gives None where a value is not known or there is no such value.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gofixmap.semantics.objects import Value
from gofixmap.semantics.types import Basic, Type

_MOST_BITS = 10_000  # go/constant refuses far smaller ones; beyond, the value is not known
_LARGEST = 1 << _MOST_BITS
_WIDTHS = {"uint8": 8, "byte": 8, "uint16": 16, "uint32": 32, "uint64": 64}

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": op.eq,
    "!=": op.ne,
    "<": op.lt,
    "<=": op.le,
    ">": op.gt,
    ">=": op.ge,
}
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "&": op.and_,
    "|": op.or_,
    "^": op.xor,
    "&^": lambda a, b: a & ~b,
}


def is_number(value: Value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def natural(value: Value) -> int | None:
    """The value as a length or index, as `1e6` also is one; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        return None
    return int(value) if value >= 0 and Fraction(value).denominator == 1 else None


def converted(value: Value, type_: Type) -> Value:
    """A constant in another type: numbers between integer and floating-point types, or kept."""
    under = type_.underlying
    if value is None or not isinstance(under, Basic):
        return None
    if under.is_integer and isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else None
    if under.is_string and is_number(value):
        return _as_string(value)
    fits = (
        (under.is_string and isinstance(value, str))
        or (under.is_boolean and isinstance(value, bool))
        or (under.is_numeric and is_number(value))
    )
    return value if fits else None


def _as_string(value: Value) -> str | None:
    if isinstance(value, int) and 0 <= value < 0x110000 and not 0xD800 <= value < 0xE000:
        return chr(value)
    return "\ufffd" if isinstance(value, int) else None


def unary(operator: str, value: Value, type_: Type, word: int | None) -> Value:
    """`operator value`; `word` is the size of an int in bits, None where it is not known."""
    if isinstance(value, bool):
        return not value if operator == "!" else None
    if not isinstance(value, (int, Fraction)):
        return None
    if operator == "+":
        return value
    if operator == "-":
        return -value
    return _complement(value, type_, word) if operator == "^" and isinstance(value, int) else None


def _complement(value: int, type_: Type, word: int | None) -> int | None:
    under = type_.underlying
    name = under.name if isinstance(under, Basic) else ""
    bits = word if name in ("uint", "uintptr") else _WIDTHS.get(name, 0)
    if bits is None:
        return None
    return value ^ ((1 << bits) - 1) if bits else ~value


def binary(operator: str, left: Value, right: Value, type_: Type) -> Value:
    if left is None or right is None:
        return None
    if isinstance(left, bool) and isinstance(right, bool):
        return _logical(operator, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right if operator == "+" else None
    if not is_number(left) or not is_number(right):
        return None
    assert not isinstance(left, str) and not isinstance(right, str)
    if operator in ("<<", ">>"):
        return _shifted(operator, left, right)
    if operator in _ARITHMETIC or operator == "%":
        return _integral(operator, _integer(left), _integer(right))
    return _number(operator, left, right, type_)


def _logical(operator: str, left: bool, right: bool) -> bool | None:
    if operator == "&&":
        return left and right
    return left or right if operator == "||" else None


def _integer(value: int | Fraction) -> int | None:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else None
    return value


def _shifted(operator: str, left: int | Fraction, right: int | Fraction) -> int | None:
    value, count = _integer(left), _integer(right)
    if value is None or count is None or not 0 <= count <= _MOST_BITS:
        return None
    return value << count if operator == "<<" else value >> count


def _integral(operator: str, left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    if operator == "%":
        return None if right == 0 else left - right * _quotient(left, right)
    return _ARITHMETIC[operator](left, right)


def _quotient(left: int, right: int) -> int:
    """Division that truncates toward zero, as Go's does."""
    magnitude = abs(left) // abs(right)
    return magnitude if (left < 0) == (right < 0) else -magnitude


def _number(
    operator: str, left: int | Fraction, right: int | Fraction, type_: Type
) -> int | Fraction | None:
    if operator == "/":
        if right == 0:
            return None
        if type_.is_integer and isinstance(left, int) and isinstance(right, int):
            return _quotient(left, right)
        return Fraction(left) / Fraction(right)
    result: int | Fraction = 0
    if operator == "+":
        result = left + right
    elif operator == "-":
        result = left - right
    elif operator == "*":
        result = left * right
    else:
        return None
    return result if -_LARGEST < result < _LARGEST else None


def compare(operator: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    same = (
        (isinstance(left, str) and isinstance(right, str))
        or (isinstance(left, bool) and isinstance(right, bool))
        or (is_number(left) and is_number(right))
    )
    if not same or (isinstance(left, bool) and operator not in ("==", "!=")):
        return None
    return bool(_COMPARE[operator](left, right))


def string_length(value: str) -> int:
    """The length of a constant string in bytes."""
    return len(value.encode("utf-8", errors="surrogateescape"))
