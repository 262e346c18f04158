"""From an import path in a file to the directory of the package that it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gofixmap.workspace import pathname
from gofixmap.workspace.environment import GoEnvironment
from gofixmap.workspace.gomod import GoMod
from gofixmap.workspace.layout import Layout, Place
from gofixmap.workspace.modules import ModuleCache, ModuleSet
from gofixmap.workspace.packages import Module
from gofixmap.workspace.tree import Tree


class Resolver:
    """Resolves imports for one workspace; `workspace_modules` lists the modules below its root."""

    def __init__(
        self,
        tree: Tree,
        layout: Layout,
        environment: GoEnvironment,
        work_file: str,
        workspace_modules: Callable[[], Iterable[Module]],
    ) -> None:
        self._tree = tree
        self._layout = layout
        self._cache = ModuleCache(tree, environment.module_cache)
        self._standard = pathname.real(f"{environment.goroot}/src") if environment.goroot else ""
        self._work_file = work_file
        self._workspace_modules = workspace_modules
        self._sets: dict[str, ModuleSet] = {}
        self._consumers: dict[str, ModuleSet] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        self._work_set: ModuleSet | None = self._from_go_work() if work_file else None

    def resolve(self, import_path: str, importer: str) -> str | None:
        """The absolute directory that `import_path` means in the directory `importer`."""
        place = self._layout.place(importer)
        module = place.module
        scope = importer if module is None else f"{module.dir}\0{bool(place.vendor)}"
        key = (import_path, scope)
        if key not in self._found:
            self._found[key] = self._search(import_path, importer, place)
        return self._found[key]

    def _search(self, import_path: str, importer: str, place: Place) -> str | None:
        if not _is_path(import_path):
            return None
        if import_path.startswith(("./", "../")):
            return self._existing(pathname.join(importer, import_path))
        standard = self._standard_of(place)
        if standard:
            found = self._in_standard(import_path, importer, place, standard)
            if found is not None:
                return found
        if place.module is None and place.vendor is None:
            return self._in_gopath(import_path, importer)
        for modules in self._sets_of(place):
            found_package = modules.find(import_path)
            if found_package is not None:
                return self._inside(found_package[0])
        return None

    def _standard_of(self, place: Place) -> str:
        """GOROOT/src as the importer sees it: its own when it is part of one."""
        owner = self._owner(place)
        if owner is None or not owner.is_standard:
            return self._standard
        return pathname.parent(owner.dir) if owner.path == "cmd" else owner.dir

    def _owner(self, place: Place) -> Module | None:
        """The module that a place is built with: for a vendored package, the one that vendors."""
        if place.vendor is None:
            return place.module
        return self._layout.place(pathname.parent(place.vendor.dir)).module

    def _in_standard(
        self, import_path: str, importer: str, place: Place, standard: str
    ) -> str | None:
        owner = self._owner(place)
        if owner is not None and owner.is_standard:
            for base in (f"{owner.dir}/vendor", f"{standard}/vendor"):
                if self._tree.has_go_files(f"{base}/{import_path}"):
                    return f"{base}/{import_path}"
        first = import_path.partition("/")[0]
        return None if "." in first else self._existing(f"{standard}/{import_path}")

    def _existing(self, directory: str) -> str | None:
        return directory if self._tree.has_go_files(directory) else None

    def _inside(self, directory: str) -> str:
        """A vendored link to a directory of the workspace means that directory."""
        if self._tree.disk.is_inside(directory):
            real = pathname.real(directory)
            if real != directory and self._tree.has_go_files(real):
                return real
        return directory

    def _in_gopath(self, import_path: str, importer: str) -> str | None:
        """Without a module: vendor directories upwards, the `src` of a GOPATH tree, and what the
        tree says of its own path."""
        directory = importer
        while True:
            candidates = [f"{directory}/vendor/{import_path}"]
            if pathname.base(directory) == "src":
                candidates.append(f"{directory}/{import_path}")
            own = self._layout.gopath.own_path(directory)
            if own and f"{import_path}/".startswith(f"{own}/"):
                candidates.append(f"{directory}{import_path[len(own) :]}")
            for candidate in candidates:
                if self._tree.has_go_files(candidate):
                    return candidate
            parent = pathname.parent(directory)
            if parent == directory:
                return None
            directory = parent

    def _sets_of(self, place: Place) -> Iterator[ModuleSet]:
        """The main modules in whose build the importer is compiled, the likeliest first."""
        owner = self._owner(place)
        work = self._work_set
        if work is not None and self._is_in_work(place, owner, work):
            yield work
            return
        if owner is None or owner.is_standard:
            return
        if self._tree.disk.is_inside(owner.dir):
            yield self._own_set(owner)
        # A module replaced by a directory is built with the versions of the one that replaces.
        if owner.dir not in self._consumers:
            self._consumers[owner.dir] = self._consumer(owner)
        yield self._consumers[owner.dir]

    def _is_in_work(self, place: Place, owner: Module | None, work: ModuleSet) -> bool:
        base = pathname.parent(self._work_file)
        if place.vendor is not None and pathname.parent(place.vendor.dir) == base:
            return True
        return owner is not None and any(main.dir == owner.dir for main in work.mains)

    def _consumer(self, dependency: Module) -> ModuleSet:
        """The first set of main modules that builds this copy of a dependency."""
        if self._work_set is not None and self._work_set.uses(dependency):
            return self._work_set
        for module in self._workspace_modules():
            modules = self._own_set(module)
            if modules.uses(dependency):
                return modules
        return self._own_set(dependency)

    def _own_set(self, module: Module) -> ModuleSet:
        if module.dir not in self._sets:
            self._sets[module.dir] = ModuleSet([module], self._tree, self._layout, self._cache)
        return self._sets[module.dir]

    def _from_go_work(self) -> ModuleSet | None:
        base = pathname.parent(self._work_file)
        work = self._layout.gomod(self._work_file)
        mains = self._used(work, base) if work else []
        if work is None or not mains:
            return None
        return ModuleSet(mains, self._tree, self._layout, self._cache, work=work, work_dir=base)

    def _used(self, work: GoMod, base: str) -> list[Module]:
        places = (self._layout.place(used_directory(base, each)) for each in work.use)
        return [place.module for place in places if place.module is not None]


def used_directory(base: str, directory: str) -> str:
    """The absolute form of a go.work `use` entry."""
    return pathname.join(base, directory)


def _is_path(import_path: str) -> bool:
    if not import_path or import_path == "C" or import_path.startswith("/"):
        return False
    if import_path.startswith(("./", "../")):
        return "\0" not in import_path
    elements = import_path.split("/")
    return not any(element in ("", ".", "..") or "\0" in element for element in elements)
