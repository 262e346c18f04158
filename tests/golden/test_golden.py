"""Every golden case: through the engine, then all results together through gofmt and go vet."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from golden_cases import golden_cases
from golden_driver import build_programs
from golden_trees import combine, is_alone, rename, trees

from gofixmap.authoring.cases import Case
from gofixmap.authoring.golden import run_case

CASES = golden_cases()


@pytest.mark.usefixtures("library_kept")
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


PROGRAMS = [case for case in CASES if case.output is not None]
# What one program has no two of, and what depends on the version of Go that the main module names.
APART = re.compile(r"^func init\(|^//go:debug|/pprof\"", re.MULTILINE)


def _can_be_joined(case: Case) -> bool:
    sources = [file.read_text(encoding="utf-8") for file in (case.path / "before").rglob("*.go")]
    text = "\n".join(sources)
    names_itself = any("main." in (output or "") for output in _outputs(case))
    needs_version = case.go != "1.27" and '"time"' in text
    return not (is_alone(case) or APART.search(text) or names_itself or needs_version)


def _outputs(case: Case) -> tuple[str | None, str | None]:
    return case.output_before, case.output


JOINED = [case for case in PROGRAMS if _can_be_joined(case)]


@pytest.fixture(scope="module")
def joined(
    go: Path, go_env: dict[str, str], once: Callable[[str, Callable[[Path], None]], Path]
) -> Sequence[Path]:
    """One program of all cases that can be in one, before and after."""
    folder = once("golden-programs", lambda folder: _build(folder, go, go_env))
    return [folder / side / "driver" / "driver" for side in ("before", "after")]


def _build(folder: Path, go: Path, env: Mapping[str, str]) -> None:
    modules: dict[str, dict[str, Path]] = {"before": {}, "after": {}}
    for case in JOINED:
        for side, output, tree in zip(modules, _outputs(case), trees(folder, case), strict=True):
            if output is not None:
                assert tree in rename(tree, f"golden.test/{case.id}")
                modules[side][case.id] = tree
    for side, found in modules.items():
        build_programs(folder / side, found, go=go, env=env)


@pytest.mark.parametrize("case", JOINED, ids=lambda case: case.id)
def test_output_of_the_program(case: Case, joined: Sequence[Path], go_env: dict[str, str]) -> None:
    env = go_env | {"GOLDEN_CASE": case.id}
    for program, output in zip(joined, _outputs(case), strict=True):
        if output is not None:
            run = subprocess.run([program], env=env, capture_output=True, text=True)
            assert (run.returncode, run.stdout) == (0, output), run.stderr


@pytest.mark.parametrize(
    "case", [case for case in PROGRAMS if case not in JOINED], ids=lambda case: case.id
)
def test_output_of_the_program_alone(
    case: Case, go: Path, go_env: dict[str, str], tmp_path: Path
) -> None:
    for folder, output in zip(trees(tmp_path, case), _outputs(case), strict=True):
        if output is not None:
            run = subprocess.run(
                [go, "run", "."], cwd=folder, env=go_env, capture_output=True, text=True
            )
            assert (run.returncode, run.stdout) == (0, output), run.stderr
    shutil.rmtree(tmp_path)
