"""One build of the packages that some changed files belong to, before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from gofixmap.verify.diagnostics import Diagnostic, new_errors
from gofixmap.verify.golist import GoList, PackageState
from gofixmap.verify.plan import Build
from gofixmap.verify.result import Unproven
from gofixmap.workspace import pathname

Contents = Mapping[str, bytes]  # by absolute path
Suspected = Callable[[Diagnostic], bool]


class Site:
    """The state of one build. Every method that asks Go raises golist.Failure."""

    def __init__(self, build: Build, go: GoList, baseline: Contents) -> None:
        self.build = build
        self.go = go
        self._baseline = baseline
        self._before: dict[str, PackageState] = {}
        self._own: tuple[str, ...] = ()
        self.affected: tuple[str, ...] = ()
        self.last: dict[str, PackageState] = {}  # the latest answer of the whole build

    def prepare(self) -> None:
        """Finds the packages that the changes can affect, and checks the changed ones as they are.

        Packages that import a changed one can break with it; a changed test concerns nobody else.
        """
        if not self.build.is_module:
            self._own = self.affected = self.build.patterns
        else:
            graph = self.go.graph(self._baseline)
            own = graph.at(pathname.parent(path) for path in self.build.paths)
            changed = [path for path in self.build.paths if not path.endswith("_test.go")]
            exporting = graph.at(pathname.parent(path) for path in changed)
            self._own = tuple(sorted(own))
            self.affected = tuple(sorted(own | graph.importers(exporting)))
        self._before.update(self.go.compile(self._own, self._baseline))

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
        missing = [path for path in packages if path not in self._before]
        if missing and self.build.is_module:
            self._before.update(self.go.compile(missing, self._baseline))

    def _fresh_in(self, path: str, state: PackageState, suspected: Suspected) -> list[Diagnostic]:
        before = self._before.get(path, PackageState())
        fresh = new_errors(before.errors, state.errors, suspected)
        if before.seen:
            return fresh
        # Nobody has seen this package's own errors before: only changed lines can be to blame.
        return [error for error in fresh if suspected(error)]

    def seen_paths(self) -> frozenset[str]:
        """The changed files whose package the compiler has seen in the latest answer."""
        directories = {state.directory for state in self.last.values() if state.seen}
        if not self.build.is_module:
            return self.build.paths if directories else frozenset()
        return frozenset(p for p in self.build.paths if pathname.parent(p) in directories)

    def unproven(self) -> list[Unproven]:
        """The packages of which the latest answer says nothing."""
        label = f" ({self.build.label})" if self.build.label else ""
        found = []
        for path, state in sorted(self.last.items()):
            before = self._before.get(path)
            if state.blocked:
                found.append(Unproven(path + label, state.blocked))
            elif not state.seen:
                found.append(Unproven(path + label, "a syntax error hides all others"))
            elif state.errors and before is not None and before.blocked:
                reason = f"it could not be checked before: {before.blocked}"
                found.append(Unproven(path + label, reason))
        missing = {pathname.parent(path) for path in self.build.paths}
        missing -= {state.directory for state in self.last.values()}
        if self.build.is_module:
            found += [Unproven(d + label, "go list does not know it") for d in sorted(missing)]
        return found

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
