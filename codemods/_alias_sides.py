"""The two sides of an alias inside one function: every use of each, and the order they run in.

A side is a variable, or a field reached from one: `opts`, `c.Rebates`, `pkg.Default`. Two spellings
of one chain are one side; a pointer that also leads there is not looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.codemod import ancestors, enclosing, flow, mutation, nodes, operands, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type, Variable

Operation = sharing.Operation
ELEMENT, APPEND, DEEP = "element", "append", "deep"  # what a use writes

_ELEMENTS = frozenset(
    {
        Operation.INDEX_WRITE,
        Operation.INDEX_UPDATE,
        Operation.DELETE,
        Operation.CLEAR,
        Operation.PART_WRITE,
    }
)
_BLIND = frozenset({Operation.COMPARE, Operation.INITIALIZE, Operation.ASSIGN, Operation.APPEND})
_SORTS = frozenset({("sort", "Sort"), ("sort", "Stable")})
_SETTERS = frozenset({"Set", "Add", "Del"})
_HEADERS = frozenset(
    {("net/http", "Header"), ("net/url", "Values"), ("net/textproto", "MIMEHeader")}
)
_MAY_GROW = frozenset({("slices", "Grow"), ("slices", "Insert"), ("slices", "Replace")})
_CHANGES = ("assignment_statement", "inc_statement", "dec_statement")
_IDENTIFIERS = ("identifier", "field_identifier")
_FUNCTIONS = ("func_literal", "function_declaration", "method_declaration")
_GOES_ON = frozenset({Operation.RETURN, Operation.ARGUMENT, Operation.STORE})


class Side(Struct, frozen=True):
    """The chain `path` from `root`; `node` is where it was first seen.

    Where the function does not spell the chain, `node` is what it begins with, `spelled` its text.
    """

    info: FileInfo
    node: Node
    root: Variable
    path: tuple[str, ...]
    spelled: str = ""

    @property
    def text(self) -> str:
        return self.spelled or self.info.file.text(self.node)

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else self.root.name

    @property
    def type(self) -> Type:
        return self.info.type_of(self.node)

    @property
    def role(self) -> str:
        """How the root is declared: var, param, receiver, ...; "" for a package variable."""
        found = self.root.info.object_of(self.root.node)
        return found.role if found is not None else ""

    @property
    def outlives(self) -> bool:
        """Whether others hold the same map or slice when the function has returned."""
        if self.role in ("", "param", "receiver"):
            return True
        return bool(self.path) and not self.root.type.is_struct


class Use(Struct, frozen=True):
    """One mention of a side. `is_captured`: inside a function literal, run at some other time."""

    node: Node
    done: sharing.Done
    writes: str  # ELEMENT, APPEND, DEEP or ""
    is_captured: bool
    is_deferred: bool

    @property
    def operation(self) -> sharing.Operation:
        return self.done.operation

    @property
    def assigns(self) -> bool:
        return self.operation is Operation.ASSIGN

    @property
    def goes_on(self) -> bool:
        return self.operation in _GOES_ON

    @property
    def line(self) -> int:
        return self.node.start_point.row + 1

    def looks(self, kind: Type) -> bool:
        """Whether it may see the elements, or hands them to what may."""
        if self.operation in _BLIND or (self.writes and self.operation in _ELEMENTS):
            return False
        return kind.is_map or self.operation is not Operation.LEN


def side_of(info: FileInfo, expression: Node) -> Side | None:
    """The side that an expression is; None where it is no chain of fields from a variable."""
    node = nodes.unparenthesized(expression)
    if node.type not in ("identifier", "selector_expression"):
        return None
    chain = sharing.chain_of(info, node)
    root = sharing.variable_denoted(info, chain.root) if chain is not None else None
    return Side(info, node, root, chain.path) if chain is not None and root is not None else None


class Region:
    """A function's body: which of its points can run after which."""

    def __init__(self, info: FileInfo, function: Node) -> None:
        self.info = info
        self.function = function
        self.body = function.child_by_field_name("body") or function
        self._uses: dict[tuple[Variable, tuple[str, ...]], tuple[Use, ...]] = {}

    @cached_property
    def _flow(self) -> flow.Flow:
        return flow.flow_of(self.body, lambda node: mutation.never_returns(self.info, node))

    @cached_property
    def put_back(self) -> frozenset[Variable]:
        """The locals that are stored as an element of a map or slice: `m[k] = v`."""
        found: set[Variable] = set()
        for node in inner(self.body):
            left, right = (node.child_by_field_name(side) for side in ("left", "right"))
            if node.type != "assignment_statement" or left is None or right is None:
                continue
            target, value = nodes.first_named(left), nodes.first_named(right)
            if target is not None and target.type == "index_expression" and value is not None:
                side = side_of(self.info, value)
                found.update(() if side is None else (side.root,))
        return frozenset(found)

    def holds(self, node: Node) -> bool:
        """Whether a node stands in the body, and in no function literal inside."""
        function = enclosing(node, *_FUNCTIONS)
        return function is not None and function == self.function

    def point(self, node: Node) -> int | None:
        """The smallest point of the flow that holds a node; None inside function literals."""
        return self._flow.holding(node)

    def after(self, start: Node | None, stops: Collection[Node] = ()) -> frozenset[int]:
        """The points that can run after `start` before control comes to one of `stops`.

        The stops themselves are among them. None stands for the start of the function.
        """
        first = 0 if start is None else self.point(start)
        ends = {self.point(each) for each in stops}
        seen: set[int] = set()
        pending = [] if first is None else list(self._flow.points[first].successors)
        while pending:
            index = pending.pop()
            if index not in seen:
                seen.add(index)
                pending += [] if index in ends else self._flow.points[index].successors
        return frozenset(seen)

    def uses(self, side: Side) -> tuple[Use, ...]:
        """The uses of a side in source order, those inside function literals included."""
        key = (side.root, side.path)
        if key not in self._uses:
            self._uses[key] = tuple(self._find(side))
        return self._uses[key]

    def _find(self, side: Side) -> Iterator[Use]:
        for node in self._mentions(side.root):
            found = _followed(self.info, node, side.path)
            if found is None or found.start_byte == side.root.node.start_byte:
                continue
            literals = self._literals(node)
            done = sharing.operation_of(self.info, found)
            deferred = len(literals) == 1 and _is_deferred(literals[0])
            yield Use(found, done, written(self.info, found, done), bool(literals), deferred)

    def replaced(self, side: Side) -> list[Node]:
        """Where the side, or something on the way to it, gets another value."""
        found: list[Node] = []
        for length in range(len(side.path) + 1):
            part = Side(side.info, side.node, side.root, side.path[:length])
            found += [use.node for use in self.uses(part) if not use.is_captured and _replaces(use)]
        return found + [each for node in found for each in _guards(node, side.text)]

    def top_statement(self, node: Node) -> Node:
        """The statement of the function's own list that holds a node."""
        current = node
        for each in ancestors(node, self.body):
            if each.type == "statement_list" and each.parent == self.body:
                break
            current = each
        return current

    def disturbed(self, side: Side) -> list[Node]:
        """Where code that is not in sight may put something else in the side's place.

        What holds the side is called upon or handed on by its address; and all that is called may
        do so where other functions assign to the field or package variable.
        """
        found: list[Node] = []
        for length in range(len(side.path)):
            part = Side(side.info, side.node, side.root, side.path[:length])
            found += [use.node for use in self.uses(part) if _may_replace(self.info, use)]
        if _is_assigned_elsewhere(side, self.function):
            found += [node for node in inner(self.body) if _runs_code(self.info, node)]
        return found

    def disturbing(self, starts: Collection[Node]) -> list[Node]:
        """The assignments and the calls that run code behind one of `starts`."""
        reached = frozenset[int]().union(*(self.after(start) for start in starts))
        return [
            node
            for node in inner(self.body)
            if (_runs_code(self.info, node) or node.type in _CHANGES)
            and self.point(node) in reached
        ]

    def _mentions(self, root: Variable) -> Iterator[Node]:
        for node in self._named(root.name.encode()):
            named = node
            if node.type == "field_identifier":  # pkg.Name
                parent = node.parent
                if parent is None or parent.type != "selector_expression":
                    continue
                named = parent
                chosen = self.info.selection(parent)
                if chosen is None or chosen.kind != "package":
                    continue
            if sharing.variable_denoted(self.info, named) == root:
                yield named

    def _named(self, name: bytes) -> Iterator[Node]:
        """The identifiers of that spelling, found in the text and not by walking the tree."""
        body = self.body
        at = self.info.file.data.find(name, body.start_byte, body.end_byte)
        while at >= 0:
            end = at + len(name)
            node = body.descendant_for_byte_range(at, end)
            is_whole = node is not None and (node.start_byte, node.end_byte) == (at, end)
            if is_whole and node is not None and node.type in _IDENTIFIERS:
                yield node
            at = self.info.file.data.find(name, end, body.end_byte)

    def _literals(self, node: Node) -> list[Node]:
        """The function literals of the region around a node."""
        around = ancestors(node, self.body)
        return [each for each in around if each.type == "func_literal" and each != self.function]


