"""Mutants of golden cases and of the standard library: whatever the code, every promise holds."""

from __future__ import annotations

from random import Random

import pytest
from fuzz_invariants import Bench, Report
from fuzz_mutator import Mutator, tokens_of
from fuzz_seeds import Nursery, golden_seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_GATE = 250  # mutants in each run of the suite; the campaign takes 100,000
_SALT_OF_THE_GATE = 10_000_000  # so that the gate and a campaign do not try the same ones


def _shown(report: Report) -> str:
    return "\n".join(f"{fault.kind}: {fault.detail}" for fault in report.faults)


def test_mutants(bench: Bench, nursery: Nursery) -> None:
    for index in range(_SALT_OF_THE_GATE, _SALT_OF_THE_GATE + _GATE):
        tree = nursery.mutant(index)
        report = bench.try_tree(tree)
        assert not report.faults, f"mutant {index} of {tree.name}: {_shown(report)}"


@pytest.mark.slow
def test_100_000_mutants(bench: Bench, nursery: Nursery) -> None:
    for index in range(100_000):
        tree = nursery.mutant(index)
        report = bench.try_tree(tree)
        assert not report.faults, f"mutant {index} of {tree.name}: {_shown(report)}"


@settings(
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(random=st.randoms(use_true_random=False))
def test_mutants_that_shrink(bench: Bench, nursery: Nursery, random: Random) -> None:
    report = bench.try_tree(nursery.grown(random))
    assert not report.faults, _shown(report)


@given(st.binary())
def test_tokens_joined_are_the_file(data: bytes) -> None:
    assert b"".join(tokens_of(data)) == data


@given(st.binary(), st.lists(st.binary(), max_size=2), st.randoms(use_true_random=False))
def test_anything_can_be_mutated(data: bytes, others: list[bytes], random: Random) -> None:
    assert isinstance(Mutator(random, others).mutate(data), bytes)


def test_a_mutant_is_the_same_in_every_run(nursery: Nursery) -> None:
    assert nursery.mutant(7) == nursery.mutant(7)


def test_seeds_as_they_are_keep_every_promise(bench: Bench) -> None:
    for tree in list(golden_seeds())[::40]:
        report = bench.try_tree(tree)
        assert not report.faults, f"{tree.name}: {_shown(report)}"
