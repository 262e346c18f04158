"""Names across files and packages: imports, tests, build variants, what cannot be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gofixmap.errors import UsageError
from gofixmap.semantics.info import Semantics
from gofixmap.syntax.walk import walk
from gofixmap.workspace import Workspace

Make = Callable[..., Any]
P = """package p

type T struct{ Items map[string][]int }

func New() (*T, error) { return nil, nil }

var Default T
"""


@pytest.mark.parametrize(
    ("imports", "expression", "type_"),
    [
        ('import "example.com/m/p"', "p.Default.Items", "map[string][]int"),
        ('import other "example.com/m/p"', "other.Default.Items", "map[string][]int"),
        ('import other "example.com/m/p"', "p.Default.Items", "unknown"),
        ('import . "example.com/m/p"', "Default.Items", "map[string][]int"),
        ('import . "example.com/m/p"', "New", "func() (*example.com/m/p.T, error)"),
        ('import _ "example.com/m/p"', "p.Default", "unknown"),
        ('import "example.com/m/odd-path"', "named.V", "[]string"),
        ('import "example.com/m/v2"', "p2.V", "[2]string"),
        ('import "example.com/missing/p"', "p.Default", "unknown"),
        ('import "os"', "os.Args", "[]string"),
        ('import "net/http"', "http.Header{}", "net/http.Header"),
        ('import "net/http"', "http.DefaultClient.Do", None),
        ('import "unsafe"', "unsafe.Pointer(nil)", "unsafe.Pointer"),
        ('import "unsafe"', "unsafe.Slice((*int)(nil), 3)", "[]int"),
        ('import "C"', "C.name", "unknown"),
        ('import "C"', "C.fn(1)", "unknown"),
        ('import "C"', "[]C.int{}", "unknown"),
        ('import "os"', "os.FileMode(0)", "os.FileMode"),  # an alias keeps its name
        ('import "os"', "os.ModePerm.Type()", "io/fs.FileMode"),
    ],
)
def test_imported_names(snippet: Make, imports: str, expression: str, type_: str | None) -> None:
    s = snippet(
        {
            "a.go": f"package m\n\n{imports}\n\nfunc test() {{ sink({expression}) }}\n",
            "p/p.go": P,
            "odd-path/x.go": "package named\n\nvar V []string\n",
            "v2/x.go": "package p2\n\nvar V [2]string\n",
        }
    )
    call = s.node(f"sink({expression})", "call_expression")
    found = str(s.info.type_of(call.child_by_field_name("arguments").named_child(0)))
    if type_ is None:
        type_ = "func(req *net/http.Request) (*net/http.Response, error)"
    assert found == type_


def test_a_package_level_name_hides_no_import_and_a_local_does(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport "example.com/m/p"\n\nfunc f() {\n\t_ = p.Default\n'
            "\tp := struct{ Default []int }{}\n\t_ = p.Default[0]\n}\n",
            "p/p.go": P,
        }
    )
    first, second = s.nodes("p.Default", "selector_expression")
    assert str(s.info.type_of(first)) == "example.com/m/p.T"
    assert str(s.info.type_of(second)) == "[]int"


def test_files_of_one_package_share_names_but_not_imports(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": "package m\n\nvar x = helper()\nvar y = p.Default\n",
            "b.go": 'package m\n\nimport "example.com/m/p"\n\n'
            "func helper() map[string]p.T { return nil }\n",
            "p/p.go": P,
        }
    )
    assert s.type("helper()") == "map[string]example.com/m/p.T"
    assert s.type("p.Default") == "unknown"


def test_only_tests_see_what_tests_declare(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": "package m\n\nvar x = max(1, 2)\nvar y = onlyTest\n",
            "a_test.go": "package m\n\nvar onlyTest []int\n\n"
            "func max(a, b int) string { return `` }\n\n"
            "var z = max(1, 2)\nvar Exported = x\n",
            "x_test.go": 'package m_test\n\nimport "example.com/m"\n\nvar w = m.Exported\n',
        }
    )
    assert s.type("max(1, 2)") == "untyped int"  # the builtin
    assert s.type("onlyTest") == "unknown"
    inside, outside = s.semantics.file("a_test.go"), s.semantics.file("x_test.go")
    assert str(inside.lookup("z", inside.file.declarations[0].node).type) == "string"
    assert str(outside.lookup("w", outside.file.declarations[1].node).type) == "int"


def test_names_resolve_within_one_build(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": "package m\n\nvar x = value()\n",
            "v_linux.go": "package m\n\nfunc value() []int { return nil }\n",
            "v_windows.go": "package m\n\nfunc value() map[string]bool { return nil }\n\n"
            "var y = value()\n",
            "v_darwin.go": "package m\n\nfunc value() string { return `` }\n",
        }
    )
    windows = s.semantics.file("v_windows.go")
    assert windows.context.goos == "windows"
    assert str(windows.lookup("y", windows.file.declarations[0].node).type) == "map[string]bool"
    host = s.info.context.goos
    expected = {"linux": "[]int", "darwin": "string", "windows": "map[string]bool"}
    assert s.type("value()") == expected.get(host, "unknown")


def test_programs_in_one_directory_do_not_mix(snippet: Make) -> None:
    text = (
        "//go:build ignore\n\npackage main\n\nfunc helper() RESULT { return nil }\n\n"
        "var x = helper()\n"
    )
    s = snippet({"a.go": text.replace("RESULT", "[]int"), "b.go": text.replace("RESULT", "error")})
    assert s.type("helper()") == "[]int"


def test_a_name_in_a_broken_declaration_is_unknown(snippet: Make) -> None:
    s = snippet("func f( { ]\n\nfunc g() []int { return nil }\n\nvar x = f()\nvar y = g()[0]")
    assert s.type("f()") == "unknown"
    assert s.type("g()[0]") == "int"


def test_a_package_scope_lists_and_finds_names(snippet: Make) -> None:
    s = snippet({"a.go": "package m\n\nfunc A() {}\n\ntype B struct{}\n\nconst C, D = 1, 2\n"})
    scope = s.semantics.package("example.com/m")
    assert sorted(scope.names()) == ["A", "B", "C", "D"]
    assert scope.lookup("D").value == 2
    assert scope.lookup("E") is None
    assert s.semantics.package("example.com/none") is None


def test_a_file_that_cannot_be_read_is_an_error(snippet: Make) -> None:
    s = snippet("var x = 1")
    with pytest.raises(UsageError):
        s.semantics.file("missing.go")


@pytest.mark.parametrize(
    ("type_", "place", "text"),
    [
        ("map[string]p.T", "inner", "map[string]p.T"),
        ("[]T", "inner", "[]T"),
        ("[]T", "shadow", None),  # a local type hides it
        ("error", "inner", "error"),
        ("string", "shadow", None),
        ("struct{ a int }", "inner", "struct{a int}"),
        ("func(a int) (b error)", "inner", "func(a int) (b error)"),
        ("q.U", "inner", None),  # not imported under a usable name
        ("any", "inner", "any"),
    ],
)
def test_how_a_type_is_spelled_at_a_place(
    snippet: Make, type_: str, place: str, text: str | None
) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport (\n\t"example.com/m/p"\n\t_ "example.com/m/q"\n)\n\n'
            "type T int\n\nfunc f() {\n\tinner()\n\ttype T string\n\ttype string int\n\tshadow()\n"
            "}\n\nvar _ p.T\n",
            "b.go": 'package m\n\nimport (\n\t"example.com/m/p"\n\t"example.com/m/q"\n)\n\n'
            f"var v {type_}\nvar _ p.T\nvar _ q.U\n",
            "p/p.go": "package p\n\ntype T int\n",
            "q/q.go": "package q\n\ntype U int\n",
        }
    )
    at = s.node(f"{place}()", "call_expression")
    assert s.info.type_text(s.info.lookup("v", at).type, at) == text


def test_an_unexported_type_of_another_package_has_no_spelling(snippet: Make) -> None:
    s = snippet(
        {
            "a.go": 'package m\n\nimport "example.com/m/p"\n\nvar v = p.New()\nvar w = p.Keep\n',
            "p/p.go": "package p\n\ntype hidden int\n\nfunc New() []hidden { return nil }\n"
            "var Keep hidden\n",
        }
    )
    node = s.node("v", "identifier")
    assert s.info.type_text(s.info.lookup("v", node).type, node) is None
    assert str(s.info.lookup("v", node).type) == "[]example.com/m/p.hidden"


def test_a_type_is_spelled_as_imported_in_a_tree_without_go_mod(tmp_path: Path) -> None:
    """What the tree was vendored with tells its own path; its packages are known by their place."""
    files = {
        "Godeps/Godeps.json": '{"ImportPath": "example.com/m", "GoVersion": "go1.7"}',
        "p/p.go": "package p\n\ntype T int\n",
        "a/a.go": 'package a\n\nimport "example.com/m/p"\n\nvar v p.T\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    info = Semantics(Workspace.open([tmp_path])).file("a/a.go")
    (node,) = (
        each
        for declaration in info.file.declarations
        for each in walk(declaration.node)
        if each.type == "identifier" and each.text == b"v"
    )
    found = info.lookup("v", node)
    assert found is not None
    assert info.type_text(found.type, node) == "p.T"
