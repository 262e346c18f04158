"""Reads of a snapshot: one Load for what belongs together, so that a function sees one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_names import local_name
from gofixmap_codemods._atomic_subject import Changes, Refusal
from msgspec import Struct

from gofixmap.codemod import access as local_access
from gofixmap.codemod import (
    enclosing,
    insert_before,
    lines,
    nodes,
    operands,
    pattern,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from gofixmap_codemods._atomic_writers import Writers
    from gofixmap_codemods._snapshot_loader import Loader
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_BARRIER = pattern(rb"<-|\bselect\b|\.(?:Wait|Sleep|R?Lock)\(|\bgoto\b")


class Reads(Struct, frozen=True):
    """Rewrites reads. `by_value` says that the pointer leads to the variable's own type.

    `loader` gives the value where a Load alone does not.
    """

    changes: Changes
    writers: Writers
    by_value: bool
    accesses: Sequence[sharing.Access] = ()
    loader: Loader | None = None

    def within(self, info: FileInfo, node: Node) -> list[sharing.Access]:
        """The accesses that stand inside a node."""
        return [
            each
            for each in self.accesses
            if each.path == info.path
            and node.start_byte <= each.node.start_byte
            and each.node.end_byte <= node.end_byte
        ]

    def rendered(self, info: FileInfo, node: Node) -> str:
        """The text of a node that moves elsewhere, its reads rewritten, indented from zero."""
        inner = Reads(Changes(), self.writers, self.by_value, loader=self.loader)
        for access in self.within(info, node):
            inner._load(access)
        parts, at = list[bytes](), node.start_byte
        for edit in sorted(inner.changes.edits, key=lambda edit: edit.start):
            parts += [info.file.data[at : edit.start], edit.text.encode()]
            at = edit.end
        text = b"".join([*parts, info.file.data[at : node.end_byte]])
        moved = text.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        return lines.dedented(moved, lines.indentation(info.file.data, node.start_byte))

    def rewrite(self, reads: Sequence[sharing.Access], writes: Sequence[sharing.Access]) -> None:
        for group in _groups(reads):
            alone = len(group) < 2 and not self._asserts
            if alone or not self._share(group, writes):
                for read in group:
                    self._load(read)
                self._note_several(group)

    def _note_several(self, group: Sequence[sharing.Access]) -> None:
        if len(group) > 1:
            places = ", ".join(str(read.line) for read in group)
            name = group[0].variable.name
            self.changes.note(
                f"{group[0].path} loads {name} more than once in a function (lines {places}): "
                "the values may differ"
            )

    def _load(self, read: sharing.Access) -> None:
        """One read by itself; a value is taken from behind the pointer."""
        info, node = read.info, read.node
        if self.loader is not None:
            self._call(self.loader, read)
        elif not self.by_value or _selects(read):
            self.changes.insert(info, node.end_byte, ".Load()")
        elif _needs_parentheses(node):
            self.changes.wrap(info, node, "(*", ".Load())")
        else:
            self.changes.wrap(info, node, "*", ".Load()")

    @property
    def _asserts(self) -> bool:
        return self.loader is not None and self.loader.asserts

    def _call(self, loader: Loader, read: sharing.Access) -> None:
        """What a call gives has no address, as methods with a pointer receiver want it."""
        if self.by_value and _needs_address(read):
            raise Refusal("other-use", read.info, read.node, read.info.file.text(read.expression))
        start, end = read.node.start_byte, read.node.end_byte
        self.changes.replace(read.info, start, end, loader.call(read))

    def _keep(self, read: sharing.Access, kept: Node) -> None:
        """`cfg := s.cfg` with the value of the load."""
        if self.loader is None or not self.loader.asserts:
            self._load(read)
            return
        self.changes.insert(read.info, kept.end_byte, ", _")
        tail = f".Load(){self.loader.assertion(read)}"
        self.changes.insert(read.info, read.node.end_byte, tail)

    def _statement(self, read: sharing.Access, name: str) -> str:
        """A local that holds the value."""
        text = read.info.file.text(read.node)
        if self.loader is None:
            return f"{name} := {'*' if self.by_value else ''}{text}.Load()"
        if self.loader.asserts:
            return f"{name}, _ := {text}.Load(){self.loader.assertion(read)}"
        return f"{name} := {self.loader.call(read)}"

    def _share(self, group: Sequence[sharing.Access], writes: Sequence[sharing.Access]) -> bool:
        """One local for all reads of a group; False where they must stay apart."""
        first = group[0]
        end = group[-1].node.end_byte
        if not _is_one_value(group, writes):
            return False
        if self.writers.run_between(first, first.node.start_byte, end):
            return False
        kept = _kept_in(first)
        if kept is not None and _reaches_all(first, kept, group[1:]):
            self._keep(first, kept)
            self._replace(group[1:], first.info.file.text(kept))
            return True
        anchor = _anchor(group)
        if anchor is None or not _is_evaluated(first, anchor):
            return False
        if self.writers.run_between(first, anchor.start_byte, end):
            return False
        own = first.variable.name
        current = f"current{own[:1].upper()}{own[1:]}"
        name = local_name(self.changes, first.info, anchor, own, current)
        statement = self._statement(first, name)
        self.changes.add(insert_before(first.info.file, anchor, [statement]))
        self._replace(group, name)
        return True

    def _replace(self, reads: Sequence[sharing.Access], name: str) -> None:
        for read in reads:
            self.changes.replace(read.info, read.node.start_byte, read.node.end_byte, name)


def _groups(reads: Sequence[sharing.Access]) -> Iterator[list[sharing.Access]]:
    """The reads of one function and loop, of one and the same variable by its text."""
    found: dict[tuple[object, ...], list[sharing.Access]] = {}
    for read in reads:
        function = read.function.start_byte if read.function is not None else -1
        loop = _waiting_loop(read)
        start = loop.start_byte if loop is not None else -1
        text = read.info.file.text(read.node)
        found.setdefault((read.path, function, start, text), []).append(read)
    yield from found.values()


def _waiting_loop(read: sharing.Access) -> Node | None:
    """The innermost loop whose iterations are operations of their own: one that may go on long."""
    node = enclosing(read.node, "for_statement", *_FUNCTIONS)
    while node is not None and node.type == "for_statement":
        if not _is_quick(read, node):
            return node
        node = enclosing(node, "for_statement", *_FUNCTIONS)
    return None


def _is_quick(read: sharing.Access, loop: Node) -> bool:
    """Whether a loop runs through something at hand without waiting."""
    clause = next((each for each in nodes.named(loop) if each.type == "range_clause"), None)
    counted = any(each.type == "for_clause" for each in nodes.named(loop))
    if _BARRIER.search(loop.text or b""):
        return False
    if clause is None:
        return counted
    right = clause.child_by_field_name("right")
    return right is not None and not read.info.type_of(right).is_chan


def _is_one_value(group: Sequence[sharing.Access], writes: Sequence[sharing.Access]) -> bool:
    """Whether nothing in between writes the variable, waits, or changes what it is reached by."""
    first, last = group[0], group[-1]
    info = first.info
    start, end = first.node.start_byte, last.node.end_byte
    for write in writes:
        inside = write.path == first.path and write.function == first.function
        if inside and start < write.node.start_byte < end:
            return False
    if _BARRIER.search(info.file.data[start:end]):
        return False
    return operands.is_stable(info, first.node) and _has_firm_base(first)


def _has_firm_base(read: sharing.Access) -> bool:
    """Whether the variable's owner is reached by names that the function does not assign."""
    function = read.function
    if function is None:
        return False
    for each in walk(read.node):
        found = read.info.object_of(each) if each.type == "identifier" else None
        if found is None or not found.is_local:
            continue
        uses = read.info.uses_in(found, function)
        kinds = {local_access.access_of(read.info, use).kind for use in uses}
        plain = {local_access.Kind.WRITE, local_access.Kind.UPDATE}
        if kinds & plain and found.type.is_pointer:
            return False
    return True


