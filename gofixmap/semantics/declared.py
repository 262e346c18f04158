"""Defined types and aliases behind their declarations, read lazily."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.semantics.generics import substitute
from gofixmap.semantics.types import Alias, Method, Named, Type, TypeParam, Unknown
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.semantics.checker import Checker
    from gofixmap.semantics.members import Member
    from gofixmap.semantics.types import MemberKey

_MOST_INSTANCES = 20_000  # of one generic type; beyond, instances are computed anew


class DeclaredType:
    """A `TypeSource` over a type_spec or type_alias node. `scope` is "" at package level."""

    __slots__ = (
        "_checker",
        "_generic",
        "_instances",
        "_node",
        "_resolving",
        "alias",
        "members",
        "scope",
    )

    def __init__(self, checker: Checker, node: Node, scope: str) -> None:
        self._checker = checker
        self._node = node
        self.scope = scope
        self.alias = node.type == "type_alias"
        self._generic: Type | None = None
        self._resolving = False
        self._instances: dict[tuple[Type, ...], Type] = {}
        self.members: dict[MemberKey, Member] = {}

    @property
    def name(self) -> str:
        node = self._node.child_by_field_name("name")
        return self._checker.text(node) if node is not None else "_"

    @property
    def place(self) -> tuple[str, Span] | None:
        node = self._node.child_by_field_name("name")
        if node is None:
            return None
        return self._checker.path, Span(node.start_byte, node.end_byte)

    def type(self) -> Type:
        make = Alias if self.alias else Named
        return make(self._checker.package_path, self.name, (), self.scope, self)

    def type_parameters(self) -> tuple[TypeParam, ...]:
        listed = self._node.child_by_field_name("type_parameters")
        return () if listed is None else self._checker.type_parameters(listed)

    def underlying(self, arguments: tuple[Type, ...]) -> Type:
        if self._generic is None:
            if self._resolving:
                return Unknown(f"{self.name} is declared by itself")
            self._resolving = True
            try:
                self._generic = self._read()
            finally:
                self._resolving = False
        if not arguments:
            return self._generic
        found = self._instances.get(arguments)
        if found is None:
            pairs = dict(zip(self.type_parameters(), arguments, strict=False))
            found = substitute(self._generic, pairs)
            if not self.alias:
                found = found.underlying
            if len(self._instances) < _MOST_INSTANCES:
                self._instances[arguments] = found
                self._checker.semantics.instantiated.add(self)
        return found

    def forget_instances(self) -> None:
        """Drops the types with arguments that are asked for anew where they are needed."""
        self._instances.clear()

    def dissolve(self) -> None:
        """Drops all types, among which a recursive one refers to itself."""
        self._generic = None
        self._instances.clear()
        self.members.clear()

    def _read(self) -> Type:
        node = self._node.child_by_field_name("type")
        if node is None:
            return Unknown(f"{self.name} has no type")
        written = self._checker.type_expr(node)
        return written if self.alias else self._checker.semantics.underlying_of(written)

    def method(self, name: str, package: str, tests: bool) -> Method | None:
        """The declared method of that name; an unexported one only for its own package.

        Tests see what the tests of their own package declare besides.
        """
        if self.scope or self.alias:
            return None
        home = self._checker.package_path
        if package and package != home and not name[:1].isupper():
            return None
        tests = tests and package in ("", home, f"{home}_test")
        return self._checker.package.method(self.name, name, tests=tests)

    def methods(self) -> Iterable[Method]:
        if self.scope or self.alias:
            return ()
        return self._checker.package.methods(self.name)
