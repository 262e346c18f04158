"""What an update leaves, read in the section of the update and carried to where it is used.

`c.n++; log.Print("one more"); if c.n > most { ... }`: with a section for each, two goroutines could
both count and then both see the higher number. What stands between must not run under the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import root_of
from gofixmap_codemods._guard_sections_groups import groups_of
from gofixmap_codemods._guard_sections_model import place
from gofixmap_codemods._guard_sections_tree import Part, Spot, covers, jumps_in, members_of

from gofixmap.codemod import nodes, operands, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_hold import Held
    from gofixmap_codemods._guard_sections_reads import Reader
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_READS = (sharing.Operation.READ, sharing.Operation.INDEX_READ)
_PARTS = (Part.SIMPLE, Part.TEST)


class Carry:
    """The reads of one function that belong to an update in front of them."""

    def __init__(
        self,
        info: FileInfo,
        function: Node,
        spots: Sequence[Spot],
        conduct: Conduct,
        notes: list[str],
    ) -> None:
        self._info = info
        self._spots = spots
        self._conduct = conduct
        self._notes = notes
        self._pairs = [] if jumps_in(function) else self._found(function)

    def _found(self, function: Node) -> list[tuple[Spot, Spot]]:
        updates = [each for each in self._spots if _is_update(each)]
        if not updates:
            return []
        lone = [g[0] for g in groups_of(self._info, function, self._spots) if len(g) == 1]
        pairs = []
        for read in lone:
            before = [each for each in updates if self._belongs(each, read)]
            if before and self._carries(before[-1], read):
                pairs.append((before[-1], read))
        return pairs

    @property
    def others(self) -> list[Spot]:
        """The spots that have sections of their own."""
        carried = [read for _, read in self._pairs]
        return [each for each in self._spots if each not in carried]

    def into(self, done: Sequence[Held], reader: Reader) -> list[Spot]:
        """Puts the reads into the sections of the updates; gives those that none can take."""
        left: list[Spot] = []
        for update, read in self._pairs:
            ends = [
                (held, texts)
                for held in done
                for node, texts in held.after
                if node == update.member and update.member in held.nodes
            ]
            if not ends or not reader.can_hoist(read) or reader.panics(read, [read]):
                left.append(read)
                continue
            held, texts = ends[0]
            held.read.append(read.node)
            if self._is_declaration(update, read):
                texts[-1:-1] = [self._info.file.text(read.member)]
                held.instead.append((read.member, []))
                continue
            made = reader.read(read, [])
            texts[-1:-1] = made.texts
            held.changes.append((made.node, made.names))
        return left

    def _is_declaration(self, update: Spot, read: Spot) -> bool:
        """Whether the read is a statement of its own, `n := c.n`, that can stand by the update."""
        left = read.member.child_by_field_name("left")
        right = read.member.child_by_field_name("right")
        names = nodes.expression_items(left) if left is not None else []
        values = nodes.expression_items(right) if right is not None else []
        if read.member.type != "short_var_declaration" or values != [read.node]:
            return False
        return len(names) == 1 and not any(
            each.type == "identifier" and each.text == names[0].text
            for member in [update.member, *self._between(update, read)]
            for each in walk(member)
        )

    def _between(self, update: Spot, read: Spot) -> list[Node]:
        listed = update.member.parent
        return [
            each
            for each in (members_of(listed) if listed is not None else [])
            if update.member.end_byte <= each.start_byte and each.end_byte <= read.member.start_byte
        ]

    def _belongs(self, update: Spot, read: Spot) -> bool:
        """Whether the read is of what the update has left, in the same list behind it."""
        a, b = update.access, read.access
        same = a.variable == b.variable and a.base == b.base
        if not same or update.member.parent != read.member.parent or update is read:
            return False
        if read.access.operation not in _READS or read.access.writes or read.conditional:
            return False
        if read.part not in _PARTS or read.chained or update.part is not Part.SIMPLE:
            return False
        behind = update.member.end_byte <= read.member.start_byte
        return behind and read.owner == read.member and self._is_same_place(update, read)

    def _is_same_place(self, update: Spot, read: Spot) -> bool:
        first, second = update.access.key, read.access.key
        root = root_of(read.root)
        if root is None or not operands.is_firm(self._info, root):
            is_package = not read.access.base and first is None and second is None
            if not is_package:
                return False
        if first is None or second is None:
            return first is second
        text = self._info.file.text
        return text(first) == text(second) and operands.is_firm(self._info, second)

    def _carries(self, update: Spot, read: Spot) -> bool:
        """Whether what stands between waits and still cannot change the variable."""
        between = self._between(update, read)
        for spot in self._spots:
            is_write = spot.access.writes and spot.access.variable == read.access.variable
            if is_write and any(covers(each, spot.node) for each in between):
                return False
        blockers = [each for member in between for each in self._conduct.blockers(member)]
        if any(each.why != "may block" for each in blockers):
            where = place(self._info, read.node)
            self._notes.append(f"what is read may be newer than what was written ({where})")
            return False
        return bool(blockers)


def _is_update(spot: Spot) -> bool:
    access = spot.access
    return access.writes and spot.member.type in ("inc_statement", "dec_statement")
