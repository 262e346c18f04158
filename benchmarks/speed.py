"""What a run costs: the floor, the peers, the cache, memory, growth. Writes docs/speed/.

    python benchmarks/speed.py [--rounds N] [--only PART ...] [--sizes FILES ...]
        [--trees DIRECTORY] [--docs DIRECTORY]

Parts: `floor` (what reading, splitting and parsing cost by themselves, and where a run's time
goes), `peers` (cold against ast-grep with twelve structural rules, on the standard library and on
30,000 files), `cache` (nothing changed, one file changed), `staticcheck` (its own cache empty,
Go's build cache warm), `memory` (each process at its peak on 30,000 files), `growth` (1,000 to
30,000 files or `--sizes`, one worker and two). Needs ast-grep-cli, matplotlib and Go; `trees.py`
tells which trees. Tools that are compared take turns inside one run, and a ratio is that of one
turn: the table has the median of the turns.

Each part leaves its figures in DIRECTORY/figures.json, in which other parts stay; the tables and
plots are written anew from all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import peers
import speed_report
from measure import Run, measured
from trees import cache_directory, go_files, parts, standard_library

Figures = dict[str, Any]
SIZES = (1_000, 3_000, 10_000, 30_000)
CHANGED = 20  # files that are changed, one after the other
_FUNCTION = re.compile(rb"^func .*\{\n", re.MULTILINE)  # that has a body of several lines
FLOOR = """
import json, sys, time
from pathlib import Path
from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import SourceFile
stages = {}
def timed(name, work):
    started = time.process_time()
    result = work()
    stages[name] = time.process_time() - started
    return result
paths = [p for p in sorted(Path(sys.argv[1]).rglob("*.go")) if p.is_file()]
data = timed("reading every file", lambda: [p.read_bytes() for p in paths])
files = [SourceFile(str(p), d) for p, d in zip(paths, data)]
timed("lexical split of every file", lambda: [f.declarations for f in files])
def parse_all():
    for each in data:
        parse(each)
