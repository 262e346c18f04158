"""A repository with a campaign that is planned and run, as those that export it find it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from export_kit import at_home, copied, copied_state, template

from gofixmap.campaign.state import Store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own settings of git are those of nobody."""
    for name, value in at_home(tmp_path / "home").items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def root(planned: Path, tmp_path: Path) -> Path:
    return copied(planned, tmp_path)


@pytest.fixture
def store(planned: Path, root: Path, tmp_path: Path) -> Iterator[Store]:
    with copied_state(planned, root, tmp_path / "state.db") as store:
        yield store
