"""The words by which a map is looked at: what the sieve must let through, and what it may drop."""

from __future__ import annotations

import pytest
from gofixmap_codemods._cache_growing import filled_in


@pytest.mark.parametrize(
    ("line", "grows"),
    [
        (b"pages[path] = page", True),
        (b"\ts.pages[key(a, b)] = page", True),
        (b"pages[path], err = load(path)", True),
        (b"ok, pages[path] = true, page", True),
        (b"pages[other[path]] = page", True),
        (b"pages[path][n] = page", True),
        (b"(s.pages[path]) = page", True),
        (b"pages[path], page.n = page, 1", True),
        (b"page.n, pages[path] = 1, page", True),
        (b"pages[path], other[path].n = page, 1", True),
        (b"for pages[path] = range c {", True),
        (b"case pages[path] = <-c:", True),
        (b"pages[path].n = 1", False),
        (b"pages[path]() = 1", False),
        (b"pages[path] += 1", False),
        (b"pages[path] |= 1", False),
        (b"x = 1; pages[path]=page", True),
        (b"page := pages[path]", False),
        (b"if pages[path] == nil {", False),
        (b"if pages[path] != nil {", False),
        (b"if v := pages[path]; v <= 2 {", False),
        (b"homepages[path] = page", False),
        ("größepages[path] = page".encode(), False),
        (b"pages = append(pages, x[i])", False),
        (b"case pages[path]: x = 1", False),
        (b"y" * 401 + b" pages[path] = page", False),
    ],
)
def test_an_entry_is_seen_to_come_in_by_its_line(line: bytes, grows: bool) -> None:
    data = b"func f() {\n" + line + b"\n}\n"
    assert (b"pages" in filled_in(data)) is grows
