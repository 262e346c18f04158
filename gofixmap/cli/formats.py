"""The formats of `check`: which there are, where each goes, and how it is made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.shell_completion import CompletionItem
from msgspec import Struct

from gofixmap.errors import UsageError

if TYPE_CHECKING:
    from gofixmap.model import RunResult
    from gofixmap.reports.lines import Line
    from gofixmap.reports.services import Rule
    from gofixmap.reports.sources import Sources

TEXT = "text"
COUNTED = ("json", TEXT)  # formats that --statistics changes


class Wish(NamedTuple):
    """A format that was asked for, and the file that gets it (None: stdout)."""

    name: str
    file: Path | None = None


class Reported(Struct, frozen=True):
    """What a format is made from."""

    result: RunResult
    sources: Sources
    statistics: bool = False

    @property
    def prefix(self) -> str:
        """From the top of the repository, where services look for files, to the root."""
        from gofixmap.patch.top import prefix_of

        return prefix_of(Path(self.result.root))


def _json(reported: Reported) -> str:
    from gofixmap.reports.json import render_json

    return render_json(reported.result, reported.sources, statistics=reported.statistics)


def _sarif(reported: Reported) -> str:
    from gofixmap import __version__
    from gofixmap.reports.sarif import render_sarif

    return render_sarif(
        reported.result,
        reported.sources,
        _rules(),
        version=__version__,
        prefix=reported.prefix,
    )


def _rules() -> list[Rule]:
    """Every codemod there is."""
    from gofixmap.authoring.pages import page_of, render_page
    from gofixmap.registry import installed
    from gofixmap.reports.services import Rule

    return [
        Rule(each.name, each.title, _first_paragraph(each.why), render_page(page_of(each)))
        for each in installed().codemods
    ]


def _first_paragraph(text: str) -> str:
    """In one line."""
    return " ".join(text.strip().split("\n\n")[0].split())


def _github(reported: Reported) -> str:
    from gofixmap.reports.github import render_github

    return render_github(reported.result, reported.sources, prefix=reported.prefix)


def _gitlab(reported: Reported) -> str:
    from gofixmap.reports.gitlab import render_gitlab

    return render_gitlab(reported.result, reported.sources, prefix=reported.prefix)


def _checkstyle(reported: Reported) -> str:
    from gofixmap.reports.checkstyle import render_checkstyle

    return render_checkstyle(reported.result, reported.sources, prefix=reported.prefix)


def _rdjson(reported: Reported) -> str:
    from gofixmap.reports.rdjson import render_rdjson

    return render_rdjson(reported.result, reported.sources, prefix=reported.prefix)


def _html(reported: Reported) -> str:
    from gofixmap import __version__
    from gofixmap.reports.html import render_html

    return render_html(
        reported.result,
        reported.sources,
        _rules(),
        version=__version__,
        prefix=reported.prefix,
    )


RENDERERS: Mapping[str, Callable[[Reported], str]] = {
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "checkstyle": _checkstyle,
    "rdjson": _rdjson,
    "html": _html,
}
NAMES = (TEXT, *RENDERERS)


if TYPE_CHECKING:
    _Type = click.ParamType[Wish]
else:  # not generic in every click that will do
    _Type = click.ParamType


class FormatName(_Type):
    """NAME, or NAME=FILE."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Wish:  # noqa: ANN401 - click's signature
        if isinstance(value, Wish):
            return value
        name, equals, file = str(value).partition("=")
        if name not in NAMES:
            self.fail(f"{name!r} is not one of {', '.join(NAMES)}", param, ctx)
        if equals and not file:
            self.fail(f"no file behind {value!r}", param, ctx)
        return Wish(name, Path(file) if file else None)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in NAMES if name.startswith(incomplete)]


def chosen(wishes: Sequence[Wish], output: Path | None, *, statistics: bool) -> tuple[Wish, ...]:
    """The wishes with `output` for the one that named no file.

    Raises UsageError where two would go to one place, a file cannot be written, or statistics are
    asked of a format that has none.
    """
    from gofixmap.cli.patches import check_output

    if output is not None and all(wish.file for wish in wishes):
        raise UsageError("--output is for a --format without a file, and each names one")
    wishes = tuple(wish if wish.file else Wish(wish.name, output) for wish in wishes)
    places = [wish.file and wish.file.absolute() for wish in wishes]
    if len(set(places)) < len(places):
        raise UsageError("two formats go to one place", hint="give one a file: --format NAME=FILE")
    if statistics and not any(wish.name in COUNTED for wish in wishes):
        raise UsageError(f"--statistics is for --format {' and '.join(COUNTED)}")
    for wish in wishes:
        check_output(wish.file, "report")
    return wishes


def deliver(wishes: Iterable[Wish], reported: Reported) -> None:
    """Write every report; stdout gets its own last, when no file can fail any more."""
    for wish in sorted(wishes, key=lambda wish: wish.file is None):
        if wish.file is not None:
            _save(wish.file, _data(wish.name, reported))
        elif wish.name == TEXT:
            _print_text(reported)
        else:
            from gofixmap.cli.output import print_bytes

            print_bytes(_data(wish.name, reported))


def _data(name: str, reported: Reported) -> bytes:
    if name != TEXT:
        return RENDERERS[name](reported).encode("utf-8", "backslashreplace")
    from gofixmap.reports.lines import plain

    text = "".join(f"{plain(line)}\n" for line in _lines(reported))
    return text.encode("utf-8", "backslashreplace")


def _save(file: Path, data: bytes) -> None:
    from gofixmap.cli.patches import save  # most reports go to the terminal

    save(file, data, "the report")


def _print_text(reported: Reported) -> None:
    from gofixmap.cli.output import print_lines

    print_lines(_lines(reported), sys.stdout)


def _lines(reported: Reported) -> Iterable[Line]:
    from gofixmap.reports.statistics import statistics_lines
    from gofixmap.reports.text import report

    if reported.statistics:
        return statistics_lines(reported.result)
    return report(reported.result, reported.sources)
