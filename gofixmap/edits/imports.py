"""Imports added and removed where gofmt, and the habits of the file, would have them.

The blank-line structure of a group is the author's: a new path joins the run of specs that it
resembles most (standard library with standard library, else the longest common prefix), at its
sorted place. `import "C"` and its group are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.edits.lines import (
    indentation,
    line_end,
    line_start,
    newline,
    next_line,
    opens_line,
    without_lines,
)
from gofixmap.model import Edit
from gofixmap.syntax.split import package_clause
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.syntax.source import ImportSpec, SourceFile

_GAP = re.compile(rb"(?:\s|//[^\n]*|/\*.*?\*/|;)*", re.DOTALL)
_SEPARATOR = re.compile(rb"[ \t]*;[ \t]*")
_VERSION = re.compile(r"v[0-9]+")
_UNNAMED = frozenset({"_", "."})


class _Run(Struct, frozen=True):
    """Specs of one group on successive lines; gofmt sorts within a run."""

    specs: tuple[ImportSpec, ...]
    group: _Group


class _Group(Struct, frozen=True):
    """One import declaration: its `import` keyword, its specs, its end, parenthesized or not."""

    span: Span
    specs: tuple[ImportSpec, ...]
    parenthesized: bool

    @property
    def has_cgo(self) -> bool:
        return any(spec.path == "C" for spec in self.specs)


def package_name_of(path: str) -> str:
    """The name that a package at `path` has by convention; its package clause may differ."""
    segments = path.rstrip("/").split("/")
    last = segments[-1]
    if len(segments) > 1 and _VERSION.fullmatch(last):
        last = segments[-2]
    last = re.sub(r"\.v[0-9]+$", "", last)
    last = last.removeprefix("go-").removesuffix("-go").removesuffix(".go")
    return re.sub(r"\W", "_", last) or "_"


def add_import(
    file: SourceFile, path: str, *, taken: Collection[str] = (), name: str = ""
) -> tuple[tuple[Edit, ...], str]:
    """Edits that import `path`, and the name to use for it in this file.

    No edit where the path is imported already under a usable name. `taken` holds the local names
    in the scopes where the import will be used and the package-level names of the package's
    other files; those of this file, and its other imports, are known. `name` is the package's
    own name where it differs from what `package_name_of` says.
    """
    edits, names = add_imports(file, {path: name}, taken=taken)
    return edits, names[path]


def add_imports(
    file: SourceFile, wanted: Mapping[str, str], *, taken: Collection[str] = ()
) -> tuple[tuple[Edit, ...], dict[str, str]]:
    """As `add_import` for several paths (path to package name, "" for the conventional one)."""
    names: dict[str, str] = {}
    new: list[tuple[str, str]] = []
    occupied = {name for declaration in file.declarations for name in declaration.names}
    occupied.update(spec.name or package_name_of(spec.path) for spec in file.imports)
    for path, own in sorted(wanted.items()):
        base = own or package_name_of(path)
        usable = _usable_name(file, path, base, taken)
        if not usable:
            usable = _free_name(path, base, occupied | set(taken) | set(names.values()))
            new.append((path, f'"{path}"' if usable == base else f'{usable} "{path}"'))
        names[path] = usable
    return _insertions(file, new), names


def _usable_name(file: SourceFile, path: str, base: str, taken: Collection[str]) -> str:
    for spec in file.imports:
        if spec.path == path and spec.name not in _UNNAMED and (spec.name or base) not in taken:
            return spec.name or base
    return ""


def _free_name(path: str, base: str, occupied: Collection[str]) -> str:
    """The package's name, or the first alias that nothing else has."""
    segments = path.split("/")
    parent = re.sub(r"\W", "", segments[-2]) if len(segments) > 1 else ""
    candidates = [base, (parent or "go") + base, "go" + base, base + "pkg"]
    for candidate in candidates:
        if candidate not in occupied and candidate.isidentifier():
            return candidate
    number = 2
    while f"{base}{number}" in occupied:
        number += 1
    return f"{base}{number}"


