"""The type parameters of methods (Go 1.27), which the grammar does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.syntax.masking import METHOD_TYPE_PARAMETERS
from gofixmap.syntax.parsing import parse
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import Declaration


def method_type_parameters(declaration: Declaration) -> Node | None:
    """The `type_parameter_list` of a method, with the file's offsets; None where it has none.

    It is read as that of a function: the parser is given the keyword, the method's name, the
    brackets and the parameters, and nothing of what lies between. The node belongs to a tree of
    its own, so compare it with nodes of `declaration.root` by offsets.
    """
    method = declaration.node
    spans = [span for span, kind in declaration.masked_spans if kind == METHOD_TYPE_PARAMETERS]
    name, parameters = (method.child_by_field_name(field) for field in ("name", "parameters"))
    if not spans or name is None or parameters is None:
        return None
    keyword = Span(declaration.span.start, declaration.span.start + len("func "))
    pieces = [
        keyword,
        Span(name.start_byte, name.end_byte),
        spans[0],
        Span(parameters.start_byte, parameters.end_byte),
    ]
    root = parse(declaration.file.data, pieces, declaration.file.lines).root_node
    found = (node for node in walk(root) if node.type == "type_parameter_list")
    return None if root.has_error else next(found, None)
