"""Hunks that are found where they say, elsewhere or nowhere; patches the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.errors import PatchError
from gofixmap.patch import diff_files, parse
from gofixmap.patch.apply import Moved, apply_where_it_fits
from gofixmap.patch.model import FilePatch
from gofixmap.patch.reverse import reversed_patch


def lines(*numbers: object) -> bytes:
    return b"".join(b"%s\n" % str(number).encode() for number in numbers)


def made(before: bytes, after: bytes) -> FilePatch:
    (file,) = parse(diff_files({"x.go": before}, {"x.go": after}).render())
    return file


TEN = lines(*range(10))
FILE = made(TEN, TEN.replace(b"5\n", b"five\n"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"^x\.go:3: the file has changed"),
        (TEN.replace(b"4\n", b"four\n"), r"^x\.go:5: the file has changed"),
        (TEN.replace(b"5\n", b"five\n"), r"^x\.go:6: the file has changed"),
        (lines(*range(100, 103)) + TEN + TEN, r"^x\.go:3: the hunk would fit in 2 places"),
        (TEN.removesuffix(b"\n9\n"), r"^x\.go:9: the file has changed"),
    ],
)
def test_what_does_not_fit_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(PatchError, match=message):
        apply_where_it_fits(FILE, data)


def test_a_hunk_without_context_has_no_place() -> None:
    (file,) = diff_files({"x.go": TEN}, {"x.go": TEN + b"10\n"}, context=0)
    with pytest.raises(PatchError, match="its place is not known"):
        apply_where_it_fits(file, TEN)


@pytest.mark.parametrize("shift", [-2, 0, 3])
def test_lines_that_moved_are_found(shift: int) -> None:
    data = TEN[4:] if shift < 0 else lines(*"abc"[:shift]) + TEN
    result, moved = apply_where_it_fits(FILE, data)
    assert result == data.replace(b"5\n", b"five\n")
    assert moved == ((Moved(1, shift),) if shift else ())


def test_a_hunk_goes_where_the_one_before_it_went() -> None:
    """The second hunk would fit at its own place as well, by chance."""
    same = lines(*"xxxxxxxxxxxxxxxxxxxxxxxx")
    file = made(TEN + same, lines("new", *range(10)) + same[:20] + b"y\n" + same[20:])
    assert len(file.hunks) == 2
    data = lines(*range(50, 53)) + TEN + same
    result, moved = apply_where_it_fits(file, data)
    assert [each.lines for each in moved] == [3, 3]
    assert result == lines(50, 51, 52, "new", *range(10)) + same[:20] + b"y\n" + same[20:]


texts = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n", b"d\r\n"]), max_size=30).map(
    b"".join
)


@given(texts, texts)
def test_a_patch_the_other_way_round_gives_the_old_text(before: bytes, after: bytes) -> None:
    patch = diff_files({"x.go": before}, {"x.go": after})
    for file in parse(reversed_patch(patch).render()):
        assert apply_where_it_fits(file, after) == (before, ())


def test_files_that_come_go_the_other_way_round() -> None:
    patch = diff_files({"a.go": b"a\n"}, {"b.go": b"b\n"})
    back = reversed_patch(patch)
    assert [(file.source, file.target) for file in back] == [("b.go", None), (None, "a.go")]
    assert parse(back.render()) == back
