"""Writes down what an analysis of one directory has asked of other places.

What a directory's findings depend on is: its own files; what the packages declare that it imports,
directly or not; and what it has looked at elsewhere, which only the one who looks can tell. The
first is known, the second follows from the imports that were looked up, and the rest is here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from msgspec import Struct, field

from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace import pathname
from gofixmap.workspace.shape import function_key, functions_digest

FUNCTIONS = "questions:functions_read"  # the question that asks again what functions of a file are


def unimported_in(directory: str) -> str:
    """Stands for those files of a directory that nobody imports: tests and programs."""
    return f"{directory}/*"


class Asked(NamedTuple):
    """Something that was asked of the text of some files, which can be asked again.

    `question` names what answers, and is asked about all `paths` at once.
    """

    question: str
    argument: bytes
    paths: tuple[str, ...]
    answer: bytes


class Trace(Struct, frozen=True):
    """What one directory asked of others; paths are absolute.

    `files` are Go files that were looked at as a whole, `asked` what was asked of the text of
    others, what some of their functions are among it (`FUNCTIONS`), `directories` those whose
    packages were asked for what they declare, `words` the bytes that all files were searched for.
    `packages` says that all packages of the tree were gone through.
    """

    files: frozenset[str] = frozenset()
    directories: frozenset[str] = frozenset()
    words: frozenset[bytes] = frozenset()  # identifiers; with NUL in front, any bytes
    packages: bool = False
    asked: frozenset[Asked] = frozenset()


class Noted(NamedTuple):
    """What a recorder has noted of one directory, for another one in another process."""

    trace: Trace
    imports: set[tuple[str, str]]
    holders: dict[bytes, tuple[str, ...]]
    followed: dict[tuple[str, str], frozenset[bytes]]
    declaring: dict[str, bool]


class _Frame(Struct):
    files: set[str] = field(default_factory=set)
    directories: set[str] = field(default_factory=set)
    words: set[bytes] = field(default_factory=set)
    packages: bool = False
    asked: set[Asked] = field(default_factory=set)
    seen: set[Declaration] = field(default_factory=set)  # not told yet

    def take(self, trace: Trace | _Frame) -> None:
        self.files |= trace.files
        self.directories |= trace.directories
        self.words |= trace.words
        self.packages |= trace.packages
        self.asked |= trace.asked

    def frozen(self) -> Trace:
        return Trace(
            frozenset(self.files),
            frozenset(self.directories),
            frozenset(self.words),
            self.packages,
            frozenset(self.asked),
        )


class Recorder:
    """Belongs to one workspace; one directory at a time is analysed in it."""

    def __init__(self, root: str = "") -> None:
        """`root` is that of the workspace, which `SourceFile.path` is relative to."""
        self._root = root.rstrip("/")
        self._home = ""
        self._frames = [_Frame()]
        self._top = self._frames[0]
        self.imports: set[tuple[str, str]] = set()  # from directory to directory, ever asked for
        self.holders: dict[bytes, tuple[str, ...]] = {}  # files by identifiers, where all are known
        self.followed: dict[tuple[str, str], frozenset[bytes]] = {}  # see `Workspace.following`
        self._declaring: dict[str, bool] = {}  # files that were asked what they declare
        self._asked: dict[str, bool] = {}  # those of them that `asked` has not named

    def begin(self, directory: str) -> None:
        """From now on everything is asked for `directory` (absolute)."""
        self._home = directory
        self._frames = [_Frame()]
        self._turn_to(self._frames[0])

    def _turn_to(self, frame: _Frame) -> None:
        self._top = frame
        SourceFile.onlooker = frame.seen if self._home else None

    def settle(self) -> None:
        """Asks now about the functions that were looked at since `begin`: nothing of the files in
        which they are is held any more."""
        self._tell(self._frames[0])

    def end(self) -> Trace:
        """What was asked since `begin`."""
        frame = self._frames[0]
        self._tell(frame)
        self._home = ""
        self._turn_to(frame)
        frame.directories.discard("")
        return frame.frozen()

    def noted(self) -> Noted:
        """What was asked so far, in place of `end`."""
        return Noted(self.end(), self.imports, self.holders, self.followed, self.asked())

    def join(self, noted: Noted) -> None:
        """Notes what was asked for the same directory elsewhere."""
        self._top.take(noted.trace)
        self.imports |= noted.imports
        self.holders |= noted.holders
        self.followed |= noted.followed
        for path, whole in noted.declaring.items():
            self.declares(path, whole=whole)

    def open(self) -> None:
        """Begins to note apart what is asked, for a value that others get as well."""
        self._frames.append(_Frame())
        self._turn_to(self._frames[-1])

    def close(self) -> Trace:
        """What was asked since `open`, which is now also asked by whoever asked for the value."""
        inner = self._frames[-1]
        self._tell(inner)
        self._frames.pop()
        self._turn_to(self._frames[-1])
        self._top.take(inner)
        return inner.frozen()

    def _tell(self, frame: _Frame) -> None:
        """Asks what the functions are that were looked at, for all that are in one file at once.

        Of files outside of the root nothing may change. What else there is a file's shape tells.
        """
        seen: dict[str, set[Declaration]] = {}
        for declaration in frame.seen:
            if not declaration.file.path.startswith("/"):
                seen.setdefault(f"{self._root}/{declaration.file.path}", set()).add(declaration)
        frame.seen.clear()
        for path, functions in seen.items():
            if self._is_noted(path) and path not in frame.files:
                self.declares(path, whole=True)
                frame.directories.add(pathname.parent(path))
                self.text(_read(path, functions))

    def again(self, trace: Trace) -> None:
        """A value is used once more that was made by asking for what `trace` holds."""
        self._top.take(trace)

    def declares(self, path: str, *, whole: bool) -> None:
        """A Go file was asked for what it declares, or only for what it imports."""
        known = self._declaring.get(path)
        if known is None or (whole and not known):
            self._declaring[path] = self._asked[path] = whole

    def asked(self) -> dict[str, bool]:
        """The files that were asked since the last call, and whether for all that they declare."""
        named, self._asked = self._asked, {}
        return named

    def file(self, path: str) -> None:
        """A Go file was looked at. Noted also at home while a shared value is made."""
        if self._is_noted(path):
            self._top.files.add(path)

    def _is_noted(self, path: str) -> bool:
        return len(self._frames) > 1 or pathname.parent(path) != self._home

    def text(self, asked: Asked) -> None:
        """Something was asked of the text of files that count as looked at for nothing else."""
        homes = {pathname.parent(path) for path in asked.paths}
        if len(self._frames) > 1 or homes != {self._home}:
            self._top.asked.add(asked)
            self._top.directories |= homes

    def directory(self, path: str) -> None:
        """It was asked what packages there are in a directory, or what they declare."""
        self._top.directories.add(path)

    def word(self, word: bytes) -> None:
        """All files were searched for an identifier."""
        self._top.words.add(word)

    def held_by(self, word: bytes, paths: Callable[[], Iterable[str]]) -> None:
        """Which files hold an identifier that was searched for, whoever has asked."""
        if word not in self.holders:
            self.holders[word] = tuple(paths())

    def needle(self, needle: bytes) -> None:
        """All files were searched for some bytes."""
        self._top.words.add(b"\0" + needle)

    def all_packages(self) -> None:
        """All packages were gone through, with their names and imports."""
        self._top.packages = True

    def imported(self, importer: str, directory: str) -> None:
        """A file in a directory imports what is in another one.

        `importer` is the directory, or what `unimported_in` makes of it.
        """
        self.imports.add((importer, directory))


def _read(path: str, functions: Collection[Declaration]) -> Asked:
    """What functions of a file are, as `FUNCTIONS` asks for it."""
    file = next(iter(functions)).file
    keys = sorted({function_key(each) for each in functions if each.keyword == "func"})
    return Asked(FUNCTIONS, json.dumps(keys).encode(), (path,), functions_digest(file, keys))
