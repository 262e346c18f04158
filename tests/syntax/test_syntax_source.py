"""SourceFile and Declaration: what a file says of itself."""

from __future__ import annotations

import pickle

import pytest

from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.walk import walk
from gofixmap.text import Span

SOURCE = b"""// Copyright.

//go:build linux && !cgo

// Package p is documented.
package p // here

import (
\t"fmt"
\tm "math" // alias
\t. "strings"
\t_ `embed`
)

import "C"

// A is documented,
// on two lines.
var A = 1 // trailing

// Not attached.

func F(x int) int {
\treturn x
}
/* block */
type T struct{}

const last = "\xc3\xa9"
"""


@pytest.fixture
def file() -> SourceFile:
    return SourceFile("dir/a.go", SOURCE)


def test_construction_computes_nothing() -> None:
    file = SourceFile("a.go", SOURCE)
    lazy = [getattr(file, slot) for slot in SourceFile.__slots__ if slot.startswith("_")]
    assert not any(lazy)


def test_header(file: SourceFile) -> None:
    assert file.package_name == "p"
    assert file.build_constraint == "linux && !cgo"
    assert not file.is_generated
    assert not file.is_test
    assert file.newline == "\n"
    assert file.is_utf8 and not file.has_bom


def test_imports(file: SourceFile) -> None:
    found = [(spec.name, spec.path, file.text(spec.span)) for spec in file.imports]
    assert found == [
        ("", "fmt", '"fmt"'),
        ("m", "math", 'm "math"'),
        (".", "strings", '. "strings"'),
        ("_", "embed", "_ `embed`"),
        ("", "C", '"C"'),
    ]
    assert file.imports[0].declaration == file.declarations[0].span
    assert file.text(file.imports[1].path_span) == '"math"'


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import ()", []),
        ('import ( /* "no" */ "a"; b"c" ) // "d"', [("", "a"), ("b", "c")]),
        ('import ( // "no"\n"a" /*"x"*/\n/* y */ b /* z */ "c")', [("", "a"), ("b", "c")]),
        ('import "a\\x62\\u0063"', [("", "abc")]),
        ("import é `x/ü`", [("é", "x/ü")]),
        ('import "a"; import "b"', [("", "a"), ("", "b")]),
    ],
)
def test_import_forms(code: str, expected: list[tuple[str, str]]) -> None:
    file = SourceFile("a.go", f"package p\n{code}\n".encode())
    assert file.import_paths == [path for _, path in expected]
    assert [(spec.name, spec.path) for spec in file.imports] == expected
    assert file.import_paths == [path for _, path in expected]


def test_an_import_in_a_string_is_none() -> None:
    assert SourceFile("a.go", b'package p\n\nvar x = `\nimport "y"\n`\n').imports == ()


def test_declarations(file: SourceFile) -> None:
    found = [(d.keyword, d.names, d.text.split(b"\n")[0]) for d in file.declarations]
    assert found == [
        ("import", (), b"import ("),
        ("import", (), b'import "C"'),
        ("var", ("A",), b"var A = 1"),
        ("func", ("F",), b"func F(x int) int {"),
        ("type", ("T",), b"type T struct{}"),
        ("const", ("last",), 'const last = "é"'.encode()),
    ]


def test_doc_comments(file: SourceFile) -> None:
    docs = [SOURCE[d.doc_start : d.span.start] for d in file.declarations[2:]]
    assert docs == [b"// A is documented,\n// on two lines.\n", b"", b"/* block */\n", b""]


