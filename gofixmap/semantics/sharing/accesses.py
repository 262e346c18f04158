"""All accesses to a variable over the workspace: every mention, and what it does.

Generated files, tests and all build variants count. Only declarations whose text holds the name
are parsed. What an unkeyed composite literal puts into a field is not among the accesses, for it
does not name the field: `literals_of` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.members import find_member
from gofixmap.semantics.nodes import children_of, first_named, unparenthesized
from gofixmap.semantics.questions import mentioning
from gofixmap.semantics.sharing import callees
from gofixmap.semantics.sharing.assignments import assigning, initialised
from gofixmap.semantics.sharing.kinds import Done, Operation
from gofixmap.semantics.sharing.mentions import identifiers
from gofixmap.semantics.sharing.operations import operation_of
from gofixmap.semantics.sharing.variables import Variable, VariableKind, declarations_of
from gofixmap.semantics.types import Field, Type, Unknown
from gofixmap.semantics.uses import (
    directories_seeing,
    files_seeing,
    is_elsewhere,
    owner_of,
    package_named,
    unread_files,
)
from gofixmap.syntax.walk import ancestors, enclosing
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class Access(Struct, frozen=True):
    """One mention of a variable.

    `node` is the expression that names it (`c.m`, `hits`; in a composite literal the key; where
    the grammar takes `c.m[k](x)` for a conversion a `qualified_type` instead of a selector),
    `expression` the whole operation (`c.m[k]`, `len(c.m)`; of RANGE the range clause), `statement`
    the innermost statement that stands in a block or clause (at package level the declaration),
    `function` the innermost function (None in a package-level initialiser). `base` is the text
    before the field, without parentheses, `*` and `&`; "" for variables that are no fields. `key`
    and `value` are what the operation is given; `value` is None for one of several results.
    """

    variable: Variable
    info: FileInfo
    node: Node
    expression: Node
    operation: Operation
    statement: Node
    function: Node | None
    base: str
    key: Node | None = None
    value: Node | None = None

    @property
    def reads(self) -> bool:
        return self.operation.reads

    @property
    def writes(self) -> bool:
        return self.operation.writes

    @property
    def may_write(self) -> bool:
        """Whether the variable or its elements are written here, or may be by what it goes to.

        A method with a pointer receiver may write a variable that is no pointer; a callee may
        write the elements of a map or slice, not the pointer that it is given. Of the atomic
        operations all write but Load; the methods of package sync do not count.
        """
        if self.writes or self.operation in (Operation.ADDRESS, Operation.UNKNOWN):
            return True
        if self.operation in (Operation.METHOD, Operation.METHOD_VALUE):
            return self._method_may_write()
        if self.operation is Operation.ATOMIC:
            return self._atomic_writes()
        if self.operation not in (Operation.ARGUMENT, Operation.STORE, Operation.RETURN):
            return False
        kind = self.variable.type
        return not (kind.is_pointer or kind.is_chan or kind.is_func or kind.is_interface)

    def _atomic_writes(self) -> bool:
        package, name = callees.called(self.info, self.expression)
        if package != "sync/atomic":
            function = self.expression.child_by_field_name("function")
            chosen = (
                self.info.selection(unparenthesized(function)) if function is not None else None
            )
            declaring = chosen.declaring if chosen is not None else None
            if chosen is None or declaring is None or declaring.package != "sync/atomic":
                return False
            name = chosen.name
        return not name.startswith("Load")

    def _method_may_write(self) -> bool:
        selector: Node | None = self.expression
        if self.operation is Operation.METHOD:
            selector = self.expression.child_by_field_name("function")
        chosen = self.info.selection(unparenthesized(selector)) if selector is not None else None
        kind = self.variable.type
        if chosen is None or kind.is_map or kind.is_slice:
            return True
        if chosen.kind == "unknown":
            return not (kind.is_pointer or kind.is_interface)
        return chosen.pointer_method and not (kind.is_pointer or kind.is_interface)

    @property
    def path(self) -> str:
        return self.info.file.path

    @property
    def span(self) -> Span:
        return Span(self.node.start_byte, self.node.end_byte)

    @property
    def line(self) -> int:
        return self.info.file.lines.line_of(self.node.start_byte)


class Accesses(Struct, frozen=True):
    """All accesses by path and offset; `incomplete` says what may hide more ("cart.go:12: why")."""

    variable: Variable
    all: tuple[Access, ...]
    incomplete: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.incomplete

    @property
    def reads(self) -> tuple[Access, ...]:
        return tuple(access for access in self.all if access.reads and not access.writes)

    @property
    def writes(self) -> tuple[Access, ...]:
        return tuple(access for access in self.all if access.writes)


def accesses_of(semantics: Semantics, variable: Variable) -> Accesses:
    """Every access to the variable, tests and build variants included."""
    return semantics.once(("accesses", variable), lambda: _Search(semantics, variable).result())


def accesses_outside_tests(semantics: Semantics, variable: Variable) -> Accesses:
    """Those of `accesses_of` that are not in tests, of which none is looked at; of a variable of
    a test all."""
    if variable.kind is VariableKind.LOCAL or variable.info.file.is_test:
        return accesses_of(semantics, variable)
    key = ("accesses outside tests", variable)
    return semantics.once(key, lambda: _Search(semantics, variable, tests=False).result())


def accesses_in(
    semantics: Semantics, variable: Variable, places: Iterable[tuple[FileInfo, Declaration]]
) -> tuple[Access, ...]:
    """The accesses in some declarations, for what these decide; none in one that does not parse."""
    return _Search(semantics, variable).within(places)


_NONE: frozenset[str] = frozenset()


def accesses_among(
    semantics: Semantics, variable: Variable, declarations: tuple[Declaration, ...]
) -> Accesses:
    """The accesses to the variable in some declarations."""
    places = tuple((each.file.path, each.span.start) for each in declarations)
    key = ("accesses in", variable, places)
    return semantics.once(key, lambda: _Search(semantics, variable, declarations).result())


def accesses_within(
    semantics: Semantics,
    variable: Variable,
    packages: Iterable[Package],
    takes: Callable[[Package, Declaration], bool],
) -> tuple[Access, ...]:
    """The accesses to the variable in the code of some packages, tests left out; of a local all.

    Only those in declarations that `takes` takes, of which no others are parsed.
    """
    if variable.kind is VariableKind.LOCAL:
        package, info = variable.info.package, variable.info
        declaration = info.file.declaration_at(variable.span.start)
        is_code = not info.file.is_test and declaration is not None and takes(package, declaration)
        return accesses_of(semantics, variable).all if is_code else ()
    word = variable.name.encode()
    found = tuple(
        declaration
        for package in packages
        for path in package.all_files
        if not path.endswith("_test.go")
        for declaration in mentioning(semantics.workspace, path, word)
        if takes(package, declaration)
    )
    return accesses_among(semantics, variable, found).all


class _Search:
    """One pass over the declarations that mention the name."""

    def __init__(
        self,
        semantics: Semantics,
        variable: Variable,
        within: tuple[Declaration, ...] | None = None,
        *,
        tests: bool = True,
    ) -> None:
        self._within = within
        self._tests = tests
        self._semantics = semantics
        self._variable = variable
        self._word = variable.name.encode()
        self._places = {
            (each.path, each.span.start) for each in declarations_of(semantics, variable)
        }
        self._found: list[Access] = []
        self._incomplete: list[str] = []
        self._holders: frozenset[str] | None = None

    def result(self) -> Accesses:
        if is_embedded(self._variable):
            start = self._variable.span.start
            self._note(
                self._variable.info, start, "an embedded field is also used through its members"
            )
        if self._variable.kind is not VariableKind.LOCAL:
            self._incomplete += (f"{path}: the file cannot be read" for path in self._unread())
        for info, declaration in self._declarations():
            if declaration.has_error:
                start = declaration.span.start
                self._note(info, start, "a declaration that this parser does not know")
                continue
            for node in _mentions(declaration, self._word):
                self._look_at(info, node)
        self._found.sort(key=lambda access: (access.path, access.node.start_byte))
        return Accesses(self._variable, tuple(self._found), tuple(self._incomplete))

    def _unread(self) -> tuple[str, ...]:
        package = self._variable.package
        return self._semantics.once(
            ("sharing.unread", package), lambda: unread_files(self._semantics, package)
        )

    def within(self, places: Iterable[tuple[FileInfo, Declaration]]) -> tuple[Access, ...]:
        for info, declaration in places:
            if not declaration.has_error:
                for node in _mentions(declaration, self._word):
                    self._look_at(info, node)
        return tuple(sorted(self._found, key=lambda access: (access.path, access.node.start_byte)))

    def _declarations(self) -> Iterator[tuple[FileInfo, Declaration]]:
        if self._within is not None:
            yield from ((self._semantics.around(each), each) for each in self._within)
            return
        variable = self._variable
        if variable.kind is VariableKind.LOCAL:
            declaration = variable.info.file.declaration_at(variable.span.start)
            if declaration is not None:
                yield variable.info, declaration
            return
        for path in files_seeing(self._semantics, variable.package, variable.name):
            if self._tests or not path.endswith("_test.go"):
                yield from self._declarations_of(path)

    def _declarations_of(self, path: str) -> Iterator[tuple[FileInfo, Declaration]]:
        """The declarations of a file that mention the variable, where the file can see it."""
        found = mentioning(self._semantics.workspace, path, self._word)
        if not found:
            return
        info = self._semantics.around(found[0])
        if not self._variable.is_exported or self._may_be_ours(info):
            yield from ((info, each) for each in found)

    def _note(self, info: FileInfo, offset: int, why: str) -> None:
        self._incomplete.append(f"{info.file.path}:{info.file.lines.line_of(offset)}: {why}")

    def _look_at(self, info: FileInfo, node: Node) -> None:
        if (info.file.path, node.start_byte) in self._places:
            done = initialised(info, node)
            if done is not None:
                self._add(info, node, _declared(info, node, done))
            return
        verdict = self._denotes(info, node)
        if verdict is None:
            if self._may_be_ours(info):
                self._note(info, node.start_byte, "the type before the name is not known")
        elif verdict:
            self._add(info, *_done(info, node))

    def _add(self, info: FileInfo, node: Node, done: Done) -> None:
        if done.operation is Operation.UNKNOWN:
            self._note(info, node.start_byte, "the type of what is done is not known")
        function = enclosing(node, *_FUNCTIONS)
        self._found.append(
            Access(
                self._variable,
                info,
                node,
                done.expression,
                done.operation,
                statement_of(node),
                function,
                _base_of(info, node),
                done.key,
                done.value,
            )
        )

    def _may_be_ours(self, info: FileInfo) -> bool:
        """Whether code of that package can have to do with the variable."""
        if self._holders is None:
            owner = package_named(self._semantics, self._variable.package)
            self._holders = (
                directories_seeing(self._semantics, owner) if owner is not None else _NONE
            )
        return not self._holders or info.package.dir in self._holders

    def _denotes(self, info: FileInfo, node: Node) -> bool | None:
        """Whether an identifier of that spelling denotes the variable; None: not known."""
        parent = node.parent
        if parent is None:
            return False
        if parent.type in _SELECTORS and _is_last(node, parent):
            return self._selects(info, parent)
        if self._variable.kind is VariableKind.FIELD:
            return self._keyed(info, node) if _is_key(node) else False
        if node.type == "field_identifier":
            return False
        found = info.object_of(node)
        if found is None:
            return None if node.type == "identifier" and parent.type not in _NO_USES else False
        return (found.file, found.span.start) in self._places

    def _selects(self, info: FileInfo, selector: Node) -> bool | None:
        chosen = info.selection(selector)
        is_field = self._variable.kind is VariableKind.FIELD
        if chosen is None or chosen.kind == "unknown":
            if is_field and is_elsewhere(info, selector, self._variable.package):
                return False
            return None if is_field else False
        if chosen.kind == "field" and chosen.field is not None:
            field = chosen.field
            return field.span is not None and (field.path, field.span.start) in self._places
        found = chosen.object
        return found is not None and (found.file, found.span.start) in self._places

    def _keyed(self, info: FileInfo, node: Node) -> bool | None:
        """Whether a composite literal's key names the field; False where it is no field's name."""
        body = enclosing(node, "literal_value")
        whole = body.parent if body is not None else None
        if body is None or whole is None:
            return False
        kind = info.type_of(whole if whole.type == "composite_literal" else body)
        if kind.is_pointer:
            kind = kind.element
        if kind.is_unknown:
            return False if self._is_literal_elsewhere(info, whole) else None
        own = next((each for each in kind.fields if each.name == self._variable.name), None)
        return self._is_ours(own or _promoted(info, kind, self._variable.name))

    def _is_ours(self, field: Field | None) -> bool:
        if field is None or field.span is None:
            return False
        return (field.path, field.span.start) in self._places

    def _is_literal_elsewhere(self, info: FileInfo, literal: Node) -> bool:
        """Whether `pkg.T{name: x}` of an unknown type cannot set the field.

        A name that is not exported is its own package's; and somebody else's types are not ours.
        """
        written = literal.child_by_field_name("type")
        package = written.child_by_field_name("package") if written is not None else None
        found = info.object_of(package) if package is not None else None
        if found is None or found.kind != "package":
            return False
        ours = self._variable.package
        if self._variable.is_exported:
            return owner_of(found.package) != owner_of(ours)
        return found.package != ours


def _promoted(info: FileInfo, kind: Type, name: str) -> Field | None:
    """The field of an embedded struct that a key of a literal names (since Go 1.27)."""
    found = find_member(kind, name, info.package.path)
    return None if found is None or isinstance(found, Unknown) else found.field


_SELECTORS = ("selector_expression", "qualified_type")
_NO_USES = ("package_clause", "labeled_statement", "keyed_element", "literal_element")


def is_embedded(variable: Variable) -> bool:
    """Whether the variable is an embedded field."""
    return variable.kind is VariableKind.FIELD and not children_of(variable.declaration, "name")


def _mentions(declaration: Declaration, word: bytes) -> Iterator[Node]:
    return identifiers(declaration.node, declaration.file.data, word)


def _is_last(node: Node, selector: Node) -> bool:
    return selector.start_byte != node.start_byte


def _is_key(node: Node) -> bool:
    """Whether the identifier is a key in a composite literal."""
    holder = node.parent
    keyed = holder.parent if holder is not None else None
    if holder is None or holder.type != "literal_element" or keyed is None:
        return False
    return keyed.type == "keyed_element" and keyed.child_by_field_name("key") == holder


def _done(info: FileInfo, node: Node) -> tuple[Node, Done]:
    """The expression that names the variable, and the operation."""
    parent = node.parent
    if parent is not None and parent.type in _SELECTORS and _is_last(node, parent):
        return parent, operation_of(info, parent)
    if _is_key(node) and info.is_field_key(node):
        element = enclosing(node, "keyed_element")
        value = element.child_by_field_name("value") if element is not None else None
        inner = first_named(value) if value is not None else None
        return node, Done(Operation.INITIALIZE, element or node, None, inner)
    return node, operation_of(info, node)


def _declared(info: FileInfo, node: Node, done: Done) -> Done:
    """Before Go 1.22 the iterations of a loop assign to one variable."""
    statement = assigning(node)
    version = info.semantics.workspace.language_version(info.file.path)
    if statement is not None and statement.type == "range_clause" and version < (1, 22):
        return Done(Operation.ASSIGN, node)
    return done


def _base_of(info: FileInfo, node: Node) -> str:
    if node.type not in ("selector_expression", "qualified_type"):
        return ""
    base = first_named(node)
    while base is not None and base.type in ("parenthesized_expression", "unary_expression"):
        if base.type == "unary_expression" and (base.text or b"")[:1] not in (b"*", b"&"):
            break
        base = first_named(base)
    chosen = info.selection(node)
    if base is None or (chosen is not None and chosen.kind == "package"):
        return ""
    return info.file.text(base)


def statement_of(node: Node) -> Node:
    """The innermost statement around a node that stands in a block or clause, or the declaration
    of the package around it."""
    current = node
    for parent in ancestors(node):
        if parent.type in ("statement_list", "labeled_statement", "source_file"):
            return current
        current = parent
    return current
