"""bounded-cache: limits as they are read, and what is told of maps that nobody names."""

from __future__ import annotations

from pathlib import Path

import pytest
from gofixmap_codemods._cache_bounds import Bounds, bounds_of

from gofixmap.engine import Request, run
from gofixmap.model import Finding, OptionValue, Safety, Status

GO = """package p

var rates = map[string]float64{}

func Rate(currency string, ask func(string) float64) float64 {
	if rate, ok := rates[currency]; ok {
		return rate
	}
	rate := ask(currency)
	rates[currency] = rate
	return rate
}
"""
LIMITS: dict[str, OptionValue] = {"bounded-cache.size": 100, "bounded-cache.ttl": "10m"}


class Options:
    """As much of a context as limits are read from."""

    def __init__(self, **options: OptionValue) -> None:
        self.options = options


@pytest.mark.parametrize(
    ("text", "go"),
    [
        ("10m", "10*time.Minute"),
        ("1h", "time.Hour"),
        ("1h30m", "90*time.Minute"),
        ("1.5h", "90*time.Minute"),
        ("36h", "36*time.Hour"),
        ("90s", "90*time.Second"),
        ("60s", "time.Minute"),
        ("250ms", "250*time.Millisecond"),
        ("1h0m1s", "3601*time.Second"),
        ("5us", "5*time.Microsecond"),
        ("7ns", "7*time.Nanosecond"),
    ],
)
def test_durations_are_written_as_go_would(text: str, go: str) -> None:
    bounds = bounds_of(Options(size=1, ttl=text))  # type: ignore[arg-type]
    assert bounds == Bounds("std", 1, bounds.nanoseconds)
    assert bounds.duration("time") == go


def found(root: Path, options: dict[str, OptionValue], **settings: object) -> list[Finding]:
    (root / "p.go").write_text(GO)
    (root / "go.mod").write_text("module example.com/p\n\ngo 1.24\n")
    request = Request(paths=(root,), select=("bounded-cache",), options=options, jobs=1, **settings)  # type: ignore[arg-type]
    return list(run(request).findings)


def test_a_cache_that_nobody_names_is_told_with_its_fix_and_left(tmp_path: Path) -> None:
    [finding] = found(tmp_path, LIMITS, safety=Safety.REVIEW)
    assert (finding.status, finding.safety) == (Status.FIXABLE, Safety.TARGET)
    assert finding.fix is not None
    assert finding.fix.title == "make rates a bounded cache of 100 entries for 10*time.Minute"
    assert finding.message == (
        "rates grows with every new key: looks a key up, computes what is missing and keeps it "
        "(+2), its keys come from a caller or a request (+2)"
    )


def test_without_limits_it_says_which_options_to_give(tmp_path: Path) -> None:
    [finding] = found(tmp_path, {})
    assert finding.status is Status.DECLINED
    assert "--option bounded-cache.size=1000" in finding.reason
    assert "--option bounded-cache.ttl=10m" in finding.reason


def test_a_finding_can_be_silenced(tmp_path: Path) -> None:
    (tmp_path / "p.go").write_text(GO)
    silent = GO.replace("var rates", "//gofixmap:ignore bounded-cache few currencies\nvar rates")
    (tmp_path / "go.mod").write_text("module example.com/p\n\ngo 1.24\n")
    (tmp_path / "p.go").write_text(silent)
    result = run(Request(paths=(tmp_path,), select=("bounded-cache",), jobs=1))
    assert [each.status for each in result.findings] == [Status.SUPPRESSED]
