"""Brings contents to workers: each once, asked for first, some megabytes at a time.

The client sends a content to the scheduler once. Workers take it from one another, write it into
their stores, and the cluster's memory is free again before the next ones are sent.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gofixmap.engine.remote import tasks
from gofixmap.engine.remote.address import Address
from gofixmap.errors import EnvironmentProblem

_BATCH_BYTES = 32 << 20  # compressed, in the memory of scheduler and workers at a time
_ROUNDS = 6  # of asking a worker what it lacks: parts, then what parts name; more only in a storm
_LOOK_SECONDS = 0.5

Contents = Callable[[bytes], bytes]


class Delivery:
    """To the workers of one cluster."""

    def __init__(self, client: Any, address: Address, contents: Contents) -> None:  # noqa: ANN401 - distributed.Client
        """`contents` gives the bytes with a digest."""
        self._client = client
        self._address = address
        self._contents = contents
        self.sent_bytes = 0

    def ensure(
        self, parts: Sequence[bytes], more: Sequence[bytes], workers: Sequence[str] | None = None
    ) -> None:
        """Sees to it that workers have what `parts` of the manifest name, and `more`.

        Raises EnvironmentProblem where that cannot be.
        """
        for _ in range(_ROUNDS):
            lacking = self._lacking(parts, more, workers)
            if not lacking:
                return
            self._bring(lacking)

    def _lacking(
        self, parts: Sequence[bytes], more: Sequence[bytes], workers: Sequence[str] | None
    ) -> dict[str, list[bytes]]:
        answers = self._client.run(
            tasks.lacking,
            list(parts),
            list(more),
            self._address.shared,
            workers=workers,
            on_error="return",
        )
        lacking = {}
        for worker, answer in answers.items():
            if isinstance(answer, str):
                raise differs(answer, worker)
            if isinstance(answer, list) and answer:
                lacking[worker] = answer
            elif isinstance(answer, BaseException) and not isinstance(answer, OSError):
                raise EnvironmentProblem(f"a worker failed: {answer!r}", where=worker)
        return lacking

    def _bring(self, lacking: Mapping[str, Sequence[bytes]]) -> None:
        wanted = {worker: frozenset(keys) for worker, keys in lacking.items()}
        order = dict.fromkeys(key for keys in lacking.values() for key in keys)
        for batch in self._batches(order):
            held = {
                key: self._client.submit(tasks.hold, data, pure=False)
                for key, data in batch.items()
            }
            installs = []
            for worker, keys in wanted.items():
                mine = [key for key in held if key in keys]
                if mine:
                    contents = [held[key] for key in mine]
                    # A worker that dies meanwhile leaves its share to another, which has it twice.
                    installs.append(
                        self._client.submit(
                            tasks.install,
                            mine,
                            contents,
                            workers=[worker],
                            allow_other_workers=True,
                            pure=False,
                        )
                    )
            self._wait(installs)

    def _batches(self, keys: Mapping[bytes, None]) -> Iterator[dict[bytes, bytes]]:
        """Compressed contents, some at a time."""
        batch: dict[bytes, bytes] = {}
        size = 0
        for key in keys:
            batch[key] = zlib.compress(self._contents(key), 1)
            size += len(batch[key])
            if size >= _BATCH_BYTES:
                self.sent_bytes += size
                yield batch
                batch, size = {}, 0
        if batch:
            self.sent_bytes += size
            yield batch

    def _wait(self, futures: Sequence[Any]) -> None:
        patience = Patience(self._client, self._address)
        for future in futures:
            while not future.done():
                patience.check()
                time.sleep(_LOOK_SECONDS / 50)
            if future.status == "error":
                raise EnvironmentProblem(f"a worker failed: {future.exception()!r}")
            if future.status != "finished":
                raise lost(self._address)
            problem = future.result()
            if problem:
                raise EnvironmentProblem(problem, where=self._address.scheduler)


class Patience:
    """For how long there may be no worker at all."""

    def __init__(self, client: Any, address: Address) -> None:  # noqa: ANN401 - distributed.Client
        self._client = client
        self._address = address
        self._seen = self._looked = time.monotonic()

    def check(self) -> None:
        """Raises EnvironmentProblem where the scheduler, or every worker, is gone for too long."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        if self._client.status not in ("running", "connecting"):
            raise lost(self._address)
        if self._client.scheduler_info().get("workers"):
            self._seen = now
        elif now - self._seen > self._address.seconds:
            raise EnvironmentProblem(
                f"the Dask cluster has had no worker for {self._address.seconds:g} s",
                where=self._address.scheduler,
                hint="the workers' logs say why they ended",
            )


def lost(address: Address) -> EnvironmentProblem:
    return EnvironmentProblem(
        "the connection to the Dask scheduler was lost", where=address.scheduler, hint="run again"
    )


def differs(path: str, worker: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        f"worker {worker} sees another content on the mount",
        where=path,
        hint="mount the same tree there, or leave ?mount=shared out to send the files",
    )
