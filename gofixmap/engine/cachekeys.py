"""What a run is known by in the cache: the request, the environment, and the code that answers.

Nothing here imports what analyses; a run whose findings are known needs none of that.
"""

# Texts, not Path objects: this looks at each file of the program.
# ruff: noqa: PTH111, PTH113, PTH116
from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import sha256
from importlib.util import find_spec

from gofixmap import __version__
from gofixmap.distributions import distributions
from gofixmap.engine.request import Request

_SOURCES = (".py", ".scm", ".so", ".pyd")
# What changes nothing in the first analysis of a run, only what is made of it.
_LATER = frozenset(
    (
        "apply",
        "safety",
        "jobs",
        "max_rounds",
        "verify",
        "verify_seconds",
        "changed_lines",
        "diff_base",
        "baseline",
        "use_baseline",
        "alternatives",
        "use_cache",
    )
)
_VARIABLES = ("GOENV", "GOROOT", "GOPATH", "GOMODCACHE", "GOWORK", "GOOS", "GOARCH", "HOME")
_MORE_VARIABLES = ("PATH", "XDG_CONFIG_HOME", "USERPROFILE")
_MODULES = ("gofixmap", "gofixmap_codemods")


def digest(*parts: object) -> bytes:
    """A key for some values whose `repr` tells them apart."""
    return sha256(repr(parts).encode("utf-8", "surrogateescape")).digest()


def tree_key(request: Request) -> bytes:
    """Stands for all that the first analysis of a request depends on, but files."""
    asked = [
        (name, _plain(getattr(request, name)))
        for name in request.__struct_fields__
        if name not in _LATER
    ]
    return digest(asked, os.path.realpath("."), _places(request), _environment(), program())


def result_key(request: Request, tree: bytes) -> bytes:
    """Stands for all that the result of a check depends on, but files; `tree` is its tree's key."""
    return digest(tree, request.alternatives, request.safety, request.use_baseline)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value


def _places(request: Request) -> list[str]:
    return [os.path.realpath(path) for path in request.paths]


def _environment() -> list[object]:
    """What of the process's environment decides where Go's packages are."""
    variables = os.environ
    given = [variables.get(name) for name in (*_VARIABLES, *_MORE_VARIABLES)]
    return [sys.platform, os.path.expanduser("~"), *given]


@cache
def program() -> bytes:
    """Stands for the code that analyses, that of installed codemods included."""
    installed = distributions()
    values = [value for each in installed for _, value in each.entries]
    modules = (value.partition(":")[0].partition(".")[0] for value in values)
    names = dict.fromkeys((*_MODULES, *modules))
    return digest(__version__, sys.version, installed, [_sources(name) for name in names])


def _sources(module: str) -> list[tuple[str, int, int]]:
    """Names, sizes and times of the sources of a module, which is not imported for it."""
    spec = find_spec(module)
    if spec is None:
        return []
    found: list[tuple[str, int, int]] = []
    pending = [os.path.realpath(each) for each in spec.submodule_search_locations or ()]
    if not pending and spec.origin and os.path.isfile(spec.origin):
        status = os.stat(spec.origin)
        found.append((spec.origin, status.st_size, status.st_mtime_ns))
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                elif entry.name.endswith(_SOURCES):
                    status = entry.stat()
                    found.append((entry.path, status.st_size, status.st_mtime_ns))
    return sorted(found)
