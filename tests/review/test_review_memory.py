"""What is remembered of a review that was stopped, and what is asked again."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace
from review_kit import file, session

from gofixmap.patch import FilePatch, HunkLine
from gofixmap.review.memory import Resumed, Store, answers_of, digests, resume
from gofixmap.review.session import Answer, Session


def again(before: Session, *files: FilePatch) -> tuple[Session, Resumed]:
    """A session over other files with what is remembered of an earlier one."""
    after = session(*files)
    known = answers_of(before, digests(before.layout))
    return after, resume(after, digests(after.layout), known)


def test_a_hunk_that_looks_the_same_in_another_file_is_another() -> None:
    before = session(file("a.go", ["a#1"]))
    before.decline()
    _, resumed = again(before, file("b.go", ["a#1"]))
    assert not resumed


def test_the_same_lines_of_another_codemod_are_another_fix() -> None:
    before = session(file("a.go", ["a#1"]))
    before.accept()
    _, resumed = again(before, file("a.go", ["b#1"]))
    assert not resumed


def test_a_line_beside_a_change_counts() -> None:
    before = session(file("a.go", ["a#1"]))
    before.accept()
    each = file("a.go", ["a#1"])
    (hunk,) = each.hunks
    lines = (HunkLine(" ", b"other\n"), *hunk.lines[1:])
    _, resumed = again(before, replace(each, hunks=(replace(hunk, lines=lines),)))
    assert not resumed


def test_numbers_of_lines_and_of_fixes_do_not_count() -> None:
    before = session(file("a.go", ["a#1"], ["b#2"]))
    before.decline()
    before.accept()
    each = file("a.go", ["a#1"], ["b#7"])
    second = replace(each.hunks[1], source_start=7, target_start=7)
    after, resumed = again(before, replace(each, hunks=(second,)))
    assert resumed == Resumed(accepted=1)
    assert after.at is None


def test_fixes_that_look_alike_are_asked_about() -> None:
    each = file("a.go", ["a#1"], ["a#2"])
    first, second = each.hunks
    alike = replace(each, hunks=(first, replace(second, lines=first.lines)))
    before = session(alike)
    before.accept()
    _, resumed = again(before, alike)
    assert not resumed
    _, resumed = again(before, replace(each, hunks=(first,)))
    assert not resumed, "which of the two was accepted is not known"


def test_half_of_a_fix_is_remembered() -> None:
    files = [file("a.go", ["a#1"], ["a#1"], ["b#2"])]
    before = session(*files)
    before.accept()
    after, resumed = again(before, *files)
    assert (resumed, after.at) == (Resumed(begun=1), 1)
    assert str(resumed) == "0 accepted, 0 declined, 1 begun"


def test_a_declined_fix_is_declined_everywhere_again() -> None:
    files = [file("a.go", ["a#1"], ["a#1, b#2"], ["b#2"])]
    before = session(*files)
    before.accept()
    before.go_to(1)
    before.decline()
    after, resumed = again(before, *files)
    assert resumed == Resumed(declined=1)
    assert after.declined == {"a#1"} and after.names(after.view) == ("b#2",)


def test_what_was_edited_is_asked_again() -> None:
    files = [file("a.go", ["a#1"], ["b#2"])]
    before = session(*files)
    before.edit([HunkLine("+", b"x\n"), *files[0].hunks[0].lines])
    _, resumed = again(before, *files)
    assert not resumed


def test_the_file_is_for_one_root_and_one_kind_of_review(tmp_path: Path) -> None:
    store = Store(tmp_path, "apply", tmp_path / "one")
    store.save({"digest": (Answer.YES, Answer.NO)})
    assert store.load() == {"digest": (Answer.YES, Answer.NO)}
    assert Store(tmp_path, "review", tmp_path / "one").load() == {}
    assert Store(tmp_path, "apply", tmp_path / "two").load() == {}
    (path,) = tmp_path.glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.save({})
    store.save({})
    assert not list(tmp_path.iterdir()) and store.load() == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": 2}',
        '{"schema": 1, "root": "/", "fixes": {}}',
        '{"schema": 1, "root": ROOT, "fixes": []}',
        '{"schema": 1, "root": ROOT, "fixes": {"a": 5}}',
        '{"schema": 1, "root": ROOT, "fixes": {"a": ["perhaps"]}}',
        "[" * 100_000,
        "\x00\udcff",
    ],
)
def test_a_file_of_somebody_else_is_not_believed(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path, "apply", tmp_path)
    store.save({"digest": (Answer.YES,)})
    (path,) = tmp_path.glob("*.json")
    data = text.replace("ROOT", json.dumps(str(tmp_path.resolve())))
    path.write_bytes(data.encode("utf-8", "surrogateescape"))
    assert store.load() == {}


def test_the_latest_answers_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, "apply", tmp_path)
    store.save({str(number): (Answer.YES,) for number in range(50_010)})
    kept = store.load()
    assert len(kept) == 50_000 and "9" not in kept and "50009" in kept


def test_too_few_or_too_many_answers_are_none() -> None:
    review = session(file("a.go", ["a#1"], ["a#1"]))
    known = digests(review.layout)
    for answers in ((Answer.YES,), (Answer.YES,) * 3, ()):
        assert not resume(review, known, {known["a#1"]: answers})
    assert review.at == 0
