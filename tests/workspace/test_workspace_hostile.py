"""Trees that mean harm, or are merely odd: nothing blocks, loops, escapes or raises."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gofixmap.workspace import Workspace

Opener = Callable[..., Workspace]
MOD = "module example.com/m\n\ngo 1.22\n"


def test_links_do_not_lead_out_of_the_root(tree: Opener, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.go").write_text("package secret\n")
    base = tmp_path / "w"
    base.mkdir()
    (base / "linked").symlink_to("../outside")
    (base / "stolen.go").symlink_to("../outside/secret.go")
    (base / "dangling.go").symlink_to("nowhere.go")
    (base / "self.go").symlink_to("self.go")
    (base / "here.go").symlink_to("a.go")
    w = tree({"go.mod": MOD, "a.go": "package m\n"})
    assert [p.files for p in w.packages()] == [("a.go", "here.go")]
    for path in ("stolen.go", "linked/secret.go", "dangling.go", "self.go"):
        assert w.file(path) is None
        assert w.read(path) is None
        assert w.package_of(path) is None
    assert w.packages_in("linked") == ()
    assert w.resolve_import("example.com/m/linked", "a.go") is None


def test_directory_loops_terminate(tree: Opener, tmp_path: Path) -> None:
    (tmp_path / "w/a/b").mkdir(parents=True)
    (tmp_path / "w/a/b/up").symlink_to("../..")
    (tmp_path / "w/a/self").symlink_to("self")
    w = tree({"go.mod": MOD, "a/a.go": "package a\n"}, ".", "a/b")
    assert [p.path for p in w.packages()] == ["example.com/m/a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_only_regular_files_are_opened(tree: Opener, tmp_path: Path) -> None:
    base = tmp_path / "w"
    base.mkdir()
    os.mkfifo(base / "pipe.go")
    os.mkfifo(base / "go.work")
    (base / "directory.go").mkdir()
    (base / "zero.go").symlink_to("/dev/zero")
    w = tree({"go.mod": MOD, "a.go": "package m\n", "directory.go/x.go": "package x\n"})
    assert [p.path for p in w.packages()] == ["example.com/m", "example.com/m/directory.go"]
    for path in ("pipe.go", "directory.go", "zero.go"):
        assert w.file(path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_names_of_any_bytes(tree: Opener, tmp_path: Path) -> None:
    base = os.fsencode(tmp_path / "w")
    Path(os.fsdecode(base + b"/d\xff")).mkdir(parents=True)
    for tail in (b"/line\nbreak.go", b"/\xff\xfe.go", b"/d\xff/x.go", b"/sp ace.go"):
        with open(base + tail, "wb") as stream:
            stream.write(b"package m\n")
    w = tree({"go.mod": MOD})
    names = {name for p in w.packages() for name in p.files}
    assert names == {os.fsdecode(n) for n in (b"line\nbreak.go", b"\xff\xfe.go", b"sp ace.go")} | {
        os.fsdecode(b"d\xff/x.go")
    }
    for name in names:
        file = w.file(name)
        assert file is not None
        assert file.path == name


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "../../../../../../../../x.go", "a\0b.go", "x" * 5000, "a.go/b.go", "/", "//"],
)
def test_odd_paths_are_answered(tree: Opener, path: str) -> None:
    w = tree({"go.mod": MOD, "a.go": "package m\n"})
    assert w.file(path) is None
    assert w.package_of(path) is None
    assert w.language_version(path) in ((1, 22), (1, 27))
    w.packages_in(path)
    w.resolve_import(path, "a.go")
    w.resolve_import("example.com/x", path)


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/dev/zero",
        "/proc/self/root",
        "../../../../../../../../../..",
        ".",
        "./a\0b",
        "`" + "x" * 5000 + "`",
        "./loop/loop",
    ],
)
def test_absurd_replacements(tree: Opener, target: str) -> None:
    w = tree(
        {
            "go.mod": MOD + f"require example.com/r v1.0.0\nreplace example.com/r => {target}\n",
            "go.work": f"go 1.22\nuse .\nuse {target}\n",
            "a.go": "package m\n",
        }
    )
    assert w.resolve_import("example.com/r/nothing", "a.go") is None
    assert [p.path for p in w.packages()] == ["example.com/m"]


def test_unreadable_files_are_left_out(tree: Opener, tmp_path: Path) -> None:
    w = tree({"go.mod": MOD, "a.go": "package m\n", "b.go": "package m\n"})
    list(w.files_containing(b"package"))
    (tmp_path / "w/b.go").unlink()  # between the listing and the reading of headers
    assert [p.files for p in w.packages()] == [("a.go",)]
    assert w.file("b.go") is None
    assert [(p.path, p.what) for p in w.problems] == [("b.go", "cannot be read")]


def test_a_deep_tree(tree: Opener) -> None:
    deep = "/".join(["d"] * 1200)
    w = tree({"go.mod": MOD}, overlay={f"{deep}/x.go": b"package d\n"})
    (package,) = w.packages()
    assert package.path == f"example.com/m/{deep}"


def test_cyclic_requirements_terminate(tree: Opener) -> None:
    w = tree(
        {
            "go.mod": "module example.com/m\n\ngo 1.16\nrequire example.com/a v1.0.0\n"
            "replace example.com/a => ./a\nreplace example.com/b => ./b\n",
            "m.go": "package m\n",
            "a/go.mod": "module example.com/a\nrequire example.com/b v1.0.0\n",
            "b/go.mod": "module example.com/b\nrequire example.com/a v1.5.0\n",
            "b/b.go": "package b\n",
        }
    )
    package = w.resolve_import("example.com/b", "m.go")
    assert package is not None
    assert package.files == ("b/b.go",)


def test_the_root_through_a_link(tree: Opener, tmp_path: Path) -> None:
    (tmp_path / "w/real").mkdir(parents=True)
    (tmp_path / "w/alias").symlink_to("real")
    w = tree({"real/go.mod": MOD, "real/a.go": "package m\n"}, "alias/a.go")
    assert w.root == (tmp_path / "w/real").resolve()
    assert [p.files for p in w.packages()] == [("a.go",)]


def test_paths_that_share_only_the_file_system(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_text("package a\n")
    w = Workspace.open([tmp_path, Path("/dev/null")])
    assert w.root == Path("/")
    assert [p.files for p in w.packages()] == [((tmp_path / "a.go").as_posix()[1:],)]
    (package,) = w.packages()
    file = w.file(package.files[0])
    assert file is not None
    assert w.package_of(file.path) == package
    assert w.package_of(f"/{file.path}") == package
    overlaid = w.with_overlay({file.path: b"package b\n"})
    assert [p.name for p in overlaid.packages()] == ["b"]
