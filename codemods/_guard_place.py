"""Where a new mutex is declared: beside what it guards, under a name that is free there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    ancestors,
    insert_before,
    insert_field,
    insert_spec,
    lines,
    members,
    newline,
    pattern,
    placement,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type, sharing

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_WORD = pattern(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")


class Placed(Struct, frozen=True):
    """A mutex to declare: its name, and the edits that declare it but for the import."""

    name: str
    edits: tuple[Edit, ...]


def place_mutex(
    variable: sharing.Variable,
    kind: str,
    guarded: str,
    functions: Iterable[tuple[FileInfo, Node]],
) -> Placed:
    """Declares a mutex of type `kind` ("sync.RWMutex") beside the variable.

    `guarded` are the names for its comment. `functions` are those that will lock it: the name must
    mean nothing else there. Raises Refused where no declaration can stand.
    """
    name = _free_name(variable, list(functions))
    line, comment = f"{name} {kind}", f"// guards {guarded}"
    if variable.kind == "field":
        return Placed(name, _in_struct(variable, line, comment))
    if variable.kind == "package":
        return Placed(name, _beside_variable(variable, line, comment))
    return Placed(name, _before_local(variable, line, comment))


def _free_name(variable: sharing.Variable, functions: list[tuple[FileInfo, Node]]) -> str:
    stem = variable.name
    if variable.kind == "package" and stem[1:2].islower():
        stem = stem[:1].lower() + stem[1:]  # the lock of an exported variable need not be exported
    own = f"{stem}Mu"
    first = ("mu",) if variable.kind != "package" else ()
    name: str
    for name in (*first, own, f"{stem}Lock", *(f"{own}{n}" for n in range(2, 50))):
        if variable.kind == "field":
            free = _is_free_member(variable, name)
        elif variable.kind == "package":
            free = _is_free_package_name(variable, name, functions)
        else:
            free = _is_free_local(variable, name)
        if free:
            return name
    raise Refused("no-place", variable.info, variable.node, variable.name)


def _is_free_member(variable: sharing.Variable, name: str) -> bool:
    """No field or method of the struct, or of a struct that embeds it, has the name.

    A promoted name counts: a new field hides it, and every use of it would mean the new field.
    """
    package = variable.package
    return all(
        members.find_member(holder, name, package) is None for holder in _embedders(variable)
    )


def _embedders(variable: sharing.Variable) -> Iterator[Type]:
    """The struct type, and the types of its package that embed it, directly or through others."""
    scope = variable.info.scope
    found = scope.lookup(variable.owner, tests=True)
    if found is None or found.kind != "type":
        return
    known: list[Type] = [found.type]
    yield found.type
    candidates = list(_struct_types(variable))
    grown = True
    while grown:
        grown = False
        for candidate in candidates:
            if candidate not in known and _embeds(candidate, known):
                known.append(candidate)
                grown = True
                yield candidate


def _struct_types(variable: sharing.Variable) -> Iterator[Type]:
    """The struct types of the package whose text mentions the owner or one another."""
    scope = variable.info.scope
    workspace = variable.info.semantics.workspace
    for path in variable.info.package.all_files:
        file = workspace.file(path)
        for declaration in file.declarations if file is not None else ():
            if declaration.keyword == "type" and b"struct" in declaration.text:
                for name in declaration.names:
                    found = scope.lookup(name, tests=True)
                    if found is not None and found.kind == "type" and found.type.is_struct:
                        yield found.type


def _embeds(candidate: Type, known: list[Type]) -> bool:
    for each in candidate.fields:
        kind = each.type.element if each.type.is_pointer else each.type
        if each.embedded and kind.unaliased in known:
            return True
    return False


def _is_free_package_name(
    variable: sharing.Variable, name: str, functions: list[tuple[FileInfo, Node]]
) -> bool:
    """Declared by no file of the package, imported by none, and hidden by no local."""
    workspace = variable.info.semantics.workspace
    for path in variable.info.package.all_files:
        file = workspace.file(path)
        if file is None:
            continue
        if any(name in declaration.names for declaration in file.declarations):
            return False
        if any(name == (spec.name or spec.path.rpartition("/")[2]) for spec in file.imports):
            return False
    return all(name.encode() not in _words(info, node) for info, node in functions)


def _is_free_local(variable: sharing.Variable, name: str) -> bool:
    declaration = variable.info.file.declaration_at(variable.node.start_byte)
    text = declaration.text if declaration is not None else variable.info.file.data
    taken = name.encode() in set(_WORD.findall(text))
    return not taken and variable.info.lookup(name, variable.node) is None


def _words(info: FileInfo, node: Node) -> set[bytes]:
    return set(_WORD.findall(info.file.data[node.start_byte : node.end_byte]))


def _in_struct(variable: sharing.Variable, line: str, comment: str) -> tuple[Edit, ...]:
    """Above the field, with a blank line before where another field precedes."""
    body = variable.declaration.parent
    if body is None or body.type != "field_declaration_list":
        raise Refused("no-place", variable.info, variable.node, variable.name)
    file = variable.info.file
    edits = insert_field(file, body, line, before=variable.declaration, comment=comment)
    return tuple(_set_apart(file.data, edit) for edit in edits)


def _set_apart(data: bytes, edit: Edit) -> Edit:
    """The insertion of a line, with an empty line before it unless it opens its list."""
    start = data.rfind(b"\n", 0, edit.start) + 1
    if edit.start != edit.end or data[start : edit.start].strip():
        return edit
    above = data[data.rfind(b"\n", 0, max(start - 1, 0)) + 1 : start].strip()
    if not above or above.endswith((b"{", b"(")):
        return edit
    indent = data[start : edit.start].decode("ascii")
    text = newline(data) + indent + edit.text.removesuffix(indent)
    return Edit(edit.path, start, start, text)


def _beside_variable(variable: sharing.Variable, line: str, comment: str) -> tuple[Edit, ...]:
    """Above the variable: a spec of its group, or a declaration of its own."""
    info, spec = variable.info, variable.declaration
    group = spec.parent
    if group is not None and group.type == "var_spec_list":
        return insert_spec(info.file, group, line, before=spec, comment=comment)
    if group is None or group.type != "var_declaration":
        raise Refused("no-place", info, variable.node, variable.name)
    if any(child.type == "(" for child in group.children):
        return insert_spec(info.file, group, line, before=spec, comment=comment)
    data, ending = info.file.data, newline(info.file.data)
    start = lines.doc_start(data, group.start_byte)
    gap = ending if start != group.start_byte else ""
    return (Edit(info.file.path, start, start, f"var {line} {comment}{ending}{gap}"),)


def _before_local(variable: sharing.Variable, line: str, comment: str) -> tuple[Edit, ...]:
    """Before the statement that declares the local, or first in the body of its function."""
    info, text = variable.info, f"var {line} {comment}"
    declaration = variable.declaration
    if declaration.type in ("parameter_declaration", "variadic_parameter_declaration"):
        return _first_in_body(variable, text)
    statement = declaration
    if statement.type == "var_spec":
        statement = next(ancestors(statement), statement)
        while statement.type != "var_declaration" and statement.parent is not None:
            statement = statement.parent
    found = placement.place_of(statement)
    if found.standing in (placement.Standing.OTHER, placement.Standing.ELSE_IF):
        raise Refused("no-place", info, variable.node, variable.name)
    if found.standing is not placement.Standing.LIST and found.anchor.type == "for_statement":
        # A mutex before the loop is shared by all iterations; the variable may be each one's own.
        return insert_before(info.file, found.anchor, [text])
    if placement.is_jumped_over(found.anchor):
        raise Refused("no-place", info, variable.node, variable.name)
    return insert_before(info.file, found.anchor, [text])


def _first_in_body(variable: sharing.Variable, text: str) -> tuple[Edit, ...]:
    info = variable.info
    function = next((n for n in ancestors(variable.declaration) if n.type in _FUNCTIONS), None)
    body = function.child_by_field_name("body") if function is not None else None
    inner = [child for child in body.named_children if child.type != "comment"] if body else []
    if inner and inner[0].type == "statement_list":
        inner = [child for child in inner[0].named_children if child.type != "comment"]
    if not inner:
        raise Refused("no-place", info, variable.node, variable.name)
    return insert_before(info.file, inner[0], [text])
