"""The loop: wrong remedies are refused for the right reasons, and the first right one is taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from race_toys import (
    COUNTER,
    FILES,
    GO_MOD,
    LOCKED,
    REGISTRY,
    TESTS,
    TWO,
    WRONG,
    BreaksTheImporter,
    KeepsTheRace,
    Locks,
    LocksBoth,
    LocksCalls,
    LocksTotal,
    write,
)

from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.race import Outcome, RaceRequest, baseline, mend
from gofixmap.registry import Registry


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadlock is known as one after two seconds."""
    monkeypatch.setattr(baseline, "_LEAST_SECONDS", 2.0)
    monkeypatch.setattr(baseline, "_SLACK", 2.0)


def test_wrong_remedies_are_refused_and_the_next_is_tried(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    result = mend(RaceRequest(root, runs=5), registry=REGISTRY)
    (race,) = result.races
    assert (race.variable, race.outcome) == ("example.com/r/p.C.n", Outcome.FIXED)
    assert (race.packages, race.tests) == (("example.com/r/p",), ("TestCount",))
    assert race.place == "p/p.go:7"
    reasons = {each.codemod: each.reason for each in race.attempts}
    assert list(reasons) == [*(toy.name for toy in WRONG), "locks"]
    assert reasons.pop("locks") == ""
    for codemod, words in {
        "keeps-the-race": "the race is still there: ",
        "does-not-compile": "the compiler refuses it: c.m undefined",
        "copies-the-lock": "go vet refuses it: Get passes lock by value",
        "deadlocks": "TestCount of example.com/r/p hangs: panic: test timed out",
        "loses-updates": "TestCount of example.com/r/p fails: p_test.go:20: got ",
        "breaks-another-test": "TestDouble of example.com/r/p fails: p_test.go:26: Double(2) = 6",
    }.items():
        assert reasons[codemod].startswith(words), reasons[codemod]
    assert race.proof == (
        "5 runs of TestCount with -race; "
        "all tests of example.com/r/p with -race, and 5 times without"
    )
    assert result.after == {"p/p.go": COUNTER.replace("\tc.n++", LOCKED).encode()}
    assert (root / "p/p.go").read_text(encoding="utf-8") == COUNTER


def test_a_race_without_a_right_remedy_is_left_with_all_reasons(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    result = mend(RaceRequest(root, runs=2), registry=Registry(WRONG[:2]))
    (race,) = result.left
    assert [each.codemod for each in race.attempts] == ["keeps-the-race", "does-not-compile"]
    assert race.remedy is None
    assert not result.after


def test_a_remedy_that_breaks_an_importer_is_taken_back(tmp_path: Path) -> None:
    user = 'package q\n\nimport "example.com/r/p"\n\nfunc Q() int { return p.Double(4) }\n'
    uses = (
        'package q\n\nimport "testing"\n\nfunc TestQ(t *testing.T) {\n'
        '\tif Q() != 8 {\n\t\tt.Fatal("not 8")\n\t}\n}\n'
    )
    tests = TESTS[: TESTS.index("func TestDouble")]
    files = {**FILES, "p/p_test.go": tests, "q/q.go": user, "q/q_test.go": uses}
    root = write(tmp_path, files)
    result = mend(RaceRequest(root, runs=2), registry=Registry((BreaksTheImporter,)))
    (race,) = result.left
    (attempt,) = race.attempts
    assert attempt.reason == "TestQ of example.com/r/q fails: q_test.go:7: not 8"
    assert not result.after


def test_two_races_of_one_test_are_mended_one_after_the_other(tmp_path: Path) -> None:
    root = write(tmp_path, TWO)
    result = mend(RaceRequest(root, runs=3), registry=Registry((LocksTotal, LocksCalls)))
    assert {race.variable: race.outcome for race in result.races} == {
        "example.com/r/p.total": Outcome.FIXED,
        "example.com/r/p.calls": Outcome.FIXED,
    }
    text = result.after["p/p.go"].decode()
    assert "totalMu.Lock()" in text
    assert "callsMu.Lock()" in text


def test_a_race_that_ends_with_anothers_remedy_is_gone(tmp_path: Path) -> None:
    root = write(tmp_path, TWO)
    result = mend(RaceRequest(root, runs=3), registry=Registry((LocksBoth,)))
    outcomes = {race.variable.rpartition(".")[2]: race for race in result.races}
    assert outcomes["total"].outcome is Outcome.FIXED
    assert outcomes["calls"].outcome is Outcome.GONE
    assert outcomes["calls"].proof == "not seen in 3 more runs with -race"
    assert not result.left


def test_a_race_that_cannot_be_mended_does_not_keep_another_from_it(tmp_path: Path) -> None:
    root = write(tmp_path, TWO)
    result = mend(RaceRequest(root, runs=3), registry=Registry((LocksTotal,)))
    outcomes = {race.variable.rpartition(".")[2]: race.outcome for race in result.races}
    assert outcomes == {"total": Outcome.FIXED, "calls": Outcome.LEFT}


def test_what_failed_before_is_told_and_held_against_nobody(tmp_path: Path) -> None:
    files = {**FILES, "p/p.go": COUNTER.replace("2 * n", "5 * n")}
    root = write(tmp_path, files)
    result = mend(RaceRequest(root, runs=2), registry=Registry((Locks,)))
    assert [race.outcome for race in result.races] == [Outcome.FIXED]
    assert result.failing == (("example.com/r/p TestDouble", "p_test.go:26: Double(2) = 10"),)


def test_packages_that_do_not_build_are_named_and_the_others_mended(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "q/q.go": "package q\n\nvar x int = y\n"})
    result = mend(RaceRequest(root, runs=2), registry=Registry((Locks,)))
    assert [race.outcome for race in result.races] == [Outcome.FIXED]
    ((package, words),) = result.broken
    assert package == "example.com/r/q"
    assert "undefined: y" in words


def test_a_log_alone_is_enough_where_no_test_reaches_the_race(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "p/p_test.go": TESTS.replace("func TestCount", "func count")})
    log = tmp_path / "race.log"
    place = f"{root}/p/p.go"
    log.write_text(
        "==================\nWARNING: DATA RACE\n"
        f"Write at 0x00c000010000 by goroutine 8:\n  example.com/r/p.(*C).Inc()\n      {place}:11"
        " +0x44\n\nPrevious read at 0x00c000010000 by goroutine 7:\n  example.com/r/p.(*C).Get()\n"
        f"      {place}:17 +0x44\n\nGoroutine 8 (running) created at:\n  main.main()\n"
        "      /x/main.go:5 +0x44\n==================\n",
        encoding="utf-8",
    )
    result = mend(RaceRequest(root, runs=2, evidence=(log,)), registry=Registry((Locks,)))
    (race,) = result.races
    assert race.outcome is Outcome.FIXED
    assert "the race was seen elsewhere, not in them" in race.proof


