"""Hovers of the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsp_kit import Buffers, capabilities, editor, tree
from lsprotocol import types

CART = """package shop

type Item struct{ n int }

var items = map[string]Item{}

func add(k string) {
	/* é🙂 */ items[k].n++
}

func sub(k string) {
	//gofixmap:ignore map-writeback it is the example
	items[k].n--
}
"""

pytestmark = pytest.mark.asyncio


async def hover(client: Buffers, needle: str) -> types.Hover | None:
    params = types.HoverParams(
        types.TextDocumentIdentifier(client.uri("cart.go")),
        client.span("cart.go", needle, 0).start,
    )
    return await client.client.text_document_hover_async(params)


@pytest.mark.parametrize("markdown", [False, True])
async def test_a_finding_has_the_page_of_its_rule(tmp_path: Path, markdown: bool) -> None:
    root = tree(tmp_path, {"cart.go": CART})
    async with editor(root, can=capabilities(markdown=markdown)) as client:
        client.visit("cart.go")
        await client.diagnostics("cart.go")
        found = await hover(client, "items[k].n++")
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        kinds = (types.MarkupKind.PlainText, types.MarkupKind.Markdown)
        assert found.contents.kind is kinds[markdown]
        assert ("```go" in found.contents.value) is markdown
        assert "map-writeback" in found.contents.value
        assert found.range is not None
        assert found.range.start == client.span("cart.go", "items[k].n++", 0).start
        assert await hover(client, "type Item") is None
        assert await hover(client, "items[k].n--") is None  # it is silenced
