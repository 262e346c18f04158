"""Loops over a map as loops over what a cache holds.

They go over a copy, so that the body may change the cache; of ttlcache Range is called where the
body does not, for Range stops at an item that is deleted meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_names import local_name
from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._cache_bounds import LRU, STD, TTLCACHE
from gofixmap_codemods._cache_library import Library
from gofixmap_codemods._syncmap_range import ends_in_jump, jumps_of
from gofixmap_codemods._syncmap_reads import refusal
from msgspec import Struct

from gofixmap.codemod import indentation, insert_before, newline, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Loops(Struct):
    """Rewrites `for k, v := range m`. `accesses` are all of the map's."""

    changes: Changes
    library: Library
    accesses: Sequence[sharing.Access]

    def rewrite(self, access: sharing.Access) -> None:
        info, clause = access.info, access.expression
        loop = clause.parent
        body = loop.child_by_field_name("body") if loop is not None else None
        left = clause.child_by_field_name("left")
        if loop is None or body is None or (left is not None and not nodes.binds(clause)):
            raise refusal("ranged", access)
        names = [info.file.text(each) for each in nodes.expression_items(left)] if left else []
        names = [*names, "_", "_"][:2]
        if self._may_call_range(access, loop, body):
            self._call_range(access, loop, body, names)
            return
        head, first = self._parts(access, names)
        self.changes.replace(info, clause.start_byte, clause.end_byte, head)
        if first:
            self._begin(info, body, first)

    def _parts(self, access: sharing.Access, names: list[str]) -> tuple[str, list[str]]:
        """The range clause, and the statements that the body begins with."""
        info, node = access.info, access.statement
        cache = info.file.text(access.node)
        whole, (key, value) = self.library.all(cache), names
        if self.library.name == STD:
            wanted = key if value == "_" else f"{key}, {value}"
            return f"range {whole}" if wanted == "_" else f"{wanted} := range {whole}", []
        if self.library.name == LRU:
            key = local_name(self.changes, info, node, "key") if key == "_" else key
            found = local_name(self.changes, info, node, "ok", "found")
            look = f"{value}, {found} := {cache}.Peek({key})"
            leave = f"!{found} {{\n\tcontinue\n}}"
            first = [f"if {look}; {leave}"] if value == "_" else [look, f"if {leave}"]
            return f"_, {key} := range {whole}", first
        if value == "_":
            return f"range {whole}" if key == "_" else f"{key} := range {whole}", []
        item = local_name(self.changes, info, node, "item", "cached")
        return f"{key}, {item} := range {whole}", [f"{value} := {item}.Value()"]

    def _may_call_range(self, access: sharing.Access, loop: Node, body: Node) -> bool:
        """Whether the body can be a function, and leaves the cache as it is."""
        if self.library.name != TTLCACHE or b"\n" not in (body.text or b""):
            return False
        if loop.parent is not None and loop.parent.type == "labeled_statement":
            return False
        inside = range(body.start_byte, body.end_byte)
        for other in self.accesses:
            if other.path == access.path and other.node.start_byte in inside and other.writes:
                return False
        try:
            list(jumps_of(access.info, body))
        except Refusal:
            return False
        return True

    def _call_range(self, access: sharing.Access, loop: Node, body: Node, names: list[str]) -> None:
        info, data = access.info, access.info.file.data
        ending, indent = newline(data), indentation(data, loop.start_byte)
        jumps = list(jumps_of(info, body))
        item = local_name(self.changes, info, access.statement, "item", "cached")
        kind = self.library.item_type(info, access.node)
        cache = info.file.text(access.node)
        head = f"{cache}.Range(func({item} {kind}) bool {{"
        taken = zip(names, ("Key", "Value"), strict=True)
        pairs = [(name, f"{item}.{method}()") for name, method in taken if name != "_"]
        listed = [", ".join(part) for part in zip(*pairs, strict=True)]
        first = f"{ending}{indent}\t{' := '.join(listed)}" if pairs else ""
        self.changes.replace(info, loop.start_byte, body.start_byte + 1, head + first)
        for jump, answer in jumps:
            self.changes.replace(info, jump.start_byte, jump.end_byte, f"return {answer}")
        last = "" if ends_in_jump(body, jumps) else f"\treturn true{ending}{indent}"
        self.changes.replace(info, body.end_byte - 1, body.end_byte, f"{last}}})")

    def _begin(self, info: FileInfo, body: Node, statements: list[str]) -> None:
        """Statements at the beginning of a block."""
        first = nodes.first_named(body)
        members = nodes.named(first) if first is not None else []
        if members:
            self.changes.add(insert_before(info.file, members[0], statements))
            return
        data = info.file.data
        ending, indent = newline(data), indentation(data, body.start_byte)
        shifted = [line for each in statements for line in each.split("\n")]
        text = "".join(f"{ending}{indent}\t{line}" for line in shifted)
        self.changes.insert(info, body.start_byte + 1, text)
