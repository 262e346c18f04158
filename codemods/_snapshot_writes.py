"""Writes of a snapshot: a new value is made and stored whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_names import local_name
from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._atomic_uses import assigned, writing_statement
from msgspec import Struct

from gofixmap.codemod import (
    identical,
    insert_after,
    insert_before,
    mutation,
    nodes,
    operands,
    placement,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from gofixmap_codemods._snapshot_reads import Reads
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type


class Writes(Struct, frozen=True):
    """Rewrites assignments. `element` is the type behind the pointer."""

    changes: Changes
    reads: Reads
    element: Type
    by_value: bool

    def store(self, access: sharing.Access) -> None:
        """`s.cfg = c` as `s.cfg.Store(c)`."""
        info = access.info
        statement = writing_statement(access)
        text = info.file.text(statement)
        if statement.type != "assignment_statement":
            raise Refusal("read-modify-write", info, statement, text)
        operator, value = assigned(access, statement)
        if operator != "=":
            raise Refusal("read-modify-write", info, statement, text)
        if self.reads.within(info, value):
            raise Refusal("read-modify-write", info, statement, text)
        target = info.file.text(access.node)
        if not self.by_value and (not self._asserts or self._is_exact(info, value)):
            self.changes.replace(info, access.node.end_byte, value.start_byte, ".Store(")
            self.changes.insert(info, statement.end_byte, ")")
            return
        lines = self.stores(info, target, value)
        if len(lines) > 1 and not _is_in_list(statement):
            raise Refusal("declared-in-header", info, statement, text)
        if len(lines) == 1 and "\n" not in lines[0]:
            self.changes.replace(info, statement.start_byte, statement.end_byte, lines[0])
            return
        self.changes.add(replace_statement(info.file, statement, lines))

    def stores(self, info: FileInfo, variable: str, value: Node) -> list[str]:
        """The statements that store an expression, as text."""
        text = self.reads.rendered(info, value)
        if self._asserts:
            return [f"{variable}.Store({self._typed(info, value, text)})"]
        if not self.by_value:
            return [f"{variable}.Store({text})"]
        if value.type == "nil" and self.reads.loader is not None:
            return [f"{variable}.Store(nil)"]
        if value.type == "nil":
            return [f"{variable}.Store({self.zero(info, value)})"]
        exact = identical(info.type_of(value), self.element) is True
        if exact and value.type == "composite_literal":
            return [f"{variable}.Store(&{text})"]
        if exact and _is_settled(info, value):
            return [f"{variable}.Store(&{text})"]
        name = local_name(self.changes, info, value, variable.rpartition(".")[2])
        given = str(info.type_of(value))
        if exact or given == f"untyped {self.element}":
            return [f"{name} := {text}", f"{variable}.Store(&{name})"]
        return [f"var {name} {self._spelled(info, value)} = {text}", f"{variable}.Store(&{name})"]

    @property
    def _asserts(self) -> bool:
        return self.reads.loader is not None and self.reads.loader.asserts

    def _is_exact(self, info: FileInfo, value: Node) -> bool:
        """Whether an interface that takes the value holds the very type that loads assert."""
        loader = self.reads.loader
        return loader is not None and identical(info.type_of(value), loader.element) is True

    def _typed(self, info: FileInfo, value: Node, text: str) -> str:
        """The value with the variable's type: atomic.Value panics on nil and on other types."""
        loader = self.reads.loader
        is_own = str(info.type_of(value)) == f"untyped {loader.element}" if loader else False
        if loader is None or is_own or self._is_exact(info, value):
            return text
        kind = loader.spelled(info, value)
        return (
            f"{kind}({text})" if kind[:1].isalpha() and kind[:4] != "func" else f"({kind})({text})"
        )

    def zero(self, info: FileInfo, at: Node) -> str:
        """A pointer to the zero value of the type."""
        return f"new({self._spelled(info, at)})"

    def _spelled(self, info: FileInfo, at: Node) -> str:
        text = info.type_text(self.element, at)
        if text is None:
            raise Refusal("unspellable-type", info, at, str(self.element))
        return text

    def change_parts(self, run: Sequence[sharing.Access]) -> None:
        """`s.cfg.x = y`, one or several in a row, as copy, change, Store.

        The old value stays what its readers saw.
        """
        access = run[0]
        info, statements = access.info, [_part_statement(each) for each in run]
        for each, statement in zip(run, statements, strict=True):
            left = statement.child_by_field_name("left") or nodes.named(statement)[0]
            targets = nodes.expression_items(left)
            own = len(targets) == 1 and _is_own_part(info, each.node, targets[0])
            if not own or not _is_in_list(statement):
                raise Refusal("written-in-place", info, statement, info.file.text(statement))
        name = local_name(self.changes, info, statements[0], access.variable.name)
        target = info.file.text(access.node)
        loader = self.reads.loader
        loaded = f"{target}.Load()" if loader is None else loader.call(access)
        first = [f"{name} := {'' if loader is not None and self.by_value else '*'}{loaded}"]
        taken = f"{name}" if self.by_value and self._asserts else f"&{name}"
        for each in run:
            self.changes.replace(info, each.node.start_byte, each.node.end_byte, name)
        self.changes.add(insert_before(info.file, statements[0], first))
        self.changes.add(insert_after(info.file, statements[-1], [f"{target}.Store({taken})"]))
        self.changes.note(
            f"{info.path}:{access.line} copies, changes and stores {access.variable.name}: where "
            "two goroutines do so at a time, one of the changes is lost"
        )


