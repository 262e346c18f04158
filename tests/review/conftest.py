"""A run over the example, and its patch."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofixmap.engine import Request, run
from gofixmap.model import RunResult, Safety
from gofixmap.review.headings import named_patch
from gofixmap.review.units import units_of

SHOP = Path(__file__).parents[2] / "examples" / "shop"


@pytest.fixture(scope="session")
def shop() -> RunResult:
    """All fixes of the example up to the review tier, unproven."""
    return run(Request(paths=(SHOP,), safety=Safety.REVIEW, jobs=1))


@pytest.fixture(scope="session")
def shop_patch(shop: RunResult) -> bytes:
    return named_patch(shop.before, shop.after, units_of(shop.findings)).patch.render()
