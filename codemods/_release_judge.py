"""Whether a loss is a leak: what was there may still be, is owned, and is not released on the way.

Each question answers with the reason for silence, for those who wonder; "" means that it may leak.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._package_names import HOLDER, OWNER
from gofixmap_codemods._release_deleted import why_deleted
from gofixmap_codemods._release_fresh import is_fresh_key, is_moved
from gofixmap_codemods._release_handed import is_counted, is_for_tests, method_body
from gofixmap_codemods._release_names import CHANGING, INSERTING, MAKING, SETTING_UP
from gofixmap_codemods._release_sites import accesses_beside

from gofixmap.codemod import enclosing, lifetime, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._package_names import Names
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Match

Operation = sharing.Operation
_DEPTH = 3  # callers and callees that are looked into
_LATER = ("defer_statement", "go_statement")
_LOOKING = (Operation.INDEX_READ, Operation.LOOKUP, Operation.RANGE)
_WHOLE_LOOKING = (*_LOOKING, Operation.LEN, Operation.COMPARE)  # whether there is a map, or entries
_FIELD_LOOKING = (*_WHOLE_LOOKING, Operation.READ, Operation.METHOD, Operation.CALL)


def silence(context: Context, loss: Loss, *, named: bool) -> str:
    """Why a loss is no finding; "" where it is one. `named`: the user speaks of the variable."""
    if sharing.is_unshared(loss.access):
        return "made here"
    if loss.statement.type in _LATER:
        return "later"
    if _is_nil(loss.value) and loss.kind != "remake":
        return "set to nil"
    if loss.value is not None and is_moved(loss):
        return "moved"
    if _looks(context, loss):
        return "looked at here"
    if _calls_looking(context, loss):
        return "a callee looks"
    if _ends_itself(context, loss):
        return "ends itself"
    closes = loss.release.how is lifetime.How.CLOSE
    if closes and not lifetime.releases_in(context.semantics, loss.variable):
        return "not known to stop anything"
    if named:
        return ""
    return _not_evident(context, loss)


def is_quiet_here(context: Context, loss: Loss) -> bool:
    """Whether `silence` has a reason in the function itself, for what the user has not named.

    Asked before it is known where else the variable is used.
    """
    if sharing.is_unshared(loss.access) or loss.statement.type in _LATER:
        return True
    if (_is_nil(loss.value) and loss.kind != "remake") or is_moved(loss):
        return True
    beside = accesses_beside(context, loss.variable, loss.info, loss.access.node)
    return _look(beside, loss) or bool(_not_evident_here(loss))


def may_own(names: Names, site: Node, target: Node) -> bool:
    """Whether the package's text leaves it open that a variable owns something, or its elements.

    Asked first, of each place that is assigned to.
    """
    node = nodes.unparenthesized(target)
    wanted = HOLDER
    if node.type == "index_expression":
        operand = node.child_by_field_name("operand")
        node = nodes.unparenthesized(operand) if operand is not None else node
    elif site.type == "assignment_statement":
        wanted |= OWNER
    if node.type not in ("identifier", "selector_expression"):
        return False  # an element of an element, or what a call gives, is no variable
    return names.may_be(node.text or b"", wanted)


def may_be_found(match: Match, site: Node, target: Node) -> bool:
    """Whether the text alone leaves a finding possible: asked before any type is."""
    function, file = enclosing(site, *_DECLARED), match.file
    name = function.child_by_field_name("name") if function is not None else None
    if name is None or any(spec.path == "testing" for spec in file.imports):
        return False
    text = file.text(name)
    if site.type != "assignment_statement" or target.type == "index_expression":
        return MAKING.match(text) is None
    right = site.child_by_field_name("right")
    values = nodes.expression_items(right) if right is not None else []
    if SETTING_UP.match(text) or not any(each.type in _VALUES for each in values):
        return False
    return _stands_in_body(site)


def is_ruled_out(
    info: FileInfo, site: Node, kind: str, value: Node | None, owner: lifetime.Release
) -> bool:
    """Whether names and the kind of release rule a finding out for what the user has not named.

    As `silence` does, and before it is known where the variable is used.
    """
    function = enclosing(site, *_DECLARED)
    name = function.child_by_field_name("name") if function is not None else None
    text = info.file.text(name) if name is not None else ""
    if kind == "element":
        return not _expects_entries(text, owner)
    if kind != "field":
        return False
    return owner.how is lifetime.How.CLOSE or _is_nil(value) or not _is_made_in(info, value)


_VALUES = ("call_expression", "identifier", "unary_expression", "type_conversion_expression")


def _is_nil(value: Node | None) -> bool:
    return value is not None and value.type == "nil"


def _ends_itself(context: Context, loss: Loss) -> bool:
    """Whether the value's own release comes here: it takes itself out of the map."""
    body = method_body(loss)
    if body is None:
        return False
    graph = sharing.call_graph(context.semantics, loss.info.package)
    pending, seen = [graph.function_of(loss.info, loss.statement).top], set[sharing.Function]()
    for _ in range(_DEPTH):
        if any(_is_same(each.body, body) for each in pending):
            return True
        seen |= set(pending)
        calls = [call for each in pending for call in graph.calls_to(each, tests=False)]
        pending = [call.caller.top for call in calls if call.caller.top not in seen]
    return False


