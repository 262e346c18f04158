"""A file system that remembers every question it was asked, and what it has answered.

What was computed from the answers holds for as long as the same questions have the same answers.
To ask them again costs as much as the first time, so the places that they are about are remembered
with what `lstat` says of them: where that is the same nothing has changed. A file that was changed
just before it was read could change once more without a trace; such places are always asked again.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH116
from __future__ import annotations

import os
import stat
import struct
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from gofixmap.workspace import system
from gofixmap.workspace.system import Entry, Files

CONTENT, HEAD, NAMES, TARGET = "content", "head", "names", "target"
# Times of the contents and of the entry, size, number with kind: eight bytes each, because a tuple
# of numbers takes three times as much, and there is one for each file of a tree.
Place = bytes
_FORM = struct.Struct("4q")
PLACE_BYTES = _FORM.size
NOWHERE: Place = bytes(PLACE_BYTES)
_COARSEST = 2_000_000_000  # nanoseconds: no file system's clock is coarser
_TIME = 8  # bytes of a place that are the time of the contents
_RACY = b"\xff" * _TIME
_MASK = (1 << 62) - 1
# Names that no analysis asks for; anything else that comes or goes counts.
_OTHER_NAMES = (
    *(".md", ".txt", ".html", ".json", ".yaml", ".yml", ".png", ".svg", ".lock", ".log", ".out"),
    *(".tmp", ".swp", ".swx", "~", ".orig", ".rej", ".prof", ".test", ".exe", ".proto", ".sql"),
)


class Seen(NamedTuple):
    """What was asked, and where: plain data that goes from process to process."""

    places: dict[str, Place]
    answers: dict[tuple[str, str], bytes]  # by question and path
    is_torn: bool = False  # one question had two answers: the tree has changed meanwhile


def place_of(status: os.stat_result) -> Place:
    kind = stat.S_IFMT(status.st_mode) >> 12
    number = (status.st_ino << 4 | kind) & _MASK
    times = status.st_mtime_ns, status.st_ctime_ns
    try:
        return _FORM.pack(*times, status.st_size, number)
    except struct.error:  # a time that is centuries away
        times = min(max(times[0], -_MASK), _MASK), min(max(times[1], -_MASK), _MASK)
        return _FORM.pack(*times, status.st_size, number)


def place_at(path: str) -> Place:
    """What `lstat` says of a path; NOWHERE where nothing is there."""
    try:
        return place_of(os.lstat(path))
    except (OSError, ValueError):
        return NOWHERE


def kind_of(place: Place) -> int:
    """The kind of a file, such as `stat.S_IFDIR >> 12`; 0 where nothing is there."""
    number: int = _FORM.unpack(place)[3]
    return number & 15


def size_of(place: Place) -> int:
    """In bytes; 0 where nothing is there."""
    size: int = _FORM.unpack(place)[2]
    return size


def is_moved(one: Place, other: Place) -> bool:
    """Whether two looks at a path have found something else, as far as both can tell."""
    return one[_TIME:] != other[_TIME:]


def _is_recent(place: Place) -> bool:
    """Whether it changed so lately that it could change once more without a trace."""
    changed: int = max(_FORM.unpack(place)[:2])
    return changed > time.time_ns() - _COARSEST


class Watcher:
    """The files of this machine, watched."""

    def __init__(self, below: Files, found: Mapping[str, Place] = MappingProxyType({})) -> None:
        """`found` are places that were looked at when this run had begun: contents that are read
        later belong to them or to later ones, which the next run then tells apart."""
        self._below = below
        self._found = found
        self._places: dict[str, Place] = {}
        self._answers: dict[tuple[str, str], bytes] = {}
        self._new = Seen({}, {})
        self._is_torn = False

    @property
    def seen(self) -> Seen:
        return Seen(self._places, self._answers, self._is_torn)

    def take(self) -> Seen:
        """What has been seen since the last call."""
        taken, self._new = self._new._replace(is_torn=self._is_torn), Seen({}, {})
        return taken

    def add(self, seen: Seen) -> None:
        """Takes over what another process has seen of the same files."""
        self._is_torn |= seen.is_torn
        for path, place in seen.places.items():
            self._keep_place(path, place)
        for (question, path), answer in seen.answers.items():
            self._answer(question, path, answer)

    def note(self, path: str) -> Place:
        """Something was asked of a path that `lstat` answers; the answer."""
        place = self._places.get(path)
        if place is None:
            place = self._found.get(path) or place_at(path)
            if _is_recent(place):
                place = _RACY + place[_TIME:]
            self._places[path] = self._new.places[path] = place
        return place

    def _keep_place(self, path: str, place: Place) -> None:
        known = self._places.setdefault(path, place)
        if known is place:
            self._new.places[path] = place
        elif is_moved(known, place):
            self._is_torn = True
        elif place[:_TIME] == _RACY:
            self._places[path] = place

    def _answer(self, question: str, path: str, answer: bytes) -> None:
        key = question, path
        known = self._answers.setdefault(key, answer)
        if known is answer:
            self._new.answers[key] = answer
        elif known != answer:
            self._is_torn = True

    def ask(self, question: str, path: str) -> None:
        """Notes a question with the answer that it has now."""
        self.note(path)
        if (question, path) not in self._answers:
            self._answer(question, path, answer_to(question, path))

    # What is asked of any file system

    def read(self, path: str, limit: int, largest: int) -> bytes | None:
        self.note(path)
        data = self._below.read(path, limit, largest)
        question = CONTENT if limit < 0 else f"{HEAD}{limit}"
        if limit < 0 and data is None:
            self.ask(CONTENT, path)
        else:
            self._answer(question, path, digest(data))
        return data

    def contents(self, path: str) -> bytes:
        self.note(path)
        try:
            data = self._below.contents(path)
        except OSError:
            self._answer(CONTENT, path, digest(None))
            raise
        self._answer(CONTENT, path, digest(data))
        return data

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Entry]]:
        self.note(directory)
        try:
            with self._below.scan(directory) as entries:
                listed = list(entries)
        except (OSError, ValueError):
            self._answer(NAMES, directory, digest(None))
            raise
        self.listed(directory, listed)
        return _held(listed)

    def listed(self, directory: str, entries: Iterable[Entry]) -> None:
        """A directory that was noted before was listed."""
        self._answer(NAMES, directory, names_in(entries))

    def is_file(self, path: str) -> bool:
        return self._followed(path, self._below.is_file(path))

    def is_directory(self, path: str) -> bool:
        return self._followed(path, self._below.is_directory(path))

    def _followed(self, path: str, answer: bool) -> bool:
        """Where a link leads, nobody has noted; its target is part of the question."""
        if kind_of(self.note(path)) == _LINK:
            self.ask(TARGET, path)
        return answer

    def is_link(self, path: str) -> bool:
        return kind_of(self.note(path)) == _LINK

    def real(self, path: str) -> str:
        found = self._below.real(path)
        self.note(path)
        self._answer(TARGET, path, _target(path, found))
        return found


_LINK = stat.S_IFLNK >> 12


@contextmanager
def _held(listed: list[Entry]) -> Iterator[Iterable[Entry]]:
    yield listed


def digest(data: bytes | None) -> bytes:
    """Stands for some contents; empty for none."""
    return b"" if data is None else sha256(data).digest()[:16]


def names_in(entries: Iterable[Entry]) -> bytes:
    """The names in a directory that can matter, each with its kind."""
    lines = []
    for entry in entries:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            lines.append("/" + name)
        elif name.endswith(".go") or not name.endswith(_OTHER_NAMES):
            lines.append(("@" if entry.is_symlink() else "-") + name)
    lines.sort()
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def answer_to(question: str, path: str) -> bytes:
    """The answer that a question has now on this machine."""
    if question == NAMES:
        try:
            with os.scandir(path) as entries:
                return names_in(entries)
        except (OSError, ValueError):
            return digest(None)
    if question == TARGET:
        return _target(path, os.path.realpath(path))
    return digest(_read(path, -1 if question == CONTENT else int(question[len(HEAD) :])))


def _target(path: str, real: str) -> bytes:
    """Where a path leads, and what is there."""
    try:
        kind = stat.S_IFMT(os.stat(path).st_mode) >> 12
    except (OSError, ValueError):
        kind = 0
    return f"{kind}{real}".encode("utf-8", "surrogateescape")


def _read(path: str, limit: int) -> bytes | None:
    machine = system.Machine()
    return machine.read(path, limit, 1 << 62)


def watching() -> Watcher | None:
    """Who watches this process's files, if anybody does."""
    found = system.files()
    return found if isinstance(found, Watcher) else None


def note(path: str) -> None:
    """Tells who watches of something asked about a path that is not its contents."""
    watcher = watching()
    if watcher is not None:
        watcher.note(path)


def note_contents(path: str) -> None:
    """Tells who watches that the contents of a file were read by other means."""
    watcher = watching()
    if watcher is not None:
        watcher.ask(CONTENT, path)


def start() -> None:
    """Watches from now on, in a worker process that has not inherited who watches."""
    if watching() is None:
        system.reading(Watcher(system.files())).__enter__()


@contextmanager
def watched(found: Mapping[str, Place] = MappingProxyType({})) -> Iterator[Watcher]:
    """Watches what this process asks of the file system, while it lasts; see `Watcher`."""
    watcher = Watcher(system.files(), found)
    with system.reading(watcher):
        yield watcher
