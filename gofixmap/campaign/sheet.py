"""The report as CSV: a line for each shard, for a spreadsheet that may take cells for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from unicodedata import normalize

from gofixmap.campaign.export import BRANCH, COMMIT
from gofixmap.campaign.model import Entry
from gofixmap.campaign.state import Store
from gofixmap.campaign.verify import VERIFIED
from gofixmap.reports.lines import one_line

HEADS = (
    "shard", "title", "state", "reason", "since", "owners", "straddles", "codemods", "fixes",
    "refused", "hunks", "files", "proof", "branch", "commit", "verified",
)  # fmt: skip
# What begins a formula, or a command, in one spreadsheet or another (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def render_sheet(store: Store) -> bytes:
    """RFC 4180, UTF-8, every cell quoted; a text that could be a formula begins with `'`."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    for entry in store.entries():
        writer.writerow(map(_cell, _row(store, entry)))
    return stream.getvalue().encode("utf-8", "backslashreplace")


def _row(store: Store, entry: Entry) -> Iterator[str | int]:
    shard, made, notes = entry.shard, store.made(entry.shard.key), store.notes(entry.shard.key)
    yield from (shard.key, shard.title, str(entry.state), entry.reason)
    yield datetime.fromtimestamp(entry.since, UTC).strftime("%Y-%m-%d %H:%M:%S")
    yield from (" ".join(shard.owners), "yes" if shard.straddles else "no")
    yield from (" ".join(shard.codemods), len(shard.fixes))
    yield len(made.refusals) if made is not None else 0
    yield from (shard.hunks, len(shard.files), made.level if made is not None else "")
    yield from (notes.get(BRANCH, ""), notes.get(COMMIT, ""), notes.get(VERIFIED, ""))


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    text = one_line(value)
    plain = normalize("NFKC", text).lstrip()  # a wide equals sign is one, too
    return f"'{text}" if plain.startswith(_FORMULA) else text
