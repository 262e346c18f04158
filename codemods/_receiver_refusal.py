"""Why a conversion is refused, raised from wherever the obstacle is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


class Refusal(Exception):
    """`reason` is a decline id; `path` and `node` say where the obstacle is, `what` names it."""

    def __init__(
        self, reason: str, path: str = "", node: Node | None = None, what: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.node = node
        self.what = (
            " ".join(what.split()) if len(what) < 60 else f"{what.split(chr(10))[0][:60]}..."
        )
