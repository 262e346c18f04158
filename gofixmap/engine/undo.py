"""Takes back the last write of a workspace, puts it in again, and ends what a crash left half done.

A file that is neither as it was nor as it was written belongs to somebody's later work: then
nothing is touched, and the file is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from gofixmap.engine.entry import DONE, OPEN, TAKEN, UNDONE, WRITTEN, Change, Entry, Record
from gofixmap.engine.journal import Journal, journals_near
from gofixmap.engine.lock import write_lock
from gofixmap.engine.swap import remove_empty, sweep
from gofixmap.engine.write import check_place, perform, settle, telling
from gofixmap.errors import GofixmapError


class Moved(Struct, frozen=True):
    """What became of one entry: the files that changed, and all that it has."""

    entry: Entry
    changes: tuple[Change, ...]
    was_interrupted: bool = False


def recover(path: Path) -> tuple[Moved, ...]:
    """Takes back every write near `path` that was interrupted half way; see `take_back`."""
    moved = []
    for journal in journals_near(path):
        if not {OPEN, WRITTEN, TAKEN}.isdisjoint(journal.states().values()):
            root = Path(journal.root)
            with write_lock(root), telling(root):
                settle(journal)
                moved += [
                    _take_out(journal, entry) for entry in journal.entries() if entry.state == OPEN
                ]
    return tuple(moved)


def has_interrupted(path: Path) -> bool:
    """Whether a write near `path` was interrupted half way, or goes on right now."""
    return any(OPEN in journal.states().values() for journal in journals_near(path))


def take_back(path: Path, *, dry_run: bool = False) -> tuple[Moved, ...]:
    """Takes back the last write near `path`; or all that were interrupted, if any was.

    An undo that was interrupted counts as asked for again: the write that it was about ends up
    taken back. Empty where there is nothing to take back. With `dry_run` nothing is touched.
    """
    return _move(path, forward=False, dry_run=dry_run)


def put_in_again(path: Path, *, dry_run: bool = False) -> tuple[Moved, ...]:
    """Puts in again what was taken back last."""
    return _move(path, forward=True, dry_run=dry_run)


def writes(path: Path) -> tuple[Entry, ...]:
    """All writes near `path` that the journals know, oldest first."""
    entries = (entry for journal in journals_near(path) for entry in journal.entries())
    return tuple(sorted(entries, key=lambda entry: (entry.time, entry.root, entry.number)))


def forget(path: Path) -> int:
    """Drops the journals near `path` and leaves all files as they are; how many there were."""
    journals = tuple(journals_near(path))
    for journal in journals:
        with write_lock(Path(journal.root)):
            journal.forget()
    return len(journals)


def _move(path: Path, *, forward: bool, dry_run: bool) -> tuple[Moved, ...]:
    if has_interrupted(path) and dry_run:
        return _interrupted(path)
    recovered = () if dry_run else recover(path)
    if recovered:
        return recovered
    chosen = _chosen(writes(path), forward=forward)
    if chosen is None:
        return ()
    root = Path(chosen.root)
    journal = Journal.of(root)
    with write_lock(root), telling(root):
        entry = next((each for each in journal.entries() if each.number == chosen.number), None)
        if entry is None or entry.is_in_place == forward:
            raise GofixmapError("another gofixmap was faster", where=chosen.root, hint="run again")
        if dry_run:
            return (Moved(entry, _changes(journal, entry, forward=forward)),)
        settle(journal)
        entry = journal.turn(entry, DONE if entry.is_in_place else UNDONE)
        return ((_put_in if forward else _take_out)(journal, entry),)


def _interrupted(path: Path) -> tuple[Moved, ...]:
    return tuple(
        Moved(entry, _changes(journal, entry, forward=False), was_interrupted=True)
        for journal in journals_near(path)
        for entry in journal.entries()
        if entry.state == OPEN
    )


def _chosen(entries: Sequence[Entry], *, forward: bool) -> Entry | None:
    """The last write that is in place; or the first behind it that was taken back."""
    last = max((n for n, entry in enumerate(entries) if entry.is_in_place), default=-1)
    if not forward:
        return entries[last] if last >= 0 else None
    newest = {entry.root: entry for entry in entries[last + 1 :] if _is_next(entry, entries)}
    return min(newest.values(), key=lambda entry: entry.time, default=None)


def _is_next(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether it was written upon what is in place now, or upon what nobody knows any more.

    Where a crash has kept entries that a newer one was to follow, several may be.
    """
    numbers = {each.number: each.is_in_place for each in entries if each.root == entry.root}
    now = max((number for number, is_in_place in numbers.items() if is_in_place), default=0)
    is_known = entry.base in numbers
    return not entry.is_in_place and (entry.base == now or (not now and not is_known))


def _take_out(journal: Journal, entry: Entry) -> Moved:
    changes = _changes(journal, entry, forward=False)
    root = Path(entry.root)
    sweep(root, (file.path for file in entry.files), entry.token)
    perform(journal, entry, changes, reached=TAKEN)
    remove_empty(root, entry.folders)
    return Moved(entry, changes, was_interrupted=entry.state == OPEN)


def _put_in(journal: Journal, entry: Entry) -> Moved:
    changes = _changes(journal, entry, forward=True)
    perform(journal, entry, changes, reached=WRITTEN)
    return Moved(entry, changes)


def _changes(journal: Journal, entry: Entry, *, forward: bool) -> tuple[Change, ...]:
    """The files that are not yet where they go to. Raises where one is on neither side."""
    root = Path(entry.root)
    result = []
    for file, change in zip(entry.files, journal.changes(entry), strict=True):
        move = change if forward else change.reversed()
        if not _is_there(root, entry, file, move):
            result.append(move)
    return tuple(result)


def _is_there(root: Path, entry: Entry, file: Record, move: Change) -> bool:
    """Whether nothing is to be done for this file."""
    place = check_place(root, file.path)
    present = place.read_bytes() if place.is_file() else None
    if present is None and place.exists():
        raise _changed(entry, file)
    if present == move.after:
        return True
    if present != move.before:
        raise _changed(entry, file)
    return False


def _changed(entry: Entry, file: Record) -> GofixmapError:
    what = "was interrupted" if entry.state == OPEN else "was done"
    return GofixmapError(
        f"has changed since the {entry.command} {what}, nothing was written",
        where=file.path,
        hint="put it back yourself, or let `gofixmap undo --forget` leave all files as they are",
    )
