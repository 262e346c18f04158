"""Lexical scopes of one top-level declaration: which object an identifier at an offset denotes.

One walk finds the nodes that open a scope or declare names; uses are not visited. A lookup goes
from the innermost scope around an offset outwards and skips names that are declared further on.
What a scope declares is read when a lookup comes to it first: most are never asked. Types of
locals are computed when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics import statements
from gofixmap.semantics.blocks import scopes_and_names
from gofixmap.semantics.nodes import (
    binds,
    children_of,
    const_specs,
    expression_items,
    is_name,
    named,
    parameter_groups,
)
from gofixmap.semantics.objects import NEVER_VISIBLE, Object, Value
from gofixmap.semantics.types import Type, TypeParam
from gofixmap.syntax.source import Declaration
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker

_PLAIN = frozenset(
    (
        "if_statement",
        "for_statement",
        "expression_switch_statement",
        "expression_case",
        "communication_case",
    )
)
# Declarations that plainly have no type parameters, nor a receiver that has.
_PLAIN_TYPE = pattern(rb"type[ \t]+[\w\x80-\xff]++[ \t]+[^\s\[(/]")
_PLAIN_FUNCTION = pattern(rb"func[ \t]*(?:\([^()\[\]/\n]*\)[ \t]*)?[\w\x80-\xff]++\(")
_NONE: dict[str, Object] = {}  # of the scopes that declare nothing; never written to
_OF_PACKAGE = frozenset(("var_spec", "const_declaration"))  # outside of functions


class Scope:
    """A block: the names declared in it, and what encloses it."""

    __slots__ = ("end", "function", "labels", "names", "parent", "start", "switch", "waiting")

    def __init__(self, start: int, end: int, parent: Scope | None, function: Node | None) -> None:
        self.start = start
        self.end = end
        self.parent = parent
        self.function = function
        self.names = _NONE  # a dict of its own once there is a name
        self.labels: dict[str, Object] = parent.labels if parent is not None else {}
        self.switch: tuple[Node, Node] | None = None  # a type switch and its symbol
        self.waiting: list[Node] | None = None  # what declares names here and was not read yet


class Scopes:
    """The scopes of the declaration at `span`; `node` is None where it cannot have locals."""

    def __init__(
        self, checker: Checker, span: Span, node: Node | None, method_parameters: Node | None
    ) -> None:
        self._checker = checker
        self._text = checker.text
        self.type_parameters: dict[int, tuple[TypeParam, ...]] = {}
        self._declared: dict[int, Object] = {}
        self._bodies: set[int] = set()
        self._method_parameters = method_parameters
        self.method_type_parameters: tuple[TypeParam, ...] = ()
        top = Scope(span.start, span.end, None, None)
        self._scopes = [top]
        self._current = top
        for each in scopes_and_names(node, checker.file.data) if node is not None else ():
            start = each.start_byte
            while start >= self._current.end and self._current.parent is not None:
                self._current = self._current.parent
            self._visit(each)
        self._starts = [scope.start for scope in self._scopes]

    def declared_at(self, offset: int) -> Object | None:
        """The local that the identifier at a byte offset declares; None where it declares none."""
        scope = self.scope_at(offset)
        if scope.waiting is not None:
            self._settle(scope)
        return self._declared.get(offset)

    def lookup(self, name: str, offset: int) -> Object | None:
        """The local that `name` denotes at a byte offset; None where no local does."""
        scope: Scope | None = self.scope_at(offset)
        while scope is not None:
            if scope.waiting is not None:
                self._settle(scope)
            found = scope.names.get(name)
            if found is not None and found.visible <= offset:
                return found
            scope = scope.parent
        return None

    def scope_at(self, offset: int) -> Scope:
        index = bisect_right(self._starts, offset) - 1
        scope = self._scopes[max(index, 0)]
        while scope.parent is not None and offset >= scope.end:
            scope = scope.parent
        return scope

    def label(self, name: str, offset: int) -> Object | None:
        return self.scope_at(offset).labels.get(name)

    def _visit(self, node: Node) -> None:
        kind = node.type
        if kind == "block":
            if node.start_byte not in self._bodies:
                self._push(node)
        elif kind in _PLAIN:
            self._push(node)
        elif kind in _OPENING:
            _OPENING[kind](self, node)
        elif self._current.function is not None or kind not in _OF_PACKAGE:
            if self._current.waiting is None:
                self._current.waiting = [node]
            else:
                self._current.waiting.append(node)

    def _settle(self, scope: Scope) -> None:
        """Declares what the nodes of a scope declare, in their order."""
        waiting, scope.waiting = scope.waiting, None
        outer, self._current = self._current, scope
        for node in waiting or ():
            _VISITORS[node.type](self, node)
        self._current = outer

    def _push(self, node: Node, function: Node | None = None) -> Scope:
        inside = function if function is not None else self._current.function
        scope = Scope(node.start_byte, node.end_byte, self._current, inside)
        if function is not None:
            scope.labels = {}
        self._scopes.append(scope)
        self._current = scope
        return scope

    def _declare(
        self,
        name: Node,
        role: str,
        source: Type | Callable[[], tuple[Type, Value]],
        visible: int,
        kind: str = "var",
    ) -> Object:
        scope = self._current
        text = self._text(name)
        obj = Object(
            kind,
            text,
            source,
            package=self._checker.package_path,
            file=self._checker.path,
            span=(name.start_byte, name.end_byte),
            role=role,
            function=scope.function,
            visible=visible,
        )
        self._declared[name.start_byte] = obj
        if text != "_":
            if scope.names is _NONE:
                scope.names = {}
            scope.names[text] = obj
        return obj

    def _open_function(self, node: Node) -> None:
        scope = self._push(node, node)
        scope.waiting = [node]
        body = node.child_by_field_name("body")
        if body is not None:
            self._bodies.add(body.start_byte)
        if node.type != "func_literal":
            self._settle(scope)  # others ask for its type parameters

    def _function(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        visible = body.start_byte if body is not None else node.end_byte
        self._function_type_parameters(node)
        receiver = node.child_by_field_name("receiver")
        if receiver is not None:
            self._receiver(receiver, visible)
        self._parameters(node.child_by_field_name("parameters"), "param", visible)
        result = node.child_by_field_name("result")
        if result is not None and result.type == "parameter_list":
            self._parameters(result, "result", visible)

    def _function_type_parameters(self, node: Node) -> None:
        listed = node.child_by_field_name("type_parameters")
        if node.type == "method_declaration":
            listed = self._method_parameters
        if listed is not None:
            found = self._type_parameters(listed)
            if node.type == "method_declaration":
                self.method_type_parameters = found

    def _type_parameters(self, listed: Node) -> tuple[TypeParam, ...]:
        checker = self._checker
        owner = f"{checker.path}@{listed.start_byte}"
        parameters: list[TypeParam] = []
        for declaration in named(listed):
            bound = declaration.child_by_field_name("type")
            constraint = statements.shared_constraint(checker, bound)
            for name in children_of(declaration, "name"):
                parameter = TypeParam(self._text(name), owner, len(parameters), constraint)
                parameters.append(parameter)
                self._declare(name, "typeparam", parameter, listed.start_byte, "type")
        found = self.type_parameters[listed.start_byte] = tuple(parameters)
        return found

    def _receiver(self, receiver: Node, visible: int) -> None:
        checker = self._checker
        names = statements.receiver_parameter_nodes(receiver)
        owner = f"{checker.path}@{receiver.start_byte}"
        parameters = []
        for index, name in enumerate(names):
            source = statements.receiver_constraint(checker, receiver, index)
            parameter = TypeParam(self._text(name), owner, index, source)
            parameters.append(parameter)
            self._declare(name, "typeparam", parameter, receiver.start_byte, "type")
        self.type_parameters[receiver.start_byte] = tuple(parameters)
        for group in parameter_groups(receiver):
            for name in group.names:
                source_type = statements.receiver_source(checker, receiver)
                self._declare(name, "receiver", source_type, visible)

    def _parameters(self, listed: Node | None, role: str, visible: int) -> None:
        if listed is None:
            return
        for group in parameter_groups(listed):
            source = statements.parameter_source(self._checker, group)
            for name in group.names:
                self._declare(name, role, source, visible)

    def _type_switch(self, node: Node) -> None:
        scope = self._push(node)
        alias = node.child_by_field_name("alias")
        symbols = expression_items(alias) if alias is not None else []
        if len(symbols) == 1:
            scope.switch = (node, symbols[0])

    def _open_clause(self, node: Node) -> None:
        switch = self._current.switch
        scope = self._push(node)
        if switch is not None:
            scope.waiting = [node]
            self._declare_symbol(*switch)

    def _declare_symbol(self, statement: Node, symbol: Node) -> None:
        """The symbol itself is seen nowhere; each clause declares its own object for it."""
        if symbol.start_byte in self._declared:
            return
        self._declared[symbol.start_byte] = Object(
            "var",
            self._text(symbol),
            statements.clause_source(self._checker, statement, None),
            package=self._checker.package_path,
            file=self._checker.path,
            span=Span(symbol.start_byte, symbol.end_byte),
            role="typeswitch",
            function=self._current.function,
            visible=NEVER_VISIBLE,
        )

    def _clause(self, node: Node) -> None:
        switch = self._current.parent.switch if self._current.parent is not None else None
        if switch is None:
            return
        statement, symbol = switch
        declared = self._declared[symbol.start_byte]
        source = statements.clause_source(self._checker, statement, node)
        self._declare(symbol, "typeswitch", source, node.start_byte)
        self._declared[symbol.start_byte] = declared

    def _short_var(self, node: Node) -> None:
        left, right = (node.child_by_field_name(side) for side in ("left", "right"))
        if left is not None and right is not None:
            self._bind(expression_items(left), right, node.end_byte)

    def _bind(self, names: list[Node], values: Node, visible: int) -> None:
        """`names := values`: names that this very scope has already are assigned to."""
        for index, name in enumerate(names):
            if not is_name(name):
                continue
            known = self._current.names.get(self._text(name))
            if known is not None:
                continue
            source = statements.value_source(self._checker, values, index, len(names))
            self._declare(name, "var", source, visible)

    def _range(self, node: Node) -> None:
        left, right = (node.child_by_field_name(side) for side in ("left", "right"))
        if left is None or right is None or not binds(node):
            return
        for index, name in enumerate(expression_items(left)):
            source = statements.range_source(self._checker, right, index)
            self._declare(name, "range", source, node.end_byte)

    def _receive(self, node: Node) -> None:
        left, right = (node.child_by_field_name(side) for side in ("left", "right"))
        if left is not None and right is not None and binds(node):
            self._bind(expression_items(left), right, node.end_byte)

    def _var_spec(self, node: Node) -> None:
        names = children_of(node, "name")
        for index, name in enumerate(names):
            source = statements.var_source(self._checker, node, index, len(names))
            self._declare(name, "var", source, node.end_byte)

    def _const(self, node: Node) -> None:
        for spec in const_specs(node):
            for index, name in enumerate(spec.names):
                source = statements.const_source(self._checker, spec, index)
                self._declare(name, "const", source, spec.node.end_byte, "const")

    def _type_spec(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None and self._current.function is not None:
            scope = f"{self._checker.path}@{name.start_byte}"
            declared = statements.local_type(self._checker, node, scope)
            self._declare(name, "type", declared, name.start_byte, "type")
        listed = node.child_by_field_name("type_parameters")
        if listed is not None:
            self._push(node)
            self._type_parameters(listed)

    def _label(self, node: Node) -> None:
        name = node.child_by_field_name("label")
        if name is None:
            return
        text = self._text(name)
        obj = Object(
            "label",
            text,
            statements.NO_TYPE,
            package=self._checker.package_path,
            file=self._checker.path,
            span=Span(name.start_byte, name.end_byte),
            role="label",
            function=self._current.function,
        )
        self._current.labels[text] = obj
        self._declared[name.start_byte] = obj


def may_declare_locals(declaration: Declaration) -> bool:
    """Whether a scope can open inside: a function's, or that of a type's parameters."""
    data, (start, end) = declaration.file.data, declaration.extent
    if declaration.keyword == "func":
        return True
    if declaration.keyword != "type":
        return data.find(b"func", start, end) >= 0
    return data.find(b"[", start, end) >= 0 and _PLAIN_TYPE.match(data, start, end) is None


def may_see_locals(declaration: Declaration, offset: int) -> bool:
    """Whether a name at an offset inside can be that of a local, by a look at the text alone.

    In the head of a function only type parameters are seen, and in front of the first function
    literal of a variable's value nothing.
    """
    data, (start, end) = declaration.file.data, declaration.extent
    if declaration.keyword == "func":
        is_inside = data.find(b"{", start, offset) >= 0
        return is_inside or _PLAIN_FUNCTION.match(data, start, end) is None
    if declaration.keyword != "type":
        return data.find(b"func", start, offset) >= 0
    return may_declare_locals(declaration)


#: What opens a scope, or may, and labels, which all blocks of a function share.
_OPENING: dict[str, Callable[[Scopes, Node], None]] = {
    "func_literal": Scopes._open_function,
    "function_declaration": Scopes._open_function,
    "method_declaration": Scopes._open_function,
    "type_switch_statement": Scopes._type_switch,
    "type_case": Scopes._open_clause,
    "default_case": Scopes._open_clause,
    "type_spec": Scopes._type_spec,
    "type_alias": Scopes._type_spec,
    "labeled_statement": Scopes._label,
}
_VISITORS: dict[str, Callable[[Scopes, Node], None]] = {
    "func_literal": Scopes._function,
    "function_declaration": Scopes._function,
    "method_declaration": Scopes._function,
    "type_case": Scopes._clause,
    "default_case": Scopes._clause,
    "short_var_declaration": Scopes._short_var,
    "range_clause": Scopes._range,
    "receive_statement": Scopes._receive,
    "var_spec": Scopes._var_spec,
    "const_declaration": Scopes._const,
}
