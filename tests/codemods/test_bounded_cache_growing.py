"""The words by which a map is looked at: what the sieve must let through, and what it may drop."""

from __future__ import annotations

import re

import pytest
from gofixmap_codemods._cache_growing import _bracketed, _is_assigned

_FILLED = re.compile(rb"(\w+)(?=\[[^\n=]*\][^\n=!<>:]*=(?!=))")
_ASSIGNMENT = re.compile(rb"(?<![^\n=])[^\n=]{1,400}+=(?!=)")


@pytest.mark.parametrize(
    ("line", "grows"),
    [
        (b"pages[path] = page", True),
        (b"\ts.pages[key(a, b)] = page", True),
        (b"pages[path], err = load(path)", True),
        (b"ok, pages[path] = true, page", True),
        (b"pages[other[path]] = page", True),
        (b"pages[path].n = 1", True),
        (b"pages[path] += 1", True),
        (b"x = 1; pages[path]=page", True),
        (b"page := pages[path]", False),
        (b"if pages[path] == nil {", False),
        (b"if pages[path] != nil {", False),
        (b"if v := pages[path]; v <= 2 {", False),
        (b"homepages[path] = page", False),
        (b"pages = append(pages, x[i])", False),
        (b"case pages[path]: x = 1", False),
        (b"y" * 401 + b" pages[path] = page", False),
    ],
)
def test_an_entry_is_seen_to_come_in_by_its_line(line: bytes, grows: bool) -> None:
    data = b"func f() {\n" + line + b"\n}\n"
    found = any(_is_assigned(data, at, at + 5) for at in _bracketed(data, b"pages"))
    heads = _ASSIGNMENT.findall(data)
    assert found is grows
    assert found is any(b"pages" in _FILLED.findall(head) for head in heads)
