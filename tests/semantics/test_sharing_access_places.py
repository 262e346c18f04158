"""Where accesses are found: files, scopes and clauses, and what is not known of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accesses_kit import HEAD, named, shown

from gofixmap.semantics.sharing import Access, accesses_of, variable_denoted

Make = Callable[..., Any]

PARTS = """type C struct{ m map[string]int; n int }

type D struct{ state struct{ c *C } }

func (d *D) f(k string) {
	if v, ok := (*d.state.c).m[k+"x"]; ok {
		_ = v
	}
	(d.state.c).m[k], d.state.c.n = 1, 2
	func() {
	loop:
		for range 3 {
			delete(d.state.c.m, k)
			continue loop
		}
	}()
	switch {
	case d.state.c.n > 0:
		d.state.c.n += 7
	}
	d.state.c.n, _ = two()
}

func two() (int, int) { return 0, 0 }

var global = &C{n: 5}
var sum = global.n
"""


def parts(access: Access) -> tuple[str, str, str, str, str]:
    text = access.info.file.text
    given = [text(node) if node is not None else "" for node in (access.key, access.value)]
    function = access.function.type if access.function is not None else ""
    return (access.base, *given, access.statement.type, function)  # type: ignore[return-value]


def test_base_key_value_statement_and_function(snippet: Make) -> None:
    made = snippet(PARTS)
    assert [parts(each) for each in named(made, "d.state.c.m").all] == [
        ("d.state.c", 'k+"x"', "", "if_statement", "method_declaration"),
        ("d.state.c", "k", "1", "assignment_statement", "method_declaration"),
        ("d.state.c", "k", "", "expression_statement", "func_literal"),
    ]
    assert [parts(each) for each in named(made, "d.state.c.n").all] == [
        ("d.state.c", "", "2", "assignment_statement", "method_declaration"),
        ("d.state.c", "", "", "expression_switch_statement", "method_declaration"),
        ("d.state.c", "", "7", "assignment_statement", "method_declaration"),
        ("d.state.c", "", "", "assignment_statement", "method_declaration"),
        ("", "", "5", "var_declaration", ""),
        ("global", "", "", "var_declaration", ""),
    ]
    assert [parts(each) for each in named(made, "global").all] == [
        ("", "", "&C{n: 5}", "var_declaration", ""),
        ("", "", "", "var_declaration", ""),
    ]
    lines = [(each.path, each.line) for each in named(made, "d.state.c.m").all]
    assert lines == [("a.go", 8), ("a.go", 11), ("a.go", 15)]


def test_promoted_fields_and_other_types_with_the_name(snippet: Make) -> None:
    made = snippet(
        """type In struct{ m map[int]int }
type Mid struct{ *In }
type Out struct{ Mid }
type Hides struct{ Mid; m int }
type Same In
type Other struct{ m map[int]int }

func f(o Out, h Hides, s *Same, x Other, in In) {
	o.m[1] = 1
	o.Mid.m[2] = 2
	o.Mid.In.m[3] = 3
	h.m = 4
	h.Mid.m[5] = 5
	(*In)(s).m[6] = 6
	s.m[7] = 7
	x.m[8] = 8
	in.m[9] = 9
}"""
    )
    keys = [made.info.file.text(each.key) for each in named(made, "in.m").all]
    assert keys == ["1", "2", "3", "5", "6", "7", "9"]
    bases = [each.base for each in named(made, "in.m").all]
    assert bases == ["o", "o.Mid", "o.Mid.In", "h.Mid", "(*In)(s)", "s", "in"]


def test_an_embedded_field_is_used_through_its_members(snippet: Make) -> None:
    made = snippet(
        "type In struct{ n int }\ntype Out struct{ *In }\n"
        "func f(o Out) { o.n = 1; o.In = nil; _ = Out{In: nil}; var In In; _ = In }"
    )
    found = named(made, "o.In")
    assert shown(found.all) == ["assign o.In", "initialize In: nil"]
    assert found.incomplete == ("a.go:4: an embedded field is also used through its members",)


def test_generic_types(snippet: Make) -> None:
    made = snippet(
        """type G[K comparable, V any] struct{ m map[K]V; l []V; one V }

func (g *G[K, V]) Set(k K, v V) { g.m[k] = v; g.l = append(g.l, v); g.one = v }

func (g G[A, _]) Has(k A) bool { _, ok := g.m[k]; return ok }

func (g *G[K, V]) One() V { return g.one }

func use(g *G[string, int], h struct{ G[int, bool] }) {
	g.m["a"]++
	h.m[1] = true
	_ = G[int, int]{m: nil}
}

