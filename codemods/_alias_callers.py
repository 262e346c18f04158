"""Callers that write through what a function returns: with a copy they would write to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_locals import declared_names
from gofixmap_codemods._alias_sides import written

from gofixmap.codemod import Symbol, nodes, sharing, span_of, uses_of

if TYPE_CHECKING:
    from gofixmap_codemods._alias_sides import Region
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo


def callers_that_write(context: Context, region: Region) -> tuple[str, ...]:
    """Where in the workspace elements are written through a call of the function: `a.go:12`."""
    symbol = symbol_of_function(region.info, region.function)
    if symbol is None:
        return ()
    found: list[str] = []
    for use in uses_of(context.semantics, symbol).uses:
        call = _called(use.selector or use.node)
        if call is not None and _writes(use.info, call):
            found.append(f"{use.path}:{call.start_point.row + 1}")
    return tuple(found)


def symbol_of_function(info: FileInfo, function: Node) -> Symbol | None:
    """The declared function or method as a symbol; None for a literal."""
    name = function.child_by_field_name("name")
    declaration = info.file.declaration_at(function.start_byte)
    if name is None or declaration is None:
        return None
    owner = declaration.method[0] if declaration.method is not None else ""
    kind = "method" if owner else "func"
    text = info.file.text(name)
    return Symbol(info.package.path, owner, text, kind, info.path, span_of(name))


def _called(function: Node) -> Node | None:
    call = function.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == function else None


def _writes(info: FileInfo, call: Node) -> bool:
    """`x.All()[k] = v`, or the same through a local that the result is given to."""
    if written(info, call, sharing.operation_of(info, call)):
        return True
    return any(
        written(each.info, each.node, _done(each)) for local in _given(info, call) for each in local
    )


def _given(info: FileInfo, call: Node) -> Iterator[tuple[sharing.Access, ...]]:
    """The uses of the locals that a declaration gives the results of a call to."""
    listed = call.parent
    statement = listed.parent if listed is not None and listed.type == "expression_list" else None
    if statement is None or statement.type not in ("short_var_declaration", "var_spec"):
        return
    for name in declared_names(statement):
        kind = info.type_of(nodes.unparenthesized(name))
        local = sharing.variable_denoted(info, name)
        if local is not None and (kind.is_map or kind.is_slice):
            yield sharing.accesses_of(info.semantics, local).all


def _done(access: sharing.Access) -> sharing.Done:
    return sharing.Done(access.operation, access.expression, access.key, access.value)
