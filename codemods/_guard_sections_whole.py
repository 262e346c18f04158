"""The whole rest of a function as one section: Lock and a deferred Unlock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import base_is_steady
from gofixmap_codemods._guard_sections_tree import (
    Spot,
    covers,
    is_compound,
    list_in,
    members_of,
    own_nodes,
    unlabeled,
)

from gofixmap.codemod import placement, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_emit import Emitter
    from gofixmap_codemods._guard_sections_model import GuardContext
    from gofixmap_codemods._guard_sections_reads import Reader
    from tree_sitter import Node

    from gofixmap.codemod import Function

_Op = sharing.Operation


class Whole:
    """Whether a function is a short operation that does not wait, and its two new statements."""

    def __init__(
        self,
        context: GuardContext,
        function: Function,
        spots: Sequence[Spot],
        conduct: Conduct,
        reader: Reader,
    ) -> None:
        self._context = context
        self._function = function
        self._info = function.info
        self._spots = spots
        self._conduct = conduct
        self._reader = reader
        self._members = self._top_members()

    def _top_members(self) -> list[Node]:
        listed = list_in(self._function.body)
        return members_of(listed) if listed is not None else []

    @property
    def _first(self) -> int:
        """The first member that needs the lock."""
        spot = self._spots[0]
        numbers = [n for n, each in enumerate(self._members) if covers(each, spot.node)]
        return numbers[0] if numbers else -1

    @property
    def _suffix(self) -> list[Node]:
        return self._members[self._first :] if self._first >= 0 else []

    @property
    def fits(self) -> bool:
        """Whether the function is short, does not wait, and is not better without defer."""
        is_quiet = self._conduct.are_quiet(self._members)
        return is_quiet and self.works and not self._prefers_explicit(self._suffix)

    @property
    def works(self) -> bool:
        """Whether nothing waits from the first access on."""
        suffix = self._suffix
        if not suffix or len({spot.access.base for spot in self._spots}) > 1:
            return False
        if not self._conduct.are_quiet(suffix):
            return False
        if any(each.type == "go_statement" for m in suffix for each in own_nodes(m)):
            return False
        if placement.is_jumped_over(suffix[0]) or placement.is_goto_target(suffix[0]):
            return False
        return all(base_is_steady(self._info, suffix[0], suffix[-1], s) for s in self._spots)

    def _prefers_explicit(self, suffix: Sequence[Node]) -> bool:
        """A goroutine's literal that ends with one plain operation is better without defer."""
        if not self._function.is_literal or len(suffix) > 1 or is_compound(suffix[0]):
            return False
        if any(self._reader.panics(spot, self._spots) for spot in self._spots):
            return False
        return unlabeled(suffix[0]).type != "return_statement"

    @property
    def _is_read_only(self) -> bool:
        return not any(spot.is_exclusive for spot in self._spots) and not self._writes_beside

    @property
    def _writes_beside(self) -> bool:
        """Whether another field of the same value is written, for which reading would not do."""
        base = self._spots[0].access.base
        return bool(base) and any(
            self._info.file.text(target).startswith(f"{base}.")
            for member in self._suffix
            for node in own_nodes(member)
            for target in _targets(node)
        )

    def apply(self, emitter: Emitter, reader: Reader) -> None:
        lock = self._context.lock
        text = lock.text(self._spots[0].access.base)
        kind = "R" if lock.rw and self._is_read_only else ""
        first = self._suffix[0]
        emitter.before(first, [f"{text}.{kind}Lock()", f"defer {text}.{kind}Unlock()"])
        for spot in self._spots:
            self._copy_out(spot, emitter, reader)

    def _copy_out(self, spot: Spot, emitter: Emitter, reader: Reader) -> None:
        """A getter gives a copy made under the lock."""
        node = spot.access.expression
        kind = self._info.type_of(node)
        if spot.access.operation is not _Op.RETURN or not (kind.is_map or kind.is_slice):
            return
        text = reader.clone_text(node)
        if text is not None:
            emitter.change(node, text)
            return
        texts, name = reader.snapshot(node)
        emitter.before(spot.member, texts)
        emitter.change(node, name)

    @property
    def regions(self) -> list[tuple[str, int, int]]:
        suffix = self._suffix
        return [(self._info.path, suffix[0].start_byte, suffix[-1].end_byte)]


def _targets(statement: Node) -> list[Node]:
    """What a statement assigns to or counts."""
    if statement.type in ("inc_statement", "dec_statement"):
        return statement.named_children
    is_set = statement.type == "assignment_statement"
    left = statement.child_by_field_name("left") if is_set else None
    return left.named_children if left is not None else []
