"""Which type of sync/atomic takes the place of a basic type, and the conversions between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import nodes, operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_KINDS = {
    "bool": ("Bool", "bool"),
    "int": ("Int64", "int64"),
    "int8": ("Int32", "int32"),
    "int16": ("Int32", "int32"),
    "int32": ("Int32", "int32"),
    "rune": ("Int32", "int32"),
    "int64": ("Int64", "int64"),
    "uint": ("Uint64", "uint64"),
    "uint8": ("Uint32", "uint32"),
    "byte": ("Uint32", "uint32"),
    "uint16": ("Uint32", "uint32"),
    "uint32": ("Uint32", "uint32"),
    "uint64": ("Uint64", "uint64"),
    "uintptr": ("Uintptr", "uintptr"),
}
# Types that wrap earlier than the atomic one: their values are only right once converted back.
_NARROW = frozenset({"int8", "int16", "uint8", "byte", "uint16"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})


class Shape(Struct, frozen=True):
    """The old type of a variable and its atomic counterpart."""

    old: Type
    name: str  # Int64
    value: str  # int64: what its methods take and give

    @property
    def is_bool(self) -> bool:
        return self.value == "bool"

    @property
    def is_unsigned(self) -> bool:
        return self.value.startswith("uint")

    @property
    def is_exact(self) -> bool:
        """Whether the methods take and give the old type itself."""
        return str(self.old.unaliased) == self.value

    @property
    def is_narrow(self) -> bool:
        return str(self.old.underlying) in _NARROW


def shape_of(kind: Type) -> Shape | None:
    """The atomic counterpart of an integer or boolean type; None for any other type."""
    if kind.is_typeparam or not (kind.is_integer or kind.is_boolean) or kind.is_untyped:
        return None
    found = _KINDS.get(str(kind.underlying))
    return None if found is None else Shape(kind, *found)


def is_untyped_constant(info: FileInfo, node: Node) -> bool:
    """A literal or constant that takes the type its context asks for."""
    return info.constant(node) is not None and info.type_of(node).is_untyped


def takes_any_integer(info: FileInfo, shape: Shape, node: Node) -> bool:
    """Whether the value may stand at `node` with the atomic type's own value type.

    So it is where the context fixes no type: compared or computed with untyped constants, as an
    index, a shift count, or converted to another numeric type.
    """
    if shape.is_exact:
        return True
    if shape.is_bool or shape.is_narrow:
        return False
    parent = node.parent
    while parent is not None and parent.type in ("parenthesized_expression", "binary_expression"):
        if parent.type == "binary_expression":
            operator = operands.operator_of(parent)
            other = _other(parent, node)
            if operator in ("<<", ">>") and other is not None and other.end_byte < node.start_byte:
                return True
            if other is None or not is_untyped_constant(info, other):
                return False
            if operator in _COMPARISONS:
                return True
            if operator not in _ARITHMETIC:
                return False
        node, parent = parent, parent.parent
    return parent is not None and _is_index(info, parent, node)


def _other(binary: Node, operand: Node) -> Node | None:
    left, right = binary.child_by_field_name("left"), binary.child_by_field_name("right")
    return right if left == operand else left


def _is_index(info: FileInfo, parent: Node, node: Node) -> bool:
    if parent.type == "index_expression":
        is_index = parent.child_by_field_name("index") == node
        return is_index and info.index_kind(parent) in (
            "slice",
            "array",
            "pointer-to-array",
            "string",
        )
    if parent.type == "slice_expression":
        return parent.child_by_field_name("operand") != node
    if parent.type != "argument_list" or parent.parent is None:
        return False
    call = parent.parent
    if operands.predeclared_callee(info, call) == "make":
        return nodes.named(parent)[0] != node
    return _converts_numbers(info, call)


def _converts_numbers(info: FileInfo, call: Node) -> bool:
    if call.type != "call_expression" or not info.is_conversion(call):
        return False
    kind = info.type_of(call)
    return kind.is_numeric and not kind.is_typeparam


def spelled(info: FileInfo, kind: Type, node: Node) -> str | None:
    """How a conversion to the type is written at the place."""
    text = info.type_text(kind, node)
    if text is None or not text.replace(".", "").replace("_", "").isalnum():
        return None
    return text


def is_predeclared(info: FileInfo, name: str, node: Node) -> bool:
    """Whether nothing around the place hides a predeclared type's name."""
    found = info.lookup(name, node)
    return found is not None and found.package == "" and not found.is_local
