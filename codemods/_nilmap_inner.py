"""Inner maps that nothing makes: `mm[a][b] = v` where no statement assigns to `mm[a]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_edits import Refusal, guard
from gofixmap_codemods._nilmap_fields import may_be_filled
from gofixmap_codemods._nilmap_uses import is_assigned, is_chain, is_nil
from msgspec import Struct

from gofixmap.codemod import Edit, is_stable, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Variable

Operation = sharing.Operation
Kind = sharing.VariableKind
_QUIET = frozenset(
    {
        Operation.LEN,
        Operation.RANGE,
        Operation.DELETE,
        Operation.CLEAR,
    }
)


class NilInner(Struct, frozen=True):
    """Writes to entries of a map of maps that has no entries but nil ones."""

    variable: Variable
    writes: tuple[Access, ...]

    @property
    def first(self) -> Access:
        return self.writes[0]

    def edits(self) -> tuple[list[Edit], str]:
        """The edits, and what they do. Raises Refusal."""
        kept: list[Access] = []
        for write in self.writes:
            if not any(_follows(write, each) for each in kept):
                kept.append(write)
        edits = [
            edit
            for each in kept
            for edit in inner_guard(each.info, each.expression, each.statement)
        ]
        return edits, f"Make the inner map of {self.variable.name} before the first write"


def inner_guard(info: FileInfo, inner: Node, statement: Node) -> list[Edit]:
    """`if mm[a] == nil { mm[a] = make(M) }` before a statement. Raises Refusal."""
    operand, key = (inner.child_by_field_name(part) for part in ("operand", "index"))
    if operand is None or key is None or not is_chain(info, operand) or not is_stable(info, key):
        raise Refusal("unstable-map", info, inner)
    own = _own_statement(inner)
    if own != statement:
        raise Refusal("other-place", info, statement)
    return guard(info, inner, statement)


def _own_statement(node: Node) -> Node:
    current = node
    while current.parent is not None and not current.type.endswith(("_statement", "_declaration")):
        current = current.parent
    return current


def _follows(write: Access, other: Access) -> bool:
    """Whether `other` stands before `write` in one list, and names the same entry."""
    if write.path != other.path or write.statement.parent != other.statement.parent:
        return False
    info = write.info
    return info.file.text(write.expression) == info.file.text(other.expression) and not (
        _key_changes(write, other)
    )


def _key_changes(write: Access, other: Access) -> bool:
    between = other.statement.next_named_sibling
    key = other.key
    found = write.info.object_of(key) if key is not None and key.type == "identifier" else None
    while between is not None and between != write.statement:
        if found is not None and write.info.uses_in(found, between):
            return True
        between = between.next_named_sibling
    return found is None and (key is None or write.info.constant(key) is None)


def writes_inner(access: Access) -> bool:
    """Whether the access is the `mm[a]` of a write to `mm[a][b]`."""
    if access.operation is not Operation.INDEX_READ or access.expression.type != "index_expression":
        return False
    outer = access.expression.parent
    if outer is None or outer.type != "index_expression":
        return False
    if outer.child_by_field_name("operand") != access.expression:
        return False
    return access.info.type_of(access.expression).is_map and is_assigned(outer)


def uncovered_inner(variable: Variable, accesses: Sequence[Access]) -> NilInner | None:
    """Writes to inner maps in functions that neither store such a map nor look for one."""
    writes = tuple(
        each
        for each in accesses
        if writes_inner(each) and not each.info.file.is_test and not _is_covered(each, accesses)
    )
    return NilInner(variable, writes) if writes else None


def _is_covered(write: Access, accesses: Sequence[Access]) -> bool:
    """Whether the function stores or looks up an entry of the same text before the write."""
    text = write.info.file.text(write.expression)
    return any(
        each.path == write.path
        and each.function == write.function
        and each.node.start_byte < write.node.start_byte
        and each.info.file.text(each.expression) == text
        and _settles(each)
        for each in accesses
    )


def _settles(access: Access) -> bool:
    if access.operation in (Operation.INDEX_WRITE, Operation.LOOKUP):
        return True
    around = access.expression.parent
    is_compared = around is not None and around.type == "binary_expression"
    return access.operation is Operation.INDEX_READ and is_compared


def nil_inner(variable: Variable) -> NilInner | None:
    """What is wrong with a map of maps; None for nothing, or where others may make its entries."""
    semantics = variable.info.semantics
    if not variable.type.is_map or not variable.type.element.is_map:
        return None
    if variable.kind is not Kind.LOCAL and may_be_filled(semantics, variable):
        return None
    found = sharing.accesses_of(semantics, variable)
    if not found.is_complete or not any(writes_inner(each) for each in found.all):
        return None
    if not all(_leaves_empty(variable, each) for each in found.all):
        return None
    if variable.kind is Kind.FIELD and not _made_empty(variable):
        return None
    if variable.kind is Kind.LOCAL and not _is_own(variable):
        return None
    writes = tuple(each for each in found.all if writes_inner(each) and not each.info.file.is_test)
    return NilInner(variable, writes) if writes else None


def _leaves_empty(variable: Variable, access: Access) -> bool:
    """Whether a use puts no map into the map of maps, and shows it to nobody who may."""
    if access.operation in (Operation.ASSIGN, Operation.INITIALIZE):
        return access.value is not None and is_empty(access.info, access.value)
    if access.operation is Operation.RETURN:
        return variable.kind is Kind.LOCAL
    if access.operation is Operation.INDEX_READ:
        around = access.expression.parent
        return around is not None and around.type == "index_expression"
    return access.operation in _QUIET


def is_empty(info: FileInfo, value: Node) -> bool:
    """`make(M)`, `M{}`, `nil`."""
    value = nodes.unparenthesized(value)
    if is_nil(info, value):
        return True
    if value.type == "call_expression":
        return sharing.callees.called(info, value) == ("", "make")
    body = value.child_by_field_name("body") if value.type == "composite_literal" else None
    return body is not None and not nodes.named(body)


def _made_empty(variable: Variable) -> bool:
    for literal in sharing.literals_of(variable.info.semantics, variable):
        value = literal.values.get(variable.name)
        if value is not None and not is_empty(literal.info, value):
            return False
    sites = sharing.copies_of(variable.info.semantics, variable)
    return not any(site.how == "conversion" for site in sites)


def _is_own(variable: Variable) -> bool:
    """Whether the function makes the map: parameters and loop variables come with entries."""
    found = variable.info.object_of(variable.node)
    return found is not None and found.role in ("var", "result")
