"""The commands that are compared: gofixmap, ast-grep and staticcheck."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATICCHECK = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"


def check(paths: Sequence[Path], jobs: int, *, cached: bool = False) -> list[str]:
    """All codemods over `paths`; without a cache unless `cached`."""
    options = ["--format", "json", "--jobs", str(jobs), *([] if cached else ["--no-cache"])]
    return [sys.executable, "-m", "gofixmap", "check", *options, *map(str, paths)]


def ast_grep(root: Path, jobs: int) -> list[str]:
    """The twelve rules of benchmarks/ast_grep over every Go file that ast-grep walks."""
    beside = Path(sys.executable).with_name("ast-grep")
    command = str(beside) if beside.is_file() else shutil.which("ast-grep")
    if command is None:
        sys.exit("no ast-grep: pip install ast-grep-cli")
    options = ["scan", "--json=stream", "--threads", str(jobs), "--no-ignore", "vcs"]
    return [command, *options, "-c", str(HERE / "ast_grep" / "sgconfig.yml"), str(root)]


def staticcheck(tools: Path) -> str:
    """The staticcheck below `tools`, built there with the Go of PATH where there is none yet."""
    place = tools / "staticcheck"
    if not place.is_file():
        subprocess.run(["go", "install", STATICCHECK], env=_go(tools), check=True)
    return str(place)


def _go(tools: Path) -> Mapping[str, str]:
    return {**os.environ, "GOBIN": str(tools.resolve()), "GOFLAGS": "-mod=mod"}
