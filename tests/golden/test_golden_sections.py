"""What codemods that lock give: no section right behind another of the same lock."""

from __future__ import annotations

import re

import pytest
from golden_cases import golden_cases

from gofixmap.authoring.cases import Case

_TWICE = re.compile(
    r"^[ \t]*(?P<lock>\S+)\.R?Unlock\(\)\s*?\n\s*(?P=lock)\.R?Lock\(\)$", re.MULTILINE
)
CASES = [each for each in golden_cases() if (each.path / "after").is_dir()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_lock_is_given_back_and_taken_at_once(case: Case) -> None:
    for path in sorted((case.path / "after").rglob("*.go")):
        found = _TWICE.search(path.read_text(encoding="utf-8", errors="surrogateescape"))
        assert found is None, f"{path.name}: {found[0] if found else ''}"


def test_such_a_pair_is_seen() -> None:
    assert _TWICE.search("\tc.mu.Unlock()\n\n\tc.mu.RLock()\n")
    assert not _TWICE.search("\tc.mu.Unlock()\n\td.mu.Lock()\n")
    assert not _TWICE.search("\tc.mu.Unlock()\n\tf()\n\tc.mu.Lock()\n")
