"""Remedies one after the other, told as changes of the files on disk."""

from __future__ import annotations

from gofixmap.edits import by_path, rewrite
from gofixmap.race.applied import applied
from gofixmap.race.result import Attempt

DISK = {"a.txt": b"one\ntwo\nthree\nfour\n", "b.txt": b"x\n"}


def step(codemod: str, **files: bytes) -> tuple[Attempt, dict[str, bytes]]:
    return Attempt(codemod, f"title of {codemod}"), {f"{k}.txt": v for k, v in files.items()}


def test_remedies_apart_have_their_own_edits() -> None:
    first = step("mutex", a=b"one\ntwo\nTHREE\nfour\n")
    second = step("atomic", a=b"new\none\ntwo\nTHREE\nfour\n", b=b"y\n")
    found = applied([first, second], DISK.__getitem__)
    assert [each.codemods for each in found] == [("mutex",), ("atomic",)]
    (edit,) = found[0].fix.edits
    assert (edit.start, edit.end, edit.text) == (8, 14, "THREE\n")
    assert found[1].fix.paths == ("a.txt", "b.txt")


def test_a_remedy_over_another_one_goes_with_it() -> None:
    first = step("mutex", a=b"one\ntwo\nTHREE\nfour\n", b=b"y\n")
    second = step("atomic", a=b"one\ntwo\n3\nfour\n")
    (found,) = applied([first, second], DISK.__getitem__)
    assert found.codemods == ("atomic", "mutex")
    assert found.fix.title == "title of mutex; title of atomic"
    after = {p: rewrite(DISK[p], edits) for p, edits in by_path([found.fix]).items()}
    assert after == {"a.txt": b"one\ntwo\n3\nfour\n", "b.txt": b"y\n"}


def test_what_is_no_text_has_no_names() -> None:
    assert applied([step("mutex", a=b"\xff\n")], DISK.__getitem__) == ()


def test_nothing_was_taken() -> None:
    assert applied([], DISK.__getitem__) == ()