timed("parser's C time for every file", parse_all)
print(json.dumps({"files": len(paths), "bytes": sum(map(len, data)), "stages": stages}))
"""
STAGES = """
import json, sys
from msgspec import to_builtins
from pathlib import Path
from gofixmap.engine import Request, run
from gofixmap.engine.timings import Timings
timings = Timings()
result = run(Request((Path(sys.argv[1]),), jobs=1), timings=timings)
print(json.dumps({"summary": to_builtins(result.summary), "timings": to_builtins(timings)}))
"""


def floor(setting: argparse.Namespace) -> Figures:
    """What cannot be saved, and what a run with one process spends beside it."""
    root = standard_library()
    found: Figures = {"floor": _printed(FLOOR, root), "run": _printed(STAGES, root)}
    start = [sys.executable, "-m", "gofixmap", "--help"]
    found["start"] = [measured(start).wall for _ in range(setting.rounds)]
    return found


def _printed(program: str, root: Path) -> Figures:
    command = [sys.executable, "-c", program, str(root)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: Figures = json.loads(done.stdout)
    return found


def against_peers(setting: argparse.Namespace) -> Figures:
    """Cold runs in turns with ast-grep, on both trees."""
    return {
        name: _turns(
            setting.rounds,
            gofixmap=lambda root=root: measured(peers.check([root], setting.jobs)),
            peer=lambda root=root: measured(peers.ast_grep(root, setting.jobs)),
        )
        for name, root in (("std", standard_library()), ("large", _large(setting)))
    }


def _turns(rounds: int, **tools: Callable[[], Run]) -> Figures:
    found: Figures = {name: [] for name in tools}
    for _ in range(rounds):
        for name, run in tools.items():
            found[name].append(asdict(run()))
    return found


def with_cache(setting: argparse.Namespace) -> Figures:
    """Runs over a copy of the standard library: nothing changed, then one file at a time."""
    with tempfile.TemporaryDirectory() as temporary:
        root, cache = Path(temporary) / "src", Path(temporary) / "cache"
        shutil.copytree(standard_library(), root, ignore=shutil.ignore_patterns("*.s", "*.zip"))
        environment = {"GOFIXMAP_CACHE_DIR": str(cache)}
        warm = peers.check([root], setting.jobs, cached=True)
        fill = measured(warm, environment=environment)
        found = _turns(
            setting.rounds,
            gofixmap=lambda: measured(warm, environment=environment),
            peer=lambda: measured(peers.ast_grep(root, setting.jobs)),
        )
        found["fill"] = asdict(fill)
        found["bytes"] = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
        for name, change in (("changed", _append_function), ("edited", _edit_function)):
            runs = found[name] = []
            for path in _sample(root):
                change(path)
                run = measured(warm, environment=environment)
                runs.append({"path": str(path.relative_to(root)), **asdict(run)})
    return found


def _sample(root: Path) -> list[Path]:
    """Files that belong to packages and have a function to change, chosen by a seed."""
    every = [p for p in go_files(root) if not {"testdata", "vendor"} & set(p.parts)]
    return random.Random(1).sample([p for p in every if _FUNCTION.search(p.read_bytes())], CHANGED)


def _append_function(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\nfunc addedByTheBenchmark(values []int) (sum int) {\n")
        file.write(b"\tfor _, value := range values {\n\t\tsum += value\n\t}\n\treturn sum\n}\n")


def _edit_function(path: Path) -> None:
    """Adds a statement to the first function of the file that has a body of several lines."""
    text = path.read_bytes()
    match = _FUNCTION.search(text)
    if match is None:
        sys.exit(f"{path}: no function to change")
    path.write_bytes(text[: match.end()] + b"\t_ = 0\n" + text[match.end() :])


def against_staticcheck(setting: argparse.Namespace) -> Figures:
    """`staticcheck std` and a check of the standard library, in turns."""
    tools = cache_directory()
    tools.mkdir(parents=True, exist_ok=True)
    command = [peers.staticcheck(tools), "std"]
    subprocess.run(["go", "build", "std"], check=True)

    def one() -> Run:
        # Inside of GOROOT staticcheck waits for itself; from an empty module it does not.
        with tempfile.TemporaryDirectory() as empty:
            (Path(empty) / "go.mod").write_text("module empty\n", encoding="ascii")
            own = {"STATICCHECK_CACHE": str(Path(empty) / "cache")}
            return measured(command, cwd=Path(empty), environment=own)

    every = sorted(standard_library().iterdir())
    std = [path for path in every if path.is_dir() and path.name not in _NOT_STD]
    return _turns(1, gofixmap=lambda: measured(peers.check(std, setting.jobs)), peer=one)


_NOT_STD = ("cmd", "vendor", "testdata")


def memory(setting: argparse.Namespace) -> Figures:
    """The peaks of all processes and of the largest one, on 30,000 files."""
    return asdict(measured(peers.check([_large(setting)], setting.jobs), sample=True))


def growth(setting: argparse.Namespace) -> Figures:
    """Wall time over ever more directories of the large tree, with one worker and with two."""
    rows = []
    for size in setting.sizes:
        with tempfile.TemporaryDirectory(dir=setting.trees) as temporary:
            root = Path(temporary) / "tree"
            found = _subset(_large(setting), root, size)
            one = measured(peers.check([root], 1))
            two = measured(peers.check([root], setting.jobs))
            rows.append(
                {"files": found[0], "bytes": found[1], "one": asdict(one), "two": asdict(two)}
            )
    return {"rows": rows}


def _subset(large: Path, root: Path, size: int) -> tuple[int, int]:
    """Links directories, chosen by a seed, until there are `size` files; files and bytes."""
    directories = sorted({path.parent for path in go_files(large)})
    random.Random(2).shuffle(directories)
    files = bytes_ = 0
    for name in ("go.mod", "go.work"):
        for path in large.rglob(name):
            _link(path, root / path.relative_to(large))
    for directory in directories:
        if files >= size:
            break
        for path in sorted(directory.glob("*.go")):
            if path.is_file():
                _link(path, root / path.relative_to(large))
                files, bytes_ = files + 1, bytes_ + path.stat().st_size
    return files, bytes_


def _link(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    os.link(path, place)


def _large(setting: argparse.Namespace) -> Path:
    into: Path = setting.trees / "large"
    parts(into)
    return into


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "floor": floor,
    "peers": against_peers,
    "cache": with_cache,
    "staticcheck": against_staticcheck,
    "memory": memory,
    "growth": growth,
}


def save(docs: Path, found: Iterable[tuple[str, Figures]]) -> None:
    """Puts figures beside those that are there, and writes tables and plots from all."""
    docs.mkdir(parents=True, exist_ok=True)
    place = docs / "figures.json"
    every = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    for name, figures in found:
        every[name] = figures
        every["machine"] = {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "processors": len(os.sched_getaffinity(0)),
            "load before": round(os.getloadavg()[1], 1),
        }
        place.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{name}: done", file=sys.stderr)
    speed_report.write(docs, every)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="FILES")
    parser.add_argument("--trees", type=Path, default=cache_directory())
    parser.add_argument("--docs", type=Path, default=peers.HERE.parent / "docs" / "speed")
    setting = parser.parse_args(arguments)
    save(setting.docs, ((name, PARTS[name](setting)) for name in setting.only))


if __name__ == "__main__":
    main()
