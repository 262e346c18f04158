"""Substitution of type parameters, and the questions that inference asks about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gofixmap.semantics.types import (
    Alias,
    Array,
    Basic,
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
    Tuple,
    Type,
    TypeParam,
    Union,
    Unknown,
)

Arguments = Mapping[TypeParam, Type]
_DEPTH = 60
_LEAVES: tuple[type[Type], ...] = (Basic,)


def substitute(t: Type, arguments: Arguments, depth: int = 0) -> Type:
    """`t` with its type parameters replaced; the very same object where nothing changes.

    Fields of structs and methods of interfaces are substituted when they are asked for.
    """
    if not arguments:
        return t
    if depth > _DEPTH:
        return Unknown("nested too deeply")
    rule = _RULES.get(type(t))
    return rule(t, arguments, depth + 1) if rule else t


def substitute_all(types: Sequence[Type], arguments: Arguments, depth: int = 0) -> tuple[Type, ...]:
    return tuple(substitute(t, arguments, depth) for t in types)


def _parameter(t: TypeParam, arguments: Arguments, depth: int) -> Type:
    return arguments.get(t, t)


def _named(t: Named, arguments: Arguments, depth: int) -> Type:
    if not t.arguments:
        return t
    new = substitute_all(t.arguments, arguments, depth)
    if all(a is b for a, b in zip(new, t.arguments, strict=True)):
        return t
    return Named(t.package, t.name, new, t.scope, t.declaration)


def _alias(t: Alias, arguments: Arguments, depth: int) -> Type:
    if not t.arguments:
        return t
    new = substitute_all(t.arguments, arguments, depth)
    if all(a is b for a, b in zip(new, t.arguments, strict=True)):
        return t
    return Alias(t.package, t.name, new, t.scope, t.declaration)


def _element(t: Pointer | Slice, arguments: Arguments, depth: int) -> Type:
    elem = substitute(t.elem, arguments, depth)
    return t if elem is t.elem else type(t)(elem)


def _array(t: Array, arguments: Arguments, depth: int) -> Type:
    elem = substitute(t.elem, arguments, depth)
    return t if elem is t.elem else t.substituted(elem)


def _map(t: Map, arguments: Arguments, depth: int) -> Type:
    key = substitute(t.key_type, arguments, depth)
    elem = substitute(t.elem, arguments, depth)
    return t if key is t.key_type and elem is t.elem else Map(key, elem)


def _chan(t: Chan, arguments: Arguments, depth: int) -> Type:
    elem = substitute(t.elem, arguments, depth)
    return t if elem is t.elem else Chan(t.direction, elem)


def _struct(t: Struct, arguments: Arguments, depth: int) -> Type:
    if not t.struct_fields:
        return t
    return Struct(tuple(_field(f, arguments) for f in t.struct_fields))


def _field(f: Field, arguments: Arguments) -> Field:
    return f.with_type(lambda: substitute(f.type, arguments))


def substituted_method(m: Method, arguments: Arguments) -> Method:
    """A method whose signature is substituted when it is asked for."""

    def source() -> MethodType:
        return MethodType(substitute(m.type, arguments), (), m.method_type.receiver_name)

    return m.with_type(source)


def _interface(t: Interface, arguments: Arguments, depth: int) -> Type:
    if not t.methods and not t.embedded:
        return t
    methods = tuple(substituted_method(m, arguments) for m in t.methods)
    return Interface(methods, substitute_all(t.embedded, arguments, depth), t.implicit)


def _signature(t: Signature, arguments: Arguments, depth: int) -> Type:
    parameters = substitute_all(t.parameters, arguments, depth)
    results = substitute_all(t.results, arguments, depth)
    pairs = zip(parameters + results, t.parameters + t.results, strict=True)
    if all(a is b for a, b in pairs):
        return t
    kept = tuple(p for p in t.type_parameters if p not in arguments)
    return Signature(parameters, results, t.variadic, t.names, t.result_names, kept)


def _tuple(t: Tuple, arguments: Arguments, depth: int) -> Type:
    return Tuple(substitute_all(t.types, arguments, depth))


def _term(t: Term, arguments: Arguments, depth: int) -> Term:
    return Term(t.tilde, substitute(t.type, arguments, depth))


def _union(t: Union, arguments: Arguments, depth: int) -> Type:
    return Union(tuple(_term(term, arguments, depth) for term in t.terms))


_RULES: dict[type[Type], Callable[[Any, Arguments, int], Type]] = {
    TypeParam: _parameter,
    Named: _named,
    Alias: _alias,
    Pointer: _element,
    Slice: _element,
    Array: _array,
    Map: _map,
    Chan: _chan,
    Struct: _struct,
    Interface: _interface,
    Signature: _signature,
    Tuple: _tuple,
    Term: _term,
    Union: _union,
}


def mentions(t: Type, parameters: frozenset[TypeParam], depth: int = 0) -> bool:
    """True where `t` is built from one of the type parameters."""
    if isinstance(t, TypeParam):
        return t in parameters
    return depth <= _DEPTH and any(mentions(p, parameters, depth + 1) for p in parts(t))


def has_type_parameter(t: Type, depth: int = 0) -> bool:
    """True where a type is written with any type parameter."""
    if isinstance(t, TypeParam) or depth > _DEPTH:
        return True
    return any(has_type_parameter(p, depth + 1) for p in parts(t))


def has_unknown(t: Type, depth: int = 0) -> bool:
    """True where a part of the spelling of `t` is not known."""
    if isinstance(t, Array) and t.length is None:
        return True
    if not isinstance(t, (*_RULES, *_LEAVES)) or depth > _DEPTH:
        return True
    return any(has_unknown(p, depth + 1) for p in parts(t))


def parts(t: Type) -> Sequence[Type]:
    """The types that a type is directly written with."""
    if isinstance(t, (Named, Alias)):
        return t.arguments
    if isinstance(t, (Pointer, Slice, Array, Chan)):
        return (t.elem,)
    if isinstance(t, Map):
        return (t.key_type, t.elem)
    if isinstance(t, Signature):
        return t.parameters + t.results
    if isinstance(t, Struct):
        return [f.type for f in t.struct_fields]
    if isinstance(t, Interface):
        return [m.type for m in t.methods] + list(t.embedded)
    if isinstance(t, Tuple):
        return t.types
    if isinstance(t, Union):
        return t.terms
    return (t.type,) if isinstance(t, Term) else ()


def instantiate(signature: Signature, arguments: Sequence[Type]) -> Signature:
    """A generic function's signature with type arguments put in, the first ones or all."""
    pairs: dict[TypeParam, Type] = dict(zip(signature.type_parameters, arguments, strict=False))
    rest = _remaining(signature.type_parameters[len(arguments) :], pairs)
    parameters = substitute_all(signature.parameters, pairs)
    results = substitute_all(signature.results, pairs)
    return Signature(
        parameters, results, signature.variadic, signature.names, signature.result_names, rest
    )


def _remaining(
    parameters: Sequence[TypeParam], pairs: dict[TypeParam, Type]
) -> tuple[TypeParam, ...]:
    """What is left to infer after a partial instantiation; adds its renaming to `pairs`."""
    rest = []
    for p in parameters:
        copy = TypeParam(p.name, f"{p.owner}+", p.index, _constraint_source(p, pairs))
        rest.append(copy)
        pairs[p] = copy
    return tuple(rest)


def renamed(
    parameters: Sequence[TypeParam], suffix: str
) -> tuple[tuple[TypeParam, ...], dict[TypeParam, Type]]:
    """Copies of type parameters with an identity of their own, constraints included."""
    mapping: dict[TypeParam, Type] = {}
    copies = []
    for p in parameters:
        source = _constraint_source(p, mapping)
        copy = TypeParam(p.name, f"{p.owner}{suffix}", p.index, source)
        copies.append(copy)
        mapping[p] = copy
    return tuple(copies), mapping


def _constraint_source(p: TypeParam, mapping: Arguments) -> Callable[[], Type]:
    return lambda: substitute(p.constraint, mapping)
