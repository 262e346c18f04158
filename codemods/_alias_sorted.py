"""Fields that a function sorts in place before it gives them on: the copy is sorted instead.

Sorting swaps elements that everybody sees who holds the slice; a copy behind the sort, where the
slice is stored or returned, comes too late for that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_sides import ELEMENT, Region, Side, Use, side_of

from gofixmap.codemod import Edit, fresh_name, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._alias_copy import Copies
    from tree_sitter import Node

_SORTS = frozenset(
    {("sort", name) for name in ("Strings", "Ints", "Float64s", "Slice", "SliceStable")}
    | {
        (package, name)
        for package in ("slices", "golang.org/x/exp/slices")
        for name in ("Sort", "SortFunc", "SortStableFunc", "Reverse")
    }
)


def copy_sorted(copies: Copies, region: Region, values: Iterable[Node]) -> Iterator[int]:
    """Sorts a copy of each field that is sorted and given on as one of `values`.

    Yields where the places begin that name the copy from then on.
    """
    done: set[tuple[str, ...]] = set()
    for value in values:
        side = side_of(region.info, value)
        if side is None or not side.path or not side.type.is_slice or side.path in done:
            continue
        uses = region.uses(side)
        sorts = [use for use in uses if use.writes]
        if not sorts or region.replaced(side) or not _only_sorts(region, sorts):
            continue
        done.add(side.path)
        first = region.top_statement(sorts[0].node)
        later = [use.node for use in uses if use.node.start_byte >= first.start_byte]
        _name(copies, region, side, first, later)
        yield from (node.start_byte for node in later)


def _only_sorts(region: Region, writes: Collection[Use]) -> bool:
    return all(
        use.writes == ELEMENT
        and not use.is_captured
        and sharing.callees.called(region.info, use.done.expression) in _SORTS
        for use in writes
    )


def _name(copies: Copies, region: Region, side: Side, first: Node, later: list[Node]) -> None:
    info = region.info
    name = fresh_name(info, first, side.name[:1].lower() + side.name[1:])
    copies.named(info, first, name, side)
    for node in later:
        copies.edits.append(Edit(info.path, node.start_byte, node.end_byte, name))
