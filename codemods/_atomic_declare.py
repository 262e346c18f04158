"""The declaration of a variable that gets another type, and the values that it starts with.

An atomic type has no literal: its zero value is the old zero value, anything else is stored by a
statement behind the declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_literals import initialise
from gofixmap_codemods._atomic_subject import Changes, Refusal
from msgspec import Struct

from gofixmap.codemod import (
    indentation,
    newline,
    nodes,
    operands,
    placement,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


_ONE_LINE = 30  # go/printer, isOneLineFieldList: a blank and a type of up to 29 columns


class Retyping(Struct, frozen=True):
    """What a codemod puts in the place of the old type and of initial values.

    `type_text` spells the new type at a place; `is_zero` says that a value is what the new type
    starts with anyway; `stores` are the statements that give a variable, by its text, a value.
    Where the new type has literals, `kept` is what an initial value becomes where it stands.
    """

    type_text: Callable[[FileInfo, Node], str]
    is_zero: Callable[[FileInfo, Node], bool]
    stores: Callable[[FileInfo, str, Node], list[str]]
    kept: Callable[[FileInfo, Node], str] | None = None


def redeclare(subject: Subject, retyping: Retyping, changes: Changes) -> None:
    """Edits for all declarations and initial values of the variable. Raises Refusal."""
    for declared in subject.declarations:
        _Declaration(declared, retyping, changes).edit()
    starts = {(each.path, each.span.start) for each in subject.declarations}
    for access in subject.accesses.all:
        is_key = (access.path, access.node.start_byte) not in starts
        if access.operation is sharing.Operation.INITIALIZE and is_key:
            initialise(access, retyping, changes)


class _Declaration:
    """One declaration: a field, a var spec or a short variable declaration."""

    def __init__(self, variable: sharing.Variable, retyping: Retyping, changes: Changes) -> None:
        self.info = variable.info
        self.file = variable.info.file
        self.variable = variable
        self.node = variable.declaration
        self.retyping = retyping
        self.changes = changes

    def edit(self) -> None:
        kinds = {
            "field_declaration": self._field,
            "var_spec": self._spec,
            "short_var_declaration": self._short,
        }
        editing = kinds.get(self.node.type)
        if editing is None:
            raise Refusal("parameter", self.info, self.node, self.variable.name)
        editing()

    @property
    def _type(self) -> str:
        return self.retyping.type_text(self.info, self.variable.node)

    def _field(self) -> None:
        if self.node.child_by_field_name("tag") is not None:
            raise Refusal("serialised-field", self.info, self.node, self.variable.name)
        names = nodes.children_of(self.node, "name")
        kind = self.node.child_by_field_name("type")
        if not names or kind is None:
            raise Refusal("embedded", self.info, self.node, self.variable.name)
        if len(names) == 1:
            self._retyped(kind)
            return
        old = self.file.text(kind)
        parts = [f"{listed} {old if not mine else self._type}" for listed, mine in self._runs()]
        self._replace(self.node.start_byte, kind.end_byte, self._joined(parts))

    def _retyped(self, kind: Node) -> None:
        """The new type; gofmt breaks a struct on one line where it is too long for that."""
        listed, data, text = self.node.parent, self.file.data, self._type
        line = data[listed.start_byte : listed.end_byte] if listed is not None else b"\n"
        if listed is None or b"\n" in line or len(text) < _ONE_LINE:
            self._replace(kind.start_byte, kind.end_byte, text)
            return
        ending = newline(data) + indentation(data, listed.start_byte)
        blank = "" if data[: listed.start_byte].endswith(b" ") else " "
        self._replace(listed.start_byte, self.node.start_byte, f"{blank}{{{ending}\t")
        self._replace(kind.start_byte, listed.end_byte - 1, f"{text}{ending}")

    def _runs(self) -> list[tuple[str, bool]]:
        """The names before the variable, the variable, and the names behind it."""
        names = [self.file.text(each) for each in nodes.children_of(self.node, "name")]
        at = names.index(self.variable.name)
        runs = [(names[:at], False), (names[at : at + 1], True), (names[at + 1 :], False)]
        return [(", ".join(part), mine) for part, mine in runs if part]

    def _joined(self, parts: list[str]) -> str:
        """Declarations on lines of their own, or on the one line that they stand on."""
        data, start = self.file.data, self.node.start_byte
        begin = data.rfind(b"\n", 0, start) + 1
        if data[begin:start].strip(b" \t") not in (b"", b"var"):
            return "; ".join(parts)
        return (newline(data) + indentation(data, start)).join(parts)

    def _replace(self, start: int, end: int, text: str) -> None:
        self.changes.replace(self.info, start, end, text)

    def _spec(self) -> None:
        names = nodes.children_of(self.node, "name")
        value = self.node.child_by_field_name("value")
        values = nodes.expression_items(value) if value is not None else []
        if values and len(values) != len(names):
            raise Refusal("several-targets", self.info, self.node, self.file.text(self.node))
        if len(names) > 1:
            self._split_spec(names, values)
        elif values and self.retyping.kept is not None:
            text = f" {self._type} = {self.retyping.kept(self.info, values[0])}"
            self._replace(names[0].end_byte, self.node.end_byte, text)
        elif values and not self.retyping.is_zero(self.info, values[0]):
            self._stored(self._statement_of_spec(), values[0])
        else:
            text = f" {self._type}"
            self._replace(names[0].end_byte, self.node.end_byte, text)

    def _statement_of_spec(self) -> Node:
        """The declaration statement of one spec, which statements can follow."""
        around = self.node.parent
        if around is None or around.type != "var_declaration" or b"(" in _head(around):
            raise Refusal("initial-value", self.info, self.node, self.file.text(self.node))
        return around

    def _stored(self, statement: Node, value: Node) -> None:
        """A declaration and the statements that give the variable its first value."""
        name = self.variable.name
        placed = placement.place_of(statement)
        if self.variable.kind is not sharing.VariableKind.LOCAL:
            raise Refusal("initial-value", self.info, value, self.file.text(self.node))
        if placed.standing is not placement.Standing.LIST:
            raise Refusal("declared-in-header", self.info, statement, name)
        stores = self.retyping.stores(self.info, name, value)
        lines = [f"var {name} {self._type}", *stores]
        self.changes.add(replace_statement(self.file, statement, lines))

    def _split_spec(self, names: list[Node], values: list[Node]) -> None:
        at = [self.file.text(name) for name in names].index(self.variable.name)
        if values and not self.retyping.is_zero(self.info, values[at]):
            raise Refusal("initial-value", self.info, values[at], self.file.text(self.node))
        kind = self.node.child_by_field_name("type")
        old = f" {self.file.text(kind)}" if kind is not None else ""
        texts = [self.file.text(value) for value in values]
        parts: list[str] = []
        ranges = [(0, at), (at, at + 1), (at + 1, len(names))]
        for begin, end in ranges:
            listed = ", ".join(self.file.text(name) for name in names[begin:end])
            given = f" = {', '.join(texts[begin:end])}" if values else ""
            if listed:
                parts.append(f"{listed} {self._type}" if begin == at else f"{listed}{old}{given}")
        around = self.node.parent
        single = around is not None and around.type == "var_declaration"
        joined = [part if not single or n == 0 else f"var {part}" for n, part in enumerate(parts)]
        self._replace(self.node.start_byte, self.node.end_byte, self._joined(joined))

    def _short(self) -> None:
        left = self.node.child_by_field_name("left")
        right = self.node.child_by_field_name("right")
        if left is None or right is None:
            raise Refusal("parameter", self.info, self.node, self.variable.name)
        names, values = nodes.expression_items(left), nodes.expression_items(right)
        if len(names) != len(values):
            raise Refusal("several-targets", self.info, self.node, self.file.text(self.node))
        if placement.place_of(self.node).standing is not placement.Standing.LIST:
            raise Refusal("declared-in-header", self.info, self.node, self.variable.name)
        at = names.index(self.variable.node)
        zero = self.retyping.is_zero(self.info, values[at])
        if len(names) > 1:
            self._split_short(names, values, at)
        elif self.retyping.kept is not None and not zero:
            kept = self.retyping.kept(self.info, values[at])
            text = f"var {self.variable.name} {self._type} = {kept}"
            self._replace(self.node.start_byte, self.node.end_byte, text)
        elif zero:
            text = f"var {self.variable.name} {self._type}"
            self._replace(self.node.start_byte, self.node.end_byte, text)
        else:
            self._stored(self.node, values[0])

    def _split_short(self, names: list[Node], values: list[Node], at: int) -> None:
        value, text = values[at], self.file.text
        if operands.has_call_or_receive(self.info, value):
            raise Refusal("initial-value", self.info, value, text(self.node))
        others = [n for n in range(len(names)) if n != at]
        declares = any(self._is_new(names[n]) for n in others)
        left = ", ".join(text(names[n]) for n in others)
        right = ", ".join(text(values[n]) for n in others)
        statements = [f"{left} {':=' if declares else '='} {right}"]
        statements.append(f"var {self.variable.name} {self._type}")
        if not self.retyping.is_zero(self.info, value):
            statements += self.retyping.stores(self.info, self.variable.name, value)
        self.changes.add(replace_statement(self.file, self.node, statements))

    def _is_new(self, name: Node) -> bool:
        found = self.info.object_of(name)
        return found is not None and found.span.start == name.start_byte


def _head(declaration: Node) -> bytes:
    """The text between `var` and the first spec."""
    spec = nodes.first_named(declaration)
    end = spec.start_byte if spec is not None else declaration.end_byte
    return (declaration.text or b"")[: end - declaration.start_byte]
