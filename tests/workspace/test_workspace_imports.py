"""What an import means: workspace, replace, vendor, module cache, GOROOT."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofixmap.workspace import Workspace

Cached = Callable[[Mapping[str, str]], None]

Opener = Callable[..., Workspace]
MOD = "module example.com/m\n\ngo 1.22\n"


def found(w: Workspace, import_path: str, importer: str) -> str | None:
    """The directory of the package: relative to the root, or to the test's directory."""
    package = w.resolve_import(import_path, importer)
    return None if package is None else os.path.relpath(package.dir, w.root)


@pytest.mark.parametrize(
    ("import_path", "directory"),
    [
        ("C", None),
        ("", None),
        ("/etc", None),
        ("nowhere", None),
        ("../m/a", None),
        ("example.com/m/../../etc", None),
        ("example.com/m/a\0", None),
        ("example.com/m/missing", None),
        ("example.com/mm/a", None),
        ("example.com/m/docs", None),
        ("example.com/m/nested", None),
        ("example.com/m/a_test", None),
        ("golang.org/x/net/idna", None),
        ("fmt/", None),
        ("example.com/m", "."),
        ("example.com/m/a", "a"),
        ("fmt", "../goroot/src/fmt"),
        ("net/http", "../goroot/src/net/http"),
        ("cmd/internal/obj", "../goroot/src/cmd/internal/obj"),
    ],
)
def test_own_packages_and_the_standard_library(
    tree: Opener, import_path: str, directory: str | None
) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "m.go": "package m\n",
            "a/a.go": "package a\n",
            "a/a_test.go": "package a_test\n",
            "docs/readme.md": "",
            "nested/go.mod": "module example.com/m/nested\n",
            "nested/n.go": "package nested\n",
        }
    )
    assert found(w, import_path, "m.go") == directory


def test_the_standard_library_has_its_own_vendor_directories(tree: Opener) -> None:
    w = tree({"go.mod": MOD, "m.go": "package m\n"})
    std, cmd = f"{w.goroot}/src/net/http/server.go", f"{w.goroot}/src/cmd/go/main.go"
    idna = w.resolve_import("golang.org/x/net/idna", std)
    semver = w.resolve_import("golang.org/x/mod/semver", cmd)
    assert idna is not None
    assert semver is not None
    assert idna.path == "vendor/golang.org/x/net/idna"
    assert semver.path == "cmd/vendor/golang.org/x/mod/semver"
    assert found(w, "golang.org/x/mod/semver", std) is None
    assert found(w, "sort", cmd) == "../goroot/src/sort"
    assert w.language_version(idna.files[0]) == (1, 25)
    assert w.language_version(std) == (1, 27)


def test_a_goroot_that_is_the_workspace(tree: Opener) -> None:
    w = tree(
        {
            "src/go.mod": "module std\n\ngo 1.28\n",
            "src/fmt/print.go": "package fmt\n",
            "src/sort/sort.go": "package sort\n",
            "src/cmd/go.mod": "module cmd\n\ngo 1.28\n",
            "src/cmd/go/main.go": "package main\n",
        },
        "src",
    )
    assert found(w, "sort", "fmt/print.go") == "sort"
    assert found(w, "sort", "cmd/go/main.go") == "sort"
    assert [package.path for package in w.packages()] == ["cmd/go", "fmt", "sort"]


def test_the_version_that_go_mod_requires(tree: Opener, cached: Cached) -> None:
    cached(
        {
            "github.com/!burnt!sushi/toml@v1.2.0/go.mod": "module github.com/BurntSushi/toml\n",
            "github.com/!burnt!sushi/toml@v1.2.0/t.go": "package toml\n",
            "github.com/!burnt!sushi/toml@v1.3.0/t.go": "package toml\n",
            "example.com/old@v0.0.0-2020/o.go": "package old\n",
            "example.com/deep@v1.0.0/go.mod": "module example.com/deep\n\ngo 1.19\n",
            "example.com/deep@v1.0.0/x/y/y.go": "package y\n",
            "example.com/deep/x@v1.0.0/z/z.go": "package z\n",
        }
    )
    w = tree(
        {
            "go.mod": MOD + "require (\n\tgithub.com/BurntSushi/toml v1.2.0\n"
            "\texample.com/old v0.0.0-2020\n\texample.com/absent v1.0.0\n"
            "\texample.com/deep v1.0.0\n\texample.com/deep/x v1.0.0\n)\n",
            "m.go": "package m\n",
        }
    )
    assert found(w, "github.com/BurntSushi/toml", "m.go") == (
        "../modcache/github.com/!burnt!sushi/toml@v1.2.0"
    )
    assert found(w, "example.com/absent", "m.go") is None
    assert found(w, "example.com/deep/x/y", "m.go") == "../modcache/example.com/deep@v1.0.0/x/y"
    assert found(w, "example.com/deep/x/z", "m.go") == "../modcache/example.com/deep/x@v1.0.0/z"
    old = w.resolve_import("example.com/old", "m.go")
    assert old is not None
    assert old.path == "example.com/old"
    assert old.module is not None
    assert old.module.version == "v0.0.0-2020"
    assert w.language_version(old.files[0]) == (1, 16)
    deep = w.resolve_import("example.com/deep/x/y", "m.go")
    assert deep is not None
    assert w.language_version(deep.files[0]) == (1, 19)
    assert found(w, "github.com/BurntSushi/toml", deep.files[0]) is not None


