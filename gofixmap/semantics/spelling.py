"""How a type is written at a place in a file, if it can be written there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.semantics.packages import PackageName
from gofixmap.semantics.types import (
    Alias,
    Basic,
    Interface,
    Named,
    Struct,
    Type,
    TypeParam,
)
from gofixmap.semantics.typetext import UnprintableError, spell

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker


def type_text(checker: Checker, t: Type, offset: int) -> str | None:
    """The text of `t` that means `t` at a byte offset of the checker's file, or None.

    None where a name is unexported elsewhere, its package is not imported, or another
    declaration hides it.
    """
    try:
        text = spell(t, lambda package, name: _qualified(checker, package, name, offset))
    except UnprintableError:
        return None
    return text if _means_the_same(checker, t, offset) else None


def _qualified(checker: Checker, package: str, name: str, offset: int) -> str | None:
    if package == checker.package_path or not package:
        return name
    if not name[:1].isupper():
        return None
    for spec in checker.file.imports:
        if spec.path != package and not _resolves_to(checker, spec.path, package):
            continue
        if spec.name == ".":
            return name
        local = spec.name or _own_name(checker, spec.path)
        found = checker.lookup(local, offset) if local and local != "_" else None
        if isinstance(found, PackageName) and found.import_path == spec.path:
            return f"{local}.{name}"
    return None


def _resolves_to(checker: Checker, import_path: str, package: str) -> bool:
    """Whether an import path leads to that package, as it does under another path to what is
    vendored, and to a tree from before modules."""
    if package.rpartition("/")[2] != import_path.rpartition("/")[2]:
        return False
    scope = checker.imports.scope(import_path)
    return scope is not None and scope.path == package


def _own_name(checker: Checker, import_path: str) -> str:
    if import_path == "unsafe":
        return "unsafe"
    scope = checker.imports.scope(import_path)
    return scope.package.name if scope is not None else ""


def _means_the_same(checker: Checker, t: Type, offset: int) -> bool:
    """Whether every unqualified name in the type denotes that very type at the place."""
    pending: list[Type] = [t]
    for _ in range(1000):
        if not pending:
            return True
        each = pending.pop()
        if not _name_is_visible(checker, each, offset):
            return False
        pending.extend(_parts(each))
    return False


def _name_is_visible(checker: Checker, t: Type, offset: int) -> bool:
    if isinstance(t, Basic) and t.name != "unsafe.Pointer":
        found = checker.lookup(t.name, offset)
        return found is not None and found.kind == "type" and found.type == t
    if isinstance(t, (Named, Alias)) and t.package in ("", checker.package_path):
        found = checker.lookup(t.name, offset)
        return found is not None and found.kind == "type" and _is_named(found.type, t)
    if isinstance(t, TypeParam):
        found = checker.lookup(t.name, offset)
        return found is not None and found.type == t
    if isinstance(t, (Struct, Interface)):
        members = t.struct_fields if isinstance(t, Struct) else t.methods
        return all(m.name[:1].isupper() or m.package == checker.package_path for m in members)
    return True


def _is_named(found: Type, t: Named | Alias) -> bool:
    if not isinstance(found, (Named, Alias)):
        return False
    return (found.package, found.name, found.scope) == (t.package, t.name, t.scope)


def _parts(t: Type) -> list[Type]:
    from gofixmap.semantics.generics import parts

    if isinstance(t, Interface):
        return [m.type for m in t.methods] + list(t.embedded)
    return list(parts(t))
