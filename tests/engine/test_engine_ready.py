"""The index of words is the same whoever makes it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from engine_toys import tree

from gofixmap.engine import ready
from gofixmap.engine.ready import index_words
from gofixmap.workspace import Workspace
from gofixmap.workspace.watch import watched

NAMES = [*(f"Name{n}" for n in range(7)), "Own3", "Absent"]


def nothing() -> None: ...


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ready, "_STEP", 1)
    files = {
        f"p{n}/x.go": f'package p{n}\n\nimport "m/p{n // 2}"\n\nvar Own{n} = Name{n % 7}\n'
        for n in range(60)
    }
    tree(tmp_path, {"go.mod": "module m\n", **files, "p5/none.go": "package p5\n"})
    return tmp_path


def told(workspace: Workspace) -> tuple[object, ...]:
    """What an index answers, without another look at a file."""
    assert workspace._tree.disk.is_indexed
    mentioning = [list(workspace.files_mentioning(name)) for name in NAMES]
    return mentioning, sorted(workspace.heads())


def alone(root: Path) -> tuple[object, ...]:
    workspace = Workspace.open([root])
    workspace.index_words()
    return told(workspace)


@pytest.mark.parametrize("jobs", [2, 4, 40])
def test_helpers_do_not_show(root: Path, jobs: int) -> None:
    workspace = Workspace.open([root])
    index_words(workspace, jobs, nothing, nothing)
    assert told(workspace) == alone(root)


@pytest.mark.parametrize("files", [0, 1])
def test_there_may_be_less_files_than_processes(tmp_path: Path, files: int) -> None:
    tree(tmp_path, {"go.mod": "module m\n", **dict.fromkeys(["x.go"][:files], "package Name1\n")})
    workspace = Workspace.open([tmp_path])
    index_words(workspace, 3, nothing, nothing)
    assert told(workspace) == alone(tmp_path)


def test_what_a_killed_helper_has_begun_is_done_here(root: Path) -> None:
    here = os.getpid()

    def dies() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    workspace = Workspace.open([root])
    index_words(workspace, 2, dies, nothing)
    assert told(workspace) == alone(root)


def test_what_helpers_have_read_is_known_to_whoever_watches(root: Path) -> None:
    with watched() as watcher:
        Workspace.open([root]).index_words()
    with watched() as helped:
        index_words(Workspace.open([root]), 3, nothing, nothing)
    assert helped.seen.answers == watcher.seen.answers
    assert helped.seen.places.keys() == watcher.seen.places.keys()


def test_an_index_that_is_there_is_not_made_again(root: Path) -> None:
    workspace = Workspace.open([root])
    workspace.index_words()
    index_words(workspace, 2, pytest.fail, pytest.fail)
