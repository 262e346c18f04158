"""What map-writeback does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gofixmap_codemods._writeback_address import address_findings
from gofixmap_codemods._writeback_methods import method_findings
from gofixmap_codemods._writeback_parts import Declined, Namer
from gofixmap_codemods._writeback_place import rewrite_group
from gofixmap_codemods._writeback_report import declined, merged, notes_for, one_line
from gofixmap_codemods._writeback_sites import Write, groups, write_of
from gofixmap_codemods._writeback_twins import twin_findings
from gofixmap_codemods.map_writeback import MapWriteback

from gofixmap.codemod import Context, Finding, Fix, Match, Safety

_TITLE = "Store the changed copy back into the map"


class Work(MapWriteback):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        # Fresh names depend on their neighbours, so a declaration is rewritten at one go.
        return sorted(self._declaration(matches, context), key=lambda finding: finding.span)

    def _declaration(self, matches: Sequence[Match], context: Context) -> Iterator[Finding]:
        info = matches[0].info
        namer = Namer(info, skip_missing=context.options["missing"] == "skip")
        writes = [
            write
            for match in matches
            if "write" in match and (write := write_of(info, match.node("write"))) is not None
        ]
        for group in groups(info, writes, by_line=namer.skip_missing):
            yield from self._group(matches[0], context, namer, group)
        yield from method_findings(matches, context, namer)
        yield from address_findings(matches, context)
        yield from twin_findings(matches, context, namer)

    def _group(
        self, match: Match, context: Context, namer: Namer, group: list[Write]
    ) -> Iterator[Finding]:
        try:
            edits, certain = rewrite_group(namer, group)
        except Declined as why:
            for write in group:
                node = write.map_targets[0].node
                yield declined(match, context, _message(match, write), node, why)
            return
        node = group[0].map_targets[0].node
        yield context.finding(
            match,
            _message(match, group[0]),
            fix=Fix(_TITLE, merged(edits), notes_for(node)),
            span=node,
            safety=Safety.SAFE if certain else Safety.REVIEW,
        )


def _message(match: Match, write: Write) -> str:
    target = write.map_targets[0]
    assert target.index is not None
    return (
        f"cannot assign to {one_line(match.file.text(target.node))}: the map element "
        f"{one_line(match.file.text(target.index))} has no address; change a copy and store it back"
    )