def test_a_file_of_the_cache_is_known_without_an_import(tree: Opener, cached: Cached) -> None:
    cached({"github.com/!a/b@v1.0.0/sub/x.go": "package sub\n"})
    w = tree({"go.mod": MOD, "m.go": "package m\n"})
    package = w.package_of(f"{w.module_cache}/github.com/!a/b@v1.0.0/sub/x.go")
    assert package is not None
    assert package.path == "github.com/A/b/sub"


def test_minimal_version_selection_below_1_17(tree: Opener, cached: Cached) -> None:
    cached(
        {
            "cache/download/example.com/a/@v/v1.0.0.mod": "module example.com/a\n"
            "require example.com/b v1.2.0\n",
            "cache/download/example.com/b/@v/v1.1.0.mod": "module example.com/b\n"
            "require example.com/c v1.0.0\n",
            "cache/download/example.com/b/@v/v1.2.0.mod": "module example.com/b\n"
            "require (\n\texample.com/a v1.0.0\n\texample.com/m v9.9.9\n)\n",
            "example.com/b@v1.1.0/b.go": "package b\n",
            "example.com/b@v1.2.0/b.go": "package b\n",
            "example.com/c@v1.0.0/c.go": "package c\n",
        }
    )
    requires = "require (\n\texample.com/a v1.0.0\n\texample.com/b v1.1.0\n)\n"
    files = {"go.mod": f"module example.com/m\n\ngo 1.16\n{requires}", "m.go": "package m\n"}
    w = tree(files)
    assert found(w, "example.com/b", "m.go") == "../modcache/example.com/b@v1.2.0"
    assert found(w, "example.com/c", "m.go") == "../modcache/example.com/c@v1.0.0"
    listed = tree({"go.mod": MOD + requires})
    assert found(listed, "example.com/b", "m.go") == "../modcache/example.com/b@v1.1.0"
    assert found(listed, "example.com/c", "m.go") is None


def test_replace(tree: Opener, cached: Cached) -> None:
    cached(
        {
            "example.com/fork@v1.0.1/go.mod": "module example.com/fork\n\ngo 1.18\n",
            "example.com/fork@v1.0.1/f.go": "package forked\n",
            "example.com/pinned@v1.0.0/p.go": "package pinned\n",
        }
    )
    w = tree(
        {
            "go.mod": MOD + "require (\n\texample.com/local v1.0.0\n\texample.com/up v1.0.0\n"
            "\texample.com/gone v1.0.0\n\texample.com/forked v1.0.0\n"
            "\texample.com/pinned v1.0.0\n)\n"
            "replace (\n\texample.com/local => ./local\n\texample.com/up v1.0.0 => ../up\n"
            "\texample.com/gone => ../../../../../../../../../../nowhere\n"
            "\texample.com/forked => example.com/fork v1.0.1\n"
            "\texample.com/pinned v0.9.0 => ./local\n)\n",
            "m.go": "package m\n",
            "local/go.mod": "module example.com/local\n\ngo 1.20\n",
            "local/l.go": "package local\n",
            "../up/go.mod": "module example.com/up/renamed\n\ngo 1.21\n",
            "../up/u.go": "package up\n",
            "vendor/modules.txt": "# example.com/local v1.0.0 => ./local\n## explicit; go 1.20\n",
            "vendor/example.com/local/l.go": "package local\n",
        }
    )
    assert found(w, "example.com/local", "m.go") == "local"
    assert found(w, "example.com/gone", "m.go") is None
    assert found(w, "example.com/pinned", "m.go") == "../modcache/example.com/pinned@v1.0.0"
    up = w.resolve_import("example.com/up", "m.go")
    assert up is not None
    assert (up.path, up.name) == ("example.com/up", "up")
    assert up.files[0].startswith("/")
    assert found(w, "example.com/local", up.files[0]) == "local"
    forked = w.resolve_import("example.com/forked", "m.go")
    assert forked is not None
    assert (forked.path, forked.name) == ("example.com/forked", "forked")
    assert w.language_version(forked.files[0]) == (1, 18)


