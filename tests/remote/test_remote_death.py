"""Workers and their processes that die, are stopped, or are not the same; by hand (`slow`)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from remote_kit import Cluster, children_of

from gofixmap.engine import Request, run
from gofixmap.engine.remote.cluster import connect
from gofixmap.errors import GofixmapError

pytestmark = pytest.mark.slow

CODEMOD = """
import os, signal, time
from pathlib import Path
from gofixmap.codemod import Codemod, Edit, Fix

class Dying(Codemod):
    name = "dying"
    title = why = before = after = "dies"
    needles = (b"func die", b"func wait")
    query = "(function_declaration name: (identifier) @name) @site"

    def rewrite(self, match, context):
        if match.text("name") == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if match.text("name") == "dieWithWorker":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        if match.text("name") == "wait":
            Path(os.environ["WAITING"]).joinpath(str(os.getpid())).touch()
            time.sleep(60)
        edit = Edit(match.path, 0, 0, "// lives\\n")
        yield context.finding(match, "lives", fix=Fix("lives", (edit,)))

CODEMODS = ("gofixmap_dying:Dying",)
"""


@pytest.fixture
def dying(tmp_path: Path) -> dict[str, str]:
    """An environment in which a codemod is installed that kills the process it runs in."""
    site = tmp_path / "site"
    info = site / "gofixmap_dying-1.dist-info"
    info.mkdir(parents=True)
    (site / "gofixmap_dying.py").write_text(CODEMOD)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gofixmap-dying\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[gofixmap.codemods]\ndying = gofixmap_dying\n")
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {"PYTHONPATH": path, "WAITING": str(waiting)}


@pytest.fixture
def doomed(tmp_path: Path, dying: dict[str, str]) -> Iterator[Cluster]:
    folder = tmp_path / "doomed"
    folder.mkdir()
    cluster = Cluster(folder, dying)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.close()


def packages(root: Path, **functions: str) -> Path:
    for name, function in functions.items():
        (root / name).mkdir(parents=True)
        (root / name / "x.go").write_text(f"package {name}\n\nfunc {function}() {{}}\n")
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    return root


def check(cluster: Cluster, dying: dict[str, str], tree: Path) -> subprocess.Popen[str]:
    words = ["check", str(tree), "-s", "dying", "--format", "json", "-j", "8"]
    return subprocess.Popen(
        [sys.executable, "-m", "gofixmap", *words, "--executor", cluster.url],
        env={**os.environ, **dying},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def paths(report: str) -> list[str]:
    return [each["path"] for each in json.loads(report)["findings"]]


def test_a_package_that_kills_its_process_is_named_and_the_others_are_done(
    doomed: Cluster, dying: dict[str, str], tmp_path: Path
) -> None:
    tree = packages(tmp_path / "tree", a="waits", b="die", c="waits", d="waits")
    doomed.add_worker()
    out, errors = check(doomed, dying, tree).communicate(timeout=180)
    assert paths(out) == ["a/x.go", "c/x.go", "d/x.go"], errors
    assert "b: a worker process died while analysing it" in errors
    assert doomed.workers[0].poll() is None


def test_a_package_that_kills_whole_workers_is_named_too(
    doomed: Cluster, dying: dict[str, str], tmp_path: Path
) -> None:
    tree = packages(tmp_path / "tree", a="waits", b="dieWithWorker", c="waits")
    for _ in range(5):
        doomed.add_worker()
    out, errors = check(doomed, dying, tree).communicate(timeout=300)
    assert paths(out) == ["a/x.go", "c/x.go"]
    assert "b: a worker process died while analysing it" in errors
    assert sum(worker.poll() is None for worker in doomed.workers) >= 1


def test_ctrl_c_ends_what_the_workers_do(
    doomed: Cluster, dying: dict[str, str], tmp_path: Path
) -> None:
    tree = packages(tmp_path / "tree", a="wait")
    worker = doomed.add_worker()
    running = check(doomed, dying, tree)
    waiting = Path(dying["WAITING"])
    until = time.monotonic() + 120
    while not list(waiting.iterdir()) and time.monotonic() < until:
        time.sleep(0.1)
    (child,) = (int(each.name) for each in waiting.iterdir())
    assert child in children_of(worker)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert errors.strip() == "gofixmap: interrupted"
    until = time.monotonic() + 20
    while child in children_of(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert child not in children_of(worker)
    assert worker.poll() is None


def test_a_codemod_that_workers_do_not_have_is_a_difference(
    cluster: Cluster, dying: dict[str, str], tmp_path: Path
) -> None:
    tree = packages(tmp_path / "tree", a="waits")
    cluster.start()
    cluster.add_worker()
    running = check(cluster, dying, tree)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "does not run this gofixmap: codemods" in errors


def test_no_worker_and_a_scheduler_that_ends(cluster: Cluster, tmp_path: Path) -> None:
    cluster.start()
    with pytest.raises(GofixmapError, match="has no worker, and none came in 2 s"):
        connect(cluster.url + "?timeout=2")
    tree = packages(tmp_path / "tree", a="f")
    worker = cluster.add_worker()
    with connect(cluster.url + "?timeout=3") as connection:
        os.killpg(worker.pid, signal.SIGKILL)
        with pytest.raises(GofixmapError, match=r"no worker|lost"):
            run(Request(paths=(tree,), apply=False), executor=connection.executor)


def test_real_code_while_workers_are_killed(cluster: Cluster, goroot: Path, tmp_path: Path) -> None:
    """Every few seconds a process, or a whole worker, ends; another worker comes."""
    request = Request(paths=(goroot / "src" / "net", goroot / "src" / "encoding"), apply=False)
    here = run(request)
    cluster.start()
    for _ in range(2):
        cluster.add_worker()
    ended = threading.Event()

    def kill() -> None:
        for number in range(6):
            if ended.wait(4):
                return
            victim = cluster.workers[-2]
            if number % 2 and (children := children_of(victim)):
                os.kill(children[0], signal.SIGKILL)
            else:
                os.killpg(victim.pid, signal.SIGKILL)
                cluster.add_worker()

    with connect(cluster.url) as connection:
        killer = threading.Thread(target=kill)
        killer.start()
        try:
            there = run(request, executor=connection.executor)
        finally:
            ended.set()
            killer.join()
    assert there.findings == here.findings
    assert there.problems == here.problems
