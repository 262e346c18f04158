"""Every golden case: through the engine, then all results together through gofmt and go vet."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from golden_trees import combine, is_alone, rename, trees

from gofixmap.authoring.cases import Case, find_cases
from gofixmap.authoring.golden import run_case

ROOT = Path(__file__).parent
CASES = list(find_cases(ROOT))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    outcome = run_case(case)
    assert not outcome.failures, f"{case.description} ({case.why})\n" + "\n".join(outcome.failures)


def test_names_are_unique() -> None:
    described = [(case.codemod, case.description) for case in CASES]
    doubled = {text for text in described if described.count(text) > 1}
    assert not doubled


def _go_files(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in root.rglob("*.go")]


def test_output_is_as_gofmt_would_have_it(go: Path, tmp_path: Path) -> None:
    for case in CASES:
        trees(tmp_path, case)
    complaints = []
    for side in ("before", "after"):
        root = tmp_path / side
        files = "\0".join(_go_files(root))
        command = ["xargs", "-0", str(go.parent / "gofmt"), "-l"]
        run = subprocess.run(command, input=files, cwd=root, capture_output=True, text=True)
        # Of a file with a syntax error gofmt tells the place, which moves.
        lines = (*run.stdout.splitlines(), *run.stderr.splitlines())
        complaints.append({line.partition(":")[0] for line in lines})
    assert not complaints[1] - complaints[0]


def test_results_pass_go_vet(go: Path, go_env: dict[str, str], tmp_path: Path) -> None:
    modules: list[Path] = []
    for case in CASES:
        if case.vet and not is_alone(case):
            _, after = trees(tmp_path, case)
            modules += rename(after, f"golden.test/{case.id}")
    root = tmp_path / "after"
    patterns = combine(root, modules)
    run = subprocess.run(
        [go, "vet", *patterns], cwd=root, env=go_env, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.output is not None], ids=lambda case: case.id
)
def test_output_of_the_program(
    case: Case, go: Path, go_env: dict[str, str], tmp_path: Path
) -> None:
    before, after = trees(tmp_path, case)
    wanted = {after: case.output, before: case.output_before}
    for folder, output in wanted.items():
        if output is not None:
            run = subprocess.run(
                [go, "run", "."], cwd=folder, env=go_env, capture_output=True, text=True
            )
            assert (run.returncode, run.stdout) == (0, output), run.stderr
    shutil.rmtree(tmp_path)
