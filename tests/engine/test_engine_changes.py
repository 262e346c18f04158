"""Lines that have changed since a revision, as git tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_kit import git

from gofixmap.engine.changes import changed_lines
from gofixmap.errors import UsageError

BEFORE = "package a\n\nfunc one() {}\n\nfunc two() {}\n\nfunc three() {}\n"


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.go").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "change")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, a=BEFORE, b=BEFORE)
    return tmp_path


def test_nothing_has_changed(repository: Path) -> None:
    assert changed_lines(repository, "main") == {}


def test_changes_that_are_committed_and_not(repository: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    commit(repository, a=BEFORE.replace("two()", "second()"))
    (repository / "b.go").write_text("// Package b.\n" + BEFORE + "\nfunc four() {}\n")
    assert changed_lines(repository, "main") == {"a.go": ((5, 5),), "b.go": ((1, 1), (9, 10))}


def test_what_others_have_changed_since_does_not_count(repository: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    commit(repository, a=BEFORE.replace("two()", "second()"))
    git(repository, "checkout", "-q", "main")
    commit(repository, b=BEFORE.replace("one()", "first()"))
    git(repository, "checkout", "-q", "topic")
    assert changed_lines(repository, "main") == {"a.go": ((5, 5),)}


def test_files_that_are_new(repository: Path) -> None:
    (repository / "new.go").write_text(BEFORE)
    (repository / "notes.txt").write_text("not Go\n")
    (repository / ".gitignore").write_text("ignored.go\n")
    (repository / "ignored.go").write_text(BEFORE)
    assert list(changed_lines(repository, "HEAD")) == ["new.go"]


def test_a_renamed_file_has_only_its_changes(repository: Path) -> None:
    git(repository, "mv", "a.go", "c.go")
    (repository / "c.go").write_text(BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "HEAD") == {"c.go": ((5, 5),)}


def test_lines_that_are_gone_are_no_lines(repository: Path) -> None:
    (repository / "a.go").write_text(BEFORE.replace("func two() {}\n", ""))
    assert changed_lines(repository, "HEAD") == {}


@pytest.mark.parametrize(
    "name", ['od"d.go', "tab\there.go", "größe.go", "back\\slash.go", "b c.go"]
)
def test_odd_names(name: str, repository: Path) -> None:
    (repository / name).write_text(BEFORE)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "odd")
    (repository / name).write_text(BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "HEAD") == {name: ((5, 5),)}


def test_content_that_looks_like_a_header(repository: Path) -> None:
    (repository / "a.go").write_text(BEFORE + "/*\n++ b/x.go\n-- a/x.go\n@@ -1 +1 @@\n*/\n")
    assert changed_lines(repository, "HEAD") == {"a.go": ((8, 12),)}


def test_a_module_below_the_top(repository: Path) -> None:
    inner = repository / "inner"
    inner.mkdir()
    (inner / "x.go").write_text(BEFORE)
    (repository / "a.go").write_text("// A.\n" + BEFORE)
    assert list(changed_lines(inner, "HEAD")) == ["x.go"]


@pytest.mark.parametrize("revision", ["nope", "--output=/tmp/x", "", "HEAD:a.go"])
def test_no_such_commit(revision: str, repository: Path) -> None:
    with pytest.raises(UsageError, match="no such commit"):
        changed_lines(repository, revision)


def test_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a git repository"):
        changed_lines(tmp_path, "main")


def test_programs_that_the_repository_names_are_not_run(repository: Path) -> None:
    marker = repository / "ran"
    script = repository / "program.sh"
    script.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(0o755)
    for key in ("diff.external", "core.fsmonitor", "diff.go.textconv", "filter.go.clean"):
        git(repository, "config", key, str(script))
    (repository / ".gitattributes").write_text("*.go diff=go filter=go\n")
    (repository / "a.go").write_text(BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "HEAD") == {"a.go": ((5, 5),)}
    assert not marker.exists()


def test_a_hook_of_another_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git tells its hooks what they run for in the environment."""
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    (repository / "a.go").write_text(BEFORE.replace("two()", "second()"))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert changed_lines(repository, "HEAD") == {"a.go": ((5, 5),)}


def test_what_is_staged_counts_as_it_is_on_disk(repository: Path) -> None:
    (repository / "a.go").write_text(BEFORE.replace("one()", "first()"))
    git(repository, "add", "a.go")
    (repository / "a.go").write_text(BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "HEAD") == {"a.go": ((5, 5),)}


