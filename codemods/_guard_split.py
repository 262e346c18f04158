"""A function in two: a wrapper with its name that takes the lock, and a body that runs under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gofixmap_codemods._guard_refusal import Refused

from gofixmap.codemod import Edit, lines, members, nodes, sharing

if TYPE_CHECKING:
    from gofixmap_codemods._guard_duties import Duties
    from gofixmap_codemods._guard_sections_model import LockRef
    from tree_sitter import Node


def split_edits(duties: Duties, function: sharing.Function, lock: LockRef) -> Iterator[Edit]:
    """Edits that split a function and send the calls under the lock to its body.

    Raises Refused where the parameters cannot be passed on, or no name is free for the body.
    """
    info, node = function.info, function.node
    name = node.child_by_field_name("name")
    if name is None or len(duties.graph.named(function.name)) != 1:
        raise Refused("reenters", info, node, function.name)
    new = _body_name(function)
    data, path = info.file.data, info.file.path
    ending = lines.newline(data)
    wrapper = _wrapper(function, new, lock, duties)
    holds = lock.text(_base(duties, function))
    comment = f"// {new} is {info.file.text(name)} for callers that hold {holds}."
    text = f"{wrapper}\n\n{comment}\n".replace("\n", ending)
    yield Edit(path, node.start_byte, node.start_byte, text)
    yield Edit(path, name.start_byte, name.end_byte, new)
    for each in duties.calls:
        if each.callee is function:
            called = _called_name(each.call.node)
            if called is None:
                raise Refused("reenters", each.call.info, each.call.node, function.name)
            yield Edit(each.call.path, called.start_byte, called.end_byte, new)


def _base(duties: Duties, function: sharing.Function) -> str:
    return next((access.base for access in duties.accesses(function)), "")


def _wrapper(function: sharing.Function, new: str, lock: LockRef, duties: Duties) -> str:
    """The text of the function that locks and calls the body."""
    info, node = function.info, function.node
    kind = "" if duties.writes(function) or not lock.rw else "R"
    text = lock.text(_base(duties, function))
    head = info.file.data[node.start_byte : function.body.start_byte].decode().rstrip()
    call = f"{function.receiver}.{new}" if function.receiver else new
    result = "return " if node.child_by_field_name("result") is not None else ""
    rows = (
        f"{head} {{",
        f"\t{text}.{kind}Lock()",
        f"\tdefer {text}.{kind}Unlock()",
        f"\t{result}{call}({', '.join(_arguments(function))})",
        "}",
    )
    return "\n".join(rows)


def _arguments(function: sharing.Function) -> Iterator[str]:
    listed = function.node.child_by_field_name("parameters")
    for group in nodes.parameter_groups(listed) if listed is not None else ():
        names = [function.info.file.text(each) for each in group.names]
        if not names or "_" in names:
            raise Refused("reenters", function.info, function.node, function.name)
        yield from (f"{name}..." if group.variadic else name for name in names)


def _body_name(function: sharing.Function) -> str:
    """`addLocked` for `Add`, free among the type's members or the package's names."""
    own = function.name.rpartition(".")[2]
    base = own[:1].lower() + own[1:]
    scope = function.info.scope
    for name in (f"{base}Locked", f"{base}WithLock", f"{base}UnderLock"):
        if function.type:
            owner = scope.lookup(function.type, tests=True)
            free = owner is not None and not members.find_member(owner.type, name, scope.path)
        else:
            free = scope.lookup(name, tests=True) is None
        if free:
            return name
    raise Refused("reenters", function.info, function.node, function.name)


def _called_name(call: Node) -> Node | None:
    """The identifier that a call names its callee by."""
    function = call.child_by_field_name("function")
    while function is not None and function.type in ("parenthesized_expression", "generic_type"):
        function = nodes.first_named(function)
    if function is None or function.type == "identifier":
        return function
    return function.child_by_field_name("field")
