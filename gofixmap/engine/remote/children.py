"""The child processes of one Dask worker: as many as it has tasks at a time."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress

from gofixmap.engine.remote.frames import Job, Reply, receive, send

_KILLED_FOR = "stopped"
_END_SECONDS = 5.0


class Child:
    """One process; `run` is the run whose task it is at, or ""."""

    def __init__(self) -> None:
        # Neither the current folder nor the environment may bring Python modules of a tree.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gofixmap.engine.remote.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tempfile.gettempdir(),
            env={**os.environ, "PYTHONSAFEPATH": "1"},
            start_new_session=True,  # Ctrl-C on a worker's terminal is the worker's to handle
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._streams = (self._process.stdin, self._process.stdout)
        self.run = ""

    def do(self, job: Job) -> Reply:
        """The reply, or one that says how the process died."""
        stdin, stdout = self._streams
        try:
            send(stdin, job)
            reply = receive(stdout, Reply)
        except OSError:
            reply = None
        return Reply(died=self._end()) if reply is None else reply

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Lets an idle process end by itself, and waits for it."""
        with suppress(OSError):
            self._streams[0].close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)

    def kill(self) -> None:
        self._process.kill()

    def _end(self) -> str:
        """Waits for a process that answers no more, and says how it ended."""
        self.kill()
        code = self._process.wait()
        for stream in self._streams:
            with suppress(OSError):  # what could not be written any more
                stream.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


class Children:
    """Idle ones are used again, the last one first: it has read most of the tree."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._stopped: set[str] = set()

    def do(self, run: str, job: Job) -> Reply:
        """Runs a task of a run; in a thread of the Dask worker."""
        child = self._take(run)
        if child is None:
            return Reply(died=_KILLED_FOR)
        try:
            reply = child.do(job)
        finally:
            with self._lock:
                self._busy.discard(child)
        if child.is_alive:
            with self._lock:
                self._idle.append(child)
        return reply

    def _take(self, run: str) -> Child | None:
        with self._lock:
            if run in self._stopped:
                return None
            child = None
            while self._idle and child is None:
                last = self._idle.pop()
                child = last if last.is_alive else None
            child = child or Child()
            child.run = run
            self._busy.add(child)
            return child

    def stop(self, run: str) -> None:
        """Ends what is done for a run that nobody waits for any more."""
        with self._lock:
            self._stopped.add(run)
            for child in self._busy:
                if child.run == run:
                    child.kill()

    def close(self) -> None:
        """With the Dask worker its idle processes end; busy ones see that it has gone."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()


_children = Children()
atexit.register(_children.close)


def children() -> Children:
    """Those of this process."""
    return _children
