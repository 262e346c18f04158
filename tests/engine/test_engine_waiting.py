"""Locks wait for the remedies without one: what races for a loop variable's sake gets none.

And fixes wait for others of their run: what is not found again afterwards is told all the same.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import Safety, Status

CODE = """\
package doubles

import "sync"

type Sums struct {
	out []int
}

func (s *Sums) Doubles(numbers []int) {
	var wg sync.WaitGroup
	for i := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.out[i] = 2
		}()
	}
	wg.Wait()
}

func (s *Sums) First() int {
	return s.out[0]
}
"""
LOOP = ("write", "(*Sums).Doubles()", 11), ("read", "(*Sums).Doubles.func1()", 15)
SLICE = ("write", "(*Sums).Doubles.func1()", 15), ("write", "(*Sums).Doubles.func1()", 15)
OTHER = ("write", "(*Sums).Doubles.func1()", 15), ("read", "(*Sums).First()", 22)


def _report(*sides: tuple[str, str, int]) -> str:
    lines = ["==================", "WARNING: DATA RACE"]
    for number, (kind, function, line) in enumerate(sides, 7):
        what = f"Previous {kind}" if number == 8 else kind.capitalize()
        lines += [f"{what} at 0x00c000012345 by goroutine {number}:"]
        lines += [f"  example.com/doubles.{function}", f"      doubles.go:{line} +0x1", ""]
    return "\n".join([*lines, "=================="]) + "\n"


def _run(folder: Path, *reports: tuple[tuple[str, str, int], ...], go: str) -> dict[str, Status]:
    (folder / "go.mod").write_text(f"module example.com/doubles\n\ngo {go}\n")
    (folder / "doubles.go").write_text(CODE)
    log = folder / "race.log"
    log.write_text("".join(_report(*sides) for sides in reports))
    request = Request(
        paths=(folder,), evidence=(log,), apply=True, safety=Safety.REVIEW, verify="none", jobs=1
    )
    found = run(request).findings
    return {f.symbol.rpartition(".")[2]: f.status for f in found}


@pytest.mark.parametrize(
    ("reports", "go", "expected"),
    [
        # The slice races with another function too: a copy of the loop variable is not enough.
        ((LOOP, SLICE, OTHER), "1.21", {"i": Status.FIXED, "out": Status.FIXED}),
        ((OTHER,), "1.22", {"out": Status.FIXED}),
        ((SLICE,), "1.22", {"out": Status.FIXED}),
        ((LOOP, SLICE), "1.21", {"i": Status.FIXED, "out": Status.CONFLICT}),
    ],
    ids=["other-function", "no-loop-variable", "own-variables", "waits"],
)
def test_a_lock_waits_for_a_remedy_without_one(
    tmp_path: Path,
    reports: tuple[tuple[tuple[str, str, int], ...], ...],
    go: str,
    expected: dict[str, Status],
) -> None:
    assert _run(tmp_path, *reports, go=go) == expected


SHELF = """\
package shelf

import (
	"fmt"
	"io"
	"sync"
)

type Shelf struct {
	mu   sync.Mutex
	old  []string
	kept []string
	sold []string
}

func (s *Shelf) Turn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.old, s.kept, s.sold = s.kept, s.sold, nil
}

func (s *Shelf) Add(one string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.old, s.kept, s.sold = append(s.old, one), append(s.kept, one), append(s.sold, one)
}

func (s *Shelf) Show(w io.Writer) {
	if READ(s.old) {
		fmt.Fprintln(w, "old")
		return
	}
	if READ(s.kept) {
		fmt.Fprintln(w, "kept")
	}
	if READ(s.sold) {
		fmt.Fprintln(w, "sold")
	}
}
"""


@pytest.mark.parametrize(
    ("read", "rest"),
    [("len(x) > 0", Status.FIXED), ("x != nil", Status.CONFLICT)],
)
def test_fixes_that_choose_one_name_are_all_told_of(
    tmp_path: Path, read: str, rest: Status
) -> None:
    code = re.sub(r"READ\((.*?)\)", lambda found: read.replace("x", found[1]), SHELF)
    (tmp_path / "go.mod").write_text("module example.com/shelf\n\ngo 1.22\n")
    (tmp_path / "shelf.go").write_text(code)
    request = Request(
        paths=(tmp_path,),
        select=("shared-field",),
        apply=True,
        safety=Safety.REVIEW,
        verify="none",
        jobs=1,
    )
    found = {f.symbol.rpartition(".")[2]: f for f in run(request).findings}
    statuses = {name: finding.status for name, finding in found.items()}
    assert statuses == {"old": Status.FIXED, "kept": rest, "sold": rest}
    assert code[found["kept"].span.start :].startswith("s.kept")
