"""The loop: wrong remedies are refused for the right reasons, and the first right one is taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from race_toys import COUNTER, FILES, LOCKED, REGISTRY, WRONG, write

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
        "5 runs of TestCount with -race; all tests of example.com/r/p, with -race and without"
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
