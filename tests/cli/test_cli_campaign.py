"""`gofixmap campaign plan`, `run` and `status`: what is said, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gofixmap.cli.campaign_options import processors

OWNERS = "* @all\n/a/ @a\n/b/ @b\n"
CODE = (
    'package {0}\n\ntype P struct{{ n int }}\n\nfunc Set(m map[string]P) {{\n\tm["k"].n = 1\n}}\n'
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.24\n")
    (tmp_path / "CODEOWNERS").write_text(OWNERS)
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.go").write_text(CODE.format(name))
    return tmp_path


def states(out: str) -> dict[str, str]:
    return {shard["title"]: shard["state"] for shard in json.loads(out)["shards"]}


def test_without_a_plan(gofixmap: Callable[..., Any], tree: Path) -> None:
    for command in ("run", "status"):
        ran = gofixmap("campaign", command)
        assert (ran.code, ran.out) == (2, "")
        assert "there is no campaign" in ran.err
        assert "campaign plan" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plan", "nowhere"], "no such file"),
        (["plan", "--select", "no-such"], "no-such"),
        (["plan", "--matrix", "plan9"], "plan9"),
        (["plan", "--by", "mood"], "mood"),
        (["plan", "--max-hunks", "0"], "max-hunks"),
        (["plan", "--state", "CODEOWNERS"], "not the state of a campaign"),
        (["run", "--state", "none.db"], "there is no campaign"),
    ],
)
def test_what_cannot_be_done(
    gofixmap: Callable[..., Any], tree: Path, arguments: list[str], words: str
) -> None:
    ran = gofixmap("campaign", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert not list(tree.glob("*.db"))
    assert (tree / "CODEOWNERS").read_text() == OWNERS


def test_a_first_plan_that_fails_leaves_no_state(gofixmap: Callable[..., Any], tree: Path) -> None:
    (tree / "CODEOWNERS").unlink()
    ran = gofixmap("campaign", "plan", "--state", "s.db", "--verify", "none")
    assert (ran.code, "no CODEOWNERS" in ran.err) == (2, True)
    assert sorted(path.name for path in tree.glob("s.db*")) in ([], ["s.db.lock"])


@pytest.mark.parametrize(
    ("work", "level", "words"),
    [
        ("use .\nuse ./gone\n", "auto", "cannot load module gone listed in go.work file"),
        ('use "gone\nuse .\n', "auto", "go.work:3:10: unexpected newline in string"),
        ("use ./gone\nuse ./lost\n", "auto", "gone/go.mod: no such file or directory (and 1 more)"),
        ("use .\nuse ./gone\n", "none", ""),
        ("use .\n", "auto", ""),
    ],
)
def test_a_plan_says_that_go_refuses_the_go_work(
    gofixmap: Callable[..., Any],
    tree: Path,
    go_env: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    work: str,
    level: str,
    words: str,
) -> None:
    for name, value in go_env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GOWORK", raising=False)
    (tree / "go.work").write_text(f"go 1.24\n\n{work}")
    ran = gofixmap("campaign", "plan", "--state", "s.db", "--verify", level, "-j", "1")
    assert ran.code == 0
    assert ("gofixmap: go.work: Go refuses it" in ran.err) == bool(words)
    assert words in ran.err
    assert "3 shards with 3 fixes" in ran.err


def test_a_plan_of_a_folder_as_the_go_command_names_it(
    gofixmap: Callable[..., Any], tree: Path
) -> None:
    ran = gofixmap("campaign", "plan", "a/...", "--state", "s.db", "--verify", "none", "-j", "1")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "1 shards with 1 fixes in 1 hunks by owner")


@pytest.mark.parametrize("before", [None, "7"])
def test_processors_that_go_uses(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    monkeypatch.delenv("GOMAXPROCS", raising=False)
    if before is not None:
        monkeypatch.setenv("GOMAXPROCS", before)
    for jobs, meanwhile in ((0, before), (3, "3")):
        with processors(jobs):
            assert os.environ.get("GOMAXPROCS") == meanwhile
        assert os.environ.get("GOMAXPROCS") == before


def test_from_plan_to_status(gofixmap: Callable[..., Any], tree: Path) -> None:
    ran = gofixmap("campaign", "plan", "--state", "s.db", "--verify", "none", "-j", "1")
    assert (ran.code, ran.out) == (0, "")
    assert "3 shards with 3 fixes in 3 hunks by owner" in ran.err
    ran = gofixmap("campaign", "run", "--state", "s.db", "--limit", "2", "-j", "1")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("2 done; 1 left\n")
    ran = gofixmap("campaign", "status", "--state", "s.db", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["schema"]) == (0, 1)
    assert states(ran.out) == {"@a": "done", "@all": "done", "@b": "planned"}
    assert [row["left"] for row in report["owners"]] == [1, 1, 1]
    assert report["burndown"][-1]["hunks"] == {"done": 2, "planned": 1}
    text = gofixmap("campaign", "status", "--state", "s.db").out
    assert "3 shards by owner, 3 of 3 hunks left" in text
    assert [line.split()[0] for line in text.splitlines()[3:6]] == ["@a", "@all", "@b"]
    last = text.splitlines()[-1].split()
    assert last[-2:] == ["3", "#" * 13 + "=" * 27]


def test_a_plan_remembers_its_options(gofixmap: Callable[..., Any], tree: Path) -> None:
    arguments = ("--state", "s.db", "-j", "1")
    gofixmap("campaign", "plan", *arguments, "--by", "directory", "--verify", "none", "a")
    (tree / "b" / "b.go").write_text("package b\n")
    ran = gofixmap("campaign", "plan", *arguments)
    assert "1 shards with 1 fixes in 1 hunks by directory" in ran.err
    assert "changed since the last plan: nothing" in ran.err
    ran = gofixmap("campaign", "plan", *arguments, "c")
    assert "changed since the last plan: 1 gone, 1 planned" in ran.err


def test_a_plan_goes_on_without_a_folder_that_is_gone(
    gofixmap: Callable[..., Any], tree: Path
) -> None:
    arguments = ("--state", "s.db", "-j", "1")
    gofixmap("campaign", "plan", *arguments, "--verify", "none", "a", "b")
    shutil.rmtree(tree / "b")
    ran = gofixmap("campaign", "plan", *arguments)
    assert (ran.code, ran.err.splitlines()[0]) == (
        0,
        "b is gone from the tree: planned without it",
    )
    assert "changed since the last plan: 1 gone" in ran.err


def test_a_stale_shard_is_exit_3(gofixmap: Callable[..., Any], tree: Path) -> None:
    gofixmap("campaign", "plan", "--state", "s.db", "--verify", "none", "-j", "1")
    (tree / "a" / "a.go").write_text("package a\n")
    ran = gofixmap("campaign", "run", "--state", "s.db")
    assert ran.code == 3
    assert "a/a.go has changed since it was planned" in ran.err


def test_a_file_that_cannot_be_read_is_exit_3(gofixmap: Callable[..., Any], tree: Path) -> None:
    (tree / "a" / "bad.go").symlink_to("nowhere.go")
    ran = gofixmap("campaign", "plan", "--state", "s.db", "--verify", "none", "-j", "1")
    assert (ran.code, "a/bad.go" in ran.err) in {(3, True), (0, False)}


def test_hostile_names_stay_on_their_line(gofixmap: Callable[..., Any], tree: Path) -> None:
    odd = tree / "a" / "x\n::error::y"
    odd.mkdir()
    (odd / "o.go").write_text(CODE.format("o"))
    arguments = ("--state", "s.db", "-j", "1", "--by", "directory", "--verify", "none")
    ran = gofixmap("campaign", "plan", *arguments)
    run = gofixmap("campaign", "run", "--state", "s.db")
    status = gofixmap("campaign", "status", "--state", "s.db")
    for text in (ran.err, run.err, status.out, status.err):
        assert "\n::" not in text


HANGING = """
import sys, time
from gofixmap.campaign import run
from gofixmap.cli import main
run.prove = lambda *rest, **more: (print("proving", flush=True), time.sleep(60))
sys.exit(main(["campaign", "run", "--state", "s.db", "--verify", "build"]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_cleanly(
    gofixmap: Callable[..., Any],
    tree: Path,
    number: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gofixmap.campaign.state.LOCK_SECONDS", 0.1)
    gofixmap("campaign", "plan", "--state", "s.db", "-j", "1")
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HANGING]
    with subprocess.Popen(command, cwd=tree, stdout=pipe, stderr=pipe, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "proving\n"
        status = gofixmap("campaign", "status", "--state", "s.db", "--format", "json")
        assert "running" in states(status.out).values()
        assert "another gofixmap works on this campaign" in status.err
        assert gofixmap("campaign", "run", "--state", "s.db").code == 2
        running.send_signal(number)
        _, said = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in said) == (128 + number, False)
    status = gofixmap("campaign", "status", "--state", "s.db", "--format", "json")
    assert set(states(status.out).values()) == {"planned"}
