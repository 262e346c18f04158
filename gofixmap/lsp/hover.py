"""Hovers: on what a finding points at, what is wrong there and the page of its rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from lsprotocol import types

from gofixmap.authoring.pages import page_of, render_page
from gofixmap.errors import UsageError
from gofixmap.lsp.client import Client
from gofixmap.lsp.diagnostics import is_shown, message_of
from gofixmap.lsp.positions import Positions
from gofixmap.registry import installed

if TYPE_CHECKING:
    from gofixmap.lsp.server import Server
    from gofixmap.lsp.state import State
    from gofixmap.model import Finding

_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKUP = re.compile(r"\\([\\`*_{}\[\]<>#|])|`([^`\n]+)`|\*\*|^#+ ", re.MULTILINE)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def register(server: Server, state: State) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        snapshot = await state.fresh(params.text_document.uri)
        if snapshot is None:
            return None
        positions = Positions(snapshot.data, state.encoding)
        offset = positions.offset(params.position)
        here = [
            finding
            for finding in snapshot.findings
            if is_shown(finding) and finding.span.start <= offset <= finding.span.end
        ]
        if not here:
            return None
        smallest = min(here, key=lambda finding: len(finding.span))
        markdown = Client.of(server.client_capabilities).markdown
        kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
        text = hover_text(here, markdown=markdown)
        return types.Hover(types.MarkupContent(kind, text), positions.range(smallest.span))


def hover_text(findings: Sequence[Finding], *, markdown: bool) -> str:
    """What is said of each finding, then the page of each of their rules, once."""
    told = "\n\n".join(_about(finding) for finding in findings)
    pages = [_page(codemod) for codemod in dict.fromkeys(f.codemod for f in findings)]
    text = "\n\n---\n\n".join(part for part in (told, *pages) if part)
    return text if markdown else plain(text)


def _about(finding: Finding) -> str:
    lines = [f"**{escaped(message_of(finding))}**"]
    if finding.fix is not None:
        lines.append(f"Fix ({finding.safety.label}): {escaped(finding.fix.title)}")
        lines += [escaped(note) for note in finding.fix.notes]
    lines += [f"{escaped(each.kind)}: {escaped(each.detail)}" for each in finding.evidence]
    return "\n\n".join(lines)


def escaped(text: str) -> str:
    """Names and messages hold what would be markup, and comments of others hold anything."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "  \n")


@lru_cache(maxsize=64)
def _page(codemod: str) -> str:
    try:
        return render_page(page_of(installed().get(codemod)))
    except UsageError:
        return ""


def plain(text: str) -> str:
    """Markdown of ours for a client that shows text as it is."""
    parts = _FENCED.split(text)  # prose and code in turn
    return "".join(
        part if at % 2 else _MARKUP.sub(lambda found: found[1] or found[2] or "", part)
        for at, part in enumerate(parts)
    )
