"""Function literals that a call runs, with sections of their own: the call may do what it likes.

`set.Visit(func(f *Flag) { if d, ok := dates[f.Name]; ok { print(d) } })`: the lock cannot be held
while Visit runs, and need not be, as long as nothing that one of the
two reads may decide about what the other writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_model import GuardContext, SectionPlan
from gofixmap_codemods._guard_sections_tree import in_tree, outermost_literal
from msgspec import Struct

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, Function


class Part(Struct, frozen=True):
    """A function, its accesses, and the functions that must not be called with the lock held."""

    own: tuple[Function, Sequence[Access]]
    locking: frozenset[Function]


def literals_apart(
    context: GuardContext, function: Function, accesses: Sequence[Access]
) -> list[Part]:
    """The function and its literals, each by itself; none where they belong together."""
    accesses = [in_tree(function.node, each) for each in accesses]
    holders = {id(each): outermost_literal(each.node, function.node) for each in accesses}
    literals = {holder.id: holder for holder in holders.values() if holder is not None}
    if not literals:
        return []
    by_part = [(_identity(holders[id(each)]), each) for each in accesses]
    if any(_may_decide(first, second) for first in by_part for second in by_part):
        return []
    inner = {key: context.graph.function_at(function.info, each) for key, each in literals.items()}
    locking = context.locking | set(inner.values())
    parts: list[Part] = []
    for key in [0, *literals]:
        own = [each for each in accesses if _identity(holders[id(each)]) == key]
        if own:
            parts.append(Part((inner.get(key, function), own), locking))
    return parts


def _may_decide(first: tuple[int, Access], second: tuple[int, Access]) -> bool:
    """Whether what one part reads may decide about what another writes: `known++` in the literal
    and `if known == 0` behind the call are enough."""
    (part, read), (other, write) = first, second
    return part != other and read.reads and write.writes and read.variable == write.variable


def _identity(literal: Node | None) -> int:
    return 0 if literal is None else literal.id


def united(plans: Sequence[SectionPlan]) -> SectionPlan:
    """Several plans as one."""
    return SectionPlan(
        tuple(edit for plan in plans for edit in plan.edits),
        tuple(dict.fromkeys(note for plan in plans for note in plan.notes)),
        tuple(access for plan in plans for access in plan.guarded),
        tuple(dict.fromkeys(each for plan in plans for each in plan.imports)),
        tuple(region for plan in plans for region in plan.regions),
    )
