"""Processes: the same results as inline, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import engine_toys
import pytest
from engine_toys import REGISTRY, go_run, tree
from msgspec.structs import replace

from gofixmap.config import Settings
from gofixmap.engine import Request, candidates, packagework, pool, run, worker
from gofixmap.engine.discovery import Directory, GoFile
from gofixmap.engine.timings import Timings
from gofixmap.model import RunResult, Summary
from gofixmap.workspace import Workspace

NAMES = ("a-to-b", "b-to-c", "wrap", "declines", "counted", "review")


def many(root: Path) -> Path:
    files = {
        f"p{number}/x.go": f"package p{number}\n\nfunc f() {{ a(); n(); c(); r(); g{number}() }}\n"
        for number in range(40)
    }
    return tree(root, files)


def forked(jobs: int) -> Executor:
    return ProcessPoolExecutor(jobs, get_context("fork"))


def pooled(root: Path, *names: str) -> RunResult:
    request = Request(paths=(root,), select=names, jobs=2)
    return run(request, registry=REGISTRY, executor=forked)


def without_time(result: RunResult) -> RunResult:
    return replace(result, summary=replace(result.summary, seconds=0.0))


def test_the_number_of_processes_never_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_MIN_TASK_BYTES", 100)
    root = many(tmp_path)
    inline = without_time(go_run(root, *NAMES))
    assert len(inline.after) == 40
    assert without_time(pooled(root, *NAMES)) == inline
    monkeypatch.setattr(pool, "INLINE_BYTES", 0)
    assert without_time(go_run(root, *NAMES, jobs=3)) == inline


def test_a_later_round_knows_the_disk_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, {"go.mod": "module m\n", "x.go": "package m // Old\n", "y.go": "package m\n"})
    first = Workspace.open([tmp_path], overlay={str(tmp_path / "y.go"): b"package m // Old\n"})
    first.index_words()
    monkeypatch.setattr(pool, "_inherited", [first])

    def derived(overlay: dict[str, bytes]) -> Workspace | None:
        contents = {str(tmp_path / name): data for name, data in overlay.items()}
        spec = replace(first.spec, overlay=contents)
        return pool._derived(worker.Setup("later", spec, (), {}, 1000, include_generated=False))

    later = derived({"x.go": b"package m\n", "y.go": b"package m // New\n"})
    assert later is not None
    assert later._tree.disk is first._tree.disk
    assert list(later.files_mentioning("Old")) == []
    assert list(later.files_mentioning("New")) == ["y.go"]
    # What lay over the disk in the first round does so in all; another run's disk is its own.
    assert derived({"x.go": b"package m\n"}) is None


def test_workers_that_start_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems without fork: a worker opens the workspace from the setup alone."""
    monkeypatch.setenv("PYTHONPATH", str(Path(engine_toys.__file__).parent))
    root = many(tmp_path)
    request = Request(paths=(root,), select=("a-to-b",), jobs=1)
    expected = without_time(run(request, registry=REGISTRY))
    made = run(
        replace(request, jobs=2),
        registry=REGISTRY,
        executor=lambda jobs: ProcessPoolExecutor(jobs, get_context("spawn")),
    )
    assert without_time(made) == expected


def test_where_no_pool_can_start_the_run_is_inline(tmp_path: Path) -> None:
    def broken(jobs: int) -> Executor:
        raise OSError(38, "Function not implemented")

    request = Request(paths=(many(tmp_path),), select=("a-to-b",), jobs=2)
    assert len(run(request, registry=REGISTRY, executor=broken).after) == 40


def test_a_worker_that_dies_costs_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_MIN_TASK_BYTES", 200)
    root = many(tmp_path)
    (root / "p7" / "x.go").write_text("package p7\n\nfunc f() { a(); die() }\n")
    result = pooled(root, "a-to-b", "dies")
    (problem,) = result.problems
    assert (problem.path, problem.what) == ("p7", "a worker process died while analysing it")
    assert len(result.after) == 39


