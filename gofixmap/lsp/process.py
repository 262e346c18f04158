"""The server's end of a worker process."""

from __future__ import annotations

import asyncio
import logging
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress

from gofixmap.errors import EnvironmentProblem
from gofixmap.lsp.worker import HEADER, Failed, Told, command, packed, unpacked

log = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]
_GRACE = 6.0  # seconds in which a process stops the Go commands that it runs


def unwatched(done: int, total: int, label: str) -> None:
    """The progress of work that nobody watches."""


class Worker:
    """A process that answers one message at a time; started when it is first needed."""

    def __init__(self, *, waited_for: bool = False) -> None:
        """`waited_for` says that a user waits for its answers."""
        self._command = command(waited_for=waited_for)
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def call(self, message: object, progress: Progress = unwatched) -> object:
        """The answer to a message. A cancelled call ends the process: the next starts another.

        Raises GofixmapError as the work did, and EnvironmentProblem where it failed otherwise.
        """
        async with self._turn:
            process = await self._running()
            try:
                answer = await self._exchange(process, message, progress)
            except BaseException:
                self.end()
                raise
        if not isinstance(answer, Failed):
            return answer
        if answer.error is not None:
            raise answer.error
        log.error("the analysis failed:\n%s", answer.trace)
        lines = answer.trace.strip().splitlines() or ["no reason is known"]
        raise EnvironmentProblem(f"the analysis failed: {lines[-1]}", hint="please report it")

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE
            )
        return self._process

    async def _exchange(self, process: Process, message: object, progress: Progress) -> object:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(packed(message))
            await process.stdin.drain()
            while True:
                header = await process.stdout.readexactly(HEADER)
                body = await process.stdout.readexactly(int.from_bytes(header, "big"))
                answer = unpacked(body)
                if not isinstance(answer, Told):
                    return answer
                progress(answer.done, answer.total, answer.label)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise EnvironmentProblem(
                "the process that analyses has ended", hint="try again"
            ) from error

    def end(self) -> None:
        """Ends the process; it holds nothing that would be lost, but Go commands to stop."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            asyncio.get_running_loop().create_task(_reap(process))

    def kill(self) -> None:
        """Ends a process that has started nothing."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()


async def _reap(process: Process) -> None:
    """Waits for a process that was asked to end, and ends it where it does not."""
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
