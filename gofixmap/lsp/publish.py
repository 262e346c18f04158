"""Tells the client: diagnostics of documents, pushed or pulled, and faults of a configuration."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from gofixmap.errors import GofixmapError
from gofixmap.lsp.diagnostics import SOURCE, diagnostics
from gofixmap.lsp.documents import path_of
from gofixmap.lsp.state import Snapshot, State

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

log = logging.getLogger(__name__)
_WHERE = re.compile(r"(?P<path>.+?)(?::(?P<line>[0-9]+))?")
_TOGETHER = 0.05  # seconds in which what is new is told of once
_LONG = 10_000  # a column past the end of any line of a configuration


class Publisher:
    """`pulls` says that the client asks for diagnostics itself: it is then told when to."""

    def __init__(self, server: LanguageServer, state: State) -> None:
        self._server = server
        self._state = state
        self.pulls = False
        self._faults: dict[str, tuple[str, types.Diagnostic]] = {}  # by directory
        self._told: set[str] = set()  # URIs of configurations with diagnostics
        self._asking: asyncio.Task[None] | None = None

    def publish(self, snapshot: Snapshot, *, asked: bool) -> None:
        """`asked` says that the client has just sent this version: it then pulls without a word."""
        if self.pulls:
            if not asked and self._asking is None:
                self._asking = asyncio.create_task(self._ask_to_pull())
            return
        self._send(snapshot.uri, diagnostics(self._state, snapshot), snapshot.version)

    def clear(self, uri: str) -> None:
        """The document is closed: what is known of it is not shown any more."""
        if not self.pulls:
            self._send(uri, [])

    def trouble(self, directory: str, error: GofixmapError | None) -> None:
        """What keeps a directory from being analysed, told in its place; None where nothing."""
        if error is None and directory not in self._faults:
            return
        if error is None:
            del self._faults[directory]
        else:
            fault = self._fault(error)
            if fault is None:
                log.warning("%s: %s", directory, error)
                return
            if self._faults.get(directory) == fault:
                return
            self._faults[directory] = fault
        self._tell_faults()

    def _fault(self, error: GofixmapError) -> tuple[str, types.Diagnostic] | None:
        """The URI of a file that is wrong, and what is; None where no file is to blame."""
        found = _WHERE.fullmatch(error.where)
        path = path_of(self._state.uri_of(found["path"])) if found is not None else None
        if found is None or path is None or self._state.contents(path) is None:
            return None
        line = max(int(found["line"] or 1) - 1, 0)
        whole = types.Range(types.Position(line, 0), types.Position(line, _LONG))
        text = f"{error.what} ({error.hint})" if error.hint else error.what
        severity = types.DiagnosticSeverity.Error
        return self._state.uri_of(path), types.Diagnostic(
            whole, text, severity, code="configuration", source=SOURCE
        )

    def _tell_faults(self) -> None:
        by_uri: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._told}
        for uri, diagnostic in self._faults.values():
            same = by_uri.setdefault(uri, [])
            if diagnostic not in same:
                same.append(diagnostic)
        for uri, found in by_uri.items():
            self._send(uri, found)
        self._told = {uri for uri, found in by_uri.items() if found}

    def _send(self, uri: str, found: list[types.Diagnostic], version: int | None = None) -> None:
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=found)
        )

    async def _ask_to_pull(self) -> None:
        """Once for what comes together; a client that refuses pulls when it likes."""
        await asyncio.sleep(_TOGETHER)
        self._asking = None
        try:
            await self._server.workspace_diagnostic_refresh_async(None)
        except JsonRpcException as error:
            log.info("the client does not pull again: %s", error)
