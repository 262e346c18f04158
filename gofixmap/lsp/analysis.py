"""Keeps the findings of the open documents up to date, and tells who listens."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from gofixmap.engine.request import Request
from gofixmap.errors import GofixmapError
from gofixmap.lsp.documents import Document
from gofixmap.lsp.process import Worker
from gofixmap.lsp.state import Snapshot, State
from gofixmap.model import RunResult

log = logging.getLogger(__name__)
Publish = Callable[[Snapshot], None]


class Analysis:
    """Analyses the directory of a document in the background; one at a time, the newest first."""

    def __init__(self, state: State, publish: Publish) -> None:
        self._state = state
        self._publish = publish
        self._worker = Worker()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def touch(self, path: str) -> None:
        """The document has a new version."""
        if path.endswith(".go"):
            self._start(path)

    def drop(self, path: str) -> None:
        """The document has been closed."""
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()
        self._state.snapshots.pop(path, None)

    async def refresh(self, path: str) -> None:
        """Waits until the newest version of a document has been analysed."""
        document = self._state.documents.at(path)
        snapshot = self._state.snapshots.get(path)
        if document is None or (snapshot is not None and snapshot.version == document.version):
            return
        await self._start(path)

    def _start(self, path: str) -> asyncio.Task[None]:
        running = self._tasks.get(path)
        if running is None or running.done():
            running = self._tasks[path] = asyncio.create_task(self._bring_up_to_date(path))
        return running

    async def _bring_up_to_date(self, path: str) -> None:
        while (document := self._state.documents.at(path)) is not None:
            try:
                result = await self._worker.call(self._request(document))
            except GofixmapError as error:
                log.error("%s: %s", path, error)
                return
            assert isinstance(result, RunResult)
            if self._state.documents.at(path) == document:
                self._take(document, result)
                return

    def _request(self, document: Document) -> Request:
        settings = self._state.settings
        return Request(
            paths=(Path(document.path).parent,),
            select=settings.select,
            ignore=settings.ignore,
            apply=False,
            jobs=1,
            overlay=self._state.overlay(),
            config_file=Path(settings.config) if settings.config else None,
        )

    def _take(self, document: Document, result: RunResult) -> None:
        relative = os.path.relpath(document.path, result.root).replace(os.sep, "/")
        findings = tuple(f for f in result.findings if f.path == relative)
        snapshot = Snapshot(
            document.uri,
            document.version,
            document.path,
            result.root,
            document.data,
            findings,
            complete=True,
        )
        self._state.snapshots[document.path] = snapshot
        self._publish(snapshot)

    def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        self._worker.end()
