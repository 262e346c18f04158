"""Locals that are a second name for a map or slice, and are used as if they were a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gofixmap_codemods import _alias_intent as intent
from gofixmap_codemods._alias_sides import APPEND, DEEP, ELEMENT, Region, Side, Use, side_of

from gofixmap.codemod import nodes, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

Operation = sharing.Operation
_SHOWS = frozenset({Operation.COMPARE, Operation.METHOD, Operation.READ, Operation.CLONE})


@dataclass(frozen=True, slots=True)
class Alias:
    """`local := source`; `statement` declares it, `value` is the expression that is shared."""

    region: Region
    statement: Node
    value: Node
    local: Side
    source: Side

    @property
    def info(self) -> FileInfo:
        return self.region.info

    @property
    def nil_shows(self) -> bool:
        """Whether it can be told from the local that what it copies was nil."""
        uses = self.region.uses(self.local)
        return any(use.goes_on or use.is_captured or use.done.operation in _SHOWS for use in uses)

    def other(self, side: Side) -> Side:
        return self.source if side is self.local else self.local


@dataclass(frozen=True, slots=True)
class Fault:
    """A write to one side that the other side shows. `seen` is None where others see it."""

    alias: Alias
    side: Side  # the one that is written
    write: Use
    seen: Use | None
    evidence: str

    @property
    def message(self) -> str:
        kept = self.alias.other(self.side)
        where = f"line {self.write.line} changes {self.side.text}"
        what = "map" if self.alias.local.type.is_map else "slice"
        shared = f"{self.alias.local.name} is the same {what} as {self.alias.source.text}"
        if self.seen is not None:
            return f"{shared}: {where}, and line {self.seen.line} still reads {kept.text}"
        return f"{shared}: {where}, and with it what others hold"


def alias_at(region: Region, statement: Node) -> Iterator[Alias]:
    """The aliases that a `:=` or a var with values declares."""
    info = region.info
    left = statement.child_by_field_name("left")
    right = statement.child_by_field_name("right" if left is not None else "value")
    names = nodes.expression_items(left) if left else nodes.children_of(statement, "name")
    values = nodes.expression_items(right) if right is not None else []
    if len(names) != len(values):
        return
    for name, value in zip(names, values, strict=True):
        local, source = side_of(info, name), side_of(info, value)
        if local is None or source is None or local.root.node.start_byte != name.start_byte:
            continue
        if (source.type.is_map or source.type.is_slice) and not source.type.is_typeparam:
            yield Alias(region, statement, nodes.unparenthesized(value), local, source)


def fault_of(alias: Alias) -> Fault | None:
    """The first write that the other side shows though it is meant to stay; None without one.

    A write to what an element refers to counts where no other is found: no copy would help.
    """
    if _is_out_of_sight(alias):
        return None
    faults = [found for kind in (ELEMENT, DEEP) for found in _faults(alias, kind)]
    return faults[0] if faults else None


def _is_out_of_sight(alias: Alias) -> bool:
    """Whether one of the sides can change where the flow of the function does not tell when."""
    for side in (alias.local, alias.source):
        for use in alias.region.uses(side):
            if use.operation in (Operation.ADDRESS, Operation.UNKNOWN, Operation.METHOD_VALUE):
                return True
            if use.is_captured and (use.writes or use.assigns) and not use.is_deferred:
                return True
    return False


def _faults(alias: Alias, kind: str) -> Iterator[Fault]:
    for side in (alias.local, alias.source):
        for write in shared_writes(alias, side, kind):
            seen = _seen(alias, side, write)
            evidence = _evidence(alias, side, seen)
            if evidence:
                yield Fault(alias, side, write, seen, evidence)


def shared_writes(alias: Alias, side: Side, kind: str) -> list[Use]:
    """The writes to a side that can run while the two sides still share their elements."""
    region = alias.region
    ends = [*region.replaced(alias.local), *region.replaced(alias.source), alias.statement]
    ends += [use.node for each in (alias.local, alias.source) for use in _grown(region, each)]
    reached = region.after(alias.statement, ends)
    return [
        use
        for use in region.uses(side)
        if use.writes == kind and not use.is_captured and region.point(use.node) in reached
    ]


def _grown(region: Region, side: Side) -> list[Use]:
    """Appends: behind them the side may have storage of its own."""
    return [use for use in region.uses(side) if use.writes == APPEND and not use.is_captured]


def _seen(alias: Alias, side: Side, write: Use) -> Use | None:
    """The first read of the other side that can run after a write, before it is replaced."""
    region, kept = alias.region, alias.other(side)
    reached = region.after(write.node, [*region.replaced(kept), alias.statement])
    declared = alias.statement
    for use in region.uses(kept):
        if declared.start_byte <= use.node.start_byte < declared.end_byte:
            continue
        late = use.is_deferred or (not use.is_captured and region.point(use.node) in reached)
        if late and use.looks(kept.type):
            return use
    return None


def _evidence(alias: Alias, side: Side, seen: Use | None) -> str:
    """What tells that the other side is meant to stay; "" for nothing."""
    kept = alias.other(side)
    outlives = side is alias.local and alias.source.outlives
    if seen is None and not outlives:
        return ""
    name = intent.named_apart(side.name, kept.name)
    if name and (seen is not None or _is_own_copy(alias, side, name)):
        return f"the name {name}"
    comment = intent.comment_at(alias.info, alias.statement)
    if comment:
        return comment
    if _promised(alias, side):
        return "the comment of the function"
    if seen is None:
        return ""
    if _is_restored(alias, side):
        return f"{kept.text} is put back"
    if intent.is_compared(alias.region, side, kept):
        return "the two are compared"
    both = side is alias.local and intent.is_scratch(side.name) and not outlives
    return f"the name {side.name}" if both and _goes_on(alias.region, side) else ""


def _is_own_copy(alias: Alias, side: Side, name: str) -> bool:
    """Where only others could see the write, the local is called a copy, or goes on from here."""
    if intent.words_of(side.name) & intent.WORKING:
        return True
    return name == alias.other(side).name and _goes_on(alias.region, side)


def _promised(alias: Alias, side: Side) -> bool:
    """Whether the function's comment promises a copy, and the local is what it gives."""
    if side is not alias.local or not alias.source.outlives:
        return False
    promised = intent.doc_says_copy(alias.info, alias.region.function)
    return promised and _goes_on(alias.region, side)


def _goes_on(region: Region, side: Side) -> bool:
    return any(use.goes_on for use in region.uses(side))


def _is_restored(alias: Alias, side: Side) -> bool:
    """`a = b` later, where a is the side that is written."""
    kept = alias.other(side)
    return any(
        use.assigns and use.done.value is not None and _is_side(alias.info, use.done.value, kept)
        for use in alias.region.uses(side)
    )


def _is_side(info: FileInfo, expression: Node, side: Side) -> bool:
    found = side_of(info, expression)
    return found is not None and (found.root, found.path) == (side.root, side.path)
