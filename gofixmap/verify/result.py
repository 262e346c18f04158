"""What a proof came to: plain values, for the engine and the reports."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Dropped(Struct, frozen=True):
    """Fix number `index` adds an error to the build; `reason` has the compiler's words."""

    index: int
    reason: str
    path: str = ""  # where the error is, relative to the root; line counts from 1
    line: int = 0


class Unproven(Struct, frozen=True):
    """A package of which the toolchain could not say whether it builds, and why not."""

    package: str
    reason: str


class VerifyResult(Struct, frozen=True):
    """`kept` and `dropped` number the fixes that were given; together they are all of them.

    `proven` are those of `kept` that passed every level asked for in all their packages. A kept
    fix that is not proven is neither refused nor vouched for: `unproven` or `skipped` says why.
    `levels` says of each kept fix the highest level that it passed, and nothing of the others.
    """

    kept: tuple[int, ...]
    dropped: tuple[Dropped, ...] = ()
    proven: tuple[int, ...] = ()
    levels: Mapping[int, str] = field(default_factory=dict)
    repaired: int = 0  # errors of the build before that are gone
    packages: tuple[str, ...] = ()  # import paths that were type-checked, tests included
    unproven: tuple[Unproven, ...] = ()
    seconds: float = 0.0
    commands: tuple[str, ...] = ()  # what was run, once per kind
    toolchain: str = ""  # such as "go1.27.3"
    skipped: str = ""  # why nothing was proven at all
