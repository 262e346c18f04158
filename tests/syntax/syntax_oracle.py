"""What the parser says of a whole file, to hold the lexical answers against."""

from __future__ import annotations

from tree_sitter import Node

from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import SourceFile

KEYWORDS = {
    "function_declaration": "func",
    "method_declaration": "func",
    "import_declaration": "import",
    "const_declaration": "const",
    "var_declaration": "var",
    "type_declaration": "type",
}
SPECS = ("const_spec", "var_spec", "type_spec", "type_alias")

Row = tuple[str, int, int, tuple[str, ...], tuple[str, str, bool] | None]


def lexical(file: SourceFile) -> list[Row]:
    """(keyword, start, end, names, method) of each declaration, as the split sees them."""
    return [
        (found.keyword, found.span.start, found.span.end, found.names, found.method)
        for found in file.declarations
    ]


def parsed(file: SourceFile) -> list[Row] | None:
    """The same rows from the tree of the whole file, None where that has an error."""
    root = parse(file.data).root_node
    if root.has_error:
        return None
    return [
        (
            KEYWORDS[node.type],
            node.start_byte,
            node.end_byte,
            _names(file, node),
            _method(file, node),
        )
        for node in root.named_children
        if node.type in KEYWORDS
    ]


def _names(file: SourceFile, node: Node) -> tuple[str, ...]:
    if node.type == "function_declaration":
        found = node.children_by_field_name("name")
    else:
        found = [name for spec in _specs(node) for name in spec.children_by_field_name("name")]
    names = tuple(file.text(name) for name in found if name.is_named)
    return tuple(name for name in names if name != "_")


def _specs(node: Node) -> list[Node]:
    if node.type in ("import_declaration", "method_declaration"):
        return []
    lists = [child for child in node.named_children if child.type == "var_spec_list"]
    children = lists[0].named_children if lists else node.named_children
    return [child for child in children if child.type in SPECS]


def _method(file: SourceFile, node: Node) -> tuple[str, str, bool] | None:
    if node.type != "method_declaration":
        return None
    receiver = node.child_by_field_name("receiver")
    name = node.child_by_field_name("name")
    assert receiver is not None and name is not None
    declared = [child for child in receiver.named_children if child.type == "parameter_declaration"]
    if not declared:
        return None
    current, pointer = declared[0].child_by_field_name("type"), False
    while current is not None and current.type in ("pointer_type", "parenthesized_type"):
        pointer = pointer or current.type == "pointer_type"
        current = next(child for child in current.named_children if child.type != "comment")
    assert current is not None
    base = current.child_by_field_name("type") if current.type == "generic_type" else current
    assert base is not None
    return file.text(base), file.text(name), pointer
