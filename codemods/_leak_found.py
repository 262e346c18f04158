"""What the parts of loop-leak find: a leak, with the edits that end it or the reason against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import Edit, Safety

if TYPE_CHECKING:
    from tree_sitter import Node


class Leak(Struct, frozen=True):
    """Something that is released too late or never.

    Where `reason`, an id of `declines`, is given there are no edits; `how` and `place` are what
    the reason's sentence names.
    """

    node: Node
    message: str
    title: str = ""
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    safety: Safety = Safety.REVIEW
    reason: str = ""
    how: str = ""
    place: Node | None = None
