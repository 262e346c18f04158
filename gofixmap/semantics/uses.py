"""All uses of a package-level name, field or method over the whole workspace, told by type.

Every build variant of every file is read, tests and external tests included. Only declarations
whose text holds the name are parsed. What lies in generated files counts: it is code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.types import Named, Type
from gofixmap.syntax.walk import walk

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package


class SymbolName(Protocol):
    """What names a declaration: import path, receiver or struct type ("" for none), name."""

    @property
    def package(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...


class Use(Struct, frozen=True):
    """One mention. `node` is the identifier; `info` knows the types around it."""

    info: FileInfo
    node: Node

    @property
    def path(self) -> str:
        return self.info.file.path

    @property
    def selector(self) -> Node | None:
        """The selector expression `x.name` that this name ends, if it does."""
        parent = self.node.parent
        if parent is None or parent.type not in ("selector_expression", "qualified_type"):
            return None
        return None if parent.start_byte == self.node.start_byte else parent


class UsesResult(Struct, frozen=True):
    """`unresolved` may be uses: a type on the way is not known.

    `unparsable` declarations and `unread` files, which are too large or not readable, may hold
    uses.
    """

    uses: tuple[Use, ...]
    unresolved: tuple[Use, ...]
    unparsable: tuple[Declaration, ...]
    unread: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not (self.unresolved or self.unparsable or self.unread)


def uses_of(semantics: Semantics, symbol: SymbolName) -> UsesResult:
    """Every use of a declared name, its own declaration left out."""
    uses: list[Use] = []
    unresolved: list[Use] = []
    unparsable: list[Declaration] = []
    holders: Collection[str] | None = None
    for info, declaration in declarations_mentioning(semantics, symbol.package, symbol.name):
        if declaration.has_error:
            unparsable.append(declaration)
            continue
        for node in _mentions(declaration.node, symbol.name.encode()):
            verdict = _denotes(info, node, symbol)
            if verdict is None:
                holders = _holders(semantics, symbol) if holders is None else holders
                if not holders or info.package.dir in holders:
                    unresolved.append(Use(info, node))
            elif verdict:
                uses.append(Use(info, node))
    unread = unread_files(semantics, symbol.package)
    return UsesResult(tuple(uses), tuple(unresolved), tuple(unparsable), unread)


def unread_files(semantics: Semantics, package: str) -> tuple[str, ...]:
    """The files of a package that are too large or not readable: nobody knows what they hold."""
    owner = package_named(semantics, package)
    files = owner.all_files if owner is not None else ()
    return tuple(path for path in files if semantics.workspace.unnoted(path) is None)


def _holders(semantics: Semantics, symbol: SymbolName) -> Collection[str]:
    """The directories whose code can have to do with the symbol; empty where that is not known."""
    owner = package_named(semantics, symbol.package)
    return set() if owner is None else directories_seeing(semantics, owner)


def importers_of(semantics: Semantics, owner: Package) -> list[Package]:
    """The packages of the workspace that import `owner`, directly or through others."""
    return semantics.shared(
        ("importers", owner.dir, owner.path), lambda: _importers(semantics, owner)
    )


def _importers(semantics: Semantics, owner: Package) -> list[Package]:
    imports = semantics.shared("who imports", lambda: _who_imports(semantics))
    found: dict[str, Package] = {}
    pending = [owner.path]
    while pending:
        for package in imports.get(pending.pop(), ()):
            known = package.path in found or package.path == owner.path
            if not known and sees(semantics, package.all_files[0], owner):
                found[package.path] = package
                pending.append(package.path)
    return list(found.values())


def _who_imports(semantics: Semantics) -> dict[str, list[Package]]:
    """The packages of the workspace by what they import."""
    workspace = semantics.workspace
    found: dict[str, list[Package]] = {}
    for package in workspace.packages():
        for path in {each for file in package.all_files for each in workspace.imports_of(file)}:
            found.setdefault(path, []).append(package)
    return found


def declarations_mentioning(
    semantics: Semantics, package: str, name: str
) -> Iterator[tuple[FileInfo, Declaration]]:
    """The declarations whose text holds the word `name` and that could see that name of `package`.

    For a name that is not exported these are the package's own files.
    """
    word = name.encode()
    for path in files_seeing(semantics, package, name):
        file = semantics.workspace.file(path)
        for declaration in file.mentioning(word) if file is not None else ():
            yield semantics.file(path), declaration


def word_of(name: str) -> re.Pattern[bytes]:
    """Finds a name that is no part of a longer one in the bytes of a file."""
    return re.compile(rb"(?<![\w])" + re.escape(name.encode()) + rb"(?![\w])")


def files_seeing(semantics: Semantics, package: str, name: str) -> Iterator[str]:
    """The files that could mention a name of the package: by its bytes and by visibility.

    A module of its own below the root sees the package only through a replace directive or go.work;
    otherwise it is built against a released version, which no edit here reaches.
    """
    owner = package_named(semantics, package)
    if owner is not None and not name[:1].isupper():
        yield from owner.all_files
    elif name[:1].isupper():
        reaches: dict[str, bool] = {}
        within = directories_seeing(semantics, owner) if owner is not None else None
        for path in semantics.workspace.files_mentioning(name, within):
            folder = path.rpartition("/")[0]
            if folder not in reaches:
                reaches[folder] = owner is None or sees(semantics, path, owner)
            if reaches[folder]:
                yield path


def directories_seeing(semantics: Semantics, owner: Package) -> frozenset[str]:
    """The directories of a package and of all that import it, directly or through others.

    Code elsewhere has no expression of a type that the package declares.
    """
    return semantics.shared(
        ("directories seeing", owner.dir, owner.path),
        lambda: frozenset({owner.dir, *(each.dir for each in importers_of(semantics, owner))}),
    )


def directories_naming(semantics: Semantics, owner: Package) -> frozenset[str]:
    """The directories of a package and of those that import it themselves.

    Only there `owner.Name` can be written; fields and methods are named where it is seen.
    """

    def find() -> frozenset[str]:
        imports = semantics.shared("who imports", lambda: _who_imports(semantics))
        direct = {owner.dir, *(each.dir for each in imports.get(owner.path, ()))}
        return directories_seeing(semantics, owner) & direct

    return semantics.shared(("directories naming", owner.dir, owner.path), find)


def sees(semantics: Semantics, path: str, owner: Package) -> bool:
    """Whether the import path of `owner` means `owner` itself in the file `path`."""
    package = semantics.workspace.package_of(path)
    if owner.is_main or (package is not None and package.dir == owner.dir):
        return package is not None and package.dir == owner.dir
    found = semantics.workspace.meant_by(owner.path, path)
    return found is not None and found.dir == owner.dir


def package_named(semantics: Semantics, path: str) -> Package | None:
    """The workspace's package of that import path."""
    return semantics.shared("packages", lambda: _by_path(semantics)).get(path)


