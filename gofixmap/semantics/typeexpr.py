"""Type expressions to types (Go specification, Types)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import constants, statements
from gofixmap.semantics.literals import string_value
from gofixmap.semantics.nodes import (
    children_of,
    embedded_is_pointer,
    first_named,
    named,
    parameter_groups,
)
from gofixmap.semantics.objects import Operand, unknown
from gofixmap.semantics.types import (
    Alias,
    Array,
    Chan,
    Field,
    Interface,
    Map,
    Method,
    MethodType,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Term,
    Type,
    TypeParam,
    Union,
    Unknown,
)
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker


def resolve(checker: Checker, node: Node) -> Type:
    """The type that a node denotes, be it parsed as a type or as an expression."""
    rule = _TYPES.get(node.type)
    if rule is not None:
        return rule(checker, node)
    operand = checker.operand(node)
    return operand.type if operand.mode == "type" else Unknown("not a type")


def _inner(checker: Checker, node: Node) -> Type:
    inner = first_named(node)
    return Unknown("empty") if inner is None else checker.type_expr(inner)


def _field_type(checker: Checker, node: Node, field: str) -> Type:
    child = node.child_by_field_name(field)
    return Unknown(f"no {field}") if child is None else checker.type_expr(child)


def _pointer(checker: Checker, node: Node) -> Type:
    return Pointer(_inner(checker, node))


def _slice(checker: Checker, node: Node) -> Type:
    return Slice(_field_type(checker, node, "element"))


def _array(checker: Checker, node: Node) -> Type:
    length = node.child_by_field_name("length")
    if length is None:
        return Array(None, _elem(checker, node))
    return Array(lambda: constants.natural(checker.plain_value(length)), _elem(checker, node))


def _elem(checker: Checker, node: Node) -> Type:
    return _field_type(checker, node, "element")


def _open_array(checker: Checker, node: Node) -> Type:
    """`[...]T` outside of a literal, which is where its length is known."""
    return Array(None, _elem(checker, node))


def _map(checker: Checker, node: Node) -> Type:
    return Map(_field_type(checker, node, "key"), _field_type(checker, node, "value"))


def _chan(checker: Checker, node: Node) -> Type:
    tokens = [child.type for child in node.children if not child.is_named]
    value = _field_type(checker, node, "value")
    if tokens[:1] == ["<-"]:
        return Chan("receive", value)
    if "<-" in tokens:
        return Chan("send", value)
    inner = node.child_by_field_name("value")
    if inner is not None and inner.type == "channel_type" and isinstance(value, Chan):
        first = inner.child(0)
        if first is not None and first.type == "<-":
            # The arrow belongs to the leftmost chan: `chan <-chan T` is `chan<- (chan T)`.
            return Chan("send", Chan("both", value.elem))
    return Chan("both", value)


def _function(checker: Checker, node: Node) -> Type:
    return signature(checker, node, ())


def signature(checker: Checker, node: Node, parameters: Sequence[TypeParam]) -> Type:
    """The signature of a node with `parameters` and `result` fields."""
    listed, result = (node.child_by_field_name(part) for part in ("parameters", "result"))
    if listed is None or listed.has_error or (result is not None and result.has_error):
        return Unknown("a signature with a syntax error")
    types, names, variadic = _parameters(checker, listed)
    if result is not None and result.type == "parameter_list":
        results, result_names, _ = _parameters(checker, result)
    else:
        results = () if result is None else (checker.type_expr(result),)
        result_names = ()
    return Signature(types, results, variadic, names, result_names, tuple(parameters))


def _parameters(
    checker: Checker, listed: Node | None
) -> tuple[tuple[Type, ...], tuple[str, ...], bool]:
    types: list[Type] = []
    names: list[str] = []
    variadic = False
    for group in parameter_groups(listed) if listed is not None else ():
        type_ = statements.parameter_type(checker, group)
        variadic = group.variadic
        declared = [checker.text(name) for name in group.names] or [""]
        types += [type_] * len(declared)
        names += declared
    return tuple(types), tuple(names) if any(names) else (), variadic


def _struct(checker: Checker, node: Node) -> Type:
    listed = first_named(node)
    fields: list[Field] = []
    if listed is not None and listed.has_error:
        return Unknown("a struct with a syntax error")
    for declaration in named(listed) if listed is not None else ():
        if declaration.type == "field_declaration":
            fields += _fields(checker, declaration)
    return Struct(tuple(fields))


def _fields(checker: Checker, declaration: Node) -> list[Field]:
    type_node = declaration.child_by_field_name("type")
    tag_node = declaration.child_by_field_name("tag")
    tag = string_value(checker.text(tag_node)) if tag_node is not None else ""
    names = children_of(declaration, "name")
    if not names and type_node is not None:
        return [_embedded(checker, declaration, type_node, tag or "")]
    found: list[Type] = []

    def source() -> Type:
        if not found:
            missing = Unknown("a field without a type")
            found.append(missing if type_node is None else _outside(checker, type_node))
        return found[0]

    return [_field(checker, name, checker.text(name), source, tag or "") for name in names]


def _outside(checker: Checker, node: Node) -> Type:
    """A type that is read later than what surrounds it, so never inside a constant's line."""
    type_, _ = checker.outside_iota(lambda: (checker.type_expr(node), None))
    return type_


