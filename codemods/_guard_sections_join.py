"""Neighbouring sections of one lock made one: no Unlock with a Lock right behind it.

What is written and then read, or read for two uses, would otherwise be torn apart by another
goroutine, though the code needs the lock for both. The text with the edits in it is what counts:
a section may be new, or stand there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_pieces import Pieces
from gofixmap_codemods._guard_sections_tree import (
    list_in,
    members_of,
    never_falls,
    own_nodes,
    unlabeled,
)
from msgspec import Struct, field

from gofixmap.codemod import SourceFile, indentation, newline, nodes, operands, pattern, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Edit, FileInfo

_CALL = pattern(r"^(?:defer )?(.+)\.(R?)(Lock|Unlock)\(\)$")
_HEAD = b"package p\n"
_PURE = (
    "short_var_declaration",
    "assignment_statement",
    "var_declaration",
    "inc_statement",
    "dec_statement",
)
_IMPURE = (
    "func_literal",
    "type_assertion_expression",
    "index_expression",
    "slice_expression",
)
_HALVES = 2  # condition and block: no statement in front, and no else
_QUIET = ("len", "cap", "append", "copy", "delete", "clear", "make", "new", "min", "max")


class _Call(Struct, frozen=True):
    """A statement that takes a lock or gives it back."""

    node: Node
    lock: str
    reads: bool
    takes: bool
    deferred: bool


class _Join(Struct):
    """What makes two sections one: statements that go, and texts that change.

    `held` is what runs in a section that becomes one for writing.
    """

    gone: list[Node] = field(default_factory=list)
    changed: list[tuple[Node, str]] = field(default_factory=list)
    held: list[Node] = field(default_factory=list)


def joined(info: FileInfo, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of one function, with no section right behind another of the same lock."""
    around = info.file.declaration_at(edits[0].start) if edits else None
    if around is None or any(not around.span.contains(each.span) for each in edits):
        return tuple(edits)
    pieces = Pieces(info.file, around.span, edits)
    made = False
    while _joined_once(info, pieces):
        made = True
    return pieces.edits() if made else tuple(edits)


def _joined_once(info: FileInfo, pieces: Pieces) -> bool:
    text = _HEAD + pieces.text
    file = SourceFile(info.path, text)
    if len(file.declarations) != 1 or file.declarations[0].has_error:
        return False
    for node in walk(file.declarations[0].node):
        if node.type == "statement_list":
            join = next(_Joiner(info, pieces, text, members_of(node)).joins(), None)
            if join is not None:
                pieces.replace(_places(text, join))
                return True
    return False


def _places(text: bytes, join: _Join) -> list[tuple[int, int, str]]:
    """The changes as ranges of the text without its head."""
    shift = len(_HEAD)
    found = [(each.start_byte - shift, each.end_byte - shift, new) for each, new in join.changed]
    for node in join.gone:
        start, end = node.start_byte, node.end_byte
        line, feed = text.rfind(b"\n", 0, start) + 1, text.find(b"\n", end)
        if not text[line:start].strip() and not text[end:feed].strip():
            start, end = line, feed + 1
        elif text[end:feed].lstrip().startswith((b"//", b"/*")):
            end = feed - len(text[end:feed].lstrip())
        found.append((start - shift, end - shift, ""))
    return found


def _call_of(statement: Node) -> _Call | None:
    if statement.type not in ("expression_statement", "defer_statement"):
        return None
    match = _CALL.match((statement.text or b"").decode("utf-8", "replace"))
    if match is None or "\n" in match[0]:
        return None
    is_deferred = statement.type == "defer_statement"
    return _Call(statement, match[1], bool(match[2]), match[3] == "Lock", is_deferred)


