"""The report as one HTML page that loads nothing and runs nothing.

Names, paths and reasons come from the tree; ElementTree escapes each of them, and the page's policy
allows its own style alone, so that not even markup that slipped through could run.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from gofixmap.campaign.burndown import burndown, by_owner
from gofixmap.campaign.chart import LAYERS, chart
from gofixmap.campaign.export import BRANCH, COMMIT
from gofixmap.campaign.model import Campaign, Entry, Made, ShardState
from gofixmap.campaign.state import Store
from gofixmap.campaign.verify import VERIFIED
from gofixmap.reports.lines import one_line

_MOST_POINTS = 400
_MOST_FILES = 500  # of one shard


def render_page(store: Store, version: str) -> str:
    """The page, with everything that the state knows."""
    style = (files("gofixmap.reports") / "files" / "campaign.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    campaign, entries = store.campaign(), store.entries()
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _text(head, "title", f"gofixmap campaign {campaign.name}")
    SubElement(head, "style").text = style
    body = SubElement(page, "body")
    body.append(_header(campaign, entries, version))
    body.extend(list(_burndown(store)))
    body.extend(list(_owners(entries)))
    body.extend(list(_shards(store, entries)))
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _header(campaign: Campaign, entries: Sequence[Entry], version: str) -> Element:
    header = Element("header")
    _text(header, "h1", campaign.name)
    counts = Counter(entry.state for entry in entries)
    states = ", ".join(f"{counts[state]} {state}" for state in ShardState if counts[state])
    _text(header, "p", f"{len(entries)} shards by {campaign.by}: {states or 'none'}")
    if campaign.base_commit:
        _text(header, "p", f"planned at commit {campaign.base_commit}")
    for label, values in (("codemods", campaign.select), ("build variants", campaign.matrix)):
        if values:
            _text(header, "p", f"{label}: {', '.join(values)}")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    _text(header, "p", f"gofixmap {version}, {now}")
    return header


def _burndown(store: Store) -> Iterator[Element]:
    points = burndown(store.log(), most=_MOST_POINTS)
    yield _head("Burndown")
    figure = Element("figure")
    figure.append(chart(points))
    caption = SubElement(figure, "figcaption")
    caption.text = "Hunks, from the bottom: "
    present = [
        (kind, words)
        for kind, words, states in LAYERS
        if any(point.hunks.get(state) for point in points for state in states)
    ]
    for number, (kind, words) in enumerate(present):
        key = SubElement(caption, "svg", {"class": "key", "viewBox": "0 0 10 10", "width": "10"})
        key.set("height", "10")
        SubElement(key, "rect", {"class": kind, "width": "10", "height": "10"})
        key.tail = f" {words}{', ' if number < len(present) - 1 else '.'}"
    yield figure


def _owners(entries: Sequence[Entry]) -> Iterator[Element]:
    rows = by_owner(entries)
    states = [state for state in ShardState if any(row.states.get(state) for row in rows)]
    yield _head("Owners")
    heads = ("owner", "shards", "fixes", "hunks", "left", *(str(state) for state in states))
    cells = [
        (
            _named(row.owners),
            *(str(n) for n in (row.shards, row.fixes, row.hunks, row.left)),
            *(str(row.states.get(state, "")) for state in states),
        )
        for row in rows
    ]
    yield _table(heads, cells)


def _shards(store: Store, entries: Sequence[Entry]) -> Iterator[Element]:
    yield _head("Shards")
    for entry in entries:
        yield _shard(entry, store.made(entry.shard.key), store.notes(entry.shard.key))


def _shard(entry: Entry, made: Made | None, notes: dict[str, str]) -> Element:
    shard = entry.shard
    details = Element("details", {"class": str(entry.state), "id": f"shard-{shard.key}"})
    summary = SubElement(details, "summary")
    _text(summary, "b", shard.key).tail = " "
    _text(summary, "span", str(entry.state), **{"class": "state"}).tail = ": "
    sizes = (
        (len(shard.fixes), "fix", "es"),
        (shard.hunks, "hunk", "s"),
        (len(shard.files), "file", "s"),
    )
    counts = ", ".join(f"{n} {one}{'' if n == 1 else plural}" for n, one, plural in sizes)
    _text(summary, "span", counts, **{"class": "soft"})
    if entry.reason:
        _text(details, "p", entry.reason, **{"class": "bad"})
    if shard.straddles:
        _text(details, "p", f"It needs all of its owners: {_named(shard.owners)}.")
    told = [
        ("owners", _named(shard.owners)),
        ("codemods", ", ".join(shard.codemods)),
        ("proof", f"{made.level} {made.toolchain}".strip() if made is not None else ""),
        ("branch", notes.get(BRANCH, "")),
        ("commit", notes.get(COMMIT, "")),
        ("verified", notes.get(VERIFIED, "")),
    ]
    table = [(label, value) for label, value in told if value]
    details.append(_table(("", ""), table, numbers=False))
    _list(details, "Not proven", made.notes if made is not None else ())
    fixes = {fix.key: fix for fix in shard.fixes}
    refusals = made.refusals if made is not None else ()
    _list(
        details,
        "Refused by Go",
        [
            f"{', '.join(fixes[r.fix].paths) if r.fix in fixes else r.fix}: {r.reason}"
            for r in refusals
        ],
    )
    more = [f"and {len(shard.paths) - _MOST_FILES} more"] if len(shard.paths) > _MOST_FILES else []
    _list(details, "Files", [*shard.paths[:_MOST_FILES], *more])
    return details


def _list(parent: Element, title: str, lines: Sequence[str]) -> None:
    if lines:
        _text(parent, "p", title, **{"class": "soft"})
        listed = SubElement(parent, "ul")
        for line in lines:
            _text(listed, "li", line)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool = True) -> Element:
    """The first column are words; the others are numbers, unless they are not."""
    around = Element("div", {"class": "wide"})
    table = SubElement(around, "table")
    if any(heads):
        line = SubElement(SubElement(table, "thead"), "tr")
        for number, head in enumerate(heads):
            _text(line, "th", head, **({"class": "n"} if number and numbers else {}))
    body = SubElement(table, "tbody")
    for row in rows:
        line = SubElement(body, "tr")
        for number, cell in enumerate(row):
            _text(line, "td", cell, **({"class": "n"} if number and numbers else {}))
    return around


def _head(text: str) -> Element:
    element = Element("h2")
    element.text = text
    return element


def _named(owners: Sequence[str]) -> str:
    return " ".join(owners) or "without an owner"


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = one_line(text)
    return element
