"""The levels above the build: what vet, the tests and the race detector refuse."""

from __future__ import annotations

import pytest
from verify_trees import MakeTree

from gofixmap.verify import build
from gofixmap.verify.build import RACE_RUNS

COUNTER = """package p

import "sync"

type C struct {
	mu sync.Mutex
	n  int
}

func (c *C) Inc() {
	c.n++
}

func (c *C) Get() int {
	return c.n
}

func Double(n int) int { return 2 * n }

func Half(n int) int { return n / 2 }
"""
COUNTS = """package p

import (
	"sync"
	"testing"
)

func TestCount(t *testing.T) {
	var c C
	var group sync.WaitGroup
	for range 100 {
		group.Add(1)
		go func() {
			defer group.Done()
			c.Inc()
		}()
	}
	group.Wait()
	_ = c.Get()
}

func TestDouble(t *testing.T) {
	if got := Double(2); got != 4 {
		t.Errorf("Double(2) = %d", got)
	}
}

func TestHalf(t *testing.T) {
	if got := Half(4); got != 2 {
		t.Errorf("Half(4) = %d", got)
	}
}
"""
FILES = {"go.mod": "module example.com/v\n\ngo 1.24\n", "p/p.go": COUNTER, "p/p_test.go": COUNTS}
RACE = ("example.com/v/p.(*C).Inc",)

LOCKS = ("p/p.go", "\tc.n++", "\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.n++")
LOCKS_TWICE = ("p/p.go", "\tc.n++", "\tc.mu.Lock()\n\tc.mu.Lock()\n\tc.n++")
HARMLESS = ("p/p.go", "return 2 * n", "return n + n")
WRONG = ("p/p.go", "return 2 * n", "return 3 * n")
WRONG_TOO = ("p/p.go", "return n / 2", "return n / 3")


def test_a_copied_lock_is_refused_by_vet_and_the_compiler_takes_it(tree: MakeTree) -> None:
    case = tree(FILES)
    copies = case.fix(("p/p.go", "func (c *C) Get", "func (c C) Get"))
    harmless = case.fix(HARMLESS)
    assert case.verify(copies, harmless).kept == (0, 1)
    result = case.verify(copies, harmless, level="vet")
    assert result.kept == result.proven == (1,)
    (dropped,) = result.dropped
    assert dropped.reason == (
        "go vet refuses it: Get passes lock by value: "
        "example.com/v/p.C contains sync.Mutex (p/p.go:14)"
    )


def test_what_vet_said_before_counts_against_nobody(tree: MakeTree) -> None:
    case = tree({**FILES, "p/p.go": COUNTER.replace("(c *C) Get", "(c C) Get")})
    for _ in ("asked", "kept by Go, with the temporary names of the run before"):
        assert case.verify(case.fix(HARMLESS), level="vet").proven == (0,)


def test_the_fix_that_breaks_a_test_is_found_among_others(tree: MakeTree) -> None:
    case = tree(FILES)
    fixes = [case.fix(LOCKS), case.fix(WRONG), case.fix(WRONG_TOO)]
    assert case.verify(*fixes, level="vet").kept == (0, 1, 2)
    result = case.verify(*fixes, level="test")
    assert result.kept == result.proven == (0,)
    assert [each.index for each in result.dropped] == [1, 2]
    assert "go test refuses it: TestDouble of example.com/v/p fails: " in result.dropped[0].reason
    assert "Double(2) = 6" in result.dropped[0].reason


def test_an_importers_test_breaks(tree: MakeTree) -> None:
    user = 'package q\n\nimport "example.com/v/p"\n\nfunc Q() int { return p.Double(4) }\n'
    uses = (
        'package q\n\nimport "testing"\n\nfunc TestQ(t *testing.T) {\n'
        '\tif Q() != 8 {\n\t\tt.Fatal("no")\n\t}\n}\n'
    )
    case = tree({**FILES, "p/p_test.go": "package p\n", "q/q.go": user, "q/q_test.go": uses})
    result = case.verify(case.fix(WRONG), level="test")
    assert result.kept == ()
    assert "TestQ of example.com/v/q fails" in result.dropped[0].reason


def test_what_failed_before_is_unproven_and_not_broken(tree: MakeTree) -> None:
    case = tree({**FILES, "p/p.go": COUNTER.replace("return 2 * n", "return 4 * n")})
    fix = case.fix(("p/p.go", "return 4 * n", "return n * 4"))
    result = case.verify(fix, level="test")
    assert result.kept == (0,)
    assert result.proven == ()
    (unproven,) = result.unproven
    assert unproven.package == "example.com/v/p"
    assert unproven.reason == "its tests fail before the change, too: TestDouble"
    assert result.levels == {0: "vet"}


def test_a_failure_beside_an_old_one_counts(tree: MakeTree) -> None:
    case = tree({**FILES, "p/p.go": COUNTER.replace("return 2 * n", "return 4 * n")})
    result = case.verify(case.fix(WRONG_TOO), level="test")
    assert [each.index for each in result.dropped] == [0]


def test_a_deadlock_is_refused(tree: MakeTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "TEST_TIMEOUT", 5.0)
    case = tree(FILES)
    result = case.verify(case.fix(LOCKS_TWICE), case.fix(HARMLESS), level="test")
    assert result.kept == (1,)
    assert "TestCount of example.com/v/p hangs" in result.dropped[0].reason
    assert "test timed out" in result.dropped[0].reason


def test_a_race_that_was_there_before_counts_against_nobody(tree: MakeTree) -> None:
    result = (case := tree(FILES)).verify(case.fix(HARMLESS), level="race")
    assert result.kept == (0,)
    assert result.proven == ()
    assert "TestCount" in result.unproven[0].reason


def test_a_race_that_a_fix_claims_to_end_must_end(tree: MakeTree) -> None:
    case = tree(FILES)
    ends, does_not = case.fix(LOCKS), case.fix(HARMLESS)
    result = case.verify(does_not, level="race", claims={0: frozenset({RACE})})
    assert [each.index for each in result.dropped] == [0]
    assert result.dropped[0].reason == (
        "go test -race refuses it: a data race of example.com/v/p.(*C).Inc with itself "
        "is still there"
    )
    result = case.verify(ends, level="race", claims={0: frozenset({RACE})})
    assert result.proven == (0,)
    assert any(f"-count={RACE_RUNS} " in each and "-race" in each for each in result.commands)


def test_a_new_race_is_refused(tree: MakeTree) -> None:
    case = tree({**FILES, "p/p.go": COUNTER.replace(LOCKS[1], LOCKS[2])})
    result = case.verify(
        case.fix(("p/p.go", "\tdefer c.mu.Unlock()\n\tc.n++", "\tc.mu.Unlock()\n\tc.n++")),
        case.fix(HARMLESS),
        level="race",
    )
    assert result.kept == result.proven == (1,)
    reason = result.dropped[0].reason
    assert reason.startswith("go test -race refuses it: ")
