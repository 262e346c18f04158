"""The golden cases of this repository, read once for all tests that are made of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gofixmap.authoring.cases import Case, find_cases

GOLDEN = Path(__file__).parent / "golden"


@cache
def golden_cases() -> tuple[Case, ...]:
    """All of them, in the order of their names."""
    return tuple(find_cases(GOLDEN))
