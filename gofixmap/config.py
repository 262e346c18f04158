"""`.gofixmap.toml`: which codemods run where, with which settings.

    select = ["map-writeback"]        # default: all
    ignore = ["pointer-receiver"]
    safety = "review"                 # safe | review | target
    targets = ["cart.Store.items"]    # design decisions that are made
    exclude = ["third_party/**"]      # globs as in .gitignore, from the file's directory
    baseline = "known.json"           # findings that `check` does not tell again

    [options.map-writeback]
    missing = "skip"

    [[overrides]]
    paths = ["internal/legacy/**"]
    ignore = ["map-writeback"]

The nearest file above a Go file wins, whole: files are not merged. Of the overrides that match a
path, later ones win key by key. Nothing in the file is executed, and it cannot name Python.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.codemod import OptionValue
from gofixmap.errors import UsageError
from gofixmap.model import Safety
from gofixmap.registry import Registry, nearest
from gofixmap.workspace.watch import note, note_contents

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE_NAME = ".gofixmap.toml"
MAX_BYTES = 256 * 1024  # a configuration is a page; more is a mistake or an attack
_SETTINGS = ("select", "ignore", "safety", "targets", "options")
_TOP = (*_SETTINGS, "exclude", "baseline", "overrides")
_OVERRIDE = ("paths", *_SETTINGS)
_TEXTS = ("select", "ignore", "targets", "exclude", "paths")


class Settings(Struct, frozen=True):
    """What holds for one path. `select` None means all codemods."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    safety: Safety | None = None
    options: tuple[tuple[str, OptionValue], ...] = ()  # ("map-writeback.missing", "skip")

    def runs(self, codemod: str) -> bool:
        return codemod not in self.ignore and (self.select is None or codemod in self.select)

    def options_of(
        self, codemod: str, defaults: Mapping[str, OptionValue]
    ) -> dict[str, OptionValue]:
        """`defaults` with what is set for this codemod, by the option's own name."""
        prefix = codemod + "."
        chosen = {k.removeprefix(prefix): v for k, v in self.options if k.startswith(prefix)}
        return {**defaults, **chosen}


class _Block(Struct, frozen=True):
    """The settings of the file's top, or of one of its overrides; None where not set."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] | None = None
    safety: Safety | None = None
    targets: tuple[str, ...] = ()
    options: Mapping[str, OptionValue] = field(default_factory=dict)

    def over(self, below: Settings) -> Settings:
        return Settings(
            below.select if self.select is None else self.select,
            below.ignore if self.ignore is None else self.ignore,
            below.safety if self.safety is None else self.safety,
            tuple(sorted({**dict(below.options), **self.options}.items())),
        )


class Config(Struct, frozen=True, dict=True):
    """One configuration file; paths given to it are relative to its directory."""

    path: str  # "" where there is no file
    directory: str
    top: _Block = _Block()
    exclude: tuple[str, ...] = ()
    overrides: tuple[tuple[tuple[str, ...], _Block], ...] = ()
    baseline: str = ""  # a file beside this one or below; "" for none

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return _spec(self.exclude)

    @cached_property
    def _specs(self) -> tuple[tuple[GitIgnoreSpec, _Block], ...]:
        return tuple((_spec(globs), block) for globs, block in self.overrides)

    @cached_property
    def _settings(self) -> Settings:
        return self.top.over(Settings())

    def excludes(self, relative: str) -> bool:
        """True for a file that `exclude` matches; `relative` has forward slashes."""
        return bool(self.exclude) and self._excluded.match_file(relative)

    def settings(self, relative: str) -> Settings:
        """What holds for the file at `relative` (to this configuration's directory)."""
        settings = self._settings
        for spec, block in self._specs:
            if spec.match_file(relative):
                settings = block.over(settings)
        return settings

    @property
    def targets(self) -> tuple[str, ...]:
        """Every symbol that the file names, those of its overrides included."""
        named = (self.top, *(block for _, block in self.overrides))
        return tuple(dict.fromkeys(target for block in named for target in block.targets))


def load(path: Path, registry: Registry) -> Config:
    """Reads one file. Raises UsageError with file and line for anything that is not valid."""
    return parse(_read(path), str(path), registry)


def _read(path: Path) -> str:
    note_contents(str(path.absolute()))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"cannot read the configuration: {error.strerror}", where=str(path)
        ) from error
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"the configuration is larger than {MAX_BYTES // 1024} KB", where=str(path)
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("the configuration is not UTF-8", where=str(path)) from error


def parse(text: str, path: str, registry: Registry) -> Config:
    """The configuration in `text`; `path` is for messages and gives the directory."""
    import tomllib  # most trees have no configuration

    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        what = str(error) or "nested too deeply"
        raise UsageError(f"not valid TOML: {what}", where=path) from error
    return _Reader(text, path, registry).config(table)


