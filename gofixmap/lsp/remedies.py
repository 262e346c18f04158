"""What code actions come to: the changes of a fix, of many fixes, or of what a symbol is offered.

A fix of one document whose findings are complete is taken as it is. Everything else is analysed
again when it is chosen, in a process of its own: other files may have changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.edits import select
from gofixmap.edits.ignores import ignore_edit, kept_edit
from gofixmap.engine.request import Request
from gofixmap.engine.unused import NAME as UNUSED_IGNORE
from gofixmap.errors import GofixmapError, UsageError
from gofixmap.lsp.diagnostics import identities
from gofixmap.lsp.documents import path_of
from gofixmap.lsp.edits import Bases, Change, StaleError, absolute, changes_of
from gofixmap.model import Finding, Fix, OptionValue, RunResult, Safety, Status, Symbol
from gofixmap.syntax.source import SourceFile

if TYPE_CHECKING:
    from gofixmap.lsp.ask import Ask
    from gofixmap.lsp.process import Progress
    from gofixmap.lsp.state import Snapshot, State

REASON = "reviewed: it stays as it is"  # of an ignore comment
_EVERY_LINE = ((1, 1 << 40),)


class DeclinedError(GofixmapError):
    """There is nothing to change, and why."""


class Remedy(Struct, frozen=True):
    """The changes of an action, in files of the workspace at `root`.

    `notes` are what a reviewer has to know.
    """

    title: str
    changes: tuple[Change, ...]
    root: str
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        return "; ".join(self.notes)


async def remedy(state: State, ask: Ask, progress: Progress) -> Remedy:
    """What an action comes to now.

    Raises StaleError where its document has changed, DeclinedError where nothing is to be done,
    and GofixmapError as the engine does.
    """
    path = _current(state, ask)
    if ask.kind == "fix":
        return await _of_finding(state, ask, path, progress)
    if ask.kind == "ignore":
        return await _ignored(state, ask)
    if ask.kind == "symbol":
        return await _of_symbol(state, ask, progress)
    return await _of_file(state, ask, path, progress)


def _current(state: State, ask: Ask) -> str:
    path = path_of(ask.uri)
    if path is None or state.contents(path) is None:
        raise UsageError("there is no such file", where=ask.uri)
    if ask.version is not None and state.version(path) != ask.version:
        raise StaleError(f"{Path(path).name} has changed since this was offered", hint="ask again")
    return path


def is_at_hand(state: State, snapshot: Snapshot, finding: Finding) -> bool:
    """Whether the fix of a finding needs no other look: nothing but this document matters."""
    fix = finding.fix
    is_own = fix is not None and fix.paths == (finding.path,)
    return is_own and _is_settled(state, snapshot)


def _is_settled(state: State, snapshot: Snapshot) -> bool:
    """Whether the findings are those of the whole package as it is now."""
    return snapshot.complete and (state.analysis is None or state.analysis.is_settled)


def at_hand(state: State, snapshot: Snapshot, finding: Finding) -> Remedy:
    """The remedy of such a finding."""
    assert finding.fix is not None
    return _remedy(Bases(state, {snapshot.path: snapshot.data}), snapshot.root, [finding.fix])


async def _ignored(state: State, ask: Ask) -> Remedy:
    snapshot = await state.fresh(ask.uri)
    found = _named(snapshot.findings, snapshot.data, ask.id) if snapshot is not None else None
    if snapshot is None or found is None:
        raise StaleError("the finding is gone", hint="ask again")
    return ignored(state, snapshot, found)


def ignored(state: State, snapshot: Snapshot, finding: Finding) -> Remedy:
    """A comment that silences a finding. Raises EditError where there is no place for one."""
    file = SourceFile(finding.path, snapshot.data)
    if finding.codemod == UNUSED_IGNORE:  # it points at a comment, which names it from then on
        edit = kept_edit(file, finding.span, finding.codemod)
    else:
        edit = ignore_edit(file, finding.span, [finding.codemod], REASON)
    fix = Fix(f"Ignore {finding.codemod} here", (edit,))
    return _remedy(Bases(state, {snapshot.path: snapshot.data}), snapshot.root, [fix])


async def _of_finding(state: State, ask: Ask, path: str, progress: Progress) -> Remedy:
    snapshot = await state.fresh(ask.uri)
    if snapshot is not None:
        finding = _named(snapshot.findings, snapshot.data, ask.id)
        if finding is not None and is_at_hand(state, snapshot, finding):
            return at_hand(state, snapshot, finding)
    bases = Bases.now(state)
    result = await state.run(request_for(state, Path(path).parent, bases), progress)
    data = bases.seen.get(path) or state.contents(path) or b""
    found = _named(_in_file(result, path), data, ask.id)
    if found is None:
        raise StaleError("the finding is gone", hint="ask again")
    if found.fix is None:
        raise DeclinedError(found.reason or "there is no fix for it now")
    return _remedy(bases, result.root, [found.fix])


def request_for(state: State, path: Path, bases: Bases) -> Request:
    """A check of a folder or a file as the editor shows them, with the client's settings."""
    settings = state.settings
    return Request(
        paths=(path,),
        select=settings.select,
        ignore=settings.ignore,
        apply=False,
        use_baseline=False,
        overlay=bases.seen,
        config_file=Path(settings.config).expanduser() if settings.config else None,
    )


