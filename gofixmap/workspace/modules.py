"""Main modules and the modules that they need: which directory an import path means.

Versions follow golang.org/ref/mod: since Go 1.17 a go.mod lists every module that its packages
need; for an older one minimal version selection reads the go.mod files that the module cache
keeps of every version that was ever looked at. Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from gofixmap.workspace import pathname
from gofixmap.workspace.gomod import GoMod, Replace, parse_gomod
from gofixmap.workspace.layout import Layout
from gofixmap.workspace.packages import Module
from gofixmap.workspace.tree import Tree
from gofixmap.workspace.vendored import VendorDirectory
from gofixmap.workspace.versions import escape_module, version_key

_PRUNED_SINCE = (1, 17)
_MAX_GRAPH = 20_000  # (module, version) pairs; a graph beyond that is not a real one


class _Target(Struct, frozen=True):
    """Where a replace directive points: a directory, or another module of the cache."""

    dir: str  # absolute, for a local replacement
    path: str
    version: str


class ModuleCache:
    """Looks modules up in GOMODCACHE."""

    def __init__(self, tree: Tree, directory: str) -> None:
        self._tree = tree
        self._dir = directory.rstrip("/")
        self._mods: dict[tuple[str, str], GoMod | None] = {}

    def directory(self, path: str, version: str) -> str:
        """Where an unpacked module lies if it is there; "" without a module cache."""
        if not self._dir:
            return ""
        return f"{self._dir}/{escape_module(path)}@{escape_module(version)}"

    def gomod(self, path: str, version: str) -> GoMod | None:
        """The go.mod of one version of a module, or None when the cache does not have it."""
        key = (path, version)
        if key not in self._mods:
            self._mods[key] = self._read(path, version) if self._dir else None
        return self._mods[key]

    def _read(self, path: str, version: str) -> GoMod | None:
        download = f"{self._dir}/cache/download/{escape_module(path)}/@v"
        for name in (
            f"{download}/{escape_module(version)}.mod",
            f"{self.directory(path, version)}/go.mod",
        ):
            data = self._tree.read(name)
            if data is not None:
                return parse_gomod(data)
        return None


class ModuleSet:
    """One main module, or the modules that a go.work uses together, and what they need."""

    def __init__(
        self,
        mains: Iterable[Module],
        tree: Tree,
        layout: Layout,
        cache: ModuleCache,
        *,
        work: GoMod | None = None,
        work_dir: str = "",
    ) -> None:
        self.mains = tuple(mains)
        self._tree = tree
        self._layout = layout
        self._cache = cache
        self._main_by_path = {module.path: module for module in self.mains}
        self._replaced = self._replacements(work, work_dir)
        self._selected: dict[str, str] | None = None
        self._modules: dict[str, Module | None] = {}
        self._vendor = self._vendor_directory(work_dir or self.mains[0].dir)

    def find(self, import_path: str) -> tuple[str, Module | None] | None:
        """The directory of a package and the module that provides it."""
        for search in (self._in_mains, self._in_local, self._in_manifest, self._in_cache):
            found = search(import_path)
            if found is not None:
                return found
        return self._in_vendor(import_path)

    def uses(self, module: Module) -> bool:
        """Whether the build list has this very copy of a module."""
        if module.path not in self.selected:
            return False
        mine = self._module(module.path)
        return mine is not None and mine.dir == module.dir

    @property
    def selected(self) -> dict[str, str]:
        """The version of each module that the main modules need."""
        if self._selected is None:
            mods = [module.gomod for module in self.mains]
            if all(mod.language_version >= _PRUNED_SINCE for mod in mods):
                selected = _highest(pair for mod in mods for pair in mod.require)
            else:
                selected = self._minimal(mods)
            self._selected = {p: v for p, v in selected.items() if p not in self._main_by_path}
        return self._selected

    def _minimal(self, mods: Iterable[GoMod]) -> dict[str, str]:
        """Minimal version selection: the highest version that anything reachable asks for."""
        seen: set[tuple[str, str]] = set()
        queue = [pair for mod in mods for pair in mod.require]
        while queue and len(seen) < _MAX_GRAPH:
            path, version = queue.pop()
            if (path, version) in seen or path in self._main_by_path:
                continue
            seen.add((path, version))
            mod = self._requirements(path, version)
            queue.extend(mod.require if mod else ())
        return _highest(seen)

    def _requirements(self, path: str, version: str) -> GoMod | None:
        target = self._target(path, version)
        if target is None:
            return self._cache.gomod(path, version)
        if target.dir:
            return self._layout.gomod(f"{target.dir}/go.mod")
        return self._cache.gomod(target.path, target.version)

    def _replacements(self, work: GoMod | None, work_dir: str) -> dict[tuple[str, str], _Target]:
        """By path and version ("" for any); a go.work overrides the modules that it uses."""
        table: dict[tuple[str, str], _Target] = {}
        sources = [(module.gomod.replace, module.dir) for module in self.mains]
        if work is not None:
            sources.append((work.replace, work_dir))
        for replaces, base in sources:
            for replace in replaces:
                table[replace.old, replace.version] = _target(replace, base)
        return table

    def _target(self, path: str, version: str) -> _Target | None:
        return self._replaced.get((path, version)) or self._replaced.get((path, ""))

    def _module(self, path: str) -> Module | None:
        """The module of the build list at `path`, None where this machine does not have it."""
        if path not in self._modules:
            self._modules[path] = self._locate(path, self.selected[path])
        return self._modules[path]

    def _locate(self, path: str, version: str) -> Module | None:
        target = self._target(path, version)
        if target is not None and target.dir:
            gomod = self._layout.gomod(f"{target.dir}/go.mod")
            go_version = gomod.language_version if gomod else None
            return Module(path, target.dir, go_version, gomod=gomod or GoMod())
        real_path, version = (target.path, target.version) if target else (path, version)
        directory = self._cache.directory(real_path, version)
        if not directory or not pathname.is_directory(directory):
            return None
        gomod = self._cache.gomod(real_path, version)
        go_version = gomod.language_version if gomod else None
        return Module(path, directory, go_version, version=version, gomod=gomod or GoMod())

    def _in_mains(self, import_path: str) -> tuple[str, Module | None] | None:
        for prefix in _prefixes(import_path):
            module = self._main_by_path.get(prefix)
            if module is not None:
                return self._package_of(module, import_path)
        return None

    def _in_local(self, import_path: str) -> tuple[str, Module | None] | None:
        """Replaced by a directory: before vendor, so that the copy that can be edited is meant."""
        return self._among(import_path, local=True)

    def _in_cache(self, import_path: str) -> tuple[str, Module | None] | None:
        return self._among(import_path, local=False)

    def _among(self, import_path: str, *, local: bool) -> tuple[str, Module | None] | None:
        for prefix in _prefixes(import_path):
            version = self.selected.get(prefix)
            if version is None:
                continue
            target = self._target(prefix, version)
            if (target is not None and bool(target.dir)) is not local:
                continue
            module = self._module(prefix)
            found = self._package_of(module, import_path) if module else None
            if found is not None:
                return found
        return None

    def _package_of(self, module: Module, import_path: str) -> tuple[str, Module | None] | None:
        """The package's directory inside `module`, unless a nested module takes it away."""
        directory = f"{module.dir}{import_path[len(module.path) :]}"
        if not self._tree.has_go_files(directory):
            return None
        self._layout.adopt(module)
        owner = self._layout.place(directory).module
        return (directory, module) if owner is not None and owner.dir == module.dir else None

    def _vendor_directory(self, base: str) -> VendorDirectory | None:
        return self._layout.place(f"{base}/vendor").vendor

    def _in_manifest(self, import_path: str) -> tuple[str, Module | None] | None:
        vendor = self._vendor
        return self._in_vendor(import_path) if vendor and vendor.has_manifest else None

    def _in_vendor(self, import_path: str) -> tuple[str, Module | None] | None:
        if self._vendor is None:
            return None
        directory = f"{self._vendor.dir}/{import_path}"
        if not self._tree.has_go_files(directory):
            return None
        return directory, self._vendor.module_of(import_path)


def _target(replace: Replace, base: str) -> _Target:
    if not replace.is_local:
        return _Target("", replace.new, replace.new_version)
    return _Target(pathname.join(base, replace.new), "", "")


def _highest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    best: dict[str, str] = {}
    for path, version in pairs:
        if path not in best or version_key(version) > version_key(best[path]):
            best[path] = version
    return best


def _prefixes(import_path: str) -> Iterator[str]:
    """The path itself and its parents, longest first."""
    end = len(import_path)
    while end > 0:
        yield import_path[:end]
        end = import_path.rfind("/", 0, end)
