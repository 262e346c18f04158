"""Writes to a map: Store, LoadOrStore where the key was looked up first, Delete, Clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods import _atomic_conditions as conditions
from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._syncmap_reads import Reads, refusal
from gofixmap_codemods._syncmap_types import spelled
from msgspec import Struct

from gofixmap.codemod import nodes, operands, placement, replace_statement, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Writes(Struct):
    """Rewrites what changes the map."""

    changes: Changes
    reads: Reads

    def store(self, access: sharing.Access, method: str = "Store") -> None:
        """`m[k] = v` as `m.Store(k, v)`."""
        statement = access.expression.parent
        while statement is not None and statement.type != "assignment_statement":
            statement = statement.parent
        if statement is None or access.key is None:
            raise refusal("other-use", access)
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if left is None or right is None or operands.operator_of(statement) != "=":
            raise refusal("read-modify-write", access)
        targets, values = nodes.expression_items(left), nodes.expression_items(right)
        if len(targets) != 1 or len(values) != 1 or targets[0] != access.expression:
            raise refusal("several-targets", access)
        self._call(access, access.key, values[0], method, statement)

    def _call(
        self, access: sharing.Access, key: Node, value: Node, method: str, statement: Node
    ) -> None:
        info, sides = access.info, self.reads.sides
        before, after = sides.conversion(info, key, sides.key)
        named = nodes.parenthesized(access.node).end_byte
        if b"//" in info.file.data[named : value.start_byte]:
            raise refusal("comment-inside", access)
        self.changes.replace(info, named, key.start_byte, f".{method}({before}")
        opening, closing = sides.conversion(info, value, sides.value)
        middle = f"{after}, {opening}"
        self.changes.replace(info, key.end_byte, value.start_byte, middle)
        self.changes.insert(info, statement.end_byte, f"{closing})")

    def store_if_absent(self, access: sharing.Access) -> None:
        """`m[k] = v` behind a failed lookup: what another goroutine stored meanwhile stays."""
        info, value, statement = access.info, access.value, access.statement
        local = _kept_local(access)
        if value is None or local is None:
            self.store(access, "LoadOrStore")
        else:
            if placement.place_of(statement).standing is not placement.Standing.LIST:
                raise refusal("check-then-act", access)
            self._keep_stored(access, value, local)
        if value is not None and operands.has_call_or_receive(info, value):
            self.changes.note(
                f"{info.path}:{access.line}: two goroutines may both evaluate "
                f"{_shown(info, value)}; the first one's value stays"
            )

    def _keep_stored(self, access: sharing.Access, value: Node, local: str) -> None:
        info, reads = access.info, self.reads
        if access.key is None:
            raise refusal("other-use", access)
        key = reads.key(info, access.key)
        given = reads.sides.converted(info, value, reads.sides.value)
        call = f"{info.file.text(access.node)}.LoadOrStore({key}, {given})"
        if reads.sides.is_any:
            lines = [f"{local}, _ = {call}"]
        else:
            loaded = reads.name(info, access.statement, "stored")
            lines = [f"{loaded}, _ := {call}"]
            lines.append(f"{local}, _ = {reads.asserted(access, loaded)}")
        self.changes.add(replace_statement(info.file, access.statement, lines))

    def delete(self, access: sharing.Access) -> None:
        """`delete(m, k)` as `m.Delete(k)`."""
        info, call, key = access.info, access.expression, access.key
        if call.type != "call_expression" or key is None:
            raise refusal("other-use", access)
        before, after = self.reads.sides.conversion(info, key, self.reads.sides.key)
        self.changes.replace(info, call.start_byte, access.node.start_byte, "")
        self.changes.replace(info, access.node.end_byte, key.start_byte, f".Delete({before}")
        self.changes.replace(info, key.end_byte, call.end_byte, f"{after})")

    def clear(self, access: sharing.Access) -> None:
        """`clear(m)` as `m.Clear()`, which sync.Map has since Go 1.23."""
        info, call = access.info, access.expression
        variable = info.file.text(access.node)
        if info.semantics.workspace.language_version(info.path) >= (1, 23):
            self.changes.replace(info, call.start_byte, call.end_byte, f"{variable}.Clear()")
            return
        name = self.reads.name(info, access.statement, "key")
        body = f"{variable}.Range(func({name}, _ any) bool {{\n\t{variable}.Delete({name})\n"
        self.changes.add(
            replace_statement(info.file, access.statement, [f"{body}\treturn true\n}})"])
        )

    def stores(self, info: FileInfo, variable: str, value: Node) -> list[str]:
        """What an initial map with elements becomes. Raises Refusal for any other value."""
        body = value.child_by_field_name("body") if value.type == "composite_literal" else None
        if body is None:
            raise Refusal("initial-value", info, value, info.file.text(value))
        sides, found = self.reads.sides, list[str]()
        for element in nodes.named(body):
            key, held = element.child_by_field_name("key"), element.child_by_field_name("value")
            first = nodes.first_named(key) if key is not None else None
            second = nodes.first_named(held) if held is not None else None
            if first is None or second is None or first.type == "literal_value":
                raise Refusal("initial-value", info, value, info.file.text(value))
            given = self._element(info, second)
            found.append(f"{variable}.Store({sides.converted(info, first, sides.key)}, {given})")
        return found

    def _element(self, info: FileInfo, value: Node) -> str:
        """The value of an element, with the type that the map's literal leaves out."""
        kind = self.reads.sides.value
        if value.type != "literal_value":
            return self.reads.sides.converted(info, value, kind)
        if kind.is_pointer:
            return f"&{spelled(info, value, kind.element)}{info.file.text(value)}"
        return f"{spelled(info, value, kind)}{info.file.text(value)}"


