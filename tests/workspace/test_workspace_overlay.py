"""Contents in memory: files that change, files that do not exist, go.mod; and other processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from gofixmap.workspace import Workspace

Opener = Callable[..., Workspace]
MOD = "module example.com/m\n\ngo 1.22\n"
FILES = {
    "go.mod": MOD,
    "a/a.go": "package a\n",
    "b/b.go": 'package b\n\nimport "example.com/m/a"\n',
}


def paths(w: Workspace) -> list[str]:
    return [package.path for package in w.packages()]


def test_changed_contents_share_what_is_untouched(tree: Opener) -> None:
    w = tree(FILES)
    untouched = w.file("b/b.go")
    before = w.file("a/a.go")
    assert paths(w) == ["example.com/m/a", "example.com/m/b"]
    changed = w.with_overlay({"a/a.go": b"package other\n"})
    file = changed.file("a/a.go")
    assert file is not None
    assert (file.path, file.data, file.package_name) == ("a/a.go", b"package other\n", "other")
    assert changed.file("b/b.go") is untouched
    assert w.file("a/a.go") is before
    assert [p.name for p in changed.packages()] == ["other", "b"]
    assert [p.name for p in w.packages()] == ["a", "b"]
    again = changed.with_overlay({"b/b.go": b"package b\n"})
    assert again.file("a/a.go") is file
    assert list(again.files_containing(b"other")) == ["a/a.go"]
    assert again.read("b/b.go") == b"package b\n"


def test_a_constraint_in_the_overlay_counts(tree: Opener) -> None:
    w = tree(FILES)
    assert w.context_for("a/a.go") == w.host
    changed = w.with_overlay({"a/a.go": b"//go:build windows && go1.24\n\npackage a\n"})
    assert changed.context_for("a/a.go").goos == "windows"
    assert changed.language_version("a/a.go") == (1, 24)
    assert w.language_version("a/a.go") == (1, 22)


def test_new_files_and_directories(tree: Opener) -> None:
    w = tree(FILES)
    list(w.packages())
    changed = w.with_overlay({"new/deep/n.go": b"package deep\n", "a/more.go": b"package a\n"})
    assert paths(changed) == ["example.com/m/a", "example.com/m/b", "example.com/m/new/deep"]
    package = changed.resolve_import("example.com/m/new/deep", "a/a.go")
    assert package is not None
    assert package.files == ("new/deep/n.go",)
    assert changed.package_of("a/more.go") == changed.package_of("a/a.go")
    assert w.resolve_import("example.com/m/new/deep", "a/a.go") is None
    assert w.file("new/deep/n.go") is None


def test_an_overlaid_go_mod_counts(tree: Opener) -> None:
    w = tree(FILES)
    assert w.resolve_import("example.com/m/a", "b/b.go") is not None
    changed = w.with_overlay({"go.mod": b"module example.com/renamed\n\ngo 1.20\n"})
    assert paths(changed) == ["example.com/renamed/a", "example.com/renamed/b"]
    assert changed.resolve_import("example.com/m/a", "b/b.go") is None
    assert changed.language_version("a/a.go") == (1, 20)
    nested = w.with_overlay({"a/go.mod": b"module example.com/split\n"})
    assert paths(nested) == ["example.com/split", "example.com/m/b"]


def test_open_with_an_overlay_alone(tree: Opener) -> None:
    w = tree({}, "p/x.go", overlay={"go.mod": MOD.encode(), "p/x.go": b"package p\n"})
    assert w.root.name == "w"
    assert paths(w) == ["example.com/m/p"]
    package = w.package_of("p/x.go")
    assert package is not None
    assert w.resolve_import("example.com/m/p", "p/x.go") == package


def test_the_same_workspace_in_another_process(tree: Opener) -> None:
    w = tree(FILES).with_overlay({"c/c.go": b"package c\n"})
    spec = pickle.loads(pickle.dumps(w.spec))  # noqa: S301 - our own bytes
    other = Workspace.from_spec(spec)
    assert spec == w.spec
    assert list(other.packages()) == list(w.packages())
    assert other.host == w.host
    assert len(pickle.dumps(tree(FILES).spec)) < 2000


def test_packages_cross_processes(tree: Opener) -> None:
    package = tree(FILES).package_of("a/a.go")
    assert pickle.loads(pickle.dumps(package)) == package  # noqa: S301 - our own bytes


def test_forget_frees_a_file(tree: Opener) -> None:
    w = tree(FILES)
    before = w.file("a/a.go")
    w.forget(["a/a.go"])
    after = w.file("a/a.go")
    assert after is not None
    assert before is not None
    assert after is not before
    assert after.data == before.data


def test_the_files_of_one_directory_may_stay(tree: Opener) -> None:
    w = tree(FILES)
    kept, gone = w.file("a/a.go"), w.file("b/b.go")
    assert kept is not None
    assert gone is not None
    held = w.held_bytes()
    w.forget_all(but=str(w.root / "a"))
    assert w.held_bytes() == held - len(gone.data)
    assert w.file("a/a.go") is kept
    assert w.file("b/b.go") is not gone


def test_an_overlaid_go_work_is_the_root(tree: Opener) -> None:
    overlay = {"go.work": b"go 1.24\nuse ./m\n", "m/go.mod": b"module m\n\ngo 1.24\n"}
    w = tree({"m/sub/x.go": "package sub\n"}, "m/sub", overlay=overlay)
    assert w.root.name == "w"
    assert paths(w) == ["m/sub"]
