"""What a review came to: the fixes that were taken, and the patch that is left of the whole one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.patch import FilePatch, Hunk, HunkLine, Patch, changes_of, heading_for, select_hunks
from gofixmap.review.layout import Change, Part
from gofixmap.review.session import Answer, Session, View

_CONTEXT = 3


class Choice(Struct, frozen=True):
    """Names of fixes. `incomplete` are those of `left` that some hunk was accepted of."""

    taken: tuple[str, ...]
    declined: tuple[str, ...]
    left: tuple[str, ...]
    incomplete: tuple[str, ...]
    by_hand: tuple[str, ...]
    edited_paths: frozenset[str]
    patch: Patch


def choice_of(session: Session) -> Choice:
    fixes = session.layout.fixes
    taken = [name for name in fixes if session.kept(name)]
    touched = [name for name in fixes if name in session.by_hand]
    hand = [name for name in touched if any(session.takes(*p) for p in fixes[name].places)]
    declined = session.declined.union(touched).difference(hand)
    settled = declined.union(taken, hand)
    left = [name for name in fixes if name not in settled]
    return Choice(
        taken=tuple(taken),
        declined=tuple(name for name in fixes if name in declined),
        left=tuple(left),
        incomplete=tuple(name for name in left if _is_begun(session, name)),
        by_hand=tuple(hand),
        edited_paths=frozenset(
            session.layout.parts[part].path for name in hand for part, _ in fixes[name].places
        ),
        patch=_patch(session),
    )


def _is_begun(session: Session, name: str) -> bool:
    """Whether an own change of the fix was accepted, and not only one that others need too."""
    layout = session.layout
    return any(
        session.answers[part, index] is Answer.YES
        and layout.parts[part].changes[index].fixes == (name,)
        for part, index in layout.fixes[name].places
    )


def _patch(session: Session) -> Patch:
    """The whole patch with only what was taken; hunks without any change are left out."""
    whole = session.layout.patch
    views: list[list[View]] = [[] for _ in session.layout.parts]
    for view in session.views:
        views[view.part].append(view)
    parts = iter(views)
    files: list[FilePatch] = []
    for file in whole:
        hunks = tuple(_hunk(session, next(parts)) for _ in file.hunks)
        files.append(replace(file, hunks=hunks))
    chosen = select_hunks(Patch(tuple(files)), lambda file, hunk: bool(hunk.added or hunk.removed))
    kept = {file.path for file in whole if not file.hunks}
    return Patch(tuple(file for file in chosen if file.hunks or file.path in kept))


def _hunk(session: Session, views: Sequence[View]) -> Hunk:
    """A hunk of the whole patch, given what became of its views."""
    number = views[0].part
    part = session.layout.parts[number]
    lines: list[HunkLine] = []
    labels: list[tuple[str, ...]] = []
    for view in views:
        taken = frozenset(i for i in view.changes if session.takes(number, i))
        if view.edited is not None and taken:
            lines += view.edited
        else:
            lines += shown_lines(part, view, taken)
        labels += (_labels(session, part.changes[index]) for index in sorted(taken))
    hunk = _trimmed(Hunk(part.hunk.source_start, part.hunk.target_start, tuple(lines)))
    if sum(1 for _ in changes_of(hunk)) != len(labels):  # a person has made other changes of them
        labels = [tuple(dict.fromkeys(label for own in labels for label in own))]
    heading = heading_for(labels) if labels and part.hunk.heading else ""
    return replace(hunk, heading=heading if "#" in heading else part.hunk.heading)


def _labels(session: Session, change: Change) -> tuple[str, ...]:
    names = (name for name in change.fixes if session.kept(name) or name in session.by_hand)
    return tuple(label for name in names for label in name.split(", "))


def shown_lines(part: Part, view: View, wanted: frozenset[int]) -> Iterator[HunkLine]:
    """The lines of a view in which only the wanted changes are made."""
    inside = {n for i in wanted for n in range(part.changes[i].first, part.changes[i].end)}
    for number in range(view.first, view.end):
        line = part.hunk.lines[number]
        if number in inside or line.kind == " ":
            yield line
        elif line.kind == "-":
            yield HunkLine(" ", line.text)


def _trimmed(hunk: Hunk) -> Hunk:
    """The hunk without context that is further than usual from its changes."""
    spans = list(changes_of(hunk))
    if not spans:
        return hunk
    first = max(spans[0][0] - _CONTEXT, 0)
    end = min(spans[-1][1] + _CONTEXT, len(hunk.lines))
    start, target = hunk.source_start + first, hunk.target_start + first
    return replace(hunk, source_start=start, target_start=target, lines=hunk.lines[first:end])


def lines_around(part: Part, view: View, wanted: Sequence[int]) -> Hunk:
    """A view as a hunk of its own for the eye: its wanted changes, and some lines around them."""
    whole = View(view.part, view.changes, 0, len(part.hunk.lines))
    hunk = replace(part.hunk, lines=tuple(shown_lines(part, whole, frozenset(wanted))))
    return _trimmed(hunk)
