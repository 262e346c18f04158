"""Work that forks do with what this process has in memory."""

from __future__ import annotations

import os
import signal

import pytest

from gofixmap.engine import forks
from gofixmap.engine.forks import shared
from gofixmap.errors import UsageError


def test_every_item_has_its_result_in_order() -> None:
    here, known = os.getpid(), {n: n * n for n in range(50)}  # no other process is told of it
    results = shared(lambda n: (known[n], os.getpid()), list(known), 3)
    assert [square for square, _ in results] == list(known.values())
    assert here not in {process for _, process in results}


@pytest.mark.parametrize(("items", "jobs"), [([1, 2], 1), ([1], 2), ([], 2)])
def test_nothing_is_shared_with_nobody(items: list[int], jobs: int) -> None:
    assert shared(pytest.fail, items, jobs) == []


def test_without_forks_nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "FORKS", False)
    assert shared(pytest.fail, [1, 2], 2) == []


def test_a_fork_that_dies_takes_all_results_with_it() -> None:
    assert shared(lambda n: os.kill(os.getpid(), signal.SIGKILL), [1, 2, 3], 2) == []


def test_an_error_is_raised_here() -> None:
    def fails(item: int) -> int:
        raise UsageError(f"no {item}")

    with pytest.raises(UsageError, match="no 1"):
        shared(fails, [1, 2], 2)