def test_new_files_that_are_staged(repository: Path) -> None:
    (repository / "new.go").write_text(BEFORE)
    git(repository, "add", "new.go")
    assert changed_lines(repository, "HEAD") == {"new.go": ((1, 7),)}
    git(repository, "add", "--intent-to-add", "new.go")
    assert list(changed_lines(repository, "HEAD")) == ["new.go"]


def test_files_that_are_gone(repository: Path) -> None:
    (repository / "a.go").unlink()
    git(repository, "rm", "-q", "b.go")
    assert changed_lines(repository, "HEAD") == {}


def test_what_is_merged_in_is_not_ours(repository: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    commit(repository, a=BEFORE.replace("two()", "second()"))
    git(repository, "checkout", "-q", "main")
    commit(repository, b=BEFORE.replace("one()", "first()"))
    git(repository, "checkout", "-q", "topic")
    git(repository, "merge", "-q", "-m", "merge", "main")
    assert changed_lines(repository, "main") == {"a.go": ((5, 5),)}


def test_a_renamed_file_of_the_branch(repository: Path) -> None:
    text = BEFORE + "\nfunc four() {}\n\nfunc five() {}\n\nfunc six() {}\n"
    commit(repository, a=text)
    git(repository, "checkout", "-qb", "topic")
    git(repository, "mv", "a.go", "moved.go")
    text = text.replace("two()", "second()")
    commit(repository, moved=text)
    (repository / "moved.go").write_text(text.replace("three()", "third()"))
    assert changed_lines(repository, "main") == {"moved.go": ((5, 5), (7, 7))}


@pytest.mark.parametrize(
    "setting",
    [
        "diff.interHunkContext=3",
        "diff.noPrefix=true",
        "diff.mnemonicPrefix=true",
        "diff.renames=false",
        "diff.context=3",
        "color.ui=always",
        "core.quotePath=true",
    ],
)
def test_settings_of_the_user(repository: Path, setting: str) -> None:
    """Also where a file has attributes that hide its text."""
    git(repository, "config", *setting.split("="))
    (repository / ".gitattributes").write_text("*.go -diff\n")
    text = BEFORE.replace("one()", "first()").replace("three()", "third()")
    (repository / "a.go").write_text(text)
    assert changed_lines(repository, "HEAD") == {"a.go": ((3, 3), (7, 7))}


def test_without_common_history_the_revision_itself(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    commit(repository, a=BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "main") == {"a.go": ((5, 5),)}


def test_another_worktree(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = tmp_path_factory.mktemp("trees") / "topic"
    git(repository, "worktree", "add", "-q", "-b", "topic", str(tree))
    commit(tree, a=BEFORE.replace("two()", "second()"))
    (tree / "b.go").write_text(BEFORE.replace("one()", "first()"))
    assert changed_lines(tree, "main") == {"a.go": ((5, 5),), "b.go": ((3, 3),)}
    assert changed_lines(repository, "main") == {}


def test_submodules(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One is a repository of its own: its changes are told where it is asked about."""
    library = tmp_path_factory.mktemp("library")
    git(library, "init", "-q", "-b", "main")
    commit(library, l=BEFORE)
    git(
        repository,
        *("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "library"),
    )
    git(repository, "commit", "-qm", "submodule")
    inner = repository / "library"
    (inner / "l.go").write_text(BEFORE.replace("two()", "second()"))
    (repository / "a.go").write_text(BEFORE.replace("two()", "second()"))
    assert changed_lines(repository, "HEAD") == {"a.go": ((5, 5),)}
    assert changed_lines(inner, "HEAD") == {"l.go": ((5, 5),)}


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, depth: int
) -> None:
    """Without the commit where the branch began nothing is guessed."""
    git(repository, "checkout", "-qb", "topic")
    commit(repository, a=BEFORE.replace("two()", "second()"))
    git(repository, "checkout", "-q", "main")
    commit(repository, b=BEFORE.replace("one()", "first()"))
    clone = tmp_path_factory.mktemp("clones") / "clone"
    options = ("--depth", str(depth), "--no-single-branch", "--branch", "topic")
    git(repository, "clone", "-q", *options, f"file://{repository}", str(clone))
    if depth == 1:
        with pytest.raises(UsageError, match="the clone is shallow") as caught:
            changed_lines(clone, "origin/main")
        assert "fetch-depth: 0" in caught.value.hint
        git(clone, "fetch", "-q", "--unshallow")
    assert changed_lines(clone, "origin/main") == {"a.go": ((5, 5),)}
