"""The figures of the example's page, taken again: slow, and on Linux only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LESS = {"sync-pool": 0, "map-value": 1}  # allocations that are saved at least, where few are


def _rows(text: str) -> list[tuple[str, str, float, float]]:
    found = re.findall(r"^\| ([^|]+) \| `([\w-]+)` \| ([\d,.]+)\D* \| ([\d,.]+)\D* \|$", text, re.M)
    return [
        (what, codemod, float(before.replace(",", "")), float(after.replace(",", "")))
        for what, codemod, before, after in found
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="descriptors are read from /proc")
def test_the_load_costs_less_afterwards() -> None:
    command = [sys.executable, "benchmarks/shop.py"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    rows = _rows(ran.stdout)
    page = _rows((ROOT / "examples" / "shop" / "README.md").read_text(encoding="utf-8"))
    assert [row[:2] for row in rows] == [row[:2] for row in page]
    for what, codemod, before, after in rows:
        is_count = what.startswith("allocations")
        assert after <= before - LESS[codemod] if is_count else after * 10 < before, what
