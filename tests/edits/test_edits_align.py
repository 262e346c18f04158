"""Columns after an edit are gofmt's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from tree_sitter import Node

from gofixmap.edits import insert_field, insert_spec, rewrite
from gofixmap.edits.align import alignment
from gofixmap.edits.columns import column_widths
from gofixmap.edits.lines import Lines
from gofixmap.errors import EditError
from gofixmap.model import Edit
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.walk import walk

Unclean = Callable[[Mapping[str, bytes]], dict[str, str]]


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ([["a"], ["b"]], [[], []]),
        ([["aa", "x"], ["b", "y"]], [[3], [3]]),
        ([["aa", "x"], ["bbbb"], ["c", "y"]], [[3], [], [2]]),  # a line without the cell divides
        ([["a", "", "x"], ["b", "", "y"]], [[2, 0], [2, 0]]),  # empty columns vanish
        ([["a", "int", "x"], ["b", "", "y"]], [[2, 4], [2, 4]]),
        ([["ä", "x"], ["bb", "y"]], [[3], [3]]),  # characters, not bytes
    ],
)
def test_column_widths(rows: list[list[str]], widths: list[list[int]]) -> None:
    assert column_widths(rows) == widths


# Each source is written as gofmt has it; the edit lengthens or shortens `LONG`.
SECTIONS = {
    "fields": "type S struct {\n\tLONG int    // a\n\tb    string // b\n\n\tother int\n}\n",
    "fields-tags": "type S struct {\n\tLONG int    `x:y` // a\n\tb    string `z`\n"
    "\tE           // e\n}\n",
    "field-types": "type S struct {\n\ta LONG // a\n\tb int  // b\n}\n",
    "embedded": "type S struct {\n\tLONG        // a\n\tb    string // b\n}\n",
    "multi-line-field": "type S struct {\n\tLONG struct {\n\t\ta int\n\t} // a\n\tb string // b\n"
    "}\n",
    "single-field": "type S struct {\n\tLONG int // only\n}\n",
    "interface": "type I interface {\n\tM(LONG) // m\n\tLoong() // l\n}\n",
    "vars": "var (\n\tLONG = 1 // a\n\tb    int // b\n\tc    = 3\n)\n",
    "types": "type (\n\tLONG int\n\tB    string\n)\n",
    "keyed": "var m = map[string]int{\n\tLONG: 1,  // a\n\tb:    22, // b\n\n\tc: 3,\n}\n",
    "values": "var m = []int{\n\tLONG, // a\n\tb,    // b\n}\n",
    "arguments": "func f() {\n\tg(\n\t\tLONG, // a\n\t\tb,    // b\n\t)\n}\n",
    "statements": "func f() {\n\tx(LONG) // a\n\ty()     // b\n\tif c {  // c\n\t\td() // d\n"
    "\t}\n}\n",
    "top-level": "var LONG int // a\nvar b string // b\n",
    "one-line-functions": "func LONG()  { a() }\nfunc b() int { return 1 }\nfunc c()     {} // c\n",
    "consts": "const (\n\tLONG = iota // a\n\tb           // b\n\tc    T      = 1\n)\n",
}


@pytest.mark.parametrize("name", ["x", "longer_than_it_was", "LONG"])
def test_sections_follow_an_edit(unclean: Unclean, name: str) -> None:
    sources: dict[str, bytes] = {}
    originals = {key: f"package a\n\n{text}".encode() for key, text in SECTIONS.items()}
    dirty = unclean(originals)
    for key, data in originals.items():
        at = data.index(b"LONG")
        sources[key] = rewrite(data, [Edit("a.go", at, at + 4, name)])
    assert unclean(sources) == {}
    assert dirty == {}


def test_a_section_that_was_not_aligned_is_left_alone() -> None:
    data = b"package a\n\ntype S struct {\n\ta   int\n\tbb string\n}\n"
    at = data.index(b"bb")
    after = rewrite(data, [Edit("a.go", at, at + 2, "longer")])
    assert after == data.replace(b"bb", b"longer")


def test_the_last_element_of_a_literal_needs_no_column() -> None:
    data = b"package p\n\nvar x = T{\n\ta:    1,\n\tlong: 2,\n}\n"
    gone = data.index(b"\tlong")
    after = rewrite(data, [Edit("a.go", gone, data.index(b"}\n"), "")])
    assert after == b"package p\n\nvar x = T{\n\ta: 1,\n}\n"


def test_other_sections_of_an_unformatted_file_are_left_alone() -> None:
    data = (
        b"package a\n\ntype S struct {\n\ta   int\n\tbb string\n\n\tc int // c\n\tdd int // d\n}\n"
    )
    fields = SourceFile("a.go", data)
    at = data.index(b"c int")
    assert alignment(fields, Lines(fields.lines, [(1, 2)])) == []
    assert rewrite(data, [Edit("a.go", at, at + 1, "cc")]) == data.replace(b"\tc int", b"\tcc int")


def test_carriage_returns_do_not_disturb_columns() -> None:
    data = b"package a\r\n\r\ntype S struct {\r\n\ta  int\r\n\tbb int\r\n}\r\n"
    at = data.index(b"bb")
    after = rewrite(data, [Edit("a.go", at, at + 2, "ccc")])
    assert after == data.replace(b"a  int", b"a   int").replace(b"bb int", b"ccc int")


def body_of(source: str) -> tuple[SourceFile, Node]:
    file = SourceFile("a.go", f"package a\n\n{source}".encode())
    wanted = {"field_declaration_list", "var_spec_list"}
    for declaration in file.declarations:
        for node in walk(declaration.root):
            if node.type in wanted or (node.type == "const_declaration"):
                return file, node
    raise AssertionError(source)


FIELDS = [
    ("type S struct{}\n", None, "type S struct {\n\tmu sync.Mutex // guards\n}\n"),
    (
        "type S struct {\n\ta, b int    // x\n\tccc  string // y\n}\n",
        "a, b",
        "type S struct {\n\tmu   sync.Mutex // guards\n\ta, b int        // x\n"
        "\tccc  string     // y\n}\n",
    ),
    (
        "type S struct {\n\t// doc\n\t// more\n\ta int\n}\n",
        "a",
        "type S struct {\n\tmu sync.Mutex // guards\n\t// doc\n\t// more\n\ta int\n}\n",
    ),
    (
        "type S struct {\n\ta int // x\n\n\tb int // y\n\t// end\n}\n",
        None,
        "type S struct {\n\ta int // x\n\n\tb int // y\n\t// end\n\tmu sync.Mutex // guards\n}\n",
    ),
    (
        "type S struct{ a int }\n",
        "a",
        "type S struct {\n\tmu sync.Mutex // guards\n\ta  int\n}\n",
    ),
    (
        "var s struct{ a int }\n",
        None,
        "var s struct {\n\ta  int\n\tmu sync.Mutex // guards\n}\n",
    ),
]


@pytest.mark.parametrize(("before", "anchor", "after"), FIELDS)
def test_inserts_a_field(before: str, anchor: str | None, after: str, unclean: Unclean) -> None:
    file, body = body_of(before)
    member = next(
        (
            child
            for child in body.children
            if anchor and (child.text or b"").startswith(anchor.encode())
        ),
        None,
    )
    edits = insert_field(file, body, "mu sync.Mutex", before=member, comment="// guards")
    data = rewrite(file.data, edits)
    assert data.decode() == f"package a\n\n{after}"
    assert unclean({"field": data}) == {}


def test_inserts_a_spec_into_a_group(unclean: Unclean) -> None:
    file, body = body_of("var (\n\titems = map[string]int{} // all\n\tn     int\n)\n")
    data = rewrite(file.data, insert_spec(file, body, "itemsMu sync.Mutex"))
    assert b"\n\titems   = map[string]int{} // all\n\tn       int\n\titemsMu sync.Mutex\n)" in data
    assert unclean({"spec": data}) == {}


def test_a_declaration_without_parentheses_is_refused() -> None:
    file = SourceFile("a.go", b"package a\n\nconst a = 1\n")
    with pytest.raises(EditError, match="not a list"):
        insert_spec(file, file.declarations[0].node, "b = 2")


def test_a_field_in_a_list_that_gofmt_has_not_seen() -> None:
    file, body = body_of("type S struct {\n\ta int }\n")
    after = rewrite(file.data, insert_field(file, body, "b int"))
    assert after.decode() == "package a\n\ntype S struct {\n\ta int ; b int\n}\n"