def _kept_in(read: sharing.Access) -> Node | None:
    """The local of `cfg := s.cfg`."""
    listed = read.node.parent
    statement = listed.parent if listed is not None else None
    if statement is None or statement.type != "short_var_declaration":
        return None
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right != listed or len(nodes.expression_items(left)) != 1:
        return None
    name = nodes.expression_items(left)[0]
    return name if read.info.file.text(name) != "_" else None


def _reaches_all(first: sharing.Access, name: Node, others: Sequence[sharing.Access]) -> bool:
    """Whether the local means the same at all other reads and is never assigned again."""
    info, function = first.info, first.function
    declared = info.object_of(name)
    if declared is None or function is None:
        return False
    text = info.file.text(name)
    if any(info.lookup(text, other.node) is not declared for other in others):
        return False
    kinds = (local_access.access_of(info, use).kind for use in info.uses_in(declared, function))
    changing = (local_access.Kind.WRITE, local_access.Kind.UPDATE, local_access.Kind.ADDRESS)
    return not any(kind in changing for kind in kinds)


def _anchor(group: Sequence[sharing.Access]) -> Node | None:
    """The member with the first read, of the innermost statement list that holds all reads."""
    start, end = group[0].node.start_byte, group[-1].node.end_byte
    node: Node | None = group[0].node
    while node is not None and node.type not in _FUNCTIONS:
        around = node.parent
        is_list = around is not None and around.type == "statement_list"
        if around is not None and is_list and around.start_byte <= start <= end <= around.end_byte:
            return node
        node = around
    return None


_BLOCKS = frozenset({"block", "statement_list", "func_literal", "expression_case", "for_statement"})


def _is_evaluated(read: sharing.Access, anchor: Node) -> bool:
    """Whether the statement evaluates the read at once and whatever else is the case."""
    node = read.node
    while node != anchor:
        around = node.parent
        if around is None or around.type in _BLOCKS:
            return False
        is_logic = operands.operator_of(around) in ("&&", "||")
        if is_logic and around.child_by_field_name("left") != node:
            return False
        if around.type == "if_statement" and around != anchor:
            return False
        node = around
    return anchor.type not in ("for_statement", "select_statement", "labeled_statement")


def _selects(read: sharing.Access) -> bool:
    """Whether a field or method is selected: a pointer does as well as the value."""
    parent = read.node.parent
    if parent is None or parent.type != "selector_expression":
        return False
    return not read.variable.type.is_interface


def _needs_address(read: sharing.Access) -> bool:
    """Whether a method with a pointer receiver is called on the value or on a part of it."""
    node = read.node
    while node.parent is not None and node.parent.type in (
        "selector_expression",
        "index_expression",
    ):
        node = node.parent
        chosen = read.info.selection(node) if node.type == "selector_expression" else None
        if chosen is None or chosen.operand_is_pointer or chosen.through_pointer:
            return False
        if chosen.kind == "method":
            return chosen.pointer_method
    return False


def _needs_parentheses(node: Node) -> bool:
    parent = node.parent
    return parent is not None and (
        parent.child_by_field_name("operand") == node
        or parent.child_by_field_name("function") == node
        or (parent.type == "type_switch_statement" and parent.child_by_field_name("value") == node)
    )
