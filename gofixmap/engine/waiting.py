"""Which locks wait until a remedy without one has been tried.

A loop variable that all goroutines share makes them write one element of a slice, and the log names
both. With a copy for each goroutine the slice does not race, and a lock would be there for nothing:
whether one is needed the next log says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.codemod import Symbol
from gofixmap.model import Finding, Status
from gofixmap.workspace import Workspace

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.attribution import Attributed

UNLOCKED = 10  # the rank of remedies that need no lock, and the last of them
_Place = tuple[str, int]  # a path, and where a top-level declaration of it begins


def waiting(
    offered: Mapping[Symbol, Sequence[Finding]],
    attributed: Sequence[Attributed],
    workspace: Workspace,
) -> dict[str, str]:
    """The qualified names of the variables whose locks wait, and the sentence that says for what.

    All reports about such a variable lie, with both sides, in functions that remedies without a
    lock change. `workspace` holds the text that the reports were attributed in.
    """
    first: dict[_Place, list[str]] = {}
    for symbol, findings in offered.items():
        for place in _changed(findings, workspace):
            first.setdefault(place, []).append(symbol.name)
    found: dict[str, str] = {}
    for symbol, findings in offered.items() if first else ():
        if any(_locks(finding) for finding in findings):
            places = _reported(symbol, attributed, workspace)
            if places and places <= first.keys():
                names = sorted({name for place in places for name in first[place]})
                found[symbol.qualified] = (
                    f"mend {' and '.join(names)} first and run the tests again: "
                    f"{symbol.name} may not race then"
                )
    return found


def held_back(findings: Iterable[Finding], waits: Mapping[str, str]) -> list[Finding]:
    """The findings, the locks of variables that wait without their fixes."""
    return [
        replace(each, fix=None).with_status(Status.CONFLICT, waits[each.symbol])
        if each.symbol in waits and _locks(each)
        else each
        for each in findings
    ]


def _locks(finding: Finding) -> bool:
    return finding.fix is not None and finding.rank > UNLOCKED


def _changed(findings: Sequence[Finding], workspace: Workspace) -> set[_Place]:
    """The functions that remedies without a lock change."""
    edits = [
        edit
        for finding in findings
        if finding.fix is not None and 0 < finding.rank <= UNLOCKED
        for edit in finding.fix.edits
    ]
    places = (_function_at(edit.path, edit.start, workspace) for edit in edits)
    return {place for place in places if place is not None}


def _reported(
    symbol: Symbol, attributed: Sequence[Attributed], workspace: Workspace
) -> set[_Place]:
    """The functions of all sides of a variable's reports; none where a side is not known."""
    found: set[_Place] = set()
    for each in attributed:
        if not each.names(symbol):
            continue
        places = [_function_at(path, span.start, workspace) for path, span, _ in each.places]
        if len(places) < 2 or None in places:
            return set()
        found.update(place for place in places if place is not None)
    return found


def _function_at(path: str, offset: int, workspace: Workspace) -> _Place | None:
    file = workspace.file(path)
    declaration = file.declaration_at(offset) if file is not None else None
    if declaration is None or declaration.keyword != "func":
        return None
    return path, declaration.span.start
