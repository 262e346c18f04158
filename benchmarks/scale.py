"""What a run over a fleet of repositories costs, reckoned from what a few cost here.

    python benchmarks/scale.py measure TREE|GIT... [-o docs/scale/measured.json]
    python benchmarks/scale.py table [-i docs/scale/measured.json] [--page docs/scale.md]
        [--repositories 10000] [--lines 1e9] [--workers 64] [--hosts 16] [--gigabits 1]
    python benchmarks/scale.py workers TREE --counts 1,2,4 [-o docs/scale/workers.json]

`measure` runs all codemods on each tree, without the cache and twice with one, describes and packs
it as for a cluster, and fetches it first, as `campaign survey` does, where it is a git repository.
`table` needs no tree: it puts the figures into the formulae below and the table into the page,
between its two marks. `workers` checks one tree on a Dask cluster on this machine.

The formulae are those of `reckoned`. Processor seconds grow with the bytes of Go files and with
the number of repositories (the line nearest to what was measured: measure small and large trees),
bytes that are sent with the bytes of Go, the cache with the number of files. That growth is linear
is what `benchmarks/speed.py` shows (`growth`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measure import measured

HERE = Path(__file__).resolve().parent.parent
MB = 1e6
BEGIN, END = "<!-- scale: begin -->", "<!-- scale: end -->"
CHECK = (sys.executable, "-m", "gofixmap", "check", "--format", "json")


@dataclass(frozen=True, slots=True)
class Tree:
    """What one tree took. Sizes in bytes, times in seconds of processor time."""

    name: str
    files: int
    size: int
    lines: int
    cold: float
    warm: float  # with the cache, nothing changed
    cache: int
    worker_mb: float  # the largest process
    describe: float  # on the client: read, digest, list
    compress: float
    wire: int  # compressed contents and their description
    git_fetch: float
    git_bytes: int
    lay_out: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parts = parser.add_subparsers(dest="part", required=True)
    measuring = parts.add_parser("measure")
    measuring.add_argument("trees", nargs="+", type=Path)
    measuring.add_argument("-o", type=Path, default=HERE / "docs/scale/measured.json")
    table = parts.add_parser("table")
    table.add_argument("-i", type=Path, default=HERE / "docs/scale/measured.json")
    table.add_argument("--page", type=Path)
    table.add_argument("--repositories", type=float, default=10_000)
    table.add_argument("--lines", type=float, default=1e9)
    table.add_argument("--workers", type=float, default=64)
    table.add_argument("--hosts", type=float, default=16)
    table.add_argument("--gigabits", type=float, default=1.0)
    workers = parts.add_parser("workers")
    workers.add_argument("tree", type=Path)
    workers.add_argument("--counts", default="1,2,4")
    workers.add_argument("-o", type=Path, default=HERE / "docs/scale/workers.json")
    wanted = parser.parse_args()
    {"measure": measure, "table": show, "workers": scaling}[wanted.part](wanted)


def measure(wanted: argparse.Namespace) -> None:
    about = {"machine": machine(), "date": time.strftime("%Y-%m-%d", time.gmtime())}
    trees = []
    for path in wanted.trees:
        with laid_out_tree(path.resolve()) as (tree, git):
            trees.append(asdict(measured_tree(path.name, tree, git)))
        print(json.dumps(trees[-1]), flush=True)
    write(wanted.o, {**about, "trees": trees})


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


@contextmanager
def laid_out_tree(path: Path) -> Iterator[tuple[Path, tuple[float, int, float]]]:
    """A folder with the Go files of a tree or a git repository, and what fetching that took:
    processor seconds, bytes, and seconds to lay it out."""
    from gofixmap.campaign.clones import Limits, fetched, laid_out
    from gofixmap.campaign.sources import Source

    if not ((path / "objects").is_dir() or (path / ".git").is_dir()):
        yield path, (0.0, 0, 0.0)
        return
    with tempfile.TemporaryDirectory() as folder:
        repository, tree = Path(folder, "git"), Path(folder, "tree")
        limits = Limits(protocols=("file",))
        with processor() as fetch:
            commit = fetched(Source(f"file://{path}"), repository, limits)
        size = sum(p.stat().st_size for p in repository.rglob("*") if p.is_file())
        with processor() as lay:
            laid_out(repository, commit, tree, limits)
        yield tree, (fetch[0], size, lay[0])


def measured_tree(name: str, path: Path, git: tuple[float, int, float]) -> Tree:
    contents = [p.read_bytes() for p in sorted(path.rglob("*.go")) if p.is_file()]
    cold = measured([*CHECK, "--no-cache", "-j", "2", str(path)])
    with tempfile.TemporaryDirectory() as folder:
        kept = {"GOFIXMAP_CACHE_DIR": folder}
        sampled = measured([*CHECK, str(path)], environment=kept, sample=True)
        time.sleep(2.5)  # what has just been written is not trusted yet
        measured([*CHECK, str(path)], environment=kept)
        warm = measured([*CHECK, str(path)], environment=kept)
        cache = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
    describe, compress, wire = described(path)
    fetch, git_bytes, lay_out = git
    return Tree(
        name=name.removesuffix(".git"),
        files=len(contents),
        size=sum(map(len, contents)),
        lines=sum(data.count(b"\n") for data in contents),
        cold=cold.processor,
        warm=warm.processor,
        cache=cache,
        worker_mb=sampled.worker,
        describe=describe,
        compress=compress,
        wire=wire,
        git_fetch=fetch,
        git_bytes=git_bytes,
        lay_out=lay_out,
    )


def described(path: Path) -> tuple[float, float, int]:
    """Seconds to describe a tree and what it imports, seconds to pack the tree, bytes of that."""
    from gofixmap.engine.remote.closure import asked_by
    from gofixmap.engine.remote.describe import Describer
    from gofixmap.workspace import Workspace

    describer = Describer()
    started = time.process_time()
    describer.tree(str(path))
    part = describer.take()
    packed = part.packed()
    middle = time.process_time()
    wire = len(packed) + sum(len(zlib.compress(describer.contents(key), 1)) for key in part.packs)
    end = time.process_time()
    for each in sorted(asked_by(Workspace.open([path]).spec)):
        describer.path(each)
    describer.take()
    return middle - started + time.process_time() - end, end - middle, wire


@contextmanager
def processor() -> Iterator[list[float]]:
    """Seconds of this process and those that it waits for."""
    before = os.times()
    took = [0.0]
    yield took
    after = os.times()
    took[0] = sum(after[:4]) - sum(before[:4])


def fitted(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The line nearest to some points: what each costs, and each byte; neither is below zero.

    Distances count by the points' own size, so that small repositories say what each one costs.
    """
    weights = [1 / max(y, 1e-9) ** 2 for _, y in points]
    count = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / count
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / count
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    both = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True))
    slope = both / spread if spread else 0.0
    each = mean_y - slope * mean_x
    if slope <= 0 or each < 0:
        return 0.0, sum(y for _, y in points) / sum(x for x, _ in points)
    return each, slope


