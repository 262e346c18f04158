"""What every fuzz test runs on: one bench and one judge for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz_invariants import Bench
from fuzz_judge import Judge
from fuzz_seeds import Nursery, golden_seeds, goroot_seeds


@pytest.fixture(scope="session")
def judge(
    go: Path, go_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judge]:
    with Judge(go, go_env, tmp_path_factory.mktemp("judge")) as judge:
        yield judge


@pytest.fixture(scope="session")
def bench(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("fuzz").resolve(), judge, git_every=20)


@pytest.fixture(scope="session")
def nursery(goroot: Path) -> Nursery:
    return Nursery(list(golden_seeds()), list(goroot_seeds(goroot)))
