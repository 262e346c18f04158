"""Edits of several rounds as edits of the file on disk."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.edits import apply_edits
from gofixmap.engine.compose import Composition, Groups
from gofixmap.model import Edit
from gofixmap.text import Span

Owned = dict[Edit, frozenset[int]]


def edit(start: int, end: int, text: str) -> Edit:
    return Edit("a.go", start, end, text)


def composed(original: bytes, *rounds: Sequence[tuple[Edit, int]]) -> Composition:
    composition = Composition("a.go", original)
    for edits in rounds:
        owned: Owned = {}
        for each, owner in edits:
            owned[each] = owned.get(each, frozenset()) | {owner}
        composition.apply(owned)
    return composition


@pytest.mark.parametrize(
    ("rounds", "text", "groups"),
    [
        # keep apart: two rounds that do not meet
        ([[(edit(0, 1, "AA"), 1)], [(edit(5, 6, "E"), 2)]], b"AAbcdEf", [{1}, {2}]),
        # keep apart: neighbours of one round
        ([[(edit(0, 2, "x"), 1), (edit(2, 4, "y"), 2)]], b"xyef", [{1}, {2}]),
        # keep apart: an insertion before what another fix of the round replaces
        ([[(edit(2, 2, "+"), 1), (edit(2, 4, "y"), 2)]], b"ab+yef", [{1}, {2}]),
        # one edit of two fixes is no dependence
        ([[(edit(0, 0, "i"), 1), (edit(0, 0, "i"), 2)]], b"iabcdef", [{1}, {2}]),
        # later text inside earlier text
        ([[(edit(1, 2, "BBB"), 1)], [(edit(2, 3, "-"), 2)]], b"aB-Bcdef", [{1, 2}]),
        # later text touches earlier text
        ([[(edit(1, 2, "B"), 1)], [(edit(2, 3, "C"), 2)]], b"aBCdef", [{1, 2}]),
        # one later edit spans two earlier ones
        ([[(edit(0, 1, "A"), 1), (edit(4, 5, "E"), 2)], [(edit(0, 6, "z"), 3)]], b"z", [{1, 2, 3}]),
        # after a deletion, at its place
        ([[(edit(1, 3, ""), 1)], [(edit(1, 1, "x"), 2)]], b"axdef", [{1, 2}]),
        # three rounds in a chain
        (
            [[(edit(0, 1, "b"), 1)], [(edit(0, 1, "c"), 2)], [(edit(0, 1, "d"), 3)]],
            b"dbcdef",
            [{1, 2, 3}],
        ),
    ],
)
def test_rounds(rounds: list[list[tuple[Edit, int]]], text: bytes, groups: list[set[int]]) -> None:
    composition = composed(b"abcdef", *rounds)
    assert composition.current() == text
    assert apply_edits(b"abcdef", composition.edits()) == text
    made = Groups([composition])
    owners = {owner for each in rounds for _, owner in each}
    assert {made.of(owner) for owner in owners} == {frozenset(group) for group in groups}


def test_each_segment_is_an_edit_of_the_original() -> None:
    composition = composed(b"abcdef", [(edit(0, 1, "AA"), 1)], [(edit(5, 6, "E"), 2)])
    assert composition.edits() == (edit(0, 1, "AA"), edit(4, 5, "E"))
    assert [segment.owners for segment in composition.segments] == [{1}, {2}]


def test_dropping_a_fix_leaves_the_others() -> None:
    composition = composed(b"abcdef", [(edit(0, 1, "AA"), 1)], [(edit(5, 6, "E"), 2)])
    composition.drop(frozenset({1}))
    assert composition.current() == b"abcdEf"
    shared = composed(b"ab", [(edit(0, 0, "i"), 1), (edit(0, 0, "i"), 2)])
    shared.drop(frozenset({1}))
    assert shared.current() == b"iab"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 1), Span(0, 1)),  # before
        (Span(1, 4), Span(1, 2)),  # the new text
        (Span(2, 3), Span(1, 2)),  # inside the new text
        (Span(4, 6), Span(2, 4)),  # after
        (Span(0, 6), Span(0, 4)),  # around
        (Span(1, 1), Span(1, 1)),  # at its start
    ],
)
def test_spans_map_to_the_original(span: Span, expected: Span) -> None:
    composition = composed(b"abcdef", [(edit(1, 2, "BBB"), 1)])
    assert composition.original_span(span) == expected


def test_an_edit_maps_only_where_it_meets_no_new_text() -> None:
    composition = composed(b"abcdef", [(edit(1, 2, "BBB"), 1)])
    assert composition.original_edit(edit(5, 6, "D")) == edit(3, 4, "D")
    assert composition.original_edit(edit(4, 6, "D")) is None  # touches
    assert composition.original_edit(edit(2, 3, "D")) is None


@st.composite
def one_round(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits of a text of `length` bytes that neither overlap nor insert at one place."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [
        edit(start, end, draw(st.text("xyzé", max_size=3)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]


@given(st.data())
def test_the_sum_of_all_rounds_is_the_last_text(data: st.DataObject) -> None:
    original = b"abcdefghij"
    composition = Composition("a.go", original)
    text = original
    owner = 0
    for _ in range(data.draw(st.integers(1, 4))):
        edits = [
            e
            for e in data.draw(one_round(len(text)))
            if all(at == len(text) or text[at] & 0xC0 != 0x80 for at in (e.start, e.end))
        ]
        owned: Owned = {}
        for each in edits:
            owned[each] = frozenset({owner})
            owner += 1
        composition.apply(owned)
        text = apply_edits(text, edits)
        assert composition.current() == text
    assert apply_edits(original, composition.edits()) == text
    groups = Groups([composition])
    dropped = groups.of(data.draw(st.integers(0, max(owner - 1, 0))))
    composition.drop(dropped)
    assert not any(segment.owners & dropped for segment in composition.segments)
    assert apply_edits(original, composition.edits()) == composition.current()
