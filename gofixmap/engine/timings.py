"""Where the time goes."""

from __future__ import annotations

from msgspec import Struct


class Timings(Struct):
    """Seconds of processor time by stage, summed over workers.

    `resolve` is the codemods' own code with all that types make it read and parse.
    """

    read: float = 0.0
    prefilter: float = 0.0
    split: float = 0.0
    parse: float = 0.0
    match: float = 0.0
    resolve: float = 0.0

    def add(self, other: Timings) -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def take(self) -> Timings:
        """What has gathered here, which then starts again from zero."""
        taken = Timings()
        taken.add(self)
        for name in self.__struct_fields__:
            setattr(self, name, 0.0)
        return taken
