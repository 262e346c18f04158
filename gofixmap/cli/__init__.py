"""The command line. Nothing below this package prints."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Sequence

_INTERRUPTED = 130  # 128 + SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gofixmap` with these arguments (those of the process where None); the exit code."""
    try:
        from gofixmap.cli.root import start
    except KeyboardInterrupt:  # nothing has begun
        sys.stderr.write("gofixmap: interrupted\n")
        return _INTERRUPTED
    return start(arguments)


def program() -> None:
    """`main` as a process of its own, which ends with the exit code.

    Memory is left to the system: to take apart all that a run has made, as Python does at its end,
    is a seventh of a run after an edit.
    """
    code: int | None = None

    def leave() -> None:
        if code is not None:
            for stream in (sys.stdout, sys.stderr):  # which may be closed, or not be there
                with contextlib.suppress(AttributeError, OSError, ValueError):
                    stream.flush()
            os._exit(code)

    atexit.register(leave)  # before all others, so that it comes after them
    code = main()
    sys.exit(code)
