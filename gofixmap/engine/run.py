"""The one entry of the engine: what the cache knows, and an analysis for the rest."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.engine.request import Progress, Request, silent

if TYPE_CHECKING:
    from gofixmap.engine.pool import ExecutorFactory
    from gofixmap.engine.resident import Resident
    from gofixmap.engine.timings import Timings
    from gofixmap.model import RunResult
    from gofixmap.registry import Registry


def run(
    request: Request,
    *,
    registry: Registry | None = None,
    progress: Progress = silent,
    executor: ExecutorFactory | None = None,
    timings: Timings | None = None,
    resident: Resident | None = None,
) -> RunResult:
    """Findings and new contents for `request`; see `Request`. Writes and prints nothing.

    Raises GofixmapError where the request cannot be acted on. A run in which some files or
    packages failed returns what the others gave, with `problems` naming them. `executor` makes
    the `concurrent.futures.Executor` to run on; `timings` is filled where it is given. `resident`
    is a workspace around the paths that has been opened before, with the contents of `overlay`.
    """
    started = perf_counter()
    known = None
    if request.use_cache and registry is None and executor is None and resident is None:
        from gofixmap.engine.cache import known_of

        known = known_of(request)
    with _keeping_garbage():
        try:
            result = known.result() if known is not None else None
            if result is None:
                # Imported here: a run that the cache answers needs none of what analyses.
                from gofixmap.engine.analysis import analyse

                result = analyse(request, registry, progress, executor, timings, resident, known)
        finally:
            if known is not None:
                known.close()
    return replace(result, summary=replace(result.summary, seconds=perf_counter() - started))


@contextmanager
def _keeping_garbage() -> Iterator[None]:
    """Does not look for garbage: what is known of a tree are many objects, and none is any."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
