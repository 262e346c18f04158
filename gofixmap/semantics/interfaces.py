"""Interfaces that a method may be meant for: those of the module, and the well-known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import parameter_groups
from gofixmap.semantics.uses import declarations_mentioning
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap.semantics.info import Semantics

Arity = tuple[int, int]  # parameters, results

# Methods that fmt, encoding, errors, sort, log/slog, database/sql, net/http, templates and their
# like look for in a value at run time: losing one compiles and changes what happens.
_WELL_KNOWN: dict[str, frozenset[Arity]] = {
    "String": frozenset({(0, 1)}),
    "Error": frozenset({(0, 1)}),
    "GoString": frozenset({(0, 1)}),
    "Format": frozenset({(2, 0)}),
    "MarshalJSON": frozenset({(0, 2)}),
    "MarshalJSONTo": frozenset({(1, 1), (2, 1)}),
    "MarshalText": frozenset({(0, 2)}),
    "AppendText": frozenset({(1, 2)}),
    "MarshalBinary": frozenset({(0, 2)}),
    "AppendBinary": frozenset({(1, 2)}),
    "MarshalXML": frozenset({(2, 1)}),
    "MarshalXMLAttr": frozenset({(1, 2)}),
    "MarshalYAML": frozenset({(0, 2), (0, 1)}),
    "MarshalTOML": frozenset({(0, 2)}),
    "MarshalBSON": frozenset({(0, 2)}),
    "MarshalBSONValue": frozenset({(0, 3)}),
    "GobEncode": frozenset({(0, 2)}),
    "Value": frozenset({(0, 2)}),
    "LogValue": frozenset({(0, 1)}),
    "IsZero": frozenset({(0, 1)}),
    "Is": frozenset({(1, 1)}),
    "As": frozenset({(1, 1)}),
    "Unwrap": frozenset({(0, 1)}),
    "Timeout": frozenset({(0, 1)}),
    "Temporary": frozenset({(0, 1)}),
    "Len": frozenset({(0, 1)}),
    "Less": frozenset({(2, 1)}),
    "Swap": frozenset({(2, 0)}),
    "Hash": frozenset({(0, 1)}),
    "Equal": frozenset({(1, 1)}),
    "Compare": frozenset({(1, 1)}),
    "Cmp": frozenset({(1, 1)}),
    "ServeHTTP": frozenset({(2, 0)}),
    "RoundTrip": frozenset({(1, 2)}),
}

# These matter only for a value that is itself kept behind an interface.
_STREAMS: dict[str, frozenset[Arity]] = {
    "Read": frozenset({(1, 2)}),
    "Write": frozenset({(1, 2)}),
    "Close": frozenset({(0, 1)}),
}


def is_well_known(name: str, arity: Arity, *, streams: bool = False) -> bool:
    """Whether a method of that name and shape is looked for at run time.

    `streams` asks for Read, Write and Close as well.
    """
    found = _WELL_KNOWN.get(name) or (_STREAMS.get(name) if streams else None)
    return found is not None and arity in found


class InterfaceMethod(Struct, frozen=True):
    """A method that an interface of the workspace asks for."""

    path: str
    span: Span
    interface: str  # the name of the declaring type, empty for an anonymous interface
    arity: Arity


def interface_methods_named(
    semantics: Semantics, package: str, name: str
) -> Iterator[InterfaceMethod]:
    """The methods called `name` in all interface types that code of the workspace writes down.

    `package` is the import path of the type that has the method: an unexported name in another
    package is another name (Go specification, Uniqueness of identifiers).
    """
    for info, declaration in declarations_mentioning(semantics, package, name):
        if b"interface" not in declaration.text:
            continue
        for node in walk(declaration.node):
            if node.type != "method_elem":
                continue
            label = node.child_by_field_name("name")
            if label is not None and label.text == name.encode():
                span = Span(node.start_byte, node.end_byte)
                owner = _owner(node)
                yield InterfaceMethod(info.file.path, span, owner, arity_of_node(node))


def _owner(node: Node) -> str:
    spec = node.parent.parent if node.parent is not None else None
    if spec is None or spec.type != "type_spec":
        return ""
    label = spec.child_by_field_name("name")
    return (label.text or b"").decode() if label is not None else ""


def arity_of_node(node: Node) -> Arity:
    """The numbers of parameters and results of a method or function node."""
    result = node.child_by_field_name("result")
    results = 0 if result is None else 1
    if result is not None and result.type == "parameter_list":
        results = _count(result)
    parameters = node.child_by_field_name("parameters")
    return (_count(parameters) if parameters is not None else 0), results


def _count(listed: Node) -> int:
    """Several names may share one type; a parameter without a name counts as one."""
    return sum(max(1, len(group.names)) for group in parameter_groups(listed))
