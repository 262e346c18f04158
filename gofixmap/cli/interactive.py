"""A review on the terminal: shows hunks, asks as `git add -p` asks, and runs the editor.

Everything goes to stderr, so that stdout is free for the patch. An answer is a line.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.cli.output import is_terminal, say
from gofixmap.errors import PatchError, UsageError

if TYPE_CHECKING:
    from gofixmap.patch import HunkLine
    from gofixmap.reports.lines import Line
    from gofixmap.review.choice import Choice
    from gofixmap.review.memory import Remembered, Store
    from gofixmap.review.session import Session, View

HELP = """\
y - {verb} this hunk
n - do not {verb} this hunk; its fixes are left out wherever else they have hunks
q - quit; leave out this hunk and all that are not answered yet
a - {verb} this hunk and all later ones in the file
d - do not {verb} this hunk or any later one in the file
A - {verb} all hunks of this codemod that are not answered (A NAME where there are several)
N - do not {verb} any fix of this codemod that is not accepted as a whole (N NAME)
j - leave this hunk open, see the next open one; J - see the next one
k - leave this hunk open, see the open one before; K - see the one before
g - list the hunks; g NUMBER - go to one
/ - search: /REGEXP
s - split this hunk into one for each of its changes
e - edit this hunk; what you write is taken as it is, and proved by nobody
? - print help"""


def refuse_without_terminal(what: str, hint: str) -> None:
    """Raises UsageError where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{what} needs a terminal to ask on", hint=hint)


