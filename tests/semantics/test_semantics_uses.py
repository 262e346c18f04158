"""All uses of a name over a workspace, told by type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gofixmap.semantics.uses import (
    UsesResult,
    directories_naming,
    directories_seeing,
    uses_of,
)

Make = Callable[..., Any]


@dataclass(frozen=True)
class Name:
    package: str
    type: str
    name: str


FILES = {
    "a.go": """package m

type T struct{ count int }

func (t T) Get() int { return t.count }

type U struct{ T }

type Other struct{}

func (Other) Get() int { return 0 }

type Getter interface{ Get() int }

func local(t T, u U, o Other, g Getter) int {
	Get := 1
	f := T.Get
	_ = T{count: 2}
	return t.Get() + u.Get() + o.Get() + g.Get() + Get + f(t)
}
""",
    "a_windows.go": "package m\n\nfunc onWindows(t T) int { return t.Get() }\n",
    "a_test.go": "package m\n\nfunc inTest(t T) int { return t.Get() }\n",
    "x_test.go": 'package m_test\n\nimport "example.com/m"\n\nvar _ = m.T{}.Get()\n',
    "sub/b.go": 'package sub\n\nimport "example.com/m"\n\nfunc f(t *m.T) { t.Get() }\n',
    "own/go.mod": "module example.com/own\n\ngo 1.27\n",
    "own/c.go": 'package own\n\nimport "example.com/m"\n\nfunc f(t *m.T) { t.Get() }\n',
}


def found(result: UsesResult) -> list[tuple[str, str]]:
    return sorted((use.path, use.info.file.text(use.selector or use.node)) for use in result.uses)


def test_a_method_by_type_in_every_file(snippet: Make) -> None:
    result = uses_of(snippet(FILES).semantics, Name("example.com/m", "T", "Get"))
    assert found(result) == [
        ("a.go", "T.Get"),
        ("a.go", "t.Get"),
        ("a.go", "u.Get"),
        ("a_test.go", "t.Get"),
        ("a_windows.go", "t.Get"),
        ("sub/b.go", "t.Get"),
        ("x_test.go", "m.T{}.Get"),
    ]
    assert result.is_complete


def test_a_field_in_selectors_and_literals(snippet: Make) -> None:
    result = uses_of(snippet(FILES).semantics, Name("example.com/m", "T", "count"))
    assert found(result) == [("a.go", "count"), ("a.go", "t.count")]


def test_a_field_in_elements_that_leave_their_type_out(snippet: Make) -> None:
    made = snippet(
        "type T struct{ n int }\n\nvar a = []T{{n: 1}}\n\nvar b = []*T{{n: 2}}\n\n"
        'var c = map[string]*T{"k": {n: 3}}\n\nvar d = [][]*T{{{n: 4}}}\n'
    )
    result = uses_of(made.semantics, Name("example.com/m", "T", "n"))
    assert len(found(result)) == 4
    assert result.is_complete


def test_a_field_in_what_the_grammar_takes_for_a_type(snippet: Make) -> None:
    made = snippet(
        "type T struct{ fs []func(int); i int }\n\nfunc f(t T) { t.fs[t.i](1); t.fs[0](2) }\n"
    )
    for name, count in (("fs", 2), ("i", 1)):
        result = uses_of(made.semantics, Name("example.com/m", "T", name))
        assert len(result.uses) == count


def test_a_package_level_name(snippet: Make) -> None:
    result = uses_of(snippet(FILES).semantics, Name("example.com/m", "", "T"))
    paths = [path for path, _ in found(result)]
    assert paths.count("sub/b.go") == 1
    assert paths.count("x_test.go") == 1
    assert paths.count("a_windows.go") == 1
    assert "own/c.go" not in paths  # built against a released version


def test_an_unknown_operand_may_be_a_use(snippet: Make) -> None:
    made = snippet(
        'import "example.com/missing"\n\ntype T struct{}\n\nfunc (T) Get() {}\n\n'
        "func f() { missing.New().Get() }\n"
    )
    result = uses_of(made.semantics, Name("example.com/m", "T", "Get"))
    assert [use.info.file.text(use.node) for use in result.unresolved] == ["Get"]
    assert not result.is_complete


def test_what_comes_from_somebody_else_is_no_use(snippet: Make) -> None:
    made = snippet(
        'import (\n\t"example.com/missing"\n\t"other.org/codes"\n)\n\ntype T struct{}\n\n'
        "func (T) Get() {}\n\n"
        "func f() {\n\tcodes.OK.Get()\n\tcodes.New(1)[2].Get()\n\tmissing.Get()\n"
        "\tmissing.OK.Get()\n}\n"
    )
    result = uses_of(made.semantics, Name("example.com/m", "T", "Get"))
    lines = [use.info.file.lines.line_of(use.node.start_byte) for use in result.unresolved]
    assert lines == [16]  # a module beside ours may import ours


def test_a_broken_declaration_counts_where_it_mentions_the_name(snippet: Make) -> None:
    made = snippet(
        "type T struct{}\n\nfunc (T) Get() {}\n\nfunc (T) Put() {}\n\n"
        "func f() {\n\tx := T{}.Get( 1 ]\n}\n"
    )
    get = uses_of(made.semantics, Name("example.com/m", "T", "Get"))
    assert [each.names for each in get.unparsable] == [("f",)]
    assert uses_of(made.semantics, Name("example.com/m", "T", "Put")).is_complete


def test_names_that_are_not_exported_stay_in_their_package(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\ntype T struct{}\n\nfunc (T) get() {}\n\n"
            "func f(t T) { t.get() }\n",
            "sub/b.go": "package sub\n\ntype T struct{}\n\nfunc (T) get() {}\n\n"
            "func f(t T) { t.get() }\n",
        }
    )
    result = uses_of(made.semantics, Name("example.com/m", "T", "get"))
    assert [path for path, _ in found(result)] == ["a.go"]


def test_who_can_name_what_a_package_declares(snippet: Make) -> None:
    made = snippet(
        {
            "a.go": "package m\n\nvar M map[string]int\n",
            "dot/b.go": 'package dot\n\nimport . "example.com/m"\n\nvar N = M\n',
            "other/b.go": 'package other\n\nimport named "example.com/m"\n\nvar N = named.M\n',
            "tested/b.go": "package tested\n",
            "tested/b_test.go": 'package tested\n\nimport "example.com/m"\n\nvar N = m.M\n',
            "far/c.go": 'package far\n\nimport "example.com/m/other"\n\nvar N = other.N\n',
        }
    )
    naming = directories_naming(made.semantics, made.info.package)
    seeing = directories_seeing(made.semantics, made.info.package)
    assert {"dot", "other", "tested"} < {each.rpartition("/")[2] for each in naming}
    assert len(naming) == 4
    assert {each.rpartition("/")[2] for each in seeing - naming} == {"far"}
