"""Why a map keeps its pointers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Refusal(Exception):
    """An id of the codemod's `declines`, with what its sentence names and where that stands."""

    def __init__(self, reason: str, info: FileInfo, node: Node, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.what = what or " ".join(info.file.text(node).split())
        self.where = f"{info.path}:{node.start_point.row + 1}"
