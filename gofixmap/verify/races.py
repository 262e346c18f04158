"""Which races are the same one, in two versions of the code."""

from __future__ import annotations

from collections.abc import Iterable

from gofixmap.evidence.model import CrashReport, RaceAccess, Report

RaceKey = tuple[str, ...]  # the functions that access, sorted


def race_key(report: Report) -> RaceKey:
    """What stays the same of a race when lines move: the functions that race with each other."""
    sides = (report.access,) if isinstance(report, CrashReport) else report.sides
    return tuple(sorted({_function(side) for side in sides}))


def _function(access: RaceAccess) -> str:
    frames = access.user_frames
    return frames[0].function if frames else "a function that is not known"


def race_keys(reports: Iterable[Report]) -> frozenset[RaceKey]:
    return frozenset(map(race_key, reports))


def race_words(key: RaceKey) -> str:
    """`a data race between p.F and p.G`."""
    if len(key) == 1:
        return f"a data race of {key[0]} with itself"
    return f"a data race between {' and '.join(key)}"
