"""Real editors, found by name: each test fails where the one that it drives is missing.

GOFIXMAP_NVIM and GOFIXMAP_EMACS name several of a kind, with a colon between them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
EDITORS = HERE.parent.parent / "editors"
SECONDS = 90


def commands(variable: str, default: str) -> list[str]:
    """The editors of one kind that are to be driven."""
    return os.environ.get(variable, default).split(os.pathsep)


def require(command: str) -> str:
    """Where a command is; the test fails where it is not."""
    found = shutil.which(command)
    if found is None:
        pytest.fail(f"{command} is not on PATH; docs/editors.md says how to get it")
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """A copy of the module in shop/, and the surroundings of an editor that opens it."""

    folder: Path
    environment: dict[str, str]

    def run(self, name: str, *arguments: str, **environment: str) -> str:
        """Runs an editor that writes down what it sees; the text that it wrote.

        Where GOFIXMAP_SEEN names a folder, it is kept there as NAME.txt; a {} in the name stands
        for the version, with which the text begins.
        """
        file = self.folder.parent / "seen.txt"
        told = self.environment | environment | {"GOFIXMAP_SEEN_FILE": str(file)}
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=told,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        seen = file.read_text(encoding="utf-8") if file.exists() else ""
        assert done.returncode == 0, f"{seen}\n{done.stdout}\n{done.stderr}"
        keep = os.environ.get("GOFIXMAP_SEEN")
        if keep:
            version = seen.partition("\n")[0].partition(",")[0].split()[-1]
            Path(keep, f"{name.format(version)}.txt").write_text(seen, encoding="utf-8")
        return seen

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")
