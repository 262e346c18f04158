"""What map-alias does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_callers import callers_that_write
from gofixmap_codemods._alias_copy import Copies, Refusal
from gofixmap_codemods._alias_getters import Handout, handouts
from gofixmap_codemods._alias_helper import copy_of_struct
from gofixmap_codemods._alias_locals import Alias, Fault, alias_at, fault_of
from gofixmap_codemods._alias_sides import APPEND, DEEP, Region, first_statement
from gofixmap_codemods._alias_signs import Told, told_of
from gofixmap_codemods._alias_structs import holds_reference, parameter_aliases, struct_aliases
from gofixmap_codemods._alias_target import (
    copy_in_function,
    copy_of_local,
    copy_of_variable,
    function_region,
)
from gofixmap_codemods.map_alias import MapAlias

from gofixmap.codemod import Context, Evidence, Finding, Match, Safety, Symbol, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Place


_COSTS = "each call copies all elements, and callers no longer see later changes"


class Work(MapAlias):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        if context.is_target(matches[0].symbol):
            return  # `target` speaks of it
        told = told_of(matches[0].declaration)
        declared = [match.node("second") for match in matches if "second" in match]
        functions = [match for match in matches if "function" in match]
        for match in functions:
            region = Region(match.info, match.node("function"))
            inside = [each for each in declared if told.has(each) and region.holds(each)]
            yield from self._locals(match, context, region, told, inside)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        copies = Copies(context)
        message = f"{symbol.name} is to share nothing"
        try:
            _copy_named(copies, symbol)
        except Refusal as refusal:
            yield context.decline(
                symbol,
                refusal.reason,
                message,
                safety=Safety.TARGET,
                what=refusal.what,
                name=symbol.name,
            )
            return
        if copies.edits:
            fix = copies.fix(f"Copy what {symbol.name} shares")
            yield context.finding(symbol, message, fix=fix, safety=Safety.TARGET)

    def _locals(
        self, match: Match, context: Context, region: Region, told: Told, declared: Sequence[Node]
    ) -> Iterator[Finding]:
        for statement in declared:
            for alias in alias_at(region, statement, told.written):
                fault = fault_of(alias)
                if fault is not None:
                    yield self._judged(match, context, [fault])
            yield from self._struct(match, context, struct_aliases(region, statement))
        if told.all or told.parameters:
            yield from self._struct(match, context, parameter_aliases(region))
        for handout in handouts(context, region) if told.handouts else ():
            yield self._handed_out(match, context, handout)

    def _handed_out(self, place: Place, context: Context, handout: Handout) -> Finding:
        info, span = handout.info, handout.value
        evidence = (Evidence("lock", handout.lock.lock.qualified),)
        writers = callers_that_write(context, handout.region)
        copies = Copies(context)
        try:
            if handout.is_deep:
                raise Refusal("deep-getter", f"{handout.write.path}:{handout.write.line}")
            if writers:
                raise Refusal("callers-write", ", ".join(writers[:3]))
            copies.of_value(info, span, nil_shows=True)
        except Refusal as refusal:
            return context.decline(
                place,
                refusal.reason,
                handout.message,
                span=span,
                evidence=evidence,
                what=refusal.what,
                name=handout.variable.name,
            )
        copies.notes.append(_COSTS)
        return context.finding(
            place,
            handout.message,
            fix=copies.fix(f"Return a copy of {handout.text}"),
            span=span,
            evidence=evidence,
        )

    def _struct(self, match: Match, context: Context, parts: Iterable[Alias]) -> Iterator[Finding]:
        """One finding for each struct that shares something."""
        by_local: dict[int, list[Fault]] = {}
        for alias in parts:
            fault = fault_of(alias)
            if fault is not None:
                by_local.setdefault(alias.whole.root.node.start_byte, []).append(fault)
        for faults in by_local.values():
            yield self._judged(match, context, sorted(faults, key=_is_deep))

    def _judged(self, place: Place, context: Context, faults: Sequence[Fault]) -> Finding:
        """The first fault speaks for all; those that a copy would not mend are left out."""
        fault = faults[0]
        alias = fault.alias
        span, evidence = fault.write.node, (Evidence("intent", fault.evidence),)
        if alias.statement is not None:
            span = alias.statement
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
            mended = [each.alias for each in faults if not _is_deep(each)]
            _copy(copies, mended, grows=fault.write.writes == APPEND)
        except Refusal as refusal:
            return context.decline(
                place,
                refusal.reason,
                fault.message,
                span=span,
                evidence=evidence,
                what=refusal.what,
            )
        title = f"Give {alias.whole.name} a copy"
        return context.finding(
            place, fault.message, fix=copies.fix(title), span=span, evidence=evidence
        )


def _copy_named(copies: Copies, symbol: Symbol) -> None:
    """The edits for what the user named, if it is a function or a variable."""
    context = copies.context
    if symbol.kind in ("func", "method"):
        region = function_region(context.info(symbol.path), symbol.span.start)
        if region is not None:
            copy_in_function(copies, region)
            copies.notes += [
                f"{each} writes through what is returned"
                for each in callers_that_write(context, region)
            ]
        return
    variable = sharing.variable_of_symbol(context.semantics, symbol)
    if variable is None:
        return
    if variable.kind is sharing.VariableKind.LOCAL:
        copy_of_local(copies, variable)
    elif holds_reference(variable.type):
        copy_of_struct(copies, variable)
    elif (variable.type.is_map or variable.type.is_slice) and not variable.type.is_typeparam:
        copy_of_variable(copies, variable)


def _is_deep(fault: Fault) -> bool:
    return fault.write.writes == DEEP


def _copy(copies: Copies, aliases: Sequence[Alias], *, grows: bool) -> None:
    """The edits that give one local what is its own; no room to append in where it `grows`."""
    alias = aliases[0]
    if alias.value is not None and grows:
        copies.clipped(alias.info, alias.value)
        return
    if alias.value is not None:
        copies.of_value(alias.info, alias.value, nil_shows=alias.nil_shows)
        return
    parts = [(each.local.text, each.local.type) for each in aliases]
    if alias.statement is not None:
        copies.after(alias.info, alias.statement, parts)
        return
    copies.before(alias.info, first_statement(alias.region.body), parts)
