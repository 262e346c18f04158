"""Runs the Go command on the tree as it is, for what it prints: races, and what escapes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from gofixmap.errors import EnvironmentProblem
from gofixmap.verify.command import Output, run, stream
from gofixmap.verify.toolchain import find_toolchain, go_environment
from gofixmap.workspace import Workspace
from gofixmap.workspace.gomod import parse_gomod, parse_version

_LONGEST = 24 * 3600.0  # seconds; go test limits the time of each package itself
_SOON = 30.0  # seconds


def record_race(arguments: Sequence[str], directory: Path, line: Callable[[bytes], None]) -> Output:
    """Hands on the lines of `go test -race -json`, from another thread.

    The tests are the tree's own code: only for who has asked for it. Raises EnvironmentProblem
    where there is no Go or no C compiler.
    """
    go, environment = _go(directory)
    if environment["CGO_ENABLED"] != "1":
        raise EnvironmentProblem(
            "the race detector needs cgo", hint="install gcc or clang, and leave CGO_ENABLED alone"
        )
    command = [go, "test", "-race", "-json", "-buildvcs=false", *arguments]
    try:
        return stream(command, cwd=directory, environment=environment, seconds=_LONGEST, line=line)
    except OSError as error:
        raise EnvironmentProblem(f"Go cannot be run: {error}", where=go) from error


def record_escapes(packages: Sequence[str], directory: Path, tags: str = "") -> Output:
    """What `go build -gcflags=-m` prints, on stderr, about the packages that are named.

    The text form, because the build cache replays it: the JSON form writes nothing about packages
    that are in the cache. Nothing of the tree is run and nothing is left behind. Raises
    EnvironmentProblem where there is no Go.
    """
    go, environment = _go(directory)
    flags = [f"-tags={tags}"] if tags else []
    command = [go, "build", "-gcflags=-m", "-buildvcs=false", "-o", os.devnull, *flags, *packages]
    try:
        return run(command, cwd=directory, environment=environment, seconds=_LONGEST)
    except OSError as error:
        raise EnvironmentProblem(f"Go cannot be run: {error}", where=go) from error


def refused_work(root: Path) -> str:
    """Why Go refuses the go.work of a workspace; "" where it does not, or there is no Go to ask.

    With such a go.work no package is built, and nothing is proven.
    """
    workspace = Workspace.open([root])
    work_file = workspace.spec.root.work_file
    data = workspace.read(work_file) if work_file else None
    if data is None:
        return ""
    toolchain = find_toolchain(parse_version(parse_gomod(data).go))
    if toolchain is None:
        return ""
    environment = go_environment(toolchain, str(workspace.module_cache or ""))
    command = [str(toolchain.go), "list", "-m"]
    try:
        said = run(command, cwd=Path(work_file).parent, environment=environment, seconds=_SOON)
    except OSError:  # who proves says so; a plan needs no Go
        return ""
    return _first(said.stderr.decode("utf-8", "replace")) if said.status else ""


def _first(text: str) -> str:
    """The first of Go's errors, which go over several lines, and how many there are more."""
    words, *more = f"\n{text}".split("\ngo: ")[1:] or [text]
    rest = f" (and {len(more)} more)" if more else ""
    return " ".join(words.split())[:400] + rest


def _go(directory: Path) -> tuple[str, dict[str, str]]:
    """The Go command for a folder, and the environment to run it in."""
    workspace = Workspace.open([directory])
    versions = [module.go_version for module in workspace.modules() if module.go_version]
    toolchain = find_toolchain(max(versions, default=None))
    if toolchain is None:
        raise EnvironmentProblem("no Go toolchain was found", hint="put go on the PATH")
    return str(toolchain.go), go_environment(toolchain, str(workspace.module_cache or ""))
