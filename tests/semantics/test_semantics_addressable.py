"""The walk to what holds an operand, link by link, and what `&` may be put in front of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.addressable import Walk, is_addressable, map_walk, walk_target

Make = Callable[..., Any]

DECLARATIONS = """
import "missing.example/lib"

type in struct{ x int }

type base struct{ on bool }

type shared struct{ n int }

type ptr *T

type T struct {
	base
	*shared
	a    int
	in   in
	arr  [4]in
	list []int
	byID map[string]int
	p    *in
}

func (t T) value() int   { return t.a }
func (t *T) pointer() *T { return t }

var (
	m    map[string]T
	mp   map[string]*T
	mn   map[string]ptr
	ma   map[string][3]in
	mpa  map[string]*[3]in
	mm   map[string]map[string]T
	ml   map[string]lib.Thing
	s    []T
	a    [3]T
	pa   *[3]T
	v    T
	any_ any
	text string
	i    int
)

const c = 1

func get() T { return v }
"""

MAP_ELEMENTS = [
    ("m[text].a", 1),
    ("m[text].in.x", 2),
    ("m[text].on", 1),
    ("m[text].base.on", 2),
    ("m[text].arr[i]", 2),
    ("m[text].arr[i].x", 3),
    ("(m[text]).a", 1),
    ("((m)[text].in).x", 2),
    ("ma[text][i]", 1),
    ("ma[text][i].x", 2),
    ("mm[text][text].a", 1),
    ("m[text]", 0),
]
LEGAL = """m[text].list[i]
m[text].byID[text]|map
m[text].p.x
*m[text].p
m[text].n
m[text].shared.n
mp[text].a
mn[text].a
mpa[text][i]
s[i].a
a[i].a
pa[i].a
v.a
v
any_.(*T).a
get().p.x
m[text].pointer().a""".splitlines()
OTHER = ["get().a", "any_.(T).a", "text[i]", "T{}.a", "c", "get"]
UNKNOWN = ["ml[text].a", "lib.Global.a", "undeclared[text].a", "m[text].missing"]


def walk(snippet: Make, text: str) -> Walk:
    made = snippet(f"{DECLARATIONS}\nfunc f() {{\n\t_ = {text}\n}}\n")
    node = made.nodes(text)[-1]
    return walk_target(made.info, node)


@pytest.mark.parametrize(("text", "links"), MAP_ELEMENTS)
def test_map_element(snippet: Make, text: str, links: int) -> None:
    found = walk(snippet, text)
    assert (found.verdict, len(found.links)) == ("map-element", links)
    assert found.index is not None


@pytest.mark.parametrize("text", [each for each in LEGAL if "|" not in each])
def test_legal(snippet: Make, text: str) -> None:
    assert walk(snippet, text).verdict == "legal"


def test_an_element_of_a_map_in_the_value_is_its_own_element(snippet: Make) -> None:
    found = walk(snippet, "m[text].byID[text]")
    assert (found.verdict, found.links) == ("map-element", ())


@pytest.mark.parametrize("text", OTHER)
def test_no_map_element(snippet: Make, text: str) -> None:
    assert walk(snippet, text).verdict == "not-a-map-element"


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_types_stay_unknown(snippet: Make, text: str) -> None:
    assert walk(snippet, text).verdict == "unknown"


EVERY = (
    [text for text, _ in MAP_ELEMENTS] + [each.split("|")[0] for each in LEGAL] + OTHER + UNKNOWN
)


@pytest.mark.parametrize("text", EVERY)
def test_the_short_way_to_a_map_element_gives_the_same_walk(snippet: Make, text: str) -> None:
    made = snippet(f"{DECLARATIONS}\nfunc f() {{\n\t_ = {text}\n}}\n")
    node = made.nodes(text)[-1]
    found = walk_target(made.info, node)
    assert map_walk(made.info, node) == (found if found.is_map_element else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v.a", True),
        ("m[text].a", False),
        ("get().a", False),
        ("T{}", True),
        ("ml[text].a", None),
        ("s[i]", True),
    ],
)
def test_is_addressable(snippet: Make, text: str, expected: bool | None) -> None:
    made = snippet(f"{DECLARATIONS}\nfunc f() {{\n\t_ = {text}\n}}\n")
    assert is_addressable(made.info, made.nodes(text)[-1]) is expected


@pytest.mark.parametrize("constraint", ["~map[string]T", "map[string]T"])
def test_a_type_parameter_with_a_core_map(snippet: Make, constraint: str) -> None:
    made = snippet(f"{DECLARATIONS}\nfunc f[M {constraint}](g M) {{\n\tg[text].a = 1\n}}\n")
    assert walk_target(made.info, made.node("g[text].a", "selector_expression")).is_map_element


def test_a_type_parameter_without_a_core_type(snippet: Make) -> None:
    made = snippet("func f[M []byte | string](g M) {\n\t_ = g[0]\n}")
    assert walk_target(made.info, made.node("g[0]")).verdict in ("unknown", "not-a-map-element")
