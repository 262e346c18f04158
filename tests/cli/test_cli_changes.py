"""check and apply on the lines of a branch, and check --format sarif."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from git_kit import git

BEFORE = """package app

type user struct{ age int }

var users = map[string]user{}

func Old() { users["a"].age++ }
"""
AFTER = BEFORE + '\nfunc New() { users["b"].age++ }\n'


@pytest.fixture
def module(tmp_path: Path) -> Path:
    folder = tmp_path / "service"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (folder / "app.go").write_text(BEFORE)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "before")
    git(tmp_path, "checkout", "-qb", "topic")
    (folder / "app.go").write_text(AFTER)
    return folder


def test_only_the_lines_of_the_branch(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "-s", "map-writeback", "--diff-base", "main", module)
    assert ran.code == 1
    assert "app.go:9:" in ran.out
    assert "app.go:7:" not in ran.out


def test_apply_leaves_the_other_lines(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("apply", "-s", "map-writeback", "--diff-base", "main", "--allow-dirty", module)
    assert ran.code == 0
    text = (module / "app.go").read_text()
    assert 'func Old() { users["a"].age++ }' in text
    assert 'users["b"].age++' not in text


def test_nothing_on_the_lines_of_the_branch(gofixmap: Callable, module: Path) -> None:
    (module / "app.go").write_text(BEFORE + "\nfunc New() {}\n")
    assert gofixmap("check", "-s", "map-writeback", "--diff-base", "main", module).code == 0


def test_a_revision_that_is_none(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "--diff-base", "nope", module)
    assert (ran.code, ran.out) == (2, "")
    assert "--diff-base nope: git knows no such commit" in ran.err


def test_sarif_names_files_as_the_repository_does(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "-s", "map-writeback", "--format", "sarif", module)
    assert ran.code == 1
    (run,) = json.loads(ran.out)["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert [place["artifactLocation"]["uri"] for place in places] == ["service/app.go"] * 2
    assert "map-writeback" in [rule["id"] for rule in run["tool"]["driver"]["rules"]]
