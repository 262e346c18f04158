"""Excerpts: whole lines, in order, with their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.reports.excerpt import Excerpt, excerpt_of
from gofixmap.text import Span

TEXT = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (b"one", Excerpt(1, "", "one", "\ntwo\nthree\n")),
        (b"two", Excerpt(1, "one\n", "two", "\nthree\nfour\n")),
        (b"our", Excerpt(2, "two\nthree\nf", "our", "\nfive\nsix\n")),
        (b"ur\nfi", Excerpt(2, "two\nthree\nfo", "ur\nfi", "ve\nsix\nseven\n")),
        (b"seven\n", Excerpt(5, "five\nsix\n", "seven\n", "")),
    ],
)
def test_lines_around(found: bytes, expected: Excerpt) -> None:
    start = TEXT.index(found)
    assert excerpt_of(TEXT, Span(start, start + len(found))) == expected


def test_a_long_finding_is_cut_off() -> None:
    data = b"".join(b"%d\n" % number for number in range(100))
    excerpt = excerpt_of(data, Span(0, len(data)))
    assert excerpt.found.count("\n") == 12
    assert excerpt.after == "12\n13\n14\n"


def test_a_file_that_has_gone() -> None:
    assert excerpt_of(b"", Span(40, 50)) == Excerpt(1, "", "", "\n")


def test_nothing_steers_the_reader() -> None:
    data = b"a\r\n\x1b[31m\xff\tb\r\n"
    assert excerpt_of(data, Span(0, 1)) == Excerpt(1, "", "a", "\n\\x1b[31m\\xff\tb\n")


@given(st.binary(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_no_byte_is_moved(data: bytes, start: int, length: int) -> None:
    data = bytes(byte if byte == 10 else 97 + byte % 26 for byte in data)
    excerpt = excerpt_of(data, Span(start, start + length))
    text = "".join((excerpt.before, excerpt.found, excerpt.after))
    assert text.endswith("\n")
    lines = (data.decode() + "\n").split("\n")
    shown = text.split("\n")[:-1]
    assert lines[excerpt.line - 1 :][: len(shown)] == shown
