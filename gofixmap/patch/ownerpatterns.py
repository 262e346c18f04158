"""The patterns of CODEOWNERS files, matched in time that grows with the pattern times the path.

They come from the tree, so none becomes a regular expression, which could be made to backtrack.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

_STAR = "*"  # as a token; a star that is meant literally is a set of one character
_ANY = "?"
_GLOBSTAR = "**"

Token = str | frozenset[str]
Segment = tuple[Token, ...]


class Pattern(Struct, frozen=True):
    """What stands between slashes, in order; `None` is any number of folders.

    `below` says that a match also covers everything in it, where it is a folder.
    """

    segments: tuple[Segment | None, ...]
    below: bool

    def matches(self, path: Sequence[str]) -> bool:
        """Whether the pattern covers a file, by the parts of its path from the top."""
        reached = _start(self.segments)
        end = len(self.segments)
        for part in path:
            if self.below and end in reached:
                return True
            reached = _advanced(self.segments, reached, part)
            if not reached:
                return False
        return end in reached

    @property
    def first(self) -> str:
        """The folder or file at the top that it is about; "" where that is open."""
        head = self.segments[0] if self.segments else None
        if head is None or not all(isinstance(t, frozenset) and len(t) == 1 for t in head):
            return ""
        return "".join(character for token in head for character in token)


def github_pattern(text: str) -> Pattern | None:
    """As .gitignore has it, but `docs/*` is about files in that folder alone. None: no pattern.

    Classes (`[a-z]`) and negations are no part of it.
    """
    if "***" in text or "[" in text or text.startswith(("!", "\\#")) or text.strip("/") == "":
        return None
    anchored = "/" in text.rstrip("/")
    names = _names(text.strip("/"))
    whole = text.endswith("/")
    segments: list[Segment | None] = [] if anchored else [None]
    segments += (_segment(name, classes=False) for name in names)
    if segments[-1] is None:
        segments.append((_STAR,))
    direct = not whole and names[-1] == _STAR and len(names) > 1
    return Pattern((*_squeezed(segments), *(((None, (_STAR,))) if whole else ())), not direct)


def gitlab_pattern(text: str) -> Pattern | None:
    """As Ruby's File.fnmatch has it, with paths: no leading slash means in any folder."""
    text = text.removeprefix("\\") if text.startswith("\\#") else text
    if text.strip("/") == "":
        return None
    anchored = text.startswith("/")
    segments: list[Segment | None] = [] if anchored else [None]
    names = _names(text.strip("/"))
    segments += (_segment(name, classes=True) for name in names)
    if text.endswith("/"):
        segments += (None, (_STAR,))
    elif segments[-1] is None:  # only `**/` is any number of folders
        segments[-1] = (_STAR,)
    return Pattern(_squeezed(segments), below=False)


def _names(text: str) -> list[str]:
    return text.split("/")


def _squeezed(segments: Sequence[Segment | None]) -> tuple[Segment | None, ...]:
    """Any number of folders twice is the same as once."""
    kept: list[Segment | None] = []
    for segment in segments:
        if segment is not None or not kept or kept[-1] is not None:
            kept.append(segment)
    return tuple(kept)


def _segment(name: str, *, classes: bool) -> Segment | None:
    if name == _GLOBSTAR:
        return None
    tokens: list[Token] = []
    at = 0
    while at < len(name):
        character = name[at]
        at += 1
        if character == "\\" and at < len(name):
            tokens.append(frozenset(name[at]))
            at += 1
        elif character == _STAR:
            if tokens[-1:] != [_STAR]:
                tokens.append(_STAR)
        elif character == _ANY:
            tokens.append(_ANY)
        elif character == "[" and classes and (end := name.find("]", at + 1)) > 0:
            tokens.append(_class(name[at:end]))
            at = end + 1
        else:
            tokens.append(frozenset(character))
    return tuple(tokens)


def _class(text: str) -> frozenset[str]:
    """The characters of a class; of a negated one those of ASCII, which file names are made of."""
    negated = text[:1] in ("!", "^")
    text = text[1:] if negated else text
    found: set[str] = set()
    at = 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            low, high = ord(text[at]), ord(text[at + 2])
            found.update(map(chr, range(low, min(high, low + 0x3FF) + 1)))
            at += 3
        else:
            found.add(text[at])
            at += 1
    return frozenset(map(chr, range(128))) - found if negated else frozenset(found)


def _start(segments: Sequence[Segment | None]) -> set[int]:
    return _closed(segments, {0})


def _closed(segments: Sequence[Segment | None], reached: set[int]) -> set[int]:
    """With what can be reached by letting `**` stand for no folder at all."""
    for at in sorted(reached):
        if at < len(segments) and segments[at] is None:
            reached.add(at + 1)
    return reached


def _advanced(segments: Sequence[Segment | None], reached: set[int], part: str) -> set[int]:
    found: set[int] = set()
    for at in reached:
        if at == len(segments):
            continue
        segment = segments[at]
        if segment is None:
            found.add(at)
        elif _fits(segment, part):
            found.add(at + 1)
    return _closed(segments, found)


@lru_cache(maxsize=65_536)
def _fits(segment: Segment, name: str) -> bool:
    """Whether a name fits, greedily: of several stars only the last one is ever tried again."""
    at = seen = 0
    star, tried = -1, 0
    while seen < len(name):
        if at < len(segment) and segment[at] == _STAR:
            star, tried = at, seen
            at += 1
        elif at < len(segment) and (segment[at] == _ANY or name[seen] in segment[at]):
            at += 1
            seen += 1
        elif star >= 0:
            tried += 1
            at, seen = star + 1, tried
        else:
            return False
    return all(token == _STAR for token in segment[at:]) and (bool(name) or not segment)
