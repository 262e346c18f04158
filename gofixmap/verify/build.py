"""Proof at the level of the build: what compiled before compiles after, tests included."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gofixmap.edits import by_path, rewrite
from gofixmap.model import Fix
from gofixmap.verify.diagnostics import repaired
from gofixmap.verify.golist import GoList
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build, builds
from gofixmap.verify.proof import Proof, Render
from gofixmap.verify.result import Unproven, VerifyResult
from gofixmap.verify.site import Site
from gofixmap.verify.toolchain import Toolchain, find_toolchain, go_environment

if TYPE_CHECKING:
    from gofixmap.workspace import Workspace

TIME_LIMIT = 600.0  # seconds
AUTO_TIME_LIMIT = 120.0  # for a proof that nobody has asked for
NO_TOOLCHAIN = "no Go toolchain was found (install Go, or gofixmap with its `go` extra)"


def verify_build(
    workspace: Workspace,
    fixes: Sequence[Fix],
    *,
    toolchain: Toolchain | None = None,
    render: Render | None = None,
    seconds: float = TIME_LIMIT,
) -> VerifyResult:
    """Type-checks the changed packages and all that import them, before and after, with tests.

    The fixes are edits of the workspace's contents and are checked together. A fix that brings a
    new error is dropped, and the rest checked again, from the baseline. `render` gives the
    contents, by path, that a choice of fixes makes (default: `edits.rewrite` of their edits).
    `toolchain` None means the best one found. The tree is never written; errors of Go itself end
    up in the result. KeyboardInterrupt passes, once Go has been stopped.
    """
    started = time.monotonic()
    if not fixes:
        return VerifyResult(())
    planned, unproven = builds(workspace, [path for fix in fixes for path in fix.paths])
    with Overlay() as overlay:
        sites, names = [], set()
        for build in planned:
            tool = _toolchain_for(build, toolchain)
            if isinstance(tool, str):
                unproven.append(Unproven(build.label or str(build.directory), tool))
                continue
            names.add(tool.name)
            sites.append(_site(workspace, build, tool, overlay, started + seconds))
        baseline = _baseline(workspace, fixes)
        proof = Proof(
            workspace.root.as_posix(),
            baseline,
            fixes,
            sites,
            render or _renderer(baseline, fixes),
            dict(workspace.spec.overlay),
        )
        proof.run()
        return _result(proof, sites, unproven, names, time.monotonic() - started)


def _site(
    workspace: Workspace, build: Build, tool: Toolchain, overlay: Overlay, until: float
) -> Site:
    environment = go_environment(tool, str(workspace.module_cache or ""))
    go = GoList(tool.go, build, environment, overlay, until)
    return Site(build, go, dict(workspace.spec.overlay))


def _toolchain_for(build: Build, given: Toolchain | None) -> Toolchain | str:
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


def _baseline(workspace: Workspace, fixes: Sequence[Fix]) -> dict[str, bytes]:
    paths = {path for fix in fixes for path in fix.paths}
    return {path: workspace.read(path) or b"" for path in paths}


def _renderer(baseline: Mapping[str, bytes], fixes: Sequence[Fix]) -> Render:
    def render(kept: Sequence[int]) -> dict[str, bytes]:
        edits = by_path(fixes[index] for index in kept)
        return {path: rewrite(baseline[path], own) for path, own in edits.items()}

    return render


def _result(
    proof: Proof,
    sites: Sequence[Site],
    unproven: Sequence[Unproven],
    names: Iterable[str],
    seconds: float,
) -> VerifyResult:
    live = proof.sites
    pairs = [site.error_sets() for site in live]
    silent = [*unproven, *proof.failed, *(each for site in live for each in site.unproven())]
    reason = silent[-1].reason if silent else "nothing to build"
    return VerifyResult(
        kept=tuple(proof.kept),
        dropped=tuple(sorted(proof.dropped, key=lambda dropped: dropped.index)),
        proven=proof.proven(),
        repaired=repaired(
            frozenset().union(*(before for before, _ in pairs)),
            frozenset().union(*(after for _, after in pairs)),
        ),
        packages=tuple(sorted({path for site in live for path in site.checked()})),
        unproven=tuple(dict.fromkeys(silent)),
        seconds=seconds,
        commands=tuple(dict.fromkeys(c for site in sites for c in site.go.commands)),
        toolchain=", ".join(sorted(names)),
        skipped="" if live else reason,
    )
