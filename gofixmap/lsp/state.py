"""What the server knows: documents, settings, folders, and the newest findings of each document."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct

from gofixmap.engine.request import Request
from gofixmap.lsp.documents import Documents, path_of, uri_of
from gofixmap.lsp.positions import UTF16
from gofixmap.lsp.process import Progress, Worker, unwatched
from gofixmap.lsp.settings import LspSettings
from gofixmap.lsp.worker import Task
from gofixmap.model import Finding, RunResult

if TYPE_CHECKING:
    from lsprotocol import types

    from gofixmap.lsp.analysis import Analysis
    from gofixmap.semantics.info import FileInfo

A = TypeVar("A")
R = TypeVar("R")


class Snapshot(Struct, frozen=True):
    """One version of a document with its findings, which are offsets into `data`.

    `path` is absolute; paths inside findings are relative to `root`. `complete` is False while the
    whole package has not been looked at again: findings of other declarations are then those of
    an earlier version, at the places where they lie now.
    """

    uri: str
    version: int | None
    path: str
    root: str
    data: bytes
    findings: tuple[Finding, ...]
    complete: bool


class State:
    """Shared by all features; lives on the event loop's thread."""

    def __init__(self) -> None:
        self.encoding: str = UTF16
        self.settings = LspSettings()
        self.folders: tuple[Path, ...] = ()
        self.shows_related = False  # whether the client takes relatedInformation
        self.documents = Documents()
        self.snapshots: dict[str, Snapshot] = {}  # by path
        self.analysis: Analysis | None = None  # set by the server
        self._folder_links: tuple[tuple[str, str], ...] = ()
        self._runs: set[Worker] = set()
        self._idle: Worker | None = None
        self._closed = False
        self.at_end: list[Callable[[], None]] = []  # called when the server ends

    def snapshot(self, uri: str) -> Snapshot | None:
        """The newest findings of a document, maybe of an older version; None before the first."""
        path = path_of(uri)
        return None if path is None else self.snapshots.get(path)

    async def fresh(self, uri: str) -> Snapshot | None:
        """The findings of the newest version, after its quick pass; None for unknown documents."""
        path = path_of(uri)
        if path is None or self.documents.at(path) is None:
            return None
        if self.analysis is not None:
            await self.analysis.refresh(path)
        return self.snapshots.get(path)

    def contents(self, path: str) -> bytes | None:
        """The bytes at an absolute path: the buffer's where it is open, else the disk's."""
        document = self.documents.at(path)
        if document is not None:
            return document.data
        try:
            return Path(path).read_bytes() if Path(path).is_file() else None
        except OSError:
            return None

    def version(self, path: str) -> int | None:
        """The version of an open document at an absolute path; None where none is open."""
        document = self.documents.at(path)
        return None if document is None else document.version

    def overlay(self) -> dict[str, bytes]:
        """The buffers of all open documents, by absolute path."""
        return {document.path: document.data for document in self.documents}

    def uri_of(self, path: str) -> str:
        """The URI of an absolute path, as the client spells it where that is known."""
        document = self.documents.at(path)
        if document is not None:
            return document.uri
        for real, spelled in self._folder_links:
            if path.startswith(real + "/"):
                return uri_of(spelled + path[len(real) :])
        return uri_of(path)

    def set_folders(self, folders: list[types.WorkspaceFolder]) -> None:
        """The workspace folders, and how the client spells those that are reached by a link."""
        spelled = {path_of(folder.uri) for folder in folders} - {None}
        paths = sorted(path for path in spelled if path is not None)
        self.folders = tuple(Path(path) for path in paths)
        real = {path: os.path.realpath(path) for path in paths}
        self._folder_links = tuple((real[path], path) for path in paths if real[path] != path)

    async def run(self, request: Request, progress: Progress = unwatched) -> RunResult:
        """Runs the engine in a process of its own; cancelling the call ends it.

        Raises GofixmapError as the engine does.
        """
        result = await self._ask(request, progress)
        assert isinstance(result, RunResult)
        return result

    async def call(
        self,
        function: Callable[[A, Progress], R],
        argument: A,
        progress: Progress = unwatched,
    ) -> R:
        """As `run`, for a function of a module that is called with the argument and progress."""
        return cast(R, await self._ask(Task(function, argument), progress))

    async def _ask(self, message: object, progress: Progress) -> object:
        worker, self._idle = self._idle or Worker(waited_for=True), None
        self._runs.add(worker)
        try:
            return await worker.call(message, progress)
        finally:
            self._runs.discard(worker)
            # One stays for the next call: to start a process takes longer than most calls.
            if self._idle is None and not self._closed:
                self._idle = worker
            else:
                worker.end()

    def info(self, path: str) -> FileInfo | None:
        """The types of the file at an absolute path, over the newest contents; None without any.

        For the moment only: the next keystroke makes it old.
        """
        return None if self.analysis is None else self.analysis.info(path)

    def close(self) -> None:
        """Ends what still runs."""
        self._closed = True
        for worker in (*self._runs, *([self._idle] if self._idle is not None else [])):
            worker.end()
        for end in self.at_end:
            end()
