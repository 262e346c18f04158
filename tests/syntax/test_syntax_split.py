"""The lexical split into top-level declarations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syntax_oracle import lexical, parsed

from gofixmap.syntax import lexer
from gofixmap.syntax import split as split_module
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.split import split


def texts(source: str) -> list[str]:
    data = source.encode()
    return [data[piece.start : piece.end].decode() for piece in split(data)]


#: What looks like the start of a declaration and is none: a name, the file, its declarations.
NEAR_MISSES = [
    ("raw string", "var x = `\nfunc f() {}\n`\n", ["var x = `\nfunc f() {}\n`"]),
    ("block comment", "/*\nfunc f() {}\n*/\nvar x int\n", ["var x int"]),
    ("comment in body", "func f() {\n/*\nvar y int\n}\n*/\n}\n", 1),
    ("raw string with braces", "func f() {\n\tg(`\n}\n`)\n}\n", 1),
    ("backquote in line comment", "// it`s\nfunc f() {}\n\n// `\nfunc g() {}\n", 2),
    ("backquote in string", 'var a = "`"\n\nfunc f() {}\n\nvar b = "`"\n', 3),
    ("backquote rune", "var a = '`'\n\nfunc f() {}\n\nvar b = '`'\n", 3),
    ("comment start in string", 'var a = "/*"\n\nfunc f() {}\n\nvar b = "*/"\n', 3),
    ("comment start in line comment", "var a = 1 // /*\n\nfunc f() {}\n", 2),
    ("line comment in block", "/* // */ var a int\n", ["var a int"]),
    ("escaped quote", "var a = \"\\\"/*\"\n\nvar b = '\\''\n\nvar c = `\\`\n", 3),
    ("words that start with keywords", "var x = 1\n\nfunc f() {\nvariable:\n\tfor {\n\t}\n}\n", 2),
    ("label", "func f() {\nvars:\n\tgoto vars\n}\n", 1),
    ("keyword at the margin of a body", "func f() {\nvar x = 1\n_ = x\n}\n", 1),
    ("func type over lines", "var f = func(\n\tint,\n) {\n}\n", 1),
    ("parameters over lines", "func f(\n\ta int,\n) {\n}\n\nfunc g() {}\n", 2),
    ("results over lines", "func f() (\n\ta int,\n) {\n}\n", 1),
    ("literal then call", "var x = func() int {\n\treturn 1\n}()\n\nvar y int\n", 2),
    ("struct then tag-like rest", "var x = T{\n\ta: 1,\n}.f(T{\n\tb: 2,\n})\n", 1),
    ("braces in strings", 'func f() {\n\tg("}{{")\n}\n\nfunc h() {}\n', 2),
    ("braces in runes", "func f() {\n\tg('{')\n}\n\nfunc h() {}\n", 2),
    ("braces in comments", "func f() {\n\t// }\n}\n\nfunc h() {}\n", 2),
    ("declaration in comment after", "var a = 1 // ; var b = 2\n", ["var a = 1"]),
    ("semicolon in a body", "func f() {\n\tg(func() { a(); var b int; _ = b })\n}\n", 1),
    ("long string sum", 'const a = "x" +\n\t"func f()" +\n\t"y"\n', 1),
    ("func valued var over lines", "var f =\nfunc() {\n}\n", 1),
    ("type switch", "func f() {\n\tswitch x.(type) {\n\t}\n}\n", 1),
]


@pytest.mark.parametrize(
    ("source", "expected"), [row[1:] for row in NEAR_MISSES], ids=[row[0] for row in NEAR_MISSES]
)
def test_no_split_inside_a_declaration(source: str, expected: int | list[str]) -> None:
    found = texts("package p\n\n" + source)
    assert (len(found) if isinstance(expected, int) else found) == expected


#: Layouts that gofmt would change: the file, its declarations.
UNTIDY = [
    ("var a = 1; var b = 2\n", ["var a = 1", "var b = 2"]),
    ("func f() {}; func g() {}\n", ["func f() {}", "func g() {}"]),
    ("func f() {\n}; var x = 1\n", ["func f() {\n}", "var x = 1"]),
    ("  var a = 1\n  func f() {\n  }\n", ["var a = 1", "func f() {\n  }"]),
    ("var a = 1\n  func g() {\n}\n", ["var a = 1", "func g() {\n}"]),
    ("func f() {\n}\n  func g() {\n}\n", ["func f() {\n}", "func g() {\n}"]),
    ("func f() {\n\t}\n\tvar b = 1\n", ["func f() {\n\t}", "var b = 1"]),
    ("var a = 1 /* c */; /* d */ var b int\n", ["var a = 1", "var b int"]),
    ("var a int /*\n*/ var b int\n", ["var a int", "var b int"]),
    ("var a = x +\ny\nvar b = 2.\nvar c = i\n", ["var a = x +\ny", "var b = 2.", "var c = i"]),
    ("var f =\nfunc() {}\nfunc g() {}\n", ["var f =\nfunc() {}", "func g() {}"]),
    ("var c chan\nfunc()\nvar d int", ["var c chan\nfunc()", "var d int"]),
    ("var x =\nfunc g() {}\n", ["var x =", "func g() {}"]),
    ("type (A int; B int); var x A", ["type (A int; B int)", "var x A"]),
]


@pytest.mark.parametrize(("source", "expected"), UNTIDY, ids=[row[0] for row in UNTIDY])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_layout_that_gofmt_has_not_seen(source: str, expected: list[str], ending: str) -> None:
    whole = ("package p\n" + source).replace("\n", ending)
    assert texts(whole) == [text.replace("\n", ending) for text in expected]


def test_everything_on_the_line_of_the_package_clause() -> None:
    assert texts('package p; import "x"; var y = x.Z') == ['import "x"', "var y = x.Z"]


def test_the_end_is_the_last_token() -> None:
    source = "package p\nvar a = 1 // trailing\n\n// doc\nfunc f() {\n} // end\n// last\n"
    assert texts(source) == ["var a = 1", "func f() {\n}"]


@pytest.mark.parametrize(
    "source",
    ["", "\n", "package p", "package p\n", "\xef\xbb\xbfpackage p\n", "// only\n", "/* open"],
)
def test_files_without_declarations(source: str) -> None:
    assert split(source.encode("latin-1")) == []


def test_a_fragment_without_package_clause_splits() -> None:
    assert texts("func f() {}\n\nvar x int\n") == ["func f() {}", "var x int"]


def test_byte_order_mark() -> None:
    data = b"\xef\xbb\xbfpackage p\nvar x int\n"
    (piece,) = split(data)
    assert data[piece.start : piece.end] == b"var x int"


def test_a_broken_function_keeps_its_neighbours() -> None:
    source = "package p\n\nfunc a() {\n\tif x {\n}\n\nfunc b() {\n}\n\nvar c = 1\n"
    assert [text.split()[1] for text in texts(source)] == ["a()", "b()", "c"]


def test_a_stray_brace_keeps_its_neighbours() -> None:
    source = "package p\n\nfunc a() {\n}\n}\n\nfunc b() {\n}\n"
    assert len(texts(source)) == 2


GAP = st.sampled_from(["\n", "\n\n", "; ", "\n\t", "\n// c\n", " // c\n", "\n/* c\n*/\n", "\n  "])
CODE = st.sampled_from(
    [
        "var a = 1",
        "var b, c int",
        "var (\n\td = 1\n\te = `\nfunc x() {\n`\n)",
        "const f = '{'",
        "const (\n\tg = iota\n\th\n)",
        'import "x"',
        'import (\n\t"y"\n)',
        "type I = int",
        "type J struct {\n\ta int `}`\n}",
        "func k() {}",
        "func l() {\n\tvar m = func() { n(); var o int }\n}",
        "func (p *J) Q(\n\ta int,\n) {\n\t/* } */\n}",
        'func (r J[K, V]) S() string { return "}" }',
        "var t = func() int {\n\treturn '\"'\n}()",
        "var u = v +\n\tw",
        "type X[P any, Q interface{ ~int }] func(P) Q",
        "func y()",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(GAP, CODE), max_size=7), st.booleans())
def test_any_layout_equals_the_whole_file_parse(parts: list[tuple[str, str]], crlf: bool) -> None:
    source = "package p" + "".join(gap + code for gap, code in parts) + "\n"
    data = source.replace("\n", "\r\n").encode() if crlf else source.encode()
    file = SourceFile("a.go", data)
    assert len(file.declarations) == len(parts)
    whole = parsed(file)
    if whole is not None:  # a trailing comment before "; " ends the grammar's patience
        assert lexical(file) == whole


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"(){}[]\"'`;,=*.\n\t\\/", "//", "/*", "*/", "\nfunc ", "\nvar x", "type ", "a", "1"]
        ),
        max_size=60,
    )
)
def test_broken_text_gives_ordered_disjoint_pieces(parts: list[str]) -> None:
    data = ("package p\n" + "".join(parts)).encode()
    end = 0
    for piece in split(data):
        assert end <= piece.before <= piece.start < piece.end <= len(data)
        end = piece.end
        assert data.startswith(piece.keyword.encode(), piece.start)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"\"'`\n\\/*a", "//", "/*", "*/", '\\"']), max_size=40))
def test_multi_line_tokens_are_those_of_the_full_lexer(parts: list[str]) -> None:
    data = "".join(parts).encode()
    full = [token.span() for token in lexer.OPAQUE_TOKEN.finditer(data) if b"\n" in token[0]]
    assert lexer.multi_line_tokens(data) == full


def test_tidy_code_is_not_lexed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("lexed")

    monkeypatch.setattr(split_module, "_split_by_tokens", refuse)
    assert (
        len(texts('package p\n\nfunc f() {\n\tg("{")\n}\n\nvar x int\n\ntype T struct {\n}\n')) == 3
    )
