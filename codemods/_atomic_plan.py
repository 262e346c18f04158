"""The whole change of one counter or flag: guards, its declaration, its uses, imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_checks import check_act, check_unguarded
from gofixmap_codemods._atomic_companions import check_companions
from gofixmap_codemods._atomic_declare import Retyping, redeclare
from gofixmap_codemods._atomic_form import Form
from gofixmap_codemods._atomic_idioms import Idioms
from gofixmap_codemods._atomic_imports import Imports
from gofixmap_codemods._atomic_literals import initialise_unkeyed
from gofixmap_codemods._atomic_older import (
    functions_form,
    is_function_type,
    is_zero,
    redeclare_plain,
)
from gofixmap_codemods._atomic_serial import check_serialised
from gofixmap_codemods._atomic_structs import check_copies, owner_of
from gofixmap_codemods._atomic_subject import Changes, Refusal, Subject, check_declaration
from gofixmap_codemods._atomic_types import shape_of
from gofixmap_codemods._atomic_uses import Uses, atomic_call
from gofixmap_codemods._atomic_writers import Writers

from gofixmap.codemod import nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_types import Shape
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Fix

_ATOMIC = "sync/atomic"


class Plan:
    """One variable. `make` raises Refusal, and gives None where nothing is left to change."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.changes = Changes()
        self.imports = Imports(self.changes, _ATOMIC)

    def make(self) -> Fix | None:
        subject, variable = self.subject, self.subject.variable
        shape = shape_of(variable.type)
        if shape is None:
            raise Refusal("not-a-number")
        check_declaration(subject)
        if not subject.judgement.evidence:
            check_unguarded(subject.context, subject.accesses.all)
        check_companions(subject, self.changes)
        is_typed = self._has_types() and not self._keeps_first_value(shape)
        form = self._form(shape, is_typed)
        self._rewrite_uses(form)
        if is_typed:
            redeclare(subject, self._retyping(form), self.changes)
        else:
            redeclare_plain(subject, form, self.changes)
        if self.changes.edits:
            self._check_struct(is_typed, form)
        self._finish(is_typed)
        if not self.changes.edits:
            return None
        kind = f"atomic.{shape.name}" if is_typed else f"used through sync/atomic ({shape.value})"
        title = f"make {variable.name} an {kind}" if is_typed else f"make {variable.name} {kind}"
        return self.changes.fix(subject.context, title)

    def _check_struct(self, is_typed: bool, form: Form) -> None:
        """The obstacles that take a look at all code that holds the struct."""
        if is_typed:
            self._initialise_unkeyed(form)
        check_copies(self.subject, is_typed=is_typed)
        if is_typed:
            check_serialised(self.subject)

    def _initialise_unkeyed(self, form: Form) -> None:
        """Literals that set the field by its place among the others."""
        if self.subject.variable.kind is not sharing.VariableKind.FIELD:
            return
        owner, semantics = owner_of(self.subject), self.subject.context.semantics
        for literal in sharing.unkeyed_literals_of(semantics, owner):
            if not literal.is_empty:
                retyping, name = self._retyping(form), self.subject.variable.name
                initialise_unkeyed(literal, name, retyping, self.changes)

    def _has_types(self) -> bool:
        workspace = self.subject.context.workspace
        return all(
            workspace.language_version(each.path) >= (1, 19) for each in self.subject.declarations
        )

    def _keeps_first_value(self, shape: Shape) -> bool:
        """Whether a package variable has a first value, which no statement can store in time.

        What initialises other variables may read it: the functions leave it where it stands.
        """
        variable = self.subject.variable
        if variable.kind is not sharing.VariableKind.PACKAGE or shape.is_bool:
            return False
        if not self.subject.is_named and not is_function_type(shape):
            return False
        return any(
            not is_zero(each.info, value)
            for each in self.subject.declarations
            for listed in nodes.children_of(each.declaration, "value")
            for value in nodes.expression_items(listed)
        )

    def _form(self, shape: Shape, is_typed: bool) -> Form:
        if is_typed:
            return Form(shape)
        return functions_form(self.subject, shape, self.imports)

    def _rewrite_uses(self, form: Form) -> None:
        uses = Uses(form, self.subject.accesses.all, self.changes)
        writers = Writers(self.subject.context, self.subject.accesses.all)
        idioms = Idioms(uses, writers, self.subject.is_named)
        idioms.run()
        check_act(self.subject.context, idioms)
        uses.rest()
        self._note_repeated_reads(uses.loaded)

    def _retyping(self, form: Form) -> Retyping:
        def type_text(info: FileInfo, node: Node) -> str:
            return f"{self.imports.name(info, node)}.{form.shape.name}"

        def stores(info: FileInfo, variable: str, value: Node) -> list[str]:
            text = form.taken(info, value, info.file.text(value))
            return [f"{variable}.Store({text})"]

        return Retyping(type_text, is_zero, stores)

    def _finish(self, is_typed: bool) -> None:
        infos = {access.path: access.info for access in self.subject.accesses.all}
        if is_typed:
            for access in self.subject.accesses.all:
                is_function = access.operation is sharing.Operation.ATOMIC
                if is_function and atomic_call(access) is not None:
                    self.imports.gives_up(access.info)
            self.imports.remove_unused(infos)
        clash = self.changes.clash()
        if clash is not None:
            raise Refusal("overlapping-edits", what=f"{clash.path}")

    def _note_repeated_reads(self, loaded: list[sharing.Access]) -> None:
        """Two Loads in one function need not agree: a reviewer has to know."""
        seen: set[tuple[str, int]] = set()
        for access in self._unordered(loaded):
            function = access.function
            place = (access.path, function.start_byte if function is not None else -1)
            if function is not None and place in seen:
                name = function.child_by_field_name("name")
                who = access.info.file.text(name) if name is not None else "a function literal"
                self.changes.note(
                    f"{who} reads {access.variable.name} more than once, and it may change "
                    "between the reads"
                )
            seen.add(place)

    def _unordered(self, loaded: list[sharing.Access]) -> list[sharing.Access]:
        """Of a local all goroutines are in sight: what is read behind the join stays the same."""
        if self.subject.variable.kind is not sharing.VariableKind.LOCAL:
            return loaded
        found = sharing.conflicts(self.subject.context.semantics, self.subject.accesses)
        beside = {each for conflict in found for each in (conflict.first, conflict.second)}
        return [access for access in loaded if not beside or access in beside]
