"""What is said of a response that is not closed, and how sure its fix is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap.codemod import lifetime, pattern, walk

if TYPE_CHECKING:
    from gofixmap_codemods._body_place import Plan
    from tree_sitter import Node

_DRAINING = pattern(r"(io|io/ioutil)\.ReadAll")
_COPYING = pattern(r"io\.(Copy|CopyBuffer)")
_HEAD = pattern(r"(net/http\.|\(\*net/http\.Client\)\.)Head")


def describe(it: lifetime.Obligation, outcome: lifetime.Outcome) -> str:
    """The message: which body stays open, and where."""
    if it.variable is None:
        return "the response is discarded with its body open"
    body = f"the body of {it.name}"
    if _HEAD.fullmatch(lifetime.called_name(it.info, it.call)):
        return f"{body} is never closed; it is empty, so no connection is held"
    if not outcome.ends and is_drained(it, outcome):
        return f"{body} is read to its end but not closed; over HTTP/1 no connection is held"
    if any(each.kind == "again" for each in outcome.exits):
        return f"{body} stays open when the loop goes on to the next iteration"
    exits = [each.node for each in outcome.exits if each.node is not None]
    if outcome.ends and exits:
        lines = sorted({it.info.file.lines.line_of(each.start_byte) for each in exits})
        plural = "s" if len(lines) > 1 else ""
        where = ", ".join(map(str, lines))
        return f"{body} is not closed on the way out at line{plural} {where}"
    return f"{body} is never closed"


def holds_nothing(it: lifetime.Obligation, outcome: lifetime.Outcome) -> bool:
    """Whether an open body holds no connection over HTTP/1: it is empty, or read to its end."""
    is_head = _HEAD.fullmatch(lifetime.called_name(it.info, it.call)) is not None
    return is_head or is_drained(it, outcome)


def expects_error(it: lifetime.Obligation) -> bool:
    """Whether a test looks into the error of a call, or starts the call and looks at nothing."""
    error = it.info.object_of(it.error) if it.error is not None else None
    if error is None:
        return it.statement.type in ("go_statement", "defer_statement")
    for use in it.info.uses_in(error, it.function):
        around = use.parent.parent if use.parent is not None else None
        text = it.info.file.text(around) if around is not None else ""
        if use.start_byte >= it.statement.end_byte and _INSPECTING.search(text):
            return True
    return _fails_without(it, it.info.file.text(it.error) if it.error is not None else "")


def _fails_without(it: lifetime.Obligation, error: str) -> bool:
    """`if err == nil { t.Error("no error") }` right behind the call."""
    follower = it.statement.next_named_sibling
    if follower is None or follower.type != "if_statement":
        return False
    condition, block = (follower.child_by_field_name(e) for e in ("condition", "consequence"))
    if condition is None or block is None:
        return False
    terms = it.info.file.text(condition).split(" || ")
    return f"{error} == nil" in terms and _FAILING.search(it.info.file.text(block)) is not None


_FAILING = pattern(r"\A\{\s*\w+\.(Error|Fatal|Fail)\w*\(")
_INSPECTING = pattern(
    r"\berrors\.(Is|As)\(|\bIs[A-Z]\w*\(|strings\.\w+\(.*\.Error\(\)|\.Error\(\) [!=]= "
)


def is_drained(it: lifetime.Obligation, outcome: lifetime.Outcome) -> bool:
    """Whether the body is read to its end on every way that leaves it open."""
    if not outcome.exits:
        return False
    paths = lifetime.Paths.of(it.info, it.function)
    reading = {
        paths.point_of(call)
        for call in walk(it.function)
        if call.type == "call_expression" and _drains(it, call)
    }
    if not reading:
        return False
    test = lifetime.Tests(stops=lambda node: paths.point_of(node) in reading)
    left = {each.node for each in paths.walked(it.statement, test).exits}
    return not any(each.node in left and each.kind != "lost" for each in outcome.exits)


def _drains(it: lifetime.Obligation, call: Node) -> bool:
    name = lifetime.called_name(it.info, call)
    listed = call.child_by_field_name("arguments")
    given = [each for each in listed.named_children if each.type != "comment"] if listed else []
    if _DRAINING.fullmatch(name) and given:
        return _is_body(it, given[0])
    return bool(_COPYING.fullmatch(name)) and len(given) > 1 and _is_body(it, given[1])


def _is_body(it: lifetime.Obligation, argument: Node) -> bool:
    return it.info.file.text(argument) == f"{it.name}.{it.kind.through}"


def is_plain(it: lifetime.Obligation, outcome: lifetime.Outcome, plan: Plan) -> bool:
    """The straight case: net/http opens it, the check follows directly, nothing else closes it."""
    listed = it.statement.parent
    body = it.function.child_by_field_name("body")
    return (
        plan.how == "deferred"
        and plan.spot.check.shape is lifetime.Shape.LEAVES
        and plan.spot.check.directly
        and plan.spot.check.statement.type == "if_statement"
        and it.statement.type == "short_var_declaration"
        and listed is not None
        and listed.parent == body
        and not lifetime.is_rebound(it)
        and lifetime.is_of_net_http(it.info, it.call)
        and not lifetime.called_name(it.info, it.call).endswith("ReadResponse")
    )


def notes_for(it: lifetime.Obligation, plan: Plan) -> tuple[str, ...]:
    if plan.how == "explicit":
        return ("a panic in between leaves the body open",)
    if plan.spot.check.shape is lifetime.Shape.NONE:
        return (f"{lifetime.called_name(it.info, it.call)} gives no error, and must not give nil",)
    return ()
