"""The import of sync/atomic, or of sync: added where it is needed, removed with its last use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes, Refusal
from msgspec import Struct, field

from gofixmap.codemod import add_import, remove_import, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


class Imports(Struct):
    """The imports that one fix needs and those that it makes unused."""

    changes: Changes
    path: str
    used: dict[str, str] = field(default_factory=dict)  # the package's name by file
    given_up: Counter[str] = field(default_factory=Counter)  # uses that go, by file

    def name(self, info: FileInfo, node: Node) -> str:
        """The name of the package where `node` stands; the import is added if it is not there.

        Raises Refusal where something else has the name that the file uses.
        """
        own = self.path.rpartition("/")[2]
        name = self.used.get(info.path)
        if name is None:
            found = info.lookup(own, node)
            ours = found is None or (found.kind == "package" and found.package == self.path)
            edits, name = add_import(info.file, self.path, taken=() if ours else (own,))
            self.changes.add(edits)
            self.used[info.path] = name
        denoted = info.lookup(name, node)
        if denoted is not None and denoted.package != self.path:
            raise Refusal("shadowed-import", info, node, name)
        if denoted is not None and denoted.kind != "package":
            raise Refusal("shadowed-import", info, node, name)
        return name

    def gives_up(self, info: FileInfo) -> None:
        """A use of the package that the fix takes away."""
        self.given_up[info.path] += 1

    def remove_unused(self, infos: dict[str, FileInfo]) -> None:
        """Removes the import from files whose last use is gone.

        Where other uses are left, another fix of the same run may take those away, and neither
        would remove the import: both claim it, so that one waits for the next round.
        """
        for path, gone in self.given_up.items():
            if path in self.used:
                continue
            self.changes.claims.add(f"{path}: import {self.path}")
            if _mentions(infos[path], self.path) == gone:
                self.changes.add(remove_import(infos[path].file, self.path))


def _mentions(info: FileInfo, path: str) -> int:
    """How often the file uses the package."""
    own = path.rpartition("/")[2]
    names = {spec.name or own for spec in info.file.imports if spec.path == path}
    found = 0
    for declaration in info.file.declarations:
        if declaration.keyword == "import":
            continue
        if not any(name.encode() in declaration.text for name in names):
            continue
        for node in walk(declaration.node):
            is_name = node.type in ("identifier", "package_identifier")
            if is_name and info.file.text(node) in names:
                denoted = info.object_of(node)
                found += denoted is None or denoted.package == path
    return found
