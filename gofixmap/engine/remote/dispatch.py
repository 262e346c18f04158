"""Tasks to the cluster and results back, behind `concurrent.futures.Executor`.

A task comes back done, or saying what it lacks: it is sent again once that has been told or
delivered. A task whose process or worker dies is told as a process pool tells it, so that
`engine.pool` isolates what kills workers here as it does on one machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import count
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.engine.discovery import Directory
from gofixmap.engine.pool import TaskResult, run_task
from gofixmap.engine.remote import tasks
from gofixmap.engine.remote.address import Address
from gofixmap.engine.remote.closure import asked_by
from gofixmap.engine.remote.codec import CodecError, decode, encode
from gofixmap.engine.remote.delivery import Delivery, Patience, differs, lost
from gofixmap.engine.remote.describe import Describer
from gofixmap.engine.remote.fingerprint import fingerprint
from gofixmap.engine.remote.frames import Reply
from gofixmap.engine.remote.manifest import Part, digest_of
from gofixmap.engine.worker import Phase, Setup
from gofixmap.errors import EnvironmentProblem, GofixmapError
from gofixmap.workspace import WorkspaceSpec

T = TypeVar("T")
_ATTEMPTS = 200  # how often one task may come back for more
_LOOK_SECONDS = 0.5
_STOP_SECONDS = 3.0
_MOST_DESCRIBED = 8  # workspaces, such as the variants of a matrix


class _Entry(Struct, eq=False):
    """A task that is under way."""

    setup: bytes
    phase: str
    directories: bytes
    future: Future[TaskResult]
    sent: Any = None  # distributed.Future
    attempts: int = 0


class _Description(Struct):
    """A workspace that has been described, in the run of that generation or unchanged in it."""

    describer: Describer
    parts: list[bytes]
    generation: int


class RemoteExecutor(Executor):
    """What the pool sees; several share one dispatcher."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        dispatcher.begin()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 - the signature of Executor
        """Takes `run_task` alone: no code is ever sent."""
        if fn is not run_task or kwargs:
            raise ValueError("only analysis tasks run on a cluster")
        return cast("Future[T]", self._dispatcher.submit(*args))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._dispatcher.cancel()


