"""The declaration that a place in a file is about: what stands there, or the function around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.errors import GofixmapError
from gofixmap.model import Symbol
from gofixmap.semantics import sharing
from gofixmap.semantics.types import Type, Unknown
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo
    from gofixmap.syntax.source import Declaration

_NO_TYPE = Unknown("no variable")
_NAMES = ("identifier", "field_identifier", "type_identifier")
_SELECTORS = ("selector_expression", "qualified_type")


class Named(Struct, frozen=True):
    """A declared name of the workspace: of a variable, a function, a method or a type.

    `type` is a variable's type, or the one that a type name denotes. `by_pointer` is of methods.
    `text` is the whole of a function; of a local, the line that declares it. `captured` says that
    the function of a local starts goroutines or has function literals.
    """

    symbol: Symbol
    type: Type = _NO_TYPE
    by_pointer: bool = False
    is_parameter: bool = False
    text: bytes = b""
    captured: bool = False


def named_at(info: FileInfo, offset: int) -> Iterator[Named]:
    """What the name at a byte offset denotes, then the function or type whose head is there."""
    declaration = info.file.declaration_at(offset) or info.file.declaration_at(max(offset - 1, 0))
    if declaration is None or declaration.keyword == "import":
        return
    name = _name_at(declaration, offset)
    found = _denoted(info, name) if name is not None else None
    if found is not None:
        yield found
    around = _around(info, declaration, offset)
    if around is not None and (found is None or found.symbol != around.symbol):
        yield around


def named_in(info: FileInfo, span: Span, qualified: str) -> Named | None:
    """The declaration of a qualified name that stands in a span, or whose head is around it."""
    declaration = info.file.declaration_at(span.start)
    if declaration is None:
        return None
    head = declaration.node.child_by_field_name("name")
    around = _around(info, declaration, declaration.span.start if head is None else head.end_byte)
    if around is not None and around.symbol.qualified == qualified:
        return around
    for node in walk(declaration.node):
        inside = span.start <= node.start_byte and node.end_byte <= span.end
        found = _denoted(info, node) if inside and node.type in _NAMES else None
        if found is not None and found.symbol.qualified == qualified:
            return found
    return None


def _name_at(declaration: Declaration, offset: int) -> Node | None:
    """The name under a cursor, which may also stand right behind it."""
    for at in (offset, offset - 1):
        node = declaration.node.named_descendant_for_byte_range(max(at, 0), max(at, 0))
        if node is not None and node.type in _NAMES:
            return node
    return None


def _around(info: FileInfo, declaration: Declaration, offset: int) -> Named | None:
    """The function whose signature has the offset, or the type of which it is before the name."""
    node = declaration.node
    if declaration.keyword == "func":
        body = node.child_by_field_name("body")
        inside = declaration.span.start <= offset <= (body or node).start_byte + 1
        return _function(info, declaration) if inside else None
    if declaration.keyword == "type" and len(declaration.names) == 1:
        name = node.named_children[0].child_by_field_name("name") if node.named_children else None
        if name is not None and declaration.span.start <= offset <= name.end_byte:
            return _declared(info, info.file.path, Span(name.start_byte, name.end_byte))
    return None


def _denoted(info: FileInfo, name: Node) -> Named | None:
    parent = name.parent
    selector = parent is not None and parent.type in _SELECTORS and _is_selected(parent, name)
    expression = parent if selector and parent is not None else name
    variable = _field(info, name) or sharing.variable_denoted(info, expression)
    if variable is not None:
        return _of_variable(info, variable, name)
    if selector and parent is not None:
        return _selected(info, parent)
    return _of_object(info, name)


def _field(info: FileInfo, name: Node) -> sharing.Variable | None:
    """The field that a name declares."""
    if name.type == "identifier":
        return None
    span = Span(name.start_byte, name.end_byte)
    symbol = Symbol(info.package.path, "", info.file.text(name), "field", info.file.path, span)
    return sharing.variable_of_symbol(info.semantics, symbol)


def _is_selected(selector: Node, name: Node) -> bool:
    chosen = selector.child_by_field_name("field") or selector.child_by_field_name("name")
    return chosen is not None and chosen.start_byte == name.start_byte


def _of_variable(info: FileInfo, variable: sharing.Variable, name: Node) -> Named | None:
    if _is_outside(variable.path):
        return None
    if variable.kind is not sharing.VariableKind.LOCAL:
        return Named(variable.symbol, variable.type)
    found = info.object_of(name)
    file, start = variable.info.file, variable.span.start
    declaration = file.declaration_at(start)
    body = declaration.text if declaration is not None else b""
    return Named(
        variable.symbol,
        variable.type,
        is_parameter=found is not None and found.role in ("param", "result", "receiver"),
        text=file.lines.line_span(file.lines.line_of(start)).of(file.data),
        captured=b"go " in body or b"func(" in body,
    )


def _selected(info: FileInfo, selector: Node) -> Named | None:
    """The method or the function of another package that a selector names."""
    chosen = info.selection(selector)
    if chosen is None:
        return None
    if chosen.object is not None:
        place = (chosen.object.file, chosen.object.span)
    elif chosen.kind == "method" and chosen.declaration is not None:
        place = chosen.declaration
    else:
        return None
    return _declared(info, *place)


def _of_object(info: FileInfo, name: Node) -> Named | None:
    found = info.object_of(name)
    if found is None or found.is_local or found.kind not in ("func", "type"):
        return _declared(info, info.file.path, Span(name.start_byte, name.end_byte))
    return _declared(info, found.file, found.span)


def _declared(info: FileInfo, path: str, span: Span) -> Named | None:
    """The function, method or type whose name is declared at a place of the workspace."""
    if not path or _is_outside(path):
        return None
    try:
        other = info.semantics.file(path)
    except GofixmapError:
        return None
    declaration = other.file.declaration_at(span.start)
    if declaration is None:
        return None
    if declaration.keyword == "func":
        function = _function(other, declaration)
        return function if function is not None and function.symbol.span == span else None
    if declaration.keyword != "type":
        return None
    node = declaration.node.named_descendant_for_byte_range(span.start, span.start)
    parent = node.parent if node is not None else None
    if node is None or parent is None or parent.type not in ("type_spec", "type_alias"):
        return None
    symbol = Symbol(other.package.path, "", other.file.text(node), "type", path, span)
    return Named(symbol, other.type_of(node))


def _function(info: FileInfo, declaration: Declaration) -> Named | None:
    name = declaration.node.child_by_field_name("name")
    if name is None:
        return None
    span, path = Span(name.start_byte, name.end_byte), info.file.path
    package, text = info.package.path, info.file.text(name)
    if declaration.method is None:
        return Named(Symbol(package, "", text, "func", path, span), text=declaration.text)
    owner, _, by_pointer = declaration.method
    symbol = Symbol(package, owner, text, "method", path, span)
    return Named(symbol, by_pointer=by_pointer, text=declaration.text)


def _is_outside(path: str) -> bool:
    """Whether a file is not below the workspace's root: of the standard library, or a module."""
    return path.startswith("/") or path[1:2] == ":"
