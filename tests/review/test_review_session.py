"""The state machine of a review: near misses of whole-fix semantics first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_kit import contents, file, session, unlabelled

from gofixmap.patch import HunkLine, Patch, apply_patch, parse
from gofixmap.review.choice import choice_of
from gofixmap.review.layout import layout_of
from gofixmap.review.session import Answer, Session


def changed(done: Session) -> set[int]:
    """The lines of a.go that the chosen patch changes, once it was applied."""
    patch = choice_of(done).patch
    assert parse(patch.render()) == patch
    after = apply_patch(patch, lambda path: contents()).get("a.go", contents())
    return {n for n, line in enumerate(after.split(b"\n"), start=1) if line.startswith(b"new")}


def test_declining_a_fix_of_one_hunk_takes_no_other_with_it() -> None:
    review = session(file("a.go", ["a#1"], ["a#2"], ["b#3"]))
    assert review.decline() == []
    assert [review.is_open(view) for view in review.views] == [False, True, True]


def test_a_label_with_another_number_is_another_fix() -> None:
    review = session(file("a.go", ["a#1"], ["a#11"]))
    assert review.decline() == []
    assert review.at == 1


def test_hunks_without_labels_are_fixes_of_their_own() -> None:
    review = session(unlabelled(file("a.go", ["a#1"], ["a#1"])))
    assert review.decline() == []
    assert review.codemods(review.view) == ()
    review.accept()
    assert changed(review) == {104}


def test_declining_a_hunk_declines_the_fix_everywhere() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"]), file("b.go", ["a#1"], ["a#1"]))
    assert review.decline() == ["a#1 is declined: its other 2 hunks go with it"]
    assert [review.is_open(view) for view in review.views] == [False, True, False, False]


def test_also_hunks_that_were_accepted_before() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["a#1"], ["a#1"]))
    review.accept()
    review.accept()
    assert review.decline() == [
        "a#1 is declined: its other 2 hunks go with it, 1 of them you had accepted"
    ]
    assert review.at is None
    assert changed(review) == {104}


def test_a_single_other_hunk() -> None:
    review = session(file("a.go", ["a#1"], ["a#1"]))
    review.accept()
    assert review.decline() == [
        "a#1 is declined: its other hunk goes with it, which you had accepted"
    ]
    assert choice_of(review).patch.files == ()


def test_a_change_that_two_fixes_need_stays_for_one_of_them() -> None:
    review = session(file("a.go", ["a#1, b#2"], ["a#1"], ["b#2"]))
    review.accept()
    review.decline()
    review.accept()
    assert changed(review) == {4, 204}
    assert choice_of(review).taken == ("b#2",)


def test_declining_what_two_fixes_need_declines_both() -> None:
    review = session(file("a.go", ["a#1, b#2"], ["a#1"], ["b#2"]))
    told = review.decline()
    assert [each.split(":")[0] for each in told] == ["a#1 is declined", "b#2 is declined"]
    assert review.at is None


def test_what_is_left_of_a_hunk_is_asked_without_the_declined_fix() -> None:
    review = session(file("a.go", ["a#1"], ["a#1", "b#2"]))
    review.decline()
    assert (review.at, review.names(review.view)) == (1, ("b#2",))
    assert review.live(review.view) == (1,)
    review.accept()
    assert changed(review) == {108}


def test_a_fix_of_two_codemods_is_one() -> None:
    review = session(file("a.go", ["a#1, b#1"], ["a#1, b#1"]))
    assert list(review.layout.fixes) == ["a#1, b#1"]
    assert review.codemods(review.view) == ("a", "b")


def test_fixes_that_are_always_shown_together_are_one() -> None:
    """One would bring the other with it: their lines are the same."""
    review = session(file("a.go", ["a#1, b#2"], ["a#1, b#2", "c#3"]))
    assert list(review.layout.fixes) == ["a#1, b#2", "c#3"]
    review.decline_codemod("a")
    assert choice_of(review).declined == ("a#1, b#2",)
    review.accept()
    assert changed(review) == {108}


def test_stopping_keeps_whole_fixes_only() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["b#2"], ["c#3"]))
    review.accept()
    review.accept()
    choice = choice_of(review)
    assert (choice.taken, choice.left, choice.incomplete) == (("a#1",), ("b#2", "c#3"), ("b#2",))
    assert changed(review) == {4}


def test_the_rest_of_the_file_and_no_further() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["c#3"]), file("b.go", ["d#4"]))
    review.accept()
    review.decline_file()
    assert review.at == 3
    review.accept_file()
    assert review.at is None
    assert choice_of(review).taken == ("a#1", "d#4")


def test_accepting_the_file_asks_about_the_same_fix_in_the_next_one() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"]), file("b.go", ["a#1"]))
    review.accept_file()
    assert review.at == 2
    review.decline()
    assert choice_of(review).taken == ("b#2",)


def test_declining_the_file_says_what_goes_elsewhere() -> None:
    review = session(file("a.go", ["a#1"], ["a#1"]), file("b.go", ["a#1"]))
    assert review.decline_file() == ["a#1 is declined: its other hunk goes with it"]


def test_all_of_a_codemod_and_none_of_another() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["a#3"], ["aa#4"]), file("b.go", ["b#2"]))
    assert review.accept_codemod("a") == ["2 hunks of a accepted"]
    assert review.at == 1
    assert review.decline_codemod("b") == ["1 fix of b declined"]
    assert review.at == 3
    assert choice_of(review).taken == ("a#1", "a#3")
    assert review.accept_codemod("b") == ["nothing of b is open"]
    assert review.decline_codemod("a") == ["nothing of a is open"]
    assert review.at == 3


def test_none_of_a_codemod_spares_what_was_accepted_as_a_whole() -> None:
    review = session(file("a.go", ["a#1"], ["a#2"], ["a#2"], ["a#3"]))
    review.accept()
    review.accept()
    assert review.decline_codemod("a") == ["2 fixes of a declined"]
    assert choice_of(review).taken == ("a#1",)


def test_all_of_a_codemod_leaves_the_rest_of_a_shared_hunk_to_ask() -> None:
    review = session(file("a.go", ["a#1", "b#2"]))
    review.accept_codemod("a")
    assert len(review.views) == 2
    assert review.names(review.view) == ("b#2",)
    review.decline()
    assert changed(review) == {4}


def test_one_change_cannot_be_split() -> None:
    review = session(file("a.go", ["a#1, b#2"]))
    assert not review.can_split(review.view)
    assert review.split() == 1


def test_splitting_a_hunk() -> None:
    review = session(file("a.go", ["a#1", "b#2", "c#3"]))
    assert review.split() == 3
    review.accept()
    review.decline()
    review.accept()
    assert changed(review) == {4, 12}


def test_splitting_a_hunk_of_one_fix_does_not_divide_the_fix() -> None:
    review = session(file("a.go", ["a#1", "a#1"]))
    review.split()
    review.accept()
    told = review.decline()
    assert told == ["a#1 is declined: its other hunk goes with it, which you had accepted"]
    assert changed(review) == set()


def test_coming_back_to_a_declined_hunk() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["a#1"]))
    review.decline()
    assert review.previous() and review.at == 0
    assert review.accept() == ["a#1 is open again, with its other hunk"]
    assert [review.is_open(view) for view in review.views] == [False, True, True]
    review.accept()
    review.accept()
    assert changed(review) == {4, 104, 204}


def test_coming_back_to_an_accepted_hunk() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"]))
    review.accept()
    review.go_to(1)
    review.decline()
    assert (review.at, choice_of(review).declined) == (1, ("a#1",))


def test_going_around() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"], ["c#3"]))
    assert not review.previous() and not review.previous_open()
    assert review.next_open() and review.at == 1
    review.accept()
    assert not review.next_open() and review.at == 2
    assert review.previous_open() and review.at == 0
    assert review.next() and review.at == 1
    assert not review.go_to(0) and not review.go_to(4) and review.go_to(3)
    assert review.search(re.compile(rb"new 104")) and review.at == 1
    assert review.search(re.compile(rb"^a\.go$")) and review.at == 2
    assert review.go_to(2)
    assert not review.search(re.compile(rb"new 999")) and review.at == 1
    review.accept()
    assert review.at == 2
    review.accept()
    assert review.at == 0, "what was passed over is asked in the end"


def test_editing_a_hunk_sets_its_fix_free() -> None:
    review = session(file("a.go", ["a#1"], ["a#1"], ["a#1"]))
    lines = [HunkLine("+", b"new by hand\n"), *review.part(review.view).hunk.lines]
    assert review.edit(lines) == [
        "a#1 counts as edited by hand: what else it changes is answered hunk by hunk"
    ]
    assert review.decline() == []
    review.accept()
    choice = choice_of(review)
    assert (choice.taken, choice.by_hand, choice.edited_paths) == ((), ("a#1",), {"a.go"})
    assert b"new by hand" in choice.patch.render()
    assert changed(review) == {1, 5, 205}


def test_declining_an_edited_hunk_after_all() -> None:
    review = session(file("a.go", ["a#1"], ["b#2"]))
    review.edit([HunkLine("+", b"new\n"), *review.part(review.view).hunk.lines])
    review.go_to(1)
    review.decline()
    assert choice_of(review).by_hand == ()
    assert choice_of(review).declined == ("a#1",)


def test_editing_after_a_split_keeps_the_neighbours() -> None:
    review = session(file("a.go", ["a#1", "b#2", "c#3"]))
    review.split()
    review.accept()
    review.edit([HunkLine("+", b"new by hand\n"), HunkLine(" ", b"5\n"), *_rest(review)])
    review.accept()
    assert changed(review) == {4, 5, 9, 13}


def _rest(review: Session) -> list[HunkLine]:
    view = review.view
    return list(review.part(view).hunk.lines[view.first + 1 : view.end])


def test_numbers_stay_what_they_were_in_the_whole_patch() -> None:
    review = session(file("a.go", ["a#1"], ["b#2, c#3"]))
    review.decline()
    review.accept()
    assert b" @@ b#2, c#3\n" in choice_of(review).patch.render()


def test_a_patch_without_hunks_asks_nothing() -> None:
    review = session()
    assert review.at is None
    assert choice_of(review).patch.files == ()


KEYS = st.lists(st.sampled_from("ynadANsjJkKe"), max_size=30)
LABELS = st.sampled_from(["a#1", "a#2", "b#3", "a#1, b#3", "c#4", "c#5, a#5"])
FILES = st.lists(st.lists(st.lists(LABELS, min_size=1, max_size=3), max_size=3), max_size=2)


@given(FILES, KEYS)
def test_whatever_is_pressed_fixes_stay_whole(made: list[list[list[str]]], keys: list[str]) -> None:
    review = session(*(file(f"{n}.go", *hunks) for n, hunks in enumerate(made) if hunks))
    for key in keys:
        if review.at is None:
            break
        _press(review, key)
    choice = choice_of(review)
    whole = {*choice.taken, *choice.declined, *choice.left, *choice.by_hand}
    assert whole == set(review.layout.fixes)
    for name in choice.taken:
        assert all(review.takes(*place) for place in review.layout.fixes[name].places)
    for place, answer in review.answers.items():
        names = review.layout.parts[place[0]].changes[place[1]].fixes
        if review.declined.issuperset(names):
            assert answer is not Answer.OPEN and not review.takes(*place)
    if review.at is None:
        assert Answer.OPEN not in review.answers.values() or not choice.left
    data = choice.patch.render()
    assert parse(data) == choice.patch
    apply_patch(choice.patch, lambda path: contents())


def _press(review: Session, key: str) -> None:
    codemod = next(iter(review.codemods(review.view)))
    moves = {"j": review.next_open, "J": review.next, "k": review.previous_open}
    answers = {"y": review.accept, "n": review.decline, "a": review.accept_file}
    answers["d"] = review.decline_file
    if key in answers:
        answers[key]()
    elif key in "AN":
        (review.accept_codemod if key == "A" else review.decline_codemod)(codemod)
    elif key == "s":
        review.split()
    elif key == "e":
        view = review.view
        kept = review.part(view).hunk.lines[view.first : view.end]
        review.edit([line for line in kept if line.kind != "+"])
    else:
        moves.get(key, review.previous)()


@pytest.mark.parametrize("count", [0, 1])
def test_all_of_a_patch_and_none_of_it(count: int, shop_patch: bytes) -> None:
    """Everything accepted is the whole patch, and nothing is none of it."""
    whole = parse(shop_patch)
    review = Session(layout_of(whole))
    while review.at is not None:
        if count:
            review.accept()
        else:
            review.decline()
    assert choice_of(review).patch == (whole if count else Patch(()))
