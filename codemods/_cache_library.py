"""The three caches: what each calls its type, its constructor and its operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._cache_bounds import LRU, STD, TTLCACHE, Bounds
from gofixmap_codemods._cache_helper import Helper
from msgspec import Struct, field

from gofixmap.codemod import add_import, add_imports, indentation, newline

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Changes
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_PATHS = {
    TTLCACHE: "github.com/jellydator/ttlcache/v3",
    LRU: "github.com/hashicorp/golang-lru/v2/expirable",
}
_MODULES = {TTLCACHE: _PATHS[TTLCACHE], LRU: "github.com/hashicorp/golang-lru/v2"}
_PACKAGES = {"sync": "sync", "time": "time", _PATHS[TTLCACHE]: "ttlcache", _PATHS[LRU]: "expirable"}


class Sides(Struct, frozen=True):
    """The key and the value type of the map."""

    key: Type
    value: Type


def spelled(info: FileInfo, node: Node, kind: Type) -> str:
    """How a type is written where `node` stands. Raises Refusal where it cannot be."""
    text = info.type_text(kind, node)
    if text is None:
        raise Refusal("unspellable-type", info, node, str(kind))
    return text


class Library(Struct):
    """One cache for one map. The methods give Go text; `info` and `node` say where it stands."""

    bounds: Bounds
    sides: Sides
    changes: Changes
    helper: Helper | None = None
    imported: dict[tuple[str, str], str] = field(default_factory=dict)  # names by file and path
    importing: dict[str, tuple[FileInfo, dict[str, str]]] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.bounds.library

    @property
    def module(self) -> str:
        """The module that has to be required; "" for the standard library."""
        return _MODULES.get(self.name, "")

    @property
    def path(self) -> str:
        """The package to import; "" for the standard library."""
        return _PATHS.get(self.name, "")

    @property
    def nil_is_empty(self) -> bool:
        """Whether a nil cache can be read, as a nil map can."""
        return self.name == STD

    def package(self, info: FileInfo, node: Node, path: str) -> str:
        """The name of a package where `node` stands; it is imported where the file does not.

        Raises Refusal where something else has the name there.
        """
        own, key = _PACKAGES[path], (info.path, path)
        if key not in self.imported:
            found = info.lookup(own, node)
            ours = found is None or (found.kind == "package" and found.package == path)
            taken = () if ours else (own,)
            self.imported[key] = add_import(info.file, path, taken=taken, name=own)[1]
            self.importing.setdefault(info.path, (info, {}))[1][path] = own
            self.taken.setdefault(info.path, set()).update(taken)
        name = self.imported[key]
        denoted = info.lookup(name, node)
        if denoted is not None and (denoted.kind != "package" or denoted.package != path):
            raise Refusal("shadowed-import", info, node, name)
        return name

    def add_imports(self) -> None:
        """The imports of each file together: so they are sorted, and grouped, as one change."""
        for path, (info, wanted) in self.importing.items():
            edits, names = add_imports(info.file, wanted, taken=self.taken[path])
            for each, name in names.items():
                if self.imported[path, each] != name:
                    raise Refusal("shadowed-import", info, None, name)
            self.changes.add(edits)

    def arguments(self, info: FileInfo, node: Node) -> str:
        """The type arguments, `[string, int]`, of the map that `node` makes or names."""
        kind = info.type_of(node)
        sides = (kind.key, kind.element) if kind.is_map else (self.sides.key, self.sides.value)
        return f"[{', '.join(spelled(info, node, each) for each in sides)}]"

    def type_text(self, info: FileInfo, node: Node) -> str:
        arguments = self.arguments(info, node)
        if self.helper is not None:
            return f"*{self.helper.names['cache']}{arguments}"
        kind = "LRU" if self.name == LRU else "Cache"
        return f"*{self.package(info, node, self.path)}.{kind}{arguments}"

    def item_type(self, info: FileInfo, node: Node) -> str:
        """What ttlcache gives for a key."""
        return f"*{self.package(info, node, self.path)}.Item{self.arguments(info, node)}"

    def made(self, info: FileInfo, node: Node) -> str:
        """A new cache."""
        arguments, size = self.arguments(info, node), self.bounds.size
        lifetime = self.bounds.duration(self.package(info, node, "time"))
        if self.helper is not None:
            return f"{self.helper.names['new']}{arguments}({size}, {lifetime})"
        package = self.package(info, node, self.path)
        if self.name == LRU:
            return f"{package}.NewLRU{arguments}({size}, nil, {lifetime})"
        settings = (f"WithTTL{arguments}({lifetime})", f"WithCapacity{arguments}({size})")
        lines = [*settings, f"WithDisableTouchOnHit{arguments}()"]
        data = info.file.data
        ending, indent = newline(data), indentation(data, node.start_byte)
        listed = "".join(f"{indent}\t{package}.{each},{ending}" for each in lines)
        return f"{package}.New({ending}{listed}{indent})"

    def get(self, cache: str, key: str) -> str:
        """A call with two results, the value and whether there is one (not of ttlcache)."""
        return f"{cache}.{'get' if self.helper is not None else 'Get'}({key})"

    def value(self, cache: str, key: str) -> str:
        """A call with the value alone, which only the type in the package has."""
        self._need("value")
        return f"{cache}.value({key})"

    def set_head(self) -> str:
        """What stands between the cache and the key; the value comes behind a comma."""
        return {STD: ".set(", LRU: ".Add(", TTLCACHE: ".Set("}[self.name]

    def set_tail(self, info: FileInfo, node: Node) -> str:
        if self.name != TTLCACHE:
            return ")"
        return f", {self.package(info, node, self.path)}.DefaultTTL)"

    def delete_head(self) -> str:
        self._need("delete")
        return {STD: ".delete(", LRU: ".Remove(", TTLCACHE: ".Delete("}[self.name]

    def length(self, cache: str) -> str:
        self._need("len")
        return f"{cache}.{'len' if self.name == STD else 'Len'}()"

    def cleared(self, cache: str) -> str:
        self._need("clear")
        return f"{cache}.{ {STD: 'clear', LRU: 'Purge', TTLCACHE: 'DeleteAll'}[self.name] }()"

    def all(self, cache: str) -> str:
        """What a range clause goes over: entries, keys (lru) or items (ttlcache)."""
        self._need("all")
        return f"{cache}.{ {STD: 'all', LRU: 'Keys', TTLCACHE: 'Items'}[self.name] }()"

    def _need(self, method: str) -> None:
        if self.helper is not None:
            self.helper.needed.add(method)