class Dialog(Struct):
    """One review. `run` answers False where it was ended by `q` or the end of input.

    `changed` is told after every answer.
    """

    session: Session
    verb: str = "apply"
    changed: Callable[[], None] = lambda: None
    _shown_file: int = -1
    _told: frozenset[str] = frozenset()

    def run(self) -> bool:
        while self.session.at is not None:
            self._show()
            answer = self._ask()
            if answer is None or answer[0] == "q":
                return False
            self._act(answer)
        return True

    def _ask(self) -> str | None:
        """The next line that is not empty; None at the end of input."""
        session = self.session
        assert session.at is not None
        keys = ",".join(available(session))
        place = f"({session.at + 1}/{len(session.views)})"
        state = _STATE.get(str(session.answer(session.view) or ""), "")
        prompt = f"{place} {self.verb.capitalize()} this hunk{state} [{keys}]? "
        while True:
            print(_styled(prompt, fg="blue", bold=True), end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            if not line:
                print(file=sys.stderr)
                return None
            if line.strip():
                return line.strip()

    def _act(self, answer: str) -> None:
        key, argument = answer[0], answer[1:].strip()
        if key == "?" or (argument and key not in "ANg/"):
            say(HELP.format(verb=self.verb))
        elif key == "e":
            self._edit()
        elif key in _GOING:
            self._go(key, argument)
        else:
            self._answer(key, argument)
        self.changed()

    def _answer(self, key: str, argument: str) -> None:
        session = self.session
        if key in _ANSWERS:
            self._say(_ANSWERS[key](session))
        elif key in "AN" and (codemod := self._codemod(argument)):
            take = session.accept_codemod if key == "A" else session.decline_codemod
            self._say(take(codemod))
        elif key == "s":
            self._split()
        elif key not in "AN":
            say(HELP.format(verb=self.verb))

    def _codemod(self, name: str) -> str:
        """The codemod that A and N mean; "" after a word about why it is not known."""
        here = self.session.codemods(self.session.view)
        every = {c for fix in self.session.layout.fixes.values() for c in fix.codemods}
        if name in every:
            return name
        if name:
            self._say(
                [f"no fix is of {name!r}; there are {', '.join(sorted(every)) or 'no names'}"]
            )
        elif len(here) == 1:
            return here[0]
        elif here:
            self._say([f"this hunk is of {' and '.join(here)}: say which, as in A {here[0]}"])
        else:
            self._say(["this hunk names no codemod"])
        return ""

    def _split(self) -> None:
        if not self.session.can_split(self.session.view):
            self._say(["there is one change in this hunk"])
            return
        self._say([f"split into {self.session.split()} hunks"])

    def _go(self, key: str, argument: str) -> None:
        session = self.session
        if key == "g":
            if not argument:
                self._list()
            elif not (argument.isdecimal() and session.go_to(int(argument[:9]))):
                self._say([f"there is no hunk {argument}"])
        elif key == "/":
            self._search(argument)
        elif not _MOVES[key](session):
            self._say([_NOWHERE[key]])

    def _search(self, text: str) -> None:
        try:
            found = bool(text) and self.session.search(re.compile(text.encode("utf-8", "replace")))
        except re.error as error:
            self._say([f"{text}: {error}"])
            return
        if not found:
            self._say(["no hunk matches" if text else "say what to look for: /REGEXP"])

    def _list(self) -> None:
        """A line for each hunk, with the answer that it has."""
        from gofixmap.reports.lines import one_line

        session = self.session
        for number, view in enumerate(session.views, start=1):
            part = session.part(view)
            mark = _MARKS.get(str(session.answer(view) or ""), "?")
            before = part.hunk.lines[: part.changes[view.changes[0]].first]
            line = part.hunk.source_start + sum(each.kind != "+" for each in before)
            names = ", ".join(session.names(view))
            print(f"{mark}{number:4}: {one_line(part.path)}:{line} {names}", file=sys.stderr)

    def _edit(self) -> None:
        from gofixmap.review.choice import shown_lines
        from gofixmap.review.edited import editable, edited_lines

        session, view = self.session, self.session.view
        lines = view.edited or tuple(
            shown_lines(session.part(view), view, frozenset(session.live(view)))
        )
        text: bytes | None = editable(lines, ", ".join(session.names(view)))
        while text is not None:
            try:
                text = click.edit(text, require_save=True, extension=".diff")
                edited = edited_lines(text, lines) if text is not None else ()
                self._take(edited, lines)
                return
            except click.ClickException as error:
                self._say([error.format_message()])
                return
            except PatchError as error:
                self._say([f"your edited hunk does not fit: {error}"])
                if not self._again():
                    return

    def _take(self, edited: Sequence[HunkLine], lines: Sequence[HunkLine]) -> None:
        if not edited or tuple(edited) == tuple(lines):
            self._say(["the hunk stays as it was"])
        elif all(line.kind == " " for line in edited):
            self._say(["no change is left in it: the hunk stays as it was; n declines it"])
        else:
            self._say(self.session.edit(edited))

    def _again(self) -> bool:
        print("Edit it again (no throws your changes away) [y/n]? ", end="", file=sys.stderr)
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower().startswith("y")

    def _say(self, messages: Sequence[str]) -> None:
        from gofixmap.reports.lines import one_line

        for message in messages:
            print(_styled(one_line(message), fg="red"), file=sys.stderr)

    # What is asked about.

    def _show(self) -> None:
        from gofixmap.cli.output import print_lines

        print_lines(self._lines(self.session.view), sys.stderr)

    def _lines(self, view: View) -> list[Line]:
        from gofixmap.reports.lines import diff_lines
        from gofixmap.review.choice import lines_around

        session, part = self.session, self.session.part(view)
        lines: list[Line] = []
        if part.file != self._shown_file:
            self._shown_file = part.file
            lines += diff_lines(_text(session.layout.patch.files[part.file].header()))
        lines += self._about(view)
        if view.edited is not None:
            hunk = replace(part.hunk, lines=view.edited)
        else:
            hunk = lines_around(part, view, session.live(view))
        heading = ", ".join(session.names(view)) if "#" in part.hunk.heading else part.hunk.heading
        return [*lines, *diff_lines(_text(replace(hunk, heading=heading).render()))]

    def _about(self, view: View) -> list[Line]:
        """What each fix is, before its first hunk also what a reviewer has to know."""
        from gofixmap.reports.lines import Piece, one_line

        session, lines = self.session, list[tuple[Piece, ...]]()
        for name in session.names(view):
            fix = session.layout.fixes[name]
            parts = list(dict.fromkeys(part for part, _ in fix.places))
            title = f": {one_line(fix.title)}" if fix.title else ""
            which = f"hunk {parts.index(view.part) + 1} of {len(parts)}"
            if title or len(parts) > 1:
                count = f" ({which})" if len(parts) > 1 else ""
                lines.append((Piece(name, "codemod"), Piece(f"{title}{count}")))
            if name not in self._told:
                lines += [(Piece(f"    note: {one_line(note)}", "note"),) for note in fix.notes]
        self._told |= frozenset(session.names(view))
        return lines


def available(session: Session) -> list[str]:
    """The keys that do something for the hunk on view, as the prompt lists them."""
    assert session.at is not None
    keys = ["y", "n", "q", "a", "d"]
    if session.codemods(session.view):
        keys += ["A", "N"]
    opened = [n for n, view in enumerate(session.views) if session.is_open(view)]
    keys += ["j"] if opened[-1:] > [session.at] else []
    keys += ["J"] if session.at + 1 < len(session.views) else []
    keys += ["k"] if opened and opened[0] < session.at else []
    keys += ["K"] if session.at else []
    keys += ["g", "/"] if len(session.views) > 1 else []
    keys += ["s"] if session.can_split(session.view) else []
    return [*keys, "e", "?"]


def _styled(text: str, *, fg: str, bold: bool = False) -> str:
    """In colour where everything else is."""
    plain = os.environ.get("NO_COLOR") or not is_terminal(sys.stderr)
    return text if plain else click.style(text, fg=fg, bold=bold)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


_GOING = "jJkKg/"
_ANSWERS: dict[str, Callable[[Session], list[str]]] = {
    "y": lambda session: session.accept(),
    "n": lambda session: session.decline(),
    "a": lambda session: session.accept_file(),
    "d": lambda session: session.decline_file(),
}
_MOVES: dict[str, Callable[[Session], bool]] = {
    "j": lambda session: session.next_open(),
    "J": lambda session: session.next(),
    "k": lambda session: session.previous_open(),
    "K": lambda session: session.previous(),
}
_NOWHERE = {
    "j": "no open hunk comes after this one",
    "J": "this is the last hunk",
    "k": "no open hunk comes before this one",
    "K": "this is the first hunk",
}
_STATE = {"yes": " (accepted)", "no": " (declined)"}
_MARKS = {"yes": "+", "no": "-", "open": " "}


def ask(session: Session, store: Store, *, verb: str, restart: bool) -> Callable[[], None] | None:
    """Asks about all that was not answered last time; None where it was stopped by q.

    Every answer is remembered at once: a terminal may close at any moment. What is given back
    forgets them, for when all is done.
    """
    from gofixmap.review.memory import answers_of, digests, resume

    known = digests(session.layout)
    remembered = store.load()
    # A review of other paths, or of other codemods, may have been stopped as well.
    mine = set(known.values())
    others = {digest: own for digest, own in remembered.items() if digest not in mine}
    resumed = resume(session, known, others if restart else remembered)
    if resumed:
        say(f"your answers of last time stand: {resumed} (--restart asks again)")
    failed: list[OSError] = []

    def remember() -> None:
        try:
            store.save({**others, **answers_of(session, known)})
        except OSError as error:
            if not failed:
                say(f"your answers cannot be remembered: {error}")
            failed.append(error)

    if restart:
        remember()
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")  # a key of another encoding is no key
    try:
        done = Dialog(session, verb, remember).run()
    except KeyboardInterrupt:
        kept = "" if failed else "; your answers are kept for the next time"
        say(f"\nnothing was written{kept}")
        raise
    return partial(_forget, store, others) if done else None


def _forget(store: Store, others: Remembered) -> None:
    with suppress(OSError):  # what could not be remembered need not be forgotten
        store.save(others)


AGAIN = "the next review goes on there"


def left_lines(choice: Choice, again: str = AGAIN) -> Iterator[str]:
    """What becomes of the fixes that were not answered, or not as a whole."""
    for name in choice.incomplete:
        yield f"{name} is left out: not all of its hunks were answered"
    if choice.left:
        are = "fix is" if len(choice.left) == 1 else "fixes are"
        yield f"{len(choice.left)} {are} still open: {again}"
