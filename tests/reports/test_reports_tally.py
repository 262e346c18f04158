"""Findings counted by codemod."""

from __future__ import annotations

from msgspec.structs import replace

from gofixmap.model import Finding, Safety, Status
from gofixmap.reports.tally import in_words, tally
from gofixmap.text import Span

FOUND = Finding("b", "message", "a.go", Span(0, 1), "m.f", Safety.SAFE, Status.FIXABLE)


def test_nothing_found_is_no_row() -> None:
    assert tally(()) == ()


def test_one_row_for_each_codemod_in_the_order_of_names() -> None:
    rows = tally([FOUND, replace(FOUND, codemod="a"), FOUND])
    assert [(row.codemod, row.found) for row in rows] == [("a", 1), ("b", 2)]


def test_reasons_are_those_of_findings_without_a_fix() -> None:
    declined = FOUND.with_status(Status.DECLINED, "it is small", "too-small")
    higher = FOUND.with_status(Status.FIXABLE, "apply it with --safety review")
    (row,) = tally([declined, declined, higher, FOUND.with_status(Status.CONFLICT, "overlaps")])
    assert row.reasons == {"too-small": 2, "conflict": 1}
    assert row.statuses == {Status.DECLINED: 2, Status.FIXABLE: 1, Status.CONFLICT: 1}


def test_proofs_are_those_of_applied_fixes() -> None:
    fixed = FOUND.with_status(Status.FIXED)
    (row,) = tally([FOUND, fixed, replace(fixed, proof="vet"), replace(fixed, proof="build")])
    assert row.proofs == {"": 1, "vet": 1, "build": 1}
    assert row.proven == 2


def test_most_come_first_in_words() -> None:
    assert in_words({"b": 1, "a": 1, "c": 3}) == "c 3, a 1, b 1"
    assert in_words({}) == ""
