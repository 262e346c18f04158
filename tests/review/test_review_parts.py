"""Any part of a patch is what its fixes alone would have made."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from gofixmap.edits import apply_edits, by_path
from gofixmap.errors import EditError
from gofixmap.model import Edit, Fix
from gofixmap.patch import apply_patch, parse
from gofixmap.review.choice import choice_of
from gofixmap.review.headings import named_patch
from gofixmap.review.layout import layout_of
from gofixmap.review.session import Session
from gofixmap.review.units import Unit

DISTINCT = "".join(f"this is {number}\n" for number in range(14))
ALIKE = "func use() {\n\tx.y = 1\n}\n\n" * 5
TEXT = st.sampled_from(["", "x", "new\n", "one\ntwo\n", "\nbehind", "in the\nmiddle", "é"])
FIX = st.lists(
    st.tuples(st.integers(0, len(DISTINCT)), st.integers(0, 20), TEXT), min_size=1, max_size=3
)


def units(made: Sequence[Sequence[tuple[int, int, str]]], data: bytes) -> list[Unit]:
    """Units of those fixes that can stand beside the ones before, as the engine has them."""
    found: list[Unit] = []
    for places in made:
        edits = []
        for start, size, text in places:
            first = min(start, len(data))
            edits.append(Edit("a.txt", first, min(first + size, len(data)), text))
        fix = Fix("title", tuple(edits))
        if _fits([*(unit.fix for unit in found), fix]):
            found.append(Unit(fix, (), ("codemod",)))
    return found


def _fits(fixes: Sequence[Fix]) -> bool:
    every = {edit for fix in fixes for edit in fix.edits}
    inserted = [edit.start for edit in every if edit.start == edit.end]
    if len(inserted) != len(set(inserted)):
        return False
    try:
        by_path(fixes)
    except EditError:
        return False
    return True


@settings(max_examples=300)
@given(
    st.lists(FIX, max_size=5),
    st.sets(st.integers(0, 5)),
    st.sampled_from([DISTINCT, DISTINCT.removesuffix("\n"), ALIKE]),
)
def test_any_part_is_what_its_fixes_make(
    made: list[list[tuple[int, int, str]]], declined: set[int], text: str
) -> None:
    data = text.encode()
    found = units(made, data)
    after = apply_edits(data, [edit for unit in found for edit in unit.fix.edits])
    before = {"a.txt": data}
    named = named_patch(before, {"a.txt": after}, found)
    assert parse(named.patch.render()) == named.patch
    assert apply_patch(named.patch, before.__getitem__).get("a.txt", data) == after

    session = Session(layout_of(named.patch))
    index = {label: at for at, labels in named.names.items() for label in labels}
    while session.at is not None:
        session.split()
        fixes = [session.layout.fixes[name] for name in session.names(session.view)]
        if declined.intersection(index[label] for fix in fixes for label in fix.labels):
            session.decline()
        else:
            session.accept()
    fixes = [session.layout.fixes[name] for name in choice_of(session).taken]
    kept = [found[index[label]] for fix in fixes for label in fix.labels]
    patch = choice_of(session).patch
    assert apply_patch(patch, before.__getitem__).get("a.txt", data) == apply_edits(
        data, [edit for unit in kept for edit in unit.fix.edits]
    )
