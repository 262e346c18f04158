"""What must be the same on both ends for the same findings: versions, and the code itself."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("gofixmap", "gofixmap_codemods")
_DISTRIBUTIONS = ("tree-sitter", "tree-sitter-go", "msgspec")


@cache
def fingerprint() -> dict[str, str]:
    """By what a person would call it; the order is that in which differences are told."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in ("gofixmap", *_DISTRIBUTIONS):
        found[name] = _version(name)
    found["gofixmap's code"] = _code()[:12]
    found["codemods"] = ", ".join(_codemods())
    return found


def difference(mine: dict[str, str], other: dict[str, str]) -> str:
    """The first thing that is not the same, in words: "gofixmap 1.1 there, 1.0 here"."""
    for name, here in mine.items():
        there = other.get(name, "none")
        if there != here:
            return f"{name} {there} there, {here} here"
    return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _codemods() -> list[str]:
    from gofixmap.registry import installed

    return sorted(f"{each.__module__}:{each.__qualname__}" for each in installed().codemods)


def _code() -> str:
    """A digest of the sources, for a checkout that changes without its version."""
    total = sha256()
    for package in _PACKAGES:
        spec = find_spec(package)
        for place in (spec and spec.submodule_search_locations) or ():
            root = Path(place)
            for path in sorted((*root.rglob("*.py"), *root.rglob("*.scm"))):
                data = path.read_bytes()
                total.update(f"{package}/{path.relative_to(root)} {len(data)}\n".encode() + data)
    return total.hexdigest()
