"""A remedy without a lock, and the refusal that says which join is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Edit


class Remedy(Struct, frozen=True):
    """What to change, and where to point: `site` is the access that is wrong as it stands."""

    title: str
    message: str
    edits: tuple[Edit, ...]
    notes: tuple[str, ...]
    site: Node
    path: str = ""  # of the site; that of the variable where it is empty


class MissingJoin(Struct, frozen=True):
    """A goroutine, started at `where`, that nothing waits for before `what`."""

    message: str
    where: str
    what: str
    site: Node
