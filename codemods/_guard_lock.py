"""The lock for a variable: one that is there and already guards it or its neighbours, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_model import LockRef

from gofixmap.codemod import members, nodes, sharing, uses

if TYPE_CHECKING:
    from gofixmap.codemod import Semantics, Type

_NAMES = ("lk", "lock", "mtx", "mu", "mutex", "mux", "rwlock", "rwmutex")
Variable = sharing.Variable
Kind = sharing.VariableKind


def mutex_kind(t: Type) -> str:
    """ "Mutex" or "RWMutex" for the types of package sync and pointers to them, "" for others."""
    inner = t.element if t.is_pointer else t
    for name in ("Mutex", "RWMutex"):
        if uses.is_type_named(inner, "sync", name):
            return name
    return ""


def own_lock(semantics: Semantics, variable: Variable) -> Variable | None:
    """The lock that guards the variable at most accesses already."""
    guard = sharing.guard_of(semantics, sharing.accesses_of(semantics, variable))
    return guard.lock if guard is not None else None


def namesake(variable: Variable) -> Variable | None:
    """The lock beside the variable that is named after it: connsLock, connsMu, muConns."""
    name = variable.name.lower()
    found = [
        each
        for each in siblings_of(variable)
        if name in each.name.lower() and mutex_kind(each.type)
        if each.name.lower().replace(name, "", 1) in _NAMES
    ]
    return found[0] if len(found) == 1 else None


def used_lock(semantics: Semantics, variable: Variable) -> Variable | None:
    """The one lock of the struct, or of the group of variables, under which some code uses the
    variable, though it guards it at too few places to be known for its lock."""
    locks = [each for each in siblings_of(variable) if mutex_kind(each.type)]
    found: set[Variable] = set()
    for access in sharing.accesses_of(semantics, variable).all if locks else ():
        graph = sharing.call_graph(semantics, access.info.package)
        if not access.info.file.is_test:
            held = sharing.held_at(graph, access)
            found |= {e.lock for e in held if e.lock in locks and e.base in ("", access.base)}
    return found.pop() if len(found) == 1 else None


def neighbours_lock(semantics: Semantics, variable: Variable) -> Variable | None:
    """The one lock of the struct, or of the group of variables, that guards a neighbour."""
    siblings = list(siblings_of(variable))
    locks = [each for each in siblings if mutex_kind(each.type)]
    found: list[Variable] = []
    for sibling in siblings if locks else ():
        if sibling != variable and sibling not in locks:
            lock = own_lock(semantics, sibling)
            if lock in locks and lock not in found:
                found.append(lock)
    return found[0] if len(found) == 1 else None


def siblings_of(variable: Variable) -> Iterator[Variable]:
    """The fields of the same struct, or the variables of the same group of declarations."""
    info, holder = variable.info, variable.declaration.parent
    if holder is None or variable.kind is Kind.LOCAL:
        return
    if variable.kind is Kind.FIELD:
        struct = holder.parent
        for field in info.type_of(struct).fields if struct is not None else ():
            found = sharing.variable_of_field(info.semantics, field)
            if found is not None:
                yield found
        return
    for spec in nodes.named(holder):
        for name in nodes.children_of(spec, "name"):
            found = sharing.variable_denoted(info, name)
            if found is not None:
                yield found


def lock_ref(variable: Variable, lock: Variable) -> LockRef | None:
    """How code that accesses the variable names an existing lock; None where it cannot."""
    rw = _has_rlock(lock.type)
    if lock.package != variable.package:
        return None
    if lock.kind is Kind.PACKAGE:
        return LockRef(lock.name, package=True, rw=rw, variable=lock)
    if lock.kind is Kind.LOCAL:
        same = variable.kind is Kind.LOCAL and lock.owner == variable.owner
        return LockRef(lock.name, local=True, rw=rw, variable=lock) if same else None
    if variable.kind is not Kind.FIELD or not _is_reached(variable, lock):
        return None
    return LockRef("" if _is_embedded(lock) else lock.name, rw=rw, variable=lock)


def _is_reached(variable: Variable, lock: Variable) -> bool:
    """Whether `x.lock` is that field for every x that has the variable."""
    if variable.owner == lock.owner:
        return True
    owner = variable.info.scope.lookup(variable.owner, tests=True)
    if owner is None or owner.kind != "type":
        return False
    member = members.find_member(owner.type, lock.name, variable.package)
    field = getattr(member, "field", None)
    return field is not None and (field.path, field.span) == (lock.path, lock.span)


def _has_rlock(t: Type) -> bool:
    member = members.find_member(t, "RLock", "")
    return getattr(member, "method", None) is not None


def _is_embedded(lock: Variable) -> bool:
    return lock.declaration.child_by_field_name("name") is None
