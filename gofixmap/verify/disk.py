"""A changed tree on disk held against Go: what was right before is right now.

Nothing is overlaid for what is now; only what was before is shown to Go by an overlay, and only
where there is an error to compare with.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.verify.build import (
    LEVELS,
    TEST_TIME_LIMIT,
    TEST_TIMEOUT,
    TIME_LIMIT,
    toolchain_for,
)
from gofixmap.verify.diagnostics import Diagnostic
from gofixmap.verify.golist import Failure, GoList, Graph
from gofixmap.verify.gotest import GoTest, Trial
from gofixmap.verify.govet import GoVet, VetCheck
from gofixmap.verify.irregular import irregular
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build, builds
from gofixmap.verify.proof import Check
from gofixmap.verify.result import Unproven
from gofixmap.verify.site import Site
from gofixmap.verify.testcheck import TestCheck
from gofixmap.verify.toolchain import Toolchain, go_environment

if TYPE_CHECKING:
    from gofixmap.workspace import BuildContext, Workspace


class TreeVerdict(Struct, frozen=True):
    """What Go says: `errors` that were not there before, and what it could not judge."""

    errors: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()  # that were checked
    toolchain: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.errors

    @property
    def is_proven(self) -> bool:
        return not self.errors and not self.unproven and bool(self.packages)


def verify_tree(
    workspace: Workspace,
    before: Mapping[str, bytes | None],
    *,
    level: str = "build",
    context: BuildContext | None = None,
    seconds: float | None = None,
    graphs: Mapping[Build, Graph] | None = None,
) -> TreeVerdict:
    """Builds the packages of some changed files, and those that import them, as they are on disk.

    `before` are the changed files, by path from the root, with what was in them (None: they are
    new). `level` is one of build, vet and test; `context` is the one build that is made, else each
    file gets one that has it. `graphs` are those of `graphs_of`, from before. The tree is not
    written.
    """
    limit = TEST_TIME_LIMIT if level == "test" else TIME_LIMIT
    until = time.monotonic() + (limit if seconds is None else seconds)
    planned, unproven = _builds(workspace, before, context)
    words = [f"{each.package}: {each.reason}" for each in unproven]
    errors: list[str] = []
    packages: set[str] = set()
    tools: set[str] = set()
    with Overlay(irregular(workspace.root)) as overlay:
        for build in planned:
            tool = toolchain_for(build, None)
            if isinstance(tool, str):
                words.append(f"{build.label or build.directory}: {tool}")
                continue
            tools.add(tool.name)
            tree = _Tree(workspace, before, build, tool, overlay, until, (graphs or {}).get(build))
            tree.run(level)
            errors += tree.errors
            words += tree.unproven
            packages.update(tree.site.checked())
    return TreeVerdict(
        tuple(dict.fromkeys(errors)),
        tuple(dict.fromkeys(words)),
        tuple(sorted(packages)),
        ", ".join(sorted(tools)),
    )


def graphs_of(
    workspace: Workspace, paths: Collection[str], context: BuildContext | None = None
) -> dict[Build, Graph]:
    """Who imports whom in the builds of some files; what Go cannot say is left out."""
    found: dict[Build, Graph] = {}
    planned, _ = _builds(workspace, paths, context)
    with Overlay(irregular(workspace.root)) as overlay:
        for build in planned:
            tool = toolchain_for(build, None)
            if not isinstance(tool, str):
                environment = go_environment(tool, str(workspace.module_cache or ""))
                until = time.monotonic() + TIME_LIMIT
                with suppress(Failure):
                    go = GoList(tool.go, build, environment, overlay, until)
                    found[build] = go.graph({})
    return found


def _builds(
    workspace: Workspace, paths: Collection[str], context: BuildContext | None
) -> tuple[list[Build], list[Unproven]]:
    """The builds of the files that are there."""
    there = [p for p in paths if workspace.read(p) is not None]
    return builds(
        workspace, [p for p in there if context is None or workspace.matches(p, context)], context
    )


class _Tree:
    """One build of the tree."""

    def __init__(
        self,
        workspace: Workspace,
        before: Mapping[str, bytes | None],
        build: Build,
        tool: Toolchain,
        overlay: Overlay,
        until: float,
        graph: Graph | None,
    ) -> None:
        self._root = workspace.root.as_posix().rstrip("/")
        self._environment = go_environment(tool, str(workspace.module_cache or ""))
        self._make: Callable[[type[GoVet] | type[GoTest]], GoVet | GoTest] = lambda kind: kind(
            tool.go, build, self._environment, overlay, until
        )
        old = {f"{self._root}/{p}": data for p, data in before.items() if data is not None}
        go = GoList(tool.go, build, self._environment, overlay, until)
        self._changed = frozenset(f"{self._root}/{path}" for path in before)
        self.site = Site(build, go, old, graph)
        self.errors: list[str] = []
        self.unproven: list[str] = []

    def run(self, level: str) -> None:
        label = self.site.build.label or str(self.site.build.directory)
        try:
            self.site.prepare()
            self._ask(self.site)
            self.unproven += (f"{each.package}: {each.reason}" for each in self.site.unproven())
            for stage in LEVELS[1 : LEVELS.index(level) + 1]:
                check = self._check(stage)
                if check is None:
                    self.unproven.append(f"{label}: its tests cannot be run on this machine")
                elif not self.errors:
                    self._ask(check)
                    self.unproven += (f"{e.package}: {e.reason}" for e in check.unproven())
        except Failure as failure:
            self.unproven.append(f"{label}: {failure}")

    def _check(self, stage: str) -> Check | None:
        if stage == "vet":
            vet = self._make(GoVet)
            assert isinstance(vet, GoVet)
            return VetCheck(self.site, vet)
        if self.site.build.is_foreign:
            return None
        tests = self._make(GoTest)
        assert isinstance(tests, GoTest)
        return TestCheck(self.site, tests, Trial(race=False, count=1, timeout=TEST_TIMEOUT))

    def _ask(self, check: Site | Check) -> None:
        found = check.fresh({}, lambda error: error.path in self._changed)
        self.errors += (self._told(error) for _, error in found)

    def _told(self, error: Diagnostic) -> str:
        path = error.path.removeprefix(f"{self._root}/")
        place = f" ({path}:{error.line})" if error.line else ""
        detail = f": {error.detail}" if error.detail else ""
        return f"{error.said_by}: {error.message}{detail}{place}"
