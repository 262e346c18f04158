"""The places of a declaration where values of struct types are made or copied, whatever the struct.

They are found once for a declaration; whose struct a place is about is asked later, by its type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import (
    Captures,
    children_of,
    expression_items,
    first_named,
    named,
    parameter_groups,
    unparenthesized,
)

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.syntax.source import Declaration


class Place(Struct, frozen=True):
    """`kind` says what happens at `node`, `subject` is the expression or type that is asked about.

    Kinds: "literal", "new", "zero", "make" (types); "value" (an existing value is assigned),
    "overwrite" (a fresh one is, to `subject`), "result", "argument", "element", "channel" (existing
    values); "receiver", "parameter", "map" (types); "range", "assertion", "conversion", "broken".
    """

    info: FileInfo
    kind: str
    node: Node
    subject: Node


def value_places(info: FileInfo, declaration: Declaration) -> tuple[Place, ...]:
    """The places of one declaration; those of a struct are among them."""
    key = ("value places", info.file.path, declaration.span.start)
    return info.semantics.once(key, lambda: tuple(_in_declaration(info, declaration)))


def _in_declaration(info: FileInfo, declaration: Declaration) -> Iterator[Place]:
    root = declaration.node
    if declaration.has_error:
        yield Place(info, "broken", root, root)
        return
    for node in _VISITED.of(root):
        for kind, at, subject in _VISITS[node.type](info, node):
            yield Place(info, kind, at, subject)


_Found = tuple[str, Node, Node]


def is_existing(node: Node) -> bool:
    """Whether an expression gives a value that also stays where it is."""
    node = unparenthesized(node)
    if node.type == "unary_expression":
        return (node.text or b"")[:1] == b"*" or (node.text or b"")[:2] == b"<-"
    return node.type in _EXISTING


_EXISTING = frozenset(
    {"identifier", "index_expression", "selector_expression", "type_assertion_expression"}
)


def _assigned(info: FileInfo, node: Node) -> Iterator[_Found]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or not _assigns(node):
        return
    targets, values = expression_items(left), expression_items(right)
    together = len(targets) == len(values)
    for at, target in enumerate(targets):
        if target.text == b"_":
            continue
        value = values[at] if together else None
        if value is not None and is_existing(value):
            yield "value", value, value
        elif node.type == "assignment_statement":
            yield "overwrite", target, target
    if not together and len(values) == 1 and is_existing(values[0]) and targets[0].text != b"_":
        yield "value", values[0], values[0]  # v, ok := m[k]


def _assigns(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is None or operator.type in ("=", ":=")


def _var_spec(info: FileInfo, node: Node) -> Iterator[_Found]:
    value, declared = node.child_by_field_name("value"), node.child_by_field_name("type")
    if value is None:
        if declared is not None:
            yield "zero", node, declared
        return
    for each in expression_items(value):
        if is_existing(each):
            yield "value", each, each


def _received(info: FileInfo, node: Node) -> Iterator[_Found]:
    right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
    if right is not None and left is not None and expression_items(left)[0].text != b"_":
        yield "channel", right, right


def _returned(info: FileInfo, node: Node) -> Iterator[_Found]:
    listed = first_named(node)
    for each in expression_items(listed) if listed is not None else ():
        if _may_be_struct(each):
            yield "result", each, each


def _call(info: FileInfo, node: Node) -> Iterator[_Found]:
    function, listed = (node.child_by_field_name(each) for each in ("function", "arguments"))
    if function is None or listed is None:
        return
    given = named(listed)
    name = function.text if function.type == "identifier" else b""
    if name in (b"new", b"make") and given and _is_builtin(info, function):
        yield ("new" if name == b"new" else "make"), node, given[0]
        return
    for each in given:
        if _may_be_struct(each):
            yield "argument", node, each


def _may_be_struct(node: Node) -> bool:
    """Whether an expression can be a struct, an array, a slice, a map or a pointer at all."""
    node = unparenthesized(node)
    if node.type == "unary_expression":
        return (node.text or b"")[:1] in (b"*", b"<", b"&")
    return node.type not in _PLAIN


_PLAIN = frozenset(
    {
        "binary_expression",
        "false",
        "float_literal",
        "func_literal",
        "imaginary_literal",
        "int_literal",
        "interpreted_string_literal",
        "iota",
        "nil",
        "raw_string_literal",
        "rune_literal",
        "true",
    }
)


def _is_builtin(info: FileInfo, function: Node) -> bool:
    found = info.object_of(function)
    return found is not None and found.kind == "builtin"


def _converted(info: FileInfo, node: Node) -> Iterator[_Found]:
    operand = node.child_by_field_name("operand")
    if operand is not None:
        yield "argument", node, operand


def _sent(info: FileInfo, node: Node) -> Iterator[_Found]:
    value = node.child_by_field_name("value")
    if value is not None and is_existing(value):
        yield "channel", value, value


def _literal(info: FileInfo, node: Node) -> Iterator[_Found]:
    yield "literal", node, node
    body = node.child_by_field_name("body") if node.type == "composite_literal" else node
    for element in named(body) if body is not None else ():
        holder = (
            element.child_by_field_name("value") if element.type == "keyed_element" else element
        )
        value = first_named(holder) if holder is not None else None
        if value is not None and value.type != "literal_value" and _may_be_struct(value):
            yield "element", value, value


def _elided(info: FileInfo, node: Node) -> Iterator[_Found]:
    if node.parent is not None and node.parent.type == "literal_element":
        yield from _literal(info, node)


def _ranged(info: FileInfo, node: Node) -> Iterator[_Found]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if right is not None and left is not None:
        yield "range", node, right


def _function(info: FileInfo, node: Node) -> Iterator[_Found]:
    if node.child_by_field_name("body") is None:
        return
    for field, kind in (("receiver", "receiver"), ("parameters", "parameter"), ("result", "zero")):
        listed = node.child_by_field_name(field)
        if listed is None or listed.type != "parameter_list":
            continue
        for group in parameter_groups(listed):
            if group.type is not None and not group.variadic and (kind != "zero" or group.names):
                yield kind, group.type.parent or group.type, group.type


def _map(info: FileInfo, node: Node) -> Iterator[_Found]:
    for field in ("key", "value"):
        inner = node.child_by_field_name(field)
        if inner is not None:
            yield "map", node, inner


def _asserted(info: FileInfo, node: Node) -> Iterator[_Found]:
    asked = node.child_by_field_name("type")
    if asked is not None:
        yield "assertion", node, asked


def _switched(info: FileInfo, node: Node) -> Iterator[_Found]:
    for clause in named(node) if node.child_by_field_name("alias") is not None else ():
        for asked in children_of(clause, "type") if clause.type == "type_case" else ():
            yield "assertion", asked, asked


_VISITS: dict[str, Callable[[FileInfo, Node], Iterator[_Found]]] = {
    "assignment_statement": _assigned,
    "call_expression": _call,
    "composite_literal": _literal,
    "func_literal": _function,
    "function_declaration": _function,
    "literal_value": _elided,
    "map_type": _map,
    "method_declaration": _function,
    "range_clause": _ranged,
    "receive_statement": _received,
    "return_statement": _returned,
    "send_statement": _sent,
    "short_var_declaration": _assigned,
    "type_assertion_expression": _asserted,
    "type_conversion_expression": _converted,
    "type_switch_statement": _switched,
    "var_spec": _var_spec,
}
_VISITED = Captures(f"[{' '.join(f'({kind})' for kind in _VISITS)}] @place")
