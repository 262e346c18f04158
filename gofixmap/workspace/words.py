"""Which files contain some bytes, answered from memory after one pass over the tree.

An analysis asks this for every name whose uses it has to know. The index holds every maximal run
of identifier characters; bytes that lie inside such a run are in a file exactly when they are in
one of its runs, so the answer equals a search of the files.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

_RUN = re.compile(rb"[0-9A-Za-z_\x80-\xff]+")


def words_of(data: bytes) -> set[bytes]:
    """The maximal runs of identifier characters in some bytes."""
    return set(_RUN.findall(data))


class WordIndex:
    """The runs of identifier characters in some files, and the files of each."""

    def __init__(self, contents: Iterable[tuple[str, bytes]]) -> None:
        self._paths: list[str] = []
        # Most runs occur in one file: its number takes a tenth of the memory of an array.
        self._files: dict[bytes, int | array[int]] = {}
        for path, data in contents:
            self._add(path, data)
        self._runs = b"\n" + b"\n".join(self._files) + b"\n"
        self.covered = frozenset(self._paths)

    def _add(self, path: str, data: bytes) -> None:
        number = len(self._paths)
        self._paths.append(path)
        files = self._files
        for run in words_of(data):
            known = files.get(run)
            if known is None:
                files[run] = number
            elif isinstance(known, int):
                files[run] = array("L", (known, number))
            else:
                known.append(number)

    def candidates(self, needle: bytes) -> set[str] | None:
        """The covered files that may contain `needle`, or None when the index cannot tell.

        For a needle of identifier characters alone they do contain it.
        """
        piece = max(_RUN.findall(needle), key=len, default=b"")
        return self._containing(piece) if piece else None

    def holding(self, word: bytes) -> list[str]:
        """The covered files that hold the word by itself, in the order in which they were given."""
        found = self._files.get(word, ())
        numbers = (found,) if isinstance(found, int) else found
        return [self._paths[number] for number in numbers]

    def _containing(self, piece: bytes) -> set[str]:
        found: set[int] = set()
        runs = self._runs
        at = runs.find(piece)
        while at >= 0:
            end = runs.index(b"\n", at)
            files = self._files[runs[runs.rindex(b"\n", 0, at) + 1 : end]]
            found.update((files,) if isinstance(files, int) else files)
            at = runs.find(piece, end)
        return {self._paths[number] for number in found}
