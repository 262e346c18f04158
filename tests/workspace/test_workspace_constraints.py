"""Build constraint expressions: syntax, truth, and the Go version that they imply."""

from __future__ import annotations

import pytest

from gofixmap.workspace.constraints import legacy_expression, parse_constraint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(",
        ")",
        "()",
        "a b",
        "a &&",
        "&& a",
        "a || ",
        "!",
        "!!a",
        "a !b",
        "a & b",
        "a | b",
        "a && (b",
        "a) && b",
        "-linux",
        "a, b",
        "a//b",
        "a!=b",
    ],
)
def test_refuses_what_go_refuses(text: str) -> None:
    assert parse_constraint(text) is None


@pytest.mark.parametrize(
    ("text", "true_tags", "holds"),
    [
        ("linux", {"linux"}, True),
        ("linux", {"darwin"}, False),
        ("!linux", set(), True),
        ("!(linux)", {"linux"}, False),
        ("!(!linux)", {"linux"}, True),
        ("a || b && c", {"a"}, True),
        ("a || b && c", {"b"}, False),
        ("(a || b) && c", {"a"}, False),
        ("(a || b) && c", {"a", "c"}, True),
        ("!a && b", {"b"}, True),
        ("!a&&b||c", {"a", "c"}, True),
        ("go1.21 && !purego", {"go1.21"}, True),
        ("été", {"été"}, True),
        ("a\t&&\tb", {"a", "b"}, True),
    ],
)
def test_truth(text: str, true_tags: set[str], holds: bool) -> None:
    constraint = parse_constraint(text)
    assert constraint is not None
    assert constraint.satisfied(true_tags) is holds


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("linux", None),
        ("!go1.99", None),
        ("linux || go1.21", None),
        ("go1.21x", None),
        ("go2.1", None),
        ("!(go1.21 && linux)", None),
        ("go1", (1, 0)),
        ("go1.21", (1, 21)),
        ("linux && go1.21", (1, 21)),
        ("go1.20 && go1.22", (1, 22)),
        ("go1.20 || go1.22", (1, 20)),
        ("(linux && go1.22) || (windows && go1.20)", (1, 20)),
        ("!(!go1.22 || windows)", (1, 22)),
        ("(linux && !linux && go1.20) || go1.21", (1, 20)),
    ],
)
def test_implied_version(text: str, version: tuple[int, int] | None) -> None:
    constraint = parse_constraint(text)
    assert constraint is not None
    assert constraint.minimum_version == version


def test_nesting_is_bounded_by_size_not_by_the_stack() -> None:
    assert parse_constraint("(" * 400 + "a" + ")" * 400) is not None
    assert parse_constraint("(" * 100_000 + "a" + ")" * 100_000) is None


@pytest.mark.parametrize(
    ("lines", "expression"),
    [
        ([], ""),
        (["   "], ""),
        (["linux"], "(linux)"),
        (["linux darwin"], "(linux) || (darwin)"),
        (["linux,!cgo darwin"], "(linux && !cgo) || (darwin)"),
        (["linux darwin", "cgo"], "((linux) || (darwin)) && ((cgo))"),
    ],
)
def test_legacy_lines_become_one_expression(lines: list[str], expression: str) -> None:
    assert legacy_expression(lines) == expression
    assert not expression or parse_constraint(expression) is not None
