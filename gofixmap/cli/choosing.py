"""`apply -i`: which fixes of a run a person takes, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gofixmap.cli.interactive import ask, left_lines
from gofixmap.cli.output import ProgressLine, say
from gofixmap.engine.partial import part_of
from gofixmap.engine.state import state_folder
from gofixmap.engine.write import refuse_dirty
from gofixmap.model import Edit, Finding, RunResult, Status
from gofixmap.patch import Patch
from gofixmap.patch.apply import apply_files
from gofixmap.review.choice import Choice, choice_of
from gofixmap.review.headings import named_patch
from gofixmap.review.layout import About, layout_of
from gofixmap.review.memory import Store
from gofixmap.review.session import Session
from gofixmap.review.units import Unit, units_of

if TYPE_CHECKING:
    from gofixmap.engine import Request

_BY_HAND = "edited by hand, which nobody has proved"


def choose(
    request: Request, result: RunResult, *, restart: bool, dry_run: bool, allow_dirty: bool
) -> tuple[RunResult, Callable[[], None] | None]:
    """The part of a run that a person takes, and what to do once it is written.

    Nothing is asked where nothing would change. Raises GofixmapError, before anything is asked,
    where a file that may be written has uncommitted changes.
    """
    if not (dry_run or allow_dirty):
        refuse_dirty(Path(result.root), sorted(result.after))
    units = units_of(result.findings)
    named = named_patch(result.before, result.after, units)
    unit_of = {label: units[at] for at, labels in named.names.items() for label in labels}
    about = {label: About(unit.title, unit.notes) for label, unit in unit_of.items()}
    session = Session(layout_of(named.patch, about))
    verb = "take" if dry_run else "apply"
    store = Store(state_folder("review"), "apply", Path(result.root))
    forget = ask(session, store, verb=verb, restart=restart)
    return _taken(request, result, session, unit_of), forget


def _taken(
    request: Request, result: RunResult, session: Session, unit_of: Mapping[str, Unit]
) -> RunResult:
    choice = choice_of(session)
    for line in left_lines(choice):
        say(line)
    edits = _edits_of(choice.taken, session, unit_of)
    with ProgressLine() as progress:
        part = part_of(request, result, lambda f: _edits(f) in edits, progress)
    if not choice.by_hand:
        return part
    kept = {_edits(f) for f in part.findings if f.status is Status.FIXED}
    session.decline_fixes(
        name for name in choice.taken if not _edits_of([name], session, unit_of) <= kept
    )
    choice = choice_of(session)
    return _with_edited(result, part, choice, _edits_of(choice.by_hand, session, unit_of))


def _edits_of(
    names: Iterable[str], session: Session, unit_of: Mapping[str, Unit]
) -> set[tuple[Edit, ...]]:
    """What tells the fixes of these names apart in the findings of the run."""
    labels = (label for name in names for label in session.layout.fixes[name].labels)
    return {unit_of[label].fix.edits for label in labels}


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix is not None else ()


def _with_edited(
    whole: RunResult, part: RunResult, choice: Choice, edits: Collection[tuple[Edit, ...]]
) -> RunResult:
    """The part, with the files that hunks were edited of as the chosen patch has them.

    `edits` are those of the fixes that were edited.
    """
    before, after = dict(part.before), dict(part.after)
    for path in choice.edited_paths:
        before.pop(path, None)
        after.pop(path, None)
    edited = Patch(tuple(file for file in choice.patch if file.path in choice.edited_paths))
    for path, data in apply_files(edited, whole.before.get).items():
        if data is not None and data != whole.before.get(path):
            after[path] = data
            if path in whole.before:
                before[path] = whole.before[path]
    findings = tuple(
        replace(finding, status=Status.FIXED, reason=_BY_HAND, reason_id="by-hand")
        if _edits(finding) in edits
        else finding
        for finding in part.findings
    )
    say(f"{len(edits)} {'fix was' if len(edits) == 1 else 'fixes were'} {_BY_HAND}")
    return replace(part, findings=findings, before=before, after=after)
