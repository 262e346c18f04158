"""What the last writes of a workspace replaced, kept outside of it until they are long past.

An entry is two files: `NUMBER.blobs` has the contents before and after, one behind the other, and
`NUMBER.STATE.json` says which bytes belong to which file, by SHA-256. Both are on disk before a
file of the workspace is touched. The state is in the name, so that it changes in one rename, which
needs no room on a full disk:

    open      files are being changed; after a crash each is as before or as after
    written   all files are as after; stand-ins may still lie beside them
    done      all files are as after
    taken     all files are as before; stand-ins may still lie beside them
    undone    all files are as before

Nothing that is read back is trusted: sizes, hashes and paths are checked, nothing is executed.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from msgspec.structs import replace

from gofixmap.engine.entry import (
    IN_PLACE,
    OPEN,
    STATES,
    TAKEN,
    UNDONE,
    Blob,
    Change,
    Entry,
    packed,
    parsed,
    rendered,
)
from gofixmap.engine.state import known_folder, state_folder
from gofixmap.errors import EnvironmentProblem

KEPT_ENTRIES = 10
KEPT_BYTES = 200_000_000  # of contents; the newest entry is kept whatever its size is

_NAME = re.compile(rf"([0-9]{{8}})\.({'|'.join(STATES)})\.json")
_MAX_JSON = 64_000_000
_FORGOTTEN_SECONDS = 30 * 24 * 3600  # a workspace that is gone for so long has no use for a journal


class Journal:
    """The entries of one workspace, in a folder of the user's state."""

    def __init__(self, root: str, folder: Path) -> None:
        self.root = root
        self.folder = folder

    @classmethod
    def of(cls, root: Path) -> Journal:
        """The journal of a workspace; its folder is made where it is missing."""
        real = str(root.resolve())
        folder = state_folder("journal", sha256(os.fsencode(real)).hexdigest()[:32])
        name = folder / "root"
        if not name.exists():
            _put(name, os.fsencode(real))
        return cls(real, folder)

    def states(self) -> dict[int, str]:
        """The numbers of the entries and their states, in order; nothing is read but names."""
        found = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return dict(sorted((int(match[1]), match[2]) for match in found if match))

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first. Raises EnvironmentProblem where one is damaged."""
        return tuple(self._read(number, state) for number, state in self.states().items())

    def begin(self, command: str, changes: Sequence[Change], folders: Iterable[str]) -> Entry:
        """A new entry, open and on disk; those that were taken back can come no more after it."""
        states = self.states()
        number = max(states, default=0) + 1
        blobs, records = packed(changes)
        entry = Entry(
            number=number,
            base=max((each for each, state in states.items() if state in IN_PLACE), default=0),
            state=OPEN,
            root=self.root,
            time=time.time(),
            command=command,
            token=secrets.token_hex(4),
            folders=tuple(folders),
            files=records,
        )
        try:
            _put(self._blobs(number), blobs)
            _put(self._json(number, OPEN), rendered(entry))
        except BaseException:
            self._remove(number, OPEN)
            raise
        for other, state in states.items():
            if state in (TAKEN, UNDONE):
                with suppress(OSError):  # left over, it is older than this one and stays unused
                    self._remove(other, state)
        return entry

    def turn(self, entry: Entry, state: str) -> Entry:
        """The entry in another state, for good."""
        now = self.states().get(entry.number, entry.state)
        if state != now:
            self._json(entry.number, now).rename(self._json(entry.number, state))
            sync_folder(self.folder)
        return replace(entry, state=state)

    def drop(self, entry: Entry) -> None:
        self._remove(entry.number, self.states().get(entry.number, entry.state))

    def changes(self, entry: Entry) -> tuple[Change, ...]:
        """The contents of an entry. Raises EnvironmentProblem where they are not what was kept."""
        try:
            data = self._blobs(entry.number).read_bytes()
        except OSError as error:
            self._damaged(self._blobs(entry.number), error.strerror or "cannot be read")
        return tuple(
            Change(file.path, self._cut(entry, data, file.before), after, file.mode)
            for file in entry.files
            for after in [self._cut(entry, data, file.after)]
        )

    def prune(self) -> None:
        """Drops what is too old or too much, and what a crash of ours has left in the folder."""
        states = self.states()
        sizes = {number: _size(self._blobs(number)) for number in states}
        total = 0
        for place, number in enumerate(reversed(states)):
            total += sizes[number]
            if place and (place >= KEPT_ENTRIES or total > KEPT_BYTES):
                if states[number] != OPEN:
                    self._remove(number, states[number])
                total -= sizes[number]
        kept = {f"{number:08}" for number in self.states()}
        for path in self.folder.iterdir():
            is_kept = path.name.partition(".")[0] in kept and path.suffix != ".tmp"
            if path.name != "root" and not is_kept:
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Drops all entries, readable or not; no file of the workspace is touched."""
        for path in self.folder.iterdir():
            if path.name != "root":
                path.unlink(missing_ok=True)

    def _cut(self, entry: Entry, data: bytes, blob: Blob | None) -> bytes | None:
        if blob is None:
            return None
        piece = data[blob.at : blob.at + blob.size]
        if not blob.holds(piece):
            self._damaged(self._blobs(entry.number), "contents are not those that were kept")
        return piece

    def _read(self, number: int, state: str) -> Entry:
        path = self._json(number, state)
        try:
            if path.stat().st_size > _MAX_JSON:
                self._damaged(path, "is too large")
            entry = parsed(path.read_bytes(), state)
        except OSError as error:
            self._damaged(path, error.strerror or "cannot be read")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._damaged(path, "is not as it was written")
        if entry.number != number or entry.root != self.root:
            self._damaged(path, "belongs elsewhere")
        return entry

    def _damaged(self, path: Path, what: str) -> NoReturn:
        raise EnvironmentProblem(
            f"the journal of {self.root} is damaged: {what}, nothing was written",
            where=str(path),
            hint="`gofixmap undo --forget` drops it and leaves all files as they are",
        )

    def _json(self, number: int, state: str) -> Path:
        return self.folder / f"{number:08}.{state}.json"

    def _blobs(self, number: int) -> Path:
        return self.folder / f"{number:08}.blobs"

    def _remove(self, number: int, state: str) -> None:
        """The names first: contents without an entry are nothing, an entry without is damaged."""
        self._json(number, state).unlink(missing_ok=True)
        self._blobs(number).unlink(missing_ok=True)