def reckoned(found: dict[str, Any], asked: argparse.Namespace) -> dict[str, float]:
    """The costs of a fleet. Bytes are of Go files but where another thing is named."""
    trees = found["trees"]

    def total(name: str, among: Sequence[dict[str, Any]] = trees) -> float:
        return float(sum(tree[name] for tree in among))

    def line(name: str) -> tuple[float, float]:
        return fitted([(tree["size"], tree[name]) for tree in trees])

    cloned = [tree for tree in trees if tree["git_bytes"]]
    size = asked.lines * total("size") / total("lines")
    files = size * total("files") / total("size")
    per_byte = {name: total(name) / total("size") for name in ("compress", "wire")}
    each_cold, per_byte["cold"] = line("cold")
    each_warm, per_byte["warm"] = line("warm")
    each_described, per_byte["describe"] = line("describe")
    git = {
        name: total(name, cloned) / total("size", cloned) if cloned else 0.0
        for name in ("git_fetch", "git_bytes", "lay_out")
    }
    network = asked.gigabits * 1e9 / 8
    cold = size * per_byte["cold"] + asked.repositories * each_cold
    client = size * (per_byte["describe"] + per_byte["compress"])
    client += asked.repositories * each_described
    fetching = size * (git["git_fetch"] + git["lay_out"])
    return {
        "bytes": size,
        "files": files,
        "lines_per_byte": total("lines") / total("size"),
        "cold_per_mb": per_byte["cold"] * MB,
        "cold": cold,
        "cold_wall": cold / asked.workers,
        "warm": size * per_byte["warm"] + asked.repositories * each_warm,
        "each_cold": each_cold,
        "each_described": each_described,
        "cache": files * total("cache") / total("files"),
        "cache_per_file": total("cache") / total("files"),
        "worker_mb": max(tree["worker_mb"] for tree in trees),
        "wire_ratio": per_byte["wire"],
        "client": client,
        "client_sends": size * per_byte["wire"],
        "hosts_take": size * per_byte["wire"] * asked.hosts,
        "client_network": size * per_byte["wire"] / network,
        "most_workers": cold / (client + fetching),
        "git_bytes": size * git["git_bytes"],
        "git_network": size * git["git_bytes"] / network,
        "fetching": fetching,
        "one_repository_mb": size / asked.repositories / MB,
    }


