"""Which codemods exist: found through the entry-point group `gofixmap.codemods`.

Each entry names a module that holds `CODEMODS: tuple[str, ...]`, texts of the form
"module:Class". The built-in codemods and those of other distributions are found the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from importlib import import_module

from gofixmap import distributions
from gofixmap.codemod import Codemod
from gofixmap.errors import EnvironmentProblem, UsageError


class Registry:
    """Codemod classes by name, in the order in which overlapping fixes win, then by name."""

    def __init__(self, codemods: Iterable[type[Codemod]]) -> None:
        """Raises UsageError where two classes claim one name."""
        by_name: dict[str, type[Codemod]] = {}
        for codemod in codemods:
            other = by_name.setdefault(codemod.name, codemod)
            if other is not codemod:
                raise UsageError(
                    f"two codemods are named {codemod.name}: {_spec(other)} and {_spec(codemod)}",
                    hint="uninstall one of the two distributions",
                )
        self._by_name: Mapping[str, type[Codemod]] = {
            codemod.name: codemod
            for codemod in sorted(by_name.values(), key=lambda c: (c.order, c.name))
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    @property
    def codemods(self) -> tuple[type[Codemod], ...]:
        return tuple(self._by_name.values())

    def get(self, name: str, *, where: str = "") -> type[Codemod]:
        """Raises UsageError with the nearest name; `where` says who asked (a file and line)."""
        found = self._by_name.get(name)
        if found is None:
            raise UsageError(f"no codemod named {name!r}", where=where, hint=self._advice(name))
        return found

    def _advice(self, name: str) -> str:
        near = nearest(name, self._by_name)
        return f"did you mean {near}?" if near else "gofixmap list shows the names"

    def with_codemods(self, codemods: Iterable[type[Codemod]]) -> Registry:
        """This registry and more classes, such as one that is being written."""
        return Registry((*self.codemods, *codemods))


def nearest(name: str, names: Collection[str]) -> str:
    """The most similar of `names`, or "" where none is similar."""
    from difflib import get_close_matches  # only where a name is wrong

    found = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def installed() -> Registry:
    """Every codemod of every installed distribution; imports their modules."""
    codemods: list[type[Codemod]] = []
    for _, module_name in distributions.entries():
        codemods += (load_class(spec) for spec in _specs(module_name))
    return Registry(dict.fromkeys(codemods))


def _specs(module_name: str) -> tuple[str, ...]:
    module = _import(module_name)
    specs = getattr(module, "CODEMODS", None)
    if not isinstance(specs, tuple) or not all(isinstance(spec, str) for spec in specs):
        raise EnvironmentProblem(
            f"module {module_name} has no CODEMODS tuple of texts",
            hint="a codemod distribution is broken; update or uninstall it",
        )
    return specs


def load_class(spec: str) -> type[Codemod]:
    """The class that "module:Class" names; raises EnvironmentProblem where it is none."""
    module_name, _, class_name = spec.partition(":")
    found = getattr(_import(module_name), class_name, None)
    if not isinstance(found, type) or not issubclass(found, Codemod):
        raise EnvironmentProblem(f"{spec} is not a codemod class")
    if not isinstance(getattr(found, "name", None), str):
        raise EnvironmentProblem(f"{spec} has no name")
    return found


def working(codemod: type[Codemod]) -> type[Codemod]:
    """The class that does a codemod's work (see `Codemod.work`), imported where that is another.

    Raises EnvironmentProblem where it cannot be imported, or does not derive from the codemod.
    """
    if not codemod.work:
        return codemod
    found = load_class(codemod.work)
    if not issubclass(found, codemod):
        raise EnvironmentProblem(f"{codemod.work} does not derive from {_spec(codemod)}")
    return found


def _import(name: str) -> object:
    try:
        return import_module(name)
    except ImportError as error:
        raise EnvironmentProblem(
            f"cannot import {name}: {error}",
            hint="a codemod distribution is broken; update or uninstall it",
        ) from error


def _spec(codemod: type[Codemod]) -> str:
    return f"{codemod.__module__}:{codemod.__qualname__}"
