"""What an analysis will ask of the file system beside the tree itself, found out beforehand.

Imports are followed from package to package as the analysis resolves them, and every question that
this makes is noted. It need not be complete: a worker asks for what is missing, at the price of
beginning its task again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import Package, Workspace, WorkspaceSpec, pathname
from gofixmap.workspace.system import Entry, Machine, reading

_DECLARATION = re.compile(rb"^(?:func|type|var|const)\b", re.MULTILINE)


class Noting(Machine):
    """This machine's files; `asked` are the paths that somebody wanted to know something of."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def read(self, path: str, limit: int, largest: int) -> bytes | None:
        self.asked.add(path)
        return super().read(path, limit, largest)

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Entry]]:
        self.asked.add(directory)
        return super().scan(directory)

    def is_file(self, path: str) -> bool:
        self.asked.add(path)
        return super().is_file(path)

    def is_directory(self, path: str) -> bool:
        self.asked.add(path)
        return super().is_directory(path)

    def is_link(self, path: str) -> bool:
        self.asked.add(path)
        return super().is_link(path)

    def real(self, path: str) -> str:
        self.asked.add(path)
        return super().real(path)


def asked_by(spec: WorkspaceSpec) -> set[str]:
    """The paths that resolving all imports of a workspace, directly or not, asks for."""
    noting = Noting()
    with reading(noting):
        workspace = Workspace.from_spec(spec)
        pending = [package.dir for package in workspace.packages()]
        seen = set(pending)
        while pending:
            directory = pending.pop()
            for package in workspace.packages_in(directory):
                for found in _imported(workspace, package):
                    if found.dir not in seen:
                        seen.add(found.dir)
                        pending.append(found.dir)
    return noting.asked


def _imported(workspace: Workspace, package: Package) -> Iterator[Package]:
    is_ours = pathname.is_below(package.dir, str(workspace.root))
    paths: dict[str, str] = {}
    for path in package.all_files if is_ours else package.files:
        data = workspace.read(path) or b""
        first = _DECLARATION.search(data)
        head = SourceFile(path, data[: first.start()] if first else data)
        paths.update((spec.path, path) for spec in head.imports)
    for import_path, importer in paths.items():
        found = workspace.resolve_import(import_path, importer)
        if found is not None:
            yield found
