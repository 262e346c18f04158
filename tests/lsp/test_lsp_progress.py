"""Work that is watched: when its progress is shown, and every way to call it off."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

from gofixmap.errors import UsageError
from gofixmap.lsp.client import Client
from gofixmap.lsp.process import Progress
from gofixmap.lsp.progress import CancelledByUserError, watched

pytestmark = pytest.mark.asyncio
SHOWS = Client(progress=True)


class Shown:
    """What a client shows, in place of pygls' progress."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.tokens: dict[str, Future[None]] = {}
        self.values: list[Any] = []
        self.refuses = refuses

    async def create_async(self, token: str) -> None:
        if self.refuses:
            raise ValueError("no")
        self.tokens[token] = Future()

    def begin(self, token: str, value: object) -> None:
        self.values.append(value)

    report = end = begin

    def cancel(self) -> None:
        for future in self.tokens.values():
            future.cancel()

    @property
    def last(self) -> str | None:
        end = self.values[-1]
        assert isinstance(end, types.WorkDoneProgressEnd)
        return end.message


def server(shown: Shown, request: Future[None] | None = None) -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(
        work_done_progress=shown, protocol=SimpleNamespace(own_request=lambda: request)
    )


async def answer(progress: Progress) -> int:
    await asyncio.sleep(0)
    progress(1, 4, "rewrite")
    return 42


async def forever(progress: Progress) -> int:
    await asyncio.sleep(60)
    return 42


async def failing(progress: Progress) -> int:
    raise UsageError("no such thing")


async def test_it_is_begun_reported_and_ended() -> None:
    shown = Shown()
    assert await watched(server(shown), SHOWS, "apply", answer) == 42
    begin, report, _ = shown.values
    assert (begin.title, begin.cancellable) == ("apply", True)
    assert (report.message, report.percentage) == ("rewrite 1/4", 25)
    assert shown.last == "done"
    assert shown.tokens == {}


@pytest.mark.parametrize("client", [Client(), SHOWS])
async def test_quick_work_is_not_shown(client: Client) -> None:
    shown = Shown()
    assert await watched(server(shown), client, "fix", answer, after=5) == 42
    assert shown.values == []


async def test_slow_work_is_shown() -> None:
    async def slow(progress: Progress) -> int:
        progress(1, 4, "unseen")
        await asyncio.sleep(0.05)
        progress(2, 4, "seen")
        return 42

    shown = Shown()
    assert await watched(server(shown), SHOWS, "fix", slow, after=0.01) == 42
    assert [each.message for each in shown.values[1:]] == ["seen 2/4", "done"]


async def test_a_client_that_refuses_gets_the_work_all_the_same() -> None:
    shown = Shown(refuses=True)
    assert await watched(server(shown), SHOWS, "apply", answer) == 42
    assert shown.values == []


async def test_a_failure_ends_it() -> None:
    shown = Shown()
    with pytest.raises(UsageError):
        await watched(server(shown), SHOWS, "apply", failing)
    assert shown.last == "failed"


async def test_its_user_calls_it_off() -> None:
    shown = Shown()
    asyncio.get_running_loop().call_later(0.01, shown.cancel)
    with pytest.raises(CancelledByUserError, match="apply: cancelled"):
        await watched(server(shown), SHOWS, "apply", forever)
    assert shown.last == "cancelled"


@pytest.mark.parametrize("client", [Client(), SHOWS])
async def test_its_request_is_called_off(client: Client) -> None:
    shown, request = Shown(), Future[None]()
    asyncio.get_running_loop().call_later(0.01, request.cancel)
    with pytest.raises(CancelledByUserError):
        await watched(server(shown, request), client, "apply", forever)


async def test_its_task_is_called_off() -> None:
    """As pygls does it with a request that is a coroutine."""
    shown = Shown()
    task = asyncio.ensure_future(watched(server(shown), SHOWS, "apply", forever))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert shown.last == "cancelled"


async def test_a_request_that_ends_calls_nothing_off() -> None:
    shown, request = Shown(), Future[None]()
    request.set_result(None)
    assert await watched(server(shown, request), SHOWS, "apply", answer) == 42
