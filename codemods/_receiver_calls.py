"""Every use of the method: what stays, what is rewritten, what makes the conversion impossible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_refusal import Refusal
from msgspec import Struct, field

from gofixmap.codemod import (
    Edit,
    enclosing,
    fresh_name,
    is_addressable,
    is_stable,
    nocopy_reason,
    node_text,
    nodes,
    operands,
    replace_statement,
    uses,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Selection


class CallSites(Struct):
    """The edits at the uses, and what a reviewer has to look at."""

    mutates: bool  # the method changes its receiver: a call on a copy would be lost as well
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    on_range: list[tuple[FileInfo, Node]] = field(default_factory=list)  # calls on range variables
    reviewed: bool = False  # something binds the receiver earlier than it runs, or is rewritten
    taken: dict[str, set[str]] = field(default_factory=dict)  # fresh names by path

    def add(self, found: Iterable[uses.Use]) -> None:
        """Raises Refusal at the first use that a pointer method does not allow."""
        for use in found:
            selector = use.selector
            if selector is None:
                raise Refusal("unresolved-use", use.path, use.node)
            chosen = use.info.selection(selector)
            if chosen is None or chosen.kind != "method":
                raise Refusal("unresolved-use", use.path, use.node)
            if chosen.method_expression:
                self._expression(use.info, selector, chosen)
            else:
                self._selected(use.info, selector, chosen)

    def _selected(self, info: FileInfo, selector: Node, chosen: Selection) -> None:
        operand = _operand(selector)
        if not (chosen.operand_is_pointer or chosen.through_pointer):
            addressable = _has_address(info, operand)
            if addressable is None:
                raise Refusal("unresolved-use", info.path, selector)
            if not addressable:
                self._unaddressable(info, selector, operand)
                return
            variable = info.object_of(operand) if operand.type == "identifier" else None
            if self.mutates and variable is not None and variable.role == "range":
                self.on_range.append((info, selector))
        self._binding(info, selector)

    def _binding(self, info: FileInfo, selector: Node) -> None:
        """Method values, defer and go bind the receiver now and run later."""
        call = selector.parent
        if self.mutates and _in_goroutine(info, selector):
            self.reviewed = True
            self.notes.append(
                f"{info.file.text(selector)} runs in a goroutine at {place(info, selector)}: "
                "it would write to a variable that others share"
            )
        if call is None or not _is_called(selector):
            how = "is used as a value"
        elif call.parent is not None and call.parent.type == "defer_statement":
            how = "is deferred"
        elif call.parent is not None and call.parent.type == "go_statement":
            how = "runs in a goroutine"
        else:
            return
        self.reviewed = True
        self.notes.append(
            f"{info.file.text(selector)} {how} at {place(info, selector)}: "
            "it binds the variable now, not a copy of its value"
        )

    def _unaddressable(self, info: FileInfo, selector: Node, operand: Node) -> None:
        refusal = Refusal("unaddressable-call", info.path, selector, info.file.text(selector))
        element = _unwrapped(operand)
        if element.type != "index_expression" or info.index_kind(element) != "map":
            raise refusal
        call = selector.parent
        statement = _whole_statement(call) if call is not None and _is_called(selector) else None
        if call is None or statement is None:
            raise refusal
        self._map_element(info, call, statement, element, refusal)

    def _map_element(
        self, info: FileInfo, call: Node, statement: Node, element: Node, refusal: Refusal
    ) -> None:
        """`m[k].M()`: read the element, call, and write it back where the method changes it."""
        arguments = call.child_by_field_name("arguments")
        if not is_stable(info, element) or arguments is None:
            raise refusal
        if operands.has_call_or_receive(info, arguments) or _assigns_elsewhere(statement):
            raise refusal
        if self.mutates and _assigns_to(statement, element):
            raise refusal
        kind = info.type_of(element)
        if nocopy_reason(kind) is not None:
            raise Refusal("no-copy", info.path, element, info.file.text(element))
        taken = self.taken.setdefault(info.path, set())
        name = fresh_name(info, statement, kind, also_taken=taken)
        taken.add(name)
        source = node_text(info.file, element)
        lines = [f"{name} := {source}", _with_operand(info, statement, call, name)]
        if self.mutates:
            lines.append(f"{source} = {name}")
        self.edits += replace_statement(info.file, statement, lines)
        self.reviewed = True

    def _expression(self, info: FileInfo, selector: Node, chosen: Selection) -> None:
        """`T.M(x, 1)` becomes `(*T).M(&x, 1)`; as a value its type would change."""
        if chosen.operand_is_pointer:
            return
        refusal = Refusal("method-expression", info.path, selector, info.file.text(selector))
        if chosen.path or not _is_called(selector):
            raise refusal
        call = selector.parent
        listed = call.child_by_field_name("arguments") if call is not None else None
        receiver = nodes.first_named(listed) if listed is not None else None
        if receiver is None:
            raise refusal
        self.edits += _address(info, receiver, refusal)
        operand = _operand(selector)
        if operand.type != "parenthesized_expression":
            self.edits.append(Edit(info.path, operand.start_byte, operand.start_byte, "(*"))
            self.edits.append(Edit(info.path, operand.end_byte, operand.end_byte, ")"))
        else:
            inner = operand.start_byte + 1
            self.edits.append(Edit(info.path, inner, inner, "*"))
        self.reviewed = True


def _in_goroutine(info: FileInfo, selector: Node) -> bool:
    """Whether a function literal that runs on its own calls on a variable from outside it."""
    root: Node | None = _operand(selector)
    while root is not None and root.type != "identifier":
        root = root.child_by_field_name("operand") or nodes.first_named(root)
    variable = info.object_of(root) if root is not None else None
    literal = enclosing(selector, "func_literal")
    while literal is not None:
        if variable is not None and variable.span.start >= literal.start_byte:
            return False  # declared inside
        holder = literal.parent
        call = holder.parent if holder is not None and holder.type == "argument_list" else holder
        if call is not None and call.type == "call_expression":
            function = call.child_by_field_name("function")
            named = function.child_by_field_name("field") if function is not None else None
            started = call.parent is not None and call.parent.type == "go_statement"
            if started or (named is not None and named.text == b"Go"):
                return True
        literal = enclosing(literal, "func_literal")
    return False


def _has_address(info: FileInfo, operand: Node) -> bool | None:
    """Whether Go takes the operand's address by itself: of a literal it does not."""
    if _unwrapped(operand).type == "composite_literal":
        return False
    return is_addressable(info, operand)


