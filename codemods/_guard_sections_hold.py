"""A range of statements under the lock: where it is released on each way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import (
    Spot,
    anchor_of,
    covers,
    exits_in,
    leaves,
    list_in,
    members_of,
    never_falls,
    unlabeled,
)
from msgspec import Struct, field

from gofixmap.codemod import Edit, indentation, newline

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_emit import Emitter
    from gofixmap_codemods._guard_sections_hoist import Hoister
    from tree_sitter import Node


class Held(Struct):
    """What a try at a section would do: the code that runs under the lock, and the edits."""

    nodes: list[Node] = field(default_factory=list)
    before: list[tuple[Node, list[str]]] = field(default_factory=list)
    after: list[tuple[Node, list[str]]] = field(default_factory=list)
    changes: list[tuple[Node, str]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    instead: list[tuple[Node, list[str]]] = field(default_factory=list)
    wraps: list[tuple[Node, Node, str, str]] = field(default_factory=list)
    read: list[Node] = field(default_factory=list)  # hoisted: they run under the lock as well

    def covers(self, node: Node) -> bool:
        """Whether a node of the section's range is under the lock."""
        replaced = (each for each, _ in self.changes)
        return any(covers(each, node) for each in (*self.nodes, *self.read, *replaced))

    def join(self, other: Held) -> None:
        """What another section does besides."""
        for name in ("nodes", "before", "after", "changes", "edits", "instead", "wraps", "read"):
            getattr(self, name).extend(getattr(other, name))

    def apply(self, emitter: Emitter) -> None:
        for node, texts in self.instead:
            emitter.instead(node, texts)
        for first, last, head, foot in self.wraps:
            emitter.wrap(first, last, head, foot)
        for node, texts in self.before:
            emitter.before(anchor_of(node), texts)
        for node, texts in self.after:
            emitter.after(node, texts)
        for node, text in self.changes:
            emitter.change(node, text)
        emitter.add(self.edits)


