"""What a value holds in itself, rather than behind a pointer, in a map or in a slice."""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.semantics.types import Named, Type

_MOST = 1000  # types; a struct that holds itself, in ever new instances, is no Go but is written


def value_parts(kind: Type, *, arrays: bool = True) -> Iterator[Type]:
    """`kind`, and the types of its fields and elements, of theirs and so on; named ones once.

    Ends for a type that holds itself too, which Go refuses.
    """
    seen: set[Type] = set()
    pending = [kind]
    for _ in range(_MOST):
        if not pending:
            return
        part = pending.pop()
        if isinstance(part.unaliased, Named):  # another type ends, and to compare it may take long
            if part in seen:
                continue
            seen.add(part)
        yield part
        if not part.is_typeparam:
            pending += [field.type for field in part.fields] if part.is_struct else []
            pending += [part.element] if arrays and part.is_array else []
