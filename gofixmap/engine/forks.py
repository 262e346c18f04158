"""Work on many things that needs what this process has in memory, shared with forks of it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar, cast

from gofixmap.engine.pool import FORKS, processors, start_worker

T = TypeVar("T")
R = TypeVar("R")

_PIECES = 8  # for each process, so that all end together

_works: list[Callable[..., object]] = []  # in a fork, what it is there for


def shared(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """What `work` gives for each item; nothing at all where that cannot be shared.

    `jobs` are the processes that there may be, 0 as many as there are processors.
    """
    jobs = min(jobs or processors(), len(items))
    if not FORKS or jobs < 2:
        return []
    begin = (os.getpid(), work)
    try:
        with ProcessPoolExecutor(jobs, get_context("fork"), _begin, begin) as executor:
            size = -(-len(items) // (jobs * _PIECES))
            return cast("list[R]", list(executor.map(_do, items, chunksize=size)))
    except (OSError, NotImplementedError, BrokenProcessPool):
        return []


def _begin(parent: int, work: Callable[..., object]) -> None:
    start_worker(parent)
    gc.disable()  # it would look through all that the parent has made
    _works[:] = [work]


def _do(item: object) -> object:
    return _works[0](item)
