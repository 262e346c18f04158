"""Runs `gofixmap race` on suites of small racing programs, and lets Go judge what it says.

    python tests/corpus/races.py OUT.jsonl SUITE... [--count N] [--only TEXT] [--every N]

A suite is a folder of modules, one program each. A module with a `tests.txt` is one program for
each test that is named there, a line each. Nothing is written into a suite: the patch is applied
to a copy, in which the tests run again, with the race detector and without. One JSON line a
program; the summary goes to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gofixmap.verify import find_toolchain
from gofixmap.verify.toolchain import go_environment

SECONDS = 300  # for one program
TIMEOUT = 20  # seconds for its tests, in one run of Go
FIRST = 5  # runs of its tests to find what races
CHECKS = 10  # runs of its tests that judge the result
RACE = ("WARNING: DATA RACE", "fatal error: concurrent map")


@dataclass(frozen=True, slots=True)
class Program:
    """A module, and the one test of it that is meant ("" for all)."""

    suite: str
    folder: Path
    test: str = ""

    @property
    def name(self) -> str:
        return "/".join(part for part in (self.suite, self.folder.name, self.test) if part)


@dataclass(slots=True)
class Row:
    """What came of a program.

    `verdict`: quiet (it does not race today), unbuilt, mended, left, partly, or wrong: gofixmap
    calls it mended, and Go sees a race, a failure that was not there, or a hang.
    """

    program: str
    verdict: str
    passes_before: bool = False  # without the race detector
    passes_after: bool = False
    races: int = 0
    remedies: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    seconds: float = 0.0
    detail: str = ""


def programs(suites: Sequence[Path], only: str = "") -> Iterator[Program]:
    for suite in suites:
        for mod in sorted(suite.glob("*/go.mod")):
            names = mod.with_name("tests.txt")
            tests = names.read_text(encoding="utf-8").split() if names.is_file() else [""]
            for test in tests:
                program = Program(suite.name, mod.parent, test)
                if only in program.name:
                    yield program


def judge(program: Program, count: int) -> Row:
    """Runs the program through gofixmap, and the result through Go."""
    with tempfile.TemporaryDirectory(prefix="races-") as name:
        copy = Path(name).resolve() / program.folder.name
        shutil.copytree(program.folder, copy)
        started = time.monotonic()
        before = _go_test(copy, program.test, race=False, count=1)
        checks = max(1, min(CHECKS, int(TIMEOUT / (time.monotonic() - started))))
        if before[0] == "unbuilt":
            return Row(program.name, "unbuilt", detail=before[1][:300])
        report, words = _gofixmap(copy, program.test, count)
        if report is None:
            return Row(program.name, "error", before[0] == "pass", detail=words[-500:])
        row = _row(program, report)
        row.passes_before = before[0] == "pass"
        if not row.races:
            return row
        _apply(copy, report["patch"])
        plain = _go_test(copy, program.test, race=False, count=checks)
        raced = _go_test(copy, program.test, race=True, count=checks)
        row.passes_after = plain[0] == "pass"
        return _judged(row, before[0], plain, raced)


def _judged(row: Row, before: str, plain: tuple[str, str], raced: tuple[str, str]) -> Row:
    """Holds what gofixmap says against what Go says."""
    broken = before == "pass" and plain[0] != "pass"
    if broken and row.remedies:
        row.verdict, row.detail = "wrong", plain[1][-800:]
    elif row.verdict == "mended" and raced[0] != "pass":
        row.verdict, row.detail = "wrong", raced[1][-800:]
    return row


def _row(program: Program, report: Mapping[str, Any]) -> Row:
    races = report["races"]
    left = [race for race in races if race["outcome"] == "left"]
    fixed = [race for race in races if race["outcome"] == "fixed"]
    verdict = "quiet" if not races else "mended" if not left else "partly" if fixed else "left"
    return Row(
        program.name,
        verdict,
        races=len(races),
        remedies=[f"{race['remedy']['codemod']}: {race['remedy']['title']}" for race in fixed],
        reasons=[_reason(race) for race in left],
        seconds=report["seconds"],
    )


def _reason(race: Mapping[str, Any]) -> str:
    tried = [f"{each['codemod']}: {each['reason']}" for each in race["refused"]]
    name = race["variable"] or race["detail"]
    return f"{name}: {' | '.join([*tried, race['reason']] if race['reason'] else tried)}"


def _gofixmap(folder: Path, test: str, count: int) -> tuple[dict[str, Any] | None, str]:
    command = [sys.executable, "-m", "gofixmap", "race", "--dry-run", "--format", "json"]
    command += [f"--count={count}", f"--first-count={FIRST}", f"--timeout={TIMEOUT}s"]
    if test:
        command.append(f"--run=^{test}$")
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None, f"not done after {SECONDS} seconds"
    try:
        return json.loads(run.stdout), run.stderr
    except ValueError:
        return None, run.stderr


def _go_test(folder: Path, test: str, *, race: bool, count: int) -> tuple[str, str]:
    """pass, race, fail or unbuilt, and Go's words."""
    tool = find_toolchain()
    assert tool is not None, "no Go toolchain"
    flags = [
        f"-count={count}",
        f"-timeout={4 * TIMEOUT}s",
        "-vet=off",
        *(["-race"] if race else []),
    ]
    command = [str(tool.go), "test", *flags, *([f"-run=^{test}$"] if test else []), "./..."]
    environment = go_environment(tool, os.environ.get("GOMODCACHE", ""))
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace"
    )
    words = run.stdout + run.stderr
    if run.returncode == 0:
        return "pass", words
    if "[build failed]" in words or "[setup failed]" in words:
        return "unbuilt", words
    return ("race" if any(mark in words for mark in RACE) else "fail"), words


def _apply(folder: Path, patch: str) -> None:
    if patch:
        command = ["git", "apply", "--unsafe-paths", "-"]
        subprocess.run(command, cwd=folder, input=patch.encode(), check=True, capture_output=True)


def summary(rows: Sequence[Row]) -> str:
    """How the programs of each suite came out, and which remedies were taken how often."""
    lines = []
    suites = dict.fromkeys(row.program.split("/")[0] for row in rows)
    for suite in suites:
        count = Counter(row.verdict for row in rows if row.program.startswith(f"{suite}/"))
        racing = sum(n for verdict, n in count.items() if verdict not in ("quiet", "unbuilt"))
        share = f"{100 * count['mended'] / racing:.0f} %" if racing else "-"
        listed = ", ".join(f"{n} {verdict}" for verdict, n in count.most_common())
        lines.append(f"{suite}: {racing} race, {share} mended ({listed})")
    remedies = Counter(remedy.split(":")[0] for row in rows for remedy in row.remedies)
    lines.append(", ".join(f"{name} {n}" for name, n in remedies.most_common()))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("suites", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1, help="take one program of so many")
    given = parser.parse_args()
    rows = []
    with given.out.open("w", encoding="utf-8") as out:
        for program in list(programs(given.suites, given.only))[:: given.every]:
            row = judge(program, given.count)
            rows.append(row)
            out.write(json.dumps(asdict(row)) + "\n")
            out.flush()
    print(summary(rows))


if __name__ == "__main__":
    main()
