"""Package-level declarations as objects: variables, constants, types, functions and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import statements, typeexpr
from gofixmap.semantics.nodes import children_of, named, parameter_groups
from gofixmap.semantics.objects import Object, Value
from gofixmap.semantics.types import (
    Alias,
    Method,
    MethodType,
    Named,
    Pointer,
    Signature,
    Type,
    TypeParam,
    Unknown,
)
from gofixmap.syntax.source import Declaration
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker


def span_of(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def package_object(checker: Checker, declaration: Declaration, name: str) -> Object:
    """The object that a declaration gives to one of its names; Unknown types where it cannot."""
    keyword = declaration.keyword
    if keyword == "func":
        return _function(checker, declaration, name)
    found = checker.spec_nodes(declaration).get(name)
    if found is None:
        return _made(checker, keyword, name, Unknown(f"{name} is in a declaration with errors"))
    spec, index = found
    names = children_of(spec, "name")
    place = span_of(names[index])
    if keyword == "type":
        return _made(checker, "type", name, checker.declared_type(spec, ""), place)
    if keyword == "var":
        source = statements.var_source(checker, spec, index, len(names))
        return _made(checker, "var", name, _plain(checker, source), place)
    return _made(checker, "const", name, _constant(checker, declaration, spec, index), place)


def _made(
    checker: Checker,
    kind: str,
    name: str,
    source: Type | statements.Source,
    span: Span | None = None,
) -> Object:
    return Object(kind, name, source, package=checker.package_path, file=checker.path, span=span)


def _plain(checker: Checker, source: statements.Source) -> statements.Source:
    return lambda: checker.outside_iota(source)


def _constant(
    checker: Checker, declaration: Declaration, spec: Node, index: int
) -> statements.Source:
    def source() -> tuple[Type, Value]:
        line = checker.const_lines(declaration).get(spec.start_byte)
        if line is None:
            return Unknown("a constant without a line"), None
        return checker.constant_of(line, index)

    return source


def spec_nodes(checker: Checker, root: Node) -> dict[str, tuple[Node, int]]:
    """The spec and position of each name below a const, var or type declaration's node."""
    found: dict[str, tuple[Node, int]] = {}
    pending = named(root)
    while pending:
        node = pending.pop()
        if node.type in ("const_spec", "var_spec", "type_spec", "type_alias"):
            for index, name in enumerate(children_of(node, "name")):
                found[checker.text(name)] = (node, index)
        elif node.type in ("var_spec_list", "const_declaration", "var_declaration"):
            pending += named(node)
    return found


def _function(checker: Checker, declaration: Declaration, name: str) -> Object:
    node = checker.root(declaration)
    identifier = node.child_by_field_name("name")
    place = span_of(identifier) if identifier is not None else declaration.span

    def source() -> tuple[Type, Value]:
        return checker.outside_iota(lambda: (_signature(checker, node), None))

    return _made(checker, "func", name, source, place)


def _signature(checker: Checker, node: Node) -> Type:
    if node.type != "function_declaration":
        return Unknown("a function with a syntax error")
    listed = node.child_by_field_name("type_parameters")
    parameters = () if listed is None else checker.type_parameters(listed)
    return typeexpr.signature(checker, node, parameters)


def declared_method(checker: Checker, declaration: Declaration, name: str) -> Method:
    node = checker.root(declaration)
    receiver = node.child_by_field_name("receiver")
    identifier = node.child_by_field_name("name")
    lexical = declaration.method
    pointer = lexical[2] if lexical is not None else False
    place = span_of(identifier) if identifier is not None else declaration.span

    def source() -> MethodType:
        if node.type != "method_declaration" or receiver is None:
            return MethodType(Unknown("a method with a syntax error"))
        own, mine = _method_parameters(checker, declaration, receiver)
        signature, _ = checker.outside_iota(lambda: (typeexpr.signature(checker, node, own), None))
        names = parameter_groups(receiver)[0].names if parameter_groups(receiver) else ()
        name = checker.text(names[0]) if names else ""
        return MethodType(signature, mine, name)

    return Method(
        name, source, pointer=pointer, package=checker.package_path, path=checker.path, span=place
    )


def _method_parameters(
    checker: Checker, declaration: Declaration, receiver: Node
) -> tuple[tuple[TypeParam, ...], tuple[TypeParam, ...]]:
    """The type parameters of the method itself and of its receiver.

    The scopes of a method that shows no brackets where they would stand need not be known.
    """
    head = declaration.file.data[declaration.span.start : _end_of_name(receiver)]
    if b"[" not in head:
        return (), ()
    scopes = checker.scopes(declaration)
    mine = scopes.type_parameters.get(receiver.start_byte, ())
    return scopes.method_type_parameters, mine


def _end_of_name(receiver: Node) -> int:
    """Where the parameters of a method begin, whose type parameters stand before them."""
    method = receiver.parent
    parameters = method.child_by_field_name("parameters") if method is not None else None
    return parameters.start_byte if parameters is not None else receiver.end_byte


def receiver_named(checker: Checker, receiver: Node) -> Named | None:
    base = statements.receiver_base_name(receiver)
    if base is None:
        return None
    found = checker.lookup_outside(checker.text(base))
    if found is None or found.kind != "type":
        return None
    type_ = found.type.unaliased
    generic = "[" in checker.text(receiver)
    parameters = checker.type_parameters(receiver) if generic else ()
    if not isinstance(type_, Named):
        return None
    if not parameters:
        return type_
    return Named(type_.package, type_.name, tuple(parameters), "", type_.declaration)


def receiver_type(checker: Checker, receiver: Node) -> Type:
    """The receiver's type as go/types prints it: with the alias name where it is written so."""
    base = statements.receiver_base_name(receiver)
    if base is None:
        return Unknown("no receiver type")
    written = checker.lookup_outside(checker.text(base))
    if written is not None and isinstance(written.type, Alias):
        type_: Type = written.type
    else:
        found = receiver_named(checker, receiver)
        type_ = found if found is not None else Unknown("no such receiver type")
    return Pointer(type_) if statements.receiver_has_star(receiver) else type_


def is_generic(t: Type) -> bool:
    return isinstance(t, Signature) and bool(t.type_parameters)
