"""Whether control gets to a write while the map can still be nil."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, lifetime, nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_MOST = 20_000  # states; a loop over many conditions has more than there is time for


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

    def is_possible(self, write: Node, *, guess: bool = False) -> bool:
        """Whether a way leads to the write that passes no place where the map is made.

        `guess` is the answer where there are too many ways to tell.
        """
        return any(self._from_start.reaches(start, write, guess) for start in self._starts)

    def is_certain(self, write: Node) -> bool:
        """Whether a way leads there, and none on which the map was made."""
        return self.is_possible(write) and not any(
            self._from_making.reaches(each, write, guess=True) for each in self._making
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
        texts = {text for node in making for text in self._conditions_around(node, function)}
        self._bits = {text: 1 << at for at, text in enumerate(sorted(texts))}
        self._reached: dict[int, tuple[frozenset[int], bool]] = {}

    def _conditions_around(self, node: Node, function: Node) -> list[str]:
        found = []
        for around in ancestors(node, function):
            condition = around.child_by_field_name("condition")
            if around.type == "if_statement" and condition is not None:
                found += [self._info.file.text(each) for each in _operands(condition)]
        return found

    def reaches(self, start: Node | None, write: Node, guess: bool = False) -> bool:
        """Whether a way leads from behind `start` (None: the beginning) to `write`."""
        goal = self._paths.point_of(write)
        first = 0 if start is None else self._paths.point_of(start)
        if goal is None or first is None:
            return False
        if first not in self._reached:
            self._reached[first] = self._behind(first)
        found, is_whole = self._reached[first]
        return goal in found or (guess and not is_whole)

    def _behind(self, first: int) -> tuple[frozenset[int], bool]:
        """The points that can run behind one, and whether these are all.

        A state is a point and the conditions that came out true and false on the way to it. Of two
        at one point the one that knows less gets to all that the other gets to.
        """
        points = self._paths.flow.points
        seen: dict[int, list[tuple[int, int]]] = {}
        pending = [(each, 0, 0) for each in points[first].successors]
        for _ in range(_MOST):
            if not pending:
                return frozenset(seen), True
            index, yes, no = pending.pop()
            yes, no = yes & self._ahead[index], no & self._ahead[index]
            known = seen.setdefault(index, [])
            if any(not (one & ~yes or other & ~no) for one, other in known):
                continue
            known.append((yes, no))
            if index in self._stops:
                continue
            bit, outcome = self._tests[index]
            if bit & (no if outcome else yes):
                continue
            yes, no = (yes | bit, no) if outcome else (yes, no | bit)
            pending += [(each, yes, no) for each in points[index].successors]
        return frozenset(seen), False

    @cached_property
    def _tests(self) -> list[tuple[int, bool]]:
        """By point the bit of the condition that came out there, 0 for none, and how."""
        file = self._info.file
        return [
            (0, False)
            if point.condition is None or not self._bits
            else (self._bits.get(file.text(point.condition), 0), bool(point.outcome))
            for point in self._paths.flow.points
        ]

    @cached_property
    def _ahead(self) -> list[int]:
        """By point the conditions that may still be met: what is known of others is no use."""
        points = self._paths.flow.points
        ahead = [bit for bit, _ in self._tests]
        pending = list(range(len(points))) if self._bits else []
        before: list[list[int]] = [[] for _ in points]
        for index, point in enumerate(points):
            for each in point.successors:
                before[each].append(index)
        while pending:
            index = pending.pop()
            for each in before[index]:
                if ahead[index] & ~ahead[each]:
                    ahead[each] |= ahead[index]
                    pending.append(each)
        return ahead


def _operands(condition: Node) -> Iterator[Node]:
    """The conditions that `&&`, `||` and `!` put together."""
    condition = nodes.unparenthesized(condition)
    operator = condition.child_by_field_name("operator")
    if operator is None or operator.type not in ("&&", "||", "!"):
        yield condition
        return
    for each in nodes.named(condition):
        yield from _operands(each)
