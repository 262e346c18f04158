"""Reads and writes that belong together: one atomic operation, not a Load and then a Store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods import _atomic_conditions as tests
from gofixmap_codemods import _atomic_loops as loops
from gofixmap_codemods._atomic_names import local_name
from gofixmap_codemods._atomic_order import KEEPING, is_evaluated_first, is_first
from gofixmap_codemods._atomic_subject import Refusal
from gofixmap_codemods._atomic_uses import (
    READS,
    WRITES,
    Uses,
    atomic_call,
    key,
    operation_name,
    text_of,
    writing_statement,
)
from msgspec import Struct, field

from gofixmap.codemod import (
    insert_before,
    nodes,
    operands,
    pattern,
    placement,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_writers import Writers
    from tree_sitter import Node

# After these other goroutines have had their turn: what is read then is a value of its own.
_BARRIER = pattern(rb"<-|\bselect\b|\.(?:Wait|Sleep|R?Lock)\(")


class Write(Struct, frozen=True):
    """One write, with what it adds where it adds something."""

    access: sharing.Access
    statement: Node
    operator: str  # "=", "++", "+=" ...
    value: Node | None
    delta: str = ""  # the argument of Add; "" where it does not add
    inner: tuple[sharing.Access, ...] = ()  # the old value in `n = n + x`


class Idioms(Struct):
    """Finds the idioms around each write and rewrites them through `uses`.

    With `loops_allowed` the user has asked for the variable by name: a read that decides on a
    write may become a CompareAndSwap loop.
    """

    uses: Uses
    writers: Writers
    loops_allowed: bool
    tied: set[tuple[tuple[str, int], tuple[str, int]]] = field(default_factory=set)

    def run(self) -> None:
        for access in self.uses.accesses:
            if not self.uses.is_open(access):
                continue
            if access.operation in WRITES:
                self._write(self._understood(access))
            elif access.operation is sharing.Operation.ATOMIC:
                self._added_already(access)

    def _added_already(self, access: sharing.Access) -> None:
        """`atomic.AddInt64(&n, 1)` with plain reads behind it, which mean its result."""
        call = atomic_call(access)
        statement = call.parent if call is not None else None
        if call is None or statement is None or statement.type not in _ADDING:
            return
        if operation_name(access.info, call, self.uses.shape.name) == "Add":
            delta = access.info.file.text(operands.arguments_of(call)[1])
            write = Write(access, statement, "add", None, delta)
            if statement.type == "defer_statement":
                self._returned(write)
            elif not self._taken_before(write):
                self._reused(write)

    def _returned(self, write: Write) -> None:
        """`defer atomic.AddInt64(&n, 1)` directly in front of a return that reads n once."""
        tail = _tail(write.statement)
        if len(tail) != 1 or tail[0].type != "return_statement" or write.delta not in _OPPOSITE:
            return
        read = self._lone_read(tail[0], write)
        if read is not None and self.uses.is_open(read) and is_evaluated_first(read, tail[0]):
            self.uses.operation(read, "Add", write.delta, _OPPOSITE[write.delta])
            self._replace(write, "")
            self._tie(write, read)

    def _understood(self, access: sharing.Access) -> Write:
        statement = writing_statement(access)
        if statement.type in ("inc_statement", "dec_statement"):
            delta = self.uses.delta(access, statement)
            return Write(access, statement, statement.type, None, delta)
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        operator = operands.operator_of(statement)
        if left is None or right is None or right.named_child_count != 1:
            return Write(access, statement, operator, None)
        value = nodes.expression_items(right)[0]
        inner = tuple(self.uses.within(access.info, value))
        if operator in ("+=", "-=") and not inner:
            return Write(access, statement, operator, value, self._delta(access, value, operator))
        if operator == "=" and len(inner) == 1 and (added := self._added(inner[0], value)):
            return Write(access, statement, operator, value, added, inner)
        return Write(access, statement, operator, value, "", inner)

    def _delta(self, access: sharing.Access, value: Node, operator: str) -> str:
        info, form = access.info, self.uses.form
        text = info.file.text(value)
        if operator == "+=":
            return form.taken(info, value, text)
        if form.shape.is_unsigned and info.constant(value) is not None:
            return ""
        taken = form.taken(info, value, text)
        return f"-({taken})" if value.type == "binary_expression" and taken == text else f"-{taken}"

    def _added(self, read: sharing.Access, value: Node) -> str:
        """What `n + x`, `x + n` or `n - x` adds to n."""
        value = nodes.unparenthesized(value)
        if value.type != "binary_expression" or read.operation not in READS:
            return ""
        operator = operands.operator_of(value)
        left, right = value.child_by_field_name("left"), value.child_by_field_name("right")
        if left is None or right is None or operator not in ("+", "-"):
            return ""
        if left == read.node:
            return self._delta(read, right, f"{operator}=")
        return self._delta(read, left, "+=") if right == read.node and operator == "+" else ""

    def _write(self, write: Write) -> None:
        if any(idiom(write) for idiom in (self._guarded, self._taken_before, self._reused)):
            return
        if write.delta and write.inner:
            self._replace(write, self._call(write))
        elif write.inner or self._is_odd(write):
            self._loop(write, loops.unconditional(self.uses, write.access, write.statement))

    def _is_odd(self, write: Write) -> bool:
        """Whether the statement computes a new value in a way that no operation has."""
        known = ("=", "inc_statement", "dec_statement", "+=", "-=")
        return write.operator not in known and not (
            write.operator in ("|=", "&=") and self.uses.has_bit_operations(write.access)
        )

    def _loop(self, write: Write, text: list[str] | None) -> None:
        if not self.loops_allowed or text is None:
            info, statement = write.access.info, write.statement
            raise Refusal("read-modify-write", info, statement, text_of(write.access, statement))
        self._replace_by(write, write.statement, text, *write.inner)

    def _replace_by(
        self, write: Write, statement: Node, text: list[str], *reads: sharing.Access
    ) -> None:
        file = write.access.info.file
        self.uses.changes.add(replace_statement(file, statement, text))
        self._tie(write, *reads)

    def _tie(self, write: Write, *reads: sharing.Access) -> None:
        self.uses.claim(write.access, *reads)
        self.tied.update((key(read), key(write.access)) for read in reads)

    def _call(self, write: Write) -> str:
        """The addition as an expression; an assigned-from old value goes with it."""
        info = write.access.info
        text = text_of(write.access, write.access.node)
        return self.uses.form.call(info, "Add", text, write.delta)

    def _replace(self, write: Write, text: str) -> None:
        """The statement as `text`, which may be nothing."""
        self._tie(write, *write.inner)
        statement = write.statement
        if text:
            info = write.access.info
            self.uses.changes.replace(info, statement.start_byte, statement.end_byte, text)
        else:
            self.uses.changes.add(replace_statement(write.access.info.file, statement, []))

    # A read just before the write.

    def _taken_before(self, write: Write) -> bool:
        """`id := n; n++` and `old := n; n = 0`."""
        run = self._run_before(write)
        reads = [each for _, inside in run for each in inside]
        if len(reads) > 1 or (reads and write.operator == "add" and not _is_whole(reads[0])):
            return self._number_taken(write, run)
        before = _previous(write.statement)
        read = self._lone_read(before, write) if before is not None else None
        if before is None or read is None or before.type not in KEEPING:
            return False
        info = write.access.info
        if operands.has_call_or_receive(info, before) or _assigns_part_of(write, before):
            return False
        if write.delta in _OPPOSITE and not write.inner:
            self.uses.operation(read, "Add", write.delta, _OPPOSITE[write.delta])
        elif write.operator == "=" and write.value is not None and not write.inner:
            if operands.has_call_or_receive(info, write.value):
                return False
            value = self.uses.form.taken(info, write.value, info.file.text(write.value))
            self.uses.operation(read, "Swap", value)
        else:
            return False
        self._replace(write, "")
        self._tie(write, read)
        return True

    def _run_before(self, write: Write) -> list[tuple[Node, list[sharing.Access]]]:
        """The statements directly before the write that keep what they read of it, in order."""
        found: list[tuple[Node, list[sharing.Access]]] = []
        info, before = write.access.info, _previous(write.statement)
        while before is not None and before.type in KEEPING:
            inside = self.uses.within(info, before)
            if not inside or not all(self._is_same(each, write) for each in inside):
                break
            if any(each.operation is not sharing.Operation.READ for each in inside):
                break
            if operands.has_call_or_receive(info, before) or _assigns_part_of(write, before):
                break
            found.insert(0, (before, inside))
            before = _previous(before)
        return found

    def _number_taken(self, write: Write, run: list[tuple[Node, list[sharing.Access]]]) -> bool:
        """`a := s[n]; b := t[n]; n++`: one number for all that is read before the next is due."""
        if write.delta not in _OPPOSITE or write.inner:
            return False
        info, first = write.access.info, run[0][0]
        reads = [each for _, inside in run for each in inside]
        name = local_name(self.uses.changes, info, first, write.access.variable.name)
        taken = self.uses.form.given(info, write.statement, self._call(write))
        text = f"{name} := {taken}{_OPPOSITE[write.delta]}"
        self.uses.changes.add(insert_before(info.file, first, [text]))
        for read in reads:
            self.uses.changes.replace(info, read.node.start_byte, read.node.end_byte, name)
        self._replace(write, "")
        self._tie(write, *reads)
        return True

    def _lone_read(self, statement: Node, write: Write) -> sharing.Access | None:
        inside = self.uses.within(write.access.info, statement)
        if len(inside) != 1 or inside[0].operation is not sharing.Operation.READ:
            return None
        same = inside[0].function == write.access.function
        return (
            inside[0]
            if same
            and text_of(inside[0], inside[0].node) == text_of(write.access, write.access.node)
            else None
        )

    # Reads after the write.

    def _reused(self, write: Write) -> bool:
        """`n++; return n` and further reads: they all mean the result of the addition."""
        if not write.delta:
            return False
        tail = _tail(write.statement)
        reads = self._following(write, tail)
        if not reads:
            return False
        beside = self.uses.within(write.access.info, tail[0])
        lone = len(reads) == 1 and beside == reads and is_first(reads[0], tail[0])
        if lone and self._is_inlined(write, tail[0]):
            self.uses.operation(reads[0], "Add", write.delta)
            self._tie(write, reads[0])
        else:
            self._keep_result(write, reads)
        return True

    def _is_inlined(self, write: Write, following: Node) -> bool:
        """Takes the statement away where its addition moves into the following expression."""
        place = placement.place_of(write.statement)
        if place.standing is placement.Standing.LIST:
            self._replace(write, "")
            return True
        if place.standing is placement.Standing.HEADER and place.owner.type != "for_statement":
            self._tie(write, *write.inner)
            start, end = write.statement.start_byte, following.start_byte
            self.uses.changes.replace(write.access.info, start, end, "")
            return True
        return False

    def _keep_result(self, write: Write, reads: list[sharing.Access]) -> None:
        info = write.access.info
        field = write.access.variable.name
        name = local_name(self.uses.changes, info, write.statement, field)
        call = self._call(write)
        self._replace(write, f"{name} := {self.uses.form.given(info, write.statement, call)}")
        for read in reads:
            node = read.node
            self.uses.changes.replace(info, node.start_byte, node.end_byte, name)
        self._tie(write, *reads)

    def _following(self, write: Write, tail: list[Node]) -> list[sharing.Access]:
        """The reads behind the write that nothing separates from it."""
        found: list[sharing.Access] = []
        for part in tail:
            inside = self.uses.within(write.access.info, part)
            if any(each.operation not in READS for each in inside):
                break
            start, end = part.start_byte, part.end_byte
            if _BARRIER.search(part.text or b""):
                break
            if self.writers.run_between(write.access, start, end):
                break
            found += [each for each in inside if self._is_same(each, write)]
        return found

    def _is_same(self, read: sharing.Access, write: Write) -> bool:
        same = text_of(read, read.node) == text_of(write.access, write.access.node)
        return same and read.function == write.access.function and self.uses.is_open(read)

    # A read that decides whether to write.

    def _guarded(self, write: Write) -> bool:
        return self._guarded_inside(write) or self._guarded_before(write)

    def _guarded_inside(self, write: Write) -> bool:
        """`if !x { x = true ... }`."""
        branch = tests.branch_of(write.statement)
        if branch is None:
            return False
        condition = branch.child_by_field_name("condition")
        read = self._lone_read(condition, write) if condition is not None else None
        if condition is None or read is None:
            return self._looped(write, branch)
        test = tests.test_of(read, condition)
        alone = tests.is_alone(branch)
        if test is None or not test.equal or not self._is_constant(write):
            return self._looped(write, branch)
        value = self._constant(write)
        if alone and self.uses.shape.is_bool:
            text = self.uses.form.call(write.access.info, "Store", self._name(write), value)
            self._replace_by(write, branch, [text], read)
            return True
        swap = self._swapped(write, test.expected(self.uses.form), value)
        if alone:
            self._replace_by(write, branch, [swap], read)
            return True
        info = write.access.info
        self.uses.changes.replace(info, condition.start_byte, condition.end_byte, swap)
        self._replace(write, "")
        self._tie(write, read)
        return True

    def _looped(self, write: Write, branch: Node) -> bool:
        """`if n < max { n++ }`, as a loop where the user asks for it."""
        if not self.loops_allowed or not tests.is_alone(branch):
            return False
        text = loops.conditional(self.uses, write.access, write.statement, branch)
        reads = self.uses.within(write.access.info, branch)
        if text is None or len(reads) < 2:
            return False
        self._replace_by(write, branch, text, *reads)
        return True

    def _guarded_before(self, write: Write) -> bool:
        """`if x { return }; x = true`."""
        branch = _previous(write.statement)
        if branch is None or not tests.is_exit(branch):
            return False
        condition = branch.child_by_field_name("condition")
        read = self._lone_read(condition, write) if condition is not None else None
        test = tests.test_of(read, condition) if read is not None and condition else None
        if condition is None or read is None:
            return False
        if test is None or not self._is_constant(write):
            return self._reserved(write, branch)
        value, info = self._constant(write), write.access.info
        left = test.negated()
        if left is not None and left.equal:
            swap = f"!{self._swapped(write, left.expected(self.uses.form), value)}"
            self.uses.changes.replace(info, condition.start_byte, condition.end_byte, swap)
        elif test.expected(self.uses.form) == value:
            self.uses.operation(read, "Swap", value)
        else:
            return False
        self._replace(write, "")
        self._tie(write, read)
        return True

    def _reserved(self, write: Write, branch: Node) -> bool:
        """`if n >= max { return err }; n++`, as a loop where the user asks for it."""
        if not self.loops_allowed:
            return False
        text = loops.reservation(self.uses, write.access, write.statement, branch)
        if text is None:
            return False
        reads = self.uses.within(write.access.info, branch)
        self._replace(write, "")
        self._replace_by(write, branch, text, *reads)
        return True

    def _is_constant(self, write: Write) -> bool:
        value = write.value
        if write.operator != "=" or value is None or write.inner:
            return False
        return value.type in ("true", "false") or write.access.info.constant(value) is not None

    def _constant(self, write: Write) -> str:
        assert write.value is not None
        info = write.access.info
        return self.uses.form.taken(info, write.value, info.file.text(write.value))

    def _name(self, write: Write) -> str:
        return text_of(write.access, write.access.node)

    def _swapped(self, write: Write, old: str, new: str) -> str:
        info = write.access.info
        adds = any(each.operation is sharing.Operation.UPDATE for each in self.uses.accesses)
        if self.uses.shape.is_narrow and adds:
            # The wider atomic value does not wrap where the old one did: 256 is no uint8(0).
            text = text_of(write.access, write.statement)
            raise Refusal("read-modify-write", info, write.statement, text)
        return self.uses.form.call(info, "CompareAndSwap", self._name(write), old, new)


_OPPOSITE = {"1": " - 1", "-1": " + 1"}
_ADDING = ("expression_statement", "defer_statement")


def _previous(statement: Node) -> Node | None:
    if statement.parent is None or statement.parent.type != "statement_list":
        return None
    before = statement.prev_named_sibling
    while before is not None and before.type == "comment":
        before = before.prev_named_sibling
    return before


def _tail(statement: Node) -> list[Node]:
    """What runs after the statement in its list, or in the header and body it stands in."""
    following: list[Node] = []
    node = statement.next_named_sibling
    while node is not None:
        if node.type != "comment":
            following.append(node)
        node = node.next_named_sibling
    return following


def _is_whole(read: sharing.Access) -> bool:
    """Whether a statement keeps just what is read."""
    return read.node.parent is not None and read.node.parent.type == "expression_list"


def _assigns_part_of(write: Write, before: Node) -> bool:
    """Whether the statement before names anew what the write's operands are made of."""
    left = before.child_by_field_name("left")
    if left is None:
        spec = nodes.first_named(before)
        names = nodes.children_of(spec, "name") if spec is not None else []
    else:
        names = nodes.expression_items(left)
    assigned = {name.text for name in names if name.type == "identifier"}
    return any(
        each.type == "identifier" and each.text in assigned for each in walk(write.statement)
    )