def inner(body: Node) -> Iterator[Node]:
    """The nodes of a function, those of function literals inside left out."""
    literal: Node | None = None
    for node in walk(body):
        if literal is not None and node.start_byte < literal.end_byte:
            continue
        if node.type == "func_literal":
            literal = node
        else:
            yield node


def first_statement(body: Node) -> Node:
    """The statement that a function begins with; the body itself where it has none."""
    listed = nodes.first_named(body)
    found = nodes.first_named(listed) if listed is not None else None
    return found or body


def _is_deferred(literal: Node) -> bool:
    call = literal.parent
    return call is not None and call.parent is not None and call.parent.type == "defer_statement"


def _guards(assigned: Node, text: str) -> list[Node]:
    """The condition of an `if x != nil` in which x is replaced: nil holds nothing to share."""
    for each in ancestors(assigned):
        if each.type == "if_statement":
            condition = each.child_by_field_name("condition")
            wanted = f"{text} != nil".encode()
            return [condition] if condition is not None and condition.text == wanted else []
    return []


def _replaces(use: Use) -> bool:
    """Whether a use puts something else in the place of what it mentions: `c = x`, `*c = x`."""
    node = use.node
    while node.parent is not None and _is_star(node.parent):
        node = node.parent
    made = use.done.value if use.operation is Operation.UPDATE else None
    if made is not None and made.type == "call_expression" and _is_clipped(made):
        return True
    return use.assigns or (node != use.node and _is_assigned(node))


