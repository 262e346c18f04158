"""loopvar: loop variables that outlive their iteration before Go 1.22, and needless copies since.

What a loop declares is in `_loopvar_loops.py`, what outlives an iteration in `_loopvar_escapes.py`,
the copies that Go 1.22 made redundant in `_loopvar_copies.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from gofixmap_codemods._loopvar_copies import redundant_copies, removal
from gofixmap_codemods._loopvar_edits import copy_at_top, is_declared_again
from gofixmap_codemods._loopvar_escapes import Escape, escapes_of
from gofixmap_codemods._loopvar_filter import Sieve, has_copy, may_outlive
from gofixmap_codemods._loopvar_loops import Loop, Variable, loop_of

from gofixmap.codemod import (
    Codemod,
    Context,
    Finding,
    Fix,
    Match,
    Safety,
    Symbol,
    nocopy_reason,
    walk,
)

if TYPE_CHECKING:
    from gofixmap.codemod import FileInfo, Place

RANK = 10  # a remedy without a lock comes before all others
PER_ITERATION = (1, 22)  # the language version from which each iteration has its own variables


class Loopvar(Codemod):
    name = "loopvar"
    title = "A loop variable outlives its iteration"
    why = (
        "Before Go 1.22 a loop has one variable for all of its iterations. A pointer to it that is "
        "stored, a goroutine, a deferred call or a function literal that runs later sees what the "
        "last iteration left there. A copy at the top of the body, v := v, gives each iteration "
        "its own.\n\n"
        "The version that counts is the file's: the go line of its module, which is 1.16 where "
        "go.mod has none, moved by a //go:build line that implies a release. A go line of 1.22 "
        "cures all loops of a module at once, and changes all of them, so that is left to you.\n\n"
        "A pointer to the copy is not a pointer into the slice: where the elements are to be "
        "changed through it, write &xs[i] instead.\n\n"
        "From Go 1.22 on the copy at the top of a range loop is needless and is removed, by the "
        "rule of go fix's forvar. Three-clause loops keep theirs: the next iteration starts from "
        "the loop's variable, not from the copy."
    )
    before = "// in a module with go 1.21\nfor k, v := range defaults {\n\tsettings[k] = &v\n}\n"
    after = (
        "// in a module with go 1.21\nfor k, v := range defaults {\n\tv := v\n"
        "\tsettings[k] = &v\n}\n"
    )
    safety = Safety.REVIEW
    order = 10
    equivalents: ClassVar = ("copyloopvar", "exportloopref", "scopelint", "loopclosure")
    needles = (b"for",)
    keywords = ("func", "var")
    prefilter = Sieve()
    evidence: ClassVar = ("race",)
    declines: ClassVar = {
        "declared-outside": "{name} is declared outside of the loop, so all iterations share it in "
        "every version of Go; a copy would change its scope, declare it inside if it is not "
        "needed behind the loop",
        "modified-in-body": "the body changes {name}, or may, at line {line}: a copy would no "
        "longer drive the loop",
        "declared-again": "the body declares {name} again in the block that the copy would stand "
        "in, and would then assign to the copy",
        "no-copy": "{name} must not be copied: {type}",
    }

    @staticmethod
    def takes(data: bytes, version: tuple[int, int]) -> bool:
        is_old = version < PER_ITERATION
        return may_outlive(data, assigned=not is_old) or (not is_old and has_copy(data))

    def rewrite(self, match: Match, context: Context) -> Iterable[Finding]:
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


@dataclass(frozen=True, slots=True)
class _Obstacle:
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
