"""go.mod and go.work files, as they are written and as they are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gofixmap.workspace.gomod import GoMod, Replace, parse_gomod, parse_version

FULL = b"""\xef\xbb\xbf// Deprecated: use v2.
module "example.com/quoted" // a comment

go 1.22.3
toolchain go1.24.1
godebug default=go1.21

require example.com/single v1.0.0//indirect
require (
\texample.com/a v1.2.3 // indirect

\t"example.com/b" v0.0.0-20200101000000-abcdefabcdef
)
exclude example.com/a v1.2.2
exclude (
\texample.com/a v1.2.1
)
replace example.com/a => ../a
replace (
\texample.com/b v1.0.0 => example.com/fork/b v1.0.1
\texample.com/c => `./with space`
\texample.com/d v1.0.0 => "./d\\\\d"
)
retract v1.0.1 // oops
retract [v1.0.2, v1.0.4]
retract (
\t[v1.1.0, v1.2.0]
)
tool example.com/a/cmd/x
ignore ./node_modules
ignore (
\tstatic
)
"""


def test_every_form() -> None:
    mod = parse_gomod(FULL)
    assert mod == GoMod(
        module="example.com/quoted",
        go="1.22.3",
        toolchain="go1.24.1",
        require=(
            ("example.com/single", "v1.0.0"),
            ("example.com/a", "v1.2.3"),
            ("example.com/b", "v0.0.0-20200101000000-abcdefabcdef"),
        ),
        exclude=frozenset({("example.com/a", "v1.2.2"), ("example.com/a", "v1.2.1")}),
        ignore=("./node_modules", "static"),
        replace=(
            Replace("example.com/a", "", "../a", ""),
            Replace("example.com/b", "v1.0.0", "example.com/fork/b", "v1.0.1"),
            Replace("example.com/c", "", "./with space", ""),
            Replace("example.com/d", "v1.0.0", "./d\\d", ""),
        ),
    )
    assert mod.language_version == (1, 22)
    assert [replace.is_local for replace in mod.replace] == [True, False, True, True]


def test_go_work() -> None:
    work = parse_gomod(b"go 1.24\r\nuse ./a\r\nuse (\r\n\t./b // c\r\n\t../c\r\n)\r\n")
    assert work.use == ("./a", "./b", "../c")
    assert work.go == "1.24"


def test_module_block_and_empty_block() -> None:
    assert parse_gomod(b"module (\n\texample.com/m\n)\nrequire ()\ngo 1.20\n") == GoMod(
        module="example.com/m", go="1.20"
    )


def test_no_go_line_means_1_16() -> None:
    assert parse_gomod(b"module m\n").language_version == (1, 16)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        (b"module m\nfrobnicate x\n", ((2, "frobnicate x"),)),
        (b"module m\nrequire example.com/a\n", ((2, "require example.com/a"),)),
        (b"module m\nreplace a b c d e f\n", ((2, "replace a b c d e f"),)),
        (b"module m\nreplace a ->\n", ((2, "replace a ->"),)),
        (b"module\ngo 1.20\n", ((1, "module"),)),
        (b"<<<<<<< HEAD\nmodule m\n", ((1, "<<<<<<< HEAD"),)),
        (b"module m\nrequire (\n\tx\n", ((3, "require x"),)),
    ],
)
def test_what_makes_no_sense_is_kept_apart(
    text: bytes, unknown: tuple[tuple[int, str], ...]
) -> None:
    assert parse_gomod(text).unknown == unknown


@pytest.mark.parametrize("text", [b"", b"\x00\xff(((", b"((((\n))))\n", b'module "unclosed\n'])
def test_garbage_does_not_raise(text: bytes) -> None:
    parse_gomod(text)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("", None),
        ("latest", None),
        ("1", (1, 0)),
        ("1.21", (1, 21)),
        ("1.21.3", (1, 21)),
        ("1.21rc1", (1, 21)),
        ("go1.27.3\ntime 2026", (1, 27)),
    ],
)
def test_versions(text: str, version: tuple[int, int] | None) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("directory", "ignored"),
    [
        ("", False),
        ("node", False),
        ("a/node_modules", False),
        ("node_modules2", False),
        ("statics", False),
        ("node_modules", True),
        ("node_modules/x", True),
        ("static", True),
        ("a/static/b", True),
    ],
)
def test_ignore_lines(directory: str, ignored: bool) -> None:
    assert parse_gomod(FULL).ignores(directory) is ignored


WORDS = [
    "module",
    "require",
    "replace",
    "use",
    "(",
    ")",
    "=>",
    "//",
    '"',
    "`",
    "v1.0.0",
    "./a",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.binary().map(repr))
def test_any_text_is_read(text: str) -> None:
    mod = parse_gomod(text.encode())
    assert all(path and version for path, version in mod.require)
