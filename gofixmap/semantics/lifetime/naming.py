"""What a call may give, by the name that it calls: asked before any type is.

The result of a declared function is spelled in its head, so that a head without the name of a type
gives no such value, unless the function is generic. Function values count for nothing here: nobody
knows whether they open anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.called import function_part
from gofixmap.semantics.packages import PackageName
from gofixmap.semantics.types import Signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.objects import Object
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package

_NAMES = pattern(rb"(\w+)\s*\(")
_INTERFACE = pattern(rb"\binterface\s*\{(?=\s*[^\s}])")
_ENDS = pattern(rb"[;\n]")
_BRACE = pattern(rb"[{}]")
_SQUARE = pattern(rb"[\[\]]")
_IN_GROUP = pattern(rb"[\n(;]\s*\w+\s*\[([^\n;]*)")
_GENERIC = pattern(rb"func\s+\w+\s*\[|func\s*\([^)]*\[\w+[\],]|type\s+\w+\s*\[|type\s*\(")
_WORDS = pattern(rb"\w+")
_OPEN = (b"interface", b"struct")


def head_of(declaration: Declaration) -> bytes:
    """The text of a function's declaration up to its body, the receiver left out; more where that
    is not plain to see."""
    text = declaration.text
    end = text.find(b"{")
    head = text[:end] if end >= 0 else text
    if head.rstrip().endswith(_OPEN) or head.count(b"(") != head.count(b")"):
        return text
    return head[head.find(b")") + 1 :] if declaration.method is not None else head


def is_generic(declaration: Declaration) -> bool:
    """Whether a function, a receiver or a type has type parameters, by its text."""
    return _GENERIC.match(declaration.text) is not None


def may_give(info: FileInfo, call: Node, types: Sequence[str]) -> bool:
    """Whether a call may have a result of one of the types, written as types are printed.

    False only where that is known: `types_given` asks about the rest.
    """
    function = function_part(call)
    words = frozenset(each.rpartition(".")[2].encode() for each in types)
    if function is None:
        return True
    if function.type == "identifier":
        return _may_object(info, info.object_of(function), words)
    if function.type != "selector_expression":
        return True
    operand, field = (function.child_by_field_name(each) for each in ("operand", "field"))
    if operand is None or field is None:
        return True
    root = info.object_of(operand) if operand.type == "identifier" else None
    if root is not None and root.kind == "package":
        return _may_member(info, root, info.file.text(field), words)
    name = info.file.text(field)
    return name[:1].isupper() or name in _own_methods(info.semantics, info.package, words)


def _may_member(info: FileInfo, package: Object, name: str, words: frozenset[bytes]) -> bool:
    """Whether `pkg.name` may; a variable may hold any function."""
    scope = package.scope if isinstance(package, PackageName) else None
    found = scope.lookup(name) if scope is not None else None
    return found is None or found.kind == "var" or _may_object(info, found, words)


def _may_object(info: FileInfo, found: Object | None, words: frozenset[bytes]) -> bool:
    if found is None:
        return True
    if found.kind != "func" or not found.file:
        return False
    key = ("lifetime.head", found.file, found.span.start)
    head = info.semantics.once(key, lambda: _head_at(info.semantics, found))
    return head is None or holds(head, words)


def _head_at(semantics: Semantics, found: Object) -> bytes | None:
    """The head of a declared function; None where it may give anything."""
    file = semantics.workspace.declaring(found.file)
    declaration = file.declaration_at(found.span.start) if file is not None else None
    if declaration is None or is_generic(declaration):
        return None
    return head_of(declaration)


def _own_methods(semantics: Semantics, package: Package, words: frozenset[bytes]) -> frozenset[str]:
    """The names of a package's methods that may give such a value; others' are exported."""
    key = ("lifetime.methods", package.dir, package.path, words)
    return semantics.once(key, lambda: frozenset(_find_methods(semantics, package, words)))


def _find_methods(semantics: Semantics, package: Package, words: frozenset[bytes]) -> Iterator[str]:
    for path in package.all_files:
        file = semantics.workspace.declaring(path)
        for declaration in file.declarations if file is not None else ():
            yield from _methods_in(declaration, words)


def _methods_in(declaration: Declaration, words: frozenset[bytes]) -> Iterator[str]:
    if declaration.method is not None and (
        is_generic(declaration) or holds(head_of(declaration), words)
    ):
        yield declaration.method[1]
    yield from interface_methods(declaration, words)


def interface_methods(declaration: Declaration, words: frozenset[bytes]) -> Iterator[str]:
    """The methods of the interfaces that a declaration writes, where they may give one of the words
    or, beside an error, what a type parameter stands for."""
    text = declaration.text
    if b"interface" not in text:
        return
    generic = declaration.keyword == "type" and is_generic(declaration)
    if generic or holds(text, words):
        others = _type_parameters(text) if generic else frozenset[bytes]()
        for found in _INTERFACE.finditer(text):
            inside = text[found.end() : _closing(text, found.end())]
            yield from (name.decode() for name in _methods_in_lines(inside, words, others))


def _type_parameters(text: bytes) -> frozenset[bytes]:
    """The words in the brackets behind the names of types, and perhaps others."""
    if text.startswith((b"type (", b"type(")):
        lines = _IN_GROUP.findall(text)
        if any(line.count(b"[") >= line.count(b"]") for line in lines):
            lines = [text]  # brackets that go on in other lines
        return frozenset(_WORDS.findall(b" ".join(lines)))
    depth = 0
    for found in _SQUARE.finditer(text):
        depth += 1 if found[0] == b"[" else -1
        if not depth:
            return frozenset(_WORDS.findall(text, 0, found.end()))
    return frozenset(_WORDS.findall(text))


def _methods_in_lines(
    inside: bytes, words: frozenset[bytes], others: frozenset[bytes]
) -> Iterator[bytes]:
    """The methods of an interface with one of the words in their line; all where lines go on."""
    lines = _ENDS.split(inside)
    if any(line.count(b"(") != line.count(b")") for line in lines):
        lines = [inside]
    for line in lines:
        if holds(line, words) or (b"error" in line and holds(line, others)):
            yield from _NAMES.findall(line)


def _closing(text: bytes, at: int) -> int:
    """Where the braces that are open at a place are closed again."""
    depth = 1
    while depth:
        found = _BRACE.search(text, at)
        if found is None:
            return len(text)
        depth += 1 if found[0] == b"{" else -1
        at = found.end()
    return at


def holds(text: bytes, words: frozenset[bytes]) -> bool:
    """Whether one of the words stands in a text by itself."""
    if len(words) == 1 and not any(word in text for word in words):
        return False
    return not words.isdisjoint(_WORDS.findall(text))


def types_given(info: FileInfo, call: Node) -> tuple[str, ...]:
    """The types of a call's results as they print; those of a method once for a type and name."""
    function = function_part(call)
    if function is None or function.type != "selector_expression":
        return _given(info, call)
    operand, field = (function.child_by_field_name(each) for each in ("operand", "field"))
    if operand is None or field is None:
        return _given(info, call)
    value = info.operand(operand)
    if value.mode != "value" or value.type.is_unknown:
        return _given(info, call)
    key = ("lifetime.given", value.type, field.text, info.package, info.context)
    found = info.semantics.once(key, lambda: _by_type(info, function, call))
    return _given(info, call) if found is None else found


def _by_type(info: FileInfo, function: Node, call: Node) -> tuple[str, ...] | None:
    """None where the arguments decide as well."""
    chosen = info.selection(function)
    signature = chosen.type if chosen is not None else None
    if isinstance(signature, Signature) and signature.type_parameters:
        return None
    return _given(info, call)


def _given(info: FileInfo, call: Node) -> tuple[str, ...]:
    return tuple(str(each) for each in info.types_of(call))
