"""Diffs that git takes: odd contents, odd names, and their way back through unidiff."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gofixmap.errors import PatchError
from gofixmap.patch import (
    FilePatch,
    Hunk,
    apply_patch,
    parse,
    quoted,
    select_hunks,
    unified_diff,
    unquoted,
)
from gofixmap.patch.lines import opcodes, split_lines
from gofixmap.patch.myers import matching_runs

GIT = ["git", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "apply"]


def git_apply(folder: Path, before: Mapping[str, bytes | None], patch: bytes) -> dict[str, bytes]:
    """What git makes of `before` with the patch; fails where git refuses it."""
    for path, data in before.items():
        if data is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    for arguments in (["--check"], []):
        done = subprocess.run([*GIT, *arguments, "-"], cwd=folder, input=patch, capture_output=True)
        assert done.returncode == 0, done.stderr.decode() + patch.decode("utf-8", "replace")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


NAMES = [
    "a.go",
    "dir/sub dir/a b.go",
    "tab\there.go",
    'quote".go',
    "back\\slash.go",
    "line\nfeed.go",
    "naïve-日本.go",
    "x b/y.go",
    " leading and trailing ",
    "-dash.go",
    'a "b.go',
    '"whole"',
    "--- a/x",
    "raw\udcff.go",
]


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str, tmp_path: Path) -> None:
    before, after = {name: b"one\ntwo\n"}, {name: b"one\n2\n"}
    patch = unified_diff(before, after)
    assert git_apply(tmp_path, before, patch) == after
    assert [file.path for file in parse(patch)] == [name]
    assert unquoted(quoted(name)) == name


CONTENTS = {
    "crlf": (b"a\r\nb\r\n", b"a\r\nc\r\n"),
    "one crlf becomes lf": (b"a\r\nb\n", b"a\nb\n"),
    "bom": (b"\xef\xbb\xbfpackage a\n", b"\xef\xbb\xbfpackage b\n"),
    "bom goes": (b"\xef\xbb\xbfpackage a\n", b"package a\n"),
    "no final newline": (b"a\nb", b"a\nc"),
    "final newline comes": (b"a\nb", b"a\nb\n"),
    "final newline goes": (b"a\nb\n", b"a\nb"),
    "from empty": (b"", b"a\n"),
    "to empty": (b"a\n", b""),
    "from empty, no newline": (b"", b"a"),
    "form feed": (b"a\x0cb\nc\n", b"a\x0cb\nd\n"),
    "vertical tab": (b"a\x0b\nc\n", b"a\x0b\nd\n"),
    "unicode separators": (
        "a\u2028b\u2029c\x85\nx\n".encode(),
        "a\u2028b\u2029c\x85\ny\n".encode(),
    ),
    "lone carriage returns": (b"a\rb\rc\nx\n", b"a\rb\rc\ny\n"),
    "carriage return at the end": (b"a\nb\r", b"a\nc\r"),
    "like headers": (
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline at end of file\n",
        b"--- a/y\n+++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/y\n\\ No newline\n",
    ),
    "removed dashes": (b"-- a/x\n++ b/x\n", b"++ b/x\n-- a/x\n"),
    "latin-1": (b"caf\xe9\nx\n", b"caf\xe9\ny\n"),
    "blank lines": (b"\n\n\n\n", b"\n\nx\n\n\n"),
    "far hunks": (
        b"".join(b"%d\n" % n for n in range(99)),
        b"".join(b"%d\n" % n for n in range(99))
        .replace(b"\n5\n", b"\nfive\n")
        .replace(b"\n90\n", b"\n"),
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(name: str, tmp_path: Path) -> None:
    old, new = CONTENTS[name]
    patch = unified_diff({"a.go": old}, {"a.go": new})
    assert git_apply(tmp_path, {"a.go": old}, patch) == {"a.go": new}
    assert apply_patch(parse(patch), {"a.go": old}.__getitem__) == {"a.go": new}
    assert parse(patch).render() == patch


def test_created_and_deleted_files(tmp_path: Path) -> None:
    before: dict[str, bytes | None] = {"gone.go": b"a\n", "kept.go": b"k\n", "none.go": None}
    after: dict[str, bytes | None] = {"gone.go": None, "kept.go": b"k\n", "none.go": b"new\n"}
    patch = unified_diff(before, after)
    assert git_apply(tmp_path, before, patch) == {"kept.go": b"k\n", "none.go": b"new\n"}
    with pytest.raises(PatchError, match="creates or deletes"):
        apply_patch(parse(patch), lambda path: b"")


def test_a_small_change_is_a_small_hunk() -> None:
    old = b"package a\n\nfunc f() {\n\tm[k].x = 1\n\tg()\n}\n"
    new = old.replace(b"\tm[k].x = 1\n", b"\tv := m[k]\n\tv.x = 1\n\tm[k] = v\n")
    assert unified_diff({"b/a.go": old}, {"b/a.go": new}).decode() == (
        "diff --git a/b/a.go b/b/a.go\n--- a/b/a.go\n+++ b/b/a.go\n@@ -1,6 +1,8 @@\n"
        " package a\n \n func f() {\n-\tm[k].x = 1\n+\tv := m[k]\n+\tv.x = 1\n+\tm[k] = v\n"
        " \tg()\n }\n"
    )


def test_unchanged_files_have_no_diff() -> None:
    assert unified_diff({"a.go": b"x", "b.go": None}, {"a.go": b"x", "b.go": None}) == b""


_LINES = st.sampled_from([b"a", b"b", b"", b"\r", b"-", b"+x", b"--- a/q", b"\\ No", b"\x0c", b"}"])
_TEXT = st.builds(
    lambda lines, last: b"".join(line + b"\n" for line in lines) + last,
    st.lists(_LINES, max_size=25),
    st.sampled_from([b"", b"end", b"\r"]),
)


@given(_TEXT, _TEXT, st.integers(0, 4))
def test_any_two_texts_round_trip(old: bytes, new: bytes, context: int) -> None:
    patch = unified_diff({"a.go": old}, {"a.go": new}, context=context)
    parsed = parse(patch)
    assert parsed.render() == patch
    if old != new:
        assert apply_patch(parsed, {"a.go": old}.__getitem__) == {"a.go": new}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=12))
def test_git_agrees(pairs: list[tuple[bytes, bytes]], tmp_path: Path) -> None:
    before = {f"{number}.go": old for number, (old, _) in enumerate(pairs)}
    after = {f"{number}.go": new for number, (_, new) in enumerate(pairs)}
    patch = unified_diff(before, after)
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    if patch:
        assert git_apply(folder, before, patch) == after


@given(st.lists(_LINES, max_size=60), st.lists(_LINES, max_size=60))
def test_opcodes_cover_both_texts(old: list[bytes], new: list[bytes]) -> None:
    rebuilt: list[bytes] = []
    at = 0
    for tag, i, i_end, j, j_end in opcodes(old, new):
        assert i == at
        rebuilt += old[i:i_end] if tag == "equal" else new[j:j_end]
        at = i_end
    assert at == len(old)
    assert rebuilt == new


@given(st.lists(_LINES, max_size=30), st.lists(_LINES, max_size=30))
def test_matching_runs_match(old: list[bytes], new: list[bytes]) -> None:
    i = j = 0
    for a, b, length in matching_runs(old, new) or ():
        assert a >= i and b >= j and length > 0
        assert old[a : a + length] == new[b : b + length]
        i, j = a + length, b + length
    if old == new:
        assert matching_runs(old, new) == ([(0, 0, len(old))] if old else [])


@given(st.binary(max_size=60))
def test_lines_are_the_text(data: bytes) -> None:
    assert b"".join(split_lines(data)) == data


def is_number(number: int, file: FilePatch, hunk: Hunk) -> bool:
    return file.hunks.index(hunk) == number


def test_selected_hunks_apply_alone(tmp_path: Path) -> None:
    old = b"".join(b"%d\n" % number for number in range(100))
    new = (
        old.replace(b"\n5\n", b"\n5\nfive\nfifth\n")
        .replace(b"\n50\n", b"\n")
        .replace(b"\n90\n", b"\nx\n")
    )
    patch = parse(unified_diff({"a.go": old}, {"a.go": new}))
    assert len(patch.files[0].hunks) == 3
    for chosen in range(3):
        part = select_hunks(patch, partial(is_number, chosen))
        folder = tmp_path / str(chosen)
        folder.mkdir()
        after = git_apply(folder, {"a.go": old}, part.render())
        assert apply_patch(part, {"a.go": old}.__getitem__) == after
        assert unified_diff({"a.go": old}, after) == part.render()
    assert select_hunks(patch, lambda file, hunk: False).render() == b""
    assert select_hunks(patch, lambda file, hunk: True) == patch


@pytest.mark.parametrize(
    ("data", "where"),
    [(b"one\ntwo\nfour\n", "a.go:3"), (b"one\ntwo\n", "a.go:3"), (b"", "a.go:1")],
)
def test_stale_contents_are_refused_by_line(data: bytes, where: str) -> None:
    patch = parse(unified_diff({"a.go": b"one\ntwo\nthree\n"}, {"a.go": b"one\n2\nthree\n"}))
    with pytest.raises(PatchError, match="changed since") as caught:
        apply_patch(patch, lambda path: data)
    assert caught.value.where == where


@pytest.mark.parametrize(
    "data",
    [
        b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n",
        b"@@ -1 +1 @@\n-a\n+b\n",
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n*b\n",
        b'diff --git "a/\\q" "b/\\q"\n--- "a/\\q"\n+++ "b/\\q"\n@@ -1 +1 @@\n-a\n+b\n',
        b"+++ b/x\n",
    ],
)
def test_what_is_no_patch_is_refused(data: bytes) -> None:
    with pytest.raises(PatchError):
        parse(data)


def test_text_without_a_patch_has_no_files() -> None:
    assert parse(b"just a letter\nwith lines\n").files == ()


def test_opcodes_cover_long_repetitive_texts() -> None:
    rng = random.Random(3)
    for _ in range(20):
        old = [rng.choice([b"a", b"b", b"c", b"d"]) for _ in range(rng.randint(500, 1500))]
        new = list(old)
        for _ in range(rng.randint(1, 60)):
            at = rng.randrange(len(new))
            new[at : at + rng.randint(0, 3)] = [rng.choice([b"a", b"x"])] * rng.randint(0, 3)
        rebuilt: list[bytes] = []
        changed = 0
        for tag, i, i_end, j, j_end in opcodes(old, new):
            assert tag != "equal" or old[i:i_end] == new[j:j_end]
            rebuilt += new[j:j_end]
            changed += 0 if tag == "equal" else i_end - i + j_end - j
        assert rebuilt == new
        assert changed < 400


def test_long_texts_without_likeness_are_replaced() -> None:
    old = b"".join(b"a%d\n" % (number % 7) for number in range(9000))
    new = b"".join(b"b%d\n" % (number % 7) for number in range(9000))
    started = time.process_time()
    patch = parse(unified_diff({"a.go": old}, {"a.go": new}))
    assert time.process_time() - started < 10
    assert [(hunk.removed, hunk.added) for hunk in patch.files[0].hunks] == [(9000, 9000)]


def test_two_megabytes_take_no_time() -> None:
    lines = [b"\tline%d()\n" % (number % 5000) for number in range(150_000)]
    new = list(lines)
    new[3] = b"first\n"
    new[75_000:75_001] = [b"v := m[k]\n", b"v.x = 1\n", b"m[k] = v\n"]
    new[-2] = b"last\n"
    old_data, new_data = b"".join(lines), b"".join(new)
    started = time.process_time()
    patch = unified_diff({"a.go": old_data}, {"a.go": new_data})
    assert time.process_time() - started < 5
    assert [(hunk.removed, hunk.added) for hunk in parse(patch).files[0].hunks] == [
        (1, 1),
        (1, 3),
        (1, 1),
    ]
