"""Every place that copies a value of a struct type, or of a type that contains it by value.

What `go vet` calls copying a lock, and beyond it what moves values that exist (append to a slice of
them) or writes over them (`*p = T{}`). A value that was just made, by a literal or a call, is moved
and not copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec
from tree_sitter import Node

from gofixmap.semantics.nodes import expression_items, unparenthesized
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.reach import FAR
from gofixmap.semantics.sharing.structs import StructType
from gofixmap.semantics.sharing.valueplaces import Place, is_existing, value_places
from gofixmap.semantics.sharing.variables import Variable
from gofixmap.semantics.types import (
    Array,
    Chan,
    Map,
    Pointer,
    Signature,
    Slice,
    Struct,
    Type,
    Unknown,
)
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class CopySite(msgspec.Struct, frozen=True):
    """`node` is the expression that is copied, or the declaration or clause that copies.

    `how`: "receiver" and "parameter" (declared by value), "range" (an iteration variable),
    "argument", "result" (of a return statement), "interface" (put into one, or taken out),
    "atomic-value", "channel", "conversion" (to or from another struct type, or pointers to them),
    "field" (of a struct literal); where a value is assigned "dereference", "map-element",
    "slice-element", "array" or "assignment" by where it comes from; "map-element" also for a map
    type of such values and "slice-element" for an append that may move them; "overwrite" where a
    new value is assigned over an old one; "unknown" for a declaration that does not parse and
    names the type.
    """

    info: FileInfo
    node: Node
    how: str
    function: Node | None

    @property
    def path(self) -> str:
        return self.info.file.path


def copies_of(semantics: Semantics, owner: Variable | Type) -> tuple[CopySite, ...]:
    """The copies of values of a struct, given by its type or by one of its fields."""
    return semantics.once(
        ("copies", owner),
        lambda: tuple(sorted(_copies(StructType(semantics, owner)), key=_order)),
    )


def first_copy(semantics: Semantics, owner: Variable | Type) -> CopySite | None:
    """A copy of a value of a struct, in the package of the struct or near it if there is one."""
    found = semantics.once(("first copy", owner), lambda: _first(semantics, owner) or ())
    return found or None


def _first(semantics: Semantics, owner: Variable | Type) -> CopySite | None:
    """The first copy in the first file that has one; the files behind it are not looked at."""
    struct = StructType(semantics, owner)
    seen: set[tuple[str, int]] = set()
    for steps in (1, FAR):
        places = sorted(struct.declarations(steps), key=_path)
        for _, group in groupby(places, key=_path):
            new = [each for each in group if (_path(each), each[1].extent[0]) not in seen]
            seen.update((_path(each), each[1].extent[0]) for each in new)
            found = min(_copies_in(struct, new), key=_order, default=None)
            if found is not None:
                return found
    return None


def _path(place: tuple[FileInfo, Declaration]) -> str:
    return place[0].file.path


def _order(site: CopySite) -> tuple[str, int]:
    return site.path, site.node.start_byte


def _copies(struct: StructType, steps: int = FAR) -> Iterator[CopySite]:
    yield from _copies_in(struct, struct.declarations(steps))


def _copies_in(
    struct: StructType, places: Iterable[tuple[FileInfo, Declaration]]
) -> Iterator[CopySite]:
    for info, declaration in places:
        for place in value_places(info, declaration):
            judge = _JUDGES.get(place.kind)
            how = judge(struct, place) if judge is not None else ""
            if how:
                function = enclosing(place.node, *_FUNCTIONS)
                yield CopySite(place.info, place.node, how, function)


def _type(place: Place) -> Type:
    return place.info.type_of(place.subject)


def _value(struct: StructType, place: Place) -> str:
    return _source(place.info, place.subject) if struct.holds(_type(place)) else ""


def _source(info: FileInfo, value: Node) -> str:
    """Where a value that is copied comes from."""
    node = unparenthesized(value)
    if node.type == "unary_expression":
        return "dereference" if (node.text or b"")[:1] == b"*" else "channel"
    if node.type == "type_assertion_expression":
        return "interface"
    if node.type != "index_expression":
        return "assignment"
    return _ELEMENTS.get(info.index_kind(node), "assignment")


_ELEMENTS = {
    "map": "map-element",
    "slice": "slice-element",
    "array": "array",
    "pointer-to-array": "array",
}


def _overwrite(struct: StructType, place: Place) -> str:
    return "overwrite" if struct.holds(_type(place)) else ""


def _result(struct: StructType, place: Place) -> str:
    kind = _type(place)
    if not struct.holds(kind):
        return ""
    if _becomes_interface(place):
        return "interface"
    return "result" if is_existing(place.subject) else ""


def _becomes_interface(place: Place) -> bool:
    """Whether a result of the function around is an interface that the value is put into."""
    from gofixmap.semantics.conversions import result_types

    function = enclosing(place.node, *_FUNCTIONS)
    listed = place.node.parent
    if function is None or listed is None:
        return False
    values = expression_items(listed) if listed.type == "expression_list" else [place.node]
    results = result_types(place.info, function)
    at = values.index(place.node) if place.node in values else 0
    return at < len(results) and results[at].is_interface


def _argument(struct: StructType, place: Place) -> str:
    """An argument of a call or a conversion, which `place.node` is."""
    info, call, value = place.info, place.node, place.subject
    kind = _type(place)
    shape = kind.underlying
    pointee = shape.elem.underlying if isinstance(shape, Pointer) else shape
    may_convert = isinstance(pointee, (Struct, Array, Unknown)) or _is_unsafe(kind)
    if may_convert and info.is_conversion(call):
        return _conversion(struct, place)
    if not struct.holds(kind):
        return _moved(struct, place, kind)
    package, name = callees.called(info, call)
    if not package and name in ("len", "cap"):
        return ""
    parameter = _parameter(info, call, value)
    if parameter is not None and parameter.is_interface:
        return "atomic-value" if _is_atomic_value(info, call) else "interface"
    return "argument" if is_existing(value) else ""


def _is_unsafe(kind: Type) -> bool:
    return str(kind) == "unsafe.Pointer"


def _conversion(struct: StructType, place: Place) -> str:
    source, target = _type(place), place.info.type_of(place.node)
    if source.is_nil:
        return ""
    if target.is_interface:
        return "interface" if struct.holds(source) else ""
    sides = [source, target]
    if any(struct.points_to_it(side) for side in sides):
        named = [side.element.unaliased for side in sides]
        return "conversion" if named[0] != named[1] else ""
    if not any(struct.holds(side) for side in sides):
        return ""
    if source.unaliased == target.unaliased:
        return _source(place.info, place.subject) if is_existing(place.subject) else ""
    return "conversion"


def _moved(struct: StructType, place: Place, kind: Type) -> str:
    """Functions that move or copy the elements of a slice or map that they are given."""
    shape = kind.underlying
    if not isinstance(shape, (Slice, Map)) or not struct.holds(shape.elem):
        return ""
    package, name = callees.called(place.info, place.node)
    moves = package in ("slices", "maps", "sort") or (not package and name in ("append", "copy"))
    first = callees.position_of(place.subject, place.node) == 0
    if not moves or not first:
        return ""
    return "slice-element" if isinstance(shape, Slice) else "map-element"


def _parameter(info: FileInfo, call: Node, value: Node) -> Type | None:
    function = call.child_by_field_name("function")
    if function is None:
        return None
    package, name = callees.called(info, call)
    position = callees.position_of(value, call)
    if not package and name == "append" and position > 0:
        return info.type_of(callees.arguments_of(call)[0]).element
    signature = info.type_of(function).underlying
    if not isinstance(signature, Signature) or not signature.parameters:
        return None
    last = len(signature.parameters) - 1
    if signature.variadic and position >= last:
        return signature.parameters[last].element
    return signature.parameters[position] if position <= last else None


def _is_atomic_value(info: FileInfo, call: Node) -> bool:
    function = call.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    declaring = chosen.declaring if chosen is not None else None
    return declaring is not None and (declaring.package, declaring.name) == ("sync/atomic", "Value")


def _element(struct: StructType, place: Place) -> str:
    """An element of a composite literal."""
    if not struct.holds(_type(place)):
        return ""
    literal = enclosing(place.node, "literal_value")
    whole = literal.parent if literal is not None else None
    if whole is None or literal is None:
        return ""
    kind = place.info.type_of(whole if whole.type == "composite_literal" else literal)
    if kind.is_pointer:
        kind = kind.element
    if not kind.is_struct:
        if kind.element.is_interface:
            return "interface"
        return _LISTED.get(kind.underlying.kind, "assignment") if is_existing(place.node) else ""
    target = _field_type(place, kind)
    if target is not None and target.is_interface:
        return "interface"
    return "field" if is_existing(place.node) else ""


_LISTED = {"map": "map-element", "slice": "slice-element", "array": "array"}


def _field_type(place: Place, kind: Type) -> Type | None:
    holder = place.node.parent
    element = holder.parent if holder is not None else None
    if holder is None or element is None:
        return None
    if element.type == "keyed_element":
        key = element.child_by_field_name("key")
        name = place.info.file.text(key) if key is not None else ""
        return next((field.type for field in kind.fields if field.name == name), None)
    values = [each for each in element.named_children if each.type != "comment"]
    at = values.index(holder)
    return kind.fields[at].type if at < len(kind.fields) else None


def _range(struct: StructType, place: Place) -> str:
    """The iteration variables take copies of what is iterated over."""
    left = place.node.child_by_field_name("left")
    names = expression_items(left) if left is not None else []
    kinds = _iterated(_type(place))
    for name, kind in zip(names, kinds, strict=False):
        if name.text != b"_" and kind is not None and struct.holds(kind):
            return "range"
    return ""


def _iterated(kind: Type) -> list[Type | None]:
    shape = kind.underlying
    if isinstance(shape, Pointer):
        shape = shape.elem.underlying
    if isinstance(shape, Map):
        return [shape.key_type, shape.elem]
    if isinstance(shape, (Slice, Array)):
        return [None, shape.elem]
    if isinstance(shape, Signature) and shape.parameters:
        yields = shape.parameters[0].underlying
        return list(yields.parameters) if isinstance(yields, Signature) else []
    return [shape.elem] if isinstance(shape, Chan) else []


def _channel(struct: StructType, place: Place) -> str:
    return "channel" if struct.holds(_type(place)) else ""


def _receiver(struct: StructType, place: Place) -> str:
    return "receiver" if struct.holds(_type(place)) else ""


def _parameter_declared(struct: StructType, place: Place) -> str:
    return "parameter" if struct.holds(_type(place)) else ""


def _map(struct: StructType, place: Place) -> str:
    return "map-element" if struct.holds(_type(place)) else ""


def _assertion(struct: StructType, place: Place) -> str:
    return "interface" if struct.holds(_type(place)) else ""


def _broken(struct: StructType, place: Place) -> str:
    declaration = place.info.file.declaration_at(place.node.start_byte)
    name = struct.name.encode()
    text = declaration.text if declaration is not None else b""
    return "unknown" if name and name in text else ""


_JUDGES = {
    "value": _value,
    "overwrite": _overwrite,
    "result": _result,
    "argument": _argument,
    "element": _element,
    "channel": _channel,
    "receiver": _receiver,
    "parameter": _parameter_declared,
    "map": _map,
    "range": _range,
    "assertion": _assertion,
    "broken": _broken,
}
