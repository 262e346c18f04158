"""What a run need not read again: headers and imports of files, and which files hold a word.

That of one file depends on its contents alone, and holds while these have the same digest.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from gofixmap.engine.cache import Known
from gofixmap.engine.cachechange import Change
from gofixmap.engine.cacherows import Depends, Heads, unpacked
from gofixmap.workspace import Workspace
from gofixmap.workspace.header import Header


class Recalled:
    """Answers about the files of a tree of which some may have changed."""

    def __init__(self, known: Known, depends: Depends, change: Change) -> None:
        self._known = known
        self._depends = depends
        self._change = change
        self._held: dict[bytes, frozenset[str]] = {}

    @cached_property
    def _heads(self) -> Heads:
        return self._known.heads() or Heads({})

    @cached_property
    def _contents(self) -> dict[str, bytes]:
        return self._known.contents()

    def head(self, path: str) -> tuple[Header, tuple[str, ...]] | None:
        row = self._heads.rows.get(path)
        if row is None or self._contents.get(path) != row[0]:
            return None
        _, name, constraint, legacy, imports = row
        return Header(name, constraint, legacy, complete=True), imports

    def holding(self, word: bytes) -> Collection[str] | None:
        if word not in self._depends.holders:
            return None
        if word not in self._held:
            self._held[word] = frozenset(holders(word, self._depends, self._change))
        return self._held[word]

    def is_shaped(self, path: str, *, whole: bool) -> bool:
        row = self._depends.shapes.get(path)
        if row is None or path in self._change.contents:
            return False
        return bool(row[1]) or not whole

    def follows(self, question: str, directory: str) -> frozenset[bytes] | None:
        if directory in self._change.touched:
            return None
        return self._followed.get((question, directory))

    @cached_property
    def _followed(self) -> dict[tuple[str, str], frozenset[bytes]]:
        names = self._depends.names
        return {
            (row.question, names[at]): words
            for row in self._depends.followed
            for words in (frozenset(row.words),)
            for at in unpacked(row.directories)
        }


def holders(word: bytes, depends: Depends, change: Change) -> set[str]:
    """The files that hold a word now, of which it was known before who does."""
    before = {depends.names[at] for at in unpacked(depends.holders[word])}
    return (before - change.files) | change.holding.get(word, set())


def heads_of(workspace: Workspace, contents: dict[str, bytes]) -> Heads:
    """The row for the files whose headers and imports a run has read; `contents` are digests."""
    return Heads(
        {
            path: (contents[path], header.package_name, header.constraint, header.legacy, imports)
            for path, header, imports in workspace.heads()
            if contents.get(path)
        }
    )
