"""Every golden case: through the engine, then all results together through gofmt and go vet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from gofixmap.authoring.cases import Case, expected_tree, find_cases, lay_out
from gofixmap.authoring.golden import run_case

ROOT = Path(__file__).parent
CASES = list(find_cases(ROOT))
MODULE_LINE = re.compile(rb"^module\s+(\S+)", re.MULTILINE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    outcome = run_case(case)
    assert not outcome.failures, f"{case.description} ({case.why})\n" + "\n".join(outcome.failures)


def test_names_are_unique() -> None:
    described = [(case.codemod, case.description) for case in CASES]
    doubled = {text for text in described if described.count(text) > 1}
    assert not doubled


def _write(tree: Mapping[str, bytes], folder: Path) -> None:
    for path, data in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _trees(tmp_path: Path, case: Case) -> tuple[Path, Path]:
    """The case's tree before and after, as it is expected, each in a folder of its own."""
    before, after = tmp_path / "before" / case.id, tmp_path / "after" / case.id
    before.mkdir(parents=True)
    _write(expected_tree(case, lay_out(case, before)), after)
    return before, after


def _go_files(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in root.rglob("*.go")]


def test_output_is_as_gofmt_would_have_it(go: Path, tmp_path: Path) -> None:
    for case in CASES:
        _trees(tmp_path, case)
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


def _rename(folder: Path, prefix: str) -> list[Path]:
    """Give every module of a case a path that no other case has, in go.mod and in imports."""
    modules = list(folder.rglob("go.mod"))
    names = sorted((_module_path(file) for file in modules), key=len, reverse=True)
    for file in (*modules, *folder.rglob("*.go")):
        data = file.read_bytes()
        for name in names:
            data = re.sub(
                rb'(["\s])' + re.escape(name) + rb'(["/\s])',
                rb"\1" + prefix.encode() + b"/" + name + rb"\2",
                data,
            )
        file.write_bytes(data)
    return [file.parent for file in modules]


def _module_path(file: Path) -> bytes:
    found = MODULE_LINE.search(file.read_bytes())
    assert found, f"{file} names no module"
    return found.group(1)


def _is_alone(case: Case) -> bool:
    """Whether the case has a workspace of its own, which cannot be part of another one."""
    return bool({"go.work", "vendor"} & {path.name for path in (case.path / "before").rglob("*")})


def test_results_pass_go_vet(go: Path, go_env: dict[str, str], tmp_path: Path) -> None:
    modules: list[Path] = []
    for case in CASES:
        if case.vet and not _is_alone(case):
            _, after = _trees(tmp_path, case)
            modules += _rename(after, f"golden.test/{case.id}")
    root = tmp_path / "after"
    folders = [os.path.relpath(module, root) for module in modules]
    uses = "".join(f"\t./{folder}\n" for folder in folders)
    (root / "go.work").write_text(f"go 1.27\n\nuse (\n{uses})\n", encoding="utf-8")
    patterns = [f"./{folder}/..." for folder in folders]
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
    before, after = _trees(tmp_path, case)
    wanted = {after: case.output, before: case.output_before}
    for folder, output in wanted.items():
        if output is not None:
            run = subprocess.run(
                [go, "run", "."], cwd=folder, env=go_env, capture_output=True, text=True
            )
            assert (run.returncode, run.stdout) == (0, output), run.stderr
    shutil.rmtree(tmp_path)
