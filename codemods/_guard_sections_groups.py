"""Accesses that must share one critical section: a read that decides or feeds a later write.

What a read gives is followed through the local variables of the function, by assignment and by
being assigned under a condition that depends on it. The order of assignments does not count, so
more may depend on a read than really does, and never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_tree import (
    FUNCTIONS,
    Part,
    Spot,
    covers,
    is_ending_call,
    members_of,
    own_nodes,
)
from msgspec import Struct, field

from gofixmap.codemod import nodes, operands, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_ASSIGNING = ("short_var_declaration", "assignment_statement", "receive_statement", "range_clause")
_HEADS = (
    "if_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "for_statement",
    "expression_case",
)
_BODIES = ("block", "statement_list", "expression_case", "default_case", "type_case")
_JUMPS = ("return_statement", "break_statement", "continue_statement", "goto_statement")
_Key = tuple[str, int]
_Op = sharing.Operation


class _Facts(Struct):
    """What one function assigns: the targets, and the nodes that decide their values."""

    flows: list[tuple[frozenset[_Key], Node]] = field(default_factory=list)
    names: list[tuple[int, _Key]] = field(default_factory=list)


class Dependence:
    """Which writes of one function depend on which reads."""

    def __init__(self, info: FileInfo, function: Node, spots: Sequence[Spot]) -> None:
        self._info = info
        self._function = function
        self._own = frozenset(info.file.text(spot.access.node) for spot in spots)
        self._owners = frozenset(
            key for spot in spots if (key := self._root(spot.access.node)) is not None
        )
        self._facts = _Facts()
        self._tainted: dict[int, frozenset[_Key]] = {}
        for node in walk(function):
            self._note(node)

    def _note(self, node: Node) -> None:
        if node.type == "selector_expression":
            self._facts.names.append((node.start_byte, (self._info.file.text(node), -1)))
        elif node.type == "identifier":
            found = self._info.object_of(node)
            if found is not None and found.is_local and found.kind == "var":
                self._facts.names.append((node.start_byte, (found.file, found.span.start)))
        elif node.type in _ASSIGNING:
            self._flow(node.child_by_field_name("left"), node.child_by_field_name("right"))
            self._stored(node.child_by_field_name("left"))
            if node.type == "assignment_statement" and _text(node, "operator") != "=":
                self._flow(node.child_by_field_name("left"), node.child_by_field_name("left"))
        elif node.type == "var_spec" and (value := node.child_by_field_name("value")) is not None:
            for name in nodes.children_of(node, "name"):
                self._flow(name, value)
        elif node.type == "type_switch_statement":
            self._flow(node.child_by_field_name("alias"), node.child_by_field_name("value"))

    def _flow(self, targets: Node | None, value: Node | None) -> None:
        if targets is None or value is None:
            return
        found = {
            key
            for target in nodes.expression_items(targets)
            if (key := self._key(target)) is not None
        }
        if found:
            self._facts.flows.append((frozenset(found), value))

    def _stored(self, targets: Node | None) -> None:
        """`l.last.next = n`: who names the part later has what is stored in what was read here."""
        for target in nodes.expression_items(targets) if targets is not None else ():
            spine = nodes.left_spine(target) if target.type == "selector_expression" else ()
            if any(self._info.file.text(each) in self._own for each in spine):
                self._facts.flows.append((frozenset([(self._info.file.text(target), -1)]), target))

    def _key(self, target: Node) -> _Key | None:
        """What an assignment changes: a local, or a field by the text that names it where the
        local is what the guarded variable belongs to, or is that variable."""
        key = self._root(target)
        if key not in self._owners:
            return key
        text = self._info.file.text(target)
        return (
            (text, -1) if target.type == "selector_expression" and text not in self._own else None
        )

    def _root(self, target: Node) -> _Key | None:
        """The local at the left end of an assigned expression."""
        spine = [target, *nodes.left_spine(nodes.unparenthesized(target))]
        found = self._info.object_of(spine[-1]) if spine[-1].type == "identifier" else None
        if found is None or not found.is_local:
            return None
        return (found.file, found.span.start)

    def _tainted_by(self, origin: Node) -> frozenset[_Key]:
        if origin.id not in self._tainted:
            self._tainted[origin.id] = self._spread(origin)
        return self._tainted[origin.id]

    def _spread(self, origin: Node) -> frozenset[_Key]:
        tainted: frozenset[_Key] = frozenset()
        controlled = [each for each in walk(self._function) if each.type in _HEADS]
        while True:
            found = set(tainted)
            for targets, value in self._facts.flows:
                if self._mentions(value, origin, tainted):
                    found |= targets
            for statement in controlled:
                if self._decides(statement, origin, tainted):
                    found |= self._assigned_in(statement)
            if len(found) == len(tainted):
                return tainted
            tainted = frozenset(found)

    def _mentions(self, node: Node, origin: Node, tainted: frozenset[_Key]) -> bool:
        if covers(node, origin):
            return True
        start, end = node.start_byte, node.end_byte
        return bool(tainted) and any(
            start <= at < end and key in tainted for at, key in self._facts.names
        )

    def _decides(self, statement: Node, origin: Node, tainted: frozenset[_Key]) -> bool:
        heads = [*header_of(statement), *_case_values(statement)]
        return any(self._mentions(each, origin, tainted) for each in heads)

    def _assigned_in(self, statement: Node) -> frozenset[_Key]:
        heads = header_of(statement)
        return frozenset(
            key
            for targets, value in self._facts.flows
            if covers(statement, value) and not any(covers(head, value) for head in heads)
            for key in targets
        )

    def feeds(self, read: Spot, write: Spot) -> bool:
        """Whether the write may depend on what the read gave; of another read, whether it may
        only happen because of that."""
        if write.access.writes and self.takes(read, write):
            return True
        if write.node.start_byte < read.node.start_byte and write.member != read.member:
            return False
        return self._controls(read.node, write.node, self._tainted_by(read.node))

    def takes(self, read: Spot, write: Spot) -> bool:
        """Whether the write may use what the read gave, and not only happen because of it."""
        tainted = self._tainted_by(read.node)
        if write.node.start_byte < read.node.start_byte and write.member != read.member:
            return self._carries(read, write, tainted)
        statement = write.member if write.part is Part.SIMPLE else write.owner
        if write.part is Part.SIMPLE and self._mentions(statement, read.node, tainted):
            return True
        return write.part is not Part.SIMPLE and covers(statement, read.node)

    def _carries(self, read: Spot, write: Spot, tainted: frozenset[_Key]) -> bool:
        """Whether an earlier write takes what the read of the round before left in a variable."""
        loop = write.node.parent
        while loop is not None and not (loop.type == "for_statement" and covers(loop, read.node)):
            loop = None if loop.type in FUNCTIONS else loop.parent
        if loop is None:
            return False
        outer = frozenset(key for key in tainted if key[1] < loop.start_byte)
        return bool(outer) and self._mentions(write.member, read.node, outer)

    def _controls(self, origin: Node, write: Node, tainted: frozenset[_Key]) -> bool:
        node = write
        while node.parent is not None and node != self._function:
            parent = node.parent
            if parent.type in _HEADS and self._decides(parent, origin, tainted):
                return True
            if parent.type == "statement_list":
                earlier = [each for each in members_of(parent) if origin.start_byte < each.end_byte]
                for member in earlier:
                    if member.start_byte >= node.start_byte:
                        break
                    if self._may_skip(member, origin, tainted):
                        return True
            node = parent
        return False

    def _may_skip(self, member: Node, origin: Node, tainted: frozenset[_Key]) -> bool:
        """Whether a condition that depends on the read jumps away inside `member`."""
        if member.type == "for_statement" and self._decides(member, origin, tainted):
            is_range = any(each.type == "range_clause" for each in header_of(member))
            if not is_range:
                return True
        for each in own_nodes(member):
            if each.type in _HEADS and self._decides(each, origin, tainted):
                for inner in own_nodes(each):
                    if inner.type in _JUMPS or is_ending_call(self._info, inner):
                        return True
        return False


def header_of(statement: Node) -> list[Node]:
    """What decides which part of a statement runs: init, condition, value, clause."""
    if statement.type == "expression_case":
        value = statement.child_by_field_name("value")
        return [] if value is None else [value]
    return [
        each
        for each in nodes.named(statement)
        if each.type not in _BODIES
        and not each.type.endswith("_case")
        and not (each.type == "if_statement" and statement.type == "if_statement")
    ]


def _case_values(statement: Node) -> list[Node]:
    """What the clauses of a switch compare with: each decides about those behind it as well."""
    if statement.type != "expression_switch_statement":
        return []
    return [value for each in nodes.named(statement) for value in nodes.children_of(each, "value")]


def _text(node: Node, name: str) -> str:
    part = node.child_by_field_name(name)
    return (part.text or b"").decode() if part is not None else "="


def groups_of(info: FileInfo, function: Node, spots: Sequence[Spot]) -> list[list[Spot]]:
    """The spots in groups of those that need one section, each group in source order."""
    dependence: Dependence | None = None
    parents = list(range(len(spots)))

    def root(index: int) -> int:
        while parents[index] != index:
            index = parents[index]
        return index

    for left, right in _pairs(spots):
        if root(left) == root(right):
            continue
        dependence = dependence or Dependence(info, function, spots)
        if _is_reset(spots[left], spots[right]):
            parents[root(right)] = root(left)
            continue
        if not dependence.feeds(spots[left], spots[right]):
            continue
        if not _is_later_act(dependence, spots[left], spots[right], spots):
            parents[root(right)] = root(left)
    groups: dict[int, list[Spot]] = {}
    for index, spot in enumerate(spots):
        groups.setdefault(root(index), []).append(spot)
    return list(groups.values())


def _is_later_act(dependence: Dependence, read: Spot, write: Spot, spots: Sequence[Spot]) -> bool:
    """`if c.busy { return }; c.busy = true; work(); c.busy = false`: the check is over with the
    first act, which the last one takes back."""
    if not write.access.writes or dependence.takes(read, write):
        return False
    return any(
        act.access.writes
        and act.access.variable == write.access.variable
        and act.access.base == write.access.base
        and read.node.start_byte < act.node.start_byte < write.node.start_byte
        and act.member != write.member
        and act.member.parent is not None
        and covers(act.member.parent, write.node)
        and dependence.feeds(read, act)
        for act in spots
    )


def _pairs(spots: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """A read and a write of one variable through one base."""
    for left, read in enumerate(spots):
        for right, write in enumerate(spots):
            a, b = read.access, write.access
            if left == right or a.variable != b.variable or a.base != b.base:
                continue
            if not (a.reads and b.writes) and not _is_protected(read, write):
                continue
            if not deletes_own_key(read, write):
                yield left, right


_WHOLE = (_Op.RANGE, _Op.CLONE, _Op.STORE)


def _is_reset(read: Spot, write: Spot) -> bool:
    """`for x := range c.pending { send(x) }; c.pending = nil`: what was added in between would be
    lost."""
    kind = read.access.info.type_of(read.access.node)
    if read.access.operation not in _WHOLE or not (kind.is_map or kind.is_slice):
        return False
    if write.access.operation not in (_Op.ASSIGN, _Op.CLEAR, _Op.UPDATE):
        return False
    is_inside = read.part is Part.RANGE and covers(read.owner, write.node)
    return read.node.start_byte < write.node.start_byte and not is_inside


_DEREFERENCES = (_Op.READ, _Op.METHOD, _Op.CALL, _Op.INDEX_READ, _Op.METHOD_VALUE)


def _is_protected(check: Spot, use: Spot) -> bool:
    """Whether a check of the length or for nil may keep the other read from panicking."""
    kind = check.access.info.type_of(check.access.node)
    if check.access.operation is _Op.LEN:
        return kind.is_slice and use.access.operation in (_Op.INDEX_READ, _Op.READ, _Op.STORE)
    is_handle = kind.is_pointer or kind.is_func or kind.is_interface
    is_check = check.access.operation is _Op.COMPARE
    return is_check and is_handle and use.access.operation in _DEREFERENCES


def deletes_own_key(read: Spot, write: Spot) -> bool:
    """`for k := range m { delete(m, k) }`: as good on a copy of the map."""
    if read.part is not Part.RANGE or write.access.operation is not sharing.Operation.DELETE:
        return False
    body = read.owner.child_by_field_name("body")
    if body is None or not covers(body, write.node) or write.access.key is None:
        return False
    left = read.access.expression.child_by_field_name("left")
    names = nodes.expression_items(left) if left is not None else []
    info, key = read.access.info, write.access.key
    if not names or key.type != "identifier":
        return False
    found = info.object_of(key)
    return operands.is_stable(info, key) and found is not None and found is info.object_of(names[0])


def reads_own_element(read: Spot, use: Spot) -> bool:
    """`for i := range s { f(s[i]) }`: the element that the loop is at, the same in a copy."""
    access = use.access
    if read.part is not Part.RANGE or access.operation not in (_Op.INDEX_READ, _Op.LOOKUP):
        return False
    body = read.owner.child_by_field_name("body")
    if body is None or not covers(body, use.node) or access.variable != read.access.variable:
        return False
    left = read.access.expression.child_by_field_name("left")
    names = nodes.expression_items(left) if left is not None else []
    info, key = access.info, access.key
    if not names or key is None or key.type != "identifier" or access.base != read.access.base:
        return False
    found = info.object_of(key)
    return found is not None and found is info.object_of(names[0])


def spot_elements(read: Spot, spots: Sequence[Spot]) -> list[Spot]:
    """The reads of the element that a range clause is at, where its body writes nothing."""
    body = read.owner.child_by_field_name("body")
    inside = [s for s in spots if body is not None and covers(body, s.node)]
    if any(s.access.writes and s.access.variable == read.access.variable for s in inside):
        return []
    return [spot for spot in inside if reads_own_element(read, spot)]
