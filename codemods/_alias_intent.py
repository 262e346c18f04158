"""Why a copy was meant: names, comments, a restore, a comparison. Without any the code is right.

Sharing a map is the normal case in Go. What makes it a mistake is that somebody counts on one side
staying as it was while the other one is changed, and says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gofixmap.codemod import ancestors, is_ignore, lines, pattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from gofixmap.codemod import FileInfo

_PIECES = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
#: Names of what is made to be changed on its own.
WORKING = frozenset({"copy", "copied", "clone", "cloned", "dup", "duplicate"})
#: Names of what is kept to stay as it was.
KEPT = frozenset(
    {
        "backup",
        "default",
        "defaults",
        "old",
        "orig",
        "original",
        "prev",
        "previous",
        "saved",
        "snapshot",
    }
)
_SCRATCH = frozenset({"tmp", "temp"})
_SAYS = pattern(
    rb"\b(?:make|take|work on|a|own|deep|shallow|defensive|independent)\s+(?:[a-z]+\s+)?"
    rb"cop(?:y|ies)\b"
    rb"|\bcop(?:y|ies) of\b|\bcopy (?:the|it|its|so|to avoid)\b|\bclones?\b|\bback ?up\b"
    rb"|\bsnapshot of\b|\bsave the (?:old|original|current)\b|\bun(?:changed|modified|touched)\b",
    re.IGNORECASE,
)
_DENIES = pattern(
    rb"\bshar(?:e|es|ed|ing)\b|\balias(?:es|ed)?\b|\bin[- ]place\b|\bno (?:[a-z]+ )?cop"
    rb"|\b(?:not|n't|without|avoids?|never|instead of|rather than|cheaper than)\s+"
    rb"(?:[a-z]+\s+){0,3}(?:cop|clon)"
    rb"|\bshallow\b|\bsame (?:map|slice|backing|underlying)\b|\btakes? over\b"
    rb"|\btakes? ownership\b|\bowne[dr]\b",
    re.IGNORECASE,
)
_PROMISES = pattern(
    rb"\b(?:returns?|gives?|creates?|makes?|produces?|is|as)\b[^.]*\b(?:cop(?:y|ies)|clone)\b"
    rb"|\bcop(?:y|ies) of\b|\A\w+ (?:copies|clones)\b(?!\s+(?:to|from|into|onto)\b)",
    re.IGNORECASE,
)
_HEDGES = pattern(
    rb"\b(?:if|unless|when|may|might|could)\b[^.]*\bcop|\bcopy (?:will|may) be\b"
    rb"|\bcop[^.]*\b(?:if|unless|when)\b|\bupdated? (?:and|in)\b|\bmodif(?:y|ies|ied)\b",
    re.IGNORECASE,
)


def words_of(name: str) -> frozenset[str]:
    """The words of a name in camel case or with underscores, in lower case."""
    return frozenset(piece.lower() for piece in _PIECES.findall(name))


def named_apart(written: str, kept: str) -> str:
    """The name that tells that writing one side must not change the other; "" for neither.

    A word that both names have tells nothing: `prev := s.prev`.
    """
    one, other = words_of(written), words_of(kept)
    common = one & other
    if (other - common) & (KEPT | WORKING):
        return kept
    return written if (one - common) & WORKING else ""


def makes_copy(function: str) -> bool:
    """Whether a function is called Clone, CopyWith, WithLabel or the like.

    What copyFileToBucket copies is something else than what it is told in its options.
    """
    pieces = [piece.lower() for piece in _PIECES.findall(function)]
    if not pieces or pieces[0] in ("with", "without"):
        return bool(pieces)
    at = next((index for index, piece in enumerate(pieces) if piece in WORKING), None)
    return at is not None and not {"to", "from"} & {*pieces[at + 2 :]}


def is_scratch(name: str) -> bool:
    return bool(words_of(name) & _SCRATCH)


def comment_at(info: FileInfo, statement: Node) -> str:
    """What the comment beside or above a statement says of a copy; "" for nothing."""
    text = _comment_around(info, statement)
    return "the comment" if says_copy(text) and not denies(text) else ""


def doc_says_copy(info: FileInfo, function: Node) -> bool:
    """Whether the comment above a function promises a copy."""
    return promises_copy(doc_of(info, function))


def promises_copy(text: bytes) -> bool:
    """Whether the comment of a function promises a copy."""
    return _PROMISES.search(text) is not None and not denies(text) and not _HEDGES.search(text)


def doc_of(info: FileInfo, function: Node) -> bytes:
    """The comment above a declared function."""
    top = function
    while top.type == "func_literal" and top.parent is not None:
        around = [each for each in ancestors(top) if each.type.endswith("_declaration")]
        top = around[-1] if around else top.parent
    return lines_above(info.file.data, lines.line_start(info.file.data, top.start_byte))


def denies(text: bytes) -> bool:
    """Whether a comment says that sharing is meant."""
    return _DENIES.search(text) is not None


def says_copy(text: bytes) -> bool:
    """Whether a comment speaks of a copy, or of what is to stay."""
    return _SAYS.search(text) is not None


def _comment_around(info: FileInfo, statement: Node) -> bytes:
    data = info.file.data
    end = lines.line_end(data, statement.end_byte)
    beside = data[statement.end_byte : end].strip()
    above = lines_above(data, lines.line_start(data, statement.start_byte))
    is_said = beside.startswith((b"//", b"/*")) and not is_ignore(beside)
    return above + b"\n" + (beside if is_said else b"")


def lines_above(data: bytes, start: int) -> bytes:
    """The lines of comment directly above an offset, joined to one."""
    found: list[bytes] = []
    while start > 0:
        above = lines.line_start(data, start - 1)
        line = data[above:start].strip()
        if not line.startswith((b"//", b"/*", b"*")):
            break
        if not is_ignore(line):
            found.append(line.lstrip(b"/* \t"))
        start = above
    return b" ".join(reversed(found))
