"""Which files a run looks at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from engine_toys import REGISTRY, go_run, tree

from gofixmap.config import ConfigTree
from gofixmap.engine.discovery import Discovery, discover
from gofixmap.errors import UsageError

GO = "package m\n"


def found(root: Path, *paths: Path, overlay: tuple[str, ...] = ()) -> Discovery:
    return discover(
        paths or (root,), str(root), ConfigTree(REGISTRY), overlay, lambda settings: settings
    )


def names(discovery: Discovery) -> list[str]:
    return [file.path for each in discovery.directories for file in each.files]


def test_what_a_directory_stands_for(tmp_path: Path) -> None:
    skipped = [
        "vendor/v.go", "p/vendor/v.go", "testdata/t.go", "_x/x.go", ".x/x.go", "_x.go", ".x.go",
        "p/go", "p/a.txt", "p/a.go.orig",
    ]  # fmt: skip
    looked_at = ["a.go", "a_test.go", "internal/i.go", "p/a b/ü.go", "p/a_windows.go"]
    root = tree(tmp_path, dict.fromkeys([*skipped, *looked_at], GO))
    assert sorted(names(found(root))) == sorted(looked_at)


@pytest.mark.parametrize(
    "path", ["vendor/v.go", "testdata/t.go", "_x.go", ".x/x.go", "testdata", "vendor"]
)
def test_what_is_named_is_looked_at(tmp_path: Path, path: str) -> None:
    root = tree(tmp_path, dict.fromkeys(["vendor/v.go", "testdata/t.go", "_x.go", ".x/x.go"], GO))
    assert len(names(found(root, root / path))) == 1


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("vendor/v.go", 0),
        ("testdata/t.go", 0),
        ("_x.go", 0),
        (".x/x.go", 0),
        ("link.go", 0),
        ("testdata", 0),
        ("third/party.go", 0),
        ("a.go", 1),
        ("./a.go", 1),
        (".", 1),
        ("third/../a.go", 1),
    ],
)
@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
def test_what_is_named_and_left_out_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, count: int, absolute: bool
) -> None:
    files = ["vendor/v.go", "testdata/t.go", "_x.go", ".x/x.go", "third/party.go", "a.go"]
    root = tree(tmp_path, dict.fromkeys(files, GO))
    (root / "link.go").symlink_to("a.go")
    (root / ".gofixmap.toml").write_text('exclude = ["third/**"]\n')
    monkeypatch.chdir(root)
    named = root / path if absolute else Path(path)
    configs = ConfigTree(REGISTRY)
    forced = discover((named,), str(root), configs, (), lambda given: given, force_exclude=True)
    assert len(names(forced)) == count
    assert not any(file.explicit for each in forced.directories for file in each.files)


def test_each_file_once_in_a_stable_order(tmp_path: Path) -> None:
    root = tree(tmp_path, {"b/b.go": GO, "a.go": GO, "b/a.go": GO})
    expected = ["a.go", "b/a.go", "b/b.go"]
    assert names(found(root, root / "b" / "b.go", root, root / "b", root / "a.go")) == expected


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("gone", "no such file or directory"),
        ("go.mod", "not a Go file"),
        ("a\nb.txt", "not a Go file"),
        ("fifo.go", "neither a regular file nor a directory"),
        ("loose.go", "no such file or directory|neither"),
    ],
)
def test_paths_that_cannot_be_looked_at(tmp_path: Path, path: str, what: str) -> None:
    root = tree(tmp_path, {"a\nb.txt": ""})
    os.mkfifo(root / "fifo.go")
    (root / "loose.go").symlink_to(root / "nowhere.go")
    with pytest.raises(UsageError, match=what):
        found(root, root / path)


def test_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    root = tree(tmp_path / "m", {"a.go": GO, "p/b.go": GO})
    tree(outside, {"o.go": GO})
    (root / "p" / "loop").symlink_to(root)
    (root / "out").symlink_to(outside)
    (root / "linked.go").symlink_to(outside / "o.go")
    os.mkfifo(root / "fifo.go")
    assert names(found(root)) == ["a.go", "p/b.go"]


def test_a_name_with_a_newline(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a\nb.go": "package m\n\nfunc f() { a() }\n"})
    assert set(go_run(root, "a-to-b").after) == {"a\nb.go"}


def test_an_unreadable_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(tmp_path, {"a.go": GO, "b.go": "package m\n\nfunc f() { a() }\n"})
    real = os.open

    def refusing(path: str, *arguments: int, **more: int) -> int:
        if str(path).endswith("/a.go"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **more)

    monkeypatch.setattr(os, "open", refusing)
    result = go_run(root, "a-to-b")
    assert [(p.path, p.what) for p in result.problems] == [
        ("a.go", "cannot be read: Permission denied")
    ]
    assert set(result.after) == {"b.go"}


def test_files_that_are_not_utf8_or_too_large_are_problems(tmp_path: Path) -> None:
    root = tree(tmp_path, {"big.go": GO + "// " + "x" * 5000, "ok.go": GO, "empty.go": ""})
    (root / "latin.go").write_bytes(b"package m\n\nfunc f() { a() } // \xe9\n")
    result = go_run(root, "a-to-b", max_file_bytes=4096)
    assert [(p.path, p.what) for p in result.problems] == [
        ("big.go", "is larger than 0.00391 MB, not analysed"),
        ("latin.go", "is not UTF-8, left as it is"),
    ]
    assert not result.after


def test_overlaid_files_need_not_exist(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.go": GO})
    path = root / "new.go"
    overlay = {str(path): b"package m\n\nfunc f() { a() }\n"}
    result = go_run(root, "a-to-b", paths=(path,), overlay=overlay)
    assert result.after == {"new.go": b"package m\n\nfunc f() { b() }\n"}
    assert result.before == {"new.go": overlay[str(path)]}


def git_tree(root: Path, files: dict[str, str]) -> Path:
    (root / ".git").mkdir(parents=True)
    return tree(root, files)


@pytest.mark.parametrize(
    ("ignore", "path", "ignored"),
    [
        ({".gitignore": "gen.go\n"}, "gen.go", True),
        ({".gitignore": "gen.go\n"}, "p/gen.go", True),
        ({".gitignore": "/gen.go\n"}, "p/gen.go", False),
        ({".gitignore": "p/\n"}, "p/q/a.go", True),
        ({".gitignore": "# a.go\n\n!x\n"}, "a.go", False),
        ({".gitignore": "*.go\n!keep.go\n"}, "keep.go", False),
        ({".gitignore": "*.go\n", "p/.gitignore": "!a.go\n"}, "p/a.go", False),
        ({"p/.gitignore": "a.go\n"}, "p/a.go", True),
        ({"p/.gitignore": "a.go\n"}, "a.go", False),
        ({"p/.gitignore": "/a.go\n"}, "p/q/a.go", False),
        ({".git/info/exclude": "a.go\n"}, "a.go", True),
        ({".gitignore": "**/build/\n"}, "x/build/a.go", True),
        ({".gitignore": "a.go\n", "sub/.git/HEAD": ""}, "sub/a.go", False),  # its own repository
        ({".gitignore": "[\n\\\na.go\n"}, "a.go", True),  # lines that are no pattern
    ],
)
def test_what_git_ignores(tmp_path: Path, ignore: dict[str, str], path: str, ignored: bool) -> None:
    root = git_tree(tmp_path, {**ignore, path: GO})
    assert names(found(root)) == ([] if ignored else [path])
    assert names(found(root, root / path)) == [path]


def test_rules_above_the_given_directory_hold(tmp_path: Path) -> None:
    root = git_tree(
        tmp_path, {".gitignore": "a.go\n/p/b.go\n", "p/a.go": GO, "p/b.go": GO, "p/c.go": GO}
    )
    assert names(found(root, root / "p")) == ["p/c.go"]


def test_outside_of_a_repository_nothing_is_ignored(tmp_path: Path) -> None:
    root = tree(tmp_path, {".gitignore": "a.go\n", "a.go": GO})
    assert names(found(root)) == ["a.go"]


def test_configured_excludes(tmp_path: Path) -> None:
    config = 'exclude = ["gen/**", "*_mock.go"]\n'
    files = {".gofixmap.toml": config, "gen/a.go": GO, "p/x_mock.go": GO, "p/x.go": GO}
    root = tree(tmp_path, files)
    assert names(found(root)) == ["p/x.go"]
    assert names(found(root, root / "gen" / "a.go")) == ["gen/a.go"]
