"""A pool that the user names: its calls over the package, and a limit for what grows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import FUNCTIONS
from gofixmap_codemods._pool_plan import free_package_name
from gofixmap_codemods._pool_taken import GET, PUT, Put, puts_in
from msgspec import Struct

from gofixmap.codemod import (
    Context,
    Edit,
    Fix,
    ancestors,
    lifetime,
    lines,
    newline,
    operands,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_MEASURES = (b".Cap()", b"cap(", b".Len()", b"len(")


class Calls(Struct, frozen=True):
    """The calls of Get and Put in one top-level declaration."""

    info: FileInfo
    nodes: tuple[Node, ...]


def calls_of(context: Context, variable: sharing.Variable) -> Iterator[Calls]:
    """The calls of a pool's methods, by declaration."""
    found: dict[tuple[str, int], list[Node]] = {}
    for access in sharing.accesses_of(context.semantics, variable).all:
        call = _call_of(access.node)
        if call is None or lifetime.called_name(access.info, call) not in (GET, PUT):
            continue
        declaration = access.info.file.declaration_at(call.start_byte)
        if declaration is not None and not declaration.has_error:
            found.setdefault((access.path, declaration.span.start), []).append(call)
    for (path, _), calls in found.items():
        yield Calls(context.info(path), tuple(calls))


def _call_of(node: Node) -> Node | None:
    selector = node.parent
    call = selector.parent if selector is not None else None
    if selector is None or selector.type != "selector_expression" or call is None:
        return None
    return call if call.child_by_field_name("function") == selector else None


def limited(context: Context, variable: sharing.Variable, calls: list[Calls]) -> Fix | None:
    """Puts of buffers and slices behind a look at their capacity; None where all have one."""
    puts = [put for each in calls for put in puts_in(each.info, each.nodes)]
    open_ones = [put for put in puts if _grows(put) and not _is_measured(put)]
    if not open_ones:
        return None
    stem = variable.name.removesuffix("Pool").removesuffix("pool") or "Size"
    limit = free_package_name(variable.info, f"maxPooled{stem[:1].upper()}{stem[1:]}")
    edits = [_declared(variable, limit, open_ones[0])]
    for put in open_ones:
        edits += _behind(put, limit)
    folder = variable.info.package.dir
    claims = frozenset({f"{folder} {limit}"})
    return Fix("Keep no object that has grown too large", tuple(edits), claims=claims)


def _grows(put: Put) -> bool:
    if put.argument.type != "identifier" or put.info.file.is_test:
        return False
    if put.statement.type not in ("expression_statement", "defer_statement"):
        return False
    kind = put.info.type_of(put.argument)
    if str(kind) == "*bytes.Buffer":
        return True
    return kind.is_pointer and kind.element.is_slice and _gets_another_slice(put)


def _gets_another_slice(put: Put) -> bool:
    """Whether what goes back comes from elsewhere, or is given a slice on the way: `*p = x`."""
    found = put.info.object_of(put.argument)
    if found is None or found.function is None or found.role != "var":
        return True
    return any(_may_set(put, use) for use in put.info.uses_in(found, found.function))


def _may_set(put: Put, use: Node) -> bool:
    around = use.parent
    if around is None or around == put.argument.parent:
        return False
    if around.type == "argument_list":
        return True
    if around.type == "unary_expression":
        around = around.parent if operands.operator_of(around) == "*" else around
    if around is None or around.type == "unary_expression":
        return True
    statement = around.parent
    if statement is None or statement.type != "assignment_statement":
        return False
    return statement.child_by_field_name("left") == around


def _is_measured(put: Put) -> bool:
    """Whether the function that gives back looks at a length or capacity at all."""
    outer = [each for each in ancestors(put.call) if each.type in FUNCTIONS][-1]
    return any(word in (outer.text or b"") for word in _MEASURES)


def _declared(variable: sharing.Variable, limit: str, put: Put) -> Edit:
    info = variable.info
    top = list(ancestors(variable.declaration))[-2] if variable.declaration.parent else None
    node = top if top is not None else variable.declaration
    start, ending = lines.doc_start(info.file.data, node.start_byte), newline(info.file.data)
    kind = put.info.type_of(put.argument)
    is_bytes = str(kind) in ("*bytes.Buffer", "*[]byte", "*[]uint8")
    unit = "bytes" if is_bytes else "elements"
    text = f"const {limit} = 64 << 10 // {unit}; larger ones are not kept{ending}{ending}"
    return Edit(info.path, start, start, text)


def _behind(put: Put, limit: str) -> tuple[Edit, ...]:
    info, name = put.info, put.info.file.text(put.argument)
    is_buffer = str(info.type_of(put.argument)) == "*bytes.Buffer"
    size = f"{name}.Cap()" if is_buffer else f"cap(*{name})"
    call = info.file.text(put.call)
    lines = f"if {size} <= {limit} {{\n\t{call}\n}}"
    if put.statement.type == "defer_statement":
        if put.statement.named_child_count != 1 or put.call.parent != put.statement:
            return ()
        inner = lines.replace("\n", "\n\t")
        lines = f"defer func() {{\n\t{inner}\n}}()"
    return replace_statement(info.file, put.statement, [lines])