def is_empty_map(info: FileInfo, value: Node) -> bool:
    """make, an empty literal or nil: a sync.Map starts like that."""
    if value.type == "nil":
        return True
    if value.type == "composite_literal":
        body = value.child_by_field_name("body")
        return body is not None and not nodes.named(body)
    return value.type == "call_expression" and operands.predeclared_callee(info, value) == "make"


def looked_up_before(
    write: sharing.Access, lookups: Sequence[sharing.Access]
) -> sharing.Access | None:
    """The lookup of the same key whose failure lets the write happen."""
    info = write.info
    if write.key is None:
        return None
    for read in lookups:
        same = read.path == write.path and read.function == write.function
        if not same or read.key is None or read.node.start_byte > write.node.start_byte:
            continue
        texts = [info.file.text(each) for each in (read.key, write.key, read.node, write.node)]
        if texts[0] == texts[1] and texts[2] == texts[3] and _is_unless(read, write):
            return read
    return None


def _is_unless(read: sharing.Access, write: sharing.Access) -> bool:
    """Whether the write stands where the second result of the lookup is false."""
    found = _second_name(read)
    if not found:
        return False
    node = write.node
    around = node.parent
    while around is not None and around.type not in ("func_literal", "source_file"):
        if around.type == "if_statement" and around.child_by_field_name("consequence") == node:
            condition = around.child_by_field_name("condition")
            if condition is not None and write.info.file.text(condition) == f"!{found}":
                return True
        if around.type == "statement_list" and _left_before(write.info, around, node, found):
            return True
        node, around = around, around.parent
    return False


def _left_before(info: FileInfo, around: Node, node: Node, found: str) -> bool:
    """Whether an if before it in the list leaves where the key was found."""
    for before in nodes.named(around):
        if before.end_byte <= node.start_byte and conditions.is_exit_of(before):
            condition = before.child_by_field_name("condition")
            if condition is not None and info.file.text(condition) == found:
                return True
    return False


def _second_name(read: sharing.Access) -> str:
    listed = read.expression.parent
    statement = listed.parent if listed is not None else None
    left = statement.child_by_field_name("left") if statement is not None else None
    names = nodes.expression_items(left) if left is not None else []
    return read.info.file.text(names[1]) if len(names) == 2 else ""


def _kept_local(access: sharing.Access) -> str | None:
    """The local that holds the stored value and is used behind the write."""
    info, value = access.info, access.value
    found = info.object_of(value) if value is not None and value.type == "identifier" else None
    if found is None or not found.is_local or found.function is None or found.kind != "var":
        return None
    later = (use.start_byte > access.node.end_byte for use in info.uses_in(found, found.function))
    is_after = sum(later) > 1  # the operand itself is one of them
    return found.name if is_after else None


def _shown(info: FileInfo, value: Node) -> str:
    text = " ".join(info.file.text(value).split())
    return text if len(text) <= 40 else f"{text[:37]}..."
