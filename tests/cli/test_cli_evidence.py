"""--evidence of check and apply, and the command that collects it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gofixmap.evidence import read_evidence

SOURCE = """package m

var served, other int

func Serve() int {
	served++
	other++
	return other
}
"""
TEST = """package m

import "testing"

func TestServe(t *testing.T) {
	done := make(chan bool)
	go func() {
		Serve()
		close(done)
	}()
	Serve()
	<-done
}

func TestQuiet(t *testing.T) {
	Serve()
}
"""
LOG = """==================
WARNING: DATA RACE
Read at 0x00c000012345 by goroutine 8:
  example.com/m.Serve()
      /src/m/m.go:{line} +0x1

Previous write at 0x00c000012345 by goroutine 7:
  example.com/m.Serve()
      /src/m/m.go:{line} +0x1
==================
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.24\n")
    (tmp_path / "m.go").write_text(SOURCE)
    (tmp_path / "m_test.go").write_text(TEST)
    (tmp_path / "race.log").write_text(LOG.format(line=6))
    return tmp_path


def test_without_evidence_nothing_is_found(gofixmap: Callable, module: Path) -> None:
    assert gofixmap("check", "-s", "atomic-counter").code == 0


def test_check(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "-s", "atomic-counter", "--evidence", "race.log")
    assert ran.code == 1
    assert "    race: write at m.go:6, read at m.go:6\n" in ran.out
    assert "other" not in ran.out.splitlines()[0]
    assert ran.err.startswith("1 finding (1 with a fix)")


def test_naming_by_evidence_is_enough_to_apply(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("apply", "-s", "atomic-counter", "--evidence", "race.log", "--allow-dirty")
    assert ran.code == 0
    assert "served.Add(1)" in (module / "m.go").read_text()
    assert "other++" in (module / "m.go").read_text()


def test_a_second_run_with_the_same_log_changes_nothing(gofixmap: Callable, module: Path) -> None:
    apply = ("apply", "-s", "atomic-counter", "--evidence", "race.log", "--allow-dirty")
    gofixmap(*apply)
    text = (module / "m.go").read_text()
    assert gofixmap(*apply, "--exit-code").code == 0
    assert (module / "m.go").read_text() == text


def test_several_logs(gofixmap: Callable, module: Path) -> None:
    (module / "more.log").write_text(LOG.format(line=7))
    ran = gofixmap(
        *("check", "-s", "atomic-counter", "--format", "json"),
        *("--evidence", "race.log", "--evidence", "more.log"),
    )
    report = json.loads(ran.out)
    assert {f["symbol"] for f in report["findings"]} == {
        "example.com/m.served",
        "example.com/m.other",
    }
    assert report["findings"][0]["evidence"] == [
        {"kind": "race", "detail": "write at m.go:6, read at m.go:6"}
    ]
    assert "unused_evidence" not in report


@pytest.mark.parametrize("command", ["check", "apply"])
def test_what_leads_to_nothing_is_told(command: str, gofixmap: Callable, module: Path) -> None:
    (module / "race.log").write_text(LOG.format(line=6).replace("m.Serve", "m.Gone"))
    more = ("--format", "json", *(("--dry-run",) if command == "apply" else ()))
    ran = gofixmap(command, "--evidence", "race.log", *more)
    sentence = (
        "race.log: write at /src/m/m.go:6, read at /src/m/m.go:6: no frame of it is in this code"
    )
    assert sentence in ran.err.splitlines()
    assert json.loads(ran.out)["unused_evidence"] == [sentence]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("m.go", "m.go: this is no evidence (expected race-detector output"),
        ("gone.log", "gone.log: no such file, and no log_path files FILE.<pid>"),
        (".", ".: a folder is no evidence"),
        ("", "an empty path"),
    ],
)
def test_what_is_no_evidence(name: str, words: str, gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("apply", "--evidence", name)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert (module / "m.go").read_text() == SOURCE


def test_evidence_is_collected(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("evidence", "race", "-o", "found.json")
    assert (ran.code, ran.out) == (0, "")
    assert "different race report" in ran.err
    reports = read_evidence([module / "found.json"])
    assert {report.test for report in reports} == {"TestServe"}
    ran = gofixmap("check", "-s", "atomic-counter", "--evidence", "found.json")
    assert "a race was reported on served" in ran.out


def test_evidence_goes_to_stdout(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("evidence", "race", "--run", "TestQuiet", "--count", "2", ".")
    assert ran.code == 0
    assert json.loads(ran.out.splitlines()[0])["Action"] == "start"
    assert ran.err == "0 different race reports\n"


def test_a_package_that_does_not_build_is_left_out(gofixmap: Callable, module: Path) -> None:
    (module / "bad").mkdir()
    (module / "bad" / "bad.go").write_text('package bad\n\nvar x int = ""\n')
    (module / "bad" / "bad_test.go").write_text(TEST.replace("package m", "package bad"))
    ran = gofixmap("evidence", "race", "-o", "found.json")
    assert ran.code == 3
    assert read_evidence([module / "found.json"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--", "-exec=touch x"), "flags of the go command are not passed on"),
        (("--timeout", "soon"), "invalid"),
        (("-o", "gone/x.json"), "cannot write it"),
    ],
)
def test_what_cannot_be_collected(
    arguments: tuple[str, ...], words: str, gofixmap: Callable, module: Path
) -> None:
    ran = gofixmap("evidence", "race", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_a_folder_that_is_not_there(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("evidence", "race", "./nope/...")
    assert (ran.code, ran.out) == (2, "")
    assert "./nope/...: there is no such folder" in ran.err
