"""What a write to a map element becomes: hoists, one read, the same write on a copy, a write-back.

Order of evaluation follows the compiler for the legal forms: operands and keys first, then the
right-hand sides, then the entry is read, changed and stored, one target after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._writeback_parts import (
    Changes,
    Declined,
    Entry,
    Namer,
    Plan,
    bare,
    check_element,
    holds,
    word_of,
)
from gofixmap_codemods._writeback_sites import (
    Target,
    Write,
    is_one_entry,
    mentions_of,
    reads_own_map,
    text_of,
)
from gofixmap_codemods._writeback_text import rendered

from gofixmap.codemod import identical, nodes, operands

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Object, Type


class Planner:
    """Plans one statement. `at` is the node in front of whose statement new names are declared."""

    def __init__(self, namer: Namer, write: Write, at: Node | None = None) -> None:
        self.info = namer.info
        self.write = write
        self.plan = Plan()
        self._namer = namer
        self._at = write.statement if at is None else at

    def run(self, values: Sequence[str] | None = None) -> Plan:
        """The plan. `values` are names that already hold what is assigned, as in a range clause;
        an empty text is a target that gets nothing, and is left out."""
        sure = [check_element(self.info, target) for target in self.write.map_targets]
        self.plan.is_certain = all(sure)
        self._hoist_operands(values)
        if values is not None:
            self._assign_in_turn(list(values))
        elif self._hoists_tuple():
            self._assign_in_turn(self._hoist_tuple())
        elif self._is_together():
            self._assign_together()
        else:
            self._assign_in_turn(self._values_in_turn())
        return self.plan

    def use(self, entry: Entry) -> None:
        """Make the write, a further one on an entry that has been read, use its temporary."""
        indexes = [index for target in self.write.map_targets for index in target.indexes]
        self._use(entry, [*self.write.values, *indexes])

    def _use(self, entry: Entry, values: Sequence[Node]) -> None:
        for target in self.write.map_targets:
            assert target.index is not None
            self.plan.changes.append((bare(target.index), entry.name))
        first = self.write.map_targets[0]
        self.plan.changes += self._mentions(first, values, entry.name)

    def _is_together(self) -> bool:
        """Whether one temporary serves the whole statement: all its map targets lie in one entry,
        and no other target replaces an entry of such a map, or has to be assigned without one."""
        plain = [self.info.file.text(target.node) for target in self.write.plain_targets]
        if self._namer.skip_missing and any(text != "_" for text in plain):
            return False
        if not is_one_entry(self.info, self.write.map_targets):
            return False
        table = self.info.type_of(self.write.map_targets[0].table)
        return not any(
            self._replaces_entry(target.node, table) for target in self.write.plain_targets
        )

    def _replaces_entry(self, node: Node, table: Type) -> bool:
        while node.type == "parenthesized_expression" and (inner := nodes.first_named(node)):
            node = inner
        return self._reads_entry(node, table)

    # Operands

    def _hoist_operands(self, values: Sequence[str] | None) -> None:
        together = values is None and self._is_together()
        for position, target in enumerate(self.write.targets):
            changed = self.write.targets if together else self.write.targets[:position]
            others = [other for other in changed if other is not target]
            if target.index is None:
                self._hoist_plain(target.node, others)
                continue
            table = self.info.type_of(target.table)
            self._hoist_part(target.table, "m", table, others)
            moved = reads_own_map(self.info, target) or self._reads_early(target.key)
            self._hoist_part(target.key, "key", table.key, others, always=moved)
            for index in target.indexes:
                early = self._reads_early(index)
                self._hoist_part(index, "index", None, others, always=early)

    def _reads_early(self, part: Node) -> bool:
        """Whether an operand reads a map that a call on the right may change: the compiler reads
        maps, other than variables, in the order in which they are written."""
        if not any(operands.has_call_or_receive(self.info, each) for each in self.write.values):
            return False
        found = (operands.indexed(each) for each in operands.evaluated(part))
        return any(parts is not None and self.info.type_of(parts[0]).is_map for parts in found)

    def _hoist_part(
        self,
        part: Node,
        wanted: str,
        wants: Type | None,
        others: list[Target],
        *,
        always: bool = False,
    ) -> None:
        if self.info.constant(part) is not None or part in [node for node, _ in self.plan.changes]:
            return
        if always or not operands.is_stable(self.info, part) or self._may_change(part, others):
            name = self.hoist(part, wanted, wants)
            for same in self._parts_like(part):
                self.plan.changes.append((same, name))

    def _parts_like(self, part: Node) -> list[Node]:
        """The part itself, and the same stable part of the other targets of this statement."""
        found = [part]
        if operands.is_stable(self.info, part):
            wanted = text_of(self.info, part)
            for target in self.write.map_targets:
                operands_of = (target.table, target.key)
                found += [
                    other
                    for other in operands_of
                    if other != part and text_of(self.info, other) == wanted
                ]
        done = [node for node, _ in self.plan.changes]
        return [node for node in found if node not in done]

    def _hoist_plain(self, node: Node, others: list[Target]) -> None:
        """Operands inside a target that is no map element: indexes, pointers, calls."""
        parts = operands.indexed(node)
        if parts is not None:
            self._hoist_plain_operand(parts[0], others)
            self._hoist_part(parts[1], "index", None, others)
        elif node.type in ("selector_expression", "unary_expression"):
            operand = node.child_by_field_name("operand")
            if operand is not None:
                self._hoist_plain_operand(operand, others)
        elif node.type == "parenthesized_expression":
            inner = nodes.first_named(node)
            if inner is not None:
                self._hoist_plain(inner, others)

    def _hoist_plain_operand(self, operand: Node, others: list[Target]) -> None:
        if operand.type in ("identifier", "type_identifier"):
            if self._may_change(operand, others):
                raise Declined("target-order")
        elif operands.indexed(operand) is not None or operand.type in (
            "selector_expression",
            "unary_expression",
            "parenthesized_expression",
        ):
            self._hoist_plain(operand, others)
        elif _is_reference(self.info.type_of(operand)):
            self._hoist_part(operand, "operand", None, others)
        else:
            raise Declined("target-order")  # a copy of a struct or an array is another variable

    def _may_change(self, part: Node, others: list[Target]) -> bool:
        """Whether assigning to the other targets may change the value of `part`."""
        return any(self._changes(other, part) for other in others)

    def _changes(self, other: Target, part: Node) -> bool:
        if other.index is not None:
            table = self.info.type_of(other.table)
            return any(self._reads_entry(each, table) for each in operands.evaluated(part))
        node = other.node
        if node.type != "identifier":
            whole = self._whole_of(node)
            if whole is not None and whole in operands.names_in(self.info, part):
                return True
            return self._may_alias(self.info.type_of(node), part)
        if self.info.file.text(node) == "_":
            return False
        assigned = self.info.object_of(node)
        if assigned is None or any(
            found is assigned for found in operands.names_in(self.info, part)
        ):
            return True
        if operands.is_firm(self.info, node):
            return False
        return self._may_alias(assigned.type, part, by_name=False)

    def _whole_of(self, node: Node) -> Object | None:
        """The variable that holds a target: k of `(k)`, of `k.f`, and of `k[i]` for an array."""
        inner: Node | None = node
        while inner is not None and inner.type != "identifier":
            if inner.type == "parenthesized_expression":
                inner = nodes.first_named(inner)
                continue
            chosen = self.info.selection(inner) if inner.type == "selector_expression" else None
            holder = inner.child_by_field_name("operand")
            if inner.type == "index_expression":
                if holder is None or not self.info.type_of(holder).is_array:
                    return None
            elif chosen is None or chosen.operand_is_pointer or chosen.through_pointer:
                return None
            inner = holder
        return None if inner is None else self.info.object_of(inner)

    def _may_alias(self, written: Type, part: Node, *, by_name: bool = True) -> bool:
        """Whether a write of this type through a pointer, field or element may change `part`; not
        `by_name`, a write to a variable that `part` does not name."""
        if operands.is_firm(self.info, part):
            return False
        kinds = ["selector_expression", "unary_expression"]
        if by_name:
            kinds.append("identifier")
            if written.is_unknown or written.is_struct or written.is_array or written.is_typeparam:
                return True
        return any(
            identical(self.info.type_of(each), written) is not False or self._is_used_whole(each)
            for each in operands.evaluated(part)
            if each.type in kinds or operands.indexed(each) is not None
        )

    def _is_used_whole(self, part: Node) -> bool:
        """Whether a struct or an array is read as one, whatever part of it may be written."""
        kind, around = self.info.type_of(part), part.parent
        inside = around is not None and around.type in ("selector_expression", "index_expression")
        is_operand = inside and around is not None and around.child_by_field_name("operand") == part
        return (kind.is_struct or kind.is_array) and not is_operand

    def _reads_entry(self, index: Node, table: Type) -> bool:
        parts = operands.indexed(index)
        if parts is None:
            return index.type == "index_expression"
        kind = self.info.type_of(parts[0])
        if kind.is_unknown:
            return True
        return kind.is_map and identical(kind.underlying, table.underlying) is not False

    # Values

    def _must_come_first(self, value: Node) -> bool:
        """Whether a value has to be evaluated before the entry is read."""
        if not operands.has_call_or_receive(self.info, value):
            return False
        if self._namer.skip_missing:
            return True  # it runs without an entry too
        return not all(self._is_out_of_reach(target) for target in self.write.map_targets)

    def _is_out_of_reach(self, target: Target) -> bool:
        """Whether no call can change the entry, or which entry it is."""
        parts = [target.key, *target.indexes]
        return operands.is_private_map(self.info, target.table) and all(
            operands.is_firm(self.info, part) for part in parts
        )

    def _hoists_tuple(self) -> bool:
        write = self.write
        if len(write.values) != 1 or len(write.targets) < 2:
            return False
        return not self._is_together() or self._must_come_first(write.values[0])

    def _hoist_tuple(self) -> list[str]:
        """Results of a call, or of a comma-ok form, under new names of their own."""
        value = self.write.values[0]
        names = [self._result_name(target) for target in self.write.targets]
        text = rendered(self.info.file, value, self.write.statement, [])
        self.plan.front.append(f"{', '.join(names)} := {text}")
        self.plan.is_certain = False
        if value.type != "call_expression":  # comma-ok: the second result is a bool
            names[1] = self.converted_bool(names[1], self.write.targets[1])
        return names

    def _result_name(self, target: Target) -> str:
        text = self.info.file.text(target.node)
        return "_" if text == "_" else self._namer.fresh(self._at, word_of(self.info, target))

    def converted_bool(self, name: str, target: Target) -> str:
        """A hoisted comma-ok result as the target's type: a bool fits no other boolean type."""
        wanted = self.info.type_of(target.node)
        if name in ("_", "") or wanted.is_interface or str(wanted.unaliased) == "bool":
            return name
        spelled = self.info.type_text(wanted, self._at)
        if spelled is None:
            raise Declined("untyped-hoist")
        return f"{spelled}({name})"

    def _values_in_turn(self) -> list[str]:
        """One text a target, each of which may be evaluated when its target is reached."""
        write = self.write
        affected = any(
            self._is_affected(value, list(write.targets[:position]))
            for position, value in enumerate(write.values)
        )
        chosen = [
            position
            for position, value in enumerate(write.values)
            if self._must_come_first(value) or (affected and not self._is_fixed(value))
        ]
        names = self._hoist_values(chosen)
        statement = self.write.statement
        return [
            names.get(position) or rendered(self.info.file, value, statement, self.plan.changes)
            for position, value in enumerate(write.values)
        ]

    def _is_fixed(self, value: Node) -> bool:
        return value.type in ("nil", "func_literal") or self.info.constant(value) is not None

    def _is_affected(self, value: Node, earlier: list[Target]) -> bool:
        if self._is_fixed(value) or not earlier:
            return False
        if self._may_change(value, earlier):
            return True
        tables = [self.info.type_of(target.table) for target in earlier if target.index is not None]
        return any(operands.mentions_map(self.info, value, table) for table in tables)

    def _hoist_values(self, positions: list[int]) -> dict[int, str]:
        """Fresh names for the values at these positions; in one line where `:=` will do."""
        if not positions:
            return {}
        self.plan.is_certain = False
        write, info = self.write, self.info
        wants = {at: info.type_of(write.targets[at].node) for at in positions}
        if any(self._needs_type(write.values[at], wants[at]) for at in positions):
            return {
                at: self.hoist(write.values[at], word_of(info, write.targets[at]), wants[at])
                for at in positions
            }
        names = {
            at: self._namer.fresh(self._at, word_of(info, write.targets[at])) for at in positions
        }
        texts = [
            rendered(info.file, write.values[at], write.statement, self.plan.changes)
            for at in positions
        ]
        self.plan.front.append(f"{', '.join(names.values())} := {', '.join(texts)}")
        return names

    def _needs_type(self, value: Node, wanted: Type | None) -> bool:
        """Whether `:=` would give the value another type than the one it is assigned to."""
        if wanted is None or wanted.is_interface:
            return False
        if not operands.is_untyped_value(self.info, value):
            return False
        default = operands.default_type(self.info, value)
        return default is None or str(default) != str(wanted.unaliased)

    def hoist(self, value: Node, word: str, wanted: Type | None) -> str:
        """Evaluate `value` in front, once, under a fresh name."""
        self.plan.is_certain = False
        text = rendered(self.info.file, value, self.write.statement, self.plan.changes)
        if not self._needs_type(value, wanted):
            name = self._namer.fresh(self._at, word)
            self.plan.front.append(f"{name} := {text}")
            return name
        spelled = self.info.type_text(wanted, self._at) if wanted is not None else None
        if spelled is None:
            raise Declined("untyped-hoist")
        name = self._namer.fresh(self._at, word, spelled.replace(".", " ").split())
        self.plan.front.append(f"var {name} {spelled} = {text}")
        return name

    # Assignments

    def _assign_together(self) -> None:
        """One entry: the statement stays, on the temporary instead of the entry."""
        write = self.write
        late = [at for at, value in enumerate(write.values) if self._must_come_first(value)]
        names = self._hoist_values(late)
        for at, name in names.items():
            self.plan.changes.append((write.values[at], name))
        first = write.map_targets[0]
        self.plan.entry = entry = self.entry(first)
        kept = [value for at, value in enumerate(write.values) if at not in names]
        self._use(entry, kept)

    def _mentions(self, target: Target, values: Sequence[Node], name: str) -> Changes:
        """Reads of the entry among values that stay become reads of the temporary."""
        index = target.index
        if index is None or not operands.is_stable(self.info, index):
            return []
        wanted = text_of(self.info, index)
        if any(holds(index, node) and node != index for node, _ in self.plan.changes):
            return []  # an operand was hoisted: the mention may mean another entry by now
        return [
            (bare(node), name)
            for value in values
            for node in mentions_of(self.info, value, wanted)
            if not self._is_comma_ok(node, value)
        ]

    def _is_comma_ok(self, node: Node, value: Node) -> bool:
        return node == value and len(self.write.values) < len(self.write.targets)

    def entry(self, target: Target) -> Entry:
        assert target.index is not None
        element = self.info.type_of(target.table).element
        skips = self._namer.skip_missing
        naming = self._namer.passing if skips else self._namer.fresh
        name = naming(self._at, element)
        inside = [(node, text) for node, text in self.plan.changes if holds(target.index, node)]
        text = rendered(self.info.file, target.index, self.write.statement, inside)
        place = rendered(self.info.file, target.index, self.write.statement, inside, comments=False)
        guard = ""
        if skips:
            ok = self._namer.passing(self._at, "ok")
            guard = f"if {name}, {ok} := {text}; {ok} {{"
        return Entry(name, f"{name} := {text}", f"{place} = {name}", guard)

    def _assign_in_turn(self, values: list[str]) -> None:
        """One target after the other; neighbours in one entry share its temporary."""
        targets = list(self.write.targets)
        position = 0
        while position < len(targets):
            run = self._run(targets, position)
            chosen = [at for at in range(position, position + run) if values[at]]
            self.plan.instead += self._unit(
                [targets[at] for at in chosen], [values[at] for at in chosen]
            )
            position += run
        if self.write.statement.type == "assignment_statement":
            self.plan.front = [*self._lost_comments(), *self.plan.front]

    def _run(self, targets: list[Target], start: int) -> int:
        end = start + 1
        if targets[start].index is None:
            return 1
        while end < len(targets) and targets[end].index is not None:
            if not is_one_entry(self.info, [targets[start], targets[end]]):
                break
            end += 1
        return end - start

    def _unit(self, targets: list[Target], values: list[str]) -> list[str]:
        if not targets:
            return []
        if targets[0].index is None:
            if values[0] == "_":
                return []
            target = rendered(
                self.info.file, targets[0].node, self.write.statement, self.plan.changes
            )
            return [f"{target} = {values[0]}"]
        entry = self.entry(targets[0])
        sides = []
        for each in targets:
            assert each.index is not None
            changes = [*self.plan.changes, (bare(each.index), entry.name)]
            sides.append(rendered(self.info.file, each.node, self.write.statement, changes))
        return entry.around([f"{', '.join(sides)} = {', '.join(values)}"])

    def _lost_comments(self) -> list[str]:
        """Comments between the parts of a statement that is taken apart."""
        kept = [*(target.node for target in self.write.targets), *self.write.values]
        found: list[str] = []
        pending = [self.write.statement]
        while pending:
            node = pending.pop(0)
            if node.type == "comment":
                found.append(self.info.file.text(node).rstrip("\r").replace("\r\n", "\n"))
            elif node not in kept:
                pending += node.named_children
        return found


def _is_reference(kind: Type) -> bool:
    """Whether a copy of such a value leads to the same variables."""
    return kind.is_pointer or kind.is_slice or kind.is_map
