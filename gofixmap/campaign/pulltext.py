"""What a shard says of itself: the message of its commit, and the text of its pull request.

Names, paths and sentences come from a tree that nobody trusts. In the text they stand in code
spans and fenced blocks that they cannot leave, so they are neither markup nor mentions of people
nor words that close an issue; in the message they can begin no trailer.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from gofixmap.campaign.model import Campaign, Made, Shard, ShardFix
from gofixmap.errors import GofixmapError
from gofixmap.model import Finding
from gofixmap.registry import Registry, installed
from gofixmap.reports.lines import one_line
from gofixmap.text import LineIndex

TRAILER = "Gofixmap-Shard"
_TITLE = 72  # letters of a commit's first line
_WIDTH = 76
_MOST_PLACES = 200  # that a text lists; the patch has them all
_BACKTICKS = re.compile("`+")
_TAGGED = re.compile(r"[#@!]|[A-Za-z][A-Za-z0-9+.-]*://")


def title_of(shard: Shard, made: Made) -> str:
    """One line: which codemods, and where."""
    names = _names(kept_fixes(shard, made))
    what = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    title = one_line(f"gofixmap: {what} in {shard.title}")
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 3].rstrip()}..."


def _hunks(made: Made) -> int:
    """How many the patch has: a shard's own count includes what Go has refused."""
    return made.patch.count(b"\n@@ ")  # no line of text begins so in a patch


def kept_fixes(shard: Shard, made: Made) -> list[ShardFix]:
    """The fixes that are in the patch."""
    refused = {refusal.fix for refusal in made.refusals}
    return [fix for fix in shard.fixes if fix.key not in refused]


def commit_message(
    campaign: str, shard: Shard, made: Made, registry: Registry | None = None
) -> str:
    """The same for the same patch; its last paragraph are trailers."""
    registry = registry or installed()
    fixes = kept_fixes(shard, made)
    files = f"{_count(len(made.after), 'file')} with {_count(_hunks(made), 'hunk')}"
    paragraphs = [
        title_of(shard, made),
        _wrapped(f"{_count(len(fixes), 'fix', 'fixes')} in {files}."),
    ]
    counts = Counter(name for fix in fixes for name in fix.codemods)
    paragraphs.append(
        "\n".join(
            _wrapped(f"- {name} ({n}): {_title(registry, name)}", "  ")
            for name, n in sorted(counts.items())
        )
    )
    if shard.straddles:
        owners = ", ".join(shard.owners) or "nobody"
        paragraphs.append(
            _wrapped(f"These changes need each other, and are of several owners: {owners}.")
        )
    paragraphs.append(_wrapped(_proof(made)))
    paragraphs.append(f"Gofixmap-Campaign: {one_line(campaign)}\n{TRAILER}: {shard.key}")
    return "\n\n".join(paragraphs) + "\n"


def pull_text(
    campaign: Campaign,
    shard: Shard,
    made: Made,
    before: Mapping[str, bytes],
    registry: Registry | None = None,
) -> str:
    """The text as Markdown; `before` are contents by path from the workspace root."""
    return "\n".join(_Text(campaign, shard, made, before, registry or installed()).lines()) + "\n"


