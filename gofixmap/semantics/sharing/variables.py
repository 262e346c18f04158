"""Variables that goroutines can share: fields, package variables and locals, as values.

A field or a package variable is the same in all of its build variants and in all instances of a
generic type. A local, or a field of a type without a package-level name, is one declaration.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.model import Symbol
from gofixmap.semantics.nodes import children_of, first_named, unparenthesized
from gofixmap.semantics.sharing.mentions import identifiers
from gofixmap.semantics.types import Field, Type, Unknown
from gofixmap.syntax.walk import ancestors, enclosing
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.objects import Object
    from gofixmap.syntax.source import Declaration, SourceFile


class VariableKind(StrEnum):
    FIELD = "field"
    PACKAGE = "package"
    LOCAL = "local"


_SYMBOL_KINDS = {
    VariableKind.FIELD: "field",
    VariableKind.PACKAGE: "var",
    VariableKind.LOCAL: "local",
}


class Variable(Struct, frozen=True, eq=False):
    """A variable by its declaration.

    `owner` is the struct type of a field ("Store", "Store.state" for a field of the anonymous
    struct that the field `state` has, "cache" for one of the anonymous struct of a variable), the
    function of a local ("Store.Add"), "" for a package variable. `node` is the declaring
    identifier, `declaration` the declaration or clause that holds it.
    """

    kind: VariableKind
    package: str
    owner: str
    name: str
    info: FileInfo
    node: Node
    declaration: Node
    place: tuple[str, int] | None = None  # tells declarations apart; None where the names do

    @property
    def path(self) -> str:
        return self.info.file.path

    @property
    def span(self) -> Span:
        return Span(self.node.start_byte, self.node.end_byte)

    @property
    def qualified(self) -> str:
        """`example.com/shop/cart.Store.items`."""
        return ".".join(part for part in (self.package, self.owner, self.name) if part)

    @property
    def symbol(self) -> Symbol:
        kind = _SYMBOL_KINDS[self.kind]
        return Symbol(self.package, self.owner, self.name, kind, self.path, self.span)

    @property
    def is_exported(self) -> bool:
        return self.kind is not VariableKind.LOCAL and self.name[:1].isupper()

    @property
    def type(self) -> Type:
        """The declared type; of a field of a generic type in terms of its type parameters."""
        if self.kind is VariableKind.FIELD:
            return _field_type(self.info, self.node)
        found = self.info.object_of(self.node)
        return found.type if found is not None else Unknown(f"{self.name} is not declared")

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.kind, self.package, self.owner, self.name, self.place)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Variable):
            return NotImplemented
        return self is other or self._key == other._key

    def __ne__(self, other: object) -> bool:  # a struct has one of its own, of identities
        return not self == other

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Variable({self.kind} {self.qualified})"


def variable_of_symbol(semantics: Semantics, symbol: Symbol) -> Variable | None:
    """The variable that a symbol of kind field, var or local names; None for anything else."""
    if symbol.kind not in ("field", "var", "local"):
        return None
    node = _node_at(semantics, symbol.path, symbol.span)
    if node is None:
        return None
    info = semantics.file(symbol.path)
    if symbol.kind == "field":
        return _field_at(info, node)
    found = info.object_of(node)
    return None if found is None else variable_of_object(semantics, found)


def variable_denoted(info: FileInfo, expression: Node) -> Variable | None:
    """The variable that an identifier or a selector denotes; a promoted field is the inner one.

    None for everything that is no variable, and where it is not known what is selected.
    """
    node = unparenthesized(expression)
    if node.type in ("selector_expression", "qualified_type"):
        chosen = info.selection(node)
        if chosen is not None and chosen.kind == "field" and chosen.field is not None:
            return variable_of_field(info.semantics, chosen.field)
        found = chosen.object if chosen is not None and chosen.kind == "package" else None
    elif node.type in ("identifier", "type_identifier"):
        found = info.object_of(node)
    else:
        return None
    return None if found is None else variable_of_object(info.semantics, found)


def variable_of_field(semantics: Semantics, field: Field) -> Variable | None:
    """The variable of a struct's field, wherever it is declared."""
    if field.span is None:
        return None
    node = _node_at(semantics, field.path, field.span)
    return None if node is None else _field_at(semantics.file(field.path), node)


def variable_of_object(semantics: Semantics, found: Object) -> Variable | None:
    """The variable that an object is; None for constants, types, functions and the like."""
    if found.kind != "var" or not found.file:
        return None
    node = _node_at(semantics, found.file, found.span)
    if node is None:
        return None
    info = semantics.file(found.file)
    declaration = _declaration_of(node)
    if found.is_local:
        owner, place = _function_name(info, node), (found.file, node.start_byte)
        return Variable(
            VariableKind.LOCAL, info.package.path, owner, found.name, info, node, declaration, place
        )
    return Variable(VariableKind.PACKAGE, found.package, "", found.name, info, node, declaration)


def _node_at(semantics: Semantics, path: str, span: Span) -> Node | None:
    """The identifier at a span; None where the file or the declaration is no longer there."""
    file = semantics.workspace.file(path)
    declaration = file.declaration_at(span.start) if file is not None else None
    if declaration is None:
        return None
    return declaration.node.descendant_for_byte_range(span.start, span.end)


_DECLARING = frozenset(
    {
        "field_declaration",
        "parameter_declaration",
        "range_clause",
        "receive_statement",
        "short_var_declaration",
        "type_switch_statement",
        "var_spec",
        "variadic_parameter_declaration",
    }
)


def _declaration_of(node: Node) -> Node:
    """The innermost declaration or clause that declares the identifier."""
    return next((each for each in ancestors(node) if each.type in _DECLARING), node)


