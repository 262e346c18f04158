"""A project that holds codemods: its package, where its golden cases and pages are."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from gofixmap.authoring.register import registered
from gofixmap.codemod import Codemod
from gofixmap.distributions import GROUP
from gofixmap.errors import UsageError
from gofixmap.registry import Registry, installed, load_class

DEFAULT_IMPORT = "gofixmap_codemods"
_ALIAS = "_gofixmap_project"  # the import name under which a project's own package is loaded


class Project(Struct, frozen=True):
    """The folder of a project; codemods/, tests/golden/ and docs/rules/ lie in it."""

    folder: Path

    @property
    def package(self) -> Path:
        return self.folder / "codemods"

    @property
    def register(self) -> Path:
        """The module whose CODEMODS tuple names the codemods."""
        return self.package / "__init__.py"

    @property
    def golden(self) -> Path:
        return self.folder / "tests" / "golden"

    def module(self, name: str) -> Path:
        """Where the codemod of that name is, or would be."""
        return self.package / f"{name.replace('-', '_')}.py"

    def page(self, name: str) -> Path:
        return self.folder / "docs" / "rules" / f"{name}.md"

    def import_name(self) -> str:
        """The name under which codemods/ is installed, as the entry point says."""
        try:
            raw = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return DEFAULT_IMPORT
        except (OSError, ValueError) as error:
            where = str(self.folder / "pyproject.toml")
            raise UsageError(f"cannot read it: {error}", where=where) from error
        entries = raw.get("project", {}).get("entry-points", {}).get(GROUP, {})
        return next(iter(entries.values()), DEFAULT_IMPORT)


def registry_of(project: Project) -> Registry:
    """The installed codemods, with those of the project in place of installed namesakes.

    Imports the project's modules: only for a folder that the user has named. Raises
    EnvironmentProblem where they do not import.
    """
    if not project.register.is_file() or _is_installed(project):
        return installed()
    own = _load(project)
    names = {codemod.name for codemod in own}
    others = [codemod for codemod in installed().codemods if codemod.name not in names]
    return Registry([*others, *own])


def _is_installed(project: Project) -> bool:
    """Whether the installed package is the project's own folder, as in an editable install."""
    try:
        module = import_module(project.import_name())
    except ImportError:
        return False
    return Path(module.__file__ or "").resolve() == project.register.resolve()


def _load(project: Project) -> list[type[Codemod]]:
    """The project's classes, from a package of another name that hides nothing installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == _ALIAS]:
        del sys.modules[name]
    package = ModuleType(_ALIAS)
    package.__path__ = [str(project.package)]
    package.__spec__ = ModuleSpec(_ALIAS, None, is_package=True)
    sys.modules[_ALIAS] = package
    specs = registered(project.register.read_bytes(), str(project.register))
    return [load_class(f"{_ALIAS}.{spec.partition('.')[2]}") for spec in specs]
