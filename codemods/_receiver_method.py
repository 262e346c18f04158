"""A value-receiver method with all its declarations: one for each build that has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import Context, effects, interfaces, mutation

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Declaration, FileInfo, Object, Package


class Variant(Struct, frozen=True):
    """One declaration of the method."""

    info: FileInfo
    declaration: Declaration
    node: Node
    receiver: Object | None  # None where the receiver is blank or has no name
    body: Node | None

    @property
    def path(self) -> str:
        return self.info.file.path

    @property
    def receiver_type(self) -> Node:
        """The type of the receiver as written, without parentheses around the parameter.

        Where code that does not parse has none, it is a node that denotes no type.
        """
        listed = self.node.child_by_field_name("receiver")
        parameter = listed.named_children[-1] if listed is not None else None
        for child in listed.named_children if listed is not None else ():
            if child.type == "parameter_declaration":
                parameter = child
        kind = parameter.child_by_field_name("type") if parameter is not None else None
        return self.node if kind is None else kind

    def changes(self) -> mutation.Mutation | None:
        """What the body does to its receiver; None without a name or a body."""
        if self.receiver is None or self.body is None:
            return None
        return mutation.mutation_of(self.info, self.receiver, self.body, effects.effects_of_call)


@dataclass(frozen=True, slots=True)
class Method:
    """`package.type.name`; satisfies what `uses_of` wants of a symbol."""

    owner: Package
    type: str
    name: str
    variants: tuple[Variant, ...] = field(compare=False)

    @property
    def package(self) -> str:
        return self.owner.path

    @property
    def qualified(self) -> str:
        return f"{self.owner.path}.{self.type}.{self.name}"

    @property
    def first(self) -> Variant:
        return self.variants[0]

    @property
    def is_exported(self) -> bool:
        return self.name[:1].isupper() and self.type[:1].isupper()

    @property
    def arity(self) -> tuple[int, int]:
        return interfaces.arity_of_node(self.first.node)


def value_methods(context: Context, owner: Package, type_name: str) -> Iterator[Method]:
    """The methods of a type that some build declares with a value receiver, in source order."""
    names: dict[str, None] = {}
    for declaration in _methods(context, owner):
        method = declaration.method
        if method is not None and method[0] == type_name and not method[2]:
            names[method[1]] = None
    for name in names:
        found = find_method(context, owner, type_name, name)
        if found is not None:
            yield found


def method_at(
    context: Context, owner: Package, declaration: Declaration, type_name: str, name: str
) -> Method:
    """The method with one of its declarations."""
    return Method(owner, type_name, name, (_variant(context, declaration),))


def find_method(context: Context, owner: Package, type_name: str, name: str) -> Method | None:
    """The method with every declaration that has a value receiver; None without one."""
    index = context.once(f"methods of {owner.path}", lambda: _value_methods(context, owner))
    found = [_variant(context, declaration) for declaration in index.get((type_name, name), ())]
    return Method(owner, type_name, name, tuple(found)) if found else None


def _value_methods(context: Context, owner: Package) -> dict[tuple[str, str], list[Declaration]]:
    """The methods with a value receiver by type and name, each with its build variants."""
    index: dict[tuple[str, str], list[Declaration]] = {}
    for declaration in _methods(context, owner):
        method = declaration.method
        if method is not None and not method[2]:
            index.setdefault(method[:2], []).append(declaration)
    return index


def _methods(context: Context, owner: Package) -> Iterator[Declaration]:
    for path in owner.all_files:
        file = context.workspace.file(path)
        for declaration in file.declarations if file is not None else ():
            if declaration.method is not None:
                yield declaration


def _variant(context: Context, declaration: Declaration) -> Variant:
    info = context.info(declaration.file.path)
    node = declaration.node
    name = effects.receiver_name(node) if node.type == "method_declaration" else None
    receiver = info.object_of(name) if name is not None else None
    return Variant(info, declaration, node, receiver, node.child_by_field_name("body"))
