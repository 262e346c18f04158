"""Two processes find in a directory what one finds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cache_kit import cold, golden_tree, told, trusting
from engine_toys import REGISTRY, tree

from gofixmap.engine import Request, halves, run
from gofixmap.engine.budget import OverBudget
from gofixmap.engine.halves import _Halves
from gofixmap.engine.packagework import PackageWork
from gofixmap.model import RunResult

TOYS = ("a-to-b", "b-to-c", "b-to-a", "wrap")
CODE = """package p

func f() {
\ta()
\tb() //gofixmap:ignore b-to-c: stays
\ta() //gofixmap:ignore b-to-a: says nothing
}

func a() {}
func b() {}
"""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "_LEAST", 1)


def nothing() -> None: ...


@contextmanager
def helping(
    monkeypatch: pytest.MonkeyPatch, log: Path, there: Callable[[], object] = nothing
) -> Iterator[None]:
    """Lets this process wait until the other one has taken a unit, before which it does `there`."""
    do, here = _Halves._do, os.getpid()

    def noted(self: _Halves, at: int) -> halves._Done:
        if os.getpid() != here:
            log.touch()
            there()
        until = time.monotonic() + 30
        while not log.exists() and time.monotonic() < until:
            time.sleep(0.001)
        return do(self, at)

    with monkeypatch.context() as patched:
        patched.setattr(_Halves, "_do", noted)
        yield
    assert log.exists()


def result(root: Path, jobs: int, **more: object) -> RunResult:
    request = Request(paths=(root,), jobs=jobs, **{"apply": False, **more})  # type: ignore[arg-type]
    return told(run(request, registry=REGISTRY if "select" in more else None))


def test_the_other_process_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(tmp_path / "tree", {"go.mod": "module m\n", "p/x.go": CODE, "p/x_test.go": CODE})
    alone = result(root, 1, select=TOYS)
    with helping(monkeypatch, tmp_path / "log"):
        assert result(root, 2, select=TOYS) == alone
    assert alone.findings and alone.summary.parsed == 2


@pytest.mark.parametrize("case", ["map-mutex/exported-field", "nil-map/decline"])
def test_real_codemods_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    golden_tree(tmp_path / "tree", (case,))
    with helping(monkeypatch, tmp_path / "log"):
        assert result(tmp_path / "tree", 2) == result(tmp_path / "tree", 1)


def test_an_edit_is_told_of_as_without_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other process has asked of other directories is noted as well."""
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    root = tmp_path / "tree"
    golden_tree(
        root, ("map-mutex/exported-field", "map-writeback/imported-types", "nil-map/decline")
    )
    result(root, 2, use_cache=True)
    for path in sorted(root.rglob("*.go")):
        for text in (b"{\n\t_ = 0\n", b"{\n"):
            path.write_bytes(path.read_bytes().replace(b"{\n", text, 1))
            assert result(root, 2, use_cache=True) == cold(root)


def test_what_a_killed_process_had_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(tmp_path / "tree", {"go.mod": "module m\n", "p/x.go": CODE})
    alone = result(root, 1, select=TOYS)
    with helping(monkeypatch, tmp_path / "log", lambda: os.kill(os.getpid(), signal.SIGKILL)):
        assert result(root, 2, select=TOYS) == alone


def test_where_no_process_can_start_this_one_does_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(tmp_path / "tree", {"go.mod": "module m\n", "p/x.go": CODE})
    alone = result(root, 1, select=TOYS)

    def no_fork() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", no_fork)
    assert result(root, 2, select=TOYS) == alone


def test_a_codemod_that_takes_too_long_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(tmp_path / "tree", {"go.mod": "module m\n", "p/x.go": CODE})
    here, rewrite = os.getpid(), PackageWork._rewrite

    def slow(self: PackageWork, *more: object) -> Iterator[object]:
        if os.getpid() != here:
            raise OverBudget
        return rewrite(self, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(PackageWork, "_rewrite", slow)
    with helping(monkeypatch, tmp_path / "log"):
        (problem, *_) = result(root, 2, select=TOYS).problems
    assert "was stopped after" in problem.what
