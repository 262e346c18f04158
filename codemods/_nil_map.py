"""What nil-map does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_edits import Refusal
from gofixmap_codemods._nilmap_fields import NilField, nil_field
from gofixmap_codemods._nilmap_filter import may_fill
from gofixmap_codemods._nilmap_inner import NilInner, nil_inner
from gofixmap_codemods._nilmap_locals import NilLocal, begins_nil, nil_local, text_of
from gofixmap_codemods._nilmap_parts import NilPart, nil_part
from gofixmap_codemods._nilmap_target import Offer, offers_for
from gofixmap_codemods._package_names import names_of
from gofixmap_codemods.nil_map import NilMap

from gofixmap.codemod import Context, Finding, Fix, Match, Safety, nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, FileInfo, PackageContext, Symbol, Variable

Kind = sharing.VariableKind
_Found = NilLocal | NilField | NilInner | NilPart


class Work(NilMap):
    """The analyses and the rewriting."""

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        names = names_of(package)
        return [each for each in declarations if may_fill(each.text, names)]

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        told: set[tuple[str, int]] = set()
        for match in matches:
            for how, node, variable in _subjects(match):
                found = _judged(context, match.info, how, node, variable)
                if found is None or not _is_here(match, found):
                    continue
                place = found.first.path, found.first.node.start_byte
                if place not in told:
                    told.add(place)
                    yield self._finding(match, context, found)

    def _finding(self, match: Match, context: Context, found: _Found) -> Finding:
        message, span = _message(found), found.first.node
        try:
            edits, title = found.edits()
        except Refusal as why:
            return context.decline(
                match,
                why.reason,
                message,
                span=span,
                safety=_safety(found),
                what=why.what,
                where=why.where,
            )
        fix = Fix(title, tuple(edits), _notes(found), context.claims_on(edits))
        return context.finding(match, message, fix=fix, span=span, safety=_safety(found))

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        for offer in offers_for(symbol, context):
            yield self._offered(offer, symbol, context)

    def _offered(self, offer: Offer, symbol: Symbol, context: Context) -> Finding:
        try:
            edits, title = offer.edits()
        except Refusal as why:
            settled = why.reason == "always-made"
            return context.decline(
                symbol,
                why.reason,
                f"{why.what} is not nil when it is written to" if settled else offer.message,
                safety=Safety.TARGET,
                what=why.what,
                where=why.where,
            )
        fix = Fix(title, tuple(edits), (), context.claims_on(edits))
        return context.finding(symbol, offer.message, fix=fix, safety=Safety.TARGET)


def _subjects(match: Match) -> Iterator[tuple[str, Node, Variable]]:
    """The variables that the match puts an entry into: themselves, or a map in them."""
    info = match.info
    node = nodes.unparenthesized(match.node("local" if "local" in match else "map"))
    variable = sharing.variable_denoted(info, node)
    if variable is not None and _may_be_nil(variable) and variable.type.is_map:
        yield "own", node, variable
    if node.type != "index_expression":
        return
    operand = node.child_by_field_name("operand")
    variable = sharing.variable_denoted(info, operand) if operand is not None else None
    if variable is not None and variable.type.is_map:
        yield "inner", node, variable


def _may_be_nil(variable: Variable) -> bool:
    return variable.kind is not Kind.LOCAL or begins_nil(variable)


def _judged(
    context: Context, info: FileInfo, how: str, node: Node, variable: Variable
) -> _Found | None:
    key = f"nil-map {how} {variable.qualified} {variable.path} {variable.span.start}"
    if how == "inner":
        return context.once(key, lambda: nil_inner(variable))
    if variable.kind is Kind.LOCAL:
        return context.once(key, lambda: nil_local(variable))
    return nil_part(info, node) or context.once(
        key, lambda: nil_field(context.semantics, variable, info.package)
    )


def _is_here(match: Match, found: _Found) -> bool:
    """Whether the first write stands in the declaration that is looked at: told once only."""
    span, first = match.declaration.span, found.first
    return first.path == match.info.path and span.start <= first.node.start_byte < span.end


def _safety(found: _Found) -> Safety:
    if isinstance(found, NilLocal):
        return Safety.SAFE if found.certain and not found.is_handed else Safety.REVIEW
    is_local = isinstance(found, NilPart) or found.variable.kind is Kind.LOCAL
    return Safety.SAFE if is_local else Safety.REVIEW


def _message(found: _Found) -> str:
    name = found.variable.name
    if isinstance(found, NilInner):
        return f"nothing makes the maps in {name}: this write to an inner map panics"
    if isinstance(found, NilLocal):
        how = "is nil here" if found.certain else "may be nil here"
        return f"{name} {how}: this write to a nil map panics"
    if isinstance(found, NilPart):
        return f"{text_of(found.first)} is nil here: this write to a nil map panics"
    return f"nothing makes {name}: this write to a nil map panics"


def _notes(found: _Found) -> tuple[str, ...]:
    if isinstance(found, NilField) and found.variable.kind is Kind.FIELD:
        return (f"{found.variable.name} is no longer nil afterwards: encoders and == nil see that",)
    return ()
