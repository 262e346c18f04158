"""Locals of a function that a pool could hold, with their declarations and uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, nodes, placement, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object, Type

FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_DECLARING = ("short_var_declaration", "var_spec")


class Refused(Exception):
    """Why there is no fix: an id of `declines`, the place, and what its sentence names."""

    def __init__(self, reason: str, info: FileInfo, node: Node, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.info = info
        self.node = node
        self.what = what or " ".join(info.file.text(node).split())

    @property
    def where(self) -> str:
        return f"line {self.info.file.lines.line_of(self.node.start_byte)}"


@dataclass(frozen=True)
class Local:
    """A variable that a statement of a function declares.

    `value` is what it is declared with, None without a value and where a call gives several;
    `call` is that call, and `others` the names declared beside the variable.
    """

    info: FileInfo
    name: Node
    object: Object
    declaration: Node  # the short_var_declaration or var_spec
    value: Node | None
    others: tuple[Node, ...]

    @property
    def text(self) -> str:
        return self.info.file.text(self.name)

    @property
    def type(self) -> Type:
        return self.object.type

    @cached_property
    def function(self) -> Node:
        """The innermost function around the declaration."""
        return next(each for each in ancestors(self.declaration) if each.type in FUNCTIONS)

    @cached_property
    def top(self) -> Node:
        """The top-level declaration around it."""
        return list(ancestors(self.declaration))[-2]

    @cached_property
    def statement(self) -> Node:
        """The statement that declares it. Raises Refused where no statement can be put there."""
        node = self.declaration
        while node.type in ("var_spec", "var_spec_list") and node.parent is not None:
            node = node.parent
        specs = [each for each in walk(node) if each.type == "var_spec"]
        if len(specs) > 1 or self._is_one_of_many:
            raise Refused("declared-together", self.info, self.name)
        place = placement.place_of(node)
        if place.standing is not placement.Standing.LIST:
            raise Refused("declared-in-header", self.info, self.name)
        if node.parent is not None and node.parent.type == "labeled_statement":
            raise Refused("declared-in-header", self.info, self.name)
        return node

    @property
    def _is_one_of_many(self) -> bool:
        """Whether the names beside it are variables of their own: `var a, b T`, `a, b := x, y`."""
        if not self.others or self.value is None:
            return bool(self.others)
        around = self.value.parent
        return around is not None and len(nodes.expression_items(around)) > 1

    @cached_property
    def uses(self) -> list[Node]:
        """The identifiers that denote it, its declaration left out."""
        found = self.info.uses_in(self.object, self.object.function or self.top)
        return [each for each in found if each.start_byte != self.name.start_byte]

    @cached_property
    def loop(self) -> Node | None:
        """The outermost loop of its function around the declaration."""
        loops = [
            each
            for each in ancestors(self.declaration, self.function)
            if each.type == "for_statement"
        ]
        return loops[-1] if loops else None


def local_at(info: FileInfo, offset: int) -> Local | None:
    """The local whose declaring identifier stands there; None for parameters and the like."""
    declaration = info.file.declaration_at(offset)
    if declaration is None or declaration.has_error:
        return None
    name = declaration.node.descendant_for_byte_range(offset, offset)
    statement = name.parent if name is not None else None
    if statement is not None and statement.type == "expression_list":
        statement = statement.parent
    if name is None or statement is None or statement.type not in _DECLARING:
        return None
    return _local(info, statement, name)


def locals_in(info: FileInfo, function: Node) -> Iterator[Local]:
    """The locals that statements of a function, its literals included, declare."""
    for node in walk(function):
        if node.type in _DECLARING:
            for name in declared_names(node):
                found = _local(info, node, name)
                if found is not None:
                    yield found


def declared_names(declaration: Node) -> list[Node]:
    """The identifiers that a short_var_declaration or var_spec declares or assigns to."""
    left = declaration.child_by_field_name("left")
    if left is None:
        return nodes.children_of(declaration, "name")
    return [each for each in nodes.expression_items(left) if each.type == "identifier"]


def _local(info: FileInfo, declaration: Node, name: Node) -> Local | None:
    found = info.object_of(name)
    is_declared = found is not None and found.is_local and found.span.start == name.start_byte
    if found is None or not is_declared or found.kind != "var" or found.function is None:
        return None
    if name.text == b"_":
        return None
    names = declared_names(declaration)
    if name not in names:  # `nil := ...`, which the grammar takes for no identifier
        return None
    field = "right" if declaration.type == "short_var_declaration" else "value"
    right = declaration.child_by_field_name(field)
    values = nodes.expression_items(right) if right is not None else []
    value = values[names.index(name)] if len(values) == len(names) else None
    if value is None and len(values) == 1 and name == names[0]:
        value = values[0]
    elif value is None and values:
        return None
    others = tuple(each for each in names if each != name)
    return Local(info, name, found, declaration, value, others)
