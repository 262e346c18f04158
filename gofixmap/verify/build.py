"""Proof in levels: what compiled before compiles after, then vet, then tests, then races."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from gofixmap.edits import by_path, rewrite
from gofixmap.model import Fix
from gofixmap.verify.diagnostics import repaired
from gofixmap.verify.golist import GoList, Graphs
from gofixmap.verify.gotest import GoTest, Trial
from gofixmap.verify.govet import GoVet, VetCheck
from gofixmap.verify.irregular import irregular
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build, builds
from gofixmap.verify.proof import Check, Proof, Render
from gofixmap.verify.races import RaceKey, race_words
from gofixmap.verify.result import Dropped, Unproven, VerifyResult
from gofixmap.verify.site import Site
from gofixmap.verify.testcheck import TestCheck
from gofixmap.verify.toolchain import Toolchain, find_toolchain, go_environment

if TYPE_CHECKING:
    from gofixmap.workspace import BuildContext, Workspace

TIME_LIMIT = 600.0  # seconds
TEST_TIME_LIMIT = 1800.0  # where tests are run
AUTO_TIME_LIMIT = 120.0  # for a proof that nobody has asked for
LEVELS = ("build", "vet", "test", "race")  # each includes those before it
RACE_RUNS = 5  # of each affected package's tests at the level `race`
TEST_TIMEOUT = 120.0  # seconds for the tests of one package; who takes longer counts as hanging
NO_TOOLCHAIN = "no Go toolchain was found (install Go, or gofixmap with its `go` extra)"
NO_RACE = "the race detector needs cgo and a C compiler, and none was found"

Claims = Mapping[int, frozenset[RaceKey]]  # by fix, the races that it has to do away with


class _Sites(Struct):
    """The builds of a proof, and the tools for each."""

    overlay: Overlay
    until: float
    graphs: Graphs | None = None
    sites: list[Site] = field(default_factory=list)
    tools: dict[Site, tuple[Toolchain, dict[str, str]]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    asked: list[GoVet | GoTest] = field(default_factory=list)

    def add(self, workspace: Workspace, build: Build, tool: Toolchain) -> None:
        environment = go_environment(tool, str(workspace.module_cache or ""))
        go = GoList(tool.go, build, environment, self.overlay, self.until, self.graphs)
        site = Site(build, go, dict(workspace.spec.overlay))
        self.sites.append(site)
        self.tools[site] = (tool, environment)
        self.names.add(tool.name)

    def vet(self, site: Site) -> VetCheck:
        tool, environment = self.tools[site]
        vet = GoVet(tool.go, site.build, environment, self.overlay, self.until)
        self.asked.append(vet)
        return VetCheck(site, vet)

    def tests(self, site: Site, trial: Trial) -> TestCheck:
        tool, environment = self.tools[site]
        tests = GoTest(tool.go, site.build, environment, self.overlay, self.until)
        self.asked.append(tests)
        return TestCheck(site, tests, trial)

    def has_race_detector(self, site: Site) -> bool:
        return self.tools[site][1]["CGO_ENABLED"] == "1"


def verify(
    workspace: Workspace,
    fixes: Sequence[Fix],
    *,
    level: str = "build",
    toolchain: Toolchain | None = None,
    render: Render | None = None,
    seconds: float | None = None,
    claims: Claims | None = None,
    context: BuildContext | None = None,
    only: Collection[str] | None = None,
    graphs: Graphs | None = None,
) -> VerifyResult:
    """Holds the changed packages and all that import them against Go, before and after.

    All fixes are checked together. One that brings a new error, vet message, failure of a test
    or race is dropped, and the rest checked again, from the baseline. `level` is one of LEVELS.
    `render` gives the contents, by path, that a choice of fixes makes (default: `edits.rewrite`
    of their edits). `toolchain` None means the best one found. `seconds` None means the limit that
    goes with the level. `claims` are the races that fixes have to do away with. `context` is the
    one build that is made, of which the files `only` are part; without it each file gets a build
    that has it. A fix is proven where its files of `only` are. `graphs` remembers who imports whom
    from one proof to the next. The tree is never written; errors of Go itself end up in the result.
    KeyboardInterrupt passes, once Go has been stopped.
    """
    started = time.monotonic()
    if not fixes:
        return VerifyResult(())
    if seconds is None:
        seconds = TEST_TIME_LIMIT if level in ("test", "race") else TIME_LIMIT
    paths = {path for fix in fixes for path in fix.paths}
    planned, unproven = builds(workspace, paths if only is None else paths & set(only), context)
    with Overlay(irregular(workspace.root)) as overlay:
        found = _Sites(overlay, started + seconds, graphs)
        for build in planned:
            tool = toolchain_for(build, toolchain)
            if isinstance(tool, str):
                unproven.append(Unproven(build.label or str(build.directory), tool))
            else:
                found.add(workspace, build, tool)
        stages = _Stages(workspace, fixes, found, render, unproven, only)
        stages.run(level, claims or {})
        return stages.result(time.monotonic() - started)


def verify_build(
    workspace: Workspace,
    fixes: Sequence[Fix],
    *,
    toolchain: Toolchain | None = None,
    render: Render | None = None,
    seconds: float = TIME_LIMIT,
) -> VerifyResult:
    """`verify` at its lowest level: nothing of the tree is run."""
    return verify(workspace, fixes, toolchain=toolchain, render=render, seconds=seconds)


class _Stages:
    """One proof after the other, each with the fixes that the one before has left."""

    def __init__(
        self,
        workspace: Workspace,
        fixes: Sequence[Fix],
        found: _Sites,
        render: Render | None,
        unproven: Sequence[Unproven],
        only: Collection[str] | None,
    ) -> None:
        self._workspace = workspace
        self._only = only
        self._fixes = fixes
        self._found = found
        paths = {path for fix in fixes for path in fix.paths}
        self._baseline = {path: workspace.read(path) or b"" for path in paths}
        self._render = render or _renderer(self._baseline, fixes)
        self._unproven = list(unproven)
        self._dropped: list[Dropped] = []
        self._kept: list[int] = list(range(len(fixes)))
        self._built: Proof | None = None
        self._proven: frozenset[int] = frozenset(self._kept)
        self._levels: dict[int, str] = {}

    def run(self, level: str, claims: Claims) -> None:
        """Runs the stages up to `level`."""
        found = self._found
        self._built = self._stage(found.sites, LEVELS[0])
        for stage in LEVELS[1 : LEVELS.index(level) + 1]:
            sites = [site for site in found.sites if site in self._built.sites]
            if not self._kept or not sites:
                return
            checks = [self._check(stage, site) for site in sites if self._can(stage, site)]
            self._stage(checks, stage)
            races = [check for check in checks if stage == "race" and isinstance(check, TestCheck)]
            if self._drop_unkept_claims(races, claims):
                self._stage(checks, stage)

    def _check(self, stage: str, site: Site) -> Check:
        if stage == "vet":
            return self._found.vet(site)
        race = stage == "race"
        trial = Trial(race=race, count=RACE_RUNS if race else 1, timeout=TEST_TIMEOUT)
        return self._found.tests(site, trial)

    def _can(self, stage: str, site: Site) -> bool:
        """Whether a stage can be had for a build; notes why not."""
        if stage in ("test", "race") and site.build.is_foreign:
            why = "its tests cannot be run on this machine"
        elif stage == "race" and not self._found.has_race_detector(site):
            why = NO_RACE
        else:
            return True
        self._unproven.append(Unproven(site.build.label or str(site.build.directory), why))
        return False

    def _stage(self, checks: Sequence[Check], level: str) -> Proof:
        proof = Proof(
            self._workspace.root.as_posix(),
            self._baseline,
            self._fixes,
            checks,
            self._render,
            dict(self._workspace.spec.overlay),
            self._kept,
        )
        proof.run()
        self._kept = proof.kept
        self._dropped += proof.dropped
        self._proven &= frozenset(proof.proven(self._only))
        self._levels |= dict.fromkeys(self._proven, level)
        self._unproven += proof.failed
        self._unproven += (each for check in proof.sites for each in check.unproven())
        return proof

    def _drop_unkept_claims(self, checks: Sequence[TestCheck], claims: Claims) -> bool:
        """Drops the fixes whose race is still there; whether there was one."""
        races = frozenset().union(*(check.races() for check in checks))
        culprits = [index for index in self._kept if races & claims.get(index, frozenset())]
        for index in culprits:
            words = race_words(min(races & claims[index]))
            reason = f"go test -race refuses it: {words} is still there"
            self._dropped.append(Dropped(index, reason))
        self._kept = [index for index in self._kept if index not in culprits]
        return bool(culprits)

    def result(self, seconds: float) -> VerifyResult:
        built = self._built
        live = [site for site in self._found.sites if built is not None and site in built.sites]
        pairs = [site.error_sets() for site in live]
        reason = self._unproven[-1].reason if self._unproven else "nothing to build"
        asked = (*(site.go for site in self._found.sites), *self._found.asked)
        return VerifyResult(
            kept=tuple(self._kept),
            dropped=tuple(sorted(self._dropped, key=lambda dropped: dropped.index)),
            proven=tuple(index for index in self._kept if index in self._proven),
            levels={i: self._levels[i] for i in self._kept if i in self._levels},
            repaired=repaired(
                frozenset().union(*(before for before, _ in pairs)),
                frozenset().union(*(after for _, after in pairs)),
            ),
            packages=tuple(sorted({path for site in live for path in site.checked()})),
            unproven=tuple(dict.fromkeys(self._unproven)),
            seconds=seconds,
            commands=tuple(dict.fromkeys(command for each in asked for command in each.commands)),
            toolchain=", ".join(sorted(self._found.names)),
            skipped="" if live else reason,
        )


def toolchain_for(build: Build, given: Toolchain | None) -> Toolchain | str:
    """The toolchain for a build, or why there is none."""
    tool = given
    if tool is None or (build.goroot is not None and tool.goroot != build.goroot):
        tool = find_toolchain(build.at_least, goroot=build.goroot)
    if tool is None:
        if build.goroot is not None:
            return f"{build.goroot} is a standard library without its toolchain"
        return NO_TOOLCHAIN
    if build.at_least is not None and tool.version < build.at_least:
        wanted = ".".join(map(str, build.at_least))
        return f"the module asks for Go {wanted}, and {tool.name} is the newest that was found"
    return tool


def _renderer(baseline: Mapping[str, bytes], fixes: Sequence[Fix]) -> Render:
    def render(kept: Sequence[int]) -> dict[str, bytes]:
        edits = by_path(fixes[index] for index in kept)
        return {path: rewrite(baseline[path], own) for path, own in edits.items()}

    return render
