"""git as the tests run it: with a name of its own and no signing, whatever the machine says."""

from __future__ import annotations

import subprocess
from pathlib import Path

_IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    command = ["git", *_IDENTITY, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
