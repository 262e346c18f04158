"""All of a run's files on disk, or none."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import which

import pytest
from git_kit import git

from gofixmap.engine import swap as swapping
from gofixmap.engine.dirty import dirty_files
from gofixmap.engine.write import write
from gofixmap.errors import EnvironmentProblem, GofixmapError

BEFORE = {"a.go": b"a\n", "p/b.go": b"b\n"}
AFTER = {"a.go": b"A\n", "p/b.go": b"B\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "p").mkdir()
    for path, data in BEFORE.items():
        (tmp_path / path).write_bytes(data)
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    files = (p for p in root.rglob("*") if p.is_file() and ".git" not in p.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_files_are_replaced_and_keep_their_mode(root: Path) -> None:
    (root / "a.go").chmod(0o750)
    assert write(root, BEFORE, AFTER) == ("a.go", "p/b.go")
    assert contents(root) == AFTER
    assert (root / "a.go").stat().st_mode & 0o777 == 0o750


def test_a_file_without_an_entry_before_is_made(root: Path) -> None:
    after = {"a.go": b"A\n", "go.sum": b"sum\n"}
    assert write(root, {"a.go": b"a\n"}, after) == ("a.go", "go.sum")
    assert contents(root) == {**after, "p/b.go": b"b\n"}
    assert (root / "go.sum").stat().st_mode & 0o777 == 0o644


def test_a_file_that_was_to_be_made_and_is_there_stops_all(root: Path) -> None:
    (root / "go.sum").write_bytes(b"other\n")
    with pytest.raises(GofixmapError, match=r"go\.sum: is there by now, nothing was written"):
        write(root, {"a.go": b"a\n"}, {"a.go": b"A\n", "go.sum": b"sum\n"})
    assert contents(root) == {**BEFORE, "go.sum": b"other\n"}


def test_a_made_file_is_taken_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == "b.go":
            raise OSError(28, "no space")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(EnvironmentProblem, match="cannot write"):
        write(root, BEFORE, {"go.sum": b"sum\n", "p/b.go": b"B\n"})
    assert contents(root) == BEFORE


def test_a_file_that_has_changed_stops_all(root: Path) -> None:
    (root / "p" / "b.go").write_bytes(b"edited\n")
    with pytest.raises(GofixmapError, match=r"p/b\.go: has changed since it was analysed"):
        write(root, BEFORE, AFTER)
    assert contents(root) == {"a.go": b"a\n", "p/b.go": b"edited\n"}


def test_a_file_that_is_gone_stops_all(root: Path) -> None:
    (root / "p" / "b.go").unlink()
    with pytest.raises(GofixmapError, match="no longer a regular file"):
        write(root, BEFORE, AFTER)
    assert contents(root) == {"a.go": b"a\n"}


@pytest.mark.parametrize("path", ["../x.go", "/tmp/x.go", "p/../../x.go"])
def test_paths_outside_of_the_root_are_refused(root: Path, path: str) -> None:
    with pytest.raises(GofixmapError, match="outside of the workspace"):
        write(root, {path: b""}, {path: b"x"})


def test_links_are_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "c.go").write_bytes(b"c\n")
    (root / "link.go").symlink_to(outside / "c.go")
    (root / "inside.go").symlink_to(root / "a.go")
    (root / "dir").symlink_to(outside)
    for path, data in [("link.go", b"c\n"), ("inside.go", b"a\n"), ("dir/c.go", b"c\n")]:
        with pytest.raises(GofixmapError, match="symbolic link"):
            write(root, {path: data}, {path: b"x\n"})
    assert (outside / "c.go").read_bytes() == b"c\n"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_between_renames_is_undone(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "b.go":
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises((EnvironmentProblem, KeyboardInterrupt)):
        write(root, BEFORE, AFTER)
    assert contents(root) == BEFORE


def test_a_read_only_file_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b.go")
    with pytest.raises(EnvironmentProblem, match="read-only"):
        write(root, BEFORE, AFTER)
    assert contents(root) == BEFORE


@pytest.fixture
def repository(root: Path) -> Path:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    return root


def test_a_clean_repository_is_written(repository: Path) -> None:
    assert write(repository, BEFORE, AFTER)


@pytest.mark.parametrize(
    "change", ["modified", "staged", "untracked", "name with blank", "new\nline", "ü"]
)
def test_uncommitted_changes_are_refused(repository: Path, change: str) -> None:
    path = "a.go" if change in ("modified", "staged") else f"p/{change}.go"
    (repository / path).write_bytes(b"mine\n")
    if change == "staged":
        git(repository, "add", ".")
    before, after = {path: b"mine\n"}, {path: b"theirs\n"}
    with pytest.raises(GofixmapError, match="has uncommitted changes"):
        write(repository, before, after)
    assert (repository / path).read_bytes() == b"mine\n"
    assert write(repository, before, after, allow_dirty=True) == (path,)


def test_changes_in_other_files_do_not_matter(repository: Path) -> None:
    (repository / "other.txt").write_bytes(b"x")
    assert write(repository, BEFORE, AFTER)


def test_a_nested_repository_is_asked_itself(repository: Path) -> None:
    nested = repository / "sub"
    nested.mkdir()
    (nested / "c.go").write_bytes(b"c\n")
    git(nested, "init", "-q")
    git(nested, "add", ".")
    git(nested, "commit", "-qm", "x")
    assert dirty_files(repository, ["a.go", "sub/c.go"]) == []
    (nested / "c.go").write_bytes(b"d\n")
    assert dirty_files(repository, ["a.go", "sub/c.go"]) == ["sub/c.go"]


def test_the_repository_cannot_make_git_run_programs(repository: Path) -> None:
    for name, value in [
        ("core.fsmonitor", "touch fsmonitor-ran; true"),
        ("filter.evil.clean", "touch filter-ran; cat"),
        ("filter.evil.required", "true"),
    ]:
        git(repository, "config", name, value)
    (repository / ".gitattributes").write_text("*.go filter=evil\n")
    (repository / "a.go").write_bytes(b"mine\n")
    assert dirty_files(repository, ["a.go"]) == ["a.go"]
    assert not list(repository.glob("*-ran"))


def test_without_git_nothing_is_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gofixmap.engine.git.which", lambda name: None)
    with pytest.raises(EnvironmentProblem, match="git is not installed"):
        write(repository, BEFORE, AFTER)
    assert write(repository, BEFORE, AFTER, allow_dirty=True)


@pytest.mark.skipif(which("git") is None, reason="git is asked, and not installed")
def test_a_broken_repository_says_what_git_says(root: Path) -> None:
    (root / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(EnvironmentProblem, match="git status failed"):
        write(root, BEFORE, AFTER)


def test_the_directories_are_synced(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(swapping, "sync_folder", synced.append)
    write(root, BEFORE, AFTER)
    assert synced == [root, root / "p"]


@pytest.mark.parametrize("path", [".git/hooks/x", "p/.GIT/config", ".git"])
def test_files_of_git_itself_are_refused(root: Path, path: str) -> None:
    with pytest.raises(GofixmapError, match="belongs to git itself"):
        write(root, {}, {path: b"x"})


def test_a_file_of_somebody_else_stays_theirs(root: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(root / "a.go", 1234, 1235)
    write(root, BEFORE, AFTER)
    found = (root / "a.go").stat()
    assert (found.st_uid, found.st_gid) == (1234, 1235)
