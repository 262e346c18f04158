"""The golden kit notices everything that is not as expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from gofixmap.authoring.cases import load_case
from gofixmap.authoring.golden import run_case
from gofixmap.codemod import Codemod, Context, Edit, Finding, Fix, Match, Safety
from gofixmap.registry import Registry

SOURCE = "package golden\n\nfunc f() {\n\tone()\n}\n"


class Counting(Codemod):
    """one() becomes two(), and so does review() in that tier; many() is declined."""

    name = "counting"
    query = "(call_expression function: (identifier) @name) @site"
    declines: ClassVar[Mapping[str, str]] = {"many": "too many"}

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        text, node = match.text("name"), match.node("name")
        if text == "many":
            yield context.decline(match, "many", "many")
        if text == "one":
            edit = Edit(match.path, node.start_byte, node.end_byte, "two")
            yield context.finding(match, "one", fix=Fix("t", (edit,)))
        if text == "review":
            edit = Edit(match.path, node.start_byte, node.end_byte, "two")
            fix = Fix("t", (edit,))
            yield context.finding(match, "review", fix=fix, safety=Safety.REVIEW)


REGISTRY = Registry([Counting])


def _case(root: Path, toml: str, before: str, after: str = "") -> Path:
    path = root / "counting" / "case"
    for side, text in (("before", before), ("after", after)):
        if text:
            (path / side).mkdir(parents=True)
            (path / side / "a.go").write_text(text, encoding="utf-8")
    (path / "case.toml").write_text('description = "d"\nwhy = "w"\n' + toml, encoding="utf-8")
    return path


TWO = SOURCE.replace("one", "two")
MANY = SOURCE.replace("one", "many")
REVIEW = SOURCE.replace("one", "review")


@pytest.mark.parametrize(
    ("toml", "before", "after"),
    [
        ('expect = "change"\ntier = "safe"\n', SOURCE, TWO),
        ('expect = "keep"\n', TWO, ""),
        ('expect = "decline"\ndecline = "many"\n', MANY, ""),
        ('expect = "change"\nsafety = "review"\ntier = "review"\n', REVIEW, TWO),
        (
            'expect = "change"\ndecline = ["many", "many"]\n',
            SOURCE.replace("one()", "one()\n\tmany()\n\tmany()"),
            SOURCE.replace("one()", "two()\n\tmany()\n\tmany()"),
        ),
    ],
)
def test_as_expected(tmp_path: Path, toml: str, before: str, after: str) -> None:
    outcome = run_case(load_case(_case(tmp_path, toml, before, after)), REGISTRY)
    assert outcome.failures == ()
    assert outcome.after["a.go"].decode() == (after or before)
    assert "go.mod" in outcome.before


@pytest.mark.parametrize(
    ("toml", "before", "after", "failure"),
    [
        ('expect = "change"\n', SOURCE, MANY, "a.go is not as expected"),
        ('expect = "change"\n', SOURCE, SOURCE + "\n", "-\n"),
        ('expect = "change"\n', TWO, TWO, "nothing was fixed; found: nothing"),
        ('expect = "change"\n', REVIEW, TWO, "fixable"),
        ('expect = "change"\ntier = "review"\n', SOURCE, TWO, "a fix is safe, not review"),
        ('expect = "keep"\n', SOURCE, "", "nothing should be found"),
        ('expect = "keep"\n', MANY, "", "nothing should be found"),
        ('expect = "decline"\ndecline = "few"\n', MANY, "", "['many'], not for ['few']"),
        ('expect = "decline"\ndecline = ["many", "many"]\n', MANY, "", "not for ['many', 'many']"),
        ('expect = "keep"\nselect = ["nobody"]\n', TWO, "", "the run fails: no codemod named"),
    ],
)
def test_not_as_expected(tmp_path: Path, toml: str, before: str, after: str, failure: str) -> None:
    outcome = run_case(load_case(_case(tmp_path, toml, before, after)), REGISTRY)
    assert any(failure in each for each in outcome.failures), outcome.failures


class Idle(Counting):
    """Its fix changes nothing."""

    name = "counting"

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if match.text("name") == "one":
            node = match.node("name")
            edit = Edit(match.path, node.end_byte, node.end_byte, "")
            yield context.finding(match, "again", fix=Fix("t", (edit,)))


def test_a_fix_that_changes_nothing_is_no_fix(tmp_path: Path) -> None:
    path = _case(tmp_path, 'expect = "change"\n', SOURCE, SOURCE)
    outcome = run_case(load_case(path), Registry([Idle]))
    assert outcome.after["a.go"].decode() == SOURCE
