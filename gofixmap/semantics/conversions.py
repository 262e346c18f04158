"""Where Go converts a value to an interface without saying so, and where the code says so.

Assignability (Go specification) does it at assignments, arguments, returns, sends, elements of
composite literals, comparisons, map indexes and range clauses; a conversion, a type assertion, a
type switch and a type argument name the types outright.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import (
    binds,
    children_of,
    expression_items,
    first_named,
    named,
    parameter_groups,
)
from gofixmap.semantics.types import (
    Array,
    Chan,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Tuple,
    Type,
    TypeParam,
    Unknown,
)
from gofixmap.syntax.walk import walk

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo


class Site(Struct, frozen=True):
    """A value of type `source` becomes one of type `target` at `node`.

    `how` is "value"; "assertion" where the types are named the other way round, an interface of
    type `target` being asked for a `source`; "argument" for a type argument, whose `target` is the
    constraint; "panic" for the argument of panic. The source's type is computed when it is asked
    for: most targets are no interfaces.
    """

    node: Node
    given: Type | Callable[[], Type]
    target: Type
    how: str = "value"

    @property
    def source(self) -> Type:
        return self.given if isinstance(self.given, Type) else self.given()


def conversion_sites(info: FileInfo, declaration: Node) -> Iterator[Site]:
    """Every place below `declaration` where a value may become an interface."""
    for node in walk(declaration):
        visit = _VISITS.get(node.type)
        if visit is not None:
            yield from visit(info, node)


def _of(info: FileInfo, node: Node) -> Callable[[], Type]:
    return lambda: info.type_of(node)


def _pairs(info: FileInfo, values: list[Node], targets: list[Callable[[], Type]]) -> Iterator[Site]:
    """Values against targets, a single call with several results spread out."""
    if len(values) == 1 and len(targets) > 1:
        types = info.types_of(values[0])
        for source, target in zip(types, targets, strict=False):
            yield Site(values[0], source, target())
        return
    for value, target in zip(values, targets, strict=False):
        yield Site(value, _of(info, value), target())


def _call(info: FileInfo, call: Node) -> Iterator[Site]:
    function = call.child_by_field_name("function")
    listed = call.child_by_field_name("arguments")
    if function is None or listed is None:
        return
    given = named(listed)
    if info.is_conversion(call):
        target = info.type_of(function)
        yield from (Site(each, _of(info, each), target) for each in given)
        return
    builtin = _builtin_name(info, function)
    if builtin is not None:
        yield from _builtin(info, builtin, given)
        return
    signature = info.type_of(function).underlying
    if not isinstance(signature, Signature):
        yield from (Site(each, _of(info, each), Unknown("a call")) for each in given)
        return
    spread = any(child.type == "..." for child in listed.children)
    yield from _pairs(info, given, _parameters(signature, len(given), spread))
    generic = _generic(info, function)
    if generic is not None:
        yield from _inferred(info, given, _parameters(generic, len(given), spread))


def _generic(info: FileInfo, function: Node) -> Signature | None:
    """The declared signature of a generic function, before type arguments are put in."""
    if function.type == "identifier":
        found = info.object_of(function)
    else:
        chosen = info.selection(function) if function.type == "selector_expression" else None
        found = chosen.object if chosen is not None else None
    kind = found.type if found is not None and found.kind == "func" else None
    return kind if isinstance(kind, Signature) and kind.type_parameters else None


def _inferred(
    info: FileInfo, given: list[Node], parameters: list[Callable[[], Type]]
) -> Iterator[Site]:
    """The type arguments that a call gives to type parameters, each with its constraint."""
    for value, parameter in zip(given, parameters, strict=False):
        for source, bound in _bindings(info.type_of(value), parameter()):
            yield Site(value, source, bound.constraint, "argument")


def _bindings(source: Type, pattern: Type) -> Iterator[tuple[Type, TypeParam]]:
    """What stands in `source` where `pattern` has a type parameter."""
    wanted = pattern.unaliased
    if isinstance(wanted, TypeParam):
        yield source, wanted
    elif isinstance(wanted, Named):
        found = source.unaliased
        if isinstance(found, Named) and found.name == wanted.name:
            for one, other in zip(found.arguments, wanted.arguments, strict=False):
                yield from _bindings(one, other)
    elif isinstance(wanted, Signature):
        found = source.underlying
        if isinstance(found, Signature):
            mine = (*found.parameters, *found.results)
            theirs = (*wanted.parameters, *wanted.results)
            for one, other in zip(mine, theirs, strict=False):
                yield from _bindings(one, other)
    elif isinstance(wanted, (Pointer, Slice, Array, Map, Chan)):
        yield from _bindings(source.element, wanted.element)
        if isinstance(wanted, Map):
            yield from _bindings(source.key, wanted.key)


def _parameters(signature: Signature, count: int, spread: bool) -> list[Callable[[], Type]]:
    types = list(signature.parameters)
    if signature.variadic and not spread and types:
        last = types.pop()
        missing = max(count - len(types), 1)
        types += [last.element] * missing
    return [_constant(each) for each in types]


def _constant(each: Type) -> Callable[[], Type]:
    return lambda: each


def _builtin_name(info: FileInfo, function: Node) -> str | None:
    if function.type != "identifier":
        return None
    found = info.object_of(function)
    return found.name if found is not None and found.kind == "builtin" else None


def _builtin(info: FileInfo, name: str, given: list[Node]) -> Iterator[Site]:
    """append and panic take interfaces; delete takes a key."""
    if name == "panic":
        yield from (Site(each, _of(info, each), Unknown("panic"), "panic") for each in given)
    elif name == "append" and given:
        element = info.type_of(given[0]).element
        yield from (Site(each, _of(info, each), element) for each in given[1:])
    elif name == "delete" and len(given) > 1:
        yield Site(given[1], _of(info, given[1]), info.type_of(given[0]).key)


def _typed_conversion(info: FileInfo, node: Node) -> Iterator[Site]:
    operand = node.child_by_field_name("operand")
    target = node.child_by_field_name("type")
    if operand is not None and target is not None:
        yield Site(operand, _of(info, operand), info.type_of(target))


def _assignment(info: FileInfo, node: Node) -> Iterator[Site]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    targets = [_lazy(info, each) for each in expression_items(left)]
    yield from _pairs(info, expression_items(right), targets)


def _lazy(info: FileInfo, node: Node) -> Callable[[], Type]:
    blank = node.type == "identifier" and node.text == b"_"
    return (lambda: _NOTHING) if blank else (lambda: info.type_of(node))


_NOTHING = Tuple(())  # the type of `_`: no interface, and not unknown


def _var_spec(info: FileInfo, node: Node) -> Iterator[Site]:
    declared, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    if declared is None or value is None:
        return
    target = info.type_of(declared)
    targets = [_constant(target) for _ in children_of(node, "name")]
    yield from _pairs(info, expression_items(value), targets)


def _return(info: FileInfo, node: Node) -> Iterator[Site]:
    function = node.parent
    while function is not None and function.type not in _FUNCTIONS:
        function = function.parent
    values = named(node)
    if function is None or not values:
        return
    results = [_constant(each) for each in result_types(info, function)]
    yield from _pairs(info, expression_items(values[0]), results)


_FUNCTIONS = ("func_literal", "function_declaration", "method_declaration")


def result_types(info: FileInfo, function: Node) -> list[Type]:
    """The declared result types of a function's node, one per result."""
    result = function.child_by_field_name("result")
    if result is None:
        return []
    if result.type != "parameter_list":
        return [info.type_of(result)]
    types: list[Type] = []
    for group in parameter_groups(result):
        kind = Unknown("a result") if group.type is None else info.type_of(group.type)
        types += [kind] * max(1, len(group.names))
    return types


