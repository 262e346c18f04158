"""Pages are made of a codemod's fields, and docs/rules holds exactly them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.authoring.pages import Page, page_of, render_page
from gofixmap.codemod import Option
from gofixmap.model import Safety
from gofixmap.registry import installed

RULES = Path(__file__).parents[2] / "docs" / "rules"
PAGE = Page(
    name="nil-map",
    title="A write to a map\n    that is nil",
    why="\n    First paragraph,\n    wrapped.\n\n    Second.\n",
    before="\nm[k] = v\n",
    after="\nif m == nil {\n\tm = map[string]int{}\n}\n",
    safety=Safety.REVIEW,
    go_version="1.18",
    declines={"shadowed": "{name} is declared again"},
    options={"size": Option(0, "How many.", ()), "mode": Option("a", "Which.", ("a", "b"))},
)


def test_a_page() -> None:
    text = render_page(PAGE)
    assert text.startswith(
        "# nil-map\n\nA write to a map that is nil\n\nFirst paragraph, wrapped.\n\nSecond.\n\n"
        "## Before\n\n```go\nm[k] = v\n```\n"
    )
    for part in (
        "\tm = map[string]int{}\n",
        "Go 1.18 or later",
        "- `shadowed`: NAME is declared again\n",
        "- `--option nil-map.size=VALUE`: How many; the default is `0`\n",
        "- `--option nil-map.mode=VALUE` (a, b): Which; the default is `a`\n",
        "The usual fix is `review`: behaviour changes on purpose.",
    ):
        assert part in text
    assert text.endswith("gofixmap check --select nil-map\n")


def test_empty_parts_have_no_heading() -> None:
    text = render_page(Page("x", "t", "w", "b", "a", Safety.SAFE))
    assert "declines" not in text
    assert "Options" not in text
    assert "every version of Go" in text


@pytest.mark.parametrize("codemod", installed().codemods, ids=lambda codemod: codemod.name)
def test_docs_hold_the_page(codemod: type) -> None:
    page = RULES / f"{codemod.name}.md"
    assert page.is_file(), f"gofixmap explain {codemod.name} > docs/rules/{page.name}"
    assert page.read_text(encoding="utf-8") == render_page(page_of(codemod)), (
        f"gofixmap explain {codemod.name} > docs/rules/{page.name}"
    )


def test_no_page_without_a_codemod() -> None:
    assert {page.stem for page in RULES.glob("*.md")} == set(installed().names)
