"""Where tests are run: one directory, one toolchain, any contents."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.errors import EnvironmentProblem, UsageError
from gofixmap.race.request import RaceRequest
from gofixmap.verify import Toolchain, find_toolchain
from gofixmap.verify.build import NO_TOOLCHAIN
from gofixmap.verify.golist import Failure, GoList, Graph
from gofixmap.verify.gotest import GoTest, Trial
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build
from gofixmap.verify.testlog import PackageLog
from gofixmap.verify.toolchain import go_environment
from gofixmap.workspace import Workspace

Contents = Mapping[str, bytes]  # by absolute path
Watch = Callable[[Mapping[str, Any]], None]
BUILD_TIME = 1800.0  # seconds that Go may need beyond what the tests may take
MOST_REPEATS = 10  # processes of their own for tests that cannot run twice in one


class Bench(Struct, frozen=True):
    """Runs the tests of packages, named as the request's patterns are, in some contents."""

    request: RaceRequest
    toolchain: Toolchain
    environment: Mapping[str, str]
    overlay: Overlay

    @property
    def _build(self) -> Build:
        return Build(self.request.directory, (), self.request.tags, self.request.patterns)

    def run(
        self,
        packages: Sequence[str],
        contents: Contents,
        trial: Trial,
        watch: Watch | None = None,
    ) -> dict[str, PackageLog]:
        """The tests of packages, by import path. Raises golist.Failure."""
        until = time.monotonic() + trial.timeout * max(len(packages), 1) + BUILD_TIME
        go = GoTest(self.toolchain.go, self._build, self.environment, self.overlay, until)
        return go.run(packages, contents, replace(trial, jobs=self.request.jobs), watch)

    def repeat(
        self, packages: Sequence[str], contents: Contents, trial: Trial, watch: Watch | None = None
    ) -> dict[str, PackageLog]:
        """The same, each run in a process of its own; a package's log is that of its worst run."""
        worst: dict[str, PackageLog] = {}
        for _ in range(min(trial.count, MOST_REPEATS)):
            logs = self.run(packages, contents, replace(trial, count=1), watch)
            for path, log in logs.items():
                if path not in worst or log.failures:
                    worst[path] = log
            if any(log.failures for log in logs.values()):
                break
        return worst

    def graph(self) -> Graph:
        """The packages of the request's patterns, and what each depends on."""
        until = time.monotonic() + BUILD_TIME
        go = GoList(self.toolchain.go, self._build, self.environment, self.overlay, until)
        return go.graph({})


def make_bench(request: RaceRequest, workspace: Workspace, overlay: Overlay) -> Bench:
    """Raises EnvironmentProblem where the race detector cannot be had."""
    at_least = max((m.go_version for m in workspace.modules() if m.go_version), default=None)
    toolchain = find_toolchain(at_least)
    if toolchain is None:
        raise EnvironmentProblem(NO_TOOLCHAIN)
    if at_least is not None and toolchain.version < at_least:
        wanted = ".".join(map(str, at_least))
        raise EnvironmentProblem(
            f"the module asks for Go {wanted}, and {toolchain.name} is the newest that was found"
        )
    environment = go_environment(toolchain, str(workspace.module_cache or ""))
    if environment["CGO_ENABLED"] != "1":
        raise EnvironmentProblem(
            "the race detector needs cgo, and there is no C compiler or CGO_ENABLED=0 is set",
            hint="install gcc or clang, and do not set CGO_ENABLED=0",
        )
    return Bench(request, toolchain, environment, overlay)


def cannot_test(failure: Failure) -> EnvironmentProblem | UsageError:
    """Go's words where it did not come to run a test."""
    words = str(failure)
    if "-race" in words:
        return EnvironmentProblem(f"the race detector cannot be had: {words}")
    return UsageError(f"go test cannot be run: {words}")


def only(tests: Iterable[str]) -> str:
    """The regular expression of -run for top-level tests; "" (all tests) for none."""
    names = sorted({test.partition("/")[0] for test in tests})
    return f"^({'|'.join(map(re.escape, names))})$" if names else ""
