"""`check --add-ignores` and `--write-baseline`: two ways to be told of new findings only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_FINDINGS, EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.engine import Request
    from gofixmap.engine.silence import Silenced

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--baseline",
        type=PathName(),
        metavar="FILE",
        help="Do not tell findings that FILE knows, in place of what the configuration names.",
    ),
    click.option("--no-baseline", is_flag=True, help="Tell also what a baseline knows."),
    click.option(
        "--write-baseline",
        type=PathName(),
        metavar="FILE",
        help="Write all findings to FILE, in place of a report.",
    ),
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


class Suppressing(Struct, frozen=True):
    """What these options say."""

    baseline: Path | None
    no_baseline: bool
    write_baseline: Path | None
    add_ignores: bool
    reason: str | None
    dry_run: bool
    allow_dirty: bool

    @property
    def for_request(self) -> dict[str, Any]:
        """Fields of Request; a new baseline holds also what an old one knows."""
        unknown = self.no_baseline or self.write_baseline is not None
        return {"baseline": self.baseline, "use_baseline": not unknown}

    @property
    def makes_report(self) -> bool:
        return not self.add_ignores and self.write_baseline is None

    def run(self, request: Request) -> int:
        """What is done in place of a report."""
        if self.write_baseline is not None:
            return _write_baseline(request, self.write_baseline)
        return _add_ignores(request, self)


def suppress_options(command: Command) -> Command:
    """The options about findings that are known."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def suppressing(settings: dict[str, Any], *, reports: bool) -> Suppressing:
    """Takes the options out of `settings`; `reports` says that a report was asked for.

    Raises UsageError for options that do not go together.
    """
    found = Suppressing(**{name: settings.pop(name) for name in Suppressing.__struct_fields__})
    instead = "--add-ignores" if found.add_ignores else "--write-baseline"
    if found.add_ignores and found.write_baseline is not None:
        raise UsageError("--add-ignores and --write-baseline do the same: give one")
    if not found.makes_report and reports:
        raise UsageError(f"{instead} makes no report", hint="run check again for one")
    if not found.add_ignores and (found.reason is not None or found.dry_run or found.allow_dirty):
        raise UsageError("--reason, --dry-run and --allow-dirty go with --add-ignores")
    if found.baseline is not None and found.no_baseline:
        raise UsageError("--baseline and --no-baseline contradict each other")
    return found


def _write_baseline(request: Request, file: Path) -> int:
    from gofixmap.cli.output import ProgressLine, say
    from gofixmap.engine import run
    from gofixmap.engine.baseline import key_of, write_baseline
    from gofixmap.model import Status
    from gofixmap.reports.text import problem_lines

    if request.diff_base:
        raise UsageError("a baseline is of all lines", hint="leave --diff-base out")
    if request.overlay:
        raise UsageError("a baseline is of files, not of stdin")
    with ProgressLine() as progress:
        result = run(request, progress=progress)
    found = [each for each in result.findings if each.status is not Status.SUPPRESSED]
    contents = {path: _read(Path(result.root) / path) for path in {f.path for f in found}}
    write_baseline(file, [key_of(each, result.root, contents[each.path]) for each in found])
    for line in problem_lines(result):
        say(line)
    say(f"{file} knows {len(found)} finding{'s' * (len(found) != 1)}")
    return EXIT_PARTIAL if result.problems else EXIT_OK


def _add_ignores(request: Request, wish: Suppressing) -> int:
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
