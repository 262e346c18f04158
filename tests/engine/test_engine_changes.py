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
