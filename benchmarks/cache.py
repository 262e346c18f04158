"""What a cache without limits holds, and what it holds once gofixmap has bounded it.

    python benchmarks/cache.py [--library std,ttlcache,lru] [--visitors N]

docs/programs/cache is built and run as it is; then `gofixmap apply` makes its map a cache of 10,000
entries for two seconds, with each library in a copy of its own, and the same program is built and
run again. ttlcache and lru are downloaded from the Go proxy. docs/caches.md has the figures.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1] / "docs" / "programs" / "cache"
LIMITS = ("--option=bounded-cache.size=10000", "--option=bounded-cache.ttl=2s")
QUIET = "4s"
ROWS = ("heap", "entries", "later", "nanoseconds", "peak")
TITLES = {
    "heap": "live heap, all visitors seen",
    "entries": "entries",
    "later": "live heap, nobody for 4 s",
    "nanoseconds": "a request",
    "peak": "peak resident memory",
}


def measure(folder: Path, visitors: int) -> dict[str, str]:
    """The program's figures, and the most memory that its process had."""
    subprocess.run(["go", "build", "-mod=readonly", "-o", "cache", "."], cwd=folder, check=True)
    command = ["./cache", f"-visitors={visitors}", f"-quiet={QUIET}"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the program ended with {process.returncode}")
    figures = dict(line.split(" ", 1) for line in printed.splitlines())
    figures["peak"] = f"{kilobytes(usage) / 1000:.0f} MB"
    figures["nanoseconds"] += " ns"
    return figures


def kilobytes(usage: resource.struct_rusage) -> float:
    """Linux counts the peak in kilobytes, macOS in bytes."""
    return usage.ru_maxrss / (1000 if sys.platform == "darwin" else 1)


def bounded(folder: Path, library: str) -> None:
    command = [sys.executable, "-m", "gofixmap", "apply", "--select", "bounded-cache"]
    command += ["--target", "pages", *LIMITS, f"--option=bounded-cache.library={library}", "."]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    if library != "std":
        subprocess.run(["go", "mod", "download"], cwd=folder, check=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--library", default="std,ttlcache,lru")
    arguments.add_argument("--visitors", type=int, default=200_000)
    options = arguments.parse_args()
    columns = {}
    with tempfile.TemporaryDirectory() as root:
        for name in ("before", *options.library.split(",")):
            folder = Path(shutil.copytree(PROGRAM, Path(root) / name))
            if name != "before":
                bounded(folder, name)
            columns[name] = measure(folder, options.visitors)
    version = subprocess.run(
        ["go", "env", "GOVERSION"], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(f"{version}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
    print("| |", " | ".join(columns), "|")
    print("|---|" + "---:|" * len(columns))
    for row in ROWS:
        print(f"| {TITLES[row]} |", " | ".join(each[row] for each in columns.values()), "|")


if __name__ == "__main__":
    main()
