"""From files to the declarations that may hold a finding, without a parser.

Three sieves, the cheapest first: byte strings that a file must hold, a regular expression over the
whole file, the same expression over each declaration. All are declared by the codemods and sound:
what they drop cannot match.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH118
from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from time import process_time
from typing import NamedTuple

from gofixmap.codemod import Codemod
from gofixmap.config import Settings
from gofixmap.engine.discovery import GoFile
from gofixmap.engine.timings import Timings
from gofixmap.model import FileProblem
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace import system

Search = Callable[[bytes], object]
Version = tuple[int, int]
Takes = Callable[[bytes, Version], bool]
Considers = Callable[[Declaration], bool]


class Sieve(NamedTuple):
    """What one codemod declares; `search` None lets every declaration through.

    `takes` is None where the language version does not matter, `considers` where bytes tell all.
    """

    codemod: str
    needles: tuple[bytes, ...]
    search: Search | None
    keywords: frozenset[str]
    takes: Takes | None
    tests: bool
    considers: Considers | None

    def passes(self, data: bytes) -> bool:
        if self.needles and not any(needle in data for needle in self.needles):
            return False
        return self.search is None or bool(self.search(data))


class Candidate(NamedTuple):
    """A declaration to parse, and the codemods that want its matches."""

    declaration: Declaration
    codemods: tuple[str, ...]


class Reader:
    """Reads files as the run sees them: the overlay first, the disk below."""

    def __init__(self, root: str, overlay: Mapping[str, bytes], max_bytes: int) -> None:
        self._root = root
        self._overlay = overlay
        self._max_bytes = max_bytes

    def read(self, file: GoFile) -> bytes | FileProblem:
        """The bytes of a file that can be analysed, or what is wrong with it."""
        data = self._overlay.get(file.path)
        if data is None:
            if file.size > self._max_bytes:
                return self._too_large(file)
            try:
                data = system.files().contents(os.path.join(self._root, file.path))
            except OSError as error:
                return FileProblem(file.path, f"cannot be read: {error.strerror}")
        if len(data) > self._max_bytes:
            return self._too_large(file)
        return data if _is_utf8(data) else FileProblem(file.path, "is not UTF-8, left as it is")

    def _too_large(self, file: GoFile) -> FileProblem:
        limit = f"{self._max_bytes / 1024 / 1024:.3g} MB"
        return FileProblem(file.path, f"is larger than {limit}, not analysed", "split the file")


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sieve(codemod: type[Codemod], *, has_costs: bool) -> Sieve:
    needles, prefilter = codemod.needles, codemod.prefilter
    if has_costs and codemod.with_costs is not None:
        needles, prefilter = (), codemod.with_costs
    return Sieve(
        codemod.name,
        needles,
        prefilter.search if prefilter else None,
        frozenset(codemod.keywords),
        codemod.takes if codemod.takes is not Codemod.takes else None,
        codemod.tests,
        codemod.considers if codemod.considers is not Codemod.considers else None,
    )


class Prefilter:
    """The sieves of some codemods over files whose settings may differ."""

    def __init__(
        self, codemods: Sequence[type[Codemod]], timings: Timings, *, has_costs: bool = False
    ) -> None:
        self._timings = timings
        self._all = tuple(_sieve(codemod, has_costs=has_costs) for codemod in codemods)
        self._of_settings = lru_cache(maxsize=None)(self._active)

    def _active(self, settings: Settings, is_test: bool) -> tuple[Sieve, ...]:
        return tuple(
            sieve
            for sieve in self._all
            if settings.runs(sieve.codemod) and (sieve.tests or not is_test)
        )

    def sieves(self, data: bytes, file: GoFile) -> tuple[Sieve, ...]:
        """The sieves that the whole file passes; almost always none."""
        started = process_time()
        is_test = file.path.endswith("_test.go")
        wanted = self._of_settings(file.settings, is_test)
        passed = tuple(s for s in wanted if s.passes(data))
        self._timings.prefilter += process_time() - started
        return passed

    def candidates(
        self, source: SourceFile, passed: Sequence[Sieve], version: Callable[[], Version]
    ) -> list[Candidate]:
        """The declarations that may hold a finding of one of the codemods."""
        started = process_time()
        sieves = [s for s in passed if s.takes is None or s.takes(source.data, version())]
        if not sieves:
            return []
        declarations = source.declarations
        split = process_time()
        found = [
            Candidate(declaration, names)
            for declaration in declarations
            if (names := _names(source.data, declaration, sieves))
        ]
        self._timings.split += split - started
        self._timings.prefilter += process_time() - split
        return found


def _names(data: bytes, declaration: Declaration, sieves: Sequence[Sieve]) -> tuple[str, ...]:
    """The codemods of which the sieve lets this declaration through."""
    wanting = [sieve for sieve in sieves if declaration.keyword in sieve.keywords]
    if not wanting:
        return ()
    text = data[declaration.span.start : declaration.span.end]
    found = [sieve for sieve in wanting if sieve.search is None or sieve.search(text)]
    return tuple(s.codemod for s in found if s.considers is None or s.considers(declaration))
