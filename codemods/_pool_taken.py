"""What a function takes from a sync.Pool that exists, and where it gives that back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import FUNCTIONS, Local, local_at

from gofixmap.codemod import ancestors, lifetime, nodes, operands, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

GET, PUT = "(*sync.Pool).Get", "(*sync.Pool).Put"
_HOLDING = ("type_assertion_expression", "parenthesized_expression")


@dataclass(frozen=True)
class Put:
    """One call that gives an object back."""

    info: FileInfo
    call: Node
    argument: Node

    @cached_property
    def statement(self) -> Node:
        """The statement that is the call, or that defers it."""
        return next(
            each
            for each in (self.call, *ancestors(self.call))
            if each.parent is not None
            and each.parent.type in ("statement_list", "block", "labeled_statement")
        )

    @cached_property
    def function(self) -> Node:
        return next(each for each in ancestors(self.call) if each.type in FUNCTIONS)

    @property
    def is_plain(self) -> bool:
        """Whether it runs where it stands."""
        return self.statement.type == "expression_statement"

    @property
    def root(self) -> Node | None:
        """The identifier that is given back: of `v`, `&v`, `v[:0]`."""
        node = nodes.unparenthesized(self.argument)
        while node.type in ("unary_expression", "slice_expression", "parenthesized_expression"):
            inner = node.child_by_field_name("operand") or nodes.first_named(node)
            if inner is None:
                return None
            node = inner
        return node if node.type == "identifier" else None


@dataclass(frozen=True)
class Taken:
    """One `v := pool.Get().(*T)`; `given` are all calls around it that give the pool something."""

    local: Local
    get: Node
    pool: str  # the operand of Get as it is written
    given: tuple[Put, ...] = field(default=())

    @cached_property
    def trace(self) -> lifetime.Trace:
        """What becomes of v; it means to look into callees, so other questions come first."""
        return lifetime.trace_of(self.info, self.local.name, aliases=_aliases(self.local))

    @cached_property
    def puts(self) -> tuple[Put, ...]:
        """The calls that give v, or memory of it, back."""
        own = {_declared_at(self.info.object_of(self.local.name))}
        rooted = [
            (put, _declared_at(self.info.object_of(put.root)))
            for put in self.given
            if put.root is not None
        ]
        if any(at not in own for _, at in rooted):
            own = {each.span.start for each in self.trace.locals}
        return tuple(put for put, at in rooted if at in own)

    @property
    def info(self) -> FileInfo:
        return self.local.info

    @property
    def is_memory(self) -> bool:
        """Whether what is pooled is memory to write into: a buffer, or a pointer to a slice."""
        kind = self.local.type
        return str(kind) == "*bytes.Buffer" or is_slice_pointer(self.local) or kind.is_slice

    @cached_property
    def deferred(self) -> Put | None:
        """The deferred Put that always runs, but for what is too large or too small."""
        return next((each for each in self.puts if _always_runs(self, each)), None)

    @property
    def escapes(self) -> list[lifetime.Escape]:
        """The ways out, Put left out."""
        calls = {each.call.start_byte for each in self.puts}
        return [each for each in self.trace.escapes if each.node.start_byte not in calls]


def is_slice_pointer(local: Local) -> bool:
    return local.type.is_pointer and local.type.element.is_slice


def taken_in(info: FileInfo, calls: Iterable[Node]) -> list[Taken]:
    """What the calls of Get, among calls of one declaration, bind to locals."""
    listed = list(calls)
    puts = [each for each in (_put(info, call) for call in listed) if each is not None]
    gets = [call for call in listed if lifetime.called_name(info, call) == GET]
    bound = [(local, call) for call in gets if (local := _bound(info, call)) is not None]
    apart = {local.name.start_byte for local, _ in bound if _has_one_value(local)}
    return [_taken(local, call, puts, apart) for local, call in bound]


def _has_one_value(local: Local) -> bool:
    """Whether a local that gets an object from a pool has no other value, ever."""
    found = local.info.object_of(local.name)
    return found is not None and sharing.only_value(local.info, found) is not None


def puts_in(info: FileInfo, calls: Iterable[Node]) -> Iterator[Put]:
    for call in calls:
        put = _put(info, call)
        if put is not None:
            yield put


def _put(info: FileInfo, call: Node) -> Put | None:
    given = operands.arguments_of(call)
    if len(given) != 1 or lifetime.called_name(info, call) != PUT:
        return None
    return Put(info, call, given[0])


def pool_text(info: FileInfo, call: Node) -> str:
    """`s.pool` of `s.pool.Get()`."""
    function = call.child_by_field_name("function")
    operand = function.child_by_field_name("operand") if function is not None else None
    return info.file.text(operand) if operand is not None else ""


def _bound(info: FileInfo, get: Node) -> Local | None:
    """The local that is declared with what Get gives, asserted or not."""
    node = get
    while node.parent is not None and node.parent.type in _HOLDING:
        node = node.parent
    listed = node.parent
    statement = listed.parent if listed is not None else None
    if statement is None or listed is None or listed.type != "expression_list":
        return None
    if statement.type == "short_var_declaration":
        left = statement.child_by_field_name("left")
        names = nodes.expression_items(left) if left is not None else []
    elif statement.type == "var_spec":
        names = nodes.children_of(statement, "name")
    else:
        return None
    values = nodes.expression_items(listed)
    position = values.index(node)
    return local_at(info, names[position].start_byte) if position < len(names) else None


def _taken(local: Local, get: Node, puts: list[Put], apart: set[int]) -> Taken:
    """`apart` are the declarations of locals that cannot stand for each other's objects."""
    info, pool = local.info, pool_text(local.info, get)
    others = apart - {local.name.start_byte}
    given = tuple(
        put
        for put in puts
        if pool_text(put.info, put.call) == pool
        and not (put.root is not None and _declared_at(info.object_of(put.root)) in others)
    )
    return Taken(local, get, pool, given)


def _declared_at(found: Object | None) -> int:
    return -1 if found is None else found.span.start


def _aliases(local: Local) -> lifetime.Aliasing:
    """Fields of a struct are looked after by whoever clears it."""
    inner = local.type.element if local.type.is_pointer else local.type
    named = str(inner)
    only_itself = inner.is_struct and named != "bytes.Buffer"
    return lifetime.Aliasing(fields=frozenset() if only_itself else None)


def _always_runs(taken: Taken, put: Put) -> bool:
    """Deferred in the body of the function that takes, under no condition but one about size."""
    statement = next((e for e in ancestors(put.call) if e.type == "defer_statement"), None)
    if statement is None or statement.parent is None:
        return False
    body = taken.local.function.child_by_field_name("body")
    if body is None or statement.parent.parent != body:
        return False
    for each in ancestors(put.call, statement):
        if each.type in ("for_statement", "expression_switch_statement", "select_statement"):
            return False
        if each.type == "if_statement" and not _is_about_size(each):
            return False
    return all(_is_plain_part(each) for each in _before(put, statement))


def _is_about_size(statement: Node) -> bool:
    condition = statement.child_by_field_name("condition")
    text = (condition.text or b"") if condition is not None else b""
    return any(word in text for word in (b"ap(", b"en(", b"Size"))


def _before(put: Put, statement: Node) -> list[Node]:
    """What a deferred literal runs before Put."""
    found: list[Node] = []
    for each in ancestors(put.call, statement):
        if each.type == "statement_list":
            found += [e for e in each.named_children if e.end_byte <= put.call.start_byte]
    return found


def _is_plain_part(node: Node) -> bool:
    """A statement that does not leave the literal."""
    return not any(each.type == "return_statement" for each in walk(node))
