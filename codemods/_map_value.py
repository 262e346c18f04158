"""What map-value does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._mapvalue_plan import SMALL, Plan
from gofixmap_codemods._mapvalue_refusal import Refusal
from gofixmap_codemods.map_value import MapValue

from gofixmap.codemod import Context, Evidence, Finding, Match, Symbol, nodes, sharing, sizes

if TYPE_CHECKING:
    from gofixmap.codemod import Type, Variable


class Work(MapValue):
    """The analyses and the rewriting."""

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or not _holds_pointers(variable.type):
            return
        yield self._judged(context, variable, (), f"the entries of {variable.name} are pointers")

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        """An entry that the compiler says is allocated, in a map that can have values."""
        info = match.info
        words = _escaping(match, context)
        operand = match.node("entry").child_by_field_name("operand")
        if not words or operand is None or match.file.is_test:
            return
        variable = sharing.variable_denoted(info, operand)
        if variable is None or not _holds_pointers(variable.type) or variable.is_exported:
            return
        measure = sizes.sizes_for(info.context.goarch)
        size = measure.size(variable.type.element.element) if measure is not None else None
        if size is None or size > SMALL or _is_named(context, variable):
            return
        detail = tuple(Evidence("escape", each) for each in words)
        message = f"each entry of {variable.name} is allocated on its own: {words[0]}"
        found = self._judged(context, variable, detail, message)
        if found.fix is not None and not _writes_back(found):
            yield found

    def _judged(
        self, context: Context, variable: Variable, evidence: tuple[Evidence, ...], message: str
    ) -> Finding:
        place = variable.symbol
        try:
            if variable.declaration.child_by_field_name("tag") is not None:
                raise Refusal("serialised", variable.info, variable.node)
            fix = Plan(context, variable).make()
        except Refusal as refusal:
            return context.decline(
                place,
                refusal.reason,
                message,
                evidence=evidence,
                what=refusal.what,
                where=refusal.where,
            )
        return context.finding(place, message, fix=fix, evidence=evidence)


def _holds_pointers(kind: Type) -> bool:
    return kind.is_map and kind.element.is_pointer and not kind.is_typeparam


def _escaping(match: Match, context: Context) -> tuple[str, ...]:
    """What the compiler says of a value whose address is stored: `&T{...}`, or a local."""
    value = match.node("value")
    said = context.escape_at(match.info, value)
    operand = value.child_by_field_name("operand")
    inner = nodes.unparenthesized(operand) if operand is not None else value
    local = sharing.variable_denoted(match.info, inner) if inner.type == "identifier" else None
    if local is not None:
        said += context.escape_at(local.info, local.node)
    return tuple(dict.fromkeys(each for each in said if "escapes to heap" in each))


def _is_named(context: Context, variable: Variable) -> bool:
    return context.is_target(variable.symbol.qualified)


def _writes_back(found: Finding) -> bool:
    return found.fix is not None and any("in place" in note for note in found.fix.notes)
