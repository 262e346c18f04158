"""Printing: styled lines on a terminal, plain ones in a pipe, and progress on stderr."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

from gofixmap.reports.lines import Line, plain

REDRAW_SECONDS = 0.1


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream and it understands cursor movement."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def print_lines(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print lines, in colour where the stream is a terminal and NO_COLOR is not set."""
    stream = stream or sys.stdout
    if not is_terminal(stream) or os.environ.get("NO_COLOR"):
        for line in lines:
            stream.write(plain(line) + "\n")
        return
    # Imported here: it costs more than the whole of --help, and pipes do not need it.
    from rich.console import Console

    from gofixmap.cli.colour import coloured

    console = Console(file=stream, highlight=False, soft_wrap=True)
    for text in coloured(lines, console):
        console.print(text)


def print_bytes(data: bytes) -> None:
    """Bytes to stdout as they are: a patch, or a file in filter mode."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """A message for people, on stderr."""
    print(message, file=sys.stderr)


class ProgressLine:
    """One line at the bottom of the terminal that says how far the run is; nothing in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._active = is_terminal(self._stream)
        self._drawn = 0.0

    def __call__(self, done: int, total: int, label: str) -> None:
        now = time.monotonic()
        if self._active and (now - self._drawn >= REDRAW_SECONDS or done == total):
            self._drawn = now
            self._stream.write(f"\r\x1b[2K{label} {done}/{total}")
            self._stream.flush()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear the line, also when the run is interrupted."""
        self.clear()

    def clear(self) -> None:
        """Make room for a message, below which the line is drawn again."""
        if self._active and self._drawn:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self._drawn = 0.0
