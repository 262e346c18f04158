"""What holds for all golden cases: no fix ever takes the data away from under its readers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_cases import golden_cases

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


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.codemod in OWN and case.output is not None],
    ids=lambda case: case.id,
)
def test_results_run_without_a_race(
    case: Case, go: Path, go_env: dict[str, str], tmp_path: Path
) -> None:
    for side in ("before", "after"):
        for file in (case.path / side).rglob("*.go"):
            target = tmp_path / file.relative_to(case.path / side)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    (tmp_path / "go.mod").write_text("module example.com/golden\n\ngo 1.27\n", encoding="utf-8")
    command = [go, "run", "-race", "."]
    run = subprocess.run(command, cwd=tmp_path, env=go_env, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, case.output), run.stderr
