"""Packages of a directory, of a file, and of the whole tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gofixmap.errors import UsageError
from gofixmap.workspace import Package, Workspace

Opener = Callable[..., Workspace]
MOD = "module example.com/m\n\ngo 1.22\n"


def shape(packages: tuple[Package, ...]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {package.path: (package.files, package.test_files) for package in packages}


def test_every_build_variant_is_one_package(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "a/a.go": "package a\n",
            "a/a_windows.go": "package a\n",
            "a/a_tag.go": "//go:build never\n\npackage a\n",
            "a/a_test.go": "package a\n",
            "a/x_test.go": "package a_test\n",
            "a/notes.txt": "package b\n",
        }
    )
    assert shape(w.packages_in("a")) == {
        "example.com/m/a": (("a/a.go", "a/a_tag.go", "a/a_windows.go"), ("a/a_test.go",)),
        "example.com/m/a_test": (("a/x_test.go",), ()),
    }
    in_package, external = w.packages_in("a")
    assert w.package_of("a/a_test.go") == in_package
    assert w.package_of("a/x_test.go") == external
    assert external.is_external_test
    assert not in_package.is_external_test
    assert in_package.dir == f"{w.root}/a"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.go": "package main\n"}, {"example.com/m": "a.go"}, id="main alone"),
        pytest.param(
            {"gen.go": "//go:build ignore\n\npackage main\n", "lib.go": "package lib\n"},
            {"example.com/m": "lib.go", "example.com/m#main": "gen.go"},
            id="ignored program",
        ),
        pytest.param(
            {"gen.go": "// +build ignore\n\npackage main\n", "lib.go": "package lib\n"},
            {"example.com/m": "lib.go", "example.com/m#main": "gen.go"},
            id="ignored in the old way",
        ),
        pytest.param(
            {"a_plan9.go": "package lib\n", "gen.go": "//go:build ignore\n\npackage main\n"},
            {"example.com/m": "a_plan9.go", "example.com/m#main": "gen.go"},
            id="library of another port",
        ),
        pytest.param(
            {"doc.go": "//go:build ignore\n\npackage documentation\n", "m.go": "package main\n"},
            {"example.com/m": "m.go", "example.com/m#documentation": "doc.go"},
            id="documentation",
        ),
        pytest.param(
            {"a.go": "package foo_test\n", "b_test.go": "package foo_test\n"},
            {"example.com/m": "a.go b_test.go"},
            id="a package called foo_test",
        ),
        pytest.param(
            {"x_test.go": "package x_test\n"}, {"example.com/m_test": "x_test.go"}, id="tests only"
        ),
        pytest.param(
            {"x_test.go": "package x\n", "y_test.go": "package x_test\n"},
            {"example.com/m": "x_test.go", "example.com/m_test": "y_test.go"},
            id="both kinds of test only",
        ),
        pytest.param(
            {"a.go": "package a\n", "broken.go": "func f() {\n", "broken_test.go": "\n"},
            {"example.com/m": "a.go broken.go broken_test.go"},
            id="no package clause",
        ),
        pytest.param(
            {"a.go": "package a\n", "_b.go": "package b\n", ".c.go": "package c\n"},
            {"example.com/m": "a.go"},
            id="passed over",
        ),
    ],
)
def test_package_clauses(tree: Opener, files: dict[str, str], expected: dict[str, str]) -> None:
    w = tree({"go.mod": MOD, **files})
    found = {p.path: " ".join(p.all_files) for p in w.packages()}
    assert found == expected


def test_the_walk_skips_what_go_skips(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "a.go": "package m\n",
            "sub/b.go": "package sub\n",
            "vendor/example.com/v/v.go": "package v\n",
            "sub/testdata/t.go": "package t\n",
            "_x/x.go": "package x\n",
            ".git/g.go": "package g\n",
            "nested/go.mod": "module example.com/nested\n",
            "nested/n.go": "package nested\n",
            "empty/readme.md": "",
        }
    )
    paths = [package.path for package in w.packages()]
    assert paths == ["example.com/m", "example.com/nested", "example.com/m/sub"]
    assert list(w.files_containing(b"package")) == ["a.go", "nested/n.go", "sub/b.go"]
    assert list(w.files_containing(b"package sub")) == ["sub/b.go"]


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("sub/testdata", "example.com/m/sub/testdata"),
        ("sub/testdata/t.go", "example.com/m/sub/testdata"),
        ("_x", "example.com/m/_x"),
        ("_y.go", "example.com/m#y"),
    ],
)
def test_what_was_named_is_walked(tree: Opener, named: str, path: str) -> None:
    files = {
        "go.mod": MOD,
        "a.go": "package m\n",
        "_y.go": "package y\n",
        "sub/testdata/t.go": "package t\n",
        "_x/x.go": "package x\n",
    }
    w = tree(files, named)
    assert path in [package.path for package in w.packages()]
    assert path not in [package.path for package in tree(files).packages()]


def test_package_of_any_path(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "a.go": "package m\n",
            "_y.go": "package y\n",
            "testdata/t.go": "package t\n",
            "vendor/example.com/v/v.go": "package v\n",
        }
    )

    def path_of(name: str) -> str | None:
        package = w.package_of(name)
        return package.path if package else None

    assert path_of("testdata/t.go") == "example.com/m/testdata"
    assert path_of("vendor/example.com/v/v.go") == "example.com/v"
    assert path_of("_y.go") == "example.com/m#_y.go"
    assert path_of(f"{w.root}/a.go") == "example.com/m"
    assert path_of("missing.go") is None
    assert path_of("go.mod") is None
    assert path_of(f"{w.goroot}/src/fmt/print.go") == "fmt"
    assert path_of(f"{w.goroot}/src/cmd/internal/obj/obj.go") == "cmd/internal/obj"
    assert path_of(f"{w.goroot}/src/vendor/golang.org/x/net/idna/idna.go") == (
        "vendor/golang.org/x/net/idna"
    )


@pytest.mark.parametrize(
    ("path", "text", "outside", "internal", "main"),
    [
        ("a/a.go", "package a\n", True, False, False),
        ("a.go", "package m\n", True, False, False),
        ("cmd/x/x.go", "package main\n", False, False, True),
        ("internal/a/a.go", "package a\n", False, True, False),
        ("a/internal/a.go", "package internal\n", False, True, False),
        ("internals/a.go", "package internals\n", True, False, False),
        ("a/testdata/a.go", "package a\n", False, False, False),
        ("a/a_test.go", "package a\n", False, False, False),
        ("a/a_test.go", "package a_test\n", False, False, False),
    ],
)
def test_who_may_import(
    tree: Opener, path: str, text: str, outside: bool, internal: bool, main: bool
) -> None:
    package = tree({"go.mod": MOD, path: text}).package_of(path)
    assert package is not None
    found = (package.importable_outside, package.is_internal, package.is_main)
    assert found == (outside, internal, main)


def test_internal_in_the_module_path_is_open_to_its_siblings(tree: Opener) -> None:
    w = tree({"go.mod": "module example.com/internal/m\n", "a/a.go": "package a\n"})
    package = w.package_of("a/a.go")
    assert package is not None
    assert package.is_internal
    assert package.importable_outside


def test_without_a_module(tree: Opener) -> None:
    w = tree({"a.go": "package a\n", "sub/b.go": "package b\n"})
    assert [(p.path, p.module) for p in w.packages()] == [
        ("command-line-arguments", None),
        ("./sub", None),
    ]
    assert w.language_version("a.go") == (1, 27)


@pytest.mark.parametrize(
    ("sign", "version"),
    [
        ("Gopkg.lock", (1, 10)),
        ("glide.yaml", (1, 10)),
        ("Godeps/Godeps.json", (1, 10)),
        ("vendor/vendor.json", (1, 10)),
        ("vendor.conf", (1, 10)),
        (".travis.yml", (1, 10)),
        ("vendor/modules.txt", (1, 27)),
        ("Makefile", (1, 27)),
        ("sub/Gopkg.lock", (1, 27)),
        ("Gopkg.lock/a", (1, 27)),
    ],
)
def test_a_tree_from_before_modules(tree: Opener, sign: str, version: tuple[int, int]) -> None:
    w = tree({sign: "", "a.go": "package a\n", "b/b.go": "package b\n"})
    assert w.language_version("a.go") == w.language_version("b/b.go") == version


def test_signs_from_before_modules_count_in_their_repository_alone(tree: Opener) -> None:
    w = tree(
        {
            "glide.yaml": "",
            "a.go": "package a\n",
            "mod/go.mod": MOD,
            "mod/m.go": "package m\n",
            "repo/.git/HEAD": "",
            "repo/sub/r.go": "package r\n",
        }
    )
    assert w.language_version("a.go") == (1, 10)
    assert w.language_version("mod/m.go") == (1, 22)
    assert w.language_version("repo/sub/r.go") == (1, 27)


def test_a_lone_file_does_not_drag_in_its_surroundings(tree: Opener) -> None:
    w = tree({"a.go": "package a\n", "sub/b.go": "package b\n"}, "a.go")
    assert [package.path for package in w.packages()] == ["command-line-arguments"]


@pytest.mark.parametrize(
    ("named", "root"),
    [
        (("a",), "a"),
        (("a/deep/x.go",), "a"),
        (("a/deep", "a/other"), "a"),
        (("a", "b"), ""),
        (("w/m",), "w"),
        (("w/m/sub/x.go",), "w"),
        (("w/stranger",), "w/stranger"),
        (("w",), "w"),
    ],
)
def test_root(tree: Opener, named: tuple[str, ...], root: str) -> None:
    w = tree(
        {
            "a/go.mod": "module a\n",
            "a/deep/x.go": "package deep\n",
            "a/other/x.go": "package other\n",
            "b/go.mod": "module b\n",
            "w/go.work": "go 1.24\nuse ./m\n",
            "w/m/go.mod": "module m\n",
            "w/m/sub/x.go": "package sub\n",
            "w/stranger/go.mod": "module stranger\n",
        },
        *named,
    )
    assert w.root.as_posix().partition("/w")[2].lstrip("/") == root


def test_no_such_path(tree: Opener) -> None:
    with pytest.raises(UsageError, match="no such file or directory"):
        tree({"go.mod": MOD}, "missing.go")
    with pytest.raises(UsageError, match="no paths"):
        Workspace.open([])


@pytest.mark.parametrize(
    ("go_line", "constraint", "version"),
    [
        ("", "", (1, 16)),
        ("go 1.20", "", (1, 20)),
        ("go 1.22.3", "", (1, 22)),
        ("go 1.25\ntoolchain go1.27.1", "", (1, 25)),
        ("go 1.25", "go1.17", (1, 21)),
        ("go 1.25", "go1.21", (1, 21)),
        ("go 1.25", "go1.22 && linux", (1, 22)),
        ("go 1.20", "go1.22", (1, 22)),
        ("go 1.20", "go1.18", (1, 21)),
        ("go 1.25", "linux || go1.21", (1, 25)),
        ("go 1.25", "!go1.99", (1, 25)),
        ("go 1.25", "go1.21 &&", (1, 25)),
    ],
)
def test_language_version(
    tree: Opener, go_line: str, constraint: str, version: tuple[int, int]
) -> None:
    line = f"//go:build {constraint}\n\n" if constraint else ""
    w = tree(
        {
            "go.work": "go 1.26\nuse ./m\n",
            "m/go.mod": f"module m\n\n{go_line}\n",
            "m/sub/a.go": f"{line}package a\n",
        }
    )
    assert w.language_version("m/sub/a.go") == version


def test_context_for(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "a.go": "package m\n",
            "a_windows.go": "package m\n",
            "c_plan9.go": 'package m\n\nimport "C"\n',
            "ignored.go": "//go:build ignore\n\npackage main\n",
            "nocgo.go": '//go:build !cgo\n\npackage m\n\nimport "C"\n',
        }
    )
    assert w.context_for("a.go") == w.host
    assert w.context_for("a_windows.go").goos == "windows"
    assert w.context_for("c_plan9.go").cgo
    assert w.context_for("ignored.go").tags == {"ignore"}
    assert w.context_for("nocgo.go") == w.host  # no build has it
    assert w.matches("a.go", w.host)
    assert not w.matches("ignored.go", w.host)


def test_ignored_directories(tree: Opener) -> None:
    files = {
        "go.mod": MOD + "ignore ./web\n",
        "web/w.go": "package w\n",
        "a/web/w.go": "package w\n",
    }
    assert [p.path for p in tree(files).packages()] == ["example.com/m/a/web"]
    named = tree(files, "web")
    assert "example.com/m/web" in [p.path for p in named.packages()]


def test_modules(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": MOD,
            "a/a.go": "package a\n",
            "n/go.mod": "module example.com/n\n",
            "n/n.go": "package n\n",
        }
    )
    assert [(m.path, m.go_version) for m in w.modules()] == [
        ("example.com/m", (1, 22)),
        ("example.com/n", (1, 16)),
    ]
