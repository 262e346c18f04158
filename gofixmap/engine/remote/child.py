"""The process beside a Dask worker that does the work: one task after the other, from its stdin.

A process of its own can be stopped, has a main thread (which limits of time need), and takes only
its task with it when it dies. What it is told to read it reads from a store and a manifest.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

from gofixmap.engine.discovery import Directory
from gofixmap.engine.pool import release, run_task, start_worker
from gofixmap.engine.remote.codec import decode, encode
from gofixmap.engine.remote.frames import Job, Reply, receive, send
from gofixmap.engine.remote.manifest import Manifest, unpacked
from gofixmap.engine.remote.store import Store
from gofixmap.engine.remote.virtual import Differs, Missing, VirtualFiles
from gofixmap.engine.worker import Phase, Setup
from gofixmap.workspace import system

IDLE_SECONDS = 60.0  # then the process ends, with all that it has read


class Absent(LookupError):
    """Contents that the store does not hold."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        super().__init__("not in the store")
        self.keys = list(keys)


class Work:
    """What one process remembers from task to task."""

    def __init__(self) -> None:
        self._parts: tuple[bytes, ...] = ()
        self._manifest = Manifest()
        self._setup: tuple[bytes, Setup] | None = None
        self._stores: dict[str, Store] = {}

    def do(self, job: Job) -> Reply:
        store = self._stores.setdefault(job.store, Store(Path(job.store)))
        try:
            setup = self._setup_of(job, store)
            self._describe(job, store)
        except Absent as absent:
            return Reply(contents=absent.keys)
        files = VirtualFiles(self._manifest, store, shared=job.shared)
        directories = cast("Sequence[Directory]", decode(job.directories))
        try:
            with system.reading(files):
                return Reply(result=encode(run_task(setup, Phase(job.phase), directories)))
        except Missing as missing:
            release()  # what it was in the middle of is half made
            lacking = files.lacking() if missing.packs else []
            return Reply(paths=[os.fsencode(path) for path in missing.paths], contents=lacking)
        except Differs as differs:
            release()
            return Reply(differs=os.fsencode(differs.path))

    def _setup_of(self, job: Job, store: Store) -> Setup:
        if self._setup is None or self._setup[0] != job.setup:
            data = store.get(job.setup)
            if data is None:
                raise Absent([job.setup])
            self._setup = (job.setup, cast("Setup", decode(data)))
        return self._setup[1]

    def _describe(self, job: Job, store: Store) -> None:
        """Reads the parts that are new; another first part is another file system."""
        known = len(self._parts)
        if tuple(job.parts[:known]) != self._parts:
            self._parts, self._manifest, known = (), Manifest(), 0
            release()
        contents = [(key, store.get(key)) for key in job.parts[known:]]
        absent = [key for key, data in contents if data is None]
        if absent:
            raise Absent(absent)
        for key, data in contents:
            self._manifest.add(unpacked(data or b""))
            self._parts += (key,)


def main() -> int:
    """Works until its stdin ends, or nothing has come for a while."""
    start_worker(os.getppid())
    stdin, stdout = sys.stdin.buffer, _own_stdout()
    work = Work()
    while select.select([stdin], [], [], IDLE_SECONDS)[0]:
        job = receive(stdin, Job)
        if job is None:
            break
        send(stdout, work.do(job))
    return 0


def _own_stdout() -> IO[bytes]:
    """Where replies go; what anybody prints goes to stderr."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


if __name__ == "__main__":
    sys.exit(main())
