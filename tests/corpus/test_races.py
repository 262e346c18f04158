"""Racing programs that others have collected: whatever is called mended must be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from races import judge, programs, summary


@pytest.mark.corpus
def test_what_is_called_mended_neither_races_nor_fails() -> None:
    given = os.environ.get("GOFIXMAP_RACE_SUITES")
    if not given:
        pytest.skip("set GOFIXMAP_RACE_SUITES to folders of modules that race")
    suites = [Path(each).resolve() for each in given.split(os.pathsep)]
    rows = [judge(program, 10) for program in programs(suites)]
    assert rows
    assert not [row for row in rows if row.verdict in ("wrong", "error")], summary(rows)
