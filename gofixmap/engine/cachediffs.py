"""Fixes as diffs, from one report of a tree to the next: to make one costs more than to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from gofixmap.engine import cachekeys
from gofixmap.engine.request import Request
from gofixmap.model import Fix

if TYPE_CHECKING:
    from gofixmap.engine.cachestore import Store


class Diffs:
    """The diffs of one request, each known by its fix and by the files that this changes."""

    def __init__(self, request: Request, store: Store) -> None:
        self._request = request
        self._store = store
        self._used: dict[bytes, str] = {}
        self._digests: dict[str, bytes] = {}

    @cached_property
    def _key(self) -> bytes:
        return b"diffs" + cachekeys.result_key(self._request, cachekeys.tree_key(self._request))

    @cached_property
    def _known(self) -> dict[bytes, str]:
        from gofixmap.engine import cacherows

        (row,) = self._store.get(self._key)
        return cacherows.decoded(row, dict[bytes, str]) or {}

    def text(
        self, fix: Fix, files: Iterable[tuple[str, bytes, bool]], make: Callable[[], str]
    ) -> str:
        """The diff of a fix in these files (path, contents, whether it is there)."""
        key = self._key_of(fix, files)
        found = self._known.get(key)
        self._used[key] = make() if found is None else found
        return self._used[key]

    def knows(self, fix: Fix, files: Iterable[tuple[str, bytes, bool]]) -> bool:
        """Whether `text` makes nothing."""
        return self._key_of(fix, files) in self._known

    def _key_of(self, fix: Fix, files: Iterable[tuple[str, bytes, bool]]) -> bytes:
        named = [(path, self._contents(path, data), is_there) for path, data, is_there in files]
        return cachekeys.digest(fix.edits, named)[:16]

    def _contents(self, path: str, data: bytes) -> bytes:
        """Stands for the bytes of a file, which do not change while a report is made."""
        if path not in self._digests:
            self._digests[path] = sha256(data).digest()
        return self._digests[path]

    def keep(self) -> None:
        """Writes what was asked for, where some of it is new."""
        from gofixmap.engine import cacherows

        if self._used and not self._used.keys() <= self._known.keys():
            try:
                row = cacherows.encoded(self._used)
            except (TypeError, ValueError):  # a name that is no text
                return
            self._store.put({self._key: row})


@contextmanager
def kept_diffs(request: Request) -> Iterator[Diffs | None]:
    """The diffs of earlier reports, and those of this one for later; None without the cache."""
    if not request.use_cache:
        yield None
        return
    from gofixmap.engine.cachestore import Store, folder

    place = folder()
    if place is None:
        yield None
        return
    store = Store(place)
    try:
        diffs = Diffs(request, store)
        yield diffs
        diffs.keep()
    finally:
        store.close()
