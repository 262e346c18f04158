"""Modules and packages: frozen values that name files, without reading any."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from gofixmap.workspace.gomod import GoMod


@dataclass(frozen=True, slots=True)
class Module:
    """A module: where its import paths start and which language it is written in."""

    path: str  # prefix of its packages' import paths; "" for the standard library
    dir: str  # absolute; for a vendored module the directory of its copy
    go_version: tuple[int, int] | None  # None when no go.mod or modules.txt says anything
    version: str = ""  # of a module from the cache or a vendor directory
    is_standard: bool = False  # `std` or `cmd` of a GOROOT
    is_vendored: bool = False
    gomod: GoMod = field(default_factory=GoMod, compare=False, repr=False)

    def import_path(self, relative: str) -> str:
        """The import path of the package in directory `relative` ("" or "." for the module's)."""
        if relative in ("", "."):
            return self.path
        return f"{self.path}/{relative}" if self.path else relative


class Package(Struct, frozen=True):
    """The Go files of one directory that share a package clause, whatever their constraints.

    An in-package test file belongs to the package that it tests, an external test package
    (`foo_test`) is a package of its own whose files are all in `files`. Where a directory holds
    further package names (a `//go:build ignore` program beside a library), each is a package
    with the path `import/path#name`, which no import can name.
    """

    path: str
    name: str
    dir: str  # absolute
    module: Module | None
    files: tuple[str, ...]  # as `SourceFile.path` spells them, sorted
    test_files: tuple[str, ...] = ()

    @property
    def all_files(self) -> tuple[str, ...]:
        return self.files + self.test_files

    @property
    def is_main(self) -> bool:
        return self.name == "main"

    @property
    def is_external_test(self) -> bool:
        return self.path.endswith("_test") and all(f.endswith("_test.go") for f in self.files)

    @property
    def is_internal(self) -> bool:
        """Whether an `internal` element stands anywhere in the import path."""
        return "internal" in self.path.split("/")

    @property
    def importable_outside(self) -> bool:
        """Whether a module that we do not see may import this package.

        An `internal` element inside the module's own path does not count: modules that share
        the prefix before it may still import the package.
        """
        if self.is_main or not self.files or "#" in self.path or self.is_external_test:
            return False
        if self.module is None:
            return True
        if self.module.is_vendored:
            return False
        inside = self.path[len(self.module.path) :].split("/")
        return "internal" not in inside and "testdata" not in inside
