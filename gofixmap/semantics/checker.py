"""One file in one build: names, types of expressions, and declared objects, each computed once.

The rules for the kinds of expressions live in modules of their own; this class holds the caches
and dispatches. Nothing here guesses: what cannot be told is Unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics import (
    calls,
    constants,
    expressions,
    literals,
    operators,
    packageobjects,
    typeexpr,
)
from gofixmap.semantics.declared import DeclaredType
from gofixmap.semantics.heads import head_of_function
from gofixmap.semantics.imports import FileImports
from gofixmap.semantics.nodes import ConstSpec, const_specs, left_spine
from gofixmap.semantics.objects import Object, Operand, Selection, Value, unknown
from gofixmap.semantics.packages import PackageScope
from gofixmap.semantics.scopes import Scopes, may_declare_locals, may_see_locals
from gofixmap.semantics.sizes import sizes_for
from gofixmap.semantics.tables import SMALLEST_TABLE, head_of_table, same_node
from gofixmap.semantics.types import Method, Named, Type, TypeParam, Unknown
from gofixmap.semantics.universe import UNIVERSE
from gofixmap.syntax.generic_methods import method_type_parameters
from gofixmap.syntax.source import Declaration, SourceFile

if TYPE_CHECKING:
    from gofixmap.semantics.info import Semantics

Key = tuple[int, int, int]
Rule = Callable[["Checker", Node], Operand]
_CHAIN = 150  # levels at which a chain of calls is computed from its start instead
UNKNOWN = Unknown("not asked for")
DEPTH = 400  # nested expressions and the declarations they lead to; more is Unknown


class Checker:
    """The resolver of one file as part of one package scope."""

    def __init__(self, semantics: Semantics, package: PackageScope, file: SourceFile) -> None:
        self.semantics = semantics
        self.package = package
        self.file = file
        self.path = file.path
        self.package_path = package.path
        self.imports = FileImports(self)
        self.sizes = sizes_for(package.context.goarch)
        self._data = file.data
        self.is_test = file.is_test
        self._scopes: dict[int, Scopes] = {}
        self._roots: dict[int, Node] = {}
        # By place and kind rather than by node, so that another tree of the same bytes will do.
        self._operands: dict[Key, Operand] = {}
        self._types: dict[Key, Type] = {}
        self._specs: dict[int, dict[str, tuple[Node, int]]] = {}
        self._const_lines: dict[int, dict[int, ConstSpec]] = {}
        self._iota: int | None = None
        self._near: tuple[int, int, Scopes] | None = None  # where the last question was asked
        self.selections: dict[int, Selection] = {}  # by the first byte of the selected name

    def text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", errors="replace")

    # Names

    def scopes(self, declaration: Declaration) -> Scopes:
        key = declaration.extent[0]
        found = self._scopes.get(key)
        if found is None:
            extra = None
            if declaration.method is not None and declaration.masked:
                extra = method_type_parameters(declaration)
            node = declaration.unseen if may_declare_locals(declaration) else None
            found = self._scopes[key] = Scopes(self, declaration.span, node, extra)
        return found

    def scopes_at(self, offset: int, *, seen: bool = False) -> Scopes | None:
        """The scopes of the declaration at an offset; None also where no local can be `seen`."""
        near = self._near
        if near is not None and near[0] <= offset < near[1]:
            return near[2]
        declaration = self.file.declaration_at(offset)
        if declaration is None or (seen and not may_see_locals(declaration, offset)):
            return None
        scopes = self.scopes(declaration)
        self._near = (*declaration.extent, scopes)
        return scopes

    def lookup(self, name: str, offset: int) -> Object | None:
        """What an identifier `name` at a byte offset denotes, from local scopes to the universe."""
        scopes = self.scopes_at(offset, seen=True)
        local = scopes.lookup(name, offset) if scopes is not None else None
        return local if local is not None else self.lookup_outside(name)

    def lookup_outside(self, name: str) -> Object | None:
        """What `name` denotes at package level in this file."""
        found = self.package.lookup(name, tests=self.is_test, prefer=self.path)
        if found is None:
            found = self.imports.lookup(name)
        return found if found is not None else UNIVERSE.get(name)

    def type_parameters(self, listed: Node) -> tuple[TypeParam, ...]:
        """The type parameters declared by a type_parameter_list."""
        scopes = self.scopes_at(listed.start_byte)
        return () if scopes is None else scopes.type_parameters.get(listed.start_byte, ())

    # Expressions and types

    def operand(self, node: Node) -> Operand:
        """What an expression or type expression is; computed once per node."""
        cache = self._operands if self._iota is None else None
        key = (node.start_byte, node.end_byte, node.kind_id)
        if cache is not None:
            found = cache.get(key)
            if found is not None:
                return found
        semantics = self.semantics
        if semantics.depth >= _CHAIN:
            if cache is not None and semantics.depth == _CHAIN:
                self._unwind(node)
            if semantics.depth >= DEPTH:
                return unknown("nested too deeply")
        rule = _RULES.get(node.type)
        if rule is None:
            return unknown(f"no rule for {node.type}")
        if node.has_error and node.type != "func_literal":
            return unknown("a syntax error")
        semantics.depth += 1
        try:
            found = rule(self, node)
        finally:
            semantics.depth -= 1
        if cache is not None:
            cache[key] = found
        return found

    def _unwind(self, node: Node) -> None:
        """Computes a long chain such as a.b().c()... from its start, so that it needs no stack."""
        chain = left_spine(node)
        self.semantics.depth += 1
        try:
            for inner in reversed(chain):
                self.operand(inner)
        finally:
            self.semantics.depth -= 1

    def type_expr(self, node: Node) -> Type:
        """The type that a type expression denotes; Unknown where it denotes none."""
        cache = self._types if self._iota is None else None
        key = (node.start_byte, node.end_byte, node.kind_id)
        if cache is not None:
            found = cache.get(key)
            if found is not None:
                return found
        if self.semantics.depth >= DEPTH:
            return Unknown("nested too deeply")
        self.semantics.depth += 1
        try:
            type_ = typeexpr.resolve(self, node)
        finally:
            self.semantics.depth -= 1
        if cache is not None:
            cache[key] = type_
        return type_

    def constraint(self, node: Node) -> Type:
        """The constraint type of a type_constraint node; a bare union is an implicit interface."""
        return typeexpr.constraint(self, node)

    def selection(self, selector: Node) -> Selection:
        """What a selector_expression or qualified_type selects."""
        return expressions.selection(self, selector)

    def value_of(self, node: Node) -> Value:
        """The value of a constant expression; None where it is not one or not known."""
        operand = self.operand(node)
        return operand.value if operand.mode == "const" else None

    def plain_value(self, node: Node) -> Value:
        """The value of a constant expression that is not part of a constant's declaration."""
        return self.outside_iota(lambda: (UNKNOWN, self.value_of(node)))[1]

    @property
    def iota(self) -> int | None:
        """The value of `iota` while a constant's line is evaluated."""
        return self._iota

    def constant_of(self, spec: ConstSpec, index: int) -> tuple[Type, Value]:
        """The type and value of one name in a const declaration."""
        if index >= len(spec.values):
            return Unknown("a constant without a value"), None
        outer, self._iota = self._iota, spec.iota
        try:
            operand = self.operand(spec.values[index])
            if spec.type is not None:
                type_ = self.type_expr(spec.type)
                return type_, constants.converted(operand.value, type_)
        finally:
            self._iota = outer
        if operand.mode != "const":
            return Unknown("not a constant"), None
        return operand.type, operand.value

    def outside_iota(self, compute: Callable[[], tuple[Type, Value]]) -> tuple[Type, Value]:
        """Computes something that is not part of the constant that is being evaluated."""
        outer, self._iota = self._iota, None
        try:
            return compute()
        finally:
            self._iota = outer

    def forget_bodies(self) -> None:
        """Drops expressions, scopes and trees, but those of types; objects stay as they are."""
        self._operands.clear()
        self._types.clear()
        self._specs.clear()
        self._const_lines.clear()
        self.selections.clear()
        self._near = None
        for kept in (self._scopes, self._roots):
            for start in [start for start in kept if not self._is_of_type(start)]:
                del kept[start]
        self.file.forget_trees(but="type")

    def _is_of_type(self, start: int) -> bool:
        declaration = self.file.declaration_at(start)
        return declaration is not None and declaration.keyword == "type"

    # Declared objects

    def package_object(self, declaration: Declaration, name: str) -> Object:
        return packageobjects.package_object(self, declaration, name)

    def declared_method(self, declaration: Declaration, name: str) -> Method:
        return packageobjects.declared_method(self, declaration, name)

    def spec_nodes(self, declaration: Declaration) -> dict[str, tuple[Node, int]]:
        """The spec and the position of each name in a const, var or type declaration."""
        key = declaration.extent[0]
        found = self._specs.get(key)
        if found is None:
            found = self._specs[key] = packageobjects.spec_nodes(self, self.root(declaration))
        return found

    def const_lines(self, declaration: Declaration) -> dict[int, ConstSpec]:
        """The lines of a const declaration by their first byte."""
        key = declaration.extent[0]
        found = self._const_lines.get(key)
        if found is None:
            lines = const_specs(self.root(declaration))
            found = self._const_lines[key] = {line.node.start_byte: line for line in lines}
        return found

    def root(self, declaration: Declaration) -> Node:
        """The declaration's node; of a large table or a function only its head is parsed."""
        key = declaration.extent[0]
        found = self._roots.get(key)
        if found is None:
            found = head_of_table(declaration)
            if found is None and not declaration.is_parsed:
                found = head_of_function(declaration)
            if found is None:
                found = declaration.unseen
            self._roots[key] = found
        return found

    def whole(self, node: Node) -> Node:
        """A node that may come from the head of a large table, with all that is inside."""
        declaration = self.file.declaration_at(node.start_byte)
        if declaration is None or node.end_byte - node.start_byte < SMALLEST_TABLE:
            return node
        return same_node(declaration.node, node) or node

    def declared_type(self, spec: Node, scope: str) -> Type:
        return DeclaredType(self, spec, scope).type()

    def receiver_named(self, receiver: Node) -> Named | None:
        """The defined type of a receiver, its arguments the receiver's own type parameters."""
        return packageobjects.receiver_named(self, receiver)

    def receiver_type(self, receiver: Node) -> Type:
        return packageobjects.receiver_type(self, receiver)


_RULES: dict[str, Rule] = {
    **expressions.RULES,
    **operators.RULES,
    **literals.RULES,
    **calls.RULES,
    **typeexpr.RULES,
}
