"""The disk with an overlay of in-memory contents on top: what every other part reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import pathname
from gofixmap.workspace.disk import Disk, Listing
from gofixmap.workspace.header import Header, read_header


class Tree:
    """Files by absolute path. Overlaid ones need not exist on disk, nor do their directories."""

    def __init__(self, disk: Disk, overlay: Mapping[str, bytes] | None = None) -> None:
        self.disk = disk
        self.overlay: dict[str, bytes] = dict(overlay or {})
        self._sources: dict[str, SourceFile] = {}
        self._headers: dict[str, Header] = {}
        self._added = _by_directory(self.overlay, disk.root)

    def derive(self, contents: Mapping[str, bytes]) -> Tree:
        """A tree with further contents; parsed files that stay as they are are shared."""
        tree = Tree(self.disk, {**self.overlay, **contents})
        tree._sources = {p: s for p, s in self._sources.items() if p not in contents}
        tree._headers = {p: h for p, h in self._headers.items() if p not in contents}
        return tree

    def absolute(self, path: str) -> str:
        """The absolute form of a path that a caller gave, relative to the root or absolute."""
        joined = path if path.startswith("/") else f"{self.disk.root.rstrip('/')}/{path}"
        odd = "/." in joined or "//" in joined or joined.endswith("/") or os.sep != "/"
        return pathname.join(self.disk.root, path) if odd else joined

    def display(self, path: str) -> str:
        return self.disk.display(path)

    def source(self, path: str) -> SourceFile | None:
        if path not in self.overlay:
            return self.disk.source(path)
        if path not in self._sources:
            self._sources[path] = SourceFile(self.display(path), self.overlay[path])
        return self._sources[path]

    def header(self, path: str) -> Header | None:
        if path not in self.overlay:
            return self.disk.header(path)
        if path not in self._headers:
            self._headers[path] = read_header(self.overlay[path])
        return self._headers[path]

    def imports(self, path: str, data: bytes | None = None) -> tuple[str, ...]:
        """The import paths in a Go file, in order; empty when it cannot be read.

        `data` are its bytes, where the caller has them.
        """
        if path not in self.overlay:
            return self.disk.imports(path, data)
        source = self.source(path)
        return () if source is None else tuple(spec.path for spec in source.imports)

    def read(self, path: str) -> bytes | None:
        data = self.overlay.get(path)
        return self.disk.read(path) if data is None else data

    def search(self, needle: bytes, paths: Sequence[str]) -> Iterator[str]:
        """Those of `paths` whose bytes contain `needle`, overlaid ones first."""
        overlay = self.overlay
        for path in paths:
            if path in overlay and needle in overlay[path]:
                yield path
        for path in self.disk.search(needle, paths):
            if path not in overlay:
                yield path

    def search_word(self, word: bytes, paths: Sequence[str]) -> Iterator[str]:
        """Those of `paths` that hold an identifier, overlaid ones first; a few may not hold it."""
        overlay = self.overlay
        for path in paths if overlay else ():
            if path in overlay and word in overlay[path]:
                yield path
        for path in self.disk.search_word(word, paths):
            if path not in overlay:
                yield path

    def is_file(self, path: str) -> bool:
        return path in self.overlay or self.disk.is_file(path)

    def listing(self, directory: str) -> Listing:
        on_disk = self.disk.listing(directory)
        added = self._added.get(directory)
        if added is None:
            return on_disk
        return Listing(
            tuple(sorted({*on_disk.go_files, *added.go_files})),
            tuple(sorted({*on_disk.directories, *added.directories})),
            on_disk.has_assembly,
        )

    def has_go_files(self, directory: str) -> bool:
        return bool(self.listing(directory).go_files)

    def adopt(self, path: str, data: bytes) -> None:
        if path not in self.overlay:
            self.disk.adopt(path, data)

    def held(self) -> list[str]:
        """The files of which the bytes are in memory."""
        return [*self._sources, *self.disk.held()]

    def forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            source = self._sources.pop(path, None)
            if source is not None:
                source.forget_trees()
            self.disk.forget(path)


def _by_directory(overlay: Iterable[str], root: str) -> dict[str, Listing]:
    """What the overlay adds to the listing of each directory."""
    files: dict[str, set[str]] = {}
    directories: dict[str, set[str]] = {}
    for path in overlay:
        parent, name = pathname.parent(path), pathname.base(path)
        files.setdefault(parent, set())
        if name.endswith(".go"):
            files[parent].add(name)
        while parent != root and parent.startswith(root):
            parent, name = pathname.parent(parent), pathname.base(parent)
            directories.setdefault(parent, set()).add(name)
    return {
        key: Listing(tuple(files.get(key, ())), tuple(directories.get(key, ())))
        for key in files.keys() | directories.keys()
    }


def moved(contents: Mapping[str, bytes], root: str) -> dict[str, bytes]:
    """Overlay keys with symbolic links above the root resolved, as all paths inside are."""
    resolved = {}
    for path, data in contents.items():
        parent = pathname.real(pathname.parent(path))
        inside = pathname.is_below(parent, root)
        resolved[f"{parent}/{pathname.base(path)}" if inside else path] = data
    return resolved
