"""How a map is used, as far as it matters to a cache: read-through, updates, readers that count on
an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, enclosing, nodes, operands, pattern, sharing, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

Operation = sharing.Operation
LOOKS = (Operation.LOOKUP, Operation.INDEX_READ)
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_DECLARING = ("short_var_declaration", "assignment_statement", "var_spec")


def read_through(accesses: Sequence[sharing.Access]) -> list[tuple[sharing.Access, sharing.Access]]:
    """Pairs of a look at a key and a write of the same key in the same function, where it missed.

    What is stored is no new state of what was found: that would be a counter, or a list that grows.
    """
    writes = [access for access in accesses if access.operation is Operation.INDEX_WRITE]
    looks = [access for access in accesses if access.operation in LOOKS]
    found = []
    for write in writes:
        before = [
            look
            for look in looks
            if is_same_entry(look, write)
            and not is_made_from(look, write)
            and is_on_miss(look, write)
        ]
        if before:
            found.append((before[0], write))
    return found


def is_computed(write: sharing.Access) -> bool:
    """Whether what a write stores was worked out: not a new, empty thing that is filled later."""
    if write.value is None:
        return True  # one of several results of a call
    return _has_work(write.info, write.value, 3)


def _has_work(info: FileInfo, value: Node, depth: int) -> bool:
    items = nodes.expression_items(value) if value.type == "expression_list" else [value]
    if len(items) == 1 and _constructs(info, nodes.unparenthesized(items[0])):
        return False
    for node in walk(value):
        if node.type == "call_expression" and not info.is_conversion(node):
            if operands.predeclared_callee(info, node) not in _NO_WORK:
                return True
        elif node.type == "unary_expression" and operands.operator_of(node) == "<-":
            return True
    found = info.object_of(value) if value.type == "identifier" else None
    if found is None or not found.is_local or found.kind != "var" or not depth:
        return False
    return any(_has_work(info, given, depth - 1) for given in given_to(info, found))


_NO_WORK = ("make", "new", "len", "cap")  # the length is a number to tell entries by
_CONSTRUCTOR = pattern(r"(?:[Nn]ew|[Mm]ake|[Cc]reate|[Oo]pen|[Ss]tart|[Rr]egister)(?![a-z])")


def _constructs(info: FileInfo, call: Node) -> bool:
    """Whether a call makes a thing that is told from others by its identity: `newTracer(name)`."""
    function = call.child_by_field_name("function") if call.type == "call_expression" else None
    if function is None or not _CONSTRUCTOR.match(info.file.text(function).rpartition(".")[2]):
        return False
    kinds = info.types_of(call)
    made = kinds[0] if kinds else info.type_of(call)
    return made.is_pointer or made.is_interface or made.is_func or made.is_unknown


def given_to(info: FileInfo, found: Object) -> Iterator[Node]:
    """The right sides of all statements that give a local a value."""
    for use in info.uses_in(found, found.function) if found.function is not None else ():
        statement = enclosing(use, *_DECLARING, "range_clause")
        if statement is None:
            continue
        left = statement.child_by_field_name("left")
        names = nodes.children_of(statement, "name") if left is None else [left]
        right = statement.child_by_field_name("right") or statement.child_by_field_name("value")
        is_target = any(each.start_byte <= use.start_byte < each.end_byte for each in names)
        if right is not None and is_target:
            yield right


def is_same_entry(look: sharing.Access, write: sharing.Access) -> bool:
    """Whether a look comes before a write of the same key in the same function."""
    if look.path != write.path or look.node.start_byte >= write.node.start_byte:
        return False
    if not is_node(outermost(look.function), outermost(write.function)):
        return False
    text = look.info.file.text
    keys = [each.key for each in (look, write)]
    return None not in keys and text(keys[0]) == text(keys[1]) and look.base == write.base  # type: ignore[arg-type]


def is_on_miss(look: sharing.Access, write: sharing.Access) -> bool:
    """Whether a write happens because the key was not there, or what was there would not do."""
    hits, misses = _conditions(look)
    child = write.node
    for around in ancestors(write.node):
        if around.type == "if_statement":
            terms = _terms(write.info, around)
            if _lies_in(around, "consequence", child) and terms & misses:
                return True
            if _lies_in(around, "alternative", child) and terms & hits:
                return True
        if around.type == "statement_list":
            before = (each for each in nodes.named(around) if each.end_byte <= child.start_byte)
            if any(_leaves_on(write.info, each, hits) for each in before):
                return True
        child = around
    return False


def _conditions(look: sharing.Access) -> tuple[frozenset[str], frozenset[str]]:
    """The terms that say that a look has found something, and those that say that it has not."""
    text = look.info.file.text
    names = [text(each) for each in bound_names(look)]
    value = names[0] if names and names[0] != "_" else " ".join(text(look.expression).split())
    hits = {f"{value} != nil", f'{value} != ""', f"{value} != 0", f"len({value}) > 0", value}
    misses = {f"{value} == nil", f'{value} == ""', f"{value} == 0", f"len({value}) == 0"}
    misses.add(f"!{value}")
    if len(names) == 2:
        hits.add(names[1])
        misses.add(f"!{names[1]}")
    return frozenset(hits), frozenset(misses)


def _terms(info: FileInfo, branch: Node) -> frozenset[str]:
    """The operands of && and || in the condition of an if."""
    condition = branch.child_by_field_name("condition")
    pending, found = [condition] if condition is not None else [], set[str]()
    while pending:
        node = nodes.unparenthesized(pending.pop())
        if node.type == "binary_expression" and operands.operator_of(node) in ("&&", "||"):
            pending += nodes.named(node)
        else:
            found.add(" ".join(info.file.text(node).split()))
    return frozenset(found)


def _lies_in(branch: Node, side: str, node: Node) -> bool:
    part = branch.child_by_field_name(side)
    return part is not None and part.start_byte <= node.start_byte < part.end_byte


_LEAVING = ("return_statement", "continue_statement", "break_statement", "goto_statement")


def _leaves_on(info: FileInfo, statement: Node, hits: frozenset[str]) -> bool:
    """Whether an if, or one in front of it in a block, leaves where something was found."""
    if statement.type == "block":
        listed = nodes.first_named(statement)
        inner = nodes.named(listed) if listed is not None else []
        return any(_leaves_on(info, each, hits) for each in inner)
    body = statement.child_by_field_name("consequence")
    if statement.type != "if_statement" or body is None or not _terms(info, statement) & hits:
        return False
    return any(each.type in _LEAVING for each in walk(body))


def outermost(function: Node | None) -> Node | None:
    """The declared function around a function literal."""
    while function is not None and function.type == "func_literal":
        outer = enclosing(function, *_FUNCTIONS)
        if outer is None:
            break
        function = outer
    return function


def bound_names(access: sharing.Access) -> list[Node]:
    """The names that a statement gives to what an access reads, and to nothing else."""
    listed = access.expression.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type not in _DECLARING:
        return []
    if statement.type == "var_spec":
        return nodes.children_of(statement, "name")
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right != listed or operands.operator_of(statement) not in ("=", ":=", ""):
        return []
    return nodes.expression_items(left)


def local_of(access: sharing.Access) -> Object | None:
    """The local that holds the value that an access reads."""
    names = bound_names(access)
    found = access.info.object_of(names[0]) if names and names[0].type == "identifier" else None
    return found if found is not None and found.is_local and found.kind == "var" else None


def uses_after(access: sharing.Access, found: Object) -> Iterator[Node]:
    """The uses of a local behind an access."""
    if found.function is not None:
        for use in access.info.uses_in(found, found.function):
            if use.start_byte > access.node.start_byte:
                yield use


def is_made_from(look: sharing.Access, write: sharing.Access) -> bool:
    """Whether a write stores what an access found, changed: `n := m[k]; m[k] = n + 1`."""
    info, value, found = look.info, write.value, local_of(look)
    if value is None:
        return False
    if value.start_byte <= look.node.start_byte < value.end_byte:
        return True
    if found is None or not mentions(value, info, found):
        return False
    if value.type != "identifier":
        return True
    uses = [use for use in uses_after(look, found) if use.end_byte < write.node.start_byte]
    return any(is_assigned(use) and not _is_replaced(info, use, found) for use in uses)


def _is_replaced(info: FileInfo, use: Node, found: Object) -> bool:
    """Whether a name is assigned as a whole, from something else than itself."""
    statement = use.parent.parent if use.parent is not None else None
    if use.parent is None or statement is None or use.parent.type != "expression_list":
        return False
    right = statement.child_by_field_name("right")
    plain = operands.operator_of(statement) in ("=", ":=")
    return plain and right is not None and not mentions(right, info, found)


def is_compared_with_nil(use: Node) -> bool:
    around = use.parent
    if around is None or around.type != "binary_expression":
        return False
    return any(child.type == "nil" for child in around.named_children)


def is_dereferenced(info: FileInfo, use: Node) -> bool:
    """Whether an expression is used so that nil panics: a field, a method, a call, a write."""
    around = use.parent
    while around is not None and around.type == "parenthesized_expression":
        use, around = around, around.parent
    if around is None:
        return False
    if around.type == "selector_expression":
        return around.child_by_field_name("operand") == use
    if around.type == "unary_expression":
        return operands.operator_of(around) == "*"
    if around.type == "call_expression":
        return around.child_by_field_name("function") == use
    return around.type == "index_expression" and info.type_of(use).is_map and is_assigned(around)


def is_assigned(node: Node) -> bool:
    """Whether an expression, or a part of it, stands on the left of an assignment."""
    child = node
    for around in ancestors(node):
        if around.type in ("inc_statement", "dec_statement"):
            return True
        if around.type == "assignment_statement":
            left = around.child_by_field_name("left")
            return left is not None and left.start_byte <= child.start_byte < left.end_byte
        if around.type not in ("selector_expression", "index_expression", "expression_list"):
            if around.type != "parenthesized_expression":
                return False
        elif around.type != "expression_list":
            first = around.child_by_field_name("operand")
            if first != child:
                return False
        child = around
    return False


def is_decided_by(access: sharing.Access) -> bool:
    """Whether the value itself is a condition: `if seen[k] {`."""
    child = access.expression
    for around in ancestors(child):
        if around.type in ("if_statement", "for_statement", "for_clause"):
            return around.child_by_field_name("condition") == child
        if around.type not in ("unary_expression", "binary_expression", "parenthesized_expression"):
            return False
        child = around
    return False


def mentions(node: Node, info: FileInfo, found: Object) -> bool:
    """Whether a local is used in a node; objects of two parses of a file are not equal."""
    for each in walk(node):
        denoted = info.object_of(each) if each.type == "identifier" else None
        if denoted is not None and (denoted.file, denoted.span) == (found.file, found.span):
            return True
    return False


def is_node(one: Node | None, other: Node | None) -> bool:
    """Whether two nodes of one file are the same place; they may be of two parses of it."""
    if one is None or other is None:
        return False
    return (one.start_byte, one.end_byte) == (other.start_byte, other.end_byte)
