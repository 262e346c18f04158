"""What a reviewer has to know about the sections of one function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_groups import deletes_own_key
from gofixmap_codemods._guard_sections_model import place
from gofixmap_codemods._guard_sections_tree import Spot

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Type

_Op = sharing.Operation
_ELEMENTS = (_Op.INDEX_READ, _Op.LOOKUP, _Op.RANGE, _Op.RETURN)


def notes_of(spots: Sequence[Spot], written: str) -> tuple[str, ...]:
    """Sentences about the new code; `written` is its text."""
    late = _late_deletes(spots) if "snap" in written else ()
    return tuple(dict.fromkeys([*_shared_elements(spots), *late]))


def _shared_elements(spots: Sequence[Spot]) -> Iterator[str]:
    for spot in spots:
        access = spot.access
        kind = access.info.type_of(access.node)
        if access.operation in _ELEMENTS and (kind.is_map or kind.is_slice):
            what = _reference(kind.element)
            if what:
                name = access.variable.name
                yield f"the elements of {name} are {what}: the lock does not guard what they hold"


def _reference(kind: Type) -> str:
    if kind.is_pointer:
        return "pointers"
    return "maps" if kind.is_map else "slices" if kind.is_slice else ""


def _late_deletes(spots: Sequence[Spot]) -> Iterator[str]:
    for read in spots:
        for write in spots:
            if deletes_own_key(read, write):
                where = place(write.access.info, write.node)
                yield f"an entry may have been replaced before it is deleted ({where})"
