"""Converts value-receiver methods of real modules by `--target`, and lets Go judge the result.

    GOFIXMAP_CORPORA=/path/to/checkouts python tests/corpus/conversions.py 50 > docs/conversions.md

Nothing is written into the checkouts: Go sees the new contents through an overlay. Modules whose
dependencies are not in the module cache, and packages whose tests fail beforehand, are passed over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from gofixmap.engine import run
from gofixmap.engine.request import Request
from gofixmap.model import Finding, Safety
from gofixmap.semantics.effects import receiver_name
from gofixmap.semantics.info import FileInfo, Semantics
from gofixmap.semantics.interfaces import arity_of_node, is_well_known
from gofixmap.semantics.types import Type
from gofixmap.syntax.source import Declaration
from gofixmap.workspace import Package, Workspace

_SECONDS = 150  # for one Go command; a package whose tests take longer is passed over
_PER_PACKAGE = 2
_TEST_BYTES = 200_000  # packages with more test code than this take too long


@dataclass(frozen=True, slots=True)
class Candidate:
    """A method with a value receiver; `shape` says what makes it different from others."""

    module: Path
    package: str
    type: str
    name: str
    shape: str

    @property
    def target(self) -> str:
        return f"{self.package}.{self.type}.{self.name}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`result` is "converted", "declined", "does not build", "vet", "tests" or "nothing"."""

    candidate: Candidate
    result: str
    reason: str = ""
    edits: int = 0
    notes: int = 0

    @property
    def is_good(self) -> bool:
        """Proved or refused. A warning in the fix's notes does not excuse a failing test."""
        return self.result in ("converted", "declined")


def candidates(module: Path) -> Iterator[Candidate]:
    """The value-receiver methods of a module's tested packages, in an order that hides names."""
    semantics = Semantics(Workspace.open([module]))
    found: list[Candidate] = []
    for package in semantics.workspace.packages():
        own = package.module is not None and package.module.dir == str(module)
        if own and not package.is_main and 0 < _test_bytes(module, package) < _TEST_BYTES:
            found += _of_package(semantics, module, package)
    yield from sorted(found, key=lambda each: sha256(each.target.encode()).digest())


def _test_bytes(module: Path, package: Package) -> int:
    return sum((module / path).stat().st_size for path in package.test_files)


def _of_package(semantics: Semantics, module: Path, package: Package) -> Iterator[Candidate]:
    for path in package.files:
        info = semantics.file(path)
        if info.file.is_generated or info.context != semantics.workspace.host:
            continue
        for declaration in info.file.declarations:
            method = declaration.method
            if method is not None and not method[2]:
                shape = _shape(info, declaration)
                yield Candidate(module, package.path, method[0], method[1], shape)


def _shape(info: FileInfo, declaration: Declaration) -> str:
    """The receiver's kind, how the body uses it, and whether the name is a well-known one."""
    node = declaration.node
    name, body = receiver_name(node), node.child_by_field_name("body")
    variable = info.object_of(name) if name is not None else None
    words = []
    if variable is None or body is None:
        words.append("unnamed receiver")
    else:
        words.append(_kind(variable.type))
        uses = info.uses_in(variable, body)
        parents = {use.parent.type for use in uses if use.parent is not None}
        words.append("members only" if parents <= {"selector_expression"} else "whole value")
    if is_well_known(declaration.method[1] if declaration.method else "", arity_of_node(node)):
        words.append("well-known name")
    return ", ".join(words)


def _kind(kind: Type) -> str:
    for name in ("struct", "slice", "map", "array", "func", "chan", "string", "basic"):
        if getattr(kind, f"is_{name}"):
            return name
    return "other"


def in_turn(modules: list[Path]) -> Iterator[Candidate]:
    """Candidates of all shapes and modules in turn, at most two of a package."""
    by_shape: dict[str, list[Candidate]] = {}
    for turn in zip_longest(*(candidates(module) for module in modules)):
        for each in turn:
            if each is not None:
                by_shape.setdefault(each.shape, []).append(each)
    used: Counter[str] = Counter()
    for turn in zip_longest(*(by_shape[shape] for shape in sorted(by_shape))):
        for each in turn:
            if each is not None and used[each.package] < _PER_PACKAGE:
                used[each.package] += 1
                yield each


