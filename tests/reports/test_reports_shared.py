"""Diffs that other processes make are those that the report would make itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from gofixmap.engine import Request
from gofixmap.engine.cachediffs import kept_diffs
from gofixmap.engine.forks import shared
from gofixmap.model import Edit, Finding, Fix, RunResult, Safety, Status, Summary
from gofixmap.reports.lines import plain
from gofixmap.reports.sources import Sources
from gofixmap.reports.text import report, shown_fixes
from gofixmap.text import Span

COUNT = 40


@pytest.fixture
def result(tmp_path: Path) -> RunResult:
    findings = []
    for n in range(COUNT):
        data = b"package p\n\nvar x = 1\n"
        (tmp_path / f"f{n}.go").write_bytes(data)
        # The edit of every tenth fix does not fit its file, and the report has to say so.
        at = 900 if n % 10 == 7 else data.index(b"1")
        fix = Fix("f", (Edit(f"f{n}.go", at, at + 1, str(n)),))
        status = Status.SUPPRESSED if n % 10 == 5 else Status.FIXABLE
        findings.append(
            Finding("c", "m", f"f{n}.go", Span(11, 14), "p.x", Safety.SAFE, status, fix=fix)
        )
    return RunResult(str(tmp_path), tuple(findings), {}, {}, (), Summary())


def text(result: RunResult, sources: Sources) -> list[str]:
    return [plain(line) for line in report(result, sources)]


def test_the_report_is_the_same(result: RunResult) -> None:
    expected = text(result, Sources(result))
    assert sum("cannot be shown" in line for line in expected) == COUNT // 10
    sources = Sources(result)
    sources.lay_out(shown_fixes(result), partial(shared, jobs=2))
    assert text(result, sources) == expected


def test_few_fixes_and_those_that_nobody_shares_are_laid_out_here(result: RunResult) -> None:
    expected = text(result, Sources(result))
    sources = Sources(result)
    sources.lay_out(list(shown_fixes(result))[:5], pytest.fail)
    sources.lay_out(shown_fixes(result), lambda work, fixes: [])
    assert text(result, sources) == expected


def test_what_the_cache_knows_is_not_made_again(result: RunResult) -> None:
    asked: list[Fix] = []

    def share(work: Callable[[Fix], str | None], fixes: Sequence[Fix]) -> list[str | None]:
        asked.extend(fixes)
        return list(map(work, fixes))

    request = Request(paths=(Path(result.root),), use_cache=True)
    lines = []
    for _ in range(2):
        with kept_diffs(request) as diffs:
            sources = Sources(result, diffs=diffs)
            sources.lay_out(shown_fixes(result), share)
            lines.append(text(result, sources))
    assert lines[0] == lines[1]
    assert len(asked) == COUNT - COUNT // 10
