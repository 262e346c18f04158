"""Every report of a module of racing programs names the variable that races.

Each test of the module says in a comment what it races on; the module is run once.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from gofixmap.cli import main
from gofixmap.evidence import read_evidence
from gofixmap.semantics.info import Semantics
from gofixmap.semantics.sharing.attribution import Attributed, attribute
from gofixmap.workspace import Workspace

RACING = Path(__file__).parent / "racing"
_EXPECTED = re.compile(r"// races: (.+)\nfunc (Test\w+)")


def expectations() -> dict[str, tuple[str, ...]]:
    """By test, the variables that it races on."""
    return {
        test: tuple(name.strip() for name in names.split(","))
        for path in sorted(RACING.rglob("*_test.go"))
        for names, test in _EXPECTED.findall(path.read_text(encoding="utf-8"))
    }


@pytest.fixture(scope="module")
def attributed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Attributed]]:
    """The reports of `go test -race`, by test."""
    folder = tmp_path_factory.mktemp("racing")
    root = Path(shutil.copytree(RACING, folder / "racing"))
    log = folder / "race.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["evidence", "race", "-o", str(log)]) == 0
    semantics = Semantics(Workspace.open([root]))
    found: dict[str, list[Attributed]] = defaultdict(list)
    for each in attribute(semantics, read_evidence([log])):
        found[each.report.test.partition("/")[0]].append(each)
    return found


@pytest.mark.parametrize("test", expectations())
def test_the_variable_that_races(test: str, attributed: dict[str, list[Attributed]]) -> None:
    wanted = expectations()[test]
    reports = attributed[test]
    assert reports, "the test did not race"
    for each in reports:
        named = each.symbols[0].qualified.rpartition("/")[2] if each.symbols else each.stale
        assert any(named == name or named.endswith(f".{name}") for name in wanted), each.detail