def verdicts(modules: list[Path], count: int) -> Iterator[Verdict]:
    """The first `count` verdicts; what fails without the conversion as well is left out."""
    found = 0
    for candidate in in_turn(modules):
        verdict = judged(candidate)
        if not verdict.is_good and not passes_before(candidate):
            continue
        yield verdict
        found += 1
        if found == count:
            return


def judged(candidate: Candidate) -> Verdict:
    """Converts one method and builds, vets and tests what comes out."""
    result = run(
        Request(
            (candidate.module,),
            select=("pointer-receiver",),
            safety=Safety.SAFE,
            targets=(candidate.target,),
            jobs=1,
        )
    )
    own = [finding for finding in result.findings if finding.symbol == candidate.target]
    if not own:
        return Verdict(candidate, "nothing")
    finding = own[0]
    if not result.after:
        return Verdict(candidate, "declined", finding.reason_id + ": " + finding.reason)
    return _proved(candidate, finding, result.after)


def _proved(candidate: Candidate, finding: Finding, after: Mapping[str, bytes]) -> Verdict:
    fix = finding.fix
    edits, notes = (len(fix.edits), len(fix.notes)) if fix is not None else (0, 0)
    with tempfile.TemporaryDirectory() as folder:
        overlay = _overlay(Path(folder), candidate.module, after)
        for result, arguments in _proofs(candidate):
            command = [arguments[0], f"-overlay={overlay}", *arguments[1:]]
            complaint = _go(candidate.module, command)
            if complaint:
                return Verdict(candidate, result, complaint, edits, notes)
    return Verdict(candidate, "converted", "", edits, notes)


def _proofs(candidate: Candidate) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What Go is asked, and what it means where Go refuses."""
    if candidate.type[:1].isupper():
        yield "does not build", ("list", "-export", "-f", "{{.Error}}", "./...")  # links nothing
    yield "vet", ("vet", candidate.package)
    yield "tests", ("test", "-count=1", candidate.package)


def _overlay(folder: Path, module: Path, after: Mapping[str, bytes]) -> Path:
    replaced = {}
    for index, (path, data) in enumerate(after.items()):
        copy = folder / f"{index}.go"
        copy.write_bytes(data)
        replaced[str(module / path)] = str(copy)
    overlay = folder / "overlay.json"
    overlay.write_text(json.dumps({"Replace": replaced}))
    return overlay


def passes_before(candidate: Candidate) -> bool:
    return all(not _go(candidate.module, list(arguments)) for _, arguments in _proofs(candidate))


def _go(module: Path, arguments: list[str]) -> str:
    """Runs Go offline; the end of what it says where it fails, else an empty text."""
    settings = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly"}
    environment = os.environ | settings
    try:
        done = subprocess.run(
            ["go", *arguments],
            cwd=module,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"more than {_SECONDS} s"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return " | ".join(lines[-6:]) or "failed" if done.returncode else ""


def table(found: list[Verdict]) -> str:
    """The verdicts as a Markdown table, with the sums."""
    rows = ["| method | shape | result | edits, notes |", "|---|---|---|---|"]
    for each in found:
        reason = f": {each.reason}" if each.reason else ""
        size = f"{each.edits}, {each.notes}" if each.edits else ""
        rows.append(
            f"| `{each.candidate.target}` | {each.candidate.shape} | "
            f"{each.result}{reason.replace('|', '/')} | {size} |"
        )
    counts = dict.fromkeys(("converted", "declined"), 0)
    for each in found:
        counts[each.result] = counts.get(each.result, 0) + 1
    sums = ", ".join(f"{count} {name}" for name, count in counts.items())
    return "\n".join(rows) + f"\n\n{len(found)} methods: {sums}.\n"


def modules_of(corpora: Path, names: list[str]) -> list[Path]:
    found = sorted(path.parent for path in corpora.glob("*/go.mod"))
    return [path for path in found if not names or path.name in names]


def main() -> None:
    corpora = Path(os.environ["GOFIXMAP_CORPORA"]).resolve()
    found = []
    for verdict in verdicts(modules_of(corpora, sys.argv[2:]), int(sys.argv[1])):
        found.append(verdict)
        print(verdict.result, verdict.candidate.target, verdict.reason, file=sys.stderr)
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
