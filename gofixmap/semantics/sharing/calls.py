"""Call sites of one declaration: what is called or handed on as a function, and when it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from tree_sitter import Node

from gofixmap.semantics.nodes import Captures, parenthesized, unparenthesized
from gofixmap.semantics.sharing.fates import Fate, fate_of
from gofixmap.semantics.sharing.functions import Function
from gofixmap.semantics.sharing.locals import only_value
from gofixmap.semantics.sharing.mentions import identifiers
from gofixmap.semantics.types import Interface

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object, Selection
    from gofixmap.semantics.sharing.callgraph import CallGraph

_SITES = Captures(
    """[(call_expression) (type_conversion_expression) (func_literal) (identifier)
    (selector_expression)] @site"""
)
_CALLS = ("call_expression", "type_conversion_expression")
_INSTANTIATED = ("index_expression", "type_instantiation_expression", "generic_type")
_WRAPPING = ("parenthesized_expression", "parenthesized_type", *_INSTANTIATED)
_DENOTING = ("identifier", "selector_expression")


class CallKind(StrEnum):
    """When the callee runs, seen from the function that holds the call."""

    CALL = "call"  # where it stands
    GO = "go"
    DEFER = "defer"  # when the function ends
    CONCURRENT = "concurrent"  # an argument that the called function starts: errgroup.Go
    CALLBACK = "callback"  # an argument that the called function runs before it returns
    REGISTER = "register"  # a handler, run later, for each request
    VALUE = "value"  # kept or passed on: it may run at any time


class Call(Struct, frozen=True, eq=False):
    """One way in which a function gets to run.

    `node` is the call; where a function is handed on, the expression that denotes it. `callee` is
    None for what has no body in the package. `name` is the called function, `net/http.HandleFunc`,
    `(*sync.Mutex).Lock`, "" when not known; of a function handed on the one that receives it.
    `through` is the function of the package that receives it, `argument` its index there. `dynamic`
    is the method's name where an interface or an unknown type chooses the method.
    """

    node: Node
    kind: CallKind
    caller: Function
    callee: Function | None
    name: str
    how: str = ""  # for CONCURRENT and REGISTER, see `Start.how`
    through: Function | None = None
    argument: int = -1
    dynamic: str = ""

    @property
    def info(self) -> FileInfo:
        return self.caller.info

    @property
    def path(self) -> str:
        return self.caller.path

    def __repr__(self) -> str:
        target = self.callee.name if self.callee is not None else self.name or self.dynamic
        return f"<{self.kind} of {target} in {self.caller!r}>"


class Target(Struct, frozen=True):
    """What an expression in function position denotes."""

    callee: Function | None = None
    name: str = ""
    dynamic: str = ""


def called(call: Node) -> Node | None:
    """The expression in function position of a call, without parentheses."""
    field = "function" if call.type == "call_expression" else "type"
    function = call.child_by_field_name(field)
    return unparenthesized(function) if function is not None else None


class Site(Struct):
    """A node that calls or hands on a function, with the last name of what it denotes ("" without).

    `call` is what it turns out to be; nothing of it is looked up before it is asked for.
    """

    node: Node
    name: str
    call: Call | None = None
    is_known: bool = False

    def resolved(self, graph: CallGraph, info: FileInfo) -> Call | None:
        if not self.is_known:
            make = _call if self.node.type in _CALLS else _value
            self.call, self.is_known = make(graph, info, self.node), True
        return self.call


def sites_in(graph: CallGraph, functions: tuple[Function, ...]) -> list[Site]:
    """The places in one declaration, whose functions these are, that may be calls or values."""
    info = functions[0].info
    found: list[Site] = []
    for node in _SITES.of(functions[0].node):
        if node.type in _CALLS:
            function = called(node)
            name = _last_name(info, function) if function is not None else ""
            found.append(graph.site(info, node, name))
        elif _is_candidate(graph, functions, info, node):
            found.append(graph.site(info, node, _last_name(info, node)))
    return found


def sites_named(graph: CallGraph, functions: tuple[Function, ...], name: str) -> list[Site]:
    """Those of `sites_in` that have a name, found by its text and not by looking at all nodes."""
    info = functions[0].info
    found: list[Node] = []
    for leaf in identifiers(functions[0].node, info.file.data, name.encode()):
        holder = _selector_of(leaf)
        call = _call_naming(holder, leaf)
        if call is not None:
            found.append(call)
        elif holder.type in _DENOTING and _is_candidate(graph, functions, info, holder):
            found.append(holder)
    found.sort(key=_place)
    return [graph.site(info, node, name) for node in found]


def sites_of_literal(graph: CallGraph, literal: Function) -> list[Site]:
    """Those of `sites_in` that can be calls of one function literal: itself, and its name's."""
    info, node = literal.info, literal.node
    found = [graph.site(info, _call_of(node) or node, "")]
    label = bound_name(parenthesized(node))
    if label is not None:
        around = graph.functions_around(info, node)
        found += sites_named(graph, around, info.file.text(label))
    found.sort(key=lambda site: _place(site.node))
    return found


