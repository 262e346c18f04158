"""Values that a function has to release, and whether it does so on every way out.

An obligation is a call that opens something (`openers.Kind`) together with the variable that holds
it. It ends where the value is released, or where it is handed over: returned, stored, sent,
captured by what outlives the function, or passed to a function that keeps or closes it. A way on
which the call's own error is not nil, or the value is nil, has no obligation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from gofixmap.semantics.lifetime.called import name_called
from gofixmap.semantics.lifetime.naming import may_give, types_given
from gofixmap.semantics.lifetime.openers import Kind
from gofixmap.semantics.nodes import Captures, children_of, expression_items, first_named, named
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.semantics.sharing.locals import assigned

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object

# Calls whose result is bound or dropped by a statement, and the functions that they stand in.
_CALLS = Captures(
    """[(function_declaration) (method_declaration) (func_literal)
    (expression_statement (call_expression) @each) (go_statement (call_expression) @each)
    (defer_statement (call_expression) @each) (expression_list (call_expression) @each)
    (parenthesized_expression (call_expression) @each)] @each"""
)
_DISCARDING = ("expression_statement", "go_statement", "defer_statement")
_BINDING = ("short_var_declaration", "assignment_statement")


class Obligation(Struct, frozen=True, eq=False):
    """A call that opens something.

    `variable` is the identifier that the value is bound to, None where it is discarded; `error`
    that of the error beside it, None where that is discarded or the call gives none
    (`gives_error`). `statement` is the simple statement that holds the call, which may be the
    initialiser of an `if`.
    """

    info: FileInfo
    call: Node
    kind: Kind
    variable: Node | None
    error: Node | None
    gives_error: bool
    statement: Node
    function: Node

    @property
    def name(self) -> str:
        return "_" if self.variable is None else self.info.file.text(self.variable)


Skip = Callable[[Obligation], bool]
_Calls = dict[bytes, list[Node]]  # by name


def obligations_in(
    info: FileInfo,
    function: Node,
    kinds: Sequence[Kind],
    *,
    names: Collection[bytes] | None = None,
    skip: Skip | None = None,
) -> tuple[Obligation, ...]:
    """The obligations of one function, declared or literal; the literals in it have their own.

    With `names` no other calls are looked at. Those that `skip` takes are left out, before it is
    asked whether the call opens anything.
    """
    return tuple(_obligations(info, function, kinds, names, skip))


def _obligations(
    info: FileInfo,
    function: Node,
    kinds: Sequence[Kind],
    names: Collection[bytes] | None,
    skip: Skip | None,
) -> Iterator[Obligation]:
    for call, named_so in _named_calls(info, function, kinds, names):
        bound = _binding_of(call)
        if bound is None or not may_give(info, call, [kind.type for kind in named_so]):
            continue
        types = types_given(info, call)
        of_type = [kind for kind in named_so if kind.type in types]
        for kind in of_type:
            made = _obligation(info, function, call, kind, types, *bound)
            if made is not None and skip is not None and len(of_type) == 1 and skip(made):
                break
            if kind.is_opened_by(info, call):
                if made is not None:
                    yield made
                break


def _named_calls(
    info: FileInfo, function: Node, kinds: Sequence[Kind], names: Collection[bytes] | None
) -> list[tuple[Node, list[Kind]]]:
    """The calls by whose names a kind may be opened, in source order, with these kinds."""
    found: list[tuple[Node, list[Kind]]] = []
    for name, calls in _calls_in(info, function).items():
        named_so = _named_so(kinds, name) if names is None or name in names else []
        if named_so:
            found += [(call, named_so) for call in calls]
    found.sort(key=_start_of_call)
    return found


def _start_of_call(each: tuple[Node, list[Kind]]) -> int:
    return each[0].start_byte


def _named_so(kinds: Sequence[Kind], name: bytes) -> list[Kind]:
    """The kinds of which a call of that name may open one; many share an expression."""
    known = dict[re.Pattern[bytes] | None, bool]()
    for kind in kinds:
        if kind.named not in known:
            known[kind.named] = kind.named is None or kind.named.search(name) is not None
    return [kind for kind in kinds if known[kind.named]]


def _calls_in(info: FileInfo, function: Node) -> _Calls:
    """The calls in a function that may be bound, by name; those in its literals left out."""
    declaration = info.file.declaration_at(function.start_byte)
    if declaration is None:
        return {}
    key = ("lifetime.calls", info.path, declaration.span.start)
    found = info.semantics.once(key, lambda: _by_function(declaration.node))
    return found.get(extent_of(function), {})


def _by_function(node: Node) -> dict[tuple[int, int], _Calls]:
    found: dict[tuple[int, int], _Calls] = {}
    around: list[tuple[int, int]] = []
    for each in _CALLS.of(node):
        while around and around[-1][1] <= each.start_byte:
            around.pop()
        if each.type in FUNCTIONS:
            around.append(extent_of(each))
        elif around:
            calls = found.setdefault(around[-1], {})
            calls.setdefault(name_called(each), []).append(each)
    return found


def _binding_of(call: Node) -> tuple[Node, list[Node]] | None:
    """The statement that a call is the value of, and what its results are assigned to."""
    node = call
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    around = node.parent
    if around is None:
        return None
    if around.type in _DISCARDING:
        return around, []
    if around.type != "expression_list" or len(named(around)) != 1 or around.parent is None:
        return None
    statement = around.parent
    if statement.type in _BINDING and statement.child_by_field_name("right") == around:
        left = statement.child_by_field_name("left")
        return None if left is None else (statement, expression_items(left))
    if statement.type != "var_spec" or statement.parent is None:
        return None
    names = children_of(statement, "name")
    holder = statement.parent
    if holder.type == "var_spec_list" and holder.parent is not None:
        holder = holder.parent
    return holder, names


def _obligation(
    info: FileInfo,
    function: Node,
    call: Node,
    kind: Kind,
    types: Sequence[str],
    statement: Node,
    targets: list[Node],
) -> Obligation | None:
    """None where the value is stored, or bound to a variable of somebody else."""
    error_at = next((at for at, each in enumerate(types) if each == "error"), -1)
    variable = error = None
    if targets:
        if len(targets) != len(types):
            return None
        variable = targets[types.index(kind.type)]
        if variable.type != "identifier":
            return None
        found = info.object_of(variable) if variable.text != b"_" else None
        if variable.text != b"_" and not _is_own(found, function):
            return None
        variable = None if found is None else variable
        error = targets[error_at] if error_at >= 0 else None
        if error is not None and (error.type != "identifier" or error.text == b"_"):
            error = None
    return Obligation(info, call, kind, variable, error, error_at >= 0, statement, function)


def lending_of(it: Obligation, call: Node) -> Obligation | None:
    """The obligation as it is behind a call that is given the value, and whose error is bound."""
    bound = _binding_of(call) if call.type == "call_expression" else None
    error = bound[1][-1] if bound is not None and bound[1] else None
    if bound is None or error is None or error.type != "identifier":
        return None
    if any(each.text == it.name.encode() for each in bound[1]):
        return None  # conn, err = wrap(conn): where that fails there is no connection
    found = it.info.object_of(error)
    if found is None or not _is_own(found, it.function):
        return None
    by_name = found.type.is_unknown and found.name == "err"
    if not by_name and str(found.type) != "error":
        return None
    kind = replace(it.kind, nil_with_error=True)
    return replace(it, call=call, kind=kind, error=error, gives_error=True, statement=bound[0])


def _is_own(found: Object | None, function: Node) -> bool:
    return (
        found is not None
        and found.kind == "var"
        and found.is_local
        and found.function is not None
        and found.function.start_byte == function.start_byte
    )


def uses_of(obligation: Obligation, region: Node | None = None) -> list[Node]:
    """The identifiers of the variable in the function, or in a part of it."""
    found = None
    if obligation.variable is not None:
        found = obligation.info.object_of(obligation.variable)
    return [] if found is None else obligation.info.uses_in(found, region or obligation.function)


def is_rebound(obligation: Obligation) -> bool:
    """Whether the variable is given another value behind the call, or its address is taken."""
    end = obligation.statement.end_byte
    return any(use.start_byte >= end and is_changed(use) for use in uses_of(obligation))


def is_released_at_once(it: Obligation) -> bool:
    """Whether the release is deferred right behind the call and the check of its error.

    Told by the text of the statements; no way leads around it.
    """
    behind = _statement_after(it.statement)
    if it.variable is None or behind is None or it.statement.type not in _BINDING:
        return False
    if it.error is not None and it.kind.nil_with_error and _checks(behind, it.error):
        behind = _statement_after(behind)
    call = first_named(behind) if behind is not None else None
    if behind is None or behind.type != "defer_statement" or call is None:
        return False
    function = call.child_by_field_name("function")
    value = it.name + (f".{it.kind.through}" if it.kind.through else "")
    names = [f"{value}.{each}" if each else value for each in it.kind.releases]
    return function is not None and it.info.file.text(function) in names


def _statement_after(statement: Node) -> Node | None:
    """The statement behind one of a list."""
    if statement.parent is None or statement.parent.type != "statement_list":
        return None
    node = statement.next_named_sibling
    while node is not None and node.type == "comment":
        node = node.next_named_sibling
    return node


def _checks(statement: Node, error: Node) -> bool:
    """`if err != nil { ... }` and no more."""
    if statement.type != "if_statement" or statement.child_by_field_name("initializer") is not None:
        return False
    condition = statement.child_by_field_name("condition")
    if condition is None or statement.child_by_field_name("alternative") is not None:
        return False
    return condition.text == (error.text or b"") + b" != nil"


def extent_of(node: Node) -> tuple[int, int]:
    return node.start_byte, node.end_byte


def is_changed(use: Node) -> bool:
    if assigned(use) is not None:
        return True
    parent = use.parent
    return (
        parent is not None
        and parent.type == "unary_expression"
        and ((parent.text or b"").startswith(b"&"))
    )
