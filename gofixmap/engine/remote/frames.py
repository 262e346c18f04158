"""Messages over a pipe: a length of eight bytes, then msgpack."""

from __future__ import annotations

from typing import IO, TypeVar

import msgspec

T = TypeVar("T")


class Job(msgspec.Struct, frozen=True):
    """A task for a child process. Digests name contents of the store."""

    store: str
    setup: bytes
    parts: list[bytes]
    phase: str
    directories: bytes
    shared: bool


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a task; one of the fields says it, `result` where all the others are empty."""

    result: bytes = b""
    paths: list[bytes] = []  # that the manifest says nothing of
    contents: list[bytes] = []  # digests of what the store does not hold
    differs: bytes = b""  # a path with another content on the shared mount
    died: str = ""  # how the process ended
    refused: str = ""  # why this worker does no such task
    worker: str = ""  # the address of the worker


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes], kind: type[T]) -> T | None:
    """None at the end of the stream, also where it ends in the middle of a message."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == size else None
