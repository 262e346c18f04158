"""What a lock belongs to: the base of an access, `c` in `c.items[k]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import Part, Spot, covers, members_of, own_nodes

from gofixmap.codemod import nodes, operands, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_ASSIGNING = (
    "assignment_statement",
    "short_var_declaration",
    "range_clause",
    "receive_statement",
    "inc_statement",
    "dec_statement",
)


def root_of(named: Node) -> Node | None:
    """The identifier that an access begins with."""
    return next((each for each in walk(named) if each.type == "identifier"), None)


def base_of(spot: Spot) -> Node | None:
    """The expression in front of the field; of a call that stands for accesses its receiver."""
    named = spot.root
    if named.type == "call_expression":
        function = named.child_by_field_name("function")
        named = function if function is not None else named
    return nodes.first_named(named) if spot.access.base else None


def owners_of(info: FileInfo, spot: Spot) -> list[Object]:
    """The local variables that the base is made of."""
    base = base_of(spot)
    names = [each for each in walk(base) if each.type == "identifier"] if base is not None else []
    found = [info.object_of(each) for each in names]
    return [each for each in found if each is not None and each.is_local]


def base_is_steady(info: FileInfo, first: Node, last: Node, spot: Spot) -> bool:
    """Whether the lock's base means the same from `first` to `last`, and is declared there."""
    if not spot.access.base:
        return True
    if checks_owner(info, first, spot):
        return False
    owners = owners_of(info, spot)
    if any(first.start_byte <= each.span.start < last.end_byte for each in owners):
        return False
    return not any(
        _assigns(info, each, owners, spot.access.base) for each in _assignments(first, last)
    )


def is_declared_before(info: FileInfo, member: Node, spot: Spot) -> bool:
    """Whether the base of an access means in front of `member` what it means in it."""
    for owner in owners_of(info, spot):
        if owner.span.start < member.start_byte or owner.span.start >= member.end_byte:
            continue
        moves = spot.part is Part.TEST and not spot.chained
        init = spot.owner.child_by_field_name("initializer")
        stays = spot.part is Part.LOOP_TEST and owner.span.start >= spot.owner.start_byte
        if stays or (moves and init is not None and _declares(init, owner)):
            continue
        return False
    return True


def _declares(init: Node, owner: Object) -> bool:
    return init.start_byte <= owner.span.start < init.end_byte


def _assignments(first: Node, last: Node) -> Iterator[Node]:
    listed = first.parent
    for member in members_of(listed) if listed is not None else [first]:
        if first.start_byte <= member.start_byte and member.end_byte <= last.end_byte:
            yield from (each for each in walk(member) if each.type in _ASSIGNING)


def _assigns(info: FileInfo, statement: Node, owners: Sequence[Object], base: str) -> bool:
    """Whether a statement gives a new value to the base or to a part of the way to it."""
    left = statement.child_by_field_name("left")
    if left is None and statement.type in ("inc_statement", "dec_statement"):
        left = nodes.first_named(statement)
    for target in nodes.expression_items(left) if left is not None else ():
        found = info.object_of(target) if target.type == "identifier" else None
        if found is not None and any(found is each for each in owners):
            return True
        if target.type != "identifier" and _is_way_to(info.file.text(target), base):
            return True
    return False


def _is_way_to(text: str, base: str) -> bool:
    return base == text or base.startswith((f"{text}.", f"{text}["))


def checks_owner(info: FileInfo, first: Node, spot: Spot) -> bool:
    """Whether what the lock belongs to is compared with nil between `first` and the access."""
    listed = first.parent
    members = members_of(listed) if listed is not None else [first]
    for member in members:
        if not first.start_byte <= member.start_byte <= spot.node.start_byte:
            continue
        for each in own_nodes(member):
            is_before = each.end_byte <= spot.node.start_byte or covers(each, spot.node)
            is_test = each.type == "binary_expression" and is_before
            if is_test and mentions_base(info, spot, each):
                return True
    return False


def mentions_base(info: FileInfo, spot: Spot, left: Node) -> bool:
    """Whether a condition looks at what the access goes through, as `c != nil` does."""
    owner = spot.access.base
    for node in own_nodes(left):
        if node.type == "binary_expression" and operands.operator_of(node) in ("==", "!="):
            sides = [info.file.text(each) for each in nodes.named(node)]
            looked_at = [each for each in sides if _is_way_to(each, owner)]
            if owner and "nil" in sides and looked_at:
                return True
    return False
