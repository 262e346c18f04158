"""What --target can ask for: every write to a map that some way may lead to while it is nil."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._nilmap_edits import Refusal, in_literal
from gofixmap_codemods._nilmap_fields import is_always_made, lazily, nil_field, result_literals
from gofixmap_codemods._nilmap_given import given_local
from gofixmap_codemods._nilmap_handed import is_written_by_callee
from gofixmap_codemods._nilmap_inner import NilInner, uncovered_inner, writes_inner
from gofixmap_codemods._nilmap_locals import nil_local, text_of
from gofixmap_codemods._nilmap_reach import Nilness
from gofixmap_codemods._nilmap_uses import asks, drops, inserts, is_assigned, makes, root_of
from msgspec import Struct

from gofixmap.codemod import Edit, enclosing, nodes, sharing, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import Access, Context, Function, Symbol, Variable

Kind = sharing.VariableKind
_Edits = tuple[list[Edit], str]


class Offer(Struct, frozen=True):
    """A fix that may still be refused."""

    message: str
    edits: Callable[[], _Edits]


def offers_for(symbol: Symbol, context: Context) -> Iterator[Offer]:
    """The fixes for a map, a struct's maps, or the maps that a function writes to."""
    semantics = context.semantics
    variable = sharing.variable_of_symbol(semantics, symbol)
    if variable is not None:
        if variable.type.is_map:
            yield _offer_for(variable)
        return
    if symbol.kind == "type":
        yield from _of_struct(symbol, context)
    elif symbol.kind in ("func", "method"):
        graph = sharing.call_graph(semantics, semantics.file(symbol.path).package)
        function = graph.declared(symbol.path, symbol.span.start)
        if function is not None:
            yield from _in_function(function)


def _of_struct(symbol: Symbol, context: Context) -> Iterator[Offer]:
    """The offers for the map fields of a struct that may be nil."""
    found = context.info(symbol.path).scope.lookup(symbol.name, tests=True)
    for field in found.type.fields if found is not None and found.kind == "type" else ():
        variable = sharing.variable_of_field(context.semantics, field)
        if variable is not None and field.type.is_map and not is_always_made(variable):
            offer = _offer_for(variable)
            if _is_open(offer):
                yield offer


def _is_open(offer: Offer) -> bool:
    """Whether there is something to be done, even if it is refused."""
    try:
        offer.edits()
    except Refusal as why:
        return why.reason != "always-made"
    return True


def _offer_for(variable: Variable) -> Offer:
    """The offer for one variable; it refuses where nothing is to be done."""
    semantics, name = variable.info.semantics, variable.name
    message = f"{name} may be nil when it is written to"
    inner = _inner_of(variable)
    if inner is not None:
        return Offer(f"nothing makes some of the maps in {name}", inner.edits)
    if variable.kind is Kind.LOCAL:
        return Offer(message, lambda: _local_edits(variable))
    found = nil_field(semantics, variable)
    if found is not None:
        return Offer(f"nothing makes {name}", found.edits)
    return Offer(message, lambda: _lazily(variable, uncovered(variable)))


def _inner_of(variable: Variable) -> NilInner | None:
    if not variable.type.element.is_map:
        return None
    accesses = sharing.accesses_of(variable.info.semantics, variable).all
    return uncovered_inner(variable, accesses)


def _local_edits(variable: Variable) -> _Edits:
    found = nil_local(variable, named=True)
    if found is not None:
        return found.edits()
    given = given_local(variable)
    if given is None:
        raise Refusal("always-made", variable.info, variable.node)
    return given.edits()


def _lazily(variable: Variable, writes: Sequence[Access]) -> _Edits:
    if not writes:
        raise Refusal("always-made", variable.info, variable.node)
    return lazily(writes), f"Make {variable.name} before the first write"


def uncovered(variable: Variable, function: Node | None = None) -> tuple[Access, ...]:
    """Writes to a field or package variable that nothing in their function makes it for.

    Those of one function where that is given. None where the map is made with every value.
    """
    if is_always_made(variable):
        return ()
    accesses = sharing.accesses_of(variable.info.semantics, variable).all
    return tuple(
        each
        for each in accesses
        if each.function is not None
        and not each.info.file.is_test
        and (inserts(each) or is_written_by_callee(each, guess=True))
        and (function is None or _is_within(each.node, function))
        and _may_be_nil(each, accesses)
    )


def _is_within(node: Node, function: Node) -> bool:
    return function.start_byte <= node.start_byte < function.end_byte


def _may_be_nil(write: Access, accesses: Sequence[Access]) -> bool:
    """Whether a way leads through the function to the write on which nothing makes the map."""
    function, text = write.function, text_of(write)
    if function is None:
        return False
    own = [each for each in accesses if each.path == write.path and each.function == function]
    same = [each for each in own if text_of(each) == text or text_of(each) == write.variable.name]
    making = [each.node for each in same if makes(each) and not _is_borrowed(each)]
    asking = [each.node for each in same if asks(each)]
    starts: list[Node | None] = [None, *(each.node for each in same if drops(each))]
    starts += _root_changes(write)
    return Nilness(write.info, function, starts, making, asking).is_possible(write.node, guess=True)


def _is_borrowed(access: Access) -> bool:
    """Whether the map comes from another struct or from the caller, where it may be nil."""
    if access.operation not in _GIVING or access.value is None:
        return False
    value = nodes.unparenthesized(access.value)
    if value.type == "selector_expression":
        chosen = access.info.selection(value)
        return chosen is not None and chosen.kind == "field"
    found = access.info.object_of(value) if value.type == "identifier" else None
    return found is not None and found.role == "param"


_GIVING = (sharing.Operation.ASSIGN, sharing.Operation.INITIALIZE)


def _root_changes(write: Access) -> list[Node]:
    """Where the variable that the map is reached through becomes another one."""
    root = sharing.variable_denoted(write.info, root_of(write.node))
    if root is None or root.kind is not Kind.LOCAL:
        return []
    uses = sharing.accesses_of(write.info.semantics, root).all
    return [
        each.node
        for each in uses
        if each.operation is sharing.Operation.ASSIGN and each.function == write.function
    ]


def _in_function(function: Function) -> Iterator[Offer]:
    """The offers for the maps that a function writes to, or leaves out of what it makes."""
    told: set[tuple[Variable, str]] = set()
    offered = False
    for node in _maps_in(function):
        for offer in _offers_at(function, node, told):
            offered = True
            yield offer
    for literal, field in _left_out(function):
        offered = True
        yield _in_literal(literal, field)
    if offered:
        return
    unknown = next(_unknown_maps(function), None)
    if unknown is not None:
        text = function.info.file.text(unknown)
        yield Offer(
            f"{text} may be nil when it is written to", lambda: _not_known(function, unknown)
        )
    elif told:
        variable = min((each for each, _ in told), key=lambda each: (each.path, each.span.start))
        yield Offer(f"{variable.name} is written to", lambda: _nothing(variable))


def _nothing(variable: Variable) -> _Edits:
    if variable.kind is Kind.LOCAL:
        return _local_edits(variable)
    raise Refusal("always-made", variable.info, variable.node)


def _not_known(function: Function, node: Node) -> _Edits:
    raise Refusal("unknown-type", function.info, node)


def _unknown_maps(function: Function) -> Iterator[Node]:
    """The operands of writes of which it is not known whether they are maps."""
    for node in walk(function.node):
        operand = node.child_by_field_name("operand") if node.type == "index_expression" else None
        if (
            operand is None
            or not is_assigned(node)
            or not function.info.type_of(operand).is_unknown
        ):
            continue
        yield operand


def _maps_in(function: Function) -> Iterator[Node]:
    """The operands of what may write to a map, in the function and its literals."""
    for node in walk(function.node):
        if node.type == "index_expression":
            operand = node.child_by_field_name("operand")
            if operand is not None:
                yield nodes.unparenthesized(operand)
        elif node.type == "argument_list":
            yield from (nodes.unparenthesized(each) for each in nodes.named(node))


def _offers_at(function: Function, node: Node, told: set[tuple[Variable, str]]) -> Iterator[Offer]:
    info = function.info
    variable = sharing.variable_denoted(info, node)
    if variable is None or not variable.type.is_map:
        return
    text = info.file.text(node)
    if (variable, text) in told:
        return
    accesses = sharing.accesses_of(info.semantics, variable).all
    here = [each for each in accesses if each.path == info.path and text_of(each) == text]
    here = [each for each in here if _is_within(each.node, function.node)]
    if any(writes_inner(each) for each in here):
        told.add((variable, text))
        inner = uncovered_inner(variable, here)
        if inner is not None:
            yield Offer(f"nothing makes some of the maps in {text}", inner.edits)
    if not any(inserts(each) or is_written_by_callee(each, guess=True) for each in here):
        return
    told.add((variable, text))
    message = f"{text} may be nil when it is written to"
    if variable.kind is Kind.LOCAL:
        found = nil_local(variable, named=True)
        given = given_local(variable) if found is None else None
        if found is not None:
            yield Offer(message, found.edits)
        elif given is not None and given.goes_on:
            yield Offer(message, given.edits)
        return
    writes = [each for each in uncovered(variable, function.node) if text_of(each) == text]
    if writes:
        yield Offer(message, lambda: _lazily(variable, writes))


def _left_out(function: Function) -> Iterator[tuple[sharing.Literal, Variable]]:
    """Map fields that a constructor leaves out though methods write to them unasked."""
    info = function.info
    for literal, names in result_literals(function):
        for field in info.type_of(literal.node).fields:
            if field.name in names or not field.type.is_map or field.embedded:
                continue
            variable = sharing.variable_of_field(info.semantics, field)
            if variable is None or _is_set_later(variable, function, literal):
                continue
            if any(not _is_within(each.node, function.node) for each in uncovered(variable)):
                yield literal, variable


def _is_set_later(variable: Variable, function: Function, literal: sharing.Literal) -> bool:
    """Whether the constructor makes the map on every way, in the block of the literal itself."""
    accesses = sharing.accesses_of(variable.info.semantics, variable).all
    around = enclosing(literal.node, "statement_list")
    return any(
        makes(each) and each.path == function.path and each.statement.parent == around
        for each in accesses
    )


def _in_literal(literal: sharing.Literal, variable: Variable) -> Offer:
    def edits() -> _Edits:
        found = in_literal(literal.info, literal.node, variable.name, variable.type)
        return found, f"Make {variable.name} where the {variable.owner} is made"

    return Offer(f"{variable.name} is left nil, and written to later", edits)
