"""Operands: stable, firm, private, untyped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics import operands
from gofixmap.semantics.types import Basic, Map

Make = Callable[..., Any]

DECLARATIONS = """
import (
	"fmt"
	"strings"
	"time"
)

type flag bool

type key struct{ a, b int }

type T struct {
	f    int
	p    *T
	list []int
	arr  [3]int
	m    map[string]int
}

const limit = 3

var global = 1

func call() int { return 1 }

func (t T) method() int { return t.f }
"""


def ask(snippet: Make, text: str, body: str = "") -> tuple[Any, Any]:
    source = (
        f"{DECLARATIONS}\nfunc f(t T, p *T, xs []int, i int, s string, ch chan int, v any, "
        f"u uint, b bool) {{\n{body}\n\tsink({text})\n}}\n\nfunc sink(...any) {{}}\n"
    )
    made = snippet(source)
    calls = made.nodes(f"sink({text})", "call_expression")
    arguments = calls[-1].child_by_field_name("arguments")
    return made.info, next(node for node in arguments.named_children if node.type != "comment")


STABLE = [
    "1",
    '"a"',
    "limit",
    "nil",
    "true",
    "i",
    "t.f",
    "p.f",
    "p.p.f",
    "(*p).f",
    "*p",
    "xs[i]",
    "t.arr[2]",
    "t.m[s]",
    "-i",
    "!b",
    "i+1",
    's+"x"',
    "len(xs)",
    "cap(xs)",
    "min(i,2)",
    "string(s)",
    "[]byte(s)[0]",
    "key{1,i}",
    "[2]int{i,2}",
    "key{a:i}",
    "time.Duration(i)",
    "(i)",
    "global",
    "fmt.Sprint",
]
UNSTABLE = [
    "call()",
    "t.method()",
    "<-ch",
    "xs[call()]",
    "v.(int)",
    "xs[1:]",
    "func(){}",
    "append(xs,1)",
    "new(int)",
    "strings.ToLower(s)",
    "[]int{1}",
    "map[int]int{}",
    "&T{}",
    "key{1,call()}",
    "i+call()",
]


@pytest.mark.parametrize("text", STABLE)
def test_stable(snippet: Make, text: str) -> None:
    assert operands.is_stable(*ask(snippet, text))


@pytest.mark.parametrize("text", UNSTABLE)
def test_not_stable(snippet: Make, text: str) -> None:
    assert not operands.is_stable(*ask(snippet, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call()", True),
        ("i + call()", True),
        ("<-ch", True),
        ("func() int { return call() }()", True),
        ("func() { call() }", False),  # made, not called
        ("len(xs)", False),
        ("append(xs, 1)", False),
        ("flag(b)", False),
        ("int64(call())", True),
        ("strings.ToLower(s)", False),
        ("strings.Map(nil, s)", True),  # calls what it is given
        ("fmt.Sprint(v)", True),
        ("time.Now().Unix()", False),
        ("undeclared(s)", True),
        ("copy(xs, xs)", True),
    ],
)
def test_has_call_or_receive(snippet: Make, text: str, expected: bool) -> None:
    assert operands.has_call_or_receive(*ask(snippet, text)) is expected


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("1", "", True),
        ("limit + 1", "", True),
        ("i", "", True),
        ("t.f", "", True),
        ("t.arr[i]", "", True),
        ("i", "func() { i = 2 }()", False),  # captured
        ("i", "q := &i; _ = q", False),  # its address is taken
        ("p.f", "", False),  # through a pointer
        ("xs[i]", "", False),
        ("t.m[s]", "", False),
        ("global", "", False),
        ("call()", "", False),
    ],
)
def test_firm(snippet: Make, text: str, body: str, expected: bool) -> None:
    assert operands.is_firm(*ask(snippet, text, body)) is expected


PRIVATE = [
    "m := make(map[string]T)",
    "m := map[string]T{}",
    "var m map[string]T",
    "m := make(map[string]T); m[s] = t; delete(m, s); for range m {}; _ = len(m)",
    "m := make(map[string]T); if m == nil { return }",
    "m := make(map[string]T); m = make(map[string]T)",
]
SHARED = [
    "m := other()",
    "m := make(map[string]T); sink(m)",
    "m := make(map[string]T); x := m; _ = x",
    "m := make(map[string]T); x := &m; _ = x",
    "m := make(map[string]T); func() { m[s] = t }()",
    "m := make(map[string]T); m = other()",
    "m := table; _ = s",
]


@pytest.mark.parametrize("body", [*PRIVATE, *SHARED])
def test_private_map(snippet: Make, body: str) -> None:
    source = (
        f"{DECLARATIONS}\nvar table map[string]T\n\nfunc other() map[string]T {{ return table }}\n"
        f"\nfunc sink(...any) {{}}\n\nfunc f(s string, t T) {{\n{body}\n\tm[s] = T{{}}\n}}\n"
    )
    made = snippet(source)
    operand = made.nodes("m[s]")[-1].child_by_field_name("operand")
    assert operands.is_private_map(made.info, operand) is (body in PRIVATE)


def test_a_returned_map_is_private_until_then(snippet: Make) -> None:
    made = snippet(
        "func f() map[string]int {\n\tm := map[string]int{}\n\tm[`a`] = 1\n\treturn m\n}\n"
        "func g(m map[string]int) {\n\tm[`a`] = 2\n}"
    )
    first, second = (
        node.child_by_field_name("operand") for node in made.nodes("m[`a`]", "index_expression")
    )
    assert operands.is_private_map(made.info, first)
    assert not operands.is_private_map(made.info, second)  # a parameter


@pytest.mark.parametrize(
    ("text", "untyped", "default"),
    [
        ("call() == i", True, "bool"),
        ("!(call() < i)", True, "bool"),
        ("call() == i || call() == 2", True, "bool"),
        ("1 << u", True, "int"),
        ("(1 << u)", True, "int"),
        ("i << u", False, ""),
        ("call() + 1", False, ""),
        ("b && i == 2", False, ""),
        ("2 * float64(i)", False, ""),
        ("<-ch", False, ""),
    ],
)
def test_untyped_values(snippet: Make, text: str, untyped: bool, default: str) -> None:
    info, node = ask(snippet, text)
    assert operands.is_untyped_value(info, node) is untyped
    if untyped:
        assert str(operands.default_type(info, node)) == default


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t.m[s]", True),
        ("len(t.m)", True),
        ("i", False),
        ("xs[i]", False),
        ("undeclared[s]", True),
        ("func() int { return t.m[s] }", False),  # looks later
    ],
)
def test_mentions_map(snippet: Make, text: str, expected: bool) -> None:
    info, node = ask(snippet, text)
    wanted = Map(Basic("string"), Basic("int"))
    assert operands.mentions_map(info, node, wanted) is expected
