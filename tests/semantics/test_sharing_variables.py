"""Variables by what denotes them, and their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from gofixmap.model import Symbol
from gofixmap.semantics.sharing import (
    Variable,
    variable_denoted,
    variable_of_symbol,
)
from gofixmap.semantics.sharing.variables import declarations_of
from gofixmap.text import Span

if TYPE_CHECKING:
    from conftest import Snippet

Make = Callable[..., Any]

SOURCE = """import "sync"

type Store struct {
	sync.RWMutex
	*Inner
	items map[string]int
	state struct{ seen map[string]bool }
}

type Inner struct{ deep map[int]int }

type Box[T any] struct{ boxed map[string]T }

type Copy Store

var (
	hits  = map[string]int{}
	cache = struct {
		sync.Mutex
		kept map[string]int
	}{}
)

const limit = 3

var handler = func(x int) {
	inner := x
	_ = inner
}

func (s *Store) Add(key string) (done bool) {
	type local struct{ n int }
	var l local
	anonymous := struct{ a int }{}
	for index := range s.items {
		_ = index
	}
	_, _, _, _ = s.deep, (s).Inner.deep, s.state.seen, cache.kept
	s.Lock()
	_, _ = l.n, anonymous.a
	done = key == "" && limit > hits[key]
	return done
}

func use(b Box[int], c *Copy, items int) {
	_, _, _ = b.boxed, c.items, items
}
"""


def denoted(made: Snippet, text: str, at: int = -1) -> Variable:
    nodes = [
        node
        for node in made.nodes(text)
        if node.type in ("identifier", "selector_expression", "parenthesized_expression")
    ]
    found = variable_denoted(made.info, nodes[at])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kind", "name", "type_"),
    [
        ("s.items", "field", "Store.items", "map[string]int"),
        ("c.items", "field", "Store.items", "map[string]int"),
        ("s.deep", "field", "Inner.deep", "map[int]int"),
        ("(s).Inner.deep", "field", "Inner.deep", "map[int]int"),
        ("(s).Inner", "field", "Store.Inner", "*example.com/m.Inner"),
        ("s.state.seen", "field", "Store.state.seen", "map[string]bool"),
        ("s.state", "field", "Store.state", "struct{seen map[string]bool}"),
        ("cache.kept", "field", "cache.kept", "map[string]int"),
        ("b.boxed", "field", "Box.boxed", "map[string]T"),
        ("l.n", "field", "Store.Add.local.n", "int"),
        ("anonymous.a", "field", "Store.Add.a", "int"),
        ("hits", "package", "hits", "map[string]int"),
        ("key", "local", "Store.Add.key", "string"),
        ("done", "local", "Store.Add.done", "bool"),
        ("s", "local", "Store.Add.s", "*example.com/m.Store"),
        ("index", "local", "Store.Add.index", "string"),
        ("inner", "local", "handler.inner", "int"),
        ("items", "local", "use.items", "int"),
    ],
)
def test_what_an_expression_denotes(
    snippet: Make, text: str, kind: str, name: str, type_: str
) -> None:
    made = snippet(SOURCE)
    found = denoted(made, text)
    assert (found.kind, found.qualified) == (kind, f"example.com/m.{name}")
    assert str(found.type) == type_
    assert made.info.file.text(found.node) == found.name == name.rpartition(".")[2]
    assert variable_of_symbol(made.semantics, found.symbol) == found


@pytest.mark.parametrize("text", ["s.Lock", "limit", "true", "local", "len(hits)", "b"])
def test_what_is_no_variable(snippet: Make, text: str) -> None:
    made = snippet(SOURCE.replace("func use(b ", "func use(_ ") + "\nvar _ = len(hits)\n")
    nodes = [node for node in made.nodes(text) if node.type != "type_identifier"]
    assert [variable_denoted(made.info, node) for node in nodes] == [None] * len(nodes)


@pytest.mark.parametrize("kind", ["func", "method", "type", "const"])
def test_symbols_of_other_kinds(snippet: Make, kind: str) -> None:
    made = snippet(SOURCE)
    symbol = denoted(made, "hits").symbol
    other = Symbol(symbol.package, "", "hits", kind, symbol.path, symbol.span)
    assert variable_of_symbol(made.semantics, other) is None


def test_a_symbol_whose_place_is_gone(snippet: Make) -> None:
    made = snippet(SOURCE)
    for path, span in (("gone.go", Span(0, 1)), ("a.go", Span(0, 7)), ("a.go", Span(1, 2))):
        assert variable_of_symbol(made.semantics, Symbol("m", "", "x", "var", path, span)) is None


def test_the_declaration_around_a_variable(snippet: Make) -> None:
    made = snippet(SOURCE)
    kinds = {text: denoted(made, text).declaration.type for text in ("hits", "key", "index", "l")}
    assert kinds == {
        "hits": "var_spec",
        "key": "parameter_declaration",
        "index": "range_clause",
        "l": "var_spec",
    }
    assert denoted(made, "s.items").declaration.type == "field_declaration"


def test_shadowing_locals_are_variables_of_their_own(snippet: Make) -> None:
    made = snippet("func f() {\n\tx := 1\n\t{\n\t\tx := 2\n\t\t_ = x\n\t}\n\t_ = x\n}")
    outer, inner, inner_use, outer_use = (
        variable_denoted(made.info, node) for node in made.nodes("x", "identifier")
    )
    assert outer == outer_use
    assert inner == inner_use
    assert outer != inner


def test_build_variants_are_one_variable(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\nfunc f(t *T) { t.m[1] = n }\n",
            "t_linux.go": "package m\n\ntype T struct{ m map[int]int }\n\nvar n int\n",
            "t_windows.go": "package m\n\ntype T struct{ other, m map[int]int }\n\nvar n int\n",
            "x_test.go": "package m_test\n\ntype T struct{ m map[int]int }\n",
        }
    )
    for text in ("t.m", "n"):
        found = denoted(made, text)
        declarations = declarations_of(made.semantics, found)
        assert [each.path for each in declarations] == ["t_linux.go", "t_windows.go"]
        assert {each == found for each in declarations} == {True}
        assert len({hash(each) for each in declarations}) == 1


def test_types_of_one_name_in_other_packages_and_functions_differ(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": 'package m\n\nimport "example.com/m/sub"\n\ntype T struct{ n int }\n\n'
            "func f(a T, b sub.T) {\n\ttype T struct{ n int }\n\tvar c T\n"
            "\t_, _, _ = a.n, b.N, c.n\n}\n",
            "sub/b.go": "package sub\n\ntype T struct{ N int }\n",
        }
    )
    names = {denoted(made, text).qualified for text in ("a.n", "b.N", "c.n")}
    assert names == {"example.com/m.T.n", "example.com/m/sub.T.N", "example.com/m.f.T.n"}
    assert denoted(made, "b.N").is_exported
    assert not denoted(made, "c").is_exported