def _composite(info: FileInfo, node: Node) -> Iterator[Site]:
    body = node if node.type == "literal_value" else node.child_by_field_name("body")
    if body is None or (node.type == "literal_value" and not _is_element(node)):
        return
    kind = info.type_of(node)
    elements = named(body)
    if kind.is_unknown:
        yield from (
            Site(value, _of(info, value), kind)
            for each in elements
            for value in _element_values(each)
        )
    elif kind.is_struct:
        yield from _struct_elements(info, kind, elements)
    else:
        yield from _list_elements(info, kind, elements)


def _is_element(node: Node) -> bool:
    """Whether a literal value stands without its type, as an element of another literal."""
    return node.parent is not None and node.parent.type == "literal_element"


def _element_values(element: Node) -> Iterator[Node]:
    holders = [element] if element.type != "keyed_element" else named(element)
    for holder in holders:
        value = first_named(holder) if holder.type == "literal_element" else holder
        if value is not None and value.type != "literal_value":
            yield value


def _struct_elements(info: FileInfo, kind: Type, elements: list[Node]) -> Iterator[Site]:
    fields = {field.name: field for field in kind.fields}
    for index, element in enumerate(elements):
        values = list(_element_values(element))
        if element.type != "keyed_element":
            if values and index < len(kind.fields):
                yield Site(values[0], _of(info, values[0]), kind.fields[index].type)
            continue
        key, value = element.child_by_field_name("key"), element.child_by_field_name("value")
        inner = first_named(value) if value is not None else None
        if key is None or inner is None or inner.type == "literal_value":
            continue
        field = fields.get((key.text or b"").decode("utf-8", "replace"))
        target = field.type if field is not None else Unknown("a promoted field")
        yield Site(inner, _of(info, inner), target)


def _list_elements(info: FileInfo, kind: Type, elements: list[Node]) -> Iterator[Site]:
    for element in elements:
        if element.type != "keyed_element":
            for value in _element_values(element):
                yield Site(value, _of(info, value), kind.element)
            continue
        for name, target in (("key", kind.key), ("value", kind.element)):
            holder = element.child_by_field_name(name)
            inner = first_named(holder) if holder is not None else None
            if (
                inner is None
                or inner.type == "literal_value"
                or (name == "key" and not kind.is_map)
            ):
                continue
            yield Site(inner, _of(info, inner), target)


