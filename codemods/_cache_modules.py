"""The module of a cache, required so that the result builds: go.mod and go.sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap_codemods._atomic_subject import Changes, Refusal
from gofixmap_codemods._cache_pins import PINS, Pin, sums
from msgspec import Struct

from gofixmap.codemod import gomod, parse_gomod

if TYPE_CHECKING:
    from gofixmap.codemod import FileInfo, GoMod, Workspace

# The oldest versions that have all that the rewrite calls.
_LEAST = {
    "github.com/jellydator/ttlcache/v3": "v3.0.1",
    "github.com/hashicorp/golang-lru/v2": "v2.0.5",
}


class _Files(Struct, frozen=True):
    """A module's go.mod and go.sum, as the run has them."""

    info: FileInfo
    mod_path: str
    mod: bytes
    sum_path: str
    sum: bytes

    @property
    def parsed(self) -> GoMod:
        return parse_gomod(self.mod)

    def has_sum(self, path: str, version: str) -> bool:
        return f"{path} {version} h1:".encode() in self.sum


def require(workspace: Workspace, info: FileInfo, module: str, changes: Changes) -> None:
    """Edits by which the module of `info` requires `module`, at the version that it has already.

    Raises Refusal, with the command to run, where go.mod and go.sum alone would not do.
    """
    files = _files(workspace, info, module)
    parsed = files.parsed
    version = dict(parsed.require).get(module, "")
    replaced = _replacement(workspace, files, module, version)
    if version:
        _use(files, module, version, replaced, changes)
        return
    pin = _pin_for(files, module, replaced)
    requirements = [gomod.Requirement(module, pin.version)]
    if not replaced:
        there = dict(parsed.require)
        requirements += [
            gomod.Requirement(path, needed, indirect=True)
            for path, needed in pin.indirect
            if path not in there
        ]
        changes.add(gomod.add_sums(files.sum_path, files.sum, sums(module, pin)))
    changes.add(gomod.add_requirements(files.mod_path, files.mod, requirements))
    changes.claims.add(files.mod_path)
    changes.note(f"{files.mod_path} requires {module} {pin.version}")


def _files(workspace: Workspace, info: FileInfo, module: str) -> _Files:
    """The module's files. Raises Refusal for a package without a module, and vendored ones."""
    own = info.package.module
    command = f"go get {module}@latest"
    if own is None or own.is_standard:
        raise _refusal("no-module", info, command)
    if workspace.read(f"{own.dir}/vendor/modules.txt") is not None:
        raise _refusal("vendored-module", info, f"{command} && go mod vendor")
    if _is_required(workspace, own.path, own.dir):
        raise _refusal("required-elsewhere", info, own.path)
    root = workspace.root.as_posix().rstrip("/")
    folder = own.dir.removeprefix(root).strip("/")
    prefix = f"{folder}/" if folder else ""
    mod = workspace.read(f"{prefix}go.mod") or b""
    return _Files(info, f"{prefix}go.mod", mod, f"{prefix}go.sum", _read_sum(workspace, prefix))


def _refusal(reason: str, info: FileInfo, what: str) -> Refusal:
    """A refusal with all of its text: a command that is cut short is no command."""
    refusal = Refusal(reason, info)
    refusal.what = what
    return refusal


def _read_sum(workspace: Workspace, prefix: str) -> bytes:
    return workspace.read(f"{prefix}go.sum") or b""


def _is_required(workspace: Workspace, path: str, directory: str) -> bool:
    """Whether another module of the workspace needs this one: its go.sum would have to change."""
    for other in workspace.modules():
        if other.dir == directory:
            continue
        data = workspace.read(f"{other.dir}/go.mod") or b""
        if path.encode() in data and path in dict(parse_gomod(data).require):
            return True
    return False


def _replacement(workspace: Workspace, files: _Files, module: str, version: str) -> bool:
    """Whether the module comes from a directory: nothing of it is downloaded or has a hash."""
    for replace in files.parsed.replace:
        if replace.old == module and replace.version in ("", version):
            return replace.is_local
    return any(other.path == module for other in workspace.modules())


def _use(files: _Files, module: str, version: str, replaced: bool, changes: Changes) -> None:
    """The version that go.mod requires already, where it will do."""
    if _key(version) < _key(_LEAST[module]):
        raise _refusal("older-version", files.info, f"{module} {version}")
    changes.add(gomod.make_direct(files.mod_path, files.mod, module))
    if replaced or files.has_sum(module, version):
        return
    pin = next((pin for pin in PINS[module] if pin.version == version), None)
    if pin is None:
        raise _refusal("no-sum", files.info, f"go get {module}@{version}")
    changes.add(gomod.add_sums(files.sum_path, files.sum, sums(module, pin)))


def _pin_for(files: _Files, module: str, replaced: bool) -> Pin:
    """The newest version that needs nothing of the module that it does not give."""
    parsed = files.parsed
    there, go = dict(parsed.require), _go_line(parsed.go)
    for pin in PINS[module]:
        if replaced:
            return pin
        older = [
            path
            for path, needed in pin.requires
            if path in there and _key(there[path]) < _key(needed)
        ]
        unknown = [
            path
            for path, _ in pin.indirect
            if path in there and not files.has_sum(path, there[path])
        ]
        if go >= pin.go and not older and not unknown:
            return pin
    raise _refusal("needs-upgrade", files.info, f"go get {module}@latest")


def _go_line(text: str) -> tuple[int, int, int]:
    """A go line as versions are compared: 1.23 is older than 1.23.0."""
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if match is None:
        return (1, 16, -1)
    return int(match[1]), int(match[2]), int(match[3]) if match[3] else -1


def _key(version: str) -> tuple[int, int, int, int, str]:
    """A module's version in its order; what has a suffix comes before what has none."""
    match = re.match(r"v(\d+)\.(\d+)\.(\d+)(.*)", version)
    if match is None:
        return (0, 0, 0, 0, version)
    rest = "" if match[4].startswith("+") else match[4]
    return int(match[1]), int(match[2]), int(match[3]), 0 if rest else 1, rest
