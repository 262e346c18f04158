"""Fields and methods of a type: promotion through embedded fields, and method sets.

Follows go/types LookupFieldOrMethod: breadth first by depth of embedding; the shallowest wins and
two at one depth cancel each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gofixmap.semantics.generics import substituted_method
from gofixmap.semantics.types import (
    Field,
    Interface,
    Method,
    Named,
    Pointer,
    Struct,
    Type,
    Unknown,
)
from gofixmap.semantics.typeset import interface_methods, known_interface_methods

_DEPTH = 20  # levels of embedding; real code has at most a handful


class Member(msgspec.Struct):  # never changed; a frozen one takes three times as long to make
    """A field or method found in a type, and the way to it."""

    field: Field | None
    method: Method | None
    path: tuple[Field, ...]
    through_pointer: bool  # an embedded pointer is passed on the way
    operand_is_pointer: bool
    declaring: Named | None
    receiver: Type  # the type that has it, after the path, without a pointer

    @property
    def type(self) -> Type:
        if self.field is not None:
            return self.field.type
        return self.method.type if self.method is not None else Unknown("no member")


class _Wanted(msgspec.Struct):
    name: str
    package: str  # that asks
    tests: bool


class _Step(msgspec.Struct):
    type: Type
    path: tuple[Field, ...]
    through_pointer: bool
    twice: bool  # the same type occurs more than once at this depth


def find_member(t: Type, name: str, package: str, *, tests: bool = True) -> Member | Unknown | None:
    """The field or method `name` of `t` as seen from `package`; None where there is none.

    With `tests` (the default) methods that the package's tests declare are found too.

    Unknown where an embedded type on the way is not known, so that a promoted member or a
    conflict cannot be ruled out.
    """
    unaliased = t.unaliased
    if name == "_":
        return None
    base, is_pointer = _dereferenced(unaliased)
    if is_pointer and isinstance(base.underlying, Interface):
        return None
    if isinstance(unaliased, Named) and isinstance(unaliased.underlying, Pointer):
        is_pointer = True
    wanted = _Wanted(name, package, tests)
    if not isinstance(base, Named) or base.arguments or base.declaration is None:
        return _search(base, is_pointer, wanted)
    known = base.declaration.members
    key = (name, package, tests, is_pointer)
    if key in known:
        return known[key]
    member = _search(base, is_pointer, wanted)
    if isinstance(member, Member):  # doubts may be gone once a type has been read
        known[key] = member
    return member


def _dereferenced(t: Type) -> tuple[Type, bool]:
    """What a selector's operand points to: `(T)` and `(*T)` alike give T."""
    if isinstance(t, Pointer):
        return t.elem.unaliased, True
    if isinstance(t, Named):
        under = t.underlying
        if isinstance(under, Pointer) and isinstance(under.elem.underlying, Struct):
            return under.elem.unaliased, True
    return t, False


def _search(base: Type, is_pointer: bool, wanted: _Wanted) -> Member | Unknown | None:
    level = [_Step(base, (), False, False)]
    seen: set[Type] = set()
    for _ in range(_DEPTH):
        found: list[tuple[_Step, Field | Method]] = []
        following: list[_Step] = []
        doubt: Unknown | None = None
        for step in level:
            if step.type in seen:
                continue
            if isinstance(step.type, Named):
                seen.add(step.type)
            hits, embedded, unclear = _look_in(step, wanted)
            found += [(step, hit) for hit in hits]
            following += embedded
            doubt = doubt or unclear
        if doubt is not None:
            return doubt
        if found:
            return _chosen(found, is_pointer)
        if not following:
            return None
        level = _consolidated(following)
    return Unknown(f"{wanted.name} is embedded too deeply")


def _chosen(found: list[tuple[_Step, Field | Method]], is_pointer: bool) -> Member | None:
    step, hit = found[0]
    if len(found) > 1 or step.twice:
        return None
    declaring = step.type if isinstance(step.type, Named) else None
    field = hit if isinstance(hit, Field) else None
    method = hit if isinstance(hit, Method) else None
    return Member(field, method, step.path, step.through_pointer, is_pointer, declaring, step.type)


