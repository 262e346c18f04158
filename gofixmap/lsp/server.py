"""The language server: documents in, diagnostics out; features register themselves."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import stat
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from pygls.io_ import StdinAsyncReader, StdoutWriter, run_async
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from gofixmap import __version__
from gofixmap.lsp import sync
from gofixmap.lsp.analysis import Analysis
from gofixmap.lsp.publish import Publisher
from gofixmap.lsp.state import State

if TYPE_CHECKING:
    from pygls.io_ import AsyncReader

log = logging.getLogger(__name__)
_MOST = 64 * 1024 * 1024  # bytes of a message
#: Modules with a `register(server, state)`.
FEATURES: tuple[str, ...] = (
    "gofixmap.lsp.actions",
    "gofixmap.lsp.commands",
    "gofixmap.lsp.hover",
)


class Protocol(LanguageServerProtocol):
    """Without pygls' own copies of the documents: it takes other characters for line ends."""

    lsp_text_document__did_open = None  # type: ignore[assignment]
    lsp_text_document__did_change = None  # type: ignore[assignment]
    lsp_text_document__did_close = None  # type: ignore[assignment]

    @property
    def was_shut_down(self) -> bool:
        """Whether the client asked for the end before it came."""
        return bool(self._shutdown)

    def own_request(self) -> Future[Any] | None:
        """The request that is being answered; cancelled when the client calls it off."""
        number = self.msg_id
        return None if number is None else self._request_futures.get(number)


class Server(LanguageServer):
    """A pygls server and the state that its features share."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("gofixmap", __version__, protocol_cls=Protocol)
        self.state = State()

    def speak(self, source: BinaryIO, sink: BinaryIO) -> None:
        """Serves until the client ends it, or its end of the pipe closes.

        What is under way is left there: `asyncio.run` would wait for processes that are starting.
        """
        with suppress(KeyboardInterrupt):
            asyncio.new_event_loop().run_until_complete(self._speak(source, sink))

    async def _speak(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._stop_event = Event()
        self.protocol.set_writer(StdoutWriter(sink))
        try:
            await run_async(
                self._stop_event,
                await _reader(source, self.thread_pool),
                self.protocol,
                error_handler=self.report_server_error,
            )
        except (asyncio.IncompleteReadError, BrokenPipeError, SystemExit):
            log.info("the client has gone")  # `exit` raises the last one
        finally:
            self.state.close()
            if self.state.analysis is not None:
                self.state.analysis.close()


async def _reader(source: BinaryIO, executor: ThreadPoolExecutor) -> AsyncReader:
    """Messages as the loop sees them; through threads, which cost a keystroke milliseconds, where
    stdin is no pipe: the loop takes /dev/null, and then cannot wait for it."""
    mode = os.fstat(source.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return StdinAsyncReader(source, executor)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_MOST)
    try:
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), source)
    except (ValueError, NotImplementedError):
        return StdinAsyncReader(source, executor)
    return reader


def create_server() -> Server:
    server = Server()
    state = server.state
    publisher = Publisher(server, state)
    state.analysis = Analysis(state, publisher)
    sync.register(server, state, state.analysis, publisher)
    for module in FEATURES:
        import_module(module).register(server, state)
    return server


def serve(server: Server) -> NoReturn:
    """Speaks over stdin and stdout until the client ends it, and ends with the protocol's code.

    What anything else prints goes to stderr: stdout is the protocol's alone.
    """
    source, sink = _take_streams()
    gc.disable()  # a keystroke does not wait for it: the analysis collects where nobody types
    server.speak(source, sink)
    logging.shutdown()
    sys.stderr.flush()
    os._exit(0 if server.protocol.was_shut_down else 1)  # an editor waits: nothing is to be saved


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink
