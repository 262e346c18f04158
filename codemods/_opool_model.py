"""Pools made by hand: a channel of spare objects, the functions that take one, and those that give.

A channel counts as a pool where it, or the struct that holds it, is called so (`pool`, `free`,
`idle`, `spare`), and a function without parameters gives its caller what it receives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from gofixmap.codemod import (
    Context,
    Span,
    Symbol,
    ancestors,
    identical,
    nodes,
    operands,
    pattern,
    sharing,
    uses_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

POOLISH = pattern(r"(?i)pool|free|idle|spare|recycle")
_TAKING = pattern(
    r"(?i)^(?:get|acquire|take|borrow|alloc|checkout|lease|obtain|grab|new|pop|next|reuse)"
)
_LIMIT = pattern(r"(?i)limit|sem|slot|token|permit|max|bound|conn|worker|quota|budget")
_DECLARED = ("function_declaration", "method_declaration")


class Role(StrEnum):
    """What a mention of the channel does."""

    MADE = "made"
    FILLED = "filled"  # sent to where the channel is made
    TAKEN = "taken"
    GIVEN = "given"
    OTHER = "other"  # closed, ranged over, measured, handed on


@dataclass(frozen=True)
class Spot:
    """One mention of the channel: `node` is the receive, the send or the make."""

    info: FileInfo
    node: Node
    role: Role
    function: Node | None  # the declared function around it


@dataclass(frozen=True)
class Accessor:
    """A function that takes an object from the channel, or gives one to it."""

    spot: Spot
    function: Node
    object: Node | None  # the variable that is given, or that holds what was taken

    @property
    def info(self) -> FileInfo:
        return self.spot.info

    @property
    def name(self) -> str:
        label = self.function.child_by_field_name("name")
        return self.info.file.text(label) if label is not None else ""

    @cached_property
    def select(self) -> Node | None:
        """The select statement of which the receive or send is a case."""
        for each in ancestors(self.spot.node, self.function):
            if each.type == "communication_case":
                return each.parent
            if each.type in ("block", "statement_list", "default_case"):
                return None
        return None

    @property
    def blocks(self) -> bool:
        """Whether it waits for nothing but the channel."""
        return self.select is None

    @property
    def has_default(self) -> bool:
        select = self.select
        return select is not None and any(e.type == "default_case" for e in select.named_children)

    @cached_property
    def body(self) -> list[Node]:
        block = self.function.child_by_field_name("body")
        inner = nodes.named(block) if block is not None else []
        if len(inner) == 1 and inner[0].type == "statement_list":
            inner = nodes.named(inner[0])
        return inner


@dataclass(frozen=True)
class ChannelPool:
    """A pool over the channel `variable`, with all that is done with the channel."""

    variable: sharing.Variable
    element: Type
    spots: tuple[Spot, ...]
    takers: tuple[Accessor, ...]
    givers: tuple[Accessor, ...]
    complete: bool  # every mention is known
    context: Context = field(repr=False)

    @property
    def label(self) -> str:
        return self.variable.owner or self.variable.name

    def role(self, role: Role) -> list[Spot]:
        return [each for each in self.spots if each.role is role]

    @property
    def is_filled(self) -> bool:
        return bool(self.role(Role.FILLED))

    @property
    def may_be_limit(self) -> bool:
        """Whether names say that the number of objects is what it is about."""
        variable = self.variable
        text = " ".join((variable.owner, variable.name, str(self.element)))
        return _LIMIT.search(text) is not None or self.element.is_struct

    def calls(self, accessor: Accessor) -> list[tuple[FileInfo, Node]] | None:
        """The calls of an accessor over the workspace; None where they are not all known."""
        return self.context.once(
            f"opool {accessor.info.path} {accessor.function.start_byte}",
            lambda: _calls(self.context, accessor),
        )


def _calls(context: Context, accessor: Accessor) -> list[tuple[FileInfo, Node]] | None:
    info, function = accessor.info, accessor.function
    declaration = info.file.declaration_at(function.start_byte)
    label = function.child_by_field_name("name")
    if declaration is None or label is None:
        return None
    owner = declaration.method[0] if declaration.method is not None else ""
    kind = "method" if owner else "func"
    span = Span(label.start_byte, label.end_byte)
    symbol = Symbol(info.package.path, owner, accessor.name, kind, info.path, span)
    if accessor.name[:1].isupper() and info.package.importable_outside:
        return None
    found = uses_of(context.semantics, symbol)
    if not found.is_complete:
        return None
    calls = [(use.info, _call_of(use.node)) for use in found.uses]
    known = [(there, call) for there, call in calls if call is not None]
    return known if len(known) == len(calls) else None


def _call_of(name: Node) -> Node | None:
    node = name
    if node.parent is not None and node.parent.type == "selector_expression":
        node = node.parent
    call = node.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == node else None


def variable_at(info: FileInfo, name: Node) -> sharing.Variable | None:
    """The field of a named struct type, or the package variable, that the name declares."""
    if name.type != "field_identifier":
        return sharing.variable_denoted(info, name)
    spec = next((each for each in ancestors(name) if each.type == "type_spec"), None)
    label = spec.child_by_field_name("name") if spec is not None else None
    if label is None:
        return None
    owner, span = info.file.text(label), Span(name.start_byte, name.end_byte)
    symbol = Symbol(info.package.path, owner, info.file.text(name), "field", info.path, span)
    return sharing.variable_of_symbol(info.semantics, symbol)


def pool_of(context: Context, variable: sharing.Variable) -> ChannelPool | None:
    """The pool over a channel; None for a channel that is none."""
    kind = variable.type
    if not kind.is_chan or not POOLISH.search(f"{variable.owner} {variable.name}"):
        return None
    element = kind.element
    if not (element.is_pointer or element.is_slice or element.is_interface):
        return None
    if str(element) == "error":
        return None
    accesses = sharing.accesses_of(context.semantics, variable)
    spots = tuple(_spot(each) for each in accesses.all)
    spots = _with_filled(tuple(each for each in spots if each is not None))
    takers = tuple(_takers(element, spots))
    if not takers or not all(_TAKING.search(each.name) for each in takers):
        return None
    givers = tuple(_givers(element, spots))
    complete = not accesses.incomplete
    return ChannelPool(variable, element, spots, takers, givers, complete, context)


def _spot(access: sharing.Access) -> Spot | None:
    node, info = access.node, access.info
    function = next((e for e in ancestors(node) if e.type in _DECLARED), None)
    if access.operation is sharing.Operation.INITIALIZE or _is_made(access):
        is_spec = access.variable.declaration.type == "var_spec" and node == access.expression
        made = access.variable.declaration if is_spec else access.expression
        return Spot(info, made, Role.MADE, function)
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    if parent is None or access.operation is sharing.Operation.COMPARE:
        return None
    if parent.type == "unary_expression" and operands.operator_of(parent) == "<-":
        return Spot(info, parent, Role.TAKEN, function)
    if parent.type == "send_statement" and parent.child_by_field_name("channel") == node:
        return Spot(info, parent, Role.GIVEN, function)
    return Spot(info, node, Role.OTHER, function)


def _is_made(access: sharing.Access) -> bool:
    return access.operation is sharing.Operation.ASSIGN


def _with_filled(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Sends in a function that makes the channel, or in init, fill it."""
    makers = {each.function for each in spots if each.role is Role.MADE}
    return tuple(
        Spot(e.info, e.node, Role.FILLED, e.function)
        if e.role is Role.GIVEN and (e.function in makers or _is_init(e))
        else e
        for e in spots
    )


def _is_init(spot: Spot) -> bool:
    label = spot.function.child_by_field_name("name") if spot.function is not None else None
    return spot.function is None or (label is not None and label.text == b"init")


def _takers(element: Type, spots: tuple[Spot, ...]) -> Iterator[Accessor]:
    """Functions without parameters that give what they receive."""
    for spot in spots:
        function = spot.function
        if spot.role is not Role.TAKEN or function is None or _parameters(function):
            continue
        result = function.child_by_field_name("result")
        if result is None or result.type == "parameter_list":
            continue
        if identical(spot.info.type_of(result), element):
            yield Accessor(spot, function, _held(spot.node))


def _parameters(function: Node) -> list[Node]:
    listed = function.child_by_field_name("parameters")
    return nodes.named(listed) if listed is not None else []


def _held(receive: Node) -> Node | None:
    """The variable that a receive declares."""
    statement = receive.parent
    if statement is not None and statement.type == "expression_list":
        statement = statement.parent
    left = statement.child_by_field_name("left") if statement is not None else None
    targets = nodes.expression_items(left) if left is not None else []
    return targets[0] if len(targets) == 1 else None


def _givers(element: Type, spots: tuple[Spot, ...]) -> Iterator[Accessor]:
    """Functions that send what their one parameter is."""
    for spot in spots:
        function = spot.function
        if spot.role is not Role.GIVEN or function is None:
            continue
        value = spot.node.child_by_field_name("value")
        found = spot.info.object_of(value) if value is not None else None
        if value is None or found is None or found.role != "param":
            continue
        if len(_parameters(function)) == 1 and function.child_by_field_name("result") is None:
            yield Accessor(spot, function, value)


def maker_of(pool: ChannelPool) -> str | None:
    """The expression that makes an object: in a default clause, or where the pool is filled."""
    for taker in pool.takers:
        select = taker.select
        for clause in select.named_children if select is not None else ():
            value = _made_in(taker.info, clause) if clause.type == "default_case" else None
            if value is not None:
                return taker.info.file.text(value)
    for spot in pool.role(Role.FILLED):
        value = spot.node.child_by_field_name("value")
        if value is not None and _is_shared(spot.info, value):
            return spot.info.file.text(value)
    return "new(bytes.Buffer)" if str(pool.element) == "*bytes.Buffer" else None


def _made_in(info: FileInfo, clause: Node) -> Node | None:
    for each in walk(clause):
        if each.type == "return_statement":
            listed = nodes.first_named(each)
            values = nodes.expression_items(listed) if listed is not None else []
            if len(values) == 1 and _is_shared(info, values[0]):
                return values[0]
    return None


def _is_shared(info: FileInfo, value: Node) -> bool:
    """Whether the expression means the same at package level: it makes, and names no local."""
    if value.type not in ("call_expression", "composite_literal", "unary_expression"):
        return False
    return not any(found.is_local for found in operands.names_in(info, value))
