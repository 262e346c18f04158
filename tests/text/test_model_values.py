"""The values that cross processes."""

from __future__ import annotations

import pickle

import pytest
from msgspec.structs import fields

from gofixmap.errors import EXIT_PARTIAL, EXIT_USAGE, GofixmapError, UsageError
from gofixmap.model import (
    Edit,
    Evidence,
    FileProblem,
    Finding,
    Fix,
    RunResult,
    Safety,
    Status,
    Summary,
)
from gofixmap.text import Span

EDIT = Edit("a/b.go", 3, 5, "x")
FINDING = Finding(
    "map-writeback",
    "cannot assign",
    "a/b.go",
    Span(3, 5),
    "example.com/a.F",
    Safety.SAFE,
    Status.FIXABLE,
    evidence=(Evidence("race", "goroutine 7", "a/b.go", Span(1, 2)),),
    fix=Fix("write it back", (EDIT, Edit("a/a.go", 0, 0, "y"), EDIT), ("a note",)),
)


@pytest.mark.parametrize(
    "value",
    [
        EDIT,
        FINDING,
        FileProblem("a.go", "not UTF-8"),
        RunResult("/root", (FINDING,), {"a.go": b"1"}, {"a.go": b"2"}, summary=Summary(files=1)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_pickle_and_are_frozen(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    field = fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="immutable"):
        setattr(value, field, None)


def test_tiers_are_ordered() -> None:
    assert Safety.SAFE < Safety.REVIEW < Safety.TARGET
    assert [tier.label for tier in Safety] == ["safe", "review", "target"]


def test_the_statuses_are_the_documented_ones() -> None:
    names = ["fixed", "fixable", "declined", "suppressed", "conflict", "unproven"]
    assert [status.value for status in Status] == names


def test_with_status_keeps_a_reason_that_it_does_not_replace() -> None:
    declined = FINDING.with_status(Status.DECLINED, "the post statement writes", "for-post")
    conflict = declined.with_status(Status.CONFLICT)
    assert (conflict.status, conflict.reason_id) == (Status.CONFLICT, "for-post")
    assert conflict.reason == "the post statement writes"
    assert FINDING.status is Status.FIXABLE


def test_paths_of_a_fix() -> None:
    assert FINDING.fix is not None
    assert FINDING.fix.paths == ("a/a.go", "a/b.go")
    assert EDIT.span == Span(3, 5)


def test_an_error_reads_as_one_line() -> None:
    error = UsageError("no such path", where="x/y", hint="name a directory")
    assert str(error) == "x/y: no such path (name a directory)"
    assert str(GofixmapError("broken")) == "broken"
    assert error.exit_code == EXIT_USAGE
    assert GofixmapError("some failed", exit_code=EXIT_PARTIAL).exit_code == EXIT_PARTIAL
