"""Dask clusters of processes, as a person starts them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

SECONDS = 60.0


class Cluster:
    """A scheduler and some workers; everything they keep lies below `folder`."""

    def __init__(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.variables = {
            **os.environ,
            "GOFIXMAP_WORKER_STORE": str(folder / "store"),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            **(variables or {}),
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = ""
        self._logs = 0

    @property
    def url(self) -> str:
        return self.scheduler.replace("tcp://", "dask://").replace("tls://", "dask+tls://")

    def start(self, *options: str, prefix: tuple[str, ...] = (), host: str = "127.0.0.1") -> None:
        """Starts the scheduler; `prefix` is a command that runs what follows elsewhere."""
        words = ("scheduler", "--host", host, "--port", "0", "--no-dashboard", *options)
        log = self._run(prefix, words)[1]
        self.scheduler = _wait_for(log, r"Scheduler at:\s+(\S+)")

    def add_worker(self, *options: str, prefix: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        words = ("worker", self.scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        local = ("--local-directory", str(self.folder / f"scratch{self._logs}"))
        process, log = self._run(prefix, (*words, *local, *options))
        _wait_for(log, r"(Registered to:)")
        self.workers.append(process)
        return process

    def _run(
        self, prefix: tuple[str, ...], words: tuple[str, ...]
    ) -> tuple[subprocess.Popen[bytes], Path]:
        self._logs += 1
        log = self.folder / f"{self._logs}-{words[0]}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "dask", *words],
                env=self.variables,
                cwd=self.folder,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process, log

    def close(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def _wait_for(log: Path, pattern: str) -> str:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.05)
    pytest.fail(f"no {pattern} in {log.read_text(errors='replace')}")


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes below one, which do its tasks."""
    found = []
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text().split()]
    return found
