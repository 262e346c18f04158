"""`gofixmap race` on the command line: patch, table, files and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gofixmap import distributions, registry

CODE = """package a

import "sync"

var mu sync.Mutex

var n int

func Inc() {
	n++
}
"""
TEST = """package a

import (
	"sync"
	"testing"
)

func TestInc(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			Inc()
		}()
	}
	group.Wait()
}

func TestOther(t *testing.T) {}
"""
LEFT = """package b

import "testing"

func TestLeft(t *testing.T) {
	left := 0
	done := make(chan bool)
	go func() {
		left++
		close(done)
	}()
	left++
	<-done
}
"""
PATCHED = CODE.replace("\tn++\n", "\tmu.Lock()\n\tn++\n\tmu.Unlock()\n")
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def remedies(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(distributions, "entries", lambda: [("toys", "race_remedies")])
    registry.installed.cache_clear()
    yield
    registry.installed.cache_clear()


@pytest.fixture
def racing(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.24\n", encoding="utf-8")
    (tmp_path / "a_test.go").write_text(TEST, encoding="utf-8")
    file = tmp_path / "a.go"
    file.write_text(CODE, encoding="utf-8")
    return file


def test_a_dry_run_prints_the_patch_and_the_table(gofixmap: Run, racing: Path) -> None:
    ran = gofixmap("race", "--dry-run", "--count", "3")
    assert ran.code == 0
    assert ran.out.startswith("diff --git a/a.go b/a.go\n")
    assert " @@ locks#1\n" in ran.out and "+\tmu.Lock()\n" in ran.out
    assert ran.err.splitlines() == [
        "fixed: example.com/a.n (a.go:7)",
        *[line for line in ran.err.splitlines() if "race:" in line],
        "    seen in example.com/a: TestInc",
        "    remedy: lock mu around it (locks)",
        "    proof:  3 runs of TestInc with -race; all tests of example.com/a with -race, "
        "and 3 times without",
        ran.err.splitlines()[-1],
    ]
    assert ran.err.splitlines()[-1].startswith("1 racing variable: 1 mended, 0 left; 1 package")
    assert racing.read_text(encoding="utf-8") == CODE


def test_it_writes_and_a_second_run_finds_nothing(gofixmap: Run, racing: Path) -> None:
    ran = gofixmap("race", "--count", "2", "--exit-code", "-o", "fix.patch")
    assert (ran.code, ran.out) == (1, "")
    assert racing.read_text(encoding="utf-8") == PATCHED
    assert Path("fix.patch").read_text(encoding="utf-8").count("+\tmu") == 2
    again = gofixmap("race", "--count", "2", "--exit-code")
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("0 racing variables; 1 package tested with go1.")


def test_the_exit_code_says_that_a_race_is_left(gofixmap: Run, racing: Path) -> None:
    (racing.parent / "b").mkdir()
    (racing.parent / "b" / "b_test.go").write_text(LEFT, encoding="utf-8")
    ran = gofixmap("race", "--dry-run", "--count", "2", "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    mended, left = report["races"]
    assert (mended["outcome"], left["outcome"]) == ("fixed", "left")
    assert mended["remedy"] == {"codemod": "locks", "title": "lock mu around it", "reason": ""}
    assert left["variable"] == "example.com/a/b.TestLeft.left"
    assert left["reason"].endswith("no codemod offers anything for it")
    assert "+\tmu.Lock()" in report["patch"]


def test_files_with_uncommitted_changes_are_refused(gofixmap: Run, racing: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=racing.parent, check=True)
    ran = gofixmap("race", "--count", "1")
    assert ran.code == 2
    assert "a.go: has uncommitted changes" in ran.err
    assert "+\tmu.Lock()" in ran.out, "what took minutes to prove is not lost"
    assert racing.read_text(encoding="utf-8") == CODE


def test_the_filter_of_tests_is_passed_on(gofixmap: Run, racing: Path) -> None:
    ran = gofixmap("race", "--dry-run", "--run", "TestOther")
    assert (ran.code, ran.out) == (0, "")


def test_packages_that_do_not_build_are_exit_code_3(gofixmap: Run, racing: Path) -> None:
    """The others are mended, here in a file with uncommitted changes."""
    subprocess.run(["git", "init", "-q"], cwd=racing.parent, check=True)
    (racing.parent / "b").mkdir()
    (racing.parent / "b" / "b.go").write_text("package b\n\nvar x int = y\n", encoding="utf-8")
    ran = gofixmap("race", "--allow-dirty", "--count", "1")
    assert ran.code == 3
    assert "not tested: example.com/a/b does not build: " in ran.err
    assert "undefined: y" in ran.err
    assert racing.read_text(encoding="utf-8") == PATCHED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["./nowhere"], "go test cannot be run: "),
        (["--", "-exec=/bin/true"], "'-exec=/bin/true' is no package"),
        (["--timeout", "soon"], "'soon' is no duration"),
        (["--timeout", "0s"], "'0s' is no duration"),
        (["--count", "0"], "0 is not in the range"),
        (["--select", "lcks"], "no codemod 'lcks'"),
        (["--evidence", "no.log"], "no such file"),
        (["-o", "no/such/folder"], "cannot write the patch there"),
    ],
)
def test_what_cannot_be_done_is_exit_code_2(
    gofixmap: Run, racing: Path, arguments: list[str], words: str
) -> None:
    ran = gofixmap("race", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("90s", 90.0), ("2m", 120.0), ("1m30s", 90.0), ("0.5s", 0.5)],
)
def test_durations(text: str, seconds: float) -> None:
    from gofixmap.cli.race import Duration

    assert Duration().convert(text, None, None) == seconds


HANGS = """package a

import (
	"os"
	"strconv"
	"testing"
	"time"
)

func TestHangs(t *testing.T) {
	os.WriteFile("pid", []byte(strconv.Itoa(os.Getpid())), 0o644)
	time.Sleep(time.Hour)
}
"""


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_a_test_that_hangs_ends_with_gofixmap(racing: Path) -> None:
    racing.with_name("hang_test.go").write_text(HANGS, encoding="utf-8")
    command = [sys.executable, "-m", "gofixmap", "race", "--run", "TestHangs"]
    process = subprocess.Popen(command, cwd=racing.parent, stderr=subprocess.PIPE)
    pid = racing.with_name("pid")
    _wait(lambda: pid.is_file() and pid.read_text(encoding="utf-8") != "", 120)
    process.terminate()
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (143, b"gofixmap: terminated\n")
    number = int(pid.read_text(encoding="utf-8"))
    _wait(lambda: not _runs(number), 10)


def test_a_test_that_hangs_is_told(gofixmap: Run, racing: Path) -> None:
    racing.with_name("hang_test.go").write_text(HANGS, encoding="utf-8")
    ran = gofixmap("race", "--dry-run", "--run", "TestHangs", "--timeout", "2s")
    assert ran.code == 0
    assert "fails without a race: example.com/a TestHangs: panic: test timed out" in ran.err


def _wait(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.1)


def _runs(number: int) -> bool:
    state = Path(f"/proc/{number}/stat")
    try:
        return state.read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False
