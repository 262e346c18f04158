"""Spans, lines, columns and UTF-16."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.text import LineIndex, Position, Span

TEXT = st.text(alphabet=st.sampled_from("ab\n\r\té世😀"), max_size=40)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1)])
def test_not_a_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("left", "right", "overlaps", "contains"),
    [
        ((0, 2), (2, 4), False, False),
        ((0, 3), (2, 4), True, False),
        ((0, 4), (1, 2), True, True),
        ((0, 4), (0, 4), True, True),
        ((0, 4), (2, 2), True, True),
        ((0, 4), (4, 4), False, True),
        ((2, 2), (2, 2), False, True),
        ((1, 2), (0, 4), True, False),
    ],
)
def test_overlap_and_containment(
    left: tuple[int, int], right: tuple[int, int], overlaps: bool, contains: bool
) -> None:
    assert Span(*left).overlaps(Span(*right)) is overlaps
    assert Span(*right).overlaps(Span(*left)) is overlaps
    assert Span(*left).contains(Span(*right)) is contains


def test_span_of_bytes() -> None:
    assert Span(1, 3).of(b"abcd") == b"bc"
    assert len(Span(1, 3)) == 2
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)])[0] == Span(1, 2)


@pytest.mark.parametrize(
    ("data", "offset", "position"),
    [
        (b"", 0, (1, 1)),
        (b"ab", 2, (1, 3)),
        (b"ab\n", 2, (1, 3)),
        (b"ab\n", 3, (2, 1)),
        (b"a\r\nb", 3, (2, 1)),
        (b"a\r\nb", 2, (1, 3)),
        ("é\nx".encode(), 2, (1, 3)),
        (b"a\rb", 2, (1, 3)),
    ],
)
def test_position(data: bytes, offset: int, position: tuple[int, int]) -> None:
    index = LineIndex(data)
    assert index.position(offset) == Position(*position)
    assert index.offset(Position(*position)) == offset


@pytest.mark.parametrize("offset", [-1, 4])
def test_no_position_outside_the_file(offset: int) -> None:
    with pytest.raises(ValueError, match="outside a file of 3 bytes"):
        LineIndex(b"a\nb").position(offset)


@pytest.mark.parametrize("position", [Position(0, 1), Position(3, 1), Position(2, 9)])
def test_no_offset_outside_the_file(position: Position) -> None:
    with pytest.raises(ValueError, match=r"no (line|column)"):
        LineIndex(b"a\nb").offset(position)


def test_line_spans() -> None:
    data = b"a\r\n\nlast"
    index = LineIndex(data)
    spans = [index.line_span(line) for line in range(1, index.line_count + 1)]
    assert [span.of(data) for span in spans] == [b"a\r\n", b"\n", b"last"]
    assert [index.line_start(line) for line in (1, 2, 3)] == [0, 3, 4]


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [(0, 0, 0), (0, 1, 2), (0, 3, 6), (0, 4, 7), (0, 99, 7), (1, 0, 9), (1, 1, 12), (1, 9, 12)],
)
def test_utf16(line: int, column: int, offset: int) -> None:
    index = LineIndex("é😀x\r\n世".encode())
    assert index.offset_of_utf16(line, column) == offset


@given(TEXT)
def test_every_offset_round_trips(text: str) -> None:
    data = text.encode()
    index = LineIndex(data)
    for offset in range(len(data) + 1):
        position = index.position(offset)
        assert index.offset(position) == offset
        assert index.line_of(offset) == position.line
        assert data[:offset].count(b"\n") + 1 == position.line
    assert b"".join(index.line_span(n + 1).of(data) for n in range(index.line_count)) == data


@given(TEXT)
def test_utf16_round_trips_at_characters(text: str) -> None:
    data = text.encode()
    index = LineIndex(data)
    for characters in range(len(text) + 1):
        offset = len(text[:characters].encode())
        line = index.line_of(offset) - 1
        if data[offset - 1 : offset] == b"\r":
            continue  # columns end before the line ending
        column = index.utf16_column(offset)
        assert index.offset_of_utf16(line, column) == offset
