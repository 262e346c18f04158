"""gofixmap scaffold: files that are written once, and never over somebody's own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

NAMES = ["go-leaks.dashboard.json", "go-leaks.rules.yml", "go-leaks.test.yml"]
WORKFLOW = ".github/workflows/gofixmap.yml"


def test_monitoring(gofixmap: Callable, tmp_path: Path) -> None:
    ran = gofixmap("scaffold", "monitoring")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "monitoring").iterdir()) == NAMES
    assert ran.err.splitlines() == [f"wrote monitoring/{name}" for name in NAMES]
    again = gofixmap("scaffold", "monitoring")
    assert (again.code, again.err) == (0, "everything is there already\n")


def test_a_job_in_a_folder_of_ones_own(gofixmap: Callable, tmp_path: Path) -> None:
    assert gofixmap("scaffold", "monitoring", "deploy/alerts", "--job", "shop").code == 0
    assert 'job="shop"' in (tmp_path / "deploy" / "alerts" / "go-leaks.rules.yml").read_text()


def test_what_is_different_stays(gofixmap: Callable, tmp_path: Path) -> None:
    gofixmap("scaffold", "monitoring")
    rules = tmp_path / "monitoring" / "go-leaks.rules.yml"
    rules.write_text("mine\n")
    ran = gofixmap("scaffold", "monitoring")
    assert ran.code == 2
    assert "monitoring/go-leaks.rules.yml is there and different (--force writes" in ran.err
    assert rules.read_text() == "mine\n"
    assert gofixmap("scaffold", "monitoring", "--force").code == 0
    assert rules.read_text() != "mine\n"


def test_a_dry_run_prints_the_patch(gofixmap: Callable, tmp_path: Path) -> None:
    ran = gofixmap("scaffold", "monitoring", "--dry-run")
    assert ran.code == 0
    name = "monitoring/go-leaks.dashboard.json"
    assert ran.out.startswith(f"diff --git a/{name} b/{name}\nnew")
    assert not (tmp_path / "monitoring").exists()


def test_a_workflow_goes_to_the_top_of_the_repository(gofixmap: Callable, tmp_path: Path) -> None:
    module = tmp_path / "services" / "shop"
    module.mkdir(parents=True)
    (module / "go.mod").write_text("module example.com/shop\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    ran = gofixmap("scaffold", "ci", module, "--branch", "trunk")
    assert ran.code == 0
    text = (tmp_path / WORKFLOW).read_text()
    assert "working-directory: services/shop/" in text
    assert "branches: [trunk]" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ci",), "there is no go.mod"),
        (("ci", ""), "empty path"),
        (("monitoring", "--job", 'a"b'), "a job's name"),
        (("monitoring", "file"), "file"),
        (("nothing",), "No such command"),
    ],
)
def test_bad_input(
    arguments: tuple[str, ...], words: str, gofixmap: Callable, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    ran = gofixmap("scaffold", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
