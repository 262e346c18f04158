"""From files to the declarations that may hold a finding, without a parser.

Three sieves, the cheapest first: byte strings that a file must hold, a regular expression over the
whole file up to its first match, the same expression over each declaration from there on. A sieve
that is no expression sees declarations only. All are declared by the codemods and sound: what they
drop cannot match.
"""

# Texts, not Path objects: this runs for each file and directory of a tree.
# ruff: noqa: PTH118
from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from time import process_time
from typing import NamedTuple

from gofixmap.codemod import Codemod, PackageContext
from gofixmap.config import Settings
from gofixmap.engine.discovery import GoFile
from gofixmap.engine.timings import Timings
from gofixmap.model import FileProblem
from gofixmap.registry import working
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.workspace import system

Search = Callable[[bytes], object]
Version = tuple[int, int]
Takes = Callable[[bytes, Version], bool]
Considers = Callable[[Declaration], bool]
Attempt = Callable[[str, Callable[[], Iterable[Declaration]]], list[Declaration]]


class Sieve(NamedTuple):
    """What one codemod declares; `search` None lets every declaration through.

    `takes` is None where the language version does not matter, `considers` where bytes tell all.
    """

    codemod: str
    needles: tuple[bytes, ...]
    search: Search | None
    pattern: re.Pattern[bytes] | None  # what `search` is a method of, where it is one of these
    keywords: frozenset[str]
    takes: Takes | None
    tests: bool
    considers: Considers | None

    def passed(self, data: bytes) -> Passed | None:
        """None where no declaration of a file can pass.

        Only an expression is tried on the whole file: it stops at the first match, in front of
        which no declaration has to be looked at again.
        """
        needles = self.needles
        if needles and not any(needle in data for needle in needles):
            return None
        if self.pattern is None:
            return Passed(self, 0)
        match = self.pattern.search(data)
        return None if match is None else Passed(self, match.start())


class Passed(NamedTuple):
    """A sieve that a file has passed; before the offset `start` none of it does."""

    sieve: Sieve
    start: int


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
        prefilter if isinstance(prefilter, re.Pattern) else None,
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

    def passed(self, data: bytes, file: GoFile) -> tuple[Passed, ...]:
        """The sieves that the whole file passes."""
        started = process_time()
        is_test = file.path.endswith("_test.go")
        wanted = self._of_settings(file.settings, is_test)
        found = tuple(passed for s in wanted if (passed := s.passed(data)) is not None)
        self._timings.prefilter += process_time() - started
        return found

    def candidates(
        self, source: SourceFile, passed: Sequence[Passed], version: Callable[[], Version]
    ) -> list[Candidate]:
        """The declarations that may hold a finding of one of the codemods."""
        started = process_time()
        wanted = [each for each in passed if _is_searched(each.sieve, source, version)]
        if not wanted:
            return []
        declarations = source.declarations
        split = process_time()
        chosen: dict[Declaration, list[str]] = {}
        kinds: dict[frozenset[str], list[Declaration]] = {}
        for each in wanted:
            keywords = each.sieve.keywords
            if keywords not in kinds:
                kinds[keywords] = [d for d in declarations if d.keyword in keywords]
            for declaration in _let_through(each, source.data, kinds[keywords], version):
                chosen.setdefault(declaration, []).append(each.sieve.codemod)
        found = [Candidate(d, tuple(chosen[d])) for d in declarations if d in chosen]
        self._timings.split += split - started
        self._timings.prefilter += process_time() - split
        return found


class Narrower:
    """What the codemods take out once they see the package, before anything is parsed."""

    def __init__(
        self, codemods: Iterable[type[Codemod]], timings: Timings, *, has_costs: bool
    ) -> None:
        self._timings = timings
        self._codemods = [
            each
            for each in codemods
            if (each.work or each.narrow is not Codemod.narrow)
            and not (has_costs and each.with_costs)
        ]

    def narrowed(
        self, candidates: Sequence[Candidate], package: PackageContext, attempt: Attempt
    ) -> Sequence[Candidate]:
        """The candidates of a package that are left. `attempt` runs a codemod's own code."""
        started = process_time()
        for codemod in self._codemods:
            own = [each.declaration for each in wanted_by(candidates, codemod.name)]
            if own:
                left = attempt(codemod.name, partial(working(codemod).narrow, own, package))
                candidates = _without(candidates, codemod.name, set(own).difference(left))
        self._timings.prefilter += process_time() - started
        return candidates


def wanted_by(candidates: Sequence[Candidate], codemod: str) -> list[Candidate]:
    """The candidates of one codemod, for it alone."""
    return [Candidate(c.declaration, (codemod,)) for c in candidates if codemod in c.codemods]


def _without(
    candidates: Sequence[Candidate], codemod: str, dropped: Collection[Declaration]
) -> Sequence[Candidate]:
    """The candidates when a codemod does not want the matches of some of them."""
    if not dropped:
        return candidates
    left: list[Candidate] = []
    for each in candidates:
        if each.declaration not in dropped:
            left.append(each)
        elif others := tuple(name for name in each.codemods if name != codemod):
            left.append(Candidate(each.declaration, others))
    return left


def _is_searched(sieve: Sieve, source: SourceFile, version: Callable[[], Version]) -> bool:
    if not sieve.keywords:
        return False
    return sieve.takes is None or sieve.takes(source.data, version())


def _let_through(
    passed: Passed, data: bytes, found: list[Declaration], version: Callable[[], Version]
) -> list[Declaration]:
    """Those of the declarations found, which are of its kinds, that a sieve lets through."""
    sieve, first = passed
    pattern, search = sieve.pattern, sieve.search
    if first:
        found = [each for each in found if each.extent[1] > first]
    if pattern is not None:
        found = [each for each in found if pattern.search(data, *each.extent)]
    elif search is not None:
        found = [each for each in found if search(each.text)]
    takes = sieve.takes
    if takes is not None and found:
        language = version()
        found = [each for each in found if takes(each.text, language)]
    if sieve.considers is not None:
        found = [each for each in found if sieve.considers(each)]
    return found
