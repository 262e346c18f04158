"""The directories and Go files that belong to a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from gofixmap.workspace import pathname
from gofixmap.workspace.layout import Layout
from gofixmap.workspace.root import Root
from gofixmap.workspace.tree import Tree


class Walk:
    """Goes over a tree once, when somebody first asks; all paths are absolute."""

    def __init__(self, root: Root, tree: Tree, layout: Layout) -> None:
        self._root = root
        self._tree = tree
        self._layout = layout

    @cached_property
    def directories(self) -> tuple[str, ...]:
        """Those with Go files, sorted.

        Without vendor, testdata, what go.mod ignores and directories that start with `_` or `.`,
        unless the user named them or something inside them.
        """
        found: set[str] = set()
        for start in self._starts():
            self._descend(start, found)
        for path in self._root.named:
            if path.endswith(".go") and self._tree.is_file(path):
                found.add(pathname.parent(path))
        return tuple(sorted(found))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The Go files of all directories, in their order."""
        return tuple(path for directory in self.directories for path in self.files_in(directory))

    def files_in(self, directory: str) -> Iterator[str]:
        """Go passes over files that start with `_` or `.`; a file that was named counts."""
        for name in self._tree.listing(directory).go_files:
            path = f"{directory}/{name}"
            if name[0] not in "_." or path in self._root.named:
                yield path

    def _starts(self) -> Iterator[str]:
        if self._root.whole:
            yield self._root.dir
        for path in self._root.named:
            if not (path.endswith(".go") and self._tree.is_file(path)):
                yield path

    def _descend(self, start: str, found: set[str]) -> None:
        pending = [start]
        while pending:
            directory = pending.pop()
            listing = self._tree.listing(directory)
            if listing.go_files:
                found.add(directory)
            pending.extend(
                f"{directory}/{name}"
                for name in listing.directories
                if name[0] not in "_."
                and name not in ("vendor", "testdata")
                and not self._layout.is_ignored(f"{directory}/{name}")
            )