def test_a_pool_that_fails_on_submit(tmp_path: Path) -> None:
    class Refusing(ProcessPoolExecutor):
        def submit(self, *arguments: object, **more: object) -> object:  # type: ignore[override]
            raise NotImplementedError("no semaphores here")

    request = Request(paths=(many(tmp_path),), select=("a-to-b",), jobs=2)
    made = run(request, registry=REGISTRY, executor=lambda jobs: Refusing(jobs))
    assert len(made.after) == 40


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_tasks_hold_every_directory_once_in_order(jobs: int) -> None:
    directories = [
        Directory(f"/d{n}", (GoFile(f"d{n}/a.go", 1000 * n * n, None, False),))  # type: ignore[arg-type]
        for n in range(50)
    ]
    tasks = pool.tasks_of(directories, jobs)
    assert [each for task in tasks for each in task] == directories
    assert all(tasks)
    assert len(tasks) >= 2 * jobs or sum(d.size for d in directories) < 400_000
    assert pool.tasks_of([], jobs) == []


def sized(name: str, size: int) -> Directory:
    return Directory(name, (GoFile(f"{name}/a.go", size, Settings(), explicit=False),))


def test_of_tasks_of_one_size_that_with_the_larger_directory_starts() -> None:
    small, middle, large = (sized(f"/d{size}", size) for size in (100, 200, 300))
    tasks = [(small, middle), (small,), (large,), (middle, middle, small)]
    assert pool._largest_first(tasks) == [3, 2, 0, 1]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((500,), True), ((500, 100, 300), True), ((500, 300, 200), False), ((900, *[10] * 4), False)],
)
def test_what_is_mostly_one_directory_is_shared_by_codemods(
    sizes: tuple[int, ...], expected: bool
) -> None:
    assert pool._is_mostly_one([sized(f"/d{n}", size) for n, size in enumerate(sizes)]) is expected


def test_progress_counts_up(tmp_path: Path) -> None:
    calls: list[tuple[int, int, str]] = []
    request = Request(paths=(many(tmp_path),), select=("a-to-b",), jobs=2)
    run(
        request,
        registry=REGISTRY,
        progress=lambda done, total, label: calls.append((done, total, label)),
        executor=forked,
    )
    first = [done for done, total, _ in calls if total == 40]
    assert first
    assert first == sorted(first)
    assert all(done <= total for done, total, _ in calls)
    assert {label for _, _, label in calls} == {"rewrite"}


def test_timings_are_summed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second: that of some kernels ticks too seldom to be relied on."""
    clock = count()
    for module in (worker, packagework, candidates):
        monkeypatch.setattr(module, "process_time", lambda: float(next(clock)))
    timings = Timings()
    request = Request(paths=(many(tmp_path),), select=("a-to-b",), jobs=2)
    run(request, registry=REGISTRY, executor=forked, timings=timings)
    assert timings.read >= 40  # one look before a directory is read and one after
    assert timings.parse >= 40


INTERRUPTED = """
import sys, signal
from pathlib import Path
from engine_toys import REGISTRY
from gofixmap.engine import Request, candidates, pool, run, worker
signal.signal(signal.SIGINT, signal.default_int_handler)
pool.INLINE_BYTES = 0
pool._MIN_TASK_BYTES = 100
print("started", flush=True)
try:
    request = Request(paths=(Path(sys.argv[1]),), select=("slow",), jobs=int(sys.argv[2]))
    run(request, registry=REGISTRY)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_at_once(tmp_path: Path, jobs: str) -> None:
    root = tree(tmp_path, {f"p{n}/a.go": "package p\n\nfunc f() { sleep() }\n" for n in range(4)})
    environment = {**os.environ, "PYTHONPATH": str(Path(engine_toys.__file__).parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(root), jobs],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=30)  # of the four minutes that it sleeps
    assert out == "interrupted\n"
    assert process.returncode == 0
    assert not _alive(process.pid)


def test_a_parent_that_is_killed_leaves_no_workers(tmp_path: Path) -> None:
    root = tree(tmp_path, {f"p{n}/a.go": "package p\n\nfunc f() { sleep() }\n" for n in range(4)})
    environment = {**os.environ, "PYTHONPATH": str(Path(engine_toys.__file__).parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(root), "2"],
        env=environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + 30
    while len(_alive(process.pid)) < 3:
        assert time.monotonic() < until, "the workers never came"
        time.sleep(0.05)
    time.sleep(0.2)  # until they have begun to look
    process.kill()
    process.communicate()
    while _alive(process.pid):
        assert time.monotonic() < until, "the workers stay"
        time.sleep(0.05)


def _alive(group: int) -> Sequence[str]:
    """The processes of a group that are left."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False
    )
    return listed.stdout.split()


def test_an_empty_run_has_an_empty_summary(tmp_path: Path) -> None:
    result = go_run(tmp_path, "a-to-b")
    assert without_time(result).summary == Summary()
