"""The loop: check all fixes together, drop whose fault an error is, check again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from gofixmap.model import Fix
from gofixmap.verify.blame import Authors
from gofixmap.verify.diagnostics import Diagnostic
from gofixmap.verify.golist import GONE, Failure
from gofixmap.verify.plan import Build
from gofixmap.verify.result import Dropped, Unproven
from gofixmap.verify.site import Contents, Suspected

_MOST_READMITTED = 8  # fixes that are tried again one by one, at the price of a build each

Render = Callable[[Sequence[int]], Mapping[str, bytes]]  # contents by path below the root


class Check(Protocol):
    """One thing that Go is asked about one build: whether it compiles, what vet or tests say.

    Every method that asks Go raises golist.Failure.
    """

    @property
    def build(self) -> Build: ...

    def prepare(self) -> None:
        """Learns what must be known before the first question."""

    def fresh(
        self, contents: Contents, suspected: Suspected, packages: Sequence[str] = ()
    ) -> list[tuple[str, Diagnostic]]:
        """The errors, with their packages, that `contents` have and the baseline has not."""

    def seen_paths(self) -> frozenset[str]:
        """The changed files, absolute, on which the latest answer had its say."""

    def unproven(self) -> list[Unproven]:
        """The packages of which the latest answer says nothing, or not all."""

    def checked(self) -> Collection[str]:
        """The packages of which it says all, by import path."""


Fresh = list[tuple[Check, str, Diagnostic]]


class Proof:
    """Finds the largest part of some fixes that adds no error to any of the builds."""

    def __init__(
        self,
        root: str,
        baseline: Mapping[str, bytes],
        fixes: Sequence[Fix],
        sites: Sequence[Check],
        render: Render,
        overlaid: Contents,
        kept: Sequence[int] | None = None,
    ) -> None:
        self._root = root.rstrip("/")
        self._baseline = baseline
        self._fixes = fixes
        self._sites = list(sites)
        self._render = render
        self._overlaid = overlaid
        self.kept = list(range(len(fixes)) if kept is None else kept)
        self.dropped: list[Dropped] = []
        self.failed: list[Unproven] = []

    @property
    def sites(self) -> Sequence[Check]:
        """The builds that could be asked to the end."""
        return self._sites

    def proven(self, only: Collection[str] | None = None) -> tuple[int, ...]:
        """The kept fixes of which every changed file (of `only`) was seen by a build."""
        seen: frozenset[str] = frozenset().union(*(site.seen_paths() for site in self._sites))
        return tuple(
            index
            for index in self.kept
            if all(
                f"{self._root}/{path}" in seen
                for path in self._fixes[index].paths
                if path.endswith(".go")  # a go.mod is proven with what needs it
                and (only is None or path in only)
            )
        )

    def run(self) -> None:
        """Settles `kept` and `dropped`."""
        self._each(lambda site: site.prepare())
        while fresh := self._fresh(self.kept):
            try:
                culprits = self._by_place(fresh) or self._by_bisection(fresh)
            except Failure as failure:
                culprits = self._all_around(fresh, str(failure))
            self._drop(culprits)
        if len(self.dropped) > 1:
            self._readmit()

    def _each(self, action: Callable[[Check], None]) -> None:
        """Asks every build; one that cannot answer is left out from here on, with its reason."""
        for site in list(self._sites):
            try:
                action(site)
            except Failure as failure:
                self._sites.remove(site)
                where = site.build.label or str(site.build.directory)
                self.failed.append(Unproven(where, str(failure)))

    def _fresh(self, kept: Sequence[int]) -> Fresh:
        found: Fresh = []
        authors = Authors(self._baseline, self._fixes, kept)
        contents = self._contents(kept)

        def ask(site: Check) -> None:
            try:
                fresh = site.fresh(contents, lambda error: bool(self._owners(authors, error)))
            except Failure as failure:
                fresh = [("", each) for each in self._module_errors(kept, failure)]
                if not fresh:
                    raise
            found.extend((site, package, error) for package, error in fresh)

        self._each(ask)
        return found

    def _module_errors(self, kept: Sequence[int], failure: Failure) -> list[Diagnostic]:
        """What stops Go before it looks at a package, where a fix has changed go.mod or go.sum."""
        paths = {path for index in kept for path in self._fixes[index].paths}
        changed = sorted(path for path in paths if not path.endswith(".go"))
        words = str(failure)
        if words == GONE:
            return []
        return [Diagnostic(f"{self._root}/{path}", 0, 0, words, "go") for path in changed[:1]]

    def _contents(self, kept: Sequence[int]) -> dict[str, bytes]:
        changed = {f"{self._root}/{path}": data for path, data in self._render(kept).items()}
        return {**self._overlaid, **changed}

    def _relative(self, path: str) -> str:
        return path.removeprefix(f"{self._root}/")

    def _owners(self, authors: Authors, error: Diagnostic) -> frozenset[int]:
        path = self._relative(error.path)
        return authors.of(path, error.line) if path.endswith(".go") else authors.in_file(path)

    def _by_place(self, fresh: Fresh) -> dict[int, Diagnostic]:
        """Fixes that alone wrote a line with an error, each with its first one."""
        authors = Authors(self._baseline, self._fixes, self.kept)
        culprits: dict[int, Diagnostic] = {}
        for _, _, error in fresh:
            owners = self._owners(authors, error)
            if len(owners) == 1:
                culprits.setdefault(min(owners), error)
        return culprits

    def _by_bisection(self, fresh: Fresh) -> dict[int, Diagnostic]:
        """The fix that brings an error about, found by building ever smaller parts of the sum.

        Fixes are ordered with the likeliest last; the shortest beginning of that order that has
        an error ends with the culprit. Raises Failure when a build cannot be asked.
        """
        site, package, error = fresh[0]
        order = self._likeliest_last(error)
        low, high = 0, len(order)  # order[:low] is sound, order[:high] is not
        while high - low > 1:
            middle = (low + high) // 2
            if self._breaks(site, package, error, order[:middle]):
                high = middle
            else:
                low = middle
        return {order[high - 1]: error}

    def _likeliest_last(self, error: Diagnostic) -> list[int]:
        authors = Authors(self._baseline, self._fixes, self.kept)
        path = self._relative(error.path)
        same_line, same_file = authors.of(path, error.line), authors.in_file(path)
        folder = path.rpartition("/")[0]

        def nearness(index: int) -> tuple[int, int]:
            near = any(p.rpartition("/")[0] == folder for p in self._fixes[index].paths)
            return (index in same_line) * 4 + (index in same_file) * 2 + near, -index

        return sorted(self.kept, key=nearness)

    def _breaks(self, site: Check, package: str, error: Diagnostic, part: Sequence[int]) -> bool:
        """Whether a part of the fixes brings the same error about."""
        authors = Authors(self._baseline, self._fixes, part)
        fresh = site.fresh(
            self._contents(sorted(part)),
            lambda each: bool(self._owners(authors, each)),
            packages=(package,),
        )
        return any(each.key == error.key for _, each in fresh)

    def _all_around(self, fresh: Fresh, why: str) -> dict[int, Diagnostic]:
        """When the cause cannot be found any more: every fix of the builds that have an error."""
        culprits: dict[int, Diagnostic] = {}
        for site, _, error in fresh:
            paths = {self._relative(path) for path in site.build.paths}
            for index in self.kept:
                if not paths.isdisjoint(self._fixes[index].paths):
                    words = f"{error.message}; which fix it is was not found out: {why}"
                    culprits.setdefault(index, replace(error, message=words))
        return culprits or dict.fromkeys(self.kept, fresh[0][2])

    def _drop(self, culprits: Mapping[int, Diagnostic]) -> None:
        self.kept = [index for index in self.kept if index not in culprits]
        for index, error in sorted(culprits.items()):
            self.dropped.append(self._dropped(index, error))

    def _dropped(self, index: int, error: Diagnostic) -> Dropped:
        path = self._relative(error.path)
        words = f"{error.message}: {error.detail}" if error.detail else error.message
        place = f" ({path}:{error.line})" if error.line else ""
        return Dropped(index, f"{error.said_by} refuses it: {words}{place}", path, error.line)

    def _readmit(self) -> None:
        """Gives dropped fixes another chance: the one beside them may have been at fault."""
        for candidate in list(self.dropped)[:_MOST_READMITTED]:
            attempt = sorted([*self.kept, candidate.index])
            if not self._fresh(attempt):
                self.kept = attempt
                self.dropped.remove(candidate)
        self._fresh(self.kept)
