"""From the text of `--target` to the one symbol that it names.

Forms: `example.com/shop/cart.Store.items` (import path), `cart.Store.Add` (package name or the last
elements of its path), `./cart.cache` (directory, from the working directory), and without a package
`Store.items`, `Store.Add`, `cache`, `Func`, `Func.local`, `Store.Add.local`. A symbol that is
declared once for each build is one symbol.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import Symbol
from gofixmap.engine.discovery import Directory
from gofixmap.errors import UsageError
from gofixmap.registry import nearest
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace import Package, Workspace


class NoSuchTarget(UsageError):
    """Nothing in the given paths has the name; `where` is the configuration that asks for it."""

    def __init__(self, target: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(f"nothing is named {target!r}", where=where, hint=hint)
        self.target = target


class Reading(Struct, frozen=True):
    """One way to read a target: a package ("" for any, "./x" a directory) and up to three names."""

    package: str
    names: tuple[str, ...]


def readings(target: str) -> list[Reading]:
    """Every way to cut `target` into a package and names; raises UsageError where there is none."""
    head, slash, tail = target.rpartition("/")
    parts = tail.split(".")
    first = 1 if slash else 0
    found = [
        Reading(head + slash + ".".join(parts[:cut]), tuple(parts[cut:]))
        for cut in range(first, len(parts))
        if 1 <= len(parts) - cut <= 3
    ]
    found = [reading for reading in found if all(name.isidentifier() for name in reading.names)]
    if not found:
        raise UsageError(
            f"{target!r} names no symbol", hint="write pkg.Type.member, pkg.name or Type.member"
        )
    return found


class TargetFinder:
    """Resolves targets in the packages of the run's directories."""

    def __init__(self, workspace: Workspace, directories: Sequence[Directory]) -> None:
        self._workspace = workspace
        self._directories = directories

    def resolve(self, target: str, *, where: str = "") -> Symbol:
        """The symbol; raises UsageError for none (with the nearest) and for several (listed)."""
        parsed = readings(target)
        found: dict[str, Symbol] = {}
        for reading in parsed:
            for symbol in self._symbols(reading):
                found.setdefault(f"{symbol.qualified} {_key(symbol)}", symbol)
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            places = "; ".join(self._shown(symbol) for symbol in found.values())
            raise UsageError(
                f"{target!r} names {len(found)} symbols: {places}",
                where=where,
                hint="name one with its package",
            )
        near = self._nearest(parsed)
        hint = f"did you mean {near}?" if near else "gofixmap looked in the given paths only."
        hint = f"{hint} Where it is gone, take it out of targets" if where else hint.rstrip(".")
        raise NoSuchTarget(target, where=where, hint=hint)

    def _shown(self, symbol: Symbol) -> str:
        file = self._workspace.file(symbol.path)
        line = file.lines.line_of(symbol.span.start) if file else 0
        return f"{symbol.qualified} ({symbol.kind}, {symbol.path}:{line})"

    def _packages(self, wanted: str) -> Iterator[Package]:
        for directory in self._directories:
            for package in self._workspace.packages_in(directory.path):
                if not wanted or _is_named(package, wanted):
                    yield package

    def _symbols(self, reading: Reading) -> Iterator[Symbol]:
        needle = reading.names[0].encode()
        for package in self._packages(reading.package):
            for path in package.all_files:
                file = self._workspace.file(path)
                if file is not None and needle in file.data:
                    yield from _in_file(file, package, reading.names)

    def _nearest(self, parsed: Iterable[Reading]) -> str:
        for reading in parsed:
            declared: dict[str, str] = {}
            for package in self._packages(reading.package):
                for path in package.all_files:
                    file = self._workspace.file(path)
                    for name in _declared(file, reading.names) if file else ():
                        declared.setdefault(name, f"{package.name}.{name}")
            near = nearest(".".join(reading.names), declared)
            if near:
                return declared[near]
        return ""


def _key(symbol: Symbol) -> str:
    """Build variants of a package-level symbol are one; each local is its own."""
    return f"{symbol.path}:{symbol.span.start}" if symbol.kind == "local" else ""


def _is_named(package: Package, wanted: str) -> bool:
    if wanted.startswith(("./", "../")) or wanted in (".", ".."):
        return os.path.realpath(wanted) == package.dir
    return wanted in (package.path, package.name) or package.path.endswith("/" + wanted)


def _in_file(file: SourceFile, package: Package, names: tuple[str, ...]) -> Iterator[Symbol]:
    for declaration in file.declarations:
        yield from _in_declaration(declaration, package, names)


def _in_declaration(
    declaration: Declaration, package: Package, names: tuple[str, ...]
) -> Iterator[Symbol]:
    method = declaration.method
    if method is not None:
        if names == method[:2]:
            yield _symbol(declaration, package, method[0], method[1], "method")
        elif len(names) == 3 and names[:2] == method[:2]:
            yield from _locals(declaration, package, ".".join(names[:2]), names[2])
        return
    if names[0] not in declaration.names:
        return
    if len(names) == 1:
        yield _symbol(declaration, package, "", names[0], declaration.keyword)
    elif len(names) == 2 and declaration.keyword == "func":
        yield from _locals(declaration, package, names[0], names[1])
    elif len(names) == 2 and declaration.keyword == "type":
        yield from _members(declaration, package, names[0], names[1])