def _by_path(semantics: Semantics) -> dict[str, Package]:
    """The packages of the workspace by import path; of two the first one."""
    return {package.path: package for package in reversed(list(semantics.workspace.packages()))}


def _mentions(node: Node, name: bytes) -> Iterator[Node]:
    for each in walk(node):
        if each.child_count == 0 and each.type.endswith("identifier") and each.text == name:
            yield each


def _denotes(info: FileInfo, node: Node, symbol: SymbolName) -> bool | None:
    """Whether an identifier of the right spelling denotes the symbol; None where not known."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "selector_expression" and parent.child_by_field_name("field") == node:
        return _selects(info, parent, symbol)
    if _is_key(node):
        return _keyed_field(info, node, symbol)
    if node.type == "field_identifier":
        return False
    if parent.type == "qualified_type":
        return _qualified(info, parent, symbol)
    if symbol.type:
        return False
    found = info.object_of(node)
    if found is None:
        return None if _may_be_object(parent, node) else False
    return (
        _is_object(found.package, found.name, symbol)
        and not found.is_local
        and (not _declares(parent, node))
    )


def _is_object(package: str, name: str, symbol: SymbolName) -> bool:
    return not symbol.type and package == symbol.package and name == symbol.name


def _selects(info: FileInfo, selector: Node, symbol: SymbolName) -> bool | None:
    chosen = info.selection(selector)
    if chosen is None or chosen.kind == "unknown":
        return False if symbol.type and is_elsewhere(info, selector, symbol.package) else None
    if chosen.kind == "package":
        found = chosen.object
        return found is not None and _is_object(found.package, found.name, symbol)
    if chosen.declaring is not None:
        return is_type_named(chosen.declaring, symbol.package, symbol.type)
    return False


def is_elsewhere(info: FileInfo, selector: Node, package: str) -> bool:
    """Whether a selector of unknown type cannot have to do with a member of the package's types.

    `pkg.Name` is no member, be `pkg` known or not; and what comes straight from a package of
    somebody else's (`codes.OK.String()`) is not of a type of ours.
    """
    operand = selector.child_by_field_name("operand")
    direct = operand is not None and operand.type == "identifier"
    while operand is not None and operand.type in _LEADING:
        operand = operand.child_by_field_name(_LEADING[operand.type])
    if operand is None or operand.type != "identifier":
        return False
    found = info.object_of(operand)
    if found is None or found.kind != "package":
        return False
    return direct or owner_of(found.package) != owner_of(package)


_LEADING = {
    "call_expression": "function",
    "index_expression": "operand",
    "selector_expression": "operand",
}


def owner_of(path: str) -> list[str]:
    """Who publishes an import path: the host, and on a host of many the account."""
    parts = path.split("/")
    return parts[: 2 if parts[0] in ("github.com", "gitlab.com", "bitbucket.org") else 1]


def is_type_named(t: Type, package: str, name: str) -> bool:
    """Whether `t` is the package-level defined type `package.name`, instantiated or not."""
    found = t.unaliased
    return isinstance(found, Named) and (found.package, found.name, found.scope) == (
        package,
        name,
        "",
    )


def _qualified(info: FileInfo, qualified: Node, symbol: SymbolName) -> bool | None:
    """`pkg.T`, or what the grammar takes for it: the field in `x.list[i](y)`."""
    package = qualified.child_by_field_name("package")
    found = info.object_of(package) if package is not None else None
    if found is not None and found.kind == "var":
        return _selects(info, qualified, symbol)
    return found is not None and _is_object(found.package, symbol.name, symbol)


def _is_key(node: Node) -> bool:
    """Whether the identifier is a key in a composite literal."""
    holder = node.parent
    keyed = holder.parent if holder is not None else None
    return (
        holder is not None
        and holder.type == "literal_element"
        and keyed is not None
        and keyed.type == "keyed_element"
        and keyed.child_by_field_name("key") == holder
    )


def _keyed_field(info: FileInfo, node: Node, symbol: SymbolName) -> bool | None:
    """A key of a struct literal names a field; any other key is an ordinary expression."""
    literal = node.parent
    while literal is not None and literal.type != "literal_value":
        literal = literal.parent
    whole = literal.parent if literal is not None else None
    if whole is None:
        return None
    kind = info.type_of(whole if whole.type == "composite_literal" else literal or whole)
    if kind.is_unknown:
        return None
    if kind.is_pointer:  # `&T` may be left out of an element
        kind = kind.element
    if kind.is_struct:
        return bool(symbol.type) and is_type_named(kind, symbol.package, symbol.type)
    found = info.object_of(node)
    return found is not None and _is_object(found.package, found.name, symbol)


def _may_be_object(parent: Node, node: Node) -> bool:
    """Whether an identifier without an object is one the resolver should have known."""
    return parent.type not in ("package_clause", "labeled_statement") and (
        node.type in ("identifier", "type_identifier")
    )


def _declares(parent: Node, node: Node) -> bool:
    """Whether the identifier is the declaring one of a package-level declaration."""
    return parent.type.endswith(("_spec", "_declaration", "type_alias")) and (
        node in parent.children_by_field_name("name")
    )
