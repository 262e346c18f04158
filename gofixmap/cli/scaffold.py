"""`gofixmap scaffold`: write files that a service keeps, and never over somebody's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from gofixmap.cli.options import PathName
from gofixmap.errors import EXIT_OK, UsageError

_force = click.option("--force", is_flag=True, help="Write over files that are different.")
_dry_run = click.option("--dry-run", is_flag=True, help="Print the patch to stdout; write nothing.")


@click.group()
def scaffold() -> None:
    """Write alert rules and a dashboard, or a CI workflow."""


@scaffold.command()
@click.argument("folder", type=PathName(), default=Path("monitoring"))
@click.option("--job", default="", help="Only instances with this Prometheus job label.")
@_dry_run
@_force
def monitoring(folder: Path, job: str, dry_run: bool, force: bool) -> int:
    """Write Prometheus alert rules, their tests and a Grafana dashboard into FOLDER.

    FOLDER is monitoring where it is not given. promtool test rules runs the tests.
    """
    from gofixmap.scaffold import monitoring as made

    return _put(folder, made(job), dry_run, force)


@scaffold.command()
@click.argument("folder", type=PathName(), default=Path())
@click.option(
    "--branch", default="main", show_default=True, help="The branch that others start at."
)
@click.option(
    "--requirement",
    default="gofixmap",
    show_default=True,
    metavar="TEXT",
    help="What pip installs: a version, or an address.",
)
@click.option(
    "--action",
    default="",
    metavar="OWNER/REPOSITORY@REVISION",
    help="Use the action of gofixmap that is there, in place of steps of its own.",
)
@_dry_run
@_force
def ci(folder: Path, branch: str, requirement: str, action: str, dry_run: bool, force: bool) -> int:
    """Write a GitHub Actions workflow for the Go module in FOLDER.

    It runs go test -race, and gofixmap check on the lines that a pull request changes.
    """
    from gofixmap.patch.top import prefix_of
    from gofixmap.scaffold import workflow

    module = folder.absolute()
    if not (module / "go.mod").is_file():
        raise UsageError("there is no go.mod", where=str(folder))
    below = prefix_of(module.resolve())
    top = module.resolve()
    for _ in Path(below).parts:
        top = top.parent
    return _put(top, workflow(branch, below, requirement, action), dry_run, force)


def _put(folder: Path, made: Mapping[str, bytes], dry_run: bool, force: bool) -> int:
    """Writes all files or none; those that are there and the same stay."""
    from gofixmap.cli.output import say
    from gofixmap.cli.patches import make_patch, print_patch
    from gofixmap.engine.write import write

    root = folder.absolute()
    before = {name: data for name in made if (data := _data(root / name)) is not None}
    new = {name: data for name, data in made.items() if before.get(name) != data}
    kept = {name: data for name, data in before.items() if name in new}
    if kept and not (force or dry_run):
        names = ", ".join(str(folder / name) for name in sorted(kept))
        raise UsageError(f"{names} is there and different", hint="--force writes over it")
    if dry_run:
        print_patch(make_patch(*_seen_from_here(root, kept), _seen_from_here(root, new)[1]))
        return EXIT_OK
    for name in new:
        _make_folder((root / name).parent)
    written = write(root, kept, new, allow_dirty=force, command="scaffold")
    say("\n".join(f"wrote {folder / name}" for name in written) or "everything is there already")
    return EXIT_OK


def _seen_from_here(root: Path, files: Mapping[str, bytes]) -> tuple[Path, Mapping[str, bytes]]:
    """Files below `root` by their path from the current folder, where a patch would be applied."""
    here = Path.cwd()
    if not root.is_relative_to(here):
        return root, files
    return here, {(root / name).relative_to(here).as_posix(): files[name] for name in files}


def _data(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read it: {error.strerror}", where=str(path)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make it: {error.strerror}", where=str(folder)) from error
