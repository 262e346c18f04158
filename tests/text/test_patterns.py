"""Patterns do what compiled expressions do, and are compiled by whoever first uses them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from gofixmap.patterns import pattern

TEXT = b"users[1].Age++ // users"


@pytest.mark.parametrize(
    "use",
    [
        lambda each: each.search(TEXT, 3)[0],
        lambda each: each.match(TEXT).span(),
        lambda each: [found.start() for found in each.finditer(TEXT)],
        lambda each: each.sub(b"items", TEXT),
        lambda each: each.fullmatch(TEXT),
        lambda each: (each.pattern, each.flags, each.groupindex),
    ],
)
def test_all_that_an_expression_answers(use: Callable[[re.Pattern[bytes]], object]) -> None:
    lazy = pattern(rb"(?P<name>USERS)", re.IGNORECASE)
    plain = re.compile(rb"(?P<name>USERS)", re.IGNORECASE)
    for _ in range(2):
        assert use(lazy) == use(plain)


def test_nothing_is_compiled_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[bytes] = []
    plain = re.compile

    def counted(text: bytes, flags: int = 0) -> re.Pattern[bytes]:
        compiled.append(text)
        return plain(text, flags)

    monkeypatch.setattr(re, "compile", counted)
    lazy = pattern(rb"a+b")
    other = pattern(rb"(")  # no expression: it shows where it is used
    assert not compiled
    assert [lazy.search(b"aab") is not None, lazy.match(b"c"), lazy.search(b"c")] == [
        True,
        None,
        None,
    ]
    assert len(compiled) == 1
    with pytest.raises(re.error):
        other.search(b"")


def test_what_it_has_not() -> None:
    with pytest.raises(AttributeError):
        pattern(rb"a").gone  # type: ignore[attr-defined]  # noqa: B018