def _send(info: FileInfo, node: Node) -> Iterator[Site]:
    channel, value = node.child_by_field_name("channel"), node.child_by_field_name("value")
    if channel is not None and value is not None:
        yield Site(value, _of(info, value), info.type_of(channel).element)


def _comparison(info: FileInfo, node: Node) -> Iterator[Site]:
    """`==` between an interface and another type converts the other one."""
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or operator.type not in ("==", "!=") or left is None or right is None:
        return
    one, other = info.type_of(left), info.type_of(right)
    if one.is_interface != other.is_interface:
        source, target = (right, left) if one.is_interface else (left, right)
        yield Site(source, _of(info, source), info.type_of(target))


def _index(info: FileInfo, node: Node) -> Iterator[Site]:
    operand, index = node.child_by_field_name("operand"), node.child_by_field_name("index")
    if operand is None or index is None:
        return
    if info.index_kind(node) == "instantiation":
        parameters = _type_parameters(info.operand(operand).type)
        yield from (_argument(info, index, each) for each in parameters[:1])
        return
    kind = info.type_of(operand)
    if kind.is_map and kind.key.is_interface:
        yield Site(index, _of(info, index), kind.key)


def _switch(info: FileInfo, node: Node) -> Iterator[Site]:
    """Case values are compared with the tag."""
    tag = node.child_by_field_name("value")
    if tag is None:
        return
    kind = info.type_of(tag)
    for clause in named(node):
        value = clause.child_by_field_name("value") if clause.type == "expression_case" else None
        for each in expression_items(value) if value is not None else ():
            source = info.type_of(each)
            if kind.is_interface != source.is_interface:
                pair = (source, kind) if kind.is_interface else (kind, source)
                yield Site(each, *pair)


def _assertion(info: FileInfo, node: Node) -> Iterator[Site]:
    operand, asked = node.child_by_field_name("operand"), node.child_by_field_name("type")
    if operand is not None and asked is not None:
        yield Site(asked, _of(info, asked), info.type_of(operand), "assertion")


def _type_switch(info: FileInfo, node: Node) -> Iterator[Site]:
    operand = node.child_by_field_name("value")
    if operand is None:
        return
    kind = info.type_of(operand)
    for clause in named(node):
        for asked in children_of(clause, "type") if clause.type == "type_case" else ():
            yield Site(asked, _of(info, asked), kind, "assertion")


def _range(info: FileInfo, node: Node) -> Iterator[Site]:
    """`for x = range list` assigns elements to what is there."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or binds(node):
        return
    kind = info.type_of(right)
    yields = _ranged(kind)
    for target, source in zip(expression_items(left), yields, strict=False):
        if target.text != b"_":
            yield Site(target, source, info.type_of(target))


def _ranged(kind: Type) -> list[Type]:
    shape = kind.underlying
    if isinstance(shape, Map):
        return [shape.key_type, shape.elem]
    if isinstance(shape, Slice) or kind.is_array:
        return [_NOTHING, kind.element]
    return [shape.elem] if isinstance(shape, Chan) else []


def _received(info: FileInfo, node: Node) -> Iterator[Site]:
    """`case x = <-c:` assigns."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None and not binds(node):
        yield Site(right, _of(info, right), info.type_of(expression_items(left)[0]))


def _type_arguments(info: FileInfo, node: Node) -> Iterator[Site]:
    """Explicit type arguments against their constraints."""
    holder = node.parent
    generic = holder.child_by_field_name("type") if holder is not None else None
    if holder is not None and generic is None:
        generic = holder.child_by_field_name("function")
    if generic is None:
        return
    parameters = _type_parameters(info.type_of(generic))
    for asked, parameter in zip(named(node), parameters, strict=False):
        inner = first_named(asked) if asked.type == "type_elem" else asked
        if inner is not None:
            yield _argument(info, inner, parameter)


def _argument(info: FileInfo, node: Node, parameter: TypeParam) -> Site:
    return Site(node, _of(info, node), parameter.constraint, "argument")


def _type_parameters(kind: Type) -> tuple[TypeParam, ...]:
    found = getattr(kind, "type_parameters", ())
    return tuple(each for each in found if isinstance(each, TypeParam))


_VISITS: dict[str, Callable[[FileInfo, Node], Iterator[Site]]] = {
    "assignment_statement": _assignment,
    "binary_expression": _comparison,
    "call_expression": _call,
    "composite_literal": _composite,
    "expression_switch_statement": _switch,
    "index_expression": _index,
    "literal_value": _composite,
    "range_clause": _range,
    "receive_statement": _received,
    "return_statement": _return,
    "send_statement": _send,
    "type_arguments": _type_arguments,
    "type_assertion_expression": _assertion,
    "type_conversion_expression": _typed_conversion,
    "type_switch_statement": _type_switch,
    "var_spec": _var_spec,
}
