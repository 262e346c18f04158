"""Fixes held against Go in several build variants: what one of them refuses falls in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from gofixmap.engine.proof import prove
from gofixmap.model import Edit, Finding, Proof
from gofixmap.workspace import Workspace
from gofixmap.workspace.variants import Variant

if TYPE_CHECKING:
    from gofixmap.semantics.sharing.attribution import Attributed
    from gofixmap.verify.golist import Graphs
    from gofixmap.workspace import BuildContext

LEVELS = ("", "build", "vet", "test", "race")  # what a fix has passed, the least first

_Key = tuple[Edit, ...]  # what stands or falls together has the same edits


def prove_variants(
    workspace: Workspace,
    applied: Sequence[Finding],
    variants: Sequence[Variant],
    level: str,
    reports: Sequence[Attributed] = (),
    *,
    seconds: float | None = None,
    told: Callable[[str], None] = lambda _: None,
    graphs: Graphs | None = None,
) -> tuple[list[Finding], list[Finding], Proof | None]:
    """As `prove`, in every variant that has files of a fix; `workspace` is of this machine.

    Files that are part of none are proven in a build that has them, as without variants. Reasons
    name the variant. `seconds` are for each of them, and `told` hears which one is next.
    """
    if level == "none" or not applied:
        return list(applied), [], None
    proofs = _Proofs(workspace, applied, variants)
    while proofs.is_open:
        for part in proofs.parts:
            mine = proofs.next_of(part)
            if mine:
                told(part.name)
                outcome = prove(
                    workspace,
                    mine,
                    level,
                    reports,
                    seconds=seconds,
                    context=part.context,
                    only=part.paths,
                    graphs=graphs,
                )
                proofs.note(part, outcome)
    return proofs.kept(), proofs.refused, proofs.summary(level)


class _Part(Struct):
    """One build, and the changed files that it has; `context` None: whichever has them."""

    name: str
    context: BuildContext | None
    paths: frozenset[str]
    is_cross: bool = False
    proven: list[Finding] | None = None  # what the latest proof was given and has left
    proof: Proof | None = None
    levels: dict[_Key, str] = field(default_factory=dict)

    def concerns(self, finding: Finding) -> bool:
        return finding.fix is not None and not self.paths.isdisjoint(finding.fix.paths)

    @property
    def spelled(self) -> str:
        return f"{self.name} (without cgo)" if self.is_cross else self.name


class _Proofs:
    def __init__(
        self, workspace: Workspace, applied: Sequence[Finding], variants: Sequence[Variant]
    ) -> None:
        paths = {path for f in applied if f.fix for path in f.fix.paths if path.endswith(".go")}
        self._left = list(applied)
        self.refused: list[Finding] = []
        self.parts: list[_Part] = []
        for variant in variants:
            context = variant.context(workspace.host)
            own = frozenset(path for path in paths if workspace.matches(path, context))
            is_cross = variant.is_cross(workspace.host)
            self.parts.append(_Part(str(variant), context, own, is_cross))
        rest = paths.difference(*(part.paths for part in self.parts))
        if rest:
            self.parts.append(_Part("a build for the other files", None, frozenset(rest)))

    @property
    def is_open(self) -> bool:
        """Whether a part has yet to see what is left as it is left."""
        return any(part.proven != self._of(part) for part in self.parts if self._of(part))

    def _of(self, part: _Part) -> list[Finding]:
        return [finding for finding in self._left if part.concerns(finding)]

    def next_of(self, part: _Part) -> list[Finding]:
        """What a part has to prove now; empty where it has."""
        mine = self._of(part)
        return [] if part.proven == mine else mine

    def note(self, part: _Part, outcome: tuple[list[Finding], list[Finding], Proof | None]) -> None:
        kept, refused, part.proof = outcome
        part.levels = {_key(finding): finding.proof for finding in kept}
        dropped = {_key(finding) for finding in refused}
        self._left = [finding for finding in self._left if _key(finding) not in dropped]
        self.refused += (replace(f, reason=f"in {part.name}, {f.reason}") for f in refused)
        part.proven = self._of(part)

    def kept(self) -> list[Finding]:
        """What is left, each with the lowest level that it has passed in any of its builds."""
        return [replace(finding, proof=self._level(finding)) for finding in self._left]

    def _level(self, finding: Finding) -> str:
        levels = [p.levels.get(_key(finding), "") for p in self.parts if p.concerns(finding)]
        return min(levels, key=LEVELS.index, default="")

    def summary(self, level: str) -> Proof:
        proofs = [part.proof for part in self.parts if part.proof is not None]
        made = [part for part in self.parts if part.proof is not None and not part.proof.skipped]
        checked = tuple(sorted({path for proof in proofs for path in proof.checked}))
        skipped = [proof.skipped for proof in proofs if proof.skipped]
        return Proof(
            toolchain=", ".join(_once(proof.toolchain for proof in proofs if proof.toolchain)),
            level="build" if level == "auto" else level,
            packages=len(checked),
            checked=checked,
            commands=_once(c for part in self.parts for c in _commands(part)),
            repaired=max((proof.repaired for proof in proofs), default=0),
            unproven=_once(each for part in self.parts for each in _unproven(part)),
            skipped=skipped[0] if skipped and not made else "",
            seconds=sum(proof.seconds for proof in proofs),
            variants=tuple(part.spelled for part in made),
        )


def _key(finding: Finding) -> _Key:
    return finding.fix.edits if finding.fix is not None else ()


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _commands(part: _Part) -> tuple[str, ...]:
    """What was run, with the variables that make it a build of this variant."""
    commands = part.proof.commands if part.proof is not None else ()
    if part.context is None or not part.is_cross:
        return commands
    target = f"GOOS={part.context.goos} GOARCH={part.context.goarch} CGO_ENABLED=0"
    return tuple(f"{target} {command}" for command in commands)


def _unproven(part: _Part) -> tuple[str, ...]:
    if part.proof is None:
        return ()
    if part.proof.skipped:
        return (f"{part.name}: {part.proof.skipped}",)
    return part.proof.unproven
