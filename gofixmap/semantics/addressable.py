"""Which operands are addressable, and which writes end in a map element instead.

Go specification, "Address operators" and "Assignment statements": a variable, a pointer
indirection, a slice element, a field of an addressable struct and an element of an addressable
array have an address. A map element has none, so nothing inside it can be assigned to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.semantics.nodes import expression_items, first_named
from gofixmap.semantics.operands import indexed

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

LEGAL = "legal"
MAP_ELEMENT = "map-element"
NOT_A_MAP_ELEMENT = "not-a-map-element"
UNKNOWN = "unknown"

#: Types that cannot be read as anything else; `*p` may be one to the grammar, and is a key.
_TYPES = frozenset(
    {
        *("array_type", "channel_type", "function_type", "interface_type", "map_type"),
        *("slice_type", "struct_type"),
    }
)


class Walk(Struct, frozen=True):
    """Where a walk from the outside of an operand inwards has ended.

    `verdict` is one of
    "legal": storage that has an address holds the operand;
    "map-element": `index` is the map's index expression, and `links` are the value links outside
    it (field selectors and array indexes), outermost first; without links the operand is the map
    element itself, which may be assigned to as a whole;
    "not-a-map-element": it has no address for another reason (a call, a literal, a string);
    "unknown": a type on the way is not known.
    """

    verdict: str
    links: tuple[Node, ...] = ()
    index: Node | None = None

    @property
    def is_map_element(self) -> bool:
        return self.verdict == MAP_ELEMENT


def walk_target(info: FileInfo, expr: Node) -> Walk:
    """Walk an operand from the outside inwards to what holds it. Never guesses a type."""
    links: list[Node] = []
    node = expr
    while True:
        verdict, inner = _step(info, node)
        if inner is None:
            index = node if verdict == MAP_ELEMENT else None
            return Walk(verdict, tuple(links), index)
        if node.type != "parenthesized_expression":
            links.append(node)
        node = inner


def map_walk(info: FileInfo, expr: Node) -> Walk | None:
    """The walk of an operand that ends at a map element; None where it ends anywhere else.

    Same answer as `walk_target`, at less cost: most operands index a slice, and are done before
    any field is looked up.
    """
    if not _may_reach_map(info, expr):
        return None
    walk = walk_target(info, expr)
    return walk if walk.is_map_element else None


def _may_reach_map(info: FileInfo, expr: Node) -> bool:
    """Whether the first indexed operand on the way in that is no array is a map."""
    node: Node | None = expr
    while node is not None:
        if node.type == "parenthesized_expression":
            node = first_named(node)
        elif node.type == "selector_expression":
            node = node.child_by_field_name("operand")
        elif node.type in ("index_expression", "type_instantiation_expression"):
            parts = indexed(node)
            if parts is not None and _is_plainly_no_map(info, parts[0]):
                return False
            kind = info.type_of(parts[0]) if parts is not None else None
            if kind is None or not kind.is_array:
                return kind is not None and kind.is_map
            node = parts[0] if parts is not None else None
        else:
            return False
    return False


def _is_plainly_no_map(info: FileInfo, operand: Node) -> bool:
    """Whether a local is declared as a slice, an array or a pointer in so many words.

    Told from the declaration alone, without its types.
    """
    if operand.type != "identifier":
        return False
    found = info.object_of(operand)
    if found is None or not found.is_local or found.kind != "var":
        return False
    top = info.file.declaration_at(found.span.start)
    name = None if top is None else top.node.descendant_for_byte_range(*_bounds(found))
    around = name.parent if name is not None else None
    if around is None:
        return False
    if around.type in ("parameter_declaration", "var_spec"):
        written = around.child_by_field_name("type")
    elif around.type == "variadic_parameter_declaration":
        return True
    elif around.type == "expression_list":
        written = _type_of_value(around, name)
    else:
        return False
    return written is not None and written.type in _NO_MAPS


_NO_MAPS = ("slice_type", "array_type", "implicit_length_array_type", "pointer_type")


def _bounds(found: Object) -> tuple[int, int]:
    return found.span.start, found.span.end


def _type_of_value(names: Node, name: Node | None) -> Node | None:
    """The type that a literal or a call of make says at `name := value`."""
    statement = names.parent
    if statement is None or statement.type != "short_var_declaration":
        return None
    right = statement.child_by_field_name("right")
    values = expression_items(right) if right is not None else []
    targets = expression_items(names)
    if len(values) != len(targets) or name not in targets:
        return None
    value = values[targets.index(name)]
    if value.type == "composite_literal":
        return value.child_by_field_name("type")
    return None


def is_addressable(info: FileInfo, expr: Node) -> bool | None:
    """Whether `&expr` compiles; None where a type on the way is not known.

    A composite literal counts as addressable, because `&T{}` is allowed.
    """
    inner = expr
    while inner.type == "parenthesized_expression" and (child := first_named(inner)) is not None:
        inner = child
    if inner.type == "composite_literal":
        return True
    verdict = walk_target(info, inner).verdict
    return None if verdict == UNKNOWN else verdict == LEGAL


def _step(info: FileInfo, node: Node) -> tuple[str, Node | None]:
    """The verdict, or (where the node is only a link) what is inside it."""
    if node.type == "parenthesized_expression":
        inner = first_named(node)
        return (UNKNOWN, None) if inner is None else ("", inner)
    if node.type == "selector_expression":
        return _field(info, node)
    if node.type in ("index_expression", "type_instantiation_expression"):
        return _element(info, node)
    if node.type == "identifier":
        return _name(info, node), None
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return (LEGAL if operator is not None and operator.type == "*" else NOT_A_MAP_ELEMENT), None
    return NOT_A_MAP_ELEMENT, None


def _name(info: FileInfo, identifier: Node) -> str:
    found = info.object_of(identifier)
    if found is None:
        return UNKNOWN
    return LEGAL if found.kind == "var" else NOT_A_MAP_ELEMENT


def _field(info: FileInfo, selector: Node) -> tuple[str, Node | None]:
    chosen = info.selection(selector)
    operand = selector.child_by_field_name("operand")
    if chosen is None or operand is None or chosen.kind == "unknown":
        return UNKNOWN, None
    if chosen.kind == "package":
        is_variable = chosen.object is not None and chosen.object.kind == "var"
        return (LEGAL if is_variable else NOT_A_MAP_ELEMENT), None
    if chosen.kind != "field":
        return NOT_A_MAP_ELEMENT, None
    if chosen.operand_is_pointer or chosen.through_pointer:
        return LEGAL, None
    return "", operand


def _element(info: FileInfo, index: Node) -> tuple[str, Node | None]:
    parts = indexed(index)
    if parts is None:
        return UNKNOWN, None
    operand = parts[0]
    kind = info.type_of(operand)
    if kind.is_unknown:
        return UNKNOWN, None
    if kind.is_map:
        return (UNKNOWN if parts[1].type in _TYPES else MAP_ELEMENT), None
    if kind.is_array:
        return "", operand
    if kind.is_slice or kind.is_pointer:
        return LEGAL, None
    return (UNKNOWN if kind.is_typeparam else NOT_A_MAP_ELEMENT), None
