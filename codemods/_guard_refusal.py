"""Why a lock is refused, raised from wherever the obstacle is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_LONGEST = 60  # characters of source that a sentence quotes


class Refused(Exception):
    """`reason` is a decline id; `info` and `node` say where the obstacle is, `what` names it."""

    def __init__(
        self, reason: str, info: FileInfo | None = None, node: Node | None = None, what: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.info = info
        self.node = node
        self.what = what or (info.file.text(node) if info is not None and node is not None else "")

    @property
    def where(self) -> str:
        """`cart.go:12`, or "" where the obstacle is no place."""
        if self.info is None or self.node is None:
            return ""
        return place(self.info, self.node)

    @property
    def shown(self) -> str:
        """What stands in the way, on one line and not too long."""
        line = " ".join(self.what.split())
        return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


class RefusedAll(Refused):
    """No narrower fix helps: one that guards less would leave the same race."""


def place(info: FileInfo, node: Node) -> str:
    """A place for people: the path from the root and the line."""
    return f"{info.file.path}:{info.file.lines.line_of(node.start_byte)}"
