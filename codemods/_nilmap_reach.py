"""Whether control gets to a write while the map can still be nil."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, lifetime, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_State = tuple[int, frozenset[tuple[str, bool]]]


class Nilness:
    """Where in one function a map is nil.

    It is nil behind the nodes of `starts` (None: from the beginning on), and no longer behind those
    of `making`; behind those of `asking` somebody has looked.
    """

    def __init__(
        self,
        info: FileInfo,
        function: Node,
        starts: Sequence[Node | None],
        making: Sequence[Node],
        asking: Sequence[Node],
    ) -> None:
        self._starts, self._making = starts, making
        self._from_start = Reach(info, function, [*making, *asking])
        self._from_making = Reach(info, function, [each for each in starts if each is not None])

    def is_possible(self, write: Node) -> bool:
        """Whether a way leads to the write that passes no place where the map is made."""
        return any(self._from_start.reaches(start, write) for start in self._starts)

    def is_certain(self, write: Node) -> bool:
        """Whether a way leads there, and none on which the map was made."""
        return self.is_possible(write) and not any(
            self._from_making.reaches(each, write) for each in self._making
        )


class Reach:
    """The ways through one function from where a map is nil.

    `making` are nodes behind which it may hold something, or behind which somebody has looked. A
    condition under which one of them stands is taken to come out the same everywhere.
    """

    def __init__(self, info: FileInfo, function: Node, making: Collection[Node]) -> None:
        self._info = info
        self._paths = lifetime.Paths.of(info, function)
        self._stops = {self._paths.point_of(node) for node in making}
        self._conditions = {
            text for node in making for text in self._conditions_around(node, function)
        }

    def _conditions_around(self, node: Node, function: Node) -> list[str]:
        found = []
        for around in ancestors(node, function):
            condition = around.child_by_field_name("condition")
            if around.type == "if_statement" and condition is not None:
                found += [self._info.file.text(each) for each in _operands(condition)]
        return found

    def reaches(self, start: Node | None, write: Node) -> bool:
        """Whether a way leads from behind `start` (None: the beginning) to `write`."""
        goal = self._paths.point_of(write)
        first = 0 if start is None else self._paths.point_of(start)
        if goal is None or first is None:
            return False
        points = self._paths.flow.points
        seen: set[_State] = set()
        pending: list[_State] = [(each, frozenset()) for each in points[first].successors]
        while pending:
            state = pending.pop()
            if state in seen:
                continue
            seen.add(state)
            index, known = state
            if index == goal:
                return True
            behind = None if index in self._stops else self._known_behind(index, known)
            if behind is not None:
                pending += [(each, behind) for each in points[index].successors]
        return False

    def _known_behind(
        self, index: int, known: frozenset[tuple[str, bool]]
    ) -> frozenset[tuple[str, bool]] | None:
        """What is known of conditions behind a point; None where it contradicts what was."""
        point = self._paths.flow.points[index]
        if point.condition is None:
            return known
        text = self._info.file.text(point.condition)
        if text not in self._conditions:
            return known
        if (text, not point.outcome) in known:
            return None
        return known | {(text, point.outcome)}


def _operands(condition: Node) -> Iterator[Node]:
    """The conditions that `&&`, `||` and `!` put together."""
    condition = nodes.unparenthesized(condition)
    operator = condition.child_by_field_name("operator")
    if operator is None or operator.type not in ("&&", "||", "!"):
        yield condition
        return
    for each in nodes.named(condition):
        yield from _operands(each)
