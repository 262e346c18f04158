"""What is wrong with the use of a pool that exists, and the change that mends it where one is sure.

Each judge gives at most one fault of what a function takes from a pool.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._pool_local import FUNCTIONS
from gofixmap_codemods._pool_taken import Put, Taken, is_slice_pointer
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    add_import,
    ancestors,
    insert_after,
    lifetime,
    nodes,
    operands,
    replace_node,
    replace_statement,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo, Type

_CLONE = (1, 20)


class Fault(Struct, frozen=True):
    """A message and the edits that mend it, or the reason id for which there are none."""

    message: str
    node: Node
    edits: tuple[Edit, ...] = ()
    title: str = ""
    reason: str = ""
    what: str = ""
    where: Node | None = None


def value_put(put: Put) -> Fault | None:
    """Put of what is no pointer (staticcheck SA6002)."""
    kind = put.info.type_of(put.argument)
    if not (kind.is_slice or kind.is_struct or kind.is_array or kind.is_string or kind.is_numeric):
        return None
    text = put.info.type_text(kind, put.call) or _told(kind)
    message = f"Put of a {text} allocates: an interface value needs a pointer to it"
    return Fault(message, put.argument, reason="put-value", what=text)


def _told(kind: Type) -> str:
    """A type in words, where what it is made of is not known."""
    if "unknown" not in str(kind):
        return str(kind)
    forms = (("slice", kind.is_slice), ("array", kind.is_array), ("struct", kind.is_struct))
    return next((word for word, holds in forms if holds), "value")


def faults_of(taken: Taken) -> Iterator[Fault]:
    """The faults in the use of one object, the gravest first; at most one is told."""
    for judge in (_builder, _double_put, _alias_out, _used_later, _never_put):
        fault = judge(taken)
        if fault is not None:
            yield fault
            return


def _builder(taken: Taken) -> Fault | None:
    if str(taken.local.type) != "*strings.Builder":
        return None
    message = f"{taken.pool} holds strings.Builders, which gain nothing from a pool"
    return Fault(message, taken.get, reason="builder-reset-drops-buffer")


# Two users of one object


def _alias_out(taken: Taken) -> Fault | None:
    """The object goes back when the function ends, and what it returns is memory of it."""
    if not taken.is_memory or not taken.puts or _gives_nothing(taken):
        return None
    for escape in taken.escapes:
        if escape.fate is not lifetime.Fate.RETURNED or not _follows_put(taken, escape.node):
            continue
        name = taken.local.text
        told = escape.through[0] if escape.through else name
        message = f"{told} is returned, and {name} goes back to {taken.pool}"
        value = _to_clone(taken, escape)
        if value is not None:
            edits = _cloned(taken.info, value)
            return Fault(message, value, edits, "Return a copy")
        reason = "alias-returned" if escape.through else "returned"
        return Fault(message, escape.node, reason=reason, what=told, where=escape.node)
    return None


def _gives_nothing(taken: Taken) -> bool:
    """Whether no result of the function can lead to memory."""
    result = taken.local.function.child_by_field_name("result")
    if result is None:
        return True
    if result.type != "parameter_list":
        return not lifetime.carries(taken.info.type_of(result))
    kinds = [each.type for each in nodes.parameter_groups(result)]
    return not any(each is None or lifetime.carries(taken.info.type_of(each)) for each in kinds)


def _follows_put(taken: Taken, statement: Node) -> bool:
    """Whether the object has been given back where the statement ends, on every way to it."""
    function = taken.local.function
    if next(e for e in ancestors(statement) if e.type in FUNCTIONS) != function:
        return False
    deferred = taken.deferred
    if deferred is not None:
        return deferred.statement.end_byte <= statement.start_byte
    return any(_comes_before(put, statement) for put in taken.puts if put.is_plain)


def _comes_before(put: Put, statement: Node) -> bool:
    """Whether Put is an earlier statement of a list that holds the other one, too."""
    listed = put.statement.parent
    return (
        listed is not None
        and put.statement.end_byte <= statement.start_byte
        and any(each == listed for each in ancestors(statement))
    )


def _to_clone(taken: Taken, escape: lifetime.Escape) -> Node | None:
    """The expression whose copy is what should be returned: `buf.Bytes()`, `b[:n]`."""
    if not escape.through:
        return None
    if len(escape.through) == 1:
        found = _returned(escape.node, escape.through[0])
    elif len(escape.through) == 2:
        found = _value_of(taken, escape.through[1], escape.through[0])
    else:
        found = None
    is_bytes = found is not None and str(taken.info.type_of(found)) in ("[]byte", "[]uint8")
    return found if is_bytes else None


def _returned(statement: Node, text: str) -> Node | None:
    """The value of a return statement that has this text."""
    listed = nodes.first_named(statement) if statement.type == "return_statement" else None
    values = nodes.expression_items(listed) if listed is not None else []
    return next((each for each in values if (each.text or b"").decode() == text), None)


def _value_of(taken: Taken, name: str, text: str) -> Node | None:
    """What the local of that name is declared with, where it is given nothing else."""
    found = [each for each in taken.trace.locals if each.name == name]
    if len(found) != 1 or found[0].role != "var":
        return None
    function = taken.local.function
    declarations = [
        each
        for each in walk(function)
        if each.type in ("short_var_declaration", "var_spec", "assignment_statement")
        and name.encode() in _targets(each)
    ]
    if len(declarations) != 1:
        return None
    values = [each for each in walk(declarations[0]) if (each.text or b"").decode() == text]
    inner = [each for each in values if each.type != "expression_list"]
    return inner[0] if inner else None


def _targets(statement: Node) -> list[bytes]:
    left = statement.child_by_field_name("left")
    items = (
        nodes.expression_items(left) if left is not None else nodes.children_of(statement, "name")
    )
    return [each.text or b"" for each in items]


def _cloned(info: FileInfo, value: Node) -> tuple[Edit, ...]:
    text = info.file.text(value)
    if info.semantics.workspace.language_version(info.path) < _CLONE:
        return replace_node(info.file, value, f"append([]byte(nil), {text}...)")
    imported, name = add_import(info.file, "bytes")
    return (*imported, *replace_node(info.file, value, f"{name}.Clone({text})"))


def _double_put(taken: Taken) -> Fault | None:
    """A Put that runs, and the deferred one after it: two users get one object."""
    deferred = taken.deferred
    plain = [put for put in taken.puts if put.is_plain and put.function == taken.local.function]
    name = taken.local.text
    if deferred is not None and _is_of_function(taken, deferred):
        later = [put for put in plain if put.call.start_byte > deferred.call.end_byte]
        if later:
            message = f"{name} is put back twice: here, and by the deferred Put"
            edits = replace_statement(taken.info.file, later[0].statement, [])
            return Fault(message, later[0].call, edits, "Leave it to the deferred Put")
        return None
    for put in plain:
        for other in plain:
            if other is not put and _reaches(taken, put, [other.call]):
                message = f"{name} is put back twice"
                return Fault(message, other.call, reason="double-put", what=name, where=put.call)
    return None


def _is_of_function(taken: Taken, put: Put) -> bool:
    statement = next(each for each in ancestors(put.call) if each.type == "defer_statement")
    return next(e for e in ancestors(statement) if e.type in FUNCTIONS) == taken.local.function


def _used_later(taken: Taken) -> Fault | None:
    """A use of the object, or of memory of it, behind a Put that has run."""
    name = taken.local.text
    for put in taken.puts:
        if not put.is_plain or put.function != taken.local.function:
            continue
        used = _reaches(taken, put, _uses(taken))
        if used is None:
            continue
        message = f"{taken.info.file.text(used)} is used after {name} has gone back to the pool"
        can_wait = _is_top(taken, put) and put.argument.type == "identifier"
        if len(taken.puts) == 1 and can_wait and not taken.escapes:
            edits = _deferred(taken.info, put)
            return Fault(message, put.call, edits, "Put it back when the function ends")
        return Fault(message, used, reason="use-after-put", what=name, where=put.call)
    return None


def _is_top(taken: Taken, put: Put) -> bool:
    listed = put.statement.parent
    body = taken.local.function.child_by_field_name("body")
    return listed is not None and listed.parent == body and taken.local.loop is None


def _deferred(info: FileInfo, put: Put) -> tuple[Edit, ...]:
    return (Edit(info.path, put.statement.start_byte, put.statement.start_byte, "defer "),)


def _uses(taken: Taken) -> list[Node]:
    """The uses of the object; of memory also those of the locals that lead to it."""
    own = taken.info.object_of(taken.local.name)
    locals_ = taken.trace.locals if taken.is_memory else [own] if own is not None else []
    found: list[Node] = []
    for each in locals_:
        if each.function is not None and lifetime.carries(each.type):
            found += taken.info.uses_in(each, each.function)
    puts = [put.call for put in taken.puts]
    return [use for use in found if not _is_set(use) and not any(_holds(p, use) for p in puts)]


def _is_set(use: Node) -> bool:
    """Whether the identifier is given another value, or declared, and not looked at."""
    parent = use.parent
    if parent is not None and parent.type == "var_spec":
        return True
    statement = parent.parent if parent is not None else None
    return (
        parent is not None
        and statement is not None
        and parent.type == "expression_list"
        and statement.child_by_field_name("left") == parent
    )


def _reaches(taken: Taken, put: Put, uses: Sequence[Node]) -> Node | None:
    """A use that can run after the Put, before the variable has another object."""
    paths = lifetime.Paths.of(taken.info, taken.local.function)
    first = taken.local.text.encode()

    def renews(node: Node) -> bool:
        given = _targets(node) if node.type.endswith(("_declaration", "_statement")) else []
        return first in given or (node.type == "var_declaration" and first in (node.text or b""))

    walked = paths.walked(put.statement, lifetime.Tests(stops=renews))
    later = [
        paths.flow.points[index].node
        for index in sorted(walked.open)
        if not _renews(paths.flow.points[index].node, renews)
    ]
    for use in uses:
        if use.type == "identifier" and use.text != first and use.text not in _names(taken):
            continue
        for node in later:
            if node is not None and _holds(node, use):
                return use
    return None


def _names(taken: Taken) -> set[bytes]:
    return {each.name.encode() for each in taken.trace.locals}


def _renews(node: Node | None, renews: object) -> bool:
    return node is not None and callable(renews) and bool(renews(node))


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


# Objects that never come back


def _never_put(taken: Taken) -> Fault | None:
    """Nothing gives the object back, and nobody else has it."""
    if taken.info.file.is_test or taken.puts or taken.escapes or taken.trace.closings:
        return None
    name = taken.local.text
    message = f"{name} is taken from {taken.pool} and never put back: the pool stays empty"
    statement = _clean_from(taken)
    if statement is None:
        return Fault(message, taken.get, reason="put-missing", what=name)
    edits = insert_after(taken.info.file, statement, [f"defer {taken.pool}.Put({name})"])
    return Fault(message, taken.get, edits, "Put it back when the function ends")


def _clean_from(taken: Taken) -> Node | None:
    """The statement behind which Put can be deferred: the object is made clean where it is taken.

    A buffer that is Reset directly behind Get. None where that is not seen, or in a loop.
    """
    local = taken.local
    if local.loop is not None or local.others or operands.operator_of(local.name):
        return None
    statement = local.declaration
    if statement.type != "short_var_declaration" or is_slice_pointer(local):
        return None
    follower = statement.next_named_sibling
    text = f"{local.text}.Reset()"
    if follower is None or taken.info.file.text(follower) != text:
        return None
    return follower
