"""Races that need no lock: what the shape of the code says to do instead.

Tried before any lock, for the variable that a race report names or that the user names. Each
remedy is in a module of its own and proves that it changes no value that anybody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._shape_add import late_add
from gofixmap_codemods._shape_bodies import Shared
from gofixmap_codemods._shape_done import early_done
from gofixmap_codemods._shape_join import missing_join
from gofixmap_codemods._shape_private import copied_remedy, private_remedy
from gofixmap_codemods._shape_remedy import MissingJoin, Remedy
from gofixmap_codemods._shape_waitgroup import is_wait_group
from msgspec import Struct

from gofixmap.codemod import Evidence, Finding, Fix, Safety, Span, sharing

if TYPE_CHECKING:
    from gofixmap.codemod import Context, Symbol

RANK = 10  # a remedy without a lock comes before all others


class _Place(Struct, frozen=True):
    path: str
    span: Span
    symbol: str


def shape_remedies(
    symbol: Symbol, races: Sequence[sharing.Attributed], context: Context
) -> Iterator[Finding]:
    """The remedy for the variable, or which join it lacks; nothing where no shape fits."""
    variable = sharing.variable_of_symbol(context.semantics, symbol)
    if variable is None:
        return
    found = _remedy(context, variable)
    if found is None:
        return
    evidence = tuple(Evidence("race", each.detail) for each in races)
    safety = Safety.REVIEW if races else Safety.TARGET
    path = (found.path if isinstance(found, Remedy) else "") or variable.path
    span = Span(found.site.start_byte, found.site.end_byte)
    place = _Place(path, span, symbol.qualified)
    if isinstance(found, Remedy):
        fix = Fix(found.title, found.edits, found.notes)
        yield context.finding(
            place, found.message, fix=fix, safety=safety, evidence=evidence, rank=RANK
        )
        return
    yield context.decline(
        place,
        "needs-join",
        found.message,
        safety=safety,
        evidence=evidence,
        rank=RANK,
        name=variable.name,
        where=found.where,
        what=found.what,
    )


def _remedy(context: Context, variable: sharing.Variable) -> Remedy | MissingJoin | None:
    if is_wait_group(variable.type):
        return late_add(context, variable)
    done = early_done(context, variable)
    local = variable.kind is sharing.VariableKind.LOCAL
    found = variable.info.object_of(variable.node) if local else None
    if done is not None or found is None or found.function is None:
        return done
    shared = Shared(context, variable, found)
    return private_remedy(shared) or copied_remedy(shared) or missing_join(shared)
