"""The header of a Go file: what is read before any declaration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace.header import header_expression, read_header


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        ("// package a\n", ""),
        ("/* package a */", ""),
        ("func f() {}\n", ""),
        ("packagea\n", ""),
        ("package\n", ""),
        ("package a", "a"),
        ("package a;import b", "a"),
        ("\ufeffpackage a\n", "a"),
        ("// c\n\n/* d\n*/ package /* e */ a // f\n", "a"),
        ("package // e\n a\n", "a"),
        ("/**/package été\n", "été"),
        ("// Code generated. DO NOT EDIT.\r\n\r\npackage a\r\n", "a"),
    ],
)
def test_package_clause(text: str, name: str) -> None:
    assert read_header(text.encode()).package_name == name


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        ("package a\n//go:build linux\n", ""),
        ("/*\n//go:build linux\n*/\npackage a\n", ""),
        ("// go:build linux\npackage a\n", ""),
        ("/* c */ //go:build linux\npackage a\n", ""),
        ("/* c */ // +build linux\n\npackage a\n", ""),
        ("\ufeff\t//go:build linux\npackage a\n", "linux"),
        ("//go:builder linux\npackage a\n", ""),
        ("//go:build linux\npackage a\n", "linux"),
        ("/* c */\n\n//go:build  linux && cgo \r\n\r\npackage a\n", "linux && cgo"),
        ("//go:build a\n//go:build b\npackage a\n", "a"),
        ("// +build linux\n//go:build windows\n\npackage a\n", "windows"),
        ("// +build linux\n\npackage a\n", "(linux)"),
        ("//+build linux\n// +build cgo\n\n// Doc.\npackage a\n", "((linux)) && ((cgo))"),
        ("// +build linux\npackage a\n", ""),  # no blank line: a doc comment
        ("\n\n// +build linux\npackage a\n", ""),
    ],
)
def test_constraint(text: str, constraint: str) -> None:
    assert read_header(text.encode()).expression == constraint


@pytest.mark.parametrize("cut", range(len("// c\npackage abc\n")))
def test_a_cut_off_header_says_so(cut: int) -> None:
    text = "// c\npackage abc\n"
    header = read_header(text[:cut].encode())
    assert header.package_name == "abc" or not header.complete
    assert not header.complete or header.package_name == "abc"


@given(st.binary(max_size=60), st.sampled_from([b"//go:build a\n", b"// +build b\n\n", b"/* c */"]))
def test_any_bytes_have_a_header(noise: bytes, line: bytes) -> None:
    read_header(noise)
    read_header(line + noise)
    file = SourceFile("x.go", line + noise + b"\npackage p\n")
    if b"package" not in noise:
        assert header_expression(file.header) == read_header(file.data).expression


def test_long_headers_are_read_in_linear_time() -> None:
    text = b"/*" + b"* /" * 300_000 + b"*/\n" + b"// line\n" * 50_000 + b"package p\n"
    assert read_header(text).package_name == "p"
    assert read_header(text[:-10]).package_name == ""
