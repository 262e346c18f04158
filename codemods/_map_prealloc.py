"""What map-prealloc does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gofixmap_codemods._prealloc_keys import keys_differ
from gofixmap_codemods._prealloc_loop import fill_after
from gofixmap_codemods._prealloc_make import Made, is_map, made_of
from gofixmap_codemods._prealloc_source import Source, is_small, source_of
from gofixmap_codemods.map_prealloc import MapPrealloc

from gofixmap.codemod import Context, Edit, Finding, Fix, Match, Safety


class Work(MapPrealloc):
    """The analyses and the rewriting."""

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        made = made_of(match)
        if made is not None:
            yield from _findings(match, context, made)


def _findings(match: Match, context: Context, made: Made) -> Iterator[Finding]:
    fill = fill_after(made)
    if fill is None or not is_map(made):
        return
    source = source_of(fill)
    if source is None:
        return
    certainty = keys_differ(fill, source)
    if certainty is None or is_small(fill, source):
        return
    exact = source.exact and certainty and made.is_local
    yield context.finding(
        match,
        _message(made, source),
        fix=Fix(
            f"Make room for {source.size}", tuple(_edits(made, source)), _notes(source, certainty)
        ),
        span=made.node,
        safety=Safety.SAFE if exact else Safety.REVIEW,
    )


def _message(made: Made, source: Source) -> str:
    return f"{made.name} is filled by a loop of {source.size} turns and grows on the way"


def _notes(source: Source, certainty: bool) -> tuple[str, ...]:
    if not source.exact:
        return (f"{source.size} counts bytes, of which a character may take several",)
    return () if certainty else ("keys that repeat would leave a part of the table empty",)


def _edits(made: Made, source: Source) -> Iterator[Edit]:
    path = made.info.path
    if made.type_end is not None:
        yield Edit(path, made.type_end, made.type_end, f", {source.size}")
        return
    written = made.node.child_by_field_name("type")
    body = made.node.child_by_field_name("body")
    assert written is not None
    assert body is not None
    yield Edit(path, written.start_byte, written.start_byte, "make(")
    yield Edit(path, written.end_byte, body.end_byte, f", {source.size})")
