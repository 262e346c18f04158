"""The struct that gets a Close: its declaration, methods, constructors and fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap_codemods._genclose_refusal import Refused

from gofixmap.codemod import members, nodes, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, Declaration, FileInfo, Symbol, Type

#: Methods that end what a type has begun; a type that has one is left alone.
ENDING = (
    *("Close", "Stop", "Shutdown", "Cancel", "Release", "Terminate", "Destroy", "Quit", "Exit"),
    *("Kill", "End", "Finish", "Dispose", "Cleanup", "TearDown", "Teardown", "Disconnect", "Halt"),
    *("GracefulStop", "Drain", "Free", "Detach", "Unsubscribe", "Deinit", "Abort", "Wait"),
)


@dataclass(frozen=True, eq=False)
class Subject:
    """`name` is the declaring identifier of the type, `body` the list of its fields."""

    context: Context
    info: FileInfo
    name: Node
    body: Node
    type: Type

    @property
    def text(self) -> str:
        return self.info.file.text(self.name)

    @property
    def version(self) -> tuple[int, int]:
        return self.context.workspace.language_version(self.info.path)

    @cached_property
    def graph(self) -> sharing.CallGraph:
        return sharing.call_graph(self.context.semantics, self.info.package)

    @cached_property
    def methods(self) -> tuple[sharing.Function, ...]:
        return tuple(self._functions(methods=True))

    @cached_property
    def constructors(self) -> tuple[sharing.Function, ...]:
        """The functions of the package that make a value of the type and return it."""
        return tuple(each for each in self._functions(methods=False) if self.returned_by(each))

    @property
    def maker(self) -> sharing.Function | None:
        """The last constructor that holds a literal of the type: Close goes behind it."""
        found = sharing.literals_of(self.context.semantics, self.type)
        places = {(e.path, e.function.start_byte) for e in found if e.function is not None}
        own = [e for e in self.constructors if (e.path, e.node.start_byte) in places]
        return own[-1] if own else None

    def _functions(self, *, methods: bool) -> Iterator[sharing.Function]:
        for info in self.graph.infos():
            if info.file.is_test:
                continue
            for declaration in info.file.declarations:
                if declaration.keyword == "func" and self._is_wanted(declaration, methods):
                    yield self.graph.functions_around(info, declaration.node)[0]

    def _is_wanted(self, declaration: Declaration, methods: bool) -> bool:
        if declaration.method is not None:
            return methods and declaration.method[0] == self.text
        return not methods and self.text.encode() in declaration.text

    def returned_by(self, function: sharing.Function) -> bool:
        """Whether the function's first result is the type or a pointer to it."""
        results = function.node.child_by_field_name("result")
        if results is None or function.node.has_error:
            return False
        kinds = result_types(function.info, results)
        return bool(kinds) and self.is_it(kinds[0])

    def is_it(self, kind: Type) -> bool:
        inner = kind.element if kind.is_pointer else kind
        bare = getattr(inner.unaliased, "origin", inner.unaliased)
        return bool(bare == self.type)

    @cached_property
    def fields(self) -> tuple[sharing.Variable, ...]:
        """The fields with names of their own, in source order."""
        found: list[sharing.Variable] = []
        for member in nodes.named(self.body):
            for name in nodes.children_of(member, "name"):
                info = self.info
                for field in self.type.fields:
                    if field.span is not None and field.span.start == name.start_byte:
                        variable = sharing.variable_of_field(info.semantics, field)
                        found += [variable] if variable is not None else []
        return tuple(found)

    def free_member(self, *names: str) -> str:
        """The first of some names that no field and no method has."""
        for name in names:
            if members.find_member(self.type, name, self.info.package.path) is None:
                return name
        raise Refused("no-place", f"no name for the field {names[0]} is free")

    @property
    def receiver(self) -> tuple[str, str]:
        """Name and text of a receiver, as the type's methods write it: `m`, `m *Manager`."""
        for method in self.methods:
            listed = method.node.child_by_field_name("receiver")
            text = method.info.file.text(listed)[1:-1] if listed is not None else ""
            if method.receiver and "*" in text:
                return method.receiver, text
        if getattr(self.type, "type_parameters", ()):
            raise Refused("no-place", "the type parameters of its receiver")
        short = self.text[:1].lower()
        return short, f"{short} *{self.text}"


def result_types(info: FileInfo, results: Node) -> list[Type]:
    if results.type != "parameter_list":
        return [info.type_of(results)]
    groups = nodes.parameter_groups(results)
    return [
        info.type_of(group.type)
        for group in groups
        if group.type is not None
        for _ in range(max(1, len(group.names)))
    ]


def subject_of_symbol(context: Context, symbol: Symbol) -> Subject | None:
    """The struct type that a symbol names; None for anything else."""
    if symbol.kind != "type":
        return None
    info = context.info(symbol.path)
    declaration = info.file.declaration_at(symbol.span.start)
    if declaration is None or declaration.has_error:
        return None
    for node in walk(declaration.node):
        if node.type == "type_spec":
            name = node.child_by_field_name("name")
            if name is not None and name.start_byte == symbol.span.start:
                return _subject(context, info, name, node)
    return None


def subject_of_type(context: Context, kind: Type) -> Subject | None:
    """The struct of the context's package that a type is, or points to."""
    inner = kind.element if kind.is_pointer else kind
    bare = inner.unaliased
    source = getattr(bare, "declaration", None)
    place = source.place if source is not None else None
    if place is None or place[0] not in context.paths:
        return None
    info = context.info(place[0])
    declaration = info.file.declaration_at(place[1].start)
    if declaration is None or declaration.has_error:
        return None
    for node in walk(declaration.node):
        name = node.child_by_field_name("name") if node.type == "type_spec" else None
        if name is not None and name.start_byte == place[1].start:
            return _subject(context, info, name, node)
    return None


def _subject(context: Context, info: FileInfo, name: Node, spec: Node) -> Subject | None:
    written = spec.child_by_field_name("type")
    body = nodes.first_named(written) if written is not None else None
    found = info.object_of(name)
    if written is None or written.type != "struct_type" or body is None or found is None:
        return None
    kind = found.type
    return Subject(context, info, name, body, getattr(kind, "origin", kind))
