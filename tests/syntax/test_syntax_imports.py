"""Imports read from the head of a file are those that a split of the whole file finds."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import SourceFile

HEADS = {
    "none": "",
    "one": 'import "fmt"\n',
    "named": 'import f /* x */ "fmt" // why\n',
    "dot and blank": 'import . "a"\nimport _ `b`\n',
    "group": 'import (\n\t"fmt" // )\n\n\tx "a/(b" /* ) */\n)\n',
    "empty group": "import ()\n",
    "several on a line": 'import "a"; import ("b"; "c")\n',
    "comments between": 'import "a"\n\n// import "b"\n/* import "c" */ import "d"\n',
    "block comment over lines": 'import "a" /* one\ntwo */\nimport "b"\n',
    "behind a declaration": 'import "a"\n\nvar x = 1\n\nimport "b"\n',
    "behind a semicolon": 'import "a"\nvar x = 1; import "b"\n',
    "in a raw string": 'import "a"\n\nvar x = `\nimport "b"\n`\n',
    "in a comment": 'import "a"\n\n// f is important: import "b"\nfunc f() { x() }\n',
    "broken": 'import "a" ,\n\nfunc f() {}\n',
    "not closed": 'import (\n\t"a"\n\nfunc f() {}\n',
    "carriage returns": 'import "a"\r\nimport (\r\n\t"b"\r\n)\r\n',
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("clause", ["package p\n\n", "package p; ", "// p\npackage p // x\n"])
def test_the_head_tells_what_a_split_tells(head: str, clause: str) -> None:
    data = (clause + head).encode()
    quick, whole = SourceFile("p.go", data), SourceFile("p.go", data)
    assert whole.declarations is not None
    assert quick.imports == whole.imports


def test_the_rest_is_not_split() -> None:
    file = SourceFile("p.go", b'package p\n\nimport "a"\n\n// important\nfunc f() { x() }\n')
    assert [each.path for each in file.imports] == ["a"]
    assert file._declarations is None