def _is_same(one: Node, other: Node) -> bool:
    """Whether two trees of a declaration, parsed apart, are the same text at the same place."""
    return one.start_byte == other.start_byte and one.text == other.text


def _not_evident(context: Context, loss: Loss) -> str:
    if is_counted(loss):
        return "reference counted"
    if any(spec.path == "testing" for spec in loss.info.file.imports):
        return "a helper of tests"
    if loss.release.how is lifetime.How.CLOSE and _is_waited_for(loss):
        return "tells its maker something"
    others = [
        site
        for site in lifetime.releases_in(context.semantics, loss.variable)
        if enclosing(site.node, *_DECLARED) != enclosing(loss.statement, *_DECLARED)
    ]
    if not others:
        return "no evidence"
    if loss.kind == "element" and is_fresh_key(context, loss):
        return "fresh key"
    here = _not_evident_here(loss)
    if here:
        return here
    if loss.kind in ("field", "remake") and not _is_made_before(context, loss):
        return "made here first"
    if _callers_look(context, loss):
        return "a caller looks"
    if loss.kind == "delete":
        return why_deleted(context, loss, others)
    function = enclosing(loss.statement, *_DECLARED)
    is_used = function is None or not is_for_tests(context, loss.info, function)
    return "" if is_used else "called by tests alone"


def _not_evident_here(loss: Loss) -> str:
    """What the function alone tells."""
    making = MAKING if loss.kind in ("element", "delete") else SETTING_UP
    if making.match(_name_of(loss)):
        return "sets up"
    if loss.kind == "element" and not _may_be_there(loss):
        return "inserts"
    if loss.kind not in ("element", "delete") and not _stands_in_body(_whole(loss.statement)):
        return "depends on a state"
    if loss.kind == "field" and not _is_made_here(loss):
        return "given by the caller"
    return ""


def _is_waited_for(loss: Loss) -> bool:
    """Whether the function that makes the channel waits itself for others to close it."""
    value = nodes.unparenthesized(loss.value) if loss.value is not None else None
    made = loss.info.object_of(value) if value is not None else None
    if made is None or not made.is_local:
        return False
    return any(
        use.parent is not None
        and use.parent.type == "unary_expression"
        and enclosing(use, *_FUNCTIONS) == loss.function
        for use in loss.info.uses_in(made, loss.function)
    )


def _may_be_there(loss: Loss) -> bool:
    """Whether the function's name lets one expect an entry of that key.

    What can be released without harm, a timer or a cancel function, needs less of a reason.
    """
    return _expects_entries(_name_of(loss), loss.release)


def _expects_entries(name: str, release: lifetime.Release) -> bool:
    if release.prompt:
        return INSERTING.match(name) is None
    return CHANGING.match(name) is not None


def _whole(statement: Node) -> Node:
    """The statement that a call of clear is, rather than the call."""
    around = statement.parent
    is_call = statement.type == "call_expression"
    return around if is_call and around is not None else statement


def _stands_in_body(statement: Node) -> bool:
    """Whether a statement stands in the body of its function, and in nothing else there."""
    listed = statement.parent
    body = listed.parent if listed is not None else None
    return body is not None and body.parent is not None and body.parent.type in _DECLARED


def _is_made_here(loss: Loss) -> bool:
    """Whether the function makes the new value itself, and not its caller."""
    return _is_made_in(loss.info, loss.value)


def _is_made_in(info: FileInfo, value: Node | None) -> bool:
    value = nodes.unparenthesized(value) if value is not None else None
    found = info.object_of(value) if value is not None else None
    return found is None or found.role not in ("param", "receiver")


_DECLARED = ("function_declaration", "method_declaration")
_FUNCTIONS = (*_DECLARED, "func_literal")


def _name_of(loss: Loss) -> str:
    function = enclosing(loss.statement, *_DECLARED)
    name = function.child_by_field_name("name") if function is not None else None
    return loss.info.file.text(name) if name is not None else ""


