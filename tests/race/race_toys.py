"""A racing counter, and codemods that offer right and wrong remedies for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Safety, Symbol
from gofixmap.registry import Registry

GO_MOD = "module example.com/r\n\ngo 1.24\n"
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
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

func Double(n int) int { return 2 * n }
"""
TESTS = """package p

import (
	"sync"
	"testing"
)

func TestCount(t *testing.T) {
	var c C
	var group sync.WaitGroup
	for range 50 {
		group.Add(1)
		go func() {
			defer group.Done()
			c.Inc()
		}()
	}
	group.Wait()
	if got := c.Get(); got != 50 {
		t.Errorf("got %d, want 50", got)
	}
}

func TestDouble(t *testing.T) {
	if got := Double(2); got != 4 {
		t.Errorf("Double(2) = %d", got)
	}
}
"""
FILES = {"go.mod": GO_MOD, "p/p.go": COUNTER, "p/p_test.go": TESTS}
LOCKED = "\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.n++"


def write(root: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


class Toy(Codemod):
    """Offers one replacement, whatever the variable; says so of a variable that it does not know.

    `changes` are texts of the file that declares the variable, each there once.
    """

    title = why = before = after = "toy"
    safety = Safety.REVIEW
    query = "(comment) @none"
    evidence: ClassVar[tuple[str, ...]] = ("race",)
    declines: ClassVar[Mapping[str, str]] = {"no": "{name} is not for it"}
    variable: ClassVar[str] = "n"
    changes: ClassVar[tuple[tuple[str, str], ...]]
    own_rank: ClassVar[int]

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        file = context.workspace.file(symbol.path)
        data = file.data if file is not None else b""
        if symbol.name != self.variable or any(old.encode() not in data for old, _ in self.changes):
            yield context.decline(symbol, "no", self.name, rank=self.own_rank, name=symbol.name)
            return
        fix = Fix(self.name, tuple(_edit(symbol.path, data, *each) for each in self.changes))
        yield context.finding(symbol, self.name, fix=fix, rank=self.own_rank)


def _edit(path: str, data: bytes, old: str, new: str) -> Edit:
    assert data.count(old.encode()) == 1, old
    at = data.index(old.encode())
    return Edit(path, at, at + len(old.encode()), new)


class KeepsTheRace(Toy):
    name, own_rank = "keeps-the-race", 10
    changes = (("c.n++", "c.n += 1"),)


class DoesNotCompile(Toy):
    name, own_rank = "does-not-compile", 11
    changes = (("c.n++", "c.m++"),)


class CopiesTheLock(Toy):
    name, own_rank = "copies-the-lock", 12
    changes = (("func (c *C) Get", "func (c C) Get"), ("\tc.n++", LOCKED))


class Deadlocks(Toy):
    name, own_rank = "deadlocks", 13
    changes = (("\tc.n++", "\tc.mu.Lock()\n\tc.Get()\n\tc.n++\n\tc.mu.Unlock()"),)


class LosesUpdates(Toy):
    name, own_rank = "loses-updates", 14
    changes = (("\tc.n++", "\tn := c.Get()\n\tc.mu.Lock()\n\tc.n = n &^ 1\n\tc.mu.Unlock()"),)


class BreaksAnotherTest(Toy):
    name, own_rank = "breaks-another-test", 15
    changes = (("\tc.n++", LOCKED), ("2 * n", "3 * n"))


class Locks(Toy):
    name, own_rank = "locks", 40
    changes = (("\tc.n++", LOCKED),)


WRONG = (
    KeepsTheRace,
    DoesNotCompile,
    CopiesTheLock,
    Deadlocks,
    LosesUpdates,
    BreaksAnotherTest,
)
REGISTRY = Registry((Locks, *WRONG))


class BreaksTheImporter(Toy):
    """Its own package has no test of Double: only an importer's test sees what it does."""

    name, own_rank = "breaks-the-importer", 20
    changes = BreaksAnotherTest.changes


# Which of the two races is seen first, and mended first, differs from run to run: each remedy has
# to compile without the other, so that the import is there before either.
TOTALS = """package p

import "sync"

var _ sync.Locker

var total int

var calls = map[int]int{}

func Add(n int) {
	total += n
	calls[n]++
}
"""
TOTALS_TEST = """package p

import (
	"sync"
	"testing"
)

func TestAdd(t *testing.T) {
	total, calls = 0, map[int]int{}
	var group sync.WaitGroup
	for n := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			Add(n)
		}()
	}
	group.Wait()
	if total != 28 || len(calls) != 8 {
		t.Errorf("got %d, %v", total, calls)
	}
}
"""
TWO = {"go.mod": GO_MOD, "p/p.go": TOTALS, "p/p_test.go": TOTALS_TEST}


class LocksTotal(Toy):
    """Adds lines above the other race."""

    name, own_rank, variable = "locks-total", 40, "total"
    changes = (
        ("var _ sync.Locker", "var totalMu sync.Mutex"),
        ("\ttotal += n", "\ttotalMu.Lock()\n\ttotal += n\n\ttotalMu.Unlock()"),
    )


class LocksCalls(Toy):
    name, own_rank, variable = "locks-calls", 40, "calls"
    changes = (
        ("var calls", "var callsMu sync.Mutex\n\nvar calls"),
        ("\tcalls[n]++", "\tcallsMu.Lock()\n\tcalls[n]++\n\tcallsMu.Unlock()"),
    )


class LocksBoth(Toy):
    name, own_rank, variable = "locks-both", 30, "total"
    changes = (
        ("var _ sync.Locker", "var mu sync.Mutex"),
        ("\ttotal += n", "\tmu.Lock()\n\tdefer mu.Unlock()\n\ttotal += n"),
    )
