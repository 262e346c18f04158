"""Type inference at calls of generic functions: go/types infer and unify, as far as types need.

Where the real algorithm would fail or this one is not sure, the answer is None.
"""

from __future__ import annotations

from collections.abc import Sequence

from gofixmap.semantics.generics import has_unknown, instantiate, mentions, renamed, substitute
from gofixmap.semantics.objects import Operand
from gofixmap.semantics.types import Basic, Signature, Type, TypeParam
from gofixmap.semantics.typeset import core_term, interface_methods
from gofixmap.semantics.unify import Unifier
from gofixmap.semantics.universe import default_type

_UNTYPED = {"untyped int": 1, "untyped rune": 2, "untyped float": 3, "untyped complex": 4}


def infer(signature: Signature, arguments: Sequence[tuple[Type, Operand]]) -> Signature | None:
    """The signature with its type parameters replaced by what the arguments say.

    `arguments` are pairs of a parameter's type and the operand passed for it.
    """
    own, mapping = renamed(signature.type_parameters, "'")
    pairs = [(substitute(parameter, mapping), operand) for parameter, operand in arguments]
    inferred = _inferred(own, pairs, {})
    if inferred is None:
        return None
    return instantiate(signature, inferred)


def completed(signature: Signature, given: Sequence[Type]) -> list[Type] | None:
    """All type arguments where some are given and the constraints tell the others."""
    own, _ = renamed(signature.type_parameters, "'")
    return _inferred(own, [], dict(zip(own, given, strict=False)))


def _inferred(
    own: Sequence[TypeParam],
    arguments: Sequence[tuple[Type, Operand]],
    given: dict[TypeParam, Type],
) -> list[Type] | None:
    unifier = Unifier(own, given)
    untyped: list[tuple[TypeParam, Operand]] = []
    parameters = frozenset(own)
    for parameter, operand in arguments:
        if not mentions(parameter, parameters):
            continue
        if operand.mode == "nil":
            continue
        if operand.mode not in ("value", "const"):
            return None
        if operand.type.is_untyped:
            if isinstance(parameter, TypeParam):
                untyped.append((parameter, operand))
        elif not _passes(unifier, parameter, operand):
            return None
    if not _from_constraints(unifier, own):
        return None
    _from_untyped(unifier, untyped)
    return _simplified(unifier, own)


def _passes(unifier: Unifier, parameter: Type, operand: Operand) -> bool:
    """Unifies one typed argument; one that is not fully known or still generic tells nothing."""
    type_ = operand.type
    if isinstance(type_, Signature) and type_.type_parameters:
        return unifier.unify_generic_argument(parameter, type_)
    if has_unknown(type_):
        return False
    return unifier.unify(parameter, type_, assign=True)


def _from_constraints(unifier: Unifier, own: Sequence[TypeParam]) -> bool:
    """Core types and methods of constraints, as long as they tell something new."""
    while True:
        before = unifier.unknowns()
        for parameter in own:
            if not _from_constraint(unifier, parameter):
                return False
        if unifier.unknowns() == before:
            return True


def _from_constraint(unifier: Unifier, parameter: TypeParam) -> bool:
    known = unifier.at(parameter)
    core, single = core_term(parameter)
    if core is not None:
        if known is not None:
            if not unifier.unify(known, core.type):
                return False
        elif single and not core.tilde:
            unifier.set(parameter, core.type)
    if known is not None and not unifier.is_open(known):
        return _from_methods(unifier, parameter, known)
    return True


def _from_methods(unifier: Unifier, parameter: TypeParam, known: Type) -> bool:
    methods = interface_methods(parameter.constraint)
    return True if not methods else unifier.unify_methods(known, methods)


def _from_untyped(unifier: Unifier, untyped: Sequence[tuple[TypeParam, Operand]]) -> None:
    """Untyped constants give the default of the widest kind to parameters still unknown."""
    widest: dict[TypeParam, Basic] = {}
    for parameter, operand in untyped:
        kind = operand.type
        if unifier.at(parameter) is not None or not isinstance(kind, Basic):
            continue
        best = widest.get(parameter)
        if best is None or _UNTYPED.get(kind.name, 0) > _UNTYPED.get(best.name, 0):
            widest[parameter] = kind
    for parameter, kind in widest.items():
        unifier.set(parameter, default_type(kind))


def _simplified(unifier: Unifier, own: Sequence[TypeParam]) -> list[Type] | None:
    """Inferred types that mention other type parameters, with those replaced."""
    parameters = frozenset(own)
    found: dict[TypeParam, Type] = {}
    for parameter in own:
        type_ = unifier.at(parameter)
        if type_ is None:
            return None
        found[parameter] = type_
    for _ in range(len(own) + 1):
        found = {
            p: substitute(t, found) if mentions(t, parameters) else t for p, t in found.items()
        }
    result = [found[parameter] for parameter in own]
    if any(mentions(t, parameters) or has_unknown(t) for t in result):
        return None
    return result
