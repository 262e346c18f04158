"""Names and headers: whether an init statement may leave its header, conditions turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import FUNCTIONS, Spot, covers, members_of

from gofixmap.codemod import Edit, nodes, operands, placement, walk

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_emit import Emitter
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object, SourceFile, Type

_DECLARING = (
    "short_var_declaration",
    "var_declaration",
    "const_declaration",
    "type_declaration",
    "labeled_statement",
)
_FLIPPED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def can_move(info: FileInfo, init: Node, member: Node) -> bool:
    """Whether the init statement of `member` means the same in front of it.

    Its names must mean nothing else in the rest of the list around it: a name that another
    statement of the list declares in a block of its own does not count.
    """
    if init.type != "short_var_declaration" or placement.is_jumped_over(member):
        return init.type in ("assignment_statement", "expression_statement", "inc_statement")
    left = init.child_by_field_name("left")
    names = {info.file.text(each) for each in nodes.expression_items(left)} if left else set()
    listed = member.parent
    if listed is None:
        return False
    if any(_is_used(info, each, names) for each in members_of(listed) if each != member):
        return False
    return not _is_parameter(info, listed, names)


def merged(info: FileInfo, init: Node, member: Node) -> list[Edit] | None:
    """What lets the names of an init statement be declared in front of `member` though statements
    behind it declare them as well: those then assign. None where that is not the same.

    `if v, ok := m[k]; ok { return v }; v := f(k)`: the list has one `v` afterwards, not two.
    """
    left, listed = init.child_by_field_name("left"), member.parent
    if init.type != "short_var_declaration" or left is None or listed is None:
        return None
    own = {info.file.text(each): info.type_of(each) for each in nodes.expression_items(left)}
    if placement.is_jumped_over(member) or _is_parameter(info, listed, set(own)):
        return None
    edits: list[Edit] = []
    known: set[int] = set()
    for other in members_of(listed):
        if other == member:
            continue
        declared = _declared(info, other, own) if other.start_byte > member.start_byte else None
        if declared is not None:
            known |= {found.span.start for found in declared}
            edits += _assigning(info, other, own)
        for each in walk(other):
            found = info.object_of(each) if each.type == "identifier" else None
            is_own = found is not None and info.file.text(each) in own
            if is_own and found is not None and found.span.start not in known:
                if not other.start_byte <= found.span.start < other.end_byte:
                    return None
                if declared is None and other.type in _DECLARING:
                    return None
    return edits


def _declared(info: FileInfo, statement: Node, own: dict[str, Type]) -> list[Object] | None:
    """The variables of those names and types that a short declaration declares."""
    left = statement.child_by_field_name("left")
    if statement.type != "short_var_declaration" or left is None:
        return None
    found: list[Object] = []
    for each in nodes.expression_items(left):
        made = info.object_of(each)
        if made is None or info.file.text(each) not in own:
            continue
        if made.type != own[info.file.text(each)] or made.type.is_unknown:
            return None
        found.append(made)
    return found or None


def _assigning(info: FileInfo, statement: Node, own: dict[str, Type]) -> list[Edit]:
    """`:=` made `=` where nothing else is declared by the statement."""
    left = statement.child_by_field_name("left")
    for each in nodes.expression_items(left) if left is not None else ():
        made = info.object_of(each)
        is_new = made is not None and made.span.start == each.start_byte
        if is_new and info.file.text(each) not in own:
            return []
    operator = next(each for each in statement.children if each.type == ":=")
    return [Edit(info.file.path, operator.start_byte, operator.end_byte, "=")]


def _is_used(info: FileInfo, statement: Node, names: set[str]) -> bool:
    for each in walk(statement):
        if each.type != "identifier" or info.file.text(each) not in names:
            continue
        found = info.object_of(each)
        own = found is not None and statement.start_byte <= found.span.start < statement.end_byte
        if not own or statement.type in _DECLARING:
            return True
    return False


def _is_parameter(info: FileInfo, listed: Node, names: set[str]) -> bool:
    """Whether the list is the body of a function that has a parameter or result of the name."""
    block = listed.parent
    function = block.parent if block is not None else None
    if function is None or function.type not in FUNCTIONS:
        return False
    body = function.child_by_field_name("body")
    return any(
        each.type == "identifier" and info.file.text(each) in names
        for child in function.named_children
        if child != body
        for each in walk(child)
    )


def drop_init(file: SourceFile, owner: Node, init: Node) -> list[Edit]:
    """The header without its init statement."""
    following = init.next_sibling
    while following is not None and following.type in (";", "comment"):
        following = following.next_sibling
    end = owner.end_byte if following is None else following.start_byte
    return [Edit(file.path, init.start_byte, end, "")]


def negated(
    info: FileInfo, test: Node, emitter: Emitter, changes: Sequence[tuple[Node, str]]
) -> str:
    """The opposite of a condition, written short where it is a comparison of integers."""
    test = nodes.unparenthesized(test)
    operator = operands.operator_of(test)
    whole = next((text for node, text in changes if node == test), None)
    if whole is not None:
        return f"!{whole}"
    if test.type == "binary_expression" and operator in _FLIPPED:
        left, right = test.child_by_field_name("left"), test.child_by_field_name("right")
        is_exact = operator in ("==", "!=") or (
            left is not None
            and right is not None
            and (info.type_of(left).is_integer or info.type_of(right).is_integer)
        )
        if left is not None and right is not None and is_exact:
            sides = emitter.text(left, changes), emitter.text(right, changes)
            if operator == ">" and sides[0].startswith("len(") and sides[1] == "0":
                return f"{sides[0]} == 0"
            return f"{sides[0]} {_FLIPPED[operator]} {sides[1]}"
    text = emitter.text(test, changes)
    if test.type == "unary_expression" and operator == "!":
        inner = nodes.first_named(test)
        return emitter.text(inner, changes) if inner is not None else f"!({text})"
    return f"!({text})" if test.type == "binary_expression" else f"!{text}"


def in_front(statement: Node, spot: Spot) -> Iterator[Node]:
    """What `statement` evaluates before a read in one of its later conditions or cases."""
    if statement.type == "if_statement":
        for name in ("initializer", "condition"):
            part = statement.child_by_field_name(name)
            if part is not None and not covers(part, spot.node):
                yield part
        other = statement.child_by_field_name("alternative")
        if other is not None and covers(other, spot.node):
            condition = other.child_by_field_name("condition")
            if condition is None or not covers(condition, spot.node):
                yield from in_front(other, spot)
            elif (init := other.child_by_field_name("initializer")) is not None:
                yield init
        return
    for child in nodes.named(statement):
        if child.type.endswith("_case"):
            value = child.child_by_field_name("value")
            for each in nodes.expression_items(value) if value is not None else ():
                if each.end_byte <= spot.node.start_byte:
                    yield each
        elif child.end_byte <= spot.node.start_byte:
            yield child
