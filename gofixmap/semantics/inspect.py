"""The rows of `gofixmap inspect types`: what the resolver knows of each index expression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from gofixmap.semantics.expressions import element_of
from gofixmap.semantics.info import FileInfo, Semantics, kind_of_index
from gofixmap.semantics.nodes import Captures, named
from gofixmap.semantics.objects import Operand
from gofixmap.semantics.types import (
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
)

_INDEXES = Captures(
    "[(index_expression) (generic_type) (type_instantiation_expression)"
    " (call_expression type_arguments: (_))] @index"
)
_KINDS: dict[type[Type], str] = {
    Struct: "struct",
    Pointer: "pointer",
    Basic: "basic",
    Map: "map",
    Slice: "slice",
    Array: "array",
    Chan: "chan",
    Signature: "func",
    Interface: "interface",
    Tuple: "tuple",
}

_UNKNOWN = ("unknown", "unknown", "unknown")
_FILES_BETWEEN_TRIMS = 100  # a compromise of memory and of reading signatures again
Row = dict[str, str | int]


def inspect_types(semantics: Semantics, paths: Iterable[str]) -> Iterator[Row]:
    """A row for each index expression of the files, in source order; bytes and paths as ever."""
    for count, path in enumerate(paths, 1):
        if count % _FILES_BETWEEN_TRIMS == 0:
            semantics.forget()
        info = semantics.file(path)
        for declaration in info.file.declarations:
            if declaration.keyword != "import" and b"[" in declaration.text:
                for node in _INDEXES.of(declaration.node):
                    row = _row(info, node)
                    if row is not None:
                        yield row


def _row(info: FileInfo, node: Node) -> Row | None:
    if node.type == "call_expression":
        return _call_row(info, node)
    operand = info.index_operand(node)
    return _made(info, node.start_byte, node.end_byte, operand)


def _call_row(info: FileInfo, node: Node) -> Row | None:
    """`f[T](x)` where the grammar keeps the type arguments apart from the function."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("type_arguments")
    if function is None or arguments is None or not named(arguments):
        return None
    return _made(info, function.start_byte, arguments.end_byte, info.operand(function))


def _made(info: FileInfo, start: int, end: int, operand: Operand | None) -> Row:
    kind, type_, element = _described(operand)
    return {
        "path": info.path,
        "start": start,
        "end": end,
        "text": info.file.data[start:end].decode("utf-8", errors="replace"),
        "kind": kind,
        "type": type_,
        "element": element,
    }


def _described(operand: Operand | None) -> tuple[str, str, str]:
    """Kind, type and element; all unknown where any of them is. Instantiations have no element."""
    kind = kind_of_index(operand) if operand is not None else "unknown"
    if operand is None or kind == "unknown":
        return _UNKNOWN
    type_ = str(operand.type)
    if kind == "instantiation":
        return kind, type_, ""
    element = element_kind(element_of(operand.type))
    return _UNKNOWN if "unknown" in (type_, element) else (kind, type_, element)


def element_kind(t: Type) -> str:
    """The kind of a type's underlying type, `typeparam` for type parameters."""
    if t.is_typeparam:
        return "typeparam"
    return _KINDS.get(type(t.underlying), "unknown")
