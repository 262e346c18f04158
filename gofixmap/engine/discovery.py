"""Which Go files a run looks at.

A directory stands for the Go files below it. Skipped there, as the go command and git do: names
that start with `_` or `.`, directories `vendor` and `testdata`, what git ignores, what the
configuration excludes, and symbolic links (so that loops end and nothing outside is read). What
the user names is looked at whatever its name: `check vendor/x` and `check testdata/a.go` work.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH100, PTH112, PTH113, PTH116, PTH118
from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from gofixmap.config import Config, ConfigTree, Settings
from gofixmap.engine.ignore import IgnoreRules, rules_above
from gofixmap.errors import UsageError
from gofixmap.model import FileProblem
from gofixmap.workspace import watch

SKIPPED_DIRECTORIES = frozenset({"vendor", "testdata"})


class GoFile(NamedTuple):
    """A file to look at. `path` is relative to the workspace root, or absolute outside of it."""

    path: str
    size: int
    settings: Settings
    explicit: bool  # named by the user, not found by walking


class Directory(NamedTuple):
    """The files of one directory: the unit of work, because it holds whole packages."""

    path: str  # absolute
    files: tuple[GoFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class Discovery(Struct):
    """What was found, in a stable order."""

    directories: tuple[Directory, ...] = ()
    problems: list[FileProblem] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)  # of configurations -> the file
    baselines: dict[str, None] = field(default_factory=dict)  # files that configurations name
    given: dict[Settings, None] = field(default_factory=dict)  # what configurations say of files
    is_recalled: bool = False  # nothing was looked at, because a former run has done so


def discover(
    paths: Sequence[Path],
    root: str,
    configs: ConfigTree,
    overlay: Collection[str],
    over: Callable[[Settings], Settings],
    *,
    force_exclude: bool = False,
) -> Discovery:
    """The Go files of `paths`, each once. Raises UsageError for a path that is not there.

    `overlay` are absolute paths that have contents whatever is on disk. `over` puts what the
    command line says over the settings that the configuration gives. With `force_exclude` what is
    named is left out as well where walking would leave it out.
    """
    if force_exclude:
        paths = [path for path in paths if not _is_left_out(path, root)]
    finder = _Finder(root, configs, overlay, lru_cache(maxsize=None)(over), not force_exclude)
    for path in paths:
        finder.add(path)
    return finder.result()


def relative_to(root: str, path: str) -> str:
    """`path` (absolute) as results spell it: relative to the root below it, else as it is."""
    prefix = root.rstrip("/") + "/"
    return path.removeprefix(prefix) if path.startswith(prefix) else path


class _Finder:
    def __init__(
        self,
        root: str,
        configs: ConfigTree,
        overlay: Collection[str],
        over: Callable[[Settings], Settings],
        named: bool,
    ) -> None:
        self._root = root
        self._named = named  # what is named is looked at whatever the rules say
        self._configs = configs
        self._overlay = overlay
        self._over = over
        self._files: dict[str, dict[str, GoFile]] = {}
        self._seen: set[str] = set()
        self._watcher = watch.watching()
        self._out = Discovery()

    def result(self) -> Discovery:
        self._out.directories = tuple(
            Directory(path, tuple(files[name] for name in sorted(files)))
            for path, files in sorted(self._files.items())
            if files
        )
        return self._out

    def add(self, path: Path) -> None:
        absolute = _absolute(path)
        watch.note(absolute)
        if absolute in self._overlay:
            self._add_file(absolute)
        elif os.path.isdir(absolute):
            self._add_tree(os.path.realpath(absolute))
        elif not os.path.lexists(absolute):
            raise UsageError("no such file or directory", where=str(path))
        elif not os.path.isfile(absolute):
            raise UsageError("neither a regular file nor a directory", where=str(path))
        else:
            self._add_file(absolute)

    def _add_file(self, absolute: str) -> None:
        if not absolute.endswith(".go"):
            raise UsageError("not a Go file", where=absolute, hint="name *.go files or directories")
        directory, name = os.path.split(absolute)
        try:
            size = os.stat(absolute).st_size
        except OSError:
            size = 0  # it is in the overlay, or reading it reports why it cannot be read
        self._keep(self._config(directory), directory, [(name, size)], explicit=self._named)

    def _add_tree(self, top: str) -> None:
        pending = [(top, rules_above(top))]
        while pending:
            directory, rules = pending.pop()
            if directory in self._seen:
                continue
            self._seen.add(directory)
            pending += self._walk(directory, rules)

    def _walk(self, directory: str, rules: IgnoreRules) -> Iterator[tuple[str, IgnoreRules]]:
        """Keeps the Go files of one directory and yields the directories below it."""
        watch.note(directory)
        try:
            with os.scandir(directory) as entries:
                listed = list(entries)
            if self._watcher is not None:
                self._watcher.listed(directory, listed)
        except OSError as error:
            if self._watcher is not None:
                self._watcher.ask(watch.NAMES, directory)
            self._problem(directory, f"cannot be listed: {error.strerror}")
            return
        names = {e.name for e in listed if e.name in (".git", ".gitignore")}
        inner = rules.entering(directory, names) if names else rules
        config = self._config(directory)
        files: list[tuple[str, int]] = []
        for entry in listed:
            name = entry.name
            if name[0] in "._" or name in SKIPPED_DIRECTORIES:
                continue
            if entry.is_dir(follow_symlinks=False):
                if not (inner.specs and inner.ignores(entry.path, is_directory=True)):
                    yield entry.path, inner
            elif name.endswith(".go") and entry.is_file(follow_symlinks=False):
                if inner.specs and inner.ignores(entry.path, is_directory=False):
                    continue
                files.append((name, self._size_of(entry)))
        if files:
            self._keep(config, directory, files, explicit=False)

    def _size_of(self, entry: os.DirEntry[str]) -> int:
        if self._watcher is not None:
            return watch.size_of(self._watcher.note(entry.path))
        return entry.stat(follow_symlinks=False).st_size

    def _config(self, directory: str) -> Config | None:
        config = self._configs.of_directory(directory)
        if config is not None:
            for target in config.targets:
                self._out.targets.setdefault(target, config.path)
            if config.baseline:
                self._out.baselines[config.baseline] = None
        return config

    def _keep(
        self,
        config: Config | None,
        directory: str,
        files: Iterable[tuple[str, int]],
        *,
        explicit: bool,
    ) -> None:
        kept = self._files.setdefault(directory, {})
        settings = self._settled(_DEFAULT) if config is None else _DEFAULT
        above = directory.rstrip("/") + "/"
        shown = relative_to(self._root, above)
        for name, size in files:
            if config is not None:
                below = os.path.relpath(above + name, config.directory).replace(os.sep, "/")
                if not explicit and config.excludes(below):
                    continue
                settings = self._settled(config.settings(below))
            if explicit or name not in kept:
                kept[name] = GoFile(shown + name, size, settings, explicit)

    def _settled(self, given: Settings) -> Settings:
        self._out.given[given] = None
        return self._over(given)

    def _problem(self, path: str, what: str) -> None:
        self._out.problems.append(FileProblem(relative_to(self._root, path), what))


_DEFAULT = Settings()


def _is_left_out(path: Path, root: str) -> bool:
    """Whether walking the folder that a path is relative to would not come to it."""
    names = path.parts
    if path.is_absolute() and path.is_relative_to(root):
        names = path.relative_to(root).parts
    return path.is_symlink() or any(
        name in SKIPPED_DIRECTORIES or (name[0] in "._" and name not in (".", ".."))
        for name in names
    )


def _absolute(path: Path) -> str:
    """Absolute with the directory's own links resolved; a last component that is one stays."""
    plain = os.path.abspath(path)
    parent, name = os.path.split(plain)
    return os.path.join(os.path.realpath(parent), name) if name else plain
