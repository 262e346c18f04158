"""Searching the files of a workspace, with and without the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.workspace import Workspace
from gofixmap.workspace.words import WordIndex, is_indexed

CHARACTERS = b"AB_9.\n \xc3\xa9"
FILES = st.lists(
    st.binary(max_size=40).map(lambda raw: bytes(CHARACTERS[b % len(CHARACTERS)] for b in raw)),
    max_size=5,
)


def indexed(files: Sequence[bytes], numbers: Iterable[int]) -> WordIndex:
    index = WordIndex([str(number) for number in range(len(files))])
    for number in numbers:
        index.add(number, files[number])
    return index


@given(files=FILES, here=st.sets(st.integers(0, 4)))
def test_an_index_that_several_have_made_is_the_same(files: list[bytes], here: set[int]) -> None:
    whole = indexed(files, range(len(files)))
    index = indexed(files, [n for n in range(len(files)) if n in here])
    for words in indexed(files, [n for n in range(len(files)) if n not in here]).packed():
        index.join(words)
    for word in (b"A", b"AB", b"A9", b"B_", b"B", b"AA", b"B9"):
        assert index.settled().holding(word) == whole.settled().holding(word)


@given(files=FILES, word=st.sampled_from([b"A", b"AB", b"A9", b"B_", "Aé".encode()]))
def test_words_are_found_as_they_stand_alone(files: list[bytes], word: bytes) -> None:
    index = indexed(files, range(len(files)))
    alone = re.compile(rb"(?<![\w\x80-\xff])" + word + rb"(?![\w\x80-\xff])")
    loose = re.compile(rb"(?<!\w)" + word + rb"(?![\w\x80-\xff])")
    found = set(index.settled().holding(word))
    assert {str(n) for n, data in enumerate(files) if alone.search(data)} <= found
    assert found <= {str(n) for n, data in enumerate(files) if loose.search(data)}


@pytest.mark.parametrize(
    ("word", "expected"), [("A", True), ("Ab_9", True), ("a", False), ("", False), ("É", False)]
)
def test_only_exported_names_are_indexed(word: str, expected: bool) -> None:
    assert is_indexed(word.encode()) is expected


def test_mentions_stay_the_same_when_the_index_steps_in(tree: Callable[..., Workspace]) -> None:
    files = {f"p{n}/x.go": f"package p{n}\n\nvar Name{n} = some.Value{n % 3}\n" for n in range(9)}
    w = tree({"go.mod": "module m\n", **files})
    for _ in range(20):
        assert list(w.files_mentioning("Value2")) == ["p2/x.go", "p5/x.go", "p8/x.go"]
    changed = w.with_overlay({"p2/x.go": b"package p2\n", "new/n.go": b"package n // Value2\n"})
    assert list(changed.files_mentioning("Value2")) == ["new/n.go", "p5/x.go", "p8/x.go"]


def test_a_few_directories_are_searched_alone_until_there_is_an_index(
    tree: Callable[..., Workspace],
) -> None:
    files = {f"p{n}/x.go": f"package p{n}\n\nvar Name{n} = some.Value{n % 3}\n" for n in range(9)}
    w = tree({"go.mod": "module m\n", **files})
    root = w.root.as_posix()
    few, many = {f"{root}/p5"}, {f"{root}/p{n}" for n in range(9)}
    assert list(w.files_mentioning("Value2", few)) == ["p5/x.go"]
    assert list(w.files_mentioning("Value2", many)) == ["p2/x.go", "p5/x.go", "p8/x.go"]
    changed = w.with_overlay({"p5/n.go": b"package p5 // Value2\n"})
    assert list(changed.files_mentioning("Value2", few)) == ["p5/n.go", "p5/x.go"]
    w.index_words()
    assert "p5/x.go" in w.files_mentioning("Value2", few)


def test_answers_do_not_change_when_the_index_steps_in(
    tree: Callable[..., Workspace],
) -> None:
    files = {f"p{n}/x.go": f"package p{n}\n\nvar name{n} = some.Value{n % 3}\n" for n in range(9)}
    w = tree({"go.mod": "module m\n", **files})
    needles = [b"name1", b"some.Value2", b"\n\nvar", b"absent", b"", b"Value", b"package p3\n"]
    before = [list(w.files_containing(needle)) for needle in needles]
    for _ in range(20):
        list(w.files_containing(b"some"))
    assert [list(w.files_containing(needle)) for needle in needles] == before
    assert before[0] == ["p1/x.go"]
    changed = w.with_overlay({"p1/x.go": b"package p1\n", "new/n.go": b"package n // name1\n"})
    assert list(changed.files_containing(b"name1")) == ["new/n.go"]