def _look_in(
    step: _Step, wanted: _Wanted
) -> tuple[list[Field | Method], list[_Step], Unknown | None]:
    """Members of that name in one type, the embedded types to look in next, and doubts."""
    t = step.type
    hits: list[Field | Method] = []
    if isinstance(t, Named):
        method = declared_method(t, wanted.name, wanted.package, tests=wanted.tests)
        if method is not None:
            return [method], [], None
    under = t.underlying
    if isinstance(under, Unknown):
        return [], [], under
    if isinstance(under, Struct):
        hits += [f for f in under.struct_fields if _is_called(f, wanted)]
        return hits, [] if hits else _embedded(step, under), None
    if isinstance(under, Interface):
        return _in_interface(t, wanted)
    return [], [], None


def _in_interface(
    t: Type, wanted: _Wanted
) -> tuple[list[Field | Method], list[_Step], Unknown | None]:
    method = known_interface_methods(t).get(wanted.name)
    if method is not None and _is_called(method, wanted):
        return [method], [], None
    if interface_methods(t) is None:
        return [], [], Unknown(f"an embedded interface of {t} is not known")
    return [], [], None


def _is_called(member: Field | Method, wanted: _Wanted) -> bool:
    if member.name != wanted.name:
        return False
    exported = wanted.name[:1].isupper() or not wanted.package
    return exported or member.package in ("", wanted.package)


def _embedded(step: _Step, struct: Struct) -> list[_Step]:
    steps = []
    for field in struct.struct_fields:
        if not field.embedded:
            continue
        t = field.type.unaliased
        pointer = isinstance(t, Pointer)
        if isinstance(t, Pointer):
            t = t.elem.unaliased
        path = (*step.path, field)
        steps.append(_Step(t, path, step.through_pointer or pointer, step.twice))
    return steps


def _consolidated(steps: list[_Step]) -> list[_Step]:
    """One step per type; a type met twice at one depth makes its members ambiguous."""
    found: dict[Type, _Step] = {}
    for step in steps:
        known = found.get(step.type)
        if known is not None:
            step = _Step(known.type, known.path, known.through_pointer, True)
        found[step.type] = step
    return list(found.values())


def declared_method(t: Named, name: str, package: str, *, tests: bool = True) -> Method | None:
    """The method declared on a defined type, its receiver's parameters replaced."""
    if t.declaration is None:
        return None
    method = t.declaration.method(name, package, tests)
    if method is None or not t.arguments:
        return method
    return _instantiated(method, t.arguments)


def _instantiated(method: Method, arguments: tuple[Type, ...]) -> Method:
    parameters = method.method_type.receiver_parameters
    return substituted_method(method, dict(zip(parameters, arguments, strict=False)))


def method_set(t: Type, package: str = "") -> dict[str, Method] | None:
    """The method set of `t` (not of `*t` unless `t` is a pointer); None where not known.

    Go specification, Method sets: the set of T has the methods with receiver T, that of *T those
    with receiver T or *T; promoted ones follow the embedded field's kind.
    """
    base, is_pointer = _dereferenced(t.unaliased)
    if isinstance(base.underlying, Unknown):
        return None
    names: set[str] = set()
    for name in _candidate_names(base, 0, set()):
        if name is None:
            return None
        names.add(name)
    found: dict[str, Method] = {}
    for name in sorted(names):
        member = find_member(t, name, package)
        if isinstance(member, Unknown):
            return None
        if member is not None and member.method is not None and _is_in_set(member, is_pointer):
            found[name] = member.method
    return found


def _is_in_set(member: Member, is_pointer: bool) -> bool:
    method = member.method
    return method is not None and (not method.pointer or is_pointer or member.through_pointer)


def _candidate_names(t: Type, depth: int, seen: set[Type]) -> Iterator[str | None]:
    """Names of all methods in or below a type; None where a part is not known."""
    if t in seen or depth > _DEPTH:
        return
    seen.add(t)
    if isinstance(t, Named) and t.declaration is not None:
        yield from (method.name for method in t.declaration.methods())
    under = t.underlying
    if isinstance(under, Unknown):
        yield None
    elif isinstance(under, Interface):
        yield from known_interface_methods(t)
    elif isinstance(under, Struct):
        for field in under.struct_fields:
            if field.embedded:
                inner, _ = _dereferenced(field.type.unaliased)
                yield from _candidate_names(inner, depth + 1, seen)
