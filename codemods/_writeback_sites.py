"""The writes of a declaration that end in a map element, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import map_walk, nodes, operands, placement

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type


class Target(Struct, frozen=True):
    """One assigned expression; `index` is the map element that it lies inside, or None."""

    node: Node
    index: Node | None
    links: tuple[Node, ...] = ()

    @property
    def table(self) -> Node:
        """The map operand."""
        return _parts(self.index)[0]

    @property
    def key(self) -> Node:
        return _parts(self.index)[1]

    @property
    def indexes(self) -> list[Node]:
        """The index operands of the array links, in source order."""
        found = (operands.indexed(link) for link in reversed(self.links))
        return [parts[1] for parts in found if parts is not None]


def _parts(index: Node | None) -> tuple[Node, Node]:
    parts = None if index is None else operands.indexed(index)
    if parts is None:
        raise ValueError("not a target inside a map element")
    return parts


class Write(Struct, frozen=True):
    """A statement or clause with at least one target inside a map element.

    `values` are the right-hand sides; empty for `++` and for range clauses.
    """

    statement: Node
    targets: tuple[Target, ...]
    values: tuple[Node, ...]

    @property
    def map_targets(self) -> list[Target]:
        return [target for target in self.targets if target.index is not None]

    @property
    def plain_targets(self) -> list[Target]:
        return [target for target in self.targets if target.index is None]

    @property
    def is_simple(self) -> bool:
        """An assignment (or `++`, `--`) whose targets and values pair up."""
        if self.statement.type in ("inc_statement", "dec_statement"):
            return True
        paired = len(self.values) == len(self.targets)
        return self.statement.type == "assignment_statement" and paired


def write_of(info: FileInfo, statement: Node) -> Write | None:
    """The write that a statement makes into map elements; None where it makes none."""
    left, values = _sides(statement)
    if not any("[" in info.file.text(node) for node in left):
        return None
    targets = tuple(_target(info, node) for node in left)
    if all(target.index is None for target in targets):
        return None
    return Write(statement, targets, tuple(values))


def _sides(statement: Node) -> tuple[list[Node], list[Node]]:
    if statement.type in ("inc_statement", "dec_statement"):
        return nodes.named(statement)[:1], []
    if statement.type == "range_clause" and nodes.binds(statement):
        return [], []
    if statement.type == "receive_statement" and nodes.binds(statement):
        return [], []
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right")
    values = [] if right is None else nodes.expression_items(right)
    return ([] if left is None else nodes.expression_items(left)), values


def _target(info: FileInfo, node: Node) -> Target:
    if _is_whole_element(info, node):
        return Target(node, None)
    walk = map_walk(info, node)
    if walk is None or not walk.links:
        return Target(node, None)
    return Target(node, walk.index, walk.links)


def _is_whole_element(info: FileInfo, node: Node) -> bool:
    """`x[i]` where x has no index: the element itself is assigned, which is legal for a map."""
    while node.type == "parenthesized_expression" and (inner := nodes.first_named(node)):
        node = inner
    operand = node.child_by_field_name("operand") if node.type == "index_expression" else None
    return operand is not None and "[" not in info.file.text(operand)


def text_of(info: FileInfo, node: Node) -> str:
    """The text of an operand on one line, without comments: equal texts name equal operands."""
    tokens = [info.file.text(leaf) for leaf in _leaves(node)]
    return " ".join(tokens)


def _leaves(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "comment":
            continue
        if current.child_count == 0 or current.type.endswith("string_literal"):
            yield current
        else:
            pending += reversed(current.children)


def is_one_entry(info: FileInfo, targets: list[Target]) -> bool:
    """Whether the targets lie in one entry: the same map text and the same stable key."""
    first = targets[0].index
    assert first is not None
    return all(_is_same_entry(info, first, target.index) for target in targets[1:])


def _is_same_entry(info: FileInfo, one: Node, other: Node | None) -> bool:
    if other is None or not operands.is_stable(info, one):
        return False
    return text_of(info, one) == text_of(info, other)


def groups(info: FileInfo, writes: list[Write], *, by_line: bool) -> Iterator[list[Write]]:
    """Writes in source order; consecutive statements on one entry, where they may share one read
    and one write-back, come together; `by_line`, only those that begin a line."""
    by_start = {write.statement.start_byte: write for write in writes}
    taken: set[int] = set()
    for write in writes:
        if write.statement.start_byte in taken:
            continue
        group = [write]
        while (following := _next(info, group, by_start)) is not None:
            if by_line and _begin_of(following) == _end_of(group[-1]):
                break
            taken.add(following.statement.start_byte)
            group.append(following)
        yield group


def _begin_of(write: Write) -> int:
    return write.statement.start_point[0]


def _end_of(write: Write) -> int:
    return write.statement.end_point[0]


def _next(info: FileInfo, group: list[Write], by_start: dict[int, Write]) -> Write | None:
    """The write in the next statement, where it may join the group."""
    last = group[-1]
    if not _may_lead(info, last):
        return None
    node = last.statement.next_named_sibling
    while node is not None and node.type == "comment":
        node = node.next_named_sibling
    following = by_start.get(node.start_byte) if node is not None else None
    if following is None or following.statement != node or not _may_lead(info, following):
        return None
    if not is_one_entry(info, [*group[0].map_targets, *following.map_targets]):
        return None
    return following if _sees_nothing_else(info, following) else None


def _may_lead(info: FileInfo, write: Write) -> bool:
    """Whether a write may share its read: in a list, one entry, stable, without a call."""
    place = placement.place_of(write.statement)
    if place.standing is not placement.Standing.LIST or write.plain_targets:
        return False
    if not write.is_simple or not is_one_entry(info, write.map_targets):
        return False
    parts = [part for target in write.map_targets for part in (target.index, *target.indexes)]
    if not all(part is not None and operands.is_stable(info, part) for part in parts):
        return False
    if reads_own_map(info, write.map_targets[0]):
        return False
    return not any(operands.has_call_or_receive(info, value) for value in write.values)


def _sees_nothing_else(info: FileInfo, write: Write) -> bool:
    """Whether the values look at the map only through the entry itself."""
    target = write.map_targets[0]
    wanted = text_of(info, target.index) if target.index is not None else ""
    map_type = info.type_of(target.table)
    looked_at = [*write.values, *(index for each in write.map_targets for index in each.indexes)]
    return not any(_looks_elsewhere(info, node, wanted, map_type) for node in looked_at)


def _looks_elsewhere(info: FileInfo, node: Node, entry: str, map_type: Type) -> bool:
    if node.type == "func_literal":
        return False
    if node.type == "index_expression" and text_of(info, node) == entry:
        return False
    if operands.may_be_map(info, node, map_type):
        return True
    return any(_looks_elsewhere(info, child, entry, map_type) for child in nodes.named(node))


def reads_own_map(info: FileInfo, target: Target) -> bool:
    """Whether the key is looked up in the map that is written, or in one of its type."""
    return operands.mentions_map(info, target.key, info.type_of(target.table))


def mentions_of(info: FileInfo, node: Node, entry: str) -> Iterator[Node]:
    """The index expressions below `node` that read the entry, bodies of literals left out."""
    for each in operands.evaluated(node):
        if each.type == "index_expression" and text_of(info, each) == entry:
            yield each
