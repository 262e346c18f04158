"""Reads of the disk that nothing in a scanned tree can lead astray.

Only regular files are opened (a FIFO or a device would block), and below the workspace root a
symbolic link counts only when its target lies below the root too. Answers are remembered: a
`Disk` is a snapshot, shared by every workspace that is derived from the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from sys import intern
from typing import Protocol

from msgspec import Struct

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import pathname, system
from gofixmap.workspace.header import Header, read_header
from gofixmap.workspace.limits import MAX_FILE_BYTES
from gofixmap.workspace.words import WordFiles, WordIndex, is_indexed

_SEARCHES_BEFORE_INDEX = 6  # the index costs as much as this many passes over the files
_MOST_SEARCHES = 200  # whose outcomes are kept
_HEAD = 4096  # enough for the package clause of nearly every file


class Listing(Struct, frozen=True):
    """The names in one directory that matter, sorted; links to directories are left out."""

    go_files: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
    has_assembly: bool = False


_EMPTY = Listing()


Head = tuple[str, "Header | None", tuple[str, ...]]  # a file, its header, the paths it imports
Fill = Callable[["Disk", WordIndex, Sequence[str]], None]


class Recall(Protocol):
    """What was found out of the same contents before, and need not be read again."""

    def head(self, path: str) -> tuple[Header, tuple[str, ...]] | None:
        """The header and the import paths of a file, where they are known."""

    def holding(self, word: bytes) -> Collection[str] | None:
        """The files that hold an identifier, perhaps with some of other trees, where all are
        known."""

    def is_shaped(self, path: str, *, whole: bool) -> bool:
        """Whether the shape of a file is known, or the head of it."""

    def follows(self, question: str, directory: str) -> frozenset[bytes] | None:
        """What `Workspace.following` gives, where it is known."""


class Disk:
    """The file system below and around one workspace root (an absolute path without links)."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._inside = root.rstrip("/") + "/"
        self._files: dict[str, SourceFile | None] = {}
        self.held_bytes = 0  # of the files in memory
        self._headers: dict[str, Header | None] = {}
        self._imports: dict[str, tuple[str, ...]] = {}
        self._listings: dict[str, Listing] = {}
        self.recall: Recall | None = None
        self._stays: dict[str, bool] = {root: True}
        self._searches = 0
        self._words: WordFiles | None = None
        self._found: dict[bytes, tuple[Sequence[str], list[str]]] = {}  # by what was searched for
        self._beyond: tuple[Sequence[str], list[str]] = ((), [])  # paths, and those not in _words

    def display(self, path: str) -> str:
        """The workspace's name of an absolute path: relative below the root."""
        if path.startswith(self._inside):
            return path[len(self._inside) :]
        return "." if path == self.root else path

    def is_inside(self, path: str) -> bool:
        return path.startswith(self._inside) or path == self.root

    def source(self, path: str) -> SourceFile | None:
        """The Go file at an absolute path, or None when it cannot be read."""
        try:
            return self._files[path]
        except KeyError:
            data = self.read(path)
            source = None if data is None else SourceFile(self.display(path), data)
            self._files[path] = source
            self.held_bytes += 0 if data is None else len(data)
            return source

    def adopt(self, path: str, data: bytes) -> None:
        """Keeps bytes that were read elsewhere, where a read of our own would be allowed."""
        if path not in self._files and self._may_follow(path):
            self._files[path] = SourceFile(self.display(path), data)
            self.held_bytes += len(data)

    def held(self) -> list[str]:
        """The files of which the bytes are in memory, or known not to be readable."""
        return list(self._files)

    def forget(self, path: str) -> None:
        """Drops a file's bytes and trees, not what its header said."""
        source = self._files.pop(path, None)
        if source is not None:
            self.held_bytes -= len(source.data)
            source.forget_trees()
            source.dissolve()

    def header(self, path: str) -> Header | None:
        try:
            return self._headers[path]
        except KeyError:
            known = self._recalled(path)
            header = self._read_header(path) if known is None else known[0]
            self._headers[path] = header
            return header

    def _recalled(self, path: str) -> tuple[Header, tuple[str, ...]] | None:
        return None if self.recall is None else self.recall.head(path)

    def imports(self, path: str, data: bytes | None = None) -> tuple[str, ...]:
        """The import paths in a Go file, in order, without keeping its bytes.

        `data` saves reading it where the caller has its bytes.
        """
        found = self._imports.get(path)
        known = self._recalled(path) if found is None and data is None else None
        if known is not None:
            return self._imports.setdefault(path, known[1])
        if found is None:
            data = self.peek(path) if data is None else data
            source = self._files.get(path) or SourceFile(path, data or b"")
            found = self._imports[path] = tuple(map(intern, source.import_paths))
        return found

    def _read_header(self, path: str) -> Header | None:
        source = self._files.get(path)
        data = self.read(path, _HEAD) if source is None else source.data
        if data is None:
            return None
        header = read_header(data)
        if header.complete or len(data) != _HEAD:
            return header
        whole = self.read(path)
        return None if whole is None else read_header(whole)

    def read(self, path: str, limit: int = -1) -> bytes | None:
        """The bytes of a regular file, or None; at most `limit` of them when it is not negative.

        None also for a file of more than MAX_FILE_BYTES that is asked for whole: it is data.
        """
        if "\0" in path or not self._may_follow(path):
            return None
        return system.files().read(path, limit, MAX_FILE_BYTES)

    def peek(self, path: str) -> bytes | None:
        """A file's bytes without keeping them."""
        source = self._files.get(path)
        return self.read(path) if source is None else source.data

    def search(self, needle: bytes, paths: Sequence[str]) -> list[str]:
        """Those of `paths`, in their order, whose bytes on disk contain `needle`."""
        known = self._found.get(needle)
        if known is None or known[0] is not paths:
            contents = ((path, self.peek(path)) for path in paths)
            known = paths, [path for path, data in contents if data is not None and needle in data]
            if len(self._found) < _MOST_SEARCHES:
                self._found[needle] = known
        return known[1]

    def search_word(self, word: bytes, paths: Sequence[str]) -> Iterator[str]:
        """Those of `paths` that hold an identifier on disk; few others at first."""
        if not is_indexed(word):
            yield from self.search(word, paths)
            return
        known = None if self.recall is None else self.recall.holding(word)
        if known is not None:
            yield from (path for path in paths if path in known)
            return
        self._searches += 1
        if self._words is None and self._searches <= _SEARCHES_BEFORE_INDEX:
            yield from self.search(word, paths)
            return
        index = self.index_words(paths)
        yield from index.holding(word)
        if self._beyond[0] is not paths:
            self._beyond = (paths, [path for path in paths if path not in index.covered])
        for path in self._beyond[1]:
            data = self.peek(path)
            if data is not None and word in data:
                yield path

    def knows(self, word: bytes) -> bool:
        """Whether `search_word` looks at no file for a word."""
        recalled = None if self.recall is None else self.recall.holding(word)
        return self.is_indexed or recalled is not None

    @property
    def is_indexed(self) -> bool:
        """Whether the words are known already, so that `search_word` looks at no file."""
        return self._words is not None

    def index_words(self, paths: Sequence[str], fill: Fill | None = None) -> WordFiles:
        """The words of the files; made once, for the paths that are asked for first.

        `fill` is given the index to `add_words` of all files to it, where it has helpers.
        """
        if self._words is None:
            index = WordIndex(paths)
            if fill is None:
                self.add_words(index, paths, range(len(paths)))
            else:
                fill(self, index, paths)
            self._words = index.settled()
        return self._words

    def add_words(self, index: WordIndex, paths: Sequence[str], numbers: Iterable[int]) -> None:
        """Adds files by number; who asks for all of them needs what they import as well."""
        for number in numbers:
            path = paths[number]
            data = self.peek(path)
            if data is not None:
                self._headers.setdefault(path, read_header(data))
                self.imports(path, data)
                index.add(number, data)

    def heads_of(self, paths: Iterable[str]) -> list[Head]:
        """Headers and imports of files that `add_words` has read, for another process."""
        return [(path, self._headers[path], self._imports[path]) for path in paths]

    def learn(self, heads: Iterable[Head]) -> None:
        """Takes over what `heads_of` says in another process."""
        for path, header, imports in heads:
            self._headers.setdefault(path, header)
            self._imports.setdefault(path, tuple(map(intern, imports)))

    def heads(self) -> Iterator[tuple[str, Header, tuple[str, ...]]]:
        """The files of which header and imports are known; none before all words are."""
        for path, imports in self._imports.items() if self._words is not None else ():
            header = self._headers.get(path)
            if header is not None and header.complete:
                yield path, header, imports

    def indexed(self, word: bytes) -> list[str]:
        """The files that hold a word, of those whose words are known."""
        return [] if self._words is None else self._words.holding(word)

    def is_file(self, path: str) -> bool:
        return system.files().is_file(path)

    def listing(self, directory: str) -> Listing:
        """The Go files and the directories in `directory`; empty when it cannot be read."""
        try:
            return self._listings[directory]
        except KeyError:
            listing = self._listings[directory] = self._scan(directory)
            return listing

    def _scan(self, directory: str) -> Listing:
        if not self._directory_stays(directory):
            return _EMPTY
        go_files: list[str] = []
        directories: list[str] = []
        has_assembly = False
        try:
            with system.files().scan(directory) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        directories.append(entry.name)
                    elif entry.name.endswith(".go") and self._is_source(entry):
                        go_files.append(entry.name)
                    has_assembly = has_assembly or entry.name.endswith(".s")
        except (OSError, ValueError):
            return _EMPTY
        return Listing(tuple(sorted(go_files)), tuple(sorted(directories)), has_assembly)

    def _is_source(self, entry: system.Entry) -> bool:
        try:
            if entry.is_symlink():
                return self._may_follow(entry.path) and entry.is_file()
            return entry.is_file(follow_symlinks=False)
        except OSError:
            return False

    def _may_follow(self, path: str) -> bool:
        """False for a path below the root that a link leads out of it."""
        if not path.startswith(self._inside):
            return True
        if not self._directory_stays(pathname.parent(path)):
            return False
        return not pathname.is_link(path) or self.is_inside(pathname.real(path))

    def _directory_stays(self, directory: str) -> bool:
        """Whether a directory that is spelled as one below the root really is below it."""
        if not self.is_inside(directory):
            return True
        unknown: list[str] = []
        while directory not in self._stays:
            unknown.append(directory)
            directory = pathname.parent(directory)
        for each in reversed(unknown):
            above = self._stays[pathname.parent(each)]
            linked = pathname.is_link(each)
            self._stays[each] = self.is_inside(pathname.real(each)) if linked else above
        return self._stays[unknown[0] if unknown else directory]
