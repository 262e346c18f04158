"""Where a loop variable outlives its iteration: its address is kept, or a closure runs later.

A value here is an expression that leads back to the variable: `&v`, `v[:]` of an array, a function
literal that mentions v, a method value bound to &v, or a local that holds one of these. It is
followed outwards through conversions, composite literals and append to the place that keeps it.
Passing it to a function keeps nothing, as far as is known here; only functions that are known to
run their argument later count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._loopvar_calls import (
    STARTED,
    call_of_argument,
    is_append,
    is_conversion,
    is_started_inside,
    keeps_alias,
    keeps_argument,
    runs_in_parallel,
    started_by,
    waits_after,
)
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import access, ancestors, nodes, pattern, walk

if TYPE_CHECKING:
    from gofixmap_codemods._loopvar_loops import Loop, Variable
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object

_GROWING = pattern(rb"(?i)(?:append|add|push|insert|put)\w*$")
_DEPTH = 3  # locals of the body that hold the value one after the other


class Escape(Struct, frozen=True):
    """One use through which the variable outlives the iteration; `how` completes "v ...".

    `site` is what keeps it: the statement's expression, the call, the assignment.
    """

    use: Node
    how: str
    site: Node
    by_address: bool = False


def escapes_of(loop: Loop, variable: Variable) -> list[Escape]:
    """The escapes of a variable after which the loop goes on, in source order."""
    found = _Escapes(loop).of(variable.object)
    return [each for each in found if loop.goes_on_after(each.site)]


class _Fate(Struct, frozen=True):
    how: str
    site: Node


class _Voice(Struct, frozen=True):
    """How to tell of a value's fate: kept somewhere ("stored", ...), under go, under defer.

    `is_alone` says that a place which is assigned to holds this value and none from before,
    `is_held` that the value is now part of something that a function has made of it.
    """

    kept: str
    go: str
    defer: str
    is_alone: bool = False
    is_held: bool = False


_CLOSURE = _Voice(
    "a function literal that is {} uses it",
    "a goroutine uses it",
    "a deferred call uses it",
    is_alone=True,
)
_ADDRESS = _Voice(
    "its address is {}", "its address goes to a goroutine", "its address goes to a deferred call"
)


class _Escapes:
    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._info: FileInfo = loop.info
        self._followed: set[int] = set()

    def of(self, variable: Object) -> Iterator[Escape]:
        for use in self._info.uses_in(variable, self._loop.body):
            fate = self._of_closures(use, _CLOSURE)
            if fate is not None:
                yield Escape(use, fate.how, fate.site)
                continue
            value = self._address(use)
            fate = self._fate(value, _ADDRESS) if value is not None else None
            if fate is not None:
                yield Escape(use, fate.how, fate.site, by_address=True)

    def _of_closures(self, use: Node, says: _Voice) -> _Fate | None:
        """The fate of the function literals, innermost first, that mention the variable."""
        for literal in ancestors(use, self._loop.body):
            if literal.type != "func_literal":
                continue
            fate = self._fate(literal, says, mentioned=use)
            if fate is not None:
                return fate
        return None

    def _address(self, use: Node) -> Node | None:
        """The expression by which a use takes the variable's address; None where it does not."""
        found = access.access_of(self._info, use)
        if found.kind is not access.Kind.ADDRESS:
            return None
        return found.statement  # of an address: &v.f, v[:], or the selector of a pointer method

    def _fate(self, value: Node, says: _Voice, mentioned: Node | None = None) -> _Fate | None:
        """What keeps the value beyond the iteration; None where nothing is known to."""
        node = value
        while node.parent is not None:
            parent = node.parent
            if parent.type == "argument_list":
                call = call_of_argument(parent)
                if call is None:
                    return None
                if not self._passes(call, node):
                    return self._argument(call, node, says, mentioned)
                if is_append(self._info, call):
                    says = replace(says, is_alone=False)
                elif not is_conversion(self._info, call):
                    says = replace(says, is_held=True)
                node = call
            elif parent.type == "call_expression":
                return self._started(parent, says) if _is_function(parent, node) else None
            elif parent.type == "selector_expression":
                return self._method(parent, says)
            elif _wraps(self._info, parent, node):
                node = parent
            else:
                return self._kept(parent, node, says)
        return None

    def _passes(self, call: Node, argument: Node) -> bool:
        """Whether the call's result still leads to the variable: a conversion, append, New."""
        if is_conversion(self._info, call):
            return keeps_alias(self._info, call)
        if is_append(self._info, call):
            return argument.type != "variadic_argument"
        return keeps_argument(self._info, call, argument)

    def _argument(
        self, call: Node, argument: Node, says: _Voice, mentioned: Node | None
    ) -> _Fate | None:
        started = self._started(call, says)
        if started is not None:
            return started
        how = started_by(self._info, call)
        if how:
            if how != STARTED:
                passing = self._is_of_iteration_too(call)
                return None if passing else _Fate(says.kept.format(how), call)
            return None if waits_after(self._loop.body, call) else _Fate(says.go, call)
        if mentioned is not None and runs_in_parallel(self._info, call, argument, mentioned):
            return _Fate("a parallel subtest uses it", call)
        if is_started_inside(self._info, argument):
            return None if waits_after(self._loop.body, call) else _Fate(says.go, call)
        return self._accumulated(call, says)

    def _is_of_iteration_too(self, call: Node) -> bool:
        """Whether a method's operand, which keeps the value, is made and dropped in the iteration:
        a mux, or the t of a subtest."""
        function = call.child_by_field_name("function")
        operand = function.child_by_field_name("operand") if function is not None else None
        found = self._info.object_of(operand) if operand is not None else None
        return found is not None and found.kind == "var" and self._is_of_iteration(found)

    def _started(self, call: Node, says: _Voice) -> _Fate | None:
        """`go f(&v)`, `defer func() { v }()`."""
        statement = call.parent
        if statement is not None and statement.type == "go_statement":
            if waits_after(self._loop.body, statement):
                return None
            return _Fate(says.go, call)
        if statement is not None and statement.type == "defer_statement":
            if self._is_in_literal(statement):  # it runs when the literal ends, not the loop's end
                return None
            return _Fate(says.defer, call)
        return None

    def _is_in_literal(self, node: Node) -> bool:
        return any(each.type == "func_literal" for each in ancestors(node, self._loop.body))

    def _method(self, selector: Node, says: _Voice) -> _Fate | None:
        """`go v.M()`, `defer v.M()`; a method that is called at once keeps nothing here."""
        call = selector.parent
        if says.is_held or call is None or call.type != "call_expression":
            return None
        if _is_function(call, selector):
            return self._started(call, says)
        return None

    def _accumulated(self, call: Node, says: _Voice) -> _Fate | None:
        """`list = list.Append(&v)`, `list = add(list, &v)`: what is made grows by the value."""
        listed = call.parent
        statement = listed.parent if listed is not None else None
        if statement is None or statement.type != "assignment_statement" or listed is None:
            return None
        left = statement.child_by_field_name("left")
        function = call.child_by_field_name("function")
        if left is None or function is None or statement.child_by_field_name("right") != listed:
            return None
        if not _GROWING.search(function.text or b""):
            return None
        target = left.text or b""
        receiver = function.child_by_field_name("operand")
        arguments = call.child_by_field_name("arguments")
        first = nodes.first_named(arguments) if arguments is not None else None
        if target not in [each.text for each in (receiver, first) if each is not None]:
            return None
        return self._kept(listed, call, replace(says, is_alone=False))

    def _kept(self, parent: Node, node: Node, says: _Voice) -> _Fate | None:
        """The statement that the value has reached."""
        if parent.type == "send_statement" and parent.child_by_field_name("value") == node:
            return _Fate(says.kept.format("sent on a channel"), node)
        if parent.type == "var_spec":
            return self._declared(parent, parent.children_by_field_name("name"), [node], says)
        statement = parent.parent
        if parent.type != "expression_list" or statement is None:
            return None
        values = nodes.expression_items(parent)
        if statement.type == "var_spec":
            names = [n for n in statement.children_by_field_name("name") if n.is_named]
            return self._counterpart(names, values, node, says)
        left = statement.child_by_field_name("left")
        if left is None or statement.child_by_field_name("right") != parent:
            return None
        return self._counterpart(nodes.expression_items(left), values, node, says)

    def _declared(
        self, spec: Node, names: list[Node], values: list[Node], says: _Voice
    ) -> _Fate | None:
        named = [name for name in names if name.is_named]
        return self._counterpart(named, values, values[0], says)

    def _counterpart(
        self, targets: list[Node], values: list[Node], value: Node, says: _Voice
    ) -> _Fate | None:
        if len(targets) != len(values) or value not in values:
            return None
        return self._stored(targets[values.index(value)], says)

    def _stored(self, target: Node, says: _Voice) -> _Fate | None:
        """What becomes of a value that is assigned to `target`."""
        root = nodes.unparenthesized(target)
        spine = nodes.left_spine(root)
        if root.type == "unary_expression":  # *p = &v
            return _Fate(says.kept.format("stored"), target)
        origin = nodes.unparenthesized(spine[-1]) if spine else root
        if origin.type != "identifier" or origin.text == b"_":
            return None if origin.text == b"_" else _Fate(says.kept.format("stored"), target)
        variable = self._info.object_of(origin)
        if variable is None or variable.kind != "var":
            return None
        if self._is_of_iteration(variable):
            if spine and self._is_shared(variable, spine):
                return _Fate(says.kept.format("stored"), target)
            return self._follow(variable, says)
        if not spine and not self._lives_on(variable, origin):
            return None
        if self._is_overwritten(target, [root, *spine], says):
            return None
        return _Fate(says.kept.format("stored"), target)

    def _is_overwritten(self, target: Node, spine: list[Node], says: _Voice) -> bool:
        """Whether the place holds something else by the next iteration, or a function that the
        next one replaces before anybody calls it."""
        loop = self._loop
        if any(each.type == "index_expression" for each in spine):
            return False
        if says.is_alone and loop.always_runs(target):
            return True
        later = (
            nodes.expression_items(left)
            for statement in walk(loop.body)
            if statement.type == "assignment_statement" and statement.start_byte > target.end_byte
            if (left := statement.child_by_field_name("left")) is not None
        )
        return any(
            each.text == target.text and not self._is_in_literal(each) and loop.always_runs(each)
            for left in later
            for each in left
        )

    def _is_of_iteration(self, variable: Object) -> bool:
        """Whether each iteration has a variable of its own, the loop's own ones included."""
        start = variable.span.start
        loop = self._loop
        return variable.is_local and loop.header.start_byte <= start < loop.body.end_byte

    def _is_shared(self, variable: Object, spine: list[Node]) -> bool:
        """Whether a part of a local is storage that others have as well: it lies behind a pointer.

        A local that is a pointer, slice or map to something made in this iteration is not shared.
        """
        return any(_leads_away(self._info, each) for each in spine) and not self._is_made_here(
            variable
        )

    def _is_made_here(self, variable: Object) -> bool:
        """Whether a local is declared with `&T{}`, `T{}`, a call, or without a value."""
        body = self._loop.body
        declaring = body.descendant_for_byte_range(variable.span.start, variable.span.end)
        statement = declaring.parent if declaring is not None else None
        if statement is not None and statement.type == "expression_list":
            statement = statement.parent
        if statement is None or statement.type not in ("short_var_declaration", "var_spec"):
            return False
        value = statement.child_by_field_name(
            "right" if statement.type == "short_var_declaration" else "value"
        )
        return value is None or all(_makes(each) for each in nodes.expression_items(value))

    def _lives_on(self, variable: Object, target: Node) -> bool:
        """Whether what a variable from outside the loop holds is seen after this iteration.

        It is not where all its uses stand in the body, behind the assignment.
        """
        if not variable.is_local or variable.function is None:
            return True
        body = self._loop.body
        for use in self._info.uses_in(variable, variable.function):
            found = access.access_of(self._info, use)
            if found.kind in (access.Kind.DECLARE, access.Kind.WRITE) and not found.path:
                continue
            if not target.start_byte < use.start_byte < body.end_byte:
                return True
            if any(each.type == "func_literal" for each in ancestors(use, body)):
                return True
        return False

    def _follow(self, variable: Object, says: _Voice) -> _Fate | None:
        """The fate of a local of the iteration that holds the value."""
        key = variable.span.start
        if key in self._followed or len(self._followed) >= _DEPTH:
            return None
        self._followed.add(key)
        try:
            for use in self._info.uses_in(variable, self._loop.body):
                if use.start_byte == key:
                    continue
                fate = self._of_closures(use, says) or self._fate(use, says)
                if fate is not None:
                    return fate
        finally:
            self._followed.discard(key)
        return None


