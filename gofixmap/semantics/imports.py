"""The import declarations of one file as names; packages are looked for when a name is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.semantics.objects import Object
from gofixmap.semantics.packages import PackageName, PackageScope
from gofixmap.syntax.source import ImportSpec

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

_UNTRIED = object()


class FileImports:
    """The file block of one file."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._found: dict[str, PackageName | None] = {}
        self._scopes: dict[str, PackageScope | None] = {}

    def lookup(self, name: str) -> Object | None:
        """The imported package called `name`, or the exported name of a dot import."""
        found = self.package(name)
        return found if found is not None else self._through_dot(name)

    def package(self, name: str) -> PackageName | None:
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> PackageName | None:
        if name in ("_", "."):
            return None
        implicit = []
        for spec in self._checker.file.imports:
            if spec.name == name:
                return PackageName(name, spec.path, self.scope(spec.path))
            if not spec.name:
                implicit.append(spec)
        # The import path usually tells the name: look at likely ones before the others.
        for spec in sorted(implicit, key=lambda each: not _is_likely(each, name)):
            if self._is_called(spec, name):
                return PackageName(name, spec.path, self.scope(spec.path))
        return None

    def _is_called(self, spec: ImportSpec, name: str) -> bool:
        if spec.path in ("C", "unsafe"):
            return spec.path == name
        scope = self.scope(spec.path)
        if scope is None:
            return _is_likely(spec, name)
        return scope.package.name == name

    def scope(self, import_path: str) -> PackageScope | None:
        """The package scope behind an import path of this file; None where it is not found."""
        if import_path not in self._scopes:
            self._scopes[import_path] = self._resolve(import_path)
        return self._scopes[import_path]

    def _resolve(self, import_path: str) -> PackageScope | None:
        if import_path in ("C", "unsafe"):
            return None
        checker = self._checker
        semantics = checker.semantics
        package = semantics.workspace.resolve_import(import_path, checker.path)
        if package is None:
            return None
        return semantics.scope(package, checker.package.context)

    def _through_dot(self, name: str) -> Object | None:
        if not name[:1].isupper():
            return None
        for spec in self._checker.file.imports:
            scope = self.scope(spec.path) if spec.name == "." else None
            found = self.exported(scope, name) if scope is not None else None
            if found is not None:
                return found
        return None

    def exported(self, scope: PackageScope, name: str) -> Object | None:
        """A name of another package; an external test also sees the package's own test files."""
        mine = self._checker.package.package
        tests = mine.path == f"{scope.path}_test" and mine.dir == scope.package.dir
        return scope.lookup(name, tests=tests)


def _is_likely(spec: ImportSpec, name: str) -> bool:
    """Whether an import path suggests the package name, as `gopkg.in/yaml.v3` does `yaml`."""
    parts = spec.path.split("/")
    if len(parts) > 1 and parts[-1][:1] == "v" and parts[-1][1:].isdigit():
        parts.pop()
    last = parts[-1]
    return last == name or last.split(".")[0] == name or last.removeprefix("go-") == name
