"""What is wrong with a pool over a channel, and the forms of Get and Put that cannot block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._opool_model import Accessor, ChannelPool, Role, maker_of
from gofixmap_codemods._pool_local import Local, local_at
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    ancestors,
    fresh_name,
    insert_after,
    insert_before,
    lifetime,
    nodes,
    replace_statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Fault(Struct, frozen=True):
    """A message at a place, with the edits that mend it or the reason why there are none."""

    message: str
    info: FileInfo
    node: Node
    edits: tuple[Edit, ...] = ()
    title: str = ""
    reason: str = ""
    what: str = ""
    notes: tuple[str, ...] = ()


def faults_of(pool: ChannelPool, *, named: bool) -> Iterator[Fault]:
    """The faults of a pool; `named` says that the user asks for it, so reasons are told as well."""
    if not pool.complete:
        return
    missing = _never_given(pool)
    if missing is not None:
        yield missing
        return
    shape = _Shape(pool, named=named)
    yield from shape.faults()
    for taker in pool.takers:
        if taker.blocks:
            yield from _lost_on_a_path(pool, taker)


# Get without any Put


def _never_given(pool: ChannelPool) -> Fault | None:
    """No code puts an object back, so the pool runs dry."""
    taker = pool.takers[0]
    if pool.role(Role.OTHER):
        return None
    calls = [pool.calls(each) for each in pool.givers]
    unused = bool(pool.givers) and all(each == [] for each in calls)
    if pool.role(Role.GIVEN) and not (unused and len(pool.role(Role.GIVEN)) == len(pool.givers)):
        return None
    taken = pool.calls(taker)
    if not taken:
        return None
    ends = "blocks for ever once it is empty" if taker.blocks else "is always empty"
    message = f"nothing is ever put back: {pool.label} {ends}"
    if not pool.givers:
        return Fault(message, taker.info, taker.spot.node, reason="no-put", what=pool.label)
    users = [(info, call) for info, call in taken if not info.file.is_test]
    results = [_put_back(info, call, pool.givers[0]) for info, call in users]
    refused = [each for each in results if isinstance(each, Fault)]
    edits = [edit for each in results if not isinstance(each, Fault) for edit in each]
    if refused and (taker.blocks or not edits):  # one that is kept is enough to block
        first = refused[0]
        return Fault(message, first.info, first.node, reason=first.reason, what=first.what)
    if not edits:
        return None
    info, call = next(u for u, r in zip(users, results, strict=True) if not isinstance(r, Fault))
    notes = tuple(f"{_line(each)}: {each.what} is not given back" for each in refused)
    return Fault(message, info, call, tuple(edits), "Put the objects back", notes=notes)


def _line(fault: Fault) -> str:
    return f"{fault.info.path}:{fault.info.file.lines.line_of(fault.node.start_byte)}"


def _put_back(info: FileInfo, call: Node, giver: Accessor) -> tuple[Edit, ...] | Fault:
    """`defer p.Put(x)` behind `x := p.Get()`, where x is dead by then."""
    local = bound_to(info, call)
    text = info.file.text(call)
    if local is None or local.others:
        return Fault("", info, call, reason="object-goes-on", what=text)
    if local.loop is not None:
        return Fault("", info, call, reason="in-loop", what=local.text)
    if lifetime.escapes_of(info, local.name):
        return Fault("", info, call, reason="object-goes-on", what=local.text)
    line = f"defer {_called(info, call, giver)}({local.text})"
    return insert_after(info.file, local.statement, [line])


def bound_to(info: FileInfo, call: Node) -> Local | None:
    """The local that is declared with the result of a call."""
    listed = call.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type != "short_var_declaration":
        return None
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right != listed or len(nodes.expression_items(left)) != 1:
        return None
    return local_at(info, nodes.expression_items(left)[0].start_byte)


def _called(info: FileInfo, call: Node, other: Accessor) -> str:
    """`s.pool.Put` of `s.pool.Get()`."""
    function = call.child_by_field_name("function")
    operand = function.child_by_field_name("operand") if function is not None else None
    return other.name if operand is None else f"{info.file.text(operand)}.{other.name}"


# Forms that can block, and objects that go back as they are


class _Shape:
    """One fix for Get and Put together: where one cannot block the other must not either."""

    def __init__(self, pool: ChannelPool, *, named: bool) -> None:
        self.pool = pool
        self.named = named
        self.edits: list[Edit] = []
        self.told: list[str] = []

    def faults(self) -> Iterator[Fault]:
        refused = self._takers()
        if refused is not None:
            if self.named:
                yield refused
            return
        self._givers()
        self._dirty()
        if not self.told:
            return
        first = self.pool.takers[0]
        message = f"{self.pool.label}: {'; '.join(self.told)}"
        title = "Make Get and Put of the pool wait for nobody"
        yield Fault(message, first.info, first.spot.node, tuple(self.edits), title)

    def _takers(self) -> Fault | None:
        """Get makes an object where there is none. A pool that is a limit has to wait."""
        pool = self.pool
        for taker in pool.takers:
            if not taker.blocks:
                continue
            what = f"{taker.name} waits for ever when all objects are taken"
            if pool.may_be_limit or (pool.is_filled and not _is_memory(pool)):
                return Fault(what, taker.info, taker.spot.node, reason="size-is-a-limit")
            maker = maker_of(pool)
            if maker is None:
                return Fault(what, taker.info, taker.spot.node, reason="no-maker")
            statement = _statement(taker.spot.node)
            lines = _taking(taker, maker)
            if statement is None or lines is None:
                return Fault(what, taker.info, taker.spot.node, reason="other-form")
            self.edits += replace_statement(taker.info.file, statement, lines)
            self.told.append(what)
        return None

    def _givers(self) -> None:
        """Put lets go of what does not fit; it fits always where every object comes from the
        channel."""
        for giver in self.pool.givers if maker_of(self.pool) is not None else ():
            if not giver.blocks or all(each.blocks and not self.told for each in self.pool.takers):
                continue
            text = giver.info.file.text(giver.spot.node)
            lines = [f"select {{\ncase {text}:\ndefault: // full: let it go\n}}"]
            self.edits += replace_statement(giver.info.file, giver.spot.node, lines)
            self.told.append(f"{giver.name} waits for ever when the pool is full")

    def _dirty(self) -> None:
        if not _is_reset_by_nobody(self.pool):
            return
        for giver in self.pool.givers:
            if giver.object is None:
                continue
            name = giver.info.file.text(giver.object)
            before = giver.select or giver.spot.node
            self.edits += insert_before(giver.info.file, before, [f"{name}.Reset()"])
            self.told.append(f"objects go back through {giver.name} with what was written to them")


def _is_memory(pool: ChannelPool) -> bool:
    return pool.element.is_slice or str(pool.element) == "*bytes.Buffer"


def _statement(receive: Node) -> Node | None:
    """The statement of the function's body that receives."""
    return next(
        (
            each
            for each in ancestors(receive)
            if each.parent is not None and each.parent.type == "statement_list"
        ),
        None,
    )


