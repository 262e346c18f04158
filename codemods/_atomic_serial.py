"""Structs that are printed or marshalled whole: they would show the inside of an atomic type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import conversions, enclosing, sharing, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap_codemods._atomic_subject import Subject

    from gofixmap.codemod import FileInfo, Type

_MARSHAL = re.compile(r"Marshal|Encode|Decode|Execute|Compare|DeepEqual|Diff|Equal|JSON|YAML")
_PRINT = re.compile(
    r"^(?:Sp|Fp|P)rint|^Append(?:f|ln)?$|[Ee]rrorf?$|[Ll]og|Fatal|Panic|[Ww]arn|"
    r"[Ii]nfo|[Dd]ebug|[Tt]race"
)
_TEXT = re.compile(
    rb"Marshal|Encode|Decode|Execute|rint|Errorf?\(|Log|Fatal|Panic|JSON|YAML|"
    rb"Compare|DeepEqual|Diff|Equal|Append|arn|nfo|ebug"
)
_DEPTH = 3  # structs around the struct that are looked through
_SHOWING = ("String", "Error", "Format", "GoString", "MarshalJSON", "LogValue")


def check_serialised(subject: Subject) -> None:
    """Raises Refusal where a value that holds the field is printed or marshalled."""
    variable = subject.variable
    if variable.kind is not sharing.VariableKind.FIELD or "." in variable.owner:
        return
    for info, site in _sites(subject):
        name = _callee(info, site)
        marshalled = bool(_MARSHAL.search(name)) and variable.is_exported
        if not marshalled and not _PRINT.search(name):
            continue
        if site.target.is_interface and _shows(site.source, variable, _DEPTH):
            raise Refusal("serialised-field", info, site.node, info.file.text(site.node))


def _sites(subject: Subject) -> Iterator[tuple[FileInfo, conversions.Site]]:
    """Where values of the struct may become interfaces, in what can see the struct."""
    variable, semantics = subject.variable, subject.context.semantics
    for path in uses.files_seeing(semantics, variable.package, variable.owner):
        file = semantics.workspace.file(path)
        if file is None or not _TEXT.search(file.data):
            continue
        info = semantics.file(path)
        for declaration in file.declarations:
            if declaration.keyword in ("func", "var") and _TEXT.search(declaration.text):
                for site in conversions.conversion_sites(info, declaration.node):
                    yield info, site


def _callee(info: FileInfo, site: conversions.Site) -> str:
    call = enclosing(site.node, "call_expression")
    function = call.child_by_field_name("function") if call is not None else None
    return info.file.text(function).rpartition(".")[2] if function is not None else ""


def _shows(kind: Type, variable: sharing.Variable, depth: int) -> bool:
    """Whether printing a value of the type prints the variable's struct."""
    while kind.is_pointer or kind.is_slice or kind.is_map or kind.is_array:
        if uses.is_type_named(kind, variable.package, variable.owner):
            return True
        kind = kind.element
    if uses.is_type_named(kind, variable.package, variable.owner):
        return True
    if depth == 0 or not kind.is_struct:
        return False
    return any(_shows(field.type, variable, depth - 1) for field in kind.fields)
