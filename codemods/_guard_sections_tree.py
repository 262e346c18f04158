"""Statements, lists and jumps of one function, function literals inside left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import nodes, operands, placement, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, FileInfo

FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
SWITCHES = ("expression_switch_statement", "type_switch_statement")
_BREAKABLE = ("for_statement", "select_statement", *SWITCHES)
_COMPOUND = (*_BREAKABLE, "if_statement", "block", "labeled_statement")


_SELECTING = ("selector_expression", "index_expression", "parenthesized_expression")
_REACHING = (sharing.Operation.METHOD, sharing.Operation.ARGUMENT)


class Part(Enum):
    """Where in a member of a statement list an access is evaluated."""

    SIMPLE = "a simple statement"
    INIT = "the init statement of if or switch"
    TEST = "the condition of if, the value of switch"
    CASE = "an expression of a switch clause"
    LOOP_INIT = "the init statement of for"
    LOOP_TEST = "the condition of for"
    LOOP_POST = "the post statement of for"
    RANGE = "the operand of range"
    RANGE_LEFT = "an iteration variable of range"
    COMM = "the communication of a select clause"
    CLOSURE = "a function literal that the statement runs"


class Spot(Struct, frozen=True):
    """An access and where it stands. `owner` is the statement whose header it is in."""

    access: Access
    member: Node  # of the innermost statement list, its labels with it
    part: Part
    owner: Node
    conditional: bool  # in a right operand of && or ||
    chained: bool  # in the header of an else-if
    root: Node  # the expression that names the variable, for an alias that of the original

    @property
    def node(self) -> Node:
        return self.access.expression

    @property
    def is_exclusive(self) -> bool:
        """Whether it needs the lock for writing: a method or a function may write too, and so does
        `s.last.hits = n` through the pointer that it reads."""
        access = self.access
        if access.variable.type.is_pointer and _is_stored_through(access.node):
            return True
        return access.writes or (access.operation in _REACHING and access.may_write)


def _is_stored_through(pointer: Node) -> bool:
    """Whether a field or an element of what a pointer points to is assigned, where it stands: what
    a call gives is assigned behind the lock, which is held to read the pointer."""
    node, parent = pointer, pointer.parent
    while parent is not None and parent.type in _SELECTING and nodes.first_named(parent) == node:
        node, parent = parent, parent.parent
    if parent is None or node == pointer:
        return False
    if parent.type in ("inc_statement", "dec_statement"):
        return True
    holder = parent.parent if parent.type == "expression_list" else parent
    if holder is None or holder.type != "assignment_statement":
        return False
    left, right = holder.child_by_field_name("left"), holder.child_by_field_name("right")
    if left is None or right is None or not covers(left, node):
        return False
    return all(each.type != "call_expression" for each in walk(right))


def spot_of(access: Access, function: Node, root: Node | None = None) -> Spot:
    """Where an access of a function, or of a literal that it runs at once, stands."""
    node, part, owner = access.expression, Part.SIMPLE, None
    if node.type == "range_clause":
        node = access.node
    conditional = chained = False
    outer = outermost_literal(node, function)
    if outer is not None:
        node, part = outer, Part.CLOSURE
    while node.parent is not None and node.parent.type != "statement_list":
        parent = node.parent
        here = _part(parent, node)
        if here is not None and owner is None:
            owner, part = _owner(parent), here if part is Part.SIMPLE else part
        if parent.type == "binary_expression" and operands.operator_of(parent) in ("&&", "||"):
            conditional = conditional or parent.child_by_field_name("right") == node
        chained = chained or _is_alternative(parent, node)
        node = parent
    owner = owner or unlabeled(node)
    return Spot(access, node, part, owner, conditional, chained, root or access.node)


def twin(root: Node, node: Node) -> Node:
    """The node in the tree of `root`: a declaration may have been parsed again in between."""
    found = root.descendant_for_byte_range(node.start_byte, node.end_byte)
    while found is not None and found.type != node.type:
        found = found.parent
    is_it = found is not None and (found.start_byte, found.end_byte) == (
        node.start_byte,
        node.end_byte,
    )
    return found if found is not None and is_it else node


def in_tree(root: Node, access: Access) -> Access:
    """The access with the nodes of one tree, so that those of several can be compared."""
    key, value = access.key, access.value
    return replace(
        access,
        node=twin(root, access.node),
        expression=twin(root, access.expression),
        statement=twin(root, access.statement),
        key=None if key is None else twin(root, key),
        value=None if value is None else twin(root, value),
    )


def outermost_literal(node: Node, function: Node) -> Node | None:
    """The outermost function literal around a node inside a function."""
    found: Node | None = None
    current: Node | None = node
    while current is not None and current != function:
        if current.type == "func_literal":
            found = current
        current = current.parent
    return found


_FIELDS = {
    ("if_statement", "initializer"): Part.INIT,
    ("if_statement", "condition"): Part.TEST,
    ("expression_switch_statement", "initializer"): Part.INIT,
    ("expression_switch_statement", "value"): Part.TEST,
    ("type_switch_statement", "initializer"): Part.INIT,
    ("type_switch_statement", "value"): Part.TEST,
    ("expression_case", "value"): Part.CASE,
    ("for_clause", "initializer"): Part.LOOP_INIT,
    ("for_clause", "condition"): Part.LOOP_TEST,
    ("for_clause", "update"): Part.LOOP_POST,
    ("range_clause", "right"): Part.RANGE,
    ("range_clause", "left"): Part.RANGE_LEFT,
    ("communication_case", "communication"): Part.COMM,
}


def _part(parent: Node, node: Node) -> Part | None:
    for (kind, field), part in _FIELDS.items():
        if parent.type == kind and parent.child_by_field_name(field) == node:
            return part
    is_test = parent.type == "for_statement" and node.type not in ("for_clause", "range_clause")
    return Part.LOOP_TEST if is_test else None


def _owner(parent: Node) -> Node:
    is_inner = parent.type in ("for_clause", "range_clause", "expression_case")
    outer = parent.parent if is_inner else None
    return outer if outer is not None else parent


def _is_alternative(parent: Node, node: Node) -> bool:
    return parent.type == "if_statement" and parent.child_by_field_name("alternative") == node


def unlabeled(statement: Node) -> Node:
    """The statement behind its labels."""
    while statement.type == "labeled_statement":
        parts = nodes.named(statement)
        if len(parts) < 2:
            break
        statement = parts[1]
    return statement


def anchor_of(member: Node) -> Node:
    """In front of what new statements go: behind a label that a goto jumps to."""
    return unlabeled(member) if placement.is_goto_target(member) else member


def members_of(listed: Node) -> list[Node]:
    """The statements of a statement_list."""
    return [each for each in nodes.named(listed) if each.type != "empty_statement"]


def list_in(holder: Node | None) -> Node | None:
    """The statement_list of a block or clause; None where it is empty."""
    for child in nodes.named(holder) if holder is not None else ():
        if child.type == "statement_list":
            return child
    return None


def covers(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def is_compound(statement: Node) -> bool:
    return unlabeled(statement).type in _COMPOUND


def own_nodes(node: Node) -> Iterator[Node]:
    """`node` and what is below it, bodies of function literals left out; in source order."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if current.type != "func_literal":
            pending += reversed(current.named_children)


