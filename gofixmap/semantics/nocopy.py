"""Types whose values must not be copied after first use.

`go vet` (copylocks) has the rule for locks: the pointer has Lock and Unlock, the value has not.
Values of sync/atomic and strings.Builder must not be copied either: a copied Builder panics, a
copied atomic.Value is forbidden by its documentation, and vet sees neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.semantics.members import find_member
from gofixmap.semantics.types import Array, Named, Struct, Type, TypeParam, Unknown

_STANDARD = frozenset(
    {
        ("sync", name)
        for name in ("Mutex", "RWMutex", "WaitGroup", "Once", "Cond", "Pool", "Map", "noCopy")
    }
    | {("strings", "Builder")}
)
_MOST = 1000  # types inside one


def nocopy_reason(t: Type) -> str | Unknown | None:
    """The type inside a value of `t` that forbids copies, as `sync.Mutex`, or None.

    Looks through struct fields and arrays, not through pointers, slices, maps, channels, functions
    and interfaces. Unknown where a type inside is not known and none that is known forbids it.
    """
    unsure: Unknown | None = None
    for part in _parts(t):
        if _is_unknown(part):
            unsure = unsure or Unknown(f"{part} is not known")
        elif (name := _forbidding(part)) is not None:
            return name
    return unsure


def _parts(t: Type) -> Iterator[Type]:
    """`t` and every type that its value contains, each named one once, in the order of the fields.

    What is not known ends the descent. A struct that holds itself is no Go, but is written.
    """
    seen: set[Type] = set()
    pending = [t]
    for _ in range(_MOST):
        if not pending:
            return
        part = pending.pop()
        if isinstance(part.unaliased, Named):
            if part in seen:
                continue
            seen.add(part)
        yield part
        if _is_unknown(part) or _forbidding(part) is not None:
            continue
        shape = part.underlying
        if isinstance(shape, Array) and shape.length != 0:
            pending.append(shape.elem)
        elif isinstance(shape, Struct):
            pending += [field.type for field in reversed(shape.struct_fields)]


def _is_unknown(t: Type) -> bool:
    """Not resolved, or a type parameter, whose argument may be anything."""
    return t.is_unknown or isinstance(t.unaliased, TypeParam)


def _forbidding(t: Type) -> str | None:
    named = t.unaliased
    if not isinstance(named, Named):
        return None
    label = f"{named.package.rpartition('/')[2]}.{named.name}" if named.package else named.name
    if (named.package, named.name) in _STANDARD or named.name == "noCopy":
        return label
    if named.package in ("sync/atomic", "internal/runtime/atomic") and named.underlying.fields:
        return label
    return label if _locks(named) else None


def _locks(named: Named) -> bool:
    """vet's rule: *T has Lock and Unlock as methods of its own or promoted, T has not."""
    if isinstance(named.underlying, Unknown) or named.declaration is None:
        return False
    return all(_is_pointer_method(named, name) for name in ("Lock", "Unlock"))


def _is_pointer_method(named: Named, name: str) -> bool:
    found = find_member(named, name, named.package)
    if found is None or isinstance(found, Unknown) or found.method is None:
        return False
    signature = found.method.type
    takes = getattr(signature, "parameters", ()) or getattr(signature, "results", ())
    return found.method.pointer and not found.through_pointer and not takes
