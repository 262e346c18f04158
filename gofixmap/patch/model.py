"""A patch as values: files, hunks, lines; contents are bytes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gofixmap.patch.names import quoted

_NO_NEWLINE = b"\\ No newline at end of file\n"


class HunkLine(Struct, frozen=True):
    """`kind` is " ", "-" or "+"; `text` has its line ending, where the file has one there."""

    kind: str
    text: bytes


class Hunk(Struct, frozen=True):
    """Lines with their context; starts count from 1, and 0 stands before the first line.

    `heading` is what stands behind the second `@@`, for people: see `headings` for ours.
    """

    source_start: int
    target_start: int
    lines: tuple[HunkLine, ...]
    heading: str = ""

    @property
    def source(self) -> tuple[bytes, ...]:
        return tuple(line.text for line in self.lines if line.kind != "+")

    @property
    def target(self) -> tuple[bytes, ...]:
        return tuple(line.text for line in self.lines if line.kind != "-")

    @property
    def added(self) -> int:
        return sum(line.kind == "+" for line in self.lines)

    @property
    def removed(self) -> int:
        return sum(line.kind == "-" for line in self.lines)

    def render(self) -> bytes:
        source = _range(self.source_start, len(self.source))
        target = _range(self.target_start, len(self.target))
        heading = f" {self.heading}" if self.heading else ""
        place = f"@@ -{source} +{target} @@{heading}\n"
        pieces = [place.encode("utf-8", "surrogateescape")]
        for line in self.lines:
            pieces.append(line.kind.encode("ascii") + line.text)
            if not line.text.endswith(b"\n"):
                pieces.append(b"\n" + _NO_NEWLINE)
        return b"".join(pieces)


def _range(start: int, length: int) -> str:
    return f"{start}" if length == 1 else f"{start},{length}"


class FilePatch(Struct, frozen=True):
    """The changes of one file; `source` is None for a new file, `target` for a deleted one."""

    source: str | None
    target: str | None
    hunks: tuple[Hunk, ...]

    @property
    def path(self) -> str:
        return self.target or self.source or ""

    @property
    def added(self) -> int:
        return sum(hunk.added for hunk in self.hunks)

    @property
    def removed(self) -> int:
        return sum(hunk.removed for hunk in self.hunks)

    def header(self) -> bytes:
        old, new = quoted(f"a/{self.source or self.path}"), quoted(f"b/{self.path}")
        lines = [f"diff --git {old} {new}"]
        if self.source is None:
            lines.append("new file mode 100644")
        if self.target is None:
            lines.append("deleted file mode 100644")
        if self.hunks:
            lines.append("--- " + (_ended(old) if self.source is not None else "/dev/null"))
            lines.append("+++ " + (_ended(new) if self.target is not None else "/dev/null"))
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")

    def render(self) -> bytes:
        return self.header() + b"".join(hunk.render() for hunk in self.hunks)


def _ended(name: str) -> str:
    """A tab ends a name with blanks, as git writes it, so that no tool cuts it at the blank."""
    return name + "\t" if " " in name else name


class Patch(Struct, frozen=True):
    files: tuple[FilePatch, ...]

    def __iter__(self) -> Iterator[FilePatch]:
        return iter(self.files)

    @property
    def added(self) -> int:
        return sum(file.added for file in self.files)

    @property
    def removed(self) -> int:
        return sum(file.removed for file in self.files)

    def render(self) -> bytes:
        return b"".join(file.render() for file in self.files)
