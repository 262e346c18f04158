"""Map fields of a local struct, nil because the function has just made the struct, or said so.

out := Options{}          desc.Labels = nil
out.Set[k] = v            desc.Labels[k] = v
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_fields import lazily
from gofixmap_codemods._nilmap_locals import text_of
from gofixmap_codemods._nilmap_reach import Nilness
from gofixmap_codemods._nilmap_uses import asks, drops, inserts, makes
from msgspec import Struct

from gofixmap.codemod import Edit, nodes, sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo, Variable

Operation = sharing.Operation
_GIVES_NIL = rb"\.\s*%s\b[^=;]{0,300}=(?!=)[^;]{0,300}?\bnil\b"


class NilPart(Struct, frozen=True):
    """Writes to a field of a local struct that is nil on every way to them."""

    variable: Variable  # the field
    writes: tuple[Access, ...]

    @property
    def first(self) -> Access:
        return self.writes[0]

    def edits(self) -> tuple[list[Edit], str]:
        """The edits, and what they do. Raises Refusal."""
        return lazily(self.writes), f"Make {text_of(self.first)} before the first write"


def nil_part(info: FileInfo, target: Node) -> NilPart | None:
    """What is wrong with `local.field`, to which something is written; None for nothing."""
    field = sharing.variable_denoted(info, target)
    operand = target.child_by_field_name("operand")
    if field is None or field.kind is not sharing.VariableKind.FIELD or operand is None:
        return None
    root = sharing.variable_denoted(info, operand)
    if root is None or root.kind is not sharing.VariableKind.LOCAL or not root.type.is_struct:
        return None
    found = info.object_of(root.node)
    function = found.function if found is not None else None
    if function is None:
        return None
    is_zero = _may_be_zero(root) and _is_zero(root, field)
    if not is_zero and not re.search(_GIVES_NIL % field.name.encode(), function.text or b""):
        return None
    whole = sharing.accesses_of(info.semantics, root)
    if not whole.is_complete or any(
        each.function != function for each in whole.all if each.node != root.node
    ):
        return None
    part = _Part(root, field, function, whole.all, info.file.text(target))
    writes = tuple(part.certain_writes(is_zero=is_zero))
    return NilPart(field, writes) if writes else None


def _may_be_zero(root: Variable) -> bool:
    """Whether a struct is declared without a value, or with a literal; see `_is_zero`."""
    declaration = root.declaration
    value = declaration.child_by_field_name("right") or declaration.child_by_field_name("value")
    if declaration.type not in ("var_spec", "short_var_declaration"):
        return False
    return value is None or any(
        each.type == "composite_literal" for each in nodes.expression_items(value)
    )


class _Part:
    """One field of one local struct in the function that declares it."""

    def __init__(
        self,
        root: Variable,
        field: Variable,
        function: Node,
        whole: tuple[Access, ...],
        text: str,
    ) -> None:
        self._root, self._field, self._function = root, field, function
        self._whole = [each for each in whole if each.node != root.node]
        around = root.info.file.declaration_at(function.start_byte)
        declarations = (around,) if around is not None else ()
        accesses = sharing.accesses_among(root.info.semantics, field, declarations)
        self._uses = [
            each for each in accesses.all if text_of(each) == text and self._is_of_root(each)
        ]

    def _is_of_root(self, access: Access) -> bool:
        operand = access.node.child_by_field_name("operand")
        return operand is not None and any(operand == each.node for each in self._whole)

    def certain_writes(self, *, is_zero: bool) -> Iterator[Access]:
        starts = [each.node for each in self._uses if drops(each)]
        if is_zero:
            starts.append(self._root.node)
        if not starts:
            return
        making = [each.node for each in self._uses if makes(each)]
        making += [each.node for each in self._whole if self._may_set(each)]
        asking = [each.node for each in self._uses if asks(each)]
        nilness = Nilness(self._root.info, self._function, starts, making, asking)
        for write in self._uses:
            if inserts(write) and nilness.is_certain(write.node):
                yield write

    def _may_set(self, access: Access) -> bool:
        """Whether a use of the whole struct may give the field a map."""
        if any(access.node == each.node.child_by_field_name("operand") for each in self._uses):
            return False
        if access.operation is Operation.PART_WRITE:
            around = access.node.parent
            return around is None or around.type != "selector_expression"
        return makes(access)


def _is_zero(root: Variable, field: Variable) -> bool:
    """Whether the declaration leaves the field nil: `var s S`, `s := S{}` without the field."""
    info, declaration = root.info, root.declaration
    if declaration.type == "var_spec":
        value = declaration.child_by_field_name("value")
        if value is None:
            return True
    elif declaration.type == "short_var_declaration":
        value = declaration.child_by_field_name("right")
    else:
        return False
    values = nodes.expression_items(value) if value is not None else []
    if len(values) != 1 or values[0].type != "composite_literal":
        return False
    keys = [each.child_by_field_name("key") for each in _elements(values[0])]
    if any(key is None or info.file.text(key) == field.name for key in keys):
        return False
    # The field of an embedded struct may be set by a literal as part of the whole.
    return any(each.name == field.name for each in info.type_of(values[0]).fields)


def _elements(literal: Node) -> list[Node]:
    body = literal.child_by_field_name("body")
    return nodes.named(body) if body is not None else []
