"""Which files hold an exported name, answered from memory after one pass over the tree.

An analysis asks this for every name whose uses it has to know. Other packages can only use names
that are exported, so nothing else is in the index: a third of the memory of all words.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

# As with \b in front, and faster: a search goes from one capital letter to the next.
_EXPORTED = re.compile(rb"[A-Z](?<!\w[A-Z])[\w\x80-\xff]*+")
_WORD = re.compile(rb"[A-Z][\w\x80-\xff]*+")
_AT_A_TIME = 4096  # words that one process sends to another, so that few are in memory twice

Packed = Mapping[bytes, "int | bytes"]  # the number of a file, or those of several


def is_indexed(word: bytes) -> bool:
    """Whether an index can tell who holds the word."""
    return _WORD.fullmatch(word) is not None


class WordIndex:
    """The words that begin with a capital letter in some files, and the files of each.

    A word that follows a letter outside of ASCII counts as well, though it is none by itself.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        """`paths` are all files that may be added, in the order in which they are told."""
        self._paths = paths
        # Half of the words occur in one file: its number takes a tenth of the memory of an array.
        self._files: dict[bytes, int | array[int]] = {}
        self.covered: set[str] = set()

    def add(self, number: int, data: bytes) -> None:
        """The contents of the file of this number."""
        self.covered.add(self._paths[number])
        files = self._files
        for word in set(_EXPORTED.findall(data)):
            known = files.get(word)
            if known is None:
                files[word] = number
            elif isinstance(known, int):
                files[word] = array("I", (known, number))
            else:
                known.append(number)

    def packed(self) -> Iterator[Packed]:
        """What it knows, for an index of the same files in another process; some words a time."""
        files = iter(self._files.items())
        while some := list(islice(files, _AT_A_TIME)):
            yield {word: n if isinstance(n, int) else n.tobytes() for word, n in some}

    def join(self, words: Packed) -> None:
        """Takes over what another index knows of files that this one does not cover."""
        files = self._files
        for word, found in words.items():
            known = files.get(word)
            if known is None:
                files[word] = found if isinstance(found, int) else array("I", found)
            else:
                numbers = array("I", (known,)) if isinstance(known, int) else known
                numbers.extend((found,) if isinstance(found, int) else array("I", found))
                files[word] = numbers

    def holding(self, word: bytes) -> list[str]:
        """The covered files that hold the word, in the order of all files."""
        found = self._files.get(word, ())
        numbers = (found,) if isinstance(found, int) else found
        return [self._paths[number] for number in sorted(numbers)]