def journals_near(path: Path) -> Iterator[Journal]:
    """The journals of the workspaces that are there, and that hold `path` or lie below it."""
    folder = known_folder("journal")
    real = Path(os.path.realpath(path))  # resolve() raises for links in a circle
    for each in sorted(folder.iterdir()) if folder is not None else ():
        try:
            root = os.fsdecode((each / "root").read_bytes())
        except OSError:
            continue
        if _touches(Path(root), real) and Path(root).is_dir() and _is_name_of(each, root):
            yield Journal(root, each)


def sweep_journals() -> None:
    """Drops the journals of workspaces that have been gone for long."""
    folder = state_folder("journal")
    for each in folder.iterdir():
        try:
            root = os.fsdecode((each / "root").read_bytes())
            age = time.time() - each.stat().st_mtime
        except OSError:
            continue
        if age > _FORGOTTEN_SECONDS and not os.path.lexists(root):
            Journal(root, each).forget()
            (each / "root").unlink(missing_ok=True)
            each.rmdir()


def _touches(root: Path, path: Path) -> bool:
    return path.is_relative_to(root) or root.is_relative_to(path)


def _is_name_of(folder: Path, root: str) -> bool:
    return folder.name == sha256(os.fsencode(root)).hexdigest()[:32]


def _put(path: Path, data: bytes) -> None:
    """Writes a file of the journal, whole and on disk or not at all."""
    new = path.with_name(path.name + ".tmp")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # the journal's disk is full, not the tree's
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames last through a power cut, where the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
