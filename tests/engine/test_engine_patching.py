"""Patches against files on disk: refused whole, or applied whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_kit import git
from journal_kit import contents

from gofixmap.engine.patching import plan, top_of
from gofixmap.engine.undo import take_back
from gofixmap.errors import GofixmapError, PatchError
from gofixmap.patch import Patch, diff_files, parse

BEFORE = {"a.go": b"a\n", "p/b.go": b"1\n2\n3\n4\n5\n6\n7\n"}
AFTER = {"a.go": b"A\n", "p/b.go": b"1\n2\n3\nfour\n5\n6\n7\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "p").mkdir(parents=True)
    for path, data in BEFORE.items():
        (root / path).write_bytes(data)
    return root


def between(before: dict[str, bytes], after: dict[str, bytes]) -> Patch:
    return parse(diff_files(before, after).render())


PATCH = between(BEFORE, AFTER)


def named(path: str) -> Patch:
    """A patch that makes, changes or would overwrite `path`."""
    return between({path: b"a\n"}, {path: b"A\n"})


@pytest.mark.parametrize(
    "path",
    [
        "../x.go",
        "p/../../x.go",
        "/etc/x.go",
        "//etc/x.go",
        ".git/hooks/pre-commit",
        "p/.git/config",
        ".GIT/config",
        "p/",
        "a\0b",
        "..",
        ".",
    ],
)
@pytest.mark.parametrize("kind", ["changed", "made", "removed"])
@pytest.mark.parametrize("prefix", ["", "p/"])
def test_names_that_lead_away_end_it_all(root: Path, path: str, kind: str, prefix: str) -> None:
    (file,) = diff_files(
        {path: b"a\n"} if kind != "made" else {}, {path: b"A\n"} if kind != "removed" else {}
    )
    with pytest.raises(GofixmapError) as caught:
        plan(Patch((*PATCH.files, file)), root, prefix=prefix)
    assert not isinstance(caught.value, PatchError), "it must end all, not be one of many"
    assert contents(root.parent) == {f"tree/{path}": data for path, data in BEFORE.items()}


@pytest.mark.parametrize("kind", ["file", "folder", "inside", "fifo", "directory", "dangling"])
def test_what_is_no_plain_file_ends_it_all(root: Path, tmp_path: Path, kind: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.go").write_bytes(b"a\n")
    path = "x.go"
    if kind == "file":
        (root / path).symlink_to(outside / "x.go")
    elif kind == "inside":
        (root / path).symlink_to(root / "a.go")
    elif kind == "dangling":
        (root / path).symlink_to(outside / "new.go")
    elif kind == "folder":
        (root / "link").symlink_to(outside)
        path = "link/x.go"
    elif kind == "fifo":
        os.mkfifo(root / path)
    else:
        (root / path).mkdir()
    for patch in (named(path), between({}, {path: b"new\n"})):
        with pytest.raises(GofixmapError, match=r"symbolic link|no regular file"):
            plan(patch, root)
    assert contents(outside) == {"x.go": b"a\n"}


def test_stale_context_is_told_with_its_lines_and_nothing_is_written(root: Path) -> None:
    (root / "p" / "b.go").write_bytes(BEFORE["p/b.go"].replace(b"6", b"six"))
    more = between({"gone.go": b"a\n"}, {"gone.go": b"b\n"})
    made = plan(Patch((*PATCH.files, *more.files)), root)
    assert [str(each).split(" (")[0] for each in made.problems] == [
        "p/b.go:6: the file has changed since the patch was made",
        "gone.go: the file to patch is not there",
    ]
    found = contents(root)
    with pytest.raises(PatchError):
        made.write()
    assert contents(root) == found


def test_a_file_that_is_there_is_not_made(root: Path) -> None:
    (problem,) = plan(between({}, {"a.go": b"new\n"}), root).problems
    assert "a.go: the patch makes a file that is there" in str(problem)


def test_a_file_with_more_lines_is_not_removed(root: Path) -> None:
    (root / "a.go").write_bytes(b"a\nmore\n")
    (problem,) = plan(between({"a.go": b"a\n"}, {}), root).problems
    assert "a.go: the patch removes a file that has more lines" in str(problem)


def test_it_is_applied_and_undone(root: Path) -> None:
    (root / "a.go").chmod(0o755)
    assert plan(PATCH, root).write() == ("a.go", "p/b.go")
    assert contents(root) == AFTER
    assert (root / "a.go").stat().st_mode & 0o777 == 0o755
    take_back(root)
    assert contents(root) == BEFORE


def test_files_come_and_go_with_their_folders(root: Path) -> None:
    (root / "a.go").chmod(0o640)
    patch = between({"a.go": b"a\n"}, {"new/deep/c.go": b"c\n"})
    plan(patch, root).write()
    assert contents(root) == {"new/deep/c.go": b"c\n", "p/b.go": BEFORE["p/b.go"]}
    plan(patch, root, reverse=True).write()
    assert contents(root) == BEFORE
    take_back(root)
    take_back(root)
    assert contents(root) == BEFORE
    assert not (root / "new").exists()
    assert (root / "a.go").stat().st_mode & 0o777 == 0o640


def test_the_other_way_round(root: Path) -> None:
    plan(PATCH, root).write()
    plan(PATCH, root, reverse=True).write()
    assert contents(root) == BEFORE


def test_a_file_that_is_in_the_patch_twice_is_patched_twice(root: Path) -> None:
    """As where the parts of a split patch are put together again."""
    second = between({"a.go": b"A\n"}, {"a.go": b"B\n"})
    both = Patch((*PATCH.files, *second.files))
    plan(both, root).write()
    assert (root / "a.go").read_bytes() == b"B\n"
    plan(both, root, reverse=True).write()
    assert contents(root) == BEFORE


def test_hunks_that_moved_are_told(root: Path) -> None:
    (root / "p" / "b.go").write_bytes(b"x\ny\n" + BEFORE["p/b.go"])
    made = plan(PATCH, root)
    assert made.notes == ("p/b.go: hunk 1 stands 2 lines further down than the patch says",)
    made.write()
    assert (root / "p" / "b.go").read_bytes() == b"x\ny\n" + AFTER["p/b.go"]


def test_a_prefix_is_put_before_each_path(root: Path) -> None:
    made = plan(between({"b.go": BEFORE["p/b.go"]}, {"b.go": b"new\n"}), root, prefix="p/")
    assert made.write() == ("p/b.go",)


def test_a_change_between_the_plan_and_the_write_stops_all(root: Path) -> None:
    made = plan(PATCH, root)
    (root / "p" / "b.go").write_bytes(b"mine\n")
    with pytest.raises(GofixmapError, match="has changed since"):
        made.write()
    assert contents(root) == {**BEFORE, "p/b.go": b"mine\n"}


def test_paths_begin_at_the_top_of_the_repository_or_of_the_workspace(root: Path) -> None:
    assert top_of(root / "p") == root / "p"
    (root / "go.mod").write_text("module example.com/a\n")
    assert top_of(root / "p") == root
    git(root.parent, "init", "-q")
    assert top_of(root / "p") == root.parent