func all[M ~map[string]int](m M, k string) {
	m[k] = 1
	delete(m, k)
	for range m {
	}
}"""
    )
    assert shown(named(made, "g.m").all) == [
        "index-write g.m[k]",
        "lookup g.m[k]",
        'index-update g.m["a"]',
        "index-write h.m[1]",
        "initialize m: nil",
    ]
    assert shown(named(made, "g.one").all) == ["assign g.one", "return g.one"]
    assert shown(named(made, "m").all) == [
        "index-write m[k]",
        "delete delete(m, k)",
        "range range m",
    ]


VARIANTS = {
    "a.go": "package m\n\ntype T struct{ m map[int]int; M map[int]int }\n\n"
    "var Hits = map[int]int{}\n\nfunc f(t T) { t.m[1] = t.M[1] }\n",
    "a_windows.go": "package m\n\nfunc g(t T) { t.m[2] = t.M[2] }\n",
    "a_tag.go": "//go:build special\n\npackage m\n\nfunc h(t T) { t.m[3] = Hits[3] }\n",
    "a_test.go": "package m\n\nfunc i(t T) { t.m[4] = t.M[4] }\n",
    "x_test.go": 'package m_test\n\nimport "example.com/m"\n\n'
    "func j(t *m.T) { t.M[5] = m.Hits[5] }\n",
    "sub/b.go": 'package sub\n\nimport . "example.com/m"\n\n'
    "type t struct{ m map[int]int }\n\n"
    "func k(a T, b t) { a.M[6], b.m[6] = Hits[6], Hits[7] }\n",
    "own/go.mod": "module example.com/own\n\ngo 1.27\n",
    "own/c.go": 'package own\n\nimport "example.com/m"\n\nvar _ = m.Hits[8]\n',
}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("t.m", ["a.go", "a_tag.go", "a_test.go", "a_windows.go"]),
        ("t.M", ["a.go", "a_test.go", "a_windows.go", "sub/b.go", "x_test.go"]),
        ("Hits", ["a.go", "a_tag.go", "sub/b.go", "sub/b.go", "x_test.go"]),
    ],
)
def test_every_file_that_can_see_the_variable(snippet: Make, text: str, paths: list[str]) -> None:
    found = named(snippet(VARIANTS), text)
    assert [each.path for each in found.all] == paths
    assert found.is_complete


def test_locals_in_closures_and_shadows(snippet: Make) -> None:
    made = snippet(
        """func f(xs []int) (sum int) {
	counts := map[int]int{}
	var total, other = 0, 1
	for _, x := range xs {
		go func() {
			counts[x]++
			total += x
			func(counts map[int]int) { counts[1] = 2 }(nil)
		}()
	}
	{
		counts := counts
		total := total
		counts[3], total = 4, other
	}
	if total, err := g(); err != nil {
		_ = total
	}
	type T struct{ counts int }
	_ = T{counts: len(counts)}
	total, y := 5, 6
	_ = y
	sum = total
	return
}

func g() (int, error) { return 0, nil }"""
    )
    body = made.nodes("counts", "identifier")
    first = variable_denoted(made.info, body[0])
    assert first is not None
    assert shown(accesses_of(made.semantics, first).all) == [
        "initialize counts",
        "index-update counts[x]",
        "store counts",
        "len len(counts)",
    ]
    total = variable_denoted(made.info, made.nodes("total", "identifier")[0])
    assert total is not None
    assert shown(accesses_of(made.semantics, total).all) == [
        "initialize total",
        "update total",
        "read total",
        "assign total",
        "read total",
    ]
    assert shown(named(made, "sum").all) == ["assign sum"]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.21", ["assign k", "read k"]), ("1.22", ["initialize k", "read k"])],
)
def test_the_iterations_of_a_range_loop(snippet: Make, version: str, expected: list[str]) -> None:
    made = snippet(
        {
            "go.mod": f"module example.com/m\n\ngo {version}\n",
            "a.go": "package m\n\nfunc f(m map[int]int) {\n\tfor k := range m {\n\t\t_ = k\n"
            "\t}\n}\n",
        }
    )
    assert shown(named(made, "k").all) == expected


def test_declared_by_a_clause(snippet: Make) -> None:
    made = snippet(
        """func f(c chan int, x any) {
	select {
	case v, ok := <-c:
		_, _ = v, ok
	}
	switch s := x.(type) {
	case map[int]int:
		s[1] = 2
	case []int:
		s[1] = 3
	}
	for i := 0; i < 3; i++ {
	}
}"""
    )
    assert shown(named(made, "v").all) == ["initialize v", "read v"]
    assert shown(named(made, "i").all) == ["initialize i", "read i", "update i"]
    symbol = variable_denoted(made.info, made.nodes("s", "identifier")[1])
    assert symbol is not None
    assert shown(accesses_of(made.semantics, symbol).all) == [
        "index-write s[1]",
        "index-write s[1]",
    ]


def test_what_is_not_known_is_listed(snippet: Make) -> None:
    made = snippet(
        """import (
	"example.com/missing"
	"other.org/far"
)

type T struct{ m map[int]int; x missing.Map; o missing.Options }

