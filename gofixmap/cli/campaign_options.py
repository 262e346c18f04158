"""What the commands of `gofixmap campaign` have in common: where the state is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.cli.options import PathName

if TYPE_CHECKING:
    from gofixmap.campaign.state import Store

state_option = click.option(
    "--state",
    type=PathName(),
    metavar="FILE",
    help="The state of the campaign.  [default: one for each workspace, in the user's state"
    " folder]",
)

jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processors that Go uses; 0 means all of them, or GOMAXPROCS.",
)


@contextmanager
def processors(jobs: int) -> Iterator[None]:
    """Meanwhile, Go's commands use no more processors than that; 0 is no limit."""
    from gofixmap.verify.toolchain import PROCESSORS

    if not jobs:
        yield
        return
    before = os.environ.get(PROCESSORS)
    os.environ[PROCESSORS] = str(jobs)
    try:
        yield
    finally:
        if before is None:
            del os.environ[PROCESSORS]
        else:
            os.environ[PROCESSORS] = before


def state_of(state: Path | None, paths: Sequence[Path] = ()) -> Path:
    """The state that is meant: the one that is named, or that of the workspace around `paths`."""
    from gofixmap.campaign.place import root_of, state_path

    return state.absolute() if state is not None else state_path(root_of(paths))


def open_store(state: Path | None) -> Store:
    """The state, for a command that needs a plan. Raises UsageError where there is none."""
    from gofixmap.campaign.state import Store

    return Store(state_of(state))
