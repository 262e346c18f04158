"""What a Dask worker is asked to do. Arguments and answers are bytes, texts and numbers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import cache

import msgspec

from gofixmap.engine.remote.children import children
from gofixmap.engine.remote.fingerprint import difference, fingerprint
from gofixmap.engine.remote.frames import Job, Reply
from gofixmap.engine.remote.manifest import Manifest, inflated, unpacked
from gofixmap.engine.remote.store import Store, own_store
from gofixmap.engine.remote.virtual import Differs, VirtualFiles

MAX_CONTENT_BYTES = 1 << 30


class Task(msgspec.Struct, frozen=True):
    """A task as it is sent."""

    run: str
    fingerprint: dict[str, str]
    setup: bytes
    parts: list[bytes]
    phase: str
    directories: bytes
    shared: bool


async def hello() -> dict[str, str]:
    """What this worker is made of; in a thread, for the worker has to answer others meanwhile."""
    return await asyncio.to_thread(fingerprint)


def hold(data: bytes) -> bytes:
    """A content that the workers take from each other, for as long as the client wants it."""
    return data


def install(keys: Sequence[bytes], contents: Sequence[bytes]) -> str:
    """Keeps contents (compressed) in this machine's store; what went wrong, or ""."""
    try:
        store = _store()
        for key, data in zip(keys, contents, strict=True):
            store.put(key, inflated(data, MAX_CONTENT_BYTES))
        store.trim()
    except (OSError, ValueError) as error:
        return f"contents cannot be kept: {error}"
    return ""


async def lacking(parts: Sequence[bytes], more: Sequence[bytes], shared: bool) -> list[bytes] | str:
    """Which contents this worker needs of those that parts of a manifest name, and of `more`.

    A text is the path of a file that the shared mount has in another state.
    """
    return await asyncio.to_thread(_lacking, parts, more, shared)


def _lacking(parts: Sequence[bytes], more: Sequence[bytes], shared: bool) -> list[bytes] | str:
    store = _store()
    absent = [key for key in (*parts, *more) if not store.touch(key)]
    manifest = Manifest()
    for key in parts:
        data = store.get(key)
        if data is not None:
            manifest.add(unpacked(data))
    try:
        return [*absent, *VirtualFiles(manifest, store, shared=shared).lacking()]
    except Differs as differs:
        return differs.path


def work(data: bytes) -> bytes:
    """Does one task and gives its reply."""
    task = msgspec.msgpack.decode(data, type=Task)
    other = difference(task.fingerprint, fingerprint())
    if other:
        reply = Reply(refused=f"not the same versions: {other}")
    else:
        job = Job(
            store=os.fspath(_store().folder),
            setup=task.setup,
            parts=task.parts,
            phase=task.phase,
            directories=task.directories,
            shared=task.shared,
        )
        reply = children().do(task.run, job)
    return msgspec.msgpack.encode(msgspec.structs.replace(reply, worker=_address()))


def stop(run: str) -> None:
    """Ends what this worker does for a run."""
    children().stop(run)


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


@cache
def _store() -> Store:
    return own_store()
