"""Paths as this layer keeps them: absolute strings with forward slashes, on every system.

Plain strings, because a large tree asks for hundreds of thousands of them.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from gofixmap.workspace import system


def parent(path: str) -> str:
    """The directory of a path; the file system's root is its own parent."""
    return path.rpartition("/")[0] or ("/" if path.startswith("/") else "")


def base(path: str) -> str:
    return path.rpartition("/")[2]


def join(directory: str, relative: str) -> str:
    """`relative` seen from `directory`, `..` resolved; an absolute one stays as it is."""
    if is_absolute(relative):
        return normal(relative)
    return normal(f"{directory.rstrip('/')}/{relative}")


def is_absolute(path: str) -> bool:
    return path.startswith("/") or os.path.isabs(path)  # noqa: PTH117 - a string, often


def normal(path: str) -> str:
    path = posixpath.normpath(path.replace(os.sep, "/"))
    return path[1:] if path.startswith("//") else path  # POSIX would keep exactly two


def absolute(path: str | Path) -> str:
    """The absolute form, with symbolic links left as they are."""
    return normal(str(Path.cwd() / path))


def real(path: str) -> str:
    """The path with symbolic links resolved, where the system can make sense of it."""
    return system.files().real(path)


def is_link(path: str) -> bool:
    return system.files().is_link(path)


def is_directory(path: str) -> bool:
    return system.files().is_directory(path)


def is_below(path: str, directory: str) -> bool:
    """Whether `path` is `directory` or lies in it."""
    return path == directory or path.startswith(directory.rstrip("/") + "/")
