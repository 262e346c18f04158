"""Writes to a map as writes to a cache: entries set and deleted, the map cleared or made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes
from gofixmap_codemods._cache_library import Library
from gofixmap_codemods._syncmap_reads import refusal
from msgspec import Struct

from gofixmap.codemod import nodes, operands, sharing

if TYPE_CHECKING:
    from tree_sitter import Node


class Writes(Struct):
    """Rewrites what changes the map."""

    changes: Changes
    library: Library

    def store(self, access: sharing.Access) -> None:
        """`m[k] = v`."""
        statement = access.expression.parent
        while statement is not None and statement.type != "assignment_statement":
            statement = statement.parent
        if statement is None or access.key is None:
            raise refusal("other-use", access)
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if left is None or right is None or operands.operator_of(statement) != "=":
            raise refusal("updates-entry", access)
        targets, values = nodes.expression_items(left), nodes.expression_items(right)
        if len(targets) != 1 or len(values) != 1 or targets[0] != access.expression:
            raise refusal("several-targets", access)
        self._call(access, access.key, values[0], statement)

    def _call(self, access: sharing.Access, key: Node, value: Node, statement: Node) -> None:
        info, data = access.info, access.info.file.data
        named = nodes.parenthesized(access.node).end_byte
        between = data[named : key.start_byte] + data[key.end_byte : value.start_byte]
        if b"//" in between or b"/*" in between:
            raise refusal("comment-inside", access)
        head, tail = self.library.set_head(), self.library.set_tail(info, access.node)
        self.changes.replace(info, named, key.start_byte, head)
        self.changes.replace(info, key.end_byte, value.start_byte, ", ")
        self.changes.insert(info, statement.end_byte, tail)

    def delete(self, access: sharing.Access) -> None:
        """`delete(m, k)`."""
        info, call, key = access.info, access.expression, access.key
        if call.type != "call_expression" or key is None:
            raise refusal("other-use", access)
        self.changes.replace(info, call.start_byte, access.node.start_byte, "")
        head = self.library.delete_head()
        self.changes.replace(info, access.node.end_byte, key.start_byte, head)
        self.changes.replace(info, key.end_byte, call.end_byte, ")")

    def clear(self, access: sharing.Access) -> None:
        """`clear(m)`, and a statement that makes the map anew."""
        info, text = access.info, access.info.file.text
        whole = access.statement if access.operation.value == "assign" else access.expression
        cleared = self.library.cleared(text(access.node))
        self.changes.replace(info, whole.start_byte, whole.end_byte, cleared)
