"""How tests fared before anything was changed; asked only about those that fail after."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from gofixmap.race.bench import Bench, only
from gofixmap.verify.golist import Failure
from gofixmap.verify.gotest import Trial
from gofixmap.verify.testlog import PACKAGE, PackageLog

_LEAST_SECONDS = 20.0  # a test that is not done by then hangs, however short it was before
_SLACK = 10.0


class Baseline(Struct):
    """`logs` are those of the first run, under the race detector."""

    bench: Bench
    runs: int
    timeout: float
    logs: dict[str, PackageLog] = field(default_factory=dict)
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def trial(self, packages: Sequence[str], tests: str, runs: int, seconds: float = 0.0) -> Trial:
        """How to run tests `runs` times, or less often where that would take too long.

        Too long is more than `seconds`, by default half of the timeout. The limit is a multiple of
        what they took before, so that a deadlock is found soon.
        """
        single = max((self.logs[p].seconds for p in packages if p in self.logs), default=0.0)
        single /= self.bench.request.first_runs
        fitting = int((seconds or self.timeout / 2) / single) if single else runs
        count = max(1, min(runs, fitting))
        limit = min(self.timeout, max(_LEAST_SECONDS, _SLACK + 4 * count * single))
        return Trial(race=True, count=count, tests=tests, timeout=limit)

    def fails(self, package: str, test: str) -> bool:
        """Whether a test fails in the code as it was, plainly or for another reason than a race.

        A package of which nothing is known counts as failing: it proves nothing.
        """
        key = (package, test)
        if key not in self._known:
            self._known[key] = self._failed_first(package, test) or self._fails_again(package, test)
        return self._known[key]

    def _failed_first(self, package: str, test: str) -> bool:
        log = self.logs.get(package)
        if log is None:
            return False
        return log.status == "build" or (test in log.failures and not log.raced(test))

    def _fails_again(self, package: str, test: str) -> bool:
        tests = "" if test == PACKAGE else only([test])
        for race in (False, True):
            trial = self.trial([package], tests, self.runs)
            trial = Trial(race, trial.count, trial.tests, trial.timeout)
            try:
                log = self.bench.run([package], {}, trial).get(package)
            except Failure:
                return True
            if log is None or any(_same(test, each, log) for each in log.failures):
                return True
        return False


def _same(test: str, failed: str, log: PackageLog) -> bool:
    """Whether a failure is that of a test, and not a race."""
    if log.raced(failed):
        return False
    return test == failed or failed.startswith(f"{test}/") or failed == PACKAGE
