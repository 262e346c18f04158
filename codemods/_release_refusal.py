"""Why a loss that is a leak gets no release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gofixmap_codemods._release_shrink import Memory
    from gofixmap_codemods._release_sites import Loss


class Refused(Exception):
    """`reason` is an id of `MapRelease.declines`, `what` its detail."""

    def __init__(self, reason: str, loss: Loss | Memory, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.what = what
