"""Critical sections form by form: the tables in guard_sections/, and Go's word on the results."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from guard_sections_kit import TABLES, Case, cases, planned, run

_TABLES = ("reads.txt", "writes.txt", "more.txt")
_FIELDS = (
    "m n s queue done cur on ids any closed max created made log lazy pending flushed "
    "status ch ch2 sem peak tick swapA swapB left taken panics nested"
)
_HAMMERED = tuple(f"S.{name}" for name in _FIELDS.split())
_CASES = [case for table in _TABLES for case in cases(table)]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.title.replace(" ", "-"))
def test_form(case: Case, tmp_path: Path) -> None:
    outcome = planned(tmp_path, case)
    assert tuple(each.reason_id for each in outcome.refusals) == case.refuses
    assert outcome.body == (case.after or case.before)
    assert outcome.notes == case.notes


def test_refusals_name_line_and_code(tmp_path: Path) -> None:
    case = next(each for each in _CASES if each.title == "check, blocking, act")
    refusal = planned(tmp_path, case).refusals[0]
    assert refusal.details.startswith("may block (p.go:")
    assert refusal.details.endswith(": slow(1))")


def test_everything_compiles_and_vets(tmp_path: Path, go: Path, go_env: Mapping[str, str]) -> None:
    """Every result in a package of its own, in one module and one call."""
    for number, case in enumerate(_CASES):
        directory = tmp_path / "in" / str(number)
        directory.mkdir(parents=True)
        text = planned(directory, case).text
        package = tmp_path / "out" / f"p{number}"
        package.mkdir(parents=True)
        (package / "p.go").write_text(f"// {case.title}\n{text}", encoding="utf-8")
    out = tmp_path / "out"
    (out / "go.mod").write_text("module example.com/p\n\ngo 1.27\n", encoding="utf-8")
    done = subprocess.run(
        [str(go), "vet", "./..."], cwd=out, env=dict(go_env), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    listed = subprocess.run(
        [str(go.with_name("gofmt")), "-l", "."],
        cwd=out,
        env=dict(go_env),
        capture_output=True,
        text=True,
    )
    assert listed.stdout == ""


@pytest.mark.parametrize("rw", [False, True], ids=["mutex", "rwmutex"])
def test_behaviour_under_the_race_detector(
    tmp_path: Path, go: Path, go_env: Mapping[str, str], rw: bool
) -> None:
    """Thirty-three forms in one program: no race, no lost update, no deadlock."""
    source = (TABLES / "hammer.go.txt").read_text(encoding="utf-8")
    outcome = run(tmp_path, source, _HAMMERED, rw=rw)
    assert outcome.refusals == ()
    (tmp_path / "p.go").write_text(outcome.text, encoding="utf-8")
    env = dict(go_env) | {"CGO_ENABLED": "1"}
    done = subprocess.run(
        [str(go), "run", "-race", "."], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("ok\n", "")
