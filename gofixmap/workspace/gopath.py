"""Trees from the time before modules, which `go build` looked for below GOPATH.

Without a go.mod nothing says which release code is written for. Where the tree names its
dependencies to a tool of that time, or has itself built by Travis, it was written for a release
before 1.11, whatever toolchain meets it now.
"""

from __future__ import annotations

import re

from gofixmap.patterns import pattern
from gofixmap.workspace import pathname, system
from gofixmap.workspace.ownpath import own_path_shown
from gofixmap.workspace.tree import Tree

LAST_RELEASE = (1, 10)  # without any modules
_SIGNS = (
    *("Gopkg.toml", "Gopkg.lock", "glide.yaml", "glide.lock", "Godeps/Godeps.json"),
    *("vendor/vendor.json", "vendor/manifest", "vendor.conf", "trash.conf", ".travis.yml"),
)
# Where such a file says which import path the tree itself has.
_OWN_PATH = {
    "Godeps/Godeps.json": pattern(rb'"ImportPath"\s*:\s*"([^"\s]+)"'),
    "glide.yaml": pattern(rb"^package:[ \t]*([^\s#]+)", re.MULTILINE),
    "vendor/vendor.json": pattern(rb'"rootPath"\s*:\s*"([^"\s]+)"'),
    ".travis.yml": pattern(rb"^go_import_path:[ \t]*([^\s#]+)", re.MULTILINE),
}
#: What these files are called.
NAMES = frozenset(pathname.base(path) for path in _SIGNS)


class GopathTrees:
    """Answers by climbing to the top of the repository."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[str, bool] = {}
        self._own: dict[str, str] = {}

    def has(self, directory: str) -> bool:
        """Whether an absolute directory is in such a tree."""
        if directory not in self._known:
            self._known[directory] = self._has(directory)
        return self._known[directory]

    def _has(self, directory: str) -> bool:
        top = directory.rstrip("/")
        if any(self._tree.is_file(f"{top}/{path}") for path in _SIGNS):
            return True
        parent = pathname.parent(directory)
        return parent != directory and not _is_top(top) and self.has(parent)

    def own_path(self, directory: str) -> str:
        """The import path that the tree at an absolute directory says or shows it has, or ""."""
        if directory not in self._own:
            self._own[directory] = self._own_path(directory.rstrip("/"))
        return self._own[directory]

    def _own_path(self, top: str) -> str:
        for path, says in _OWN_PATH.items():
            if self._tree.is_file(f"{top}/{path}"):
                found = says.search(self._tree.read(f"{top}/{path}") or b"")
                if found is not None:
                    return found[1].decode("utf-8", "replace").strip("\"'/")
        is_tree = _is_top(top) or any(self._tree.is_file(f"{top}/{path}") for path in _SIGNS)
        return own_path_shown(self._tree, top) if is_tree else ""


def _is_top(directory: str) -> bool:
    """Whether a repository starts here."""
    mark = f"{directory}/.git"  # a file in a worktree
    return pathname.is_directory(mark) or system.files().is_file(mark)
