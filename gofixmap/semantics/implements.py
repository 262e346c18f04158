"""Whether a type has the methods of an interface, in three values."""

from __future__ import annotations

from gofixmap.semantics.identity import identical
from gofixmap.semantics.members import find_member
from gofixmap.semantics.types import Interface, Type, Unknown
from gofixmap.semantics.typeset import interface_methods


def implements(t: Type, interface: Type) -> bool | None:
    """Go specification, Implementing an interface, for interfaces without type terms."""
    under = interface.underlying
    if not isinstance(under, Interface):
        return None if isinstance(under, Unknown) else False
    wanted = interface_methods(interface)
    if wanted is None or t.is_unknown:
        return None
    answers = [_has(t, name, method.package, method.type) for name, method in wanted.items()]
    if False in answers:
        return False
    return None if None in answers else True


def _has(t: Type, name: str, package: str, signature: Type) -> bool | None:
    member = find_member(t, name, package)
    if isinstance(member, Unknown):
        return None
    if member is None or member.method is None:
        return False
    reached = member.operand_is_pointer or member.through_pointer
    if member.method.pointer and not reached:
        return False
    return identical(member.type, signature)
