"""What holds for all golden cases: no fix ever takes the data away from under its readers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden_cases import GOLDEN, golden_cases

sys.path.insert(0, str(GOLDEN))
from golden_driver import build_programs
from golden_trees import rename, trees

from gofixmap.authoring.cases import Case

CASES = golden_cases()
# The idiom of the tutorial: a field of a value that goes away is set to nil.
EMPTIED = re.compile(r"^\s*\w+(\.\w+)*\.\w+\s*=\s*nil\s*$")
OWN = ("map-release", "gen-close")


def added_lines(case: Case) -> Iterator[str]:
    for file in sorted((case.path / "after").rglob("*.go")):
        before = case.path / "before" / file.relative_to(case.path / "after")
        old = before.read_text(encoding="utf-8").splitlines() if before.exists() else []
        for line in file.read_text(encoding="utf-8").splitlines():
            if line not in old:
                yield line


def test_no_fix_empties_the_old_value() -> None:
    found = [
        f"{case.id}: {line.strip()}"
        for case in CASES
        for line in added_lines(case)
        if re.search(r"\b(old|previous)\w*(\.\w+)+\s*=\s*nil|\.Data\s*=\s*nil", line)
    ]
    assert not found


def test_releases_empty_nothing() -> None:
    own = [case for case in CASES if case.codemod in OWN]
    found = [line for case in own for line in added_lines(case) if EMPTIED.match(line)]
    assert len(own) > 50
    assert not found


PROGRAMS = [case for case in CASES if case.codemod in OWN and case.output is not None]


@pytest.fixture(scope="module")
def program(
    go: Path, go_env: dict[str, str], once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """All results that are programs, in one with the race detector."""

    def build(folder: Path) -> None:
        modules: dict[str, Path] = {}
        for case in PROGRAMS:
            _, after = trees(folder, case)
            (modules[case.id],) = rename(after, f"golden.test/{case.id}")
        build_programs(folder / "after", modules, "-race", go=go, env=go_env | {"CGO_ENABLED": "1"})

    return once("release-programs", build) / "after" / "driver" / "driver"


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case.id)
def test_results_run_without_a_race(case: Case, program: Path, go_env: dict[str, str]) -> None:
    env = go_env | {"GOLDEN_CASE": case.id}
    run = subprocess.run([program], env=env, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, case.output), run.stderr
