"""What a log says, as plain values: stacks, the two sides of a race, a crash of the runtime."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

_MAP_FRAME = re.compile(
    r"(?:runtime|reflect)\.map(?:assign|access|delete|iter|Iter|clear|clone)|internal/runtime/maps\."
)
# Frames of the machinery: the access that a person wrote stands below them.
_MACHINERY = re.compile(
    r"(?:runtime|reflect|sync|testing|maps|slices)\.|(?:runtime|internal|sync|testing)/"
)


class Frame(Struct, frozen=True):
    """One line of a stack: the function as Go prints it, and the file as it was compiled."""

    function: str  # "example.com/shop/cart.(*Store).Add.func1", type arguments left out
    file: str  # absolute, or `example.com/shop/cart/store.go` of a -trimpath build
    line: int

    @property
    def is_machinery(self) -> bool:
        """Whether the frame belongs to the runtime, to sync, testing or another helper of Go's."""
        return _MACHINERY.match(self.function) is not None

    @property
    def is_map(self) -> bool:
        return _MAP_FRAME.match(self.function) is not None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Creation(Struct, frozen=True):
    """Where a goroutine was started."""

    goroutine: int
    frames: tuple[Frame, ...]


class RaceAccess(Struct, frozen=True):
    """One side of a race. `goroutine` 0 is the main one."""

    kind: str  # "read" or "write"
    atomic: bool
    goroutine: int
    frames: tuple[Frame, ...]  # innermost first, the runtime's included
    restored: bool = True  # False: the detector has forgotten the stack

    @property
    def is_write(self) -> bool:
        return self.kind == "write"

    @property
    def is_map(self) -> bool:
        """Whether the runtime's map code did it: the top frames are a map function's."""
        for frame in self.frames:
            if frame.is_map:
                return True
            if not frame.is_machinery:
                return False
        return False

    @property
    def user_frames(self) -> tuple[Frame, ...]:
        """The frames that are not the machinery's, innermost first."""
        return tuple(frame for frame in self.frames if not frame.is_machinery)


class RaceReport(Struct, frozen=True):
    """One `WARNING: DATA RACE`."""

    first: RaceAccess  # the access that was caught
    second: RaceAccess  # the previous one
    created: tuple[Creation, ...] = ()
    address: str = ""  # of the first access, "0x00c000012345"
    package: str = ""  # import path of the test binary, where the log says it
    test: str = ""  # the test that was running, where the log says it
    source: str = ""  # the log's name

    @property
    def sides(self) -> tuple[RaceAccess, RaceAccess]:
        return (self.first, self.second)

    @property
    def is_map(self) -> bool:
        return self.first.is_map or self.second.is_map

    def created_at(self, goroutine: int) -> tuple[Frame, ...]:
        """The stack that started a goroutine; empty for the main one and where it is not known."""
        return next((each.frames for each in self.created if each.goroutine == goroutine), ())

    def within(self, package: str, test: str, source: str) -> RaceReport:
        return replace(self, package=package, test=test, source=source)


class CrashReport(Struct, frozen=True):
    """`fatal error: concurrent map ...`: the stack of the side that noticed it."""

    message: str  # "concurrent map writes"
    frames: tuple[Frame, ...]
    goroutine: int = 0
    others: tuple[Creation, ...] = ()  # the other goroutines' stacks, where they are printed
    package: str = ""
    test: str = ""
    source: str = ""

    @property
    def access(self) -> RaceAccess:
        """The side that noticed: who reads, iterates or clones sees that somebody writes."""
        kind = "write" if self.message.startswith("concurrent map writes") else "read"
        return RaceAccess(kind, False, self.goroutine, self.frames)

    def within(self, package: str, test: str, source: str) -> CrashReport:
        return replace(self, package=package, test=test, source=source)


Report = RaceReport | CrashReport
