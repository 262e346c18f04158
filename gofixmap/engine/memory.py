"""How much memory a worker has in use, and at which marks it lets go of what it can make again.

What a worker keeps is the bytes of files, trees, and what was found out about them; all but the
bytes are small blocks, which Python counts. That count is what is in use: the size that the system
tells stays up once it was reached.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from gofixmap.workspace import Workspace

# Measured: RSS is 30 MB and what `used` says, and up to 60 more of what is lost between blocks.
# 1 MB of code makes trees of 24 MB. One codemod in a large package takes up to 50 bytes for each of
# its bytes (shared-field in vault's of 4.3 MB takes 214 MB), and in a small one up to 60 MB for
# what it looks at elsewhere. What is known of the files and packages of a tree of 30,000 files
# takes 65 MB, which stay. A worker is to stay below 400 MB.
_BLOCK = 85
_FULL = 265_000_000
_ELSEWHERE = 60_000_000
_PER_BYTE = 48
_LEAST = 85_000_000  # below this nothing is let go of
_LOOK = 300_000  # bytes of code parsed from one look to the next; what is less changes nothing
_TREES = 1_500_000  # bytes of code whose trees are worth the time to make them again
_LARGE = 1_000_000  # bytes of a package before which it is worth to look


class Memory:
    """Looks at what is in use, but not more often than something may have changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._looked = self._asked = self._relieved = SourceFile.parsed_bytes

    def should_relieve(self, size: int) -> bool:
        """Whether trees should go in the middle of a directory of so many bytes."""
        parsed = SourceFile.parsed_bytes
        if parsed - self._relieved < _TREES or parsed - self._asked < _LOOK:
            return False
        self._asked = parsed
        if not self.is_short(size):
            return False
        self._relieved = parsed
        return True

    def is_short(self, size: int) -> bool:
        """Whether one codemod more in a directory of so many bytes may be too much."""
        return self.used() >= max(_FULL - _PER_BYTE * size, _LEAST)

    def should_look(self, size: int) -> bool:
        """Whether it may have changed since the last time if `has_room` for so much."""
        parsed = SourceFile.parsed_bytes
        if parsed - self._looked < _LOOK and size < _LARGE:
            return False
        self._looked = parsed
        return True

    def has_room(self, size: int) -> bool:
        """Whether a directory of so many bytes can be analysed with what is in use already."""
        return self.used() < max(_FULL - _ELSEWHERE - _PER_BYTE * size, _LEAST)

    def used(self) -> int:
        """Bytes that are in use, about."""
        return sys.getallocatedblocks() * _BLOCK + self._workspace.held_bytes()
