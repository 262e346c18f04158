"""One write as the journal keeps it: which contents each file had before and after.

What is read back is checked, piece by piece: it may have been cut short or changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

OPEN, WRITTEN, DONE, TAKEN, UNDONE = "open", "written", "done", "taken", "undone"
IN_PLACE = (WRITTEN, DONE)
STATES = (OPEN, WRITTEN, DONE, TAKEN, UNDONE)
_SCHEMA = 1


class Change(Struct, frozen=True):
    """One file of the workspace, by its path from the root; None stands for no such file.

    `mode` is for a file that does not exist on one side; None stands for 0644.
    """

    path: str
    before: bytes | None
    after: bytes | None
    mode: int | None = None

    def reversed(self) -> Change:
        return replace(self, before=self.after, after=self.before)


class Blob(Struct, frozen=True):
    """Where contents are in the file of blobs."""

    at: int
    size: int
    sha256: str

    def holds(self, data: bytes | None) -> bool:
        return (
            data is not None and len(data) == self.size and sha256(data).hexdigest() == self.sha256
        )


class Record(Struct, frozen=True):
    """One file of an entry; None stands for no such file."""

    path: str
    before: Blob | None
    after: Blob | None
    mode: int | None


class Entry(Struct, frozen=True):
    """One write: `token` names its stand-ins, `folders` are those that it makes."""

    number: int
    base: int  # the number of the last entry that was in place before it, or 0
    state: str
    root: str
    time: float  # seconds since the epoch
    command: str
    token: str
    folders: tuple[str, ...]
    files: tuple[Record, ...]

    @property
    def is_in_place(self) -> bool:
        return self.state in IN_PLACE

    @property
    def size(self) -> int:
        blobs = (blob for file in self.files for blob in (file.before, file.after))
        return sum(blob.size for blob in blobs if blob is not None)


def packed(changes: Sequence[Change]) -> tuple[bytes, tuple[Record, ...]]:
    pieces: list[bytes] = []
    at = 0

    def kept(data: bytes | None) -> Blob | None:
        nonlocal at
        if data is None:
            return None
        pieces.append(data)
        at += len(data)
        return Blob(at - len(data), len(data), sha256(data).hexdigest())

    records = tuple(
        Record(change.path, kept(change.before), kept(change.after), change.mode)
        for change in changes
    )
    return b"".join(pieces), records


def rendered(entry: Entry) -> bytes:
    body = to_builtins(entry) | {"schema": _SCHEMA}
    del body["state"]  # the name of the file tells it
    text = json.dumps(body, sort_keys=True)
    return json.dumps({"body": text, "sha256": _sum(text)}).encode("ascii")


def _sum(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()


def parsed(data: bytes, state: str) -> Entry:
    """Raises ValueError, KeyError, TypeError or AttributeError where it is not an entry."""
    outer = json.loads(data)
    if _sum(outer["body"]) != outer["sha256"]:
        raise ValueError("changed since it was written")
    body = json.loads(outer["body"])
    if body.pop("schema") != _SCHEMA:
        raise ValueError("of another version")
    files = tuple(_record(file) for file in body.pop("files"))
    folders = tuple(_text(folder) for folder in body.pop("folders"))
    entry = Entry(state=state, files=files, folders=folders, **body)
    for value in (entry.root, entry.command):
        _text(value)
    _check_token(entry.token)
    numbers = (entry.number, entry.base)
    if not isinstance(entry.time, float) or not all(type(each) is int for each in numbers):
        raise TypeError("not a number")
    return entry


def _record(file: dict[str, Any]) -> Record:
    mode = file["mode"]
    if mode is not None and not (type(mode) is int and 0 <= mode <= 0o777):
        raise ValueError("no such mode")
    return Record(_text(file["path"]), _blob(file["before"]), _blob(file["after"]), mode)


def _blob(blob: dict[str, Any] | None) -> Blob | None:
    if blob is None:
        return None
    if not all(type(blob[name]) is int and blob[name] >= 0 for name in ("at", "size")):
        raise ValueError("no such place")
    return Blob(blob["at"], blob["size"], _text(blob["sha256"]))


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError("not a text")
    return value


def _check_token(value: object) -> None:
    if not re.fullmatch(r"[0-9a-f]{8}", _text(value)):
        raise ValueError("not a token")
