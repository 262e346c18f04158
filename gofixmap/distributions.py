"""What installed distributions say of codemods: their entries in one entry-point group.

`importlib.metadata` takes as long to import as all codemods do, and a run over what an edit
concerns asks for this alone of it. It is asked where a place of `sys.path` is no folder, or where
somebody else than Python looks for distributions.
"""

# Texts, not Path objects: this looks at each distribution at every start.
# ruff: noqa: PTH113, PTH116, PTH118, PTH119, PTH208
from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from typing import NamedTuple

GROUP = "gofixmap.codemods"


class Distribution(NamedTuple):
    """`changed` is the time of the folder's last change in nanoseconds, 0 without entries."""

    name: str  # of the folder that describes it
    changed: int
    entries: tuple[tuple[str, str], ...]  # of our group: names and values


def entries() -> list[tuple[str, str]]:
    """Name and value of each entry of the group, sorted."""
    if _needs_metadata():
        from importlib.metadata import entry_points

        return sorted((entry.name, entry.value) for entry in entry_points(group=GROUP))
    return sorted({entry for each in distributions() for entry in each.entries})


def _needs_metadata() -> bool:
    others = (finder for finder in sys.meta_path if finder is not PathFinder)
    return any(hasattr(finder, "find_distributions") for finder in others) or any(
        os.path.isfile(entry) for entry in sys.path
    )


def distributions() -> list[Distribution]:
    """The distributions in the folders of `sys.path`."""
    return [each for entry in sys.path for each in _distributions_in(entry or ".")]


@cache
def _distributions_in(folder: str) -> tuple[Distribution, ...]:
    try:
        names = [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return ()
    return tuple(_distribution(os.path.join(folder, name)) for name in sorted(names))


def _distribution(folder: str) -> Distribution:
    name = os.path.basename(folder)
    try:
        with open(os.path.join(folder, "entry_points.txt"), "rb") as stream:
            text = stream.read().decode("utf-8", "replace")
        changed = os.stat(folder).st_mtime_ns
    except OSError:
        return Distribution(name, 0, ())
    found = _entries_in(text) if GROUP in text else ()
    return Distribution(name, changed if found else 0, found)


def _entries_in(text: str) -> tuple[tuple[str, str], ...]:
    """The entries of our group in an `entry_points.txt`, which has sections of `name = value`."""
    section = ""
    found = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == GROUP and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.append((name.strip(), value.strip()))
    return tuple(found)