@pytest.mark.parametrize(
    ("above", "doc"),
    [
        ("var x int // trailing\n", ""),
        ("var x int // trailing\n// doc\n", "// doc\n"),
        ("var x int /* trailing\n*/\n// doc\n", "// doc\n"),
        ("// far\n\n// doc\n", "// doc\n"),
        ("// far\n\n", ""),
        ("/* a */ /* b */\n", "/* a */ /* b */\n"),
        ("/* a\n*/\n// b\n", "/* a\n*/\n// b\n"),
        ("/* same line */ ", "/* same line */ "),
        ("//go:noinline\n", "//go:noinline\n"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_doc_start(above: str, doc: str, ending: str) -> None:
    source = f"package p\n\n{above}func f() {{}}\n".replace("\n", ending)
    file = SourceFile("a.go", source.encode())
    declaration = file.declarations[-1]
    between = file.text(Span(declaration.doc_start, declaration.span.start))
    assert between == doc.replace("\n", ending)


def test_nodes_have_offsets_of_the_file(file: SourceFile) -> None:
    declaration = file.declarations[3]
    assert declaration.node.type == "function_declaration"
    assert declaration.node.start_byte == declaration.span.start
    assert declaration.node.end_byte == declaration.span.end
    assert file.text(declaration.node).startswith("func F(x int)")
    assert declaration.node.start_point.row == file.lines.line_of(declaration.span.start) - 1
    assert declaration.node.parent == declaration.root
    assert not declaration.has_error and not declaration.masked and not file.has_errors


def test_a_tree_is_parsed_once(file: SourceFile) -> None:
    assert file.declarations[3].node == file.declarations[3].node
    assert file.declarations is file.declarations


def test_a_type_at_the_end_without_a_newline() -> None:
    file = SourceFile("a.go", b"package p\ntype T int")
    assert not file.has_errors
    assert file.text(file.declarations[0].node) == "type T int"


def test_an_error_stays_in_its_declaration() -> None:
    file = SourceFile("a.go", b"package p\n\nfunc a() {\n\tx :=\n}\n\nfunc b() {}\n")
    assert [d.has_error for d in file.declarations] == [True, False]
    assert file.has_errors


def test_declaration_at(file: SourceFile) -> None:
    var = file.declarations[2]
    assert file.declaration_at(var.span.start) is var
    assert file.declaration_at(var.span.end) is var
    assert file.declaration_at(var.span.start - 1) is None
    assert file.declaration_at(0) is None
    assert file.declaration_at(len(SOURCE) - 1) is file.declarations[-1]


@pytest.mark.parametrize(
    ("header", "generated"),
    [
        ("// Code generated by x. DO NOT EDIT.\n", True),
        ("// Code generated by x. DO NOT EDIT.\r\n", True),
        ("//go:build x\n\n// Code generated  DO NOT EDIT.\n", True),
        ("// Code generated by x. DO NOT EDIT\n", False),
        ("// code generated by x. DO NOT EDIT.\n", False),
        ("//Code generated by x. DO NOT EDIT.\n", False),
        ("// Code generated by x. DO NOT EDIT. \n", False),
        ("/*\n// Code generated by x. DO NOT EDIT.\n*/\n", False),
        ("// x // Code generated by x. DO NOT EDIT.\n", False),
    ],
)
def test_generated(header: str, generated: bool) -> None:
    assert SourceFile("a.go", f"{header}\npackage p\n".encode()).is_generated is generated


def test_a_marker_after_the_package_clause_does_not_count() -> None:
    file = SourceFile("a.go", b"package p\n\n// Code generated by x. DO NOT EDIT.\n")
    assert not file.is_generated


@pytest.mark.parametrize(
    ("header", "constraint"),
    [
        ("//go:build linux\n\npackage p", "linux"),
        ("\xef\xbb\xbf//go:build a || b\r\n\r\npackage p", "a || b"),
        ("// go:build linux\n\npackage p", ""),
        ("/*\n//go:build linux\n*/\npackage p", ""),
        ("package p\n\n//go:build linux\n", ""),
    ],
)
def test_build_constraint(header: str, constraint: str) -> None:
    assert SourceFile("a.go", header.encode("latin-1")).build_constraint == constraint


def test_directives() -> None:
    file = SourceFile(
        "a.go",
        b"package p\n\n//go:embed a.txt b\nvar x string // go:no\n\n//export F\n//gofixmap:owned\n"
        b'var y = "//go:embed z"\n\n//go:noinline\r\nfunc f() {} //go:linkname f p.f\n'
        b"// //go:x y\n",
    )
    assert [(d.name, d.argument) for d in file.directives] == [
        ("go:embed", "a.txt b"),
        ("export", "F"),
        ("gofixmap:owned", ""),
        ("go:noinline", ""),
        ("go:linkname", "f p.f"),
    ]
    assert file.text(file.directives[3].span) == "//go:noinline"


def test_comments() -> None:
    file = SourceFile("a.go", b'package p // a\r\nvar x = "// b" + `/* c */` /* d\n*/ + \'"\' // e')
    assert [file.text(span) for span in file.comments] == ["// a", "/* d\n*/", "// e"]


@pytest.mark.parametrize(
    ("data", "name", "declarations"),
    [
        (b"", "", 0),
        (b"package p", "p", 0),
        (b"\xef\xbb\xbfpackage p\r\n\r\nvar x int\r\n", "p", 1),
        (b"package /* c */ p\nvar x int", "p", 1),
        (b'package p\nvar x = "\x00"\n', "p", 1),
        (b'package p\nvar x = "\xff"\n', "p", 1),
        (b"var x int\n", "", 1),
        (b"packages p\n", "", 0),
    ],
)
def test_odd_files(data: bytes, name: str, declarations: int) -> None:
    file = SourceFile("a_test.go", data)
    assert file.package_name == name
    assert len(file.declarations) == declarations
    assert file.is_utf8 is (b"\xff" not in data)
    assert file.has_bom is data.startswith(b"\xef")
    assert file.newline == ("\r\n" if b"\r\n" in data else "\n")
    assert file.is_test
    assert file.lines.line_count == data.count(b"\n") + 1


def test_it_pickles_without_its_trees(file: SourceFile) -> None:
    assert file.declarations[3].node
    copy = pickle.loads(pickle.dumps(file))  # noqa: S301
    assert (copy.path, copy.data) == (file.path, file.data)


DEEP = 100_000
HOSTILE = {
    "parentheses": b"var x = " + b"(" * DEEP + b"1" + b")" * DEEP,
    "open parentheses": b"var x = " + b"(" * DEEP,
    "blocks": b"func f() {" + b"{" * DEEP + b"}" * DEEP + b"}",
    "indices": b"var x = " + b"a[" * DEEP + b"1" + b"]" * DEEP,
    "news": b"var x = " + b"new(" * DEEP + b"1" + b")" * DEEP,
    "pointers": b"var x " + b"*" * DEEP + b"int",
    "calls": b"var x = a" + b".b()" * DEEP,
    "quotes": b"var x = " + b"'" * DEEP,
    "backquotes": b"var x = " + b'`/*"' * DEEP,
    "escapes": b'var x = "' + b"\\" * DEEP,
    "comments": b"/*/" * DEEP,
    "nothing": b"\0" * DEEP,
    "closing": b"}\n" * DEEP,
    "names": b"var a" + b",a" * DEEP,
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files(code: bytes) -> None:
    file = SourceFile("a.go", b"package p\n\n" + code + b"\n\nfunc after() {}\n")
    for declaration in file.declarations:
        assert declaration.names is not None
        assert sum(1 for _ in walk(declaration.root)) > 0
    assert file.comments is not None


def test_too_deep_is_an_error_and_harms_no_neighbour() -> None:
    code = HOSTILE["parentheses"]
    file = SourceFile("a.go", b"package p\n\n" + code + b"\n\nfunc after() {}\n")
    assert [declaration.has_error for declaration in file.declarations] == [True, False]
    deep = b"package p\n\nimport (" + b"(" * DEEP + b")" * DEEP + b")\n"
    assert SourceFile("a.go", deep).has_errors
    near = b"package p\n\nvar x = " + b"(" * 499 + b"1" + b")" * 499 + b"\n"
    assert not SourceFile("a.go", near).has_errors
