"""The facade of the resolver: `Semantics` for a workspace, `FileInfo` for one of its files.

Nodes that go in are nodes of a `Declaration.node` of the file. Every answer is three-valued: a type
that is not known is `Unknown`, a fact that is not known is None.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Hashable, Iterable
from fractions import Fraction
from typing import TypeVar

from tree_sitter import Node

from gofixmap.errors import UsageError
from gofixmap.semantics import expressions, literals, spelling
from gofixmap.semantics.checker import DEPTH, Checker
from gofixmap.semantics.declared import DeclaredType
from gofixmap.semantics.implements import implements
from gofixmap.semantics.members import method_set
from gofixmap.semantics.nodes import expression_items, names_in, unparenthesized
from gofixmap.semantics.objects import NEVER_VISIBLE, Object, Operand, Selection
from gofixmap.semantics.packages import PackageScope
from gofixmap.semantics.statements import several
from gofixmap.semantics.types import Array, Method, Pointer, Signature, Tuple, Type, Unknown
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace import pathname
from gofixmap.workspace.context import BuildContext
from gofixmap.workspace.packages import Package
from gofixmap.workspace.recorder import Trace
from gofixmap.workspace.workspace import Workspace

T = TypeVar("T")
_FRAMES = 12_000  # Python frames for expressions nested as deep as the checker allows
_USABLE = ("value", "const", "type", "nil")
_LISTS = ("short_var_declaration", "assignment_statement", "var_spec", "receive_statement")


class Semantics:
    """What is known about the types of one workspace; everything is computed once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.depth = 0  # of nested questions; the checkers share it
        self._scopes: dict[tuple[str, str, BuildContext], PackageScope] = {}
        self._checkers: dict[str, dict[BuildContext, Checker]] = {}
        self._infos: dict[str, FileInfo] = {}
        self.memory: dict[Hashable, object] = {}
        self._shared: dict[Hashable, tuple[object, Trace | None]] = {}
        self._of_libraries: set[Hashable] = set()  # keys of what other contents cannot change
        self.instantiated: set[DeclaredType] = set()  # the generic types with instances
        if sys.getrecursionlimit() < _FRAMES:
            sys.setrecursionlimit(_FRAMES)

    def file(self, path: str) -> FileInfo:
        """The resolver of one file, in the build that the workspace chooses for it.

        Raises UsageError where the file cannot be read or belongs to no package.
        """
        self.workspace.looked_at(path)
        return self._info(path)

    def around(self, declaration: Declaration) -> FileInfo:
        """The resolver of the file of a declaration, of which that alone counts as looked at."""
        declaration.look()
        return self._info(declaration.file.path)

    def _info(self, path: str) -> FileInfo:
        info = self._infos.get(path)
        if info is None:
            context = self.workspace.context_for(path)
            info = self._infos[path] = FileInfo(self._checker_of(path, context))
        return info

    def _checker_of(self, path: str, context: BuildContext) -> Checker:
        package = self.workspace.package_of(path)
        if package is None:
            raise UsageError("not a Go file of any package", where=path)
        return self.checker(path, self.scope(package, context))

    def checker(self, path: str, scope: PackageScope) -> Checker:
        builds = self._checkers.setdefault(path, {})
        found = builds.get(scope.context)
        if found is None:
            file = self.workspace.declaring(path)
            if file is None:
                raise UsageError("cannot be read", where=path)
            found = builds[scope.context] = Checker(self, scope, file)
        return found

    def has_checked(self, path: str) -> bool:
        """Whether anything was asked about the file; it is held from then on."""
        return path in self._checkers

    def scope(self, package: Package, context: BuildContext) -> PackageScope:
        key = (package.dir, package.path, context)
        recorder = self.workspace.recorder
        if recorder is not None:
            recorder.directory(package.dir)
        found = self._scopes.get(key)
        if found is None:
            found = self._scopes[key] = PackageScope(self, package, context)
        return found

    def package(
        self, package: Package | str, context: BuildContext | None = None
    ) -> PackageScope | None:
        """The package scope of a package or import path of the workspace; None without one."""
        if isinstance(package, str):
            found = next((p for p in self.workspace.packages() if p.path == package), None)
            if found is None:
                return None
            package = found
        return self.scope(package, context or self.workspace.host)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for `key` until something is forgotten.

        For analyses above the resolver, whose results hold nodes of trees.
        """
        if key not in self.memory:
            self.memory[key] = make()
        made: T = self.memory[key]  # type: ignore[assignment]
        return made

    def shared(self, key: Hashable, make: Callable[[], T], home: str = "") -> T:
        """What `make` returns, made once for `key` for as long as the contents stay.

        Unlike what `once` makes it outlives the directory that asks first, and in a worker that
        runs short of memory the resolver: it must be small and plain, without nodes, files, types
        and objects. What `make` has looked at counts as looked at by everybody who asks. What is
        about the package in the directory `home` and what it imports stays also when contents
        change, where that is a package of GOROOT or the module cache.
        """
        recorder = self.workspace.recorder
        found = self._shared.get(key)
        if found is None:
            if recorder is not None:
                recorder.open()
            try:
                value = make()
            finally:
                trace = recorder.close() if recorder is not None else None
            found = self._shared[key] = value, trace
            if home and self._is_library(home):
                self._of_libraries.add(key)
        elif recorder is not None and found[1] is not None:
            recorder.again(found[1])
        made: T = found[0]  # type: ignore[assignment]
        return made

    def underlying_of(self, t: Type) -> Type:
        """The underlying type, Unknown where that takes more declarations than anyone writes."""
        if self.depth >= DEPTH:
            return Unknown("nested too deeply")
        self.depth += 1
        try:
            return t.underlying
        finally:
            self.depth -= 1

    def move_to(self, workspace: Workspace, touched: Collection[str]) -> None:
        """Goes on with other contents of the files at `touched`, as `SourceFile.path` has them.

        The packages of these files and those that import them are computed anew when they are
        asked for; what they import cannot depend on them and stays, because imports have no cycles.
        """
        root = f"{workspace.root.as_posix().rstrip('/')}/"
        stale = {pathname.parent(p if p.startswith("/") else root + p) for p in touched}
        # A package that could not be imported before may be there now.
        packages = [p for w in (self.workspace, workspace) for d in stale for p in w.packages_in(d)]
        stale = self._dependents(stale, {package.path for package in packages})
        self.workspace = workspace
        self.memory.clear()
        self._shared = {key: self._shared[key] for key in self._of_libraries}
        self._scopes = {k: scope for k, scope in self._scopes.items() if k[0] not in stale}
        relative = {each.removeprefix(root) if each + "/" != root else "" for each in stale}
        gone = {p for p in self._checkers if pathname.parent(p) in relative}
        self._checkers = {p: each for p, each in self._checkers.items() if p not in gone}
        self._infos = {p: info for p, info in self._infos.items() if p not in gone}
        for generic in self.instantiated:  # their arguments may be types that are computed anew
            generic.forget_instances()
        self.instantiated.clear()

    def _dependents(self, touched: Collection[str], imported: Collection[str]) -> set[str]:
        """Some directories, and those of the packages known so far that need what is there.

        `imported` are the import paths of the packages in `touched`.
        """
        stale, paths = set(touched), set(imported)
        scopes = [s for s in self._scopes.values() if s.is_indexed and not self._is_fixed(s)]
        waiting = [scope for scope in scopes if scope.package.dir not in stale]
        while True:
            found = [scope for scope in waiting if not paths.isdisjoint(scope.imports)]
            if not found:
                return stale
            stale.update(scope.package.dir for scope in found)
            paths.update(scope.path for scope in found)
            waiting = [scope for scope in waiting if scope.package.dir not in stale]

    def _is_fixed(self, scope: PackageScope) -> bool:
        """Whether a package is of GOROOT or the module cache: those need none of the workspace."""
        return self._is_library(scope.package.dir)

    def _is_library(self, directory: str) -> bool:
        homes = (self.workspace.goroot, self.workspace.module_cache)
        return any(home and directory.startswith(f"{home}/") for home in homes)

    def renewed(self) -> Semantics:
        """A resolver of the same contents that knows no types yet, but what was made to share.

        This one is of no use from then on: it is taken apart, because to find all that refers to
        itself in it takes longer than to make it.
        """
        fresh = Semantics(self.workspace)
        fresh._shared = self._shared
        fresh._of_libraries = self._of_libraries
        for scope in self._scopes.values():
            scope.dissolve()
        for checker in [each for builds in self._checkers.values() for each in builds.values()]:
            checker.__dict__.clear()
        self.__dict__.clear()
        return fresh

    def forget(self, paths: Iterable[str] | None = None) -> None:
        """Frees what was computed inside functions, of some files or of all.

        What is asked later is computed again; local objects are then other ones. Analyses may
        span files, so all of them go.
        """
        self.memory.clear()
        for path in self._checkers if paths is None else paths:
            for checker in self._checkers.get(path, {}).values():
                checker.forget_bodies()


class FileInfo:
    """Answers about one file in one build."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    @property
    def semantics(self) -> Semantics:
        return self._checker.semantics

    @property
    def file(self) -> SourceFile:
        return self._checker.file

    @property
    def path(self) -> str:
        return self._checker.path

    @property
    def package(self) -> Package:
        return self._checker.package.package

    @property
    def scope(self) -> PackageScope:
        """The package block that the file belongs to."""
        return self._checker.package

    @property
    def context(self) -> BuildContext:
        return self._checker.package.context

    def operand(self, expr: Node) -> Operand:
        """Everything that is known of an expression: its mode, type and constant value."""
        return self._checker.operand(expr)

    def type_of(self, expr: Node) -> Type:
        """The type of an expression, or the type that a type expression denotes.

        Untyped constants have untyped types ("untyped int"); a call with no or several results
        has a Tuple.
        """
        return self.operand(expr).type

    def size_of(self, t: Type) -> int | None:
        """Bytes of a value in the file's build; None where the layout is not known."""
        sizes = self._checker.sizes
        return sizes.size(t) if sizes is not None else None

    def types_of(self, expr: Node) -> tuple[Type, ...]:
        """The types of the values that an expression gives where it stands.

        A call with several results gives them all; `m[k]`, `x.(T)` and `<-c` give two where two
        are assigned.
        """
        operand = self.operand(expr)
        if isinstance(operand.type, Tuple):
            return operand.type.types
        return (
            several(self._checker, expr, self._wanted(expr))
            if operand.comma_ok
            else (operand.type,)
        )

    def _wanted(self, expr: Node) -> int:
        """How many values the statement around a lone right-hand side takes from it."""
        node, parent = expr, expr.parent
        while parent is not None and parent.type in ("parenthesized_expression", "expression_list"):
            if parent.type == "expression_list" and len(expression_items(parent)) != 1:
                return 1
            node, parent = parent, parent.parent
        if parent is None or parent.type not in _LISTS:
            return 1
        if parent.type == "var_spec":
            return len([n for n in parent.children_by_field_name("name") if n.is_named])
        left = parent.child_by_field_name("left")
        on_right = left is not None and left.start_byte != node.start_byte
        return len(expression_items(left)) if left is not None and on_right else 1

    def is_type(self, expr: Node) -> bool | None:
        """Whether an expression denotes a type; None where it is not known what it denotes."""
        mode = self.operand(expr).mode
        return None if mode == "unknown" else mode == "type"

    def is_conversion(self, call: Node) -> bool | None:
        """Whether a call_expression or type_conversion_expression converts."""
        name = "type" if call.type == "type_conversion_expression" else "function"
        function = call.child_by_field_name(name)
        return None if function is None else self.is_type(function)

    def object_of(self, identifier: Node) -> Object | None:
        """What an identifier declares or uses; None for fields, methods and unknown names."""
        checker = self._checker
        offset = identifier.start_byte
        scopes = checker.scopes_at(offset)
        if identifier.type == "label_name":
            return scopes.label(checker.text(identifier), offset) if scopes is not None else None
        declared = scopes.declared_at(offset) if scopes is not None else None
        if declared is not None:
            return declared
        if identifier.type == "field_identifier" or self._is_member_name(identifier):
            return self._member_object(identifier)
        name = checker.text(identifier)
        found = scopes.lookup(name, offset) if scopes is not None else None
        if found is None:
            found = checker.lookup_outside(name)
        return found if found is not None else self._declared_here(name, offset)

    def _declared_here(self, name: str, offset: int) -> Object | None:
        """What a declaration names though no lookup finds it: `init`, or a name declared twice."""
        declaration = self.file.declaration_at(offset)
        if declaration is None or name not in declaration.names:
            return None
        found = self.scope.object_in(declaration, name)
        return found if found.span.start == offset else None

    def _is_member_name(self, identifier: Node) -> bool:
        """Whether the identifier is the right side of a selector or the key of a struct value."""
        parent = identifier.parent
        if parent is None:
            return False
        if parent.type in ("selector_expression", "qualified_type"):
            first = "operand" if parent.type == "selector_expression" else "package"
            operand = parent.child_by_field_name(first)
            return operand is None or operand.start_byte != identifier.start_byte
        if parent.type in ("parameter_declaration", "variadic_parameter_declaration"):
            return identifier in parent.children_by_field_name("name")
        return parent.type == "literal_element" and self.is_field_key(identifier)

    def is_field_key(self, identifier: Node) -> bool:
        """Whether an identifier is the field name of a keyed element of a struct literal."""
        element = identifier.parent
        keyed = element.parent if element is not None else None
        if element is None or keyed is None or keyed.type != "keyed_element":
            return False
        key = keyed.child_by_field_name("key")
        body = keyed.parent
        if key is None or body is None or key.start_byte != identifier.start_byte:
            return False
        # Where the literal's type is not known a local of that name could still be meant.
        known = literals.is_struct_literal(self._checker, body)
        return known is True or (known is None and self._is_undeclared(identifier))

    def _is_undeclared(self, identifier: Node) -> bool:
        return self.lookup(self._checker.text(identifier), identifier) is None

    def _member_object(self, identifier: Node) -> Object | None:
        """The object of a qualified identifier `pkg.Name`; fields and methods have none."""
        parent = identifier.parent
        if parent is None or parent.type not in ("selector_expression", "qualified_type"):
            return None
        return expressions.selection(self._checker, parent).object

    def selection(self, selector: Node) -> Selection | None:
        """What a selector_expression (or qualified_type) selects; None for other nodes."""
        if selector.type not in ("selector_expression", "qualified_type"):
            return None
        return expressions.selection(self._checker, selector)

    def uses_in(self, obj: Object, node: Node) -> list[Node]:
        """The identifiers inside `node` that denote `obj`, declarations and closures included."""
        names = names_in(node, self.file.data, obj.name.encode())
        return [name for name in names if self._denotes(self.object_of(name), obj)]

    def _denotes(self, found: Object | None, obj: Object) -> bool:
        if found is obj:
            return True
        symbol = found is not None and found.role == obj.role == "typeswitch"
        # The symbol of a type switch stands for the objects of all its clauses.
        return symbol and found is not None and found.span == obj.span and _is_symbol(obj)

    def constant(self, expr: Node) -> int | str | float | bool | None:
        """The value of a constant expression; None where it is not constant or not known."""
        value = self._checker.value_of(expr)
        if isinstance(value, Fraction):
            return int(value) if value.denominator == 1 else float(value)
        return value

    def lookup(self, name: str, at: Node) -> Object | None:
        """What an identifier `name` would denote where the node `at` begins."""
        return self._checker.lookup(name, at.start_byte)

    def index_kind(self, index: Node) -> str:
        """What an index expression indexes: the `kind` of a row of `inspect types`."""
        operand = self.index_operand(index)
        return kind_of_index(operand) if operand is not None else "unknown"

    def index_operand(self, index: Node) -> Operand | None:
        """The operand `x` of `x[i]`, however the grammar has read it."""
        node = unparenthesized(index)
        field = "operand" if node.type == "index_expression" else "type"
        inner = node.child_by_field_name(field)
        return self.operand(inner) if inner is not None else None

    def type_text(self, t: Type, at: Node) -> str | None:
        """How a type is spelled in this file where `at` begins; None where it cannot be."""
        return spelling.type_text(self._checker, t, at.start_byte)

    def implements(self, t: Type, interface: Type) -> bool | None:
        """Whether `t` has all methods of `interface`, with identical signatures."""
        return implements(t, interface)

    def method_set(self, t: Type) -> dict[str, Method] | None:
        """The method set of `t` by name; pass `Pointer(t)` for that of the pointer."""
        return method_set(t, self._checker.package_path)


def _is_symbol(obj: Object) -> bool:
    """The object declared by a type switch's symbol itself, rather than by one of its clauses."""
    return obj.visible == NEVER_VISIBLE


def kind_of_index(operand: Operand) -> str:
    """map, slice, array, pointer-to-array, string, typeparam, instantiation or unknown."""
    if operand.mode == "type" or isinstance(operand.type.underlying, Signature):
        return "instantiation"
    if operand.mode not in _USABLE:
        return "unknown"
    t = operand.type
    if t.is_typeparam:
        return "typeparam"
    under = t.underlying
    if isinstance(under, Pointer):
        return "pointer-to-array" if isinstance(under.elem.underlying, Array) else "unknown"
    for kind in ("map", "slice", "array", "string"):
        if getattr(t, f"is_{kind}"):
            return kind
    return "unknown"
