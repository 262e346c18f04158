"""How an atomic operation is written: as a method of an atomic type, or as a function before 1.19.

Both are made of what stands before the variable, what follows it, and what ends the call, so that
operands stay where they are: `n.Add(` x `)` and `atomic.AddInt64(&` n `, ` x `)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._atomic_types import is_predeclared, is_untyped_constant, spelled
from msgspec import Struct, field

from gofixmap.codemod import operands

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Changes
    from gofixmap_codemods._atomic_types import Shape
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Form(Struct):
    """The notation, for one variable of one shape.

    `packages` gives the name of sync/atomic by path where functions are used; it is empty where
    the variable has an atomic type. `flag` says that a bool is kept as a uint32, 0 or 1.
    """

    shape: Shape
    packages: dict[str, str] = field(default_factory=dict)
    flag: bool = False

    def before(self, info: FileInfo, method: str) -> str:
        package = self.packages.get(info.path)
        return "" if package is None else f"{package}.{method}{self.shape.name}(&"

    def after(self, info: FileInfo, method: str, *, has_arguments: bool) -> str:
        if info.path not in self.packages:
            return f".{method}(" if has_arguments else f".{method}()"
        return ", " if has_arguments else ")"

    def call(self, info: FileInfo, method: str, variable: str, *arguments: str) -> str:
        """The whole call as text."""
        listed = ", ".join(arguments)
        end = ")" if arguments else ""
        after = self.after(info, method, has_arguments=bool(arguments))
        return f"{self.before(info, method)}{variable}{after}{listed}{end}"

    def given(self, info: FileInfo, node: Node, text: str) -> str:
        """The result of an operation as a value of the old type."""
        if self.flag:
            return f"{text} != 0"
        if self.shape.is_exact:
            return text
        return f"{self.conversion(info, node)}({text})"

    def conversion(self, info: FileInfo, node: Node) -> str:
        name = spelled(info, self.shape.old, node)
        if name is None:
            raise Refusal("unspellable-type", info, node, str(self.shape.old))
        return name

    def taken(self, info: FileInfo, value: Node, text: str) -> str:
        """The expression `value`, written as `text`, as a value that the operations take."""
        if self.flag:
            if text not in ("true", "false"):
                raise Refusal("flag-value", info, value, text)
            return "1" if text == "true" else "0"
        if not self._needs_conversion(info, value):
            return text
        return f"{self._value_type(info, value)}({_without_parentheses(text)})"

    def write_taken(self, info: FileInfo, value: Node, changes: Changes, sign: str = "") -> None:
        """As `taken`, but with edits around the expression, which may hold other edits."""
        if self.flag:
            text = self.taken(info, value, info.file.text(value))
            changes.replace(info, value.start_byte, value.end_byte, text)
            return
        inner = _same_conversion(info, self.shape, value)
        if inner is not None:
            name = sign + self._value_type(info, value)
            changes.replace(info, inner.start_byte, inner.end_byte, name)
        elif self._needs_conversion(info, value):
            opening = f"{sign}{self._value_type(info, value)}("
            changes.wrap(info, value, opening, ")")
        elif sign and value.type not in _PRIMARY:
            changes.wrap(info, value, f"{sign}(", ")")
        else:
            changes.insert(info, value.start_byte, sign)

    def _needs_conversion(self, info: FileInfo, value: Node) -> bool:
        if self.shape.is_exact or is_untyped_constant(info, value):
            return False
        return not (self.shape.is_bool and operands.is_untyped_value(info, value))

    def _value_type(self, info: FileInfo, node: Node) -> str:
        if not is_predeclared(info, self.shape.value, node):
            raise Refusal("unspellable-type", info, node, self.shape.value)
        return self.shape.value


_PRIMARY = frozenset(
    {"identifier", "selector_expression", "call_expression", "index_expression", "int_literal"}
)


def _without_parentheses(text: str) -> str:
    whole = text.startswith("(") and text.endswith(")") and text.count("(") == 1
    return text[1:-1] if whole else text


def _same_conversion(info: FileInfo, shape: Shape, value: Node) -> Node | None:
    """The `int` of `int(x)` where x is a number: the conversion may name the new type instead."""
    if value.type != "call_expression" or shape.is_narrow or shape.is_exact:
        return None
    function = value.child_by_field_name("function")
    given = operands.arguments_of(value)
    if function is None or function.type != "identifier" or len(given) != 1:
        return None
    if str(info.type_of(value)) != str(shape.old) or not info.is_conversion(value):
        return None
    if str(shape.old) not in ("int", "uint") or info.constant(value) is not None:
        return None
    return function if info.type_of(given[0]).is_integer else None
