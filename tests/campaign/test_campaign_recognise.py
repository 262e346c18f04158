"""Shards that a commit has, and shards that no longer fit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import FILES, campaign, copied_state, git, write

from gofixmap.campaign.export import export_branches
from gofixmap.campaign.model import ShardState
from gofixmap.campaign.recognise import refresh
from gofixmap.campaign.repository import Repository
from gofixmap.campaign.state import Store
from gofixmap.errors import UsageError

ONE, TWO = "one", "two"  # of a/ with two files, and of b/ with one


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def store(planned: Path, root: Path, tmp_path: Path) -> Iterator[Store]:
    with copied_state(planned, root, tmp_path / "state.db") as store:
        export_branches(store, Repository.around(root), "fix")
        yield store


def key_of(store: Store, owner: str) -> str:
    return next(e.shard.key for e in store.entries() if e.shard.owners == (f"@{owner}",))


def states(store: Store) -> dict[str, tuple[str, str]]:
    return {e.shard.owners[0][1:]: (str(e.state), e.reason) for e in store.entries()}


def commit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, {path: text.replace(old, new, 1)})
    git(root, "commit", "-q", "-a", "-m", "change")


def test_nothing_has_happened(store: Store) -> None:
    assert refresh(store) == ()
    assert {state for state, _ in states(store).values()} == {"exported"}


def test_other_lines_of_its_files_do_not_matter(store: Store, root: Path) -> None:
    commit(root, "b/count.go", "package b\n", "// Package b counts.\npackage b\n")
    commit(root, "d/sound.go", "Sound", "Silence")
    assert refresh(store) == ()


def test_a_change_of_the_same_lines_is_a_conflict_until_it_is_gone(
    store: Store, root: Path
) -> None:
    commit(root, "b/count.go", "var counts map[string]int", "var counts map[string]int // none")
    (seen,) = refresh(store)
    assert (seen.key, seen.state) == (key_of(store, TWO), ShardState.CONFLICT)
    assert seen.reason == "b/count.go has changed in the same lines"
    name = f"fix/{seen.key}"
    git(root, "merge", name, status=1)
    git(root, "merge", "--abort")
    commit(root, "b/count.go", " // none", "")
    (seen,) = refresh(store)
    assert seen.state is ShardState.EXPORTED


def test_what_nobody_has_exported_is_stale_and_no_conflict(root: Path, tmp_path: Path) -> None:
    with campaign(root, tmp_path / "other.db") as store:
        commit(root, "b/count.go", "var counts map[string]int", "var counts map[string]int // none")
        (seen,) = refresh(store)
        assert seen.state is ShardState.STALE


def test_a_file_that_is_gone_is_a_conflict(store: Store, root: Path) -> None:
    git(root, "rm", "-q", "b/count.go")
    git(root, "commit", "-q", "-m", "remove")
    (seen,) = refresh(store)
    assert seen.reason == "b/count.go is not there any more"


@pytest.mark.parametrize("is_repository", [True, False], ids=["submodule", "untracked"])
def test_a_file_that_was_in_no_commit_is_not_gone(
    root: Path, tmp_path: Path, is_repository: bool
) -> None:
    sub = root / "b" / "sub"
    write(sub, {"count.go": FILES["b/count.go"].replace("package b", "package sub")})
    if is_repository:
        git(sub, "init", "-q")
        for folder in (sub, root):
            git(folder, "add", "-A")
            git(folder, "commit", "-q", "-m", "a submodule")
    with campaign(root, tmp_path / "other.db") as store:
        (seen,) = refresh(store)
        assert (seen.key, seen.state) == (key_of(store, TWO), ShardState.DONE)
        words = "b/sub/count.go is not in the commit that the campaign was planned on"
        assert seen.reason == words
        assert refresh(store) == ()
        if not is_repository:
            git(root, "add", "-A")
            git(root, "commit", "-q", "-m", "the file")
            (seen,) = refresh(store)
            assert (seen.state, seen.reason) == (ShardState.DONE, "")


def test_a_part_is_not_merged(store: Store, root: Path) -> None:
    git(root, "checkout", "-q", f"fix/{key_of(store, ONE)}", "--", "a/meter.go")
    git(root, "commit", "-q", "-m", "a part")
    (seen,) = refresh(store)
    assert (seen.state, seen.reason) == (ShardState.EXPORTED, "1 of 2 files are merged")


@pytest.mark.parametrize("how", ["merge", "squash", "rebase", "pick", "patch"])
def test_it_does_not_matter_how_it_was_merged(store: Store, root: Path, how: str) -> None:
    key = key_of(store, ONE)
    name = f"fix/{key}"
    if how != "patch":  # which names the beginning of the file
        commit(root, "a/count.go", "package a\n", "// Package a counts.\npackage a\n")
    if how == "merge":
        git(root, "merge", "-q", "--no-edit", name)
    elif how == "squash":
        git(root, "merge", "-q", "--squash", name)
        git(root, "commit", "-q", "-m", "all at once")
    elif how == "rebase":
        git(root, "checkout", "-q", "-b", "mine", name)
        git(root, "rebase", "-q", "main")
        git(root, "checkout", "-q", "main")
        git(root, "merge", "-q", "--ff-only", "mine")
    elif how == "pick":
        git(root, "cherry-pick", name)
    else:
        made = store.made(key)
        assert made is not None
        subprocess.run(["git", "apply", "-"], cwd=root, input=made.patch, check=True)
        git(root, "commit", "-q", "-a", "-m", "by hand")
    (seen,) = refresh(store)
    assert (seen.key, seen.state) == (key, ShardState.MERGED)
    assert refresh(store) == ()


def test_what_somebody_has_built_on_is_merged(store: Store, root: Path) -> None:
    git(root, "merge", "-q", "--no-edit", f"fix/{key_of(store, TWO)}")
    commit(
        root, "b/count.go", "counts := make(map[string]int)", "counts := make(map[string]int, 9)"
    )
    (seen,) = refresh(store)
    assert seen.state is ShardState.MERGED
    git(root, "rm", "-q", "b/count.go")
    git(root, "commit", "-q", "-m", "remove")
    assert refresh(store) == ()


def test_a_file_that_was_moved_with_its_change_is_merged(store: Store, root: Path) -> None:
    git(root, "merge", "-q", "--no-edit", f"fix/{key_of(store, TWO)}")
    git(root, "mv", "b/count.go", "b/moved.go")
    git(root, "commit", "-q", "-m", "move")
    (seen,) = refresh(store)
    assert seen.state is ShardState.MERGED


def test_a_file_that_was_moved_without_its_change_still_merges(store: Store, root: Path) -> None:
    git(root, "mv", "b/count.go", "b/moved.go")
    git(root, "commit", "-q", "-m", "move")
    assert refresh(store) == ()
    git(root, "merge", "-q", "--no-edit", f"fix/{key_of(store, TWO)}")


@pytest.mark.parametrize(("squashed", "state"), [(False, "conflict"), (True, "exported")])
def test_a_change_that_was_taken_back(store: Store, root: Path, squashed: bool, state: str) -> None:
    name = f"fix/{key_of(store, TWO)}"
    if squashed:
        git(root, "merge", "-q", "--squash", name)
        git(root, "commit", "-q", "-m", "all at once")
        refresh(store)
        git(root, "revert", "--no-edit", "HEAD")
    else:
        git(root, "merge", "-q", "--no-ff", "--no-edit", name)
        refresh(store)
        assert states(store)[TWO] == ("merged", "")
        git(root, "revert", "--no-edit", "-m", "1", "HEAD")
    refresh(store)
    assert states(store)[TWO][0] == state
    merged = git(root, "merge", "--no-edit", name)
    assert ("Already up to date" in merged) is (state == "conflict")


def test_a_branch_that_was_merged_without_its_change_will_not_merge_again(
    store: Store, root: Path
) -> None:
    name = f"fix/{key_of(store, TWO)}"
    git(root, "merge", "-q", "--no-edit", "--strategy", "ours", name)
    (seen,) = refresh(store)
    assert (seen.key, seen.state) == (key_of(store, TWO), ShardState.CONFLICT)
    assert "Already up to date" in git(root, "merge", "--no-edit", name)


def test_git_goes_once_through_the_history_for_all_shards(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = subprocess.run

    def counted(command: list[str], **more: Any) -> Any:  # noqa: ANN401 - as subprocess has it
        asked.extend(word for word in command if word in ("log", "config"))
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    refresh(store)
    assert asked.count("log") == 0
    commit(root, "d/sound.go", "Sound", "Silence")
    refresh(store)
    assert asked.count("log") == 1
    assert asked.count("config") <= 2  # one for each repository that was opened


def test_another_branch_can_be_asked_about(store: Store, root: Path) -> None:
    git(root, "checkout", "-q", "-b", "release")
    git(root, "merge", "-q", "--no-edit", f"fix/{key_of(store, TWO)}")
    git(root, "checkout", "-q", "main")
    assert refresh(store) == ()
    with pytest.raises(UsageError, match="no commit is named 'no-such-branch'"):
        refresh(store, "no-such-branch")
    (seen,) = refresh(store, "release")
    assert seen.state is ShardState.MERGED


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    write(root, FILES)
    with campaign(root.resolve(), tmp_path / "state.db") as store:
        assert refresh(store) == ()
