"""`gofixmap campaign survey`: what there is to do in many repositories, one after the other."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from gofixmap.cli.executor import executing, executor_option
from gofixmap.cli.options import (
    PathName,
    codemod_option,
    ignore_option,
    select_option,
)
from gofixmap.errors import EXIT_OK, EXIT_PARTIAL, UsageError

if TYPE_CHECKING:
    from gofixmap.campaign.clones import Limits
    from gofixmap.campaign.survey import Row, SurveyStore
    from gofixmap.engine import Request

_FIXES = ("fixed", "fixable")


@click.command()
@click.argument("sources", nargs=-1, metavar="[REPOSITORIES]...")
@click.option(
    "--repositories",
    "lists",
    multiple=True,
    type=PathName(),
    metavar="FILE",
    help="A list: a git URL or a path on each line, then maybe a branch or tag (repeat).",
)
@click.option(
    "--state",
    type=PathName(),
    metavar="FILE",
    required=True,
    help="What is done so far; the same FILE goes on where the last survey was stopped.",
)
@click.option("--again", is_flag=True, help="Do those once more that are done already.")
@click.option("--retry", is_flag=True, help="Do those once more that failed.")
@click.option(
    "--limit", type=click.IntRange(min=0), metavar="N", help="Stop after N; 0 only shows."
)
@select_option
@ignore_option
@click.option(
    "--safety",
    type=click.Choice(["safe", "review", "target"]),
    help="The highest tier that patches have.  [default: safe, or as the configuration says]",
)
@codemod_option
@click.option(
    "--patches", type=PathName(), metavar="FOLDER", help="Write the patch of each repository there."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="What stdout gets.",
)
@click.option(
    "--protocols",
    default="https,ssh",
    show_default=True,
    metavar="NAMES",
    help="How git may fetch.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=2 << 30,
    metavar="N",
    help="The largest repository, as fetched and as laid out.  [default: 2 GB]",
)
@click.option(
    "--fetch-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="N",
    help="How long git may fetch one.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes to use; 0 means one per processor.",
)
@executor_option
def survey(
    sources: Sequence[str],
    lists: Sequence[Path],
    state: Path,
    again: bool,
    retry: bool,
    limit: int | None,
    patches: Path | None,
    style: str,
    jobs: int,
    executor: str | None,
    **settings: Any,  # noqa: ANN401 - as click gives them
) -> int:
    """Run over many REPOSITORIES, each by itself: git URLs and folders.

    A URL is fetched without its history into a temporary folder and goes again; nothing of it is
    run, and folders are not changed. What is done is kept in the state.
    """
    from gofixmap.campaign.sources import sources_of
    from gofixmap.campaign.survey import FAILED, SurveyStore, Work
    from gofixmap.campaign.survey import survey as run_survey
    from gofixmap.cli.output import ProgressLine, say
    from gofixmap.reports.lines import one_line

    limits = _limits(settings)
    wanted = sources_of(sources, lists, limits.protocols)
    if not wanted and not state.exists():
        raise UsageError("no repositories given", hint="name some, or a list with --repositories")
    with SurveyStore(state.absolute()) as store:
        request = _request(settings)
        if store.begin(wanted, _recorded(settings)) and wanted:
            say("gofixmap: the settings are others than before: every repository is done again")
        store.again([*(["done"] if again else ()), *([FAILED] if retry or again else ())])

        def told(row: Row) -> None:
            if row.reason:
                say(one_line(f"gofixmap: {row.source.key}: {row.reason}"))
            progress(sum(each.state in ("done", FAILED) for each in store.rows()), count, "survey")

        count = len(store.rows())
        with ProgressLine() as progress, executing(executor, jobs) as (factory, cut):
            work = Work(_with_jobs(request, cut), limits, factory)
            run_survey(store, work, told, limit)
        if patches is not None:
            _write_patches(store, patches)
        _print(store.rows(), style)
        return EXIT_PARTIAL if any(row.state == FAILED for row in store.rows()) else EXIT_OK


def _limits(settings: Mapping[str, Any]) -> Limits:
    from gofixmap.campaign.clones import Limits

    names = tuple(name for name in settings["protocols"].split(",") if name)
    return Limits(settings["fetch_seconds"], settings["max_bytes"], names)


def _request(settings: Mapping[str, Any]) -> Request:
    from gofixmap.engine import Request
    from gofixmap.model import Safety

    safety = settings["safety"]
    return Request(
        paths=(),
        select=settings["select"],
        ignore=settings["ignore"],
        safety=None if safety is None else Safety[safety.upper()],
        options=settings["options"],
        apply=True,
        verify="none",
    )


def _with_jobs(request: Request, jobs: int) -> Request:
    from msgspec.structs import replace

    return replace(request, jobs=jobs)


def _recorded(settings: Mapping[str, Any]) -> dict[str, object]:
    """What decides on the findings; other values make everything to be done again."""
    from gofixmap import __version__

    named = {name: settings[name] for name in ("select", "ignore", "safety", "options")}
    return {"version": __version__, **named}


def _write_patches(store: SurveyStore, folder: Path) -> None:
    from gofixmap.cli.patches import save

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write there: {error.strerror}", where=str(folder)) from error
    taken: Counter[str] = Counter()
    for source, patch in store.patches():
        taken[source.name] += 1
        number = f"-{taken[source.name]}" if taken[source.name] > 1 else ""
        save(folder / f"{source.name}{number}.patch", patch)


def _print(rows: Sequence[Row], style: str) -> None:
    from gofixmap.cli.output import print_bytes

    if style == "json":
        text = json.dumps({"schema": 1, "repositories": [_as_json(row) for row in rows]}, indent=2)
    elif style == "csv":
        text = _as_csv(rows)
    else:
        text = "\n".join(_lines(rows))
    print_bytes((text.rstrip("\n") + "\n").encode("utf-8", "backslashreplace"))


def _as_json(row: Row) -> dict[str, object]:
    about = {"repository": row.source.text, "ref": row.source.ref, "state": row.state}
    return {**about, "reason": row.reason, **to_builtins(row.figures)}


def _as_csv(rows: Sequence[Row]) -> str:
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    names = ("commit", "files", "packages", "bytes", "seconds", "fetch_seconds", "cpu", "changed")
    table.writerow(["repository", "ref", "state", "reason", "findings", "fixes", *names])
    for row in rows:
        counts = _statuses([row])
        fixes = sum(counts[name] for name in _FIXES)
        figures = [getattr(row.figures, name) for name in names]
        about = [row.source.text, row.source.ref, row.state, row.reason]
        table.writerow([*map(_harmless, about), counts.total(), fixes, *figures])
    return stream.getvalue()


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _statuses(rows: Sequence[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        for each in row.figures.findings.values():
            counts.update(each)
    return counts


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    from gofixmap.reports.lines import one_line

    states = Counter(row.state for row in rows)
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    yield f"{len(rows)} repositories: {told or 'none'}"
    names = sorted({name for row in rows for name in row.figures.findings})
    width = max((len(name) for name in names), default=0)
    for name in names:
        counts: Counter[str] = Counter()
        having = [row for row in rows if name in row.figures.findings]
        for row in having:
            counts.update(row.figures.findings[name])
        what = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
        yield f"{name:{width}}  {what}, in {len(having)} of them"
    files = sum(row.figures.files for row in rows)
    seconds = sum(row.figures.seconds for row in rows)
    fetching = sum(row.figures.fetch_seconds for row in rows)
    yield f"{files} files in {seconds:.1f} s, and {fetching:.1f} s to fetch them"
    for row in rows:
        if row.reason:
            yield one_line(f"{row.state}: {row.source.key}: {row.reason}")