def test_a_test_that_cannot_run_twice_in_one_process_proves_in_several(tmp_path: Path) -> None:
    once = 'var ran bool\n\nfunc TestCount(t *testing.T) {\n\tif ran {\n\t\tt.Fatal("again")\n\t}\n'
    tests = TESTS.replace("func TestCount(t *testing.T) {\n", once + "\tran = true\n")
    root = write(tmp_path, {**FILES, "p/p_test.go": tests})
    result = mend(RaceRequest(root, runs=3), registry=Registry((KeepsTheRace, Locks)))
    (race,) = result.races
    assert race.outcome is Outcome.FIXED
    assert race.attempts[0].reason.startswith("the race is still there")


def test_without_tests_there_is_nothing_to_mend(tmp_path: Path) -> None:
    root = write(tmp_path, {"go.mod": GO_MOD, "p/p.go": COUNTER})
    result = mend(RaceRequest(root), registry=REGISTRY)
    assert (result.races, result.packages) == ((), ())
    assert result.untested == ("example.com/r/p",)


def test_without_a_c_compiler_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGO_ENABLED", "0")
    root = write(tmp_path, FILES)
    with pytest.raises(EnvironmentProblem, match="the race detector needs cgo"):
        mend(RaceRequest(root), registry=REGISTRY)


def test_a_misspelt_codemod_is_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no codemod 'lock'"):
        mend(RaceRequest(write(tmp_path, FILES), select=("lock",)), registry=REGISTRY)


def test_a_folder_without_a_module_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="go test cannot be run: "):
        mend(RaceRequest(write(tmp_path, {"p.go": "package p\n"})), registry=REGISTRY)


def test_after_a_remedy_is_taken_back_the_next_is_tried(tmp_path: Path) -> None:
    user = 'package q\n\nimport "example.com/r/p"\n\nfunc Q() int { return p.Double(4) }\n'
    uses = (
        'package q\n\nimport "testing"\n\nfunc TestQ(t *testing.T) {\n'
        '\tif Q() != 8 {\n\t\tt.Fatal("not 8")\n\t}\n}\n'
    )
    tests = TESTS[: TESTS.index("func TestDouble")]
    files = {**FILES, "p/p_test.go": tests, "q/q.go": user, "q/q_test.go": uses}
    root = write(tmp_path, files)
    result = mend(RaceRequest(root, runs=2), registry=Registry((BreaksTheImporter, Locks)))
    (race,) = result.races
    assert race.outcome is Outcome.FIXED
    assert [(each.codemod, bool(each.reason)) for each in race.attempts] == [
        ("breaks-the-importer", True),
        ("locks", False),
    ]
    assert result.after == {"p/p.go": COUNTER.replace("\tc.n++", LOCKED).encode()}
