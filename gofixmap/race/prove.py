"""Holds one remedy against Go: it builds, vets, and the racing tests fall silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.race.baseline import Baseline
from gofixmap.race.bench import Bench, Contents, only
from gofixmap.race.groups import Group, Key, attributed, group
from gofixmap.race.remedies import Offer
from gofixmap.verify import verify
from gofixmap.verify.golist import Failure
from gofixmap.verify.gotest import Trial
from gofixmap.verify.testlog import PackageLog
from gofixmap.workspace import pathname

if TYPE_CHECKING:
    from gofixmap.workspace import Workspace

CHEAP = 10.0  # seconds for repeated runs without the race detector
Tell = Callable[[int, int, str], None]


class Verdict(Struct, frozen=True):
    """`reason` says why a remedy is refused, `proof` what it passed; `others` are further races."""

    reason: str = ""
    proof: str = ""
    others: tuple[Group, ...] = ()
    logs: Mapping[str, PackageLog] = field(default_factory=dict)
    package: str = ""  # whose tests refuse it
    tested: frozenset[str] = frozenset()  # the packages of which all tests have passed
    often: Mapping[str, frozenset[str]] = field(default_factory=dict)  # tests run many times
    quiet: str = ""  # in which words of a race that is not among `others`

    def has_run(self, one: Group) -> bool:
        """Whether the tests that show a race have run as often as a proof asks for."""
        if not one.packages or not one.all_tests:
            return False
        return all(one.tests[path] <= self.often.get(path, frozenset()) for path in one.packages)


class Prover(Struct):
    """Proves remedies; `known` are the keys of all races that were seen before."""

    bench: Bench
    baseline: Baseline
    workspace: Workspace  # as it is on disk
    tell: Tell
    tested: Mapping[str, str] = field(default_factory=dict)  # directory of each package with tests
    known: set[Key] = field(default_factory=set)

    def prove(self, one: Group, offer: Offer, contents: Contents) -> Verdict:
        """Whether an offer, made on `contents`, ends the races of a group."""
        refused = self._compiles(offer, contents)
        if refused:
            return Verdict(refused)
        try:
            return self._tests(one, offer)
        except Failure as failure:
            return Verdict(f"go test cannot be run with it: {failure}")

    def _compiles(self, offer: Offer, contents: Contents) -> str:
        """Why the offer does not build or vet; "" where it does."""
        self.tell(0, 1, "build and vet")
        workspace = self.workspace.with_overlay(contents)
        result = verify(workspace, [offer.fix], level="vet")
        return result.dropped[0].reason if result.dropped else result.skipped

    def _tests(self, one: Group, offer: Offer) -> Verdict:
        """First the racing tests, many times; then once all tests of the packages concerned."""
        packages = self._packages(one, offer)
        if not packages:
            return Verdict(proof="built and vetted; no test runs it")
        first = self._racing(one, offer.contents, packages)
        if first.reason:
            return first
        rest = self.once(packages, offer.contents, one, first.logs)
        return replace(
            rest,
            others=(*first.others, *rest.others),
            proof=f"{first.proof}; {rest.proof}",
            often=first.often,
            quiet=first.quiet,
        )

    def _packages(self, one: Group, offer: Offer) -> list[str]:
        """The packages whose tests race, then those with tests whose files change."""
        root = self.workspace.root.as_posix()
        folders = {pathname.parent(pathname.join(root, path)) for path in offer.fix.paths}
        changed = [name for name, folder in self.tested.items() if folder in folders]
        return list(dict.fromkeys((*one.packages, *changed)))

    def _racing(self, one: Group, contents: Contents, packages: Sequence[str]) -> Verdict:
        racing = list(one.packages) or list(packages)
        tests = one.all_tests
        expression = only(tests) or self.bench.request.tests
        trial = self.baseline.trial(racing, expression, self.bench.request.runs)
        logs = self._run(racing, contents, trial)
        if not any(log.passed or log.failed for log in logs.values()):
            if one.packages:
                return Verdict("the tests that showed the race did not run")
            return Verdict(proof="built and vetted; no test runs it")
        words = _named(tests) if tests else f"the tests of {_listed(racing)}"
        seen = "" if one.packages else " (the race was seen elsewhere, not in them)"
        proof = f"{trial.count} runs of {words} with -race{seen}"
        must_pass = set(racing) if tests else set()
        often = {path: frozenset(log.passed | log.failed) for path, log in logs.items()}
        verdict = self._judge(one, logs, contents, must_pass)
        return replace(verdict, proof=proof, often=often, quiet=_quiet(trial))

    def still(self, groups: Sequence[Group], contents: Contents) -> tuple[frozenset[Key], str]:
        """Which of some groups still race, and what was run to find out. Raises Failure."""
        packages = list(dict.fromkeys(p for one in groups for p in one.packages))
        names = {test for one in groups for test in one.all_tests}
        known = all(one.all_tests for one in groups)
        expression = only(names) if known else self.bench.request.tests
        trial = self.baseline.trial(packages, expression, self.bench.request.runs)
        logs = self._run(packages, contents, trial)
        unclear = {path for path in packages if path not in logs or logs[path].timed_out}
        reports = [report for log in logs.values() for report in log.reports]
        found = group(attributed(self.workspace.with_overlay(contents), reports), logs)
        racing = {each.key for each in found}
        racing |= {one.key for one in groups if not unclear.isdisjoint(one.packages)}
        return frozenset(racing), _quiet(trial)

    def once(
        self,
        packages: Sequence[str],
        contents: Contents,
        one: Group | None,
        known: Mapping[str, PackageLog] | None = None,
    ) -> Verdict:
        """All tests of packages, once with the race detector and as often as it is cheap without.

        What `known` has of packages whose tests have all just been run is not run again.
        """
        tests = self.bench.request.tests
        logs = {p: log for p, log in (known or {}).items() if p in packages and self._is_all(log)}
        rest = [path for path in packages if path not in logs]
        if rest:
            logs |= self._run(rest, contents, self.baseline.trial(rest, tests, 1))
        verdict = self._judge(one, logs, contents, set())
        if verdict.reason:
            return verdict
        runs = self.bench.request.runs if one is not None else 1
        plain = replace(self.baseline.trial(packages, tests, runs, CHEAP), race=False)
        slow = self._judge(None, self._run(packages, contents, plain), contents, set())
        proof = f"all tests of {_listed(packages)} with -race, and {_times(plain.count)} without"
        return replace(
            verdict,
            reason=slow.reason,
            package=slow.package,
            proof=proof,
            tested=frozenset(packages),
        )

    def _is_all(self, log: PackageLog) -> bool:
        """Whether a run had all the tests that the package has."""
        first = self.baseline.logs.get(log.package)
        return first is not None and first.passed | first.failed <= log.passed | log.failed

    def _run(
        self, packages: Sequence[str], contents: Contents, trial: Trial
    ) -> dict[str, PackageLog]:
        watch = self._watch(trial)
        logs = self.bench.run(packages, contents, trial, watch)
        odd = [p for p, log in logs.items() if any(not log.raced(t) for t in log.failures)]
        if odd and trial.count > 1 and not any(logs[path].timed_out for path in odd):
            # Not every test can run twice in one process.
            logs |= self.bench.repeat(odd, contents, trial, watch)
        return logs

    def _watch(self, trial: Trial) -> Callable[[Mapping[str, Any]], None]:
        done = 0

        def watch(event: Mapping[str, Any]) -> None:
            nonlocal done
            if event.get("Action") in ("pass", "fail") and "Test" in event:
                done += 1
                self.tell(done, max(done, trial.count), f"{event.get('Package')} {event['Test']}")

        return watch

    def _judge(
        self,
        one: Group | None,
        logs: Mapping[str, PackageLog],
        contents: Contents,
        must_pass: set[str],
    ) -> Verdict:
        """What the logs say against a remedy; `must_pass` are the packages that raced."""
        for path, log in logs.items():
            failure = next(self._failures(log, path in must_pass), "")
            if failure:
                return Verdict(failure, package=path)
        reports = [report for log in logs.values() for report in log.reports]
        workspace = self.workspace.with_overlay(contents)
        generation = one.generation + 1 if one is not None else 1
        groups = group(attributed(workspace, reports), logs, generation)
        for each in groups:
            if one is not None and self._is_same(one, each):
                return Verdict(f"the race is still there: {each.detail}")
        return Verdict(others=tuple(groups), logs=logs)

    def _is_same(self, one: Group, other: Group) -> bool:
        """Whether a race that is seen with a remedy is the one that it should have ended.

        One that cannot be attributed, has not been seen before, and is in the same functions, is.
        """
        if other.key == one.key:
            return True
        if other.symbol is not None or other.key in self.known:
            return False
        mine = {function for key in one.race_keys for function in key}
        return any(function in mine for key in other.race_keys for function in key)

    def _failures(self, log: PackageLog, must_pass: bool) -> Iterator[str]:
        """Failures that are no race's, and new, or of a test that has to prove something."""
        path = log.package
        for test in sorted(log.failures):
            if log.raced(test) and not log.timed_out:
                continue
            name = f"{test} of {path}" if test else f"the test of {path}"
            what = "hangs" if log.timed_out else "fails"
            detail = f": {log.detail(test)}" if log.detail(test) else ""
            if log.status == "build":
                yield f"{name} does not build{detail}"
            elif must_pass or log.timed_out or not self.baseline.fails(path, test):
                yield f"{name} {what}{detail}"


def _quiet(trial: Trial) -> str:
    return f"not seen in {trial.count} more runs with -race"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _named(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"{len(tests)} tests"


def _listed(packages: Sequence[str]) -> str:
    return packages[0] if len(packages) == 1 else f"{len(packages)} packages"
