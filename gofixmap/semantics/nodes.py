"""Reading the grammar's nodes: the parts of declarations and lists that several modules need."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct
from tree_sitter import Node, Query, QueryCursor

from gofixmap.syntax import lexer
from gofixmap.syntax.comments import is_ignore as is_ignore
from gofixmap.syntax.language import language

_START, _END = attrgetter("start_byte"), attrgetter("end_byte")


def named(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def first_named(node: Node) -> Node | None:
    for child in node.named_children:
        if child.type != "comment":
            return child
    return None


def children_of(node: Node, field: str) -> list[Node]:
    """All named children of one field (a field of a list holds its commas too)."""
    return [child for child in node.children_by_field_name(field) if child.is_named]


def expression_items(node: Node) -> list[Node]:
    """The expressions of an expression_list; any other node stands for itself."""
    return named(node) if node.type == "expression_list" else [node]


def binds(node: Node) -> bool:
    """Whether a range clause or receive statement declares its names (`:=`)."""
    return any(child.type == ":=" for child in node.children)


_WORDS = frozenset(("identifier", "iota", "nil", "true", "false"))


def is_name(node: Node) -> bool:
    """Whether a node is a name to bind; predeclared ones have node types of their own."""
    return node.type in _WORDS


class Parameters(Struct, frozen=True):
    """The parameters of one type in a parameter list: `a, b T`, `c ...T` or just `T`."""

    names: tuple[Node, ...]
    type: Node | None
    variadic: bool


def parameter_groups(listed: Node) -> list[Parameters]:
    """The parameters of a parameter_list, in order.

    Either all parameters have names or none has: in a long list such as `(a, b, c, ... int)` the
    grammar may take the first names for types.
    """
    declarations = [
        (children_of(child, "name"), child.child_by_field_name("type"), child)
        for child in listed.named_children
        if child.type in ("parameter_declaration", "variadic_parameter_declaration")
    ]
    have_names = any(names for names, _, _ in declarations)
    groups = []
    waiting: list[Node] = []
    for names, type_, child in declarations:
        if have_names and not names and type_ is not None and type_.type == "type_identifier":
            waiting.append(type_)
            continue
        variadic = child.type == "variadic_parameter_declaration"
        groups.append(Parameters((*waiting, *names), type_, variadic))
        waiting = []
    return groups


def parenthesized(node: Node) -> Node:
    """The expression with all parentheses that stand around it."""
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node


def unparenthesized(node: Node) -> Node:
    """The expression or type inside any number of parentheses."""
    while node.type in ("parenthesized_expression", "parenthesized_type"):
        inner = first_named(node)
        if inner is None:
            break
        node = inner
    return node


_LEFT = {
    "call_expression": "function",
    "selector_expression": "operand",
    "index_expression": "operand",
    "slice_expression": "operand",
    "type_assertion_expression": "operand",
    "binary_expression": "left",
}


def left_spine(node: Node) -> list[Node]:
    """What an expression starts with, and what that starts with, down to the first operand."""
    spine: list[Node] = []
    inner: Node | None = node
    while inner is not None and inner.type in _LEFT:
        inner = inner.child_by_field_name(_LEFT[inner.type])
        if inner is not None:
            spine.append(inner)
    return spine


class ConstSpec(Struct, frozen=True):
    """One line of a const declaration, with the type and values that it repeats if it has none."""

    node: Node
    iota: int
    names: tuple[Node, ...]
    type: Node | None
    values: tuple[Node, ...]


def const_specs(declaration: Node) -> Iterator[ConstSpec]:
    """The lines of a const declaration in order (Go specification, Iota and Const declarations)."""
    type_: Node | None = None
    values: tuple[Node, ...] = ()
    specs = (child for child in declaration.named_children if child.type == "const_spec")
    for iota, spec in enumerate(specs):
        value = spec.child_by_field_name("value")
        if value is not None:
            type_ = spec.child_by_field_name("type")
            values = tuple(expression_items(value))
        yield ConstSpec(spec, iota, tuple(children_of(spec, "name")), type_, values)


def embedded_is_pointer(field: Node) -> bool:
    """Whether an embedded field is written `*T`."""
    first = field.child(0)
    return first is not None and first.type == "*"


class Captures:
    """A query with one capture, compiled when it is first used."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._query: Query | None = None

    def of(self, node: Node) -> list[Node]:
        """The captured nodes in source order, an outer node before an inner one."""
        if self._query is None:
            self._query = Query(language(), self._source)
        found = QueryCursor(self._query).captures(node)
        nodes = [each for group in found.values() for each in group]
        nodes.sort(key=_END, reverse=True)
        nodes.sort(key=_START)  # a stable sort: of two that start together the longer one leads
        return nodes


_NAMES = frozenset(("identifier", "type_identifier", "package_identifier"))


def names_in(node: Node, data: bytes, word: bytes) -> list[Node]:
    """The identifiers spelled `word` in a node of a file with these bytes, in source order."""
    start, limit = node.start_byte, node.end_byte
    found: list[Node] = []
    at = data.find(word, start, limit)
    while at >= 0:
        end = at + len(word)
        inner = at > start and data[at - 1] in lexer.WORD_BYTES
        if not inner and (end >= limit or data[end] not in lexer.WORD_BYTES):
            name = node.descendant_for_byte_range(at, end)
            if name is not None and name.type in _NAMES and name.end_byte == end:
                found.append(name)
        at = data.find(word, end, limit)
    return found


def call_of(function: Node) -> Node | None:
    """The call of `function`, which may stand in parentheses; None where it is not called."""
    node = function
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    call = node.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == node else None


def following(statement: Node) -> list[Node]:
    """The statements behind one in its list."""
    found: list[Node] = []
    behind = statement.next_named_sibling
    while behind is not None:
        if behind.type != "comment":
            found.append(behind)
        behind = behind.next_named_sibling
    return found