def _named(findings: Sequence[Finding], data: bytes, identity: str) -> Finding | None:
    ids = identities(findings, data)
    return next((f for f, own in zip(findings, ids, strict=True) if own == identity), None)


def _in_file(result: RunResult, path: str) -> tuple[Finding, ...]:
    return tuple(f for f in result.findings if absolute(result.root, f.path) == path)


async def _of_file(state: State, ask: Ask, path: str, progress: Progress) -> Remedy:
    """All fixes of the file up to a tier that change no other file.

    Where they get in each other's way the engine finds out, round for round.
    """
    bases = Bases.now(state)
    snapshot = await state.fresh(ask.uri)
    if snapshot is None:
        raise DeclinedError("nothing is known of this file")
    tier = state.settings.fix_all_safety
    known = [f for f in together(snapshot, ask.codemod) if ask.codemod or f.safety <= tier]
    fixes = [f.fix for f in known if f.fix is not None]
    if _is_settled(state, snapshot) and len(select(fixes).kept) == len(fixes):
        return _remedy(bases, snapshot.root, fixes)
    relative = relative_path(snapshot)
    request = replace(
        request_for(state, Path(path).parent, bases),
        apply=True,
        safety=tier,
        changed_lines={relative: _EVERY_LINE},
    )
    if ask.codemod:
        tier = max((finding.safety for finding in known), default=tier)
        request = replace(request, safety=tier, select=(ask.codemod,))
    result = await state.run(request, progress)
    fixes = [
        f.fix
        for f in result.findings
        if f.status is Status.FIXED
        and (ask.codemod or f.codemod != UNUSED_IGNORE)
        and f.safety <= tier
        and f.fix is not None
        and set(f.fix.paths) == {relative}
    ]
    return _remedy(bases, result.root, fixes)


def relative_path(snapshot: Snapshot) -> str:
    """How findings call the document: from the root, if it is below it."""
    path, root = Path(snapshot.path), Path(snapshot.root)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else snapshot.path


def together(snapshot: Snapshot, codemod: str = "") -> tuple[Finding, ...]:
    """The findings that one action may fix together: design decisions are made one by one."""
    relative = relative_path(snapshot)
    return tuple(
        finding
        for finding in snapshot.findings
        if finding.status is Status.FIXABLE
        and finding.safety < Safety.TARGET
        and finding.fix is not None
        and finding.fix.paths == (relative,)
        # While one types a comment may silence nothing for a moment: it stays unless one asks.
        and (finding.codemod == codemod if codemod else finding.codemod != UNUSED_IGNORE)
    )


async def _of_symbol(state: State, ask: Ask, progress: Progress) -> Remedy:
    symbol = ask.symbol
    assert symbol is not None
    snapshot = await state.fresh(ask.uri)
    root = snapshot.root if snapshot is not None else ""
    place = absolute(root, symbol.path)
    bases = Bases.now(state)
    if symbol.span.of(bases.of(place) or b"") != symbol.name.encode():
        raise StaleError(f"{symbol.name} is no longer where it was", hint="ask again")
    request = replace(
        request_for(state, Path(place).parent, bases),
        select=(ask.codemod,),
        ignore=(),
        symbols=(symbol,),
    )
    result = await state.run(request, progress)
    offers = _about(result, symbol)
    guess = _GUESSES.get(ask.codemod)
    if guess is not None and any(offer.reason_id == guess.reason for offer in offers):
        result = await state.run(replace(request, options=guess.options), progress)
        offers = [_with_note(offer, guess.note) for offer in _about(result, symbol)]
    fixes = [offer.fix for offer in offers if offer.fix is not None]
    if not fixes:
        reasons = dict.fromkeys(offer.reason for offer in offers if offer.reason)
        reason = "; ".join(reasons) or f"{ask.codemod} finds nothing to do for {symbol.name}"
        raise DeclinedError(reason)
    kept = select(fixes).kept
    return _remedy(bases, result.root, [fixes[index] for index in kept])


class _Guess(Struct, frozen=True):
    """Numbers that an editor cannot ask for: they are put into the code, where one changes them."""

    reason: str  # the decline for want of them
    options: Mapping[str, OptionValue]
    note: str


_GUESSES = {
    "bounded-cache": _Guess(
        "needs-bounds",
        {"bounded-cache.size": 1000, "bounded-cache.ttl": "10m"},
        "1000 entries and 10 minutes are a guess: put your own numbers there",
    )
}


def _about(result: RunResult, symbol: Symbol) -> list[Finding]:
    named = symbol.qualified
    return [f for f in result.findings if f.symbol == named or f.symbol.startswith(named + ".")]


def _with_note(finding: Finding, note: str) -> Finding:
    fix = finding.fix
    return finding if fix is None else replace(finding, fix=replace(fix, notes=(*fix.notes, note)))


def _remedy(bases: Bases, root: str, fixes: Iterable[Fix]) -> Remedy:
    chosen = list(dict.fromkeys(fixes))
    if not chosen:
        raise DeclinedError("nothing in this file can be fixed by itself")
    titles = dict.fromkeys(fix.title for fix in chosen)
    title = next(iter(titles)) if len(titles) == 1 else f"{len(titles)} fixes"
    notes = dict.fromkeys(note for fix in chosen for note in fix.notes)
    changes = changes_of(bases, root, chosen)
    if not changes:
        raise DeclinedError("nothing would change")
    return Remedy(title, changes, root, tuple(notes))
