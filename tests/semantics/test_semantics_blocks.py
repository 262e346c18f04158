"""The walk to what opens scopes finds the nodes that a query for them finds."""

from __future__ import annotations

import pytest

from gofixmap.semantics.blocks import _BY_QUERY, scopes_and_names
from gofixmap.syntax.source import SourceFile

CODE = """package p

func (s *S) f(a int, b ...string) (n int, err error) {
	if x := g(func() { y := 1; use(y) }); x > 0 {
		const one, two = iota, iota
	} else if z, ok := m[a]; ok {
		type local[T any] struct{ f func(T) }
		type alias = int
	} else {
		var q, r = func() int { return 1 }(), 2
	}
outer:
	for i := 0; i < n; i++ {
		for k, v := range (func(yield func(int) bool) {}) {
			switch v := any(k).(type) {
			case func(): continue outer
			default: goto outer
			}
		}
	}
	switch t := 1; { case t > 0: fallthrough; default: }
	select {
	case v, ok := <-c: go func() { w := v }()
	case c <- func() int { u := 1; return u }():
	default:
	}
	defer func() { recover() }()
	return map[string]func(){"a": func() { d := 1 }}[b[0]], nil
}

var v = []func(){func() { e := 1 }, nil}

var plain = 1

type G[T interface{ ~func() }] struct{ f func(T) }

func broken() {
	a := 1
	if a := 2; {
	}
	b := func( { c := 1 }
}

func (t T) /* no name */ { d := 1 }
"""


@pytest.mark.parametrize(
    "code", [CODE, CODE.replace("func()", "func ()"), CODE.replace("\n", "\r\n")]
)
def test_the_walk_finds_what_the_query_finds(code: str) -> None:
    file = SourceFile("a.go", code.encode())
    found = 0
    for declaration in file.declarations:
        nodes = scopes_and_names(declaration.node, file.data)
        assert nodes == _BY_QUERY.of(declaration.node), declaration.text.decode()
        found += len(nodes)
    assert found > 40
