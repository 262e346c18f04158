"""The edits that release what a loss leaves behind: swapped inside the lock, released outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._release_errors import Release, returned_error
from gofixmap_codemods._release_fresh import is_new
from gofixmap_codemods._release_locks import Section, section_of
from gofixmap_codemods._release_refusal import Refused
from msgspec import Struct

from gofixmap.codemod import (
    Edit,
    Fix,
    fresh_name,
    insert_after,
    insert_before,
    is_stable,
    nodes,
    placement,
    replace_node,
    replace_statement,
)

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss
    from tree_sitter import Node

    from gofixmap.codemod import Context, FileInfo, Type

_OLD = "old"
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


class _Draft(Struct, frozen=True):
    """Names and texts of one rewrite: `old` holds what was there, `current` reads it."""

    loss: Loss
    old: str
    current: str
    condition: str  # over `old`: whether it is to be released
    hoisted: tuple[Edit, ...]
    release: Release

    @property
    def info(self) -> FileInfo:
        return self.loss.info

    @property
    def keep(self) -> str:
        return f"{self.old} := {self.current}"

    def guarded(self, call: str, head: str = "") -> str:
        return f"if {head}{self.condition} {{\n\t{call}\n}}"


def plan(context: Context, loss: Loss) -> Fix:
    """Raises Refused where nobody may release the old value here."""
    _check_place(loss)
    release = Release.of(loss)
    if loss.kind in ("clear", "remake"):
        from gofixmap_codemods._release_all import plan_all

        return plan_all(context, loss, release)
    draft = _draft(loss, release)
    if loss.release.prompt:
        edits: tuple[Edit, ...] = _in_place(draft)
        notes: tuple[str, ...] = ()
    else:
        section = section_of(context, loss)
        edits = _outside(draft, section)
        notes = release.notes
    edits = (*draft.hoisted, *edits)
    return Fix(_title(loss), edits, notes, context.claims_on_names(edits))


def _title(loss: Loss) -> str:
    what = loss.release.of("the old value" if loss.kind != "delete" else "the value")
    return f"Release what was there: {what}"


def _check_place(loss: Loss) -> None:
    place = placement.place_of(loss.statement)
    if place.standing is not placement.Standing.LIST or placement.is_jumped_over(place.anchor):
        raise Refused("no-place", loss, "it is not a statement of a block")
    for each in (loss.target, loss.key):
        if each is not None and not is_stable(loss.info, each):
            raise Refused("unstable-operand", loss, loss.info.file.text(each))


def _draft(loss: Loss, release: Release) -> _Draft:
    info = loss.info
    old = _name_of_old(loss)
    current = info.file.text(loss.target)
    if loss.kind == "delete":
        current = f"{current}[{info.file.text(loss.key)}]" if loss.key is not None else current
    is_present = f"{old} != nil"
    if loss.kind == "delete" or _is_new(loss):
        return _Draft(loss, old, current, is_present, (), release)
    compared, hoisted = _new_value(loss, old)
    return _Draft(loss, old, current, f"{is_present} && {old} != {compared}", hoisted, release)


def _name_of_old(loss: Loss) -> str:
    """`old`, or `oldConn` where the function has an `old`."""
    name = fresh_name(loss.info, loss.statement, _OLD)
    if name == _OLD:
        return name
    kind = loss.info.type_of(loss.target)
    named = _type_name(kind.element if kind.is_map else kind)
    return fresh_name(loss.info, loss.statement, f"{_OLD}{named[:1].upper()}{named[1:]}")


def _type_name(kind: Type) -> str:
    """The name of a type, or of what it points to; "" without one."""
    name: str = getattr((kind.element if kind.is_pointer else kind).unaliased, "name", "")
    return name


def _is_new(loss: Loss) -> bool:
    return is_new(loss)


def _new_value(loss: Loss, old: str) -> tuple[str, tuple[Edit, ...]]:
    """How the new value is named behind the assignment, and what gives it the name."""
    info, value = loss.info, loss.value
    kind = info.type_of(loss.target)
    shown = info.type_of(value) if value is not None else kind
    if not (shown.is_pointer or (shown.is_chan and kind.is_chan)):
        raise Refused("cannot-compare-old", loss, str(shown))
    if value is None:
        return info.file.text(loss.target), ()
    plain = nodes.unparenthesized(value)
    if plain.type == "identifier":
        return info.file.text(plain), ()
    statement = loss.statement
    if statement.child_by_field_name("right") is None or _is_one_of_several(statement):
        raise Refused("no-place", loss, "several values are assigned at once")
    name = fresh_name(info, statement, _type_name(shown) or "next")
    before = insert_before(info.file, statement, [f"{name} := {_source(info, value)}"])
    return name, (*before, *replace_node(info.file, value, name))


def _is_one_of_several(statement: Node) -> bool:
    right = statement.child_by_field_name("right")
    return right is not None and len(nodes.expression_items(right)) > 1


def _source(info: FileInfo, node: Node) -> str:
    from gofixmap.codemod import node_text

    return node_text(info.file, node)


def _in_place(draft: _Draft) -> tuple[Edit, ...]:
    """A release that neither waits nor calls back may stand before the statement."""
    loss = draft.loss
    text = draft.guarded(draft.release.call(draft.old), f"{draft.keep}; ")
    return insert_before(draft.info.file, loss.statement, [text])


def _outside(draft: _Draft, section: Section) -> tuple[Edit, ...]:
    file, loss = draft.info.file, draft.loss
    if section.form == "deferred":
        return _deferred(draft, section)
    keep = insert_before(file, loss.statement, [draft.keep])
    if section.form == "bare":
        release, dropped = returned_error(draft.release, loss.statement, draft.old)
        return (*keep, *insert_after(file, loss.statement, [draft.guarded(release)]), *dropped)
    if section.form == "unlock":
        assert section.unlock is not None
        release, dropped = returned_error(draft.release, section.unlock, draft.old)
        return (*keep, *insert_after(file, section.unlock, [draft.guarded(release)]), *dropped)
    assert section.defer is not None
    release, dropped = returned_error(draft.release, loss.statement, draft.old)
    behind = insert_after(file, loss.statement, [section.unlock_text, draft.guarded(release)])
    return (*_without(draft.info, section.defer), *keep, *behind, *dropped)


def _without(info: FileInfo, defer: Node) -> tuple[Edit, ...]:
    """The deferred unlock removed, with the blank lines behind it."""
    data, following = info.file.data, defer.next_named_sibling
    if following is None or data[defer.end_byte : following.start_byte].strip():
        return replace_statement(info.file, defer, [])
    start, end = (data.rfind(b"\n", 0, each.start_byte) + 1 for each in (defer, following))
    if start == end or data[start : defer.start_byte].strip():
        return replace_statement(info.file, defer, [])
    return (Edit(info.path, start, end, ""),)


def _deferred(draft: _Draft, section: Section) -> tuple[Edit, ...]:
    """A deferred release, registered before the lock is taken, runs when it is given back."""
    loss, info = draft.loss, draft.info
    assert section.lock is not None
    shown = info.type_text(info.type_of(loss.target), loss.statement)
    if loss.kind == "delete":
        shown = info.type_text(info.type_of(loss.target).element, loss.statement)
    if shown is None:
        raise Refused("no-place", loss, "the type of the old value cannot be written here")
    if draft.condition.count("!=") > 1 and not _is_known_before(loss, section.lock):
        raise Refused("no-place", loss, "the new value is made under the lock")
    inner = draft.guarded(draft.release.call(draft.old)).replace("\n", "\n\t")
    before = [f"var {draft.old} {shown}", f"defer func() {{\n\t{inner}\n}}()"]
    return (
        *insert_before(info.file, section.lock, before),
        *insert_before(info.file, loss.statement, [f"{draft.old} = {draft.current}"]),
    )


def _is_known_before(loss: Loss, lock: Node) -> bool:
    """Whether the new value's name is declared before the lock is taken."""
    value = nodes.unparenthesized(loss.value) if loss.value is not None else None
    found = loss.info.object_of(value) if value is not None else None
    return found is not None and found.is_local and found.span.start < lock.start_byte
