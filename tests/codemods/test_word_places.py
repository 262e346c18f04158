"""Names in a text with what stands behind them: near misses are parts of other words."""

from __future__ import annotations

import re

import pytest
from gofixmap_codemods._word_places import followed

TEXTS = [
    ("m = 1", [0]),
    ("m=1; c.m = 2", [0, 7]),
    ("(m = 1)", [1]),
    ("mm = 1", []),
    ("m2 = 1", []),
    ("m\u00fc = 1", []),
    ("\u00fcm = 1", []),
    ("m == 1", []),
    ("m", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "places"), TEXTS)
def test_a_name_is_a_word_of_its_own(text: str, places: list[int]) -> None:
    assert [*followed(b"m", re.compile(rb" ?=(?!=)"), text.encode())] == places


def test_only_a_part_is_searched() -> None:
    data = b"m = am = m = m"
    assert [*followed(b"m", re.compile(rb" ="), data, 1, 12)] == [9]
    assert [*followed(b"m", re.compile(rb" ="), data, 6, 8)] == []
