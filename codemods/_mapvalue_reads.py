"""What is taken out of the map: fields, whole elements, locals that hold one, loops over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._alias_sides import Region
from gofixmap_codemods._mapvalue_locals import (
    comparison_of,
    enclosing_function,
    local_of,
    star_around,
    use_of,
)
from gofixmap_codemods._mapvalue_refusal import Refusal
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    ancestors,
    fresh_name,
    node_text,
    nodes,
    operands,
    replace_statement,
    sharing,
    walk,
)

if TYPE_CHECKING:
    from gofixmap_codemods._mapvalue_locals import Locals, Use
    from gofixmap_codemods._mapvalue_plan import Plan
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Variable

_ASSIGNING = ("assignment_statement", "inc_statement", "dec_statement")


class Write(Struct, frozen=True):
    """`m[k].X = v`: the statement, `m[k]`, and the part of the element that it writes."""

    info: FileInfo
    statement: Node
    index: Node
    target: Node

    @property
    def start(self) -> int:
        return self.statement.start_byte

    @property
    def text(self) -> str:
        return self.info.file.text(self.index)

    def changed(self, name: str) -> str:
        """The statement with a local in the place of the element."""
        target = node_text(self.info.file, self.target)
        rest = node_text(self.info.file, self.statement)[len(target) :]
        return target.replace(self.text, name, 1) + rest

    def goes_with(self, other: Write) -> bool:
        """Whether the other one is the next statement and changes the same element."""
        same = self.text == other.text and self.info is other.info
        return same and self.statement.next_named_sibling == other.statement


class Reads:
    """Changes the reads; `written` tells whether an element is changed in place anywhere."""

    def __init__(self, plan: Plan, locals_: Locals) -> None:
        self._plan = plan
        self._locals = locals_
        self.written = False
        self._writes: list[Write] = []
        self._kept: list[tuple[FileInfo, Variable, list[Use]]] = []

    def check(self) -> None:
        """A local that holds an element would not show what is written back meanwhile."""
        for info, local, uses in self._kept if self.written else ():
            function = enclosing_function(local.node)
            if function is None:
                continue
            region = Region(info, function)
            for each in region.disturbing([local.node]):
                late = region.after(each, [local.node])
                for use in uses:
                    if use.how != "nil" and region.point(use.node) in late:
                        raise Refusal("stale-local", info, use.node)

    def entry(self, access: sharing.Access) -> None:
        """`m[k]`, whatever is done with it."""
        info, index = access.info, access.expression
        name = _declared_from(index)
        if name is not None:
            if name.text != b"_":
                self._named(info, index, name, comma_ok=_is_pair(index))
            return
        self._plan.misses = True
        use = use_of(info, index, pointee=True)
        star = star_around(index)
        if star is not None:
            self._unstar(info, star)
        if use.how == "write":
            self._write(info, index, use)
        elif use.how == "nil":
            self._compare(info, index, use)
        elif use.how == "method":
            raise Refusal("pointer-method", info, use.found.expression)
        elif use.how == "compare":
            raise Refusal("compared", info, comparison_of(index) or index)
        elif use.how not in ("read", "star"):
            raise Refusal("leaves", info, index)

    def _unstar(self, info: FileInfo, star: Node) -> None:
        operand = star.child_by_field_name("operand")
        assert operand is not None
        self._plan.edits.append(Edit(info.path, star.start_byte, operand.start_byte, ""))

    def _write(self, info: FileInfo, index: Node, use: Use) -> None:
        """`m[k].X = v`: read, change, write back; `*m[k] = v` only loses its star."""
        self.written = True
        if self._is_read_locked(info, index):
            raise Refusal("read-locked", info, use.found.statement)
        if not use.found.path:
            return
        statement = use.found.statement
        if not self._may_write_back(info, index, statement):
            raise Refusal("write-back", info, statement)
        self._writes.append(Write(info, statement, index, use.found.expression))

    def _is_read_locked(self, info: FileInfo, index: Node) -> bool:
        """Whether only read locks are held: enough for the element, not for the map."""
        graph = sharing.call_graph(info.semantics, info.package)
        held = sharing.held_at(graph, sharing.Place(info, index))
        return bool(held) and not any(each.exclusive for each in held)

    def flush(self) -> None:
        """Writes back what was changed: neighbours that change one element together."""
        groups: list[list[Write]] = []
        for write in sorted(self._writes, key=lambda each: (each.info.path, each.start)):
            if groups and groups[-1][-1].goes_with(write):
                groups[-1].append(write)
            else:
                groups.append([write])
        taken: dict[tuple[str, int], set[str]] = {}
        for group in groups:
            info, index = group[0].info, group[0].index
            function = enclosing_function(index)
            names = taken.setdefault((info.path, function.start_byte if function else 0), set())
            name = fresh_name(info, index, self._plan.element, also_taken=names)
            names.add(name)
            self._write_group(group, name)

    def _write_group(self, group: Sequence[Write], name: str) -> None:
        for write in group:
            made = [write.changed(name)]
            if write is group[0]:
                made.insert(0, f"{name} := {write.text}")
            if write is group[-1]:
                made.append(f"{write.text} = {name}")
            edits = replace_statement(write.info.file, write.statement, made)
            self._plan.edits += edits
            self._plan.declares += edits

    def _may_write_back(self, info: FileInfo, index: Node, statement: Node) -> bool:
        """A plain statement in a list, with nothing in it that runs code or is the map again."""
        if statement.type not in _ASSIGNING or statement.parent is None:
            return False
        if statement.parent.type != "statement_list" or not operands.is_stable(info, index):
            return False
        left = statement.child_by_field_name("left")
        if left is not None and len(nodes.expression_items(left)) != 1:
            return False
        name = self._plan.variable.name.encode()
        mentions = [node for node in walk(statement) if node.text == name and not node.child_count]
        starts = (statement.text or b"").startswith(index.text or b"\0")
        return starts and len(mentions) == 1 and not operands.has_call_or_receive(info, statement)

    def _compare(self, info: FileInfo, index: Node, use: Use) -> None:
        """`if m[k] == nil` asks whether the key is missing."""
        comparison = comparison_of(use.found.expression)
        holder = comparison.parent if comparison is not None else None
        if comparison is None or holder is None or holder.type != "if_statement":
            raise Refusal("nil-compared", info, comparison or index)
        if holder.child_by_field_name("initializer") is not None or _is_else(holder):
            raise Refusal("nil-compared", info, comparison)
        name = fresh_name(info, index, "ok") if info.lookup("ok", index) is not None else "ok"
        sign = "!" if _asks_for_missing(comparison) else ""
        text = f"_, {name} := {info.file.text(index)}; {sign}{name}"
        self._plan.edits.append(Edit(info.path, comparison.start_byte, comparison.end_byte, text))

    def ranged(self, access: sharing.Access) -> None:
        """`for k, p := range m`."""
        clause = access.expression
        left = clause.child_by_field_name("left")
        names = nodes.expression_items(left) if left is not None else []
        if len(names) < 2 or names[1].text == b"_":
            return
        if not nodes.binds(clause):
            raise Refusal("leaves", access.info, clause)
        self._held(access.info, names[1], nil_known=False)

    def _named(self, info: FileInfo, index: Node, name: Node, *, comma_ok: bool) -> None:
        """`p := m[k]` and `p, ok := m[k]`."""
        compared = self._held(info, name, nil_known=not comma_ok)
        if not comma_ok:
            self._plan.misses = True
        if not compared:
            return
        ok = fresh_name(info, name, "ok") if info.lookup("ok", name) is not None else "ok"
        ok = ok if ok not in _words(info, name) else fresh_name(info, name, "ok")
        self._plan.edits.append(Edit(info.path, name.end_byte, name.end_byte, f", {ok}"))
        for comparison in compared:
            sign = "!" if _asks_for_missing(comparison) else ""
            start, end = comparison.start_byte, comparison.end_byte
            self._plan.edits.append(Edit(info.path, start, end, sign + ok))

    def _held(self, info: FileInfo, name: Node, *, nil_known: bool) -> list[Node]:
        """The comparisons with nil of a local that holds an element. Raises Refusal."""
        local = local_of(info, name)
        if local is None or local.node.start_byte != name.start_byte:
            raise Refusal("leaves", info, name)
        compared: list[Node] = []
        uses = self._locals.uses(info, local, pointee=True)
        self._kept.append((info, local, uses))
        for use in uses:
            comparison = self._one(info, use)
            if comparison is not None:
                compared.append(comparison)
        if compared and not nil_known:
            raise Refusal("nil-compared", info, compared[0])
        return compared

    def _one(self, info: FileInfo, use: Use) -> Node | None:
        star = star_around(use.node)
        if star is not None:
            self._unstar(info, star)
        if use.how == "write":
            raise Refusal("lost-update", info, use.found.statement)
        if use.how == "method":
            raise Refusal("pointer-method", info, use.found.expression)
        if use.how == "compare":
            raise Refusal("compared", info, use.found.expression)
        if use.how == "leaves":
            raise Refusal("leaves", info, use.node)
        return comparison_of(use.found.expression) if use.how == "nil" else None


def _declared_from(index: Node) -> Node | None:
    """The name that a declaration gives just this element to; None for any other use."""
    node = index
    while node.parent is not None and node.parent.type == "parenthesized_expression":
        node = node.parent
    listed = node.parent
    statement = listed.parent if listed is not None else None
    if listed is None or statement is None or listed.type != "expression_list":
        return None
    if len(nodes.named(listed)) != 1:
        return None
    if statement.type == "var_spec":
        typed = statement.child_by_field_name("type") is not None
        return None if typed else nodes.children_of(statement, "name")[0]
    left = statement.child_by_field_name("left")
    if left is None or left == listed:
        return None
    first = nodes.expression_items(left)[0]
    return first if statement.type == "short_var_declaration" or first.text == b"_" else None


def _is_pair(index: Node) -> bool:
    statement = next(each for each in ancestors(index) if each.type != "expression_list")
    left = statement.child_by_field_name("left")
    names = nodes.expression_items(left) if left else nodes.children_of(statement, "name")
    return len(names) == 2


def _asks_for_missing(comparison: Node) -> bool:
    operator = comparison.child_by_field_name("operator")
    return operator is not None and operator.type == "=="


def _is_else(statement: Node) -> bool:
    parent = statement.parent
    return parent is not None and parent.type == "if_statement"


def _words(info: FileInfo, node: Node) -> frozenset[str]:
    function = next((each for each in ancestors(node) if each.type.endswith("_declaration")), node)
    texts = (info.file.text(each) for each in walk(function) if each.type == "identifier")
    return frozenset(texts)
