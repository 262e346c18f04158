"""Which files hold an exported name, answered from memory after one pass over the tree.

An analysis asks this for every name whose uses it has to know. Other packages can only use names
that are exported, so nothing else is in the index: a third of the memory of all words.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

# As with \b in front, and faster: a search goes from one capital letter to the next.
_EXPORTED = re.compile(rb"[A-Z](?<!\w[A-Z])[\w\x80-\xff]*+")
_WORD = re.compile(rb"[A-Z][\w\x80-\xff]*+")


def is_indexed(word: bytes) -> bool:
    """Whether an index can tell who holds the word."""
    return _WORD.fullmatch(word) is not None


class WordIndex:
    """The words that begin with a capital letter in some files, and the files of each.

    A word that follows a letter outside of ASCII counts as well, though it is none by itself.
    """

    def __init__(self, contents: Iterable[tuple[str, bytes]]) -> None:
        self._paths: list[str] = []
        # Half of the words occur in one file: its number takes a tenth of the memory of an array.
        self._files: dict[bytes, int | array[int]] = {}
        for path, data in contents:
            self._add(path, data)
        self.covered = frozenset(self._paths)

    def _add(self, path: str, data: bytes) -> None:
        number = len(self._paths)
        self._paths.append(path)
        files = self._files
        for word in set(_EXPORTED.findall(data)):
            known = files.get(word)
            if known is None:
                files[word] = number
            elif isinstance(known, int):
                files[word] = array("I", (known, number))
            else:
                known.append(number)

    def holding(self, word: bytes) -> list[str]:
        """The covered files that hold the word, in the order in which they were given."""
        found = self._files.get(word, ())
        numbers = (found,) if isinstance(found, int) else found
        return [self._paths[number] for number in numbers]
