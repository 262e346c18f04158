"""Statements put in the place of others, in every position a statement can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Node

from gofixmap.edits import (
    insert_after,
    insert_before,
    node_text,
    replace_node,
    replace_statement,
    rewrite,
)
from gofixmap.edits.lines import dedented, indented
from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.walk import walk

WRITE = "m[k].x = 1"
READ, SET, STORE = "v := m[k]", "v.x = 1", "m[k] = v"

Unclean = Callable[[Mapping[str, bytes]], dict[str, str]]


def find(file: SourceFile, text: str) -> Node:
    """The first statement whose text is `text`."""
    for declaration in file.declarations:
        for node in walk(declaration.root):
            holder = node.parent.type if node.parent else ""
            if node.text == text.encode() and holder in {"statement_list", "labeled_statement"}:
                return node
    raise AssertionError(f"no statement {text!r}")


def changed(body: str, verb: str = "replace", ending: str = "\n") -> str:
    source = f"package a\n\n{body}\n".replace("\n", ending)
    file = SourceFile("a.go", source.encode())
    node = find(file, WRITE)
    edits = {
        "replace": lambda: replace_statement(file, node, [READ, SET, STORE]),
        "before": lambda: insert_before(file, node, [READ]),
        "after": lambda: insert_after(file, node, [READ, SET]),
        "remove": lambda: replace_statement(file, node, []),
    }[verb]()
    after = rewrite(file.data, edits).decode()
    assert after.count("\r") == (after.count("\n") if ending == "\r\n" else 0)
    return after.replace(ending, "\n").removeprefix("package a\n\n").removesuffix("\n")


LINES = f"func f() {{\n\ta()\n\t{WRITE} // why\n\tb()\n}}"

CASES = [
    (
        "lines",
        LINES,
        f"func f() {{\n\ta()\n\t{READ}\n\t{SET}\n\t{STORE} // why\n\tb()\n}}",
    ),
    ("function", f"func f() {{ {WRITE} }}", f"func f() {{\n\t{READ}\n\t{SET}\n\t{STORE}\n}}"),
    (
        "siblings",
        f"func f() {{ a(); {WRITE}; b() }}",
        f"func f() {{\n\ta()\n\t{READ}\n\t{SET}\n\t{STORE}\n\tb()\n}}",
    ),
    (
        "literal",
        f"func f() {{\n\tdefer func() {{ {WRITE} }}()\n}}",
        f"func f() {{\n\tdefer func() {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n\t}}()\n}}",
    ),
    (
        "literal-argument",
        f"func f() {{\n\tg(a,\n\t\tfunc() {{ {WRITE} }}, b)\n}}",
        f"func f() {{\n\tg(a,\n\t\tfunc() {{\n\t\t\t{READ}\n\t\t\t{SET}\n"
        f"\t\t\t{STORE}\n\t\t}}, b)\n}}",
    ),
    (
        "case",
        f"func f() {{\n\tswitch {{\n\tcase c:\n\t\t{WRITE}\n\tdefault:\n\t}}\n}}",
        f"func f() {{\n\tswitch {{\n\tcase c:\n\t\t{READ}\n\t\t{SET}\n"
        f"\t\t{STORE}\n\tdefault:\n\t}}\n}}",
    ),
    (
        "label",
        f"func f() {{\n\tgoto L\nL:\n\t{WRITE}\n}}",
        f"func f() {{\n\tgoto L\nL:\n\t{READ}\n\t{SET}\n\t{STORE}\n}}",
    ),
    (
        "one-line-in-one-line",
        f"func f() func() {{ return func() {{ {WRITE} }} }}",
        f"func f() func() {{\n\treturn func() {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n\t}}\n}}",
    ),
    (
        "aligned-one-line-functions",
        f"func long()         {{ {WRITE} }}\n"
        "func longer()       { b() }\nfunc shorter(a int) {}",
        f"func long() {{\n\t{READ}\n\t{SET}\n\t{STORE}\n}}\n"
        "func longer()       { b() }\nfunc shorter(a int) {}",
    ),
    (
        "aligned-key",
        f"var x = T{{\n\ta:   1,\n\tbcd: func() {{ {WRITE} }},\n\te:   2,\n}}",
        f"var x = T{{\n\ta: 1,\n\tbcd: func() {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n"
        "\t},\n\te: 2,\n}",
    ),
    (
        "comment-behind-the-end",
        f"func f() {{\n\ta(){24 * chr(32)}// a\n\tgo func() {{ {WRITE} }}() // why\n}}",
        f"func f() {{\n\ta() // a\n\tgo func() {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n"
        "\t}() // why\n}",
    ),
    (
        "aligned-comments",
        f"func f() {{\n\t{WRITE} // one\n\tlonger(a)  // two\n\tb()        // three\n}}",
        f"func f() {{\n\t{READ}\n\t{SET}\n\t{STORE}  // one\n"
        f"\tlonger(a) // two\n\tb()       // three\n}}",
    ),
]
# What gofmt would not have left on one line: the result is right, and as clean as can be.
UNCLEAN = [
    (
        "one-line-if",
        f"func f() {{\n\tif c {{ {WRITE} }}\n}}",
        f"func f() {{\n\tif c {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n\t}}\n}}",
    ),
    (
        "one-line-else",
        f"func f() {{\n\tif c {{ a() }} else {{ {WRITE} }}\n}}",
        f"func f() {{\n\tif c {{ a() }} else {{\n\t\t{READ}\n\t\t{SET}\n\t\t{STORE}\n\t}}\n}}",
    ),
    (
        "one-line-case",
        f"func f() {{\n\tswitch {{\n\tcase c: {WRITE}; b()\n\t}}\n}}",
        f"func f() {{\n\tswitch {{\n\tcase c:\n\t\t{READ}\n\t\t{SET}\n"
        f"\t\t{STORE}\n\t\tb()\n\t}}\n}}",
    ),
    (
        "comment-in-block",
        f"func f() {{ /* x */ {WRITE} /* y */ }}",
        f"func f() {{\n\t/* x */ {READ}\n\t{SET}\n\t{STORE} /* y */\n}}",
    ),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "before", "after"), CASES + UNCLEAN)
def test_replaces(name: str, before: str, after: str, ending: str) -> None:
    assert changed(before, "replace", ending) == after


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("before", LINES, LINES.replace(f"\t{WRITE}", f"\t{READ}\n\t{WRITE}")),
        ("after", LINES, LINES.replace("// why", f"// why\n\t{READ}\n\t{SET}")),
        ("remove", LINES.replace(" // why", ""), "func f() {\n\ta()\n\tb()\n}"),
        ("remove", LINES, "func f() {\n\ta()\n\t// why\n\tb()\n}"),  # a comment is never lost
        ("remove", f"func f() {{ {WRITE} }}", "func f() {}"),
        ("remove", f"func f() {{ a(); {WRITE}; b() }}", "func f() { a(); b() }"),
        ("remove", f"func f() {{ {WRITE}; b() }}", "func f() { b() }"),
        (
            "remove",
            f"func f() {{\n\ta()\n\n\t{WRITE}\n\n\tb()\n}}",
            "func f() {\n\ta()\n\n\tb()\n}",
        ),
        ("remove", f"func f() {{\n\ta()\n\n\t{WRITE}\n}}", "func f() {\n\ta()\n}"),
        ("remove", f"func f() {{\n\t{WRITE}\n\n\tb()\n}}", "func f() {\n\tb()\n}"),
        ("before", f"func f() {{ {WRITE} }}", f"func f() {{\n\t{READ}\n\t{WRITE}\n}}"),
        ("after", f"func f() {{ {WRITE} }}", f"func f() {{\n\t{WRITE}\n\t{READ}\n\t{SET}\n}}"),
    ],
)
def test_other_verbs(verb: str, before: str, after: str) -> None:
    assert changed(before, verb) == after


@pytest.mark.parametrize(
    ("verb", "after"),
    [
        ("before", f"\t{READ}\nL:\n\tfor {{\n\t\tbreak L\n\t}}\n"),
        ("after", f"L:\n\tfor {{\n\t\tbreak L\n\t}}\n\t{READ}\n"),
        ("instead", f"\t{READ}\n"),
    ],
)
def test_a_label_stands_left_of_its_neighbours(verb: str, after: str) -> None:
    head = "package a\n\nfunc f() {\n\ta()\n"
    label = "L:\n\tfor {\n\t\tbreak L\n\t}"
    file = SourceFile("a.go", f"{head}{label}\n}}\n".encode())
    node = find(file, label)
    verbs = {"before": insert_before, "after": insert_after, "instead": replace_statement}
    assert rewrite(file.data, verbs[verb](file, node, [READ])).decode() == f"{head}{after}}}\n"


def test_clean_cases_are_clean_for_gofmt(unclean: Unclean) -> None:
    sources = {name: f"package a\n\n{after}\n".encode() for name, _, after in CASES}
    assert unclean(sources) == {}


def test_texts_from_source_keep_raw_strings_and_find_their_place() -> None:
    body = "\t\tcall(`raw\n\t\tkept`, func() {\n\t\t\ta()\n\t\t})\n"
    file = SourceFile("a.go", f"package a\n\nfunc f() {{\n\tif c {{\n{body}\t}}\n}}\n".encode())
    node = find(file, body.strip())
    text = node_text(file, node)
    assert text == "call(`raw\n\t\tkept`, func() {\n\ta()\n})"
    assert replace_statement(file, node, [text])[0].text == body.strip()
    assert replace_node(file, node, text)[0].text == body.strip()


@given(st.text("a`\"'\\\n/* x", max_size=40))
def test_shifting_there_and_back_changes_nothing(text: str) -> None:
    assert dedented(indented(text, "\t\t"), "\t\t") == text
