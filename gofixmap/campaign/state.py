"""The state of a campaign: one SQLite file of the user's.

Every step is one transaction, and the log of changes is part of it: a process that is killed at
any instant leaves the state as it was before a step or after it. Values are JSON, patches and
contents are bytes; nothing that is read back is executed.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.campaign.codec import checked, damaged, decoded, encoded
from gofixmap.campaign.model import Campaign, Change, Entry, Made, Shard, ShardState
from gofixmap.campaign.schema import CAMPAIGN, connect, problem, transaction
from gofixmap.errors import EnvironmentProblem, UsageError

LOCK_SECONDS = 10.0  # a status, which has the lock for a moment, must not end a plan or run
_MAX_CONTENT = 256_000_000  # bytes that one packed content may have: more is no source file


class _Placed(NamedTuple):
    """The plain columns of a shard; those of a damaged database may hold anything."""

    state: ShardState
    reason: str
    since: float


class _Logged(NamedTuple):
    """The plain columns of a change."""

    at: float
    shard: str
    old: ShardState | None
    new: ShardState
    reason: str
    hunks: int


def digest_of(data: bytes) -> str:
    """SHA-256 in hex, as `ShardFile` has it."""
    return sha256(data).hexdigest()


class Store:
    """Reads and changes one state. Use as a context manager, or close it."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Raises UsageError where there is no campaign, unless `create`."""
        self.path = path
        self._db = connect(path, CAMPAIGN, create=create)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def exclusive(self, *, seconds: float | None = None) -> Iterator[None]:
        """One plan, run or export at a time; the system frees the lock when its holder dies.

        Raises EnvironmentProblem where it is not free after `seconds` (by default LOCK_SECONDS).
        """
        from filelock import FileLock, Timeout

        wait = LOCK_SECONDS if seconds is None else seconds
        lock = FileLock(f"{self.path}.lock", timeout=wait, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise EnvironmentProblem(
                "another gofixmap works on this campaign",
                where=str(self.path),
                hint="status shows how far it is",
            ) from error
        except (OSError, NotImplementedError) as error:
            raise EnvironmentProblem(
                f"the state cannot be locked: {error}",
                where=str(self.path),
                hint="keep it on a local disk: --state FILE",
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is changed within, or nothing. Nested ones are part of the outermost."""
        with transaction(self._db, self.path, CAMPAIGN.of):
            yield

    # What there is.

    def campaign(self) -> Campaign:
        """Raises UsageError where nothing has been planned yet."""
        rows = self._rows("SELECT data FROM campaign")
        if not rows:
            raise UsageError("no campaign has been planned there", where=str(self.path))
        return decoded(rows[0][0], Campaign, str(self.path))

    @property
    def is_planned(self) -> bool:
        return bool(self._rows("SELECT 1 FROM campaign"))

    def entries(self, states: Collection[ShardState] | None = None) -> list[Entry]:
        """The shards, in the order of the plan; only those in some states where they are given."""
        rows = self._rows("SELECT data, state, reason, since FROM shard ORDER BY position, key")
        return [self._entry(row) for row in rows if states is None or row[1] in states]

    def entry(self, key: str) -> Entry | None:
        rows = self._rows("SELECT data, state, reason, since FROM shard WHERE key = ?", key)
        return self._entry(rows[0]) if rows else None

    def _entry(self, row: tuple[object, ...]) -> Entry:
        placed = checked(row[1:], _Placed, str(self.path))
        return Entry(decoded(row[0], Shard, str(self.path)), *placed)

    def made(self, key: str) -> Made | None:
        """The patch of a shard, where a run has made one."""
        rows = self._rows("SELECT patch, data FROM made WHERE shard = ?", key)
        if not rows:
            return None
        kept = decoded(rows[0][1], _Kept, str(self.path))
        after = {path: self.content(digest) for path, digest in kept.after.items()}
        patch = checked(rows[0][0], bytes, str(self.path))
        return replace(kept.made, patch=patch, after=after)

    def content(self, digest: str) -> bytes:
        """The contents of a file by their SHA-256. Raises EnvironmentProblem without them."""
        rows = self._rows("SELECT data FROM content WHERE digest = ?", digest)
        with suppress(zlib.error, IndexError, TypeError):
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(rows[0][0], _MAX_CONTENT)
            if digest_of(data) == digest:
                return data
        raise damaged(str(self.path), "contents are missing")

    def log(self) -> list[Change]:
        """All changes of states, oldest first."""
        rows = self._rows(
            "SELECT at, shard, old, new, reason, hunks, owners FROM change ORDER BY number"
        )
        return [self._change(row) for row in rows]

    def _change(self, row: tuple[object, ...]) -> Change:
        where = str(self.path)
        return Change(*checked(row[:6], _Logged, where), decoded(row[6], tuple[str, ...], where))

    def notes(self, key: str) -> dict[str, str]:
        """What has been written down about a shard: the name of its branch, a commit."""
        return dict(self._rows("SELECT name, value FROM note WHERE shard = ?", key))

    # What changes it.

    def set_campaign(self, campaign: Campaign) -> None:
        self._do("INSERT OR REPLACE INTO campaign VALUES (1, ?)", encoded(campaign))

    def put(self, entry: Entry, position: int) -> None:
        """Adds a shard, or replaces the one with its key; logged where its state changes."""
        key = entry.shard.key
        with self.transaction():
            known = self._rows("SELECT state FROM shard WHERE key = ?", key)
            old = checked(known[0][0], ShardState, str(self.path)) if known else None
            since = entry.since or time.time()
            self._do(
                "INSERT OR REPLACE INTO shard VALUES (?, ?, ?, ?, ?, ?)",
                *(key, position, entry.state, _storable(entry.reason), since),
                encoded(entry.shard),
            )
            if old != entry.state:
                self._log(replace(entry, since=time.time()), old)

    def keep(self, contents: Iterable[bytes]) -> None:
        """Stores contents of files, each once."""
        with self.transaction():
            for data in contents:
                self._do(
                    "INSERT OR IGNORE INTO content VALUES (?, ?)",
                    *(digest_of(data), zlib.compress(data, 1)),
                )

    def move(self, key: str, new: ShardState, reason: str = "") -> None:
        """Puts a shard into another state, and logs it. Raises UsageError for an unknown shard."""
        reason = _storable(reason)
        with self.transaction():
            entry = self.entry(key)
            if entry is None:
                raise UsageError(f"no shard {key!r}", hint="status lists them")
            if (entry.state, entry.reason) == (new, reason):
                return
            moved = replace(entry, state=new, reason=reason, since=time.time())
            self._do(
                "UPDATE shard SET state = ?, reason = ?, since = ? WHERE key = ?",
                *(new, reason, moved.since, key),
            )
            self._log(moved, entry.state)

    def finish(self, key: str, made: Made, new: ShardState, reason: str = "") -> None:
        """Stores what a run has made of a shard, and moves it, in one step."""
        digests = {path: digest_of(data) for path, data in made.after.items()}
        kept = _Kept(replace(made, patch=b"", after={}), digests)
        with self.transaction():
            self.keep(made.after.values())
            self._do("INSERT OR REPLACE INTO made VALUES (?, ?, ?)", key, made.patch, encoded(kept))
            self.move(key, new, reason)

    def unmake(self, key: str) -> None:
        """Forgets the patch of a shard: its files are no longer those that it was made of."""
        self._do("DELETE FROM made WHERE shard = ?", key)

    def note(self, key: str, values: Mapping[str, str]) -> None:
        with self.transaction():
            for name, value in values.items():
                self._do(
                    "INSERT OR REPLACE INTO note VALUES (?, ?, ?)", key, name, _storable(value)
                )

    def forget_unused(self) -> None:
        """Drops contents that no shard and no patch needs any more."""
        with self.transaction():
            used = {file.before for entry in self.entries() for file in entry.shard.files}
            for (text,) in self._rows("SELECT data FROM made"):
                used.update(decoded(text, _Kept, str(self.path)).after.values())
            for (digest,) in self._rows("SELECT digest FROM content"):
                if digest not in used:
                    self._do("DELETE FROM content WHERE digest = ?", digest)

    def _log(self, entry: Entry, old: ShardState | None) -> None:
        shard = entry.shard
        self._do(
            "INSERT INTO change (at, shard, old, new, reason, hunks, owners)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(entry.since, shard.key, old, entry.state, _storable(entry.reason), shard.hunks),
            json.dumps(shard.owners),
        )

    def _rows(self, statement: str, *values: str) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise problem(self.path, error) from error

    def _do(self, statement: str, *values: str | bytes | float | None) -> None:
        try:
            self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise problem(self.path, error) from error


def forget_empty(path: Path) -> None:
    """Removes the state that a first plan has begun and not come to, unless somebody uses it.

    With it go the files that SQLite makes; the lock stays, because others may wait for it.
    """
    try:
        with Store(path) as store, store.exclusive(seconds=0):
            if store.is_planned:
                return
    except UsageError:  # not even tables
        pass
    except EnvironmentProblem:
        return
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):
            each.unlink(missing_ok=True)


class _Kept(Struct, frozen=True):
    """What a run has made, as it is kept: patch and contents lie elsewhere."""

    made: Made
    after: dict[str, str]  # digests, by path


def _storable(text: str) -> str:
    """SQLite's texts are UTF-8, and what Go says may hold a path that is not."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
