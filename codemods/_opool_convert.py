"""From a channel of spare objects to a sync.Pool: for plain memory whose number does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._opool_faults import Fault
from gofixmap_codemods._opool_model import Accessor, ChannelPool, Role, Spot, maker_of
from gofixmap_codemods._pool_structs import content_problem

from gofixmap.codemod import (
    Edit,
    Fix,
    add_imports,
    ancestors,
    names,
    nodes,
    replace_node,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo

_ANY = (1, 18)
_CLOSING = ("Close", "Stop", "Shutdown", "Release")
_LARGEST = "64<<10"


class _Refused(Exception):
    def __init__(self, reason: str, info: FileInfo, node: Node, what: str = "") -> None:
        super().__init__(reason)
        self.fault = Fault("", info, node, reason=reason, what=what)


def converted(context: Context, pool: ChannelPool) -> Fix | Fault:
    """The pool over a sync.Pool, or why it cannot be one."""
    try:
        return _Conversion(context, pool).fix()
    except _Refused as refused:
        return refused.fault


class _Conversion:
    def __init__(self, context: Context, pool: ChannelPool) -> None:
        self.context = context
        self.pool = pool
        self.variable = pool.variable
        self.info = pool.variable.info
        self.edits: list[Edit] = []
        self.sync: dict[str, str] = {}

    def fix(self) -> Fix:
        self._check_objects()
        self._check_uses()
        self._declaration()
        for spot in self.pool.role(Role.MADE):
            self._made(spot)
        for spot in self.pool.role(Role.FILLED):
            self._filled(spot)
        for taker in self.pool.takers:
            self._taken(taker)
        for giver in self.pool.givers:
            self._given(giver)
        notes = ("a collection may drop any of the objects, and their number has no bound",)
        edits = tuple(self.edits)
        return Fix(f"Keep the objects of {self.pool.label} in a sync.Pool", edits, notes)

    # What must hold

    def _refuse(self, reason: str, spot: Spot | None = None, what: str = "") -> _Refused:
        if spot is not None:
            return _Refused(reason, spot.info, spot.node, what)
        return _Refused(reason, self.info, self.variable.node, what)

    def _check_objects(self) -> None:
        kind = self.pool.element
        text = self.info.type_text(kind, self.variable.node) or str(kind)
        found = self.info.method_set(kind) if not kind.is_slice else {}
        if found is None or any(name in found for name in _CLOSING):
            raise self._refuse("owns-resources", what=text)
        if not kind.is_pointer or kind.element.is_interface:
            raise self._refuse("not-a-pointer", what=text)
        problem = content_problem(kind.element)
        if problem:
            raise self._refuse("owns-resources", what=problem)

    def _check_uses(self) -> None:
        pool = self.pool
        for spot in pool.spots:
            if spot.info.path != self.info.path:
                raise self._refuse("other-use", spot, f"{spot.info.path}")
        for spot in pool.role(Role.OTHER):
            raise self._refuse(*_other(spot))
        accessors = {each.spot.node.start_byte for each in (*pool.takers, *pool.givers)}
        for spot in (*pool.role(Role.TAKEN), *pool.role(Role.GIVEN)):
            if spot.node.start_byte not in accessors:
                raise self._refuse("drained", spot)
        if pool.may_be_limit:
            raise self._refuse("size-is-a-limit")
        for taker in pool.takers:
            if not taker.has_default:
                raise self._refuse("size-is-a-limit", taker.spot)
        if self.variable.kind is sharing.VariableKind.FIELD:
            for copy in sharing.copies_of(self.context.semantics, self.variable):
                raise _Refused("copied", copy.info, copy.node)
        if maker_of(pool) is None:
            raise self._refuse("no-maker")

    # The edits

    def _name_of_sync(self, info: FileInfo) -> str:
        if info.path not in self.sync:
            words = names.words_around(info, self.variable.node)
            imported = {spec.name or spec.path.rpartition("/")[2] for spec in info.file.imports}
            edits, given = add_imports(info.file, {"sync": ""}, taken=words - imported)
            self.edits += edits
            self.sync[info.path] = given["sync"]
        return self.sync[info.path]

    def _literal(self, info: FileInfo) -> str:
        version = self.context.workspace.language_version(info.path)
        word = "any" if version >= _ANY else "interface{}"
        made = f"New: func() {word} {{ return {maker_of(self.pool)} }}"
        return f"{self._name_of_sync(info)}.Pool{{{made}}}"

    def _declaration(self) -> None:
        declaration = self.variable.declaration
        kind = declaration.child_by_field_name("type")
        several = len(nodes.children_of(declaration, "name")) != 1
        if several or declaration.type not in ("field_declaration", "var_spec"):
            raise self._refuse("other-form")
        if kind is not None:
            text = f"{self._name_of_sync(self.info)}.Pool"
            self.edits += replace_node(self.info.file, kind, text)

    def _made(self, spot: Spot) -> None:
        """`free: make(chan T, n)` and `p.free = make(chan T, n)`."""
        made = next((each for each in _calls_in(spot.node)), None)
        if made is None:
            raise self._refuse("other-use", spot)
        self.edits += replace_node(spot.info.file, made, self._literal(spot.info))

    def _filled(self, spot: Spot) -> None:
        """The loop that does nothing but fill the channel goes."""
        loop = next((e for e in ancestors(spot.node) if e.type == "for_statement"), None)
        body = loop.child_by_field_name("body") if loop is not None else None
        inner = list(nodes.named(body)) if body is not None else []
        if len(inner) == 1 and inner[0].type == "statement_list":
            inner = nodes.named(inner[0])
        if loop is None or inner != [spot.node]:
            raise self._refuse("other-form", spot)
        self.edits += replace_statement(spot.info.file, loop, [])

    def _taken(self, taker: Accessor) -> None:
        """`select { case b := <-p.free: return b; default: return new(T) }`."""
        info, select = taker.info, taker.select
        clause = next(e for e in ancestors(taker.spot.node) if e.type == "communication_case")
        cases = [e for e in nodes.named(select) if e.type.endswith("_case")] if select else []
        result = taker.function.child_by_field_name("result")
        channel = taker.spot.node.child_by_field_name("operand")
        if select is None or len(cases) != 2 or result is None or channel is None:
            raise self._refuse("other-form", taker.spot)
        got = f"{info.file.text(channel)}.Get().({info.file.text(result)})"
        lines = self._received(taker, clause, got)
        self.edits += replace_statement(info.file, select, lines)

    def _received(self, taker: Accessor, clause: Node, got: str) -> list[str]:
        """What the case does with the object that it has received."""
        info = taker.info
        if taker.object is None:
            raise self._refuse("other-form", taker.spot)
        name = info.file.text(taker.object)
        statements = [e for e in nodes.named(clause) if e.type == "statement_list"]
        inner = [info.file.text(e) for each in statements for e in nodes.named(each)]
        if inner == [f"return {name}"]:
            return [f"return {got}"]
        if not inner or inner[-1] != f"return {name}":
            raise self._refuse("other-form", taker.spot)
        return [f"{name} := {got}", *inner]

    def _given(self, giver: Accessor) -> None:
        info, send = giver.info, giver.spot.node
        channel, value = send.child_by_field_name("channel"), send.child_by_field_name("value")
        statement = giver.select or send
        if channel is None or value is None or not _does_nothing_more(giver):
            raise self._refuse("other-form", giver.spot)
        name = info.file.text(value)
        put = f"{info.file.text(channel)}.Put({name})"
        lines = [put]
        body = giver.function.text or b""
        if str(self.pool.element) == "*bytes.Buffer":
            if b".Cap()" not in body:
                head = f"if {name}.Cap() <= {_LARGEST} {{ // larger ones are not kept"
                lines = [f"{head}\n\t{put}\n}}"]
            if b".Reset()" not in body:
                lines.insert(0, f"{name}.Reset()")
        self.edits += replace_statement(info.file, statement, lines)


def _other(spot: Spot) -> tuple[str, Spot]:
    """Which reason a use has that neither takes nor gives."""
    parent = spot.node.parent
    text = (parent.parent.text or b"") if parent is not None and parent.parent is not None else b""
    if text.startswith((b"close(", b"for ")) or (parent and parent.type == "range_clause"):
        return "drained", spot
    return ("size-is-seen", spot) if text.startswith((b"len(", b"cap(")) else ("other-use", spot)


def _calls_in(node: Node) -> list[Node]:
    """The make calls of an initialisation."""
    found = []
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "call_expression" and (each.text or b"").startswith(b"make("):
            found.append(each)
        pending += each.named_children
    return found


def _does_nothing_more(giver: Accessor) -> bool:
    """Whether the cases of the select around a send are empty."""
    select = giver.select
    if select is None:
        return True
    return not any(
        inner.type == "statement_list"
        for case in nodes.named(select)
        for inner in nodes.named(case)
    )
