"""A struct type as analyses look for it: by its fields' declarations, in every type that holds it.

Types defined by one another (`type T2 T`) have the same fields and count as the same struct.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap.semantics.sharing.reach import FAR, Reached, heads_of, packages_reaching
from gofixmap.semantics.sharing.surfaces import making
from gofixmap.semantics.sharing.variables import Variable, declarations_of
from gofixmap.semantics.types import Array, Field, Named, Pointer, Struct, Type
from gofixmap.semantics.uses import package_named
from gofixmap.syntax.walk import enclosing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration
    from gofixmap.workspace.packages import Package

# The name of a type, and that in front of what it is a literal of: T{, []T{, map[T]int{, T[int]{;
# or a type with a name inside of a function.
_NAMED = rb"(?<![\w\x80-\xff])(?:%s)(?![\w\x80-\xff])"
_SPELLED = rb"(?<![\w\x80-\xff])(?:%s)[\s)]*[{\[\]/]|\btype[\s(/]"


class StructType:
    """Answers whether a type is the struct, or holds a value of it."""

    def __init__(self, semantics: Semantics, owner: Variable | Type) -> None:
        """`owner` is a field of the struct, or the struct's type."""
        self._semantics = semantics
        self._owner = owner
        named = owner.unaliased if isinstance(owner, Type) else None
        self._named = named.origin if isinstance(named, Named) else None
        self._places = self._places_of(owner)
        self._holds: dict[Named, bool] = {}

    def _places_of(self, owner: Variable | Type) -> frozenset[tuple[str, int]]:
        """Where the fields that make the struct out are declared."""
        if isinstance(owner, Variable):
            declared = declarations_of(self._semantics, owner)
            return frozenset((each.path, each.span.start) for each in declared)
        return frozenset(
            (field.path, field.span.start) for field in owner.fields if field.span is not None
        )

    def is_it(self, kind: Type) -> bool:
        """Whether `kind` is the struct, instantiated or not."""
        found = kind.unaliased
        if isinstance(found, Named) and self._named is not None and found.origin == self._named:
            return True
        return any(
            field.span is not None and (field.path, field.span.start) in self._places
            for field in kind.fields
        )

    def points_to_it(self, kind: Type) -> bool:
        shape = kind.underlying
        return isinstance(shape, Pointer) and self.is_it(shape.elem)

    def holds(self, kind: Type) -> bool:
        """Whether a copy of a value of `kind` copies the struct: it is it, or contains it."""
        found = kind.unaliased
        if not isinstance(found, (Named, Struct, Array)):
            return False
        if not isinstance(found, Named):  # structs that are written alike are equal
            return self.is_it(found) or self._contains(found)
        known = self._holds.get(found)
        if known is None:
            self._holds[found] = False  # a type cannot contain itself but through an error
            known = self._holds[found] = self.is_it(found) or self._contains(found)
        return known

    def _contains(self, kind: Type) -> bool:
        shape = kind.underlying
        if isinstance(shape, Array):
            return shape.length != 0 and self.holds(shape.elem)
        return any(self.holds(field.type) for field in kind.fields)

    @property
    def name(self) -> str:
        """The name of the type at package level; "" without one."""
        if isinstance(self._owner, Variable):
            return self._owner.owner if self._owner.place is None else ""
        return self._named.name if self._named is not None and not self._named.scope else ""

    def declarations(self, steps: int = FAR) -> Iterator[tuple[FileInfo, Declaration]]:
        """The declarations of the workspace whose code can hold a value of the struct.

        `steps` are the imports to follow from the package of the struct.
        """
        for reached in self._reached(steps):
            for path in reached.package.all_files:
                for declaration in reached.holding(self._semantics, path):
                    yield self._semantics.around(declaration), declaration

    def makers(
        self, steps: int = FAR, *, spelled: bool = False
    ) -> Iterator[tuple[FileInfo, Declaration]]:
        """Those of `declarations` that may make a value: they name a type that may hold one.

        With `spelled` only by literals that say which fields they set.
        """
        names = self._making(steps)
        form = _SPELLED if spelled else _NAMED
        pattern = re.compile(form % b"|".join(names)) if names else None
        for info, declaration in self.declarations(steps):
            text = declaration.text
            if pattern is None or (any(n in text for n in names) and pattern.search(text)):
                yield info, declaration

    def _making(self, steps: int) -> list[bytes]:
        """No names where any declaration may, for the struct has none of its own."""
        name = self.name
        if not name or not all(name in self._names_at(place) for place in self._places):
            return []
        packages = [reached.package for reached in self._reached(steps)]
        listed = [head for each in packages for head in heads_of(self._semantics, each)]
        return sorted(making(listed, name.encode()))

    def _names_at(self, place: tuple[str, int]) -> tuple[str, ...]:
        """What the declaration at a place declares."""
        file = self._semantics.workspace.declaring(place[0])
        declaration = file.declaration_at(place[1]) if file is not None else None
        return declaration.names if declaration is not None else ()

    def _reached(self, steps: int) -> tuple[Reached, ...]:
        package = self.package
        if package is None:
            return ()
        if not self.name:
            return (Reached(package),)
        return packages_reaching(self._semantics, package, self.name, steps)

    @property
    def package(self) -> Package | None:
        """The package that declares the type; None where that is not one of the workspace."""
        if isinstance(self._owner, Variable):
            return self._owner.info.package
        path = self._named.package if self._named is not None else ""
        return package_named(self._semantics, path)

    @property
    def is_closed(self) -> bool:
        """Whether the struct has a field that only its own package can set."""
        fields = self._fields()
        return any(not field.name[:1].isupper() for field in fields)

    def _fields(self) -> tuple[Field, ...]:
        if isinstance(self._owner, Type):
            return self._owner.fields
        struct = enclosing(self._owner.declaration, "struct_type")
        return self._owner.info.type_of(struct).fields if struct is not None else ()
