"""Whether a declaration's text may write a variable: of its kind, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.semantics.sharing.textwrites import (
    changes_elements,
    is_assigned,
    is_handed,
    parts_changed,
)
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile

Parts = dict[tuple[str, int], list[tuple[int, int]]]


class Sought:
    """A variable as the texts of declarations are searched for what writes it.

    `parts` keeps what is found of a declaration whichever variable is sought.
    """

    def __init__(self, variable: Variable, parts: Parts) -> None:
        kind = variable.type
        self._kind = variable.kind
        self._package = frozenset(variable.info.package.all_files)
        self._name = variable.name.encode()
        self._parts = parts
        self._is_unknown = kind.is_unknown
        self._has_elements = kind.is_slice or kind.is_map or kind.is_typeparam

    def may_be_written_in(self, file: SourceFile) -> bool:
        """Whether some declaration of a file may, before the file is split into them."""
        data = file.data
        if self._is_unknown or (self._has_elements and changes_elements(data)):
            return self._name in data
        return is_assigned(data, self._name, self._after_dot(file))

    def may_be_written(self, declaration: Declaration) -> bool:
        """Whether a declaration that holds the name may write the variable or its elements."""
        if self._is_unknown:
            return True
        text, after_dot = declaration.text, self._after_dot(declaration.file)
        if is_assigned(text, self._name, after_dot):
            return True
        return self._has_elements and is_handed(
            text, self._name, self._changed(declaration), after_dot
        )

    def _after_dot(self, file: SourceFile) -> bool | None:
        """Whether a file can name the variable only behind a dot (True), or only without one."""
        if self._kind is VariableKind.FIELD:
            return True
        if self._kind is VariableKind.LOCAL or file.path in self._package:
            return False
        return None if any(spec.name == "." for spec in file.imports) else True

    def _changed(self, declaration: Declaration) -> list[tuple[int, int]]:
        """The parts of a declaration in which calls may change the elements of what they name."""
        key = (declaration.file.path, declaration.extent[0])
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = parts_changed(declaration.text)
        return found
