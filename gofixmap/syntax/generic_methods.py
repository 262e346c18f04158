"""The type parameters of methods (Go 1.27), which the grammar does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.syntax.masking import METHOD_TYPE_PARAMETERS, Mask, masked
from gofixmap.syntax.parsing import parse
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import Declaration


def method_type_parameters(declaration: Declaration) -> Node | None:
    """The `type_parameter_list` of a method, with the file's offsets; None where it has none.

    It is read as that of a function, with the receiver blanked and the body left out. The node
    belongs to a tree of its own: compare it with nodes of `declaration.root` by offsets.
    """
    method = declaration.node
    receiver, parameters = (method.child_by_field_name(n) for n in ("receiver", "parameters"))
    kinds = [kind for _, kind in declaration.masked_spans]
    if METHOD_TYPE_PARAMETERS not in kinds or receiver is None or parameters is None:
        return None
    blank = Span(receiver.start_byte, receiver.end_byte)
    data = masked(declaration.file.data, (Mask(blank, "receiver", b" " * len(blank)),))
    signature = Span(declaration.span.start, parameters.end_byte)
    root = parse(data, (signature,)).root_node
    found = (node for node in walk(root) if node.type == "type_parameter_list")
    return None if root.has_error else next(found, None)
