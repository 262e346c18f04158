"""What a fix counts on beyond the bytes that it changes: see `Fix.claims`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from gofixmap.edits.apply import apply_edits
from gofixmap.model import Edit
from gofixmap.syntax.source import Declaration, SourceFile

FileOf = Callable[[str], SourceFile]

_LOCALS = re.compile(r"((?:\w+\s*,\s*)*\w+)\s*:=|\bvar\s+(\w+)")


def on_declarations(file_of: FileOf, edits: Iterable[Edit]) -> frozenset[str]:
    """Claims on the top-level declarations that edits lie in."""
    found = _declared(file_of, edits)
    return frozenset(f"{path}:{declaration.span.start}" for path, declaration, _ in found)


def on_names(file_of: FileOf, edits: Iterable[Edit]) -> frozenset[str]:
    """Claims on the locals that edits declare, each in its top-level declaration."""
    return frozenset(
        f"{path}:{declaration.span.start}: {name}"
        for path, declaration, inside in _declared(file_of, edits)
        for name in _new_locals(declaration, inside)
    )


def _declared(
    file_of: FileOf, edits: Iterable[Edit]
) -> Iterator[tuple[str, Declaration, list[Edit]]]:
    """The top-level declarations that edits lie in, with those edits."""
    found: dict[tuple[str, int], tuple[str, Declaration, list[Edit]]] = {}
    for edit in edits:
        if not edit.path.endswith(".go"):
            continue
        declaration = file_of(edit.path).declaration_at(edit.start)
        if declaration is not None and edit.end <= declaration.span.end:
            key = (edit.path, declaration.span.start)
            found.setdefault(key, (edit.path, declaration, []))[2].append(edit)
    yield from found.values()


def _new_locals(declaration: Declaration, edits: Iterable[Edit]) -> Counter[str]:
    """The names that are declared once more after the edits than before them.

    They are read off the text as it will be: an edit may hold no more than the `:=`.
    """
    start = declaration.span.start
    moved = [Edit(each.path, each.start - start, each.end - start, each.text) for each in edits]
    return _locals(apply_edits(declaration.text, moved)) - _locals(declaration.text)


def _locals(text: bytes) -> Counter[str]:
    found = _LOCALS.finditer(text.decode("utf-8", "replace"))
    return Counter(name for each in found for name in re.findall(r"\w+", each[1] or each[2]))
