"""What the client can set: initializationOptions, or the section "gofixmap" of its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from gofixmap.errors import UsageError
from gofixmap.model import Safety
from gofixmap.registry import Registry, nearest

SECTION = "gofixmap"
VERIFY = ("none", "build", "vet", "test", "race", "auto")


class LspSettings(Struct, frozen=True):
    """The names in the client's JSON are those of the fields, in camel case.

    `select` and `ignore` go over those of a .gofixmap.toml, as on the command line; `config`
    replaces every .gofixmap.toml. `safety` is the highest tier that the commands apply,
    `fix_all_safety` that of "fix all". With `gopls` what gopls reports itself has no diagnostic of
    ours.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    safety: Safety = Safety.REVIEW
    config: str = ""
    fix_all_safety: Safety = Safety.SAFE
    verify: str = "build"
    gopls: bool = False


def read_settings(given: object, registry: Registry) -> tuple[LspSettings, tuple[str, ...]]:
    """The settings in a client's JSON, and what is wrong with it, a sentence each.

    What cannot be used stays at its default. The settings may be wrapped in the section's name.
    """
    if isinstance(given, Mapping) and isinstance(given.get(SECTION), Mapping):
        given = given[SECTION]
    if not isinstance(given, Mapping):
        problems = () if given is None else ("the settings must be an object",)
        return LspSettings(), problems
    reader = _Reader(registry)
    return reader.read(given), tuple(reader.problems)


class _Reader:
    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.problems: list[str] = []

    def read(self, given: Mapping[str, object]) -> LspSettings:
        known: dict[str, tuple[str, Callable[[str, object], object]]] = {
            _camel(name): (name, _READERS[name]) for name in LspSettings.__struct_fields__
        }
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key not in known:
                near = nearest(key, known)
                advice = f", did you mean {near}?" if near else ""
                self.problems.append(f"gofixmap has no setting {key!r}{advice}")
                continue
            name, read = known[key]
            try:
                values[name] = read(key, value)
                self._check_names(name, values[name])
            except UsageError as error:
                values.pop(name, None)
                self.problems.append(str(error))
        return LspSettings(**values)

    def _check_names(self, name: str, value: object) -> None:
        if name in ("select", "ignore"):
            assert isinstance(value, tuple)
            for each in value:
                self._registry.get(each)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)


def _names(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"{key!r} must be a list of names")
    return tuple(value)


def _safety(key: str, value: object) -> Safety:
    try:
        return Safety[str(value).upper()]
    except KeyError:
        raise UsageError(f"{key!r} must be safe, review or target") from None


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{key!r} must be a text")
    return value


def _verify(key: str, value: object) -> str:
    if value not in VERIFY:
        raise UsageError(f"{key!r} must be one of {', '.join(VERIFY)}")
    return str(value)


def _switch(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{key!r} must be true or false")
    return value


_READERS: Mapping[str, Callable[[str, object], object]] = {
    "select": _names,
    "ignore": _names,
    "safety": _safety,
    "config": _text,
    "fix_all_safety": _safety,
    "verify": _verify,
    "gopls": _switch,
}
