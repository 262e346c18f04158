"""A campaign that is killed at random moments, and goes on, ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from campaign_kit import Kit, make_tree

PACKAGES = {f"{'ab'[n % 2]}/p{n}": 1 + n % 2 for n in range(10)}


def in_child(work: Callable[[], object], seconds: float | None) -> bool:
    """Does it in a process that is killed after some time; whether it came to its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def finished(kit: Kit) -> bool:
    return kit.state.exists() and all(entry.state == "done" for entry in kit.entries())


def killed_and_resumed(tmp_path: Path, kills: int, seed: int) -> None:
    generator = random.Random(seed)
    root = make_tree(tmp_path / "tree", PACKAGES)
    calm = Kit(root, tmp_path / "calm.db")
    started = time.monotonic()
    calm.plan()
    planning = time.monotonic() - started
    started = time.monotonic()
    calm.run()
    running = time.monotonic() - started
    done = 0
    number = 0
    while done < kills:
        number += 1
        kit = Kit(root, tmp_path / f"killed-{number}.db")
        for _ in range(2):
            in_child(kit.plan, generator.uniform(0, planning * 1.1))
            done += 1
        assert in_child(kit.plan, None)
        while done < kills and not finished(kit):
            in_child(lambda kit=kit: kit.run(), generator.uniform(0, running))  # type: ignore[misc]
            done += 1
            with_patch = {e.shard.key for e in kit.entries() if e.state == "done"}
            assert with_patch == kit.patches().keys()
        kit.plan()
        kit.run()
        assert kit.patches() == calm.patches()
        assert [e.shard for e in kit.entries()] == [e.shard for e in calm.entries()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_a_few_times(tmp_path: Path) -> None:
    killed_and_resumed(tmp_path, 5, 1)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_two_hundred_times(tmp_path: Path) -> None:
    killed_and_resumed(tmp_path, 200, 2)
