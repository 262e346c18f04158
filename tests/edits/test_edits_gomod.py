"""Requirements and sums, added where go mod tidy would have put them."""

from __future__ import annotations

import pytest

from gofixmap.edits import apply_edits
from gofixmap.edits.gomod import Requirement, add_requirements, add_sums, make_direct

LRU = Requirement("example.org/lru", "v2.0.7")
SYNC = Requirement("example.org/x/sync", "v0.1.0", indirect=True)


def added(text: str, *wanted: Requirement) -> str:
    return apply_edits(text.encode(), add_requirements("go.mod", text.encode(), wanted)).decode()


ADDED = {
    "nothing required": (
        "module m\n\ngo 1.24\n",
        "module m\n\ngo 1.24\n\nrequire example.org/lru v2.0.7\n\n"
        "require example.org/x/sync v0.1.0 // indirect\n",
    ),
    "no line end": (
        "module m",
        "module m\n\nrequire example.org/lru v2.0.7\n\n"
        "require example.org/x/sync v0.1.0 // indirect\n",
    ),
    "in front of a replacement": (
        "module m\n\ngo 1.24\n\nreplace a => ./a\n",
        "module m\n\ngo 1.24\n\nrequire example.org/lru v2.0.7\n\n"
        "require example.org/x/sync v0.1.0 // indirect\n\nreplace a => ./a\n",
    ),
    "sorted into blocks": (
        "module m\n\nrequire (\n\ta.org/a v1.0.0\n\tz.org/z v1.0.0 // why\n)\n\n"
        "require (\n\tb.org/b v1.0.0 // indirect\n)\n",
        "module m\n\nrequire (\n\ta.org/a v1.0.0\n\texample.org/lru v2.0.7\n"
        "\tz.org/z v1.0.0 // why\n)\n\n"
        "require (\n\tb.org/b v1.0.0 // indirect\n\texample.org/x/sync v0.1.0 // indirect\n)\n",
    ),
    "a mixed block": (
        "module m\n\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0 // indirect\n)\n",
        "module m\n\nrequire (\n\ta.org/a v1.0.0\n\texample.org/lru v2.0.7\n"
        "\tb.org/b v1.0.0 // indirect\n\texample.org/x/sync v0.1.0 // indirect\n)\n",
    ),
    "lines of their own": (
        "module m\n\nrequire z.org/z v1.0.0 // why\nrequire b.org/b v1.0.0 // indirect\n",
        "module m\n\nrequire (\n\texample.org/lru v2.0.7\n\tz.org/z v1.0.0 // why\n)\n"
        "require (\n\tb.org/b v1.0.0 // indirect\n\texample.org/x/sync v0.1.0 // indirect\n)\n",
    ),
    "other blocks are none": (
        "module m\n\nexclude (\n\ta.org/a v1.0.0\n)\n",
        "module m\n\nrequire example.org/lru v2.0.7\n\n"
        "require example.org/x/sync v0.1.0 // indirect\n\nexclude (\n\ta.org/a v1.0.0\n)\n",
    ),
    "windows lines": (
        "module m\r\n\r\nrequire (\r\n\ta.org/a v1.0.0\r\n)\r\n",
        "module m\r\n\r\nrequire (\r\n\ta.org/a v1.0.0\r\n\texample.org/lru v2.0.7\r\n)\r\n\r\n"
        "require example.org/x/sync v0.1.0 // indirect\r\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), ADDED.values(), ids=ADDED)
def test_requirements_join_their_kind(before: str, after: str) -> None:
    assert added(before, LRU, SYNC) == after


def test_several_new_ones_share_a_block() -> None:
    other = Requirement("a.org/a", "v1.2.3")
    text = added("module m\n", LRU, other)
    assert text == "module m\n\nrequire (\n\ta.org/a v1.2.3\n\texample.org/lru v2.0.7\n)\n"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("require a.org/a v1.0.0 // indirect", "require a.org/a v1.0.0"),
        ("require (\n\ta.org/a v1.0.0 // indirect\n)", "require (\n\ta.org/a v1.0.0\n)"),
        ("require a.org/a v1.0.0 // why", "require a.org/a v1.0.0 // why"),
        ("require a.org/ab v1.0.0 // indirect", "require a.org/ab v1.0.0 // indirect"),
    ],
)
def test_an_imported_module_is_direct(line: str, wanted: str) -> None:
    text = f"module m\n\n{line}\n".encode()
    made = apply_edits(text, make_direct("go.mod", text, "a.org/a")).decode()
    assert made == f"module m\n\n{wanted}\n"


SUM = "b.org/b v1.2.0 h1:b=\nb.org/b v1.2.0/go.mod h1:bm=\nd.org/d v0.0.0-20200101 h1:d=\n"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("a.org/a v1.0.0 h1:a=", 0),
        ("b.org/b v1.10.0 h1:b=", 2),
        ("b.org/b v1.9.0/go.mod h1:b=", 2),
        ("b.org/b v1.1.9 h1:b=", 0),
        ("c.org/c v1.0.0 h1:c=", 2),
        ("e.org/e v1.0.0 h1:e=", 3),
    ],
)
def test_sums_are_sorted_as_go_sorts_them(line: str, at: int) -> None:
    lines = SUM.splitlines(keepends=True)
    data = SUM.encode()
    made = apply_edits(data, add_sums("go.sum", data, [line])).decode()
    assert made == "".join([*lines[:at], f"{line}\n", *lines[at:]])


def test_sums_that_are_there_stay_as_they_are() -> None:
    assert add_sums("go.sum", SUM.encode(), SUM.splitlines()) == ()


def test_a_new_go_sum_and_one_without_a_line_end() -> None:
    lines = ["b v1.0.0 h1:b=", "a v1.0.0 h1:a="]
    assert apply_edits(b"", add_sums("go.sum", b"", lines)) == b"a v1.0.0 h1:a=\nb v1.0.0 h1:b=\n"
    short = b"a v1.0.0 h1:a="
    made = apply_edits(short, add_sums("go.sum", short, lines))
    assert made == b"a v1.0.0 h1:a=\nb v1.0.0 h1:b=\n"
