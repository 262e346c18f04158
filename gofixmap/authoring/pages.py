"""The page of a codemod, in Markdown, from its fields: what `explain` and the site show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import dedent, fill
from typing import Any

from msgspec import Struct

from gofixmap.codemod import Codemod, Option
from gofixmap.model import Safety

WIDTH = 100
TIERS = {
    Safety.SAFE: "nothing that works today changes, and `gofixmap apply` makes it.",
    Safety.REVIEW: "behaviour changes on purpose. `gofixmap check` shows it, and "
    "`gofixmap apply --safety review` makes it.",
    Safety.TARGET: "it is a design decision, made for what `--target SYMBOL` names.",
}
_MORE = "A fix that asks for more says so."
_DECLINES = "A finding without a fix gives one of these reasons."


class Page(Struct, frozen=True):
    """The documentation of one codemod as plain values."""

    name: str
    title: str
    why: str
    before: str
    after: str
    safety: Safety
    go_version: str = ""
    declines: Mapping[str, str] | None = None
    options: Mapping[str, Option] | None = None


def page_of(codemod: type[Codemod]) -> Page:
    """The fields of the class that make its page."""
    return Page(
        name=codemod.name,
        title=codemod.title,
        why=codemod.why,
        before=codemod.before,
        after=codemod.after,
        safety=codemod.safety,
        go_version=codemod.go_version,
        declines=codemod.declines,
        options=codemod.options,
    )


def render_page(page: Page) -> str:
    """The page in Markdown, with a final newline."""
    blocks = [f"# {page.name}", _prose(page.title), *_paragraphs(page.why)]
    blocks += ["## Before", _code(page.before), "## After", _code(page.after)]
    tier = f"The usual fix is `{page.safety.label}`: {TIERS[page.safety]}"
    blocks += ["## Safety", _prose(tier if page.safety is Safety.TARGET else f"{tier} {_MORE}")]
    blocks.append(_version(page.go_version))
    if page.declines:
        blocks += ["## When it declines", _prose(_DECLINES), "\n".join(_reasons(page.declines))]
    if page.options:
        blocks += ["## Options", "\n".join(_options(page.name, page.options))]
    blocks += ["## Use", f"    gofixmap check --select {page.name}"]
    return "\n\n".join(blocks) + "\n"


def _version(version: str) -> str:
    if not version:
        return "It applies to every version of Go."
    return f"It applies to files whose language version is Go {version} or later."


def _paragraphs(text: str) -> list[str]:
    return [_prose(part) for part in re.split(r"\n[ \t]*\n", dedent(text).strip())]


def _prose(text: str) -> str:
    return fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def _code(text: str) -> str:
    return f"```go\n{dedent(text).strip(chr(10))}\n```"


def _reasons(declines: Mapping[str, str]) -> Iterator[str]:
    for reason, sentence in declines.items():
        yield f"- `{reason}`: {_placeholders(sentence)}"


def _placeholders(sentence: str) -> str:
    """`{type}` is filled in each finding; the page has TYPE in its place."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda match: match[1].upper(), sentence)


def _options(name: str, options: Mapping[str, Option]) -> Iterator[str]:
    for key, option in options.items():
        values = f" ({', '.join(option.choices)})" if option.choices else ""
        text = f"{option.help.rstrip('.')}; the default is `{_shown(option.default)}`"
        yield f"- `--option {name}.{key}=VALUE`{values}: {text}"


def _shown(value: Any) -> str:  # noqa: ANN401 - str, int or bool
    return str(value).lower() if isinstance(value, bool) else str(value)
