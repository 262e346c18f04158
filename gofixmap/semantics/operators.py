"""Unary and binary operators: types of results, and the values of constant ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import constants
from gofixmap.semantics.objects import Operand, unknown
from gofixmap.semantics.types import Basic, Chan, Pointer, Type
from gofixmap.semantics.typeset import core_type
from gofixmap.semantics.universe import UNTYPED_BOOL, UNTYPED_INT

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_SHIFTS = frozenset(("<<", ">>"))
_RANKS = {"untyped int": 1, "untyped rune": 2, "untyped float": 3, "untyped complex": 4}


def _operator(node: Node) -> str:
    found = node.child_by_field_name("operator")
    return found.type if found is not None else ""


def _unary(checker: Checker, node: Node) -> Operand:
    operand_node = node.child_by_field_name("operand")
    if operand_node is None:
        return unknown("no operand")
    operator = _operator(node)
    operand = checker.operand(operand_node)
    if operator == "*":
        return dereferenced(operand)
    if operand.mode not in ("value", "const"):
        return unknown("not a value")
    if operator == "&":
        return Operand("value", Pointer(operand.type))
    if operator == "<-":
        core = core_type(operand.type)
        if isinstance(core, Chan):
            return Operand("value", core.elem, comma_ok=True)
        return unknown("not a channel")
    return _computed(checker, operator, operand)


def dereferenced(operand: Operand) -> Operand:
    """`*x`: what a pointer points to, or a pointer type."""
    if operand.mode == "type":
        return Operand("type", Pointer(operand.type))
    core = core_type(operand.type) if operand.mode == "value" else None
    return Operand("value", core.elem) if isinstance(core, Pointer) else unknown("not a pointer")


def _computed(checker: Checker, operator: str, operand: Operand) -> Operand:
    if operand.mode == "const":
        word = checker.sizes.word * 8 if checker.sizes is not None else None
        value = constants.unary(operator, operand.value, operand.type, word)
        return Operand("const", operand.type, value)
    return Operand("value", operand.type)


def _binary(checker: Checker, node: Node) -> Operand:
    """Chains such as a + b + c + ... lean to the left: walk down them without recursion."""
    pending: list[tuple[str, Node]] = []
    left: Node | None = node
    while left is not None and left.type == "binary_expression":
        right = left.child_by_field_name("right")
        if right is None:
            return unknown("no right operand")
        pending.append((_operator(left), right))
        left = left.child_by_field_name("left")
    if left is None:
        return unknown("no left operand")
    result = checker.operand(left)
    for operator, right in reversed(pending):
        result = combined(operator, result, checker.operand(right))
    return result


def combined(operator: str, left: Operand, right: Operand) -> Operand:
    """The operand `left operator right`."""
    if operator in _COMPARISONS:
        return _comparison(operator, left, right)
    usable = ("value", "const")
    if left.mode not in usable or right.mode not in usable:
        known = left if left.mode == "value" else right
        # Both sides of anything but a shift have one type, so that of a known variable will do.
        if operator in _SHIFTS or known.mode != "value" or known.type.is_untyped:
            return unknown("an operand is not known")
        return Operand("value", known.type)
    if operator in _SHIFTS:
        return _shift(operator, left, right)
    type_ = _common(left.type, right.type)
    if type_ is None:
        return unknown("operands do not match")
    if left.mode == "const" and right.mode == "const":
        value = constants.binary(operator, left.value, right.value, type_)
        return Operand("const", type_, value)
    return Operand("value", type_)


def _comparison(operator: str, left: Operand, right: Operand) -> Operand:
    if left.mode == "const" and right.mode == "const":
        value = constants.compare(operator, left.value, right.value)
        return Operand("const", UNTYPED_BOOL, value)
    return Operand("value", UNTYPED_BOOL)


def _shift(operator: str, left: Operand, right: Operand) -> Operand:
    type_ = left.type
    if left.mode == "const" and right.mode == "const":
        if isinstance(type_, Basic) and type_.name == "untyped float":
            type_ = UNTYPED_INT
        value = constants.binary(operator, left.value, right.value, type_)
        return Operand("const", type_, value)
    if left.mode == "const" and type_.is_untyped:
        # Such a shift takes its type from where it stands; where nothing says, that is int.
        return Operand("value", UNTYPED_INT)
    return Operand("value", type_)


def _common(left: Type, right: Type) -> Type | None:
    """The type of an arithmetic or logical operation (Go specification, Operators)."""
    if not left.is_untyped:
        return left
    if not right.is_untyped:
        return right
    if left == right:
        return left
    if isinstance(left, Basic) and isinstance(right, Basic):
        ranks = _RANKS.get(left.name, 0), _RANKS.get(right.name, 0)
        if all(ranks):
            return left if ranks[0] > ranks[1] else right
    return None


RULES: dict[str, Callable[[Checker, Node], Operand]] = {
    "unary_expression": _unary,
    "binary_expression": _binary,
}
