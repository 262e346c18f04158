"""Before Go 1.19: the functions of sync/atomic on a variable that keeps, or nearly keeps, its type.

On 32-bit platforms the 64-bit functions need a 64-bit aligned word. A package variable, a captured
local and the first word of an allocated struct are aligned (the documentation of sync/atomic).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_declare import Retyping, redeclare
from gofixmap_codemods._atomic_form import Form
from gofixmap_codemods._atomic_structs import owner_of
from gofixmap_codemods._atomic_subject import Changes, Refusal, place
from gofixmap_codemods._atomic_types import Shape

from gofixmap.codemod import Edit, lines, nodes, pattern, sharing, uses, walk

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_imports import Imports
    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

# On 32-bit platforms too: a Mutex is two words of 32 bits, an RWMutex six.
_WHOLE = ("int64", "uint64", "sync.Mutex", "sync.RWMutex")
_OWN = ("int32", "int64", "uint32", "uint64", "uintptr")


def functions_form(subject: Subject, shape: Shape, imports: Imports) -> Form:
    """How the uses are written, with the imports they need. Raises Refusal.

    A type that has no functions is changed to one that has, where the user named the variable.
    """
    flag = shape.is_bool
    if flag:
        shape = Shape(shape.old, "Uint32", "uint32")
    retyped = flag or not is_function_type(shape)
    if retyped and (shape.is_narrow or not subject.is_named):
        variable = subject.variable
        raise Refusal("go-version", variable.info, variable.node, str(shape.old))
    if shape.value in ("int64", "uint64"):
        _check_alignment(subject, retyped=retyped)
    form = Form(shape, flag=flag)
    for access in subject.accesses.all:
        if access.operation is not sharing.Operation.INITIALIZE:
            form.packages[access.path] = imports.name(access.info, access.node)
    return form


def redeclare_plain(subject: Subject, form: Form, changes: Changes) -> None:
    """Edits for the declaration: the type where it changes, the place of a 64-bit field."""
    old = str(form.shape.old.unaliased)
    if form.flag or old not in _OWN:
        redeclare(subject, _retyping(form), changes)
    if form.shape.value in ("int64", "uint64"):
        for declared in subject.declarations:
            _move_first(declared, form, changes)


def _retyping(form: Form) -> Retyping:
    def type_text(info: FileInfo, node: Node) -> str:
        return form.shape.value

    def stores(info: FileInfo, variable: str, value: Node) -> list[str]:
        return [f"{variable} = {form.taken(info, value, info.file.text(value))}"]

    def kept(info: FileInfo, value: Node) -> str:
        return form.taken(info, value, info.file.text(value))

    return Retyping(type_text, is_zero, stores, kept)


def is_zero(info: FileInfo, value: Node) -> bool:
    constant = info.constant(value)
    return value.type == "false" or constant is False or constant == 0


def is_function_type(shape: Shape) -> bool:
    """Whether sync/atomic has functions for the type itself."""
    return str(shape.old.unaliased) in _OWN


def _check_alignment(subject: Subject, *, retyped: bool) -> None:
    """The field must be, or become, the first word of a struct that is allocated by itself."""
    variable = subject.variable
    if variable.kind is not sharing.VariableKind.FIELD:
        return
    first = all(_is_first_word(each) for each in subject.declarations)
    movable = subject.is_named and all(_is_alone(each) for each in subject.declarations)
    if (not first and not movable) or _is_embedded(subject):
        raise Refusal("alignment", variable.info, variable.node, variable.name)
    if not first:
        for literal in sharing.literals_of(subject.context.semantics, owner_of(subject)):
            if literal.form == "literal" and not literal.keyed and not literal.is_empty:
                raise Refusal("unkeyed-literal", literal.info, literal.node)


def _fields(variable: sharing.Variable) -> list[Node]:
    listed = variable.declaration.parent
    return [] if listed is None else nodes.named(listed)


def _is_alone(variable: sharing.Variable) -> bool:
    return len(nodes.children_of(variable.declaration, "name")) == 1


def _is_first_word(variable: sharing.Variable) -> bool:
    """Whether only 64-bit fields stand before it."""
    for field in _fields(variable):
        if field == variable.declaration:
            return _is_alone(variable) or nodes.children_of(field, "name")[0] == variable.node
        kind = field.child_by_field_name("type")
        if kind is None or variable.info.file.text(kind) not in ("int64", "uint64"):
            return False
    return False


def _is_embedded(subject: Subject) -> bool:
    """Whether the struct stands by value inside another one, or in a slice or an array."""
    variable = subject.variable
    for info, declaration in uses.declarations_mentioning(
        subject.context.semantics, variable.package, variable.owner
    ):
        for node in walk(declaration.node):
            if node.type in ("field_declaration", "slice_type", "array_type"):
                kind = node.child_by_field_name("type") or node.child_by_field_name("element")
                if kind is not None and uses.is_type_named(
                    info.type_of(kind), variable.package, variable.owner
                ):
                    star = any(child.type == "*" for child in node.children)
                    if not star and not _leads(info, node):
                        return True
    return False


def _leads(info: FileInfo, node: Node) -> bool:
    """Whether a field has the alignment of its struct: only whole 64-bit words stand before it."""
    if node.type != "field_declaration" or node.parent is None:
        return False
    before = [each for each in nodes.named(node.parent) if each.end_byte <= node.start_byte]
    kinds = [each.child_by_field_name("type") for each in before]
    return all(kind is not None and str(info.type_of(kind)) in _WHOLE for kind in kinds)


def _own_doc(variable: sharing.Variable) -> bytes:
    """The comment lines above a field that name it; others may be about the fields below too."""
    data = variable.info.file.data
    start = lines.line_start(data, variable.declaration.start_byte)
    doc = data[lines.doc_start(data, start) : start]
    return doc if pattern(rf"\b{variable.name}\b".encode()).search(doc) else b""


def _move_first(variable: sharing.Variable, form: Form, changes: Changes) -> None:
    """Moves a 64-bit field to the top of its struct."""
    if variable.kind is not sharing.VariableKind.FIELD or _is_first_word(variable):
        return
    file, field = variable.info.file, variable.declaration
    first = _fields(variable)[0]
    kind = field.child_by_field_name("type")
    if kind is None or not lines.opens_line(file.data, field.start_byte):
        raise Refusal("alignment", variable.info, variable.node, variable.name)
    # What `redeclare` does to the type moves with the line.
    changes.edits = [
        each
        for each in changes.edits
        if not (each.path == file.path and field.start_byte <= each.start < field.end_byte)
    ]
    doc = _own_doc(variable)
    top = lines.line_start(file.data, field.start_byte) - len(doc) if doc else field.start_byte
    begin, end = lines.without_lines(file.data, top, field.end_byte)
    rest = file.text(field)[: kind.start_byte - field.start_byte] + form.shape.value
    tail = file.data[field.end_byte : lines.line_end(file.data, field.end_byte)].decode()
    at = lines.line_start(file.data, first.start_byte)
    indent = lines.indentation(file.data, first.start_byte)
    ending = lines.newline(file.data)
    above = doc.decode("utf-8", "surrogateescape")
    why = "" if "//" in tail else " // first, for 64-bit alignment on 32-bit platforms"
    text = f"{above}{indent}{rest}{tail}{why}{ending}"
    changes.edits += [Edit(file.path, at, at, text), Edit(file.path, begin, end, "")]
    changes.note(f"{variable.name} comes first in its struct at {place(variable.info, first)}")
