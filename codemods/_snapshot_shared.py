"""What a stored value is made of must not change: who writes to it in place, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import Type

Operation = sharing.Operation
Parts = dict[tuple[str, int], list[sharing.Access]]


def check_immutable(subject: Subject, element: Type) -> Parts:
    """The writes to fields that go through the variable itself, by statement.

    Raises Refusal where a field of the value's type is written in another way after the value has
    been published: readers of the snapshot would see it change.
    """
    own = {(access.path, access.node.start_byte): access for access in subject.accesses.all}
    parts: Parts = {}
    for access in subject.accesses.all:
        if access.operation is Operation.PART_WRITE:
            _add(parts, access)
    for write in _field_writes(subject, element):
        through = own.get((write.path, write.node.start_byte))
        if through is None or not _is_chain(write.node, through.node):
            raise Refusal("written-in-place", write.info, write.node, _text(write))
        if write.operation not in (Operation.ASSIGN, Operation.UPDATE):
            raise Refusal("written-in-place", write.info, write.node, _text(write))
        _add(parts, through)
    return parts


def check_aliases(subject: Subject) -> None:
    """Raises Refusal where a map or slice is written through a local that also holds it."""
    if not (subject.variable.type.is_map or subject.variable.type.is_slice):
        return
    for access in subject.accesses.all:
        found: list[sharing.Access] = []
        if access.operation is Operation.STORE:
            found += [use for use in sharing.aliases_of(access) or () if use.writes]
        elif access.operation is Operation.ASSIGN and not sharing.is_unshared(access):
            found += _written_behind(subject, access)
        for write in found:
            raise Refusal("written-in-place", write.info, write.node, _text(write))


def _written_behind(subject: Subject, store: sharing.Access) -> Iterator[sharing.Access]:
    """The writes to the elements of a local after it has been stored."""
    value = store.value
    local = sharing.variable_denoted(store.info, value) if value is not None else None
    if local is None or local.kind is not sharing.VariableKind.LOCAL:
        return
    for use in sharing.accesses_of(subject.context.semantics, local).all:
        if use.operation in _ELEMENTS and use.node.start_byte > store.node.start_byte:
            yield use


_ELEMENTS = frozenset(
    {
        Operation.INDEX_WRITE,
        Operation.INDEX_UPDATE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.APPEND,
        Operation.PART_WRITE,
    }
)
_HANDING = frozenset({Operation.RETURN, Operation.ARGUMENT, Operation.STORE})


def handed_out(subject: Subject) -> Iterator[str]:
    """Notes on places that hand a stored map, slice or pointer on: nobody may write through it."""
    for access in subject.accesses.all:
        known = access.operation is Operation.STORE and sharing.aliases_of(access) is not None
        if access.operation in _HANDING and not known:
            yield (
                f"{access.path}:{access.line} hands {access.variable.name} on: "
                "what is reached through it must not be written to"
            )


def _add(parts: Parts, access: sharing.Access) -> None:
    group = parts.setdefault((access.path, access.statement.start_byte), [])
    if access not in group:
        group.append(access)


def _field_writes(subject: Subject, element: Type) -> Iterator[sharing.Access]:
    """What changes a field of the struct, or hands out its address, once others can see it."""
    for field in element.fields:
        variable = sharing.variable_of_field(subject.context.semantics, field)
        if variable is None:
            continue
        for access in sharing.accesses_of(subject.context.semantics, variable).all:
            changes = access.writes or access.operation is Operation.ADDRESS
            is_first = access.operation is Operation.INITIALIZE
            if changes and not is_first and not sharing.is_unshared(access):
                yield access


def _is_chain(node: Node, inner: Node) -> bool:
    """Whether `node` is a field, at any depth, of the expression `inner`."""
    current: Node | None = node
    while current is not None and current != inner:
        current = current.child_by_field_name("operand")
    return current is not None


def _text(access: sharing.Access) -> str:
    return access.info.file.text(access.expression)


def check_writers(subject: Subject, parts: Parts) -> None:
    """Copy, change and Store lose a change where two do so: one function, or one lock for all."""
    if not parts:
        return
    through = {(a.path, a.node.start_byte) for group in parts.values() for a in group}
    writers = [
        access
        for access in subject.accesses.all
        if (access.path, access.node.start_byte) in through
        or (access.operation is Operation.ASSIGN and not sharing.is_unshared(access))
    ]
    functions = {(w.path, w.function.start_byte if w.function else -1) for w in writers}
    if len(functions) == 1:
        return
    graph = sharing.call_graph(subject.context.semantics, subject.variable.info.package)
    held = [
        frozenset(each.lock for each in sharing.held_at(graph, writer) if each.exclusive)
        for writer in writers
    ]
    if not frozenset.intersection(*held):
        first = writers[0]
        raise Refusal("several-writers", first.info, first.node, _text(first))
