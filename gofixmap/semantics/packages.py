"""Package scopes: the package-level names of one package in one build, found without parsing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap.patterns import pattern
from gofixmap.semantics.declared import DeclaredType
from gofixmap.semantics.objects import Object
from gofixmap.semantics.types import Alias, Method, Named, Unknown
from gofixmap.syntax.source import Declaration
from gofixmap.workspace.context import BuildContext
from gofixmap.workspace.packages import Package

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker
    from gofixmap.semantics.info import Semantics

_KINDS = {"func": "func", "var": "var", "const": "const", "type": "type"}
_SINGLE_TYPE = pattern(rb"type[ \t]+\w+[ \t]*(?:\[[^]]*\][ \t]*)?([^( \t])")
_ALIAS = pattern(rb"(\w+)[ \t]*(?:\[[^]]*\][ \t]*)?=")
_REPEATABLE = frozenset(("init", "_"))
_Names = dict[str, Declaration | tuple[Declaration, ...]]  # mostly one: there are very many names


class PackageScope:
    """The package block of `package` built in `context`.

    Test files of the package are indexed apart: only test files see what they declare.
    """

    def __init__(self, semantics: Semantics, package: Package, context: BuildContext) -> None:
        self.semantics = semantics
        self.package = package
        self.context = context
        self.path = package.path
        self._names: _Names | None = None
        self._test_names: _Names | None = None
        self._methods: dict[str, dict[str, Declaration]] = {}
        self._test_methods: dict[str, dict[str, Declaration]] = {}
        self._objects: dict[tuple[str, str, int], Object] = {}
        self._aliases: dict[str, list[str]] | None = None
        self._declared_methods: dict[tuple[str, str, bool], Method | None] = {}

    @property
    def is_indexed(self) -> bool:
        """Whether anything was asked about the package; its files have then been read."""
        return self._names is not None or self._test_names is not None

    @cached_property
    def imports(self) -> frozenset[str]:
        """The import paths of all its files, tests included, whatever their build."""
        imports_of = self.semantics.workspace.imports_of
        return frozenset(path for file in self.package.all_files for path in imports_of(file))

    def files(self) -> tuple[str, ...]:
        """The non-test files of this build (all files of an external test package)."""
        return self._matching(self.package.files)

    def _matching(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        matches = self.semantics.workspace.matches
        return tuple(path for path in paths if matches(path, self.context))

    def _index(self, paths: tuple[str, ...], methods: dict[str, dict[str, Declaration]]) -> _Names:
        names: _Names = {}
        for path in self._matching(paths):
            file = self.semantics.workspace.declaring(path)
            for declaration in file.declarations if file is not None else ():
                method = declaration.method
                if method is not None:
                    methods.setdefault(method[0], {}).setdefault(method[1], declaration)
                    continue
                for name in declaration.names:
                    known = names.get(name)
                    if known is None:
                        names[name] = declaration
                    elif name not in _REPEATABLE:
                        names[name] = (*_all(known), declaration)
        return names

    def _normal(self) -> _Names:
        if self._names is None:
            self._names = self._index(self.package.files, self._methods)
        return self._names

    def _tests(self) -> _Names:
        if self._test_names is None:
            self._test_names = self._index(self.package.test_files, self._test_methods)
        return self._test_names

    def lookup(self, name: str, *, tests: bool = False, prefer: str = "") -> Object | None:
        """The package-level object of that name; None where this build declares none.

        `tests` also looks into the package's own test files. Where several files of the build
        declare the name, as unrelated programs in one directory do, the one in file `prefer` is
        meant, and without one there nothing is known of the name but that it is declared.
        """
        found = self._normal().get(name)
        if found is None and tests:
            found = self._tests().get(name)
        if found is None or name in _REPEATABLE:
            return None
        if isinstance(found, Declaration):
            return self.object_in(found, name)
        here = [each for each in found if each.file.path == prefer] or found
        return self.object_in(here[0], name) if len(here) == 1 else _ambiguous(here, name)

    def object_in(self, declaration: Declaration, name: str) -> Object:
        """The object for one of the names of a declaration."""
        key = (name, declaration.file.path, declaration.extent[0])
        found = self._objects.get(key)
        if found is None:
            checker = self.checker(declaration.file.path)
            found = checker.package_object(declaration, name)
            self._objects[key] = found
        return found

    def checker(self, path: str) -> Checker:
        return self.semantics.checker(path, self)

    def names(self) -> Iterator[str]:
        """All package-level names of this build, without those of test files."""
        yield from self._normal()

    def method(self, base: str, name: str, *, tests: bool = True) -> Method | None:
        """The method `name` declared with receiver base type `base`, in tests too if wanted."""
        key = (base, name, tests)
        if key in self._declared_methods:
            return self._declared_methods[key]
        self._normal()
        method = None
        for each in (base, *self._alias_receivers().get(base, ())):
            declaration = self._methods.get(each, {}).get(name)
            if declaration is None and tests:
                self._tests()
                declaration = self._test_methods.get(each, {}).get(name)
            if declaration is not None:
                method = self._method_of(declaration, name)
                break
        self._declared_methods[key] = method
        return method

    def _alias_receivers(self) -> dict[str, list[str]]:
        """The aliases that methods of a type are declared with, by the type's name."""
        if self._aliases is None:
            self._aliases = {}
            for name in self._alias_names():
                found = self.lookup(name, tests=True)
                target = found.type.unaliased if found is not None else None
                if isinstance(target, Named) and target.package == self.path:
                    self._aliases.setdefault(target.name, []).append(name)
        return self._aliases

    def _alias_names(self) -> Iterator[str]:
        """Names that have methods and may be aliases, by a look at the text alone."""
        for base in self._methods:
            for declaration in _all(self._normal().get(base, ())):
                if _may_be_alias(declaration, base.encode()):
                    yield base

    def dissolve(self) -> None:
        """Frees what refers to itself; the scope is of no use from then on."""
        for found in self._objects.values():
            if found.kind == "type" and isinstance(found.type, (Alias, Named)):
                source = found.type.declaration
                if isinstance(source, DeclaredType):
                    source.dissolve()
        self.__dict__.clear()

    def _method_of(self, declaration: Declaration, name: str) -> Method:
        return self.checker(declaration.file.path).declared_method(declaration, name)

    def methods(self, base: str) -> list[Method]:
        """All methods declared on a type, those of test files left out."""
        self._normal()
        bases = (base, *self._alias_receivers().get(base, ()))
        names = (name for each in bases for name in self._methods.get(each, {}))
        found = (self.method(base, name, tests=False) for name in names)
        return [method for method in found if method is not None]


def _all(found: Declaration | tuple[Declaration, ...]) -> tuple[Declaration, ...]:
    return (found,) if isinstance(found, Declaration) else found


def _may_be_alias(declaration: Declaration, name: bytes) -> bool:
    data, extent = declaration.file.data, declaration.extent
    if data.find(b"=", *extent) < 0:
        return False
    single = _SINGLE_TYPE.match(data, *extent)
    if single is not None:
        return single[1] == b"="
    return name in _ALIAS.findall(data, *extent)


def _ambiguous(declarations: Sequence[Declaration], name: str) -> Object:
    kinds = {_KINDS[declaration.keyword] for declaration in declarations}
    return Object(kinds.pop() if len(kinds) == 1 else "var", name, Unknown(f"several {name}"))


class PackageName(Object):
    """An imported package's name in a file. `scope` is None where the package is not found."""

    __slots__ = ("import_path", "scope")

    def __init__(self, name: str, import_path: str, scope: PackageScope | None) -> None:
        super().__init__("package", name, Unknown("a package"), package=import_path)
        self.import_path = import_path
        self.scope = scope