def rows(found: dict[str, Any], asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    cost = reckoned(found, asked)
    hours = 3600.0
    yield "Go files", f"{cost['files'] / 1e6:.1f} million, {cost['bytes'] / 1e9:.1f} GB"
    yield "one repository", f"{cost['one_repository_mb']:.1f} MB of Go on average"
    yield (
        "measured cold",
        f"{cost['cold_per_mb']:.2f} processor seconds a MB, {cost['each_cold']:.2f} a repository",
    )
    yield "cold, processor time", f"{cost['cold'] / hours:.0f} hours"
    yield (
        f"cold, on {asked.workers:g} workers",
        f"{cost['cold_wall'] / hours:.1f} hours where all are busy",
    )
    yield "warm, nothing changed, processor time", f"{cost['warm'] / hours:.1f} hours"
    yield "the cache", f"{cost['cache'] / 1e9:.1f} GB, {cost['cache_per_file'] / 1e3:.1f} kB a file"
    yield "largest process that was measured", f"{cost['worker_mb']:.0f} MB"
    yield (
        "fetching by git",
        f"{cost['git_bytes'] / 1e9:.0f} GB, {cost['git_network'] / hours:.2f} hours of the"
        f" network; {cost['fetching'] / hours:.1f} hours of processor",
    )
    yield (
        "one client, Dask: sent",
        f"{cost['client_sends'] / 1e9:.1f} GB ({cost['wire_ratio']:.0%} of Go),"
        f" {cost['client_network'] / hours:.2f} hours of the network",
    )
    yield (
        f"the same, taken by {asked.hosts:g} hosts from each other",
        f"{cost['hosts_take'] / 1e9:.0f} GB",
    )
    yield "one client, Dask: processor", f"{cost['client'] / hours:.1f} hours"
    yield "workers that one client can feed", f"{cost['most_workers']:.0f}"
    yield "what comes first", first_limit(cost, asked)


def first_limit(cost: dict[str, float], asked: argparse.Namespace) -> str:
    """The longest of what cannot be shortened by waiting for something else."""
    times = {
        f"{asked.workers:g} workers' processors": cost["cold_wall"],
        "the one client that lays out, describes and packs": cost["client"] + cost["fetching"],
        "the network of the client, to fetch by git and to send": cost["git_network"]
        + cost["client_network"],
    }
    name = max(times, key=lambda each: times[each])
    others = ", ".join(f"{each} {took / 3600:.2f} h" for each, took in times.items())
    return f"{name} ({others})"


def show(wanted: argparse.Namespace) -> None:
    found = json.loads(wanted.i.read_text(encoding="utf-8"))
    names = ", ".join(tree["name"] for tree in found["trees"])
    size = sum(tree["size"] for tree in found["trees"]) / MB
    lines = [
        f"{wanted.repositories:,.0f} repositories, {wanted.lines:,.0f} lines,"
        f" {wanted.workers:g} workers on {wanted.hosts:g} hosts, {wanted.gigabits:g} Gbit/s."
        f" Measured {found['date']} on {found['machine']}: {names} ({size:.1f} MB of Go).",
        "",
        "| what | how much |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in rows(found, wanted)),
    ]
    text = "\n".join(lines)
    print(text)
    if wanted.page is not None:
        page = wanted.page.read_text(encoding="utf-8")
        between = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
        new = between.sub(lambda _: f"{BEGIN}\n{text}\n{END}", page)
        wanted.page.write_text(new, encoding="utf-8")


def scaling(wanted: argparse.Namespace) -> None:
    """Checks one tree on clusters of different sizes; everything is on this machine."""
    found = []
    for count in (int(each) for each in wanted.counts.split(",")):
        with tempfile.TemporaryDirectory() as folder, started_cluster(count, Path(folder)) as url:
            runs = []
            for _ in range(2):  # the second finds the contents on the workers
                command = [*CHECK, str(wanted.tree), "--executor", url]
                runs.append(measured(command))
        # The clients were children of this process as well, and are told by themselves.
        of_all = cluster_seconds.pop() - sum(each.processor for each in runs)
        found.append(
            {
                "workers": count,
                "first": runs[0].wall,
                "second": runs[1].wall,
                "client": runs[1].processor,
                "cluster": of_all / 2,
            }
        )
        print(json.dumps(found[-1]), flush=True)
    local = measured([*CHECK, "--no-cache", "-j", "2", str(wanted.tree)])
    about = {"machine": machine(), "load": os.getloadavg()[0], "tree": wanted.tree.name}
    write(wanted.o, {**about, "local": [local.wall, local.processor], "workers": found})


cluster_seconds: list[float] = []  # of all children while the last cluster ran


@contextmanager
def started_cluster(count: int, folder: Path) -> Iterator[str]:
    environment = {**os.environ, "GOFIXMAP_WORKER_STORE": str(folder / "store")}
    log = folder / "log"
    before = os.times()
    words = [sys.executable, "-m", "dask"]
    with log.open("wb") as stream:

        def start(*more: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen([*words, *more], env=environment, stdout=stream, stderr=stream)

        quiet = ("--host", "127.0.0.1", "--no-dashboard")
        processes = [start("scheduler", "--port", "0", *quiet)]
        try:
            address = waited(log, r"Scheduler at:\s+tcp://(\S+)", 1)[0]
            for number in range(count):
                place = ("--local-directory", str(folder / str(number)))
                one = ("worker", f"tcp://{address}", "--nthreads", "1", "--no-nanny", *quiet)
                processes.append(start(*one, *place))
            waited(log, r"(Registered to:)", count)
            yield f"dask://{address}"
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(30)
    after = os.times()
    cluster_seconds.append(sum(after[2:4]) - sum(before[2:4]))


def waited(log: Path, pattern: str, count: int) -> list[str]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.findall(pattern, log.read_text(errors="replace"))
        if len(found) >= count:
            return found
        time.sleep(0.05)
    sys.exit(f"no cluster: {log.read_text(errors='replace')[-2000:]}")


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
