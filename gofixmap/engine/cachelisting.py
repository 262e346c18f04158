"""Whether a tree has the packages that it had, and each of them the imports, after a change.

Who goes through all packages mostly asks who imports one. A file that comes, goes or begins
otherwise leaves the answer as it is where another file of its package imports the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from gofixmap.engine.cache import Difference
from gofixmap.engine.cacherows import Heads
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import pathname, watch
from gofixmap.workspace.context import name_suffix
from gofixmap.workspace.header import Header, read_header
from gofixmap.workspace.limits import MAX_FILE_BYTES
from gofixmap.workspace.system import Machine

HeadRow = tuple[bytes, str, str, tuple[str, ...], tuple[str, ...]]  # see `Heads`
_MAIN = frozenset(("main", "documentation"))  # packages that stand beside another one


class _Head(NamedTuple):
    """A package's name and what is imported; both empty for a file that is not there."""

    name: str = ""
    imports: frozenset[str] = frozenset()


class Listing:
    """The heads of the files of a tree, before and after a change."""

    def __init__(
        self, differences: Sequence[Difference], heads: Callable[[], Heads | None]
    ) -> None:
        """`heads` gives the row that earlier runs have kept, where there is one."""
        self._kept = heads
        asked = [each for each in differences if each.question == watch.CONTENT]
        self._digests = {each.path: each.before for each in asked}
        lists = [each for each in differences if each.question == watch.NAMES]
        self._came = {path for each in lists for path in _files_of(each, each.now, each.before)}
        self._gone = {path for each in lists for path in _files_of(each, each.before, each.now)}
        self._touched = {each.path for each in differences} | self._came
        self.rows: dict[str, HeadRow] = {}  # files as they begin now, as far as was asked

    def stays(self, path: str, data: bytes | None) -> bool:
        """Whether all packages and their imports are certain to be the same, whatever has become
        of this Go file; `data` is what it holds now, None where it is gone or not to be read."""
        before = _Head() if path in self._came else self._head_before(path)
        now = _Head() if path in self._gone else self._head_now(path, data)
        if before is None or now is None:
            return False
        names = {before.name, now.name} - {""}
        return len(names) == 1 and self._is_told_by_others(
            path, names.pop(), before.imports ^ now.imports
        )

    def _is_told_by_others(self, path: str, name: str, imports: frozenset[str]) -> bool:
        """Whether the package has other files, for a source not only tests, which import all of
        these."""
        is_test = path.endswith("_test.go")
        others = [(file, read_header(file.data)) for file in sources_beside(path)]
        rivals = {header.package_name for file, header in others if not file.is_test} - {name}
        if not is_test and rivals and (name in _MAIN or rivals - _MAIN):
            return False  # which one an import means is told by how many files they have
        alike = [
            head.imports
            for file, header in others
            if (is_test or not file.is_test) and file.path not in self._touched
            if (head := _plain(file.path, header, file.import_paths)) and head.name == name
        ]
        return bool(alike) and imports <= frozenset().union(*alike)

    @cached_property
    def _rows(self) -> dict[str, HeadRow]:
        kept = self._kept()
        return kept.rows if kept is not None else {}

    def _head_before(self, path: str) -> _Head | None:
        row = self._rows.get(path)
        if row is None or self._digests.get(path) != row[0]:
            return None
        _, name, constraint, legacy, imports = row
        return _plain(path, Header(name, constraint, legacy, complete=True), imports)

    def _head_now(self, path: str, data: bytes | None) -> _Head | None:
        if data is None:
            return None
        header, imports = read_header(data), tuple(SourceFile(path, data).import_paths)
        if header.complete:
            at = watch.digest(data)
            self.rows[path] = at, header.package_name, header.constraint, header.legacy, imports
        return _plain(path, header, imports)

    def renewed(self) -> Heads | None:
        """The row with what is new in it; None where it is as it was, or there was none."""
        return Heads(self._rows | self.rows) if self._rows and self.rows else None


def _plain(path: str, header: Header, imports: Sequence[str]) -> _Head | None:
    """The head of a file that belongs to its package on all platforms; None for another one."""
    hidden = pathname.base(path).startswith(("_", "."))
    if hidden or not header.complete or not header.package_name or header.expression:
        return None
    if any(name_suffix(path)) or "C" in imports:
        return None
    return _Head(header.package_name, frozenset(imports))


def _files_of(difference: Difference, here: bytes, there: bytes) -> Iterator[str]:
    """The plain Go files of a directory that one listing has and the other has not."""
    for line in set(here.split(b"\n")) - set(there.split(b"\n")):
        if line[:1] == b"-" and line.endswith(b".go"):
            yield f"{difference.path}/{line[1:].decode('utf-8', 'surrogateescape')}"


def sources_beside(path: str) -> Iterator[SourceFile]:
    """The other Go files of a directory, as they are now."""
    for other in sorted(go_files_in(pathname.parent(path))):
        data = Machine().read(other, -1, MAX_FILE_BYTES) if other != path else None
        if data is not None:
            yield SourceFile(other, data)


def go_files_in(directory: str) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.path for entry in entries if entry.name.endswith(".go")]
    except OSError:
        return []
