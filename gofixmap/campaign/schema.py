"""The tables of a campaign's state, and how the file that holds them is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gofixmap.campaign.codec import damaged
from gofixmap.errors import EnvironmentProblem, UsageError

APPLICATION = 0x67666D63  # "gfmc", which tells the file from any other database
VERSION = 1
_MAGIC = b"SQLite format 3\0"
WAIT_SECONDS = 30.0  # for the transaction of another process, which are all short

_TABLES = """
CREATE TABLE campaign (one INTEGER PRIMARY KEY CHECK (one = 1), data TEXT NOT NULL);
CREATE TABLE shard (
    key TEXT PRIMARY KEY, position INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    since REAL NOT NULL, data TEXT NOT NULL
);
CREATE TABLE made (
    shard TEXT PRIMARY KEY, patch BLOB NOT NULL, data TEXT NOT NULL
);
CREATE TABLE content (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, shard TEXT NOT NULL, old TEXT,
    new TEXT NOT NULL, reason TEXT NOT NULL, hunks INTEGER NOT NULL, owners TEXT NOT NULL
);
CREATE TABLE note (
    shard TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shard, name)
);
"""


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """The database at `path`, its tables made where `create` and it is new or empty.

    Raises UsageError where there is none or the file is something else, EnvironmentProblem where
    it cannot be used.
    """
    if not create and not path.exists():
        raise UsageError(
            "there is no campaign", where=str(path), hint="gofixmap campaign plan makes one"
        )
    try:
        if path.exists() and not _looks_like_a_database(path):
            raise sqlite3.DatabaseError("file is not a database")
        return _connected(path, create=create)
    except sqlite3.DatabaseError as error:
        raise problem(path, error) from error
    except OSError as error:
        raise EnvironmentProblem(
            f"the state cannot be kept there: {error.strerror}", where=str(path)
        ) from error


def problem(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> EnvironmentProblem:
    """What a person is told when SQLite fails."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return damaged(str(path), "a text in it is not UTF-8")  # SQLite's words are all of the text
    if "not a database" in str(error) or "malformed" in str(error):
        return EnvironmentProblem(
            f"is not the state of a campaign, or damaged ({error})",
            where=str(path),
            hint="name another file with --state",
        )
    return EnvironmentProblem(
        f"the state cannot be used: {error}",
        where=str(path),
        hint="it and its folder have to be writable, with room for what SQLite writes beside it",
    )


def _looks_like_a_database(path: Path) -> bool:
    """SQLite takes a file of a few bytes for an empty one, and writes over it."""
    with path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    return head in (b"", _MAGIC)


def _connected(path: Path, *, create: bool) -> sqlite3.Connection:
    if create:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The file may be shown to its owner only: it holds source code.
    made = create and not path.exists()
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        if made:
            path.chmod(0o600)
        connection.execute("PRAGMA trusted_schema = OFF")
        _check(connection, path, create=create)
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION and version == VERSION:
        return
    if application == APPLICATION:
        raise EnvironmentProblem(
            f"the campaign was planned by another version of gofixmap (schema {version},"
            f" this one has {VERSION})",
            where=str(path),
            hint="go on with that version, or plan with another --state",
        )
    is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application or version or not is_empty:
        raise UsageError("is a database, but not of a campaign", where=str(path))
    if not create:
        raise UsageError("no campaign has been planned there", where=str(path))
    _make(connection)


def _make(connection: sqlite3.Connection) -> None:
    """All tables in one transaction, so that a process killed here leaves an empty file."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN EXCLUSIVE")
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION:
        connection.execute("ROLLBACK")  # another process was faster
        return
    for statement in _TABLES.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
