"""The sieve of nil-map lets through what may be nil, and takes linear time."""

from __future__ import annotations

import time

import pytest
from gofixmap_codemods._nilmap_filter import Sieve, may_fill
from gofixmap_codemods._package_names import Names

from gofixmap.syntax.source import SourceFile

THROUGH = [
    "var m map[string]int\n\tm[k] = v",
    "var m M\n\tm[k]++",
    "var m, n M\n\tm[k] += v",
    "var n, m M\n\tm[k], ok = v, true",
    "var m M = nil\n\tm[k] = v",
    "var m M =\n\t\tnil\n\tm[k] = v",
    "var (\n\t\tx = 1\n\t\tm M\n\t)\n\tm[k] = v",
    "m := M(nil)\n\tm[k] = v",
    "m := M(\n\t\tnil,\n\t)\n\tm[k] = v",
    "n, m := 1, (map[string]int)(nil)\n\tm[k] = v",
    "m[k] = v",
    "(m)[k] = v",
    "m[a[b[c]]] = v",
    "m[T{\n\t\ta,\n\t}] = v",
    "m[k] /* c */ = v",
    "m[`]`] = v",
    "for m[k] = range xs {\n\t}",
    "s.m[k] = v",
    "(*s).m[k] = v",
    "s[i].m[k] = v",
    "mm := x\n\tmm[a][b] = v",
    "f().m[k] = v",
    "maps.Copy(m, n)",
    "maps.Insert(s.m, seq)",
    "var m map[string]int\n\tfill(m)",
    "var m map[string]int\n\tfill(x, m, y)",
    "var m url.Values\n\tm.Set(k, v)",
    "var n, m http.Header\n\tm.Add(k, v)",
    "{\n\t\tm := M{}\n\t\tm[k] = v\n\t}\n\tm[k] = v",
    "m[k] = v\n\tm := M{}\n\tm[k] = v",
    "if m := f(); ok {\n\t}\n\tm[k] = v",
    "for _, m := range ms {\n\t\tm[k] = v\n\t}\n\tm[k] = v",
    "switch {\n\tcase a:\n\t\tm := M{}\n\t\tm[k] = v\n\tcase b:\n\t\tm[k] = v\n\t}",
    "func() {\n\t\tm := M{}\n\t\tm[k] = v\n\t}()\n\tm[k] = v",
    'm := f("{")\n\tg("}")\n\t{\n\t\tm := x\n\t}\n\tvar m M\n\tm[k] = v',
]
OUT = [
    "var m url.Values\n\tm.Get(k)",
    "var m T\n\tm.Set(k, v)",
    "m := url.Values{}\n\tm.Set(k, v)",
    "m := M{}\n\tm[k] = v",
    "m, ok := x.(M)\n\tm[k] = v",
    "var m = M{}\n\tm[k] = v",
    "p[k] = v",
    "q[k] = v",
    "for _, m := range ms {\n\t\tm[k] = v\n\t}",
    "m := M{}\n\tif a {\n\t\tb()\n\t}\n\tm[k] = v",
    'm := M{}\n\tf("}}}")\n\tm[k] = v',
    "x := m[k]",
    "if m[k] == v {\n\t}",
    "f(m[k], n)",
    "var m map[string]int\n\treturn m",
    "var m map[string]int\n\tx(m[k])",
]


def found(body: str, header: str = "func (r R) f(p M, x int, q, s N) (int, error)") -> bool:
    return bool(Sieve().search(f"{header} {{\n\t{body}\n}}".encode()))


@pytest.mark.parametrize("body", THROUGH)
def test_lets_through(body: str) -> None:
    assert found(body)


@pytest.mark.parametrize("body", OUT)
def test_keeps_out(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(
    ("header", "passes"),
    [
        ("func f() (m M)", True),
        ("func f(x int) (n int, m, o M)", True),
        ("func (r R) f(x func(int) (int, error)) (m M)", True),
        ("func f[T any](x int) (m M)", True),
        ("func f(m M)", False),
        ("func (m M) f()", False),
        ("func f(n, m M) error", False),
        ("func f(n func(a, b int) bool, m map[string]interface{}) error", False),
    ],
)
def test_headers(header: str, passes: bool) -> None:
    assert found("m[k] = v", header) is passes


PACKAGE = """package a

type S struct {
	m, Big map[string]int
	list, Small []int
	deep map[string]map[string]int
	grid [][]int
}

var table map[string]int
var row []int
"""


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ("s.m[k] = v", True),
        ("s.list[i] = v", False),
        ("(*s).list[i] = v", False),
        ("s.t.\n\t\tlist[i] = v", False),
        ("s.t.\n\t\tm[i] = v", True),
        ("s.Big[k] = v", True),
        ("s.Small[k] = v", True),  # another package may have a map of that name
        ("s.unknown[k] = v", True),
        ("s.deep[a][b] = v", True),
        ("s.grid[a][b] = v", False),
        ("s.get(x).list[i] = v", False),
        ("s.get(x)[i] = v", True),
        ("(list)[i] = v", True),
        ("s.list[i], s.m[k] = v, v", True),
        ("s.list[i], s.grid[i][j] = v, v", False),
        ("table[k] = v", True),
        ("row[i] = v", False),
        ("var row map[string]int\n\trow[i] = v", True),
        ("var row []int\n\trow[i] = v", False),
        ("var row [4]int\n\trow[i]++", False),
        ("row[i][j] = v", False),
        ("q[i][j] = v", True),
        ("qs[i][j] = v", False),
        ("qs := f()\n\tqs[i][j] = v", True),
        ("func(row M) {\n\t\trow[i][j] = v\n\t}(m)", True),
        ("f(s.m[k], v)", False),
        ("f(s.m[k],\n\t\tv)", False),
        ("f(func() { s.m[k], ok = v, ok })", True),
        ("if f(s.m[k], v) == nil {\n\t}", False),
    ],
)
def test_the_package_tells_what_is_no_map(body: str, passes: bool) -> None:
    names = Names([SourceFile("a.go", PACKAGE.encode())])
    code = f"func (s *S) f(q N, qs, rs [][]int) (int, error) {{\n\t{body}\n}}"
    assert may_fill(code.encode(), names) is passes


@pytest.mark.parametrize(
    "body",
    ["m := x\n\tm[k] = v\n\t" * 3000, "m[" * 20_000, "m" * 50_000 + "[k] = v", "var (" * 9000],
    ids=["writes", "brackets", "name", "groups"],
)
def test_takes_no_time(body: str) -> None:
    started = time.process_time()
    found(body)
    assert time.process_time() - started < 5
