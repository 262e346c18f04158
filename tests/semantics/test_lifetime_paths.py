"""Ways through a function: conditions taken apart, and calls that never return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tree_sitter import Node

from gofixmap.semantics.lifetime.paths import Paths, never_returns
from gofixmap.syntax.walk import walk

Make = Callable[..., Any]

HEADER = """
import (
	"errors"
	"log"
	"os"
	"runtime"
	"testing"

	"github.com/rs/zerolog/log2"
	zlog "github.com/rs/zerolog/log"
	"k8s.io/klog/v2"
)

var _ = errors.New
var _ = log2.X

func die(why string) {
	if why == "" {
		panic("nothing")
	}
	log.Fatal(why)
}

func perhaps(why string) {
	if why == "" {
		return
	}
	log.Fatal(why)
}

func dieLater() { die("later") }

func forever() {
	for {
	}
}

func myself() { myself() }

type logger struct{ *log.Logger }

func (logger) Fatal() {}
"""

ENDING = [
    "panic(1)",
    "os.Exit(1)",
    "runtime.Goexit()",
    'log.Fatal("x")',
    'log.Fatalf("x")',
    "log.Panicln()",
    "l.Fatal()",
    "t.Fatal(1)",
    "t.FailNow()",
    "t.Skip()",
    'tb.Fatalf("")',
    "b.SkipNow()",
    'die("x")',
    "dieLater()",
    "forever()",
    "klog.Fatal(1)",
    'zlog.Fatal().Str("a", "b").Msg("x")',
]
RETURNING = [
    'perhaps("x")',
    "t.Error(1)",
    "t.Log(1)",
    "own.Fatal()",
    "log.Print(1)",
    "myself()",
    "klog.Info(1)",
    'zlog.Error().Msg("x")',
    "func() { panic(1) }()",
    "f()",
]
PARAMETERS = "t *testing.T, tb testing.TB, b *testing.B, l *log.Logger, own logger, f func()"


@pytest.mark.parametrize("call", ENDING + RETURNING)
def test_never_returns(snippet: Make, call: str) -> None:
    made = snippet(f"{HEADER}\nfunc run({PARAMETERS}) {{\n\t{call}\n}}")
    found = made.nodes(call, "call_expression")[-1]
    assert never_returns(made.info, found) == (call in ENDING)


def exits(snippet: Make, body: str, *, known: dict[str, bool] | None = None) -> list[str]:
    """The exits from behind `open()` that no `stop()` and no condition of `known` prevents."""
    made = snippet(
        "func open() {}\nfunc stop() {}\nfunc use() {}\n"
        f"func run(a, b, c bool, n int, ch chan int) int {{\n{body}\n}}"
    )
    function = made.info.file.declarations[-1].node
    start = next(n for n in walk(function) if made.info.file.text(n) == "open()")
    outcomes = known or {}

    def holds(condition: Node, outcome: bool) -> bool | None:
        text = made.info.file.text(condition)
        return None if text not in outcomes else outcomes[text] == outcome

    found = Paths.of(made.info, function).exits_from(
        start, lambda node: made.info.file.text(node) in ("stop()", "defer stop()"), holds
    )
    return sorted(each.kind for each in found)


CASES = [
    ("open()", ["end"]),
    ("open()\nstop()", []),
    ("open()\ndefer stop()\nif a {\nreturn 1\n}\nreturn 2", []),
    ("open()\nif a {\nreturn 1\n}\nstop()\nreturn 2", ["return"]),
    ("open()\nif a {\nstop()\n} else {\nstop()\n}\nreturn 2", []),
    ("open()\nif a {\nstop()\n}\nreturn 2", ["return"]),
    ("open()\nif a {\npanic(1)\n}\nstop()\nreturn 2", ["panic"]),
    ("open()\nfor {\n}", []),
    ("open()\nselect {}", []),
    ("for a {\nopen()\n}\nreturn 1", ["again", "return"]),
    ("for a {\nopen()\nif b {\ncontinue\n}\nstop()\n}\nreturn 1", ["again", "return"]),
    ("for a {\nopen()\nif b {\nstop()\nbreak\n}\nstop()\n}\nreturn 1", []),
    ("for range n {\nopen()\nif b {\nbreak\n}\nstop()\n}\nreturn 1", ["return"]),
    (
        "open()\nswitch n {\ncase 1:\nstop()\ncase 2:\nreturn 1\ndefault:\nstop()\n}\nreturn 2",
        ["return"],
    ),
    ("open()\nswitch n {\ncase 1:\nstop()\n}\nreturn 2", ["return"]),
    ("open()\nswitch n {\ncase 1:\nfallthrough\ndefault:\nstop()\n}\nreturn 2", []),
    ("open()\nselect {\ncase <-ch:\nstop()\ncase ch <- 1:\nreturn 1\n}\nreturn 2", ["return"]),
    ("open()\ngoto end\nend:\nstop()\nreturn 2", []),
    ("open()\nfunc() { stop() }()\nreturn 2", ["return"]),
    ("open()\nreturn n", ["return"]),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_exits(snippet: Make, body: str, expected: list[str]) -> None:
    assert exits(snippet, body) == expected


KNOWN = [
    ("if a {\nreturn 1\n}", ["end"]),
    ("if a || b {\nreturn 1\n}", ["end", "return"]),
    ("if a && b {\nreturn 1\n}", ["end"]),
    ("if !(a || b) {\nstop()\n}\nif b {\nreturn 1\n}", ["end", "return"]),
    ("if !a {\nstop()\n}", []),
    ("for a {\nreturn 1\n}\nstop()", []),
    ("switch {\ncase a:\nreturn 1\ncase b:\nreturn 2\n}", ["end", "return"]),
    ("switch {\ncase a && b:\nreturn 1\n}", ["end"]),
    ("switch a {\ncase b:\nreturn 1\n}", ["end", "return"]),
]


@pytest.mark.parametrize(("body", "expected"), KNOWN)
def test_conditions_are_taken_apart(snippet: Make, body: str, expected: list[str]) -> None:
    """`a` is known to be false behind the start."""
    assert exits(snippet, "open()\n" + body, known={"a": False}) == expected


@pytest.mark.parametrize(
    ("body", "never"),
    [
        ("", False),
        ("return", False),
        ("if c { panic(1) }", False),
        ("if c { panic(1) } else { os.Exit(1) }", True),
        ("if stop(); c { return }", True),
        ("for range xs { panic(1) }", False),
        ("for { }", True),
        ("for c { panic(1) }", False),
        ("stop()\nreturn", True),
        ("defer stop()\nx := 1\n_ = x", False),
        ("{ stop() }", True),
        ("switch { case c: panic(1); default: panic(2) }", True),
        ("if c { return }\nstop()", False),
        ("go stop()\nselect {}", True),
    ],
)
def test_what_runs_straight_through_comes_back(
    snippet: Callable[..., Any], body: str, never: bool
) -> None:
    head = 'import "os"\n\nvar c = os.Args == nil\nvar xs []int\n\nfunc stop() { os.Exit(2) }\n'
    found = snippet(f"{head}\nfunc f() {{\n{body}\n}}\n\nfunc g() {{\n\tf()\n}}")
    assert never_returns(found.info, found.node("f()", "call_expression")) is never
