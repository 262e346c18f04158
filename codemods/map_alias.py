"""map-alias: a second name for a map or slice that is used as if it were a copy.

Locals are judged in `_alias_locals.py`, copies of structs in `_alias_structs.py`, methods that hand
out what a lock guards in `_alias_getters.py`, and what the user names in `_alias_target.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._alias_copy import Copies, Refusal
from gofixmap_codemods._alias_filter import Sieve
from gofixmap_codemods._alias_locals import Fault, alias_at, fault_of
from gofixmap_codemods._alias_sides import DEEP, Region

from gofixmap.codemod import Codemod, Context, Evidence, Finding, Match, Safety, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Place


class MapAlias(Codemod):
    name = "map-alias"
    title = "A map or slice has a second name where a copy was meant"
    why = (
        "An assignment copies the header of a map or slice, not its elements: after b := a a write "
        "to b[k] is a write to a[k]. That is how Go is meant to work, and most second names are "
        "shortcuts. It is a mistake where one side is written while the other is read later as if "
        "it had stayed, and something says so: a name such as backup, orig or copied, a comment, "
        "a value that is put back, a comparison of the two.\n\n"
        "maps.Clone and slices.Clone (Go 1.21) make the copy; older files get a loop or an append. "
        "They give nil for nil. Both are shallow: nested maps, slices and pointers stay shared, "
        "so where the write goes two levels deep no fix is offered."
    )
    before = (
        "backup := settings\nsettings[name] = value\nif !valid(settings) {\n"
        "\tsettings = backup\n}\n"
    )
    after = (
        "backup := maps.Clone(settings)\nsettings[name] = value\nif !valid(settings) {\n"
        "\tsettings = backup\n}\n"
    )
    declines: ClassVar = {
        "deep-alias": "line {line} writes to what an element of {name} refers to, which a copy of "
        "the map or slice would share as well",
        "no-place": "a copy of {what} takes statements here, and none can stand before it",
        "not-stable": "{what} would have to be evaluated more than once",
        "shadowed-import": "{what} means something else here",
        "unspellable-type": "the type {what} cannot be written here",
    }
    safety = Safety.REVIEW
    order = 440
    keywords = ("func", "var")
    prefilter = Sieve()
    query = (
        "(function_declaration body: (block)) @function "
        "(method_declaration body: (block)) @function (func_literal) @function"
    )

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        region = Region(match.info, match.node("function"))
        yield from self._locals(match, context, region)

    def _locals(self, match: Match, context: Context, region: Region) -> Iterator[Finding]:
        for statement in _declarations(region.body):
            for alias in alias_at(region, statement):
                fault = fault_of(alias)
                if fault is not None:
                    yield self._judged(match, context, fault)

    def _judged(self, place: Place, context: Context, fault: Fault) -> Finding:
        alias = fault.alias
        span, evidence = alias.statement, (Evidence("intent", fault.evidence),)
        if fault.write.writes == DEEP:
            return context.decline(
                place,
                "deep-alias",
                fault.message,
                span=span,
                evidence=evidence,
                line=str(fault.write.line),
                name=fault.side.name,
            )
        copies = Copies(context)
        try:
            copies.of_value(alias.info, alias.value, nil_shows=alias.nil_shows)
        except Refusal as refusal:
            return context.decline(
                place,
                refusal.reason,
                fault.message,
                span=span,
                evidence=evidence,
                what=refusal.what,
            )
        title = f"Give {alias.local.name} a copy"
        return context.finding(
            place, fault.message, fix=copies.fix(title), span=span, evidence=evidence
        )


def _declarations(body: Node) -> Iterator[Node]:
    """The declarations with values of a function, those of function literals inside left out."""
    literals: list[Node] = []
    for node in walk(body):
        if literals and node.start_byte < literals[-1].end_byte:
            continue
        if node.type == "func_literal":
            literals.append(node)
        elif node.type in ("short_var_declaration", "var_spec"):
            yield node
