"""Methods of real modules, converted by name: each builds, vets and passes, or is declined."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conversions import modules_of, table, verdicts


@pytest.mark.corpus
def test_conversions_build_vet_and_pass_or_say_why_not() -> None:
    corpora = os.environ.get("GOFIXMAP_CORPORA")
    if not corpora:
        pytest.skip("set GOFIXMAP_CORPORA to a folder of checked-out Go modules")
    found = list(verdicts(modules_of(Path(corpora).resolve(), []), 50))
    assert found
    assert not [each for each in found if not each.is_good], table(found)