def test_vendor(tree: Opener, cached: Cached) -> None:
    cached({"example.com/v@v1.0.0/v.go": "package v\n"})
    w = tree(
        {
            "go.mod": MOD + "require example.com/v v1.0.0\n",
            "m.go": "package m\n",
            "vendor/modules.txt": "# example.com/v v1.0.0\n## explicit; go 1.19\n"
            "example.com/v\nexample.com/v/sub\n# example.com/w v0.1.0\n## explicit\n"
            "# example.com/v => ../v\n",
            "vendor/example.com/v/v.go": "package v\n",
            "vendor/example.com/v/sub/s.go": "package sub\n",
            "vendor/example.com/w/w.go": "package w\n",
            "pkg/vendor/x.go": "package vendor\n",
        }
    )
    assert found(w, "example.com/v", "m.go") == "vendor/example.com/v"
    assert found(w, "example.com/v/sub", "vendor/example.com/v/v.go") == "vendor/example.com/v/sub"
    assert found(w, "example.com/m", "vendor/example.com/v/v.go") == "."
    assert found(w, "fmt", "vendor/example.com/v/v.go") == "../goroot/src/fmt"
    assert w.language_version("vendor/example.com/v/sub/s.go") == (1, 19)
    assert w.language_version("vendor/example.com/w/w.go") == (1, 16)
    ordinary = w.package_of("pkg/vendor/x.go")
    assert ordinary is not None
    assert ordinary.path == "example.com/m/pkg/vendor"
    assert found(w, "example.com/m/pkg/vendor", "m.go") == "pkg/vendor"


def test_a_vendored_link_means_its_target(tree: Opener, tmp_path: Path) -> None:
    files = {"go.mod": MOD, "m.go": "package m\n", "staging/v/v.go": "package v\n"}
    (tmp_path / "w/vendor/example.com").mkdir(parents=True)
    (tmp_path / "w/vendor/example.com/v").symlink_to("../../staging/v")
    assert found(tree(files), "example.com/v", "m.go") == "staging/v"


def test_go_work(tree: Opener, cached: Cached) -> None:
    cached(
        {
            "example.com/d@v1.1.0/d.go": "package d\n",
            "example.com/d@v1.2.0/d.go": "package d\n",
        }
    )
    w = tree(
        {
            "go.work": "go 1.24\nuse (\n\t./a\n\t./b\n\t../c\n\t./missing\n)\n"
            "replace example.com/e => ./e\n",
            "a/go.mod": "module example.com/a\n\ngo 1.24\n"
            "require (\n\texample.com/d v1.1.0\n\texample.com/e v1.0.0\n)\n"
            "replace example.com/e => ../nowhere\n",
            "a/a.go": "package a\n",
            "b/go.mod": "module example.com/a/b\n\ngo 1.24\nrequire example.com/d v1.2.0\n",
            "b/b.go": "package b\n",
            "../c/go.mod": "module example.com/c\n\ngo 1.24\n",
            "../c/c.go": "package c\n",
            "e/go.mod": "module example.com/e\n",
            "e/e.go": "package e\n",
            "loner/go.mod": "module example.com/loner\n\ngo 1.24\nrequire example.com/d v1.1.0\n",
            "loner/l.go": "package loner\n",
        }
    )
    assert found(w, "example.com/d", "a/a.go") == "../modcache/example.com/d@v1.2.0"
    assert found(w, "example.com/d", "loner/l.go") == "../modcache/example.com/d@v1.1.0"
    assert found(w, "example.com/a/b", "a/a.go") == "b"
    assert found(w, "example.com/a", "b/b.go") == "a"
    assert found(w, "example.com/c", "a/a.go") == "../c"
    assert found(w, "example.com/e", "a/a.go") == "e"
    assert found(w, "example.com/a", "loner/l.go") is None
    c = w.resolve_import("example.com/c", "a/a.go")
    assert c is not None
    assert found(w, "example.com/a", c.files[0]) == "a"
    assert [p.path for p in w.packages()] == [
        "example.com/a",
        "example.com/a/b",
        "example.com/e",
        "example.com/loner",
    ]


