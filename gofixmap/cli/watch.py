"""Runs a report again whenever the tree changes, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from gofixmap.cli.output import is_terminal, say
from gofixmap.errors import EXIT_OK, GofixmapError

if TYPE_CHECKING:
    from watchfiles import Change

_NAMES = frozenset({"go.mod", "go.sum", "go.work", ".gofixmap.toml"})
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
_MOST_NAMED = 3
_LOOK_MILLISECONDS = 200  # how often the watching thread looks whether it is to end


def watch(paths: Sequence[Path], more: Sequence[Path], run: Callable[[], int]) -> int:
    """The exit code of the last run, once the user has had enough.

    A run sees the folders of the workspace of `paths`; `more` are files that it reads besides. An
    error of one run is told, and the next change tries again; that of the first one is raised.
    """
    root = _root(paths)
    beside = {path.absolute().parent for path in more}
    code, changed = EXIT_OK, list[str]()
    try:
        while True:
            with _Watcher([*_folders(root), *beside], more) as watcher:
                code = _again(run, root, changed) if changed else _cleared(run)
                watcher.ready.wait()
                say("watching for changes, Ctrl-C ends")
                changed = watcher.wait()
    except KeyboardInterrupt:
        return code


def _root(paths: Sequence[Path]) -> Path:
    from gofixmap.workspace import Workspace

    return Path(Workspace.open(paths).root)


def _folders(root: Path) -> Iterator[Path]:
    """The folders that can hold code; links are not followed, so that none leads out."""
    for folder, names, _ in os.walk(root):
        yield Path(folder)
        names[:] = [name for name in names if not name.startswith((".", "_"))]


def _again(run: Callable[[], int], root: Path, changed: Sequence[str]) -> int:
    from gofixmap.reports.lines import shown_path

    shown = [shown_path(path.removeprefix(f"{root}/")) for path in changed[:_MOST_NAMED]]
    rest = len(changed) - len(shown)
    names = ", ".join([*shown, *([f"{rest} more"] if rest else [])])
    try:
        code = _cleared(run)
    except GofixmapError as error:
        say(f"gofixmap: {error}")
        code = error.exit_code
    say(f"{time.strftime('%H:%M:%S')}: ran again for {names}")
    return code


def _cleared(run: Callable[[], int]) -> int:
    """A run on an empty screen, where there is one."""
    if is_terminal(sys.stdout):
        sys.stdout.write(_CLEAR)
    code = run()
    sys.stdout.flush()
    return code


class _Watcher:
    """Waits in a thread of its own, so that what changes during a run is seen after it."""

    def __init__(self, folders: Sequence[Path], more: Sequence[Path]) -> None:
        self._folders = folders
        self._more = frozenset(str(path.absolute()) for path in more)
        self.ready = threading.Event()  # from now on no change is missed
        self._stop = threading.Event()
        self._queue: Queue[list[str] | Exception] = Queue()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> _Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def wait(self) -> list[str]:
        """The paths that have changed, sorted. Raises GofixmapError where watching fails."""
        told = self._queue.get()
        if isinstance(told, Exception):
            raise GofixmapError(
                f"cannot watch the tree: {told}", hint="run gofixmap check again by hand"
            ) from told
        return told

    def _listen(self) -> None:
        from watchfiles import watch as changes_of

        folders = [folder for folder in self._folders if folder.is_dir()]
        try:
            for changes in changes_of(
                *folders,
                watch_filter=self._matters,
                stop_event=self._stop,
                recursive=False,
                ignore_permission_denied=True,
                rust_timeout=_LOOK_MILLISECONDS,
                yield_on_timeout=True,
            ):
                self.ready.set()
                if changes:
                    self._queue.put(sorted(path for _, path in changes))
        except (OSError, RuntimeError) as error:  # more folders than the system can watch
            self._queue.put(error)
            self.ready.set()

    def _matters(self, change: Change, path: str) -> bool:
        """Code, what says how it is built, and folders, which may bring code."""
        name = Path(path).name
        if name.endswith(".go") and not name.startswith("."):
            return True
        return name in _NAMES or path in self._more or Path(path).is_dir()
