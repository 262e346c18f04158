"""Functions that hand a value round in circles: each answer holds what all of them do with it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from gofixmap.semantics.lifetime.keeping import UNKNOWN, Use, Uses, _Following

MOST = 8  # functions in a circle that are followed to the end
CALLS = st.lists(st.lists(st.integers(0, MOST - 1), max_size=4), min_size=MOST, max_size=MOST)
OWN = st.lists(st.frozensets(st.sampled_from(Use), max_size=1), min_size=MOST, max_size=MOST)


class _Program:
    """Function `n` does `own[n]` with its parameter, and hands it to the functions `calls[n]`."""

    def __init__(self, calls: Sequence[Sequence[int]], own: Sequence[Uses]) -> None:
        self._calls = calls
        self._own = own
        self._following = _Following()
        self.followed = 0

    def answer(self, number: int) -> Uses:
        return self._following.answer(("a.go", number, 0), lambda: self._follow(number))

    def _follow(self, number: int) -> Uses:
        self.followed += 1
        return self._own[number].union(*(self.answer(each) for each in self._calls[number]))

    def reached(self, number: int) -> Uses:
        seen, pending = {number}, [number]
        while pending:
            for each in set(self._calls[pending.pop()]) - seen:
                seen.add(each)
                pending.append(each)
        return frozenset[Use]().union(*(self._own[each] for each in seen))


@given(calls=CALLS, own=OWN, order=st.permutations(range(MOST)))
def test_an_answer_is_the_union_of_what_is_reached(
    calls: list[list[int]], own: list[Uses], order: list[int]
) -> None:
    program = _Program(calls, own)
    for number in order:
        assert program.answer(number) == program.reached(number)


def test_everybody_calls_everybody_and_each_is_followed_a_few_times() -> None:
    program = _Program([list(range(MOST))] * MOST, [frozenset({Use.LOOKS})] * MOST)
    assert program.answer(0) == {Use.LOOKS}
    assert program.followed <= 2 ** (MOST - 1)  # without provisional answers 13,700


def test_a_way_that_is_too_long_ends_in_unknown() -> None:
    length = 3 * MOST
    program = _Program([[n + 1] for n in range(length)] + [[]], [frozenset()] * (length + 1))
    assert program.answer(0) == UNKNOWN
    assert program.answer(length - 2) == frozenset()
