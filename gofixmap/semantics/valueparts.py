"""What a value holds in itself, rather than behind a pointer, in a map or in a slice."""

from __future__ import annotations

from collections.abc import Iterator

from gofixmap.semantics.types import Type

_MOST = 1000  # types; a struct that holds itself, in ever new instances, is no Go but is written


def value_parts(kind: Type, *, arrays: bool = True) -> Iterator[Type]:
    """`kind`, and the types of its fields and elements, of theirs and so on; each once.

    Ends for a type that holds itself too, which Go refuses.
    """
    seen = {kind}
    pending = [kind]
    while pending and len(seen) < _MOST:
        part = pending.pop()
        yield part
        if part.is_typeparam:
            continue
        inner = [field.type for field in part.fields] if part.is_struct else []
        if arrays and part.is_array:
            inner = [part.element]
        for each in inner:
            if each not in seen:
                seen.add(each)
                pending.append(each)
