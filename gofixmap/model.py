"""The values that leave the analysis: frozen, picklable, small."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.errors import UsageError
from gofixmap.text import Span


class Safety(IntEnum):
    """How much of a decision a fix takes from its reader; a higher tier asks for more."""

    SAFE = 0  # behaviour is kept, or the code did not compile before
    REVIEW = 1  # the intent is clear and behaviour changes on purpose
    TARGET = 2  # a design decision: the user or the evidence must name the symbol

    @property
    def label(self) -> str:
        return self.name.lower()


class Status(StrEnum):
    """What became of a finding."""

    FIXED = "fixed"  # its edits are in the result
    FIXABLE = "fixable"  # it has a fix that this run does not apply (tier, `check`)
    DECLINED = "declined"  # no fix, and `reason` says why
    SUPPRESSED = "suppressed"  # a comment or the baseline silences it
    CONFLICT = "conflict"  # its fix overlaps another one and waits for the next run
    UNPROVEN = "unproven"  # the toolchain refused the fix; `reason` has its words


NOT_TAKEN = "not-taken"  # the reason id of a fix that a reviewer has left out


class Edit(Struct, frozen=True, order=True):
    """Replace bytes `start:end` of the file at `path` by `text` (UTF-8, with the file's line ends).

    `path` is relative to the workspace root, with forward slashes. Besides Go files it may name a
    go.mod or go.sum; an edit of a go.sum that is not there makes it.
    """

    path: str
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Fix(Struct, frozen=True):
    """Edits that belong together: all of them are applied, or none.

    `claims` name what the fix counts on beyond the bytes that it changes: a name that is free in a
    function, the last use of an import. Of fixes that share a claim one goes into a round, and the
    others are made anew from the text that it leaves.

    `sections` are the stretches of code (path, start, end) that run under a lock because of the
    fix. Those of two fixes lie apart or are the same: nested, the second would wait for the first.
    """

    title: str
    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()  # what a reviewer has to know, a sentence each
    claims: frozenset[str] = frozenset()
    sections: frozenset[tuple[str, int, int]] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted({edit.path for edit in self.edits}))


class Evidence(Struct, frozen=True):
    """What supports a finding besides its text: a race report, a profile line, a call chain."""

    kind: str
    detail: str
    path: str = ""
    span: Span | None = None


class Finding(Struct, frozen=True):
    """One place that a codemod has something to say about."""

    codemod: str
    message: str
    path: str
    span: Span
    symbol: str  # "example.com/shop/cart.Store.Add", the enclosing or named declaration
    safety: Safety
    status: Status
    reason: str = ""  # why there is no fix, or why it was not applied: one sentence
    reason_id: str = ""  # the stable id of a decline, such as "for-post"
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    # Among ranked findings about one symbol the smallest positive rank with a fix wins.
    rank: int = 0
    # Bytes that its lines hold or have allocated, by the heap profile that was given.
    weight: int = 0
    # The highest level at which Go has passed the fix: build, vet, test, race; "" where none has.
    proof: str = ""
    # The round of the run in which its fix was applied; later ones read the text of earlier ones.
    round: int = 0

    def with_status(self, status: Status, reason: str = "", reason_id: str = "") -> Finding:
        return replace(
            self, status=status, reason=reason or self.reason, reason_id=reason_id or self.reason_id
        )


class FileProblem(Struct, frozen=True):
    """A file that could not be processed; the run goes on without it (exit code 3)."""

    path: str
    what: str
    hint: str = ""


class Summary(Struct, frozen=True):
    files: int = 0  # Go files looked at
    parsed: int = 0  # of them, files of which at least one declaration was parsed
    packages: int = 0
    findings: int = 0
    fixes: int = 0
    declined: int = 0
    seconds: float = 0.0


class Proof(Struct, frozen=True):
    """What the Go toolchain said of the fixes together; refused ones are findings (UNPROVEN)."""

    toolchain: str = ""  # "go1.27.3"; "" where none ran
    packages: int = 0  # type-checked, tests included
    repaired: int = 0  # errors of the build before that are gone
    unproven: tuple[str, ...] = ()  # packages that it could not judge, each with the reason
    skipped: str = ""  # why nothing was proven
    seconds: float = 0.0
    level: str = "build"  # build, vet, test or race
    checked: tuple[str, ...] = ()  # the packages, by import path
    commands: tuple[str, ...] = ()  # what was run, once per kind
    variants: tuple[str, ...] = ()  # of a matrix: each build that was made, and how


class RunResult(Struct, frozen=True):
    """What a run produced: findings, and the new contents of the files that change."""

    root: str  # absolute path of the workspace root
    findings: tuple[Finding, ...]
    before: Mapping[str, bytes]  # by relative path, only files that change; no entry for new ones
    after: Mapping[str, bytes]  # by relative path, every file that changes or is new
    problems: tuple[FileProblem, ...] = ()
    summary: Summary = field(default_factory=Summary)
    proof: Proof | None = None  # None where none was asked for, or nothing changes
    unused_evidence: tuple[str, ...] = ()  # reports that led to nothing, a sentence each
    baseline: str = ""  # the file of known findings that was used
    fixed_known: tuple[str, ...] = ()  # known findings that are no longer there, a sentence each


class Symbol(Struct, frozen=True):
    """A declared name, as `--target` names it.

    `package` is an import path; `type` the receiver or struct type, or, for a local, the function
    (`Store.Add`); `name` the last component. `kind` is one of func, method, type, field, var,
    const, local. `span` is the declaring identifier in the file at `path`.
    """

    package: str
    type: str
    name: str
    kind: str
    path: str
    span: Span

    @property
    def qualified(self) -> str:
        """`example.com/shop/cart.Store.items`."""
        return ".".join(part for part in (self.package, self.type, self.name) if part)

    @property
    def symbol(self) -> str:
        """The name under which findings about it are filed."""
        return self.qualified


class Fact(Struct, frozen=True):
    """What one package's survey tells the rewrite of any package.

    `subject` is a qualified name (`example.com/shop/cart.Store.items`), `kind` a word of the
    codemod's own, `detail` small plain text.
    """

    subject: str
    kind: str
    detail: str = ""
    path: str = ""
    span: Span | None = None


OptionValue = str | int | bool


class Option(Struct, frozen=True):
    """A setting of one codemod: `--option NAME.KEY=VALUE`, or `[options.NAME]` in the file.

    Its kind is the kind of `default`; `choices`, where given, are the only texts allowed.
    """

    default: OptionValue
    help: str
    choices: tuple[str, ...] = ()

    def parse(self, value: object) -> OptionValue:
        """The value in this option's kind; raises UsageError that says what is allowed."""
        if isinstance(value, str) and not isinstance(self.default, str):
            value = _from_text(value, self.default)
        if type(value) is not type(self.default):
            raise UsageError(f"{value!r} is not {_KINDS[type(self.default)]}")
        if self.choices and value not in self.choices:
            raise UsageError(f"{value!r} is not one of {', '.join(self.choices)}")
        assert isinstance(value, (str, int, bool))
        return value


_KINDS: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false"}


def _from_text(text: str, default: OptionValue) -> object:
    """The command line has only texts: read one as the kind of `default`, or hand it back."""
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text.lower(), text)
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else text
