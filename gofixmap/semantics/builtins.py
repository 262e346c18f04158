"""Calls of predeclared functions and those of package unsafe (Go specification, Built-ins)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import constants
from gofixmap.semantics.generics import has_type_parameter
from gofixmap.semantics.nodes import first_named, unparenthesized
from gofixmap.semantics.objects import Operand, Value, unknown
from gofixmap.semantics.sizes import Sizes
from gofixmap.semantics.types import (
    Array,
    Basic,
    Field,
    Pointer,
    Slice,
    Struct,
    Tuple,
    Type,
)
from gofixmap.semantics.typeset import core_type
from gofixmap.semantics.universe import (
    BYTE,
    EMPTY_INTERFACE,
    INT,
    STRING,
    UINTPTR,
    UNSAFE_POINTER,
    UNTYPED_FLOAT,
    default_type,
)

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

Arguments = Sequence[Node]
Rule = Callable[["Checker", Arguments], Operand]
_NO_VALUE = Operand("novalue", Tuple(()))
_RANKS = {"untyped int": 1, "untyped rune": 2, "untyped float": 3}


def call_builtin(checker: Checker, name: str, arguments: Arguments) -> Operand:
    """The operand `name(arguments)`; Unknown where the arguments do not fit."""
    rule = _BUILTINS.get(name)
    return rule(checker, arguments) if rule is not None else unknown(f"no builtin {name}")


def _first(checker: Checker, arguments: Arguments) -> Operand:
    if not arguments:
        return unknown("no arguments")
    node = arguments[0]
    if node.type == "variadic_argument":
        node = first_named(node) or node
    return checker.operand(node)


def _fixed(type_: Type) -> Rule:
    return lambda checker, arguments: Operand("value", type_)


def _nothing(checker: Checker, arguments: Arguments) -> Operand:
    return _NO_VALUE


def _append(checker: Checker, arguments: Arguments) -> Operand:
    operand = _first(checker, arguments)
    if operand.mode == "value" and operand.type.is_slice:
        return Operand("value", operand.type)
    return unknown("append to something that is not known to be a slice")


def _make(checker: Checker, arguments: Arguments) -> Operand:
    if not arguments:
        return unknown("no arguments")
    type_ = checker.type_expr(arguments[0])
    return unknown("make of no type") if type_.is_unknown else Operand("value", type_)


def _new(checker: Checker, arguments: Arguments) -> Operand:
    """`new(T)`, and since Go 1.26 `new(x)` for a value."""
    operand = _first(checker, arguments)
    if operand.mode not in ("type", "value", "const"):
        return unknown("new of no type")
    type_ = operand.type if operand.mode == "type" else default_type(operand.type)
    return Operand("value", Pointer(type_))


def _length(checker: Checker, arguments: Arguments) -> Operand:
    operand = _first(checker, arguments)
    if operand.mode == "const" and isinstance(operand.value, str):
        return Operand("const", INT, constants.string_length(operand.value))
    if operand.mode == "const":
        return Operand("const", INT)
    array = _array_of(operand.type)
    if operand.mode == "value" and array is not None and not _may_call(arguments[0]):
        return Operand("const", INT, array.length)
    return Operand("value", INT)


def _capacity(checker: Checker, arguments: Arguments) -> Operand:
    operand = _first(checker, arguments)
    return Operand("value", INT) if operand.mode == "const" else _length(checker, arguments)


def _array_of(t: Type) -> Array | None:
    under = t.underlying
    if isinstance(under, Pointer):
        under = under.elem.underlying
    return under if isinstance(under, Array) else None


def _may_call(node: Node) -> bool:
    """Whether evaluating the node calls or receives, so that its length is no constant."""
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "call_expression":
            return True
        if each.type == "unary_expression" and each.child(0) is not None:
            first = each.child(0)
            if first is not None and first.type == "<-":
                return True
        if each.type != "func_literal":
            pending += each.named_children
    return False


def _extreme(smallest: bool) -> Rule:
    def rule(checker: Checker, arguments: Arguments) -> Operand:
        operands = [checker.operand(node) for node in arguments]
        typed = [o for o in operands if o.mode in ("value", "const") and not o.type.is_untyped]
        if any(o.mode not in ("value", "const") for o in operands) or not operands:
            return Operand("value", typed[0].type) if typed else unknown("min of unknown operands")
        type_ = typed[0].type if typed else _widest(operands)
        if all(o.mode == "const" for o in operands):
            return Operand("const", type_, _extreme_value([o.value for o in operands], smallest))
        return Operand("value", type_)

    return rule


def _widest(operands: Sequence[Operand]) -> Type:
    def rank(operand: Operand) -> int:
        return _RANKS.get(operand.type.name, 0) if isinstance(operand.type, Basic) else 0

    return max(operands, key=rank).type


def _extreme_value(values: Sequence[Value], smallest: bool) -> Value:
    best = values[0]
    for value in values[1:]:
        less = constants.compare("<", value, best)
        if less is None:
            return None
        if less == smallest:
            best = value
    return best


def _complex(checker: Checker, arguments: Arguments) -> Operand:
    names = {"float32": "complex64", "float64": "complex128", "untyped float": "complex128"}
    operands = [checker.operand(node) for node in arguments]
    if operands and all(o.mode == "const" and o.type.is_untyped for o in operands):
        return Operand("const", Basic("untyped complex"))
    for operand in operands:
        under = operand.type.underlying
        if not operand.type.is_untyped and isinstance(under, Basic) and under.name in names:
            plain = isinstance(operand.type.unaliased, Basic)
            return Operand("value", Basic(names[under.name])) if plain else unknown("a named float")
    return unknown("complex of unknown operands")


def _part(checker: Checker, arguments: Arguments) -> Operand:
    names = {"complex64": "float32", "complex128": "float64"}
    operand = _first(checker, arguments)
    type_ = operand.type.unaliased
    if operand.mode == "const" and type_.is_untyped:
        return Operand("const", UNTYPED_FLOAT)
    if operand.mode in ("value", "const") and isinstance(type_, Basic) and type_.name in names:
        return Operand("value", Basic(names[type_.name]))
    return unknown("a part of something that is not known to be complex")


def _unsafe_slice(checker: Checker, arguments: Arguments) -> Operand:
    core = core_type(_first(checker, arguments).type)
    if isinstance(core, Pointer):
        return Operand("value", Slice(core.elem))
    return unknown("unsafe.Slice of an unknown pointer")


def _unsafe_slice_data(checker: Checker, arguments: Arguments) -> Operand:
    core = core_type(_first(checker, arguments).type)
    if isinstance(core, Slice):
        return Operand("value", Pointer(core.elem))
    return unknown("unsafe.SliceData of an unknown slice")


def _measured(measure: Callable[[Sizes, Type], int | None]) -> Rule:
    """A size or an alignment; no constant for types that hold a type parameter."""

    def rule(checker: Checker, arguments: Arguments) -> Operand:
        operand = _first(checker, arguments)
        sizes = checker.sizes
        if operand.mode not in ("value", "const") or sizes is None:
            return Operand("const", UINTPTR)
        type_ = default_type(operand.type)
        if has_type_parameter(type_):
            return Operand("value", UINTPTR)
        return Operand("const", UINTPTR, measure(sizes, type_))

    return rule


def _unsafe_offset(checker: Checker, arguments: Arguments) -> Operand:
    """The offset of a field, from the struct that the selector's operand is."""
    selector = unparenthesized(arguments[0]) if arguments else None
    sizes = checker.sizes
    if selector is None or sizes is None or selector.type != "selector_expression":
        return Operand("const", UINTPTR)
    base = selector.child_by_field_name("operand")
    chosen = checker.selection(selector)
    if base is None or chosen.field is None or chosen.through_pointer:
        return Operand("const", UINTPTR)
    type_ = checker.operand(base).type
    return Operand("const", UINTPTR, _offset(sizes, type_, (*chosen.path, chosen.field)))


