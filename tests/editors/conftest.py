"""A desk for each test: a module of Go, and the surroundings of an editor."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from editor_desk import EDITORS, HERE, Desk


@pytest.fixture
def desk(tmp_path: Path, go: Path, go_env: dict[str, str]) -> Desk:
    folder = tmp_path / "shop"
    shutil.copytree(HERE / "shop", folder)
    home = tmp_path / "home"
    home.mkdir()
    environment = go_env | {
        "HOME": str(home),
        "GOFIXMAP_COMMAND": str(Path(sys.executable).parent / "gofixmap"),
        "GOFIXMAP_EDITORS": str(EDITORS),
        "GOFLAGS": "-mod=mod",
    }
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    return Desk(folder, environment)
