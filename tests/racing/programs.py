"""Runs `gofixmap race` over programs that race, and judges what comes out by their outcome.

    python tests/racing/programs.py [--count N] [--write] [NAME ...]

runs every program (or those named), prints the table, and with `--write` records it in
docs/races.md and tests/racing/outcomes.toml, which the tests hold the next run to.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
OUTCOMES = HERE / "outcomes.toml"
PAGE = HERE.parent.parent / "docs" / "races.md"
_MODULE = "example.com/racing/"
_PROVING_RUNS = 100  # of each mended program, after the patch, by us and not by the loop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one program. `remedies` are the codemods of the fixes that were taken."""

    name: str
    mended: bool
    remedies: tuple[str, ...]
    reason: str  # why a race is left, or what the judge saw

    @property
    def text(self) -> str:
        return "mended" if self.mended else "left"


def names() -> list[str]:
    """Every program: the folders that hold a test."""
    return sorted({path.relative_to(PROGRAMS).parts[0] for path in PROGRAMS.rglob("*_test.go")})


def copy(chosen: Iterable[str], target: Path) -> None:
    """A module with the chosen programs alone."""
    for name in ("internal", *chosen):
        shutil.copytree(PROGRAMS / name, target / name)
    shutil.copy(PROGRAMS / "go.mod", target / "go.mod")


def races(
    folder: Path, *, count: int, env: Mapping[str, str]
) -> dict[str, list[dict[str, object]]]:
    """Runs the loop, which changes the files below `folder`; its races by program."""
    command = [sys.executable, "-m", "gofixmap", "race", "--format", "json"]
    done = subprocess.run(
        [*command, "--count", str(count)], cwd=folder, env=env, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"race ended with {done.returncode}:\n{done.stderr}")
    found: dict[str, list[dict[str, object]]] = {}
    for race in json.loads(done.stdout)["races"]:
        for package in race["packages"]:
            found.setdefault(_program(package), []).append(race)
    return found


def _program(package: str) -> str:
    return package.removeprefix(_MODULE).split("/")[0]


def failures(go: Path, folder: Path, *flags: str, env: Mapping[str, str]) -> dict[str, str]:
    """The programs whose tests fail, race, crash or hang, each with the first telling line."""
    command = [str(go), "test", "-json", "-timeout", "300s", *flags, "./..."]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    failed: dict[str, str] = {}
    telling: dict[str, str] = {}
    for line in done.stdout.splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        name = _program(event.get("Package", event.get("ImportPath", "")))
        text = event.get("Output", "")
        if re.search(r"DATA RACE|fatal error|panic: |_test\.go:\d+: ", text):
            telling.setdefault(name, text.strip())
        if event.get("Action") in ("fail", "build-fail"):
            failed.setdefault(name, "fails")
    return {name: telling.get(name, words) for name, words in failed.items()}


def judge(
    go: Path, env: Mapping[str, str], chosen: Sequence[str], *, count: int
) -> tuple[dict[str, str], list[Outcome]]:
    """What raced before, and the outcome of each program after the loop."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        copy(chosen, folder)
        before = failures(go, folder, "-race", "-count=3", env=env)
        found = races(folder, count=count, env=env)
        raced = failures(go, folder, "-race", f"-count={_PROVING_RUNS}", env=env)
        wrong = failures(go, folder, f"-count={_PROVING_RUNS}", env=env)
    bad = {name: words for each in (wrong, raced) for name, words in each.items()}
    return before, [_outcome(name, found.get(name, []), bad.get(name, "")) for name in chosen]


def _outcome(name: str, found: Sequence[Mapping[str, object]], bad: str) -> Outcome:
    remedies = [race["remedy"] for race in found if race["remedy"]]
    taken = sorted({str(remedy["codemod"]) for remedy in remedies if isinstance(remedy, dict)})
    reasons = [why for race in found if race["outcome"] == "left" for why in _reasons(race)]
    return Outcome(name, not bad and bool(found), tuple(taken), "; ".join(reasons) or bad)


def _reasons(race: Mapping[str, object]) -> list[str]:
    refused = race["refused"]
    assert isinstance(refused, list)
    told = [f"{each['codemod']}: {each['reason']}" for each in refused]
    return told or [str(race["reason"])]


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table, mended programs first, and the counts by remedy."""
    by_remedy = Counter(" + ".join(each.remedies) for each in outcomes if each.mended)
    mended = sum(each.mended for each in outcomes)
    lines = [f"{mended} of {len(outcomes)} programs end without a race.", ""]
    lines += ["| remedy | programs |", "|---|---|"]
    lines += [f"| {remedy} | {n} |" for remedy, n in by_remedy.most_common()]
    lines += ["", "| program | outcome | remedy, or why none |", "|---|---|---|"]
    for each in sorted(outcomes, key=lambda each: (not each.mended, each.name)):
        why = " + ".join(each.remedies) if each.mended else each.reason.replace("|", "\\|")
        lines.append(f"| {each.name} | {each.text} | {why} |")
    return "\n".join(lines) + "\n"


_INTRODUCTION = """# Programs that race

What `gofixmap race` makes of the programs in `tests/racing/programs`, each a small package whose
test races and also checks what the program computes. A program counts as mended when, with the
patch applied, its test passes {runs} times with the race detector and {runs} times without:
no race, no lost update, no hang. Written by

    python tests/racing/programs.py --write

"""


def record(outcomes: Sequence[Outcome]) -> None:
    """Writes the page and the outcomes that tests compare with."""
    PAGE.write_text(_INTRODUCTION.format(runs=_PROVING_RUNS) + table(outcomes), encoding="utf-8")
    lines = ["# What each program ends with; written by programs.py.\n"]
    for each in outcomes:
        remedies = ", ".join(f'"{remedy}"' for remedy in each.remedies)
        mended = str(each.mended).lower()
        lines.append(f"{each.name} = {{ mended = {mended}, remedies = [{remedies}] }}\n")
    OUTCOMES.write_text("".join(lines), encoding="utf-8")


def main() -> int:
    """The command: measure, print, and record where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("names", nargs="*", help="programs; all where none is given")
    parser.add_argument("--count", type=int, default=20, help="runs that prove a remedy")
    parser.add_argument("--write", action="store_true", help="record the outcomes")
    arguments = parser.parse_args()
    found = shutil.which("go")
    if found is None:
        parser.error("no go on PATH")
    env = os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": ""}
    chosen = arguments.names or names()
    before, outcomes = judge(Path(found), env, chosen, count=arguments.count)
    print(table(outcomes), end="")
    quiet = sorted(set(chosen) - set(before))
    if quiet:
        print("did not race before:", ", ".join(quiet))
    if arguments.write:
        record(outcomes)
    return 1 if quiet else 0


if __name__ == "__main__":
    raise SystemExit(main())
