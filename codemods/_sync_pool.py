"""What sync-pool does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_evidence import cost_of
from gofixmap_codemods._pool_kinds import recipe_of
from gofixmap_codemods._pool_local import Local, Refused, declared_names, local_at, locals_in
from gofixmap_codemods._pool_misuse import Fault, faults_of, value_put
from gofixmap_codemods._pool_named import calls_of, limited
from gofixmap_codemods._pool_plan import plan
from gofixmap_codemods._pool_taken import puts_in, taken_in
from gofixmap_codemods.sync_pool import SyncPool
from msgspec.structs import replace

from gofixmap.codemod import Context, Evidence, Finding, Fix, Match, Safety, Span, Symbol, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import FileInfo


class Work(SyncPool):
    """The analyses and the rewriting."""

    def rewrite_declaration(self, matches: Sequence[Match], context: Context) -> Iterable[Finding]:
        """What a profile and the compiler agree on, and what is wrong with pools that exist."""
        for match in matches:
            if "declared" in match and context.costs is not None:
                yield from self._costly(match, context)
        calls = [match for match in matches if "call" in match]
        if calls:
            yield from self._misused(calls, context)

    def _costly(self, match: Match, context: Context) -> Iterator[Finding]:
        for name in declared_names(match.node("declared")):
            local = local_at(match.info, name.start_byte)
            cited = cost_of(context, local) if local is not None else None
            if local is None or cited is None or _is_named(context, local):
                continue
            finding = self._finding(context, local, match.symbol, cited.evidence)
            if finding is not None:
                yield replace(finding, weight=cited.weight)

    def _misused(self, matches: Sequence[Match], context: Context) -> Iterator[Finding]:
        info, calls = matches[0].info, [match.node("call") for match in matches]
        for taken in taken_in(info, calls):
            for fault in faults_of(taken):
                yield _told(context, matches[0], fault, taken.local.text)
        for put in puts_in(info, calls):
            found = value_put(put)
            if found is not None:
                yield _told(context, matches[0], found, info.file.text(put.argument))

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        info = context.info(symbol.path)
        if symbol.kind == "local":
            local = local_at(info, symbol.span.start)
            found = None if local is None else self._finding(context, local, symbol.qualified)
            if found is not None:
                yield found
        elif symbol.kind in ("func", "method"):
            yield from self._of_function(context, info, symbol)
        elif symbol.kind in ("var", "field"):
            yield from self._of_pool(context, symbol)

    def _of_pool(self, context: Context, symbol: Symbol) -> Iterator[Finding]:
        """What is wrong with the use of a pool, and the limit that it lacks."""
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        if variable is None or str(variable.type).lstrip("*") != "sync.Pool":
            return
        fix = limited(context, variable, list(calls_of(context, variable)))
        if fix is not None:
            message = f"{symbol.name} keeps objects however large they have grown"
            yield context.finding(symbol, message, fix=fix, symbol=symbol.qualified)

    def _of_function(self, context: Context, info: FileInfo, symbol: Symbol) -> Iterator[Finding]:
        """Every local of the function that can be pooled; the reasons where none can."""
        declaration = info.file.declaration_at(symbol.span.start)
        if declaration is None or declaration.has_error:
            return
        found = [
            finding
            for local in locals_in(info, declaration.node)
            if (finding := self._finding(context, local, symbol.qualified)) is not None
        ]
        fixes = [finding for finding in found if finding.fix is not None]
        yield from fixes or found
        if not found:
            yield context.decline(
                symbol,
                "nothing-to-pool",
                f"{symbol.name} allocates nothing that a pool could hold",
                name=symbol.name,
            )

    def _finding(
        self,
        context: Context,
        local: Local,
        symbol: str,
        evidence: tuple[Evidence, ...] = (),
    ) -> Finding | None:
        """None for a local that is no allocation of its own."""
        message = f"{local.text} is made anew by each call"
        place = _At(local, symbol)
        try:
            recipe = recipe_of(local)
            if recipe is None:
                return None
            fix = plan(context, local, recipe)
        except Refused as refused:
            return context.decline(
                place,
                refused.reason,
                message,
                evidence=evidence,
                name=local.text,
                what=refused.what,
                where=refused.where,
            )
        return context.finding(place, message, fix=fix, evidence=evidence)


def _told(context: Context, place: Match, fault: Fault, name: str) -> Finding:
    info = place.info
    if fault.edits:
        fix = Fix(fault.title, fault.edits)
        return context.finding(place, fault.message, fix=fix, span=fault.node, safety=Safety.REVIEW)
    where = fault.where or fault.node
    return context.decline(
        place,
        fault.reason,
        fault.message,
        span=fault.node,
        safety=Safety.REVIEW,
        name=name,
        what=fault.what,
        where=f"line {info.file.lines.line_of(where.start_byte)}",
    )


def _is_named(context: Context, local: Local) -> bool:
    """Whether the user named the local or a function around it: `target` then speaks of it."""
    top = local.top
    return any(
        each.path == local.info.path
        and (
            each.span.start == local.name.start_byte
            or (each.kind != "local" and top.start_byte <= each.span.start < top.end_byte)
        )
        for each in context.targets
    )


class _At:
    """Where a finding is: the declaring identifier."""

    def __init__(self, local: Local, symbol: str) -> None:
        self.path = local.info.path
        self.span = Span(local.name.start_byte, local.name.end_byte)
        self.symbol = symbol
