"""Reads of a map as reads of a cache: lookups, single values, the length, loops.

ttlcache gives an item, nil where there is none, so that a lookup becomes several statements; the
others give a value and a bool as a map does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_names import local_name
from gofixmap_codemods._atomic_subject import Changes
from gofixmap_codemods._cache_bounds import STD, TTLCACHE
from gofixmap_codemods._cache_library import Library, spelled
from gofixmap_codemods._syncmap_reads import assigning, is_lone, may_move, refusal
from msgspec import Struct

from gofixmap.codemod import (
    insert_before,
    nodes,
    placement,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_LIST = placement.Standing.LIST


class Reads(Struct):
    """Rewrites what reads the map."""

    changes: Changes
    library: Library

    def _parts(self, access: sharing.Access) -> tuple[FileInfo, str, str]:
        """The file, the cache and the key as they are written."""
        if access.key is None:
            raise refusal("other-use", access)
        text = access.info.file.text
        return access.info, text(access.node), text(access.key)

    def _replace(self, access: sharing.Access, text: str) -> None:
        inner = access.expression
        self.changes.replace(access.info, inner.start_byte, inner.end_byte, text)

    def lookup(self, access: sharing.Access) -> None:
        """`v, ok := m[k]`."""
        info, cache, key = self._parts(access)
        if self.library.name != TTLCACHE:
            self._replace(access, self.library.get(cache, key))
            return
        statement = assigning(access)
        left = statement.child_by_field_name("left") if statement is not None else None
        names = nodes.expression_items(left) if left is not None else []
        if statement is None or len(names) != 2:
            raise refusal("other-use", access)
        if info.file.text(names[0]) == "_":
            self._asked(access, statement, names[1])
        elif placement.place_of(statement).standing is _LIST:
            self._looked_up(access, statement, names)
        else:
            self._in_header(access, statement, names)

    def _asked(self, access: sharing.Access, statement: Node, name: Node) -> None:
        """`_, ok := m[k]`, which asks for no value."""
        info, cache, key = self._parts(access)
        branch, text = statement.parent, info.file.text
        condition = branch.child_by_field_name("condition") if branch is not None else None
        found = info.object_of(name)
        signs = {text(name): "", f"!{text(name)}": "!"}
        sign = signs.get(text(condition)) if condition is not None else None
        only = found is not None and branch is not None and len(info.uses_in(found, branch)) == 2
        if condition is not None and sign is not None and only:
            asked = f"{sign}{cache}.Has({key})"
            self.changes.replace(info, statement.start_byte, condition.end_byte, asked)
            return
        self.changes.replace(info, statement.start_byte, name.start_byte, "")
        self._replace(access, f"{cache}.Has({key})")

    def _looked_up(self, access: sharing.Access, statement: Node, names: list[Node]) -> None:
        """The lookup as statements: the item, whether it is there, its value."""
        info, cache, key = self._parts(access)
        value, found = (info.file.text(name) for name in names)
        item = local_name(self.changes, info, statement, "item", "cached")
        lines, is_short = list[str](), statement.type == "short_var_declaration"
        if is_short and _is_declared(info, names[0]):
            lines.append(f"var {value} {self._value_type(access)}")
            lines.append(f"{item} := {cache}.Get({key})")
        else:
            absent = local_name(self.changes, info, statement, "absent")
            lines.append(f"var {absent} {self._value_type(access)}")
            lines += [f"{item} := {cache}.Get({key})", f"{value} = {absent}"]
        declares = found != "_" and is_short and _is_declared(info, names[1])
        if found != "_":
            lines.append(f"{found} {':=' if declares else '='} {item} != nil")
        there = found if declares else f"{item} != nil"
        lines.append(f"if {there} {{\n\t{value} = {item}.Value()\n}}")
        self.changes.add(replace_statement(info.file, statement, lines))

    def _value_type(self, access: sharing.Access) -> str:
        return spelled(access.info, access.node, access.info.type_of(access.node).element)

    def _in_header(self, access: sharing.Access, statement: Node, names: list[Node]) -> None:
        """`if v, ok := m[k]; ok { ... }`, and `!ok`: the value where it is used, in one branch."""
        info, cache, key = self._parts(access)
        branch, text = statement.parent, info.file.text
        condition = branch.child_by_field_name("condition") if branch is not None else None
        if branch is None or condition is None or branch.type != "if_statement":
            raise refusal("in-header", access)
        asked = text(names[1])
        side = {asked: "consequence", f"!{asked}": "alternative"}.get(text(condition), "")
        declared, found = (info.object_of(name) for name in names)
        if not side or declared is None or found is None:
            raise refusal("in-header", access)
        if statement.type != "short_var_declaration":
            raise refusal("in-header", access)
        body = branch.child_by_field_name(side)
        asks = [use for use in info.uses_in(found, branch) if use.start_byte > names[1].start_byte]
        if not _all_in(asks, condition):
            raise refusal("in-header", access)
        item = local_name(self.changes, info, statement, "item", "cached")
        start, end = statement.start_byte, condition.end_byte
        sign = "!=" if side == "consequence" else "=="
        self.changes.replace(info, start, end, f"{item} := {cache}.Get({key}); {item} {sign} nil")
        after = names[0].start_byte
        uses = [use for use in info.uses_in(declared, branch) if use.start_byte > after]
        if uses and (body is None or body.type != "block" or not _all_in(uses, body)):
            raise refusal("in-header", access)
        if body is not None and uses:
            self._take_value(info, body, uses, text(names[0]), item)

    def _take_value(
        self, info: FileInfo, body: Node, uses: list[Node], name: str, item: str
    ) -> None:
        """The value of an item in the block that uses it."""
        only = uses[0]
        listed = only.parent.parent if only.parent is not None else None
        if len(uses) == 1 and listed is not None and listed.type == "return_statement":
            self.changes.replace(info, only.start_byte, only.end_byte, f"{item}.Value()")
            return
        first = nodes.first_named(body)
        members = nodes.named(first) if first is not None else []
        self.changes.add(insert_before(info.file, members[0], [f"{name} := {item}.Value()"]))

    def index(self, access: sharing.Access) -> None:
        """`m[k]` for its value alone: the zero value where there is none, as with a map."""
        info, cache, key = self._parts(access)
        statement = assigning(access)
        lone = statement is not None and is_lone(statement, access.expression)
        if statement is not None and lone:
            if self.library.name != TTLCACHE:
                left = statement.child_by_field_name("left")
                assert left is not None
                self.changes.insert(info, left.end_byte, ", _")
                self._replace(access, self.library.get(cache, key))
                return
            standing = placement.place_of(statement).standing
            if standing is _LIST and statement.type == "short_var_declaration":
                left = statement.child_by_field_name("left")
                assert left is not None
                lines = self._valued(access, statement, info.file.text(left))
                self.changes.add(replace_statement(info.file, statement, lines))
                return
        self._hoist(access)

    def _hoist(self, access: sharing.Access) -> None:
        info, cache, key = self._parts(access)
        if self.library.name == STD:
            self._replace(access, self.library.value(cache, key))
            return
        anchor = access.statement
        if not may_move(access, anchor):
            raise refusal("nested-read", access)
        name = local_name(self.changes, info, anchor, "value", "held")
        lines = [f"{name}, _ := {self.library.get(cache, key)}"]
        if self.library.name == TTLCACHE:
            lines = self._valued(access, anchor, name)
        self.changes.add(insert_before(info.file, anchor, lines))
        self._replace(access, name)

    def _valued(self, access: sharing.Access, anchor: Node, name: str) -> list[str]:
        """Declares `name` with the value of ttlcache's item, zero where there is none."""
        info, cache, key = self._parts(access)
        item = local_name(self.changes, info, anchor, "item", "cached")
        take = f"if {item} := {cache}.Get({key}); {item} != nil {{\n\t{name} = {item}.Value()\n}}"
        return [f"var {name} {self._value_type(access)}", take]

    def length(self, access: sharing.Access) -> None:
        self._replace(access, self.library.length(access.info.file.text(access.node)))


def _all_in(uses: list[Node], body: Node) -> bool:
    return all(body.start_byte <= use.start_byte < body.end_byte for use in uses)


def _is_declared(info: FileInfo, name: Node) -> bool:
    """Whether a short declaration declares the name, and does not assign to it."""
    found = info.object_of(name)
    return found is not None and found.span.start == name.start_byte
