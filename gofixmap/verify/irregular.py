"""What is called *.go and is no file: Go would open it, and wait for a pipe without an end."""

from __future__ import annotations

import os
from pathlib import Path

from gofixmap.workspace import system
from gofixmap.workspace.system import Entry


def irregular(root: Path) -> tuple[str, ...]:
    """Pipes, devices, sockets and links to them named *.go below `root`: absolute, sorted.

    Folders are none: Go passes over them itself. Links to folders are not followed.
    """
    found: list[str] = []
    waiting = [root.as_posix()]
    while waiting:
        _look_into(waiting.pop(), found, waiting)
    return tuple(sorted(found))


def _look_into(directory: str, found: list[str], folders: list[str]) -> None:
    try:
        with system.files().scan(directory) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith("."):
                        folders.append(entry.path.replace(os.sep, "/"))
                elif entry.name.endswith(".go") and not _opens(entry):
                    found.append(entry.path.replace(os.sep, "/"))
    except OSError:
        return  # a folder that cannot be listed has nothing that Go could open


def _opens(entry: Entry) -> bool:
    try:
        return entry.is_file() or entry.is_dir()
    except OSError:  # a link to itself
        return False
