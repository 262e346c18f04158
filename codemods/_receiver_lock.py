"""Receivers that are copied before the lock is taken under which their fields are written.

The copy is made at the call, so what the method reads under the lock may be half of a write, and is
from before the lock in any case. The same goes for fields that are written by atomic operations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import access, effects, mutation, walk

if TYPE_CHECKING:
    from gofixmap_codemods._receiver_method import Method, Variant
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

LOCKING = frozenset({"Lock", "RLock", "TryLock", "TryRLock"})


class Held(Struct, frozen=True):
    """A lock that a body takes. `key` is its operand, with `.` for the receiver."""

    call: Node
    text: str
    key: str


class Stale(Struct, frozen=True):
    """A field that is read under a lock, and the method that writes it under the same one."""

    held: Held
    field: str
    writer: str


def stale_read(method: Method, variant: Variant, uses: Iterable[access.Access]) -> Stale | None:
    """The first field that the method reads in its copy under a lock that guards the original."""
    if variant.receiver is None or variant.body is None:
        return None
    reads = [
        use for use in uses if use.kind is access.Kind.READ and use.path and use.selection is None
    ]
    for held in _locks(variant.info, variant.receiver, variant.body) if reads else ():
        written = _written_under(method, variant, held.key)
        for use in reads:
            if use.node.start_byte > held.call.end_byte and use.path[0] in written:
                return Stale(held, use.path[0], written[use.path[0]])
    return None


def _locks(info: FileInfo, receiver: Object, body: Node) -> Iterator[Held]:
    """The locks of package variables, and those that the receiver points to."""
    for call in walk(body):
        function = call.child_by_field_name("function") if call.type == "call_expression" else None
        operand = function.child_by_field_name("operand") if function is not None else None
        if function is None or operand is None:
            continue
        chosen = info.selection(function)
        if chosen is None or chosen.name not in LOCKING or chosen.declaring is None:
            continue
        root = info.object_of(_root(operand))
        if chosen.declaring.package != "sync" or root is None or root.kind != "var":
            continue
        text = info.file.text(operand)
        if not root.is_local:
            yield Held(call, text, text)
        elif root == receiver and (
            receiver.type.is_pointer or chosen.operand_is_pointer or chosen.through_pointer
        ):
            yield Held(call, text, "." + text[len(receiver.name) :])


def _root(operand: Node) -> Node:
    while operand.type == "selector_expression":
        inner = operand.child_by_field_name("operand")
        if inner is None:
            break
        operand = inner
    return operand


def _written_under(method: Method, variant: Variant, key: str) -> dict[str, str]:
    """The fields that pointer methods of the type write after they take the lock, by writer."""
    semantics = variant.info.semantics
    found: dict[str, str] = {}
    for path in method.owner.files:
        file = semantics.workspace.file(path)
        for each in file.declarations if file is not None else ():
            if each.method is None or each.method[0] != method.type or not each.method[2]:
                continue
            if b"Lock()" not in each.text or each.has_error:
                continue
            info, node = semantics.file(path), each.node
            name, body = effects.receiver_name(node), node.child_by_field_name("body")
            receiver = info.object_of(name) if name is not None else None
            if receiver is None or body is None:
                continue
            starts = [
                held.call.end_byte for held in _locks(info, receiver, body) if held.key == key
            ]
            changes = mutation.mutation_of(info, receiver, body, pointee=True) if starts else None
            for write in changes.writes if changes is not None else ():
                if write.path and write.node.start_byte > min(starts):
                    found.setdefault(write.path[0], each.method[1])
    return found


def atomic_writer(method: Method, field: str) -> str:
    """A pointer method of the type that changes a field by an atomic operation; "" for none."""
    name = re.escape(field).encode()
    changing = re.compile(
        rb"\.(?:Add|And|CompareAndSwap|Or|Store|Swap)\w*\(\s*&\w+\."
        + name
        + rb"\b|\.%s\.(?:Add|And|CompareAndSwap|Or|Store|Swap)\(" % name
    )
    for path in method.owner.files:
        file = method.first.info.semantics.workspace.file(path)
        for each in file.declarations if file is not None else ():
            if each.method is None or each.method[0] != method.type or not each.method[2]:
                continue
            if changing.search(each.text) is not None:
                return each.method[1]
    return ""
