"""Heap and allocs profiles: the bytes that each stack holds and has allocated.

The two kinds hold the same four columns and differ only in which one pprof shows first. The
runtime scales what it has sampled up in the binary form that is read here, so small numbers are
estimates.
"""

from __future__ import annotations

from msgspec import Struct

from gofixmap.evidence.model import Frame
from gofixmap.evidence.pprof import parse_profile
from gofixmap.evidence.protobuf import Malformed

_COLUMNS = ("inuse_space", "alloc_space", "inuse_objects", "alloc_objects")


class HeapSample(Struct, frozen=True):
    """What one stack, innermost frame first, has allocated and what of it is still in use."""

    frames: tuple[Frame, ...]
    in_use: int  # bytes
    allocated: int  # bytes
    objects_in_use: int
    objects_allocated: int


class HeapProfile(Struct, frozen=True):
    """A profile from `source`, a file or an address."""

    source: str
    samples: tuple[HeapSample, ...]

    @property
    def in_use(self) -> int:
        """Bytes."""
        return sum(sample.in_use for sample in self.samples)

    @property
    def allocated(self) -> int:
        """Bytes."""
        return sum(sample.allocated for sample in self.samples)


def heap_profile(data: bytes, source: str) -> HeapProfile:
    """Raises Malformed where the bytes are no profile, or one of something else than memory."""
    profile = parse_profile(data)
    columns = [profile.column(name) for name in _COLUMNS]
    if any(column is None for column in columns):
        kinds = ", ".join(name for name, _ in profile.kinds)
        raise Malformed(f"it is a profile of {kinds}")
    at = [column for column in columns if column is not None]
    return HeapProfile(
        source,
        tuple(
            HeapSample(sample.frames, *(max(0, sample.values[each]) for each in at))
            for sample in profile.samples
            if len(sample.values) == len(profile.kinds)
        ),
    )
