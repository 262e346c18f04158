"""Golden cases with `race = true`: their tests race before, and pass without a race after.

The tests of all cases are one program on each side, run once for each case.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from golden_cases import golden_cases
from golden_driver import build_tests
from golden_trees import is_alone, rename, trees

from gofixmap.authoring.cases import Case

CASES = [case for case in golden_cases() if case.race]
RACE = re.compile(r"^WARNING: DATA RACE$|^fatal error: concurrent map ", re.MULTILINE)
LIMIT = "60s"  # for the tests of one case; who waits for a lock for ever is stopped by it
Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="module")
def programs(
    request: pytest.FixtureRequest, go: Path, go_env: dict[str, str], once: Once
) -> Mapping[str, Path]:
    """The tests of all cases that are run this time: the programs "before" and "after"."""
    items = [getattr(item, "callspec", None) for item in request.session.items]
    given = [item.params.get("case") for item in items if item]
    wanted = {case.id for case in given if isinstance(case, Case)}
    cases = [case for case in CASES if case.id in wanted]
    env = go_env | {"CGO_ENABLED": "1"}
    folder = once("golden-race", lambda folder: _build(cases, folder, go, env))
    return {side: folder / side / "driver" / "driver" for side in ("before", "after")}


def _build(cases: Sequence[Case], folder: Path, go: Path, env: Mapping[str, str]) -> None:
    modules: dict[str, dict[str, Path]] = {"before": {}, "after": {}}
    for case in cases:
        assert not is_alone(case), f"{case.id} has a workspace of its own"
        for side, tree in zip(modules, trees(folder, case), strict=True):
            (modules[side][case.id],) = rename(tree, f"golden.test/{case.id}")
    for side, found in modules.items():
        build_tests(folder / side, found, "-race", go=go, env=env)


def _run(program: Path, case: Case, env: Mapping[str, str]) -> tuple[int, str]:
    """How the tests of a case end, and all that they print."""
    # Parallel tests meet each other on a machine with one processor, too.
    flags = [f"-test.count={case.race_count}", f"-test.timeout={LIMIT}", "-test.parallel=4"]
    run = subprocess.run(
        [program, *flags],
        cwd=program.parent,
        env=dict(env) | {"GOLDEN_CASE": case.id},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return run.returncode, run.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_races_before_and_not_after(
    case: Case, programs: Mapping[str, Path], go_env: dict[str, str]
) -> None:
    _, before = _run(programs["before"], case, go_env)
    assert RACE.search(before), f"no race before:\n{before}"
    if case.expect == "change":
        code, after = _run(programs["after"], case, go_env)
        assert not RACE.search(after), f"a race after:\n{after}"
        assert code == 0, f"a failure after:\n{after}"
