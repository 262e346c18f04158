"""Which pointer methods keep their receiver, and where statements stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.placement import Standing, is_goto_target, is_jumped_over, place_of
from gofixmap.semantics.retention import keeps_receiver

Make = Callable[..., Any]

DECLARATIONS = """
type in struct{ n int }

func (i *in) inc()      { i.n++ }
func (i *in) self() *in { return i }

type T struct {
	n    int
	in   in
	arr  [4]int
	list []int
	p    *T
}

var all []*T

func keep(*T) {}
"""

HARMLESS = [
    "t.n++",
    "t.n = t.n + 1; t.arr[2] = 3; t.list = append(t.list, 1)",
    "*t = T{}",
    "_ = *t",
    "if t == nil { return }",
    "t.in.inc()",
    "t.p.n = 2; keep(t.p)",
    "t.other()",
    "_ = t.list[1:]",
    "for range t.arr {}",
]
KEEPING = [
    "all = append(all, t)",
    "keep(t)",
    "t.p = t",
    "_ = &t.n",
    "_ = t.arr[:]",
    "func() { t.n++ }()",
    "go t.other()",
    "defer t.other()",
    "f := t.other; f()",
    "_ = t.in.self()",
    "_ = any(t)",
    "u := t; u.n++",
]


@pytest.mark.parametrize("body", [*HARMLESS, *KEEPING])
def test_keeps_receiver(snippet: Make, body: str) -> None:
    made = snippet(
        f"{DECLARATIONS}\nfunc (t *T) other() {{ t.n++ }}\n\nfunc (t *T) method() {{\n{body}\n}}\n"
        "\nfunc f(x T) { x.method() }"
    )
    method = made.info.selection(made.node("x.method"))
    assert keeps_receiver(made.info, method) is (body in KEEPING)


def test_a_method_without_a_body_is_not_known(snippet: Make) -> None:
    made = snippet("type T struct{}\n\nfunc (t *T) asm()\n\nfunc f(x T) { x.asm() }")
    assert keeps_receiver(made.info, made.info.selection(made.node("x.asm"))) is None


@pytest.mark.parametrize(
    ("body", "standing"),
    [
        ("x = 1", Standing.LIST),
        ("l: x = 1; goto l", Standing.LIST),
        ("if x = 1; b {}", Standing.HEADER),
        ("if b {} else if x = 1; b {}", Standing.ELSE_IF),
        ("switch x = 1; {}", Standing.HEADER),
        ("switch x = 1; y := v.(type) { default: _ = y }", Standing.HEADER),
        ("for x = 1; b; {}", Standing.HEADER),
        ("for ; b; x = 1 {}", Standing.POST),
        ("switch { case b: x = 1 }", Standing.LIST),
        ("func() { x = 1 }()", Standing.LIST),
    ],
)
def test_place_of(snippet: Make, body: str, standing: Standing) -> None:
    made = snippet(f"func f(x int, b bool, v any) {{\n{body}\n}}")
    assert place_of(made.node("x = 1", "assignment_statement")).standing is standing


@pytest.mark.parametrize(
    ("body", "over", "target"),
    [
        ("if b { goto end }; x = 1; end: b = true", True, False),
        ("x = 1; if b { goto end }; end: b = true", False, False),
        ("end: x = 1; if b { goto end }", False, True),
        ("if b { goto end }; { x = 1 }; end: b = true", False, False),
        ("if b { x = 1; goto end }; end: b = true", False, False),
        ("func() { goto end; end: }(); x = 1; end: b = b; if b { goto end }", False, False),
    ],
)
def test_goto(snippet: Make, body: str, over: bool, target: bool) -> None:
    made = snippet(f"func f(x int, b bool) {{\n{body}\n}}")
    statement = made.node("x = 1", "assignment_statement")
    anchor = statement.parent if statement.parent.type == "labeled_statement" else statement
    assert is_jumped_over(anchor) is over
    assert is_goto_target(anchor) is target
