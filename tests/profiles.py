"""Writes profiles as the Go runtime does, from samples that a test spells out.

    python tests/profiles.py FILE 'FUNCTION FILE.go:LINE[,FUNCTION ...] IN_USE ALLOCATED'

writes one for a golden case; frames are innermost first, bytes in use and allocated follow.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HEAP_KINDS = (
    ("alloc_objects", "count"),
    ("alloc_space", "bytes"),
    ("inuse_objects", "count"),
    ("inuse_space", "bytes"),
)
Frame = tuple[str, str, int]  # function, file, line
Stack = Sequence[Frame]


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def encode(
    samples: Sequence[tuple[Stack, Sequence[int]]],
    kinds: Sequence[tuple[str, str]] = HEAP_KINDS,
    *,
    packed: bool = True,
) -> bytes:
    """A profile, not compressed; `packed` writes repeated numbers as one run, as Go does."""
    strings: dict[str, int] = {"": 0}
    frames: dict[Frame, int] = {}

    def index(text: str) -> int:
        return strings.setdefault(text, len(strings))

    def numbers(number: int, values: Sequence[int]) -> Iterator[bytes]:
        if packed:
            yield field(number, b"".join(map(varint, values)))
        else:
            yield from (field(number, value) for value in values)

    parts = [field(1, field(1, index(name)) + field(2, index(unit))) for name, unit in kinds]
    for stack, values in samples:
        locations = [frames.setdefault(frame, len(frames) + 1) for frame in stack]
        parts.append(field(2, b"".join((*numbers(1, locations), *numbers(2, values)))))
    for (function, file, line), number in frames.items():
        parts.append(field(4, field(1, number) + field(4, field(1, number) + field(2, line))))
        named = field(1, number) + field(2, index(function)) + field(4, index(file))
        parts.append(field(5, named))
    parts += [field(6, text.encode()) for text in strings]
    return b"".join(parts)


def heap(*samples: tuple[Stack, int, int]) -> bytes:
    """A gzipped heap profile of stacks, each with the bytes that it has in use and allocated."""
    rows = [
        (stack, (allocated // 64, allocated, in_use // 64, in_use))
        for stack, in_use, allocated in samples
    ]
    return gzip.compress(encode(rows), mtime=0)


def _sample(text: str) -> tuple[Stack, int, int]:
    frames, in_use, allocated = text.rsplit(" ", 2)
    stack = []
    for frame in frames.split(","):
        function, place = frame.split(" ")
        file, line = place.rsplit(":", 1)
        stack.append((function, file, int(line)))
    return stack, int(in_use), int(allocated)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(heap(*map(_sample, sys.argv[2:])))
