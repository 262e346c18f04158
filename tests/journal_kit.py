"""A tree, what becomes of it, and calls of the system that fail, or end the process, on demand."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: The calls through which files change; `write` is the buffered writer's own.
CALLS = ("open", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "chmod")


def contents(root: Path) -> dict[str, bytes]:
    """All files below `root` but those of git, stand-ins included."""
    files = (p for p in root.rglob("*") if p.is_file() and ".git" not in p.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(files)}


def leftovers(root: Path) -> list[str]:
    return [path for path in contents(root) if path.endswith(".tmp")]


@contextmanager
def before_calls(do: Callable[[str], None]) -> Iterator[None]:
    """Calls `do` with its name just before each call that changes files."""

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            do(name)
            return real(*arguments, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, watched(name, getattr(os, name)))
        yield


@contextmanager
def at_call(number: int, do: Callable[[], None]) -> Iterator[list[str]]:
    """Calls `do` just before the `number`-th call that changes files; yields the calls so far."""
    seen: list[str] = []

    def count(name: str) -> None:
        seen.append(name)
        if len(seen) == number:
            do()

    with before_calls(count):
        yield seen


def failing_with(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(task: Callable[[], object]) -> int:
    """Runs `task` in a fork of this process; its exit code, or minus the signal that ended it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        task()
        code = 0
    finally:
        os._exit(code)
