"""From the engine's edits to what a client applies, and never to a text that they do not fit.

Edits are offsets into contents that were analysed. `Bases` says what these were; where a buffer or
a file on disk has changed since then, there is an error in place of edits. A client that knows
versions is told for which version of each open document its edits are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lsprotocol import types

from gofixmap.edits import merge
from gofixmap.errors import GofixmapError
from gofixmap.lsp.client import Client
from gofixmap.lsp.positions import Positions
from gofixmap.model import Edit
from gofixmap.text import Span

_BOM = b"\xef\xbb\xbf"
_ANNOTATION = "gofixmap"


class StaleError(GofixmapError):
    """The text has changed since it was analysed."""


class Contents(Protocol):
    """What the server knows of the editor's documents. Paths are absolute."""

    @property
    def encoding(self) -> str: ...
    def contents(self, path: str) -> bytes | None:
        """The open document, else the file on disk; None where there is none."""

    def version(self, path: str) -> int | None:
        """Of an open document."""

    def uri(self, path: str) -> str:
        """As the client spells it."""

    def overlay(self) -> Mapping[str, bytes]:
        """The open documents that differ from the disk."""


@dataclass(frozen=True, slots=True)
class Bases:
    """The contents that an analysis has seen: these open documents, and the disk at a moment."""

    state: Contents
    seen: Mapping[str, bytes]
    moment: int = field(default_factory=time.time_ns)  # ns since the epoch

    @classmethod
    def now(cls, state: Contents) -> Bases:
        """Taken before an analysis begins."""
        return cls(state, dict(state.overlay()))

    def of(self, path: str) -> bytes | None:
        """The contents of a file, None where there is none; raises StaleError if it has changed."""
        contents = self.state.contents(path)
        seen = self.seen.get(path)
        if seen is None and self.state.version(path) is not None:
            seen = _on_disk(path)  # an open document without changes
        is_same = (
            contents == seen if seen is not None else contents is None or not self._is_open(path)
        )
        if not is_same or (path not in self.seen and self._is_newer(path)):
            raise StaleError(
                f"{Path(path).name} has changed since it was analysed", hint="ask again"
            )
        return contents

    def _is_open(self, path: str) -> bool:
        return self.state.version(path) is not None

    def _is_newer(self, path: str) -> bool:
        try:
            return os.stat(path).st_mtime_ns > self.moment  # noqa: PTH116
        except OSError:
            return False


def _on_disk(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
