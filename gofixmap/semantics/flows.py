"""How values of one defined type get into interfaces: by value, or as pointers only.

The question behind it: would code that holds such an interface still find a certain method if the
method's receiver became a pointer? A struct that embeds the type by value carries the method too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.conversions import Site, conversion_sites
from gofixmap.semantics.members import find_member
from gofixmap.semantics.types import Pointer, Type, TypeParam, Unknown
from gofixmap.semantics.typeset import interface_methods
from gofixmap.semantics.uses import importers_of, is_type_named, package_named

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package


class Flow(Struct, frozen=True):
    """One place where the type meets an interface.

    `kind`: "value" (a copy is kept in the interface), "pointer" (only its address), or "unknown"
    (what the value becomes is not known). `needs` says that the interface, or the constraint of a
    type parameter, asks for the method: with a pointer receiver that place does not compile.
    `how` is that of the conversion.
    """

    info: FileInfo
    node: Node
    kind: str
    needs: bool
    how: str = "value"

    @property
    def path(self) -> str:
        return self.info.file.path


class Carrier(Struct, frozen=True):
    """The method `name` of the defined type `package.type`.

    `is_looked_up` says that code which is generic over the type may well ask for the method.
    """

    package: str
    type: str
    name: str
    is_looked_up: bool = False

    def holding(self, kind: Type) -> str | None:
        """How `kind` has the method: "value", "pointer" (in the method set either way), or None."""
        kind = kind.unaliased
        if kind.is_unknown or kind.is_interface or isinstance(kind, TypeParam):
            return None
        found = find_member(kind, self.name, self.package)
        if found is None or isinstance(found, Unknown) or found.method is None:
            return None
        if found.declaring is None or not is_type_named(found.declaring, self.package, self.type):
            return None
        return "pointer" if found.operand_is_pointer or found.through_pointer else "value"

    def needed_by(self, target: Type) -> bool | None:
        """Whether an interface type or constraint asks for the method; None where not known."""
        methods = interface_methods(target)
        return None if methods is None else self.name in methods


def flows_of(semantics: Semantics, carrier: Carrier) -> Iterator[Flow]:
    """Every flow of the type into interfaces, in all code that may hold a value of it."""
    for info, site in _sites(semantics, carrier.package, carrier.type):
        flow = _flow(info, carrier, site)
        if flow is not None:
            yield flow


def is_asked_for(semantics: Semantics, carrier: Carrier) -> bool:
    """Whether an assertion or a type switch asks some interface for a value of the type."""
    return any(
        site.how == "assertion" and is_type_named(site.source, carrier.package, carrier.type)
        for _, site in _sites(semantics, carrier.package, carrier.type)
    )


_Sites = list[tuple["FileInfo", Site]]


def _sites(semantics: Semantics, package: str, name: str) -> _Sites:
    """The conversions of whatever contains the type; found once for all of its methods."""

    def found() -> _Sites:
        return [
            (info, site)
            for info, declaration in _declarations(semantics, package, name)
            for site in conversion_sites(info, declaration.node)
            if (site.how != "value" or _may_be_interface(site.target))
            and _contains(site.source, package, name, set())
        ]

    return semantics.once(("flows.sites", package, name), found)


def _contains(kind: Type, package: str, name: str, seen: set[Type]) -> bool:
    """Whether the type is the one in question, points to it, or embeds it at any depth."""
    kind = kind.unaliased
    if isinstance(kind, Pointer):
        kind = kind.elem.unaliased
    if is_type_named(kind, package, name):
        return True
    if kind in seen or isinstance(kind, TypeParam):
        return False
    seen.add(kind)
    return any(
        field.embedded and _contains(field.type, package, name, seen) for field in kind.fields
    )


def _flow(info: FileInfo, carrier: Carrier, site: Site) -> Flow | None:
    target = site.target
    held = carrier.holding(site.source)
    if held is None:
        return None
    if site.how == "panic":
        return Flow(info, site.node, held, False)
    if isinstance(target.unaliased, TypeParam):
        return _constrained(info, carrier, site, held, target.unaliased.constraint)
    if site.how == "argument":
        return _constrained(info, carrier, site, held, target)
    unread = held if held == "pointer" else "unknown"  # a pointer has the method either way
    if target.is_unknown:
        return Flow(info, site.node, unread, False) if site.how == "value" else None
    if not target.is_interface:
        return None
    needs = carrier.needed_by(target)
    if site.how == "assertion":
        return None if needs is False else Flow(info, site.node, held, True, site.how)
    return Flow(info, site.node, unread if needs is None else held, bool(needs))


def _may_be_interface(target: Type) -> bool:
    return target.is_interface or target.is_unknown or target.is_typeparam


def _constrained(
    info: FileInfo, carrier: Carrier, site: Site, held: str, constraint: Type
) -> Flow | None:
    """A type argument is no conversion; it matters where the constraint asks for the method."""
    needs = carrier.needed_by(constraint)
    if needs is False and not (carrier.is_looked_up and held == "value"):
        return None
    return Flow(info, site.node, held, bool(needs), "argument")


def _declarations(
    semantics: Semantics, package: str, name: str
) -> Iterator[tuple[FileInfo, Declaration]]:
    owner = package_named(semantics, package)
    if owner is None:
        return
    only_tests = _is_of_tests(semantics, owner, name)
    for holder in packages_holding(semantics, owner, name):
        paths = holder.test_files if only_tests and holder is owner else holder.all_files
        for path in paths:
            info = semantics.file(path)
            for declaration in info.file.declarations:
                if declaration.keyword != "import" and not declaration.has_error:
                    yield info, declaration


def _is_of_tests(semantics: Semantics, owner: Package, name: str) -> bool:
    """Whether the type is declared in the package's own test files, which only tests can see."""
    files = (semantics.workspace.file(path) for path in owner.test_files)
    return any(
        declaration.keyword == "type" and name in declaration.names
        for file in files
        if file is not None
        for declaration in file.declarations
    )


def packages_holding(semantics: Semantics, owner: Package, name: str) -> Iterator[Package]:
    """Where values of the type `name` of `owner` can be: the package and its external tests and,
    where the type can leave it, all that import it, directly or not."""
    yield owner
    if owner.is_main or not (name[:1].isupper() or _leaks(semantics, owner, name)):
        importers = _external_tests(semantics, owner)
    else:
        importers = importers_of(semantics, owner)
    yield from importers


def _external_tests(semantics: Semantics, owner: Package) -> list[Package]:
    found = semantics.workspace.packages_in(owner.dir)
    return [each for each in found if each.path == owner.path + "_test"]


def _leaks(semantics: Semantics, owner: Package, name: str) -> bool:
    """Whether an exported declaration of the package mentions the type outside of bodies."""
    word = re.compile(rf"\b{re.escape(name)}\b".encode())
    for path in owner.files:
        file = semantics.workspace.file(path)
        for declaration in file.declarations if file is not None else ():
            if _is_exported(declaration) and word.search(_head(declaration)):
                return True
    return False


def _head(declaration: Declaration) -> bytes:
    """The text of a declaration without a function's body and receiver."""
    text = declaration.text
    if declaration.keyword != "func":
        return text
    head = text.partition(b"{")[0]
    return head.partition(b")")[2] if declaration.method is not None else head


def _is_exported(declaration: Declaration) -> bool:
    if declaration.method is not None:
        return declaration.method[1][:1].isupper()
    return any(name[:1].isupper() for name in declaration.names)
