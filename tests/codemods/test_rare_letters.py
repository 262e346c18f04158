"""Words that are searched through one of their letters: near misses end as a word does."""

from __future__ import annotations

import re

import pytest
from gofixmap_codemods._rare_letters import through

WORDS = re.compile(through(b"p", b"append", b"copy", b"Copy", b"temp"))


@pytest.mark.parametrize("text", ["append", "copy", "deepCopy", "xtemp", "apappend", "pcopy"])
def test_each_word_is_found(text: str) -> None:
    found = WORDS.search(text.encode())
    assert found is not None
    assert found.end() == len(text)


@pytest.mark.parametrize("text", ["appen", "apend", "opy", "COPY", "cOpy", "p", "tmp", "xpend", ""])
def test_nothing_else_is_found(text: str) -> None:
    assert WORDS.search(text.encode()) is None
