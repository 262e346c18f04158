"""Unification of types with bound type parameters (go/types unify.go)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gofixmap.semantics.generics import mentions, renamed, substitute
from gofixmap.semantics.identity import identical
from gofixmap.semantics.members import find_member
from gofixmap.semantics.types import (
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
from gofixmap.semantics.typeset import core_type, interface_methods

_DEPTH = 50


class Unifier:
    """Finds types for `parameters` that make pairs of types equal.

    Parameters that were found to stand for the same type share one slot.
    """

    def __init__(self, parameters: Sequence[TypeParam], given: Mapping[TypeParam, Type]) -> None:
        self._slots: dict[TypeParam, list[Type | None]] = {p: [given.get(p)] for p in parameters}
        self._depth = 0

    def at(self, parameter: TypeParam) -> Type | None:
        return self._slots[parameter][0]

    def set(self, parameter: TypeParam, type_: Type) -> None:
        self._slots[parameter][0] = type_

    def unknowns(self) -> int:
        return sum(1 for slot in self._slots.values() if slot[0] is None)

    def is_open(self, type_: Type) -> bool:
        """Whether a type mentions a parameter of this unifier."""
        return mentions(type_, frozenset(self._slots))

    def _bound(self, t: Type) -> TypeParam | None:
        t = t.unaliased
        return t if isinstance(t, TypeParam) and t in self._slots else None

    def unify_generic_argument(self, parameter: Type, generic: Signature) -> bool:
        """A generic function passed as argument: its own type parameters join the unknowns."""
        own, mapping = renamed(generic.type_parameters, "''")
        for each in own:
            self._slots.setdefault(each, [None])
        plain = Signature(generic.parameters, generic.results, generic.variadic)
        return self.unify(parameter, substitute(plain, mapping), assign=True)

    def unify_methods(self, t: Type, methods: Mapping[str, Method]) -> bool:
        """Every method of a constraint must be there and unify."""
        for name, wanted in methods.items():
            found = find_member(t, name, wanted.package)
            if found is None or isinstance(found, Unknown) or found.method is None:
                return False
            if not self.unify(found.type, wanted.type, exact=True):
                return False
        return True

    def unify(self, x: Type, y: Type, *, assign: bool = False, exact: bool = False) -> bool:
        self._depth += 1
        try:
            return self._depth <= _DEPTH and self._nify(x, y, assign, exact)
        finally:
            self._depth -= 1

    def _nify(self, x: Type, y: Type, assign: bool, exact: bool) -> bool:
        if x is y or x.unaliased is y.unaliased:
            return True
        if isinstance(x.unaliased, Named) or self._bound(y) is not None:
            x, y = y, x
        named = y.unaliased
        if not exact and isinstance(named, Named) and _is_literal(x) and not _is_interface(x):
            y = named.underlying
        bound = self._bound(x)
        if bound is not None:
            other = self._bound(y)
            if other is not None:
                return self._join(bound, other, assign, exact)
            return self._match(bound, y, assign, exact)
        if not exact and (_is_interface(x) or _is_interface(y)):
            return self._interfaces(x, y)
        if isinstance(y.unaliased, TypeParam):
            x, y = y, x
        return self._structure(x.unaliased, y, assign, exact)

    def _join(self, a: TypeParam, b: TypeParam, assign: bool, exact: bool) -> bool:
        left, right = self._slots[a], self._slots[b]
        if left is right:
            return True
        if left[0] is not None and right[0] is not None:
            return self.unify(left[0], right[0], assign=assign, exact=exact)
        keep, drop = (left, right) if left[0] is not None else (right, left)
        for parameter, slot in self._slots.items():
            if slot is drop:
                self._slots[parameter] = keep
        return True

    def _match(self, parameter: TypeParam, y: Type, assign: bool, exact: bool) -> bool:
        x = self.at(parameter)
        if x is None:
            self.set(parameter, y)
            return True
        if not self.unify(x, y, assign=assign, exact=exact):
            return False
        x_interface, y_interface = _is_interface(x), _is_interface(y)
        x_named, y_named = isinstance(x.unaliased, Named), isinstance(y.unaliased, Named)
        if x_interface and y_interface:
            if x_named and y_named:
                return identical(x, y) is True
            if len(interface_methods(x) or ()) != len(interface_methods(y) or ()):
                return False
        elif x_interface or y_interface:
            return False
        if not exact and not x_named:
            under = y.underlying
            directed = isinstance(under, Chan) and under.direction != "both"
            if y_named or directed:
                self.set(parameter, y)
        return True

    def _interfaces(self, x: Type, y: Type) -> bool:
        if _is_interface(x) and _is_interface(y):
            return self._common_methods(x, y)
        interface, other = (x, y) if _is_interface(x) else (y, x)
        methods = interface_methods(interface)
        return methods is not None and self.unify_methods(other, methods)

    def _common_methods(self, x: Type, y: Type) -> bool:
        few, many = interface_methods(x), interface_methods(y)
        if few is None or many is None:
            return False
        if len(few) > len(many):
            few, many = many, few
        for name, method in few.items():
            match = many.get(name)
            if match is None or not self.unify(method.type, match.type, exact=True):
                return False
        return True

    def _structure(self, x: Type, y: Type, assign: bool, exact: bool) -> bool:
        original, y = y, y.unaliased
        element_exact = exact or assign
        if isinstance(x, TypeParam):
            if x == y:
                return True
            core = core_type(x)
            return core is not None and self.unify(core, original, assign=True)
        if type(x) is not type(y):
            return False
        if isinstance(x, (Slice, Pointer)) and isinstance(y, (Slice, Pointer)):
            return self.unify(x.elem, y.elem, assign=assign, exact=element_exact)
        if isinstance(x, Array) and isinstance(y, Array):
            same = x.length is not None and x.length == y.length
            return same and self.unify(x.elem, y.elem, assign=assign, exact=element_exact)
        if isinstance(x, Map) and isinstance(y, Map):
            return self._pairs((x.key_type, x.elem), (y.key_type, y.elem), assign, element_exact)
        if isinstance(x, Chan) and isinstance(y, Chan):
            same = not exact or x.direction == y.direction
            return same and self.unify(x.elem, y.elem, assign=assign, exact=element_exact)
        if isinstance(x, Named) and isinstance(y, Named):
            return self._named(x, y, assign, exact)
        return self._rest(x, y, assign, exact, element_exact)

    def _rest(self, x: Type, y: Type, assign: bool, exact: bool, element_exact: bool) -> bool:
        if isinstance(x, Signature) and isinstance(y, Signature):
            return (
                x.variadic == y.variadic
                and self._pairs(x.parameters, y.parameters, assign, element_exact)
                and self._pairs(x.results, y.results, assign, element_exact)
            )
        if isinstance(x, Tuple) and isinstance(y, Tuple):
            return self._pairs(x.types, y.types, assign, exact)
        if isinstance(x, Struct) and isinstance(y, Struct):
            return self._structs(x, y, assign, element_exact)
        if isinstance(x, Interface) and isinstance(y, Interface):
            few, many = interface_methods(x), interface_methods(y)
            same = few is not None and many is not None and few.keys() == many.keys()
            return same and self._common_methods(x, y)
        return isinstance(x, Basic) and identical(x, y) is True

    def _pairs(self, xs: Sequence[Type], ys: Sequence[Type], assign: bool, exact: bool) -> bool:
        return len(xs) == len(ys) and all(
            self.unify(x, y, assign=assign, exact=exact) for x, y in zip(xs, ys, strict=True)
        )

    def _named(self, x: Named, y: Named, assign: bool, exact: bool) -> bool:
        same = (x.package, x.name, x.scope) == (y.package, y.name, y.scope)
        return self._pairs(x.arguments, y.arguments, assign, exact) and same

    def _structs(self, x: Struct, y: Struct, assign: bool, exact: bool) -> bool:
        if len(x.struct_fields) != len(y.struct_fields):
            return False
        for f, g in zip(x.struct_fields, y.struct_fields, strict=True):
            if (f.name, f.embedded, f.tag) != (g.name, g.embedded, g.tag):
                return False
            if not self.unify(f.type, g.type, assign=assign, exact=exact):
                return False
        return True


def _is_literal(t: Type) -> bool:
    """go/types isTypeLit: not a defined type and not a type parameter."""
    return not isinstance(t.unaliased, (Named, TypeParam))


def _is_interface(t: Type) -> bool:
    return not isinstance(t.unaliased, TypeParam) and isinstance(t.underlying, Interface)