def _field_at(info: FileInfo, node: Node) -> Variable | None:
    """The field that an identifier inside a struct type declares."""
    declaration = _declaration_of(node)
    if declaration.type != "field_declaration" or not _is_named_by(declaration, node):
        return None
    owner, is_named = _struct_name(info, declaration)
    place = None if is_named else (info.file.path, node.start_byte)
    name = info.file.text(node)
    return Variable(
        VariableKind.FIELD, info.package.path, owner, name, info, node, declaration, place
    )


def _is_named_by(field: Node, node: Node) -> bool:
    """Whether the identifier is a name of the field declaration, or names its embedded type."""
    names = children_of(field, "name")
    if names:
        return node in names
    embedded = field.child_by_field_name("type")
    while embedded is not None and embedded != node:
        inner = embedded.child_by_field_name(
            "name" if embedded.type == "qualified_type" else "type"
        )
        embedded = inner or first_named(embedded)
    return embedded is not None


def _struct_name(info: FileInfo, field: Node) -> tuple[str, bool]:
    """How the struct around a field is named, and whether that names it in the whole package."""
    names: list[str] = []
    for each in ancestors(field):
        if each.type == "field_declaration":
            name = each.child_by_field_name("name")
            names.append(info.file.text(name) if name is not None else "")
        elif each.type in ("type_spec", "type_alias", "var_spec"):
            name = each.child_by_field_name("name")
            names.append(info.file.text(name) if name is not None else "")
            top = _function_name(info, each)
            is_named = not top and each.type == "type_spec" and _is_struct_of(field, each)
            return ".".join([part for part in (top, *reversed(names)) if part]), is_named
        elif each.type in ("function_declaration", "method_declaration", "func_literal"):
            break
    top = _function_name(info, field)
    return ".".join([part for part in (top, *reversed(names)) if part]), False


def _is_struct_of(field: Node, spec: Node) -> bool:
    """Whether the field stands directly in the struct type that the spec defines."""
    body = spec.child_by_field_name("type")
    body = unparenthesized(body) if body is not None else None
    listed = field.parent
    return body is not None and listed is not None and listed.parent == body


def _function_name(info: FileInfo, node: Node) -> str:
    """The function around a node as symbols name it: "Store.Add"; of a variable's initialiser the
    variable; "" where the node is not inside a function."""
    declaration = info.file.declaration_at(node.start_byte)
    if declaration is None:
        return ""
    if declaration.method is not None:
        return ".".join(declaration.method[:2])
    if declaration.keyword == "func":
        return declaration.names[0] if declaration.names else "_"
    literals = [each for each in ancestors(node) if each.type == "func_literal"]
    if not literals:
        return ""
    spec = enclosing(literals[-1], "var_spec")
    name = spec.child_by_field_name("name") if spec is not None else None
    return info.file.text(name) if name is not None else "_"


def _field_type(info: FileInfo, node: Node) -> Type:
    key = ("type of field", info.path, node.start_byte)
    return info.semantics.once(key, lambda: _find_field_type(info, node))


def _find_field_type(info: FileInfo, node: Node) -> Type:
    declaration = _declaration_of(node)
    listed = declaration.parent
    struct = listed.parent if listed is not None else None
    fields = info.type_of(struct).fields if struct is not None else ()
    for field in fields:
        if field.span is not None and field.span.start == node.start_byte:
            return field.type
    return Unknown("not a field of a known struct")


def declarations_of(semantics: Semantics, variable: Variable) -> tuple[Variable, ...]:
    """The declarations of the same variable, one for each build variant that has its own."""
    if variable.place is not None or variable.package != variable.info.package.path:
        return (variable,)
    return semantics.once(("declarations of", variable), lambda: _declarations(variable))


def _declarations(variable: Variable) -> tuple[Variable, ...]:
    semantics, name = variable.info.semantics, variable.name.encode()
    found: list[Variable] = []
    for declaration in _declaring(variable.info, variable.owner or variable.name):
        if name not in declaration.text:
            continue
        for node in identifiers(declaration.node, declaration.file.data, name):
            each = _declared_at(semantics, declaration.file.path, node, variable.kind)
            if each == variable:
                found.append(each)
    return tuple(found) or (variable,)


def _declaring(info: FileInfo, top: str) -> tuple[Declaration, ...]:
    """The declarations of a type or variable of that name in the package of a file."""
    package, word = info.package, top.encode()
    files = map(info.semantics.workspace.declaring, package.all_files)

    def find() -> tuple[Declaration, ...]:
        return tuple(
            declaration
            for file in files
            if file is not None and word in file.data
            for declaration in _by_name(info.semantics, file).get(top, ())
        )

    return info.semantics.once(("declaring", package.dir, package.path, top), find)


def _by_name(semantics: Semantics, file: SourceFile) -> dict[str, list[Declaration]]:
    """The declarations of types and variables in a file by the names that they declare."""

    def find() -> dict[str, list[Declaration]]:
        found: dict[str, list[Declaration]] = {}
        for declaration in file.declarations:
            for name in declaration.names if declaration.keyword in ("type", "var") else ():
                found.setdefault(name, []).append(declaration)
        return found

    return semantics.once(("declared in", file.path), find)


def _declared_at(
    semantics: Semantics, path: str, node: Node, kind: VariableKind
) -> Variable | None:
    info = semantics.file(path)
    if kind is VariableKind.FIELD:
        return _field_at(info, node)
    spec = node.parent
    if spec is None or spec.type != "var_spec":
        return None
    declared = info.object_of(node)
    return None if declared is None else variable_of_object(semantics, declared)
