"""object-pool: pools made by hand of a channel, that block, run dry, or are a sync.Pool at heart.

What a pool is stands in `_opool_model.py`, its faults in `_opool_faults.py`, the way to a
sync.Pool in `_opool_convert.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from gofixmap_codemods._opool_convert import converted
from gofixmap_codemods._opool_faults import Fault, faults_of
from gofixmap_codemods._opool_model import ChannelPool, pool_of, variable_at

from gofixmap.codemod import (
    Codemod,
    Context,
    Finding,
    Fix,
    Match,
    Safety,
    Span,
    Symbol,
    sharing,
    walk,
)

_STORES = re.compile(rb"(?i)pool|free|idle|spare|recycle")
_CHANNEL = re.compile(rb"(?i)\bchan\b")
_CHAN = re.compile(rb"(?i)chan")
_POOL = re.compile(rb"(?i)pool")


class _Sieve:
    """A word for a store with a channel behind it, or a channel with a pool behind it."""

    def search(self, data: bytes, /) -> object | None:
        # The first of each decides: searching on from every one takes time without end.
        store = _STORES.search(data)
        if store is not None and _CHANNEL.search(data, store.end()):
            return store
        channel = _CHAN.search(data)
        return _POOL.search(data, channel.end()) if channel is not None else None


class ObjectPool(Codemod):
    name = "object-pool"
    title = "A pool made of a channel blocks, runs dry, or is a sync.Pool at heart"
    why = (
        "A channel of spare objects works as a pool where Get makes a new object when there is "
        "none, and Put lets one go when the channel is full. Without the two defaults it waits: a "
        "pool that was filled with two objects and whose users never put one back blocks for ever "
        "at the third Get.\n\n"
        "Reported are a Get without any Put, a Get and a Put that can wait for ever, buffers that "
        "go back with what was written to them, and a Put that is missing on some way out of a "
        "function. Where the number of objects is the point, as with connections or a semaphore, "
        "waiting is right, and nothing is changed.\n\n"
        "--target on the type or the channel turns it into a sync.Pool. That is for plain memory "
        "only: a sync.Pool may drop any object at any collection and has no bound, so what has to "
        "be closed, is a limit, has an order, or is drained at the end stays a channel."
    )
    before = (
        "func (p *Pool) Get() *bytes.Buffer { return <-p.free }\n\n"
        "func (p *Pool) Put(b *bytes.Buffer) { p.free <- b }\n"
    )
    after = (
        "func (p *Pool) Get() *bytes.Buffer {\n\tselect {\n\tcase x := <-p.free:\n"
        "\t\treturn x\n\tdefault:\n\t\treturn new(bytes.Buffer)\n\t}\n}\n\n"
        "func (p *Pool) Put(b *bytes.Buffer) {\n\tb.Reset()\n\tselect {\n\tcase p.free <- b:\n"
        "\tdefault: // full: let it go\n\t}\n}\n"
    )
    declines: ClassVar = {
        "copied": "the struct is copied at {where}, and a sync.Pool must not be",
        "drained": "the channel is closed, ranged over or emptied at {where}: a sync.Pool cannot "
        "be asked for what it holds",
        "in-loop": "{what} is taken in a loop: a deferred Put would wait for the function's end",
        "no-maker": "nothing shows how an object is made",
        "no-put": "there is no function that puts an object back into {what}",
        "not-a-pointer": "objects of the type {what} would be allocated once more by each Put: "
        "pool pointers",
        "object-goes-on": "{what} outlives the call, or is not seen to the end, at {where}",
        "other-form": "the code at {where} has a form of its own",
        "other-use": "the channel is used for something else at {where}",
        "owns-resources": "{what} says that an object is more than memory, and a sync.Pool drops "
        "objects without a word",
        "size-is-a-limit": "the number of objects may be a limit, as of a semaphore, and a "
        "sync.Pool or a Get that makes more has none",
        "size-is-seen": "the length of the channel is looked at, at {where}",
    }
    safety = Safety.REVIEW
    order = 1210
    closed_world = True
    keywords = ("type", "var")
    needles = (b"chan ",)
    prefilter = _Sieve()
    tests = False

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
