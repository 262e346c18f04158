"""Where cached rows lie: one SQLite file of the user's own, which may be lost at any time.

A row is bytes under a key, with a digest that tells whether they are whole. Whatever is wrong with
the file, the folder or the disk, the answer is that there is no such row; nothing here raises. The
name of the file has the number of its schema: another version has another file.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)

FOLDER_VARIABLE = "GOFIXMAP_CACHE_DIR"
SIZE_VARIABLE = "GOFIXMAP_CACHE_SIZE"
DEFAULT_SIZE = 1 << 30  # bytes
_SCHEMA = 1
_WAIT = 1.0  # seconds for another process that writes
_TOUCH = 3600  # seconds for which a row counts as just used
_DIGEST = 16
_SETUP = """
CREATE TABLE IF NOT EXISTS rows (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS rows_used ON rows (used, size);
"""


class Contents(NamedTuple):
    """What is in a store: how many rows, of how many bytes together."""

    rows: int
    size: int
    is_usable: bool = True  # False where it is there and cannot be read


def folder() -> Path | None:
    """The folder of the cache; None where this user can have none."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    from platformdirs import user_cache_path

    own = user_cache_path("gofixmap", appauthor=False)
    return own if own.is_absolute() else None  # "~" stays where there is no home


def largest() -> int:
    """How many bytes the rows may have together: GOFIXMAP_CACHE_SIZE in MB, else 1 GB."""
    text = os.environ.get(SIZE_VARIABLE, "")
    return int(text) << 20 if text.isascii() and text.isdigit() else DEFAULT_SIZE


def file_in(place: Path) -> Path:
    return place / f"cache-{_SCHEMA}.db"


class Store:
    """The rows of one folder, which is made when something is first written."""

    def __init__(self, place: Path, size: int | None = None) -> None:
        self._place = place
        self._size = largest() if size is None else size
        self._connection: sqlite3.Connection | None = None

    @property
    def file(self) -> Path:
        return file_in(self._place)

    def get(self, *keys: bytes) -> list[bytes | None]:
        """The values of some keys as they were at one moment."""
        missing: list[bytes | None] = [None] * len(keys)
        if not self._is_there():
            return missing

        def read(connection: sqlite3.Connection) -> list[bytes | None]:
            with connection:
                connection.execute("BEGIN")
                found = [self._row(connection, key) for key in keys]
            self._touch(
                connection, [key for key, (_, used) in zip(keys, found, strict=True) if used]
            )
            return [value for value, _ in found]

        return self._try("read", read, missing)

    def _is_there(self) -> bool:
        try:
            return stat.S_ISREG(self.file.stat().st_mode)
        except (OSError, ValueError):
            return False

    def _row(self, connection: sqlite3.Connection, key: bytes) -> tuple[bytes | None, bool]:
        """A value, and whether it was last used so long ago that this should be noted."""
        found = connection.execute("SELECT value, used FROM rows WHERE key = ?", (key,)).fetchone()
        if found is None or not isinstance(found[0], bytes):
            return None, False
        value, whole = found[0][_DIGEST:], found[0][:_DIGEST]
        if _digest(key, value) != whole:
            log.debug("a row of the cache is damaged")
            return None, False
        return value, not isinstance(found[1], int) or time.time() - found[1] > _TOUCH

    def _touch(self, connection: sqlite3.Connection, keys: list[bytes]) -> None:
        if keys:
            rows = [(int(time.time()), key) for key in keys]
            with suppress(sqlite3.Error), connection:
                connection.executemany("UPDATE rows SET used = ? WHERE key = ?", rows)

    def put(self, rows: Mapping[bytes, bytes]) -> None:
        """Writes some rows, all of them or none; the longest unused ones go to make room."""
        if sum(map(len, rows.values())) > self._size:
            log.debug("the rows are larger than the cache may be")
            return

        def write(connection: sqlite3.Connection) -> None:
            now = int(time.time())
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
                    [(k, _digest(k, v) + v, len(v), now) for k, v in rows.items()],
                )
                self._make_room(connection, frozenset(rows))
            connection.execute("PRAGMA incremental_vacuum")

        self._try("write", write, None, make=True)

    def _make_room(self, connection: sqlite3.Connection, kept: frozenset[bytes]) -> None:
        (total,) = connection.execute("SELECT coalesce(sum(size), 0) FROM rows").fetchone()
        if total <= self._size:
            return
        for key, size in connection.execute("SELECT key, size FROM rows ORDER BY used").fetchall():
            if key not in kept:
                connection.execute("DELETE FROM rows WHERE key = ?", (key,))
                total -= size
            if total <= self._size * 9 // 10:
                return

    def contents(self) -> Contents:
        """How much there is."""
        if not self._is_there():
            return Contents(0, 0)

        def count(connection: sqlite3.Connection) -> Contents:
            query = "SELECT count(*), coalesce(sum(size), 0) FROM rows"
            return Contents(*connection.execute(query).fetchone())

        return self._try("read", count, Contents(0, 0, is_usable=False))

    def close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _try(
        self,
        what: str,
        act: Callable[[sqlite3.Connection], T],
        otherwise: T,
        *,
        make: bool = False,
    ) -> T:
        """What `act` returns, or `otherwise` where the cache cannot be used."""
        try:
            return act(self._open(make=make))
        except sqlite3.DatabaseError as error:
            log.debug("cannot %s the cache %s: %s", what, self.file, error)
            self.close()
            if _is_spoilt(error):
                remove(self._place)
        except (OSError, OverflowError, TypeError, ValueError) as error:
            log.debug("cannot %s the cache %s: %s", what, self.file, error)
            self.close()
        return otherwise

    def _open(self, *, make: bool) -> sqlite3.Connection:
        if self._connection is None:
            if make:
                self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_shared(self._place)
            mode = "rwc" if make else "rw"
            uri = f"{self.file.as_uri()}?mode={mode}"
            connection = sqlite3.connect(uri, timeout=_WAIT, isolation_level=None, uri=True)
            self._connection = connection
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            if make:
                # Rows of megabytes go into large pages twice as fast. A file keeps those it has.
                connection.execute("PRAGMA page_size = 16384")
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SETUP)
            # What a power cut damages is found damaged, and then made anew.
            connection.execute("PRAGMA synchronous = OFF")
        return self._connection


def remove(place: Path) -> int:
    """Deletes the file of a folder with what SQLite has put beside it; the bytes that it had."""
    freed = 0
    for ending in ("", "-wal", "-shm"):
        path = Path(f"{file_in(place)}{ending}")
        with suppress(OSError):
            size = path.lstat().st_size
            path.unlink()
            freed += size
    return freed


def _is_spoilt(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no database, or not ours: it will never be of use again."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return True
    return code == sqlite3.SQLITE_ERROR and "no such" in str(error)


def _digest(key: bytes, value: bytes) -> bytes:
    made = sha256(key)
    made.update(value)
    return made.digest()[:_DIGEST]


def _refuse_shared(place: Path) -> None:
    """Raises OSError where somebody else may write into the folder: they would choose findings."""
    found = place.stat()
    if hasattr(os, "geteuid") and (
        found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        raise PermissionError("others can write into this folder")
