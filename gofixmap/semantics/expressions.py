"""Primary expressions: names, selectors, index and slice expressions, assertions, instantiation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import generics, typeexpr
from gofixmap.semantics.identity import identical
from gofixmap.semantics.members import Member, find_member
from gofixmap.semantics.nodes import first_named, named
from gofixmap.semantics.objects import Object, Operand, Selection, unknown
from gofixmap.semantics.packages import PackageName
from gofixmap.semantics.types import (
    Array,
    Basic,
    Map,
    Method,
    Pointer,
    Signature,
    Slice,
    Type,
    Unknown,
)
from gofixmap.semantics.typeset import core_type, specific_types
from gofixmap.semantics.universe import BYTE, STRING, UNTYPED_STRING, unsafe_object

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

_NO_TYPE = Unknown("not a value")


def object_operand(obj: Object) -> Operand:
    """An identifier that denotes `obj`, as an operand."""
    kind = obj.kind
    if kind == "var" or kind == "func":
        type_ = obj.type
        return Operand("value", type_) if not isinstance(type_, Unknown) else unknown(type_.reason)
    if kind == "const":
        return Operand("const", obj.type, obj.value)
    if kind == "type":
        type_ = obj.type
        return Operand("type", type_) if not isinstance(type_, Unknown) else unknown(type_.reason)
    if kind in ("builtin", "package"):
        return Operand(kind, _NO_TYPE, object=obj)
    return Operand("nil", obj.type) if kind == "nil" else unknown(f"a {kind}")


def _identifier(checker: Checker, node: Node) -> Operand:
    name = checker.text(node)
    if name == "_":
        return unknown("the blank identifier")
    offset = node.start_byte
    scopes = checker.scopes_at(offset)
    found = None
    if scopes is not None:
        found = scopes.declared_at(offset) or scopes.lookup(name, offset)
    if found is None:
        found = checker.lookup_outside(name)
    if found is None:
        return unknown(f"{name} is not declared here")
    if name == "iota" and found.kind == "const" and not found.file:
        return Operand("const", found.type, checker.iota)
    return object_operand(found)


def _parenthesized(checker: Checker, node: Node) -> Operand:
    inner = first_named(node)
    return unknown("empty") if inner is None else checker.operand(inner)


def _qualified(checker: Checker, node: Node) -> Operand:
    """`a.b` parsed as a type; where `a` is a value it is a selector all the same."""
    package = node.child_by_field_name("package")
    name = node.child_by_field_name("name")
    return _selected(checker, package, name)


def _selector(checker: Checker, node: Node) -> Operand:
    operand = node.child_by_field_name("operand")
    return _selected(checker, operand, node.child_by_field_name("field"))


def _selected(checker: Checker, operand: Node | None, name: Node | None) -> Operand:
    found = select(checker, operand, name)
    if found.object is not None:
        return object_operand(found.object)
    if found.kind in ("field", "method") and not found.type.is_unknown:
        return Operand("value", found.type)
    return unknown(f"{found.name} is not known")


def selection(checker: Checker, node: Node) -> Selection:
    """What a selector_expression or qualified_type selects."""
    field = "field" if node.type == "selector_expression" else "name"
    first = "operand" if node.type == "selector_expression" else "package"
    return select(checker, node.child_by_field_name(first), node.child_by_field_name(field))


def select(checker: Checker, operand: Node | None, name_node: Node | None) -> Selection:
    """What `operand.name` selects; what is known of it is computed once."""
    if operand is None or name_node is None:
        return Selection("unknown", "", Unknown("not a selector"))
    place = name_node.start_byte
    found = checker.selections.get(place)
    if found is None:
        found = _select(checker, operand, checker.text(name_node))
        is_known = found.kind != "unknown" and not isinstance(found.type, Unknown)
        if is_known and checker.iota is None:
            checker.selections[place] = found
    return found


def _select(checker: Checker, operand: Node, name: str) -> Selection:
    # A package_identifier has no rule of its own: `pkg` in a type is an ordinary name.
    left = _identifier(checker, operand) if operand.child_count == 0 else checker.operand(operand)
    if left.mode == "package":
        return _in_package(checker, left.object, name)
    if left.mode not in ("value", "type", "const"):
        return Selection("unknown", name, left.type)
    member = find_member(left.type, name, checker.package_path, tests=checker.is_test)
    if member is None or isinstance(member, Unknown):
        return Selection("unknown", name, member or Unknown(f"{left.type} has no {name}"))
    return _member_selection(left, member, name)


def _in_package(checker: Checker, package: Object | None, name: str) -> Selection:
    found: Object | None = None
    if isinstance(package, PackageName):
        if package.import_path == "unsafe":
            found = unsafe_object(name)
        elif package.scope is not None:
            found = checker.imports.exported(package.scope, name)
    if found is None:
        return Selection("unknown", name, Unknown(f"{name} is not found in its package"))
    return Selection(
        "package", name, found.type, declaration=(found.file, found.span), object=found
    )


def _member_selection(left: Operand, member: Member, name: str) -> Selection:
    method, field = member.method, member.field
    type_ = member.type
    holder = method if method is not None else field
    place = None
    if holder is not None and holder.span is not None:
        place = (holder.path, holder.span)
    if left.mode == "type":
        type_ = _method_expression(left.type, method) if method is not None else _NO_TYPE
    return Selection(
        "method" if method is not None else "field",
        name,
        type_,
        member.path,
        member.through_pointer,
        member.operand_is_pointer,
        method is not None and method.pointer,
        member.declaring,
        place,
        method=method,
        field=field,
        method_expression=left.mode == "type",
    )


def _method_expression(receiver: Type, method: Method) -> Type:
    """`T.m`: the method with its receiver as first parameter."""
    type_ = method.type
    if not isinstance(type_, Signature):
        return Unknown("not a method")
    names = (method.method_type.receiver_name or "_", *type_.names) if type_.names else ()
    return Signature(
        (receiver, *type_.parameters),
        type_.results,
        type_.variadic,
        names,
        type_.result_names,
        type_.type_parameters,
    )


def element_of(operand: Type) -> Type:
    """The type of `x[i]` for `x` of this type; Unknown where it cannot be indexed."""
    types = specific_types(operand)
    if types is None:
        return Unknown("a type parameter without core type")
    common: Type | None = None
    for each in types:
        element = _indexed(each.underlying)
        if common is None:
            common = element
        elif not identical(common, element):
            return Unknown("a type parameter whose types have different elements")
    return common if common is not None else Unknown("an empty type set")


def _indexed(under: Type) -> Type:
    if isinstance(under, (Map, Slice, Array)):
        return under.elem
    if isinstance(under, Pointer):
        pointed = under.elem.underlying
        return pointed.elem if isinstance(pointed, Array) else Unknown("not indexable")
    if isinstance(under, Basic) and under.is_string:
        return BYTE
    return Unknown("not indexable")


def index_operand(checker: Checker, operand: Operand, indices: Sequence[Node]) -> Operand:
    """`x[i]`: an element, or an instantiation where x is a generic function or type."""
    if operand.mode == "type":
        arguments = [checker.type_expr(each) for each in indices]
        return _typed(typeexpr.instantiated(operand.type, arguments))
    if operand.mode not in ("value", "const"):
        return unknown("an index of an unknown operand")
    if isinstance(operand.type, Signature):
        return instantiated_function(operand.type, [checker.type_expr(each) for each in indices])
    element = element_of(operand.type)
    if isinstance(element, Unknown):
        return unknown(element.reason)
    return Operand("value", element, comma_ok=operand.type.is_map)


def _typed(type_: Type) -> Operand:
    return unknown("not a type") if isinstance(type_, Unknown) else Operand("type", type_)


def instantiated_function(signature: Signature, arguments: Sequence[Type]) -> Operand:
    """`f[A, B]`; with fewer arguments than parameters the rest is inferred at the call."""
    if not signature.type_parameters or len(arguments) > len(signature.type_parameters):
        return unknown("not a generic function")
    if len(arguments) < len(signature.type_parameters):
        from gofixmap.semantics.inference import completed

        full = completed(signature, arguments)
        if full is None:
            return Operand("value", generics.instantiate(signature, arguments))
        arguments = full
    return Operand("value", generics.instantiate(signature, arguments))


def _index(checker: Checker, node: Node) -> Operand:
    operand = node.child_by_field_name("operand")
    index = node.child_by_field_name("index")
    if operand is None or index is None:
        return unknown("not an index expression")
    return index_operand(checker, checker.operand(operand), [index])


def _generic_type(checker: Checker, node: Node) -> Operand:
    """`x[y]` parsed as a type: an index expression where `x` is a value."""
    base = node.child_by_field_name("type")
    arguments = node.child_by_field_name("type_arguments")
    if base is None or arguments is None:
        return unknown("not a generic type")
    items = [named(each) if each.type == "type_elem" else [each] for each in named(arguments)]
    if any(len(item) != 1 for item in items):
        return unknown("a union as type argument")
    return index_operand(checker, checker.operand(base), [item[0] for item in items])


def _instantiation(checker: Checker, node: Node) -> Operand:
    base = node.child_by_field_name("type")
    if base is None:
        return unknown("not an instantiation")
    indices = [each for each in named(node) if each.start_byte != base.start_byte]
    return index_operand(checker, checker.operand(base), indices)


def _slice(checker: Checker, node: Node) -> Operand:
    node_operand = node.child_by_field_name("operand")
    operand = checker.operand(node_operand) if node_operand is not None else unknown("nothing")
    if operand.mode not in ("value", "const"):
        return unknown("a slice of an unknown operand")
    type_ = operand.type
    if type_ == UNTYPED_STRING:
        return Operand("value", STRING)
    core = core_type(type_)
    if isinstance(core, Pointer):
        core = core.elem.underlying
        return Operand("value", Slice(core.elem)) if isinstance(core, Array) else unknown("?")
    if isinstance(core, Array):
        return Operand("value", Slice(core.elem))
    if isinstance(core, Slice) or type_.is_string or _is_bytestring(type_):
        return Operand("value", type_)
    return unknown("not sliceable")


def _is_bytestring(t: Type) -> bool:
    """Whether every type of a type parameter's type set is a string or byte slice."""
    types = specific_types(t)
    return bool(types) and all(
        each.is_string or (each.is_slice and identical(each.element, BYTE) is True)
        for each in types or ()
    )


def _assertion(checker: Checker, node: Node) -> Operand:
    type_node = node.child_by_field_name("type")
    type_ = checker.type_expr(type_node) if type_node is not None else Unknown("no type")
    if isinstance(type_, Unknown):
        return unknown(type_.reason)
    return Operand("value", type_, comma_ok=True)


RULES: dict[str, Callable[[Checker, Node], Operand]] = {
    "identifier": _identifier,
    "type_identifier": _identifier,
    "package_identifier": _identifier,
    "true": _identifier,
    "false": _identifier,
    "nil": _identifier,
    "iota": _identifier,
    "parenthesized_expression": _parenthesized,
    "qualified_type": _qualified,
    "selector_expression": _selector,
    "index_expression": _index,
    "generic_type": _generic_type,
    "type_instantiation_expression": _instantiation,
    "slice_expression": _slice,
    "type_assertion_expression": _assertion,
}
