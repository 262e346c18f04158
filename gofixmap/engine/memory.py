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

# Measured on the standard library: RSS is 40 MB and what `used` says, and 1 MB of code makes trees
# of 24 MB. A worker should stay below 400 MB, of which one codemod may take 150 in one package.
_BLOCK = 85
_LOOK = 50_000  # bytes of code parsed from one look to the next; what is less changes nothing
_TREES = 1_500_000  # bytes of code whose trees are worth the time to make them again
_KEPT = 220_000_000  # in use when a directory is done: what the next ones may find there
_MOST = 240_000_000  # in use between two codemods


class Memory:
    """Looks at what is in use, but not more often than something may have changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._looked = self._relieved = SourceFile.parsed_bytes

    def should_relieve(self) -> bool:
        """Whether trees should go in the middle of a directory."""
        parsed = SourceFile.parsed_bytes
        if parsed - self._relieved < _TREES or self.used() < _MOST:
            return False
        self._relieved = parsed
        return True

    def should_look(self) -> bool:
        """Whether enough has happened since the last time that `keeps_too_much` may say another."""
        parsed = SourceFile.parsed_bytes
        if parsed - self._looked < _LOOK:
            return False
        self._looked = parsed
        return True

    def keeps_too_much(self) -> bool:
        """Whether between two directories more is in use than should stay."""
        return self.used() > _KEPT

    def used(self) -> int:
        """Bytes that are in use, about."""
        return sys.getallocatedblocks() * _BLOCK + self._workspace.held_bytes()
