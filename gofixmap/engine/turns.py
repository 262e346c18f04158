"""Numbers that several processes take from one pipe, until none is left."""

from __future__ import annotations

import os
from collections.abc import Iterator

MOST = 1000  # the smallest pipe holds that many
_SIZE = 4  # bytes of a number


def turns(count: int) -> int:
    """A pipe that holds the numbers below `count`, of which there are at most `MOST`."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_SIZE, "big") for number in range(count)))
    os.close(writing)
    return reading


def taken(left: int) -> Iterator[int]:
    """The next numbers that nobody else takes."""
    while number := os.read(left, _SIZE):
        yield int.from_bytes(number, "big")
