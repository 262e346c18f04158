"""list and explain."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def test_list(gofixmap: Callable, toys: None) -> None:
    ran = gofixmap("list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "NAME          SAFETY  GO   TITLE",
        "careful-call  review  any  A call of an old name",
        "failing-call  safe    any  A call of an old name",
        "odd-call      safe    any  A call of an old name",
        "old-call      safe    any  A call of an old name",
    ]


def test_explain(gofixmap: Callable, toys: None) -> None:
    ran = gofixmap("explain", "odd-call")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# odd-call\n\nA call of an old name\n\nThe old name goes away.\n")
    assert "- `odd`: nobody knows what it does" in ran.out


@pytest.mark.parametrize("command", ["explain", "apply -s", "check --ignore", "codemod test"])
def test_an_unknown_codemod_gets_the_nearest_name(
    gofixmap: Callable, toys: None, command: str
) -> None:
    ran = gofixmap(*command.split(), "old-cal")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "gofixmap: no codemod named 'old-cal' (did you mean old-call?)\n"