def runs_of(
    groups: Sequence[Sequence[sharing.Access]], accesses: Sequence[sharing.Access]
) -> Iterator[list[sharing.Access]]:
    """Part writes in statements that follow one another, on one and the same variable.

    Raises Refusal for a statement that uses the variable twice.
    """
    run: list[sharing.Access] = []
    for access in sorted((each for group in groups for each in group), key=_order):
        alone = [each for each in accesses if _is_within(each, access.statement, access.path)]
        if len(alone) != 1:
            text = access.info.file.text(access.statement)
            raise Refusal("written-in-place", access.info, access.statement, text)
        if run and not _follows(run[-1], access):
            yield run
            run = []
        run.append(access)
    if run:
        yield run


def _order(access: sharing.Access) -> tuple[str, int]:
    return access.path, access.node.start_byte


def _is_within(access: sharing.Access, statement: Node, path: str) -> bool:
    start = access.node.start_byte
    return access.path == path and statement.start_byte <= start < statement.end_byte


def _follows(first: sharing.Access, second: sharing.Access) -> bool:
    same = first.info.file.text(first.node) == second.info.file.text(second.node)
    return (
        same
        and first.path == second.path
        and (first.statement.next_named_sibling == second.statement)
    )


def _is_in_list(statement: Node) -> bool:
    return placement.place_of(statement).standing is placement.Standing.LIST


def _is_settled(info: FileInfo, value: Node) -> bool:
    """Whether a name is a local that nothing changes once its address is handed out."""
    found = info.object_of(value) if value.type == "identifier" else None
    if found is None or not found.is_local or found.function is None or found.kind != "var":
        return False
    body = found.function.child_by_field_name("body")
    changes = mutation.mutation_of(info, found, body) if body is not None else None
    if changes is None or changes.captured:
        return False
    writes = (write.node.start_byte for write in changes.writes)
    loop = any(write > value.start_byte for write in writes)
    return not loop and not _is_in_loop(value, found.span.start)


def _is_in_loop(value: Node, declared: int) -> bool:
    """Whether a loop around the value may come back to it with the same variable."""
    node = value.parent
    while node is not None and node.start_byte > declared:
        if node.type == "for_statement":
            return True
        node = node.parent
    return False


def _part_statement(access: sharing.Access) -> Node:
    node: Node | None = access.node
    while node is not None and node.type not in _CHANGING:
        node = node.parent
    if node is None:
        raise Refusal("written-in-place", access.info, access.node, "")
    return node


_CHANGING = ("assignment_statement", "inc_statement", "dec_statement")


def _is_own_part(info: FileInfo, variable: Node, target: Node) -> bool:
    """Whether the target is a field of the value itself, not of what it refers to."""
    node = target
    while node != variable:
        if node.type != "selector_expression":
            return False
        operand = node.child_by_field_name("operand")
        chosen = info.selection(node)
        if operand is None or chosen is None or chosen.kind != "field" or chosen.through_pointer:
            return False
        if operand != variable and chosen.operand_is_pointer:
            return False
        node = operand
    return operands.is_stable(info, variable)
