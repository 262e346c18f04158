"""Where a name stands in a text, found without an expression made for each name.

Making one takes longer than most searches, and one that begins with what must not stand in front
of the name looks at each byte. Here the name is found first, then what is around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap.codemod import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = pattern(rb"[\w\x80-\xff]")


def followed(name: bytes, behind: re.Pattern[bytes], data: bytes, *span: int) -> Iterator[int]:
    """The offsets of a name, a word of its own, that an expression matches what stands behind.

    `span` is the part of the data that is searched, all of it where it is left out.
    """
    low, high = span or (0, len(data))
    at = data.find(name, low, high)
    while at >= 0:
        end = at + len(name)
        is_inner = at > low and _WORD.match(data, at - 1) is not None
        if not is_inner and not _WORD.match(data, end, high) and behind.match(data, end, high):
            yield at
        at = data.find(name, end, high)
