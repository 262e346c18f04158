"""The index of words, made by several processes before workers are forked.

They take files from one pipe, some at a time, until it is empty. Then each of the others sends
what it has come to know.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.engine import turns
from gofixmap.workspace import watch
from gofixmap.workspace.words import WordIndex

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from gofixmap.workspace import Workspace
    from gofixmap.workspace.disk import Disk

_MOST_HELPERS = 7  # of more of them it would take longer to put together what they send
_STEP = 32  # files taken at once


def index_words(
    workspace: Workspace, jobs: int, start: Callable[[], None], meanwhile: Callable[[], None]
) -> None:
    """Makes the index with `jobs` processes, this one among them; only where it can fork.

    `start` is called in each of the others, and `meanwhile` here while they work.
    """

    def fill(disk: Disk, index: WordIndex, paths: Sequence[str]) -> None:
        _fill(_Making(disk, index, paths), min(jobs - 1, _MOST_HELPERS), start, meanwhile)

    try:
        workspace.index_words(fill)
    except EOFError:  # a helper was killed
        workspace.index_words()


class _Making(Struct, frozen=True):
    disk: Disk
    index: WordIndex
    paths: Sequence[str]

    def add(self, left: int) -> None:
        """Reads files until none is left."""
        steps = _steps(len(self.paths))
        for at in turns.taken(left):
            self.disk.add_words(self.index, self.paths, steps[at])


def _fill(
    making: _Making, helpers: int, start: Callable[[], None], meanwhile: Callable[[], None]
) -> None:
    from multiprocessing import get_context  # most runs make no index

    context = get_context("fork")
    left = turns.turns(len(_steps(len(making.paths))))
    receivers: list[Connection] = []
    processes = []
    try:
        for _ in range(helpers):
            receiver, sender = context.Pipe(duplex=False)
            receivers.append(receiver)
            process = context.Process(target=_help, args=(making, left, sender, start), daemon=True)
            with closing(sender):
                process.start()
            processes.append(process)
        meanwhile()
        making.add(left)
        for receiver in receivers:
            _receive(making, receiver)
    finally:
        os.close(left)
        for receiver in receivers:
            receiver.close()
        for process in processes:
            process.kill()
            process.join()


def _steps(files: int) -> Sequence[range]:
    step = max(_STEP, -(-files // turns.MOST))
    return [range(first, min(first + step, files)) for first in range(0, files, step)]


def _help(making: _Making, left: int, sender: Connection, start: Callable[[], None]) -> None:
    start()
    making.add(left)
    for words in making.index.packed():
        sender.send(words)
    sender.send(None)
    watcher = watch.watching()
    seen = watcher.take() if watcher is not None else None
    sender.send((making.disk.heads_of(making.index.covered), seen))


def _receive(making: _Making, receiver: Connection) -> None:
    """What one helper has found; raises EOFError where it was killed."""
    while (words := receiver.recv()) is not None:
        making.index.join(words)
    heads, seen = receiver.recv()
    making.index.covered.update(path for path, _, _ in heads)
    making.disk.learn(heads)
    watcher = watch.watching()
    if watcher is not None and seen is not None:
        watcher.add(seen)
