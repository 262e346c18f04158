"""Walking trees."""

from __future__ import annotations

from gofixmap.syntax.source import SourceFile
from gofixmap.syntax.walk import ancestors, enclosing, errors, walk

FILE = SourceFile(
    "a.go", b"package p\nvar a = b\nfunc f() {\n\tif x {\n\t\tg(1)\n\t}\n}\nfunc h() { y( }\n"
)


def test_walk_is_in_source_order() -> None:
    node = FILE.declarations[1].node
    types = [found.type for found in walk(node)]
    assert types[:3] == ["function_declaration", "identifier", "parameter_list"]
    assert types[-3:] == ["identifier", "argument_list", "int_literal"]
    starts = [found.start_byte for found in walk(node)]
    assert starts == sorted(starts)


def test_walk_stays_below_its_node() -> None:
    name = FILE.declarations[1].node.child_by_field_name("name")
    assert name is not None
    assert list(walk(name)) == [name]


def test_walk_with_punctuation() -> None:
    types = [found.type for found in walk(FILE.declarations[0].node, named=False)]
    assert types == [
        "var_declaration",
        "var",
        "var_spec",
        "identifier",
        "=",
        "expression_list",
        "identifier",
    ]


def test_ancestors_and_enclosing() -> None:
    node = FILE.declarations[1].node
    number = next(found for found in walk(node) if found.type == "int_literal")
    assert [found.type for found in ancestors(number)][-1] == "source_file"
    assert [found.type for found in ancestors(number, node)][-1] == "block"
    assert enclosing(number, "if_statement", "for_statement") is not None
    assert enclosing(number, "function_declaration") == node
    assert enclosing(number, "func_literal") is None
    assert enclosing(node, "function_declaration") is None


def test_errors() -> None:
    assert errors(FILE.declarations[1].root) == []
    assert len(errors(FILE.declarations[2].root)) == 1
