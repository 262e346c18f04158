"""What a codemod looks at: a match of its query, expressions with types, and merged facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from gofixmap.model import Fact
from gofixmap.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.semantics.objects import Object, Selection
    from gofixmap.semantics.types import Type
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace import Package


class Facts:
    """The facts of all packages of the run, merged by subject, in a stable order."""

    __slots__ = ("_by_subject",)

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_subject: dict[str, list[Fact]] = {}
        for fact in facts:
            self._by_subject.setdefault(fact.subject, []).append(fact)

    def about(self, subject: str, kind: str = "") -> tuple[Fact, ...]:
        """Facts of one qualified name; of one `kind` where that is given."""
        facts = self._by_subject.get(subject, ())
        return tuple(fact for fact in facts if not kind or fact.kind == kind)

    def __iter__(self) -> Iterator[Fact]:
        for facts in self._by_subject.values():
            yield from facts


class Expr:
    """A node with its file's types: type questions read like prose.

    `match["operand"].type.is_map`, `.type.element.is_struct`, `.addressable`. All types are
    three-valued: an unknown one answers False to every `is_`, and True to `is_unknown`.
    """

    __slots__ = ("info", "node")

    def __init__(self, node: Node, info: FileInfo) -> None:
        self.node = node
        self.info = info

    def __repr__(self) -> str:
        return f"<Expr {self.kind} {self.text!r}>"

    @property
    def kind(self) -> str:
        """The grammar's name of the node: identifier, selector_expression, ..."""
        return self.node.type

    @property
    def span(self) -> Span:
        return Span(self.node.start_byte, self.node.end_byte)

    @property
    def text(self) -> str:
        return self.info.file.text(self.node)

    @property
    def type(self) -> Type:
        return self.info.type_of(self.node)

    @property
    def object(self) -> Object | None:
        """What an identifier denotes; None where it is no object or not known."""
        return self.info.object_of(self.node)

    @property
    def selection(self) -> Selection | None:
        """How a selector expression is resolved."""
        return self.info.selection(self.node)

    @property
    def constant(self) -> int | str | float | bool | None:
        return self.info.constant(self.node)

    @property
    def addressable(self) -> bool | None:
        """As the Go specification has it; None where a type is unknown."""
        answer: bool | None = import_module("gofixmap.semantics.addressable").is_addressable(
            self.info, self.node
        )
        return answer

    def child(self, field: str) -> Expr | None:
        node = self.node.child_by_field_name(field)
        return None if node is None else Expr(node, self.info)

    @property
    def parent(self) -> Expr | None:
        node = self.node.parent
        return None if node is None else Expr(node, self.info)


class Place(Protocol):
    """Where a finding is: a `Match`, or the `Symbol` of `--target`."""

    @property
    def path(self) -> str: ...
    @property
    def span(self) -> Span: ...
    @property
    def symbol(self) -> str: ...


class Match:
    """One match of a codemod's query: captures by name, in one declaration.

    A capture named `site` gives the span that findings point at; without one it is the span from
    the first capture's start to the last one's end.
    """

    def __init__(
        self,
        declaration: Declaration,
        captures: Mapping[str, Sequence[Node]],
        package: Package,
        semantics: Semantics,
    ) -> None:
        self.declaration = declaration
        self.captures = captures
        self.package = package
        self._semantics = semantics

    def __contains__(self, name: str) -> bool:
        return bool(self.captures.get(name))

    def __getitem__(self, name: str) -> Expr:
        """The first node captured as `name`; raises KeyError where there is none."""
        return Expr(self.node(name), self.info)

    def get(self, name: str) -> Expr | None:
        nodes = self.captures.get(name)
        return Expr(nodes[0], self.info) if nodes else None

    def all(self, name: str) -> tuple[Expr, ...]:
        return tuple(Expr(node, self.info) for node in self.captures.get(name, ()))

    def node(self, name: str) -> Node:
        nodes = self.captures.get(name)
        if not nodes:
            raise KeyError(f"no capture named {name}")
        return nodes[0]

    @cached_property
    def info(self) -> FileInfo:
        """The types of the file; made on first use, because most matches exit before."""
        return self._semantics.file(self.path)

    @property
    def file(self) -> SourceFile:
        return self.declaration.file

    @property
    def path(self) -> str:
        return self.declaration.file.path

    @cached_property
    def span(self) -> Span:
        site = self.captures.get("site")
        nodes = site or [node for group in self.captures.values() for node in group]
        return Span(min(n.start_byte for n in nodes), max(n.end_byte for n in nodes))

    @property
    def symbol(self) -> str:
        """The enclosing declaration: `example.com/shop/cart.Store.Add`."""
        return symbol_of(self.declaration, self.package)

    def text(self, name: str) -> str:
        return self.file.text(self.node(name))


def symbol_of(declaration: Declaration, package: Package) -> str:
    """The qualified name of a top-level declaration; of a group, that of its first name."""
    if declaration.method is not None:
        names: tuple[str, ...] = declaration.method[:2]
    else:
        names = declaration.names[:1]
    return ".".join(part for part in (package.path, *names) if part)


def span_of(place: Span | Node) -> Span:
    return place if isinstance(place, Span) else Span(place.start_byte, place.end_byte)
