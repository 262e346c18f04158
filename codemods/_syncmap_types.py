"""Keys and values of a map, as a sync.Map takes and gives them: in interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._atomic_types import is_untyped_constant
from msgspec import Struct

from gofixmap.codemod import identical, operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_DEFAULTS = {
    "untyped int": "int",
    "untyped float": "float64",
    "untyped rune": "int32",
    "untyped string": "string",
    "untyped bool": "bool",
    "untyped complex": "complex128",
}


class Sides(Struct, frozen=True):
    """The key and the value type of the map."""

    key: Type
    value: Type

    @property
    def is_any(self) -> bool:
        """Whether the values are of the type that Load gives: nothing is asserted then."""
        return str(self.value) in ("any", "interface {}", "interface{}")

    def conversion(self, info: FileInfo, node: Node, kind: Type) -> tuple[str, str]:
        """What goes around an operand so that the interface holds the type of the map.

        A constant 1 in an interface is an int, whatever the map's key type is, and would not be
        found again as an int64.
        """
        if kind.is_interface:
            return "", ""
        given = info.type_of(node)
        if node.type == "nil" or given.is_unknown:
            return self._around(info, node, kind)
        if given.is_untyped:
            default = _DEFAULTS.get(str(given), "")
            settled = is_untyped_constant(info, node) or operands.is_untyped_value(info, node)
            if settled and default == str(kind.unaliased):
                return "", ""
            return self._around(info, node, kind)
        return ("", "") if identical(given, kind) is True else self._around(info, node, kind)

    def _around(self, info: FileInfo, node: Node, kind: Type) -> tuple[str, str]:
        text = spelled(info, node, kind)
        simple = text.replace(".", "").replace("_", "").isalnum()
        return (f"{text}(" if simple else f"({text})(", ")")

    def converted(self, info: FileInfo, node: Node, kind: Type) -> str:
        before, after = self.conversion(info, node, kind)
        return f"{before}{info.file.text(node)}{after}"


def spelled(info: FileInfo, node: Node, kind: Type) -> str:
    text = info.type_text(kind, node)
    if text is None:
        raise Refusal("unspellable-type", info, node, str(kind))
    return text
