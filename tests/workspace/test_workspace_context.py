"""Which files a build has, and a build for every file."""

from __future__ import annotations

import pytest

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace.context import (
    BuildContext,
    context_accepting,
    default_experiments,
    name_suffix,
)
from gofixmap.workspace.platforms import KNOWN_ARCH, KNOWN_OS, PORTS

LINUX = BuildContext("linux", "amd64")


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("linux.go", ("", "")),
        ("a/linux/x.go", ("", "")),
        ("x_unix.go", ("", "")),
        ("x_linux_foo.go", ("", "")),
        ("xlinux.go", ("", "")),
        ("amd64_linux.go", ("linux", "")),
        ("x_linux.go", ("linux", "")),
        ("_linux.go", ("linux", "")),
        ("x_linux_test.go", ("linux", "")),
        ("x_amd64.go", ("", "amd64")),
        ("x_windows_arm64.go", ("windows", "arm64")),
        ("x_windows_arm64_test.go", ("windows", "arm64")),
        ("linux_arm64.go", ("", "arm64")),
        ("x_arm64_windows.go", ("windows", "")),
        ("x_linux.pb.go", ("linux", "")),
        ("x_test.go", ("", "")),
        ("test.go", ("", "")),
    ],
)
def test_name_suffix(path: str, suffix: tuple[str, str]) -> None:
    assert name_suffix(path) == suffix


def _file(name: str, constraint: str, body: str = "") -> SourceFile:
    line = f"//go:build {constraint}\n\n" if constraint else ""
    return SourceFile(name, f"{line}package a\n{body}".encode())


@pytest.mark.parametrize(
    ("name", "constraint", "context", "matches"),
    [
        ("x.go", "", LINUX, True),
        ("x.go", "ignore", LINUX, False),
        ("x_linux.go", "windows", LINUX, False),
        ("x.go", "unix", LINUX, True),
        ("x.go", "unix", BuildContext("windows", "amd64"), False),
        ("x_unix.go", "", BuildContext("windows", "amd64"), True),
        ("x_linux.go", "", BuildContext("android", "arm64"), True),
        ("x_darwin.go", "", BuildContext("ios", "arm64"), True),
        ("x.go", "solaris", BuildContext("illumos", "amd64"), True),
        ("x.go", "android", LINUX, False),
        ("x.go", "gc", LINUX, True),
        ("x.go", "gccgo", LINUX, False),
        ("x.go", "gc", BuildContext("linux", "amd64", frozenset({"gccgo"})), False),
        ("x.go", "cgo", LINUX, True),
        ("x.go", "cgo", BuildContext("linux", "amd64", cgo=False), False),
        ("x.go", "go1.27", LINUX, True),
        ("x.go", "go1.28", LINUX, False),
        ("x.go", "go1.27", BuildContext("linux", "amd64", release=26), False),
        ("x.go", "race", BuildContext("linux", "amd64", frozenset({"race"})), True),
        ("x.go", "linux &&", LINUX, False),
    ],
)
def test_matches(name: str, constraint: str, context: BuildContext, matches: bool) -> None:
    assert context.matches(_file(name, constraint)) is matches


def test_import_c_needs_cgo() -> None:
    file = _file("x.go", "", 'import "C"\n')
    assert LINUX.matches(file)
    assert not BuildContext("linux", "amd64", cgo=False).matches(file)


def test_plus_build_counts_only_without_go_build() -> None:
    old = SourceFile("x.go", b"// +build windows\n\npackage a\n")
    both = SourceFile("x.go", b"//go:build linux\n// +build windows\n\npackage a\n")
    assert not LINUX.matches(old)
    assert LINUX.matches(both)


@pytest.mark.parametrize(
    ("constraint", "suffix", "expected"),
    [
        ("", ("", ""), LINUX),
        ("linux || windows", ("", ""), LINUX),
        ("windows", ("", ""), BuildContext("windows", "amd64")),
        ("!unix && !windows", ("", ""), BuildContext("js", "wasm")),
        ("", ("", "s390x"), BuildContext("linux", "s390x")),
        ("", ("plan9", "arm"), BuildContext("plan9", "arm")),
        ("!cgo", ("", ""), BuildContext("linux", "amd64", cgo=False)),
        ("!cgo && darwin", ("", ""), BuildContext("darwin", "arm64", cgo=False)),
        ("ignore", ("", ""), BuildContext("linux", "amd64", frozenset({"ignore"}))),
        ("race && windows", ("", ""), BuildContext("windows", "amd64", frozenset({"race"}))),
        ("!go1.21", ("", ""), BuildContext("linux", "amd64", release=20)),
        ("go1.99", ("", ""), BuildContext("linux", "amd64", release=99)),
        ("gccgo", ("", ""), BuildContext("linux", "amd64", frozenset({"gccgo"}))),
        ("", ("nacl", ""), BuildContext("nacl", "386")),
        ("linux && !linux", ("", ""), LINUX),  # nothing satisfies it
        ("linux &&", ("", ""), LINUX),
    ],
)
def test_nearest_context(constraint: str, suffix: tuple[str, str], expected: BuildContext) -> None:
    assert context_accepting(LINUX, constraint, suffix) == expected


def test_many_custom_tags_terminate() -> None:
    every = " && ".join(f"t{number}" for number in range(40))
    context = context_accepting(LINUX, every, ("", ""))
    assert context.accepts(every, ("", ""))
    impossible = f"{every} && !t0"
    assert context_accepting(LINUX, impossible, ("", "")) == LINUX


def test_experiments_of_the_toolchain_are_tags() -> None:
    source = """
	baseline := goexperiment.Flags{
		RegabiArgs: regabiSupported,
		JSONv2:     true,
		Off:        false,
	}
"""
    assert default_experiments(source) == {"goexperiment.jsonv2", "goexperiment.regabiargs"}
    assert default_experiments("") == frozenset()
    host = BuildContext("linux", "amd64", default_experiments(source))
    without = context_accepting(host, "!goexperiment.jsonv2", ("", ""))
    assert without.tags == {"goexperiment.regabiargs"}


def test_ports_are_known_and_unique() -> None:
    assert len(set(PORTS)) == len(PORTS)
    assert {goos for goos, _ in PORTS} <= KNOWN_OS
    assert {goarch for _, goarch in PORTS} <= KNOWN_ARCH
