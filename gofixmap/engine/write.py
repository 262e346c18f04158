"""Puts new contents on disk: all of a run's files, or none, and so that it can be taken back.

Under a lock, every file is first checked (a regular file below the root, with the bytes that were
analysed, and without uncommitted changes); then the journal gets what will be replaced, and only
then are the files swapped. A failure or Ctrl-C in between puts back what was replaced; after a
crash the journal does (`gofixmap.engine.undo`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gofixmap.engine.dirty import dirty_files
from gofixmap.engine.entry import DONE, OPEN, TAKEN, UNDONE, WRITTEN, Change, Entry
from gofixmap.engine.journal import Journal, journals_near, sweep_journals
from gofixmap.engine.lock import write_lock
from gofixmap.engine.swap import Swap, missing_folders, sweep
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.model import RunResult


def write_result(result: RunResult, *, allow_dirty: bool = False) -> tuple[str, ...]:
    """Writes `result.after`; the paths written. See `write`."""
    return write(Path(result.root), result.before, result.after, allow_dirty=allow_dirty)


def write(
    root: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    *,
    allow_dirty: bool = False,
    command: str = "apply",
) -> tuple[str, ...]:
    """Replaces or makes files below `root`, all or none; returns their paths, sorted.

    A file without an entry in `before` is new. Raises GofixmapError, with nothing changed, where a
    path leaves the root or passes a symbolic link, a file is not as it was analysed, has
    uncommitted changes, or cannot be written, and where another gofixmap is writing. `command` is
    what `gofixmap undo` calls this write.
    """
    changes = [Change(path, before.get(path), after[path]) for path in sorted(after)]
    change_files(root, changes, command, allow_dirty=allow_dirty)
    return tuple(change.path for change in changes)


def change_files(
    root: Path,
    changes: Sequence[Change],
    command: str,
    *,
    allow_dirty: bool = False,
    make_folders: bool = False,
) -> None:
    """As `write`, and files may be removed as well, and folders made for new ones."""
    if not changes:
        return
    with telling(root):
        if _interrupted(root) is not None:
            with write_lock(root):  # or is somebody writing right now?
                _refuse_interrupted(root)
        for change in changes:
            check(root, change)
    if not allow_dirty:
        refuse_dirty(root, [change.path for change in changes])
    with write_lock(root), telling(root):
        _refuse_interrupted(root)
        for change in changes:
            check(root, change)  # again, now that nobody else of us writes
        journal = Journal.of(root)
        settle(journal)
        made = (change.path for change in changes if change.before is None and make_folders)
        entry = journal.begin(command, changes, missing_folders(root, made))
        perform(journal, entry, changes, reached=WRITTEN)
        with suppress(OSError):  # all is written; a full journal is no failure any more
            journal.prune()
            sweep_journals()


def perform(journal: Journal, entry: Entry, changes: Sequence[Change], *, reached: str) -> None:
    """Swaps the files of an entry, which is then `reached`: written or taken.

    Where that fails and all files are put back, the entry is dropped if it was a new one, and else
    is again what it was. Where they are not, it stays open.
    """
    folders = entry.folders if reached == WRITTEN else ()
    swap = Swap(Path(entry.root), changes, entry.token, folders)
    opened = journal.turn(entry, OPEN)
    try:
        swap.run(lambda: journal.turn(opened, reached))
    except BaseException:
        if swap.is_put_back:
            with suppress(OSError):  # an open entry whose files are as before does no harm
                _give_up(journal, entry, reached)
        raise
    if swap.clear():
        with suppress(OSError):  # the next one who looks does it
            journal.turn(opened, DONE if reached == WRITTEN else UNDONE)


def _give_up(journal: Journal, entry: Entry, reached: str) -> None:
    if entry.state == OPEN and reached == WRITTEN:
        journal.drop(entry)
    else:
        journal.turn(entry, entry.state)


def settle(journal: Journal) -> None:
    """Removes what a crash behind the last rename has left beside the files; under the lock."""
    if not {WRITTEN, TAKEN}.isdisjoint(journal.states().values()):
        for entry in journal.entries():
            if entry.state in (WRITTEN, TAKEN):
                sweep(Path(entry.root), (file.path for file in entry.files), entry.token)
                journal.turn(entry, DONE if entry.state == WRITTEN else UNDONE)


@contextmanager
def telling(root: Path) -> Iterator[None]:
    """What the system refuses, as an error for a person; by then all is put back."""
    try:
        yield
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write: {error.strerror or error}",
            where=str(error.filename or root),
            hint="nothing was changed",
        ) from error


def check(root: Path, change: Change) -> None:
    """Raises GofixmapError unless the file is below the root, and as it was before the change."""
    path = change.path
    place = check_place(root, path)
    if change.before is None:
        if place.exists():
            raise GofixmapError(
                "is there by now, nothing was written", where=path, hint="run again"
            )
        return
    if not place.is_file():
        raise GofixmapError("is no longer a regular file, not written", where=path)
    if place.read_bytes() != change.before:
        raise GofixmapError(
            "has changed since it was analysed, nothing was written", where=path, hint="run again"
        )


def check_place(root: Path, path: str) -> Path:
    """Where a path lies, if nothing leads out of the root on the way, nor into git's own files."""
    parts = Path(path).parts
    if Path(path).is_absolute() or ".." in parts or not parts:
        raise GofixmapError("lies outside of the workspace, not written", where=path)
    if any(part.lower() == ".git" for part in parts):
        raise GofixmapError("belongs to git itself, not written", where=path)
    place = root / path
    if place.is_symlink() or place.parent.resolve() != (root.resolve() / path).parent:
        raise GofixmapError("is reached through a symbolic link, not written", where=path)
    return place


def _interrupted(root: Path) -> Journal | None:
    """The first journal with an open entry."""
    near = journals_near(root)
    return next((each for each in near if OPEN in each.states().values()), None)


def _refuse_interrupted(root: Path) -> None:
    journal = _interrupted(root)
    if journal is not None:
        raise GofixmapError(
            "an earlier write of gofixmap was interrupted half way, nothing was written",
            where=journal.root,
            hint="`gofixmap undo` takes it back",
        )


def refuse_dirty(root: Path, paths: Sequence[str]) -> None:
    """Raises GofixmapError, naming the first, where files have uncommitted changes."""
    dirty = dirty_files(root, paths)
    if dirty:
        more = f" and {len(dirty) - 1} more" if len(dirty) > 1 else ""
        raise GofixmapError(
            f"has uncommitted changes{more}, nothing was written",
            where=dirty[0],
            hint="commit or stash them, or use --allow-dirty",
        )
