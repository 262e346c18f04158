"""The program that docs/caches.md is about: rewritten, built, run, and the page that quotes it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from gofixmap.engine import Request, run
from gofixmap.engine.write import write_result

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "docs" / "programs" / "cache"
PAGE = ROOT / "docs" / "caches.md"
LIMITS = {"bounded-cache.size": 500, "bounded-cache.ttl": "1h"}


def figures(go: Path, env: dict[str, str], folder: Path) -> dict[str, str]:
    command = [go, "run", ".", "-visitors=5000"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def megabytes(figure: str) -> float:
    return float(figure.removesuffix(" MB"))


def test_the_heap_is_bounded_after_and_not_before(
    go: Path, go_env: dict[str, str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(PROGRAM, tmp_path / "cache"))
    before = figures(go, go_env, folder)
    request = Request(
        paths=(folder,), select=("bounded-cache",), targets=("pages",), options=LIMITS, jobs=1
    )
    write_result(run(request))
    after = figures(go, go_env, folder)
    assert (before["entries"], after["entries"]) == ("5001", "500")
    assert megabytes(before["heap"]) > 5 * megabytes(after["heap"])


def test_the_page_names_the_go_version() -> None:
    assert re.search(r"^go1\.\d+(\.\d+)?, \w+ \w+, \d+ cores$", PAGE.read_text("utf-8"), re.M)


def test_the_program_is_formatted(go: Path) -> None:
    command = [str(go.parent / "gofmt"), "-l", "."]
    done = subprocess.run(command, cwd=PROGRAM, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
