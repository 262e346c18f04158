"""Locks that comments on fields and variables name: `// guarded by mu`, `// +checklocks:mu`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap.patterns import pattern
from gofixmap.semantics.nodes import children_of, is_ignore
from gofixmap.semantics.sharing.lockcalls import is_lock_name
from gofixmap.semantics.sharing.variables import (
    Variable,
    VariableKind,
    variable_of_object,
)
from gofixmap.syntax.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from gofixmap.semantics.info import Semantics

_GUARDED = pattern(
    r"(?:\b(?:guarded|protected|synchroni[sz]ed|locked|covered)\s+(?:by|with|under)"
    r"|\+checklocks(?:read)?:|\+checkatomic:)\s*(?:the\s+)?`?([\w.]*\w)",
    re.IGNORECASE,
)
_GUARDS = pattern(r"\b(?:guards?|protects?|synchroni[sz]es)\b([^.;:(]*)", re.IGNORECASE)
_LOCK_ABOVE = pattern(
    rb"[ \t]*var[ \t]+(?P<name>\w+)[ \t]+sync\.(?:RW)?Mutex[ \t]*//(?P<comment>.*)"
)
_NAMES = pattern(r"[A-Za-z_]\w*")


def annotated_lock(semantics: Semantics, variable: Variable) -> Variable | None:
    """The lock that a comment says guards a variable: on the variable itself, or on the lock."""
    if variable.kind is VariableKind.LOCAL:
        return _declared_above(variable)
    named = _GUARDED.search(_comments(variable))
    if named is not None:
        return _lock_named(semantics, variable, named[1].rpartition(".")[2])
    for lock in _neighbours(variable):
        guards = _GUARDS.search(_comments_of(variable, lock))
        if guards is not None and variable.name in _NAMES.findall(guards[1]):
            return _variable(semantics, variable, lock)
    return _declared_above(variable) if variable.kind is VariableKind.PACKAGE else None


def _declared_above(variable: Variable) -> Variable | None:
    """The lock of `var mu sync.Mutex // guards n` in the lines directly above `n`."""
    info, lines = variable.info, variable.info.file.lines
    line = lines.line_of(variable.declaration.start_byte) - 1
    above = lines.line_span(line) if line else None
    spec = _LOCK_ABOVE.match(above.of(info.file.data)) if above else None
    guards = _GUARDS.search(spec["comment"].decode("utf-8", "replace")) if spec else None
    if above is None or spec is None or guards is None:
        return None
    if variable.name not in _NAMES.findall(guards[1]):
        return None
    declaration = info.file.declaration_at(above.start + spec.start("name"))
    if declaration is None or declaration.has_error:
        return None
    start = above.start + spec.start("name")
    node = declaration.root.named_descendant_for_byte_range(start, above.start + spec.end("name"))
    found = info.object_of(node) if node is not None else None
    return None if found is None else variable_of_object(info.semantics, found)


def _comments(variable: Variable) -> str:
    return _comments_of(variable, variable.declaration)


def _comments_of(variable: Variable, declaration: Node) -> str:
    """The comment lines directly above a declaration, and the comment that trails it."""
    lines = _lines(variable)
    first, last = declaration.start_point.row, declaration.end_point.row
    found: list[str] = []
    row = first - 1
    while row >= 0 and lines[row].strip().startswith(("//", "/*", "*")):
        found.insert(0, lines[row])
        row -= 1
    if last < len(lines):
        found.append("".join(lines[last].partition("//")[1:]))
    return "\n".join(line for line in found if not is_ignore(line.strip().encode()))


def _lines(variable: Variable) -> list[str]:
    info = variable.info
    key = ("sharing.lines", info.path)
    return info.semantics.once(key, lambda: info.file.data.decode("utf-8", "replace").splitlines())


def _neighbours(variable: Variable) -> Iterator[Node]:
    """The declarations of mutexes beside a field or package variable, by their names."""
    around = variable.declaration.parent
    for child in around.named_children if around is not None else ():
        names = children_of(child, "name") or children_of(child, "type")
        text = variable.info.file.text
        if any(is_lock_name(text(name).rpartition(".")[2]) for name in names):
            yield child


def _variable(semantics: Semantics, variable: Variable, declaration: Node) -> Variable | None:
    name = next(iter(children_of(declaration, "name")), None)
    embedded = declaration.child_by_field_name("type")
    label = name if name is not None else embedded
    if label is None:
        return None
    return _lock_named(semantics, variable, variable.info.file.text(label).rpartition(".")[2])


def _lock_named(semantics: Semantics, variable: Variable, name: str) -> Variable | None:
    """The lock of that name: a field of the same struct, else a package variable."""
    if variable.kind is VariableKind.FIELD:
        for node in walk(variable.declaration.parent or variable.declaration):
            if node.type.endswith("identifier") and variable.info.file.text(node) == name:
                found = _field(variable, node)
                if found is not None and found != variable:
                    return found
    found_object = variable.info.scope.lookup(name, tests=variable.info.file.is_test)
    return None if found_object is None else variable_of_object(semantics, found_object)


def _field(variable: Variable, node: Node) -> Variable | None:
    declaration = node.parent
    while declaration is not None and declaration.type != "field_declaration":
        declaration = declaration.parent
    if declaration is None or declaration.parent != variable.declaration.parent:
        return None
    return Variable(
        VariableKind.FIELD,
        variable.package,
        variable.owner,
        variable.info.file.text(node),
        variable.info,
        node,
        declaration,
        None if variable.place is None else (variable.path, node.start_byte),
    )
