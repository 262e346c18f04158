"""Options that several commands share, and the request that they make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from gofixmap.cli.completion import codemod_names, codemod_options
from gofixmap.cli.executor import executing, executor_option

if TYPE_CHECKING:
    from gofixmap.engine import Progress, Request
    from gofixmap.model import RunResult

Command = TypeVar("Command", bound=Callable[..., Any])
VERIFY_LEVELS = ("none", "build", "vet", "test", "race", "auto")


class PathName(click.Path):
    """A path. The empty text is none, because to Python it means the current folder.

    `gofixmap apply "$UNSET"` would rewrite everything below it.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        if value == "":
            self.fail("an empty path", param, ctx)
        return super().convert(value, param, ctx)


class TreeName(PathName):
    """A file or folder. `./...` and `dir/...`, as the go command has them, are their folders."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        path: Path = super().convert(value, param, ctx)
        if path.name == "..." and path.parent.is_dir() and not os.path.lexists(path):
            return path.parent
        return path


def split_names(
    ctx: click.Context, param: click.Parameter, values: Sequence[str]
) -> tuple[str, ...]:
    """Names of a repeated option, each of which may hold several with commas between them."""
    names = [name.strip() for value in values for name in value.split(",")]
    if not all(names):
        raise click.BadParameter("an empty name", ctx, param)
    return tuple(names)


def split_options(
    ctx: click.Context, param: click.Parameter, values: Sequence[str]
) -> Mapping[str, str]:
    """`CODEMOD.KEY=VALUE` texts as a mapping; the codemod's own option reads the value."""
    options: dict[str, str] = {}
    for value in values:
        key, equals, text = value.partition("=")
        codemod, dot, name = key.partition(".")
        if not (equals and dot and codemod and name):
            raise click.BadParameter(f"{value!r} is not CODEMOD.KEY=VALUE", ctx, param)
        options[key] = text
    return options


matrix_option = click.option(
    "--matrix",
    multiple=True,
    metavar="VARIANTS",
    callback=split_names,
    help="Analyse and prove in each of these builds: GOOS/GOARCH, or GOOS/GOARCH/TAG+TAG (repeat,"
    " or a comma list). What one of them refuses is left out.",
)

select_option = click.option(
    "-s",
    "--select",
    multiple=True,
    metavar="NAMES",
    callback=split_names,
    shell_complete=codemod_names,
    help="Codemods to run (repeat, or a comma list).",
)
ignore_option = click.option(
    "--ignore",
    multiple=True,
    metavar="NAMES",
    callback=split_names,
    shell_complete=codemod_names,
    help="Codemods not to run (repeat, or a comma list).",
)
codemod_option = click.option(
    "--option",
    "options",
    multiple=True,
    metavar="CODEMOD.KEY=VALUE",
    callback=split_options,
    shell_complete=codemod_options,
    help="An option of one codemod (repeat).",
)

_SHARED = (
    click.argument("paths", nargs=-1, type=TreeName()),
    select_option,
    ignore_option,
    click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="SYMBOL",
        help="A name to work on: example.com/shop/cart.Store.Add, Store.Add (repeat).",
    ),
    click.option(
        "--evidence",
        multiple=True,
        type=PathName(),
        metavar="FILE",
        help="A race log, a heap profile or escape output (repeat).",
    ),
    click.option(
        "--diff-base",
        metavar="REV",
        help="Only findings on lines that have changed since the branch left REV.",
    ),
    codemod_option,
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Processes to use; 0 means one per processor.",
    ),
    executor_option,
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
    click.option(
        "--config",
        type=PathName(),
        metavar="FILE",
        help="Use this configuration instead of the nearest .gofixmap.toml.",
    ),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Leave vendored, generated and excluded files out also where PATHS name them.",
    ),
    click.option(
        "--stdin-filename",
        type=PathName(),
        metavar="PATH",
        help="Read one file from stdin, as if it were at PATH.",
    ),
)


def run_options(command: Command) -> Command:
    """PATHS and the options that say what to run on them."""
    for decorate in reversed(_SHARED):
        command = decorate(command)
    return command


def make_request(settings: Mapping[str, Any], **more: Any) -> Request:  # noqa: ANN401 - fields of Request
    """The engine's request for the values of `run_options`; `more` are fields of Request.

    In filter mode stdin is read here, and stands in for the file that `--stdin-filename` names.
    Raises UsageError where PATHS are given beside it.
    """
    from gofixmap.engine import Request

    paths, overlay = settings["paths"] or (Path(),), {}
    stdin_filename: Path | None = settings["stdin_filename"]
    if stdin_filename is not None:
        if settings["paths"]:
            raise click.UsageError("--stdin-filename takes the place of PATHS; give only one")
        paths = (stdin_filename,)
        overlay = {stdin_filename.absolute().as_posix(): sys.stdin.buffer.read()}
    return Request(
        paths=tuple(paths),
        select=settings["select"],
        ignore=settings["ignore"],
        targets=settings["targets"],
        evidence=settings["evidence"],
        diff_base=settings["diff_base"] or "",
        options=settings["options"],
        jobs=settings["jobs"],
        overlay=overlay,
        config_file=settings["config"],
        force_exclude=settings["force_exclude"],
        use_cache=not settings["no_cache"],
        **more,
    )


def run_variants(
    request: Request, matrix: Sequence[str], progress: Progress, executor: str | None = None
) -> RunResult:
    """The run, in this machine's build, or in each one that `--matrix` names.

    `executor` is where `--executor` has it analyse.
    """
    with executing(executor, request.jobs) as (factory, jobs):
        request = replace(request, jobs=jobs)
        if not matrix:
            from gofixmap.engine import run

            return run(request, progress=progress, executor=factory)
        from gofixmap.engine.matrix import run_matrix
        from gofixmap.workspace.variants import parse_variants

        variants = parse_variants(matrix)
        return run_matrix(request, variants, progress=progress, executor=factory)
