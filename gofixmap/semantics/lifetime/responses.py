"""Whether the response that a call gives has a body which its receiver has to close.

The functions and methods of net/http do. A function whose body can be read does where it returns
what such a call gave it, untouched; of others the shape of `Do` is taken at its word,
`(*http.Response, error)`. Generated clients give a third result, made from a body that they have
read and closed themselves, and dialling a WebSocket gives a response whose body is the connection.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gofixmap.patterns import pattern
from gofixmap.semantics.lifetime.called import called_name, function_part
from gofixmap.semantics.lifetime.keeping import Use, use_of_argument
from gofixmap.semantics.lifetime.paths import Paths, Tests
from gofixmap.semantics.nodes import Captures, expression_items, named, unparenthesized
from gofixmap.semantics.sharing.functions import FUNCTIONS
from gofixmap.semantics.sharing.handing import function_called
from gofixmap.syntax.walk import ancestors

if TYPE_CHECKING:
    from gofixmap.semantics.info import FileInfo
    from gofixmap.semantics.objects import Object
    from gofixmap.semantics.sharing.functions import Function

RESPONSE = "*net/http.Response"

_OPENING = pattern(
    r"""net/http\.(Get|Head|Post|PostForm|ReadResponse)
    | \(\*net/http\.Client\)\.(Do|Get|Head|Post|PostForm)
    | \(\*?net/http\.\w+\)\.RoundTrip
    | \(\*net/http/httputil\.ClientConn\)\.(Do|Read)
    """,
    re.VERBOSE,
)
_RETURNS = Captures("(return_statement) @statement")
_FOREIGN = pattern(r"\(?\*?[\w.-]+\.\w+/.*(websocket|/ws\b)|net/http/httptest")


def is_of_net_http(info: FileInfo, call: Node) -> bool:
    """Whether net/http itself opens the response, rather than some RoundTripper."""
    name = called_name(info, call)
    return _OPENING.fullmatch(name) is not None and not name.startswith("(net/http.RoundTripper)")


def is_made_by_fake(info: FileInfo, call: Node) -> bool:
    """Whether an interface chooses what opens the response, or a transport of the workspace that
    wraps one: in tests its body may be nil."""
    if is_of_net_http(info, call):
        return False
    return function_called(info, call) is None or called_name(info, call).endswith(").RoundTrip")


def opens_response(info: FileInfo, call: Node) -> bool:
    """Whether a call that gives a `*http.Response` gives one with a body to be closed."""
    name = called_name(info, call)
    if _FOREIGN.search(name) or _is_tunnel(call, name):
        return False
    if _OPENING.fullmatch(name):
        return True
    function = function_called(info, call)
    if function is not None and function.body.type == "block":
        return _gives_open(function)
    return _has_shape_of_do(info, call)


# The words of functions that take the connection over: of HTTP proxies, and of upgrades.
_TUNNEL = pattern(rb"\bCONNECT\b|MethodConnect|StatusSwitchingProtocols|Sec-WebSocket")


def _is_tunnel(call: Node, name: str) -> bool:
    """Whether the body may be the connection itself, which goes on to be used."""
    function = next((each for each in ancestors(call) if each.type in FUNCTIONS), call)
    found = _TUNNEL.search(function.text or b"")
    if found is None:
        return False
    return name.endswith("ReadResponse") or found.group().startswith((b"Status", b"Sec"))


def _has_shape_of_do(info: FileInfo, call: Node) -> bool:
    """`(*http.Response, error)` of a declared function or method; function values are not known."""
    if [str(each) for each in info.types_of(call)] != [RESPONSE, "error"]:
        return False
    function = function_part(call)
    chosen = info.selection(function) if function is not None else None
    if chosen is None or _MAKING.match(chosen.name) is not None:
        return False
    return chosen.kind in ("method", "package")


# What makes a response by hand: codec.EncodeResponse(ctx, result).
_MAKING = pattern(r"(?:[Ee]ncode|[Bb]uild|[Mm]ake|[Nn]ew|[Mm]arshal|[Ff]ormat|[Mm]ock)(?![a-z])")


def _gives_open(function: Function) -> bool:
    semantics = function.info.semantics
    key = ("lifetime.opens_response", function.path, function.node.start_byte)
    if key not in semantics.memory:
        semantics.memory[key] = False  # for a function that calls itself
        semantics.memory[key] = _returns_open(function)
    return bool(semantics.memory[key])


def _returns_open(function: Function) -> bool:
    """Whether some return gives an open response, and none gives one of unknown origin."""
    info, found = function.info, False
    for statement in _RETURNS.of(function.body):
        around = next(each for each in ancestors(statement) if each.type in FUNCTIONS)
        if around != function.node:
            continue
        given = _response_of(info, statement)
        if given is None or given.type == "nil" or _calls(info, given, function):
            continue  # what a call of itself gives is what the other returns give
        if not _is_open(info, given, function):
            return False
        found = True
    return found


def _calls(info: FileInfo, value: Node, function: Function) -> bool:
    if value.type != "call_expression":
        return False
    called = function_called(info, value)
    return called is not None and called.node == function.node


def _response_of(info: FileInfo, statement: Node) -> Node | None:
    """The expression that a return statement gives for the response."""
    values = [each for child in named(statement) for each in expression_items(child)]
    for value in values:
        if value.type == "nil":
            continue
        if any(str(each) == RESPONSE for each in info.types_of(value)):
            return value
    return None


def _is_open(info: FileInfo, value: Node, function: Function) -> bool:
    value = unparenthesized(value)
    if value.type == "call_expression":
        return opens_response(info, value)
    found = info.object_of(value) if value.type == "identifier" else None
    if found is None or not found.is_local or found.role not in ("var", "result"):
        return False
    return _is_given_open(info, found, function) and not _is_ended(info, found, value, function)


def _is_given_open(info: FileInfo, obj: Object, function: Function) -> bool:
    """Whether a local is given nothing but open responses."""
    values = [assigned_value(use) for use in info.uses_in(obj, function.body)]
    calls = [each for each in values if each is not None and each.type != "nil"]
    return bool(calls) and all(
        each.type == "call_expression" and opens_response(info, each) for each in calls
    )


def _is_ended(info: FileInfo, obj: Object, returned: Node, function: Function) -> bool:
    """Whether the body may be closed or replaced on a way to the return."""
    paths = Paths.of(info, function.node)
    last = paths.point_of(returned)
    if last is None:
        return True
    for use in info.uses_in(obj, function.body):
        if use != returned and _ends_body(info, use):
            part = paths.part_of(use)
            if part is None or part.type == "defer_statement" or paths.point_of(use) == last:
                return True
            if last in paths.walked(part, Tests()).open:
                return True
    return False


def _ends_body(info: FileInfo, use: Node) -> bool:
    """Whether a use closes the body, gives it away, or puts another one in its place."""
    if any(each.type == "func_literal" for each in ancestors(use)):
        return True
    whole = use
    if use.parent is not None and use.parent.type == "selector_expression":
        field = use.parent.child_by_field_name("field")
        if field is None or field.text != b"Body":
            return False
        whole = use.parent
    around = whole.parent
    if around is None or assigned_value(whole) is not None:
        return whole != use
    if around.type == "selector_expression":
        return (around.text or b"").endswith(b".Close")
    if around.type != "argument_list" or around.parent is None:
        return False
    return not use_of_argument(info, around.parent, whole) <= _HARMLESS


_HARMLESS = frozenset({Use.LOOKS, Use.RETURNS})


def assigned_value(target: Node) -> Node | None:
    """The one expression that a statement assigns to `target` and perhaps others."""
    statement = target.parent
    if statement is not None and statement.type == "expression_list":
        if statement.parent is None or statement.parent.child_by_field_name("left") != statement:
            return None
        statement = statement.parent
    field = "value" if statement is not None and statement.type == "var_spec" else "right"
    right = statement.child_by_field_name(field) if statement is not None else None
    if right is None or right.start_byte <= target.start_byte:
        return None
    values = expression_items(right)
    return unparenthesized(values[0]) if len(values) == 1 else None
