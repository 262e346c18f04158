"""What the sieve of loop-leak lets through: everything that may hold a finding, and little else."""

from __future__ import annotations

from pathlib import Path

import pytest
from gofixmap_codemods._leak_sieve import CLOSERS, Sieve, is_of_test
from gofixmap_codemods._leak_worth import Worth, defers_in_loop

from gofixmap.codemod import PackageContext
from gofixmap.semantics.info import Semantics
from gofixmap.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("for _, p := range ps {\n\tdefer done()\n}", True),
        ("outer:\nfor {\n\tdefer mu.Unlock()\n}", True),
        ("defer done()\nfor {\n}", False),
        ("defer done()", False),
        ("x := information\ndefer done()", True),  # a word may hold the loop's
        ("for range t.C {", True),
        ("for range t.Channel {", False),
        ("for x := range xs {\n\tt.C <- x\n}", False),
        ("time.NewTimer(d)", True),
        ("<-time.After(d)", True),
        ("timer.AfterFunc (d)", False),  # gofmt leaves no space
        ("ctx, _ := context.WithTimeoutCause(ctx, d, err)", True),
        ("WithCancelled(ctx)", False),
        ("os.Open(p)", True),
        ("reopenAll(p)", True),
        ("happen(p)", False),
        ("regexp.MustCompile(p)", False),
        ("profile(p)", True),
        ("openers = nil", False),
        ("db.Conn(ctx)", True),
        ("listenTCP(a)", True),
        ("tempDir()", True),
        ("exempt()", False),
    ],
)
def test_the_text_tells_what_may_leak(text: str, passes: bool) -> None:
    assert (Sieve().search(b"func f() {\n" + text.encode() + b"\n}") is not None) is passes


@pytest.mark.parametrize("first", ["O", "C", "D", "L", "Q", "P", "F", "T", "o", "t", "b"])
@pytest.mark.parametrize("tail", ["pen", "reate", "ial", "isten", "onnect", "uery", "ile", "emp"])
def test_names_are_found_as_the_expression_finds_them(first: str, tail: str) -> None:
    data = f"func x{first}{tail}All() {{ {first}{tail}() }}".encode()
    assert (Sieve().search(data) is not None) is (CLOSERS.search(data) is not None)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("ctx, _ := context.WithCancel(ctx)", True),
        ("ctx, _ = context.WithDeadline(ctx, t)", True),
        ("ctx, cancel := context.WithCancel(ctx)\ndefer cancel()", False),
        ("for _, x := range xs {\n\tdefer x.Close()\n}", False),
    ],
)
def test_of_tests_only_a_dropped_cancel_counts(text: str, passes: bool) -> None:
    assert is_of_test(text.encode()) is passes


@pytest.mark.parametrize(
    ("text", "piles"),
    [
        ("for {\n\tdefer f()\n}", True),
        ("for x := range y {\n\tif x {\n\t\tdefer f()\n\t}\n}", True),
        ("for {\n\tif c, ok := x.(func()); ok {\n\t\tdefer c()\n\t}\n}", True),
        ("for {\n\tif x.(func() bool)() {\n\t\tdefer c()\n\t}\n}", True),
        ("for f := func() {}; ; f() {\n\tdefer f()\n}", True),
        ("for {\n\tgo func(x interface{}) {\n\t}(1)\n\tdefer f()\n}", True),
        ("for {\n\tswitch x.(type) {\n\tcase func() error:\n\t\tdefer f()\n\t}\n}", True),
        ("for {\n\tx := '}'\n\ty := \"}\" + `}` // }\n\tdefer f(x /* } */, y)\n}", True),
        ("for {\n\tgo func() {\n\t\tfor {\n\t\t\tdefer f()\n\t\t}\n\t}()\n}", True),
        ("for {\n\tgo func() {\n\t\tdefer f()\n\t}()\n}", False),
        ("for {\n}\ndefer f()", False),
        ("defer f()\nfor {\n}", False),
        ("for {\n\tx := `defer f()` // defer f()\n}", False),
        ("go func() {\n\tfor {\n\t}\n\tdefer f()\n}()", False),
    ],
)
def test_a_defer_in_a_loop_is_seen_by_its_braces(text: str, piles: bool) -> None:
    assert defers_in_loop(b"func f() {\n" + text.encode() + b"\n}") is piles


HELPERS = """package help

import "os"

func OpenLog() (*os.File, error) { return os.Open("log") }
func ReadFile(p string) []byte { return nil }
func CreateLater(
	p string,
) (
	*os.File,
	error,
) {
	return os.Create(p)
}
"""
OWN = """package p

import (
	"context"
	"os"
	"time"

	"example.com/m/help"
)

type store struct{ log *os.File }

func (s *store) openIt() (*os.File, error) { return os.Open("x") }
func (s *store) createNone() error { return nil }

func f(s *store, ctx context.Context, d time.Duration) {
	BODY
}
"""


@pytest.mark.parametrize(
    ("body", "is_worth"),
    [
        ('x, err := os.Open("x")', True),
        ("x, err := s.openIt()", True),
        ("x, err := help.OpenLog()", True),
        ('x, err := help.CreateLater("x")', True),
        ("x, err := s.log.OpenOther()", True),  # a method, of whatever type
        ("x, err := s.\n\t\tOpenOther()", True),
        ("x, err := s. // why\n\t\tOpenOther()", True),
        ('help := s\n\tx := help.ReadFile("x")', True),
        ("time.AfterFunc(d, g)", True),
        ("ctx, _ = context.WithTimeout(ctx, d)", True),
        ("for range time.Tick(d) {\n\t}", True),
        ("err := s.createNone()", False),
        ('x := help.ReadFile("x")', False),
        ('x, err := os.ReadFile("x")', False),
        ("x := createAll()", False),
        ("x := CreateAll()", False),
        ("t := time.NewTicker(d)", False),  # collected since Go 1.23
        ("<-time.Tick(d)", False),
    ],
)
def test_the_package_tells_what_may_leak(tmp_path: Path, body: str, is_worth: bool) -> None:
    (tmp_path / "help").mkdir()
    (tmp_path / "help/h.go").write_text(HELPERS)
    (tmp_path / "p.go").write_text(OWN.replace("BODY", body))
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.27\n")
    semantics = Semantics(Workspace.open([tmp_path]))
    info = semantics.file("p.go")
    last = info.file.declarations[-1]
    assert Sieve().search(last.text)
    package = PackageContext(semantics.workspace, semantics, info.package)
    assert list(Worth(package).among([last])) == [last] * is_worth
