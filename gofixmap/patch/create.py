"""Unified diffs that `git apply` takes, whatever the names and the contents are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gofixmap.errors import PatchError
from gofixmap.patch.lines import Opcode, opcodes, split_lines
from gofixmap.patch.model import FilePatch, Hunk, HunkLine, Patch

CONTEXT = 3


def unified_diff(
    before: Mapping[str, bytes | None],
    after: Mapping[str, bytes | None],
    *,
    context: int = CONTEXT,
    check: bool = True,
) -> bytes:
    """The patch from `before` to `after`, by path; None (or no entry) means no such file.

    Files are ordered by path, unchanged ones are left out. With `check` the patch is parsed back
    and applied to `before`, and a PatchError says so if that does not give `after`.
    """
    data = diff_files(before, after, context=context).render()
    if check and data:
        check_round_trip(data, before, after)
    return data


def diff_files(
    before: Mapping[str, bytes | None],
    after: Mapping[str, bytes | None],
    *,
    context: int = CONTEXT,
) -> Patch:
    """As `unified_diff`, as values."""
    files = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            files.append(diff_file(path, old, new, context=context))
    return Patch(tuple(files))


def diff_file(
    path: str,
    old: bytes | None,
    new: bytes | None,
    codes: Sequence[Opcode] | None = None,
    *,
    context: int = CONTEXT,
) -> FilePatch:
    """The changes of one file; `codes`, over all of its lines, say which lines correspond."""
    before, after = split_lines(old or b""), split_lines(new or b"")
    codes = opcodes(before, after) if codes is None else codes
    hunks = tuple(_hunks(before, after, codes, context))
    return FilePatch(None if old is None else path, None if new is None else path, hunks)


def _hunks(
    old: Sequence[bytes], new: Sequence[bytes], codes: Sequence[Opcode], context: int
) -> Iterator[Hunk]:
    for group in _groups(codes, context):
        lines: list[HunkLine] = []
        for tag, i, i_end, j, j_end in group:
            if tag == "equal":
                lines.extend(HunkLine(" ", text) for text in old[i:i_end])
            else:
                lines.extend(HunkLine("-", text) for text in old[i:i_end])
                lines.extend(HunkLine("+", text) for text in new[j:j_end])
        first, last = group[0], group[-1]
        yield Hunk(_start(first[1], last[2]), _start(first[3], last[4]), tuple(lines))


def _start(first: int, end: int) -> int:
    """The 1-based number of a range's first line; an empty range names the line before it."""
    return first + 1 if end > first else first


def _groups(codes: Sequence[Opcode], context: int) -> Iterator[list[Opcode]]:
    """Changes with up to `context` equal lines around, apart where more than twice that many lie
    between them (difflib's grouping, over opcodes found in windows)."""
    group: list[Opcode] = []
    for number, (tag, i, i_end, j, j_end) in enumerate(codes):
        if tag != "equal":
            group.append((tag, i, i_end, j, j_end))
            continue
        if not group:
            skip = max(i_end - i - context, 0)
            group.append((tag, i + skip, i_end, j + skip, j_end))
            continue
        if number == len(codes) - 1 or i_end - i > 2 * context:
            keep = min(i_end - i, context)
            group.append((tag, i, i + keep, j, j + keep))
            yield group
            group = [(tag, i_end - context, i_end, j_end - context, j_end)]
        else:
            group.append((tag, i, i_end, j, j_end))
    if any(code[0] != "equal" for code in group):
        yield group


def check_round_trip(
    data: bytes, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> None:
    """Raises PatchError unless the patch, read by unidiff and applied, gives `after`."""
    from gofixmap.patch.apply import apply_files
    from gofixmap.patch.parse import parse

    result = apply_files(parse(data), before.get)
    for path in before.keys() | after.keys():
        expected = after.get(path)
        if result.get(path, before.get(path)) != expected:
            raise PatchError("the patch that was made does not give the result", where=path)
