"""Why a value receiver is wrong: what the method does to a copy that nobody sees again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gofixmap_codemods._receiver_lock import LOCKING, atomic_writer, stale_read
from gofixmap_codemods._receiver_method import Method, Variant
from msgspec import Struct

from gofixmap.codemod import Safety, access, enclosing, mutation

if TYPE_CHECKING:
    from tree_sitter import Node


class Loss(Struct, frozen=True):
    """One reason to convert: where it shows, in words, and how much of a decision it is."""

    variant: Variant
    node: Node
    message: str
    safety: Safety
    mutates: bool = True  # calls on copies of the value would be lost as well


# Methods that decoders call to fill a value: with a value receiver they can fill nothing.
_FILLING = {
    "UnmarshalJSON": (1, 1),
    "UnmarshalText": (1, 1),
    "UnmarshalBinary": (1, 1),
    "UnmarshalYAML": (1, 1),
    "UnmarshalTOML": (1, 1),
    "UnmarshalXML": (2, 1),
    "UnmarshalXMLAttr": (1, 1),
    "GobDecode": (1, 1),
    "Scan": (1, 1),
}

_ATOMIC = ("Add", "And", "CompareAndSwap", "Or", "Store", "Swap")


def loss_of(method: Method) -> Loss | None:
    """Why the method should have a pointer receiver; None where nothing says so.

    A variant whose writes are used on purpose speaks against all of them.
    """
    found: list[Loss] = []
    for variant in method.variants:
        changes = variant.changes()
        if changes is None:
            continue
        loss = _loss(method, variant, changes)
        if loss is not None:
            found.append(loss)
        elif changes.writes:
            return None
    return max(found, key=lambda each: each.safety) if found else None


def _loss(method: Method, variant: Variant, changes: mutation.Mutation) -> Loss | None:
    if changes.writes:
        if changes.is_lost:
            return _lost_writes(method, variant, changes.writes)
        if _FILLING.get(method.name) == method.arity and not changes.captured:
            return _filling(method, variant, changes.writes[0])
        if all(is_accumulating(write) for write in changes.writes):
            return _accumulating(method, variant, changes.writes)
        return None
    return (
        _lock_of_copy(method, variant, changes.accesses)
        or _copied_before_lock(method, variant, changes.accesses)
        or _loaded_from_copy(method, variant, changes.accesses)
    )


def loss_when_named(method: Method) -> Loss | None:
    """The same for a method that the user names, which may put entries into what only its copy has.

    `s.m = make(...)` and then `s.m[k] = v`: the caller gets the entries where it had a map before,
    and loses them where it had none. Such a method gives nothing back that could carry its copy.
    """
    loss = loss_of(method)
    if loss is not None or method.arity[1]:
        return loss
    for variant in method.variants:
        changes = variant.changes()
        seen = [write for write in changes.writes if write.observers] if changes else []
        if seen and all(_is_only_put_into(variant, write) for write in seen):
            target = variant.info.file.text(seen[0].node).split("\n")[0]
            message = (
                f"{method.name} puts entries into a copy of {method.type}: "
                f"after {target} the caller does not have them"
            )
            return Loss(variant, seen[0].node, message, Safety.TARGET)
    return None


def _is_only_put_into(variant: Variant, write: mutation.Write) -> bool:
    """Whether entries are put into what was written, and that is all that is done with it.

    What is made only where it is nil is no copy on purpose: then entries may be read as well.
    """
    if write.verdict is not mutation.Verdict.OBSERVED:
        return False
    if any(each.how != "read" for each in write.observers):
        return False
    put = [_is_put_into(each.node) for each in write.observers]
    if all(put) or not any(put) or not _is_made_when_nil(variant, write):
        return all(put)
    return all(_is_indexed(each.node) for each in write.observers)


def _is_made_when_nil(variant: Variant, write: mutation.Write) -> bool:
    """`if r.m == nil { r.m = make(M) }`."""
    around = enclosing(write.node, "if_statement")
    condition = around.child_by_field_name("condition") if around is not None else None
    target = variant.info.file.text(write.target)
    return condition is not None and variant.info.file.text(condition) == f"{target} == nil"


def _is_indexed(name: Node) -> bool:
    """Whether the name is that of `r` in `r.f[k]`, or in `delete(r.f, k)`."""
    node = name
    while node.parent is not None and node.parent.type == "selector_expression":
        node = node.parent
    holder = node.parent
    is_operand = holder is not None and holder.type == "index_expression"
    if is_operand and holder is not None and node is not name:
        return holder.child_by_field_name("operand") == node
    return _is_put_into(name)


def _is_put_into(name: Node) -> bool:
    """Whether the name is that of `r` in `r.f[k] = v`, `r.f[k]++` or `delete(r.f, k)`."""
    node = name
    while node.parent is not None and node.parent.type == "selector_expression":
        node = node.parent
    holder = node.parent
    if holder is None or node is name:
        return False
    if holder.type == "index_expression" and holder.child_by_field_name("operand") == node:
        around = holder.parent
        if around is not None and around.type in ("inc_statement", "dec_statement"):
            return True
        statement = around.parent if around is not None else None
        return (
            statement is not None
            and statement.type == "assignment_statement"
            and statement.child_by_field_name("left") == around
        )
    call = holder.parent
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and function.text == b"delete"


def _lost_writes(method: Method, variant: Variant, writes: Iterable[mutation.Write]) -> Loss:
    direct = [write for write in writes if not write.indirect]
    write = direct[0] if direct else next(iter(writes))
    text = variant.info.file.text
    if direct:
        what = f"the write to {text(write.target)} is lost"
    else:
        what = f"what {text(write.node)} writes is lost"
    message = f"{method.name} changes a copy of {method.type}: {what} when it returns"
    return Loss(variant, write.node, message, Safety.SAFE if direct else Safety.REVIEW)


def _filling(method: Method, variant: Variant, write: mutation.Write) -> Loss:
    message = f"{method.name} fills a copy of {method.type}: the decoder's value stays as it was"
    return Loss(variant, write.node, message, Safety.REVIEW)


def is_accumulating(write: mutation.Write) -> bool:
    """Whether a write makes a field's new value from its old one, once, and only the field is read.

    `c.n++; return c.n` is the classic: each call starts from the same value. A method that goes on
    with the whole copy, or that counts in a loop, works on the copy on purpose.
    """
    if write.verdict is mutation.Verdict.LOST:
        return True
    return (
        write.accumulates
        and bool(write.path)
        and not write.repeats
        and write.verdict is mutation.Verdict.OBSERVED
        and all(each.how == "read" for each in write.observers)
    )


def _accumulating(method: Method, variant: Variant, writes: Iterable[mutation.Write]) -> Loss:
    write = next(each for each in writes if each.verdict is mutation.Verdict.OBSERVED)
    target = variant.info.file.text(write.target)
    message = (
        f"{method.name} updates {target} in a copy of {method.type}: "
        "the next call starts from the old value again"
    )
    return Loss(variant, write.node, message, Safety.TARGET)


def _lock_of_copy(method: Method, variant: Variant, uses: Iterable[access.Access]) -> Loss | None:
    """A lock that is taken, or an atomic that is changed, in the copy."""
    if any(each.kind is access.Kind.READ and not each.path for each in uses):
        return None
    for use in uses:
        what = _shared_by_copy(variant, use) if use.kind is access.Kind.ADDRESS else ""
        if what:
            message = f"{method.name} {what} a copy of {method.type}, which no other call sees"
            return Loss(variant, use.expression, message, Safety.REVIEW, mutates=False)
    return None


def _copied_before_lock(
    method: Method, variant: Variant, uses: Iterable[access.Access]
) -> Loss | None:
    """Fields that are read in the copy under a lock, and written in the original under it."""
    found = stale_read(method, variant, uses)
    if found is None:
        return None
    message = (
        f"{method.name} takes {found.held.text} when its {method.type} has been copied already: "
        f"{found.writer} writes {found.field} under that lock"
    )
    return Loss(variant, found.held.call, message, Safety.REVIEW, mutates=False)


def _loaded_from_copy(
    method: Method, variant: Variant, uses: Iterable[access.Access]
) -> Loss | None:
    """An atomic value that is loaded from the copy, which was made by a plain read of it."""
    for use in uses:
        if use.kind is access.Kind.ADDRESS and use.path and _is_load(variant, use):
            writer = atomic_writer(method, use.path[-1])
            if writer:
                message = (
                    f"{method.name} loads {use.path[-1]} when its {method.type} has been copied "
                    f"already, without the atomic operation that {writer} needs"
                )
                return Loss(variant, use.expression, message, Safety.REVIEW, mutates=False)
    return None


def _is_load(variant: Variant, use: access.Access) -> bool:
    chosen = use.selection
    if chosen is None:
        return _atomic_function(variant, use).startswith("Load")
    package = chosen.declaring.package if chosen.declaring is not None else ""
    return package == "sync/atomic" and chosen.name == "Load" and _is_called(use)


def _shared_by_copy(variant: Variant, use: access.Access) -> str:
    chosen = use.selection
    if chosen is None:
        is_changed = _atomic_function(variant, use).startswith(_ATOMIC)
        return "changes an atomic value of" if is_changed else ""
    package = chosen.declaring.package if chosen.declaring is not None else ""
    if package == "sync" and chosen.name in LOCKING and _is_called(use):
        return "takes the lock of"
    if package == "sync/atomic" and chosen.name in _ATOMIC and _is_called(use):
        return "changes an atomic value of"
    return ""


def _is_called(use: access.Access) -> bool:
    selector = use.expression.parent
    call = selector.parent if selector is not None else None
    return call is not None and call.type == "call_expression"


def _atomic_function(variant: Variant, use: access.Access) -> str:
    """`AddInt64` of `atomic.AddInt64(&r.n, 1)`."""
    taken = use.expression.parent
    listed = taken.parent if taken is not None else None
    call = listed.parent if listed is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    if function is None or listed is None or listed.type != "argument_list":
        return ""
    chosen = variant.info.selection(function)
    found = chosen.object if chosen is not None and chosen.kind == "package" else None
    return found.name if found is not None and found.package == "sync/atomic" else ""
