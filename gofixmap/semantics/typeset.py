"""Type sets of constraints: terms, core types, methods of interfaces (Go specification, 1.18+)."""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.semantics.identity import identical
from gofixmap.semantics.types import (
    Chan,
    Interface,
    Method,
    Term,
    Type,
    TypeParam,
    Union,
    Unknown,
)

_DEPTH = 30


def terms_of(constraint: Type, depth: int = 0) -> list[Term] | None:
    """The specific types of a constraint's type set; None when it has none (all types).

    An Unknown term stands for what could not be read.
    """
    if depth > _DEPTH:
        return [Term(False, Unknown("constraint is nested too deeply"))]
    constraint = constraint.unaliased
    if isinstance(constraint, Union):
        return _union_terms(constraint, depth)
    if isinstance(constraint, Term):
        return _term_terms(constraint, depth)
    if isinstance(constraint, TypeParam):
        return terms_of(constraint.constraint, depth + 1)
    under = constraint.underlying
    if not isinstance(under, Interface):
        return [Term(False, constraint)]
    found: list[Term] | None = None
    for embedded in under.embedded:
        more = terms_of(embedded, depth + 1)
        if more is not None:
            found = more if found is None else _intersection(found, more)
    return found


def _union_terms(union: Union, depth: int) -> list[Term] | None:
    found: list[Term] = []
    for term in union.terms:
        more = _term_terms(term, depth)
        if more is None:
            return None
        found.extend(more)
    return found


def _term_terms(term: Term, depth: int) -> list[Term] | None:
    if not term.tilde and isinstance(term.type.underlying, Interface):
        return terms_of(term.type, depth + 1)
    return [term]


def _intersection(left: list[Term], right: list[Term]) -> list[Term]:
    found = []
    for a in left:
        for b in right:
            narrow = _both(a, b)
            if narrow is not None:
                found.append(narrow)
    return found


def _both(a: Term, b: Term) -> Term | None:
    if a.type.is_unknown or b.type.is_unknown:
        return Term(False, Unknown("part of the constraint is not known"))
    x = a.type.underlying if b.tilde else a.type
    y = b.type.underlying if a.tilde else b.type
    if not identical(x, y):
        return None
    return b if a.tilde else a


def specific_types(t: Type) -> list[Type] | None:
    """The types of a type parameter's type set as written; None when it is not limited."""
    unaliased = t.unaliased
    if not isinstance(unaliased, TypeParam):
        return [t]
    terms = terms_of(unaliased.constraint)
    return None if terms is None else [term.type for term in terms]


def core_type(t: Type) -> Type | None:
    """The common underlying type of the type set (go/types commonUnder); None without one."""
    unaliased = t.unaliased
    if not isinstance(unaliased, TypeParam):
        return unaliased.underlying
    types = specific_types(unaliased)
    if not types:
        return None
    common: Type | None = None
    for each in types:
        under = each.underlying
        if isinstance(under, Unknown):
            return under
        common = under if common is None else _common(common, under)
        if common is None:
            return None
    return common


def _common(a: Type, b: Type) -> Type | None:
    if isinstance(a, Chan) and isinstance(b, Chan):
        if not identical(a.elem, b.elem):
            return None
        if a.direction == b.direction or b.direction == "both":
            return a
        return b if a.direction == "both" else None
    return a if identical(a, b) else None


def core_term(parameter: TypeParam) -> tuple[Term | None, bool]:
    """The core type with its tilde, and whether the type set has just that one term."""
    terms = terms_of(parameter.constraint)
    if terms is None or any(term.type.is_unknown for term in terms):
        return None, False
    if len(terms) == 1:
        term = terms[0]
        return (Term(term.tilde, term.type.underlying) if term.tilde else term), True
    core = core_type(parameter)
    return (None, False) if core is None else (Term(True, core), False)


def interface_methods(t: Type) -> dict[str, Method] | None:
    """All methods of an interface, embedded ones included; None where a part is not known."""
    found: dict[str, Method] = {}
    complete = True
    for method in _methods(t, 0):
        if method is None:
            complete = False
        else:
            found.setdefault(method.name, method)
    return found if complete else None


def known_interface_methods(t: Type) -> dict[str, Method]:
    """The methods that can be seen, even where an embedded interface is not known."""
    found: dict[str, Method] = {}
    for method in _methods(t, 0):
        if method is not None:
            found.setdefault(method.name, method)
    return found


def _methods(t: Type, depth: int) -> Iterator[Method | None]:
    under = t.underlying
    if depth > _DEPTH or isinstance(under, Unknown):
        yield None
        return
    if not isinstance(under, Interface):
        return
    yield from under.methods
    for embedded in under.embedded:
        if isinstance(embedded, (Union, Term)):
            yield from _term_methods(embedded, depth)
        else:
            yield from _methods(embedded, depth + 1)


def _term_methods(embedded: Union | Term, depth: int) -> Iterator[Method | None]:
    terms = embedded.terms if isinstance(embedded, Union) else (embedded,)
    if len(terms) == 1 and isinstance(terms[0].type.underlying, Interface):
        yield from _methods(terms[0].type, depth + 1)
