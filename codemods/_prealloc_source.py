"""What a loop goes through, and how many turns that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._prealloc_make import is_chain
from msgspec import Struct

from gofixmap.codemod import enclosing, nodes, pattern, sharing, walk

if TYPE_CHECKING:
    from gofixmap_codemods._prealloc_loop import Fill
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

SMALL = 8  # entries of a map's first group, for which a size gains nothing
_LEAVING = frozenset(
    {"return_statement", "goto_statement", "break_statement", "continue_statement"}
)
_WAITING = frozenset({"send_statement", "select_statement", "receive_statement"})


class Source(Struct, frozen=True):
    """The operand of a loop: its kind, the variables that the loop sets, and the size to write.

    `kind` is "list" (slice, array), "map", "text" or "number". `exact` says that there are as many
    turns as the size says. `first` and `second` are the loop's variables where it has them.
    """

    kind: str
    size: str
    exact: bool
    first: Node | None
    second: Node | None
    operand: Node  # what `size` is about


def source_of(fill: Fill) -> Source | None:
    """The source of a loop whose number of turns can be written down before the map is made."""
    clause = next((each for each in nodes.named(fill.loop) if each.type.endswith("_clause")), None)
    if clause is None:
        return None
    found = _ranged(fill, clause) if clause.type == "range_clause" else _counted(fill, clause)
    return None if found is None or (found.kind == "number" and fill.leaves) else found


def _ranged(fill: Fill, clause: Node) -> Source | None:
    info, operand = fill.info, clause.child_by_field_name("right")
    if operand is None:
        return None
    left = clause.child_by_field_name("left")
    names = nodes.expression_items(left) if left is not None else []
    if names and not nodes.binds(clause):
        return None
    kind = _kind(info.type_of(operand))
    size = _size(fill, operand, kind)
    if kind is None or size is None:
        return None
    first, second = ([*names, None, None])[:2]
    return Source(kind, size, kind != "text", first, second, operand)


def _kind(source: Type) -> str | None:
    if source.is_pointer:
        return "list" if source.element.is_array else None
    if source.is_slice or source.is_array:
        return "list"
    if source.is_map:
        return "map"
    if source.is_string:
        return "text"
    return "number" if source.is_integer else None


def _size(fill: Fill, operand: Node, kind: str | None) -> str | None:
    """The text of the number of turns; None where it is not known, or too small to matter."""
    info = fill.info
    text = info.file.text(nodes.unparenthesized(operand))
    value = info.constant(operand)
    if kind == "number" and isinstance(value, int):
        return text if value > SMALL and _is_visible(fill, operand) else None
    if value is not None or not _can_stand_at(fill, operand):
        return None
    return text if kind == "number" else f"len({text})"


def is_small(fill: Fill, source: Source) -> bool:
    """Whether there are so few turns that room for them is there anyway."""
    info, operand = fill.info, source.operand
    return info.constant(operand) is None and _length(info, operand) <= SMALL


def _length(info: FileInfo, operand: Node) -> int:
    """How long the operand is where its type or its declaration says so; a large number else."""
    kind = info.type_of(operand)
    shape = kind.element if kind.is_pointer else kind
    length = getattr(shape.underlying, "length", None)
    if isinstance(length, int):
        return length
    variable = sharing.variable_denoted(info, operand)
    if variable is None or variable.declaration.type == "field_declaration":
        return SMALL + 1
    return _declared_length(variable)


def _declared_length(variable: sharing.Variable) -> int:
    """The number of elements that a variable is declared with, if it is never given another."""
    if not any(map(_is_listed, sharing.declarations_of(variable.info.semantics, variable))):
        return SMALL + 1
    accesses = sharing.accesses_of(variable.info.semantics, variable).all
    given = [each for each in accesses if each.operation is sharing.Operation.INITIALIZE]
    others = (sharing.Operation.ASSIGN, sharing.Operation.APPEND, sharing.Operation.ADDRESS)
    if any(each.operation in others for each in accesses) or len(given) != 1:
        return SMALL + 1
    value = given[0].value
    body = value.child_by_field_name("body") if value is not None else None
    if value is None or body is None or value.type != "composite_literal":
        return SMALL + 1
    return len(nodes.named(body))


def _is_listed(variable: sharing.Variable) -> bool:
    """Whether a declaration gives a short literal: other variables are looked for nowhere."""
    declared = variable.declaration
    listed = declared.child_by_field_name("value") or declared.child_by_field_name("right")
    values = nodes.expression_items(listed) if listed is not None else []
    bodies = [v.child_by_field_name("body") for v in values if v.type == "composite_literal"]
    return any(body is not None and len(nodes.named(body)) <= SMALL for body in bodies)


def _can_stand_at(fill: Fill, operand: Node) -> bool:
    """Whether the operand may be evaluated where the map is made, with the same meaning."""
    info = fill.info
    if not is_chain(info, operand) or not _is_visible(fill, operand):
        return False
    name = nodes.unparenthesized(operand)
    if any(_may_wait(info, statement) for statement in fill.between) and not _is_own(fill, name):
        return False
    if name.type == "identifier":
        return True
    # A nil pointer on the way would panic before statements that keep it from doing so.
    return not any(_may_leave(statement) for statement in fill.between)


def _may_wait(info: FileInfo, statement: Node) -> bool:
    """Whether a statement may let others run, or wait for a lock that guards the operand."""
    return any(
        node.type in _WAITING
        or (node.type == "unary_expression" and (node.text or b"").startswith(b"<-"))
        or (node.type == "range_clause" and not _is_read_at_once(info, node))
        or (node.type == "call_expression" and not _is_plain(info, node))
        for node in walk(statement)
    )


def _is_read_at_once(info: FileInfo, clause: Node) -> bool:
    operand = clause.child_by_field_name("right")
    return operand is not None and _kind(info.type_of(operand)) is not None


def _is_plain(info: FileInfo, call: Node) -> bool:
    """Whether a call is a conversion or one of a builtin, which run no code of others."""
    function = call.child_by_field_name("function")
    found = info.object_of(function) if function is not None else None
    return bool(info.is_conversion(call)) or (found is not None and found.kind == "builtin")


def _is_own(fill: Fill, name: Node) -> bool:
    """Whether a local that only the function's own statements change holds the length.

    Others may write to a map meanwhile, and what closures or pointers reach they may replace.
    """
    info = fill.info
    found = info.object_of(name) if name.type == "identifier" else None
    function = enclosing(fill.loop, "function_declaration", "method_declaration")
    if found is None or function is None or not found.is_local or info.type_of(name).is_map:
        return False
    own = enclosing(fill.loop, "func_literal")
    return all(
        enclosing(use, "func_literal") == own and not _is_addressed(use)
        for use in info.uses_in(found, function)
    )


def _is_addressed(use: Node) -> bool:
    """Whether a use takes the address, as the call of a method does, too."""
    parent = use.parent
    if parent is None or parent.type == "selector_expression":
        return True
    return parent.type == "unary_expression" and (parent.text or b"").startswith(b"&")


def _may_leave(statement: Node) -> bool:
    return any(node.type in _LEAVING or node.type == "call_expression" for node in walk(statement))


def _is_visible(fill: Fill, operand: Node) -> bool:
    """Whether all names of the operand, and `len`, mean at the map what they mean at the loop.

    Neither may a local among them be changed between the two.
    """
    info, at = fill.info, fill.made.statement
    if not _is_builtin(info, at, "len"):
        return False
    for name in walk(operand):
        if name.type != "identifier":
            continue
        found = info.object_of(name)
        seen = info.lookup(name.text.decode() if name.text else "", at)
        if found is None or seen is None or (found.file, found.span) != (seen.file, seen.span):
            return False
        if found.is_local and (
            found.span.start >= at.start_byte
            or any(
                changes(info, each, found_name)
                for each in fill.between
                for found_name in info.uses_in(found, each)
            )
        ):
            return False
    return True


def _is_builtin(info: FileInfo, at: Node, name: str) -> bool:
    found = info.lookup(name, at)
    return found is not None and found.kind == "builtin"


def changes(info: FileInfo, statement: Node, use: Node) -> bool:
    """Whether a use assigns to the variable or a part of it, or lets others do so."""
    use = _part(info, use)
    parent = use.parent
    if parent is None or parent.type in ("inc_statement", "dec_statement"):
        return True
    if parent.type == "unary_expression" and (parent.text or b"")[:1] == b"&":
        return True
    holder = parent.parent
    if parent.type != "expression_list" or holder is None:
        return enclosing(use, "func_literal") != enclosing(statement, "func_literal")
    return holder.child_by_field_name("left") == parent


def _part(info: FileInfo, use: Node) -> Node:
    """The fields of a struct that are selected from a variable, as far as no pointer is passed."""
    while use.parent is not None and use.parent.type == "selector_expression":
        chosen = info.selection(use.parent)
        is_field = chosen is not None and chosen.kind == "field"
        if chosen is None or not is_field or chosen.operand_is_pointer or chosen.through_pointer:
            break
        use = use.parent
    return use


_FROM_ZERO = pattern(r"^(\w+) := 0$")


def _counted(fill: Fill, clause: Node) -> Source | None:
    """`for i := 0; i < n; i++`, where nothing else changes i."""
    info = fill.info
    start, condition, update = (
        clause.child_by_field_name(part) for part in ("initializer", "condition", "update")
    )
    if start is None or condition is None or update is None or update.type != "inc_statement":
        return None
    given = _FROM_ZERO.match(info.file.text(start))
    left, right = (condition.child_by_field_name(side) for side in ("left", "right"))
    operator = condition.child_by_field_name("operator")
    if given is None or left is None or right is None or operator is None:
        return None
    name = given[1]
    if (
        operator.type != "<"
        or info.file.text(left) != name
        or info.file.text(update) != f"{name}++"
    ):
        return None
    counter = info.object_of(left)
    body = fill.loop.child_by_field_name("body")
    if counter is None or body is None:
        return None
    if any(changes(info, body, use) for use in info.uses_in(counter, body)):
        return None
    limit = _limit(fill, right)
    return None if limit is None else Source("number", limit[0], True, left, None, limit[1])


def _limit(fill: Fill, limit: Node) -> tuple[str, Node] | None:
    """The text of a loop's upper bound, and its operand: a number, or `len` of it, that stays."""
    info = fill.info
    limit = nodes.unparenthesized(limit)
    body = fill.loop.child_by_field_name("body")
    operand, counts = limit, False
    if limit.type == "call_expression":
        given = nodes.named(limit.child_by_field_name("arguments") or limit)
        function = limit.child_by_field_name("function")
        if function is None or function.text != b"len" or len(given) != 1:
            return None
        operand, counts = given[0], True
    found = info.object_of(operand) if operand.type == "identifier" else None
    if found is not None and body is not None and found.is_local:
        if any(changes(info, body, use) for use in info.uses_in(found, body)):
            return None
    elif not isinstance(info.constant(operand), int):
        return None
    kind = _kind(info.type_of(operand))
    if kind is None or counts is (kind == "number"):
        return None
    size = _size(fill, operand, kind)
    return None if size is None else (size, operand)