def compiles_anyway(use: uses.Use, *, called: bool) -> bool:
    """Whether a mention of unknown type stays valid: on a variable, or on fields of one.

    Such an operand has an address whatever its type is; and a key of a literal is no method. With
    `called` it must be called there: a method value would bind something else than before.
    """
    selector = use.selector
    if selector is None:
        return True
    if called and not _is_called(selector):
        return False
    operand = _unwrapped(_operand(selector))
    while operand.type == "selector_expression":
        operand = _unwrapped(_operand(operand))
    found = use.info.object_of(operand) if operand.type == "identifier" else None
    return found is not None and found.kind == "var"


def place(info: FileInfo, node: Node) -> str:
    return f"{info.path}:{info.file.lines.line_of(node.start_byte)}"


def _operand(selector: Node) -> Node:
    operand = selector.child_by_field_name("operand")
    if operand is None:
        raise ValueError("a selector without an operand")
    return operand


def _is_called(selector: Node) -> bool:
    call = selector.parent
    return (
        call is not None
        and call.type == "call_expression"
        and call.child_by_field_name("function") == selector
    )


def _unwrapped(node: Node) -> Node:
    while node.type == "parenthesized_expression":
        inner = nodes.first_named(node)
        if inner is None:
            break
        node = inner
    return node


def _whole_statement(call: Node) -> Node | None:
    """The statement of a block that is this call, or assigns its result and nothing else."""
    statement = call.parent
    if statement is not None and statement.type == "expression_list":
        lists = statement.parent
        alone = statement.named_child_count == 1
        statement = lists if alone and lists is not None and lists.type in _ASSIGNING else None
    if statement is None or statement.type not in (*_ASSIGNING, "expression_statement"):
        return None
    around = statement.parent
    return statement if around is not None and around.type == "statement_list" else None


_ASSIGNING = ("short_var_declaration", "assignment_statement")


def _assigns_elsewhere(statement: Node) -> bool:
    """Whether the left side is more than plain names, whose own order of evaluation would count."""
    left = statement.child_by_field_name("left")
    return left is not None and any(each.type != "identifier" for each in left.named_children)


def _assigns_to(statement: Node, element: Node) -> bool:
    """Whether the statement gives a name of the element a new meaning: `k = m[k].M()`."""
    left = statement.child_by_field_name("left")
    assigned = {each.text for each in left.named_children} if left is not None else set()
    return any(each.type == "identifier" and each.text in assigned for each in walk(element))


def _with_operand(info: FileInfo, statement: Node, call: Node, name: str) -> str:
    """The statement's text with the called selector's operand replaced by `name`."""
    function = call.child_by_field_name("function")
    operand = _operand(function) if function is not None else call
    data = info.file.data
    head = data[statement.start_byte : operand.start_byte]
    tail = data[operand.end_byte : statement.end_byte]
    return (head + name.encode() + tail).decode("utf-8", "replace").replace("\r\n", "\n")


def _address(info: FileInfo, receiver: Node, refusal: Refusal) -> list[Edit]:
    """The edits that pass `receiver` by its address."""
    inner = _unwrapped(receiver)
    if inner.type == "unary_expression" and operands.operator_of(inner) == "*":
        return [Edit(info.path, inner.start_byte, inner.start_byte + 1, "")]
    if is_addressable(info, inner) is not True:
        raise refusal
    return [Edit(info.path, receiver.start_byte, receiver.start_byte, "&")]
