"""Golden cases with `race = true`: their tests race before, and pass without a race after.

All cases are one workspace, so that one run of Go for each side (and each `race_count`) does.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from golden_trees import combine, is_alone, rename, trees

from gofixmap.authoring.cases import Case, find_cases

CASES = [case for case in find_cases(Path(__file__).parent) if case.race]
RACE = re.compile(r"^WARNING: DATA RACE$|^fatal error: concurrent map ", re.MULTILINE)
LIMIT = "60s"  # for the tests of one package; who waits for a lock for ever is stopped by it
SECONDS = 600  # for one run of Go over all cases
PREFIX = "golden.test/"


@dataclass
class Outcome:
    """What the tests of a case's packages came to, on one side."""

    output: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)  # packages
    passed: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(self.output)

    @property
    def races(self) -> bool:
        return RACE.search(self.text) is not None


Sides = Mapping[str, Mapping[str, Outcome]]  # "before" and "after", each by case


@pytest.fixture(scope="module")
def tested(
    request: pytest.FixtureRequest,
    go: Path,
    go_env: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Sides:
    """The tests of all cases that are run this time, each side run once."""
    items = [getattr(item, "callspec", None) for item in request.session.items]
    given = [item.params.get("case") for item in items if item]
    wanted = {case.id for case in given if isinstance(case, Case)}
    cases = [case for case in CASES if case.id in wanted]
    return _run(cases, tmp_path_factory.mktemp("race"), go, go_env)


def _run(cases: Sequence[Case], folder: Path, go: Path, env: dict[str, str]) -> Sides:
    patterns: dict[str, dict[int, list[str]]] = {"before": {}, "after": {}}
    modules: dict[str, list[Path]] = {"before": [], "after": []}
    for case in cases:
        assert not is_alone(case), f"{case.id} has a workspace of its own"
        for side, tree in zip(patterns, trees(folder, case), strict=True):
            modules[side] += rename(tree, PREFIX + case.id)
            patterns[side].setdefault(case.race_count, []).append(f"./{case.id}/...")
    results: dict[str, dict[str, Outcome]] = {}
    for side, by_count in patterns.items():
        combine(folder / side, modules[side])
        results[side] = defaultdict(Outcome)
        for count, names in by_count.items():
            _go_test(folder / side, names, count, results[side], go, env)
    return results


def _go_test(
    root: Path,
    patterns: Sequence[str],
    count: int,
    results: dict[str, Outcome],
    go: Path,
    env: dict[str, str],
) -> None:
    """Test all packages once, and file what Go says under their cases."""
    # Parallel tests meet each other on a machine with one processor, too.
    flags = ["-race", "-json", f"-count={count}", f"-timeout={LIMIT}", "-vet=off", "-parallel=4"]
    command = [str(go), "test", *flags, "-p=2", *patterns]
    run = subprocess.run(
        command, cwd=root, env=env | {"CGO_ENABLED": "1"}, capture_output=True, timeout=SECONDS
    )
    for event in _events(run.stdout):
        _record(event, results)
    assert run.stdout, run.stderr.decode("utf-8", "replace")


def _events(stdout: bytes) -> Iterator[dict[str, str]]:
    for line in stdout.splitlines():
        if line.startswith(b"{"):
            yield json.loads(line)


def _record(event: Mapping[str, str], results: dict[str, Outcome]) -> None:
    package = event.get("Package") or event.get("ImportPath", "").partition(" ")[0]
    result = results["/".join(package.removeprefix(PREFIX).split("/")[:2])]
    action = event.get("Action", "")
    if "Output" in event:
        result.output.append(event["Output"])
    if "Test" not in event and action in ("fail", "build-fail", "pass"):
        (result.passed if action == "pass" else result.failed).add(package)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_races_before_and_not_after(case: Case, tested: Sides) -> None:
    before, after = tested["before"][case.id], tested["after"][case.id]
    assert before.races, f"no race before:\n{before.text}"
    if case.expect == "change":
        assert not after.races, f"a race after:\n{after.text}"
        assert after.passed and not after.failed, f"a failure after:\n{after.text}"
