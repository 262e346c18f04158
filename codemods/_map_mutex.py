"""What map-mutex does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_candidates import (
    captured,
    declared,
    given_names,
    has_lock,
    has_package_lock,
    starts_goroutines,
    written_names,
)
from gofixmap_codemods._guard_evidence import named
from gofixmap_codemods._guard_offers import concurrent, offers, unequal, with_shapes
from gofixmap_codemods.map_mutex import MapMutex

from gofixmap.codemod import Context, Finding, Match, Symbol, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Work(MapMutex):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        for variable in self._variables(matches, context):
            if not variable.type.is_map or context.is_target(variable.qualified):
                continue
            found = list(self._unequal(matches[0], context, variable))
            if not found and starts_goroutines(context):
                found = list(concurrent(context, variable))
            yield from found

    def _unequal(
        self, match: Match, context: Context, variable: sharing.Variable
    ) -> Iterator[Finding]:
        text = match.declaration.text
        if has_lock(text) or has_package_lock(context):
            yield from unequal(context, variable)

    def _variables(self, matches: Sequence[Match], context: Context) -> Iterator[sharing.Variable]:
        for match in matches:
            found = declared(match)
            if found is not None:
                yield found
        written = [match.node("written") for match in matches if "written" in match]
        if written and starts_goroutines(context):
            yield from captured(matches[0].info, written)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is not None and variable.type.is_map:
            locked = offers(context, variable, named(context, variable))
            yield from with_shapes(context, symbol, locked)
        elif symbol.kind in ("func", "method"):
            yield from self._captured(symbol, context)
        elif symbol.kind == "type":
            yield from self._defined(symbol, context)

    def _captured(self, symbol: Symbol, context: Context) -> Iterator[Finding]:
        """The local maps of a function that its goroutines or callbacks write."""
        info = context.info(symbol.path)
        declaration = info.file.declaration_at(symbol.span.start)
        if declaration is None:
            return
        names = written_names(declaration.node)
        for variable in captured(info, names):
            if variable.type.is_map:
                for finding in offers(context, variable, named(context, variable)):
                    if finding.reason_id != "not-shared":
                        yield finding
        yield from self._given(context, info, declaration.node)

    def _given(self, context: Context, info: FileInfo, function: Node) -> Iterator[Finding]:
        """The local maps that goroutines give to what may write them: a lock has to go along."""
        written = set(captured(info, written_names(function)))
        for variable in captured(info, given_names(function)):
            if variable.type.is_map and variable not in written:
                for finding in offers(context, variable, named(context, variable)):
                    if finding.reason_id == "map-escapes":
                        yield finding

    def _defined(self, symbol: Symbol, context: Context) -> Iterator[Finding]:
        """A defined map type: its methods have nowhere to keep a lock."""
        info = context.info(symbol.path)
        found = info.scope.lookup(symbol.name, tests=True)
        if found is None or not found.type.is_map:
            return
        yield context.decline(
            symbol,
            "defined-map-type",
            f"{symbol.name} is a map type",
            what=symbol.name,
            name=symbol.name,
            owner=symbol.name,
            where=symbol.path,
        )
