"""The Go command as the judge: same files in a build, same go.mod, same directories."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from gofixmap.workspace import BuildContext, Workspace, find_environment
from gofixmap.workspace.gomod import parse_gomod

Opener = Callable[..., Workspace]

CONSTRAINTS = [
    "linux",
    "!linux",
    "unix",
    "!unix && !windows",
    "cgo",
    "!cgo",
    "gc && !gccgo",
    "ignore",
    "custom",
    "custom && windows || !custom && arm64",
    "(linux || darwin) && !(amd64 && cgo)",
    "go1.1",
    "go1.20 && !go1.200",
    "go1.999",
    "darwin",
    "ios",
    "android",
    "wasm",
    "solaris",
    "!!linux",
    "linux &&",
    "a b",
    "_under.score && !x1.y",
]
NAMES = [
    "linux.go",
    "x_linux.go",
    "x_windows_amd64.go",
    "amd64_arm64.go",
    "x_unix.go",
    "x_linux_test.go",
    "x_js_wasm.go",
    "x_android.go",
    "x_darwin.go",
    "x_solaris.go",
    "x_linux.pb.go",
    "windows_x.go",
    "x_arm64_linux.go",
    "x_nacl.go",
]
LEGACY = ["linux", "!linux", "linux,cgo windows", "custom !custom", "linux\n// +build amd64"]
BUILDS = [
    BuildContext("linux", "amd64"),
    BuildContext("linux", "arm64", cgo=False),
    BuildContext("windows", "amd64", frozenset({"custom"}), cgo=False),
    BuildContext("darwin", "arm64", cgo=False),
    BuildContext("ios", "arm64"),
    BuildContext("android", "arm64", cgo=False),
    BuildContext("illumos", "amd64", cgo=False),
    BuildContext("js", "wasm", cgo=False),
    BuildContext("plan9", "386", cgo=False),
]


def _files() -> dict[str, str]:
    files = dict.fromkeys(NAMES, "package p\n")
    for number, text in enumerate(CONSTRAINTS):
        files[f"c{number}.go"] = f"// Copyright.\n\n//go:build {text}\n\npackage p\n"
        files[f"d{number}.go"] = f"/* c */ //go:build {text}\n\npackage p\n"
    for number, text in enumerate(LEGACY):
        files[f"e{number}.go"] = f"// +build {text}\n\npackage p\n"
        files[f"f{number}.go"] = f"// +build {text}\npackage p\n"
    files["g.go"] = 'package p\n\nimport "C"\n'
    files["go.mod"] = "module example.com/p\n\ngo 1.22\n"
    return files


def _run(go: Path, directory: Path, *arguments: str, **variables: str) -> str:
    environment = {
        **os.environ,
        "GOFLAGS": "",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        **variables,
    }
    return subprocess.run(
        [str(go), *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        value, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        yield value


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: f"{build.goos}-{build.goarch}")
def test_the_same_files_are_built(tree: Opener, go: Path, build: BuildContext) -> None:
    w = tree(_files())
    listed = _run(
        go,
        w.root,
        "list",
        "-e",
        f"-tags={','.join(build.tags)}",
        "-json=GoFiles,CgoFiles,TestGoFiles",
        ".",
        GOOS=build.goos,
        GOARCH=build.goarch,
        CGO_ENABLED=str(int(build.cgo)),
    )
    (package,) = _objects(listed)
    expected = {name for key in package for name in package[key] or ()}
    (mine,) = w.packages()
    assert {name for name in mine.all_files if w.matches(name, build)} == expected
    files = [file for name in mine.all_files if (file := w.file(name)) is not None]
    assert {file.path for file in files if build.matches(file)} == expected


def test_go_mod_is_read_as_go_reads_it(tree: Opener, go: Path) -> None:
    text = (
        "module example.com/p // c\n\ngo 1.22.1\ntoolchain go1.27.0\n"
        'require "example.com/q" v1.0.0 // indirect\n'
        "require (\n\texample.com/r v1.2.3//x\n\n\t// c\n\texample.com/Up/v2 v2.0.0-rc.1\n)\n"
        "exclude example.com/r v1.2.2\nretract [v1.0.0, v1.1.0] // bad\n"
        "replace (\n\texample.com/q => ../q // c\n\texample.com/r v1.2.3 => e.com/s v1.0.0\n)\n"
        "tool example.com/q/cmd\nignore ./x\n"
    )
    w = tree({"go.mod": text, "p.go": "package p\n"})
    (expected,) = _objects(_run(go, w.root, "mod", "edit", "-json"))
    mod = parse_gomod(text.encode())
    assert mod.unknown == ()
    assert (mod.module, mod.go) == (expected["Module"]["Path"], expected["Go"])
    assert mod.toolchain == expected["Toolchain"]
    assert mod.require == tuple((r["Path"], r["Version"]) for r in expected["Require"])
    assert [(r.old, r.version, r.new, r.new_version) for r in mod.replace] == [
        (
            r["Old"]["Path"],
            r["Old"].get("Version", ""),
            r["New"]["Path"],
            r["New"].get("Version", ""),
        )
        for r in expected["Replace"]
    ]


def _goroot(go: Path) -> Path:
    return Path(_run(go, Path.cwd(), "env", "GOROOT").strip())


def test_the_environment_is_found_without_running_go(go: Path) -> None:
    root = _goroot(go)
    environment = find_environment({"GOROOT": str(root), "GOENV": "off"})
    assert Path(environment.goroot) == root
    version = _run(go, Path.cwd(), "env", "GOVERSION").strip()
    assert version.startswith(f"go1.{environment.release}")
    tags = _run(go, Path.cwd(), "list", "-f", "{{context.ToolTags}}", "fmt")
    tool_tags = {tag for tag in tags.strip("[]\n").split() if tag.startswith("goexperiment.")}
    assert tool_tags == environment.experiments


def test_the_environment_by_other_means(tmp_path: Path, go: Path) -> None:
    root = _goroot(go)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/go").symlink_to(root / "bin/go")
    (tmp_path / "settings").write_text(f"GOMODCACHE={tmp_path}\nnonsense\n")
    linked = find_environment({"PATH": str(tmp_path / "bin"), "GOENV": str(tmp_path / "settings")})
    assert Path(linked.goroot) == root
    assert linked.module_cache == str(tmp_path)
    (tmp_path / "gopath/pkg/mod").mkdir(parents=True)
    variables = {"GOPATH": f"{tmp_path}/gopath:/other", "GOENV": "off", "GOWORK": "off"}
    environment = find_environment({**variables, "GOOS": "windows", "GOARCH": "arm64"})
    assert (environment.host.goos, environment.host.goarch) == ("windows", "arm64")
    assert environment.module_cache == f"{tmp_path}/gopath/pkg/mod"
    assert not environment.use_go_work
    assert find_environment({"GOROOT": str(tmp_path), "GOENV": "off"}).goroot != str(tmp_path)


def _listed(go: Path, directory: Path) -> dict[str, Mapping[str, Any]]:
    fields = "ImportPath,Dir,ForTest,GoFiles,CgoFiles,Imports,ImportMap"
    text = _run(go, directory, "list", "-e", "-deps", f"-json={fields}", "./...")
    return {package["ImportPath"]: package for package in _objects(text)}


@pytest.mark.corpus
@pytest.mark.parametrize("part", ["src", "src/cmd"])
def test_goroot_as_go_list_sees_it(go: Path, part: str) -> None:
    directory = _goroot(go) / part
    environment = find_environment({"GOROOT": str(_goroot(go)), "GOENV": "off"})
    w = Workspace.open([directory], environment=environment)
    for path, listed in _listed(go, directory).items():
        built = [*listed.get("GoFiles", ()), *listed.get("CgoFiles", ())]
        if path == "unsafe" or not built or "[" in path:  # variants for a tool's own build
            continue
        package = w.packages_in(listed["Dir"])[0]
        assert package.path == path
        mine = sorted(Path(f).name for f in package.files if w.matches(f, w.host))
        assert mine == sorted(built)
        spelled = {real: name for name, real in listed.get("ImportMap", {}).items()}
        for real in listed.get("Imports", ()):
            if real != "C":
                found = w.resolve_import(spelled.get(real, real), package.files[0])
                assert found is not None
                assert found.path == real.partition(" ")[0]


@pytest.mark.corpus
def test_goroot_is_listed_in_a_second(go: Path) -> None:
    start = time.perf_counter()
    packages = list(Workspace.open([_goroot(go) / "src"]).packages())
    assert time.perf_counter() - start < 1.0
    assert sum(len(package.all_files) for package in packages) > 5000


@pytest.mark.parametrize("seed", range(4))
def test_minimal_version_selection_as_go_does_it(
    tree: Opener, cached: Callable[[Mapping[str, str]], None], go: Path, seed: int
) -> None:
    random = Random(seed)
    names = [f"example.com/m{number}" for number in range(6)]
    versions = [
        "v1.0.0-rc.1",
        "v1.0.0",
        "v1.2.0",
        "v1.10.0",
        "v1.10.1-0.20200101000000-abcdefabcdef",
    ]

    def requirements() -> str:
        chosen = random.sample(names, 2)
        return "".join(f"require {name} {random.choice(versions)}\n" for name in chosen)

    for name in names:
        for version in versions:
            text = f"module {name}\n\ngo 1.15\n{requirements()}"
            cached(
                {
                    f"cache/download/{name}/@v/{version}.mod": text,
                    f"cache/download/{name}/@v/{version}.info": f'{{"Version": "{version}"}}',
                    f"{name}@{version}/x.go": "package x\n",
                }
            )
    w = tree(
        {"go.mod": f"module example.com/main\n\ngo 1.16\n{requirements()}", "m.go": "package m\n"}
    )
    listed = _run(
        go,
        w.root,
        "list",
        "-mod=mod",
        "-m",
        "-json=Path,Version,Main",
        "all",
        GOMODCACHE=str(w.module_cache),
        GONOSUMDB="*",
        GONOSUMCHECK="1",
        GOFLAGS="-modcacherw",
        GOSUMDB="off",
    )
    expected = {m["Path"]: m["Version"] for m in _objects(listed) if not m.get("Main")}
    assert len(expected) >= 2
    found = {}
    for name in names:
        package = w.resolve_import(name, "m.go")
        if package is not None and package.module is not None:
            found[name] = package.module.version
    assert found == expected
