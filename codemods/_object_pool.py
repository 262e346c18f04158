"""What object-pool does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gofixmap_codemods._opool_convert import converted
from gofixmap_codemods._opool_faults import Fault, faults_of
from gofixmap_codemods._opool_model import ChannelPool, pool_of, variable_at
from gofixmap_codemods.object_pool import ObjectPool

from gofixmap.codemod import Context, Finding, Fix, Match, Safety, Span, Symbol, sharing, walk


class Work(ObjectPool):
    """The analyses and the rewriting."""

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.file.is_test:
            return
        variable = variable_at(match.info, match.node("name"))
        if variable is None or variable.kind is sharing.VariableKind.LOCAL:
            return
        pool = pool_of(context, variable)
        if pool is None or _is_named(context, pool):
            return
        for fault in faults_of(pool, named=False):
            yield _told(context, pool, fault)

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        for pool in _named_pools(context, symbol):
            faults = list(faults_of(pool, named=False))
            if faults:
                yield from (_told(context, pool, fault, symbol.qualified) for fault in faults)
            else:
                yield self._conversion(context, pool, symbol)

    def _conversion(self, context: Context, pool: ChannelPool, symbol: Symbol) -> Finding:
        message = f"{pool.label} is a channel of spare objects: a sync.Pool keeps them as well"
        outcome = converted(context, pool)
        if isinstance(outcome, Fix):
            return context.finding(
                pool.variable.symbol,
                message,
                fix=outcome,
                safety=Safety.TARGET,
                symbol=symbol.qualified,
            )
        return _declined(context, pool, outcome, message, symbol.qualified, Safety.TARGET)


def _named_pools(context: Context, symbol: Symbol) -> Iterator[ChannelPool]:
    """The pools that a channel, or the struct type around one, names."""
    if symbol.kind in ("field", "var"):
        variable = sharing.variable_of_symbol(context.semantics, symbol)
        pool = pool_of(context, variable) if variable is not None else None
        if pool is not None:
            yield pool
    if symbol.kind != "type":
        return
    info = context.info(symbol.path)
    declaration = info.file.declaration_at(symbol.span.start)
    for node in walk(declaration.node) if declaration is not None else ():
        names = node.children_by_field_name("name") if node.type == "field_declaration" else []
        for name in names:
            variable = variable_at(info, name)
            pool = pool_of(context, variable) if variable is not None else None
            if pool is not None and pool.variable.owner == symbol.name:
                yield pool


def _is_named(context: Context, pool: ChannelPool) -> bool:
    variable = pool.variable
    own = {variable.qualified, f"{variable.package}.{variable.owner}"}
    return any(each.qualified in own for each in context.targets)


def _told(context: Context, pool: ChannelPool, fault: Fault, symbol: str = "") -> Finding:
    symbol = symbol or pool.variable.qualified
    if not fault.edits:
        return _declined(context, pool, fault, fault.message, symbol, Safety.REVIEW)
    fix = Fix(fault.title, fault.edits, fault.notes)
    return context.finding(
        _At(fault, symbol), fault.message, fix=fix, safety=Safety.REVIEW, symbol=symbol
    )


def _declined(
    context: Context, pool: ChannelPool, fault: Fault, message: str, symbol: str, safety: Safety
) -> Finding:
    line = fault.info.file.lines.line_of(fault.node.start_byte)
    return context.decline(
        _At(fault, symbol),
        fault.reason,
        message,
        safety=safety,
        symbol=symbol,
        what=fault.what,
        where=f"{fault.info.path}:{line}",
    )


class _At:
    """Where a finding is."""

    def __init__(self, fault: Fault, symbol: str) -> None:
        self.path = fault.info.path
        self.span = Span(fault.node.start_byte, fault.node.end_byte)
        self.symbol = symbol
