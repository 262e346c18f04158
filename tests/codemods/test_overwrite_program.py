"""The program that measures what overwriting a map entry costs, and the page that quotes it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "docs" / "programs" / "overwrite"
PAGE = ROOT / "docs" / "overwriting.md"
VERDICT = re.compile(r"^(holds|DOES NOT HOLD): (.+)$", re.MULTILINE)


def test_verdicts_hold(go: Path, go_env: dict[str, str]) -> None:
    command = [go, "run", ".", "-short"]
    run = subprocess.run(command, cwd=PROGRAM, env=go_env, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    found = VERDICT.findall(run.stdout)
    assert {word for word, _ in found} == {"holds"}
    quoted = {text for _, text in VERDICT.findall(PAGE.read_text(encoding="utf-8"))}
    assert {text for _, text in found} <= quoted


def test_page_names_the_go_version() -> None:
    assert re.search(r"^go1\.\d+(\.\d+)? \w+/\w+$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_program_is_formatted(go: Path) -> None:
    command = [str(go.parent / "gofmt"), "-l", "."]
    run = subprocess.run(command, cwd=PROGRAM, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")
