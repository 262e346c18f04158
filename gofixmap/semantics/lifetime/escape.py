"""What becomes of a local: whether it, or memory of it, outlives the function that declares it.

Every use of the local is followed outwards to the place that keeps it, lets go of it, or only looks
at it: through conversions, slicing, fields, composite literals, calls whose result holds it
(`bufio.NewWriter(f)`, `buf.Bytes()`), function literals that mention it, and other locals that are
given it. What a callee does is said by `keeping`.

A fate that is found may be one that the program never meets: the order of the statements does not
count here. An empty answer means that no path was found on which the local gets out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from tree_sitter import Node

from gofixmap.semantics.lifetime.escape_nodes import (
    CALLS,
    address_of,
    call_of_function,
    goes_deeper,
    is_inside,
    is_inside_span,
    is_made,
    is_part_address,
    is_started,
    is_target,
)
from gofixmap.semantics.lifetime.escape_types import carries, is_error
from gofixmap.semantics.lifetime.keeping import Use, use_of_argument, use_of_receiver
from gofixmap.semantics.nodes import (
    children_of,
    expression_items,
    left_spine,
    unparenthesized,
)
from gofixmap.semantics.sharing.callgraph import call_graph
from gofixmap.semantics.sharing.fates import fate_of
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object
    from gofixmap.semantics.types import Type


class Fate(StrEnum):
    """What becomes of a value."""

    RETURNED = "returned"
    STORED = "stored"  # in a field, a package variable, an element, behind a pointer
    SENT = "sent"  # on a channel
    STARTED = "started"  # a goroutine uses it
    CAPTURED = "captured"  # by a function literal or method value that outlives the call
    PASSED = "passed"  # to a callee that keeps it
    UNKNOWN = "unknown"  # to a callee of which nothing is known, or out of sight


class Escape(Struct, frozen=True, eq=False):
    """One way out: `node` is the place, `detail` the callee, field or literal that has it then.

    `through` holds the expressions and locals that carried it there, from the inside out:
    `("buf.Bytes()", "data")`.
    """

    fate: Fate
    node: Node
    info: FileInfo
    detail: str = ""
    through: tuple[str, ...] = ()


class Aliasing(Struct, frozen=True):
    """Which parts of a value count as the value.

    `fields` are the fields whose values do (`{"Body"}`); None means every field that leads to
    memory. `elements` says whether the elements of a slice, array or map do.
    """

    fields: frozenset[str] | None = None
    elements: bool = True


class Trace(Struct):
    """The ways out of a function, and what happens to the value inside.

    `closings` are the calls that close it (`v.Close()`, `quit(v)`), `locals` the variables that
    hold it or lead to memory of it, in the order in which they were followed.
    """

    escapes: list[Escape] = field(default_factory=list)
    closings: list[Node] = field(default_factory=list)
    locals: list[Object] = field(default_factory=list)


def escapes_of(
    info: FileInfo, name: Node, region: Node | None = None, *, aliases: Aliasing | None = None
) -> tuple[Escape, ...]:
    """The ways by which the local that `name` denotes gets out of its function; () for none.

    With `region` only what happens inside that node counts. `name` is any identifier of it.
    """
    return tuple(trace_of(info, name, region, aliases=aliases).escapes)


def trace_of(
    info: FileInfo, name: Node, region: Node | None = None, *, aliases: Aliasing | None = None
) -> Trace:
    """`escapes_of` together with the calls that close the local."""
    found = info.object_of(name)
    trace = Trace()
    if found is None or not found.is_local or found.function is None:
        trace.escapes.append(Escape(Fate.UNKNOWN, name, info, "not a local"))
        return trace
    _Tracer(info, found.function, region, aliases or Aliasing(), trace).variable(found, ())
    return trace


def fate_of_expression(
    info: FileInfo, expression: Node, *, aliases: Aliasing | None = None
) -> tuple[Escape, ...]:
    """The ways by which the value of an expression inside a function gets out of it.

    For values that no variable is declared for: `json.NewDecoder(resp.Body).Decode(&v)`.
    """
    function = next((each for each in ancestors(expression) if each.type in FUNCTIONS), None)
    trace = Trace()
    if function is None:
        trace.escapes.append(Escape(Fate.STORED, expression, info, "a package variable"))
        return tuple(trace.escapes)
    _Tracer(info, function, None, aliases or Aliasing(), trace).value(expression, ())
    return tuple(trace.escapes)


_Through = tuple[str, ...]
_RUN_HERE = ("callback", "defer")


class _Tracer:
    """Follows the values of one function; `home` is the function that declares the local."""

    def __init__(
        self, info: FileInfo, home: Node, region: Node | None, aliases: Aliasing, trace: Trace
    ) -> None:
        self._info = info
        self._home = home
        self._region = region
        self._aliases = aliases
        self._trace = trace
        self._followed: set[int] = set()
        self._strings = False  # whether package unsafe makes strings of the memory

    # Variables

    def variable(self, obj: Object, through: _Through) -> None:
        """Follows every use of a local, once."""
        if obj.span.start in self._followed or obj.function is None:
            return
        self._followed.add(obj.span.start)
        self._trace.locals.append(obj)
        if obj.role == "result" and through:
            self._out(Fate.RETURNED, self._at(obj), obj.name, through)
        for use in self._info.uses_in(obj, obj.function):
            if self._counts(use) and not is_target(use):
                self._captures(use, through)
                self.value(use, through)

    def _at(self, obj: Object) -> Node:
        found = self._home.descendant_for_byte_range(obj.span.start, obj.span.end)
        return found if found is not None else self._home

    def _counts(self, use: Node) -> bool:
        region = self._region
        return region is None or (
            region.start_byte <= use.start_byte and use.end_byte <= region.end_byte
        )

    def _captures(self, use: Node, through: _Through) -> None:
        """The fates of the function literals around a use."""
        for literal in ancestors(use, self._home):
            if literal.type == "func_literal" and is_inside(literal, self._home):
                self._literal(literal, through)

    def _literal(self, literal: Node, through: _Through) -> None:
        if literal.start_byte in self._followed:
            return
        self._followed.add(literal.start_byte)
        call = call_of_function(literal)
        if call is not None:
            if is_started(call):
                self._out(Fate.STARTED, literal, "a goroutine", through)
            return
        graph = call_graph(self._info.semantics, self._info.package)
        fate = fate_of(graph, self._info, literal)
        if fate.kind in ("concurrent", "register"):
            how = fate.how or fate.name
            kind = Fate.STARTED if fate.kind == "concurrent" else Fate.CAPTURED
            self._out(kind, literal, how, through)
        elif fate.kind not in _RUN_HERE:
            self.value(literal, (*through, "a function literal"))

    # Values

    def value(self, node: Node, through: _Through) -> None:
        """Follows the value of an expression to what is done with it."""
        while node.parent is not None:
            parent = node.parent
            leads_on = _LEADING.get(parent.type)
            if leads_on is None:
                _ENDING.get(parent.type, _Tracer._settled)(self, parent, node, through)
                return
            if not leads_on(self, parent, node):
                return
            if parent.type in _WORTH_TELLING:
                through = (*through, self._text(parent))
            node = parent

    def _leads(self, type_: Type) -> bool:
        return carries(type_) or (self._strings and type_.is_string)

    def _holds(self, parent: Node, node: Node) -> bool:
        return True

    def _unary(self, unary: Node, node: Node) -> bool:
        """`&v`; what `*v` and `<-v` give where that leads to memory."""
        operator = unary.child_by_field_name("operator")
        text = operator.text if operator is not None else b""
        return text == b"&" or (text in (b"*", b"<-") and self._leads(self._info.type_of(unary)))

    def _sliced(self, slice_: Node, node: Node) -> bool:
        operand = slice_.child_by_field_name("operand")
        return operand == node and self._leads(self._info.type_of(slice_))

    def _index(self, index: Node, node: Node) -> bool:
        """An element of the value: followed where it is memory of it, or leads to some."""
        if index.child_by_field_name("operand") != node:
            return False  # a key or an index is only looked at, or copied into the map
        if address_of(index):
            return True
        follows = self._aliases.elements and self._leads(self._info.type_of(index))
        return follows and not is_target(index)

    def _converted(self, conversion: Node, node: Node) -> bool:
        """Whether a conversion keeps the memory: not from or to a string."""
        info = self._info
        kind = info.type_of(conversion)
        self._strings = self._strings or str(kind) == "unsafe.Pointer"
        return self._leads(kind) and (self._strings or not info.type_of(node).is_string)

    def _selected(self, selector: Node, node: Node, through: _Through) -> None:
        """`v.f` and `v.m`."""
        info = self._info
        chosen = info.selection(selector)
        if chosen is None:
            return
        call = call_of_function(selector)
        if chosen.kind != "field" and call is not None:
            self._method(call, selector, through)
        elif chosen.kind != "field":  # a method value holds its receiver
            self.value(selector, (*through, self._text(selector)))
        elif not is_target(selector):
            self._field(selector, chosen.name, through)

    def _field(self, selector: Node, name: str, through: _Through) -> None:
        info = self._info
        counts = self._aliases.fields is None or name in self._aliases.fields
        kind = info.type_of(selector)
        if is_part_address(info, selector) or (counts and self._leads(kind)):
            self.value(selector, (*through, self._text(selector)))
        elif goes_deeper(selector) and not kind.is_pointer:
            self.value(selector, through)  # v.f.g: g may count, or be memory of v

    def _method(self, call: Node, selector: Node, through: _Through) -> None:
        if is_started(call):
            self._out(Fate.STARTED, call, self._text(selector), through)
        else:
            self._passed(call, use_of_receiver(self._info, call), through)

    def _called(self, call: Node, node: Node, through: _Through) -> None:
        """The value itself is called: a function literal, or a variable of a function type."""
        if is_started(call):
            self._out(Fate.STARTED, call, "a goroutine", through)

    def _argument(self, listed: Node, node: Node, through: _Through) -> None:
        call = listed.parent
        if call is None or call.type not in CALLS:
            return
        if self._info.is_conversion(call):
            if self._converted(call, node):
                self.value(call, through)
        elif is_started(call):
            self._out(Fate.STARTED, call, self._callee(call), through)
        else:
            self._passed(call, use_of_argument(self._info, call, node), through)

    def _passed(self, call: Node, uses: frozenset[Use], through: _Through) -> None:
        if Use.CLOSES in uses:
            self._trace.closings.append(call)
        if Use.KEEPS in uses:
            self._out(Fate.PASSED, call, self._callee(call), through)
        if Use.UNKNOWN in uses:
            self._out(Fate.UNKNOWN, call, self._callee(call), through)
        if Use.RETURNS in uses:
            self._strings = self._strings or self._callee(call).startswith("unsafe.")
            self.value(call, (*through, self._text(call)))

    def _callee(self, call: Node) -> str:
        function = call.child_by_field_name("function")
        return self._text(function) if function is not None else ""

    # Statements

    def _settled(self, parent: Node, node: Node, through: _Through) -> None:
        """A statement, or an operator, that only looks at the value."""

    def _sent(self, statement: Node, node: Node, through: _Through) -> None:
        if statement.child_by_field_name("value") == node:
            self._out(Fate.SENT, statement, "", through)

    def _declared(self, spec: Node, node: Node, through: _Through) -> None:
        self._assigned(children_of(spec, "name"), [node], node, through)

    def _returned(self, statement: Node, node: Node, through: _Through) -> None:
        function = next(each for each in ancestors(statement) if each.type in FUNCTIONS)
        if not self._leads(self._info.type_of(node)) and not is_error(self._info.type_of(node)):
            return
        outer = "" if function == self._home else "a function literal"
        self._out(Fate.RETURNED, statement, outer, through)

    def _listed(self, listed: Node, node: Node, through: _Through) -> None:
        statement = listed.parent
        if statement is None:
            return
        if statement.type in ("return_statement", "range_clause"):
            _ENDING[statement.type](self, statement, node, through)
            return
        field_name = "value" if statement.type == "var_spec" else "right"
        if statement.child_by_field_name(field_name) != listed:
            return
        left = statement.child_by_field_name("left")
        targets = children_of(statement, "name") if left is None else expression_items(left)
        self._assigned(targets, expression_items(listed), node, through)

    def _assigned(
        self, targets: list[Node], values: list[Node], node: Node, through: _Through
    ) -> None:
        if len(targets) == len(values) and node in values:
            targets = [targets[values.index(node)]]
        elif len(values) == 1:  # of several results those that can hold the value
            targets = [each for each in targets if self._may_hold(each)]
        for target in targets:
            self._into(unparenthesized(target), through)

    def _may_hold(self, target: Node) -> bool:
        if target.text == b"_":
            return False
        found = self._info.object_of(target) if target.type == "identifier" else None
        return self._leads(found.type if found is not None else self._info.type_of(target))

    def _into(self, target: Node, through: _Through) -> None:
        """The value is assigned to `target`."""
        if target.text == b"_":
            return
        spine = left_spine(target)
        root = unparenthesized(spine[-1]) if spine else target
        found = self._info.object_of(root) if root.type == "identifier" else None
        if found is None or found.kind != "var" or not found.is_local:
            self._out(Fate.STORED, target, self._text(target), through)
        elif spine and not self._is_own(found, spine):
            if found.span.start not in self._followed:
                self._out(Fate.STORED, target, self._text(target), through)
        elif not is_inside_span(found, self._home):
            self._out(Fate.CAPTURED, target, found.name, through)
        elif found.role == "result":
            self._out(Fate.RETURNED, target, found.name, through)
        elif self._leads(found.type):
            self.variable(found, (*through, found.name))

    def _is_own(self, root: Object, spine: list[Node]) -> bool:
        """Whether a part of a local is its own memory, or that of a value it was made with."""
        if root.role in ("param", "receiver", "range", "typeswitch"):
            return not any(self._leads_away(each) for each in spine)
        outer = [each for each in spine[:-1] if self._leads_away(each)]
        if outer:
            return False
        return not self._leads_away(spine[-1]) or is_made(self._info, root)

    def _leads_away(self, operand: Node) -> bool:
        kind = self._info.type_of(operand)
        return kind.is_pointer or kind.is_slice or kind.is_map or kind.is_unknown

    def _ranged(self, clause: Node, node: Node, through: _Through) -> None:
        """`for k, v := range value`: v may lead to memory of it."""
        if clause.child_by_field_name("right") not in (node, node.parent):
            return
        left = clause.child_by_field_name("left")
        kind = self._info.type_of(node)
        if left is None or not self._aliases.elements or kind.is_chan or kind.is_func:
            return
        for target in expression_items(left)[1:]:
            if self._may_hold(target):
                self._into(target, through)

    def _switched(self, statement: Node, node: Node, through: _Through) -> None:
        if statement.child_by_field_name("value") != node:
            return
        alias = statement.child_by_field_name("alias")
        for symbol in expression_items(alias) if alias is not None else ():
            found = self._info.object_of(symbol)
            if found is not None:
                self.variable(found, (*through, found.name))

    # Answers

    def _out(self, fate: Fate, node: Node, detail: str, through: _Through) -> None:
        self._trace.escapes.append(Escape(fate, node, self._info, detail, through))

    def _text(self, node: Node) -> str:
        return " ".join(self._info.file.text(node).split())


#: Expressions and parts of expressions whose value may be, or hold, that of a part of them.
_LEADING: Mapping[str, Callable[[_Tracer, Node, Node], bool]] = {
    "parenthesized_expression": _Tracer._holds,
    "literal_element": _Tracer._holds,
    "literal_value": _Tracer._holds,
    "keyed_element": _Tracer._holds,
    "variadic_argument": _Tracer._holds,
    "type_assertion_expression": _Tracer._holds,
    "composite_literal": _Tracer._holds,
    "unary_expression": _Tracer._unary,
    "slice_expression": _Tracer._sliced,
    "index_expression": _Tracer._index,
    "type_conversion_expression": _Tracer._converted,
}
_WORTH_TELLING = ("composite_literal", "slice_expression", "index_expression")
_ENDING: Mapping[str, Callable[[_Tracer, Node, Node, _Through], None]] = {
    "selector_expression": _Tracer._selected,
    "call_expression": _Tracer._called,
    "argument_list": _Tracer._argument,
    "send_statement": _Tracer._sent,
    "return_statement": _Tracer._returned,
    "expression_list": _Tracer._listed,
    "var_spec": _Tracer._declared,
    "range_clause": _Tracer._ranged,
    "type_switch_statement": _Tracer._switched,
}