def test_a_replaced_module_is_also_built_by_the_one_that_replaces_it(
    tree: Opener, cached: Cached
) -> None:
    cached({"example.com/d@v1.2.0/d.go": "package d\n"})
    w = tree(
        {
            "go.mod": MOD + "require (\n\texample.com/api v1.0.0\n\texample.com/d v1.2.0\n)\n"
            "replace example.com/api => ./api\n",
            "m.go": "package m\n",
            "api/go.mod": "module example.com/api\n\ngo 1.22\nrequire example.com/d v1.1.0\n",
            "api/a.go": "package api\n",
        }
    )
    assert found(w, "example.com/d", "api/a.go") == "../modcache/example.com/d@v1.2.0"


def test_without_a_module(tree: Opener) -> None:
    w = tree(
        {
            "src/a/a.go": "package a\n",
            "src/b/b.go": "package b\n",
            "src/a/vendor/c/c.go": "package c\n",
            "src/a/sub/s.go": "package sub\n",
        }
    )
    assert found(w, "fmt", "src/a/a.go") == "../goroot/src/fmt"
    assert found(w, "./sub", "src/a/a.go") == "src/a/sub"
    assert found(w, "c", "src/a/sub/s.go") == "src/a/vendor/c"
    assert found(w, "b", "src/a/a.go") == "src/b"
    assert found(w, "c", "src/b/b.go") is None


def test_problems_are_collected(tree: Opener) -> None:
    w = tree({"go.mod": "modul example.com/m\ngo 1.22\n", "a/a.go": "package a\n"})
    package = w.package_of("a/a.go")
    assert package is not None
    assert package.path == "w/a"
    assert w.language_version("a/a.go") == (1, 22)
    assert [(p.path, p.what) for p in w.problems] == [
        ("go.mod:1", "not understood: modul example.com/m"),
        ("go.mod", "no module line"),
    ]


def test_a_replacement_in_the_workspace_keeps_its_own_path(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD + "require example.com/orig v1.0.0\nreplace example.com/orig => ./fork\n",
            "m.go": "package m\n",
            "fork/go.mod": "module example.com/fork\n\ngo 1.22\n",
            "fork/f.go": "package fork\n",
        }
    )
    before = w.package_of("fork/f.go")
    assert w.resolve_import("example.com/orig", "m.go") == before
    assert w.package_of("fork/f.go") == before
    assert before is not None
    assert before.path == "example.com/fork"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Godeps/Godeps.json", '{"ImportPath": "example.com/own", "Deps": [{"ImportPath": "x"}]}'),
        ("glide.yaml", "package: example.com/own\nimport:\n- package: example.com/other\n"),
        ("vendor/vendor.json", '{"package": [], "rootPath": "example.com/own"}'),
        (".travis.yml", "language: go\ngo_import_path: example.com/own\n"),
    ],
)
def test_a_tree_from_before_modules_says_its_own_path(tree: Opener, name: str, text: str) -> None:
    w = tree({name: text, "a.go": "package own\n", "b/b.go": "package b\n"})
    assert found(w, "example.com/own", "b/b.go") == "."
    assert found(w, "example.com/own/b", "a.go") == "b"
    assert found(w, "example.com/own/b", "b/b.go") == "b"
    for other in ("example.com/ow", "example.com/owner/b", "example.com/other", "x", "b"):
        assert found(w, other, "a.go") is None


def test_a_tree_that_does_not_say_its_own_path(tree: Opener) -> None:
    w = tree({"glide.yaml": "import:\n- package: example.com/own\n", "b/b.go": "package b\n"})
    assert found(w, "example.com/own/b", "b/b.go") is None


OWN = {
    ".travis.yml": "language: go\n",
    "a.go": 'package own\n\nimport _ "example.com/own/b"\n',
    "b/b.go": 'package b\n\nimport _ "example.com/own/c/d"\nimport _ "example.com/dep/b"\n',
    "c/d/d.go": 'package d\n\nimport _ "fmt"\n',
}


def test_a_tree_from_before_modules_shows_its_own_path(tree: Opener) -> None:
    w = tree(OWN)
    assert found(w, "example.com/own", "b/b.go") == "."
    assert found(w, "example.com/own/c/d", "a.go") == "c/d"
    assert found(w, "example.com/dep/b", "b/b.go") is None


@pytest.mark.parametrize(
    "other",
    [
        {"c/d/d.go": "package d\n", "b/b.go": "package b\n"},  # one import is none
        {"a.go": 'package own\n\nimport _ "example.com/own/x"\n'},  # one leads nowhere
        {"c/d/d.go": 'package d\n\nimport _ "x.org/o/b"\nimport _ "x.org/o/c/d"\n'},  # or that
        {".travis.yml": ""},
    ],
)
def test_a_tree_whose_imports_do_not_tell(tree: Opener, other: dict[str, str]) -> None:
    files = {path: text for path, text in {**OWN, **other}.items() if text}
    assert found(tree(files), "example.com/own/b", "a.go") is None
