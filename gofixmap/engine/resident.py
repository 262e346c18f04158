"""A workspace that stays open while its files change, with the types that a change leaves alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from gofixmap.engine.discovery import SKIPPED_DIRECTORIES
from gofixmap.semantics.info import Semantics
from gofixmap.workspace import Workspace, pathname

MAX_OVERLAID = 400  # files in memory instead of on disk; more, and everything is read anew


class Resident:
    """What was read and computed stays from one analysis to the next, where it still holds.

    Contents come in by `update`; the disk is not asked again for what it has answered. Serves one
    thread.
    """

    def __init__(self, path: Path, overlay: Mapping[str, bytes]) -> None:
        """The workspace around `path`; `overlay` has contents by absolute path.

        Raises GofixmapError where there is none.
        """
        self._path = path
        self._open: frozenset[str] = frozenset(overlay)
        self._begin(overlay)

    def _begin(self, overlay: Mapping[str, bytes]) -> None:
        self.workspace = Workspace.open((self._path,), overlay=overlay or None)
        self.semantics = Semantics(self.workspace)

    @property
    def root(self) -> str:
        return str(self.workspace.root)

    def update(self, overlay: Mapping[str, bytes], changed: Collection[str] = ()) -> bool:
        """Takes over the contents of `overlay`, by absolute path, and whether any are new.

        What was in an earlier overlay and is not in this one counts as on disk, which is read
        again for it; so is it for the Go files of `changed`.
        """
        again = (self._open - overlay.keys()) | (set(changed) - overlay.keys())
        self._open = frozenset(overlay)
        contents = dict(overlay)
        for path in again:
            data = _read(path)
            if data is None:
                self._begin(overlay)
                return True
            contents[path] = data
        fresh = {path: data for path, data in contents.items() if self._held(path) != data}
        if not fresh:
            return False
        overlaid = len(self.workspace.spec.overlay) + len(fresh)
        if not self._keeps_structure(fresh) or overlaid > MAX_OVERLAID:
            self._begin(overlay)
            return True
        self._advance(fresh)
        return True

    def _held(self, path: str) -> bytes | None:
        """What counts as the contents of a file: of a Go file what was read, not the disk."""
        if not path.endswith(".go"):
            return self.workspace.read(path)
        file = self.workspace.file(path)
        return None if file is None else file.data

    def _keeps_structure(self, contents: Mapping[str, bytes]) -> bool:
        """Whether the files that are new are none: no other directory, module or package."""
        return all(path.endswith(".go") and self._held(path) is not None for path in contents)

    def _advance(self, contents: Mapping[str, bytes]) -> None:
        workspace = self.workspace.with_overlay(contents)
        display = workspace.root.as_posix().rstrip("/") + "/"
        self.semantics.move_to(workspace, [path.removeprefix(display) for path in contents])
        self.workspace = workspace

    def forget(self) -> None:
        """Reads everything anew: files came or went, or a go.mod is another one."""
        overlay = self.workspace.spec.overlay
        self._begin({path: data for path, data in overlay.items() if path in self._open})


def home_of(directory: str, overlay: Mapping[str, bytes]) -> str:
    """The path to open for a directory: its workspace's root, from where a walk gets there.

    A directory that walks pass over, such as one in testdata, is its own.
    """
    workspace = Workspace.open((Path(directory),), overlay=overlay or None)
    root = workspace.root
    real = Path(pathname.real(directory))
    if not real.is_relative_to(root):
        return directory
    parts = real.relative_to(root).parts
    passed_over = any(each[0] in "_." or each in SKIPPED_DIRECTORIES for each in parts)
    return directory if passed_over or not workspace.spec.root.whole else str(root)


def _read(path: str) -> bytes | None:
    """A regular file's bytes; a link is not followed here, the workspace has its rules for them."""
    try:
        place = Path(path)
        plain = place.is_file() and not pathname.is_link(path)
        return place.read_bytes() if plain else None
    except OSError:
        return None
