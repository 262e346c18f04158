"""Running a command and saying what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_FINE = (0, 1, 3)  # done, findings, some files could not be processed
_PAUSE = 0.05  # seconds between looks at memory


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of wall and processor time; MB at the peak, where they were sampled.

    `worker` is the largest that one process was, `memory` the largest sum of all, both in
    proportional set size: a page that two processes share counts half for each.
    """

    wall: float
    processor: float
    memory: float = 0.0
    worker: float = 0.0


def measured(
    command: Sequence[str],
    *,
    sample: bool = False,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Runs a command to its end; sampling memory slows it, so timed runs do not sample.

    Ends the program where the command fails.
    """
    before = os.times()
    env = {**os.environ, **(environment or {})}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # pip compiles what it installs, so must we
    started = time.perf_counter()
    memory = worker = 0.0
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=errors,
            cwd=cwd,
            env=env,
        )
        while sample and process.poll() is None:
            sizes = [_proportional(each) for each in _tree_of(process.pid)]
            memory, worker = max(memory, sum(sizes)), max(worker, *sizes)
            time.sleep(_PAUSE)
        code = process.wait()
        if code not in _FINE:
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(command)}\nended with {code}: {said}")
    wall = time.perf_counter() - started
    after = os.times()
    used = after.children_user + after.children_system
    return Run(wall, used - before.children_user - before.children_system, memory, worker)


def _tree_of(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in children.split():
        yield from _tree_of(int(child))


def _proportional(process: int) -> float:
    """A process' proportional set size in MB; 0 once it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    sizes = (int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:"))
    return next(sizes, 0) / 1024
