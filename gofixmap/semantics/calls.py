"""Calls and conversions: results of functions, instantiated where they are generic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import constants
from gofixmap.semantics.builtins import call_builtin
from gofixmap.semantics.inference import infer
from gofixmap.semantics.nodes import first_named, named
from gofixmap.semantics.objects import Operand, unknown
from gofixmap.semantics.operators import dereferenced
from gofixmap.semantics.types import Basic, Chan, Signature, Slice, Tuple, Type, TypeParam
from gofixmap.semantics.typeset import core_type
from gofixmap.semantics.universe import default_type

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker


def _call(checker: Checker, node: Node) -> Operand:
    function_node = node.child_by_field_name("function")
    if function_node is None:
        return unknown("no function")
    function = checker.operand(function_node)
    listed = node.child_by_field_name("type_arguments")
    if listed is not None:
        from gofixmap.semantics.expressions import index_operand

        items = [named(each) if each.type == "type_elem" else [each] for each in named(listed)]
        function = index_operand(checker, function, [item[0] for item in items if item])
    arguments = node.child_by_field_name("arguments")
    return called(checker, function, named(arguments) if arguments is not None else [])


def _conversion(checker: Checker, node: Node) -> Operand:
    """`T(x)` with a type that cannot be a function; `x[y](z)` is parsed like this as well."""
    type_node = node.child_by_field_name("type")
    operand = node.child_by_field_name("operand")
    if type_node is None or operand is None:
        return unknown("not a conversion")
    if type_node.type in ("pointer_type", "channel_type"):
        return _prefixed(checker, type_node, operand)
    return called(checker, checker.operand(type_node), [operand])


def _prefixed(checker: Checker, type_node: Node, operand: Node) -> Operand:
    """`*T(x)` is `*(T(x))` and `<-chan T(x)` is `<-(chan T(x))`, which the grammar turns round."""
    if type_node.type == "pointer_type":
        inner = first_named(type_node)
        if inner is None:
            return unknown("not a conversion")
        nested = inner.type in ("pointer_type", "channel_type")
        if nested:
            pointer = _prefixed(checker, inner, operand)
        else:
            pointer = called(checker, checker.operand(inner), [operand])
        return dereferenced(pointer)
    type_ = checker.type_expr(type_node)
    if isinstance(type_, Chan) and type_.direction == "receive":
        return Operand("value", type_.elem, comma_ok=True)
    return converted(checker, type_, [operand])


def called(checker: Checker, function: Operand, arguments: Sequence[Node]) -> Operand:
    """The operand `function(arguments)`."""
    if function.mode == "type":
        return converted(checker, function.type, arguments)
    if function.mode == "builtin" and function.object is not None:
        return call_builtin(checker, function.object.name, arguments)
    if function.mode != "value":
        return unknown("a call of an unknown function")
    signature = core_type(function.type)
    if not isinstance(signature, Signature):
        return unknown("not a function")
    if signature.type_parameters:
        inferred = infer(signature, argument_operands(checker, signature, arguments))
        if inferred is None:
            return unknown("type arguments cannot be inferred")
        signature = inferred
    result = signature.result
    if isinstance(result, Tuple) and not result.types:
        return Operand("novalue", result)
    return unknown("an unknown result") if result.is_unknown else Operand("value", result)


def converted(checker: Checker, type_: Type, arguments: Sequence[Node]) -> Operand:
    """A conversion; that of a constant to a basic type is constant."""
    under = type_.underlying
    constant = isinstance(under, Basic) and under.name != "unsafe.Pointer"
    if len(arguments) == 1 and constant and not isinstance(type_, TypeParam):
        operand = checker.operand(arguments[0])
        if operand.mode == "const":
            return Operand("const", type_, constants.converted(operand.value, type_))
    return Operand("value", type_)


def argument_operands(
    checker: Checker, signature: Signature, arguments: Sequence[Node]
) -> list[tuple[Type, Operand]]:
    """Each argument with the type of its parameter; the values of a multi-value call apart."""
    operands = _operands(checker, arguments)
    spread = bool(arguments) and arguments[-1].type == "variadic_argument"
    parameters = list(signature.parameters)
    if signature.variadic and not spread and parameters:
        last = parameters.pop()
        if isinstance(last, Slice):
            parameters += [last.elem] * (len(operands) - len(parameters))
    return list(zip(parameters, operands, strict=False))


def _operands(checker: Checker, arguments: Sequence[Node]) -> list[Operand]:
    operands: list[Operand] = []
    for argument in arguments:
        if argument.type == "variadic_argument":
            inner = named(argument)
            operands.append(checker.operand(inner[0]) if inner else unknown("nothing"))
        else:
            operands.append(checker.operand(argument))
    if len(operands) == 1 and isinstance(operands[0].type, Tuple):
        return [Operand("value", each) for each in operands[0].type.types]
    return operands


def result_types(operand: Operand) -> tuple[Type, ...]:
    """The types of the values that an operand stands for; defaults for untyped constants."""
    if isinstance(operand.type, Tuple):
        return operand.type.types
    return (default_type(operand.type),)


RULES: dict[str, Callable[[Checker, Node], Operand]] = {
    "call_expression": _call,
    "type_conversion_expression": _conversion,
}
