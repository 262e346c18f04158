"""Which builds concern some changed files: where Go is run, for which target, with which tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gofixmap.verify.result import Unproven
from gofixmap.workspace import pathname
from gofixmap.workspace.gomod import parse_gomod

if TYPE_CHECKING:
    from gofixmap.workspace import BuildContext, Package, Workspace

_WHOLE = ("./...",)
MOST_TARGETS = 6  # targets other than this machine's; each needs a standard library of its own


@dataclass(frozen=True, slots=True)
class Build:
    """One way to run Go: `directory`, the variables that differ, and what to name to it.

    `paths` are the changed files that it proves, absolute. `patterns` name what may be affected:
    whole modules (`is_module`), else the one package.
    """

    directory: Path
    variables: tuple[tuple[str, str], ...]
    tags: str  # comma list for -tags, "" for none
    patterns: tuple[str, ...]
    is_module: bool = True
    at_least: tuple[int, int] | None = None  # the go line of the module
    goroot: Path | None = None  # the installation whose standard library is the tree
    paths: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_foreign(self) -> bool:
        """Whether it is for another system or processor than this machine's."""
        return any(name in {"GOOS", "GOARCH"} for name, _ in self.variables)

    @property
    def label(self) -> str:
        target = "/".join(value for name, value in self.variables if name in {"GOOS", "GOARCH"})
        return " ".join(
            part for part in (target, f"-tags={self.tags}" if self.tags else "") if part
        )


def builds(
    workspace: Workspace, paths: Iterable[str], context: BuildContext | None = None
) -> tuple[list[Build], list[Unproven]]:
    """The builds that have the given files (relative to the root), and files that none has.

    With `context` all files are of that one; without, each is of one that has it. A go.mod or
    go.sum belongs to the builds of the Go files that are changed with it.
    """
    found: dict[Build, set[str]] = {}
    newest: dict[Build, tuple[int, int]] = {}  # modules of one go.work are built together
    unproven: list[Unproven] = []
    for path in sorted({path for path in paths if path.endswith(".go")}):
        package = workspace.package_of(path)
        if package is None:
            unproven.append(Unproven(path, "the file belongs to no package"))
            continue
        wanted = _build(workspace, package, context or workspace.context_for(path))
        build = replace(wanted, at_least=None)
        if wanted.at_least is not None:
            newest[build] = max(wanted.at_least, newest.get(build, wanted.at_least))
        absolute = pathname.join(workspace.root.as_posix(), path)
        found.setdefault(build, set()).add(absolute)
    ordered = sorted(found, key=lambda build: (len(build.variables), build.label, build.directory))
    targets = [target for target in dict.fromkeys(build.label for build in ordered) if target]
    beyond = targets[MOST_TARGETS:]
    reason = f"only {MOST_TARGETS} targets besides this machine's are built"
    kept: list[Build] = []
    for build in ordered:
        if build.label in beyond:
            unproven.extend(Unproven(path, f"{reason}, not {build.label}") for path in found[build])
        else:
            paths = frozenset(found[build])
            kept.append(replace(build, at_least=newest.get(build), paths=paths))
    return kept, unproven


def _build(workspace: Workspace, package: Package, context: BuildContext) -> Build:
    variables, tags = _target(workspace, context)
    directory = Path(package.dir)
    module = package.module
    if "#" in package.path:  # a program beside a package, which `go run` is given by its files
        files = tuple(pathname.base(each) for each in package.files)
        mode = ("GO111MODULE", "off") if module is None else ("GOWORK", "off")
        return Build(directory, (mode,), "", files, is_module=False)
    if module is None:
        off = (("GO111MODULE", "off"), *variables)
        return Build(directory, off, tags, (".",), is_module=False)
    if module.is_standard:
        source = Path(module.dir)
        goroot = source.parent if source.name == "src" else source.parent.parent
        return Build(source, variables, tags, _WHOLE, goroot=goroot)
    work = _work(workspace, module.dir)
    if work is not None:
        base, used = work
        return Build(Path(base), variables, tags, used, at_least=module.go_version)
    closed = (("GOWORK", "off"), *variables)
    return Build(Path(module.dir), closed, tags, _WHOLE, at_least=module.go_version)


def _work(workspace: Workspace, module_dir: str) -> tuple[str, tuple[str, ...]] | None:
    """The directory of the go.work that uses a module, and patterns for all modules that it uses.

    None where the module stands alone. `./...` would not do: go matches it within a module only.
    """
    work_file = workspace.spec.root.work_file
    data = workspace.read(work_file) if work_file else None
    if data is None:
        return None
    base = pathname.parent(work_file)
    used = parse_gomod(data).use
    if module_dir not in {pathname.join(base, directory) for directory in used}:
        return None
    return base, tuple(f"{directory.rstrip('/')}/..." for directory in sorted(used))


def _target(workspace: Workspace, context: BuildContext) -> tuple[tuple[tuple[str, str], ...], str]:
    """What differs from a plain build on this machine; cgo cannot be had for another one."""
    host = workspace.host
    tags = ",".join(sorted(context.tags - host.tags))
    if (context.goos, context.goarch) == (host.goos, host.goarch):
        return (() if context.cgo else (("CGO_ENABLED", "0"),)), tags
    ported = (("GOOS", context.goos), ("GOARCH", context.goarch), ("CGO_ENABLED", "0"))
    return ported, tags
