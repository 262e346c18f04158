"""Which files hold an exported name, answered from memory after one pass over the tree.

An analysis asks this for every name whose uses it has to know. Other packages can only use names
that are exported, so nothing else is in the index: a third of the memory of all words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice

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
        self.paths = paths
        # Half of the words occur in one file: its number takes a tenth of the memory of an array.
        self.files: dict[bytes, int | array[int]] = {}
        self.covered: set[str] = set()

    def add(self, number: int, data: bytes) -> None:
        """The contents of the file of this number."""
        self.covered.add(self.paths[number])
        files = self.files
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
        files = iter(self.files.items())
        while some := list(islice(files, _AT_A_TIME)):
            yield {word: n if isinstance(n, int) else n.tobytes() for word, n in some}

    def join(self, words: Packed) -> None:
        """Takes over what another index knows of files that this one does not cover."""
        files = self.files
        for word, found in words.items():
            known = files.get(word)
            if known is None:
                files[word] = found if isinstance(found, int) else array("I", found)
            else:
                numbers = array("I", (known,)) if isinstance(known, int) else known
                numbers.extend((found,) if isinstance(found, int) else array("I", found))
                files[word] = numbers

    def settled(self) -> WordFiles:
        """The same for one who asks, once all files were added, in a third of the memory."""
        return WordFiles(self)


class WordFiles:
    """Which files hold a word: words in their order, and numbers of files in that of the words.

    Of a large tree there are some hundred thousand words, and an object for each of them would be
    half of what a worker needs before it has looked at a file.
    """

    def __init__(self, index: WordIndex) -> None:
        self._paths = index.paths
        self.covered = index.covered
        words = sorted(index.files)
        self._words = b"".join(words)
        self._starts = array("I", accumulate(map(len, words), initial=0))
        self._numbers = array("I")
        self._bounds = array("I", (0,))  # of those of each word in `_numbers`
        for word in words:
            found = index.files[word]
            if isinstance(found, int):
                self._numbers.append(found)
            else:
                self._numbers.extend(sorted(found))
            self._bounds.append(len(self._numbers))

    def holding(self, word: bytes) -> list[str]:
        """The covered files that hold the word, in the order of all files."""
        at = bisect_left(range(len(self._bounds) - 1), word, key=self._word)
        if at == len(self._bounds) - 1 or self._word(at) != word:
            return []
        return [self._paths[n] for n in self._numbers[self._bounds[at] : self._bounds[at + 1]]]

    def _word(self, at: int) -> bytes:
        return self._words[self._starts[at] : self._starts[at + 1]]