class Dispatcher:
    """One thread sees to all that comes back."""

    def __init__(self, client: Any, address: Address) -> None:  # noqa: ANN401 - distributed.Client
        self._client = client
        self._address = address
        self._run = token_hex(8)
        self._numbers = count()
        self._lock = threading.RLock()
        self._pending: set[_Entry] = set()
        self._answers: SimpleQueue[_Entry | None] = SimpleQueue()
        self._describer = Describer()
        self._parts: list[bytes] = []
        self._described: dict[object, _Description] = {}  # the last few, by what they are of
        self._generation = 0  # of executors: each run makes one, and looks for changes once
        self._kept: dict[bytes, bytes] = {}  # parts and setups, by digest
        self._token = ""
        self._setup = b""
        self.delivery = Delivery(client, address, self._contents)
        self._thread = threading.Thread(target=self._serve, name="gofixmap-dask", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Another run: what has been described may have changed since."""
        self._generation += 1

    def submit(
        self, setup: Setup, phase: Phase, directories: Sequence[Directory]
    ) -> Future[TaskResult]:
        """Raises GofixmapError where the cluster cannot take the task."""
        future: Future[TaskResult] = Future()
        future.set_running_or_notify_cancel()
        try:
            with self._lock:
                key = self._prepared(setup)
                entry = _Entry(key, phase.value, encode(tuple(directories)), future)
                self._pending.add(entry)
                self._send(entry)
        except OSError as error:
            raise lost(self._address) from error
        except CodecError as error:
            raise EnvironmentProblem(f"cannot be sent to a cluster: {error}") from error
        return future

    def _prepared(self, setup: Setup) -> bytes:
        """The digest of a setup that all workers have, with the files that it is about."""
        if setup.token != self._token:
            fresh = self._describe(setup.spec)
            data = encode(replace(setup, traced=False))  # nobody here could use what it noted
            self._kept.pop(self._setup, None)
            key = self._keep(data)
            self.delivery.ensure(fresh, [key])
            self._token, self._setup = setup.token, key
        return self._setup

    def _describe(self, spec: WorkspaceSpec) -> list[bytes]:
        """The digests of the parts that were made for a workspace; none where it is known."""
        about = (spec.root, spec.environment)
        known = self._described.pop(about, None)
        if known is not None and (
            known.generation == self._generation or known.describer.is_fresh()
        ):
            known.generation = self._generation
            self._described[about] = known
            self._describer, self._parts = known.describer, known.parts
            return []
        self._describer, self._parts = Describer(), []
        if len(self._described) >= _MOST_DESCRIBED:
            del self._described[next(iter(self._described))]
        self._described[about] = _Description(self._describer, self._parts, self._generation)
        root, environment = spec.root, spec.environment
        below = (environment.goroot, environment.module_cache, root.dir if root.whole else "")
        self._describer.open_below = tuple(each.rstrip("/") + "/" for each in below if each)
        for top in (root.dir,) if root.whole else root.named:
            self._describer.top(top)
        for path in sorted(asked_by(spec)):
            self._describer.path(path)
        return self._add_part()

    def _add_part(self) -> list[bytes]:
        part: Part = self._describer.take()
        if part.is_empty:
            return []
        key = self._keep(part.packed())
        self._parts.append(key)
        return [key]

    def _keep(self, data: bytes) -> bytes:
        key = digest_of(data)
        self._kept[key] = data
        return key

    def _contents(self, key: bytes) -> bytes:
        kept = self._kept.get(key)
        return self._describer.contents(key) if kept is None else kept

    def _send(self, entry: _Entry) -> None:
        task = tasks.Task(
            run=self._run,
            fingerprint=fingerprint(),
            setup=entry.setup,
            parts=list(self._parts),
            phase=entry.phase,
            directories=entry.directories,
            shared=self._address.shared,
        )
        name = f"gofixmap-{self._run}-{next(self._numbers)}"
        entry.sent = self._client.submit(tasks.work, msgspec.msgpack.encode(task), key=name)
        entry.sent.add_done_callback(lambda _: self._answers.put(entry))

    def _serve(self) -> None:
        patience = Patience(self._client, self._address)
        while True:
            try:
                entry = self._answers.get(timeout=_LOOK_SECONDS)
            except Empty:
                self._look(patience)
                continue
            if entry is None:
                return
            try:
                self._settle(entry)
            except GofixmapError as error:
                self._finish(entry, error)
            except Exception as error:  # noqa: BLE001 - whatever fails here, somebody waits for it
                self._finish(entry, EnvironmentProblem(f"the Dask cluster failed: {error!r}"))

    def _look(self, patience: Patience) -> None:
        """Gives up what nobody can do any more."""
        pending = list(self._pending)
        try:
            patience.check()
        except GofixmapError as error:
            for entry in pending:
                self._finish(entry, error)

    def _settle(self, entry: _Entry) -> None:
        if entry not in self._pending:
            return
        if entry.sent.status == "error":
            self._finish(entry, self._failure(entry.sent.exception()))
        elif entry.sent.status != "finished":
            self._finish(entry, lost(self._address))
        else:
            reply = msgspec.msgpack.decode(entry.sent.result(), type=Reply)
            if reply.result:
                self._finish(entry, cast("TaskResult", decode(reply.result)))
            elif reply.died:
                self._finish(entry, BrokenProcessPool(reply.died))
            else:
                self._supply(entry, reply)

    def _failure(self, error: BaseException) -> Exception:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):  # it has taken several workers with it
            return BrokenProcessPool(str(error))
        return EnvironmentProblem(f"a worker failed: {error!r}", where=self._address.scheduler)

    def _supply(self, entry: _Entry, reply: Reply) -> None:
        """Tells or delivers what a task lacks, and sends it again."""
        if reply.differs:
            raise differs(os.fsdecode(reply.differs), reply.worker)
        entry.attempts += 1
        if reply.refused or entry.attempts > _ATTEMPTS:
            what = reply.refused or "it lacks what cannot be sent"
            raise EnvironmentProblem(f"worker {reply.worker} refuses a task: {what}")
        with self._lock:
            fresh: list[bytes] = []
            if reply.paths:
                for path in reply.paths:
                    self._describer.path(os.fsdecode(path))
                fresh = self._add_part()
            if fresh or reply.contents:
                workers = [reply.worker] if reply.contents else None
                self.delivery.ensure(fresh, reply.contents, workers)
            self._send(entry)

    def _finish(self, entry: _Entry, result: TaskResult | Exception) -> None:
        if entry not in self._pending:
            return
        self._pending.discard(entry)
        if isinstance(result, Exception):
            entry.future.set_exception(result)
        else:
            entry.future.set_result(result)
        entry.sent = None

    def cancel(self) -> None:
        """Ends what is under way, on the workers too, which is waited for a moment."""
        pending, self._pending = self._pending, set()
        if not pending:
            return
        stopped, self._run = self._run, token_hex(8)
        sent = [entry.sent for entry in pending if entry.sent is not None]
        for entry in pending:
            entry.future.cancel()
        if self._client.status == "running":
            stopping = threading.Thread(target=self._stop, args=(sent, stopped), daemon=True)
            stopping.start()
            stopping.join(_STOP_SECONDS)  # a worker that has gone must not hold up the end

    def _stop(self, sent: list[Any], run: str) -> None:
        with suppress(Exception):  # nobody waits for the results any more
            self._client.cancel(sent, force=True)
            self._client.run(tasks.stop, run, on_error="ignore")

    def close(self) -> None:
        self.cancel()
        self._answers.put(None)
        self._thread.join(timeout=5)
