"""The sieve of map-release lets through what may lose something, and takes linear time."""

from __future__ import annotations

import time

import pytest
from gofixmap_codemods._package_names import Names
from gofixmap_codemods._release_filter import Sieve, may_lose

from gofixmap.syntax.source import SourceFile

THROUGH = [
    "s.conn = dial()",
    "s.conn = c",
    "s.conn, s.err = dial()",
    "s.err, s.conn = nil, c",
    "s.conn = &conn{}",
    "s.conn = *c",
    "s.conn = (c)",
    "s.conn =\n\t\tdial()",
    "s.conn = /* c */ c",
    "s.conn = pool.get(\n\t\tk,\n\t)",
    "s.conn = map[K]V{}.get()",
    "(*s).conn = c",
    "(s.conn) = c",
    "conns = make(map[K]V)",
    "conn = dial()",
    "{\n\t\tconn := dial()\n\t\t_ = conn\n\t}\n\tconn = dial()",
    "s.conns[k] = c",
    "if ok {\n\t\ts.conns[k] = c\n\t}",
    "s.conns[k] = func() {}",
    "s.conns[k] = T{}",
    "s.conns[T{\n\t\t1}] = c",
    "s.conns[k],\n\t\tok = c, true",
    "if s.conns[k] = dial(); ok {\n\t}",
    "if ok {\n\t\tdelete(s.conns, k)\n\t}",
    "f(func() {\n\t})\n\ts.conn = dial()",
    'f("{")\n\ts.conn = dial()',
    "s.conn = x.y(1)",
    "p := dial(p)\n\ts.conn = p",
    "(s.conns[k]) = c",
    "s.conns[k], ok = c, true",
    "s.conns[k] /* c */ = c",
    "delete(s.conns, k)",
    "delete((s.conns), k)",
    "clear(conns)",
]
OUT = [
    "s.n = 1",
    "s.n = s.m",
    "s.n = a + b",
    's.n = "f(x)"',
    "s.list = append(s.list, x)",
    "s.n += f()",
    "if s.n == f() {\n\t}",
    "conn := dial()\n\tconn = dial()",
    "var conn C\n\tconn, err := f()\n\tconn = dial()",
    "q = dial()",
    "r = dial()",
    "err = dial()",
    "m := M{}\n\tdelete(m, k)",
    "delete(p, k)",
    "if ok {\n\t\ts.conn = dial()\n\t}",
    "for s.conn = dial(); ok; {\n\t}",
    "f(func() {\n\t\ts.conn = dial()\n\t})",
    "if ok {\n\t\tclear(s.conns)\n\t}",
    "s.conn = p",
    "s.n = uint32(x)",
    "s.conns[k] = nil",
    "s.conns[k] = d.conns[k]",
    "s.conns[k] = d.conn",
    "s.conns[k] = 1 + (2)",
    "*s = dial()",
    "var a, b = f(), g()",
]


def found(body: str, name: str = "Reset") -> bool:
    code = f"func (r R) {name}(p M, x int, q, s N) (err error) {{\n\t{body}\n}}"
    return bool(Sieve().search(code.encode()))


@pytest.mark.parametrize("body", THROUGH)
def test_lets_through(body: str) -> None:
    assert found(body)


@pytest.mark.parametrize("body", OUT)
def test_keeps_out(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(
    ("name", "body", "passes"),
    [
        ("NewPool", "s.conn = dial()", False),
        ("newPool", "delete(s.conns, k)", False),
        ("Start", "s.conn = dial()", False),
        ("Start", "s.conns[k] = dial()", True),
        ("Start", "delete(s.conns, k)", True),
        ("Add", "s.conns[k] = c", False),
        ("Add", "s.conn = dial()", True),
        ("Restart", "s.conns[k] = c", True),
        ("f", "s.conns[k] = c", True),
        ("Remove", "delete(s.conns, k)", True),
        ("remove", "delete(s.conns, k)", False),
    ],
)
def test_names(name: str, body: str, passes: bool) -> None:
    assert found(body, name) is passes


PACKAGE = """package a

type C struct{}

func (c *C) Close() error { return nil }

type S struct {
	conn, Conn, deep *C
	conns, Conns map[string]*C
	next, Next *S
	list []*C
	hits map[string]*S
	nested map[string]map[string]*C
}

var shared *C
var head *S
"""


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ("s.conn = dial()", True),
        ("s.next = dial()", False),
        ("s.Next = dial()", True),  # of another package, maybe
        ("s.unknown = dial()", True),
        ("s.next.conn = dial()", True),
        ("s.conn.next = dial()", False),
        ("s.next, s.conn = a(), b()", True),
        ("(*s).next = dial()", False),
        ("(*s).conn = dial()", True),
        ("shared = dial()", True),
        ("head = dial()", False),
        ("s.conns = make(map[string]*C)", True),
        ("s.hits = make(map[string]*S)", False),
        ("s.conns[k] = c", True),
        ("s.hits[k] = c", False),
        ("s.list[i] = c", False),
        ("s.Conns[k] = c", True),
        ("s.conns[k], s.list[i] = c, c", True),
        ("s.nested[k][j] = c", False),  # no variable is lost that has a name
        ("s.get().conns[k] = c", True),
        ("delete(s.conns, k)", True),
        ("delete(s.hits, k)", False),
        ("delete(s.get(x).conns, k)", True),
        ("delete(s.all[i].conns, k)", True),
        ("clear(s.hits)", False),
    ],
)
def test_the_package_tells_what_owns_nothing(body: str, passes: bool) -> None:
    names = Names([SourceFile("a.go", PACKAGE.encode())])
    code = f"func (s *S) Reset(k string, i int, c *C) {{\n\t{body}\n}}"
    assert may_lose(code.encode(), names) is passes


@pytest.mark.parametrize(
    "body",
    ["x := y\n\tx = f()\n\t" * 3000, "a, " * 20_000 + "b = f()", "a" * 50_000, "x = [" * 9000],
    ids=["locals", "targets", "name", "brackets"],
)
def test_takes_no_time(body: str) -> None:
    started = time.process_time()
    found(body)
    assert time.process_time() - started < 5
