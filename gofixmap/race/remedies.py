"""What the codemods offer for the races on one variable, best first."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from gofixmap.edits import by_path, rewrite
from gofixmap.engine import Request, run
from gofixmap.errors import UsageError
from gofixmap.model import Finding, Fix, Safety, Status
from gofixmap.race.bench import Contents
from gofixmap.race.groups import Group
from gofixmap.race.request import RaceRequest
from gofixmap.race.result import Attempt
from gofixmap.registry import Registry, installed

NOTHING = "no codemod offers anything for it"
_LAST = 1_000_000  # the rank of an offer that has none


class Offer(Struct, frozen=True):
    """A fix, with the contents that it makes of those that it was asked about."""

    finding: Finding
    fix: Fix
    contents: dict[str, bytes]  # by absolute path, all that differs from the disk


class Offers(Struct, frozen=True):
    """What can be tried, in order, and why other things cannot."""

    offers: tuple[Offer, ...]
    declined: tuple[Attempt, ...]
    nothing: str  # why there is neither, or what went wrong


def race_codemods(request: RaceRequest, registry: Registry | None = None) -> tuple[str, ...]:
    """The codemods that take race reports, of those that the request selects."""
    every = (registry or installed()).codemods
    names = [each.name for each in every if "race" in each.evidence]
    unknown = [n for n in (*request.select, *request.ignore) if n not in {e.name for e in every}]
    if unknown:
        raise UsageError(f"no codemod {unknown[0]!r}", hint=f"these mend races: {', '.join(names)}")
    wanted = [n for n in names if not request.select or n in request.select]
    return tuple(name for name in wanted if name not in request.ignore)


def remedies(
    group: Group,
    request: RaceRequest,
    root: Path,
    contents: Contents,
    registry: Registry | None = None,
) -> Offers:
    """Asks the codemods about a group with a symbol, in the contents as they are now.

    The symbol's path is relative to `root`.
    """
    assert group.symbol is not None
    names = race_codemods(request, registry)
    if not names:
        return Offers((), (), "no codemod that mends races is selected")
    file = root / group.symbol.path
    result = run(_request(group, request, file, contents, names), registry=registry)
    own = [each for each in result.findings if _is_about(each, group)]
    first = group.symbol.qualified
    ranked = sorted(own, key=lambda each: (each.symbol != first, each.rank or _LAST))
    offers = [_offer(each, Path(result.root), contents) for each in ranked if each.fix is not None]
    declined = [
        Attempt(each.codemod, each.message, each.reason)
        for each in ranked
        if each.fix is None and each.status is Status.DECLINED
    ]
    problems = dict.fromkeys(f"{problem.path}: {problem.what}" for problem in result.problems)
    nothing = "; ".join(problems) or ("" if offers or declined else NOTHING)
    found = tuple(each for each in offers if each is not None)
    return Offers(found, tuple(dict.fromkeys(declined)), nothing)


def _request(
    group: Group, request: RaceRequest, file: Path, contents: Contents, names: tuple[str, ...]
) -> Request:
    return Request(
        paths=(file,),
        select=names,
        safety=Safety.TARGET,
        apply=False,
        alternatives=True,
        reports=tuple(group.reports),
        overlay=dict(contents),
        jobs=1,
        config_file=request.config_file,
    )


def _is_about(finding: Finding, group: Group) -> bool:
    """Whether a codemod says it for the reports' sake, and not of what it finds by itself.

    Reports may mean the value that holds the variable, too; the likeliest comes first.
    """
    cited = any(evidence.kind == "race" for evidence in finding.evidence)
    return cited and finding.symbol in group.symbols


def _offer(finding: Finding, root: Path, contents: Contents) -> Offer | None:
    """The offer, or None where the fix changes nothing."""
    assert finding.fix is not None
    changed: dict[str, bytes] = {}
    for path, edits in by_path([finding.fix]).items():
        absolute = (root / path).as_posix()
        data = contents.get(absolute)
        changed[absolute] = rewrite((root / path).read_bytes() if data is None else data, edits)
    after = {**contents, **changed}
    return Offer(finding, finding.fix, after) if after != contents else None


def title_of(finding: Finding) -> str:
    return finding.fix.title if finding.fix is not None else finding.message


def attempt(finding: Finding, reason: str = "") -> Attempt:
    return Attempt(finding.codemod, title_of(finding), reason)