def _is_function(call: Node, node: Node) -> bool:
    return bool(call.child_by_field_name("function") == node)


def _wraps(info: FileInfo, parent: Node, node: Node) -> bool:
    """Whether the value of `parent` holds, or is, the value of `node`."""
    if parent.type == "unary_expression":
        operator = parent.child_by_field_name("operator")
        return operator is not None and operator.type == "&"
    if parent.type == "keyed_element":
        return True
    if parent.type == "type_conversion_expression":
        return keeps_alias(info, parent)
    if parent.type == "slice_expression":
        return bool(parent.child_by_field_name("operand") == node)
    return parent.type in _WRAPPING


_WRAPPING = frozenset(
    {"parenthesized_expression", "literal_element", "literal_value", "composite_literal"}
)


def _leads_away(info: FileInfo, operand: Node) -> bool:
    """Whether an operand on the way to a part is a pointer, slice, map or interface."""
    kind = info.type_of(operand)
    return kind.is_pointer or kind.is_slice or kind.is_map or kind.is_unknown


def _makes(value: Node) -> bool:
    inner = nodes.unparenthesized(value)
    if inner.type == "unary_expression":
        operand = inner.child_by_field_name("operand")
        inner = operand if operand is not None else inner
    return inner.type in _MAKING


_MAKING = frozenset({"call_expression", "composite_literal", "nil", "type_assertion_expression"})
