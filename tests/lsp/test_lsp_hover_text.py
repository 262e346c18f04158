"""What a hover says, as Markdown and as plain text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gofixmap.lsp.hover import escaped, hover_text, plain
from gofixmap.model import Edit, Evidence, Finding, Fix, Safety, Status
from gofixmap.text import Span

FOUND = Finding(
    "map-writeback",
    "items[k].n is lost",
    "a.go",
    Span(0, 4),
    "shop.add",
    Safety.SAFE,
    Status.FIXABLE,
    fix=Fix("Write the entry back", (Edit("a.go", 0, 0, "x"),), ("It is written once.",)),
)


def test_a_hover_has_the_message_the_fix_and_the_page() -> None:
    text = hover_text([FOUND], markdown=True)
    assert text.startswith(
        "**items\\[k\\].n is lost**\n\nFix (safe): Write the entry back\n\nIt is"
    )
    assert "\n---\n\n# map-writeback\n" in text
    assert "```go\n" in text


def test_a_page_is_shown_once() -> None:
    text = hover_text([FOUND, replace(FOUND, message="another")], markdown=True)
    assert text.count("# map-writeback\n") == 1
    assert "**another**" in text


def test_without_a_fix_the_reason_is_told() -> None:
    finding = replace(FOUND, fix=None, status=Status.DECLINED, reason="it is shared")
    assert "No fix: it is shared" in hover_text([finding], markdown=True)


def test_evidence_is_told() -> None:
    finding = replace(FOUND, evidence=(Evidence("race", "written in *goroutine* 7"),))
    assert "race: written in \\*goroutine\\* 7" in hover_text([finding], markdown=True)


def test_a_rule_without_a_page_has_none() -> None:
    finding = replace(FOUND, codemod="of-another-distribution")
    assert "#" not in hover_text([finding], markdown=True)


def test_plain_text_has_no_markup() -> None:
    text = hover_text([FOUND], markdown=False)
    assert text.startswith("items[k].n is lost\n\nFix (safe): ")
    for mark in ("```", "# ", "**", "`"):
        assert mark not in text


@pytest.mark.parametrize("text", ["[x](command:evil)", "<img src=x>", "*a* _b_ `c`", "# h", "a|b"])
def test_names_are_no_markup(text: str) -> None:
    assert plain(escaped(text)) == text
    assert all(f"\\{mark}" in escaped(text) for mark in "[]<>*_`#|" if mark in text)
