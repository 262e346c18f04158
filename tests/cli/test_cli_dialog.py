"""The dialog of a review without a terminal: whatever is typed, it ends in a patch that applies."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gofixmap.cli.interactive import Dialog
from gofixmap.model import Edit, Fix
from gofixmap.patch import Patch, apply_patch, diff_files, parse
from gofixmap.review.choice import choice_of
from gofixmap.review.headings import named_patch
from gofixmap.review.layout import About, layout_of
from gofixmap.review.session import Session
from gofixmap.review.units import Unit

LINES = [f"line {number}\n" for number in range(60)]
DATA = "".join(LINES).encode()
FILES = {"a.go": DATA, "b\x1b[2J.go": DATA}


def edit(path: str, line: int) -> Edit:
    start = sum(map(len, LINES[:line]))
    return Edit(path, start, start + 4, "new")


UNITS = [
    Unit(Fix("one", (edit("a.go", 2), edit("a.go", 30))), (), ("map-mutex",)),
    Unit(Fix("two", (edit("a.go", 3),)), (), ("map-writeback",)),
    Unit(Fix("three", (edit("a.go", 8), edit("b\x1b[2J.go", 5))), (), ("map-mutex", "nil-map")),
    Unit(Fix("four", (edit("b\x1b[2J.go", 50),)), (), ("nil-map",)),
]


def whole() -> Patch:
    after = {}
    for path, data in FILES.items():
        lines = data.decode().splitlines(keepends=True)
        for each in (each for unit in UNITS for each in unit.fix.edits if each.path == path):
            number = data[: each.start].count(b"\n")
            lines[number] = lines[number].replace("line", "new")
        after[path] = "".join(lines).encode()
    return named_patch(FILES, after, UNITS).patch


PATCH = whole()
ABOUT = {f"map-mutex#{n}": About("guard \x1b[31mit", ("look\nat it",)) for n in (1, 3)}
KEYS = st.sampled_from(["y", "n", "a", "d", "A", "N", "s", "e", "j", "J", "k", "K", "g", "?"])
ARGUMENTS = st.sampled_from(["", " ", "map-mutex", " nil-map", "2", "999999999999", "[", "new"])
TYPED = st.one_of(
    st.tuples(KEYS, ARGUMENTS).map("".join),
    st.tuples(st.sampled_from(["/", "g", "A", "N"]), ARGUMENTS).map("".join),
    st.text(max_size=5),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(TYPED, max_size=40))
def test_whatever_is_typed(typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    shown = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed)))
    monkeypatch.setattr("sys.stderr", shown)
    session = Session(layout_of(PATCH, ABOUT))
    changes: list[int] = []
    done = Dialog(session, changed=lambda: changes.append(1)).run()
    assert done == (session.at is None)
    assert "\x1b" not in shown.getvalue()
    patch = choice_of(session).patch
    assert parse(patch.render()) == patch
    apply_patch(patch, FILES.__getitem__)


def test_an_editor_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    shown = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("e\nq\n"))
    monkeypatch.setattr("sys.stderr", shown)
    assert not Dialog(Session(layout_of(PATCH))).run()
    assert "/no/such/editor: Editing failed" in shown.getvalue()


def test_the_patch_is_the_plain_one_with_names() -> None:
    before = dict(FILES)
    after = apply_patch(PATCH, FILES.__getitem__)
    plain = diff_files(before, after)
    assert (plain.added, plain.removed) == (PATCH.added, PATCH.removed)
