"""Variables that a lock guards already, and reads that decide on a later write: making each atomic
would hide the race between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods import _atomic_conditions as conditions
from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._atomic_uses import READS, WRITES, key, text_of

from gofixmap.codemod import nodes, sharing, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gofixmap_codemods._atomic_idioms import Idioms
    from tree_sitter import Node

    from gofixmap.codemod import Context

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_HEADS = ("initializer", "condition", "value", "update")


def check_unguarded(context: Context, accesses: Sequence[sharing.Access]) -> None:
    """Raises Refusal where one lock is held at every access of a value that others may see."""
    own = [
        access
        for access in accesses
        if access.operation is not sharing.Operation.INITIALIZE
        and not access.info.file.is_test
        and not sharing.is_unshared(access)
    ]
    common: frozenset[sharing.Variable] | None = None
    for access in own:
        graph = sharing.call_graph(context.semantics, access.info.package)
        locks = _locks(graph, access) if access.writes else _any_locks(graph, access)
        common = locks if common is None else common & locks
        if not common:
            return
    if common:
        first = min(each.name for each in common)
        raise Refusal("already-guarded", own[0].info, own[0].node, first)


def check_act(context: Context, idioms: Idioms) -> None:
    """Raises Refusal where a read that is not part of the write's operation decides on it."""
    accesses = idioms.uses.accesses
    reads = [access for access in accesses if access.operation in READS]
    for write in accesses:
        if write.operation not in WRITES or sharing.is_unshared(write):
            continue
        for read in reads:
            if read.path != write.path or read.function != write.function:
                continue
            if (key(read), key(write)) in idioms.tied or not governs(read, write):
                continue
            if not _is_exempt(read, write) and not is_locked(context, accesses, read, write):
                raise Refusal("check-then-act", read.info, read.node, text_of(write, write.node))


def keeps(read: sharing.Access, write: sharing.Access) -> bool:
    """Whether a local holds what was read when the write replaces it: an exchange."""
    return read.node.start_byte < write.node.start_byte and bool(_locals_of(read))


def governs(read: sharing.Access, write: sharing.Access) -> bool:
    """Whether the write happens, or what it writes, depends on what was read."""
    if read.node.start_byte >= write.node.start_byte:
        return False
    names = _locals_of(read)
    for part in _deciding(write):
        if part.start_byte <= read.node.start_byte < part.end_byte:
            return True
        if names and _mentions(part, names):
            return True
    return bool(names) and write.value is not None and _mentions(write.value, names)


def _deciding(write: sharing.Access) -> Iterator[Node]:
    """The heads of the statements around a write, and of those before it that may leave."""
    node = write.node
    around = node.parent
    while around is not None and node.type not in _FUNCTIONS:
        yield from _heads(around, node)
        if around.type == "statement_list":
            for before in nodes.named(around):
                if before.end_byte <= node.start_byte and _may_leave(before):
                    yield from _heads(before, None)
        node, around = around, around.parent


def _heads(statement: Node, inside: Node | None) -> Iterator[Node]:
    """The parts of an if, for or switch, or of one of its cases, that decide on its body."""
    part = _PARTS.get(statement.type)
    head = statement.child_by_field_name(part) if part is not None else None
    if head is not None and head != inside:
        yield head
    if not statement.type.endswith("_statement"):
        return
    for name in _HEADS:
        head = statement.child_by_field_name(name)
        if head is not None and head != inside and statement.type in _BRANCHING:
            yield head
    if statement.type == "for_statement":
        body = statement.child_by_field_name("body")
        yield from (each for each in nodes.named(statement) if each not in (body, inside))


_PARTS = {"expression_case": "value", "for_clause": "condition"}
_BRANCHING = frozenset({"if_statement", "expression_switch_statement", "for_statement"})


def _may_leave(statement: Node) -> bool:
    if statement.type != "if_statement":
        return False
    block = statement.child_by_field_name("consequence")
    if block is None:
        return False
    return any(conditions.is_jump(each) for each in walk(block) if each.type.endswith("statement"))


def _locals_of(read: sharing.Access) -> frozenset[bytes]:
    """The names that a statement gives to what was read."""
    statement = read.node.parent
    while statement is not None and statement.type not in _KEEPING:
        if statement.type.endswith("_statement") or statement.type == "block":
            return frozenset()
        statement = statement.parent
    if statement is None:
        return frozenset()
    left = statement.child_by_field_name("left")
    if left is not None:
        named = nodes.expression_items(left)
    else:
        named = nodes.children_of(statement, "name")
    return frozenset(each.text or b"" for each in named if each.type == "identifier") - {b"_"}


_KEEPING = ("short_var_declaration", "var_spec", "assignment_statement")


def _mentions(part: Node, names: frozenset[bytes]) -> bool:
    text = part.text or b""
    return any(re.search(rb"(?<![\w.])" + re.escape(name) + rb"(?!\w)", text) for name in names)


def _is_exempt(read: sharing.Access, write: sharing.Access) -> bool:
    """A loop that runs until its flag is set may set it again."""
    around = read.node.parent
    while around is not None and around.type not in ("for_statement", "block", *_FUNCTIONS):
        around = around.parent
    value = write.value
    is_flag = value is not None and value.type in ("true", "false")
    return is_flag and around is not None and around.type == "for_statement"


def is_locked(
    context: Context,
    accesses: Sequence[sharing.Access],
    read: sharing.Access,
    write: sharing.Access,
) -> bool:
    """Whether one lock is held from the read to the write, and at every other write."""
    graph = sharing.call_graph(context.semantics, write.info.package)
    common = _locks(graph, read) & _locks(graph, write)
    for other in accesses:
        is_write = other.writes and other.operation is not sharing.Operation.INITIALIZE
        if common and is_write and not sharing.is_unshared(other):
            common &= _locks(graph, other)
    return bool(common)


def _any_locks(graph: sharing.CallGraph, access: sharing.Access) -> frozenset[sharing.Variable]:
    return frozenset(held.lock for held in sharing.held_at(graph, access))


def _locks(graph: sharing.CallGraph, access: sharing.Access) -> frozenset[sharing.Variable]:
    return frozenset(held.lock for held in sharing.held_at(graph, access) if held.exclusive)