_JUMPS = (
    "return_statement",
    "break_statement",
    "continue_statement",
    "goto_statement",
    "fallthrough_statement",
)
# Functions of the standard library that never return, by what their text ends with.
_ENDING = {
    "os": ("Exit",),
    "runtime": ("Goexit",),
    "log": ("Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"),
    "testing": ("Fatal", "Fatalf", "FailNow", "Skip", "Skipf", "SkipNow"),
}


def is_ending_call(info: FileInfo, statement: Node) -> bool:
    """Whether an expression statement is a call that never returns: panic, os.Exit, t.Fatal."""
    call = nodes.first_named(statement) if statement.type == "expression_statement" else None
    if call is None or call.type != "call_expression":
        return False
    if operands.predeclared_callee(info, call) == "panic":
        return True
    function = call.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    if chosen is None or chosen.kind not in ("package", "method"):
        return False
    owner = chosen.object or chosen.declaring
    return owner is not None and chosen.name in _ENDING.get(owner.package, ())


def leaves(info: FileInfo, statement: Node, first: Node, last: Node) -> bool:
    """Whether a statement always jumps out of the statements from `first` to `last`."""
    if statement.type == "return_statement" or is_ending_call(info, statement):
        return True
    if statement.type not in _JUMPS:
        return False
    target = _target(statement)
    if target is None:
        return True
    inside = first.start_byte <= target.start_byte and target.end_byte <= last.end_byte
    return not inside


