"""Critical sections form by form: the tables in guard_sections/, and Go's word on the results."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from gofixmap_codemods._guard_sections import (
    GuardContext,
    LockRef,
    SectionPlan,
    plan_sections,
)
from guard_sections_balance import imbalances, neighbours, unguarded
from guard_sections_kit import PRELUDE, TABLES, Case, cases, planned, resolved, run

_TABLES = ("reads.txt", "writes.txt", "more.txt", "join.txt")
_FIELDS = (
    "m n s queue done cur on ids any closed max created made log lazy pending flushed "
    "status ch ch2 sem peak tick swapA swapB left taken panics nested"
)
_HAMMERED = tuple(f"S.{name}" for name in _FIELDS.split())
_CASES = [case for table in _TABLES for case in cases(table)]
_TEXTS: dict[str, str] = {}  # results by title, of the cases that this process has planned


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.title.replace(" ", "-"))
def test_form(case: Case, tmp_path: Path) -> None:
    outcome = planned(tmp_path, case)
    _TEXTS[case.title] = outcome.text
    assert tuple(each.reason_id for each in outcome.refusals) == case.refuses
    assert outcome.body == (case.after or case.before)
    assert outcome.notes == case.notes


def test_refusals_name_line_and_code(tmp_path: Path) -> None:
    case = next(each for each in _CASES if each.title == "check, blocking, act that is shown")
    refusal = planned(tmp_path, case).refusals[0]
    assert refusal.details.startswith("may block (p.go:")
    assert refusal.details.endswith(": slow(1))")


_DONE = [case for case in _CASES if not case.refuses and "type D" not in case.before]


@pytest.mark.parametrize("case", _DONE, ids=lambda case: case.title.replace(" ", "-"))
def test_every_access_is_under_the_lock(case: Case, tmp_path: Path) -> None:
    """Held at every access, taken and given back once on every path, and not twice in a row."""
    here = resolved(tmp_path, f"{PRELUDE}\n{case.after or case.before}")
    lock = here.variable(case.lock)
    assert list(unguarded(here.graph, here.accesses(case.variables), lock)) == []
    for function in here.graph.functions:
        assert list(imbalances(here.info, function)) == []
        if "one after the other" not in case.title:
            assert list(neighbours(function.body)) == []


def test_a_lost_unlock_is_seen(tmp_path: Path) -> None:
    """The check itself: without any one of its Unlock lines a result is wrong."""
    case = next(each for each in _CASES if each.title.startswith("break, continue and goto"))
    lines = case.after.splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if "Unlock" in line]
    assert len(places) == 4
    for place in places:
        text = "".join(line for number, line in enumerate(lines) if number != place)
        here = resolved(tmp_path, f"{PRELUDE}\n{text}")
        assert any(list(imbalances(here.info, each)) for each in here.graph.functions)


def test_line_endings_are_kept(tmp_path: Path) -> None:
    case = next(each for each in _CASES if each.title == "continue in a loop")
    source = f"{PRELUDE}\n{case.before}".replace("\n", "\r\n")
    text = run(tmp_path, source, case.variables).text
    assert text == f"{PRELUDE}\n{case.after}".replace("\n", "\r\n")


def test_a_second_run_finds_nothing(tmp_path: Path) -> None:
    """What the first run has put under the lock stays as it is."""
    for case in _DONE:
        source = f"{PRELUDE}\n{case.after or case.before}"
        again = run(tmp_path, source, case.variables, lock="x", existing=case.lock)
        assert (again.text, again.refusals) == (source, ()), case.title


def test_everything_compiles_and_vets(tmp_path: Path, go: Path, go_env: Mapping[str, str]) -> None:
    """Every result in a package of its own, in one module and one call."""
    for number, case in enumerate(_CASES):
        text = _TEXTS.get(case.title) or planned(tmp_path, case).text
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


def test_accesses_of_another_parse(tmp_path: Path) -> None:
    """Nodes of an earlier tree of the same text mean the same places."""
    case = next(each for each in _CASES if each.title == "goroutine inside a method")
    first = resolved(tmp_path, f"{PRELUDE}\n{case.before}")
    second = resolved(tmp_path, f"{PRELUDE}\n{case.before}")
    context = GuardContext(second.semantics, second.graph, LockRef("mu"), (1, 27))
    for access in first.accesses(case.variables):
        function = second.graph.function_of(second.info, access.node)
        plan = plan_sections(context, function, [access])
        assert isinstance(plan, SectionPlan)
        assert len(plan.edits) >= 2
