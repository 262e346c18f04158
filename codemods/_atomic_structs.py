"""The struct around a field: places that copy it, and literals that set fields by their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import sharing

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Subject

    from gofixmap.codemod import Type


def check_copies(subject: Subject) -> None:
    """Raises Refusal where a value of the struct is copied: a copy is a counter of its own."""
    if subject.variable.kind is not sharing.VariableKind.FIELD:
        return
    site = sharing.first_copy(subject.context.semantics, owner_of(subject))
    if site is not None:
        raise Refusal("copied-struct", site.info, site.node, site.info.file.text(site.node))


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
