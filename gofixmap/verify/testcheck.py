"""The tests of the affected packages before and after, plainly or under the race detector."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gofixmap.verify.diagnostics import Diagnostic
from gofixmap.verify.gotest import GoTest, Trial
from gofixmap.verify.plan import Build
from gofixmap.verify.races import RaceKey, race_keys, race_words
from gofixmap.verify.result import Unproven
from gofixmap.verify.site import Contents, Site, Suspected
from gofixmap.verify.testlog import PACKAGE, PackageLog


class TestCheck:
    """Runs the tests of the packages that a build site found to be affected.

    How a package was before is asked only when it fails after. What failed before proves nothing
    and breaks nothing: such a package is unproven.
    """

    __test__ = False  # not one of pytest's

    def __init__(self, site: Site, tests: GoTest, trial: Trial) -> None:
        self._site = site
        self._tests = tests
        self._trial = trial
        self._before: dict[str, PackageLog] = {}
        self._last: dict[str, PackageLog] = {}

    @property
    def build(self) -> Build:
        return self._site.build

    def prepare(self) -> None:
        """The site has found the packages already."""

    def fresh(
        self, contents: Contents, suspected: Suspected, packages: Sequence[str] = ()
    ) -> list[tuple[str, Diagnostic]]:
        names = tuple(packages) if packages and self.build.is_module else self._site.runnable()
        logs = self._run(names, contents)
        if not packages:
            self._last = logs
        amiss = [path for path, log in logs.items() if log.failures or log.reports]
        unknown = [path for path in amiss if path not in self._before]
        self._before.update(self._run(unknown, self._site.baseline))
        return [
            (path, self._diagnostic(path, message, detail))
            for path in amiss
            for message, detail in self._news(logs[path], self._before.get(path))
        ]

    def _run(self, packages: Sequence[str], contents: Contents) -> dict[str, PackageLog]:
        if not packages:
            return {}
        return self._tests.run(packages, contents, self._trial)

    def _news(self, after: PackageLog, before: PackageLog | None) -> Iterator[tuple[str, str]]:
        before = before or PackageLog(after.package)
        for test in sorted(after.failures):
            if _is_broken(test, before, after):
                yield _failure(test, after), after.detail(test)
        known = race_keys(before.reports)
        for key in sorted(race_keys(after.reports) - known):
            yield race_words(key), ""

    def _diagnostic(self, package: str, message: str, detail: str) -> Diagnostic:
        state = self._site.last.get(package)
        folder = state.directory if state is not None else str(self.build.directory)
        said_by = "go test -race" if self._trial.race else "go test"
        return Diagnostic(f"{folder}/", 0, 0, message, said_by, detail)

    def races(self) -> frozenset[RaceKey]:
        """The races of the latest answer."""
        return frozenset().union(*(race_keys(log.reports) for log in self._last.values()))

    def seen_paths(self) -> frozenset[str]:
        """The changed files, but for those of packages whose tests failed before, too."""
        silent = {
            state.directory
            for path, state in self._site.last.items()
            if (log := self._last.get(path)) is not None and log.failures
        }
        seen = self._site.seen_paths()
        return frozenset(path for path in seen if path.rpartition("/")[0] not in silent)

    def unproven(self) -> list[Unproven]:
        """The packages that fail after as they failed before."""
        found = []
        for path, log in sorted(self._last.items()):
            tests = ", ".join(sorted(test or "the package" for test in log.failures)[:3])
            if tests:
                found.append(Unproven(path, f"its tests fail before the change, too: {tests}"))
        return found

    def checked(self) -> Collection[str]:
        return {path for path, log in self._last.items() if log.status in ("pass", "skip")}


def _is_broken(test: str, before: PackageLog, after: PackageLog) -> bool:
    """Whether a test that fails now was all right before, or failed for nothing but a race."""
    if before.status in ("build", "") or before.timed_out:
        return False
    if test == PACKAGE or PACKAGE in before.failures:
        return not before.failures
    if test not in before.failed:
        return True
    return before.raced(test) and not after.raced(test) and not before.says_more(test)


def _failure(test: str, after: PackageLog) -> str:
    name = f"{test} of {after.package}" if test else f"the test of {after.package}"
    return f"{name} hangs" if after.timed_out else f"{name} fails"
