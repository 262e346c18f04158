"""Runs one Go command in a process group of its own, which no timeout and no Ctrl-C outlives."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

_LAST_SIGNAL = getattr(signal, "SIGKILL", signal.SIGTERM)
_SIGNALS = (signal.SIGINT, signal.SIGTERM, _LAST_SIGNAL)  # at the first, Go removes its own folder
_GRACE = 5.0  # seconds between asking a group to end and ending it


class Output(Struct, frozen=True):
    """What a command said; `status` is None where it was stopped at the time limit."""

    status: int | None
    stdout: bytes
    stderr: bytes


def run(
    arguments: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float
) -> Output:
    """Runs a command to its end. Raises OSError when it cannot be started."""
    process = subprocess.Popen(
        list(arguments),
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=max(seconds, 0.1))
    except subprocess.TimeoutExpired:
        _stop(process)
        return Output(None, b"", b"")
    except BaseException:
        _stop(process)
        raise
    return Output(process.returncode, stdout, stderr)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the group: compilers that Go has started would go on alone otherwise."""
    for number in _SIGNALS:
        _kill_group(process, number)
        try:
            process.communicate(timeout=_GRACE)
            return
        except subprocess.TimeoutExpired:
            continue


def stream(
    arguments: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    seconds: float,
    line: Callable[[bytes], None],
) -> Output:
    """Runs a command to its end, and hands its stdout on line by line, from another thread.

    What it leaves running in its process group is ended too. Raises OSError when it cannot be
    started. `stdout` of the answer is empty.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            list(arguments),
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        assert process.stdout is not None
        reader = threading.Thread(target=_hand_on, args=(process.stdout, line), daemon=True)
        reader.start()
        status = _awaited(process, reader, seconds)
        errors.seek(0)
        return Output(status, b"", errors.read())


def _hand_on(lines: Iterable[bytes], line: Callable[[bytes], None]) -> None:
    for each in lines:
        line(each)


def _awaited(
    process: subprocess.Popen[bytes], reader: threading.Thread, seconds: float
) -> int | None:
    """The exit code, once all output has been read; None where time was up."""
    status: int | None = None
    try:
        status = process.wait(timeout=max(seconds, 0.1))
    except subprocess.TimeoutExpired:
        _end(process)
    except BaseException:
        _end(process)
        raise
    finally:
        _kill_group(process, _LAST_SIGNAL)  # a child may hold the pipe open
        reader.join(timeout=_GRACE)
    return status


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in _SIGNALS:
        _kill_group(process, number)
        try:
            process.wait(timeout=_GRACE)
            return
        except subprocess.TimeoutExpired:
            continue


def _kill_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Signals what is left of the group that the process leads."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        elif process.poll() is None:
            process.terminate()
    except (ProcessLookupError, PermissionError):
        return