def _offset(sizes: Sizes, base: Type, path: Sequence[Field]) -> int | None:
    total = 0
    for field in path:
        under = base.underlying
        struct = under.elem.underlying if isinstance(under, Pointer) else under
        fields = struct.struct_fields if isinstance(struct, Struct) else ()
        offsets = sizes.offsets(fields)
        if offsets is None or field not in fields:
            return None
        total += offsets[fields.index(field)]
        base = field.type
    return total


def _recover(checker: Checker, arguments: Arguments) -> Operand:
    return Operand("value", EMPTY_INTERFACE)


_BUILTINS: dict[str, Rule] = {
    "append": _append,
    "cap": _capacity,
    "clear": _nothing,
    "close": _nothing,
    "complex": _complex,
    "copy": _fixed(INT),
    "delete": _nothing,
    "imag": _part,
    "len": _length,
    "make": _make,
    "max": _extreme(smallest=False),
    "min": _extreme(smallest=True),
    "new": _new,
    "panic": _nothing,
    "print": _nothing,
    "println": _nothing,
    "real": _part,
    "recover": _recover,
    "unsafe.Add": _fixed(UNSAFE_POINTER),
    "unsafe.Alignof": _measured(Sizes.align),
    "unsafe.Offsetof": _unsafe_offset,
    "unsafe.Sizeof": _measured(Sizes.size),
    "unsafe.Slice": _unsafe_slice,
    "unsafe.SliceData": _unsafe_slice_data,
    "unsafe.String": _fixed(STRING),
    "unsafe.StringData": _fixed(Pointer(BYTE)),
}