class _Text:
    def __init__(
        self,
        campaign: Campaign,
        shard: Shard,
        made: Made,
        before: Mapping[str, bytes],
        registry: Registry,
    ) -> None:
        self._campaign = campaign
        self._shard = shard
        self._made = made
        self._registry = registry
        self._fixes = kept_fixes(shard, made)
        self._before = before

    def lines(self) -> Iterator[str]:
        yield f"# {_marked(title_of(self._shard, self._made))}"
        yield ""
        yield from self._what()
        yield from self._owners()
        yield from self._proven()
        yield from self._repeat()
        yield from self._declined()

    def _what(self) -> Iterator[str]:
        for name in _names(self._fixes):
            own = [f for fix in self._fixes for f in fix.findings if f.codemod == name]
            yield f"## {name}: {_title(self._registry, name)}"
            yield ""
            why = _why(self._registry, name)
            if why:
                yield from (why, "")
            for finding in own[:_MOST_PLACES]:
                yield f"- {self._place(finding)}: {code(finding.message)}"
            if len(own) > _MOST_PLACES:
                yield f"- and {len(own) - _MOST_PLACES} more"
            yield ""
            notes = dict.fromkeys(n for f in own if f.fix is not None for n in f.fix.notes)
            if notes:
                yield from ("To be looked at:", "", *(f"- {code(note)}" for note in notes), "")

    def _place(self, finding: Finding) -> str:
        data = self._before.get(finding.path, b"")
        if finding.span.start > len(data):
            return code(finding.path)
        return code(f"{finding.path}:{LineIndex(data).line_of(finding.span.start)}")

    def _owners(self) -> Iterator[str]:
        yield from ("## Owners", "")
        if self._shard.straddles:
            yield "These changes need each other, so they are one request to several owners."
            yield ""
        by_owners: dict[tuple[str, ...], list[str]] = {}
        for file in self._shard.files:
            if file.path in self._made.after:
                by_owners.setdefault(file.owners, []).append(file.path)
        for owners, paths in sorted(by_owners.items()):
            named = ", ".join(map(code, owners)) or "without an owner"
            yield f"- {named}: {', '.join(map(code, paths))}"
        yield ""

    def _proven(self) -> Iterator[str]:
        yield from ("## Proof", "", _proof(self._made), "")
        if self._campaign.matrix and self._made.level:
            built = ", ".join(map(code, self._campaign.matrix))
            yield from (f"Each file in every one of these builds that has it: {built}.", "")
        if self._made.notes:
            yield from (*(f"- {code(note)}" for note in self._made.notes), "")

    def _repeat(self) -> Iterator[str]:
        yield from ("## To repeat it", "")
        base = self._campaign.base_commit
        if base:
            yield f"The patch is of commit {code(base)}. There, in the root of the workspace:"
            yield ""
        yield from fenced([shlex.join(self._command())], "sh")
        yield from ("", "or apply the patch:", "")
        yield from fenced([f"git apply {shlex.quote(self._shard.key + '.patch')}"], "sh")
        yield ""

    def _command(self) -> Iterator[str]:
        campaign = self._campaign
        yield from ("gofixmap", "apply", "--select", ",".join(_names(self._fixes)))
        if campaign.safety:
            yield from ("--safety", campaign.safety)
        for target in campaign.targets:
            yield from ("--target", target)
        for name, value in campaign.options:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield from ("--option", f"{name}={text}")
        if campaign.matrix:
            yield from ("--matrix", ",".join(campaign.matrix))
        if campaign.config:
            yield from ("--config", campaign.config)
        yield "--"
        found = {finding.path for fix in self._fixes for finding in fix.findings}
        yield from sorted(found.union(*(fix.paths for fix in self._fixes)))

    def _declined(self) -> Iterator[str]:
        if not self._made.refusals:
            return
        yield from ("## Left out", "", "Go refuses these, and they are not part of the patch:", "")
        fixes = {fix.key: fix for fix in self._shard.fixes}
        for refusal in self._made.refusals:
            fix = fixes.get(refusal.fix)
            where = self._place(fix.findings[0]) if fix is not None else code(refusal.fix)
            yield f"- {where}: {code(refusal.reason)}"
        yield ""


def code(text: str) -> str:
    """A code span that shows the text in one line, whatever is in it (CommonMark 6.1)."""
    line = one_line(text) or " "
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest or line != line.strip() else f"{fence}{line}{fence}"


def fenced(lines: Sequence[str], language: str = "") -> Iterator[str]:
    """A fenced block that no line of it can end (CommonMark 4.5)."""
    shown = [one_line(line) for line in lines]
    longest = max((len(run) for line in shown for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}{language}", *shown, fence)


def _marked(title: str) -> str:
    """The title as text, or as code where it could be anything but text."""
    plain = re.fullmatch(r"[\w ./:,-]+", title) and not _TAGGED.search(title)
    return title if plain else code(title)


def _names(fixes: Iterable[ShardFix]) -> list[str]:
    return sorted({name for fix in fixes for name in fix.codemods})


def _title(registry: Registry, name: str) -> str:
    try:
        return registry.get(name).title
    except GofixmapError:
        return name


def _why(registry: Registry, name: str) -> str:
    """The first paragraph of what a codemod's page says."""
    try:
        return " ".join(registry.get(name).why.strip().split("\n\n")[0].split())
    except GofixmapError:
        return ""


def _proof(made: Made) -> str:
    words = {
        "build": "type-checked",
        "vet": "type-checked and vetted",
        "test": "type-checked, vetted and tested",
        "race": "type-checked, vetted and tested under the race detector",
    }
    if made.level not in words:
        return "Nothing has proven these changes; build and test them."
    done = f"{words[made.level]} with {one_line(made.toolchain)}"
    return f"The changed packages and all that import them are {done}."


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(
        wrap(
            one_line(text),
            _WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