def _taking(taker: Accessor, maker: str) -> list[str] | None:
    """The statement that receives, as a select with a default."""
    info, receive = taker.info, taker.spot.node
    statement, channel = _statement(receive), info.file.text(receive)
    if statement is None or statement.parent is None:
        return None
    if statement.type == "return_statement" and len(taker.body) == 1:
        name = fresh_name(info, receive, "x")
        return [
            f"select {{\ncase {name} := {channel}:\n\treturn {name}\ndefault:\n\treturn {maker}\n}}"
        ]
    name = info.file.text(taker.object) if taker.object is not None else ""
    result = taker.function.child_by_field_name("result")
    if not name or result is None or statement.type != "short_var_declaration":
        return None
    return [
        f"var {name} {info.file.text(result)}",
        f"select {{\ncase {name} = {channel}:\ndefault:\n\t{name} = {maker}\n}}",
    ]


def _is_reset_by_nobody(pool: ChannelPool) -> bool:
    """Whether objects have Reset, and neither the pool nor any of its callers calls it."""
    kind = pool.element
    if str(kind) != "*bytes.Buffer" or not pool.givers or not pool.complete:
        return False
    accessors = (*pool.takers, *pool.givers)
    if any(b".Reset()" in (each.function.text or b"") for each in accessors):
        return False
    for accessor in accessors:
        calls = pool.calls(accessor)
        if calls is None or any(_resets_around(call) for _, call in calls):
            return False
    return True


def _resets_around(call: Node) -> bool:
    """Whether the function around a call resets or truncates something."""
    function = next(
        (e for e in ancestors(call) if e.type in ("function_declaration", "method_declaration")),
        None,
    )
    text = function.text or b"" if function is not None else b""
    return b".Reset()" in text or b".Truncate(" in text


# Objects that are lost on some way


def _lost_on_a_path(pool: ChannelPool, taker: Accessor) -> Iterator[Fault]:
    """`x := p.Get()`, `p.Put(x)` on some ways out, and on others not."""
    if not pool.givers or len(pool.givers) != 1:
        return
    giver = pool.givers[0]
    given = pool.calls(giver) or []
    for info, call in pool.calls(taker) or []:
        local = bound_to(info, call)
        if local is None or info.file.is_test:
            continue
        puts = [each for there, each in given if there is info and _gives(info, each, local)]
        exits = _exits_without(local, puts)
        if not puts or not exits:
            continue
        yield _deferred(local, puts, call, giver)


def _gives(info: FileInfo, call: Node, local: Local) -> bool:
    listed = call.child_by_field_name("arguments")
    given = nodes.named(listed) if listed is not None else []
    return len(given) == 1 and info.object_of(given[0]) is local.object


def _exits_without(local: Local, puts: list[Node]) -> bool:
    """Whether a return is reached without a Put; a deferred one counts from where it stands."""
    spans = [(each.start_byte, each.end_byte) for each in puts]
    if any(each.type == "func_literal" for p in puts for each in ancestors(p, local.function)):
        return False
    paths = lifetime.Paths.of(local.info, local.function)
    exits = paths.exits_from(
        local.declaration,
        lambda node: any(node.start_byte <= start and end <= node.end_byte for start, end in spans),
    )
    return any(each.kind in ("return", "end") for each in exits)


def _deferred(local: Local, puts: list[Node], call: Node, giver: Accessor) -> Fault:
    info, name = local.info, local.text
    message = f"{name} is not put back on every way out, and the pool shrinks each time"
    escapes = [
        each
        for each in lifetime.escapes_of(info, local.name)
        if each.node.start_byte not in [put.start_byte for put in puts]
    ]
    plain = all(
        put.parent is not None and put.parent.type == "expression_statement" for put in puts
    )
    if escapes or not plain:
        return Fault(message, info, call, reason="object-goes-on", what=name)
    if local.loop is not None:
        return Fault(message, info, call, reason="in-loop", what=name)
    line = f"defer {_called(info, call, giver)}({name})"
    edits = list(insert_after(info.file, local.statement, [line]))
    for put in puts:
        if put.parent is not None:
            edits += replace_statement(info.file, put.parent, [])
    return Fault(message, info, call, tuple(edits), "Put it back when the function ends")
