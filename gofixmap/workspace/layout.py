"""Which module a directory belongs to, and the import path that this gives it."""

from __future__ import annotations

from msgspec import Struct

from gofixmap.model import FileProblem
from gofixmap.workspace import pathname
from gofixmap.workspace.gomod import GoMod, parse_gomod
from gofixmap.workspace.gopath import GopathTrees
from gofixmap.workspace.packages import Module
from gofixmap.workspace.tree import Tree
from gofixmap.workspace.vendored import VendorDirectory, parse_manifest
from gofixmap.workspace.versions import unescape_module


class Place(Struct, frozen=True):
    """Where a directory stands: its module, and its path inside the module or vendor directory."""

    module: Module | None
    path: str
    vendor: VendorDirectory | None = None

    @property
    def import_path(self) -> str:
        return self.vendor.qualified(self.path) if self.vendor else self.path


_NOWHERE = Place(None, "")


class Layout:
    """Answers by climbing to the nearest go.mod, vendor directory or module-cache directory."""

    def __init__(self, tree: Tree, module_cache: str) -> None:
        self.problems: list[FileProblem] = []
        self.gopath = GopathTrees(tree)
        self._tree = tree
        self._cache_prefix = module_cache.rstrip("/") + "/" if module_cache else ""
        self._places: dict[str, Place] = {}
        self._gomods: dict[str, GoMod | None] = {}
        self._adopted: dict[str, Module] = {}

    def place(self, directory: str) -> Place:
        """The place of an absolute directory, which need not exist."""
        path = directory
        below: list[str] = []
        while True:
            place = self._places.get(path) or self._start(path)
            if place is not None:
                break
            below.append(path)
            path = pathname.parent(path)
        self._places[path] = place
        for each in reversed(below):
            place = self._places[each] = _child(place, pathname.base(each))
        return place

    def is_ignored(self, directory: str) -> bool:
        """Whether the go.mod around `directory` tells `./...` to pass over it."""
        module = self.place(directory).module
        if module is None or not module.gomod.ignore:
            return False
        return module.gomod.ignores(directory[len(module.dir) + 1 :])

    def adopt(self, module: Module) -> None:
        """Records the module that an import found in `module.dir`, if a build alone can say so.

        A directory of the workspace with a go.mod keeps the path that this go.mod gives it: what
        a package is called must not depend on which import was looked at first.
        """
        if self._tree.disk.is_inside(module.dir) and self.gomod(f"{module.dir}/go.mod"):
            return
        if module.dir not in self._adopted:
            self._adopted[module.dir] = module
            inside = module.dir + "/"
            stale = [p for p in self._places if p == module.dir or p.startswith(inside)]
            for path in stale:
                del self._places[path]

    def gomod(self, path: str) -> GoMod | None:
        """The go.mod or go.work file at an absolute path, None where there is none."""
        if path not in self._gomods:
            data = self._tree.read(path) if self._tree.is_file(path) else None
            parsed = None if data is None else parse_gomod(data)
            self._gomods[path] = parsed
            self._report(path, parsed)
        return self._gomods[path]

    def _report(self, path: str, parsed: GoMod | None) -> None:
        if parsed is None:
            return
        name = self._tree.display(path)
        for line, text in parsed.unknown:
            self.problems.append(FileProblem(f"{name}:{line}", f"not understood: {text}"))
        if not parsed.module and path.endswith("/go.mod"):
            self.problems.append(FileProblem(name, "no module line"))

    def _start(self, directory: str) -> Place | None:
        """The place of a directory that does not get it from its parent."""
        if directory in self._adopted:
            return Place(self._adopted[directory], self._adopted[directory].path)
        gomod = self.gomod(f"{directory.rstrip('/')}/go.mod")
        cached = self._from_cache(directory, gomod)
        if cached is not None:
            return Place(cached, cached.path)
        if gomod is not None:
            module = self._module(directory, gomod)
            return Place(module, module.path)
        parent, name = pathname.parent(directory), pathname.base(directory)
        if name == "vendor":
            return self._vendor(directory, parent)
        return _NOWHERE if parent == directory else None

    def _module(self, directory: str, gomod: GoMod) -> Module:
        path = gomod.module or pathname.base(directory)
        standard = path == "std" or (
            path == "cmd" and self._module_line(pathname.parent(directory)) == "std"
        )
        return Module(
            "" if path == "std" else path,
            directory,
            gomod.language_version,
            is_standard=standard,
            gomod=gomod,
        )

    def _module_line(self, directory: str) -> str:
        gomod = self.gomod(f"{directory}/go.mod")
        return gomod.module if gomod else ""

    def _from_cache(self, directory: str, gomod: GoMod | None) -> Module | None:
        """The module of `.../module/cache/host/path@version`, which may lack a go.mod."""
        if not self._cache_prefix or not directory.startswith(self._cache_prefix):
            return None
        name, at, version = directory[len(self._cache_prefix) :].partition("@")
        if not at or "/" in version or name.startswith("cache/"):
            return None
        return Module(
            unescape_module(name),
            directory,
            gomod.language_version if gomod else None,
            version=unescape_module(version),
            gomod=gomod or GoMod(),
        )

    def _vendor(self, directory: str, parent: str) -> Place | None:
        """A directory named vendor counts at the top of a module or go.work, or with a manifest."""
        manifest = f"{directory}/modules.txt"
        owner = self.gomod(f"{parent}/go.mod")
        listed = self._tree.is_file(manifest)
        if not listed and owner is None and self.gomod(f"{parent}/go.work") is None:
            return None
        above = self.place(parent)
        prefix = ""
        if above.module is not None and above.module.is_standard:
            prefix = above.module.import_path("vendor")
        data = self._tree.read(manifest) if listed else None
        modules = parse_manifest(data or b"", directory)
        return Place(None, "", VendorDirectory(directory, prefix, modules, data is not None))


def _child(parent: Place, name: str) -> Place:
    path = f"{parent.path}/{name}" if parent.path else name
    if parent.vendor is not None:
        return Place(parent.vendor.module_of(path), path, parent.vendor)
    return _NOWHERE if parent.module is None else Place(parent.module, path)
