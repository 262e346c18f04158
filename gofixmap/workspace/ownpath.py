"""The import path of a tree that is written nowhere, as the imports in it show.

The packages of a tree import each other by it: where `example.com/own/a/b` and `example.com/own/c`
are imported, and the tree has the directories `a/b` and `c`, its own path is `example.com/own`. Of
another project most imports would lead nowhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from gofixmap.workspace.tree import Tree

_FILES = 200  # that are read at most, few of each directory
_OF_EACH = 3
_LEAST = 2  # directories that have to be imported
_ELSEWHERE = frozenset({"vendor", "testdata", "Godeps", "third_party", "node_modules"})


def own_path_shown(tree: Tree, top: str) -> str:
    """The import path of the tree at `top`, or "" where its imports do not tell."""
    imported = {path for file in _some_files(tree, top) for path in tree.imports(file)}
    led: dict[str, set[str]] = {}  # the directories that the imports below a path lead to
    for path in imported:
        for prefix, rest in _splits(path):
            if tree.has_go_files(f"{top}/{rest}"):
                led.setdefault(prefix, set()).add(rest)
    own = [each for each in led if len(led[each]) >= _LEAST and _leads(each, led[each], imported)]
    most = max((len(led[each]) for each in own), default=0)
    likely = [each for each in own if len(led[each]) == most]
    return likely[0] if len(likely) == 1 else ""


def _leads(prefix: str, led: set[str], imported: set[str]) -> bool:
    """Whether the imports below a path lead to directories: all, but for a few that the tree has
    not got, such as generated ones."""
    below = sum(path.startswith(f"{prefix}/") for path in imported)
    return len(led) * 10 >= below * 9


def _splits(path: str) -> Iterator[tuple[str, str]]:
    """The ways to take an import path for that of a tree and a directory in it."""
    parts = path.split("/")
    if "." not in parts[0] or "vendor" in parts or "_workspace" in parts:
        return
    for at in range(2, len(parts)):
        yield "/".join(parts[:at]), "/".join(parts[at:])


def _some_files(tree: Tree, top: str) -> Iterator[str]:
    return islice(_files(tree, top), _FILES)


def _files(tree: Tree, top: str) -> Iterator[str]:
    """A few Go files of each directory, those nearest to the top first."""
    pending = deque([top])
    while pending:
        directory = pending.popleft()
        listing = tree.listing(directory)
        for name in listing.go_files[:_OF_EACH]:
            yield f"{directory}/{name}"
        for name in listing.directories:
            if name not in _ELSEWHERE and name[0] not in "._":
                pending.append(f"{directory}/{name}")
