"""Edits applied to bytes, merged, and fixes that go together or do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.edits import apply_edits, by_path, merge, select
from gofixmap.errors import EditError
from gofixmap.model import Edit, Fix


def edit(start: int, end: int, text: str, path: str = "a.go") -> Edit:
    return Edit(path, start, end, text)


def fix(*edits: Edit) -> Fix:
    return Fix("fix", edits)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], b"0123456789"),
        ([edit(5, 5, "x"), edit(0, 1, "")], b"1234x56789"),
        ([edit(2, 4, "ab"), edit(4, 6, "cd")], b"01abcd6789"),  # neighbours touch
        ([edit(2, 4, "ab"), edit(4, 4, "-")], b"01ab-456789"),  # insertion behind
        ([edit(2, 4, "ab"), edit(2, 2, "-")], b"01-ab456789"),  # insertion before
        ([edit(10, 10, "!")], b"0123456789!"),
        ([edit(3, 3, "a"), edit(3, 3, "b")], b"012ab3456789"),  # one author's order is kept
        ([edit(1, 2, "q"), edit(1, 2, "q")], b"0q23456789"),  # equal edits are one
        ([edit(1, 1, "q"), edit(1, 1, "q")], b"0q123456789"),
    ],
)
def test_applies(edits: list[Edit], expected: bytes) -> None:
    assert apply_edits(b"0123456789", edits) == expected


@pytest.mark.parametrize(
    ("data", "edits", "words"),
    [
        (b"0123", [edit(0, 2, "a"), edit(1, 3, "b")], "overlap"),
        (b"0123", [edit(0, 2, "a"), edit(0, 2, "b")], "overlap"),
        (b"0123", [edit(0, 3, "a"), edit(1, 1, "b")], "overlap"),
        (b"0123", [edit(0, 5, "a")], "outside"),
        (b"0123", [edit(3, 2, "a")], "outside"),
        (b"0123", [edit(-1, 2, "a")], "outside"),
        ("é".encode(), [edit(1, 2, "a")], "splits"),
        ("é".encode(), [edit(0, 1, "a")], "splits"),
        (b"0123", [edit(0, 1, "\udc80")], "Unicode"),
        (b"0123", [edit(0, 1, "a"), edit(1, 2, "a", "b.go")], "several files"),
    ],
)
def test_refuses(data: bytes, edits: list[Edit], words: str) -> None:
    with pytest.raises(EditError, match=words):
        apply_edits(data, edits)


@pytest.mark.parametrize(
    ("fixes", "kept", "clashes"),
    [
        ([fix(edit(0, 2, "a")), fix(edit(1, 3, "b"))], (0,), [(1, 0)]),
        ([fix(edit(0, 2, "a")), fix(edit(2, 3, "b"))], (0, 1), []),
        ([fix(edit(0, 2, "a")), fix(edit(0, 2, "a"))], (0, 1), []),  # the same change
        ([fix(edit(4, 4, "a")), fix(edit(4, 4, "a"))], (0, 1), []),  # the same import
        ([fix(edit(4, 4, "a")), fix(edit(4, 4, "b"))], (0,), [(1, 0)]),
        ([fix(edit(4, 4, "a")), fix(edit(4, 6, "b"))], (0, 1), []),
        ([fix(edit(4, 4, "a")), fix(edit(2, 4, "b"))], (0, 1), []),
        ([fix(edit(4, 4, "a")), fix(edit(2, 6, "b"))], (0,), [(1, 0)]),
        ([fix(edit(2, 6, "a")), fix(edit(4, 4, "b"))], (0,), [(1, 0)]),
        ([fix(edit(2, 6, "a")), fix(edit(4, 4, "b", "b.go"))], (0, 1), []),
        # a fix that waits does not block the ones behind it
        ([fix(edit(0, 2, "a")), fix(edit(1, 9, "b")), fix(edit(5, 6, "c"))], (0, 2), [(1, 0)]),
        # whole or nothing: the far edit of the refused fix is not taken
        ([fix(edit(0, 2, "a")), fix(edit(1, 2, "b"), edit(7, 8, "c"))], (0,), [(1, 0)]),
    ],
)
def test_selects(fixes: list[Fix], kept: tuple[int, ...], clashes: list[tuple[int, int]]) -> None:
    selection = select(fixes)
    assert selection.kept == kept
    assert [(clash.fix, clash.other) for clash in selection.conflicts] == clashes


def claiming(at: int, *claims: str) -> Fix:
    return Fix("fix", (edit(at + 2, at + 3, "y"), edit(at, at + 1, "x")), claims=frozenset(claims))


@pytest.mark.parametrize(
    ("fixes", "kept", "clashes"),
    [
        ([claiming(0), claiming(4)], (0, 1), []),
        ([claiming(0, "snap"), claiming(4, "n")], (0, 1), []),
        ([claiming(0, "snap"), claiming(4)], (0, 1), []),
        ([claiming(0, "snap"), claiming(4, "snap")], (0,), [(1, 0, 4)]),
        ([claiming(0, "a"), claiming(4, "b"), claiming(8, "b", "a")], (0, 1), [(2, 0, 8)]),
        ([claiming(0, "snap"), claiming(0, "snap")], (0, 1), []),  # the same change
        # what waits claims nothing: neither by its bytes nor by its names
        ([claiming(0, "a"), claiming(4, "a", "b"), claiming(8, "b")], (0, 2), [(1, 0, 4)]),
        ([claiming(0, "a"), claiming(0, "b"), claiming(8, "b")], (0, 1), [(2, 1, 8)]),
        ([claiming(0, "a"), claiming(2, "b"), claiming(8, "b")], (0, 2), [(1, 0, 2)]),
    ],
)
def test_one_fix_at_a_time_gets_what_several_claim(
    fixes: list[Fix], kept: tuple[int, ...], clashes: list[tuple[int, int, int]]
) -> None:
    selection = select(fixes)
    assert selection.kept == kept
    assert [(clash.fix, clash.other, clash.start) for clash in selection.conflicts] == clashes


def locking(*places: tuple[int, int], defer: bool = False) -> Fix:
    """Each place put between a Lock and an Unlock, or behind a Lock and a deferred Unlock."""
    edits = []
    for start, end in places:
        edits += [edit(start, start, "L D " if defer else "L ")]
        edits += [] if defer else [edit(end, end, " U")]
    return Fix("fix", tuple(edits), sections=frozenset(("a.go", *place) for place in places))


@pytest.mark.parametrize(
    ("fixes", "kept", "clashes"),
    [
        ([locking((0, 2)), locking((4, 6))], (0, 1), []),
        ([locking((0, 2)), locking((0, 2))], (0, 1), []),  # one section does for both
        ([locking((0, 2), (6, 8)), locking((0, 2)), locking((4, 5))], (0, 1, 2), []),
        ([locking((0, 6)), locking((2, 4))], (0,), [(1, 0, 2)]),
        ([locking((2, 4)), locking((0, 6))], (0,), [(1, 0, 0)]),
        ([locking((0, 4)), locking((2, 6))], (0,), [(1, 0, 2)]),
        ([locking((0, 9), defer=True), locking((4, 9), defer=True)], (0,), [(1, 0, 4)]),
        ([locking((0, 9), defer=True), locking((2, 3))], (0,), [(1, 0, 2)]),
        ([locking((4, 9), defer=True), locking((0, 2))], (0, 1), []),
        ([locking((0, 9)), fix(edit(3, 4, "x"))], (0, 1), []),
    ],
)
def test_sections_of_two_fixes_do_not_nest(
    fixes: list[Fix], kept: tuple[int, ...], clashes: list[tuple[int, int, int]]
) -> None:
    selection = select(fixes)
    assert selection.kept == kept
    assert [(clash.fix, clash.other, clash.start) for clash in selection.conflicts] == clashes


def test_a_section_of_several_statements_is_not_that_of_one() -> None:
    one = Fix("", (edit(0, 0, "L "), edit(4, 4, " U")), sections=_statements((0, 2), (3, 4)))
    two = Fix("", (edit(3, 3, "L "), edit(7, 7, " U")), sections=_statements((3, 4), (5, 7)))
    assert select([one, two]).kept == (0,)
    assert select([one, one]).kept == (0, 1)


def _statements(*places: tuple[int, int]) -> frozenset[tuple[str, int, int]]:
    return frozenset(("a.go", *place) for place in places)


_EDITS = st.builds(
    lambda start, size, text: edit(start, min(start + size, 20), text),
    st.integers(0, 20),
    st.integers(0, 4),
    st.sampled_from(["", "a", "b", "cc"]),
)


@given(st.lists(st.lists(_EDITS, min_size=1, max_size=2), max_size=6))
def test_selected_fixes_always_apply_together(groups: list[list[Edit]]) -> None:
    fixes = []
    for group in groups:
        try:
            merge(group)
        except EditError:
            continue
        fixes.append(fix(*group))
    selection = select(fixes)
    assert len(selection.kept) + len(selection.conflicts) == len(fixes)
    for edits in by_path(fixes[index] for index in selection.kept).values():
        apply_edits(bytes(range(65, 85)), edits)
