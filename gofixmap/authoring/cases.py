"""Golden cases: a tree before, the files that change, and what is expected of the codemod.

A case is a folder `<codemod>/<case>/` with `case.toml`, `before/` and, where something changes,
`after/` (only the files that change). Unknown keys are errors, because a misspelt expectation is
one that nobody checks.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from gofixmap.errors import UsageError
from gofixmap.model import Safety

CASE_FILE = "case.toml"
MODULE = "example.com/golden"
EXPECTATIONS = ("change", "keep", "decline")


class Case(Struct, frozen=True):
    """One golden case; see docs/authoring.md for what each key means."""

    codemod: str
    name: str
    path: Path
    description: str
    why: str
    expect: str  # change | keep | decline
    decline: tuple[str, ...] = ()  # reason ids, each as often as it is expected
    safety: Safety = Safety.SAFE  # the highest tier that is applied
    tier: Safety | None = None  # the tier of every finding with a fix
    targets: tuple[str, ...] = ()
    evidence: tuple[Path, ...] = ()  # race logs
    select: tuple[str, ...] = ()
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    go: str = "1.27"
    vet: bool = True
    output: str | None = None
    output_before: str | None = None
    race: bool = False  # the tests race before, and after they pass without a race
    race_count: int = 1  # runs of the tests that it takes to see the race
    allocs_before: str = ""  # of each benchmark per operation: ">=4", "<=1", "==0"
    allocs_after: str = ""

    @property
    def id(self) -> str:
        return f"{self.codemod}/{self.name}"


def find_cases(root: Path, codemod: str = "") -> Iterator[Case]:
    """All cases below `root`, or those of one codemod, in the order of their names.

    Raises UsageError for a case that cannot be read.
    """
    for path in sorted(root.glob(f"{codemod or '*'}/*/{CASE_FILE}")):
        yield load_case(path.parent)


def load_case(path: Path) -> Case:
    """The case in the folder `path`; raises UsageError where its case.toml says something odd."""
    file = path / CASE_FILE
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the case: {error}", where=str(file)) from error
    if not (path / "before").is_dir():
        raise UsageError("the case has no before/ folder", where=str(path))
    problem = _problem(raw) or _disagreement(raw, path)
    if problem:
        raise UsageError(problem, where=str(file), hint="docs/authoring.md lists the keys")
    return _case(path, raw)


def _problem(raw: Mapping[str, Any]) -> str:
    for key, value in raw.items():
        kind = _KINDS.get(key)
        if kind is None:
            return f"unknown key {key!r}"
        if not isinstance(value, kind):
            return f"{key} is {value!r}, which is the wrong kind"
    missing = [key for key in ("description", "why", "expect") if not raw.get(key)]
    return f"no {missing[0]}" if missing else ""


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "description": str,
    "why": str,
    "expect": str,
    "decline": (str, list),
    "safety": str,
    "tier": str,
    "targets": list,
    "evidence": list,
    "select": list,
    "options": dict,
    "go": str,
    "vet": bool,
    "output": str,
    "output_before": str,
    "race": bool,
    "race_count": int,
    "allocs_before": str,
    "allocs_after": str,
}


def _disagreement(raw: Mapping[str, Any], path: Path) -> str:
    """What in a well-formed case contradicts itself; "" where nothing does."""
    expect, has_after = raw["expect"], (path / "after").is_dir()
    tiers = [raw[key] for key in ("safety", "tier") if key in raw]
    if expect not in EXPECTATIONS:
        return f"expect is {expect!r}, not one of {', '.join(EXPECTATIONS)}"
    if any(tier not in _TIERS for tier in tiers):
        return f"a safety is one of {', '.join(_TIERS)}"
    if has_after is not (expect == "change"):
        return "after/ goes with expect = 'change', and with nothing else"
    if bool(raw.get("decline")) < (expect == "decline"):
        return "expect = 'decline' needs the reason ids in decline"
    if expect == "keep" and raw.get("decline"):
        return "expect = 'keep' means no finding at all, so there is no reason to decline"
    return _race_disagreement(raw, path) or _allocs_disagreement(raw, path)


def _race_disagreement(raw: Mapping[str, Any], path: Path) -> str:
    if raw.get("race_count", 1) < 1:
        return "race_count is less than one"
    if not raw.get("race"):
        return "race_count goes with race = true" if "race_count" in raw else ""
    if not any((path / "before").rglob("*_test.go")):
        return "race = true needs a _test.go in before/ that races"
    return ""


_ALLOCS = re.compile(r"(?P<sign><=|>=|==) ?(?P<count>\d+)")


def _allocs_disagreement(raw: Mapping[str, Any], path: Path) -> str:
    given = [key for key in ("allocs_before", "allocs_after") if key in raw]
    for key in given:
        if not _ALLOCS.fullmatch(raw[key]):
            return f"{key} is {raw[key]!r}, not of the form '<=1', '>=4' or '==0'"
    if given and not any((path / "before").rglob("*_test.go")):
        return f"{given[0]} needs a _test.go in before/ with a benchmark"
    return ""


def allows(wanted: str, count: int) -> bool:
    """Whether a number of allocations is what `allocs_before` or `allocs_after` asks for."""
    match = _ALLOCS.fullmatch(wanted)
    if match is None:
        return False
    bound = int(match["count"])
    return {"<=": count <= bound, ">=": count >= bound, "==": count == bound}[match["sign"]]


_TIERS: Mapping[str, Safety] = {tier.label: tier for tier in Safety}


def _case(path: Path, raw: Mapping[str, Any]) -> Case:
    decline = raw.get("decline", [])
    return Case(
        codemod=path.parent.name,
        name=path.name,
        path=path,
        description=raw["description"],
        why=raw["why"],
        expect=raw["expect"],
        decline=(decline,) if isinstance(decline, str) else tuple(decline),
        safety=_TIERS[raw.get("safety", "safe")],
        tier=_TIERS[raw["tier"]] if "tier" in raw else None,
        targets=tuple(raw.get("targets", ())),
        evidence=tuple(path / str(name) for name in raw.get("evidence", ())),
        select=tuple(raw.get("select", (path.parent.name,))),
        options=_flat(raw.get("options", {})),
        go=raw.get("go", "1.27"),
        vet=raw.get("vet", raw["expect"] != "decline"),
        output=raw.get("output"),
        output_before=raw.get("output_before"),
        race=raw.get("race", False),
        race_count=raw.get("race_count", 1),
        allocs_before=raw.get("allocs_before", ""),
        allocs_after=raw.get("allocs_after", ""),
    )


def _flat(options: Mapping[str, Any]) -> dict[str, str | int | bool]:
    """Options by `codemod.key`, whether written as quoted keys or as one table per codemod."""
    flat: dict[str, str | int | bool] = {}
    for key, value in options.items():
        inner = value.items() if isinstance(value, dict) else ()
        flat |= {f"{key}.{name}": item for name, item in inner} if inner else {key: value}
    return flat


def tree_of(root: Path) -> dict[str, bytes]:
    """The bytes of every file below `root`, by relative path with forward slashes."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def lay_out(case: Case, folder: Path) -> dict[str, bytes]:
    """Copy `before/` into the empty `folder`, with a go.mod where it has none; return the tree."""
    shutil.copytree(case.path / "before", folder, dirs_exist_ok=True)
    if not any(folder.rglob("go.mod")) and not (folder / "go.work").exists():
        line = f"\ngo {case.go}\n" if case.go else ""
        (folder / "go.mod").write_text(f"module {MODULE}\n{line}", encoding="utf-8")
    return tree_of(folder)


def expected_tree(case: Case, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The tree that the case asks for."""
    after = case.path / "after"
    return {**before, **(tree_of(after) if after.is_dir() else {})}
