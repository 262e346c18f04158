"""The workspaces that the open documents lie in, as they are kept between keystrokes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from gofixmap.config import FILE_NAME
from gofixmap.engine.quick import QuickPlans
from gofixmap.engine.request import Request
from gofixmap.engine.resident import Resident, home_of
from gofixmap.errors import GofixmapError
from gofixmap.lsp.state import State
from gofixmap.registry import installed
from gofixmap.semantics.info import FileInfo

_MANIFESTS = (FILE_NAME, "go.mod", "go.work")
Signature = dict[str, tuple[int, int] | None]


class OpenWorkspace(Struct):
    """A workspace with its quick passes."""

    resident: Resident
    plans: QuickPlans
    seen: dict[str, Signature] = field(default_factory=dict)  # of directories, as on disk

    def info(self, path: str) -> FileInfo | None:
        root = f"{self.resident.root.rstrip('/')}/"
        try:
            return self.resident.semantics.file(path.removeprefix(root))
        except GofixmapError:
            return None


class OpenWorkspaces:
    """Opened when a document needs them; all have the contents of all open documents."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._workspaces: dict[str, OpenWorkspace] = {}
        self._homes: dict[str, str] = {}  # of directories
        self._changed: set[str] = set()  # files on disk, since the last full pass
        self._renewed = False  # whether files came or went since then

    def overlay(self) -> dict[str, bytes]:
        """The buffers with Go code; a go.mod counts when it is saved."""
        return {d.path: d.data for d in self._state.documents if d.path.endswith(".go")}

    @property
    def request(self) -> Request:
        """What the settings ask for, without paths."""
        settings = self._state.settings
        return Request(
            paths=(),
            select=settings.select,
            ignore=settings.ignore,
            apply=False,
            use_baseline=False,  # an editor shows what can be done, known or not
            jobs=1,
            config_file=Path(settings.config).expanduser() if settings.config else None,
        )

    def of(self, path: str) -> OpenWorkspace:
        """The workspace of a file. Raises GofixmapError where it cannot be opened."""
        directory = str(Path(path).parent)
        overlay = self.overlay()
        home = self._home(directory)
        opened = self._workspaces.get(home)
        if opened is None:
            resident = Resident(Path(home), overlay)
            plans = QuickPlans(resident, installed(), self.request)
            opened = self._workspaces[home] = OpenWorkspace(resident, plans)
        else:
            opened.resident.update(overlay)
        if directory not in opened.seen:
            opened.seen[directory] = signature(directory)
        return opened

    def _home(self, directory: str) -> str:
        if directory not in self._homes:
            self._homes[directory] = home_of(directory, self.overlay())
        return self._homes[directory]

    def news_for(self, directory: str) -> tuple[str, tuple[str, ...], bool]:
        """Its home, and what has changed on disk since this was asked: files, or everything."""
        changed, renewed = tuple(sorted(self._changed)), self._renewed
        self._changed, self._renewed = set(), False
        return self._home(directory), changed, renewed

    def disk_changed(self, paths: Iterable[str]) -> None:
        paths = list(paths)
        self._changed.update(paths)
        for opened in self._workspaces.values():
            opened.resident.update(self.overlay(), paths)
            opened.seen = {directory: signature(directory) for directory in opened.seen}

    def written_by_others(self, directory: str) -> list[str] | None:
        """The Go files of a directory that have changed on disk, for clients that watch no files.

        None where more may have: a file came or went, or a configuration or module is another one.
        """
        opened = self._workspaces.get(self._home(directory))
        if opened is None:
            return None
        before, now = opened.seen.get(directory, {}), signature(directory)
        opened.seen[directory] = now
        if before.keys() != now.keys():
            return None
        changed = [path for path, status in now.items() if status != before[path]]
        return changed if all(path.endswith(".go") for path in changed) else None

    def saved(self, path: str) -> None:
        """A file was written by the editor, which has told what is in it."""
        for opened in self._workspaces.values():
            for directory in opened.seen:
                if path in opened.seen[directory]:
                    opened.seen[directory][path] = _status(path)

    def clear(self) -> None:
        self._workspaces.clear()
        self._homes.clear()
        self._renewed = True


def signature(directory: str) -> Signature:
    """When the Go files of a directory and the manifests above it were written, by path."""
    found: Signature = {}
    with suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.endswith(".go"):
                found[f"{directory}/{entry.name}"] = _status(entry.path)
    for above in (Path(directory), *Path(directory).parents):
        for name in _MANIFESTS:
            status = _status(str(above / name))
            if status is not None:
                found[str(above / name)] = status
    return found


def _status(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).lstat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
