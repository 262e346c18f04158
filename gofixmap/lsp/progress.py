"""Work that takes a while: the client shows how far it is, and may cancel it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from msgspec import Struct

from gofixmap.errors import GofixmapError
from gofixmap.lsp.process import Progress

if TYPE_CHECKING:
    from gofixmap.lsp.client import Client
    from gofixmap.lsp.server import Server

T = TypeVar("T")
Job = Callable[[Progress], Awaitable[T]]


class CancelledByUserError(GofixmapError):
    """The user has called work off."""


async def watched(
    server: Server, client: Client, title: str, job: Job[T], *, after: float = 0.0
) -> T:
    """What `job` gives. It is cancelled with its progress, and with the request that asked for it.

    The progress is shown where the job takes longer than `after` seconds. Raises
    CancelledByUserError where it is cancelled.
    """
    relay = _Relay()
    task = asyncio.ensure_future(job(relay))
    loop = asyncio.get_running_loop()

    def cancel(future: Future[Any]) -> None:
        if future.cancelled():
            loop.call_soon_threadsafe(task.cancel)

    request = server.protocol.own_request()
    if request is not None:
        request.add_done_callback(cancel)
    message = "failed"
    try:
        if after:
            await asyncio.wait({task}, timeout=after)
        if client.progress and not task.done():
            relay.shown = await _Shown.begin(server, title)
            if relay.shown is not None and relay.shown.future is not None:
                relay.shown.future.add_done_callback(cancel)
        result = await task
        message = "done"
    except asyncio.CancelledError:
        message = "cancelled"
        own = asyncio.current_task()
        if own is not None and own.cancelling():
            raise
        raise CancelledByUserError(f"{title}: cancelled") from None
    finally:
        task.cancel()
        if relay.shown is not None:
            relay.shown.end(message)
    return result


class _Relay(Struct):
    """Passes on how far a job is, once that is shown."""

    shown: _Shown | None = None

    def __call__(self, done: int, total: int, label: str) -> None:
        if self.shown is not None:
            self.shown.report(done, total, label)


class _Shown:
    """One progress of the client."""

    def __init__(self, server: Server, token: str) -> None:
        self._progress = server.work_done_progress
        self._token = token

    @classmethod
    async def begin(cls, server: Server, title: str) -> _Shown | None:
        token = f"gofixmap-{uuid.uuid4()}"
        try:
            await server.work_done_progress.create_async(token)
        except Exception:  # noqa: BLE001 - the client said that it can; the work goes on without
            return None
        begin = types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0)
        server.work_done_progress.begin(token, begin)
        return cls(server, token)

    @property
    def future(self) -> Future[Any] | None:
        """Cancelled when the client's user calls the work off."""
        return self._progress.tokens.get(self._token)

    def report(self, done: int, total: int, label: str) -> None:
        share = min(100 * done // total, 100) if total else None
        text = f"{label} {done}/{total}" if total > 1 else label
        report = types.WorkDoneProgressReport(message=text, percentage=share)
        self._progress.report(self._token, report)

    def end(self, message: str) -> None:
        self._progress.end(self._token, types.WorkDoneProgressEnd(message=message))
        self._progress.tokens.pop(self._token, None)
