"""Where in the workspace the lines of profiles and of escape output lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gofixmap.semantics.costs import Escape, Held, LineCost, held_of
from gofixmap.semantics.sharing.frames import Frames
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.evidence.escape import EscapeReport
    from gofixmap.evidence.heap import HeapProfile
    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.sharing.frames import Site
    from gofixmap.syntax.source import SourceFile


def line_costs(semantics: Semantics, profile: HeapProfile) -> Iterator[LineCost]:
    """The lines of the workspace that a profile has bytes for, by path and line."""
    frames = Frames.of(semantics)
    found: dict[tuple[str, int], list[Held]] = defaultdict(list)
    for sample in profile.samples:
        site = next((s for f in sample.frames if (s := frames.site(f)) is not None), None)
        if site is not None and site.is_current and not _is_foreign(site):
            found[site.path, site.line].append(held_of(sample))
    for (path, line), parts in sorted(found.items()):
        span = semantics.file(path).file.lines.line_span(line)
        yield LineCost(path, span, _added(parts), profile.source)


def _is_foreign(site: Site) -> bool:
    return site.path.startswith(("/", "../")) or "vendor" in site.path.split("/")[:-1]


def _added(parts: Sequence[Held]) -> Held:
    return Held(
        sum(part.in_use for part in parts),
        sum(part.allocated for part in parts),
        sum(part.objects_in_use for part in parts),
        sum(part.objects_allocated for part in parts),
    )


def escape_places(semantics: Semantics, reports: Sequence[EscapeReport]) -> Iterator[Escape]:
    """The reports whose file and column are in the workspace."""
    files = _Files(semantics)
    for report in reports:
        file = files.find(report.file, report.package)
        offset = _offset(file, report.line, report.column) if file is not None else None
        if file is not None and offset is not None:
            yield Escape(file.path, offset, report.words, report.escapes)


def _offset(file: SourceFile, line: int, column: int) -> int | None:
    if not 1 <= line <= file.lines.line_count:
        return None
    span: Span = file.lines.line_span(line)
    offset = span.start + column - 1
    return offset if span.start <= offset <= span.end else None


class _Files:
    """Files of the workspace by the names that the compiler gives them."""

    def __init__(self, semantics: Semantics) -> None:
        self._workspace = semantics.workspace
        self._found: dict[tuple[str, str], SourceFile | None] = {}
        self._by_package: dict[str, dict[str, str]] = {}
        self._prefix = str(self._workspace.root).rstrip("/") + "/"
        for package in self._workspace.packages():
            names = {path.rpartition("/")[2]: path for path in package.all_files}
            self._by_package.setdefault(package.path, {}).update(names)

    def find(self, name: str, package: str) -> SourceFile | None:
        key = (name, package)
        if key not in self._found:
            self._found[key] = self._find(name.replace("\\", "/"), package)
        return self._found[key]

    def _find(self, name: str, package: str) -> SourceFile | None:
        """By the package's import path; without one by the path itself."""
        names = self._by_package.get(package)
        if names is not None:
            path = names.get(name.rpartition("/")[2])
            return self._workspace.file(path) if path is not None else None
        if package:
            return None  # of another module, or inlined from one
        path = name.removeprefix(self._prefix)
        known = path in {each for names in self._by_package.values() for each in names.values()}
        return self._workspace.file(path) if known else None
