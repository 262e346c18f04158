"""Applies fixes in memory and analyses again what they touch, until nothing changes.

Positions: a round's findings are offsets into the text that the rounds before it left. Applied
fixes are kept as edits of the file on disk (`compose`); what remains unapplied is told at the place
on disk that it stems from, and its edits too where they touch nothing that a fix has written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.edits.apply import by_path, select
from gofixmap.engine.compose import Composition, Groups
from gofixmap.model import Edit, FileProblem, Finding, Fix, Safety, Status
from gofixmap.syntax.source import Declaration, SourceFile
from gofixmap.text import Span

Read = Callable[[str], bytes]
Analyse = Callable[[Sequence[str], Mapping[str, bytes]], dict[str, list[Finding]]]
Rank = Callable[[Finding], tuple[object, ...]]


class Applied(Struct):
    """A fix that is in the text: its finding, with positions on disk, and the round it came in."""

    finding: Finding
    round: int


class Settled(Struct):
    """What the rounds came to."""

    applied: list[Finding] = field(default_factory=list)  # with edits relative to the disk
    open: list[Finding] = field(default_factory=list)  # everything else
    problems: list[FileProblem] = field(default_factory=list)


class Rounds:
    """The loop. `analyse(directories, contents)` gives the findings of each, in that text."""

    def __init__(
        self,
        findings: Mapping[str, list[Finding]],
        *,
        read: Read,
        analyse: Analyse,
        wanted: Callable[[Finding], bool],
        rank: Rank,
        directory_of: Callable[[str], str],
        max_rounds: int,
    ) -> None:
        self._first = dict(findings)
        self._open = dict(findings)
        self._read = read
        self._analyse = analyse
        self._wanted = wanted
        self._rank = rank
        self._directory_of = directory_of
        self._max_rounds = max_rounds
        self._texts: dict[str, Composition] = {}
        self._applied: dict[int, Applied] = {}
        self._seen: dict[str, list[bytes]] = {}  # the texts that a file has had, oldest first
        self._waiting: list[Finding] = []  # whose claims others had, with positions on disk
        self._frozen: dict[str, str] = {}  # directories given up, and why
        self._problems: list[FileProblem] = []
        self._identities = count()

    def run(self) -> Settled:
        for number in range(1, self._max_rounds + 1):
            changed = self._round(number)
            if not changed:
                break
            changed -= self._stop_bad(changed, last=number == self._max_rounds)
            stale = self._stale(changed)
            fresh = self._analyse(stale, self.contents())
            self._open.update({d: f for d, f in fresh.items() if d not in self._frozen})
        return self._settled()

    def contents(self) -> dict[str, bytes]:
        """The files that differ from the disk, as they are now."""
        return {path: text.current() for path, text in self._texts.items()}

    def current_span(self, path: str, span: Span) -> Span | None:
        """Where a span of a file on disk lies now; None where a fix has written over it."""
        text = self._texts.get(path)
        return span if text is None else text.current_span(span)

    def settled_symbols(self) -> frozenset[str]:
        """What the fixes that are in the text are about."""
        return frozenset(applied.finding.symbol for applied in self._applied.values())

    def _round(self, number: int) -> set[str]:
        """Applies what goes together; the paths that change."""
        offers = sorted(
            (
                finding
                for directory, findings in self._open.items()
                if directory not in self._frozen
                for finding in findings
                if finding.fix is not None and self._wanted(self._on_disk(finding))
            ),
            key=self._rank,
        )
        selection = select([_fix(offer) for offer in offers])
        kept = [offers[index] for index in selection.kept]
        rivals = (clash.fix for clash in selection.conflicts if clash.claim)
        self._waiting += (self._on_disk(offers[index]) for index in rivals)
        edits: dict[str, dict[Edit, frozenset[int]]] = {}
        for offer in kept:
            identity = next(self._identities)
            self._applied[identity] = Applied(self._on_disk(offer), number)
            for path, own in by_path((_fix(offer),)).items():
                owners = edits.setdefault(path, {})
                for edit in own:
                    owners[edit] = owners.get(edit, frozenset()) | {identity}
        for path, owned in edits.items():
            self._text(path).apply(owned)
        return set(edits)

    def _text(self, path: str) -> Composition:
        if path not in self._texts:
            self._texts[path] = Composition(path, self._read(path))
            self._seen[path] = [self._texts[path].original]
        return self._texts[path]

    def _stale(self, changed: set[str]) -> list[str]:
        """The directories whose findings are about text that has changed."""
        stale = {self._directory_of(path) for path in changed}
        for directory, findings in self._open.items():
            if any(_paths(finding) & changed for finding in findings):
                stale.add(directory)
        return sorted(stale - self._frozen.keys())

    def _stop_bad(self, changed: set[str], *, last: bool) -> set[str]:
        """Gives up directories in which codemods misbehave; the paths in them.

        That is where a file is back at a text that it has had before or does not parse any more,
        and in the last round where a codemod still changes what it wrote itself.
        """
        given_up: set[str] = set()
        for path in sorted(changed):
            current = self._texts[path].current()
            if _breaks(path, self._texts[path].original, current):
                names = self._owners(path, 0)
                what = f"{' or '.join(names)} wrote code that does not parse"
                given_up |= self._give_up(path, what)
            elif current in self._seen[path]:
                names = self._owners(path, 1)
                what = f"{' and '.join(names)} undo each other's changes"
                given_up |= self._give_up(path, what)
            elif last and (names := self._owners(path, 3)):
                what = f"{' and '.join(names)} did not settle in {self._max_rounds} rounds"
                given_up |= self._give_up(path, what)
            self._seen[path].append(current)
        return given_up

    def _give_up(self, path: str, what: str) -> set[str]:
        hint = "leave one out with --ignore, and please report it"
        self._problems.append(FileProblem(path, what, hint))
        directories = self._revert(self._directory_of(path))
        for directory in directories:
            self._frozen[directory] = what
            self._open[directory] = self._first.get(directory, [])
        return {p for p in self._texts if self._directory_of(p) in directories}

    def _owners(self, path: str, least: int) -> list[str]:
        """The codemods with at least `least` fixes in one fused segment of a file; 0: in any."""
        names: set[str] = set()
        for segment in self._texts[path].segments:
            if segment.fused or not least:
                owners = Counter(self._applied[o].finding.codemod for o in segment.owners)
                names.update(name for name, fixes in owners.items() if fixes >= least)
        return sorted(names)

    def _revert(self, directory: str) -> set[str]:
        """Takes back all that touches a directory, and what stands or falls with it."""
        groups = Groups(self._texts.values())
        directories = {directory}
        while True:
            owners = groups.closure(
                owner
                for path, text in self._texts.items()
                if self._directory_of(path) in directories
                for segment in text.segments
                for owner in segment.owners
            )
            reached = {
                self._directory_of(path)
                for path, text in self._texts.items()
                if any(segment.owners & owners for segment in text.segments)
            }
            if reached <= directories:
                break
            directories |= reached
        self.drop(owners)
        return directories

    def drop(self, owners: Iterable[int]) -> None:
        dropped = frozenset(owners)
        for text in self._texts.values():
            text.drop(dropped)
        for owner in dropped:
            self._applied.pop(owner, None)

    def _on_disk(self, finding: Finding) -> Finding:
        """The finding at its place on disk; its fix stays as it is."""
        text = self._texts.get(finding.path)
        return finding if text is None else replace(finding, span=text.original_span(finding.span))

    def _settled(self) -> Settled:
        groups = Groups(self._texts.values())
        owned = self._edits_by_owner()
        out = Settled(problems=self._problems)
        for identity, applied in self._applied.items():
            members = groups.of(identity)
            numbered = {number: edit for member in members for number, edit in owned[member]}
            edits = tuple(edit for _, edit in sorted(numbered.items()))
            fix = replace(_fix(applied.finding), edits=edits)
            out.applied.append(
                replace(applied.finding, fix=fix, status=Status.FIXED, round=applied.round)
            )
        for directory, findings in self._open.items():
            reason = self._frozen.get(directory, "")
            out.open += (self._left_over(finding, reason) for finding in findings)
        out.open += self._lost({finding.symbol for finding in (*out.applied, *out.open)})
        return out

    def _lost(self, told: Collection[str]) -> Iterator[Finding]:
        """What waited for a fix with the same claim and was not found again in what that one left.

        Where the edits of two fixes meet, in contrast, one of them may do for both.
        """
        reason = "another fix of this run came first, after which it is not certain any more"
        lost = {finding.symbol: finding for finding in reversed(self._waiting)}
        for symbol, finding in lost.items():
            if symbol not in told:
                yield replace(finding.with_status(Status.CONFLICT, reason), fix=None)

    def _edits_by_owner(self) -> dict[int, list[tuple[int, Edit]]]:
        """The edits of each fix, numbered: insertions at one place keep the order they came in."""
        owned: dict[int, list[tuple[int, Edit]]] = {identity: [] for identity in self._applied}
        number = count()
        for _, text in sorted(self._texts.items()):
            for segment, edit in zip(text.segments, text.edits(), strict=True):
                at = next(number)
                for owner in segment.owners:
                    owned[owner].append((at, edit))
        return owned

    def _left_over(self, finding: Finding, frozen: str) -> Finding:
        """A finding that was not applied: a conflict where it should have been."""
        placed = self._on_disk(finding)
        if finding.fix is None:
            return placed
        wanted = self._wanted(placed)
        edits = [self._edit_on_disk(edit) for edit in finding.fix.edits]
        if wanted or None in edits:
            reason = frozen or meets(finding, wanted=wanted)
            placed = placed.with_status(Status.CONFLICT, reason)
        if None in edits:
            return replace(placed, fix=None)
        kept = tuple(edit for edit in edits if edit is not None)
        return replace(placed, fix=replace(finding.fix, edits=kept))

    def _edit_on_disk(self, edit: Edit) -> Edit | None:
        text = self._texts.get(edit.path)
        return edit if text is None else text.original_edit(edit)


_AGAIN = {
    Safety.REVIEW: "run again with --safety review",
    Safety.TARGET: "run again with --target and the symbol's name",
}


def meets(finding: Finding, *, wanted: bool) -> str:
    """Why a fix that touches what another one has written is not told with its edits.

    What this run would not have applied either way the same run does not apply next time.
    """
    again = "run again" if wanted else _AGAIN.get(finding.safety, "run again")
    return f"its fix meets another one of this run; {again} to apply it"


def _breaks(path: str, before: bytes, after: bytes) -> bool:
    """Whether more declarations of a Go file do not parse than before.

    What is in both texts parses in both or in none, and is not looked at.
    """
    if not path.endswith(".go"):
        return False
    old, new = (SourceFile(path, data).declarations for data in (before, after))
    count = Counter(each.text for each in new)
    count.subtract(each.text for each in old)

    def broken(declarations: Iterable[Declaration]) -> int:
        return sum(each.has_error for each in declarations if count[each.text])

    now = broken(new)
    return now > 0 and now > broken(old)


def _fix(finding: Finding) -> Fix:
    if finding.fix is None:
        raise ValueError(f"a finding of {finding.codemod} without a fix")
    return finding.fix


def _paths(finding: Finding) -> set[str]:
    edited = finding.fix.paths if finding.fix else ()
    return {finding.path, *edited}
