"""Whether a value that a piece of code has made is still in use when that piece has ended.

The piece is the body of a loop (15.1) or the rest of a function. Values made from the value count
as the value, unless their type cannot hold it: text, numbers, errors, bytes, and structs of these.
Bytes that a method of the value gives may be its own memory, which the release gives away, unless
the method is of the standard library.
What a callee does with an argument is asked of `lifetime`; of callees that are not known there,
those named like collections and starters count as keeping.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._leak_flow import FUNCTIONS, function_around, holds, inside
from msgspec import Struct

from gofixmap.codemod import access, ancestors, lifetime, nodes, pattern, sharing

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Object, Type

_KEEPING = pattern(
    r"(?i)^(add|append|attach|register|put|push|set|store|insert|track|subscribe|enqueue|send|"
    r"mount|handle|serve|start|go|watch|listen|schedule|submit|spawn|async|after|on|init|join|"
    r"connect|dial|bind|keep|save|cache|remember|record|publish|broadcast|emit|notify|dispatch|"
    r"queue|fire|trigger|forward|defer|delay)(?=[A-Z0-9_]|$)"
)
_WAITING = pattern(r"(?:sync\.WaitGroup|errgroup\.Group|os/exec\.Cmd)\)\.Wait$")
_STARTING = pattern(r"(?:Start|Serve|Listen|Watch|Subscribe|Spawn)(?=[A-Z_]|$)")
_WITHOUT = frozenset(  # interfaces and structs that do not lead back to what gave them
    {"io/fs.FileInfo", "io/fs.DirEntry", "net.Addr", "time.Time", "error", "io/fs.FileMode"}
)
_SERVING = pattern(r"Server|Listener|Node|Cluster|Daemon|Proxy|Broker|Peer")
_WRAPPING = (
    "parenthesized_expression",
    "type_assertion_expression",
    "slice_expression",
    "literal_element",
    "literal_value",
    "keyed_element",
    "composite_literal",
    "variadic_argument",
    "type_conversion_expression",
)
_BRANCHES = ("block", "expression_case", "communication_case", "type_case", "default_case")
_DEPTH = 5


class Kept(Struct, frozen=True):
    """A place by which the value outlives the piece of code; `how` completes "it ..."."""

    node: Node
    how: str


def holds_nothing(type_: Type, depth: int = _DEPTH) -> bool:
    """Whether a value of the type cannot lead to an open resource or a context."""
    if type_.is_unknown or depth == 0:
        return False
    if str(type_) in _WITHOUT or type_.is_basic:
        return True
    under = type_.underlying
    if under.is_struct:
        return all(holds_nothing(each.type, depth - 1) for each in under.fields)
    if under.is_map:
        return holds_nothing(under.key, depth - 1) and holds_nothing(under.element, depth - 1)
    if under.is_slice or under.is_array or under.is_pointer:
        return holds_nothing(under.element, depth - 1)
    results = under.types if under.kind == "tuple" else ()  # type: ignore[attr-defined]
    return under.kind == "tuple" and all(holds_nothing(each, depth) for each in results)


def _lends_bytes(type_: Type, depth: int = _DEPTH) -> bool:
    """Whether a value of the type may have its bytes in the memory of what has given it."""
    if depth == 0:
        return False
    under = type_.underlying
    if under.is_struct:
        return any(_lends_bytes(each.type, depth - 1) for each in under.fields)
    if under.is_slice:
        element = under.element
        return str(element.underlying) in ("byte", "uint8") or _lends_bytes(element, depth - 1)
    results = under.types if under.kind == "tuple" else ()  # type: ignore[attr-defined]
    return any(_lends_bytes(each, depth) for each in results)


def outlives(
    info: FileInfo, variable: Object, region: Node, *, strict: bool = False
) -> Kept | None:
    """How the value of a local gets out of the region; None where it is not seen to.

    The region is the body of a loop, or a function. A return lets the value out of a function, but
    not of an iteration, because what is deferred runs at a return in any case. With `strict` every
    callee counts as keeping of which it is not known that it does not.
    """
    return _Outlive(info, region, variable, strict=strict).variable(variable)


class _Outlive:
    def __init__(self, info: FileInfo, region: Node, start: Object, *, strict: bool) -> None:
        self._info = info
        self._region = region
        self._strict = strict
        self._is_function = region.type in FUNCTIONS
        # Other code reaches what serves by its name or address, so that text counts too.
        self._serving = bool(_SERVING.search(str(start.type)))
        self._body = region.child_by_field_name("body") or region
        self._seen: set[int] = set()
        self._name_of_start = start.name
        self._given = False  # what is followed is what a call has made of the value

    def variable(self, variable: Object) -> Kept | None:
        if id(variable) in self._seen:
            return None
        self._seen.add(id(variable))
        if not self._is_inside(variable):
            later = self._used_later(variable)
            if later is not None:
                return Kept(later, self._later(variable))
        for use in self._info.uses_in(variable, self._region):
            found = self._captured(use) or self._value(use)
            if found is not None:
                return found
        return None

    def _later(self, variable: Object) -> str:
        if self._given:
            return f"has given what {variable.name} holds, which may need it later"
        is_start = variable.name == self._name_of_start
        return "is still used later" if is_start else f"is still used later, as {variable.name}"

    def _is_inside(self, variable: Object) -> bool:
        at = variable.span.start
        inside = variable.is_local and self._region.start_byte <= at < self._region.end_byte
        return inside and variable.role != "result"

    def _is_own(self, variable: Object) -> bool:
        """Whether what hangs on a variable is only known inside the region."""
        return self._is_inside(variable) and variable.role not in ("param", "receiver")

    def _used_later(self, variable: Object) -> Node | None:
        function = self._region if self._is_function else function_around(self._region)
        if not variable.is_local or variable.function is None or variable.function != function:
            return self._region
        uses = self._info.uses_in(variable, variable.function)
        if variable.role == "result":
            return next((each for each in uses if holds(self._region, each)), variable.function)
        behind = next((each for each in uses if each.start_byte >= self._region.end_byte), None)
        within = [each for each in uses if holds(self._region, each)]
        if behind is None and within and not self._is_set_for(within):
            return within[0]  # by the next iteration, before it sets the variable
        return behind

    def _is_set_for(self, uses: Sequence[Node]) -> bool:
        """Whether the first of some uses sets the variable whenever the others come about: a write
        in a branch leaves what stands behind the branch to an earlier iteration."""
        if not self._is_set(uses[0]):
            return False
        branch = next(
            (each for each in ancestors(uses[0], self._region) if each.type in _BRANCHES), None
        )
        return branch is None or all(holds(branch, use) for use in uses)

    def _is_set(self, use: Node) -> bool:
        found = access.access_of(self._info, use)
        return found.kind in (access.Kind.WRITE, access.Kind.DECLARE) and not found.path

    def _captured(self, use: Node) -> Kept | None:
        """The fate of the function literals that mention the value, innermost first."""
        for literal in ancestors(use, self._region):
            if literal.type == "func_literal":
                found = self._value(literal)
                if found is not None:
                    return found
        return None

    def _value(self, node: Node) -> Kept | None:
        """What becomes of an expression that is, or leads to, the value."""
        parent = node.parent
        if parent is None or not holds(self._region, parent):
            return None
        kind = parent.type
        if kind in _WRAPPING:
            return self._value(parent)
        if kind == "unary_expression":
            return self._part(parent)
        if kind in ("selector_expression", "index_expression"):
            if parent.child_by_field_name("operand") != node:
                return self._key(parent)
            call = _called(parent)
            return self._part(parent) if call is None else self._method(call, parent)
        rule = getattr(self, f"_in_{kind}", None)
        found: Kept | None = rule(parent, node) if rule is not None else None
        return found

    def _key(self, index: Node) -> Kept | None:
        """A map that is set at the value: `seen[f] = true`."""
        listed = index.parent
        if listed is not None and listed.type in ("inc_statement", "dec_statement"):
            return self._stored(index)
        statement = listed.parent if listed is not None else None
        if statement is None or statement.type != "assignment_statement":
            return None
        is_set = statement.child_by_field_name("left") == listed
        return self._stored(index) if is_set else None

    def _method(self, call: Node, selector: Node) -> Kept | None:
        """A method of the value: one that starts something goes on when it has returned."""
        name = _last(self._info.file.text(selector))
        if _STARTING.match(name) and not self._is_joined(call):
            return Kept(call, f"goes on with what {name} has started")
        return self._value(selector)

    def _part(self, node: Node) -> Kept | None:
        """What a part of the value, or a result that it gives, leads to."""
        kind = self._info.type_of(node)
        if self._serving and not kind.is_boolean and str(kind) != "error":
            return self._value(node)
        return None if holds_nothing(kind) else self._value(node)

    def _in_call_expression(self, call: Node, node: Node) -> Kept | None:
        del node
        started = self._started(call)
        if started is not None:
            return started
        return self._value(call) if self._is_lent(call) else self._result(call)

    def _is_lent(self, call: Node) -> bool:
        """Whether a method of the value gives bytes that may be released with it."""
        function = call.child_by_field_name("function")
        is_method = function is not None and function.type == "selector_expression"
        chosen = self._info.selection(function) if function is not None and is_method else None
        declaring = chosen.declaring if chosen is not None else None
        if declaring is None or not _lends_bytes(self._info.type_of(call)):
            return False
        is_own = declaring.package == self._info.package.path
        return is_own or "." in declaring.package.partition("/")[0]

    def _result(self, call: Node) -> Kept | None:
        """What a call makes of the value: it may lead back to it."""
        before, self._given = self._given, True
        found = self._part(call)
        self._given = before
        return found

    def _started(self, call: Node) -> Kept | None:
        if call.parent is None or call.parent.type != "go_statement" or self._is_joined(call):
            return None
        return Kept(call, "is used by a goroutine")

    def _is_joined(self, start: Node) -> bool:
        """Whether the region itself waits, behind the start, for what it has started to end."""
        return not self._strict and any(
            node.type == "call_expression"
            and node.start_byte >= start.end_byte
            and _WAITING.search(lifetime.called_name(self._info, node)) is not None
            for node in inside(self._body)
        )

    def _in_argument_list(self, listed: Node, node: Node) -> Kept | None:
        call = listed.parent
        if call is None or call.type != "call_expression":
            return self._value(listed)
        started = self._started(call)
        if started is not None:
            return started
        if call.parent is not None and call.parent.type == "defer_statement":
            return None
        if self._info.is_conversion(call):
            return self._part(call)
        if node.type == "func_literal":
            return self._handed(call, node)
        return self._passed(call, node)

    def _handed(self, call: Node, literal: Node) -> Kept | None:
        """A function literal that mentions the value, given to a function."""
        graph = sharing.call_graph(self._info.semantics, self._info.package)
        if self._is_joined(call):
            return None
        calls = graph.calls_to(graph.literal(self._info, literal))
        at_once = (sharing.CallKind.CALLBACK, sharing.CallKind.CALL, sharing.CallKind.DEFER)
        if calls and all(each.kind in at_once for each in calls):
            return None
        return Kept(call, f"is used by a function that {self._name(call)} is given")

    def _passed(self, call: Node, argument: Node) -> Kept | None:
        uses = lifetime.use_of_argument(self._info, call, argument)
        name = self._name(call)
        keeps = lifetime.Use.KEEPS in uses and lifetime.Use.RETURNS not in uses
        if lifetime.Use.UNKNOWN in uses:
            keeps = self._strict or bool(_KEEPING.match(_last(name)))
        if keeps:
            owner = self._owner(call)
            if owner is None or not self._is_own(owner):
                return Kept(call, f"is handed to {name}, which may keep it")
            found = self.variable(owner)
            if found is not None:
                return found
        if lifetime.Use.RETURNS in uses:
            return self._part(call)
        is_possible = self._serving or lifetime.Use.UNKNOWN in uses
        return self._result(call) if is_possible else None

    def _owner(self, call: Node) -> Object | None:
        """The local whose method is called."""
        function = call.child_by_field_name("function")
        spine = nodes.left_spine(function) if function is not None else []
        found = (
            self._info.object_of(spine[-1]) if spine and spine[-1].type == "identifier" else None
        )
        return found if found is not None and found.kind == "var" else None

    def _name(self, call: Node) -> str:
        function = call.child_by_field_name("function")
        return "a function" if function is None else self._info.file.text(function).split("(")[0]

    def _in_send_statement(self, statement: Node, node: Node) -> Kept | None:
        is_value = statement.child_by_field_name("value") == node
        return Kept(node, "is sent on a channel") if is_value else None

    def _in_return_statement(self, statement: Node, node: Node) -> Kept | None:
        is_own = self._is_function and function_around(statement) == self._region
        return Kept(node, "is returned") if is_own else None

    def _in_expression_list(self, listed: Node, node: Node) -> Kept | None:
        statement = listed.parent
        if statement is None:
            return None
        if statement.type == "return_statement":
            return self._in_return_statement(statement, node)
        if statement.type == "var_spec":
            names = nodes.children_of(statement, "name")
            return self._assigned(names, nodes.expression_items(listed), node)
        left = statement.child_by_field_name("left")
        if left is None or left == listed:
            return None
        return self._assigned(nodes.expression_items(left), nodes.expression_items(listed), node)

    def _in_var_spec(self, spec: Node, node: Node) -> Kept | None:
        return self._assigned(nodes.children_of(spec, "name"), [node], node)

    def _in_range_clause(self, clause: Node, node: Node) -> Kept | None:
        left = clause.child_by_field_name("left")
        if left is None or clause.child_by_field_name("right") != node:
            return None
        return self._assigned(nodes.expression_items(left), [node], node)

    def _assigned(self, targets: list[Node], values: list[Node], node: Node) -> Kept | None:
        """The value, or one of the values that a call gives, is assigned."""
        if len(values) == len(targets) and node in values:
            return self._stored(targets[values.index(node)])
        for target in targets:
            kind = self._info.type_of(target) if target.text != b"_" else None
            if kind is None or (holds_nothing(kind) and not self._serving):
                continue
            found = self._stored(target)
            if found is not None:
                return found
        return None

    def _stored(self, target: Node) -> Kept | None:
        target = nodes.unparenthesized(target)
        if target.text == b"_":
            return None
        spine = nodes.left_spine(target)
        origin = nodes.unparenthesized(spine[-1]) if spine else target
        found = self._info.object_of(origin) if origin.type == "identifier" else None
        text = self._info.file.text(target)
        if found is None or found.kind != "var" or (spine and not self._is_own(found)):
            return Kept(target, f"{'has given what ' if self._given else ''}is kept in {text}")
        return self.variable(found)


def _called(selector: Node) -> Node | None:
    """The call of a method value."""
    call = selector.parent
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == selector else None


def _last(name: str) -> str:
    return name.rpartition(".")[2]