def _may_replace(info: FileInfo, use: Use) -> bool:
    """Whether a use of a struct may assign to its fields, by its address or a pointer method."""
    if use.operation is Operation.ADDRESS:
        return True
    if use.operation is not Operation.METHOD or info.type_of(use.node).is_pointer:
        return False
    function = use.done.expression.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    return chosen is None or chosen.pointer_method


def _is_assigned_elsewhere(side: Side, function: Node) -> bool:
    variable = sharing.variable_denoted(side.info, side.node)
    if variable is None or variable.kind is sharing.VariableKind.LOCAL:
        return False
    own = (side.info.path, function.start_byte)
    return any(
        access.operation is Operation.ASSIGN
        and (access.path, access.function.start_byte if access.function else -1) != own
        for access in sharing.accesses_of(side.info.semantics, variable).all
    )


def _runs_code(info: FileInfo, node: Node) -> bool:
    later = node.parent is not None and node.parent.type in ("defer_statement", "go_statement")
    return node.type == "call_expression" and not later and operands.runs_code(info, node)


def _is_assigned(node: Node) -> bool:
    listed = node.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type != "assignment_statement":
        return False
    return statement.child_by_field_name("left") == listed


def _followed(info: FileInfo, root: Node, path: tuple[str, ...]) -> Node | None:
    """The expression around `root` that follows the path; None where it goes elsewhere."""
    node, done = root, 0
    while done < len(path):
        parent = node.parent
        if parent is None:
            return None
        if parent.type == "parenthesized_expression" or _is_star(parent):
            node = parent
            continue
        if parent.type != "selector_expression" or parent.start_byte > node.start_byte:
            return None
        chosen = info.selection(parent)
        if chosen is None or chosen.kind != "field":
            return None
        names = (*(field.name for field in chosen.path), chosen.name)
        if path[done : done + len(names)] != names:
            return None
        node, done = parent, done + len(names)
    return node if done == len(path) else None


def _is_star(node: Node) -> bool:
    return node.type == "unary_expression" and (node.text or b"")[:1] == b"*"


def written(info: FileInfo, node: Node, done: sharing.Done) -> str:
    """Whether a use writes the elements, appends, or writes to what an element refers to."""
    operation = done.operation
    if operation in _ELEMENTS:
        return ELEMENT
    if operation is Operation.APPEND:
        return APPEND
    if operation is Operation.UPDATE:
        return _moved(info, done)
    if operation is Operation.METHOD:
        return ELEMENT if _sets(info, done.expression) else ""
    if operation is Operation.ARGUMENT:
        return ELEMENT if sharing.callees.called(info, done.expression) in _SORTS else ""
    return DEEP if operation is Operation.INDEX_READ and _is_target(done.expression) else ""


def _moved(info: FileInfo, done: sharing.Done) -> str:
    """`sort.Strings(v)`, `v = append(v[:i], v[i+1:]...)` write elements, `v = v[1:]` does not.

    What may take new storage counts as an append.
    """
    made = done.value if done.value is not None else done.expression
    made = nodes.unparenthesized(made)
    if made.type != "call_expression":
        return ""
    grows = _is_clipped(made) or sharing.callees.called(info, made) in _MAY_GROW
    return APPEND if grows else ELEMENT


def _is_clipped(call: Node) -> bool:
    """`append(v[:n:n], x)`, which takes new storage."""
    given = sharing.callees.arguments_of(call)
    return bool(given) and given[0].child_by_field_name("capacity") is not None


def _sets(info: FileInfo, call: Node) -> bool:
    """A method that is known to write the map that it is called on."""
    function = call.child_by_field_name("function")
    chosen = info.selection(function) if function is not None else None
    declaring = chosen.declaring if chosen is not None else None
    if chosen is None or declaring is None or chosen.name not in _SETTERS:
        return False
    return (declaring.package, declaring.name) in _HEADERS


def _is_target(element: Node) -> bool:
    """Whether something that an element leads to is written: `m[k][j] = x`, `s[i].f++`."""
    node = element
    parent = node.parent
    while parent is not None:
        is_part = parent.child_by_field_name("operand") == node
        if not is_part and parent.type != "parenthesized_expression":
            break
        node, parent = parent, parent.parent
    if parent is None or node == element:
        return False
    if parent.type in ("inc_statement", "dec_statement"):
        return True
    call = parent.parent
    if parent.type == "argument_list" and call is not None:
        function = call.child_by_field_name("function")
        named = function is not None and function.text in (b"delete", b"clear")
        return named and nodes.first_named(parent) == node
    return _is_assigned(node)