def _field(
    checker: Checker,
    place: Node,
    name: str,
    source: Callable[[], Type],
    tag: str,
    *,
    embedded: bool = False,
) -> Field:
    return Field(
        name,
        source,
        embedded=embedded,
        tag=tag,
        package=checker.package_path,
        path=checker.path,
        span=Span(place.start_byte, place.end_byte),
    )


def _embedded(checker: Checker, declaration: Node, type_node: Node, tag: str) -> Field:
    pointer = embedded_is_pointer(declaration)
    place = _name_of(type_node)

    def source() -> Type:
        type_ = _outside(checker, type_node)
        return Pointer(type_) if pointer else type_

    return _field(checker, place, checker.text(place), source, tag, embedded=True)


def _name_of(node: Node) -> Node:
    """The identifier that names an embedded type: `E` in `E`, `*p.E` and `E[int]`."""
    while True:
        if node.type == "generic_type":
            inner = node.child_by_field_name("type")
        elif node.type == "qualified_type":
            inner = node.child_by_field_name("name")
        elif node.type in ("pointer_type", "parenthesized_type"):
            inner = first_named(node)
        else:
            return node
        if inner is None:
            return node
        node = inner


def _interface(checker: Checker, node: Node) -> Type:
    methods: list[Method] = []
    embedded: list[Type] = [Unknown("a syntax error")] if node.has_error else []
    for element in named(node):
        if element.type == "method_elem":
            method = _interface_method(checker, element)
            if method is not None:
                methods.append(method)
        elif element.type == "type_elem":
            embedded.append(_union(checker, named(element)))
        else:
            embedded.append(Unknown(element.type))
    methods.sort(key=lambda method: method.name)
    return Interface(tuple(methods), tuple(embedded))


def _interface_method(checker: Checker, element: Node) -> Method | None:
    name = element.child_by_field_name("name")
    if name is None:
        return None

    def source() -> MethodType:
        type_, _ = checker.outside_iota(lambda: (signature(checker, element, ()), None))
        return MethodType(type_)

    return Method(
        checker.text(name),
        source,
        package=checker.package_path,
        path=checker.path,
        span=Span(name.start_byte, name.end_byte),
    )


def _union(checker: Checker, items: Sequence[Node]) -> Type:
    """`A | ~B`; a single type without `~` is that type."""
    if len(items) == 1 and items[0].type != "negated_type":
        return checker.type_expr(items[0])
    terms = []
    for item in items:
        tilde = item.type == "negated_type"
        terms.append(Term(tilde, _inner(checker, item) if tilde else checker.type_expr(item)))
    return Union(tuple(terms))


def constraint(checker: Checker, node: Node) -> Type:
    """A type parameter's bound; anything but an interface is wrapped in an implicit one."""
    items = named(node) if node.type == "type_constraint" else [node]
    type_ = _union(checker, items)
    if isinstance(type_, Union):
        return Interface((), (type_,), implicit=True)
    under = type_.underlying
    if isinstance(type_.unaliased, TypeParam) or not isinstance(under, (Interface, Unknown)):
        return Interface((), (type_,), implicit=True)
    return type_


def instantiated(generic: Type, arguments: Sequence[Type]) -> Type:
    """A generic type with its type arguments put in."""
    if isinstance(generic, (Named, Alias)) and not generic.arguments:
        if len(arguments) != len(generic.type_parameters):
            return Unknown("wrong number of type arguments")
        make = Named if isinstance(generic, Named) else Alias
        return make(
            generic.package, generic.name, tuple(arguments), generic.scope, generic.declaration
        )
    return Unknown("not a generic type")


def type_arguments(checker: Checker, node: Node) -> list[Type]:
    """The types of a type_arguments node."""
    arguments = []
    for element in named(node):
        inner = named(element) if element.type == "type_elem" else [element]
        arguments.append(checker.type_expr(inner[0]) if len(inner) == 1 else Unknown("a union"))
    return arguments


_TYPES: dict[str, Callable[[Checker, Node], Type]] = {
    "pointer_type": _pointer,
    "slice_type": _slice,
    "array_type": _array,
    "implicit_length_array_type": _open_array,
    "map_type": _map,
    "channel_type": _chan,
    "function_type": _function,
    "struct_type": _struct,
    "interface_type": _interface,
    "parenthesized_type": _inner,
}


def _as_operand(checker: Checker, node: Node) -> Operand:
    return Operand("type", checker.type_expr(node))


def _negated(checker: Checker, node: Node) -> Operand:
    return unknown("a term is not a type")


RULES: dict[str, Callable[[Checker, Node], Operand]] = {
    **dict.fromkeys(_TYPES, _as_operand),
    "negated_type": _negated,
}
