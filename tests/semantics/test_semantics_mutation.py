"""Writes to a receiver, local or range variable, and which uses can see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.effects import effects_of_call, receiver_name
from gofixmap.semantics.mutation import Mutation, Write, mutation_of
from gofixmap.syntax.walk import walk

Make = Callable[..., Any]

DECLARATIONS = """
import "os"

type in struct{ x, y int }

type base struct{ on bool }

type shared struct{ n int }

type T struct {
	base
	*shared
	a, b int
	in   in
	arr  [4]in
	list []int
	m    map[string]int
	p    *in
}

func use(...any) {}
func cond() bool { return false }

func (t T) value() int     { return t.a }
func (t *T) pointer() *T   { return t }
func (t *T) setA(v int)    { t.a = v }
func (t *T) addAll(v int)  { t.setA(v); t.b += v }
func (t *T) failing() error { t.b = 1; return nil }
func (t *T) taking() int   { t.b = 1; return 2 }
func (t *T) looking()      { if t == nil || t.a > 0 { return } }
"""


def mutation(snippet: Make, body: str) -> tuple[Any, Mutation]:
    """What `func (t T) f(...)` with that body does to t."""
    source = f"{DECLARATIONS}\nfunc (t T) f(n int, xs []int, ch chan int) any {{\n{body}\n}}\n"
    made = snippet(source)
    declaration = made.info.file.declarations[-1]
    name = receiver_name(declaration.node)
    assert name is not None
    body_node = declaration.node.child_by_field_name("body")
    receiver = made.info.object_of(name)
    return made.info, mutation_of(made.info, receiver, body_node, effects_of_call)


def verdicts(found: Mutation) -> list[tuple[str, str]]:
    return [(".".join(write.path), write.verdict.value) for write in found.writes]


def one(found: Mutation) -> Write:
    (write,) = found.writes
    return write


# What is not a write to t at all.
@pytest.mark.parametrize(
    "body",
    [
        "t.list[0] = 1",
        't.m["a"]++',
        "t.p.x = 1",
        "(*t.p).x = 1",
        "t.n = 1  // through the embedded pointer",
        "t.shared.n++",
        "t := t\nt.value()",
        "{ t := &t; t.a = 1 }",
        "for _, t := range []*T{} { t.a = 1 }",
        "func(t *T) { t.a = 1 }(nil)",
        'delete(t.m, "a")',
        "t.pointer().a = 1",
    ],
)
def test_shared_storage_and_other_variables(snippet: Make, body: str) -> None:
    body = body.replace("t := t\n", "{ t := t; t.a = 2 }\n")
    _, found = mutation(snippet, f"{body}\nreturn nil")
    assert found.writes == ()


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("t.a = 1", "a"),
        ("t.a++", "a"),
        ("t.a |= 1", "a"),
        ("(t).in.x = 1", "in.x"),
        ("t.in = in{}", "in"),
        ("t.arr[n].y = 1", "arr.[].y"),
        ("t.on = true", "base.on"),
        ("t.list = append(t.list, 1)", "list"),
        ("t.m = make(map[string]int)", "m"),
        ("t = T{}", ""),
        ("for t.a = range xs {\n}", "a"),
        ("select {\ncase t.a = <-ch:\n}", "a"),
        ("t.a, n = n, t.a", "a"),
        ("if n > 0 {\nt.a = 1\nreturn nil\n}\nuse(t)", "a"),
        ("t.a = 1\nuse(t.b)", "a"),
        ("t.a = 1\nuse(t.in.x, t.arr[0])", "a"),
        ("use(t.a)\nt.a = 1", "a"),
        ("for range xs {\nt.a++\n}", "a"),
        ("for range xs {\nt.a = t.a + n\n}", "a"),
        ("t.arr[0].x = len(t.arr)", "arr.[].x"),
        ("for i := range t.arr {\nt.arr[i].x = i\n}", "arr.[].x"),
        ("t.a = 1\nos.Exit(1)\nuse(t)", "a"),
        ('t.a = 1\npanic("x")\nuse(t)', "a"),
        ("goto end\nend:\nt.a = 1", "a"),
        ("t.setA(1)", "a"),
        ("if err := t.failing(); err != nil {\nreturn err\n}", "b"),
    ],
)
def test_lost(snippet: Make, body: str, path: str) -> None:
    _, found = mutation(snippet, f"{body}\nreturn nil")
    assert verdicts(found) == [(path, "lost")]
    assert found.is_lost


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("t.a = 1\nreturn t", "whole"),
        ("t.a = 1\nreturn &t", "address"),
        ("t.a = 1\nuse(t)", "whole"),
        ("t.a = 1\nt.value()", "whole"),
        ("t.a = 1\nf := t.value\nf()", "whole"),
        ("t.a = 1\ndefer t.value()", "whole"),
        ("t.a = 1\nuse(t.a)", "read"),
        ("t.in.x = 1\nuse(t.in)", "read"),
        ("t.in = in{}\nuse(t.in.y)", "read"),
        ("t.arr[0].x = 1\nuse(t.arr[1].x)", "read"),
        ("t.arr[0].x = 1\nuse(t.arr[:])", "address"),
        ("t.on = true\nuse(t.base)", "read"),
        ("p := &t\nt.a = 1\nuse(p.a)", "address"),
        ("p := &t.a\nt.a = 1\nuse(*p)", "address"),
        ("p := t.pointer()\nt.a = 1\nuse(p)", "address"),
        ("f := func() { use(t.b) }\nt.a = 1\nf()", "closure"),
        ("defer func() { use(t.a) }()\nt.a = 1", "closure"),
        ("func() { t.b = 2 }()\nt.a = 1", "closure"),
        ("for range xs {\nuse(t.a)\nt.a = n\n}", "read"),
        ("again:\nuse(t.a)\nt.a = n\nif cond() {\ngoto again\n}", "read"),
        ("for t.a < n {\nt.a++\n}", "read"),
        ("for i := 0; i < n; t.a = i {\nuse(t.a)\n}", "read"),
        ("switch n {\ncase 1:\nt.a = 1\nfallthrough\ncase 2:\nuse(t.a)\n}", "read"),
        ("for {\nselect {\ncase t.a = <-ch:\ncase ch <- t.a:\nreturn nil\n}\n}", "read"),
        ("if t.a = n; t.a > 0 {\n}", "read"),
        ('t.m = make(map[string]int)\nt.m["a"] = 1', "read"),
        ("t.a = n\nt.a = use2(t.a)", "read"),
        ("t.looking()\nt.a = 1\nt.looking()", "read"),
    ],
)
def test_observed(snippet: Make, body: str, how: str) -> None:
    body = body.replace("use2(t.a)", "t.a * t.a")
    _, found = mutation(snippet, f"{body}\nreturn nil")
    assert "observed" in {verdict for _, verdict in verdicts(found)}
    assert not found.is_lost
    assert how in {each.how for write in found.writes for each in write.observers}


def test_the_observer_is_named(snippet: Make) -> None:
    info, found = mutation(snippet, "t.a = 1\nuse(t.b)\nuse(t.a)\nreturn nil")
    (seen,) = one(found).observers
    assert info.file.text(seen.node.parent) == "t.a"
    assert info.file.lines.line_of(seen.node.start_byte) > 30


def test_an_overwrite_hides_a_write(snippet: Make) -> None:
    _, found = mutation(snippet, "t.a = 1\nt.a = 2\nuse(t.a)\nreturn nil")
    assert verdicts(found) == [("a", "lost"), ("a", "observed")]


def test_an_element_does_not_hide_an_element(snippet: Make) -> None:
    _, found = mutation(snippet, "t.arr[0].x = 1\nt.arr[1].x = 2\nuse(t.arr)\nreturn nil")
    assert verdicts(found) == [("arr.[].x", "observed")] * 2


def test_accumulating_and_repeating(snippet: Make) -> None:
    _, found = mutation(snippet, "t.a++\nfor range xs {\nt.b = n\n}\nreturn t.a")
    first, second = found.writes
    assert (first.accumulates, first.repeats) == (True, False)
    assert (second.accumulates, second.repeats) == (False, True)


def test_a_method_with_a_result_may_be_called_for_it(snippet: Make) -> None:
    _, found = mutation(snippet, "return t.taking()")
    assert found.writes == ()


def test_calls_are_followed_into_methods(snippet: Make) -> None:
    _, found = mutation(snippet, "t.addAll(1)\nreturn nil")
    assert verdicts(found) == [("a", "lost"), ("b", "lost")]
    assert all(write.indirect for write in found.writes)


@pytest.mark.parametrize("statement", ["defer t.setA(1)", "go t.setA(1)"])
def test_what_runs_later_is_not_followed(snippet: Make, statement: str) -> None:
    _, found = mutation(snippet, f"{statement}\nreturn nil")
    assert found.writes == ()


def test_unknown_types_make_no_verdict(snippet: Make) -> None:
    made = snippet(
        'import "example.com/missing"\n\ntype T struct{ missing.Base }\n\n'
        "func (t T) f() {\n\tt.x = 1\n}\n"
    )
    node = made.info.file.declarations[-1].node
    found = mutation_of(
        made.info, made.info.object_of(receiver_name(node)), node.child_by_field_name("body")
    )
    assert not found.is_lost


def test_a_range_variable_in_the_body_of_its_loop(snippet: Make) -> None:
    made = snippet(
        "type T struct{ a int }\n\n"
        "func f(xs []T) {\n\tfor _, v := range xs {\n\t\tif v.a > 0 {\n\t\t\tcontinue\n\t\t}\n"
        "\t\tv.a = 1\n\t}\n}\n"
    )
    (loop,) = [n for n in walk(made.info.file.declarations[-1].node) if n.type == "for_statement"]
    variable = made.info.object_of(made.node("v", "identifier"))
    found = mutation_of(made.info, variable, loop.child_by_field_name("body"))
    assert verdicts(found) == [("a", "lost")]


def test_a_local_that_is_declared_again_each_time(snippet: Make) -> None:
    made = snippet(
        "type T struct{ a int }\n\n"
        "func f(m map[int]T) (n int) {\n\tfor k := range m {\n\t\tv := m[k]\n\t\tn += v.a\n"
        "\t\tv.a = 1\n\t}\n\treturn n\n}\n"
    )
    variable = made.info.object_of(made.node("v", "identifier"))
    body = made.info.file.declarations[-1].node.child_by_field_name("body")
    assert verdicts(mutation_of(made.info, variable, body)) == [("a", "lost")]


def test_decoders_write_what_they_are_given(snippet: Make) -> None:
    made = snippet(
        'import "encoding/json"\n\ntype T struct{ A int }\n\ntype M map[string]int\n\n'
        "func (t T) f(b []byte) error { return json.Unmarshal(b, &t) }\n\n"
        "func (t T) g(b []byte) (T, error) { return t, json.Unmarshal(b, &t) }\n\n"
        "func (t M) h(b []byte) error { return json.Unmarshal(b, &t) }\n"
    )
    found = []
    for declaration in made.info.file.declarations[-3:]:
        receiver = made.info.object_of(receiver_name(declaration.node))
        body = declaration.node.child_by_field_name("body")
        found.append(verdicts(mutation_of(made.info, receiver, body, effects_of_call)))
    # A map is filled in place: the caller has the same one.
    assert found == [[("", "lost")], [("", "observed")], []]
