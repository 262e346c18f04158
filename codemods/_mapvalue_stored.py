"""What is put into the map: `&T{...}`, `new(T)`, the address of a local, whole maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._alias_sides import Region
from gofixmap_codemods._mapvalue_locals import enclosing_function, local_of
from gofixmap_codemods._mapvalue_refusal import Refusal

from gofixmap.codemod import Edit, keeps_receiver, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._mapvalue_locals import Locals, Use
    from gofixmap_codemods._mapvalue_plan import Plan
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Variable

Operation = sharing.Operation


class Stored:
    """Changes what is stored, and remembers what may not change behind the store."""

    def __init__(self, plan: Plan, locals_: Locals) -> None:
        self._plan = plan
        self._locals = locals_
        self._read_later: list[tuple[FileInfo, Node]] = []
        self._done: set[tuple[str, int]] = set()

    def check(self, *, written: bool) -> None:
        """What was stored by address and is read later would not show writes to the entry."""
        if written and self._read_later:
            info, node = self._read_later[0]
            raise Refusal("shared-local", info, node)

    def whole(self, access: sharing.Access) -> None:
        """A map that is assigned or initialised: made here, or nil."""
        if access.value is None:
            if access.statement.type == "assignment_statement":
                raise Refusal("other-map", access.info, access.expression)
            return
        self._map(access.info, nodes.unparenthesized(access.value))

    def _map(self, info: FileInfo, value: Node) -> None:
        if value.type == "nil":
            return
        if value.type == "composite_literal":
            self._literal(info, value)
            return
        if value.type == "call_expression":
            given = sharing.callees.arguments_of(value)
            if given and sharing.callees.called(info, value) == ("", "make"):
                self._plan.unstar(info, given[0])
                return
        raise Refusal("other-map", info, value)

    def _literal(self, info: FileInfo, literal: Node) -> None:
        written, body = (literal.child_by_field_name(each) for each in ("type", "body"))
        if written is None or body is None:
            raise Refusal("other-map", info, literal)
        self._plan.unstar(info, written)
        for element in nodes.named(body):
            holder = element.child_by_field_name("value")
            value = nodes.first_named(holder) if holder is not None else None
            if value is None:
                raise Refusal("stored-pointer", info, element)
            if value.type != "literal_value":  # {X: 1} stays as it is
                self._value(info, value)

    def entry(self, access: sharing.Access) -> None:
        """`m[k] = v`."""
        statement = access.statement
        if access.value is None or statement.type != "assignment_statement":
            raise Refusal("stored-pointer", access.info, access.statement)
        self._value(access.info, access.value)

    def _value(self, info: FileInfo, value: Node) -> None:
        value = nodes.unparenthesized(value)
        if value.type == "nil":
            raise Refusal("nil-stored", info, value)
        if value.type == "unary_expression" and (value.text or b"")[:1] == b"&":
            self._addressed(info, value)
        elif value.type == "call_expression" and _is_new(info, value):
            self._new(info, value)
        elif (local := local_of(info, value)) is not None:
            self._pointer(info, value, local)
        else:
            raise Refusal("stored-pointer", info, value)

    def _addressed(self, info: FileInfo, value: Node) -> None:
        operand = value.child_by_field_name("operand")
        inner = nodes.unparenthesized(operand) if operand is not None else value
        local = local_of(info, inner)
        if inner.type == "composite_literal":
            end = inner.start_byte
        elif local is not None and info.type_of(inner) == self._plan.element:
            self._settled(info, inner, local, pointee=False)
            end = inner.start_byte
        else:
            raise Refusal("stored-pointer", info, value)
        self._plan.edits.append(Edit(info.path, value.start_byte, end, ""))

    def _new(self, info: FileInfo, call: Node) -> None:
        given = sharing.callees.arguments_of(call)
        if not self._plan.element.is_struct or info.is_type(given[0]) is not True:
            raise Refusal("stored-pointer", info, call)
        text = info.file.text(given[0]) + "{}"
        self._plan.edits.append(Edit(info.path, call.start_byte, call.end_byte, text))

    def _pointer(self, info: FileInfo, value: Node, local: Variable) -> None:
        """`p := &T{...}`, filled in and stored: p becomes the value itself."""
        self._settled(info, value, local, pointee=True)
        key = (local.path, local.node.start_byte)
        if key in self._done:
            return
        self._done.add(key)
        made = _only_value(info, local)
        if made is None:
            raise Refusal("stored-pointer", info, value)
        if made.type == "call_expression":
            self._new(info, made)
            return
        operand = made.child_by_field_name("operand")
        inner = nodes.unparenthesized(operand) if operand is not None else made
        if inner.type != "composite_literal":
            raise Refusal("stored-pointer", info, value)
        self._plan.edits.append(Edit(info.path, made.start_byte, inner.start_byte, ""))

    def _settled(self, info: FileInfo, at: Node, local: Variable, *, pointee: bool) -> None:
        """Raises Refusal where the local, or what it points to, may change behind the store."""
        function = enclosing_function(at)
        if function is None or function != enclosing_function(local.node):
            raise Refusal("shared-local", info, at)
        region = Region(info, function)
        late = region.after(at, [local.node])
        if region.point(at) in late:
            raise Refusal("shared-local", info, at)
        for use in self._locals.uses(info, local, pointee=pointee):
            if use.node.start_byte != at.start_byte:
                self._judge(info, use, is_late=region.point(use.node) in late, pointee=pointee)

    def _judge(self, info: FileInfo, use: Use, *, is_late: bool, pointee: bool) -> None:
        if use.how in ("read", "declare"):
            if is_late:
                self._read_later.append((info, use.node))
            return
        if use.how == "write" and not is_late and (use.found.path or not pointee):
            return
        method = use.found.selection if use.how == "method" and not is_late else None
        if method is not None and keeps_receiver(info, method) is False:
            return
        raise Refusal("shared-local", info, use.node)


def _is_new(info: FileInfo, call: Node) -> bool:
    given = sharing.callees.arguments_of(call)
    return len(given) == 1 and sharing.callees.called(info, call) == ("", "new")


def _only_value(info: FileInfo, local: Variable) -> Node | None:
    """The `&T{}` or `new(T)` that a local is declared with and keeps."""
    for access in sharing.accesses_of(info.semantics, local).all:
        if access.operation is Operation.INITIALIZE and access.value is not None:
            made = nodes.unparenthesized(access.value)
            pointer = made.type == "unary_expression" and (made.text or b"")[:1] == b"&"
            is_new = made.type == "call_expression" and _is_new(info, made)
            return made if pointer or is_new else None
    return None
