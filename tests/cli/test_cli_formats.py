"""check: every format, where it goes, what the exit code is, and that two runs say the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from gofixmap.cli.formats import NAMES

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"
MACHINES = tuple(name for name in NAMES if name != "text")


def test_output(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    printed = gofixmap("check", "--format", "sarif")
    assert (printed.code, printed.err) == (1, "")
    saved = gofixmap("check", "--format", "sarif", "-o", "found.sarif")
    assert (saved.code, saved.out) == (1, "")
    assert saved.err.startswith("3 findings (2 with a fix, 1 declined) in 1 file, ")
    assert (tmp_path / "found.sarif").read_text() == printed.out


def test_text_in_a_file(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    printed = gofixmap("check").out
    assert gofixmap("check", "-o", "found.txt").out == ""
    assert (tmp_path / "found.txt").read_text() == printed


def test_several_formats_in_one_run(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    formats = [f"--format={name}={name}.out" for name in MACHINES]
    ran = gofixmap("check", "--format", "github", *formats)
    for name in MACHINES:
        alone = gofixmap("check", "--format", name).out
        assert (tmp_path / f"{name}.out").read_text() == alone
    assert (ran.out, ran.err) == ((tmp_path / "github.out").read_text(), "")
    assert ran.out.count("\n::warning file=a.go,line=5,") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "yaml"], "'yaml' is not one of text, json, sarif, "),
        (["--format", "json="], "no file behind 'json='"),
        (["--format", "json=a.json", "-o", "b.json"], "--output is for a --format without a file"),
        (["--format", "json", "--format", "sarif"], "two formats go to one place"),
        (["--format", "json=x", "--format", "sarif=./x"], "two formats go to one place"),
        (["--format", "json", "--format", "sarif=x", "-o", "x"], "two formats go to one place"),
        (["-o", "nowhere/x"], "cannot write the report there"),
        (["--format", "json=."], "cannot write the report there"),
        (["--format", "sarif", "--statistics"], "--statistics is for --format json and text"),
        (["-o", ""], "an empty path"),
    ],
)
def test_refused(arguments: list[str], words: str, gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert {path.name for path in module.parent.iterdir()} == {"a.go", "go.mod"}


def test_a_report_that_cannot_be_written(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "--format", "github", "--format", "json=/dev/full")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot write the report: No space left on device" in ran.err


def test_exit_zero(gofixmap: Callable, module: Path) -> None:
    assert gofixmap("check", "--exit-code").code == 1
    assert gofixmap("check", "--exit-zero").code == 0
    assert gofixmap("check", "--exit-zero", "--exit-code").code == 1
    assert gofixmap("check", "--exit-zero", "--target", "nothing").code == 2
    with module.open("a") as stream:
        stream.write("\nfunc g() { fail() }\n")
    assert gofixmap("check", "--exit-zero").code == 3


def test_statistics(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("check", "--statistics")
    assert ran.code == 1
    assert ran.out == (
        "                   found     fixable    declined\n"
        "careful-call           1           1           0\n"
        "odd-call               1           0           1  odd 1\n"
        "old-call               1           1           0\n"
    )
    assert ran.err.startswith("3 findings ")


def test_statistics_of_nothing(gofixmap: Callable, module: Path) -> None:
    module.write_text("package a\n")
    assert gofixmap("check", "--statistics").out == ""


def test_statistics_in_json(gofixmap: Callable, module: Path) -> None:
    report = json.loads(gofixmap("check", "--statistics", "--format", "json").out)
    assert len(report["findings"]) == 3
    assert report["statistics"][1] == {
        "codemod": "odd-call",
        "found": 1,
        "fixed": 0,
        "fixable": 0,
        "declined": 1,
        "suppressed": 0,
        "conflict": 0,
        "unproven": 0,
        "reasons": {"odd": 1},
    }


def test_odd_names_on_disk(gofixmap: Callable, module: Path) -> None:
    """Through the whole command: what a repository may hold gets into every format."""
    for name in ("a\n::error::b.go", "\x1b[31m.go", "\udcff.go", "<script>&'\".go"):
        (module.parent / name).write_text("package a\n\nfunc _() { old() }\n")
    for name in MACHINES:
        ran = gofixmap("check", "-s", "old-call", "--format", name)
        assert ran.code == 1, name
        assert "\x1b" not in ran.out + ran.err, name
    ran = gofixmap("check", "-s", "old-call", "--format", "github")
    assert all(line.startswith("::warning file=") for line in ran.out.splitlines())
    ElementTree.fromstring(gofixmap("check", "-s", "old-call", "--format", "checkstyle").out)


def test_a_baseline_in_sarif(gofixmap: Callable, module: Path, tmp_path: Path) -> None:
    assert gofixmap("check", "-s", "old-call", "--write-baseline", "known.json").code == 0
    ran = gofixmap("check", "--baseline", "known.json", "--format", "sarif")
    results = json.loads(ran.out)["runs"][0]["results"]
    states = {each["ruleId"]: each["baselineState"] for each in results}
    assert states == {"old-call": "unchanged", "careful-call": "new", "odd-call": "new"}
    kinds = [kind["kind"] for each in results for kind in each["suppressions"]]
    assert kinds == ["external"]


def reports(folder: Path, jobs: int, seed: int) -> dict[str, bytes]:
    """Every format over the shop, from a process of its own with hashes of its own."""
    folder.mkdir()
    formats = [f"--format={name}={folder / name}" for name in NAMES]
    command = [sys.executable, "-m", "gofixmap", "check", "-j", str(jobs), *formats]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    ran = subprocess.run(command, cwd=SHOP, env=environment, capture_output=True, check=False)
    assert (ran.returncode, b"findings" in ran.stderr) == (1, True), ran.stderr
    return {name: (folder / name).read_bytes() for name in NAMES}


def test_every_run_says_the_same(tmp_path: Path) -> None:
    first = reports(tmp_path / "first", 1, 1)
    assert reports(tmp_path / "second", 2, 2) == first
    assert len(json.loads(first["json"])["findings"]) > 40
    schema = SHOP.parents[1] / "tests" / "reports" / "schemas" / "sarif-2.1.0.json"
    Draft4Validator(json.loads(schema.read_bytes())).validate(json.loads(first["sarif"]))
