"""Structs that are printed or marshalled whole: they would show the inside of an atomic type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Refusal

from gofixmap.codemod import conversions, enclosing, nodes, pattern, sharing, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gofixmap_codemods._atomic_subject import Subject
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Package, Semantics, Type

_MARSHAL = pattern(r"Marshal|Encode|Decode|Execute|Compare|DeepEqual|Diff|Equal|JSON|YAML")
_PRINT = pattern(
    r"^(?:Sp|Fp|P)rint|^Append(?:f|ln)?$|[Ee]rrorf?$|[Ll]og|Fatal|Panic|[Ww]arn|"
    r"[Ii]nfo|[Dd]ebug|[Tt]race"
)
_TEXT = pattern(
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
    printed, marshalled = _Shown(variable, False), _Shown(variable, True)
    for info, site, name in _showing(subject):
        shown = marshalled if _MARSHAL.search(name) else printed
        if shown.marshalled and not variable.is_exported:
            continue
        if not shown.marshalled and _is_last_word(info, site.node):
            continue
        if shown.in_value(site.source, _DEPTH) and not _shows_itself(info, site.source):
            raise Refusal("serialised-field", info, site.node, info.file.text(site.node))


def _is_last_word(info: FileInfo, node: Node) -> bool:
    """Whether the text is what the program panics with: nothing depends on its form."""
    around = enclosing(node, "call_expression", *_FUNCTIONS)
    while around is not None and around.type == "call_expression":
        if _callee(info, around) == "panic":
            return True
        around = enclosing(around, "call_expression", *_FUNCTIONS)
    return False


_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


def _showing(subject: Subject) -> Iterator[tuple[FileInfo, conversions.Site, str]]:
    """The values that are printed or marshalled in what can see the struct, with the callee.

    Looked at is what names the struct somewhere in its file, and can have one at hand.
    """
    variable, semantics = subject.variable, subject.context.semantics
    owner = uses.package_named(semantics, variable.package)
    if owner is None:
        return
    word = variable.owner.encode()
    for path, reached in _files(semantics, owner, variable.owner):
        file = semantics.workspace.file(path)
        if file is None or not _TEXT.search(file.data):
            continue
        if not variable.owner[:1].isupper() or file.mentioning(word):
            make = partial(_in_file, semantics.file(path), reached)
            yield from semantics.once(("atomic.showing", path, owner.path, word), make)


def _files(
    semantics: Semantics, owner: Package, name: str
) -> Iterator[tuple[str, sharing.Reached]]:
    """The files that may see the struct, sorted as those that hold a name are."""
    found = sharing.packages_reaching(semantics, owner, name)
    if not name[:1].isupper():
        own = (each for each in found if each.package.path == owner.path)
        yield from ((path, each) for each in own for path in owner.all_files)
        return
    places = [(path, each) for each in found for path in each.package.all_files]
    yield from sorted(places, key=lambda place: place[0].rpartition("/"))


def _in_file(
    info: FileInfo, reached: sharing.Reached
) -> list[tuple[FileInfo, conversions.Site, str]]:
    return [
        (info, site, name)
        for declaration in info.file.declarations
        if declaration.keyword in ("func", "var") and _TEXT.search(declaration.text)
        if reached.holds(declaration)
        for call in _CALLS.of(declaration.node)
        if (name := _callee(info, call)) and (_MARSHAL.search(name) or _PRINT.search(name))
        for site in conversions.conversion_sites(info, call)
        if enclosing(site.node, "call_expression") == call and _is_compound(site)
    ]


_CALLS = nodes.Captures("(call_expression) @call")


def _callee(info: FileInfo, call: Node) -> str:
    function = call.child_by_field_name("function")
    return info.file.text(function).rpartition(".")[2] if function is not None else ""


def _is_compound(site: conversions.Site) -> bool:
    """Whether a value that may hold a struct becomes an interface."""
    if not site.target.is_interface:
        return False
    kind = site.source
    return kind.is_struct or kind.is_pointer or kind.is_slice or kind.is_map or kind.is_array


def _shows_itself(info: FileInfo, kind: Type) -> bool:
    """Whether a method makes the text, and shows what it likes."""
    methods = info.method_set(kind) or {}
    return any(name in methods for name in _SHOWING)


class _Shown:
    """What a value shows of a variable: fmt follows a pointer at the top only, encoders all."""

    def __init__(self, variable: sharing.Variable, marshalled: bool) -> None:
        self.variable = variable
        self.marshalled = marshalled
        self._known: dict[tuple[Type, int], bool] = {}

    def in_value(self, kind: Type, depth: int) -> bool:
        if (kind, depth) not in self._known:
            self._known[kind, depth] = self._is_in(kind, depth)
        return self._known[kind, depth]

    def _is_in(self, kind: Type, depth: int) -> bool:
        inner = kind.element if kind.is_pointer else kind
        while inner.is_slice or inner.is_map or inner.is_array:
            inner = inner.element
            if inner.is_pointer and self.marshalled:
                inner = inner.element
        if uses.is_type_named(inner, self.variable.package, self.variable.owner):
            return not inner.is_pointer
        if depth == 0 or not inner.is_struct:
            return False
        return any(
            self.in_value(field.type, depth - 1)
            for field in inner.fields
            if (field.name[:1].isupper() if self.marshalled else not field.type.is_pointer)
        )