def exits_in(info: FileInfo, node: Node, first: Node, last: Node) -> bool:
    """Whether anything inside `node` jumps out of the statements from `first` to `last`."""
    return any(leaves(info, each, first, last) for each in own_nodes(node))


def _target(jump: Node) -> Node | None:
    """The statement that a break, continue, goto or fallthrough stays within."""
    label = nodes.first_named(jump)
    if jump.type == "fallthrough_statement":
        return _around(jump, SWITCHES)
    if label is None:
        kinds = ("for_statement",) if jump.type == "continue_statement" else _BREAKABLE
        return _around(jump, kinds)
    return label_target(jump, label.text or b"")


def label_target(jump: Node, label: bytes) -> Node | None:
    """The labelled statement of the function around `jump`."""
    function = _around(jump, FUNCTIONS)
    for each in own_nodes(function.child_by_field_name("body") or function) if function else ():
        if each.type == "labeled_statement":
            name = nodes.first_named(each)
            if name is not None and name.text == label:
                return each
    return None


def _around(node: Node, kinds: tuple[str, ...]) -> Node | None:
    around = node.parent
    while around is not None and around.type not in kinds:
        around = around.parent
    return around


def never_falls(info: FileInfo, statement: Node) -> bool:
    """Whether what stands behind a statement in its list can only be reached by a jump."""
    statement = unlabeled(statement)
    if statement.type in _JUMPS or is_ending_call(info, statement):
        return True
    if statement.type == "block":
        return _list_never_falls(info, statement)
    if statement.type == "if_statement":
        other = statement.child_by_field_name("alternative")
        then = statement.child_by_field_name("consequence")
        return other is not None and _list_never_falls(info, then) and never_falls(info, other)
    if statement.type == "for_statement":
        return _is_endless(statement)
    if statement.type in _BREAKABLE:
        return _clauses_never_fall(info, statement)
    return False


def _list_never_falls(info: FileInfo, holder: Node | None) -> bool:
    listed = list_in(holder)
    return listed is not None and never_falls(info, members_of(listed)[-1])


def _clauses_never_fall(info: FileInfo, statement: Node) -> bool:
    clauses = [each for each in nodes.named(statement) if each.type.endswith("_case")]
    has_default = any(each.type == "default_case" for each in clauses)
    if statement.type != "select_statement" and not has_default:
        return False
    return all(_list_never_falls(info, each) for each in clauses) and not _is_broken(statement)


def _is_endless(loop: Node) -> bool:
    body = loop.child_by_field_name("body")
    for head in nodes.named(loop):
        if head == body:
            continue
        if head.type != "for_clause" or head.child_by_field_name("condition") is not None:
            return False
    return not _is_broken(loop)


def _is_broken(statement: Node) -> bool:
    """Whether a break leaves the statement."""
    labeled = statement.parent
    return any(
        each.type == "break_statement" and _target(each) in (statement, labeled)
        for each in own_nodes(statement)
    )


def is_loop_target(member: Node) -> bool:
    """Whether a goto jumps to a label that a break or continue may need as well."""
    return unlabeled(member).type in _BREAKABLE and placement.is_goto_target(member)


def is_jumped_into(member: Node, held: Sequence[Node]) -> bool:
    """Whether a goto outside of the statements `held` jumps to a label of `member`."""
    if not placement.is_goto_target(member):
        return False
    labels = {label.encode() for label in placement.labels_of(member)}
    function = _around(member, FUNCTIONS)
    return function is not None and any(
        (name := nodes.first_named(each)) is not None
        and name.text in labels
        and not any(covers(node, each) for node in held)
        for each in jumps_in(function.child_by_field_name("body") or function)
    )


def jumps_in(node: Node) -> list[Node]:
    """The goto statements inside."""
    return [each for each in own_nodes(node) if each.type == "goto_statement"]
