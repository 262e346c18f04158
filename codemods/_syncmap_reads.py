"""Reads of a map as Load, with the assertion back to the map's value type.

The assertion has two results: one with a single result panics for a missing key, and for a nil that
was stored as an interface value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._syncmap_types import Sides, spelled
from msgspec import Struct, field

from gofixmap.codemod import (
    fresh_name,
    insert_before,
    nodes,
    operands,
    placement,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class Reads(Struct):
    """Rewrites `m[k]` where it is read."""

    changes: Changes
    sides: Sides
    taken: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def name(self, info: FileInfo, node: Node, word: str) -> str:
        """A fresh local; one of this fix does not take the name of another in its function."""
        declaration = info.file.declaration_at(node.start_byte)
        place = (info.path, declaration.span.start if declaration is not None else 0)
        names = self.taken.setdefault(place, set())
        candidates = (word, *(f"{word}{number}" for number in range(2, 10)))
        for name in candidates:
            if name not in names and fresh_name(info, node, name) == name:
                names.add(name)
                return name
        name = fresh_name(info, node, word, also_taken=names)
        names.add(name)
        return name

    def load(self, access: sharing.Access) -> str:
        key = access.key
        if key is None:
            raise refusal("other-use", access)
        info = access.info
        return f"{info.file.text(access.node)}.Load({self.key(info, key)})"

    def key(self, info: FileInfo, key: Node) -> str:
        return self.sides.converted(info, key, self.sides.key)

    def asserted(self, access: sharing.Access, loaded: str) -> str:
        return f"{loaded}.({spelled(access.info, access.node, self.sides.value)})"

    def lookup(self, access: sharing.Access) -> None:
        """`v, ok := m[k]`."""
        statement = assigning(access)
        left = statement.child_by_field_name("left") if statement is not None else None
        names = nodes.expression_items(left) if left is not None else []
        if statement is None or left is None or len(names) != 2:
            raise refusal("other-use", access)
        info, text = access.info, access.info.file.text
        first = text(names[0])
        if first == "_" or self.sides.is_any:
            inner = access.expression
            self.changes.replace(info, inner.start_byte, inner.end_byte, self.load(access))
        elif placement.place_of(statement).standing is placement.Standing.LIST:
            self._two_statements(access, statement, names)
        else:
            self._in_header(access, statement, names)

    def _two_statements(self, access: sharing.Access, statement: Node, names: list[Node]) -> None:
        info = access.info
        value, found = (info.file.text(name) for name in names)
        loaded = self.name(info, statement, "loaded")
        asserted = self.asserted(access, loaded)
        if statement.type == "short_var_declaration":
            declared = info.object_of(names[0])
            is_new = declared is not None and declared.span.start == names[0].start_byte
            lines = [f"{loaded}, {found} := {self.load(access)}"]
            lines.append(f"{value}, _ {':=' if is_new else '='} {asserted}")
        else:
            known = self.name(info, statement, "found")
            lines = [f"{loaded}, {known} := {self.load(access)}", f"{value}, _ = {asserted}"]
            lines.append(f"{found} = {known}")
        self.changes.add(replace_statement(info.file, statement, lines))

    def _in_header(self, access: sharing.Access, statement: Node, names: list[Node]) -> None:
        """`if v, ok := m[k]; ok { ... }`: the value is asserted where it is used, in the body."""
        info, branch = access.info, statement.parent
        if branch is None or branch.type != "if_statement":
            raise refusal("in-header", access)
        body = branch.child_by_field_name("consequence")
        found = info.object_of(names[0])
        if body is None or found is None or statement.type != "short_var_declaration":
            raise refusal("in-header", access)
        uses = [use for use in info.uses_in(found, branch) if use != names[0]]
        if any(not body.start_byte < use.start_byte < body.end_byte for use in uses):
            raise refusal("in-header", access)
        loaded = self.name(info, statement, "loaded")
        self.changes.replace(info, names[0].start_byte, names[0].end_byte, loaded)
        inner = access.expression
        self.changes.replace(info, inner.start_byte, inner.end_byte, self.load(access))
        first = nodes.first_named(body)
        members = nodes.named(first) if first is not None else []
        if not members:
            raise refusal("in-header", access)
        name = info.file.text(names[0])
        line = f"{name}, _ := {self.asserted(access, loaded)}"
        self.changes.add(insert_before(info.file, members[0], [line]))

    def index(self, access: sharing.Access) -> None:
        """`m[k]` for its value alone."""
        info, statement = access.info, assigning(access)
        lone = statement is not None and is_lone(statement, access.expression)
        standing = placement.place_of(statement).standing if statement is not None else None
        if statement is not None and lone and standing is placement.Standing.LIST:
            left = statement.child_by_field_name("left")
            assert left is not None
            value = info.file.text(left)
            operator = ":=" if statement.type == "short_var_declaration" else "="
            self._before(access, statement, value, operator, replaces=True)
            return
        anchor = access.statement
        if not may_move(access, anchor):
            raise refusal("nested-read", access)
        name = self.name(info, anchor, "value")
        self._before(access, anchor, name, ":=", replaces=False)
        inner = access.expression
        self.changes.replace(info, inner.start_byte, inner.end_byte, name)

    def _before(
        self, access: sharing.Access, anchor: Node, name: str, operator: str, *, replaces: bool
    ) -> None:
        info = access.info
        if self.sides.is_any:
            lines = [f"{name}, _ {operator} {self.load(access)}"]
        else:
            loaded = self.name(info, anchor, "loaded")
            lines = [f"{loaded}, _ := {self.load(access)}"]
            lines.append(f"{name}, _ {operator} {self.asserted(access, loaded)}")
        make = replace_statement if replaces else insert_before
        self.changes.add(make(info.file, anchor, lines))


def refusal(reason: str, access: sharing.Access) -> Refusal:
    return Refusal(reason, access.info, access.node, access.info.file.text(access.expression))


def assigning(access: sharing.Access) -> Node | None:
    """The assignment or short declaration whose right side is the operation."""
    listed = access.expression.parent
    statement = listed.parent if listed is not None else None
    kinds = ("short_var_declaration", "assignment_statement")
    if statement is None or statement.type not in kinds:
        return None
    return statement if statement.child_by_field_name("right") == listed else None


def is_lone(statement: Node, expression: Node) -> bool:
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right is None or operands.operator_of(statement) not in ("=", ":=", ""):
        return False
    plain = nodes.expression_items(left)
    return len(plain) == 1 and nodes.expression_items(right) == [expression]


def may_move(access: sharing.Access, anchor: Node) -> bool:
    """Whether the map may as well be read just before the statement."""
    info, key = access.info, access.key
    place = placement.place_of(anchor)
    if key is None or place.standing is not placement.Standing.LIST:
        return False
    node: Node | None = access.expression
    while node is not None and node != anchor:
        around = node.parent
        if around is None or around.type in ("block", "for_statement", *_FUNCTIONS):
            return False
        if around.type == "if_statement" and around != anchor:
            return False
        if around.type.endswith("_case") or around.type == "for_clause":
            return False
        node = around
    if anchor.type in ("for_statement", "select_statement"):
        return False
    initial = anchor.child_by_field_name("initializer")
    if initial is not None and not initial.start_byte <= access.node.start_byte < initial.end_byte:
        return False
    if operands.is_firm(info, key):
        return not _runs_before(access, anchor)
    return operands.is_stable(info, key) and not operands.has_call_or_receive(info, anchor)


def _runs_before(access: sharing.Access, anchor: Node) -> bool:
    """Whether a call that may change the map runs earlier in the statement."""
    pending = [anchor]
    while pending:
        node = pending.pop()
        ends = node.end_byte <= access.node.start_byte
        is_call = node.type in ("call_expression", "unary_expression")
        if ends and is_call and operands.has_call_or_receive(access.info, node):
            return True
        if node.type != "func_literal":
            pending += node.named_children
    return False
