"""Copies of structs that share a map or slice with what they are copied from.

`cfg := *base` copies the fields, and a write to `cfg.Labels[k]` is one to `base.Labels[k]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_locals import Alias, pairs
from gofixmap_codemods._alias_sides import Side, side_of
from gofixmap_codemods._word_places import followed
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import nodes, pattern, sharing, value_parts

if TYPE_CHECKING:
    from gofixmap_codemods._alias_sides import Region
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type, Variable

_PART = pattern(rb"[\s)]*+\.")  # behind the name
_DOT = ord(".")


def struct_aliases(region: Region, statement: Node) -> Iterator[Alias]:
    """The maps and slices that the struct copies of a declaration share and this function uses."""
    declared = [name.text or b"" for name, _ in pairs(statement)]
    if not any(_has_parts(region, name) for name in declared):
        return
    for whole, origin in copied_structs(region.info, statement):
        if origin is None and whole.root in region.put_back:
            continue
        for part in parts_used(region, whole):
            source = None if origin is None else _part_of(region, origin, part.path)
            yield Alias(region, statement, part, whole, source, origin)


def _has_parts(region: Region, name: bytes) -> bool:
    """Whether the function may mention a field of what has that name, as its text tells."""
    data, span = region.info.file.data, (region.body.start_byte, region.body.end_byte)
    return any(data[at - 1] != _DOT for at in followed(name, _PART, data, *span))


def parameter_aliases(region: Region) -> Iterator[Alias]:
    """The same for structs that the function is given by value, the receiver among them."""
    for name in parameters(region.function):
        whole = side_of(region.info, name)
        if whole is not None and holds_reference(whole.type):
            for part in parts_used(region, whole):
                yield Alias(region, None, part, whole, None, None)


def copied_structs(info: FileInfo, statement: Node) -> Iterator[tuple[Side, Side | None]]:
    """The locals that a declaration makes copies of structs, each with what it copies.

    What an element of a map or slice is copied from has no name.
    """
    for name, value in pairs(statement):
        local, source = side_of(info, name), _operand(info, value)
        if local is None or local.root.node.start_byte != name.start_byte:
            continue
        is_element = nodes.unparenthesized(value).type == "index_expression"
        if holds_reference(local.type) and (source is not None or is_element):
            yield local, source


def _operand(info: FileInfo, value: Node) -> Side | None:
    node = nodes.unparenthesized(value)
    if node.type == "unary_expression" and (node.text or b"")[:1] == b"*":
        operand = node.child_by_field_name("operand")
        return side_of(info, operand) if operand is not None else None
    return side_of(info, node)


def holds_reference(kind: Type) -> bool:
    """Whether a copy of a struct shares a map or slice with the original."""
    parts = value_parts(kind, arrays=False)
    return kind.is_struct and any(part.is_map or part.is_slice for part in parts)


class Part(Struct, frozen=True):
    """A map or slice inside a struct: the path to it, its field, and how the function spells it."""

    path: tuple[str, ...]
    text: str
    type: Type
    variable: Variable | None


def parts_of(info: FileInfo, kind: Type, text: str, depth: int = 4) -> Iterator[Part]:
    """The maps and slices that values of a struct type share when they are copied."""
    for field in kind.fields if depth else ():
        spelled = f"{text}.{field.name}"
        if field.name == "_":
            continue
        if field.type.is_map or field.type.is_slice:
            variable = sharing.variable_of_field(info.semantics, field)
            yield Part((field.name,), spelled, field.type, variable)
        elif field.type.is_struct:
            for part in parts_of(info, field.type, spelled, depth - 1):
                yield replace(part, path=(field.name, *part.path))


def parts_used(region: Region, whole: Side) -> list[Side]:
    """The maps and slices inside a local struct that the function mentions."""
    found: dict[tuple[str, ...], Side] = {}
    for use in region.uses(whole):
        for node, path in _prefixes(region.info, use.node):
            kind = region.info.type_of(node)
            if (kind.is_map or kind.is_slice) and not kind.is_typeparam:
                found.setdefault(path, Side(region.info, node, whole.root, path))
    return list(found.values())


def _prefixes(info: FileInfo, root: Node) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """The selectors that go on from a struct over fields that are part of it."""
    node, path = root, tuple[str, ...]()
    while (parent := node.parent) is not None:
        if parent.type == "parenthesized_expression":
            node = parent
            continue
        if parent.type != "selector_expression" or parent.start_byte > node.start_byte:
            return
        chosen = info.selection(parent)
        if chosen is None or chosen.kind != "field" or chosen.through_pointer:
            return
        if chosen.operand_is_pointer:
            return
        path = (*path, *(field.name for field in chosen.path), chosen.name)
        node = parent
        yield node, path


def _part_of(region: Region, origin: Side, path: tuple[str, ...]) -> Side:
    """The same part of what was copied; spelled as the function does where it mentions it."""
    wanted = (*origin.path, *path)
    side = Side(origin.info, origin.node, origin.root, wanted)
    for use in region.uses(side):
        return Side(origin.info, use.node, origin.root, wanted)
    return replace(side, spelled=".".join([origin.text, *path]))


def parameters(function: Node, *, variadic: bool = False) -> list[Node]:
    """The names of the receiver and of the parameters.

    A variadic one is most often a slice that was made for the call.
    """
    found: list[Node] = []
    for field in ("receiver", "parameters"):
        listed = function.child_by_field_name(field)
        for group in nodes.parameter_groups(listed) if listed is not None else ():
            if variadic or not group.variadic:
                found += [name for name in group.names if name.text != b"_"]
    return found
