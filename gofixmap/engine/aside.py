"""Work for a process of its own while this one goes on: the report need not wait for the cache."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

Work = Callable[[], object]


class Aside:
    """Does what it is given in forks of this process, and has done it all when it is left.

    `jobs` are the processes that there may be, 0 as many as there are processors; with one, or
    where forking is not safe, work is done at once. Work is what may be done twice: what a fork
    has not come to an end with, this process does.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._begun: dict[int, Work] = {}

    def do(self, work: Work) -> None:
        """Begins some work, which changes nothing in memory that anybody needs.

        Nobody may have a connection to a database open: SQLite's are not for two processes.
        """
        from gofixmap.engine.pool import FORKS, processors  # a run that the cache answers has none

        if not FORKS or (self._jobs or processors()) < 2:
            work()
            return
        try:
            child = os.fork()
        except OSError:
            work()
            return
        if child == 0:
            _do(work)
        self._begun[child] = work

    def wait(self) -> None:
        """Returns when all is done; raises what the work raises."""
        while self._begun:
            child, work = self._begun.popitem()
            if not _has_succeeded(child):
                work()

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wait()


def _do(work: Work) -> None:
    """In the fork: does the work and ends, with 0 only where that has succeeded."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who reports
        gc.disable()  # it would look through, and so copy, all that the parent has made
        work()
        code = 0
    finally:
        os._exit(code)  # whatever was raised: the parent tries again, and tells


def _has_succeeded(child: int) -> bool:
    with suppress(ChildProcessError):  # somebody else has waited for it
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return False
