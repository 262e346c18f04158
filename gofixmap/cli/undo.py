"""`gofixmap undo`: take back what the last write changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.options import TreeName
from gofixmap.errors import EXIT_OK, EnvironmentProblem, UsageError

if TYPE_CHECKING:
    from gofixmap.engine.entry import Entry
    from gofixmap.engine.undo import Moved

_STATES = {
    "open": "interrupted",
    "written": "done",
    "done": "done",
    "taken": "taken back",
    "undone": "taken back",
}


@click.command()
@click.argument("path", type=TreeName(), default=Path())
@click.option("--redo", is_flag=True, help="Put in again what was taken back last.")
@click.option("--list", "show", is_flag=True, help="List the writes that are known, oldest first.")
@click.option("--dry-run", is_flag=True, help="Print the patch to stdout; write nothing.")
@click.option(
    "--forget", is_flag=True, help="Drop what is known of all writes; leave all files as they are."
)
def undo(path: Path, redo: bool, show: bool, dry_run: bool, forget: bool) -> int:
    """Take back the last write of the workspace that PATH lies in, or of one below it.

    PATH is by default the current folder. Where a write was interrupted half way, it is that one.
    A file that was changed since is named, and then nothing is touched. Run it again to take back
    the write before.
    """
    if sum((redo, show, forget)) > 1 or (dry_run and (show or forget)):
        raise click.UsageError("--redo, --list and --forget are different things to do")
    if not path.exists():
        raise UsageError("no such file or folder", where=str(path))
    if show:
        return _show(path)
    if forget:
        return _forget(path)
    return _move(path, redo=redo, dry_run=dry_run)


def recover_first(paths: Iterable[Path], *, dry_run: bool) -> None:
    """Take back what an earlier write near `paths` has left half done, and say so.

    Analysis would else start from files of which some are old and some are new. A dry run says
    only that it does.
    """
    from gofixmap.cli.output import say
    from gofixmap.engine.undo import has_interrupted, recover

    for path in paths or (Path(),):
        if not dry_run:
            _tell(recover(path), redo=False)
            continue
        with suppress(EnvironmentProblem):  # who only looks needs no folder of their own
            if has_interrupted(path):
                say("an earlier write was interrupted half way: `gofixmap undo` takes it back")
                return


def _move(path: Path, *, redo: bool, dry_run: bool) -> int:
    from gofixmap.engine.undo import put_in_again, take_back

    moved = (put_in_again if redo else take_back)(path, dry_run=dry_run)
    if not moved:
        what = "put in again" if redo else "take back"
        raise UsageError(f"there is nothing to {what}", where=str(path))
    if dry_run:
        _print(moved)
    else:
        _tell(moved, redo=redo)
    return EXIT_OK


def _print(moved: Sequence[Moved]) -> None:
    """The patch, with the paths that it has from the top of the repository."""
    from gofixmap.cli.patches import print_patch
    from gofixmap.patch import unified_diff
    from gofixmap.patch.top import prefix_of

    for each in moved:
        prefix = prefix_of(Path(each.entry.root))
        print_patch(
            unified_diff(
                {prefix + change.path: change.before for change in each.changes},
                {prefix + change.path: change.after for change in each.changes},
            )
        )


def _tell(moved: Iterable[Moved], *, redo: bool) -> None:
    from gofixmap.cli.output import say
    from gofixmap.reports.lines import one_line

    for each in moved:
        count, total = len(each.changes), len(each.entry.files)
        files = f"{total} file{'s' if total != 1 else ''}"
        which = f"the {each.entry.command} of {_when(each.entry)} in {one_line(each.entry.root)}"
        if each.was_interrupted and not redo:
            say(f"{which} was interrupted: {count} of {files} taken back, the rest was untouched")
        elif redo:
            say(f"put in again {which}: {_counted(count, files, total)}")
        else:
            say(f"took back {which}: {_counted(count, files, total)}")


def _counted(count: int, files: str, total: int) -> str:
    if count == total:
        return files
    return f"{count} of {files}, the rest was so already"


def _show(path: Path) -> int:
    from gofixmap.engine.undo import writes
    from gofixmap.reports.lines import one_line

    for entry in writes(path):
        total = len(entry.files)
        print(
            f"{_when(entry)}  {_STATES[entry.state]:<11}  {entry.command:<11}"
            f"  {total:>4} file{'s' if total != 1 else ' '}  {one_line(entry.root)}"
        )
    return EXIT_OK


def _when(entry: Entry) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(entry.time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _forget(path: Path) -> int:
    from gofixmap.cli.output import say
    from gofixmap.engine.undo import forget

    count = forget(path)
    say(f"forgot the writes of {count} workspace{'s' if count != 1 else ''}; no file was touched")
    return EXIT_OK
