"""Keys that cannot be in the map yet, values that only move, and values that nobody else has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import enclosing, nodes, operands, pattern, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Object

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_DECLARED = ("function_declaration", "method_declaration")
#: Calls whose result is a value that was not there before.
_UNIQUE = pattern(r"(?i)uuid|ulid|xid|rand|next|new|unique|gen(erate)?|sequence|atomic\.Add|\.Add")
_OPENERS = {
    "os": "Open OpenFile Create CreateTemp OpenRoot",
    "net": "Dial DialTimeout DialTCP DialUDP DialUnix Listen ListenTCP ListenUDP ListenPacket",
    "crypto/tls": "Dial DialWithDialer Listen",
    "time": "NewTimer NewTicker AfterFunc",
    "context": "WithCancel WithTimeout WithDeadline WithCancelCause WithTimeoutCause",
}


def is_fresh_key(context: Context, loss: Loss) -> bool:
    """Whether the key names the new value or was made for it, so that nothing was there before."""
    key = loss.key
    if key is None:
        return False
    if _mentions_value(loss, key) or any(_is_made(loss.info, each, loss) for each in walk(key)):
        return True
    return _is_identity(loss, key) or _is_handed_fresh(context, loss, key)


def _is_identity(loss: Loss, key: Node) -> bool:
    """`x.ID()`, or a local that was read so: two values do not share it."""
    found = loss.info.object_of(key) if key.type == "identifier" else None
    made = _values_of(loss.info, found) if found is not None and found.is_local else [key]
    return any(_IDENTITY.search(_text(each)) is not None for each in made)


_IDENTITY = pattern(r"(?i)[.\w](id|uid|addr|address|key|name|token|serial)(\(\)|\.String\(\))*$")


def _is_handed_fresh(context: Context, loss: Loss, key: Node) -> bool:
    """Whether all callers of a function that is not exported give it a new key."""
    found = loss.info.object_of(key) if key.type == "identifier" else None
    function = enclosing(loss.statement, *_DECLARED)
    if found is None or found.role != "param" or function is None:
        return False
    graph = sharing.call_graph(context.semantics, loss.info.package)
    there = graph.function_at(loss.info, function)
    if there.is_exported or graph.is_value_used(there, tests=False):
        return False
    calls = graph.calls_to(there, tests=False)
    return bool(calls) and all(
        _gives_fresh(call, _position(loss.info, there, found)) for call in calls
    )


def _position(info: FileInfo, function: sharing.Function, parameter: Object) -> int:
    listed = function.node.child_by_field_name("parameters")
    groups = nodes.parameter_groups(listed) if listed is not None else []
    starts = [name.start_byte for group in groups for name in group.names]
    return starts.index(parameter.span.start) if parameter.span.start in starts else -1


def _gives_fresh(call: sharing.Call, at: int) -> bool:
    given = operands.arguments_of(call.node) if call.node.type == "call_expression" else []
    if not 0 <= at < len(given):
        return False
    parts = walk(given[at])
    return any(_is_made_in(call.info, part, call.caller.top.node) for part in parts)


def _mentions_value(loss: Loss, key: Node) -> bool:
    """`m[c.id] = c`, `m[id] = &T{id: id}` aside: the key is read out of the value."""
    value = loss.value
    if value is None:
        return False
    names = {_text(each) for each in walk(value) if each.type == "identifier"}
    root = nodes.left_spine(key)
    operands = [_text(each) for each in root if each.type == "identifier"]
    return any(name in names for name in operands)


def _is_made(info: FileInfo, node: Node, loss: Loss) -> bool:
    function = enclosing(loss.statement, *_DECLARED)
    return function is not None and _is_made_in(info, node, function)


def _is_made_in(info: FileInfo, node: Node, function: Node) -> bool:
    """Whether a part of a key is a new number, a new name or a pointer made in the function.

    What a local is given counts as well, and what the locals in there are given.
    """
    counted = _counted(function)
    followed: set[int] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        if _is_unique(part) or _text(part) in counted:
            return True
        found = info.object_of(part) if part.type == "identifier" else None
        if found is None or not found.is_local or found.span.start in followed:
            continue
        followed.add(found.span.start)
        for value in _values_of(info, found):
            if value.type == "unary_expression" and _text(value).startswith("&"):
                return True
            pending += walk(value)
    return False


def _is_unique(node: Node) -> bool:
    called = node.child_by_field_name("function") if node.type == "call_expression" else None
    return called is not None and _UNIQUE.search(_text(called)) is not None


def _counted(function: Node) -> frozenset[str]:
    """What the function counts, as keys are counted: `s.next++`."""
    found: set[str] = set()
    for each in walk(function):
        if each.type == "inc_statement":
            found.add(_text(each).removesuffix("++").strip())
        elif each.type == "assignment_statement" and b" +=" in (each.text or b""):
            found.add(_text(each).partition(" +=")[0])
    return frozenset(found)


def _values_of(info: FileInfo, found: Object) -> list[Node]:
    """The right-hand sides that a local is given in its function."""
    values: list[Node] = []
    for use in info.uses_in(found, found.function) if found.function is not None else ():
        listed = use.parent
        statement = listed.parent if listed is not None else None
        if statement is None or statement.type not in _ASSIGNING or listed is None:
            continue
        if statement.child_by_field_name("left") != listed:
            continue
        right = statement.child_by_field_name("right")
        if right is not None:
            values += nodes.expression_items(right)
    return values


_ASSIGNING = ("assignment_statement", "short_var_declaration")


def is_moved(loss: Loss) -> bool:
    """Whether the value comes out of a container or another variable that already owned it."""
    value = nodes.unparenthesized(loss.value) if loss.value is not None else None
    if value is None:
        return False
    if value.type in _TAKEN:
        return True
    found = loss.info.object_of(value) if value.type == "identifier" else None
    if found is None:
        return False
    if found.role == "range" or not found.is_local:
        return True
    return any(
        each.type in _TAKEN for each in map(nodes.unparenthesized, _values_of(loss.info, found))
    )


_TAKEN = ("index_expression", "selector_expression", "type_assertion_expression")


def is_new(loss: Loss) -> bool:
    """Whether the new value cannot be the one that is there: nobody had it before."""
    value = nodes.unparenthesized(loss.value) if loss.value is not None else None
    return value is not None and _is_new(loss.info, value, frozenset())


def _is_new(info: FileInfo, value: Node, around: frozenset[int]) -> bool:
    """`around` are the locals that the value may end up in: a value of theirs has been judged."""
    if value.type == "unary_expression":
        operand = value.child_by_field_name("operand")
        return operand is not None and operand.type == "composite_literal"
    if value.type == "call_expression":
        return _opens(info, value)
    if value.type == "nil":
        return True
    found = info.object_of(value) if value.type == "identifier" else None
    if found is None or found.role != "var":
        return False
    if found.span.start in around:
        return True
    within = around | {found.span.start}
    made = _values_of(info, found)
    return bool(made) and all(_is_new(info, nodes.unparenthesized(each), within) for each in made)


def _opens(info: FileInfo, call: Node) -> bool:
    """make, new, and functions of the standard library that give something new."""
    function = call.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    if chosen is None:
        return function is not None and _text(function) in ("make", "new")
    found = chosen.object
    return found is not None and chosen.name in _OPENERS.get(found.package, "").split()


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