def _is_standard(path: str) -> bool:
    return "." not in path.split("/", 1)[0]


def _insertions(file: SourceFile, new: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    if not new:
        return ()
    groups = [group for group in _groups(file) if not group.has_cgo]
    runs = [run for group in groups if group.parenthesized for run in _runs(file.data, group)]
    if runs:
        edits = list(_into_or_behind_runs(file, runs, new))
        ending = newline(file.data)  # with which a run of its own begins: it comes last
        return _joined(sorted(edits, key=lambda edit: edit.text.startswith(ending)))
    singles = [group for group in groups if not group.parenthesized]
    if len(singles) == 1:
        return _into_single(file, singles[0], new)
    return (_as_declaration(file, groups, new),)


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Insertions at one offset as one, in the order given."""
    merged: dict[int, Edit] = {}
    for edit in edits:
        known = merged.get(edit.start)
        merged[edit.start] = (
            Edit(edit.path, edit.start, edit.end, known.text + edit.text) if known else edit
        )
    return tuple(merged[start] for start in sorted(merged))


def _into_or_behind_runs(
    file: SourceFile, runs: Sequence[_Run], new: Sequence[tuple[str, str]]
) -> Iterator[Edit]:
    """One insertion for each spec; those that no run has the like of share a run of their own."""
    kinds = {_is_standard(spec.path) for run in runs for spec in run.specs}
    alone = [(path, text) for path, text in new if _is_standard(path) not in kinds]
    if alone:
        indent = indentation(file.data, runs[0].specs[0].span.start)
        text = (newline(file.data) + indent).join(text for _, text in alone)
        yield _new_run(file, runs, _is_standard(alone[0][0]), text)  # at the top or at the end
    yield from (_into_runs(file, runs, *each) for each in new if each not in alone)


def _into_runs(file: SourceFile, runs: Sequence[_Run], path: str, text: str) -> Edit:
    """The insertion of one spec at its sorted place in the run that resembles it most."""
    data, ending = file.data, newline(file.data)
    standard = _is_standard(path)
    same = [run for run in runs if any(_is_standard(s.path) == standard for s in run.specs)]
    run = max(same, key=lambda run: _resemblance(run, path))
    for spec in run.specs:
        if (spec.path, spec.name) > (path, text.partition('"')[0].strip()):
            at = line_start(data, spec.span.start)
            if spec is run.specs[0] and _has_lead_comment(data, spec):
                return _new_run(file, runs, standard, text)
            return Edit(file.path, at, at, indentation(data, at) + text + ending)
    at = next_line(data, run.specs[-1].span.end)
    indent = indentation(data, run.specs[-1].span.start)
    return Edit(file.path, at, at, indent + text + ending)


def _new_run(file: SourceFile, runs: Sequence[_Run], standard: bool, text: str) -> Edit:
    """A run of its own: standard library first, everything else last."""
    data, ending = file.data, newline(file.data)
    if standard:
        specs = runs[0].group.specs
        at = next_line(data, data.find(b"(", runs[0].group.span.start))
        return Edit(file.path, at, at, indentation(data, specs[0].span.start) + text + ending * 2)
    last = runs[-1].group.specs[-1]
    at = next_line(data, last.span.end)
    return Edit(file.path, at, at, ending + indentation(data, last.span.start) + text + ending)


def _resemblance(run: _Run, path: str) -> tuple[int, int]:
    """How much a run is like `path`: its longest common prefix in segments, then its purity."""
    wanted = path.split("/")
    longest = 0
    for spec in run.specs:
        common = 0
        for mine, theirs in zip(wanted, spec.path.split("/"), strict=False):
            if mine != theirs:
                break
            common += 1
        longest = max(longest, common)
    pure = all(_is_standard(spec.path) == _is_standard(path) for spec in run.specs)
    return (0, int(pure)) if _is_standard(path) else (longest, int(pure))


def _into_single(
    file: SourceFile, group: _Group, new: Sequence[tuple[str, str]]
) -> tuple[Edit, ...]:
    """`import "x"` turned into a group; a comment behind it stays with its spec."""
    data, ending, spec = file.data, newline(file.data), group.specs[0]
    separator = ending + "\t"
    standard = _is_standard(spec.path)
    before = [(p, t) for p, t in new if _order(p) < _order(spec.path)]
    after = [(p, t) for p, t in new if _order(p) >= _order(spec.path)]
    head, tail = " (" + separator, ""
    for path, text in before:
        head += text + separator
        if (path, text) == before[-1] and _is_standard(path) != standard:
            head = head.removesuffix("\t") + separator
    split = not standard
    for path, text in after:
        blank = "" if _is_standard(path) or split else ending
        split = split or not _is_standard(path)
        tail += blank + separator + text
    end = line_end(data, spec.span.end)
    if data[spec.span.end : end].lstrip(b" \t").startswith(b";"):
        end = spec.span.end
    keyword_end = group.span.start + len("import")
    return (
        Edit(file.path, keyword_end, spec.span.start, head),
        Edit(file.path, end, end, tail + ending + ")"),
    )


def _order(path: str) -> tuple[bool, str]:
    return (not _is_standard(path), path)


def _as_declaration(
    file: SourceFile, groups: Sequence[_Group], new: Sequence[tuple[str, str]]
) -> Edit:
    """A declaration of its own: one more of several single ones, or the file's first."""
    data, ending = file.data, newline(file.data)
    if groups:
        previous = [g for g in groups if g.specs and g.specs[-1].path < new[0][0]]
        anchor = (previous or list(groups))[-1].span.end
        texts = [f"import {text}" for _, text in new]
        at = _line_end_or(data, anchor)
        return Edit(file.path, at, at, "".join(ending + text for text in texts))
    anchor = max(
        (group.span.end for group in _groups(file)), default=_package_clause_end(file.data)
    )
    at = _line_end_or(data, anchor)
    if len(new) == 1:
        return Edit(file.path, at, at, ending * 2 + "import " + new[0][1])
    body = _group_body(new, ending)
    return Edit(file.path, at, at, f"{ending * 2}import ({ending}{body})")


def _group_body(new: Sequence[tuple[str, str]], ending: str) -> str:
    standard = [f"\t{text}{ending}" for path, text in new if _is_standard(path)]
    others = [f"\t{text}{ending}" for path, text in new if not _is_standard(path)]
    return "".join(standard) + (ending if standard and others else "") + "".join(others)


def _line_end_or(data: bytes, offset: int) -> int:
    """The end of the line where only a comment follows `offset`, else `offset` itself."""
    end = line_end(data, offset)
    rest = data[offset:end].strip()
    closed = rest.startswith(b"/*") and rest.endswith(b"*/") and rest.count(b"*/") == 1
    return end if not rest or rest.startswith(b"//") or closed else offset


def _package_clause_end(data: bytes) -> int:
    clause = package_clause(data)
    return clause.end() if clause else 0


def _groups(file: SourceFile) -> list[_Group]:
    """The import declarations in source order; empty ones (`import ()`) are left out."""
    by_start: dict[int, list[ImportSpec]] = {}
    for spec in file.imports:
        by_start.setdefault(spec.declaration.start, []).append(spec)
    return [_group(file.data, start, tuple(specs)) for start, specs in sorted(by_start.items())]


def _group(data: bytes, start: int, specs: tuple[ImportSpec, ...]) -> _Group:
    gap = re.sub(rb"//[^\n]*|/\*.*?\*/", b"", data[start : specs[0].span.start], flags=re.DOTALL)
    parenthesized = b"(" in gap
    end = specs[-1].span.end
    if parenthesized:
        match = _GAP.match(data, end)
        closing = match.end() if match else end
        end = closing + 1 if data[closing : closing + 1] == b")" else end
    return _Group(Span(start, end), specs, parenthesized)


def _runs(data: bytes, group: _Group) -> list[_Run]:
    """The runs of a group; specs that share a line are no place to insert at."""
    runs: list[list[ImportSpec]] = []
    for spec in group.specs:
        if not opens_line(data, spec.span.start):
            return []
        previous = runs[-1][-1] if runs else None
        between = data[previous.span.end : spec.span.start] if previous else b""
        if previous is not None and between.count(b"\n") == 1:
            runs[-1].append(spec)
        else:
            runs.append([spec])
    closing = data[group.specs[-1].span.end : group.span.end]
    return [_Run(tuple(run), group) for run in runs] if b"\n" in closing else []


def _has_lead_comment(data: bytes, spec: ImportSpec) -> bool:
    start = line_start(data, spec.span.start)
    above = data[line_start(data, max(start - 1, 0)) : start].strip()
    return above.startswith(b"//") or above.endswith(b"*/")


def remove_import(file: SourceFile, path: str, *, name: str | None = None) -> tuple[Edit, ...]:
    """Edits that remove the import of `path` (the one called `name`, where several exist).

    Imports named `_` or `.`, and `import "C"`, stay. A group loses the spec's line, with a spec
    that is set apart by blank lines also those and its comment, and goes with its last spec.
    """
    for group in _groups(file):
        for spec in group.specs:
            matches = spec.path == path and spec.name not in _UNNAMED and path != "C"
            if matches and (name is None or (spec.name or package_name_of(path)) == name):
                return (_removal(file, group, spec),)
    return ()


def _removal(file: SourceFile, group: _Group, spec: ImportSpec) -> Edit:
    data = file.data
    start = _doc_start(data, group, spec)
    if len(group.specs) == 1 and not _has_other_comments(data, group, spec, start):
        return _without_lines(file, group.span, alone=True)
    if not opens_line(data, spec.span.start) or not _ends_line(data, spec.span.end):
        end = spec.span.end
        match = _SEPARATOR.match(data, end)
        return Edit(file.path, spec.span.start, match.end() if match else end, "")
    return _without_lines(file, Span(start, spec.span.end), alone=False)


def _doc_start(data: bytes, group: _Group, spec: ImportSpec) -> int:
    """Where the comment lines above a spec begin that has them, and its run, for itself."""
    run = next((run for run in _runs(data, group) if spec in run.specs), None)
    below = next_line(data, spec.span.end)
    follows = data[below : line_end(data, below)].strip()
    if run is None or len(run.specs) > 1 or (follows and not follows.startswith(b")")):
        return spec.span.start
    start = line_start(data, spec.span.start)
    while data[line_start(data, start - 1) : start].strip().startswith(b"//"):
        start = line_start(data, start - 1)
    return start


def _has_other_comments(data: bytes, group: _Group, spec: ImportSpec, start: int) -> bool:
    if not group.parenthesized:
        return False
    head = data[group.span.start : start]
    tail = data[line_end(data, spec.span.end) : group.span.end]
    return any(mark in part for part in (head, tail) for mark in (b"//", b"/*"))


def _ends_line(data: bytes, offset: int) -> bool:
    rest = data[offset : line_end(data, offset)].strip(b" \t;")
    return not rest or rest.startswith(b"//") or rest.endswith(b"*/")


def _without_lines(file: SourceFile, span: Span, *, alone: bool) -> Edit:
    """The removal of whole lines, with one of two blank lines that would meet."""
    data = file.data
    if alone and not _ends_line(data, span.end):
        return Edit(file.path, span.start, span.end, "")
    start, end = without_lines(data, span.start, span.end)
    return Edit(file.path, start, end, "")
