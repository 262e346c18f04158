"""Which declarations hold a word, found by searching at first and in an index later."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import SourceFile

FILE = """package p

import "a/count"

var count int

func f() { counter, recount := 1, 2 } // count

func g() { x.count = "count" }

func h() { größe := 1 }
"""


@pytest.mark.parametrize(
    ("word", "starts"),
    [
        ("count", ["var count", "func g()"]),
        ("counter", ["func f()"]),
        ("größe", ["func h()"]),
        ("gr", []),
        ("e", []),
        ("import", []),
        ("absent", []),
    ],
)
def test_the_same_before_and_after(word: str, starts: list[str]) -> None:
    file = SourceFile("p.go", FILE.encode())
    for _ in range(20):
        found = [each.text.decode() for each in file.mentioning(word.encode())]
        assert [text.partition(" ")[0] for text in found] == [s.partition(" ")[0] for s in starts]
        assert all(text.startswith(start) for text, start in zip(found, starts, strict=True))


def test_a_word_that_is_part_of_many_others() -> None:
    longer = " ".join(f"e{index} := {index};" for index in range(400))
    text = f"package p\n\nfunc f() {{ {longer} }}\n\nfunc g(e int) {{}}\n"
    found = SourceFile("p.go", text.encode()).mentioning(b"e")
    assert [each.text for each in found] == [b"func g(e int) {}"]


def test_a_word_between_declarations_is_in_none() -> None:
    text = b"package e\n\n// e is one\nfunc f() {}\n\n// e\nvar e int\n\n// e\n"
    assert [each.text for each in SourceFile("p.go", text).mentioning(b"e")] == [b"var e int"]
