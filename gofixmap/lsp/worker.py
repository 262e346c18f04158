"""The process that analyses beside the server, so that typing never waits for it.

Messages go over the pipes of the process, each a length and a pickle: both ends are this program.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exc
from typing import BinaryIO

from gofixmap.engine import Request, run
from gofixmap.errors import GofixmapError

HEADER = 8  # bytes of a message's length
_NICE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """How far a run is."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no result. `error` is one that a user may see, else `trace` is for the log."""

    error: GofixmapError | None
    trace: str = ""


def command() -> list[str]:
    """Starts this module: `-P` keeps the working directory, which may hold anything, off the path.

    The path of this program itself goes with it, for where it is not installed.
    """
    here = str(Path(__file__).resolve().parents[2])
    start = f"import sys; sys.path.append({here!r}); import gofixmap.lsp.worker as w; w.main()"
    return [sys.executable, "-P", "-c", start]


def packed(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(HEADER, "big") + body


def unpacked(body: bytes) -> object:
    return pickle.loads(body)  # noqa: S301 - from our own process, over a pipe


def main() -> None:
    """Serves until stdin ends. What anything prints goes to stderr, not among the messages."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    while header := source.read(HEADER):
        body = source.read(int.from_bytes(header, "big"))
        _serve(unpacked(body), sink)


def _serve(message: object, sink: BinaryIO) -> None:
    def send(answer: object) -> None:
        sink.write(packed(answer))
        sink.flush()

    send(answered(message, send))


def answered(message: object, tell: Callable[[object], None]) -> object:
    """The answer to one message, a `Failed` where there is none."""

    def progress(done: int, total: int, label: str) -> None:
        tell(Told(done, total, label))

    try:
        if isinstance(message, Request):
            return run(message, progress=progress)
        raise TypeError(f"no work is asked for by a {type(message).__name__}")
    except GofixmapError as error:
        return Failed(error)
    except Exception:  # noqa: BLE001 - the process serves the next message all the same
        return Failed(None, format_exc())
