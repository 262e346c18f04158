"""One build of the packages that some changed files belong to, before and after."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence

from gofixmap.verify.diagnostics import Diagnostic, new_errors
from gofixmap.verify.golist import GoList, Graph, PackageState
from gofixmap.verify.plan import Build
from gofixmap.verify.result import Unproven
from gofixmap.workspace import pathname

Contents = Mapping[str, bytes]  # by absolute path
Suspected = Callable[[Diagnostic], bool]


class Site:
    """The state of one build. Every method that asks Go raises golist.Failure."""

    def __init__(
        self, build: Build, go: GoList, baseline: Contents, graph: Graph | None = None
    ) -> None:
        """`graph` saves asking where who imports whom in the baseline is known."""
        self.build = build
        self._graph = graph
        self.go = go
        self.baseline = baseline
        self._before: dict[str, PackageState] = {}
        self._complete: set[str] = set()  # packages whose tests were checked before, too
        self._own: tuple[str, ...] = ()
        self.affected: tuple[str, ...] = ()
        self.last: dict[str, PackageState] = {}  # the latest answer of the whole build

    def prepare(self) -> None:
        """Finds the packages that the changes can affect, and checks the changed ones as they are.

        Packages that import a changed one can break with it; a changed test concerns nobody else.
        """
        tested: set[str] = set()
        if not self.build.is_module:
            self._own = self.affected = self.build.patterns
        else:
            graph = self._graph or self.go.graph(self.baseline)
            own = graph.at(pathname.parent(path) for path in self.build.paths)
            changed = [path for path in self.build.paths if not path.endswith("_test.go")]
            exporting = graph.at(pathname.parent(path) for path in changed)
            tested = graph.at(pathname.parent(p) for p in self.build.paths.difference(changed))
            self._own = tuple(sorted(own))
            self.affected = tuple(sorted(own | graph.importers(exporting)))
        self._learn([p for p in self._own if p in tested or not self.build.is_module], tests=True)
        self._learn([p for p in self._own if p not in self._complete], tests=False)

    def _learn(self, packages: Sequence[str], *, tests: bool) -> None:
        """Asks how packages were before. Unchanged tests wait until an error makes them matter."""
        states = self.go.compile(packages, self.baseline, tests=tests)
        self._before.update(states)
        if tests:
            self._complete.update(packages, states)

    def fresh(
        self, contents: Contents, suspected: Suspected, packages: Sequence[str] = ()
    ) -> list[tuple[str, Diagnostic]]:
        """The errors, with their packages, that `contents` have and the baseline has not."""
        named = packages if self.build.is_module else ()
        states = self.go.compile(named or self.affected, contents)
        if not packages:
            self.last = states
        failing = [path for path, state in states.items() if state.errors]
        self._compare_with(failing)
        found: dict[Diagnostic, str] = {}
        for path in failing:
            for error in self._fresh_in(path, states[path], suspected):
                found.setdefault(error, path)
        return [(path, error) for error, path in found.items()]

    def _compare_with(self, packages: Sequence[str]) -> None:
        """Makes sure that it is known how these packages were before."""
        missing = [path for path in packages if path not in self._complete]
        if missing and self.build.is_module:
            self._learn(missing, tests=True)

    def _fresh_in(self, path: str, state: PackageState, suspected: Suspected) -> list[Diagnostic]:
        before = self._before.get(path, PackageState())
        fresh = new_errors(before.errors, state.errors, suspected)
        # What nobody has seen before may have been wrong before: there, only changed lines count.
        return [error for error in fresh if before.saw(error.path) or suspected(error)]

    def seen_paths(self) -> frozenset[str]:
        """The changed files whose package the compiler has seen in the latest answer."""
        if not self.build.is_module:
            seen = any(state.seen for state in self.last.values())
            return self.build.paths if seen else frozenset()
        states = {state.directory: state for state in self.last.values()}
        return frozenset(
            path
            for path in self.build.paths
            if (state := states.get(pathname.parent(path))) is not None and state.saw(path)
        )

    def unproven(self) -> list[Unproven]:
        """The packages of which the latest answer says nothing, or not all."""
        label = f" ({self.build.label})" if self.build.label else ""
        found = []
        for path, state in sorted(self.last.items()):
            reason = self._silence(path, state)
            if reason:
                found.append(Unproven(path + label, reason))
            elif state.tests_blocked:
                found.append(Unproven(f"{path}{label}, its tests", state.tests_blocked))
        if self.build.is_module:
            missing = {pathname.parent(path) for path in self.build.paths}
            missing -= {state.directory for state in self.last.values()}
            found += [Unproven(d + label, "go list does not know it") for d in sorted(missing)]
        return found

    def _silence(self, path: str, state: PackageState) -> str:
        """Why nothing is known of a package; "" where the compiler has had its say."""
        before = self._before.get(path)
        if state.blocked:
            return state.blocked
        if not state.seen:
            return f"a syntax error hides all others{self._first_place(state)}"
        if state.errors and before is not None and before.blocked:
            return f"it could not be checked before: {before.blocked}"
        return ""

    def _first_place(self, state: PackageState) -> str:
        """`: broken.go:3`, seen from the module, of the first syntax error; "" without a place."""
        first = next((each for each in state.errors if each.is_syntax), None)
        if first is None:
            return ""
        return f": {os.path.relpath(first.path, self.build.directory)}:{first.line}"

    def runnable(self) -> tuple[str, ...]:
        """What to name to Go for the affected packages that compile in the latest answer."""
        if not self.build.is_module:
            return self.affected
        return tuple(path for path in self.affected if path in self.checked())

    def checked(self) -> Collection[str]:
        return {path for path, state in self.last.items() if state.seen}

    def error_sets(self) -> tuple[set[Diagnostic], set[Diagnostic]]:
        """The errors before and after, of the packages that could be seen at both times."""
        before: set[Diagnostic] = set()
        after: set[Diagnostic] = set()
        for path, state in self.last.items():
            if state.seen and path in self._before:
                before.update(self._before[path].errors)
                after.update(state.errors)
        return before, after
