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
SECONDS = 300


def commands(variable: str, default: str) -> list[str]:
    """The editors of one kind that are to be driven."""
    return os.environ.get(variable, default).split(os.pathsep)


def require(command: str) -> str:
    """Where a command is; the test fails where it is not."""
    found = shutil.which(command)
    if found is None:
        pytest.fail(f"{command} is not on PATH; docs/editors.md says how to get it")
    return found


def keep(name: str, seen: str) -> None:
    """Keeps what an editor showed, where GOFIXMAP_SEEN names a folder for that."""
    folder = os.environ.get("GOFIXMAP_SEEN")
    if folder:
        version = seen.partition("\n")[0].partition(",")[0].rpartition(" ")[2]
        file = Path(folder, f"{name.format(version)}.txt")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(seen, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Desk:
    """A copy of the module in shop/, and the surroundings of an editor that opens it."""

    folder: Path
    environment: dict[str, str]

    def run(self, name: str, *arguments: str, **environment: str) -> str:
        """Runs an editor that writes down what it sees; the text that it wrote.

        The text is kept as NAME.txt; a {} in the name stands for the version in its first line.
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
        keep(name, seen.replace(str(self.folder.parent), "~"))
        return seen

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")
