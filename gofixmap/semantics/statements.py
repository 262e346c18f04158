"""Types of names that statements and declarations introduce, computed when they are asked for.

Each `..._source` returns the function that an `Object` calls once for its type and value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.generics import substitute
from gofixmap.semantics.nodes import ConstSpec, Parameters, children_of, expression_items, named
from gofixmap.semantics.objects import Value
from gofixmap.semantics.types import (
    Array,
    Basic,
    Chan,
    Map,
    Pointer,
    Signature,
    Slice,
    Tuple,
    Type,
    Unknown,
)
from gofixmap.semantics.typeset import core_type
from gofixmap.semantics.universe import BOOL, INT, RUNE, default_type

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

Source = Callable[[], tuple[Type, Value]]
NO_TYPE = Unknown("a label has no type")


def shared_constraint(checker: Checker, bound: Node | None) -> Callable[[], Type]:
    """The constraint of one type parameter declaration; its names share the very same type."""
    found: list[Type] = []

    def source() -> Type:
        if not found:
            found.append(Unknown("no constraint") if bound is None else checker.constraint(bound))
        return found[0]

    return source


def receiver_parameter_nodes(receiver: Node) -> list[Node]:
    """The identifiers that a method's receiver declares as type parameters."""
    generic = _receiver_base(receiver)
    if generic is None or generic.type != "generic_type":
        return []
    arguments = generic.child_by_field_name("type_arguments")
    if arguments is None:
        return []
    items = [named(each) for each in named(arguments)]
    return [item[0] for item in items if item]


def _receiver_base(receiver: Node) -> Node | None:
    """The generic_type or type_identifier of a receiver, without its star and parentheses."""
    declarations = named(receiver)
    node = declarations[0].child_by_field_name("type") if declarations else None
    while node is not None and node.type in ("pointer_type", "parenthesized_type"):
        inner = named(node)
        node = inner[0] if inner else None
    return node


def receiver_base_name(receiver: Node) -> Node | None:
    base = _receiver_base(receiver)
    return base.child_by_field_name("type") if base and base.type == "generic_type" else base


def receiver_has_star(receiver: Node) -> bool:
    declarations = named(receiver)
    node = declarations[0].child_by_field_name("type") if declarations else None
    while node is not None and node.type == "parenthesized_type":
        inner = named(node)
        node = inner[0] if inner else None
    return node is not None and node.type == "pointer_type"


def receiver_constraint(checker: Checker, receiver: Node, index: int) -> Callable[[], Type]:
    """What bounds a receiver's type parameter: the bound in the type's own declaration."""

    def source() -> Type:
        base = checker.receiver_named(receiver)
        declared = base.type_parameters if base is not None else ()
        if index >= len(declared) or base is None:
            return Unknown("no such type parameter")
        pairs = dict(zip(declared, base.arguments, strict=False))
        return substitute(declared[index].constraint, pairs)

    return source


def receiver_source(checker: Checker, receiver: Node) -> Source:
    return lambda: (checker.receiver_type(receiver), None)


def parameter_source(checker: Checker, group: Parameters) -> Source:
    return lambda: (parameter_type(checker, group), None)


def parameter_type(checker: Checker, group: Parameters) -> Type:
    """The type of the parameters of one declaration; `...T` is a slice."""
    if group.type is None:
        return Unknown("a parameter without a type")
    type_ = checker.type_expr(group.type)
    return Slice(type_) if group.variadic else type_


def value_source(checker: Checker, values: Node, index: int, count: int) -> Source:
    """`values` is an expression_list, or the one expression itself."""
    return lambda: (assigned_type(checker, expression_items(values), index, count), None)


def assigned_type(checker: Checker, values: Sequence[Node], index: int, count: int) -> Type:
    """The type that the `index`-th of `count` names takes from the values assigned to them."""
    if len(values) == count:
        operand = checker.operand(values[index])
        if operand.mode not in ("value", "const") or isinstance(operand.type, Tuple):
            return Unknown("not one value")
        return default_type(operand.type)
    if len(values) != 1:
        return Unknown("values do not match names")
    types = several(checker, values[0], count)
    return default_type(types[index]) if len(types) == count else Unknown("values do not match")


def several(checker: Checker, value: Node, count: int) -> tuple[Type, ...]:
    """The types of one expression in a place that takes `count` values."""
    operand = checker.operand(value)
    if isinstance(operand.type, Tuple):
        return operand.type.types
    if count == 2 and operand.comma_ok:
        return (operand.type, BOOL)
    return (operand.type,)


def var_source(checker: Checker, spec: Node, index: int, count: int) -> Source:
    def source() -> tuple[Type, Value]:
        declared = spec.child_by_field_name("type")
        if declared is not None:
            return checker.type_expr(declared), None
        value = spec.child_by_field_name("value")
        if value is None:
            return Unknown("neither type nor value"), None
        return assigned_type(checker, expression_items(value), index, count), None

    return source


def const_source(checker: Checker, spec: ConstSpec, index: int) -> Source:
    return lambda: checker.constant_of(spec, index)


def clause_source(checker: Checker, statement: Node, clause: Node | None) -> Source:
    """The type of a type switch's symbol: in a clause with one type, that type."""

    def source() -> tuple[Type, Value]:
        types = children_of(clause, "type") if clause is not None else []
        if len(types) == 1:
            operand = checker.operand(types[0])
            if operand.mode == "type":
                return operand.type, None
            if operand.mode != "nil":
                return Unknown("not a type"), None
        value = statement.child_by_field_name("value")
        if value is None:
            return Unknown("no operand"), None
        operand = checker.operand(value)
        return (operand.type if operand.mode == "value" else Unknown("not a value")), None

    return source


def local_type(checker: Checker, spec: Node, scope: str) -> Type:
    return checker.declared_type(spec, scope)


def range_source(checker: Checker, operand: Node, index: int) -> Source:
    def source() -> tuple[Type, Value]:
        found = checker.operand(operand)
        if found.mode not in ("value", "const"):
            return Unknown("not a value"), None
        types = range_types(found.type)
        return (types[index] if index < len(types) else Unknown("no such value")), None

    return source


def range_types(operand: Type) -> tuple[Type, ...]:
    """The types of the iteration values of `for ... range` (go/types rangeKeyVal)."""
    core = core_type(operand)
    if isinstance(core, Pointer):
        core = core.elem.underlying
        if not isinstance(core, Array):
            return ()
    if isinstance(core, Basic):
        if core.is_string:
            return (INT, RUNE)
        return (default_type(operand),) if core.is_integer else ()
    if isinstance(core, (Array, Slice)):
        return (INT, core.elem)
    if isinstance(core, Map):
        return (core.key_type, core.elem)
    if isinstance(core, Chan):
        return (core.elem,)
    return _iterator_types(core) if isinstance(core, Signature) else ()


def _iterator_types(iterator: Signature) -> tuple[Type, ...]:
    if len(iterator.parameters) != 1:
        return ()
    yielded = core_type(iterator.parameters[0])
    return yielded.parameters if isinstance(yielded, Signature) else ()
