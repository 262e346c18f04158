"""What a package, and those of the workspace that it imports, do with the default mux."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._pprof_served import HTTP, Served, served_at
from msgspec import Struct

from gofixmap.codemod import sharing, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Package, Semantics

PPROF = "net/http/pprof"
EXPVAR = "expvar"
_REGISTERING = frozenset({"Handle", "HandleFunc"})


class Registered(Struct, frozen=True):
    """A handler on the default mux: the call `http.Handle(...)`; or another use of the mux."""

    info: FileInfo
    node: Node
    is_call: bool


class Program:
    """A package and what it imports from the workspace, without tests."""

    def __init__(self, semantics: Semantics, package: Package) -> None:
        self.package = package
        self.own = tuple(semantics.file(path) for path in package.files)
        self._semantics = semantics
        self._all: tuple[FileInfo, ...] | None = None

    @property
    def all(self) -> tuple[FileInfo, ...]:
        """The files of all packages, the program's own first."""
        if self._all is None:
            self._all = tuple(self._reached())
        return self._all

    def _reached(self) -> Iterator[FileInfo]:
        seen, pending = {self.package.dir}, [self.package]
        while pending:
            package = pending.pop()
            for path in package.files:
                if path.startswith("/"):
                    break
                info = self._semantics.file(path)
                yield info
                for spec in info.file.imports:
                    found = self._semantics.workspace.resolve_import(spec.path, path)
                    is_ours = found is not None and found.files and found.files[0][:1] != "/"
                    if found is not None and is_ours and found.dir not in seen:
                        seen.add(found.dir)
                        pending.append(found)

    def importing(self, path: str) -> list[FileInfo]:
        """The package's own files that import `path`."""
        return [info for info in self.own if any(spec.path == path for spec in info.file.imports)]

    def imports_anywhere(self, path: str) -> bool:
        return any(spec.path == path for info in self.all for spec in info.file.imports)

    def served(self) -> list[Served]:
        """Everything in the program that serves the default mux."""
        found = []
        for info in self.all:
            if not any(spec.path == HTTP for spec in info.file.imports):
                continue
            for node in _nodes(info, b"Serve", ("call_expression", "composite_literal")):
                served = served_at(info, node)
                if served is not None:
                    found.append(served)
        return found

    def registered(self) -> list[Registered]:
        """The handlers that the program puts on the default mux, and its other uses."""
        found: list[Registered] = []
        for info in self.all:
            if any(spec.path == HTTP for spec in info.file.imports):
                found += _registered(info)
        return found

    def has_handlers(self) -> bool:
        """Whether the program's own package serves profiles on a mux of its own."""
        return any(
            node.type == "selector_expression" and _is(info, node, PPROF, "Index")
            for info in self.importing(PPROF)
            for node in _nodes(info, b"Index", ("selector_expression",))
        )

    def sets_handler(self) -> bool:
        """Whether something assigns to the handler of a server after it is made."""
        for info in self.own:
            for node in _nodes(info, b"Handler", ("assignment_statement",)):
                left = node.child_by_field_name("left")
                if left is not None and info.file.text(left).endswith(".Handler"):
                    return True
        return False


def _nodes(info: FileInfo, word: bytes, types: tuple[str, ...]) -> Iterator[Node]:
    for declaration in info.file.declarations:
        if word in declaration.text and not declaration.has_error:
            yield from (node for node in walk(declaration.node) if node.type in types)


def _registered(info: FileInfo) -> Iterator[Registered]:
    for node in _nodes(info, b"Handle", ("call_expression",)):
        package, name = sharing.callees.called(info, node)
        if package == HTTP and name in _REGISTERING:
            yield Registered(info, node, is_call=True)
    for node in _nodes(info, b"DefaultServeMux", ("selector_expression",)):
        if _is(info, node, HTTP, "DefaultServeMux"):
            yield Registered(info, node, is_call=False)


def _is(info: FileInfo, selector: Node, package: str, name: str) -> bool:
    chosen = info.selection(selector)
    found = chosen.object if chosen is not None and chosen.kind == "package" else None
    return found is not None and (found.package, found.name) == (package, name)