def _place(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


def _selector_of(leaf: Node) -> Node:
    """The selector whose last name a leaf is, or itself."""
    parent = leaf.parent
    if parent is None or parent.type not in ("selector_expression", "qualified_type"):
        return leaf
    last = parent.child_by_field_name("field") or parent.child_by_field_name("name")
    return parent if last is not None and last.start_byte == leaf.start_byte else leaf


def _call_naming(holder: Node, leaf: Node) -> Node | None:
    """The call of what is denoted by `holder`, of which `leaf` is the last name."""
    call = _call_of(holder)
    function = called(call) if call is not None else None
    last = _last(function) if function is not None else None
    return call if last is not None and last.start_byte == leaf.start_byte else None


def _call_of(node: Node) -> Node | None:
    """The call whose function an expression is, in parentheses or instantiated."""
    outer, around = node, node.parent
    while around is not None and around.type in _WRAPPING:
        outer, around = around, around.parent
    if around is None or around.type not in _CALLS:
        return None
    field = "function" if around.type == "call_expression" else "type"
    return around if around.child_by_field_name(field) == outer else None


def _last_name(info: FileInfo, function: Node) -> str:
    """`tick` of `tick`, `s.tick`, `tick[int]`; "" of anything else."""
    node = _last(function)
    return info.file.text(node) if node is not None and node.child_count == 0 else ""


def _last(function: Node) -> Node | None:
    node: Node | None = unparenthesized(function)
    while node is not None and node.type in _INSTANTIATED:
        node = node.child_by_field_name("operand") or node.child_by_field_name("type")
        node = unparenthesized(node) if node is not None else None
    if node is not None and node.type in ("selector_expression", "qualified_type"):
        node = node.child_by_field_name("field") or node.child_by_field_name("name")
    return node


def _call(graph: CallGraph, info: FileInfo, node: Node) -> Call | None:
    function = called(node)
    if function is None or info.is_conversion(node):
        return None
    target = target_of(graph, info, function)
    return Call(
        node,
        _manner(node),
        graph.function_of(info, node),
        target.callee,
        target.name,
        dynamic=target.dynamic,
    )


def _manner(call: Node) -> CallKind:
    around = call.parent
    kind = around.type if around is not None else ""
    if kind == "go_statement":
        return CallKind.GO
    return CallKind.DEFER if kind == "defer_statement" else CallKind.CALL


def _is_candidate(
    graph: CallGraph, functions: tuple[Function, ...], info: FileInfo, node: Node
) -> bool:
    """Whether a node may denote a function of the package without being called, by its spelling."""
    if _is_called(node):
        return False
    if node.type == "func_literal":
        return True
    if node.type == "selector_expression":
        field = node.child_by_field_name("field")
        return field is not None and info.file.text(field) in graph.method_names
    name = info.file.text(node)
    return name in graph.function_names or name in graph.bound_names(functions)


def _is_called(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in ("parenthesized_expression", *_INSTANTIATED):
        node, parent = parent, parent.parent
    if parent is None or parent.type not in _CALLS:
        return False
    function = parent.child_by_field_name("function") or parent.child_by_field_name("type")
    return function is not None and function.start_byte == node.start_byte


def _value(graph: CallGraph, info: FileInfo, node: Node) -> Call | None:
    target = target_of(graph, info, node)
    if target.callee is None and not target.dynamic:
        return None
    if node.type == "identifier" and not _is_use(info, node):
        return None
    if node.type == "func_literal" and _bound_to(info, node) is not None:
        return None
    fate = fate_of(graph, info, node)
    return Call(
        node,
        CallKind(fate.kind),
        graph.function_of(info, node),
        target.callee,
        fate.name,
        fate.how,
        fate.through,
        fate.argument,
        target.dynamic,
    )


def _is_use(info: FileInfo, identifier: Node) -> bool:
    """Whether the identifier is more than the name or target of a declaration or assignment."""
    from gofixmap.semantics.sharing.locals import assigned

    parent = identifier.parent
    if parent is not None and parent.type in ("function_declaration", "binary_expression"):
        return False
    return assigned(identifier) is None


def _bound_to(info: FileInfo, literal: Node) -> Object | None:
    """The local variable that is this literal and nothing else."""
    label = bound_name(parenthesized(literal))
    obj = info.object_of(label) if label is not None else None
    if obj is None or not obj.is_local:
        return None
    only = only_value(info, obj)
    return obj if only is not None and only.start_byte == literal.start_byte else None


def bound_name(value: Node) -> Node | None:
    """The identifier that an assignment or declaration gives this value to."""
    listed = value.parent
    statement = listed.parent if listed is not None else None
    if listed is None or statement is None or listed.type != "expression_list":
        return None
    index = [each for each in listed.named_children if each.type != "comment"].index(value)
    if statement.type == "var_spec":
        names = [each for each in statement.children_by_field_name("name") if each.is_named]
    elif statement.type in ("assignment_statement", "short_var_declaration"):
        left = statement.child_by_field_name("left")
        names = [] if left is None or left == listed else left.named_children
    else:
        return None
    found = names[index] if index < len(names) else None
    return found if found is not None and found.type == "identifier" else None


def target_of(graph: CallGraph, info: FileInfo, function: Node) -> Target:
    """What an expression denotes as a function; an empty target where that is not known."""
    function = unparenthesized(function)
    if function.type in _INSTANTIATED:
        inner = function.child_by_field_name("operand") or function.child_by_field_name("type")
        return target_of(graph, info, inner) if inner is not None else Target()
    if function.type == "func_literal":
        literal = graph.literal(info, function)
        return Target(literal, literal.name)
    if function.type in ("identifier", "type_identifier"):
        return _named(graph, info, function)
    if function.type in ("selector_expression", "qualified_type"):
        return _selected(graph, info, function)
    return Target()


def _named(graph: CallGraph, info: FileInfo, identifier: Node) -> Target:
    found = info.object_of(identifier)
    if found is None:
        return Target()
    if found.kind == "builtin":
        return Target(name=found.name)
    if found.kind == "func":
        return _declared(graph, found)
    value = only_value(info, found) if found.is_local else None
    if value is not None and value.type == "func_literal":
        literal = graph.literal(info, value)
        return Target(literal, literal.name)
    return Target()


def _declared(graph: CallGraph, found: Object) -> Target:
    callee = graph.declared(found.file, found.span.start)
    return Target(callee, f"{found.package}.{found.name}")


def _selected(graph: CallGraph, info: FileInfo, selector: Node) -> Target:
    chosen = info.selection(selector)
    if chosen is None or chosen.kind == "field":
        return Target()
    if chosen.kind == "package":
        found = chosen.object
        return _declared(graph, found) if found is not None and found.kind == "func" else Target()
    if chosen.kind == "unknown":
        return Target(dynamic=chosen.name)
    return _method(graph, chosen)


def _method(graph: CallGraph, chosen: Selection) -> Target:
    name = method_name(chosen)
    if chosen.declaring is None or isinstance(chosen.declaring.underlying, Interface):
        return Target(name=name, dynamic=chosen.name)
    place = chosen.declaration
    callee = graph.declared(place[0], place[1].start) if place is not None else None
    return Target(callee, name)


def method_name(chosen: Selection) -> str:
    """`(*sync.Mutex).Lock`; "" where the type that declares the method has no name."""
    declaring = chosen.declaring
    if declaring is None:
        return ""
    qualified = f"{declaring.package}.{declaring.name}" if declaring.package else declaring.name
    star = "*" if chosen.pointer_method else ""
    return f"({star}{qualified}).{chosen.name}"


__all__ = ["Call", "CallKind", "Fate", "Site", "called", "sites_in", "target_of"]
