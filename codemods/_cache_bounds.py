"""What the user says of a cache: how many entries, for how long, and of which library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from msgspec import Struct

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from gofixmap.codemod import Context

STD, TTLCACHE, LRU = "std", "ttlcache", "lru"
_PART = pattern(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
_UNITS = {"ns": 1, "us": 1000, "µs": 1000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}
_UNITS["h"] = 60 * _UNITS["m"]
_NAMES = (
    ("Hour", _UNITS["h"]),
    ("Minute", _UNITS["m"]),
    ("Second", _UNITS["s"]),
    ("Millisecond", _UNITS["ms"]),
    ("Microsecond", _UNITS["us"]),
    ("Nanosecond", 1),
)


class Bounds(Struct, frozen=True):
    """The limits that the user chose: there are none that would be right for any cache."""

    library: str
    size: int
    nanoseconds: int

    def duration(self, package: str) -> str:
        """The lifetime as Go writes it, `10*time.Minute`, given the name of package time."""
        name, unit = next(each for each in _NAMES if self.nanoseconds % each[1] == 0)
        count = self.nanoseconds // unit
        return f"{package}.{name}" if count == 1 else f"{count}*{package}.{name}"


def bounds_of(context: Context) -> Bounds:
    """The limits that the options give. Raises Refusal where one is missing or not usable."""
    options = context.options
    size, text = int(options.get("size", 0)), str(options.get("ttl", ""))
    if size == 0 or not text:
        raise Refusal("needs-bounds")
    nanoseconds = _nanoseconds(text)
    if size < 0 or nanoseconds <= 0:
        raise Refusal("wrong-bounds", what=f"size={size} ttl={text}")
    return Bounds(str(options.get("library", STD)), size, nanoseconds)


def _nanoseconds(text: str) -> int:
    """A duration as time.ParseDuration reads it; 0 for what it would refuse."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return 0
    return round(sum(float(number) * _UNITS[unit] for number, unit in parts))
