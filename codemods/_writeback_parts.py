"""The pieces of a planned write: the entry read and stored back, fresh names, and refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_sites import Target
from gofixmap_codemods._writeback_text import rendered
from msgspec import Struct, field

from gofixmap.codemod import fresh_name, nocopy_reason, nodes, operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

Changes = list[tuple["Node", str]]


class Declined(Exception):
    """Raised where a write cannot be rewritten; `reason_id` is one of the codemod's."""

    def __init__(self, reason_id: str, **details: str) -> None:
        super().__init__(reason_id)
        self.reason_id = reason_id
        self.details = details


class Entry(Struct, frozen=True):
    """One entry read into a temporary, changed and stored back."""

    name: str
    read: str  # "stat := m[k]"
    store: str  # "m[k] = stat"
    guard: str  # "if stat, ok := m[k]; ok {" where missing entries are skipped, else ""

    def around(self, body: Sequence[str]) -> list[str]:
        if not self.guard:
            return [self.read, *body, self.store]
        inner = "\n".join([*body, self.store]).split("\n")
        return ["\n".join([self.guard, *(f"\t{line}" if line else line for line in inner), "}"])]


class Plan(Struct):
    """`front` goes first. Then either the statements stay, with `changes` inside and `entry`
    around them, or `instead` takes the place of the one statement."""

    front: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=list)
    entry: Entry | None = None
    instead: list[str] = field(default_factory=list)
    is_certain: bool = True  # no hoist was needed, and the element is known to be copyable

    def statements(self, info: FileInfo, statement: Node) -> list[str]:
        """The whole rewrite of one statement as text, a statement an item."""
        if self.entry is None:
            return [*self.front, *self.instead]
        body = rendered(info.file, statement, statement, self.changes)
        return [*self.front, *self.entry.around([body])]


class Namer:
    """Fresh names; two of one statement list never clash."""

    def __init__(self, info: FileInfo, *, skip_missing: bool) -> None:
        self.info = info
        self.skip_missing = skip_missing
        self._taken: dict[tuple[int, int], set[str]] = {}

    def fresh(self, at: Node, wanted: Type | str, also: Iterable[str] = ()) -> str:
        """A name for a local that is declared in front of the statement around `at`."""
        taken = self._taken.setdefault(_scope(at), set())
        name = fresh_name(self.info, at, wanted, also_taken=taken | set(also))
        taken.add(name)
        return name

    def passing(self, at: Node, wanted: Type | str) -> str:
        """A name for the header of an `if`: it may occur again in the next one."""
        return fresh_name(self.info, at, wanted)

    def first_of(self, at: Node, *wanted: str) -> str:
        """The first of the words that is free as it is, or a name made from the last."""
        free = (word for word in wanted if fresh_name(self.info, at, word) == word)
        return self.fresh(at, next(free, wanted[-1]))


_SCOPES = ("block", "communication_case", "expression_case", "type_case", "default_case")


def _scope(at: Node) -> tuple[int, int]:
    """The block or clause that a statement at `at` declares its variables in."""
    node: Node | None = at
    while node is not None and node.type not in _SCOPES:
        node = node.parent
    return (node.start_byte, node.end_byte) if node is not None else (0, 0)


def check_element(info: FileInfo, target: Target) -> bool:
    """Declines elements that must not be copied; False where that is not known."""
    if _is_temporary(info, target.table):
        raise Declined("temporary-map")
    element = info.type_of(target.table).element
    reason = nocopy_reason(element)
    if isinstance(reason, str):
        raise Declined("no-copy", type=reason)
    return reason is None


def _is_temporary(info: FileInfo, table: Node) -> bool:
    while table.type == "parenthesized_expression" and (inner := nodes.first_named(table)):
        table = inner
    if table.type == "call_expression":
        return operands.predeclared_callee(info, table) == "make"
    return table.type == "composite_literal"


def holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def bare(index: Node) -> Node:
    """The index expression with the parentheses that hold nothing else."""
    node = index
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        if len(node.parent.named_children) != 1:
            break
        node = node.parent
    return node


def word_of(info: FileInfo, target: Target) -> str:
    """A word for what is assigned: the field's or variable's name, value for an element."""
    node = target.node
    while node.type == "parenthesized_expression" and (inner := nodes.first_named(node)):
        node = inner
    if node.type == "selector_expression":
        name = node.child_by_field_name("field")
        return info.file.text(name) if name is not None else "value"
    return info.file.text(node) if node.type == "identifier" else "value"
