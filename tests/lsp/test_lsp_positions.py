"""Offsets and positions: encodings, line ends, places outside of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from gofixmap.lsp.positions import Positions
from gofixmap.text import Span

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXT = 'a := "\u00e9\u20ac\U0001f600" // x\nb\r\nc\rd'
DATA = TEXT.encode()


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 16), ("utf-16", 11), ("utf-32", 10)])
def test_columns_count_in_the_units_of_the_encoding(encoding: str, column: int) -> None:
    at = DATA.index(b" //")
    positions = Positions(DATA, encoding)
    assert positions.position(at) == Position(0, column)
    assert positions.offset(Position(0, column)) == at


def test_a_lone_carriage_return_ends_a_line_of_the_protocol() -> None:
    positions = Positions(DATA)
    assert [positions.position(DATA.index(c)).line for c in (b"\nb", b"b", b"c", b"d")] == [
        0,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_what_only_python_takes_for_a_line_end_is_none(separator: str) -> None:
    data = f"a{separator}b\nc".encode()
    assert Positions(data).position(data.index(b"c")).line == 1


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_column_past_the_line_is_its_end(encoding: str) -> None:
    positions = Positions(b"ab\r\ncd\n", encoding)
    assert positions.offset(Position(0, 99)) == 2
    assert positions.offset(Position(9, 0)) == 7


@pytest.mark.parametrize("column", [1, 2, 3])
def test_inside_a_character_is_its_beginning(column: int) -> None:
    data = "\U0001f600x".encode()
    assert Positions(data, "utf-8").offset(Position(0, column)) == 0
    assert Positions(data, "utf-16").offset(Position(0, 1)) == 0


def test_offsets_outside_are_moved_in() -> None:
    positions = Positions(b"ab")
    assert positions.position(-1) == Position(0, 0)
    assert positions.position(9) == Position(0, 2)


def test_a_range_with_its_ends_exchanged_is_still_a_span() -> None:
    assert Positions(b"abc").span(Range(Position(0, 2), Position(0, 1))) == Span(1, 2)


@given(st.text(alphabet="ab\n\r\u00e9\u20ac\U0001f600\u2028"), st.sampled_from(ENCODINGS))
def test_every_character_goes_there_and_back(text: str, encoding: str) -> None:
    data = text.encode()
    positions = Positions(data, encoding)
    at = 0
    for character in [*text, ""]:
        inside = data[at - 1 : at + 1] == b"\r\n"  # no place: between the two of one line end
        if not inside:
            assert positions.offset(positions.position(at)) == at
        at += len(character.encode())
