"""Whether the object is dead when it goes back to the pool: nothing else leads to its memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import FUNCTIONS, Local, Refused
from gofixmap_codemods._pool_recipe import Recipe
from gofixmap_codemods._pool_slices import assigned_value, is_own_memory

from gofixmap.codemod import ancestors, enclosing, lifetime, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_REASONS: Mapping[lifetime.Fate, str] = {
    lifetime.Fate.RETURNED: "returned",
    lifetime.Fate.STORED: "stored",
    lifetime.Fate.SENT: "sent",
    lifetime.Fate.STARTED: "goroutine",
    lifetime.Fate.CAPTURED: "captured",
    lifetime.Fate.PASSED: "kept-by-callee",
    lifetime.Fate.UNKNOWN: "unknown-callee",
}
_WHOLE = frozenset({"len", "cap"})


def check_dead(local: Local, recipe: Recipe) -> None:
    """Raises Refused where the variable is given another object, or gets out of the function."""
    for use in local.uses:
        _check_assigned(local, recipe, use)
        if recipe.is_value:
            _check_value_use(local, use)
    trace = lifetime.trace_of(local.info, local.name, aliases=recipe.aliases)
    _check_iteration(local, trace)
    _check_earlier(local, trace)
    for escape in trace.escapes:
        reason = _REASONS[escape.fate]
        told = escape.through[0] if escape.through else local.text
        if escape.fate in (lifetime.Fate.PASSED, lifetime.Fate.UNKNOWN, lifetime.Fate.STORED):
            told = escape.detail or told
        if reason == "returned" and escape.through:
            is_closure = told == "a function literal"
            reason, told = ("captured", local.text) if is_closure else ("alias-returned", told)
        raise Refused(reason, escape.info, escape.node, told)


def _check_iteration(local: Local, trace: lifetime.Trace) -> None:
    """In a loop the next iteration gets the same memory: nothing from outside may lead to it."""
    inner = next(
        (e for e in ancestors(local.declaration, local.function) if e.type == "for_statement"),
        None,
    )
    body = inner.child_by_field_name("body") if inner is not None else None
    if body is None:
        return
    for each in trace.locals:
        if not body.start_byte <= each.span.start < body.end_byte:
            raise Refused("outlives-iteration", local.info, local.name, each.name)


def _check_earlier(local: Local, trace: lifetime.Trace) -> None:
    """What was deferred before runs after Put: it must not have a variable that leads there."""
    start = local.declaration.start_byte
    for each in trace.locals:
        if each.span.start >= start or each.function is None:
            continue
        for use in local.info.uses_in(each, each.function):
            if use.start_byte < start and enclosing(use, *FUNCTIONS) != local.function:
                raise Refused("captured", local.info, use, each.name)


def _check_assigned(local: Local, recipe: Recipe, use: Node) -> None:
    """`b = append(b, x)` is written back; any other assignment leaves the old object behind."""
    parent = use.parent
    if parent is not None and _is_address(parent) and not recipe.is_value:
        raise Refused("address-taken", local.info, parent)
    if _is_redeclared(use):
        raise Refused("reassigned", local.info, use)
    value = assigned_value(use)
    if value is None:
        return
    if recipe.may_append and is_own_memory(local.info, value, local.name.text or b""):
        return
    raise Refused("reassigned", local.info, use)


def _is_redeclared(use: Node) -> bool:
    """The target of `b, err := f()` or of a range clause."""
    listed = use.parent
    statement = listed.parent if listed is not None else None
    return (
        statement is not None
        and statement.type in ("short_var_declaration", "range_clause", "receive_statement")
        and statement.child_by_field_name("left") == listed
    )


def _is_address(node: Node) -> bool:
    return node.type == "unary_expression" and (node.text or b"")[:1] == b"&"


def _check_value_use(local: Local, use: Node) -> None:
    """A variable that becomes a pointer may be selected from, indexed, sliced and addressed."""
    parent = use.parent
    if parent is None:
        return
    is_part = parent.type in ("selector_expression", "index_expression", "slice_expression")
    if is_part and parent.child_by_field_name("operand") == use:
        return
    if _is_address(parent):
        return
    if parent.type == "range_clause" and local.type.is_array:
        return
    call = parent.parent if parent.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None else None
    if function is not None and (function.text or b"").decode() in _WHOLE:
        return
    raise Refused("copied", local.info, use)


def stays_on_stack(local: Local) -> bool:
    """Whether nothing is done with the variable but what the compiler sees through.

    Indexing, slicing, ranging, builtins: then it does not escape, and a pool only costs.
    """
    return all(_is_seen_through(local.info, use) for use in local.uses)


def _is_seen_through(info: FileInfo, use: Node) -> bool:
    node = use
    while node.parent is not None:
        parent = node.parent
        if parent.type == "argument_list":
            return _is_builtin(info, parent.parent) or _callee_sees(info, parent.parent, node)
        if parent.type == "selector_expression":
            chosen = info.selection(parent)
            if chosen is None or chosen.kind != "field":
                return _callee_sees(info, parent.parent, node)
        elif parent.type not in _TRANSPARENT:
            return parent.type not in ("call_expression", "keyed_element", "literal_element")
        node = parent
    return False


def _callee_sees(info: FileInfo, call: Node | None, given: Node) -> bool:
    """Whether a function of the workspace, which the compiler knows, sees through it as well."""
    if call is None or call.type != "call_expression":
        return False
    function = sharing.function_called(info, call)
    if function is None or call.parent is None or call.parent.type == "go_statement":
        return False
    position = sharing.position_of(given, call)
    handed = sharing.parameter_at(function, position)
    if handed.variable is None:
        return handed.is_known
    found = handed.variable.info.object_of(handed.variable.node)
    if found is None or found.function is None or found.type.is_interface:
        return False
    uses = handed.variable.info.uses_in(found, found.function)
    own = [use for use in uses if use.start_byte != handed.variable.node.start_byte]
    key = ("sync-pool seen through", handed.variable.path, handed.variable.node.start_byte)
    memory = info.semantics.memory
    if key not in memory:
        memory[key] = False  # what a function that calls itself finds on its way
        memory[key] = all(_is_seen_through(function.info, use) for use in own)
    return bool(memory[key])


_TRANSPARENT = frozenset(
    {
        "index_expression",
        "slice_expression",
        "parenthesized_expression",
        "unary_expression",
        "binary_expression",
        "selector_expression",
    }
)


def _is_builtin(info: FileInfo, call: Node | None) -> bool:
    if call is None or call.type != "call_expression":
        return False
    return "." not in (lifetime.called_name(info, call) or ".")


def check_names(local: Local) -> None:
    """Before a loop the name must mean nothing else in the function. Raises Refused."""
    own = {local.name.start_byte, *(each.start_byte for each in local.uses)}
    for node in walk(local.function):
        is_namesake = node.type == "identifier" and node.text == local.name.text
        if is_namesake and node.start_byte not in own:
            raise Refused("in-loop", local.info, local.name)
