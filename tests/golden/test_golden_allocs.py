"""Golden cases with `allocs_before` or `allocs_after`: what their benchmarks allocate.

All cases are one workspace, so that one run of Go for each side does. The collector is off: it
empties pools, and would make the counts depend on when it runs. Time is never looked at.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from golden_cases import golden_cases
from golden_trees import combine, is_alone, rename, trees

from gofixmap.authoring.cases import Case, allows

CASES = [case for case in golden_cases() if case.allocs_before or case.allocs_after]
PREFIX = "golden.test/"
SECONDS = 600  # for one run of Go over all cases
OPERATIONS = "500x"
PACKAGE = re.compile(r"^pkg: (\S+)")
RESULT = re.compile(r"^(Benchmark\S+)\s.*\s(\d+) allocs/op")

Measured = Mapping[str, Sequence[tuple[str, int]]]  # by case: benchmark, allocations per operation


@pytest.fixture(scope="module")
def measured(
    go: Path, go_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Measured]:
    """What all benchmarks allocate, before and after."""
    folder = tmp_path_factory.mktemp("allocs")
    modules: dict[str, list[Path]] = {"before": [], "after": []}
    for case in CASES:
        assert not is_alone(case), f"{case.id} has a workspace of its own"
        for side, tree in zip(modules, trees(folder, case), strict=True):
            modules[side] += rename(tree, PREFIX + case.id)
    return {side: _bench(folder / side, found, go, go_env) for side, found in modules.items()}


def _bench(root: Path, modules: Sequence[Path], go: Path, env: Mapping[str, str]) -> Measured:
    flags = ["-run=^$", "-bench=.", "-benchmem", f"-benchtime={OPERATIONS}", "-cpu=1", "-vet=off"]
    command = [str(go), "test", *flags, "-p=2", *combine(root, modules)]
    run = subprocess.run(
        command,
        cwd=root,
        env=dict(env) | {"GOGC": "off"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for case, benchmark, allocations in _results(run.stdout):
        found[case].append((benchmark, allocations))
    assert run.returncode == 0, run.stdout + run.stderr
    return found


def _results(output: str) -> Iterator[tuple[str, str, int]]:
    case = ""
    for line in output.splitlines():
        package, result = PACKAGE.match(line), RESULT.match(line)
        if package is not None:
            case = "/".join(package.group(1).removeprefix(PREFIX).split("/")[:2])
        if result is not None:
            yield case, result.group(1), int(result.group(2))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_allocations(case: Case, measured: Mapping[str, Measured]) -> None:
    for side, wanted in (("before", case.allocs_before), ("after", case.allocs_after)):
        found = measured[side][case.id]
        assert found, f"no benchmark {side}"
        wrong = [each for each in found if wanted and not allows(wanted, each[1])]
        assert not wrong, f"{side}: {wrong}, not {wanted} allocations per operation"
