"""What bounded-cache does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_evidence import Judgement, is_named
from gofixmap_codemods._atomic_subject import Refusal, Subject
from gofixmap_codemods._cache_bounds import STD, Bounds, bounds_of
from gofixmap_codemods._cache_growing import filling, growing, mentioning, worth_parsing
from gofixmap_codemods._cache_plan import Plan
from gofixmap_codemods._cache_remove import Removing
from gofixmap_codemods._cache_score import has_few_keys, is_out, lives_long, score_of
from gofixmap_codemods.bounded_cache import BoundedCache
from msgspec.structs import replace

from gofixmap.codemod import (
    Context,
    Evidence,
    Finding,
    Match,
    Safety,
    Symbol,
    enclosing,
    pattern,
    sharing,
    span_of,
)

if TYPE_CHECKING:
    from gofixmap_codemods._cache_growing import Places
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, Fix, PackageContext

_ANY = Bounds(STD, 1, 1)  # limits to try a rewrite with where the user gave none
# Reasons that tell of the state of a program, which cannot be computed again: no caches are these.
_STATE = frozenset(
    {
        "assumes-presence",
        "holds-locks",
        "initial-value",
        "owns-resources",
        "ranged",
        "updates-entry",
    }
)


class Work(BoundedCache):
    """The analyses and the rewriting."""

    @staticmethod
    def narrow(
        declarations: Sequence[Declaration], package: PackageContext
    ) -> Iterable[Declaration]:
        return worth_parsing(declarations, package)

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        node, info = match.node("name"), match.info
        declared = match.node("declaration").text or b""
        if info.file.is_test or b"map[" not in declared:
            return
        if node.text not in context.once("bounded-cache.growing", partial(growing, context)):
            return
        if enclosing(node, "function_declaration", "method_declaration", "func_literal"):
            return
        variable = sharing.variable_of_symbol(context.semantics, _symbol(match, node))
        if variable is None or not variable.type.is_map or context.is_target(variable.qualified):
            return
        if _DOUBLES.match(variable.owner):
            return
        yield from self._found(context, variable, named=False)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None:
            return
        if str(variable.type).lstrip("*") == "sync.Map":
            yield context.decline(
                symbol, "is-sync-map", f"{variable.name} is to be a bounded cache", name=symbol.name
            )
        if not variable.type.is_map:
            return
        yield from self._found(context, variable, named=is_named(context, variable.symbol))

    def _found(
        self, context: Context, variable: sharing.Variable, *, named: bool
    ) -> Iterable[Finding]:
        weight = 0
        judgement = Judgement(f"{variable.name} is to be a bounded cache", Safety.TARGET, (), named)
        if not named and not _may_be(context, variable, judgement):
            return
        accesses = sharing.accesses_of(context.semantics, variable)
        subject = Subject(context, variable, accesses, judgement)
        if not named:
            score = score_of(subject)
            if score is None or not score.is_enough or not lives_long(subject):
                return
            if _refused(subject, _ANY) in _STATE:
                return
            why = ", ".join(score.reasons)
            message = f"{variable.name} grows with every new key: {why}"
            evidence = (Evidence("heap", score.held),) if score.held else ()
            judgement = Judgement(message, Safety.TARGET, evidence, False)
            subject = Subject(context, variable, accesses, judgement)
            weight = score.weight
        yield replace(self._finding(subject), weight=weight)

    def _finding(self, subject: Subject) -> Finding:
        try:
            fix = self._plan(subject)
        except Refusal as refusal:
            removed = Removing(subject).make() if subject.is_named else None
            if removed is None:
                return subject.declined(refusal)
            message = f"{subject.variable.name} keeps entries that are done with"
            return subject.context.finding(subject.variable.symbol, message, fix=removed)
        return subject.context.finding(
            subject.variable.symbol,
            subject.judgement.message,
            fix=fix,
            evidence=subject.judgement.evidence,
        )

    def _plan(self, subject: Subject) -> Fix:
        """The fix. Without limits it is tried all the same: whether there could be one."""
        try:
            bounds = bounds_of(subject.context)
        except Refusal:
            Plan(subject, _ANY).make()
            raise
        return Plan(subject, bounds).make()


def _may_be(context: Context, variable: sharing.Variable, judgement: Judgement) -> bool:
    """Whether what is plain to see of a map leaves room for three points.

    The functions that can give it entries decide: all other accesses can only take points away, of
    which those in its own package are looked at. Of a profile they do not tell.
    """
    if context.costs is not None:
        return True
    if has_few_keys(variable):
        return False
    is_own = not variable.is_exported or variable.info.package.is_main
    name = variable.name.encode()
    if not is_own and is_out(_seen(context, variable, judgement, mentioning(context, name))):
        return False
    score = score_of(_seen(context, variable, judgement, filling(context, variable, own=is_own)))
    return score is not None and score.is_enough


def _seen(
    context: Context, variable: sharing.Variable, judgement: Judgement, places: Places
) -> Subject:
    """The map as it is seen in some places alone."""
    found = sharing.accesses_in(context.semantics, variable, places)
    return Subject(context, variable, sharing.Accesses(variable, found, ()), judgement)


def _refused(subject: Subject, bounds: Bounds) -> str:
    """The reason why a map cannot be a cache; "" where it can."""
    try:
        Plan(subject, bounds).make()
    except Refusal as refusal:
        return refusal.reason
    return ""


def _symbol(match: Match, node: Node) -> Symbol:
    """The declared name, as variables are looked up by."""
    kind = "field" if match.node("declaration").type == "field_declaration" else "var"
    name = match.file.text(node)
    return Symbol(match.info.package.path, "", name, kind, match.path, span_of(node))


_DOUBLES = pattern(r"(?:[Mm]ock|[Ff]ake|[Ss]tub)(?![a-z])")  # types that stand in for others
