"""`gofixmap patch apply|check|stat|split`."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from git_kit import git
from journal_kit import contents

from gofixmap.patch import diff_files

Run = Callable[..., tuple[int, str, str]]
BEFORE = {
    "a/go.mod": b"module example.com/a\n",
    "a/x.go": b"".join(b"line %d\n" % n for n in range(30)),
    "b/y.go": b"y\n",
}
AFTER = {
    **BEFORE,
    "a/x.go": BEFORE["a/x.go"].replace(b"line 5\n", b"five\n").replace(b"line 25\n", b"more\n"),
    "b/y.go": b"z\n",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path.parent / f"{tmp_path.name}-state"))
    for path, data in BEFORE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    return tmp_path


@pytest.fixture
def patch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patch whose three hunks are of two fixes of one codemod, and of one of another."""
    data = diff_files(BEFORE, AFTER).render()
    for label in (b"map-mutex#1", b"map-mutex#2", b"map-value#3"):
        data = data.replace(b" @@\n", b" @@ " + label + b"\n", 1)
    path = tmp_path_factory.mktemp("patches") / "p.patch"
    path.write_bytes(data)
    return path


REFUSED = {
    "walks up": ("--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n", "outside of the workspace"),
    "absolute": ("--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b\n", "outside of the workspace"),
    "git's own": (
        "--- /dev/null\n+++ b/.git/hooks/x\n@@ -0,0 +1 @@\n+b\n",
        "belongs to git itself",
    ),
    "link": (
        "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc\n",
        "symbolic link",
    ),
    "executable": (
        "diff --git a/l b/l\nnew file mode 100755\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+x\n",
        "changes the mode",
    ),
    "binary": ("diff --git a/x b/x\nGIT binary patch\nliteral 1\nx\n\n", "binary"),
    "no patch": ("hello\n", "is not a patch"),
    "escapes": ("--- a/\x1b[2J\n+++ b/\x1b[2J\n@@ -1 +1 @@\n-a\n+b\n", r"\x1b[2J: the file"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_hostile_patches_are_refused(
    gofixmap: Run,
    tree: Path,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    dry_run: list[str],
) -> None:
    text, message = REFUSED[name]
    file = tmp_path_factory.mktemp("hostile") / "p"
    file.write_text(text)
    found = contents(tree)
    code, out, err = gofixmap("patch", "apply", *dry_run, file)
    assert (code, out) == (2, "")
    assert message in err and "\x1b" not in err
    assert contents(tree) == found
    assert gofixmap("patch", "check", file)[0] == (1 if name == "escapes" else 2)


@pytest.mark.parametrize("command", ["apply", "check", "stat", "split"])
def test_a_patch_that_cannot_be_read(gofixmap: Run, tree: Path, command: str) -> None:
    more = ["--by", "file", "-o", "parts"] if command == "split" else []
    for path in ("nowhere", "a"):
        code, _, err = gofixmap("patch", command, *more, path)
        assert code == 2 and f"{path}: cannot read it" in err
    assert not (tree / "parts").exists()


def test_stale_context_is_refused_with_all_its_places(
    gofixmap: Run, tree: Path, patch: Path
) -> None:
    (tree / "a" / "x.go").write_bytes(BEFORE["a/x.go"].replace(b"line 26", b"mine"))
    (tree / "b" / "y.go").write_bytes(b"mine\n")
    found = contents(tree)
    places = ("a/x.go:27: the file has changed", "b/y.go:1: the file has changed")
    code, _, err = gofixmap("patch", "apply", patch)
    assert code == 2
    assert all(place in err for place in places)
    code, _, err = gofixmap("patch", "check", patch)
    assert code == 1
    assert all(place in err for place in places)
    assert contents(tree) == found


def test_it_is_applied_reversed_and_undone(gofixmap: Run, tree: Path, patch: Path) -> None:
    before = contents(tree)
    assert gofixmap("patch", "check", patch)[0] == 0
    assert gofixmap("patch", "check", "-R", patch)[0] == 1
    code, out, err = gofixmap("patch", "apply", patch)
    assert (code, out) == (0, "")
    assert err == "applied: 2 files changed, 3 insertions(+), 3 deletions(-)\n"
    assert contents(tree) == AFTER
    assert gofixmap("patch", "apply", "-R", patch)[0] == 0
    assert contents(tree) == before
    assert gofixmap("undo")[0] == 0
    assert contents(tree) == AFTER
    code, out, _ = gofixmap("undo", "--list")
    assert [line.split()[2:5] for line in out.splitlines()] == [
        ["done", "patch", "apply"],
        ["taken", "back", "patch"],
    ]


def test_paths_begin_at_the_top_wherever_one_stands(
    gofixmap: Run, tree: Path, patch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "a")
    assert gofixmap("patch", "apply", patch)[0] == 0
    assert contents(tree) == AFTER


def test_a_directory_says_where_they_begin(gofixmap: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / ".git" / "p"
    file.write_bytes(diff_files({"y.go": b"y\n"}, {"y.go": b"z\n"}).render())
    assert gofixmap("patch", "check", file)[0] == 1
    assert gofixmap("patch", "apply", "--directory", "b", file)[0] == 0
    assert (tree / "b" / "y.go").read_bytes() == b"z\n"
    assert gofixmap("patch", "apply", "--directory", "nowhere", file)[0] == 2


def test_a_dry_run_prints_the_patch_as_it_fits(gofixmap: Run, tree: Path, patch: Path) -> None:
    (tree / "a" / "x.go").write_bytes(b"new\n" + BEFORE["a/x.go"])
    found = contents(tree)
    code, out, err = gofixmap("patch", "apply", "--dry-run", patch)
    assert code == 0
    assert "@@ -4,7 +4,7 @@" in out
    assert "a/x.go: hunk 1 stands 1 line further down than the patch says" in err
    assert contents(tree) == found


def test_stdin_and_an_empty_patch(
    gofixmap: Run, tree: Path, patch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for data, expected in [(b"", BEFORE), (patch.read_bytes(), AFTER)]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert gofixmap("patch", "apply", "-")[0] == 0
        assert contents(tree) == expected


def test_counts_are_made_anew_when_asked(gofixmap: Run, tree: Path, patch: Path) -> None:
    patch.write_bytes(patch.read_bytes().replace(b"+five\n", b"+five\n+and more\n"))
    code, _, err = gofixmap("patch", "apply", patch)
    assert code == 2 and "--recount" in err
    assert gofixmap("patch", "apply", "--recount", patch)[0] == 0
    assert b"five\nand more\n" in (tree / "a" / "x.go").read_bytes()


def test_the_table_counts_lines_and_fixes(gofixmap: Run, tree: Path, patch: Path) -> None:
    code, out, err = gofixmap("patch", "stat", patch)
    assert (code, err) == (0, "")
    assert out == (
        " a/x.go | 4 ++--\n"
        " b/y.go | 2 +-\n"
        " 2 files changed, 3 insertions(+), 3 deletions(-)\n"
        " 3 fixes in 3 hunks\n"
        " map-mutex: 2 fixes\n"
        " map-value: 1 fix\n"
    )


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ("file", ["01-a-x.go.patch", "02-b-y.go.patch"]),
        ("directory", ["01-a.patch", "02-b.patch"]),
        ("codemod", ["01-map-mutex.patch", "02-map-value.patch"]),
        ("module", ["01-a.patch", "02-without-a-module.patch"]),
        ("owner", ["01-b-team.patch", "02-without-an-owner.patch"]),
    ],
)
def test_parts_apply_alone_and_together_give_the_whole(
    gofixmap: Run, tree: Path, patch: Path, by: str, parts: list[str]
) -> None:
    (tree / "CODEOWNERS").write_text("/b/ @b/team\n")
    folder = patch.parent / "parts"
    code, out, err = gofixmap("patch", "split", "--by", by, "-o", folder, patch)
    assert (code, err) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == parts
    assert len(out.splitlines()) == len(parts)
    for name in parts:
        assert gofixmap("patch", "check", folder / name)[0] == 0
        subprocess.run(["git", "apply", "--check", folder / name], cwd=tree, check=True)
    for name in reversed(parts):
        assert gofixmap("patch", "apply", folder / name)[0] == 0
    assert contents(tree) == {**AFTER, "CODEOWNERS": b"/b/ @b/team\n"}


def test_fixes_in_several_parts_are_told(gofixmap: Run, tree: Path, patch: Path) -> None:
    patch.write_bytes(patch.read_bytes().replace(b"map-value#3", b"map-mutex#2"))
    _, _, err = gofixmap("patch", "split", "--by", "file", "-o", patch.parent / "parts", patch)
    assert err == "map-mutex#2 has hunks in 2 parts: a/x.go, b/y.go\n"


def test_codemods_that_share_hunks_are_told(gofixmap: Run, tree: Path, patch: Path) -> None:
    patch.write_bytes(patch.read_bytes().replace(b"map-mutex#2", b"map-mutex#2, map-value#3"))
    _, out, err = gofixmap("patch", "split", "--by", "codemod", "-o", patch.parent / "p", patch)
    assert "map-mutex+map-value" in out
    assert "these codemods have hunks in common, so their fixes stay together" in err


def test_a_folder_with_files_is_not_written_into(gofixmap: Run, tree: Path, patch: Path) -> None:
    found = contents(tree)
    code, _, err = gofixmap("patch", "split", "--by", "file", "-o", "a", patch)
    assert code == 2 and "a: has files in it, nothing was written" in err
    assert contents(tree) == found


def test_lines_of_the_owners_that_mean_nothing_are_told(
    gofixmap: Run, tree: Path, patch: Path
) -> None:
    (tree / "CODEOWNERS").write_text("* @all\n/b/ nobody\n")
    code, _, err = gofixmap("patch", "split", "--by", "owner", "-o", patch.parent / "p", patch)
    assert (code, err) == (0, "CODEOWNERS:2: 'nobody' is no owner, left out\n")


def test_without_owners_there_is_nothing_to_split_by(
    gofixmap: Run, tree: Path, patch: Path
) -> None:
    code, _, err = gofixmap("patch", "split", "--by", "owner", "-o", "parts", patch)
    assert code == 2 and "there is no CODEOWNERS" in err
    assert not (tree / "parts").exists()
