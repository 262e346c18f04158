"""From the frames of a stack to the functions of the workspace that they stand for.

Logs come from other machines: a file is matched by the import path in the function's name and by
the last parts of its path, and the function must be declared there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct
from tree_sitter import Node

if TYPE_CHECKING:
    from gofixmap.evidence.model import Frame
    from gofixmap.semantics.info import FileInfo, Semantics
    from gofixmap.syntax.source import Declaration, SourceFile
    from gofixmap.workspace.packages import Package

_FEW = 2  # elements of a path that must agree where the package's import path does not


class Site(Struct, frozen=True):
    """A frame found in the workspace: a top-level function, and the line in its file."""

    frame: Frame
    info: FileInfo
    declaration: Declaration
    line: int  # in the file as it is; the frame's own, where nothing has moved
    is_known: bool = True  # False where lines have moved and nobody knows how far

    @property
    def path(self) -> str:
        return self.info.path

    @property
    def is_current(self) -> bool:
        """Whether the frame's line lies in the function as it stands."""
        return self.is_known and self.holds(self.line)

    def holds(self, line: int) -> bool:
        """Whether a line lies in the function."""
        return _holds(self.info.file, self.declaration, line)

    @property
    def node(self) -> Node:
        return self.declaration.node


class Frames:
    """Finds frames in one workspace."""

    def __init__(self, semantics: Semantics) -> None:
        self._semantics = semantics
        self._by_name: dict[str, list[tuple[str, Package]]] = defaultdict(list)
        for package in semantics.workspace.packages():
            for path in package.all_files:
                self._by_name[path.rpartition("/")[2]].append((path, package))
        self._found: dict[tuple[str, str, int], Site | None] = {}
        self._shifts: Mapping[tuple[str, int], int | None] = {}

    @classmethod
    def of(cls, semantics: Semantics) -> Frames:
        return semantics.once("frames", partial(cls, semantics))

    def moved(self, shifts: Mapping[tuple[str, int], int | None]) -> Frames:
        """The same, with functions (by path and start) so far from where the log has them."""
        other = copy(self)
        other._found, other._shifts = {}, shifts
        return other

    def sites(self, frames: Sequence[Frame]) -> list[Site]:
        """The frames that are functions of the workspace, innermost first."""
        return [site for frame in frames if (site := self.site(frame)) is not None]

    def site(self, frame: Frame) -> Site | None:
        key = (frame.function, frame.file, frame.line)
        if key not in self._found:
            self._found[key] = self._site(frame)
        return self._found[key]

    def _site(self, frame: Frame) -> Site | None:
        package, names = split_function(frame.function)
        for path in self._candidates(frame, package):
            declaration = self._declared(path, names, frame.line)
            if declaration is not None and not declaration.has_error:
                shift = self._shifts.get((path, declaration.span.start), 0)
                line = frame.line + (shift or 0)
                info = self._semantics.file(path)
                return Site(frame, info, declaration, line, shift is not None)
        return None

    def _candidates(self, frame: Frame, package: str) -> list[str]:
        """Files of the frame's name, the likeliest first."""
        file = frame.file.replace("\\", "/")
        root = str(self._semantics.workspace.root)
        ranked = sorted(
            (-_agreement(f"{root}/{path}", file), path)
            for path, owner in self._by_name.get(file.rpartition("/")[2], ())
            if _may_be(owner, package)
            or (not frame.is_machinery and _agreement(path, file) >= _FEW)
        )
        return [path for _, path in ranked]

    def _declared(self, path: str, names: Sequence[str], line: int) -> Declaration | None:
        """The declaration that a function is part of: the one at the line, else by its name.

        A literal of an inlined function is named after the function that it was inlined into, then
        after the one that holds it; one at package level after `init` or `glob`.
        """
        file = self._semantics.workspace.file(path)
        if file is None:
            return None
        named = [each for each in file.declarations if _is_part_of(names, each)]
        at = [each for each in named if _holds(file, each, line)]
        exact = [each for each in named if _is_part_of(names[:2], each)]
        return next(iter((*at, *exact, *named)), None)


def _is_part_of(names: Sequence[str], declaration: Declaration) -> bool:
    if declaration.method is not None:
        return declaration.method[:2] in pairwise(names)
    if declaration.keyword == "var":
        return names[0] in ("init", "glob") if names else False
    return declaration.keyword == "func" and any(name in names for name in declaration.names)


def _holds(file: SourceFile, declaration: Declaration, line: int) -> bool:
    span = declaration.span
    first, last = file.lines.line_of(span.start), file.lines.line_of(max(span.start, span.end - 1))
    return first <= line <= last


def split_function(function: str) -> tuple[str, tuple[str, ...]]:
    """The import path and the names: `("example.com/cart", ("Store", "Add", "func1"))`.

    The linker writes a dot of a path's last element as %2e.
    """
    head, slash, tail = function.rpartition("/")
    first, _, rest = tail.partition(".")
    names = rest.replace("(*", "").replace(")", "").removesuffix("-fm")
    return unquote(head + slash + first), tuple(part for part in names.split(".") if part)


def _may_be(package: Package, path: str) -> bool:
    return path == package.path or (path in ("main", "command-line-arguments") and package.is_main)


def _agreement(path: str, other: str) -> int:
    """How many last elements two paths share."""
    count = 0
    for left, right in zip(reversed(path.split("/")), reversed(other.split("/")), strict=False):
        if left != right:
            break
        count += 1
    return count
