"""All codemods over one package: narrow, match, and what they make of the matches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from time import process_time
from typing import TYPE_CHECKING, TypeVar

from gofixmap.codemod import Codemod, Context, Fact, Match, PackageContext, Symbol
from gofixmap.config import Settings
from gofixmap.engine import failures
from gofixmap.engine.budget import NAMED_SECONDS, OverBudget, budget, seconds_for
from gofixmap.engine.candidates import Candidate, wanted_by
from gofixmap.engine.discovery import relative_to
from gofixmap.model import Finding

if TYPE_CHECKING:
    from gofixmap.engine.worker import Outcome, Session
    from gofixmap.workspace import Package

T = TypeVar("T")


class PackageWork:
    """All codemods over one package."""

    def __init__(
        self,
        session: Session,
        package: Package,
        settings: Mapping[str, Settings],
        outcome: Outcome,
        size: int = 0,
    ) -> None:
        """`size` are the bytes that there are to look at, which sets limits of time and memory."""
        self._session = session
        self._package = package
        self._settings = settings
        self.outcome = outcome
        self._seconds = seconds_for(size)
        self.size = size  # bytes that there are to look at
        self.parsed: set[str] = set()  # files of which a declaration was parsed

    def survey(self, candidates: Sequence[Candidate]) -> None:
        self._each(candidates, self._surveyed)

    def rewrite(self, candidates: Sequence[Candidate]) -> None:
        self._each(self._narrowed(candidates), self._rewritten)

    def _each(
        self,
        candidates: Sequence[Candidate],
        run: Callable[[Codemod, Sequence[Match]], None],
    ) -> None:
        """Runs the codemods, in their order, on what they match."""
        matches: dict[str, list[Match] | None] = {**self._by_codemod(candidates)}
        for name in [each.name for each in self._session.setup.codemods if each.name in matches]:
            own = matches.pop(name)
            if own is None:
                own = self._by_codemod(wanted_by(candidates, name)).get(name, [])
            started = process_time()
            run(self._session.codemod(name), own)
            self._session.timings.resolve += process_time() - started
            if matches and self._session.memory.should_relieve(self.size):
                matches = dict.fromkeys(matches)  # to be found again, each when it is due
                own.clear()
                self._session.relieve(self.size, self._package.dir)

    def _narrowed(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """What is left of the candidates once the codemods have seen the package."""
        session = self._session
        package = PackageContext(session.workspace, session.semantics, self._package)
        return session.narrower.narrowed(candidates, package, self._attempt)

    def _by_codemod(self, candidates: Sequence[Candidate]) -> dict[str, list[Match]]:
        found: dict[str, list[Match]] = {}
        for name, match in self._attempt("", partial(self._matches, candidates)):
            found.setdefault(name, []).append(match)
        return found

    def _surveyed(self, codemod: Codemod, matches: Sequence[Match]) -> None:
        survey = partial(self._survey, codemod, matches)
        self.outcome.facts += self._attempt(codemod.name, survey)

    def _rewritten(self, codemod: Codemod, matches: Sequence[Match]) -> None:
        rewrite = partial(self._rewrite, codemod, matches)
        self.outcome.findings += self._attempt(codemod.name, rewrite)

    def _matches(self, candidates: Sequence[Candidate]) -> Iterator[tuple[str, Match]]:
        timings = self._session.timings
        for candidate in candidates:
            declaration = candidate.declaration
            queries = self._session.query_set(candidate.codemods)
            started = process_time()
            node = declaration.node
            begun = process_time()
            # What a parser does not know is neither judged nor edited; its neighbours are.
            found = [] if declaration.has_error else queries.matches(node)
            timings.parse += begun - started
            timings.match += process_time() - begun
            self.parsed.add(declaration.file.path)
            for name, captures in found:
                yield name, Match(declaration, captures, self._package, self._session.semantics)

    def _survey(self, codemod: Codemod, matches: Sequence[Match]) -> Iterable[Fact]:
        session = self._session
        return codemod.survey(
            PackageContext(session.workspace, session.semantics, self._package, matches)
        )

    def _rewrite(self, codemod: Codemod, matches: Sequence[Match]) -> Iterator[Finding]:
        contexts: dict[Settings, Context] = {}
        for _, group in groupby(matches, key=lambda match: match.declaration):
            together = list(group)
            settings = self._settings[together[0].path]
            context = contexts.get(settings)
            if context is None:
                context = self._session.context(codemod, settings, self._package, matches)
                contexts[settings] = context
            for finding in codemod.rewrite_declaration(together, context):
                if finding.path in self._settings:  # not a file that the run does not look at
                    yield self._session.vetting.vet(finding)

    def target(self, symbol: Symbol, codemods: Iterable[Codemod]) -> None:
        self._seconds = max(self._seconds, NAMED_SECONDS)
        for codemod in codemods:
            settings = self._settings[symbol.path]
            context = self._session.context(codemod, settings, self._package)
            offers = partial(self._offers, codemod, symbol, context)
            self.outcome.findings += self._attempt(codemod.name, offers)

    def _offers(self, codemod: Codemod, symbol: Symbol, context: Context) -> Iterable[Finding]:
        return map(self._session.vetting.vet, codemod.target(symbol, context))

    def _attempt(self, codemod: str, call: Callable[[], Iterable[T]]) -> list[T]:
        """The one place where a codemod's exceptions are caught: its package is left out."""
        if self._package.dir in self._session.stopped:
            return []
        try:
            with budget(self._seconds):
                return list(call())
        except OverBudget:
            self._give_up(codemod)
            return []
        except Exception as error:  # noqa: BLE001 - whatever fails here, other packages go on
            problem = failures.failed(self._path, self._package.path, codemod, error)
            self.outcome.problems.append(problem)
            return []

    @property
    def _path(self) -> str:
        return relative_to(self._session.setup.root, self._package.dir)

    def _give_up(self, codemod: str) -> None:
        """Tells of a codemod that took too long; what it has left half made is not used again."""
        self._session.stopped.add(self._package.dir)
        self._session.__dict__.pop("semantics", None)
        problem = failures.stopped(self._path, self._package.path, codemod, self._seconds)
        self.outcome.problems.append(problem)
