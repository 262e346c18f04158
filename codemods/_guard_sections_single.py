"""The section of one statement: a simple one, or what a compound one evaluates first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_sections_base import mentions_base, root_of
from gofixmap_codemods._guard_sections_groups import spot_elements
from gofixmap_codemods._guard_sections_hoist import Front, is_pure_read
from gofixmap_codemods._guard_sections_hold import Held
from gofixmap_codemods._guard_sections_model import Refused
from gofixmap_codemods._guard_sections_scope import can_move, drop_init, in_front, negated
from gofixmap_codemods._guard_sections_tree import Part, Spot, never_falls, unlabeled

from gofixmap.codemod import (
    Edit,
    indentation,
    lines,
    newline,
    nodes,
    operands,
    placement,
    sharing,
)

if TYPE_CHECKING:
    from gofixmap_codemods._guard_sections_conduct import Conduct
    from gofixmap_codemods._guard_sections_emit import Emitter, Names
    from gofixmap_codemods._guard_sections_hoist import Hoister
    from gofixmap_codemods._guard_sections_reads import Reader
    from tree_sitter import Node

_HEADER = frozenset({Part.INIT, Part.TEST})
_PLAIN = (
    "expression_statement",
    "assignment_statement",
    "short_var_declaration",
    "var_declaration",
    "inc_statement",
    "dec_statement",
)
_DECLARING = ("short_var_declaration", "var_declaration")


class Single:
    """Plans the section of one member of a list for the spots that it evaluates itself."""

    def __init__(
        self,
        emitter: Emitter,
        names: Names,
        reader: Reader,
        conduct: Conduct,
        hoister: Hoister,
    ) -> None:
        self._emitter = emitter
        self._info = emitter.info
        self._names = names
        self._reader = reader
        self._conduct = conduct
        self._hoister = hoister
        self.all_spots: Sequence[Spot] = ()
        self._moved: set[tuple[int, str]] = set()  # names that left a header, by list

    def plan(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """What the section of `member` does. Raises Refused."""
        for spot in spots:
            if spot.member != member:
                why = "it is inside a statement that needs the lock for its header"
                raise Refused("calls-out-under-lock", self._info, spot.node, why)
        parts = {spot.part for spot in spots}
        if any(spot.chained for spot in spots):
            return self._chained(member, spots, locks)
        if parts == {Part.SIMPLE}:
            return self._simple(member, spots, locks)
        if parts <= _HEADER:
            return self._header(member, spots, locks)
        if parts == {Part.RANGE}:
            return self._range(member, spots, locks)
        if parts == {Part.LOOP_INIT}:
            return self._in_front(member, [_init_of(spots[0].owner)], spots, locks)
        if parts == {Part.LOOP_TEST}:
            return self._loop_test(member, spots, locks)
        if parts == {Part.CASE}:
            return self._early(member, spots, locks)
        if parts == {Part.COMM}:
            return self._communication(member, spots, locks)
        return self._whole(member, locks)

    # Simple statements

    def _simple(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        statement = unlabeled(member)
        is_plain = statement.type in _PLAIN
        moves = all(self._reader.can_hoist(spot) for spot in spots)
        if is_plain and self._conduct.is_quiet(statement):
            if not any(self._reader.panics(spot, spots) for spot in spots):
                return self._whole(member, locks)
            if not moves:
                return self._in_literal(member, Front(), locks)
        if moves:
            return self._in_front(member, [statement], spots, locks)
        if is_plain:
            return self._behind_calls(member, statement, spots, locks)
        return self._later(statement, spots, locks)

    def _in_literal(self, member: Node, front: Front, locks: tuple[str, str]) -> Held:
        """`func() { mu.Lock(); defer mu.Unlock(); m[k] = v }()`: unlocked even by a panic."""
        statement = unlabeled(member)
        if statement.type in _DECLARING:
            raise Refused("may-panic", self._info, statement, "it may panic with the lock held")
        text = lines.indented(self._emitter.text(statement, front.changes), "\t")
        literal = f"func() {{\n\t{locks[0]}\n\tdefer {locks[1]}\n\t{text}\n}}()"
        return Held(read=[member], instead=[(statement, [*front.before, literal])])

    def _later(self, statement: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """`defer delete(c.m, k)`: a literal locks when the time has come."""
        call = nodes.first_named(statement)
        spot = spots[0]
        if (
            len(spots) > 1
            or statement.type not in ("defer_statement", "go_statement")
            or call != spot.node
            or not self._is_firm(spot)
        ):
            raise Refused("deferred-access", self._info, spot.node, "it happens later")
        text = self._emitter.text(spot.node)
        body = f"{locks[0]}\n\tdefer {locks[1]}\n\t{text}"
        return Held(changes=[(spot.node, f"func() {{\n\t{body}\n}}()")], read=[spot.node])

    def _is_firm(self, spot: Spot) -> bool:
        """Whether owner and key of an access are the same when the function ends."""
        root = root_of(spot.root)
        key = spot.access.key
        is_key = key is None or operands.is_firm(self._info, key)
        return is_key and root is not None and operands.is_firm(self._info, root)

    def _whole(self, member: Node, locks: tuple[str, str]) -> Held:
        if not self._conduct.is_quiet(member) or never_falls(self._info, member):
            raise self._hoister.refused(member)
        return Held([member], [(member, [locks[0]])], [(member, [locks[1]])])

    def _behind_calls(
        self, member: Node, statement: Node, spots: Sequence[Spot], locks: tuple[str, str]
    ) -> Held:
        """Blocking calls get their values first, then the statement runs under the lock."""
        front = self._hoister.calls(statement, spots)
        if any(self._reader.panics(spot, spots) for spot in spots):
            return self._in_literal(member, front, locks)
        held = Held([], [(member, [*front.before, locks[0]])], [(member, [locks[1]])])
        held.changes += front.changes
        held.read.append(member)
        return held

    def in_front(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """The reads of a simple statement as a section of their own."""
        return self._in_front(member, [unlabeled(member)], spots, locks)

    def _in_front(
        self,
        member: Node,
        roots: Sequence[Node],
        spots: Sequence[Spot],
        locks: tuple[str, str],
    ) -> Held:
        return self._placed(member, self._hoister.reads(roots, spots, locks), locks)

    def _placed(self, member: Node, front: Front, locks: tuple[str, str]) -> Held:
        self._check_jump(member)
        read = [node for node, _ in front.changes]
        return Held([], [(member, front.texts(locks))], [], list(front.changes), read=read)

    # Headers of if and switch

    def _header(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        owner = unlabeled(member)
        init = owner.child_by_field_name("initializer")
        tested = [spot for spot in spots if spot.part is Part.TEST]
        started = [spot for spot in spots if spot.part is Part.INIT]
        front = Front()
        edits: list[Edit] = []
        if init is not None and (tested or self._conduct.is_quiet(init)):
            if not self._can_move(init, member):
                return self._clashing(member, init, spots, locks)
            edits += drop_init(self._info.file, owner, init)
            self._move_init(init, started, locks, front)
        elif started and init is not None:
            front = self._hoister.reads([init], started, locks)
        self._add_test(owner, tested, locks, front)
        held = self._placed(member, front, locks)
        held.edits += edits
        held.read += [init] if init is not None and edits and started else []
        return held

    def _can_move(self, init: Node, member: Node) -> bool:
        """Whether the init statement may stand in front; it then declares its names there."""
        return can_move(self._info, init, member) and self.takes_names(init, member)

    def takes_names(self, init: Node, member: Node) -> bool:
        """Whether no other init statement has brought its names into the list yet."""
        left = init.child_by_field_name("left")
        listed = member.parent
        names = [self._info.file.text(e) for e in nodes.expression_items(left)] if left else []
        keys = {(listed.id if listed else 0, name) for name in names if name != "_"}
        if init.type == "short_var_declaration" and keys & self._moved:
            return False
        self._moved |= keys
        return True

    def _move_init(
        self, init: Node, started: Sequence[Spot], locks: tuple[str, str], front: Front
    ) -> None:
        """The init statement as a statement of its own, under the lock where it has accesses."""
        if not started:
            front.before.append(self._emitter.text(init))
        elif self._conduct.is_quiet(init):
            front.under.append(self._emitter.text(init))
        else:
            read = self._hoister.reads([init], started, locks)
            front.before += read.before
            front.under += read.under
            front.under += [locks[1], self._emitter.text(init, read.changes), locks[0]]

    def _add_test(
        self, owner: Node, tested: Sequence[Spot], locks: tuple[str, str], front: Front
    ) -> None:
        name = "condition" if owner.type == "if_statement" else "value"
        test = owner.child_by_field_name(name)
        if not tested or test is None:
            return
        if owner.type == "if_statement" and self._is_entangled(tested):
            read = self._whole_test(test, tested)
        else:
            read = self._hoister.reads([test], tested, locks)
        self._add(front, read, locks)

    def _whole_test(self, test: Node, tested: Sequence[Spot]) -> Front:
        """A condition as a whole under the lock; calls that are made in any case go first."""
        calls = self._hoister.calls(test, tested)
        if any(self._reader.panics(spot, tested) for spot in tested):
            raise Refused("may-panic", self._info, test, "it may panic with the lock held")
        name = self._names.fresh("holds")
        text = f"{name} := {self._emitter.text(test, calls.changes)}"
        return Front(calls.before, [text], [(test, name)])

    def _add(self, front: Front, read: Front, locks: tuple[str, str]) -> None:
        """What is read behind what is there already."""
        if read.before and front.under:
            front.under += [locks[1], *read.before]
            front.is_held = False
            if read.under:
                front.under.append(locks[0])
        else:
            front.before += read.before
        front.under += read.under
        front.is_held = read.is_held if read.under else front.is_held
        front.changes += read.changes

    def _is_entangled(self, tested: Sequence[Spot]) -> bool:
        """Whether a read is evaluated under a condition only."""
        return any(spot.conditional for spot in tested)

    def _clashing(
        self, member: Node, init: Node, spots: Sequence[Spot], locks: tuple[str, str]
    ) -> Held:
        """The init statement's names mean something else outside: they stay where they are."""
        if all(spot.part is Part.INIT for spot in spots):
            return self._in_front(member, [init], spots, locks)
        if self._conduct.is_quiet(member):
            return self._whole(member, locks)
        why = "the names of the init statement mean something else around it"
        raise Refused("name-clash", self._info, init, why)

    # Else-if chains and cases: reads that may come early

    def _chained(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        if any(spot.part not in _HEADER for spot in spots):
            return self._whole(member, locks)
        return self._early(member, spots, locks)

    def _early(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """Reads in front of conditions that may keep them from being evaluated, where they are
        pure and the conditions change nothing."""
        statement = unlabeled(member)
        for spot in spots:
            if not self._may_come_early(statement, spot):
                why = "it is only evaluated under a condition"
                raise Refused("calls-out-under-lock", self._info, spot.node, why)
        roots = [self._reader.event_node(spot) for spot in spots]
        return self._placed(member, self._hoister.reads(roots, spots, locks), locks)

    def _may_come_early(self, statement: Node, spot: Spot) -> bool:
        if not is_pure_read(self._info, spot) or not self._reader.can_hoist(spot):
            return False
        for test in in_front(statement, spot):
            if not self._conduct.is_quiet(test) or mentions_base(self._info, spot, test):
                return False
            if test.type.endswith(("_statement", "_declaration")):
                return False
        return True

    # Loops and select

    def _range(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        if len(spots) > 1:
            raise Refused("calls-out-under-lock", self._info, spots[0].node, "it ranges twice")
        node, texts, name = self._ranged(spots[0])
        self._check_jump(member)
        texts = [locks[0], *texts, locks[1]]
        changes = [(node, name), *((each, name) for each in self._same_elements(spots[0]))]
        return Held([], [(member, texts)], [], changes, read=[node])

    def _ranged(self, spot: Spot) -> tuple[Node, list[str], str]:
        """What a range goes over is copied: all of it, or of `c.m[k].list` the element alone."""
        if spot.access.operation is not sharing.Operation.INDEX_READ:
            node = spot.access.node
            return node, *self._reader.snapshot(node)
        node = self._reader.event_node(spot)
        kind = self._info.type_of(node)
        if kind.is_map or kind.is_slice:
            return node, *self._reader.snapshot(node)
        read = self._reader.read(spot, [])
        return read.node, list(read.texts), read.names

    def _same_elements(self, spot: Spot) -> list[Node]:
        """Where the body reads the element that it is at from the original."""
        return [each.access.node for each in spot_elements(spot, self.all_spots)]

    def _check_jump(self, member: Node) -> None:
        if placement.is_jumped_over(member):
            why = "a goto jumps over the place for a variable"
            raise Refused("label-goto", self._info, member, why)

    def _loop_test(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """The condition moves to the top of the body, where it is evaluated at the same times."""
        body, head, test = self._loop(unlabeled(member))
        if self._is_entangled(spots):
            front = self._whole_test(test, spots)
        else:
            front = self._hoister.reads([test], spots, locks)
        leave = f"if {negated(self._info, test, self._emitter, front.changes)} {{\n\tbreak\n}}"
        held = self._into_body(body, head, test, [*front.texts(locks), leave])
        held.read.append(test)
        return held

    def _loop(self, loop: Node) -> tuple[Node, Node, Node]:
        """Body, head and condition of a for statement."""
        body = loop.child_by_field_name("body")
        head = next(each for each in nodes.named(loop) if each != body)
        test = head.child_by_field_name("condition") if head.type == "for_clause" else head
        if test is None or body is None:
            raise self._hoister.refused(loop)
        return body, head, test

    def opened_loop(self, loop: Node, locks: tuple[str, str]) -> Held:
        """The condition tested in the body, under the lock that the body then goes on to hold."""
        body, head, test = self._loop(loop)
        if not self._conduct.is_quiet(test):
            raise self._hoister.refused(test)
        opposite = negated(self._info, test, self._emitter, ())
        leave = f"if {opposite} {{\n\t{locks[1]}\n\tbreak\n}}"
        held = self._into_body(body, head, test, [locks[0], leave])
        held.nodes.append(test)
        return held

    def _into_body(self, body: Node, head: Node, test: Node, texts: list[str]) -> Held:
        held = Held()
        keeps = head.type == "for_clause" and any(
            head.child_by_field_name(name) is not None for name in ("initializer", "update")
        )
        start, end = (
            (test.start_byte, test.end_byte) if keeps else (head.start_byte, body.start_byte)
        )
        held.edits.append(Edit(self._info.path, start, end, ""))
        self._open_with(body, texts, held)
        return held

    def _open_with(self, holder: Node, texts: list[str], held: Held) -> None:
        listed = next((e for e in holder.named_children if e.type == "statement_list"), None)
        members = [] if listed is None else nodes.named(listed)
        if members:
            held.before.append((members[0], texts))
        elif holder.type == "block":
            held.edits.append(self._filled(holder, texts))
        else:
            raise Refused("calls-out-under-lock", self._info, holder, "the clause is empty")

    def _filled(self, block: Node, texts: list[str]) -> Edit:
        """An empty block with statements in it, its comment behind them."""
        file = self._info.file
        indent, feed = indentation(file.data, block.start_byte), newline(file.data)
        inner = feed + indent + "\t"
        body = inner + inner.join(lines.placed(file, text, indent + "\t") for text in texts)
        inside = file.data[block.start_byte + 1 : block.end_byte - 1]
        if inside.strip():
            return Edit(file.path, block.start_byte + 1, block.start_byte + 1, body)
        return Edit(file.path, block.start_byte, block.end_byte, f"{{{body}{feed}{indent}}}")

    def _communication(self, member: Node, spots: Sequence[Spot], locks: tuple[str, str]) -> Held:
        """What a select evaluates on entering is read first; what it receives is stored later."""
        if not any(spot.access.writes for spot in spots):
            roots = [spot.node for spot in spots]
            return self._in_front(member, roots, spots, locks)
        if len(spots) > 1:
            raise Refused("calls-out-under-lock", self._info, spots[0].node, "it waits in between")
        return self._received(spots[0], locks)

    def _received(self, spot: Spot, locks: tuple[str, str]) -> Held:
        """`case c.n = <-ch:` becomes `case n := <-ch:` with the assignment in the body."""
        clause = spot.owner
        received = clause.child_by_field_name("communication")
        left = received.child_by_field_name("left") if received is not None else None
        assign = next((e for e in received.children if e.type == "="), None) if received else None
        if left is None or assign is None:
            raise Refused("calls-out-under-lock", self._info, spot.node, "it waits in between")
        targets = nodes.expression_items(left)
        made = [self._names.of_type(self._info.type_of(each)) for each in targets]
        if self._info.file.text(targets[-1]) == "_":
            made[-1] = "_"
        held = Held()
        held.changes.append((left, ", ".join(made)))
        held.edits.append(Edit(self._info.path, assign.start_byte, assign.end_byte, ":="))
        store = f"{self._emitter.text(left)} = {', '.join(made)}"
        self._open_with(clause, [locks[0], store, locks[1]], held)
        return held


def _init_of(loop: Node) -> Node:
    """The init statement of a for statement."""
    clause = next(each for each in nodes.named(loop) if each.type == "for_clause")
    return clause.child_by_field_name("initializer") or clause
