"""What loopvar does with the code that its sieves let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from gofixmap_codemods._loopvar_copies import redundant_copies, removal
from gofixmap_codemods._loopvar_edits import at_top, copy_at_top, is_declared_again
from gofixmap_codemods._loopvar_escapes import Escape, escapes_of
from gofixmap_codemods._loopvar_loops import Loop, Variable, loop_of
from gofixmap_codemods._loopvar_outside import endless, shared_by_iterations
from gofixmap_codemods.loopvar import PER_ITERATION, Loopvar
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.codemod import (
    Context,
    Finding,
    Fix,
    Match,
    Safety,
    Symbol,
    nocopy_reason,
    replace_statement,
    walk,
)

if TYPE_CHECKING:
    from gofixmap.codemod import FileInfo, Place

RANK = 10  # a remedy without a lock comes before all others


class Work(Loopvar):
    """The analyses and the rewriting."""

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
        if "endless" in match:
            yield from self._outside(match, context)
            return
        loop = loop_of(match.info, match.node("loop"))
        if loop is None or not loop.variables:
            return
        is_old = context.workspace.language_version(match.path) < PER_ITERATION
        if not is_old:
            yield from self._needless(match, context, loop)
        if is_old or not loop.declares:
            yield from self._shared(match, context, loop)

    def _needless(self, match: Match, context: Context, loop: Loop) -> Iterator[Finding]:
        for copy in redundant_copies(loop):
            text = match.file.text(copy)
            yield context.finding(
                match,
                f"{text}: each iteration has variables of its own since Go 1.22",
                fix=Fix("Remove the copy of the loop variable", removal(match.file, copy)),
                span=copy,
                safety=Safety.SAFE,
            )

    def _shared(self, match: Match, context: Context, loop: Loop) -> Iterator[Finding]:
        found = _escaping(loop)
        if found and not any(_is_named(context, match.path, each) for each in found):
            first = next(iter(found))
            yield self._copied(match, context, loop, found, f"{match.symbol}.{first.name}")

    def _outside(self, match: Match, context: Context) -> Iterator[Finding]:
        """`var v T` in front of `for {` that is meant to be the iteration's."""
        loop = endless(match.info, match.node("endless"))
        if loop is None:
            return
        for each in shared_by_iterations(loop):
            file, name = match.file, each.variable.name
            declared = file.text(each.declaration)
            moved = (
                *replace_statement(file, each.declaration, []),
                *at_top(loop, declared),
            )
            yield context.finding(
                match,
                f"{name} is one variable for all iterations, and {each.escape.how}",
                fix=Fix(f"Declare {name} inside of the loop", moved),
                span=each.escape.use,
                symbol=f"{match.symbol}.{name}",
            )

    def target(self, symbol: Symbol, context: Context) -> Iterable[Finding]:
        info = context.info(symbol.path)
        loop = _loop_declaring(info, symbol) if symbol.kind == "local" else None
        if loop is None or context.workspace.language_version(symbol.path) >= PER_ITERATION:
            return
        found = _escaping(loop)
        for variable in loop.variables:
            if variable.node.start_byte == symbol.span.start and variable not in found:
                found[variable] = [Escape(variable.node, "a race or --target names it", loop.body)]
        finding = self._copied(symbol, context, loop, found, symbol.qualified)
        yield replace(finding, rank=RANK)

    def _copied(
        self,
        place: Place,
        context: Context,
        loop: Loop,
        found: Mapping[Variable, Sequence[Escape]],
        symbol: str,
    ) -> Finding:
        """The loop with copies of the variables found, or why it cannot have them."""
        first, escape = next((each, escapes[0]) for each, escapes in found.items())
        message = f"{first.name} is one variable for all iterations, and {escape.how}"
        obstacle = _obstacle(loop, found)
        if obstacle is not None:
            return context.decline(
                place,
                obstacle.reason,
                message,
                span=escape.use,
                symbol=symbol,
                name=obstacle.name,
                line=obstacle.line,
                type=obstacle.type,
            )
        names = " and ".join(each.name for each in found)
        fix = Fix(
            f"Copy {names} at the top of the body",
            copy_at_top(loop, tuple(found)),
            _notes(loop, found),
        )
        return context.finding(place, message, fix=fix, span=escape.use, symbol=symbol)


def _is_named(context: Context, path: str, variable: Variable) -> bool:
    """Whether the user, or a race report, names this very variable: `target` then speaks of it."""
    raced = (symbol for each in context.attributed for symbol in each.symbols)
    return any(
        named.kind == "local"
        and named.path == path
        and named.span.start == variable.node.start_byte
        for named in (*context.targets, *raced)
    )


def _escaping(loop: Loop) -> dict[Variable, list[Escape]]:
    """The variables that outlive an iteration, each with how, in the order of the header."""
    found = {variable: escapes_of(loop, variable) for variable in loop.variables}
    return {variable: escapes for variable, escapes in found.items() if escapes}


class _Obstacle(Struct, frozen=True):
    """Why a loop gets no copy: an id of `declines`, and what its sentence names."""

    reason: str
    name: str
    line: str = ""
    type: str = ""


def _obstacle(loop: Loop, found: Mapping[Variable, Sequence[Escape]]) -> _Obstacle | None:
    for variable, escapes in found.items():
        name, info = variable.name, loop.info
        if not loop.declares:
            return _Obstacle("declared-outside", name)
        if is_declared_again(loop, variable):
            return _Obstacle("declared-again", name)
        why = nocopy_reason(variable.object.type)
        if isinstance(why, str):
            return _Obstacle("no-copy", name, type=why)
        kept = frozenset(each.use.start_byte for each in escapes if each.by_address)
        changed = None if loop.is_range else loop.changes(variable, but=kept)
        if changed is not None:
            line = info.file.lines.line_of(changed.start_byte)
            return _Obstacle("modified-in-body", name, line=str(line))
    return None


def _notes(loop: Loop, found: Mapping[Variable, Sequence[Escape]]) -> tuple[str, ...]:
    notes = ["a go line of 1.22 in go.mod would give every loop of the module such variables"]
    if loop.is_range and any(each.by_address for escapes in found.values() for each in escapes):
        notes.append("what changes through the pointer is the copy, not the element ranged over")
    return tuple(notes)


def _loop_declaring(info: FileInfo, symbol: Symbol) -> Loop | None:
    """The loop whose header sets the named local; None where it is no loop variable."""
    declaration = info.file.declaration_at(symbol.span.start)
    if declaration is None or declaration.has_error:
        return None
    for node in walk(declaration.node):
        loop = loop_of(info, node) if node.type == "for_statement" else None
        if loop is not None and loop.header.start_byte <= symbol.span.start < loop.header.end_byte:
            names = [each.node.start_byte for each in loop.variables]
            return loop if symbol.span.start in names and loop.declares else None
    return None
