"""Build contexts: which files belong to a build, and a build that a given file belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, combinations
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.workspace.constraints import (
    Constraint,
    parse_constraint,
    release_number,
)
from gofixmap.workspace.header import header_expression
from gofixmap.workspace.platforms import (
    IMPLIED_OS,
    KNOWN_ARCH,
    KNOWN_OS,
    PORTS,
    UNIX_OS,
)

if TYPE_CHECKING:
    from gofixmap.syntax.source import SourceFile

DEFAULT_RELEASE = 27
_PLATFORM_TAGS = KNOWN_OS | KNOWN_ARCH | {"unix"}
_MAX_FREE_TAGS = 6  # above this many custom tags not every combination is tried


class BuildContext(Struct, frozen=True):
    """One way to build: a target, the custom tags that are set, and whether cgo is on.

    `release` is the minor version of the toolchain: the tags go1.1 to go1.`release` are set. The
    tag `gc` is set unless `tags` has `gccgo`.
    """

    goos: str
    goarch: str
    tags: frozenset[str] = frozenset()
    cgo: bool = True
    release: int = DEFAULT_RELEASE

    def matches(self, file: SourceFile) -> bool:
        """Whether `file` is part of this build, by its name, its constraint and its use of cgo."""
        if not self.cgo and any(spec.path == "C" for spec in file.imports):
            return False
        return self.accepts(header_expression(file.header), name_suffix(file.path))

    def accepts(self, constraint: str, suffix: tuple[str, str]) -> bool:
        """Whether a file with this constraint text and this `name_suffix` is part of the build."""
        return _accepts(self, constraint, suffix)

    @property
    def true_tags(self) -> frozenset[str]:
        """Every tag that holds, release tags included."""
        return _true_tags(self)


@lru_cache(maxsize=1024)
def _true_tags(context: BuildContext) -> frozenset[str]:
    tags = set(context.tags)
    tags.update((context.goos, context.goarch))
    if context.goos in IMPLIED_OS:
        tags.add(IMPLIED_OS[context.goos])
    if context.goos in UNIX_OS:
        tags.add("unix")
    if context.cgo:
        tags.add("cgo")
    if "gccgo" not in tags:
        tags.add("gc")
    tags.update(f"go1.{minor}" for minor in range(1, context.release + 1))
    return frozenset(tags)


@lru_cache(maxsize=65536)
def _accepts(context: BuildContext, constraint: str, suffix: tuple[str, str]) -> bool:
    tags = _true_tags(context)
    if not all(part in tags for part in suffix if part):
        return False
    if not constraint:
        return True
    parsed = parse_constraint(constraint)
    return parsed is not None and parsed.satisfied(tags)


@lru_cache(maxsize=65536)
def name_suffix(path: str) -> tuple[str, str]:
    """The GOOS and GOARCH that a file name asks for, each "" when it asks for none.

    go/build goodOSArchFile: what precedes the first underscore never counts, so `linux.go` is
    built everywhere, and `_test` is set aside first.
    """
    name = path.rpartition("/")[2].partition(".")[0]
    parts = name.split("_")[1:]
    if parts and parts[-1] == "test":
        parts.pop()
    if len(parts) >= 2 and parts[-2] in KNOWN_OS and parts[-1] in KNOWN_ARCH:
        return parts[-2], parts[-1]
    last = parts[-1] if parts else ""
    return last if last in KNOWN_OS else "", last if last in KNOWN_ARCH else ""


@lru_cache(maxsize=8192)
def context_accepting(
    host: BuildContext, constraint: str, suffix: tuple[str, str], needs_cgo: bool = False
) -> BuildContext:
    """The build nearest to `host` that has such a file; `host` itself when no build has it."""
    if host.accepts(constraint, suffix):
        return host
    parsed = parse_constraint(constraint) if constraint else None
    if constraint and parsed is None:
        return host
    for context in _candidates(host, parsed, suffix, needs_cgo):
        if context.accepts(constraint, suffix):
            return context
    return host


def _candidates(
    host: BuildContext,
    constraint: Constraint | None,
    suffix: tuple[str, str],
    needs_cgo: bool,
) -> Iterator[BuildContext]:
    """Builds in the order of preference: another port, cgo off, custom tags, odd ports."""
    tags = constraint.tags if constraint else frozenset[str]()
    # A build that differs in what the file does not ask about cannot differ in its answer.
    ported = any(suffix) or not tags.isdisjoint(_PLATFORM_TAGS)
    ports = ((host.goos, host.goarch), *(PORTS if ported else ()))
    switches = (True, False) if "cgo" in tags and not needs_cgo else (True,)
    for base in chain((host,), _relaxed(host, tags)):
        for cgo in switches:
            for goos, goarch in ports:
                yield replace(base, goos=goos, goarch=goarch, cgo=cgo)
    for goos in sorted(KNOWN_OS):
        for goarch in sorted(KNOWN_ARCH):
            yield replace(host, goos=goos, goarch=goarch)


def _relaxed(host: BuildContext, tags: frozenset[str]) -> Iterator[BuildContext]:
    """`host` with other custom tags and older releases, the smallest deviations first."""
    free = sorted(tag for tag in tags if _is_custom(tag))
    older = sorted({release_number(tag) - 1 for tag in tags if release_number(tag) > 0})
    releases = [host.release, *(minor for minor in reversed(older) if minor < host.release)]
    newer = [minor + 1 for minor in older if minor + 1 > host.release]
    base = host.tags.difference(free)
    for release in (*releases, *newer):
        for chosen in _subsets(free):
            yield replace(host, tags=base.union(chosen), release=release)


def _is_custom(tag: str) -> bool:
    return tag not in _PLATFORM_TAGS and tag not in ("cgo", "gc") and release_number(tag) < 0


def _subsets(tags: list[str]) -> Iterator[tuple[str, ...]]:
    largest = len(tags) if len(tags) <= _MAX_FREE_TAGS else 1
    for size in range(largest + 1):
        yield from combinations(tags, size)
    if largest < len(tags):
        yield tuple(tags)


_BASELINE = re.compile(r"baseline\s*:?=\s*goexperiment\.Flags\{(.*?)\}", re.DOTALL)
_FLAG = re.compile(r"^\s*(\w+):\s*(\w+)", re.MULTILINE)


def default_experiments(source: str) -> frozenset[str]:
    """The `goexperiment.*` tags that a toolchain sets, from GOROOT's internal/buildcfg/exp.go.

    Flags that depend on the port count as set, as they are on the common ones.
    """
    baseline = _BASELINE.search(source)
    flags = _FLAG.findall(baseline[1]) if baseline else []
    return frozenset(f"goexperiment.{name.lower()}" for name, value in flags if value != "false")
