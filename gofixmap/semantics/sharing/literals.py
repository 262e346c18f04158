"""Every place that makes a value of a struct type: literals, new, make and declared zero values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.nodes import first_named, named
from gofixmap.semantics.sharing.reach import FAR
from gofixmap.semantics.sharing.structs import StructType
from gofixmap.semantics.sharing.valueplaces import Place, value_places
from gofixmap.semantics.sharing.variables import Variable
from gofixmap.semantics.types import Array, Slice, Type
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


@dataclass(frozen=True, slots=True)
class Literal:
    """A new value of the struct.

    `form` is "literal" (`node` the composite_literal, or the literal_value of an element whose type
    is left out), "new" (the call of new), or "zero": a variable, result or slice without values, or
    the literal of a struct that contains this one and leaves it out. `values` has the fields that a
    literal sets, by name or by order. `addressed`: only a pointer to the value is used.
    """

    info: FileInfo
    node: Node
    keyed: bool
    is_empty: bool
    addressed: bool
    function: Node | None
    values: Mapping[str, Node] = field(compare=False)
    form: str = "literal"

    @property
    def path(self) -> str:
        return self.info.file.path


def literals_of(semantics: Semantics, owner: Variable | Type) -> tuple[Literal, ...]:
    """The places that make values of a struct, given by its type or by one of its fields."""
    return semantics.once(
        ("literals", owner),
        lambda: tuple(sorted(_literals(StructType(semantics, owner)), key=_order)),
    )


def unkeyed_literals_of(semantics: Semantics, owner: Variable | Type) -> tuple[Literal, ...]:
    """The literals of a struct that set its fields by their order.

    Only the package that declares the struct can have any, if a field is not exported.
    """
    struct = StructType(semantics, owner)
    steps = 0 if struct.is_closed else FAR
    made = semantics.once(
        ("unkeyed literals", owner),
        lambda: tuple(sorted(_literals(struct, steps, spelled=True), key=_order)),
    )
    return tuple(each for each in made if each.form == "literal" and not each.keyed)


def _order(literal: Literal) -> tuple[str, int]:
    return literal.path, literal.node.start_byte


def _literals(struct: StructType, steps: int = FAR, *, spelled: bool = False) -> Iterator[Literal]:
    for info, declaration in struct.makers(steps, spelled=spelled):
        for place in value_places(info, declaration):
            make = _MAKES.get(place.kind)
            found = make(struct, place) if make is not None else None
            if found is not None:
                yield found


def _literal(struct: StructType, place: Place) -> Literal | None:
    kind = place.info.type_of(place.subject)
    elided = kind.is_pointer and place.node.type == "literal_value"
    if elided:
        kind = kind.element
    if not struct.is_it(kind):
        return _lacking(struct, place, kind) if struct.holds(kind) else None
    elements = _elements(place.node)
    keyed = any(each.type == "keyed_element" for each in elements)
    return Literal(
        place.info,
        place.node,
        keyed,
        not elements,
        elided or _is_addressed(place.node),
        enclosing(place.node, *_FUNCTIONS),
        literal_values(place.info, kind, place.node),
    )


def _elements(literal: Node) -> list[Node]:
    body = literal.child_by_field_name("body") if literal.type == "composite_literal" else literal
    return named(body) if body is not None else []


def _is_addressed(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    return (
        parent is not None
        and parent.type == "unary_expression"
        and ((parent.text or b"")[:1] == b"&")
    )


def literal_values(info: FileInfo, kind: Type, literal: Node) -> dict[str, Node]:
    """The fields that a literal of the struct type `kind` sets, by name."""
    values: dict[str, Node] = {}
    elements = _elements(literal)
    names = [field.name for field in kind.fields]
    for at, element in enumerate(elements):
        if element.type == "keyed_element":
            key, holder = (element.child_by_field_name(side) for side in ("key", "value"))
            name = info.file.text(key) if key is not None else ""
        else:
            name, holder = names[at] if at < len(names) else "", element
        value = first_named(holder) if holder is not None else None
        if name and value is not None:
            values[name] = value
    return values


def _lacking(struct: StructType, place: Place, kind: Type) -> Literal | None:
    """A literal of a type that contains the struct, and that leaves it zero."""
    if isinstance(kind.underlying, Array):
        given = len(_elements(place.node))
        return None if given and given == kind.underlying.length else _zero_at(place)
    given_values = literal_values(place.info, kind, place.node)
    lacks = any(
        struct.holds(field.type) and field.name not in given_values for field in kind.fields
    )
    return _zero_at(place) if lacks else None


def _zero_at(place: Place, form: str = "zero") -> Literal:
    function = enclosing(place.node, *_FUNCTIONS)
    addressed = form == "new" or _is_addressed(place.node)
    return Literal(place.info, place.node, False, True, addressed, function, {}, form)


def _new(struct: StructType, place: Place) -> Literal | None:
    operand = place.info.operand(place.subject)
    if operand.mode != "type" or not struct.holds(operand.type):
        return None
    return _zero_at(place, "new" if struct.is_it(operand.type) else "zero")


def _zero(struct: StructType, place: Place) -> Literal | None:
    return _zero_at(place) if struct.holds(place.info.type_of(place.subject)) else None


def _make(struct: StructType, place: Place) -> Literal | None:
    shape = place.info.type_of(place.subject).underlying
    if not isinstance(shape, Slice) or not struct.holds(shape.elem):
        return None
    return _zero_at(place)


_MAKES = {"literal": _literal, "new": _new, "zero": _zero, "make": _make}
