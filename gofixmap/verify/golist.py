"""Type-checking with `go list -export`: packages and their tests, compiled but never linked or run.

It reports per package, for the test variants too, which ones compile, which ones do not and with
what errors, and which ones wait for a dependency that does not.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from sys import intern
from typing import Any

from msgspec import Struct, field

from gofixmap.verify.command import run
from gofixmap.verify.diagnostics import TOO_MANY, Diagnostic, parse_output
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.plan import Build

_GRAPH = ("list", "-e", "-test", "-json=ImportPath,ForTest,Dir,Deps")
_IN_FILE = re.compile(r"[^\s:]+\.go:\d")
_COMPILE = ("list", "-e", "-export", "-json=ImportPath,ForTest,Export,Error,DepsErrors,Dir")
GRAPH_SECONDS = 300.0
GONE = "stopped at the time limit"
_NOT_CACHED = "module lookup disabled by GOPROXY=off"


class PackageState(Struct):
    """What Go said of one package with its tests; all empty when it compiles."""

    errors: list[Diagnostic] = field(default_factory=list)
    blocked: str = ""  # a dependency that does not build, or another reason why it was not seen
    tests_blocked: str = ""  # the same of its tests alone
    directory: str = ""

    @property
    def seen(self) -> bool:
        """Whether the type checker had its say (a syntax error keeps it from any)."""
        return not self.blocked and not any(error.is_syntax for error in self.errors)

    def saw(self, path: str) -> bool:
        """Whether the type checker had its say on a file of the package."""
        return self.seen and not (self.tests_blocked and path.endswith("_test.go"))

    @property
    def is_cut(self) -> bool:
        """Whether the compiler stopped before it had said everything."""
        return self.blocked == TOO_MANY or any(e.message == TOO_MANY for e in self.errors)

    def block(self, reason: str, *, tests: bool) -> None:
        """Notes why the package, or only its tests, were not compiled; the first reason stays."""
        if tests:
            self.tests_blocked = self.tests_blocked or reason
        else:
            self.blocked = self.blocked or reason


class Graph(Struct, frozen=True):
    """The packages of a build: their directories, and what each depends on, tests included."""

    directories: Mapping[str, str]  # import path to absolute directory
    dependencies: Mapping[str, frozenset[str]]

    def at(self, directories: Iterable[str]) -> set[str]:
        """The packages in some directories."""
        wanted = set(directories)
        return {path for path, directory in self.directories.items() if directory in wanted}

    def importers(self, packages: set[str]) -> set[str]:
        """The packages that depend on some, directly or not; those themselves left out."""
        return {
            path
            for path, dependencies in self.dependencies.items()
            if path not in packages and not packages.isdisjoint(dependencies)
        }


class Failure(Exception):
    """Go could not be asked: it does not start, the module is broken, or time is up."""


class Graphs:
    """Remembers the graphs of builds for some minutes, for who proves many parts of one tree.

    Who imports whom changes when somebody edits the tree meanwhile: a graph that is older than
    `seconds` is asked for again.
    """

    def __init__(self, seconds: float = GRAPH_SECONDS) -> None:
        self._seconds = seconds
        self._known: dict[Build, tuple[float, Graph]] = {}

    def get(self, build: Build, ask: Callable[[], Graph]) -> Graph:
        """The graph of a build without any overlay."""
        known = self._known.get(build)
        now = time.monotonic()
        if known is None or now - known[0] > self._seconds:
            known = self._known[build] = (now, ask())
        return known[1]


class GoList:
    """Runs `go list` for one build; every question carries the contents that it is about."""

    def __init__(
        self,
        go: Path,
        build: Build,
        environment: Mapping[str, str],
        overlay: Overlay,
        until: float,
        graphs: Graphs | None = None,
    ) -> None:
        self._graphs = graphs
        self._go = go
        self._build = build
        self._environment = {**environment, **dict(build.variables)}
        self._overlay = overlay
        self._until = until
        self.commands: dict[str, None] = {}

    def graph(self, contents: Mapping[str, bytes]) -> Graph:
        """The packages of the build's patterns. Raises Failure."""
        if self._graphs is None or contents:
            return self._graph(contents)
        return self._graphs.get(self._build, lambda: self._graph(contents))

    def _graph(self, contents: Mapping[str, bytes]) -> Graph:
        directories: dict[str, str] = {}
        dependencies: dict[str, frozenset[str]] = {}
        for each in self._run(_GRAPH, self._build.patterns, contents):
            path = _base(each)
            if path:
                directories.setdefault(path, each.get("Dir", "").replace("\\", "/"))
                deps = {intern(name.split(" ", 1)[0]) for name in each.get("Deps") or ()}
                dependencies[path] = dependencies.get(path, frozenset()) | deps - {path}
        return Graph(directories, dependencies)

    def compile(
        self, packages: Sequence[str], contents: Mapping[str, bytes], *, tests: bool = True
    ) -> dict[str, PackageState]:
        """The state of each package, by import path, with its tests or without. Raises Failure.

        The compiler stops at ten errors; packages with more are compiled again without a limit.
        """
        flags = ("-test",) if tests else ()
        states = self._compile(packages, contents, flags)
        cut = [path for path, state in states.items() if state.is_cut]
        if cut:
            states.update(self._compile(sorted(cut), contents, (*flags, "-gcflags=-e")))
        return states

    def _compile(
        self, packages: Sequence[str], contents: Mapping[str, bytes], flags: Sequence[str]
    ) -> dict[str, PackageState]:
        states: dict[str, PackageState] = {}
        if not packages:
            return states
        for each in self._run((*_COMPILE, *flags), packages, contents):
            path = _base(each)
            if path:
                state = states.setdefault(path, PackageState())
                state.directory = each.get("Dir", state.directory)
                self._note(state, each)
        return states

    def _note(self, state: PackageState, each: Mapping[str, Any]) -> None:
        error = each.get("Error")
        if error is not None:
            text = self._overlay.restored(str(error.get("Err", "")))
            if text.startswith("no non-test Go files") or "build constraints exclude all" in text:
                return
            place, tests = str(error.get("Pos", "")), bool(each.get("ForTest"))
            compiled = text.startswith("#")
            found, rest = parse_output(
                text if compiled or not place else f"{place}: {text}", self._build.directory
            )
            state.errors.extend(e for e in found if e not in state.errors)
            if TOO_MANY in rest:
                state.block(TOO_MANY, tests=False)
            elif not compiled or not found:  # it came to no compilation
                reason = text if not compiled else " ".join(rest)
                state.block(_plain(reason or "Go gives no reason", place), tests=tests)
        for missing in () if error is not None else each.get("DepsErrors") or ():
            state.block(self._blocked(_base(each), missing), tests=bool(each.get("ForTest")))
            self._note_missing(state, missing)

    def _note_missing(self, state: PackageState, error: Mapping[str, Any]) -> None:
        """An import that cannot be resolved is an error of the line that imports."""
        text, place = str(error.get("Err", "")), str(error.get("Pos", ""))
        if _NOT_CACHED in text:
            return  # nobody knows what is in it: that is no error, and no proof
        if place and not text.startswith("#"):
            line = self._overlay.restored(f"{place}: {text}")
            found, _ = parse_output(line, self._build.directory)
            state.errors.extend(e for e in found if e not in state.errors)

    def _blocked(self, path: str, error: Mapping[str, Any]) -> str:
        """Why a package was not compiled; "" where its tests wait for itself."""
        text = self._overlay.restored(str(error.get("Err", "")))
        first, *rest = text.splitlines() or [""]
        if not first.startswith("# "):
            return _plain(" ".join([first, *rest]).replace("\t", " "), str(error.get("Pos", "")))
        culprit = first[2:].split(" ", 1)[0]
        return "" if culprit == path else f"it depends on {culprit}, which does not build"

    def _run(
        self, verb: Sequence[str], names: Sequence[str], contents: Mapping[str, bytes]
    ) -> Iterator[dict[str, Any]]:
        flags = ["-buildvcs=false"]
        if self._build.tags:
            flags.append(f"-tags={self._build.tags}")
        self.commands[" ".join(["go", *verb, *flags, "-overlay=...", *self._build.patterns])] = None
        flags += self._overlay.flags(contents)
        if time.monotonic() >= self._until:
            raise Failure(GONE)
        output = run(
            [str(self._go), *verb, *flags, "--", *names],
            cwd=self._build.directory,
            environment=self._environment,
            seconds=self._until - time.monotonic(),
        )
        if output.status is None:
            raise Failure(GONE)
        if output.status != 0:
            words = self._overlay.restored(output.stderr.decode("utf-8", "replace")).split("\n")
            raise Failure(" ".join(line.strip() for line in words if line.strip())[:400])
        return _objects(output.stdout.decode("utf-8", "replace"))


def _plain(reason: str, place: str) -> str:
    """Go's reason in words that say what is missing, where Go only says what it may not do."""
    if _NOT_CACHED in reason:
        at = f" (imported at {place})" if place else ""
        return f"a module that it needs is not in the module cache{at}"
    return f"{place}: {reason}" if _IN_FILE.match(place) and place not in reason else reason


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that Go prints one after the other."""
    decoder = json.JSONDecoder()
    at = 0
    while True:
        at = _skip_space(text, at)
        if at >= len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _base(each: Mapping[str, Any]) -> str:
    """The package that an entry is about, its tests counted as its own; "" for a test's main."""
    name = str(each.get("ImportPath", ""))
    tested = str(each.get("ForTest") or "")
    if tested:
        return tested
    return "" if name.endswith(".test") else name
