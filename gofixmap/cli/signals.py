"""SIGTERM ends the program as Ctrl-C does: what was begun is undone, and child processes stop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TerminatedError(BaseException):
    """SIGTERM came. Like KeyboardInterrupt it is none of the errors that code should handle."""


@contextmanager
def orderly_end() -> Iterator[None]:
    """Within it SIGTERM raises, unless somebody else has a say in what SIGTERM does."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    process = os.getpid()

    def end(number: int, frame: FrameType | None) -> None:
        """A forked worker has inherited this, and has nothing to undo: it just ends."""
        if os.getpid() == process:
            raise TerminatedError
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