def _symbol(declaration: Declaration, package: Package, owner: str, name: str, kind: str) -> Symbol:
    node = _declaring(declaration.node, name)
    span = declaration.span if node is None else Span(node.start_byte, node.end_byte)
    return Symbol(package.path, owner, name, kind, declaration.file.path, span)


def _declaring(node: Node, name: str) -> Node | None:
    """The identifier that a top-level declaration declares as `name`."""
    text = name.encode()
    if node.type in ("function_declaration", "method_declaration"):
        return node.child_by_field_name("name")
    pending = list(reversed(node.named_children))
    while pending:
        child = pending.pop()
        if child.type.endswith("_list") and child.type.startswith(("var_spec", "const_spec")):
            pending += reversed(child.named_children)
            continue
        for named in child.children_by_field_name("name"):
            if named.text == text:
                return named
    return None


def _members(declaration: Declaration, package: Package, owner: str, name: str) -> Iterator[Symbol]:
    """A field, embedded ones included, or an interface's method."""
    for spec in declaration.node.named_children:
        named = spec.child_by_field_name("name")
        if named is None or named.text != owner.encode():
            continue
        for node, kind in _member_names(spec.child_by_field_name("type")):
            if node.text == name.encode():
                span = Span(node.start_byte, node.end_byte)
                yield Symbol(package.path, owner, name, kind, declaration.file.path, span)


def _member_names(body: Node | None) -> Iterator[tuple[Node, str]]:
    if body is None:
        return
    for child in body.named_children:
        if child.type == "field_declaration_list":
            yield from _member_names(child)
        elif child.type == "field_declaration":
            names = child.children_by_field_name("name")
            yield from ((node, "field") for node in names)
            embedded = None if names else child.child_by_field_name("type")
            if embedded is not None:
                yield _base_name(embedded), "field"
        elif child.type == "method_elem":
            yield from ((node, "method") for node in child.children_by_field_name("name"))


def _base_name(node: Node) -> Node:
    """The name under which an embedded type is a field: `T` of `*pkg.T[int]`."""
    while node.type != "type_identifier":
        inner = node.child_by_field_name("name") or node.child_by_field_name("type")
        inner = inner or (node.named_children[0] if node.named_children else None)
        if inner is None:
            break
        node = inner
    return node


_LOCAL_FIELDS = {
    "short_var_declaration": "left",
    "range_clause": "left",
    "var_spec": "name",
    "const_spec": "name",
    "parameter_declaration": "name",
    "variadic_parameter_declaration": "name",
}


def _locals(declaration: Declaration, package: Package, owner: str, name: str) -> Iterator[Symbol]:
    """The places in a function where a local of this name is declared, outermost first.

    `:=` and range clauses count where they declare the name and do not assign to it.
    """
    from gofixmap.syntax.walk import walk

    scopes: set[int] = set()  # the blocks that have the name, by where they begin
    for node in walk(declaration.node):
        field = _LOCAL_FIELDS.get(node.type)
        if field is None or (node.type == "range_clause" and b":=" not in _operators(node)):
            continue
        for child in node.children_by_field_name(field):
            for leaf in child.named_children if child.type == "expression_list" else (child,):
                if leaf.text != name.encode():
                    continue
                scope = _scope_start(node)
                if node.type == "short_var_declaration" and scope in scopes:
                    continue
                scopes.add(scope)
                span = Span(leaf.start_byte, leaf.end_byte)
                yield Symbol(package.path, owner, name, "local", declaration.file.path, span)


def _operators(node: Node) -> list[bytes]:
    return [child.type.encode() for child in node.children if not child.is_named]


_SCOPES = frozenset(
    {
        "block",
        "communication_case",
        "default_case",
        "expression_case",
        "expression_switch_statement",
        "for_statement",
        "if_statement",
        "type_case",
        "type_switch_statement",
    }
)
_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})


def _scope_start(node: Node) -> int:
    """Where the block begins that a declaration is in; parameters are in the function's own."""
    scope = node.parent
    while scope is not None and scope.type not in _SCOPES | _FUNCTIONS:
        scope = scope.parent
    if scope is not None and scope.type in _FUNCTIONS:
        scope = scope.child_by_field_name("body") or scope
    return -1 if scope is None else scope.start_byte


def _declared(file: SourceFile, names: tuple[str, ...]) -> Iterator[str]:
    """What a misspelt target may have meant: names and methods, and members of the type named."""
    for declaration in file.declarations:
        method = declaration.method
        if method is not None:
            yield ".".join(method[:2])
        yield from declaration.names
        if len(names) > 1 and names[0] in declaration.names and declaration.keyword == "type":
            for spec in declaration.node.named_children:
                for node, _ in _member_names(spec.child_by_field_name("type")):
                    yield f"{names[0]}.{file.text(node)}"
