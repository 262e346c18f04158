"""`gofixmap patch`: what to do with a saved patch, or one that was edited by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, PatchError, UsageError

if TYPE_CHECKING:
    from gofixmap.engine.patching import Plan
    from gofixmap.patch import Patch

_STDIN = Path("-")
_SPLITS = ("file", "directory", "codemod", "owner", "module")

_patch_file = click.argument("patch_file", metavar="PATCH", type=PathName())
_recount = click.option(
    "--recount", is_flag=True, help="Take each hunk to be as long as it is, whatever it says."
)
_reverse = click.option(
    "-R", "--reverse", is_flag=True, help="Apply the patch the other way round."
)
_directory = click.option(
    "--directory",
    type=PathName(),
    metavar="DIR",
    help="The folder that the paths in the patch are seen from.  [default: the top of the git"
    " repository, or else of the Go workspace]",
)


@click.group()
def patch() -> None:
    """Apply, check, measure or split a saved patch.

    PATCH is a file, or - for stdin: a unified diff, git's or plain.
    """


@patch.command("apply")
@_patch_file
@click.option("--dry-run", is_flag=True, help="Print the patch as it fits; write nothing.")
@_reverse
@_recount
@_directory
def apply_command(
    patch_file: Path, dry_run: bool, reverse: bool, recount: bool, directory: Path | None
) -> int:
    """Apply PATCH: all of it, or nothing.

    A hunk may stand elsewhere than it says if its lines are there exactly once. Nothing is written
    outside of the repository, through symbolic links, or into .git, and no modes change.
    gofixmap undo takes it back.
    """
    from gofixmap.cli.output import say
    from gofixmap.cli.patches import print_patch
    from gofixmap.cli.undo import recover_first
    from gofixmap.patch import diff_files
    from gofixmap.patch.reverse import reversed_patch
    from gofixmap.patch.stat import totals

    parsed = read_patch(patch_file, recount=recount)
    recover_first([directory or Path()], dry_run=dry_run)
    plan = _plan(parsed, directory, reverse=reverse)
    _tell_problems(plan.problems[:-1])
    for problem in plan.problems[-1:]:
        raise problem
    if dry_run:
        print_patch(diff_files(plan.before, plan.after).render())
    else:
        plan.write()
    _tell(plan.notes)
    whole = reversed_patch(parsed) if reverse else parsed
    say(f"{'would apply' if dry_run else 'applied'}: {totals(whole)}")
    return EXIT_OK


@patch.command()
@_patch_file
@_reverse
@_recount
@_directory
def check(patch_file: Path, reverse: bool, recount: bool, directory: Path | None) -> int:
    """Say whether PATCH applies, and where it does not.

    Each place is named. The exit code is 1 where there is one.
    """
    from gofixmap.cli.output import say
    from gofixmap.patch.stat import totals

    parsed = read_patch(patch_file, recount=recount)
    plan = _plan(parsed, directory, reverse=reverse)
    _tell(plan.notes)
    _tell_problems(plan.problems)
    if plan.problems:
        return EXIT_FINDINGS
    say(f"applies: {totals(parsed)}")
    return EXIT_OK


@patch.command()
@_patch_file
@_recount
def stat(patch_file: Path, recount: bool) -> int:
    """Count lines by file, and fixes by codemod.

    The table is that of git diff --stat; fixes are what the headings of hunks name.
    """
    from shutil import get_terminal_size

    from gofixmap.cli.output import is_terminal, print_lines
    from gofixmap.patch.stat import fixes_in, fixes_of, rows, totals
    from gofixmap.reports.lines import ADDED, REMOVED, Piece

    parsed = read_patch(patch_file, recount=recount)
    width = get_terminal_size().columns if is_terminal(sys.stdout) else 80
    print_lines(
        (Piece(f" {row.name} | {row.count} "), Piece(row.plus, ADDED), Piece(row.minus, REMOVED))
        if row.plus or row.minus
        else (Piece(f" {row.name} | {row.count}"),)
        for row in rows(parsed, width)
    )
    last = filter(None, (totals(parsed), fixes_in(parsed)))
    print_lines((Piece(f" {line}"),) for line in last)
    for name, count in fixes_of(parsed).items():
        fixes = f": {count} fix{'es' if count != 1 else ''}"
        print_lines([(Piece(" "), Piece(name, "codemod"), Piece(fixes))])
    return EXIT_OK


@patch.command()
@_patch_file
@click.option("--by", type=click.Choice(_SPLITS), required=True, help="What a part has in common.")
@click.option(
    "-o",
    "--output",
    type=PathName(),
    required=True,
    metavar="DIR",
    help="The folder for the parts: a new one, or an empty one.",
)
@_recount
@_directory
def split(patch_file: Path, by: str, output: Path, recount: bool, directory: Path | None) -> int:
    """Write the parts of PATCH into DIR; each applies alone.

    By codemod a fix stays whole: where fixes share a hunk, their codemods share a part. Else the
    fixes that end up in several parts are named. Owners are those of CODEOWNERS, modules those of
    the nearest go.mod.
    """
    from gofixmap.cli.output import say
    from gofixmap.cli.parts import parts_of, save_parts
    from gofixmap.patch.split import divided
    from gofixmap.patch.stat import totals

    parts = parts_of(read_patch(patch_file, recount=recount), by, *place_of(directory))
    names = save_parts(parts, output)
    for part, name in zip(parts, names, strict=True):
        print(f"{_shown(str(output / name))}: {_shown(part.name)}: {totals(part.patch)}")
        if by == "codemod" and "+" in part.name:
            say(f"{name}: these codemods have hunks in common, so their fixes stay together")
    for label, places in divided(parts).items():
        say(f"{label} has hunks in {len(places)} parts: {', '.join(map(_shown, places))}")
    return EXIT_OK


def read_patch(path: Path, *, recount: bool) -> Patch:
    """The patch; empty where the file is, which is what apply --dry-run prints for no changes."""
    from gofixmap.patch import parse

    try:
        data = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=str(path)) from error
    parsed = parse(data, recount=recount)
    if data.strip() and not parsed.files:
        raise PatchError("is not a patch", where=str(path))
    return parsed


def _plan(parsed: Patch, directory: Path | None, *, reverse: bool) -> Plan:
    from gofixmap.engine.patching import plan

    top, prefix = place_of(directory)
    return plan(parsed, top, prefix=prefix, reverse=reverse)


def place_of(directory: Path | None) -> tuple[Path, str]:
    """Where paths begin, and what stands before those of the patch from there."""
    from gofixmap.engine.patching import top_of

    if directory is None:
        return top_of(Path()), ""
    if not directory.is_dir():
        raise UsageError("no such folder", where=str(directory))
    top = top_of(directory)
    below = directory.resolve().relative_to(top).as_posix()
    return top, "" if below == "." else f"{below}/"


def _tell(notes: Iterable[str]) -> None:
    from gofixmap.cli.output import say
    from gofixmap.reports.lines import one_line

    for note in notes:
        say(one_line(note))


def _tell_problems(problems: Sequence[PatchError]) -> None:
    _tell(f"gofixmap: {problem}" for problem in problems)


def _shown(name: str) -> str:
    from gofixmap.reports.lines import one_line

    return one_line(name)
