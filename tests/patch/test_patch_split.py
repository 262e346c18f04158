"""Parts of a patch, each of which applies alone, and what its lines add up to."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from git_kit import git
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.patch import Patch, diff_files, parse
from gofixmap.patch.apply import apply_files, apply_where_it_fits
from gofixmap.patch.split import NO_FIX, divided, split_codemods, split_files
from gofixmap.patch.stat import fixes_in, fixes_of, rows, totals

BEFORE = {path: b"".join(b"%d\n" % n for n in range(40)) for path in ("a/x.go", "a/y.go", "z.go")}


def patch_of(headings: dict[str, list[str]]) -> tuple[Patch, dict[str, bytes]]:
    """A patch with one hunk for each heading, ten lines apart."""
    after = {}
    for path, texts in headings.items():
        lines = BEFORE[path].splitlines(keepends=True)
        for number in range(len(texts)):
            lines[number * 10 + 5] = b"new\nlines\n"
        after[path] = b"".join(lines)
    data = diff_files({path: BEFORE[path] for path in after}, after).render()
    for path, texts in headings.items():
        first = data.index(b"+++ b/" + path.encode())
        head, rest = data[:first], data[first:]
        for text in texts:
            rest = rest.replace(b" @@\n", b" @@" + f" {text}".rstrip().encode() + b"\r", 1)
        data = head + rest.replace(b"\r", b"\n")
    return parse(data), after


def names(patch: Patch) -> dict[str, list[str]]:
    return {
        part.name: [hunk.heading for file in part.patch for hunk in file.hunks]
        for part in split_codemods(patch)
    }


def test_a_hunk_without_a_fix_is_in_a_part_of_its_own() -> None:
    patch, _ = patch_of({"z.go": ["", "map-mutex#1", "func f() {"]})
    assert names(patch) == {"map-mutex": ["map-mutex#1"], NO_FIX: ["", "func f() {"]}


def test_fixes_that_share_a_hunk_stay_whole() -> None:
    patch, _ = patch_of(
        {
            "a/x.go": ["map-mutex#1", "map-mutex#1, map-writeback#2", "map-writeback#2"],
            "z.go": ["map-mutex#3", "map-writeback#4", "map-writeback#2"],
        }
    )
    assert names(patch) == {
        "map-mutex": ["map-mutex#3"],
        "map-mutex+map-writeback": [
            "map-mutex#1",
            "map-mutex#1, map-writeback#2",
            "map-writeback#2",
            "map-writeback#2",
        ],
        "map-writeback": ["map-writeback#4"],
    }
    assert not divided(split_codemods(patch))


def test_what_hangs_together_over_others_stays_together() -> None:
    patch, _ = patch_of({"z.go": ["a#1, b#2", "b#2, c#3", "c#4"]})
    assert names(patch) == {"a+b+c": ["a#1, b#2", "b#2, c#3"], "c": ["c#4"]}


def test_fixes_in_several_parts_are_told() -> None:
    patch, _ = patch_of({"a/x.go": ["a#1"], "a/y.go": ["a#1, b#2"], "z.go": ["c#3"]})
    by_file = split_files(patch, lambda path: path)
    assert divided(by_file) == {"a#1": ("a/x.go", "a/y.go")}
    assert not divided(split_files(patch, lambda path: path.rpartition("/")[0]))


def test_files_that_come_or_go_empty_are_in_one_part_only() -> None:
    empty = b"diff --git a/e b/e\nnew file mode 100644\n"
    patch, _ = patch_of({"z.go": ["a#1", "b#2"]})
    parts = split_codemods(parse(patch.render() + empty))
    assert [part.name for part in parts if any(not file.hunks for file in part.patch)] == [NO_FIX]


@given(st.data())
def test_each_part_applies_alone_and_all_give_the_whole(data: st.DataObject) -> None:
    heading = st.sampled_from(["a#1", "a#2", "b#3", "a#1, b#3", "c#4", "b#5, c#6", "", "c#6"])
    patch, after = patch_of(
        {path: data.draw(st.lists(heading, min_size=1, max_size=3)) for path in BEFORE}
    )
    for parts in (split_codemods(patch), split_files(patch, lambda path: path)):
        now = dict(BEFORE)
        order = data.draw(st.permutations(parts))
        for part in order:
            rendered = parse(part.patch.render())
            apply_files(rendered, BEFORE.get)
            for file in rendered:
                now[file.path], _ = apply_where_it_fits(file, now[file.path])
        assert now == after
        assert sum(part.patch.added for part in parts) == patch.added


@pytest.mark.parametrize(
    "headings",
    [
        {"z.go": ["a#1"]},
        {"z.go": ["a#1, b#2", "a#1", "c#3; a#4"], "a/x.go": [""]},
    ],
)
def test_the_table_is_that_of_git(headings: dict[str, list[str]], tmp_path: Path) -> None:
    patch, _ = patch_of(headings)
    long = "d" * 30 + "/" + "e" * 30 + "/" + "f" * 30 + ".go"
    more = diff_files({long: b"a\n" * 300}, {long: b"b\n" * 200 + b"a\n" * 20, "new.go": b"c\n"})
    git(tmp_path, "init", "-q")
    for path, content in {**BEFORE, long: b"a\n" * 300}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    for each in (patch, Patch(tuple(sorted([*patch, *more], key=lambda file: file.path)))):
        git(tmp_path, "reset", "-q", "--hard")
        (tmp_path / ".git" / "p").write_bytes(each.render())
        git(tmp_path, "apply", "--index", ".git/p")
        command = ["git", "diff", "--cached", "--stat=80"]
        said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
        ours = [f" {row.name} | {row.count} {row.plus}{row.minus}" for row in rows(each)]
        assert said == "".join(f"{line}\n" for line in [*ours, f" {totals(each)}"])


def test_fixes_are_counted_once() -> None:
    patch, _ = patch_of({"z.go": ["a#1, b#2", "a#1", "c#3; a#4"]})
    assert fixes_of(patch) == {"a": 2, "b": 1, "c": 1}
    assert fixes_in(patch) == "4 fixes in 3 hunks"


def test_a_fix_of_two_codemods_is_one() -> None:
    patch, _ = patch_of({"z.go": ["a#1, b#1", "a#1, b#1"]})
    assert fixes_of(patch) == {"a": 1, "b": 1}
    assert fixes_in(patch) == "1 fix in 2 hunks"


def test_without_headings_no_fixes_are_counted() -> None:
    patch, _ = patch_of({"z.go": [""]})
    assert fixes_in(patch) == ""
