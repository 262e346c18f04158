"""Where a workspace starts: the directory that all its paths are relative to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from gofixmap.errors import UsageError
from gofixmap.workspace import pathname
from gofixmap.workspace.gomod import parse_gomod
from gofixmap.workspace.resolver import used_directory
from gofixmap.workspace.watch import note, note_contents


class Root(Struct, frozen=True):
    """The root directory, the go.work file in force, and what the user named."""

    dir: str  # absolute, without symbolic links
    work_file: str  # absolute, or ""
    named: tuple[str, ...]  # absolute, below `dir`
    whole: bool  # everything below the root belongs; otherwise only what was named does


def find_root(paths: Sequence[str], *, use_go_work: bool, overlay: Mapping[str, bytes]) -> Root:
    """The root for absolute `paths`, which exist on disk or in the overlay.

    It is the directory of an enclosing go.work that has to do with the paths, else of the nearest
    go.mod, else the common ancestor; in that last case nothing but the named paths is looked at,
    for the ancestor may be a home directory. Raises UsageError for a path that does not exist.
    """
    for path in paths:
        if not os.path.lexists(path) and not _overlaid(path, overlay):
            raise UsageError("no such file or directory", where=path)
    ancestor = os.path.commonpath([_directory(path) for path in paths])
    work = _enclosing(ancestor, "go.work", overlay) if use_go_work else ""
    if work and not _concerns(work, ancestor, overlay):
        work = ""
    marker = work or _enclosing(ancestor, "go.mod", overlay)
    base = pathname.parent(marker) if marker else ancestor
    real = pathname.real(base)
    named = tuple(_moved(path, base, real) for path in paths)
    return Root(real, f"{real.rstrip('/')}/go.work" if work else "", named, bool(marker))


def _overlaid(path: str, overlay: Mapping[str, bytes]) -> bool:
    return path in overlay or any(each.startswith(path + "/") for each in overlay)


def _directory(path: str) -> str:
    return path if pathname.is_directory(path) else pathname.parent(path)


def _moved(path: str, base: str, real: str) -> str:
    relative = os.path.relpath(path, base)
    return real if relative == "." else pathname.join(real, relative)


def _enclosing(directory: str, name: str, overlay: Mapping[str, bytes]) -> str:
    """The nearest file called `name` in `directory` or above it, or ""."""
    while True:
        candidate = f"{directory.rstrip('/')}/{name}"
        note(candidate)
        if Path(candidate).is_file() or candidate in overlay:
            return candidate
        parent = pathname.parent(directory)
        if parent == directory:
            return ""
        directory = parent


def _concerns(work_file: str, ancestor: str, overlay: Mapping[str, bytes]) -> bool:
    """Whether a go.work has to do with a directory: it lies here, or uses a module around it.

    A stray go.work far above, say in the home directory, does not make that the workspace.
    """
    base = pathname.parent(work_file)
    if base == ancestor:
        return True
    note_contents(work_file)
    data = overlay.get(work_file)
    if data is None:
        try:
            data = Path(work_file).read_bytes()
        except OSError:
            return False
    directories = [used_directory(base, each) for each in parse_gomod(data).use]
    return any(
        f"{ancestor}/".startswith(f"{each.rstrip('/')}/") or each.startswith(f"{ancestor}/")
        for each in directories
    )
