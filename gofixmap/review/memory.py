"""What was answered in a review that was stopped, for the next one over the same root.

An answer is kept under a digest of what it was about: codemods, paths, and the changed lines with
those around them, not their numbers. A changed tree asks again; so does a fix that looks exactly
like another one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from gofixmap.review.layout import Layout, NamedFix, Part
from gofixmap.review.session import Answer, Session

_SCHEMA = 1
_AROUND = 3  # lines of the old file on either side of a change that its digest is made of
_MOST_BYTES = 16 * 1024 * 1024
_MOST_FIXES = 50_000  # the latest ones are kept

Remembered = Mapping[str, tuple[Answer, ...]]  # by the digest of a fix, for each of its changes


def digests(layout: Layout) -> dict[str, str]:
    """The digest of each fix that has one to itself."""
    found = {name: _digest(layout, fix) for name, fix in layout.fixes.items()}
    count = Counter(found.values())
    return {name: digest for name, digest in found.items() if count[digest] == 1}


def _digest(layout: Layout, fix: NamedFix) -> str:
    digest = hashlib.sha256()
    # Lengths are written too, so that no two lists of pieces make the same bytes.
    for piece in (*sorted(fix.codemods), "", *_pieces(layout, fix)):
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def _pieces(layout: Layout, fix: NamedFix) -> list[str | bytes]:
    pieces: list[str | bytes] = []
    for number, index in fix.places:
        part = layout.parts[number]
        pieces += [part.path, *_lines(part, index)]
    return pieces


def _lines(part: Part, index: int) -> list[bytes]:
    """A change with the old lines around it."""
    change, lines = part.changes[index], part.hunk.lines
    before = [line.text for line in lines[: change.first] if line.kind != "+"]
    after = [line.text for line in lines[change.end :] if line.kind != "+"]
    changed = [line.kind.encode() + line.text for line in lines[change.first : change.end]]
    return [*before[-_AROUND:], b"", *changed, b"", *after[:_AROUND]]


def answers_of(session: Session, known: Mapping[str, str]) -> dict[str, tuple[Answer, ...]]:
    """What to remember of a session: every fix with an answer; none that was edited by hand.

    `known` are the digests of its layout.
    """
    found = {}
    for name, digest in known.items():
        answers = tuple(session.answers[place] for place in session.layout.fixes[name].places)
        if name not in session.by_hand and set(answers) != {Answer.OPEN}:
            found[digest] = answers
    return found


class Resumed(Struct, frozen=True):
    """How many fixes of a session were answered before; `begun` are those with open hunks."""

    accepted: int = 0
    declined: int = 0
    begun: int = 0

    def __bool__(self) -> bool:
        return bool(self.accepted or self.declined or self.begun)

    def __str__(self) -> str:
        begun = f", {self.begun} begun" if self.begun else ""
        return f"{self.accepted} accepted, {self.declined} declined{begun}"


def resume(session: Session, known: Mapping[str, str], remembered: Remembered) -> Resumed:
    """Gives the session the answers that fit it; `known` are the digests of its layout."""
    fits = {
        name: remembered[digest]
        for name, digest in known.items()
        if len(remembered.get(digest, ())) == len(session.layout.fixes[name].places)
    }
    declined = [name for name, answers in fits.items() if Answer.NO in answers]
    session.restore(fits, declined)
    begun = sum(Answer.OPEN in answers and Answer.NO not in answers for answers in fits.values())
    return Resumed(len(fits) - len(declined) - begun, len(declined), begun)


class Store:
    """The remembered answers of one root and one kind of review, in a folder of the user's."""

    def __init__(self, folder: Path, kind: str, root: Path) -> None:
        name = hashlib.sha256(os.fsencode(f"{kind}\0{root.resolve()}")).hexdigest()[:32]
        self._file = folder / f"{name}.json"
        self._root = str(root.resolve())

    def load(self) -> Remembered:
        """What is remembered; nothing where the file is not there or not as `save` writes it."""
        try:
            if self._file.stat().st_size > _MOST_BYTES:
                return {}
            found = json.loads(self._file.read_bytes())
            if found["schema"] != _SCHEMA or found["root"] != self._root:
                return {}
            return {
                str(digest): tuple(Answer(each) for each in answers)
                for digest, answers in found["fixes"].items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}

    def save(self, answers: Remembered) -> None:
        """Raises OSError where the file cannot be written; without answers it goes."""
        if not answers:
            self._file.unlink(missing_ok=True)
            return
        answers = dict(list(answers.items())[-_MOST_FIXES:])
        fixes = {digest: [answer.value for answer in own] for digest, own in answers.items()}
        text = json.dumps({"schema": _SCHEMA, "root": self._root, "fixes": fixes}, indent=1)
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(name).replace(self._file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
