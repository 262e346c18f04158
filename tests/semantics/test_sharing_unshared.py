"""Package variables and locals: when nobody else can have them yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gofixmap.semantics.sharing import accesses_of, is_unshared, variable_denoted

Make = Callable[..., Any]


def unshared(made: Any, name: str) -> list[tuple[str, bool]]:  # noqa: ANN401
    variable = variable_denoted(made.info, made.nodes(name, "identifier")[0])
    assert variable is not None
    text = made.info.file.text
    return [
        (f"{each.operation} {text(each.expression)}", is_unshared(each))
        for each in accesses_of(made.semantics, variable).all
    ]


def test_package_variables(snippet: Make) -> None:
    made = snippet(
        """var hits = map[string]int{}

var size = len(hits)

var table = func() int { hits["a"] = 1; return fill() }()

var handler = func() { hits["b"]++ }

func init() {
	hits["c"] = 1
	func() { hits["d"] = 1 }()
	load()
	go func() { }()
}

func fill() int { hits["e"] = 1; return 1 }

func load() { hits["f"] = 1 }

func other() { hits["g"] = 1 }"""
    )
    assert [is_private for _, is_private in unshared(made, "hits")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        True,
        False,
        False,
    ]
    made = snippet(made.info.file.data.decode().partition("\n\n")[2].replace("go func() { }()", ""))
    assert [is_private for _, is_private in unshared(made, "hits")] == [
        True,
        True,
        True,
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_locals_until_a_goroutine_captures_them(snippet: Make) -> None:
    made = snippet(
        """func f(given map[int]int, xs []int) {
	counts := map[int]int{}
	n := 0
	alias := given
	counts[1] = 1
	n++
	alias[1] = 1
	given[1] = 1
	for _, x := range xs {
		go func() {
			counts[x] = 2
			n += x
		}()
	}
	counts[3] = 3
	n = 3
	return
}"""
    )
    assert unshared(made, "counts") == [
        ("initialize counts", True),
        ("index-write counts[1]", True),
        ("index-write counts[x]", False),
        ("index-write counts[3]", False),
    ]
    assert unshared(made, "n") == [
        ("initialize n", True),
        ("update n", True),
        ("update n", False),
        ("assign n", False),
    ]
    assert unshared(made, "alias") == [("initialize alias", True), ("index-write alias[1]", False)]
    assert unshared(made, "given")[1:] == [("index-write given[1]", False)]


def test_constructors_of_other_packages_and_tests(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype C struct{ N int }\n\nfunc New() *C { return &C{} }\n\n"
            "func last(c *C) { c.N = 1 }\n",
            "a_test.go": "package m\n\nfunc f() { c := New(); c.N = 2 }\n",
            "sub/b.go": 'package sub\n\nimport "example.com/m"\n\n'
            "func g() { c := m.New(); c.N = 3 }\n",
        }
    )
    variable = variable_denoted(made.info, made.node("c.N", "selector_expression"))
    assert variable is not None
    found = accesses_of(made.semantics, variable).all
    assert [(each.path, is_unshared(each)) for each in found] == [
        ("a.go", False),
        ("a_test.go", True),
        ("sub/b.go", True),
    ]


@pytest.mark.parametrize(("version", "expected"), [("1.21", False), ("1.22", True)])
def test_loop_variables_before_go_1_22(snippet: Make, version: str, expected: bool) -> None:
    made = snippet(
        {
            "go.mod": f"module example.com/m\n\ngo {version}\n",
            "a.go": "package m\n\ntype C struct{ n int }\n\nfunc f(list []C) {\n"
            "\tfor _, c := range list {\n\t\tc.n = 1\n"
            "\t\tgo func() { _ = c.n }()\n\t}\n}\n",
        }
    )
    variable = variable_denoted(made.info, made.nodes("c.n", "selector_expression")[0])
    assert variable is not None
    first, second = accesses_of(made.semantics, variable).all
    assert is_unshared(first) is expected
    assert not is_unshared(second)


def test_parallel_subtests_run_later(snippet: Make) -> None:
    made = snippet(
        {
            "a_test.go": 'package m\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n'
            "\tn, m := 0, 0\n"
            '\tt.Run("a", func(t *testing.T) { m++ })\n'
            '\tt.Run("b", func(t *testing.T) { t.Parallel(); n++ })\n'
            "\tn, m = 1, 1\n}\n",
        },
        main="a_test.go",
    )
    assert [private for _, private in unshared(made, "n")] == [True, False, False]
    assert [private for _, private in unshared(made, "m")] == [True, True, True]
