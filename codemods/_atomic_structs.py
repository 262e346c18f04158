"""The struct around a field: places that copy it, and literals that set fields by their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import mutation, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type


def check_copies(subject: Subject, *, is_typed: bool = True) -> None:
    """Raises Refusal where a value of the struct is copied: a copy is a counter of its own.

    Where the field keeps its type, a local that the function has filled itself may be copied.
    """
    if subject.variable.kind is not sharing.VariableKind.FIELD:
        return
    semantics, owner = subject.context.semantics, owner_of(subject)
    site = sharing.first_copy(semantics, owner)
    if site is not None and not is_typed:
        sites = sharing.copies_of(semantics, owner)
        site = next((each for each in sites if not _is_own(each.info, each.node)), None)
    if site is not None:
        raise Refusal("copied-struct", site.info, site.node, site.info.file.text(site.node))


def _is_own(info: FileInfo, copied: Node) -> bool:
    """Whether a value is a local that only ever holds what a literal has made: nobody shares it."""
    found = info.object_of(copied) if copied.type == "identifier" else None
    value = sharing.only_value(info, found) if found is not None and found.is_local else None
    if value is None or found is None or found.function is None:
        return False
    body = found.function.child_by_field_name("body")
    changes = mutation.mutation_of(info, found, body) if body is not None else None
    is_private = changes is not None and not changes.captured
    return value.type == "composite_literal" and is_private


def check_literals(subject: Subject) -> None:
    """Raises Refusal where a literal without keys sets the field."""
    if subject.variable.kind is not sharing.VariableKind.FIELD:
        return
    for literal in sharing.unkeyed_literals_of(subject.context.semantics, owner_of(subject)):
        if not literal.is_empty:
            raise Refusal("unkeyed-literal", literal.info, literal.node)


def owner_of(subject: Subject) -> sharing.Variable | Type:
    """The struct around a field by its name, so that all of its fields share what is found."""
    variable = subject.variable
    found = variable.info.scope.lookup(variable.owner, tests=True, prefer=variable.path)
    return found.type if found is not None and found.kind == "type" else variable
