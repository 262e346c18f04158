"""The language server: documents in, diagnostics out; features register themselves."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from gofixmap import __version__
from gofixmap.lsp.analysis import Analysis
from gofixmap.lsp.diagnostics import diagnostics
from gofixmap.lsp.settings import read_settings
from gofixmap.lsp.state import Snapshot, State
from gofixmap.registry import installed

log = logging.getLogger(__name__)
#: Modules with a `register(server, state)`.
FEATURES: tuple[str, ...] = ()


class Protocol(LanguageServerProtocol):
    """Without pygls' own copies of the documents: it takes other characters for line ends."""

    lsp_text_document__did_open = None  # type: ignore[assignment]
    lsp_text_document__did_change = None  # type: ignore[assignment]
    lsp_text_document__did_close = None  # type: ignore[assignment]

    @property
    def was_shut_down(self) -> bool:
        """Whether the client asked for the end before it came."""
        return bool(self._shutdown)


class Server(LanguageServer):
    """A pygls server and the state that its features share."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("gofixmap", __version__, protocol_cls=Protocol)
        self.state = State()


def create_server() -> Server:
    server = Server()
    state = server.state
    analysis = Analysis(state, lambda snapshot: _publish(server, snapshot))
    state.refresh = analysis.refresh
    _register(server, state, analysis)
    for module in FEATURES:
        import_module(module).register(server, state)
    return server


def serve(server: Server) -> int:
    """Speaks over stdin and stdout until the client ends it; the exit code of the protocol.

    What anything else prints goes to stderr: stdout is the protocol's alone.
    """
    source, sink = _take_streams()
    server.start_io(source, sink)
    return 0 if server.protocol.was_shut_down else 1


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink


def _publish(server: Server, snapshot: Snapshot) -> None:
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(
            uri=snapshot.uri,
            version=snapshot.version,
            diagnostics=diagnostics(server.state, snapshot),
        )
    )


def _register(server: Server, state: State, analysis: Analysis) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        state.encoding = str(server.workspace.position_encoding or state.encoding)
        state.set_folders(list(server.workspace.folders.values()))
        state.shows_related = _shows_related(params.capabilities)
        _configure(state, params.initialization_options)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = state.documents.open(params.text_document)
        if document is not None:
            analysis.touch(document.path)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        document = state.documents.change(
            params.text_document, params.content_changes, state.encoding
        )
        if document is not None:
            analysis.touch(document.path)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        document = state.documents.close(params.text_document.uri)
        if document is None:
            return
        analysis.drop(document.path)
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=document.uri, diagnostics=[])
        )

    @server.feature(types.SHUTDOWN)
    def shutdown(params: Any) -> None:  # noqa: ANN401 - it has no parameters
        analysis.close()
        state.close()


def _configure(state: State, given: object) -> None:
    state.settings, problems = read_settings(given, installed())
    for problem in problems:
        log.warning("%s", problem)


def _shows_related(capabilities: types.ClientCapabilities) -> bool:
    document = capabilities.text_document
    publish = document.publish_diagnostics if document is not None else None
    return bool(publish is not None and publish.related_information)
