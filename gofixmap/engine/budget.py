"""A limit on the processor time that one codemod may take in one package.

Analyses are written for code that people write; what nobody writes can make each of them take
hours. The limit grows with the package, so that nothing real comes near it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 20.0  # for any package
BYTES_PER_SECOND = 20_000  # of the package's files: so much longer may a larger one take
NAMED_SECONDS = 300.0  # for a symbol that was named: its uses are looked for in all packages


class OverBudget(BaseException):
    """Not an Exception, so that nothing on its way takes it for a failure of its own."""


def seconds_for(size: int) -> float:
    """The limit for a package whose files have `size` bytes."""
    return SECONDS + size / BYTES_PER_SECOND


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raises OverBudget in what takes more processor time of this process.

    Only a main thread can be stopped; elsewhere, and on Windows, there is no limit.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    former = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)  # again, should something swallow it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _stop(number: int, frame: FrameType | None) -> None:
    raise OverBudget
