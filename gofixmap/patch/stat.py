"""How much a patch changes in each file, as `git diff --stat` shows it, and by which codemods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from gofixmap.patch.headings import codemod_of, labels_of
from gofixmap.patch.model import FilePatch, Hunk, Patch
from gofixmap.patch.names import quoted


class Row(Struct, frozen=True):
    """One file: its name, cut to fit, the number of changed lines, and its bar."""

    name: str
    count: str
    plus: str
    minus: str


def rows(patch: Patch, width: int = 80) -> tuple[Row, ...]:
    """One row a file, in the patch's order; the widths follow git's `show_stats` (diff.c)."""
    names = [quoted(file.path) for file in patch]
    most = max((file.added + file.removed for file in patch), default=0)
    number = len(str(most))
    name_width, graph_width = max(map(len, names), default=0), most
    if name_width + number + 6 + graph_width > width:
        graph_width = min(graph_width, max(width * 3 // 8 - number - 6, 6))
        if name_width > width - number - 6 - graph_width:
            name_width = max(width - number - 6 - graph_width, 4)
        else:
            graph_width = width - number - 6 - name_width
    return tuple(
        Row(_cut(name, name_width).ljust(name_width), str(total).rjust(number), *bar)
        for name, file in zip(names, patch, strict=True)
        for total in [file.added + file.removed]
        for bar in [_bar(file, graph_width, most)]
    )


def totals(patch: Patch) -> str:
    """`2 files changed, 10 insertions(+), 1 deletion(-)`, without what there is none of."""
    parts = [_counted(len(patch.files), "file", " changed")]
    if patch.added or not patch.removed:
        parts.append(_counted(patch.added, "insertion", "(+)"))
    if patch.removed or not patch.added:
        parts.append(_counted(patch.removed, "deletion", "(-)"))
    return ", ".join(parts)


def fixes_of(patch: Patch) -> dict[str, int]:
    """How many fixes each codemod has in the patch, by the headings of its hunks."""
    labels = {label for file in patch for hunk in file.hunks for label in labels_in(hunk)}
    return dict(sorted(Counter(codemod_of(label) for label in labels).items()))


def fixes_in(patch: Patch) -> str:
    """`3 fixes in 4 hunks`, by the headings; a fix of two codemods is one. "" without headings."""
    headed = [labels for file in patch for hunk in file.hunks if (labels := [*labels_in(hunk)])]
    numbers = {label.rpartition("#")[2] for labels in headed for label in labels}
    if not numbers:
        return ""
    fixes = f"{len(numbers)} fix{'es' if len(numbers) != 1 else ''}"
    return f"{fixes} in {_counted(len(headed), 'hunk', '')}"


def labels_in(hunk: Hunk) -> Iterator[str]:
    """The labels of a hunk, each once, in order."""
    yield from dict.fromkeys(label for labels in labels_of(hunk) for label in labels)


def _counted(count: int, what: str, end: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}{end}"


def _cut(name: str, width: int) -> str:
    """The end of a name that is too long, from a slash on where it has one."""
    if len(name) <= width:
        return name
    rest = name[len(name) - (width - 3) :]
    slash = rest.find("/")
    return "..." + (rest[slash:] if slash >= 0 else rest)


def _bar(file: FilePatch, width: int, most: int) -> tuple[str, str]:
    added, removed = file.added, file.removed
    if width <= most:
        total = _scaled(added + removed, width, most)
        if total < 2 and added and removed:
            total = 2
        if added < removed:
            added = _scaled(added, width, most)
            removed = total - added
        else:
            removed = _scaled(removed, width, most)
            added = total - removed
    return "+" * added, "-" * removed


def _scaled(count: int, width: int, most: int) -> int:
    return 0 if not count else 1 + count * (width - 1) // most
