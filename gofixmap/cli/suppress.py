"""`check --add-ignores`: comments for all that is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.engine import Request
    from gofixmap.engine.silence import Silenced

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--add-ignores",
        is_flag=True,
        help="Write a //gofixmap:ignore comment for every finding, in place of a report.",
    ),
    click.option(
        "--reason",
        metavar="TEXT",
        help="The reason in these comments; without it each has its finding's message.",
    ),
    click.option(
        "--dry-run", is_flag=True, help="With --add-ignores: print the patch; write nothing."
    ),
    click.option(
        "--allow-dirty",
        is_flag=True,
        help="With --add-ignores: also change files with uncommitted changes.",
    ),
)


@dataclass(frozen=True, slots=True)
class Adding:
    """What the options of `--add-ignores` say."""

    reason: str | None
    dry_run: bool
    allow_dirty: bool


def suppress_options(command: Command) -> Command:
    """The options that write comments."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def adding(settings: dict[str, Any], *, reports: bool) -> Adding | None:
    """Takes the options out of `settings`; None where no comments are asked for.

    Raises UsageError for options that do not go together; `reports` says that one was asked for.
    """
    wanted = settings.pop("add_ignores")
    found = Adding(settings.pop("reason"), settings.pop("dry_run"), settings.pop("allow_dirty"))
    if wanted and reports:
        raise UsageError("--add-ignores makes no report", hint="run check again for one")
    if not wanted:
        if found.reason is not None or found.dry_run or found.allow_dirty:
            raise UsageError("--reason, --dry-run and --allow-dirty go with --add-ignores")
        return None
    return found


def add_ignores(request: Request, wish: Adding) -> int:
    """Silences all that a check finds; the exit code is 1 where something is left."""
    from gofixmap.cli.output import ProgressLine, say
    from gofixmap.cli.patches import make_patch, print_patch
    from gofixmap.engine.silence import silence
    from gofixmap.engine.write import write

    reason = _asked() if wish.reason is None else wish.reason
    with ProgressLine() as progress:
        done = silence(request, reason, progress=progress)
    root = Path(done.root)
    if wish.dry_run:
        print_patch(make_patch(root, done.before, done.after))
    else:
        write(
            root,
            done.before,
            done.after,
            allow_dirty=wish.allow_dirty,
            command="check --add-ignores",
        )
    for line in _told(done, written=not wish.dry_run):
        say(line)
    if done.problems:
        return EXIT_PARTIAL
    return EXIT_FINDINGS if done.left else EXIT_OK


def _asked() -> str:
    """The reason, asked for where a person sits at the terminal."""
    import sys

    from gofixmap.cli.output import is_terminal

    if not (sys.stdin.isatty() and is_terminal(sys.stderr)):
        return ""
    question = "Reason (empty: the message of each finding)"
    answer = click.prompt(question, default="", show_default=False, err=True)
    return str(answer)


def _told(done: Silenced, *, written: bool) -> list[str]:
    from gofixmap.reports.lines import one_line, shown_path
    from gofixmap.text import LineIndex

    lines = [
        f"{shown_path(each.path)}: {one_line(each.what)}"
        for each in sorted(done.problems, key=lambda each: (each.path, each.what))
    ]
    for finding, why in done.left:
        data = done.after.get(finding.path) or _read(Path(done.root) / finding.path)
        at = LineIndex(data).line_of(min(finding.span.start, len(data)))
        what = f"{finding.codemod} is not silenced: {why}"
        lines.append(f"{shown_path(finding.path)}:{at}: {one_line(what)}")
    files, found = len(done.after), done.findings
    if not found and not done.left:
        return [*lines, "there is nothing to silence"]
    verb = "silenced" if written else "would be silenced"
    lines.append(f"{found} finding{'s' * (found != 1)} {verb} in {files} file{'s' * (files != 1)}")
    return lines


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
