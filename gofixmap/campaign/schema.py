"""The tables of a state, and how the file that holds them is opened and changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from gofixmap.campaign.codec import damaged
from gofixmap.errors import EnvironmentProblem, UsageError

_MAGIC = b"SQLite format 3\0"
WAIT_SECONDS = 30.0  # for the transaction of another process, which are all short


class Schema(Struct, frozen=True):
    """What a state is of, in one word, and its tables."""

    of: str
    application: int  # which tells the file from any other database
    version: int
    tables: str


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
CAMPAIGN = Schema("campaign", 0x67666D63, 1, _TABLES)  # "gfmc"


def connect(path: Path, schema: Schema, *, create: bool) -> sqlite3.Connection:
    """The database at `path`, in autocommit; its tables made where `create` and it is new or empty.

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
        return _connected(path, schema, create=create)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise problem(path, error, schema.of) from error
    except OSError as error:
        raise EnvironmentProblem(
            f"the state cannot be kept there: {error.strerror}", where=str(path)
        ) from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, of: str) -> Iterator[None]:
    """All that is changed within, or nothing. Nested ones are part of the outermost."""
    if connection.in_transaction:
        yield
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a failed COMMIT may have ended it
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise problem(path, error, of) from error


def problem(
    path: Path, error: sqlite3.Error | UnicodeDecodeError, of: str = CAMPAIGN.of
) -> EnvironmentProblem:
    """What a person is told when SQLite fails."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return damaged(str(path), "a text in it is not UTF-8")  # SQLite's words are all of the text
    if any(words in str(error) for words in _DAMAGE):
        return EnvironmentProblem(
            f"is not the state of a {of}, or damaged ({error})",
            where=str(path),
            hint="name another file with --state",
        )
    return EnvironmentProblem(
        f"the state cannot be used: {error}",
        where=str(path),
        hint="it and its folder have to be writable, with room for what SQLite writes beside it",
    )


_DAMAGE = ("not a database", "malformed", "no such table", "no such column")


def _looks_like_a_database(path: Path) -> bool:
    """SQLite takes a file of a few bytes for an empty one, and writes over it."""
    with path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    return head in (b"", _MAGIC)


def _connected(path: Path, schema: Schema, *, create: bool) -> sqlite3.Connection:
    if create:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The file may be shown to its owner only: it holds source code.
    made = create and not path.exists()
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        if made:
            path.chmod(0o600)
        connection.execute("PRAGMA trusted_schema = OFF")
        _check(connection, path, schema, create=create)
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, schema: Schema, *, create: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == schema.application and version == schema.version:
        return
    if application == schema.application:
        raise EnvironmentProblem(
            f"the {schema.of} is of another version of gofixmap (schema {version},"
            f" this one has {schema.version})",
            where=str(path),
            hint="go on with that version, or begin anew with another --state",
        )
    is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application or version or not is_empty:
        raise UsageError(f"is a database, but not of a {schema.of}", where=str(path))
    if not create:
        raise UsageError("no campaign has been planned there", where=str(path))
    _make(connection, schema)


def _make(connection: sqlite3.Connection, schema: Schema) -> None:
    """All tables in one transaction, so that a process killed here leaves an empty file."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN EXCLUSIVE")
    if connection.execute("PRAGMA application_id").fetchone()[0] == schema.application:
        connection.execute("ROLLBACK")  # another process was faster
        return
    for statement in schema.tables.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {schema.application}")
    connection.execute(f"PRAGMA user_version = {schema.version}")
    connection.execute("COMMIT")
