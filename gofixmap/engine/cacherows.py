"""The rows of the cache: msgpack of plain data with declared types, which is checked on reading.

A run has three rows. `Tree` says which places of the file system it depends on, `Depends` what was
asked there and what each directory gave, `Result` what came of it all. They belong together where
their generation is the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from gofixmap.model import FileProblem, Finding, Summary

Row = TypeVar("Row")
ShapeRow = tuple[bytes, bytes, tuple[tuple[bytes, bytes], ...]]


class Tree(msgspec.Struct, array_like=True, frozen=True):
    """Places, and what `lstat` said of them: 32 bytes each."""

    generation: bytes
    paths: str  # NUL between them
    places: bytes  # `watch.Place`, one behind the other


class Said(msgspec.Struct, array_like=True, frozen=True):
    """What one directory gave."""

    findings: tuple[Finding, ...]
    problems: tuple[FileProblem, ...]
    parsed: int


class Told(msgspec.Struct, array_like=True, frozen=True):
    """What was answered to a question about the text of files, which are numbers.

    `together` where the answer is that about all of them, and not the same one about each.
    """

    question: str
    argument: bytes
    answer: bytes
    files: bytes
    together: bool


class Followed(msgspec.Struct, array_like=True, frozen=True):
    """Words that follow from what the package of each directory declares, and what it imports.

    `directories` are numbers in a table of `Depends`.
    """

    question: str
    directories: bytes
    words: tuple[bytes, ...]


class Kept(msgspec.Struct, array_like=True, frozen=True):
    """One directory: what it gave, and what that depends on beside its own files.

    `asked` stands for its files with their settings. `files`, `directories` and `words` are numbers
    in the tables of `Depends`; `told` is what was asked of the text of other files.
    """

    directory: str
    asked: bytes
    said: msgspec.Raw
    files: bytes
    directories: bytes
    words: bytes
    packages: bool
    told: tuple[Told, ...]


class Found(msgspec.Struct, array_like=True, frozen=True):
    """The files that a run looks at, where the same configuration holds for all of them.

    `given` are the settings that it gives, `directories` paths with the names of their Go files,
    NUL between.
    """

    given: msgspec.Raw
    directories: tuple[str, ...]
    baselines: tuple[str, ...]


class Depends(msgspec.Struct, array_like=True, frozen=True):
    """What was asked, by numbers of a question and a place, and the directories.

    `holders` are the files that hold words, as numbers of `names`: those of which it is known.
    """

    generation: bytes
    questions: tuple[str, ...]
    answers: tuple[tuple[int, int, bytes], ...]
    names: tuple[str, ...]
    words: tuple[bytes, ...]
    imports: bytes
    shapes: dict[str, ShapeRow]  # of files without syntax errors that were asked what they declare
    broken: tuple[str, ...]
    holders: dict[bytes, bytes]
    followed: tuple[Followed, ...]
    kept: tuple[Kept, ...]
    found: Found | None = None


class Heads(msgspec.Struct, array_like=True, frozen=True):
    """Files with the digest of their contents, the fields of their headers, and their imports."""

    rows: dict[str, tuple[bytes, str, str, tuple[str, ...], tuple[str, ...]]]


class Result(msgspec.Struct, array_like=True, frozen=True):
    """The result of a check."""

    generation: bytes
    root: str
    findings: tuple[Finding, ...]
    problems: tuple[FileProblem, ...]
    summary: Summary


def encoded(row: object) -> bytes:
    """Raises ValueError or TypeError for what no row can hold, such as a name that is no text."""
    return msgspec.msgpack.encode(row)


def decoded(data: bytes | msgspec.Raw | None, kind: type[Row]) -> Row | None:
    """The row, or None where it is not there or not of that kind."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError):
        return None


def packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def unpacked(data: bytes) -> array[int]:
    """Raises ValueError where it is no array of numbers."""
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
