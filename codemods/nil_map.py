"""nil-map: maps that are nil when something is put into them.

Locals are judged in `_nilmap_locals.py`, fields and package variables in `_nilmap_fields.py`, maps
inside maps in `_nilmap_inner.py`; what the user names in `_nilmap_target.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._nilmap_edits import Refusal
from gofixmap_codemods._nilmap_fields import NilField, nil_field
from gofixmap_codemods._nilmap_filter import Sieve, may_fill
from gofixmap_codemods._nilmap_inner import NilInner, nil_inner
from gofixmap_codemods._nilmap_locals import NilLocal, begins_nil, nil_local, text_of
from gofixmap_codemods._nilmap_parts import NilPart, nil_part
from gofixmap_codemods._nilmap_target import Offer, offers_for
from gofixmap_codemods._package_names import names_of

from gofixmap.codemod import Codemod, Context, Finding, Fix, Match, Safety, nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, FileInfo, PackageContext, Symbol, Variable

Kind = sharing.VariableKind
_Found = NilLocal | NilField | NilInner | NilPart


class NilMap(Codemod):
    name = "nil-map"
    title = "Make a map before something is put into it"
    why = (
        "A map variable that is declared without a value is nil. Reading it, its length, a loop "
        "over it, delete and clear are fine; putting an entry into it panics: assignment to entry "
        "in nil map. Found are locals and named results that are nil on the way to a write, "
        "fields and package variables that are written but made nowhere, and inner maps, "
        "mm[a][b] = v, for which nothing is ever stored under mm[a].\n\n"
        "Code that makes the map when it is first needed, that asks whether it is nil, or that "
        "hands out its address is left alone, and so are fields that a decoder or reflection may "
        "fill, and tests, which may want the panic. A local is made where it is declared; where "
        "its being nil can be seen, it is made before the first write only: nil is null in JSON "
        "and an empty map is {}, and == nil and omitempty tell them apart. A field is made in the "
        "literal of its only constructor, or else before the write.\n\n"
        "With --target a map, or a function, other writes are guarded that some way may lead to "
        "with a nil map, also where a callee or a callback does the writing."
    )
    before = (
        "func count(words []string) map[string]int {\n\tvar hits map[string]int\n"
        "\tfor _, word := range words {\n\t\thits[word]++\n\t}\n\treturn hits\n}\n"
    )
    after = (
        "func count(words []string) map[string]int {\n\thits := make(map[string]int)\n"
        "\tfor _, word := range words {\n\t\thits[word]++\n\t}\n\treturn hits\n}\n"
    )
    safety = Safety.SAFE
    order = 400
    equivalents: ClassVar = ("SA5000", "nilness")
    needles = (b"]", b"maps.")
    keywords = ("func", "var")
    tests = False  # a test that panics with each run means to
    prefilter = Sieve()
    declines: ClassVar = {
        "always-made": "{what} is made, or asked for nil, before each of its writes, as far as can "
        "be seen",
        "copy": "{what} is a copy: a map made for it at {where} would be lost",
        "other-place": "no statement can be put in front of the write at {where}",
        "parameter": "{what} is the caller's map: one made at {where} would never get there",
        "several-names": "{what} is declared together with others at {where}",
        "shadowed": "{what} means something else at {where}",
        "unknown-type": "the type of {what} at {where} is not known; its package may be missing",
        "unspellable-type": "the type {what} cannot be written at {where}",
        "unstable-map": "{what} at {where} cannot be evaluated twice; give it a name first",
        "value-receiver": "the method at {where} has a value receiver, and a map made in it would "
        "be lost; give it a pointer receiver first (pointer-receiver)",
    }

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
