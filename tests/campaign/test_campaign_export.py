"""Shards as branches of a real repository."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import (
    FILES,
    NIL_MAP,
    campaign,
    git,
    repository,
    snapshot,
    write,
)

from gofixmap.campaign.export import export_branches
from gofixmap.campaign.model import By, ShardState
from gofixmap.campaign.repository import Repository
from gofixmap.campaign.state import Store
from gofixmap.errors import EnvironmentProblem, GofixmapError, UsageError
from gofixmap.scratch import prefix_of

pytestmark = pytest.mark.usefixtures("home")


def branches(root: Path) -> dict[str, str]:
    listed = git(root, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads/fix")
    return dict(line.split(" ") for line in listed.splitlines())


def export(store: Store, root: Path, prefix: str = "fix") -> list[str]:
    """The branches; shards that are left fail the test."""
    done, left = export_branches(store, Repository.around(root), prefix)
    assert left == []
    return [each.branch for each in done]


def test_a_branch_of_somebody_else_is_refused_and_none_is_made(store: Store, root: Path) -> None:
    key = store.entries()[1].shard.key
    git(root, "branch", f"fix/{key}")
    with pytest.raises(UsageError, match=f"the branch fix/{key} is there"):
        export(store, root)
    assert list(branches(root)) == [f"fix/{key}"]
    assert {entry.state for entry in store.entries()} == {ShardState.DONE}


def test_a_branch_that_somebody_has_gone_on_with_is_refused(store: Store, root: Path) -> None:
    first = export(store, root)[0]
    git(root, "checkout", "-q", first)
    git(root, "commit", "-q", "--allow-empty", "-m", "more")
    git(root, "checkout", "-q", "main")
    before = branches(root)
    with pytest.raises(UsageError, match="not as an export has left it"):
        export(store, root)
    assert branches(root) == before


@pytest.mark.parametrize("unborn", [False, True])
def test_a_branch_that_is_checked_out_is_refused(store: Store, root: Path, unborn: bool) -> None:
    key = store.entries()[0].shard.key
    if unborn:
        git(root, "symbolic-ref", "HEAD", f"refs/heads/fix/{key}")
    else:
        git(root, "checkout", "-q", "-b", f"fix/{key}")
    with pytest.raises(UsageError, match="is checked out"):
        export(store, root)


@pytest.mark.parametrize("prefix", ["", "-x", "a..b", "a b", "a~", "@{", "/", ".", "x.lock/"])
def test_what_git_takes_for_no_name_is_refused(store: Store, root: Path, prefix: str) -> None:
    with pytest.raises(UsageError):
        export(store, root, prefix)
    assert git(root, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_prefix_that_is_a_branch_itself_is_an_error_and_none_is_made(
    store: Store, root: Path
) -> None:
    git(root, "branch", "fix")
    with pytest.raises(EnvironmentProblem):
        export(store, root)
    assert list(branches(root)) == ["fix"]


def test_a_name_is_asked_of_the_users_settings_alone(
    store: Store, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "home" / ".gitconfig").unlink()
    with pytest.raises(EnvironmentProblem):
        export(store, root)
    assert branches(root) == {}


def test_a_shard_with_uncommitted_changes_is_left_and_the_others_are_made(
    root: Path, tmp_path: Path
) -> None:
    changed = FILES["b/count.go"].replace("counts", "totals")
    write(root, {"b/count.go": changed})
    with campaign(root, tmp_path / "state.db") as store:
        done, left = export_branches(store, Repository.around(root), "fix")
        assert len(done) == 2
        (other,) = left
        assert "b/count.go had uncommitted changes" in other.reason
        assert all(other.key not in name for name in branches(root))


def test_a_new_file_that_is_not_committed_is_left(root: Path, tmp_path: Path) -> None:
    write(root, {"e/count.go": NIL_MAP.format(name="e")})
    with campaign(root, tmp_path / "state.db", By.DIRECTORY) as store:
        done, left = export_branches(store, Repository.around(root), "fix")
    assert len(done) == 3
    assert "is not in the commit" in left[0].reason


def test_without_a_commit_there_is_nothing_to_start_from(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    write(root, FILES)
    with campaign(root.resolve(), tmp_path / "state.db") as store:
        with pytest.raises(EnvironmentProblem, match="no git repository"):
            Repository.around(root)
        git(root, "init", "-q")
        with pytest.raises(EnvironmentProblem, match="not in the repository"):
            export(store, root)


def test_what_has_not_been_run_is_left(root: Path, tmp_path: Path) -> None:
    with campaign(root, tmp_path / "state.db") as store:
        key = store.entries()[0].shard.key
        store.move(key, ShardState.PLANNED)
        done, left = export_branches(store, Repository.around(root), "fix")
        assert [(each.key, each.reason) for each in left] == [(key, "it has not been run yet")]
        assert len(done) == 2
        with pytest.raises(UsageError, match="no shard 'x'"):
            export_branches(store, Repository.around(root), "fix", ["x"])


def test_nothing_of_the_users_is_touched(store: Store, root: Path) -> None:
    write(root, {"d/sound.go": "package d\n\n// half done\n", "new.go": "package m\n"})
    git(root, "stash", "-u")
    write(root, {"d/sound.go": "package d\n\n// staged\n"})
    git(root, "add", "d/sound.go")
    write(root, {"d/sound.go": "package d\n\n// not staged\n", "other.go": "package m\n"})
    before = snapshot(root)
    names = export(store, root)
    assert len(names) == 3
    assert snapshot(root) == before


def test_nothing_of_the_repository_is_run(store: Store, root: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    hooks = root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-checkout", "pre-commit", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    for key in ("filter.x.clean", "filter.x.process", "core.fsmonitor", "merge.x.driver"):
        git(root, "config", key, f"touch {mark}")
    git(root, "config", "gpg.program", f"{hooks}/pre-commit")
    git(root, "config", "commit.gpgSign", "true")
    (root / ".gitattributes").write_text("* filter=x merge=x\n", encoding="utf-8")
    assert export(store, root)
    assert not mark.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="folders are locked on POSIX")
def test_a_work_tree_that_a_killed_verify_has_left_goes(
    store: Store, root: Path, tmp_path: Path
) -> None:
    left = tmp_path / f"{prefix_of('worktree')}dead" / "gofixmap-worktree-0a"
    git(root, "worktree", "add", "-q", "--detach", str(left))
    export(store, root)
    assert not left.parent.exists()
    assert not (root / ".git" / "worktrees").exists()


def test_a_second_export_changes_nothing(store: Store, root: Path) -> None:
    export(store, root)
    before = branches(root)
    done, _ = export_branches(store, Repository.around(root), "fix")
    assert not any(each.is_new for each in done)
    assert branches(root) == before
    assert {entry.state for entry in store.entries()} == {ShardState.EXPORTED}


def test_an_export_that_was_killed_behind_the_branches_goes_on(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Repository.move_branches

    def killed(self: Repository, moves: dict[str, tuple[str, str]]) -> None:
        moved(self, moves)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Repository, "move_branches", killed)
        with pytest.raises(KeyboardInterrupt):
            export(store, root)
    before = branches(root)
    assert len(before) == 3
    assert sorted(export(store, root)) == sorted(before)
    assert branches(root) == before
    assert {entry.state for entry in store.entries()} == {ShardState.EXPORTED}


def test_a_branch_of_ours_follows_a_new_plan(root: Path, tmp_path: Path) -> None:
    with campaign(root, tmp_path / "state.db") as store:
        export(store, root)
    before = branches(root)
    write(root, {"a/count.go": "// Package a counts.\n" + FILES["a/count.go"]})
    git(root, "commit", "-q", "-a", "-m", "say what a is")
    with campaign(root, tmp_path / "state.db") as store:
        export(store, root)
    after = branches(root)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in after)  # all start from the new commit
    for name in after:
        assert git(root, "rev-parse", f"{name}^") == git(root, "rev-parse", "main")


def test_modes_stay_and_links_are_left(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    (root / "b" / "count.go").chmod(0o755)
    git(root, "commit", "-q", "-a", "-m", "executable")
    with campaign(root, tmp_path / "state.db") as store:
        export(store, root)
    listed = [git(root, "ls-tree", name, "b/count.go").split(" ")[0] for name in branches(root)]
    assert set(listed) == {"100755"}


def test_line_ends_that_git_turns_around_are_turned_back(tmp_path: Path) -> None:
    root = repository(tmp_path / "tree")
    git(root, "config", "core.autocrlf", "true")
    (root / "b" / "count.go").write_bytes(FILES["b/count.go"].replace("\n", "\r\n").encode())
    with campaign(root, tmp_path / "state.db") as store:
        export(store, root)
    for name in branches(root):
        assert "\r" not in git(root, "show", f"{name}:b/count.go")
        assert len(git(root, "diff", "--numstat", "main", name).splitlines()) <= 2


@pytest.mark.parametrize(("below", "init"), [("", "--object-format=sha256"), ("go/src/", "-q")])
def test_other_repositories(tmp_path: Path, below: str, init: str) -> None:
    files = {path if path.startswith(".") else below + path: text for path, text in FILES.items()}
    top = repository(tmp_path / "tree", files, init)
    with campaign(top / below, tmp_path / "state.db") as store:
        names = export(store, top / below)
        after = {p: d for e in store.entries() for p, d in store.made(e.shard.key).after.items()}  # type: ignore[union-attr]
    for name in names:
        git(top, "merge", "-q", "--no-edit", name)
    assert {path: (top / below / path).read_bytes() for path in after} == after


def test_branches_merge_in_any_order_to_the_one_big_patch(
    store: Store, root: Path, go: Path, go_env: dict[str, str], tmp_path: Path
) -> None:
    def build(folder: Path) -> None:
        subprocess.run([go, "vet", "./..."], cwd=folder, env=go_env, check=True)

    names = export(store, root)
    big = tmp_path / "big"
    git(tmp_path, "clone", "-q", str(root), str(big))
    for entry in store.entries():
        made = store.made(entry.shard.key)
        assert made is not None
        subprocess.run(["git", "apply", "-"], cwd=big, input=made.patch, check=True)
    build(big)
    git(big, "add", "-A")
    wanted = git(big, "write-tree")
    alone = tmp_path / "alone"
    git(tmp_path, "clone", "-q", str(root), str(alone))
    for name in names:
        git(alone, "checkout", "-q", f"origin/{name}")
        build(alone)
    for seed in range(4):
        random.Random(seed).shuffle(names)
        git(alone, "checkout", "-q", "--detach", "origin/main")
        for name in names:
            git(alone, "merge", "-q", "--no-edit", f"origin/{name}")
        assert git(alone, "rev-parse", "HEAD^{tree}") == wanted


def test_the_message_names_the_shard_and_nothing_else_can(root: Path, tmp_path: Path) -> None:
    evil = "* @all\n/a/ @x\\nGofixmap-Shard:evil\n"
    write(root, {".github/CODEOWNERS": evil})
    git(root, "commit", "-q", "-a", "-m", "owners")
    with campaign(root, tmp_path / "state.db") as store:
        for name in export(store, root):
            trailers = git(
                root, "log", "-1", "--format=%(trailers:key=Gofixmap-Shard,valueonly)", name
            )
            assert trailers in {entry.shard.key for entry in store.entries()}
            assert git(root, "log", "-1", "--format=%an <%ae>", name) == "Ada <ada@example.com>"
            assert all(
                len(line) <= 80 for line in git(root, "log", "-1", "--format=%B", name).split("\n")
            )


def test_a_missing_git_is_told(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GofixmapError, match="git is not installed"):
        export(store, root)


def test_who_has_no_name_is_told_of_the_settings(
    store: Store, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    with pytest.raises(EnvironmentProblem, match="who makes the commits") as told:
        export_branches(store, Repository.around(root), "fix")
    assert "user.name" in told.value.hint
    assert git(root, "branch", "--format=%(refname:short)") == "main"
