"""`gofixmap cache`, and what `--no-cache` leaves alone."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

WRITES = """package shop

type item struct{ n int }

func set(m map[string]item) {
\tm["a"].n = 1
}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    root.mkdir()
    (root / "go.mod").write_text("module example.com/shop\n\ngo 1.24\n", encoding="utf-8")
    (root / "a.go").write_text(WRITES, encoding="utf-8")
    return root


def gofixmap(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = [sys.executable, "-m", "gofixmap", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def modules_of(*arguments: str | Path) -> set[str]:
    """What a command imports."""
    code = "import sys; from gofixmap.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def database(tree: Path) -> Path:
    return tree.parent / "cache" / "cache-1.db"


def check(tree: Path, *more: str) -> str:
    done = gofixmap("check", tree, *more)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_what_a_run_keeps_is_shown_and_deleted(tree: Path) -> None:
    expected = check(tree, "--no-cache")
    assert not database(tree).exists()
    assert check(tree) == check(tree) == expected
    assert stat.S_IMODE(database(tree).parent.stat().st_mode) == 0o700
    found = json.loads(gofixmap("cache", "info", "--format", "json").stdout)
    assert found["file"] == str(database(tree))
    assert found["rows"] == 4
    assert found["usable"]
    assert "rows   4" in gofixmap("cache", "info").stdout
    assert modules_of("check", tree).isdisjoint({"gofixmap.engine.analysis", "libcst", "rich"})
    assert gofixmap("cache", "clear").stdout.endswith("MB freed\n")
    assert not database(tree).exists()
    assert gofixmap("cache", "clear").stdout == "0.0 MB freed\n"


def test_help_knows_nothing_of_the_cache() -> None:
    assert modules_of("--help").isdisjoint({"sqlite3", "msgspec", "platformdirs"})