func f(t T) {
	t.m[1] = 2
	missing.New().m[1] = 3
	far.New().m[1] = 4
	_ = missing.Options{m: nil}
	t.x[1] = 5
	t.x = nil
	t.o.deep.n = 6
}

func broken(t T) { t.m[ }

func other(t T) { t.x[ }"""
    )
    found = named(made, "t.m")
    assert shown(found.all) == ["index-write t.m[1]"]
    assert found.incomplete == (
        "a.go:12: the type before the name is not known",
        "a.go:20: a declaration that this parser does not know",
    )
    found = named(made, "t.x")
    assert shown(found.all) == ["unknown t.x[1]", "assign t.x"]
    assert found.incomplete == (
        "a.go:15: the type of what is done is not known",
        "a.go:22: a declaration that this parser does not know",
    )
    assert shown(named(made, "t.o").all) == ["unknown t.o.deep"]


def test_keys_in_literals_of_unknown_types(snippet: Make) -> None:
    made = snippet(
        """import (
	"example.com/missing"
	"other.org/far"
)

type T struct{ m int; M int }

var key = 1

func f(t T) {
	t.m, t.M = key, key
	_ = missing.Options{m: 1, M: 1}
	_ = far.Options{m: 1, M: 1, key: 1}
}"""
    )
    assert named(made, "t.m").incomplete == ()
    assert named(made, "t.M").incomplete == ("a.go:14: the type before the name is not known",)
    assert named(made, "key").incomplete == ()


def test_an_index_that_is_parsed_as_a_type(snippet: Make) -> None:
    made = snippet(
        """type C struct{ fs map[string]func(int) int; m map[string]int }

var global = map[string]func(int) int{}

func f(c *C, k string, list []func(int) int, i int) {
	c.fs[k](1)
	_ = c.fs[k](2)
	go c.fs[k](3)
	global[k](4)
	list[i](5)
	_ = c.m[k]
	local := c
	_ = local.fs[k](6)
}"""
    )
    assert shown(named(made, "c.fs").all) == ["index-read c.fs[k]"] * 3 + ["index-read local.fs[k]"]
    assert {each.base for each in named(made, "c.fs").all} == {"c", "local"}
    assert shown(named(made, "global").all) == [
        "initialize global",
        "index-read global[k]",
    ]
    assert shown(named(made, "list").all) == ["index-read list[i]"]
    assert shown(named(made, "local").all) == ["initialize local", "read local.fs"]
    keys = [made.info.file.text(each.key) for each in named(made, "c.fs").all]
    assert keys == ["k"] * 4


def test_answers_are_kept_until_the_trees_are_let_go(snippet: Make) -> None:
    made = snippet("type T struct{ n int }\n\nfunc f(t T) { t.n++ }")
    first = named(made, "t.n")
    assert named(made, "t.n") is first
    made.semantics.forget()
    again = named(made, "t.n")
    assert again is not first
    assert shown(again.all) == shown(first.all)


@pytest.mark.parametrize(
    ("field", "statement", "expected"),
    [
        ("n", "c.n++", True),
        ("n", "x := c.n; _ = x", False),
        ("n", "p := &c.n; _ = p", True),
        ("m", "keep(c.m)", True),
        ("m", "_ = len(c.m)", False),
        ("p", "take(c.p)", False),
        ("p", "c.p.Set()", False),
        ("e", "c.e.Set()", True),
        ("e", "_ = c.e.Get()", False),
        ("e", "g := c.e.Set; _ = g", True),
        ("t", "c.t.Put(k)", True),
        ("mu", "c.mu.Lock()", False),
        ("at", "c.at.Add(1)", True),
        ("at", "_ = c.at.Load()", False),
        ("i64", "atomic.AddInt64(&c.i64, 1)", True),
        ("i64", "_ = atomic.LoadInt64(&c.i64)", False),
        ("err", "_ = c.err.Error()", False),
    ],
)
def test_what_may_write(snippet: Make, field: str, statement: str, expected: bool) -> None:
    made = snippet(HEAD + f"func (c *C) f(k string) {{ {statement} }}")
    (access,) = named(made, f"c.{field}").all
    assert access.may_write is expected


def test_a_call_of_an_unknown_method_is_known_to_be_one(snippet: Make) -> None:
    made = snippet(
        """import "example.com/missing"

type T struct{ p *missing.Conn; v missing.Conn; l []missing.Conn }

func f(t T) {
	t.p.Close()
	t.v.Close()
	t.l[0].Close()
	_ = t.p.Name
}"""
    )
    for name, expected, writes in (
        ("t.p", ["method t.p.Close()", "unknown t.p.Name"], [False, True]),
        ("t.v", ["method t.v.Close()"], [True]),
        ("t.l", ["method t.l[0].Close()"], [True]),
    ):
        found = named(made, name).all
        assert shown(found) == expected
        assert [each.may_write for each in found] == writes
