"""Whether a declaration's text may write a variable: of its kind, by its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from gofixmap.semantics.sharing.textwrites import (
    changes_elements,
    is_assigned,
    is_handed,
    parts_changed,
)
from gofixmap.semantics.sharing.variables import Variable, VariableKind

if TYPE_CHECKING:
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

Parts = dict[tuple[str, int], list[tuple[int, int]]]


class Sought(NamedTuple):
    """A variable as the texts of declarations are searched for what writes it.

    `place` is that of a local's declaration, `is_own` says that the texts are of the package that
    declares the variable.
    """

    name: bytes
    kind: str
    place: tuple[str, int]
    is_own: bool
    is_unknown: bool
    has_elements: bool

    @classmethod
    def of(cls, variable: Variable, package: Package | None = None) -> Sought:
        """The variable as it is looked for in a package; None for any but its own."""
        kind, own = variable.type, variable.info.package
        is_own = package is not None and (package.dir, package.path) == (own.dir, own.path)
        place = (variable.path, variable.span.start)
        is_local = variable.kind is VariableKind.LOCAL
        return cls(
            variable.name.encode(),
            variable.kind.value,
            place if is_local else ("", 0),
            is_own,
            kind.is_unknown,
            kind.is_slice or kind.is_map or kind.is_typeparam,
        )

    @property
    def is_local(self) -> bool:
        return self.kind == VariableKind.LOCAL.value

    @property
    def argument(self) -> bytes:
        """What `read` makes it of again."""
        name, *rest = self
        return json.dumps([name.decode(), *rest]).encode()

    @classmethod
    def read(cls, argument: bytes) -> Sought:
        name, kind, (path, start), *flags = json.loads(argument)
        return cls(name.encode(), kind, (path, start), *flags)

    def may_be_written_in(self, file: SourceFile) -> bool:
        """Whether some declaration of a file may, before the file is split into them."""
        data = file.data
        if self.is_unknown or (self.has_elements and changes_elements(data)):
            return self.name in data
        return is_assigned(data, self.name, self._after_dot(file))

    def may_be_written(self, declaration: Declaration, parts: Parts) -> bool:
        """Whether a declaration that holds the name may write the variable or its elements.

        `parts` keeps what is found of a declaration whichever variable is sought.
        """
        if self.is_unknown:
            return True
        text, after_dot = declaration.text, self._after_dot(declaration.file)
        if is_assigned(text, self.name, after_dot):
            return True
        return self.has_elements and is_handed(
            text, self.name, _changed(declaration, parts), after_dot
        )

    def _after_dot(self, file: SourceFile) -> bool | None:
        """Whether a file can name the variable only behind a dot (True), or only without one."""
        if self.kind == VariableKind.FIELD.value:
            return True
        if self.is_local or self.is_own:
            return False
        return None if any(spec.name == "." for spec in file.imports) else True


def _changed(declaration: Declaration, parts: Parts) -> list[tuple[int, int]]:
    """The parts of a declaration in which calls may change the elements of what they name."""
    key = (declaration.file.path, declaration.extent[0])
    found = parts.get(key)
    if found is None:
        found = parts[key] = parts_changed(declaration.text)
    return found
