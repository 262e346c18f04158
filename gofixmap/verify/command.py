"""Runs one Go command in a process group of its own, which no timeout and no Ctrl-C outlives."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Output:
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
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, number)
            else:
                process.terminate()
        except (ProcessLookupError, PermissionError):
            break
        try:
            process.communicate(timeout=5)
            break
        except subprocess.TimeoutExpired:
            continue
