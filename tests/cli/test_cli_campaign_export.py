"""`gofixmap campaign export|verify|report` on the command line."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "campaign"))
from export_kit import at_home, copied, copied_state, git, template

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def root(planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in at_home(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    root = copied(planned, tmp_path)
    copied_state(planned, root, tmp_path / "state.db").close()
    return root


def test_there_is_nothing_to_do_without_a_campaign(gofixmap: Command, root: Path) -> None:
    for command in ("export", "verify", "report"):
        more = ("--format", "csv") if command == "report" else ()
        more = ("--branches", "x") if command == "export" else more
        code, out, err = gofixmap("campaign", command, "--state", "none.db", *more)
        assert (code, out) == (2, "")
        assert "there is no campaign" in err
    assert not Path("none.db").exists()


def test_what_to_make_has_to_be_said(gofixmap: Command, root: Path) -> None:
    code, _, err = gofixmap("campaign", "export", "--state", "state.db")
    assert code == 2
    assert "--branches PREFIX, or -o DIR" in err
    code, _, err = gofixmap("campaign", "verify", "--state", "state.db")
    assert code == 2
    assert "there are no branches" in err


def _full(handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_shards_become_branches_files_and_reports(
    gofixmap: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ("--state", "state.db")
    code, out, err = gofixmap("campaign", "export", *state, "--branches", "fix", "-o", "out")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "3 branches, 3 of them new or renewed" in err
    assert all(line.startswith("fix/") for line in out.splitlines())
    assert len(list(Path("out").glob("*.patch"))) == 3
    first = out.split(" ")[0]
    git(root, "merge", "-q", "--no-edit", first)
    code, out, _ = gofixmap("campaign", "status", *state)
    assert code == 0
    assert any(line.startswith(first[4:]) and "merged" in line for line in out.splitlines())
    code, out, _ = gofixmap("campaign", "report", *state, "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 4)
    code, out, _ = gofixmap("campaign", "report", *state, "--format", "html", "-o", "r.html")
    assert (code, out) == (0, "")
    assert first in Path("r.html").read_text(encoding="utf-8")
    code, _, err = gofixmap("campaign", "report", *state, "--format", "html", "-o", "no/r.html")
    assert code == 2
    assert "cannot write the report" in err
    monkeypatch.setattr(os, "fsync", _full)
    code, _, err = gofixmap("campaign", "report", *state, "--format", "csv", "-o", "r.html")
    assert (code, err) == (
        2,
        "gofixmap: r.html: cannot write the report: No space left on device\n",
    )
    assert first in Path("r.html").read_text(encoding="utf-8")


def test_a_branch_that_does_not_build_is_exit_1(
    gofixmap: Command, root: Path, go_env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in go_env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GOCACHE", str(Path("cache").resolve()))
    state = ("--state", "state.db")
    code, out, _ = gofixmap("campaign", "export", *state, "--branches", "fix")
    name = out.split(" ")[0]
    key = name.removeprefix("fix/")
    assert code == 0
    code, out, _ = gofixmap("campaign", "verify", *state, "--shard", key)
    assert (code, out) == (0, f"{name}: builds, 1 package\n")
    git(root, "checkout", "-q", name)
    (root / "a" / "meter.go").write_text("package a\n\nvar x int = nothing\n", encoding="utf-8")
    git(root, "commit", "-q", "-a", "-m", "break it")
    code, out, _ = gofixmap("campaign", "verify", *state, "--shard", key, "--all")
    assert code == 1
    assert f"{name}: FAILS" in out
    assert "undefined: nothing (a/meter.go:3)" in out
    assert "the tree is NOT that of the one patch" in out