class _Reader:
    """Turns tables into settings; knows the line of a key for its messages."""

    def __init__(self, text: str, path: str, registry: Registry) -> None:
        self._lines = text.splitlines()
        self._path = path
        self._registry = registry

    def config(self, table: Mapping[str, object]) -> Config:
        self._check_keys(table, _TOP)
        overrides = table.get("overrides", [])
        if not isinstance(overrides, list) or not all(isinstance(o, dict) for o in overrides):
            raise self._error("overrides", "must be [[overrides]] tables")
        return Config(
            self._path,
            str(Path(self._path).parent),
            self._block(table),
            self._globs(table, "exclude"),
            tuple(self._override(override) for override in overrides),
            self._baseline(table),
        )

    def _baseline(self, table: Mapping[str, object]) -> str:
        if "baseline" not in table:
            return ""
        value = table["baseline"]
        path = PurePath(value) if isinstance(value, str) else PurePath()
        if path.is_absolute() or ".." in path.parts or not path.name:
            raise self._error("baseline", "must be a file in the folder of the configuration")
        return str(Path(self._path).absolute().parent / path)

    def _override(self, table: Mapping[str, object]) -> tuple[tuple[str, ...], _Block]:
        self._check_keys(table, _OVERRIDE)
        paths = self._globs(table, "paths")
        if not paths:
            raise self._error("overrides", "an override needs paths = [...]")
        return paths, self._block(table)

    def _block(self, table: Mapping[str, object]) -> _Block:
        return _Block(
            self._names(table, "select"),
            self._names(table, "ignore"),
            self._safety(table),
            self._texts(table, "targets"),
            self._options(table),
        )

    def _check_keys(self, table: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                near = nearest(key, known) or ", ".join(known)
                raise self._error(key, "is no setting", hint=f"did you mean {near}?")

    def _texts(self, table: Mapping[str, object], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, 'must be a list of texts, such as ["a", "b"]')
        return tuple(value)

    def _globs(self, table: Mapping[str, object], key: str) -> tuple[str, ...]:
        globs = self._texts(table, key)
        try:
            _spec(globs)
        except ValueError as error:
            raise self._error(key, f"holds a glob that is not valid: {error}") from error
        return globs

    def _names(self, table: Mapping[str, object], key: str) -> frozenset[str] | None:
        if key not in table:
            return None
        names = self._texts(table, key)
        for name in names:
            self._registry.get(name, where=self._where(name))
        return frozenset(names)

    def _safety(self, table: Mapping[str, object]) -> Safety | None:
        if "safety" not in table:
            return None
        try:
            return Safety[str(table["safety"]).upper()]
        except KeyError:
            raise self._error("safety", "must be safe, review or target") from None

    def _options(self, table: Mapping[str, object]) -> dict[str, OptionValue]:
        groups = table.get("options", {})
        if not isinstance(groups, dict):
            raise self._error("options", "must be tables, such as [options.map-writeback]")
        found: dict[str, OptionValue] = {}
        for name, group in groups.items():
            self._registry.get(name, where=self._where(name))
            if not isinstance(group, dict):
                raise self._error(name, f"must be a table: [options.{name}]")
            for key, value in group.items():
                found[f"{name}.{key}"] = parse_option(
                    self._registry, f"{name}.{key}", value, where=self._where(key)
                )
        return found

    def _where(self, key: str) -> str:
        """`file:line` of the first line that holds the key as a word; the file alone else."""
        word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        for number, line in enumerate(self._lines, 1):
            if word.search(line.split("#", 1)[0]):
                return f"{self._path}:{number}"
        return self._path

    def _error(self, key: str, what: str, hint: str = "") -> UsageError:
        return UsageError(f"{key!r} {what}", where=self._where(key), hint=hint)


def parse_option(registry: Registry, name: str, value: object, *, where: str = "") -> OptionValue:
    """The value of `CODEMOD.KEY`; raises UsageError with the nearest key or the values allowed."""
    codemod_name, _, key = name.partition(".")
    codemod = registry.get(codemod_name, where=where)
    option = codemod.options.get(key)
    if option is None:
        near = nearest(key, tuple(codemod.options)) or ", ".join(codemod.options)
        hint = f"did you mean {near}?" if near else "it has no options"
        raise UsageError(f"{codemod_name} has no option {key!r}", where=where, hint=hint)
    try:
        return option.parse(value)
    except UsageError as error:
        raise UsageError(f"{name}: {error.what}", where=where) from error


class ConfigTree:
    """The configuration that holds for a directory: the nearest file above it, read once."""

    def __init__(self, registry: Registry, only: Path | None = None, root: str = "") -> None:
        """`only` (`--config FILE`) replaces every file of the tree; its globs start at `root`."""
        self._registry = registry
        self._only = None if only is None else replace(load(only, registry), directory=root)
        self._by_directory: dict[str, Config | None] = {}

    def of_directory(self, directory: str) -> Config | None:
        """The configuration above an absolute `directory`; None where there is none."""
        if self._only is not None:
            return self._only
        if directory not in self._by_directory:
            self._by_directory[directory] = self._find(directory)
        return self._by_directory[directory]

    def _find(self, directory: str) -> Config | None:
        file = os.path.join(directory, FILE_NAME)  # noqa: PTH118 - asked of every directory
        note(file)
        if os.path.isfile(file):  # noqa: PTH113
            return load(Path(file), self._registry)
        parent = os.path.dirname(directory)  # noqa: PTH120
        return None if parent == directory else self.of_directory(parent)


def _spec(globs: tuple[str, ...]) -> GitIgnoreSpec:
    """Raises ValueError for a glob that is none."""
    from pathspec import GitIgnoreSpec  # most trees have no configuration

    return GitIgnoreSpec.from_lines(globs)
