"""Plants writes to map elements into real packages, repairs them, and says what is left.

By hand: python tests/corpus/planted.py SEED SITES PACKAGE... (packages of the standard library).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gofixmap.engine import Request, run
from gofixmap.model import Finding, RunResult, Safety, Status
from gofixmap.text import LineIndex

PLANTER = Path(__file__).parent.parent / "planter"


@dataclass(frozen=True)
class Verdict:
    """What became of one package. `left` are type errors that no declined finding explains."""

    package: str
    planted: int
    fixed: int
    safe: int
    declined: Counter[str]
    left: tuple[str, ...]
    unformatted: tuple[str, ...]
    changed_again: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not (self.left or self.unformatted or self.changed_again or self.problems)


class Planter:
    """The compiled tests/planter with a toolchain and its environment."""

    def __init__(self, go: Path, env: Mapping[str, str], folder: Path) -> None:
        self.goroot = go.resolve().parent.parent
        self._gofmt = go.parent / "gofmt"
        self._env = {**env, "GOROOT": str(self.goroot), "CGO_ENABLED": "0"}
        self._binary = folder / "planter"
        subprocess.run(
            [str(go), "build", "-o", str(self._binary), "."],
            cwd=PLANTER,
            env=self._env,
            check=True,
        )

    def drive(self, package: str, out: Path, seed: int, sites: int) -> Verdict:
        """Plant, repair in memory, write, and ask the type checker, gofmt and a second run."""
        report = self._run(
            "plant", f"-seed={seed}", f"-sites={sites}", self.goroot / "src" / package, out
        )
        (out / "go.mod").write_text("module example.com/planted\n\ngo 1.24\n", encoding="utf-8")
        first = _repaired(out)
        for path, data in first.after.items():
            (out / path).write_bytes(data)
        second = _repaired(out)
        explained = {_line_of(out, each) for each in _with(second, Status.DECLINED)}
        left = [
            f"{each['file']}:{each['line']}: {each['message']}"
            for each in self._run("check", out)["problems"]
            if (each["file"], each["line"]) not in explained
        ]
        fixed = _with(first, Status.FIXED)
        return Verdict(
            package=package,
            planted=report["planted"],
            fixed=len(fixed),
            safe=sum(each.safety is Safety.SAFE for each in fixed),
            declined=Counter(each.reason_id for each in _with(first, Status.DECLINED)),
            left=tuple(left),
            unformatted=self._unformatted(out),
            changed_again=tuple(second.after),
            problems=tuple(f"{each.path}: {each.what}" for each in first.problems),
        )

    def _run(self, *arguments: str | Path) -> Any:  # noqa: ANN401 - JSON
        command = [str(self._binary), *map(str, arguments)]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def _unformatted(self, out: Path) -> tuple[str, ...]:
        command = [str(self._gofmt), "-l", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return tuple(done.stdout.split())


def _repaired(out: Path) -> RunResult:
    return run(
        Request(
            paths=(out,),
            select=("map-writeback",),
            safety=Safety.REVIEW,
            apply=True,
            jobs=1,
            verify="none",
        )
    )


def _with(result: RunResult, status: Status) -> list[Finding]:
    return [each for each in result.findings if each.status is status]


def _line_of(out: Path, finding: Finding) -> tuple[str, int]:
    index = LineIndex((out / finding.path).read_bytes())
    return finding.path, index.position(finding.span.start).line


def table(verdicts: Sequence[Verdict]) -> str:
    """One line a package, and the sum."""
    lines = [
        f"{each.package}: {each.planted} planted, {each.fixed} fixed ({each.safe} safe), "
        f"declined {dict(each.declined)}, left {list(each.left)[:5]}, "
        f"unformatted {list(each.unformatted)}, again {list(each.changed_again)}, "
        f"problems {list(each.problems)}"
        for each in verdicts
    ]
    planted, fixed = sum(v.planted for v in verdicts), sum(v.fixed for v in verdicts)
    declined = sum((each.declined for each in verdicts), Counter())
    lines.append(f"total: {planted} planted, {fixed} fixed, declined {dict(declined)}")
    return "\n".join(lines)


def main(seed: int, sites: int, packages: Sequence[str]) -> int:
    import go

    binary = Path(go.__path__[0], "bin", "go")
    with tempfile.TemporaryDirectory() as folder:
        planter = Planter(binary, os.environ, Path(folder))
        verdicts = [
            planter.drive(package, Path(folder, str(at)), seed, sites)
            for at, package in enumerate(packages)
        ]
    print(table(verdicts))
    return 0 if all(each.is_good for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
