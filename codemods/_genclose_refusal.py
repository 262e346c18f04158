"""Why a type gets no Close."""

from __future__ import annotations


class Refused(Exception):
    """`reason` is an id of `GenClose.declines`, `what` its detail."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.what = what
