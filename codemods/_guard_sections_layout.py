"""Which statements of a function become one section: grouping, lifting, merging."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import base_is_steady
from gofixmap_codemods._guard_sections_groups import groups_of, spot_elements
from gofixmap_codemods._guard_sections_model import Refused
from gofixmap_codemods._guard_sections_tree import (
    Part,
    Spot,
    covers,
    is_compound,
    members_of,
    never_falls,
    own_nodes,
    unlabeled,
)

from gofixmap.codemod import nodes

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_WHOLE_ONLY = (Part.CASE, Part.LOOP_TEST, Part.LOOP_POST, Part.RANGE, Part.RANGE_LEFT)
_GAP = 3  # statements between two sections that may join them


@dataclass(slots=True)
class Section:
    """Members `first` to `last` of a list under one lock."""

    listed: Node
    first: int
    last: int
    spots: list[Spot]
    joined: bool = False  # a check and its act, or several accesses that belong together
    core: list[Spot] = field(default_factory=list)  # those that must be together
    parts: list[Section] = field(default_factory=list)  # of one that was merged for looks
    members: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.members = members_of(self.listed)

    @property
    def base(self) -> str:
        return self.spots[0].access.base

    @property
    def held(self) -> list[Node]:
        return self.members[self.first : self.last + 1]

    @property
    def node(self) -> Node:
        """The first statement of the section."""
        return self.members[self.first]


class Layout:
    """Sections for the spots of one function."""

    def __init__(
        self, info: FileInfo, function: Node, spots: Sequence[Spot], conduct: Conduct
    ) -> None:
        self._info = info
        self._function = function
        self._spots = spots
        self._conduct = conduct

    def sections(self) -> list[Section]:
        groups = groups_of(self._info, self._function, self._spots)
        found = [self._ranged(group) for group in groups if self._spreads(group)]
        found = self._united(found, [g[0] for g in groups if not self._spreads(g)])
        found = [each for each in found if not self._is_in_snapshot(each, found)]
        for member in self._lifted(found):
            inside = [s for each in found for s in each.spots if covers(member, s.node)]
            found = [each for each in found if not covers(member, each.spots[0].node)]
            found.append(self._around([member], inside))
        return self._merged(found)

    def _is_in_snapshot(self, section: Section, found: Sequence[Section]) -> bool:
        """Whether a section only reads the element that a loop over a copy is at."""
        for other in found:
            for read in other.spots:
                if other.joined or self._conduct.is_quiet(other.node):
                    continue
                elements = spot_elements(read, self._spots)
                if all(spot in elements for spot in section.spots):
                    return True
        return False

    def _spreads(self, group: Sequence[Spot]) -> bool:
        return len(group) > 1

    def _ranged(self, group: Sequence[Spot]) -> Section:
        """The smallest range of one list that holds all spots of a group."""
        section = self._around([spot.member for spot in group], list(group))
        section.core = list(group)
        return section

    def _around(self, members: Sequence[Node], spots: list[Spot]) -> Section:
        for listed, _ in self._chain(members[0]):
            if all(covers(listed, each) for each in members):
                listed_members = members_of(listed)
                numbers = [
                    number
                    for number, each in enumerate(listed_members)
                    if any(covers(each, member) for member in members)
                ]
                spots = sorted(spots, key=lambda spot: spot.node.start_byte)
                return Section(listed, numbers[0], numbers[-1], spots, joined=True)
        raise Refused("calls-out-under-lock", self._info, members[0], "no statement holds it")

    def _chain(self, member: Node) -> Iterator[tuple[Node, Node]]:
        """The statement lists around a member, inside the function, and what they hold of it."""
        node: Node | None = member
        while node is not None and node.parent is not None and node != self._function:
            if node.parent.type == "statement_list":
                yield node.parent, node
            node = node.parent

    def _united(self, found: list[Section], loose: Sequence[Spot]) -> list[Section]:
        """Overlapping ranges made one, and the loose spots put into them or given their own."""
        pending = [*found, *(self._single(spot) for spot in loose)]
        done: list[Section] = []
        while pending:
            section = pending.pop()
            other = next((each for each in done + pending if _overlap(each, section)), None)
            if other is None:
                done.append(section)
                continue
            (done if other in done else pending).remove(other)
            spots = [*other.spots, *section.spots]
            members = [*self._own_members(other), *self._own_members(section)]
            joined = other.joined or section.joined
            merged = self._around(members, spots)
            merged.joined = joined
            merged.core = [*other.core, *section.core]
            pending.append(merged)
        return done

    def _own_members(self, section: Section) -> list[Node]:
        return section.held

    def narrowed(self, section: Section) -> Section | None:
        """The section without what only happens to stand in its range; None where that is it."""
        if not section.core or len(section.core) == len(section.spots):
            return None
        return self._ranged(section.core)

    def _single(self, spot: Spot) -> Section:
        section = self._around([spot.member], [spot])
        section.joined = False
        return section

    # Lifting: a compound statement that may be held as a whole

    def _lifted(self, sections: Sequence[Section]) -> list[Node]:
        body = self._function.child_by_field_name("body")
        found: list[Node] = []
        for child in nodes.named(body) if body is not None else ():
            if child.type == "statement_list":
                self._lift(child, sections, found)
        return found

    def _lift(self, listed: Node, sections: Sequence[Section], found: list[Node]) -> None:
        for member in members_of(listed):
            inside = [each for each in sections if covers(member, each.spots[0].node)]
            if any(each.listed == listed and each.last > each.first for each in inside):
                continue  # part of a longer range already
            if not inside or not is_compound(member):
                continue
            if self._wants_whole(member, inside) and self._can_hold(member, inside):
                found.append(member)
                continue
            for each in own_nodes(member):
                if each.type == "statement_list" and _list_owner(each, member):
                    self._lift(each, sections, found)

    def _wants_whole(self, member: Node, inside: Sequence[Section]) -> bool:
        spots = [spot for each in inside for spot in each.spots]
        if len(inside) > 1 or any(spot.part in _WHOLE_ONLY for spot in spots):
            return True
        if any(
            (spot.conditional or spot.chained) and spot.part is not Part.SIMPLE for spot in spots
        ):
            return True
        return unlabeled(member).type == "for_statement"

    def _can_hold(self, member: Node, inside: Sequence[Section]) -> bool:
        if not self._conduct.is_quiet(member):
            return False
        return len({each.base for each in inside}) == 1 and all(
            self._base_is_steady(member, member, spot) for each in inside for spot in each.spots
        )

    def _base_is_steady(self, first: Node, last: Node, spot: Spot) -> bool:
        return base_is_steady(self._info, first, last, spot)

    # Merging

    def _merged(self, sections: list[Section]) -> list[Section]:
        ordered = sorted(sections, key=lambda each: each.node.start_byte)
        done: list[Section] = []
        for section in ordered:
            before = next((e for e in reversed(done) if e.listed == section.listed), None)
            if before is not None and self._can_merge(before, section, sections):
                done[done.index(before)] = _merge(before, section)
            else:
                done.append(section)
        return done

    def _can_merge(self, left: Section, right: Section, others: Sequence[Section]) -> bool:
        gap = left.members[left.last + 1 : right.first]
        if len(gap) > _GAP or left.base != right.base:
            return False
        between = [*left.held, *gap]
        if any(
            covers(member, each.node) and each.listed != left.listed
            for member in (*between, *right.held)
            for each in others
        ):
            return False  # something inside has a section of its own
        if any(never_falls(self._info, each) or has_label(each) for each in between):
            return False
        if not self._conduct.are_quiet(between):
            return False
        first = left.node
        return all(base_is_steady(self._info, first, right.held[-1], s) for s in right.spots)


def _merge(left: Section, right: Section) -> Section:
    spots = [*left.spots, *right.spots]
    parts = [*(left.parts or [left]), right]
    merged = Section(left.listed, left.first, right.last, spots, joined=True, parts=parts)
    merged.core = list(spots)
    return merged


def has_label(member: Node) -> bool:
    return member.type == "labeled_statement"


def _list_owner(listed: Node, member: Node) -> bool:
    """Whether no other statement list stands between a list and the member that holds it."""
    node = listed.parent
    while node is not None and node != member:
        if node.type in ("statement_list", "func_literal"):
            return False
        node = node.parent
    return True


def _overlap(left: Section, right: Section) -> bool:
    a, b = left.held, right.held
    return (
        a[0].start_byte < b[-1].end_byte
        and b[0].start_byte < a[-1].end_byte
        and (left.listed != right.listed or left.first <= right.last)
        and not _is_header_and_body(left, right)
    )


def _is_header_and_body(left: Section, right: Section) -> bool:
    """A loose access in a header, and sections inside the body of that statement."""
    outer, inner = (left, right) if covers(left.listed, right.listed) else (right, left)
    return not outer.joined and outer.listed != inner.listed
