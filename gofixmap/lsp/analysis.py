"""Keeps the findings of the open documents up to date: at once where one types, then in full."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Collection
from pathlib import Path
from time import monotonic, perf_counter
from typing import Protocol

from msgspec.structs import replace

from gofixmap.engine.moves import Move
from gofixmap.engine.quick import QuickFile, for_directory
from gofixmap.engine.request import Request
from gofixmap.errors import GofixmapError
from gofixmap.lsp.documents import Document
from gofixmap.lsp.process import Worker
from gofixmap.lsp.state import Snapshot, State
from gofixmap.lsp.worker import Check
from gofixmap.lsp.workspaces import OpenWorkspace, OpenWorkspaces
from gofixmap.model import RunResult
from gofixmap.semantics.info import FileInfo
from gofixmap.syntax.source import SourceFile

log = logging.getLogger(__name__)
BUDGET = 0.025  # seconds after a keystroke by which its diagnostics are sent, whatever is left
PAUSE = 0.3  # seconds without a keystroke after which the whole package is analysed
IDLE = 2.0  # seconds without a keystroke after which memory is tidied up


class Listener(Protocol):
    """Who is told of what the analysis finds."""

    def publish(self, snapshot: Snapshot, *, asked: bool) -> None:
        """A snapshot that is new; `asked` where the client has just sent this version."""

    def trouble(self, directory: str, error: GofixmapError | None) -> None:
        """Why a directory cannot be analysed; None where it was."""


class Analysis:
    """All of it runs on the event loop but the full pass, which has a process of its own."""

    def __init__(self, state: State, listener: Listener) -> None:
        self._state = state
        self._listener = listener
        self._workspaces = OpenWorkspaces(state)
        self._worker = Worker()
        self._files: dict[str, QuickFile] = {}  # by path
        self._known: set[str] = set()  # paths of which every declaration was looked at
        self._stale: dict[str, None] = {}  # directories that a full pass has to look at, in order
        self._touched = 0.0
        self._age = 0  # counts the changes of contents
        self._draining: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._tidying: asyncio.TimerHandle | None = None

    # What the client tells

    def opened(self, document: Document) -> None:
        if not document.path.endswith(".go"):
            return
        self._age += 1
        opened = self._opened(document.path)
        if opened is None:
            self._give_up(document)
            return
        before = self._state.snapshots.get(document.path)
        same = before is not None and before.data == document.data
        findings = before.findings if before is not None and same else ()
        self._files[document.path] = QuickFile(opened.plans, document.path, document.data, findings)
        self._later(document.path, pause=0.0)

    def _give_up(self, document: Document) -> None:
        """Shows nothing for a document whose directory cannot be analysed."""
        self._files.pop(document.path, None)
        before = self._state.snapshots.pop(document.path, None)
        if before is not None and before.findings:
            nothing = replace(before, version=document.version, data=document.data, findings=())
            self._listener.publish(nothing, asked=False)

    def changed(self, document: Document) -> None:
        """Moves and makes anew what a new version needs, and tells of it within the budget."""
        started = perf_counter()
        file = self._files.get(document.path)
        if not document.path.endswith(".go"):
            return
        self._age += 1
        if file is None or self._opened(document.path) is None:
            self.opened(document)
            return
        before = file.file
        file.change()
        self._move_others(document.path, before, file)
        while file.tasks and perf_counter() - started + file.next_cost < BUDGET:
            file.step()
        self._settle(document.path, asked=True)
        self._later(document.path, pause=PAUSE)

    def _move_others(self, path: str, before: SourceFile, file: QuickFile) -> None:
        """Moves the fixes of other documents that reach into this one."""
        move: Move | None = None
        for other, each in self._files.items():
            if other != path and each.reaches_into(file.path):
                move = move or Move(before, file.file)
                each.other_changed(move)
                self._settle(other)

    def closed(self, path: str) -> None:
        self._files.pop(path, None)
        self._known.discard(path)
        self._state.snapshots.pop(path, None)
        self._age += 1

    def saved(self, path: str) -> None:
        """A full pass now, not after the pause."""
        self._workspaces.saved(path)
        if path in self._files:
            self._later(path, pause=0.0)
        elif not path.endswith(".go"):
            self.reload()

    def disk_changed(self, paths: Collection[str]) -> None:
        """Files were changed by others; those that are open count as the editor shows them."""
        closed = [path for path in paths if self._state.documents.at(path) is None]
        if not closed:
            return
        self._age += 1
        self._workspaces.disk_changed(closed)
        for path in self._files:
            self._later(path, pause=PAUSE)

    def reload(self) -> None:
        """Begins again: other settings, another configuration, other folders."""
        self._workspaces.clear()
        self._known.clear()
        self._age += 1
        for document in self._state.documents:
            self.opened(document)

    # What features ask

    async def refresh(self, path: str) -> None:
        """Waits until the quick pass over the newest version of a document is done."""
        file = self._files.get(path)
        if file is None:
            return
        while file.tasks and self._files.get(path) is file:
            file.step()
            await asyncio.sleep(0)
        self._known.add(path)
        self._settle(path)

    @property
    def is_settled(self) -> bool:
        """Whether every document has had its full pass since the last change of any."""
        return not self._stale and (self._checking is None or self._checking.done())

    def info(self, path: str) -> FileInfo | None:
        """The types of a file of the workspace, over the newest contents; None without any."""
        opened = self._opened(path)
        return None if opened is None else opened.info(path)

    # The quick pass

    def _opened(self, path: str) -> OpenWorkspace | None:
        """The workspace around a file, with the newest contents; None where there is none."""
        try:
            opened = self._workspaces.of(path)
            opened.plans.plan_of(str(Path(path).parent))
        except GofixmapError as error:
            self._listener.trouble(str(Path(path).parent), error)
            return None
        return opened

    def _settle(self, path: str, *, asked: bool = False) -> None:
        """Makes the snapshot of a document and publishes it where it is a new one."""
        document, file = self._state.documents.at(path), self._files.get(path)
        if document is None or file is None or file.file.data != document.data:
            return
        before = self._state.snapshots.get(path)
        snapshot = Snapshot(
            uri=document.uri,
            version=document.version,
            path=path,
            root=str(file.root),
            data=document.data,
            findings=file.findings,
            complete=file.complete,
        )
        if snapshot == before:
            return
        self._state.snapshots[path] = snapshot
        if before is None or replace(before, complete=snapshot.complete) != snapshot:
            self._listener.publish(snapshot, asked=asked)

    def _drain(self) -> None:
        """Does what is left over from the budget, between the messages of the client."""
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain_all())

    async def _drain_all(self) -> None:
        while True:
            await asyncio.sleep(0)
            waiting = next(((p, f) for p, f in self._files.items() if f.tasks), None)
            if waiting is None:
                break
            path, file = waiting
            try:
                file.step()
                if not file.tasks:
                    self._known.add(path)
                    self._settle(path)
            except Exception:
                log.exception("the quick pass over %s failed", path)
                file.tasks.clear()

    # The full pass

    def _later(self, path: str, pause: float) -> None:
        """Has the directory of a document analysed, and then those of the other documents."""
        self._touched = monotonic() - PAUSE + pause
        first = str(Path(path).parent)
        others = {str(Path(each).parent) for each in self._files}
        self._stale = dict.fromkeys((first, *self._stale, *sorted(others)))
        if any(file.tasks for file in self._files.values()):
            self._drain()
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check_all())
        if self._tidying is not None:
            self._tidying.cancel()
        self._tidying = asyncio.get_running_loop().call_later(IDLE, _tidy)

    async def _check_all(self) -> None:
        while self._stale:
            wait = self._touched + PAUSE - monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            directory = next(iter(self._stale))
            del self._stale[directory]
            try:
                await self._check(directory)
            except GofixmapError as error:
                self._listener.trouble(directory, error)
            except Exception:
                log.exception("the full pass over %s failed", directory)

    async def _check(self, directory: str) -> None:
        """One full pass over a directory; its findings go to the open documents there."""
        documents = [d for d in self._state.documents if str(Path(d.path).parent) == directory]
        documents = [document for document in documents if document.path in self._files]
        if not documents:
            return
        written = self._workspaces.written_by_others(directory)
        if written is None:
            self.reload()
            return
        self.disk_changed(written)
        age = self._age
        request = self._request(directory)
        home, changed, renewed = self._workspaces.news_for(directory)
        result = await self._worker.call(Check(request, home, changed, renewed))
        assert isinstance(result, RunResult)
        self._listener.trouble(directory, None)
        for problem in result.problems:
            log.warning("%s: %s", problem.path, problem.what)
        for document in documents:
            self._take(document, result, is_all=age == self._age)

    def _request(self, directory: str) -> Request:
        root = next(f.root for p, f in self._files.items() if str(Path(p).parent) == directory)
        return for_directory(self._workspaces.request, directory, self._workspaces.overlay(), root)

    def _take(self, document: Document, result: RunResult, *, is_all: bool) -> None:
        file = self._files.get(document.path)
        if file is None or not self._is_up_to_date(document.path, file):
            return
        own = [finding for finding in result.findings if finding.path == file.path]
        file.take(document.data, own, is_all=is_all)
        self._known.add(document.path)
        self._settle(document.path)
        if file.tasks:
            self._drain()

    def _is_up_to_date(self, path: str, file: QuickFile) -> bool:
        document = self._state.documents.at(path)
        return document is not None and document.data == file.file.data

    def close(self) -> None:
        for task in (self._draining, self._checking, self._tidying):
            if task is not None:
                task.cancel()
        self._worker.kill()


def _tidy() -> None:
    """Frees what keystrokes have left behind: the server collects no garbage while one types."""
    started = perf_counter()
    gc.collect()
    log.info("memory tidied up in %.0f ms", (perf_counter() - started) * 1000)