def _is_made_before(context: Context, loss: Loss) -> bool:
    """Whether the variable holds something when the function comes to run.

    A constructor has given it a value, or the function's name says that it replaces one.
    """
    if loss.release.how is lifetime.How.CLOSE and loss.kind == "field":
        return False  # channels of that kind tell that something has ended, once
    if CHANGING.match(_name_of(loss)):
        return True
    return any(
        access.value is not None
        and access.value.type != "nil"
        and access.operation in (Operation.INITIALIZE, Operation.ASSIGN)
        and (access.operation is Operation.INITIALIZE or sharing.is_unshared(access))
        for access in _accesses(context, loss)
    )


def _looking(loss: Loss) -> tuple[Operation, ...]:
    return {"field": _FIELD_LOOKING, "remake": _WHOLE_LOOKING, "clear": _WHOLE_LOOKING}.get(
        loss.kind, _LOOKING
    )


def _accesses(context: Context, loss: Loss) -> tuple[sharing.Access, ...]:
    return sharing.accesses_of(context.semantics, loss.variable).all


def _looks(context: Context, loss: Loss) -> bool:
    """Whether the function looks at the old value, or at whether there is one."""
    return _look(_accesses(context, loss), loss)


def _look(accesses: Iterable[sharing.Access], loss: Loss) -> bool:
    own = enclosing(loss.statement, *_DECLARED)
    return any(
        access.operation in (*_looking(loss), Operation.STORE, Operation.RETURN, Operation.ARGUMENT)
        and access.path == loss.info.path
        and enclosing(access.node, *_DECLARED) == own
        and not _is_behind(access, loss)
        for access in accesses
    )


def _is_behind(access: sharing.Access, loss: Loss) -> bool:
    """Whether an access only sees the new value: what stands behind the statement, loops aside."""
    loop = enclosing(loss.statement, "for_statement")
    if loop is not None and loop.start_byte <= access.node.start_byte < loop.end_byte:
        return False
    return access.node.start_byte >= loss.statement.end_byte


def _calls_looking(context: Context, loss: Loss) -> bool:
    """Whether something called before the statement looks at the variable."""
    graph = sharing.call_graph(context.semantics, loss.info.package)
    function = graph.function_of(loss.info, loss.statement)
    users = _users(context, loss)
    for call in graph.calls_from(function):
        before = call.node.start_byte < loss.statement.end_byte
        if before and call.callee is not None and _reaches(graph, call.callee, users, _DEPTH):
            return True
    return False


def _users(context: Context, loss: Loss) -> frozenset[tuple[str, int]]:
    """The declared functions that look at the variable, and not only at how much there is."""
    looking = tuple(each for each in _looking(loss) if each is not Operation.LEN)
    return frozenset(_functions(_accesses(context, loss), looking))


def _functions(
    accesses: tuple[sharing.Access, ...], wanted: tuple[Operation, ...]
) -> Iterator[tuple[str, int]]:
    kept = (*wanted, Operation.STORE, Operation.RETURN, Operation.ARGUMENT, Operation.ITERATOR)
    for access in accesses:
        around = enclosing(access.node, *_DECLARED)
        if around is not None and access.operation in kept:
            yield access.path, around.start_byte


def _reaches(
    graph: sharing.CallGraph,
    function: sharing.Function,
    users: frozenset[tuple[str, int]],
    depth: int,
) -> bool:
    top = function.top
    if (top.path, top.node.start_byte) in users:
        return True
    return depth > 1 and any(
        call.callee is not None and _reaches(graph, call.callee, users, depth - 1)
        for call in graph.calls_from(function)
    )


def _callers_look(context: Context, loss: Loss) -> bool:
    """Whether a caller of the function looks at the variable, or calls what does."""
    graph = sharing.call_graph(context.semantics, loss.info.package)
    function = graph.function_of(loss.info, loss.statement).top
    return _any_caller_looks(graph, function, _users(context, loss), _DEPTH, frozenset())


def _any_caller_looks(
    graph: sharing.CallGraph,
    function: sharing.Function,
    users: frozenset[tuple[str, int]],
    depth: int,
    seen: frozenset[sharing.Function],
) -> bool:
    if depth == 0 or function in seen:
        return False
    for call in graph.calls_to(function, tests=False):
        top = call.caller.top
        if (top.path, top.node.start_byte) in users:
            return True
        if _any_call_reaches(graph, top, users, call.node):
            return True
        if _any_caller_looks(graph, top, users, depth - 1, seen | {function}):
            return True
    return False


def _any_call_reaches(
    graph: sharing.CallGraph,
    caller: sharing.Function,
    users: frozenset[tuple[str, int]],
    before: Node,
) -> bool:
    return any(
        call.callee is not None and _reaches(graph, call.callee, users, _DEPTH - 1)
        for call in graph.calls_from(caller)
        if call.node.start_byte < before.start_byte
    )
