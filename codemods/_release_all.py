"""The release of all elements of a map that is cleared or made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofixmap_codemods._release_errors import Release
from gofixmap_codemods._release_locks import section_of
from gofixmap_codemods._release_refusal import Refused

from gofixmap.codemod import (
    Fix,
    fresh_name,
    insert_after,
    insert_before,
    replace_statement,
    sharing,
)

if TYPE_CHECKING:
    from gofixmap_codemods._release_sites import Loss

    from gofixmap.codemod import Context, Edit


def plan_all(context: Context, loss: Loss, release: Release) -> Fix:
    """Under a lock the map is swapped for a new one, whose elements are released behind it."""
    each = fresh_name(loss.info, loss.statement, "each")
    held = sharing.held_at(sharing.call_graph(context.semantics, loss.info.package), loss.access)
    if loss.release.prompt or not held:
        text = _loop(loss, each, loss.map_text, release)
        edits = insert_before(loss.info.file, loss.statement, [text])
    else:
        edits = _swapped(context, loss, each, release)
    claims = context.claims_on_names(edits)
    title = f"Release the elements first: {loss.release.of('each')}"
    return Fix(title, edits, release.notes, claims)


def _loop(loss: Loss, each: str, text: str, release: Release) -> str:
    call = release.call(each)
    if _may_hold_nil(loss):
        call = f"if {each} != nil {{\n\t\t{call}\n\t}}"
    return f"for _, {each} := range {text} {{\n\t{call}\n}}"


def _may_hold_nil(loss: Loss) -> bool:
    """Whether nil is stored somewhere; a package that releases without asking does not."""
    found = sharing.accesses_of(loss.info.semantics, loss.variable).all
    return any(
        each.operation is sharing.Operation.INDEX_WRITE
        and each.value is not None
        and each.value.type == "nil"
        for each in found
    )


def _swapped(context: Context, loss: Loss, each: str, release: Release) -> tuple[Edit, ...]:
    section = section_of(context, loss)
    old = fresh_name(loss.info, loss.statement, "old")
    if section.form not in ("unlock", "undefer"):
        raise Refused("lock-held", loss, "the lock is given back by a deferred call")
    file = loss.info.file
    edits = [*insert_before(file, loss.statement, [f"{old} := {loss.map_text}"])]
    if loss.kind == "clear":
        edits += replace_statement(file, loss.statement, [_remade(loss)])
    loop = _loop(loss, each, old, release)
    if section.unlock is not None:
        return (*edits, *insert_after(file, section.unlock, [loop]))
    assert section.defer is not None
    edits += replace_statement(file, section.defer, [])
    return (*edits, *insert_after(file, loss.statement, [section.unlock_text, loop]))


def _remade(loss: Loss) -> str:
    """`m = make(..)` in the place of `clear(m)`, where nobody else has the map."""
    accesses = sharing.accesses_of(loss.info.semantics, loss.variable)
    other = next((each for each in accesses.all if each.operation.escapes), None)
    if other is not None or accesses.incomplete:
        raise Refused("map-shared", loss, loss.variable.name)
    shown = loss.info.type_text(loss.info.type_of(loss.access.node), loss.statement)
    if shown is None:
        raise Refused("no-place", loss, "the type of the map cannot be written here")
    return f"{loss.map_text} = make({shown})"
