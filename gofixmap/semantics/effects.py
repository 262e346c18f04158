"""What a call does with a variable whose address it takes, where that can be known.

Two kinds of call are known: a pointer method of the workspace that gives nothing but an error and
whose body only reads and writes fields of its receiver; and a decoder (`json.Unmarshal(data, &v)`),
which writes and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.access import Access, Kind, Path
from gofixmap.semantics.mutation import Verdict, mutation_of
from gofixmap.semantics.nodes import named
from gofixmap.semantics.types import Signature

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Selection
    from gofixmap.syntax.source import Declaration

_DEPTH = 3  # calls inside calls that are followed; deeper ones count as unknown

_DECODERS = frozenset({b"Unmarshal", b"Decode", b"UnmarshalStrict", b"UnmarshalRead"})
_DECODING = pattern(
    r"^encoding/|(^|[/.-])(yaml|toml|json|jsoniter|bson|cbor|msgpack)\b[^/]*(/v\d+)?$"
)


class Effect(Struct, frozen=True):
    """What a pointer method does to the value that its receiver points to."""

    reads: tuple[Path, ...]
    writes: tuple[Path, ...]


def effects_of_call(info: FileInfo, access: Access) -> Iterable[Access] | None:
    """What a use that takes an address does instead, as `mutation_of` wants it; None: unknown."""
    return _effects(info, access, _DEPTH)


def _effects(info: FileInfo, access: Access, depth: int) -> list[Access] | None:
    if access.selection is None:
        return _decoded(info, access)
    call = _called(access.expression)
    if call is None or depth == 0 or _has_result(access.selection):
        return None
    effect = _method_effect(info, access.selection, depth)
    if effect is None:
        return None
    same = replace(access, selection=None, statement=call)
    reads = [replace(same, kind=Kind.READ, path=access.path + path) for path in effect.reads]
    writes = [
        replace(same, kind=Kind.WRITE, path=access.path + path, indirect=True)
        for path in effect.writes
    ]
    return reads + writes


def _has_result(chosen: Selection) -> bool:
    """Whether the method gives more than an error: then it may be called for its result."""
    signature = chosen.type
    return not isinstance(signature, Signature) or any(
        str(result) != "error" for result in signature.results
    )


def _called(operand: Node) -> Node | None:
    """The call of a method of `operand`, run where it stands (not by `defer` or `go`)."""
    selector = operand.parent
    call = selector.parent if selector is not None else None
    if call is None or call.type != "call_expression":
        return None
    if call.child_by_field_name("function") != selector:
        return None
    around = call.parent
    return None if around is None or around.type in ("defer_statement", "go_statement") else call


def _decoded(info: FileInfo, access: Access) -> list[Access] | None:
    """`f.Decode(&v)`, `json.Unmarshal(data, &v)`: the part is written and not kept."""
    given = access.expression.parent
    listed = given.parent if given is not None else None
    call = listed.parent if listed is not None else None
    if call is None or listed is None or listed.type != "argument_list":
        return None
    function = call.child_by_field_name("function")
    name = function.child_by_field_name("field") if function is not None else None
    if function is None or name is None or name.text not in _DECODERS or given not in named(listed):
        return None
    if not _DECODING.search(_package_of(info, function)):
        return None
    if info.type_of(access.expression).is_map:  # filled in place, and shared with the caller
        return None
    if call.parent is None or call.parent.type in ("defer_statement", "go_statement"):
        return None
    return [replace(access, kind=Kind.WRITE, indirect=True, statement=call)]


def _package_of(info: FileInfo, function: Node) -> str:
    """The import path of the package that declares a called function or method."""
    chosen = info.selection(function)
    if chosen is None:
        return ""
    if chosen.kind == "package":
        return chosen.object.package if chosen.object is not None else ""
    return chosen.declaring.package if chosen.declaring is not None else ""


def _method_effect(info: FileInfo, chosen: Selection, depth: int) -> Effect | None:
    """The effect of the method, which has to have one declaration, in the workspace."""
    if chosen.declaration is None or chosen.declaring is None:
        return None
    path, span = chosen.declaration
    if PurePosixPath(path).is_absolute():
        return None
    there = info.semantics.file(path)
    declaration = there.file.declaration_at(span.start)
    if declaration is None or declaration.has_error or _has_variants(there, declaration):
        return None
    return _receiver_effect(there, declaration.node, depth)


def _has_variants(info: FileInfo, declaration: Declaration) -> bool:
    """Whether another file of the package declares the method as well, for another platform."""
    package = info.package
    found = 0
    for path in (*package.files, *package.test_files):
        file = info.semantics.workspace.file(path)
        if file is not None:
            found += sum(each.method == declaration.method for each in file.declarations)
    return found != 1


def _receiver_effect(info: FileInfo, method: Node, depth: int) -> Effect | None:
    body = method.child_by_field_name("body")
    name = receiver_name(method)
    if body is None:
        return None
    if name is None:
        return Effect((), ())
    receiver = info.object_of(name)
    if receiver is None:
        return None
    inside = mutation_of(
        info,
        receiver,
        body,
        lambda there, access: _effects(there, access, depth - 1),
        pointee=True,
    )
    hidden = any(each.kind in (Kind.ADDRESS, Kind.UNKNOWN) for each in inside.accesses)
    if inside.captured or hidden:
        return None
    if any(write.verdict is not Verdict.LOST for write in inside.writes):
        return None
    reads = tuple(each.path for each in inside.accesses if each.kind is Kind.READ)
    return Effect(reads, tuple(write.path for write in inside.writes))


def receiver_name(method: Node) -> Node | None:
    """The identifier of a method's receiver; None where it is blank or absent."""
    receiver = method.child_by_field_name("receiver")
    for parameter in named(receiver) if receiver is not None else ():
        name = parameter.child_by_field_name("name")
        if name is not None and name.text != b"_":
            return name
    return None
