"""What tells map-alias that a copy was meant, and what its filter lets through."""

from __future__ import annotations

import pytest
from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_filter import Sieve


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("settings", "backup", "backup"),
        ("s", "oldLimits", "oldLimits"),
        ("opts", "DefaultOptions", "DefaultOptions"),
        ("labelsCopy", "labels", "labelsCopy"),
        ("cloned", "m", "cloned"),
        ("m", "mine", ""),
        ("prev", "prev", ""),
        ("old", "current", ""),
        ("folder", "holder", ""),
        ("saver", "m", ""),
        ("prevItems", "prevTotals", ""),
    ],
)
def test_names(written: str, kept: str, told: str) -> None:
    assert intent.named_apart(written, kept) == told


@pytest.mark.parametrize(
    ("function", "copies"),
    [
        ("Clone", True),
        ("DeepCopy", True),
        ("WithLabel", True),
        ("copyWithOverrides", True),
        ("withdraw", False),
        ("Photocopier", False),
        ("Merge", False),
    ],
)
def test_functions_that_copy(function: str, copies: bool) -> None:
    assert intent.makes_copy(function) is copies


@pytest.mark.parametrize(
    ("comment", "denied"),
    [
        (b"the map is shared by all copies", True),
        (b"it is not copied", True),
        (b"avoids a copy of the text", True),
        (b"sorts in place", True),
        (b"takes over the map", True),
        (b"returns a copy of the map", False),
        (b"gives the labels", False),
    ],
)
def test_comments_that_deny_a_copy(comment: bytes, denied: bool) -> None:
    assert intent.denies(comment) is denied


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        (b"func f() {\n\tb := a\n\tb[k] = v\n}", True),
        (b"func f() {\n\tvar b = s.a\n\ts.a[0] = v\n}", True),
        (b"func f() {\n\tc := *p\n\tc.labels[k] = v\n}", True),
        (b"func f() {\n\tc := all[k]\n\tc.labels[k] = v\n}", True),
        (b"func f() {\n\tb := a\n\tdelete(a, k)\n}", True),
        (b"func f() {\n\tb := a\n\tb.Set(k, v)\n}", True),
        (b"func (c cart) f() {\n\tc.notes[0] = v\n}", True),
        (b"func (s *S) f() M {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.m\n}", True),
        (b"func f() {\n\tb := g()\n\tb[k] = v\n}", False),
        (b"func f() {\n\tb := a\n\tprint(a, b)\n}", True),
        (b"func f() {\n\tb := a\n\treturn b\n}", False),
        (b"func (c *cart) f() {\n\tc.notes[0] = v\n}", False),
    ],
)
def test_filter(code: bytes, passes: bool) -> None:
    assert bool(Sieve().search(code)) is passes
