"""The remedies that were taken one after the other, as changes of the files on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from gofixmap.engine.compose import Composition, Groups
from gofixmap.model import Edit, Fix
from gofixmap.patch.lines import opcodes, split_lines
from gofixmap.race.result import Applied, Attempt


def applied(
    steps: Sequence[tuple[Attempt, Mapping[str, bytes]]], read: Callable[[str], bytes]
) -> tuple[Applied, ...]:
    """For each remedy its edits on disk; those that have changed one place go together.

    A step has the new contents of the files that it changed, by path; `read` gives those on disk.
    Nothing comes of files that are no UTF-8.
    """
    files: dict[str, Composition] = {}
    try:
        for number, (_, changed) in enumerate(steps):
            for path, data in changed.items():
                file = files.setdefault(path, Composition(path, read(path)))
                edits = _edits(path, file.current(), data)
                file.apply(dict.fromkeys(edits, frozenset({number})))
        return tuple(_joined(steps, files))
    except UnicodeDecodeError:
        return ()


def _edits(path: str, before: bytes, after: bytes) -> Iterator[Edit]:
    """The lines that change."""
    old, new = split_lines(before), split_lines(after)
    at = done = 0
    for tag, i, i_end, j, j_end in opcodes(old, new):
        at += sum(map(len, old[done:i]))
        end = at + sum(map(len, old[i:i_end]))
        if tag != "equal":
            yield Edit(path, at, end, b"".join(new[j:j_end]).decode("utf-8"))
        at, done = end, i_end


def _joined(
    steps: Sequence[tuple[Attempt, Mapping[str, bytes]]], files: Mapping[str, Composition]
) -> Iterator[Applied]:
    groups = Groups(files.values())
    for group in dict.fromkeys(groups.of(number) for number in range(len(steps))):
        edits = tuple(
            edit
            for _, file in sorted(files.items())
            for segment, edit in zip(file.segments, file.edits(), strict=True)
            if segment.owners & group
        )
        taken = [steps[number][0] for number in sorted(group)]
        titles = "; ".join(dict.fromkeys(each.title for each in taken))
        yield Applied(tuple(sorted({each.codemod for each in taken})), Fix(titles, edits))
