"""The process that analyses beside the server, so that typing never waits for it.

Messages go over the pipes of the process, each a length and a pickle: both ends are this program.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from traceback import format_exc
from types import FrameType
from typing import Any, BinaryIO

from msgspec import Struct

from gofixmap.engine import Request, run
from gofixmap.engine.request import Progress
from gofixmap.engine.resident import Resident
from gofixmap.errors import GofixmapError
from gofixmap.model import RunResult

HEADER = 8  # bytes of a message's length
_NICE = 10
_LOOK_SECONDS = 1.0  # between two looks at whether the server is still there
_KEPT = 2  # workspaces that stay open in this process


class Told(Struct, frozen=True):
    """How far a run is."""

    done: int
    total: int
    label: str


class Task(Struct, frozen=True):
    """Another call than a run of the engine: `function(argument, progress)`, known by its name."""

    function: Callable[[Any, Callable[[int, int, str], None]], object]
    argument: object


class Check(Struct, frozen=True):
    """A full pass: a run that goes on with the workspace around `home` that the last one left.

    `changed` are files that have changed on disk since then; `renewed` says that anything may.
    """

    request: Request
    home: str
    changed: tuple[str, ...] = ()
    renewed: bool = False


class Failed(Struct, frozen=True):
    """Why there is no result. `error` is one that a user may see, else `trace` is for the log."""

    error: GofixmapError | None
    trace: str = ""


def command(*, waited_for: bool = False) -> list[str]:
    """Starts this module: `-P` keeps the working directory, which may hold anything, off the path.

    The path of this program itself goes with it, for where it is not installed. A process that
    nobody waits for gives way to others.
    """
    here = str(Path(__file__).resolve().parents[2])
    start = f"import sys; sys.path.append({here!r}); import gofixmap.lsp.worker as w; "
    start += f"w.main(nice={0 if waited_for else _NICE})"
    return [sys.executable, "-P", "-c", start]


def packed(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(HEADER, "big") + body


def unpacked(body: bytes) -> object:
    return pickle.loads(body)  # noqa: S301 - from our own process, over a pipe


def main(nice: int) -> None:
    """Serves until stdin ends. What anything prints goes to stderr, not among the messages."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    signal.signal(signal.SIGTERM, partial(_stop, os.getpid()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server to handle
    threading.Thread(target=_end_after, args=(os.getppid(),), daemon=True).start()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(nice)
    while header := source.read(HEADER):
        body = source.read(int.from_bytes(header, "big"))
        _serve(unpacked(body), sink)


def _stop(process: int, number: int, frame: FrameType | None) -> None:
    """Ends as Ctrl-C would: the Go commands that run are stopped on the way out.

    The forks of `process` have inherited this, and nothing to stop: they just end.
    """
    if os.getpid() == process:
        sys.exit(128 + number)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _end_after(parent: int) -> None:
    """A server that is killed ends nobody, and what it has begun would go on for minutes."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


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
        if isinstance(message, Check):
            return _checked(message, progress)
        if isinstance(message, Task):
            return message.function(message.argument, progress)
        raise TypeError(f"no work is asked for by a {type(message).__name__}")
    except GofixmapError as error:
        return Failed(error)
    except Exception:  # noqa: BLE001 - the process serves the next message all the same
        return Failed(None, format_exc())


_residents: dict[str, Resident] = {}


def _checked(check: Check, progress: Progress) -> RunResult:
    if check.renewed:
        _residents.clear()
    overlay = check.request.overlay
    resident = _residents.pop(check.home, None)
    if resident is None:
        resident = Resident(Path(check.home), overlay)
    else:
        resident.update(overlay, check.changed)
    _residents[check.home] = resident
    for home in list(_residents)[:-_KEPT]:
        del _residents[home]
    return run(check.request, progress=progress, resident=resident)
