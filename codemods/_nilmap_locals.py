"""Local maps that are nil when they are written to: `var m M`, a named result, `m := M(nil)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_before import not_settled_before
from gofixmap_codemods._nilmap_edits import Refusal, at_declaration, guard
from gofixmap_codemods._nilmap_handed import is_written_by_callee
from gofixmap_codemods._nilmap_reach import Nilness
from gofixmap_codemods._nilmap_uses import (
    asks,
    drops,
    inserts,
    is_nil,
    is_set,
    makes,
)
from gofixmap_codemods._nilmap_visible import shows_nil
from msgspec import Struct

from gofixmap.codemod import Edit, ancestors, enclosing, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Variable

_BRANCHING = ("if_statement", "block", "statement_list")


class NilLocal(Struct, frozen=True):
    """Writes to a local that is nil: on every way to them, or (`certain` False) on some way."""

    variable: Variable
    writes: tuple[Access, ...]
    accesses: tuple[Access, ...]
    certain: bool

    @property
    def info(self) -> FileInfo:
        return self.variable.info

    @property
    def first(self) -> Access:
        return self.writes[0]

    @property
    def is_handed(self) -> bool:
        """Whether callees do all the writing."""
        return not any(inserts(each) or is_set(each) for each in self.writes)

    def edits(self) -> tuple[list[Edit], str]:
        """The edits, and what they do. Raises Refusal."""
        is_dropped = any(drops(each) for each in self.accesses)
        if self.certain and not is_dropped and not shows_nil(self.accesses):
            return at_declaration(self.variable), f"Make {self.variable.name} where it is declared"
        edits = [edit for each in first_of_lists(self.writes) for edit in guarded(each)]
        return edits, f"Make {self.variable.name} before the first write"


def nil_local(variable: Variable, *, named: bool = False) -> NilLocal | None:
    """What is wrong with a local map; None for nothing, or where it cannot be told.

    With `named` the user has named it: then writes that another branch may have made a map for
    count too.
    """
    info, function = variable.info, _function_of(variable)
    if function is None or not begins_nil(variable) or not variable.type.is_map:
        return None
    found = sharing.accesses_of(info.semantics, variable)
    if not found.is_complete or _is_hidden(found.all, function):
        return None
    uses = tuple(each for each in found.all if each.node != variable.node)
    writes = [each for each in uses if _writes(each, named)]
    writes = not_settled_before(writes, uses, function)
    if not writes:
        return None
    nil = _Nil(variable, function, uses)
    certain = tuple(each for each in writes if nil.is_certain(each))
    if certain:
        return NilLocal(variable, certain, uses, certain=True)
    possible = tuple(each for each in writes if nil.is_possible(each, named))
    return NilLocal(variable, possible, uses, certain=False) if possible else None


def _writes(access: Access, named: bool) -> bool:
    return inserts(access) or is_set(access) or is_written_by_callee(access, guess=named)


def begins_nil(variable: Variable) -> bool:
    """Whether the declaration leaves the variable nil."""
    info, declaration = variable.info, variable.declaration
    if declaration.type == "var_spec":
        value = declaration.child_by_field_name("value")
        return value is None or _own_value_is_nil(variable, value)
    if declaration.type == "short_var_declaration":
        right = declaration.child_by_field_name("right")
        return right is not None and _own_value_is_nil(variable, right)
    found = info.object_of(variable.node)
    return found is not None and found.role == "result"


def _own_value_is_nil(variable: Variable, listed: Node) -> bool:
    left = variable.declaration.child_by_field_name("left")
    names = nodes.children_of(variable.declaration, "name") or (
        nodes.expression_items(left) if left is not None else []
    )
    values = nodes.expression_items(listed)
    if len(names) != len(values) or variable.node not in names:
        return False
    return is_nil(variable.info, values[names.index(variable.node)])


def _function_of(variable: Variable) -> Node | None:
    found = variable.info.object_of(variable.node)
    return found.function if found is not None and found.is_local else None


def _is_hidden(accesses: Sequence[Access], function: Node) -> bool:
    """Whether a function literal makes the map, drops it or looks for it: it may run any time."""
    return any(
        (makes(each) or drops(each) or asks(each))
        and each.function is not None
        and each.function != function
        for each in accesses
    )


class _Nil:
    """Where one local is nil."""

    def __init__(self, variable: Variable, function: Node, uses: Sequence[Access]) -> None:
        self._variable = variable
        self._function = function
        self._making = [each for each in uses if makes(each)]
        self._asking = [each.node for each in uses if asks(each)]
        starts = [_declared_at(variable), *(each.node for each in uses if drops(each))]
        making = [each.node for each in self._making]
        self._nilness = Nilness(variable.info, function, starts, making, self._asking)

    def is_certain(self, write: Access) -> bool:
        """Whether no way leads to the write on which the map was made."""
        if write.function != self._function:
            is_result = self._variable.declaration.type == "parameter_declaration"
            return not (self._making or self._asking or is_result)
        return self._nilness.is_certain(write.node)

    def is_possible(self, write: Access, named: bool) -> bool:
        """Whether a way leads to the write that passes no place where the map is made.

        Without `named` only where neither the write nor the making depends on more than an `if`.
        """
        if write.function != self._function or not self._nilness.is_possible(
            write.node, guess=named
        ):
            return False
        return named or (self._is_plain(write) and all(map(self._is_branch, self._making)))

    def _is_plain(self, write: Access) -> bool:
        """Whether the write stands in the block that declares the map."""
        statement = _statement_of_declaration(self._variable)
        listed = write.statement.parent
        if statement is not None:
            return statement.parent == listed
        return listed is not None and listed.parent == self._function.child_by_field_name("body")

    def _is_branch(self, making: Access) -> bool:
        statement = _statement_of_declaration(self._variable)
        outer = statement.parent if statement is not None else None
        around = list(ancestors(making.statement, outer or self._function))
        return any(each.type == "if_statement" for each in around) and all(
            each.type in _BRANCHING for each in around
        )


def _declared_at(variable: Variable) -> Node | None:
    """The node to start from: the name in its declaration; None for a result."""
    return None if variable.declaration.type == "parameter_declaration" else variable.node


def _statement_of_declaration(variable: Variable) -> Node | None:
    declaration = variable.declaration
    if declaration.type == "var_spec":
        return enclosing(declaration, "var_declaration")
    return None if declaration.type == "parameter_declaration" else declaration


def first_of_lists(writes: Sequence[Access]) -> list[Access]:
    """Of the writes in one list of statements the first: the others follow it."""
    kept: list[Access] = []
    for write in writes:
        listed = write.statement.parent
        if not any(
            each.statement.parent == listed and each.info.file.text(each.node) == text_of(write)
            for each in kept
        ):
            kept.append(write)
    return kept


def text_of(access: Access) -> str:
    return access.info.file.text(access.node)


def guarded(access: Access) -> list[Edit]:
    """The check in front of the statement of a write. Raises Refusal where it has no place."""
    statement = access.statement
    if not _runs_first(access):
        raise Refusal("other-place", access.info, statement)
    return guard(access.info, access.node, statement)


def _runs_first(access: Access) -> bool:
    """Whether nothing of the statement decides on, or comes before, the write in it."""
    statement, node = access.statement, access.node
    for around in ancestors(node, statement):
        if around.type in ("block", "func_literal", "for_clause") or around.type.endswith("_case"):
            return False
        if around.type == "if_statement":
            return False
    if statement.type in ("for_statement", "if_statement", "select_statement"):
        initial = statement.child_by_field_name("initializer")
        return initial is not None and initial.start_byte <= node.start_byte < initial.end_byte
    return True