class _Joiner:
    """The sections of one statement list."""

    def __init__(
        self, info: FileInfo, pieces: Pieces, text: bytes, members: Sequence[Node]
    ) -> None:
        self._info = info
        self._pieces = pieces
        self._text = text
        self._members = members
        self._calls = [_call_of(each) for each in members]

    def joins(self) -> Iterator[_Join]:
        """The pairs of neighbouring sections, one of them new, that can be one."""
        for number, call in enumerate(self._calls):
            if call is None or call.takes or call.deferred:
                continue
            behind = self._next_section(number, call)
            if behind is None:
                continue
            join = self._join(number, behind)
            if join is not None:
                yield join

    def _next_section(self, number: int, released: _Call) -> int | None:
        for later in range(number + 1, len(self._members)):
            taken = self._calls[later]
            if taken is not None:
                is_new = self._is_new(taken.node) or self._is_new(released.node)
                is_next = taken.lock == released.lock and taken.takes and not taken.deferred
                return later if is_new and is_next else None
            if not _is_pure(self._members[later], released.lock):
                return None
        return None

    def _is_new(self, node: Node) -> bool:
        shift = len(_HEAD)
        return self._pieces.is_new(node.start_byte - shift, node.end_byte - shift)

    def _join(self, left: int, right: int) -> _Join | None:
        released, taken = self._calls[left], self._calls[right]
        if released is None or taken is None:
            return None
        join = _Join([released.node, taken.node])
        opener = self._opener(left, released.lock)
        if released.reads and not taken.reads:
            if opener is None or not self._made_exclusive(opener, join):
                return None
        elif taken.reads and not released.reads and not self._made_exclusive(right, join):
            return None
        if opener is not None:
            self._defer_early(opener, left, right, join)
        gone = set(join.gone)
        join.changed = [each for each in join.changed if each[0] not in gone]
        return join

    def _opener(self, number: int, lock: str) -> int | None:
        for earlier in range(number - 1, -1, -1):
            call = self._calls[earlier]
            if call is not None and call.lock == lock:
                return earlier if call.takes else None
        return None

    def _defer_early(self, opener: int, left: int, right: int, join: _Join) -> None:
        """A deferred Unlock stands behind the Lock that is left."""
        call = self._calls[right + 1] if right + 1 < len(self._calls) else None
        taken = self._calls[opener]
        if call is None or taken is None or not call.deferred or call.lock != taken.lock:
            return
        held = self._members[opener + 1 : left]
        if any(_calls_in(each, call.lock) for each in held):
            return
        join.gone.append(call.node)
        both = [self._calls[left], self._calls[right]]
        kind = "R" if all(each is not None and each.reads for each in both) else ""
        between = f"{newline(self._text)}{indentation(self._text, taken.node.start_byte)}defer "
        text = between.join([f"{call.lock}.{kind}Lock()", f"{call.lock}.{kind}Unlock()"])
        join.changed = [each for each in join.changed if each[0] != taken.node]
        join.changed.append((taken.node, text))

    # A section for reading that becomes one for writing

    def _made_exclusive(self, opener: int, join: _Join) -> bool:
        call = self._calls[opener]
        if call is None or not call.reads:
            return False
        join.changed.append((call.node, f"{call.lock}.Lock()"))
        end = _follow(self._info, self._members[opener + 1 :], call.lock, join)
        if end is not False:
            return False
        if self._is_new(call.node):
            return True
        return all(self._is_quiet(each, call.lock) for each in join.held)

    def _is_quiet(self, member: Node, lock: str) -> bool:
        """Whether no call inside can take the lock for reading once more."""
        imported = {spec.name or spec.path.rpartition("/")[2] for spec in self._info.file.imports}
        for each in own_nodes(member):
            if each.type != "call_expression":
                continue
            text = (each.text or b"").decode("utf-8", "replace")
            function = each.child_by_field_name("function")
            operand = nodes.first_named(function) if function is not None else None
            name = (operand.text or b"").decode() if operand is not None else ""
            is_package = operand is not None and name in imported
            if text.startswith(f"{lock}.") or is_package or _is_builtin(each):
                continue
            return False
        return True


def _calls_in(node: Node, lock: str) -> list[_Call]:
    found = [_call_of(each) for each in own_nodes(node)]
    return [each for each in found if each is not None and each.lock == lock]


def _follow(info: FileInfo, members: Sequence[Node], lock: str, join: _Join) -> bool | None:
    """Makes what releases a section release it for writing.

    Gives whether the lock is still held behind the members, None where that is not certain.
    """
    for member in members:
        call = _call_of(member)
        if call is not None and call.lock == lock:
            if call.takes:
                return None
            defer = "defer " if call.deferred else ""
            join.changed.append((call.node, f"{defer}{lock}.Unlock()"))
            if call.deferred:
                join.held += members
            return False
        if not _calls_in(member, lock):
            join.held.append(member)
            continue
        held = _follow_branches(info, unlabeled(member), lock, join)
        if held is not True:
            return held
    return True


def _follow_branches(info: FileInfo, statement: Node, lock: str, join: _Join) -> bool | None:
    ends: set[bool | None] = set()
    is_total = False
    branches = _branches(statement)
    join.held += [each for each in nodes.named(statement) if each not in branches]
    for branch in branches:
        if branch.type == "if_statement":
            ends.add(_follow_branches(info, branch, lock, join))
            is_total = True
            continue
        is_total = is_total or branch.type == "default_case" or _is_else(statement, branch)
        listed = list_in(branch)
        inside = members_of(listed) if listed is not None else []
        end = _follow(info, inside, lock, join)
        if end is None or not inside or not never_falls(info, inside[-1]):
            ends.add(end)
    if statement.type not in ("block", "select_statement") and not is_total:
        ends.add(True)
    return next(iter(ends)) if len(ends) == 1 else False if not ends else None


def _branches(statement: Node) -> list[Node]:
    if statement.type == "block":
        return [statement]
    return [
        each
        for each in nodes.named(statement)
        if each.type == "block"
        or each.type.endswith("_case")
        or each == statement.child_by_field_name("alternative")
    ]


def _is_else(statement: Node, branch: Node) -> bool:
    return statement.child_by_field_name("alternative") == branch


def _is_pure(statement: Node, lock: str) -> bool:
    """Whether a statement only computes: it neither waits nor panics, and the lock stays the
    same."""
    if statement.type == "if_statement":
        return _is_pure_branch(statement, lock)
    if statement.type not in _PURE or not _computes(statement):
        return False
    root = re.match(r"[(*&]*(\w+)", lock)
    left = statement.child_by_field_name("left")
    targets = nodes.expression_items(left) if left is not None else [statement]
    names = {(each.text or b"").decode() for each in targets}
    return root is None or root[1] not in names


def _is_pure_branch(statement: Node, lock: str) -> bool:
    """`if c.last != nil { all = append(all, c.last) }`."""
    test, body = (statement.child_by_field_name(each) for each in ("condition", "consequence"))
    if test is None or body is None or len(nodes.named(statement)) > _HALVES:
        return False
    listed = list_in(body)
    inside = members_of(listed) if listed is not None else []
    return _computes(test) and all(_is_pure(each, lock) for each in inside)


def _computes(node: Node) -> bool:
    for each in own_nodes(node):
        if each.type in _IMPURE or (each.type == "call_expression" and not _is_builtin(each)):
            return False
        operator = operands.operator_of(each) if each.type.endswith("ary_expression") else ""
        if operator in ("<-", "/", "%", "<<", ">>"):
            return False
    return True


def _is_builtin(call: Node) -> bool:
    function = call.child_by_field_name("function")
    return function is not None and (function.text or b"").decode() in _QUIET
