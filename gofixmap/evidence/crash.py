"""The trace of `fatal error: concurrent map ...`: an ordinary goroutine dump, of one side only."""

from __future__ import annotations

import re

from gofixmap.evidence.model import CrashReport, Creation, Frame
from gofixmap.evidence.names import number, plain_name

_CRASH = re.compile(r"fatal error: (?P<message>concurrent map .*)$")
_GOROUTINE = re.compile(r"goroutine (?P<number>[0-9]+)[^\[]*\[[^\]]*\]:$")
_PLACE = re.compile(r"\t(?P<file>.+):(?P<line>[0-9]+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$")


def is_crash(line: str) -> bool:
    return "fatal error: concurrent map" in line and _CRASH.search(line) is not None


class CrashBlock:
    """The lines from `fatal error:` to the end of the goroutine dump."""

    def __init__(self, line: str) -> None:
        found = _CRASH.search(line)
        self._message = found["message"] if found else ""
        self._indent = found.start() if found else 0
        self._stacks: list[tuple[int, list[Frame]]] = []
        self._function = ""

    def feed(self, line: str) -> bool:
        """False for a line that ends the dump."""
        line = line[self._indent :] if self._indent else line
        if found := _GOROUTINE.match(line):
            self._function = ""
            self._stacks.append((number(found["number"]), []))
        elif line.startswith(("exit status ", "FAIL\t", "==================")):
            return False
        elif self._stacks:
            self._frame(line)
        return True

    def _frame(self, line: str) -> None:
        if self._function and (found := _PLACE.match(line)):
            frame = Frame(self._function, found["file"], number(found["line"]))
            self._stacks[-1][1].append(frame)
            self._function = ""
        elif line.startswith("created by "):
            self._function = plain_name(line[11:].partition(" in goroutine ")[0])
        elif line.endswith(")") and not line.startswith(("\t", " ")):
            self._function = plain_name(line[: line.rfind("(")])

    def report(self) -> CrashReport | None:
        """None where the dump holds no stack."""
        if not self._stacks or not self._stacks[0][1]:
            return None
        (first, frames), *others = self._stacks
        return CrashReport(
            self._message,
            tuple(frames),
            first,
            tuple(Creation(goroutine, tuple(stack)) for goroutine, stack in others),
        )
