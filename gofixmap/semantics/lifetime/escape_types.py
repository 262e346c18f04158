"""Which types lead to memory: a value of any other type is a copy that nobody else can see."""

from __future__ import annotations

from gofixmap.semantics.types import Basic, Named, Tuple, Type

_DEPTH = 8  # structs in structs; deeper ones count as leading to memory
#: Types that hold pointers to what never changes or is nobody's: a value of them is as good as a
#: copy.
_VALUES = frozenset({("time", "Time"), ("net/netip", "Addr"), ("net/netip", "AddrPort")})


def carries(type_: Type, depth: int = _DEPTH) -> bool:
    """Whether a value of the type may lead to memory that it shares with others.

    Strings do not: they never change. Errors do not either, by the convention that they are made
    for the caller. What is not known does.
    """
    if is_error(type_) or _is_value(type_):
        return False
    under = type_.underlying
    if isinstance(under, Basic):
        return under.name == "unsafe.Pointer"
    if isinstance(under, Tuple):
        return any(carries(each, depth) for each in under.types)
    if type_.is_typeparam or depth == 0:
        return True
    if under.is_struct:
        return any(carries(field.type, depth - 1) for field in under.fields)
    return carries(under.element, depth - 1) if under.is_array else True


def is_error(type_: Type) -> bool:
    return str(type_) == "error"


def _is_value(type_: Type) -> bool:
    named = type_.unaliased
    return isinstance(named, Named) and (named.package, named.name) in _VALUES
