"""One release for all ways out of a block: behind the last statement of it that needs the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._body_jumps import JUMPS, jumps_out_of
from msgspec import Struct

from gofixmap.codemod import Edit, indentation, insert_after, insert_before, lifetime, lines, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import SourceFile


class Release(Struct, frozen=True):
    """A release that is to be written before or behind a statement."""

    statement: Node
    before: bool

    def point(self, paths: lifetime.Paths) -> int | None:
        return paths.point_of(self.statement) if self.before else paths.end_of(self.statement)

    def edits(self, file: SourceFile, text: str) -> tuple[Edit, ...]:
        if not self.before:
            return insert_after(file, self.statement, [text])
        if self.statement.type in JUMPS:
            return insert_before(file, self.statement, [text])
        return _above_comments(file, self.statement, text)


def _above_comments(file: SourceFile, statement: Node, text: str) -> tuple[Edit, ...]:
    """`text` before a statement and the comments that stand on the lines above it."""
    at = start = lines.line_start(file.data, statement.start_byte)
    while at > 0:
        above = lines.line_start(file.data, at - 1)
        if not file.data[above:at].strip().startswith(b"//"):
            break
        at = above
    if at == start:
        return insert_before(file, statement, [text])
    feed = file.data[at:start].endswith(b"\r\n")
    line = indentation(file.data, statement.start_byte) + text + ("\r\n" if feed else "\n")
    return (Edit(file.path, at, at, line),)


def gathered(
    it: lifetime.Obligation,
    outcome: lifetime.Outcome,
    region: list[Node],
    reading: list[Node],
) -> list[Release] | None:
    """Releases that cover every way out, as few as there are blocks; None where they do not.

    `reading` are the uses that need the value open. What comes out is tried: with the releases in
    place nothing may leave with the value open, and no release may come where it is not.
    """
    gatherer = _Gatherer(it, outcome, reading)
    gatherer.statements(region, is_region=True)
    points, walked = gatherer.points, gatherer.walked
    if len(points) < len(gatherer.found) or walked.exits:
        return None
    return gatherer.found if points <= walked.open and not points & walked.shut else None


class _Gatherer:
    def __init__(
        self, it: lifetime.Obligation, outcome: lifetime.Outcome, reading: list[Node]
    ) -> None:
        self.found: list[Release] = []
        self._it = it
        self._outcome = outcome
        self._paths = lifetime.Paths.of(it.info, it.function)
        self._reading = reading
        needed = [self._paths.point_of(each) for each in (*reading, *outcome.ends)]
        self._needed = frozenset(each for each in needed if each is not None)

    @property
    def points(self) -> frozenset[int]:
        """Where the releases found so far are run."""
        found = (each.point(self._paths) for each in self.found)
        return frozenset(each for each in found if each is not None)

    @property
    def walked(self) -> lifetime.Walked:
        """The ways out with the releases found so far."""
        return lifetime.released_at(self._it, self._outcome, self.points)

    def statements(self, listed: list[Node], *, is_region: bool = False) -> None:
        """The releases for the ways out of a list that runs with the value open."""
        last = max((at for at, each in enumerate(listed) if self._needs(each)), default=-1)
        if not listed or not (is_region or self._is_left_by(listed, last)):
            for statement in listed:
                self._inside(statement)
            return
        for statement in listed[: last + 1]:
            self._inside(statement)
        if last < 0:
            self.found.append(Release(listed[0], before=True))
        elif self._paths.end_of(listed[last]) in self.walked.open:
            self.found.append(Release(listed[last], before=False))

    def _needs(self, statement: Node) -> bool:
        return any(
            statement.start_byte <= use.start_byte < statement.end_byte for use in self._reading
        )

    def _is_left_by(self, listed: list[Node], last: int) -> bool:
        """Whether nothing needs the value behind the last statement of a list that does."""
        first = listed[0]
        point = self._paths.end_of(listed[last]) if last >= 0 else self._paths.point_of(first)
        if point is None or point not in self._outcome.open or point in self._outcome.shut:
            return False
        if not self._paths.gets_on(point, self._it.statement):
            return False
        return not self._paths.behind(point, self._it.statement) & self._needed

    def _inside(self, statement: Node) -> None:
        """The releases inside one statement of a list."""
        if statement.type in JUMPS:
            self._before(statement)
        elif statement.type == "for_statement":
            for jump in jumps_out_of(statement):
                self._before(jump)
        else:
            for listed in _lists_in(statement):
                self.statements(nodes.named(listed))

    def _before(self, jump: Node) -> None:
        point = self._paths.point_of(jump)
        if point in self._outcome.open and point not in self._needed:
            self.found.append(Release(jump, before=True))


def _lists_in(statement: Node) -> Iterator[Node]:
    """The outermost statement lists of a statement, function literals left out."""
    for child in statement.named_children:
        if child.type == "statement_list":
            yield child
        elif child.type != "func_literal":
            yield from _lists_in(child)
