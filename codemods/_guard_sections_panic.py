"""Operations that may panic with the lock held, after which a recovered program hangs.

Writing to a nil map, looking up a key that cannot be hashed, an index out of range, a failing
type assertion. (Go specification, Index expressions, Type assertions; CODEMODS 4.5.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_made import is_made_before
from gofixmap_codemods._guard_sections_tree import Part, Spot, covers, own_nodes

from gofixmap.codemod import nodes, sharing, value_parts

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_model import GuardContext
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Type

_Op = sharing.Operation
_INSERTS = (_Op.INDEX_WRITE, _Op.INDEX_UPDATE, _Op.PART_WRITE)
_BOUNDS = (_Op.LEN, _Op.RANGE)


def may_panic(
    context: GuardContext, spot: Spot, together: Sequence[Spot], accesses: Sequence[Access]
) -> bool:
    """Whether the operation of `spot` may panic; `together` are the spots of its section and
    `accesses` those of the function."""
    access, info = spot.access, spot.access.info
    kind = info.type_of(access.node)
    if kind.is_map:
        if access.operation in _INSERTS and access.variable in context.nil_maps:
            is_kept = access.variable in context.kept_maps
            if not _is_made(spot, together) and not (is_kept and is_made_before(access, accesses)):
                return True
        return access.key is not None and _may_not_hash(info, access.key, kind.key)
    if spot.part is Part.CLOSURE:
        return False  # its caller chooses the index
    if kind.is_slice and not _is_bounded(spot, together):
        return any(_indexes(info, each, access.node) for each in own_nodes(access.expression))
    return any(_asserts(each) for each in own_nodes(spot.access.expression))


def _is_made(spot: Spot, together: Sequence[Spot]) -> bool:
    """Whether the section gives the variable a map before."""
    return any(
        each.access.operation is _Op.ASSIGN
        and each.access.variable == spot.access.variable
        and each.node.start_byte < spot.node.start_byte
        for each in together
    )


def _may_not_hash(info: FileInfo, key: Node, wanted: Type) -> bool:
    if not _holds_interface(wanted):
        return False
    given = info.type_of(key)
    if given.is_basic and not given.is_nil:
        return False
    return not given.is_pointer and not given.is_chan and info.constant(key) is None


def _holds_interface(kind: Type) -> bool:
    # A type parameter is comparable, as a rule no interface; a reflect.Type is made to be a key.
    parts = (part for part in value_parts(kind) if not part.is_typeparam)
    return any(
        (part.is_interface and str(part) != "reflect.Type") or part.is_unknown for part in parts
    )


def _is_bounded(spot: Spot, together: Sequence[Spot]) -> bool:
    """Whether the same section looks at the length of the slice."""
    return any(
        each.access.operation in _BOUNDS
        and not covers(spot.node, each.node)
        and each.access.variable == spot.access.variable
        and each.access.base == spot.access.base
        for each in together
    )


def _indexes(info: FileInfo, node: Node, slice_: Node) -> bool:
    if node.type not in ("index_expression", "slice_expression"):
        return False
    operand = node.child_by_field_name("operand")
    if operand is None or nodes.unparenthesized(operand) != slice_:
        return False
    given = [each for each in nodes.named(node) if each != operand]
    return any(info.constant(each) != 0 for each in given) or node.type == "index_expression"


def _asserts(node: Node) -> bool:
    if node.type != "type_assertion_expression":
        return False
    listed = node.parent
    statement = listed.parent if listed is not None else None
    left = statement.child_by_field_name("left") if statement is not None else None
    return left is None or len(nodes.expression_items(left)) != 2
