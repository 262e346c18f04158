"""Module versions in order, and module paths as the cache spells them."""

from __future__ import annotations

import re
from functools import lru_cache

_SEMVER = re.compile(
    r"v(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)
_ESCAPED = re.compile(r"!([a-z])")

# Sorts below a version without a prerelease, whatever the prerelease is.
VersionKey = tuple[int, int, int, int, tuple[tuple[int, int, str], ...]]


@lru_cache(maxsize=16384)
def version_key(version: str) -> VersionKey:
    """A sort key by semver precedence; what is no version sorts below every version."""
    match = _SEMVER.fullmatch(version)
    if match is None:
        return (-1, 0, 0, 0, ())
    major, minor, patch = (int(part or 0) for part in match.group(1, 2, 3))
    if match[4] is None:
        return (major, minor, patch, 1, ())
    return (major, minor, patch, 0, tuple(_identifier(part) for part in match[4].split(".")))


def _identifier(part: str) -> tuple[int, int, str]:
    """Numeric identifiers sort by value and below textual ones."""
    return (0, int(part), "") if part.isdecimal() and len(part) <= 18 else (1, 0, part)


def escape_module(text: str) -> str:
    """A module path or version as a directory of the cache: `!a` for `A`."""
    return "".join(f"!{char.lower()}" if "A" <= char <= "Z" else char for char in text)


def unescape_module(text: str) -> str:
    return _ESCAPED.sub(lambda match: match[1].upper(), text)
