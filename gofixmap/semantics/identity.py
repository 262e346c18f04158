"""Type identity as the Go specification defines it, in three values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gofixmap.semantics.types import (
    Alias,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Method,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParam,
    Unknown,
)

_DEPTH = 40  # only anonymous interfaces can nest without a name; deeper means not known
_SAME = {"byte": "uint8", "rune": "int32"}


def canonical_basic(name: str) -> str:
    """`byte` and `rune` under their other names."""
    return _SAME.get(name, name)


def identical(a: Type, b: Type, depth: int = 0) -> bool | None:
    """Whether two types are identical; None where either is not fully known."""
    if a is b:
        return None if isinstance(a, Unknown) else True
    if isinstance(a, Alias):
        a = a.unaliased
    if isinstance(b, Alias):
        b = b.unaliased
    if isinstance(a, Unknown) or isinstance(b, Unknown) or depth > _DEPTH:
        return None
    if type(a) is not type(b):
        return False
    compare = _COMPARE.get(type(a))
    return compare(a, b, depth + 1) if compare else a == b


def _all(answers: Sequence[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def identical_lists(a: Sequence[Type], b: Sequence[Type], depth: int = 0) -> bool | None:
    if len(a) != len(b):
        return False
    return _all([identical(x, y, depth) for x, y in zip(a, b, strict=True)])


def _basic(a: Basic, b: Basic, depth: int) -> bool | None:
    return canonical_basic(a.name) == canonical_basic(b.name)


def _named(a: Named, b: Named, depth: int) -> bool | None:
    if (a.package, a.name, a.scope) != (b.package, b.name, b.scope):
        return False
    return identical_lists(a.arguments, b.arguments, depth)


def _element(a: Pointer | Slice, b: Pointer | Slice, depth: int) -> bool | None:
    return identical(a.elem, b.elem, depth)


def _array(a: Array, b: Array, depth: int) -> bool | None:
    if a.length is None or b.length is None:
        return None if identical(a.elem, b.elem, depth) is not False else False
    return a.length == b.length and identical(a.elem, b.elem, depth)


def _map(a: Map, b: Map, depth: int) -> bool | None:
    return _all([identical(a.key_type, b.key_type, depth), identical(a.elem, b.elem, depth)])


def _chan(a: Chan, b: Chan, depth: int) -> bool | None:
    return a.direction == b.direction and identical(a.elem, b.elem, depth)


def _struct(a: Struct, b: Struct, depth: int) -> bool | None:
    if len(a.struct_fields) != len(b.struct_fields):
        return False
    answers: list[bool | None] = []
    for f, g in zip(a.struct_fields, b.struct_fields, strict=True):
        if (f.name, f.embedded, f.tag) != (g.name, g.embedded, g.tag):
            return False
        if not f.name[:1].isupper() and f.package != g.package:
            return False
        answers.append(identical(f.type, g.type, depth))
    return _all(answers)


def _signature(a: Signature, b: Signature, depth: int) -> bool | None:
    if a.variadic != b.variadic or len(a.type_parameters) != len(b.type_parameters):
        return False
    if a.type_parameters and a.type_parameters != b.type_parameters:
        return None
    return _all(
        [
            identical_lists(a.parameters, b.parameters, depth),
            identical_lists(a.results, b.results, depth),
        ]
    )


def _tuple(a: Tuple, b: Tuple, depth: int) -> bool | None:
    return identical_lists(a.types, b.types, depth)


def _interface(a: Interface, b: Interface, depth: int) -> bool | None:
    from gofixmap.semantics.typeset import interface_methods, terms_of

    xs, ys = interface_methods(a), interface_methods(b)
    if xs is None or ys is None:
        return None
    if xs.keys() != ys.keys():
        return False
    if (terms_of(a) is None) != (terms_of(b) is None):
        return False
    if terms_of(a) is not None and a.embedded != b.embedded:
        return None
    return _all([_same_method(m, ys[name], depth) for name, m in xs.items()])


def _same_method(a: Method, b: Method, depth: int) -> bool | None:
    if a is b:
        return True
    if not a.name[:1].isupper() and a.package != b.package:
        return False
    return identical(a.type, b.type, depth)


def _typeparam(a: TypeParam, b: TypeParam, depth: int) -> bool | None:
    return a == b


_COMPARE: dict[type[Type], Callable[[Any, Any, int], bool | None]] = {
    Basic: _basic,
    Named: _named,
    Pointer: _element,
    Slice: _element,
    Array: _array,
    Map: _map,
    Chan: _chan,
    Struct: _struct,
    Signature: _signature,
    Tuple: _tuple,
    Interface: _interface,
    TypeParam: _typeparam,
}