class Holder:
    """Holds the lock over the statements from `first` to `last` of one list."""

    def __init__(
        self,
        emitter: Emitter,
        hoister: Hoister,
        spots: Sequence[Spot],
        locks: tuple[str, str],
        members: Sequence[Node],
    ) -> None:
        self._emitter = emitter
        self._info = emitter.info
        self._hoister = hoister
        self._spots = spots
        self._locks = locks
        self._members = members
        self.held = Held()

    @property
    def _unlock(self) -> list[str]:
        return [self._locks[1]]

    def simply(self) -> Held:
        """The whole range under the lock, released behind its last statement and at each exit."""
        if self._leaves(self._members[-1]):
            self._hold_until_exit(self._members)
        else:
            self._release(self._members)
        return self.held

    def _release(self, members: Sequence[Node]) -> None:
        """Everything under the lock, which is released behind the last statement, or in front of
        it where all it needs can be read first."""
        last = members[-1]
        self._hold_all(members[:-1])
        if self._ends_with_reads(last):
            self._leave_with_reads(last)
            return
        self._hold(last)
        if not self._falls_not(last):
            self.held.after.append((last, self._unlock))

    def _ends_with_reads(self, last: Node) -> bool:
        spots = self._spots_in(last)
        return last.type in _SIMPLE and self._hoister.must_read_first(last, spots)

    def bodily(self) -> Held:
        """The whole range under the lock, which goes on behind it."""
        self._hold_list(self._members)
        return self.held

    def split(self) -> Held | None:
        """Released in the branches of the last statement, an if; None where it is none."""
        last = unlabeled(self._members[-1])
        if last.type != "if_statement" or last != self._members[-1]:
            return None
        self._hold_list(self._members[:-1])
        self._release_if(last)
        return self.held

    def _falls_not(self, member: Node) -> bool:
        return never_falls(self._info, member)

    def _leaves(self, node: Node) -> bool:
        return leaves(self._info, node, self._members[0], self._members[-1])

    def _spots_in(self, node: Node) -> list[Spot]:
        return [spot for spot in self._spots if covers(node, spot.node)]

    def _hold_list(self, members: Sequence[Node]) -> None:
        if not members:
            return
        if self._leaves(members[-1]):
            self._hold_until_exit(members)
            return
        self._hold_all(members)

    def _hold_all(self, members: Sequence[Node]) -> None:
        for member in members:
            self._hold(member)

    def _hold_until_exit(self, members: Sequence[Node]) -> None:
        """The lock goes before the first statement that needs it no more."""
        count = max((n + 1 for n, each in enumerate(members) if self._spots_in(each)), default=0)
        for member in members[: min(count, len(members) - 1)]:
            self._hold(member)
        if count == len(members):
            self._leave_with_reads(members[-1])
        else:
            self.held.before.append((members[count], self._unlock))

    def _leave_with_reads(self, statement: Node) -> None:
        reads = self._spots_in(statement)
        front = self._hoister.reads([statement], reads, self._locks, self._spots)
        if front.before or not front.is_held or self._locks[0] in front.under:
            raise self._hoister.refused(statement)
        self.held.before.append((statement, [*front.under, *self._unlock]))
        self.held.changes += front.changes
        self.held.read += [node for node, _ in front.changes]

    def _hold(self, member: Node) -> None:
        if self._leaves(member):
            self._hold_until_exit([member])
        elif not exits_in(self._info, member, self._members[0], self._members[-1]):
            self.held.nodes.append(member)
        else:
            self._hold_parts(member)

    def _hold_parts(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "statement_list":
                self._hold_list(members_of(child))
            elif child.type in _HOLDERS:
                self._hold_parts(child)
            elif child.type not in ("comment", "label_name"):
                self.held.nodes.append(child)

    def _release_if(self, statement: Node) -> None:
        """The header is under the lock; each branch releases it behind its last access."""
        for name in ("initializer", "condition"):
            part = statement.child_by_field_name(name)
            if part is not None:
                self.held.nodes.append(part)
        self._release_block(statement.child_by_field_name("consequence"))
        other = statement.child_by_field_name("alternative")
        if other is None:
            self._add_else(statement)
        elif other.type == "if_statement":
            self._release_if(other)
        else:
            self._release_block(other)

    def _release_block(self, block: Node | None) -> None:
        listed = list_in(block)
        if block is None:
            return
        if listed is None:
            self._fill(block)
            return
        members = members_of(listed)
        if self._leaves(members[-1]):
            self._hold_until_exit(members)
            return
        count = max((n + 1 for n, each in enumerate(members) if self._spots_in(each)), default=0)
        if count == 0:
            self.held.before.append((members[0], self._unlock))
        else:
            self._release(members[:count])

    def _fill(self, block: Node) -> None:
        """An empty block gets the one statement."""
        file = self._info.file
        indent, feed = indentation(file.data, block.start_byte), newline(file.data)
        inside = file.data[block.start_byte + 1 : block.end_byte - 1]
        if inside.strip():  # a comment
            at = block.start_byte + 1
            text = f"{feed}{indent}\t{self._locks[1]}"
            self.held.edits.append(Edit(file.path, at, at, text))
            return
        text = f"{{{feed}{indent}\t{self._locks[1]}{feed}{indent}}}"
        self.held.edits.append(Edit(file.path, block.start_byte, block.end_byte, text))

    def _add_else(self, statement: Node) -> None:
        file, at = self._info.file, statement.end_byte
        indent, feed = indentation(file.data, statement.start_byte), newline(file.data)
        text = f" else {{{feed}{indent}\t{self._locks[1]}{feed}{indent}}}"
        self.held.edits.append(Edit(file.path, at, at, text))


_SIMPLE = (
    "expression_statement",
    "assignment_statement",
    "short_var_declaration",
    "send_statement",
    "go_statement",
    "defer_statement",
)
_HOLDERS = (
    "if_statement",
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
    "expression_case",
    "default_case",
    "type_case",
    "communication_case",
    "block",
    "labeled_statement",
)
