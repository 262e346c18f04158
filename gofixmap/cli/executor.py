"""`--executor`: where the analysis runs, when that is not this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from gofixmap.engine.pool import ExecutorFactory

Command = TypeVar("Command", bound=Callable[..., Any])


def executor_option(command: Command) -> Command:
    """`--executor URL`, for a command that hands its value to `executing`."""
    return click.option(
        "--executor",
        metavar="URL",
        help="Analyse on a Dask cluster, such as dask://host:8786; dask+tls:// is encrypted, and"
        " ?mount=shared reads files that workers see at the same paths.",
    )(command)


@contextmanager
def executing(url: str | None, jobs: int) -> Iterator[tuple[ExecutorFactory | None, int]]:
    """What `run` takes as `executor`, and the jobs to cut the work for; (None, jobs) without URL.

    The connection ends with the block. Raises GofixmapError where there is none to be had.
    """
    if url is None:
        yield None, jobs
        return
    from gofixmap.engine.remote.cluster import connect

    with connect(url) as cluster:
        yield cluster.executor, jobs or cluster.threads
