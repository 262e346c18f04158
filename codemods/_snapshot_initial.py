"""The first value of a package variable: stored by an init function beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_declare import Retyping
from gofixmap_codemods._atomic_subject import Changes, Refusal

from gofixmap.codemod import Edit, lines, newline, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo


def store_at_start(
    subject: Subject,
    retyping: Retyping,
    zero: Callable[[FileInfo, Node], str],
    changes: Changes,
) -> None:
    """The declarations, each with an init function where it needs a first value.

    Raises Refusal where the variable is read before that function runs.
    """
    for declared in subject.declarations:
        info, spec = declared.info, declared.declaration
        names = nodes.children_of(spec, "name")
        if len(names) != 1:
            raise Refusal("several-targets", info, spec, info.file.text(spec))
        value = spec.child_by_field_name("value")
        values = nodes.expression_items(value) if value is not None else []
        stores = _stores(declared, values, retyping, zero)
        text = f" {retyping.type_text(info, declared.node)}"
        changes.replace(info, names[0].end_byte, spec.end_byte, text)
        if stores:
            _check_early_reads(subject)
            _add_init(info, spec, stores, changes)


def _stores(
    declared: sharing.Variable,
    values: list[Node],
    retyping: Retyping,
    zero: Callable[[FileInfo, Node], str],
) -> list[str]:
    info = declared.info
    if values and not retyping.is_zero(info, values[0]):
        return retyping.stores(info, declared.name, values[0])
    first = "" if values else zero(info, declared.node)
    return [f"{declared.name}.Store({first})"] if first else []


def _check_early_reads(subject: Subject) -> None:
    """Initialisers of package variables, and init functions elsewhere, may run before."""
    paths = {each.path for each in subject.declarations}
    for access in subject.accesses.all:
        if access.operation is sharing.Operation.INITIALIZE or access.path.endswith("_test.go"):
            continue
        name = access.function.child_by_field_name("name") if access.function is not None else None
        is_init = name is not None and access.info.file.text(name) == "init"
        if access.function is None or (is_init and access.path not in paths):
            raise Refusal("initial-value", access.info, access.node, subject.variable.name)


def _add_init(info: FileInfo, spec: Node, stores: list[str], changes: Changes) -> None:
    """An init function behind the declaration."""
    declaration = info.file.declaration_at(spec.start_byte)
    if declaration is None:
        raise Refusal("initial-value", info, spec, info.file.text(spec))
    ending = newline(info.file.data)
    body = "".join(f"\t{lines.placed(info.file, line, chr(9))}{ending}" for line in stores)
    at = lines.line_end(info.file.data, declaration.span.end)
    text = f"{ending}{ending}func init() {{{ending}{body}}}"
    changes.add([Edit(info.path, at, at, text)])
