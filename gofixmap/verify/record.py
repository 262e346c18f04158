"""Runs `go test -race` on the tree as it is, for what it prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gofixmap.errors import EnvironmentProblem
from gofixmap.verify.command import Output, stream
from gofixmap.verify.toolchain import find_toolchain, go_environment
from gofixmap.workspace import Workspace

_LONGEST = 24 * 3600.0  # seconds; go test limits the time of each package itself


def record_race(arguments: Sequence[str], directory: Path, line: Callable[[bytes], None]) -> Output:
    """Hands on the lines of `go test -race -json`, from another thread.

    The tests are the tree's own code: only for who has asked for it. Raises EnvironmentProblem
    where there is no Go or no C compiler.
    """
    workspace = Workspace.open([directory])
    versions = [module.go_version for module in workspace.modules() if module.go_version]
    toolchain = find_toolchain(max(versions, default=None))
    if toolchain is None:
        raise EnvironmentProblem("no Go toolchain was found", hint="put go on the PATH")
    environment = go_environment(toolchain, str(workspace.module_cache or ""))
    if environment["CGO_ENABLED"] != "1":
        raise EnvironmentProblem(
            "the race detector needs cgo", hint="install gcc or clang, and leave CGO_ENABLED alone"
        )
    command = [str(toolchain.go), "test", "-race", "-json", "-buildvcs=false", *arguments]
    try:
        return stream(command, cwd=directory, environment=environment, seconds=_LONGEST, line=line)
    except OSError as error:
        raise EnvironmentProblem(f"Go cannot be run: {error}", where=str(toolchain.go)) from error
