"""What gofixmap changes in the figures of a running service: examples/shop, before and after.

    python benchmarks/shop.py [--library std|ttlcache|lru] [--keep DIRECTORY]

A copy of the shop is made to build (write-backs and pointer receivers, nothing else), run, put
under load and measured; its heap profile and the compiler's escape output are collected. Then
gofixmap gets these as evidence, together with what only a developer knows (limits of the cache,
names of what is to be pooled, stopped and closed), the shop is built again, and the same load
gives the second column. --library is the one that bounds the cache; all but std are downloaded.
--keep leaves both copies and the profiles in DIRECTORY.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shop_service import Receiver, Service

SHOP = Path(__file__).resolve().parents[1] / "examples" / "shop"
ITEMS, SEARCHES, LISTS, VIEWS = 500, 100_000, 1_000, 5_000
ORDERS, DAYS, ROTATIONS, ADDITIONS = 200, 299, 100, 50
MANAGERS = 100

BUILDS = ("apply", "--select", "map-writeback,pointer-receiver")
ESCAPES = ("evidence", "escape", "./...", "-o", "escape.txt")
EVIDENCE = ("heap.pb.gz", "allocs.pb.gz", "escape.txt")
BOUNDS = ("--option", "bounded-cache.size=1000", "--option", "bounded-cache.ttl=10m")
NAMED = ("sync-pool", "map-release", "map-value", "gen-close", "pprof-endpoint")
TARGETS = ("shop.prices", "Log.files", "Manager.reminder", "session.Manager", "quotes", "main")
REWRITE = (
    ("apply", "--safety", "review", *(f"--evidence={name}" for name in EVIDENCE), *BOUNDS),
    ("apply", "--select", ",".join(NAMED), *(f"--target={name}" for name in TARGETS)),
)

TEST = """package session

import (
	"fmt"
	"log"
	"runtime"
	"testing"
	"time"
)

func TestManagersThatAreDropped(t *testing.T) {
	before := runtime.NumGoroutine()
	for range %d {
		switch m := any(NewManager(time.Hour, log.Default())).(type) {
		case interface{ Close() error }:
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		case interface{ Close() }:
			m.Close()
		}
	}
	time.Sleep(100 * time.Millisecond)
	fmt.Println("left:", runtime.NumGoroutine()-before)
}
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    what: str
    codemod: str
    value: float
    unit: str = ""

    @property
    def text(self) -> str:
        digits = (2 if self.value < 10 else 1) if self.unit else 0
        number = f"{self.value:,.{digits}f}"
        return f"{number} {self.unit}".strip()


def go_command() -> Path:
    spec = importlib.util.find_spec("go")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (binary := Path(folder) / "bin" / "go").is_file():
            return binary
    return Path(shutil.which("go") or sys.exit("no Go: install the test extra"))


class Copy:
    """A copy of the shop in a folder, and the commands that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        go = go_command()
        self.environment = os.environ | {"PATH": f"{go.parent}{os.pathsep}{os.environ['PATH']}"}

    def run(self, *command: str) -> str:
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        if ran.returncode != 0:
            sys.exit(f"{shlex.join(command)} failed in {self.folder}:\n{ran.stdout}{ran.stderr}")
        return ran.stdout + ran.stderr

    def gofixmap(self, *arguments: str) -> None:
        print(f"$ gofixmap {shlex.join(arguments)}", file=sys.stderr)
        said = self.run(sys.executable, "-m", "gofixmap", *arguments)
        print(said.rstrip(), file=sys.stderr)

    def build(self) -> Path:
        self.run("go", "test", "./...")
        self.run("go", "build", "-trimpath", "-o", "shop.bin", "./cmd/shop")  # no paths in profiles
        return self.folder / "shop.bin"


def items(path: Path) -> None:
    rows = (f"item-{n:04},Mug {n} of the Bergen kiln,{900 + n},1000000" for n in range(ITEMS))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def logs(folder: Path) -> None:
    """The audit log of many days."""
    folder.mkdir()
    for day in range(DAYS):
        (folder / f"day-{day:03}.log").write_text("12:00:00\tann\tregistered\n", encoding="utf-8")


def measure(copy: Copy, collect: Callable[[Service], None] | None) -> Iterator[Figure]:
    """Every figure of one state; `collect` is called while the service still holds its memory."""
    binary, receiver = copy.build(), Receiver()
    items(copy.folder / "items.csv")
    with tempfile.TemporaryDirectory() as scratch:
        logs(Path(scratch) / "logs")
        flags = ("-items", str(copy.folder / "items.csv"), "-logs", f"{scratch}/logs")
        with Service(binary, *flags, "-hook", receiver.address) as shop:
            yield from heap_of_the_cache(shop)
            yield from allocations(shop)
            if collect is not None:
                collect(shop)
            yield from orders(shop)
            yield from the_log(shop, Path(scratch) / "logs")
        with Service(binary, *flags, "-hook", receiver.address, "-idle", "4s") as shop:
            yield reminders(shop, receiver)
    yield managers(copy)


def heap_of_the_cache(shop: Service) -> Iterator[Figure]:
    shop.ask("GET /search?q=plate")
    before = shop.memory(collect=True)["HeapAlloc"]
    words = "-with-a-long-tail-of-words-as-people-and-robots-type-them-into-the-field"
    shop.ask(*(f"GET /search?q={n:07}{words}" for n in range(SEARCHES)))
    grown = shop.memory(collect=True)["HeapAlloc"] - before
    what = f"heap held after {SEARCHES:,} searches for ever new words"
    yield Figure(what, "bounded-cache", grown / 1e6, "MB")


def allocations(shop: Service) -> Iterator[Figure]:
    for path, count, what, codemod, is_large in (
        ("/prices", LISTS, f"a packed list of {ITEMS} prices", "sync-pool", True),
        ("/items/item-0001", VIEWS, "the page of an item", "map-value", False),
    ):
        shop.ask(*[f"GET {path}"] * 10)
        before = shop.memory(collect=False)
        shop.ask(*[f"GET {path}"] * count)
        after = shop.memory(collect=False)
        size, objects = ((after[name] - before[name]) / count for name in ("TotalAlloc", "Mallocs"))
        if is_large:  # small ones are lost in what net/http allocates
            yield Figure(f"allocated for {what}", codemod, size / 1e3, "kB")
        yield Figure(f"allocations for {what}", codemod, objects)


def orders(shop: Service) -> Iterator[Figure]:
    session = shop.ask("POST /users?name=Ann")[0]
    goroutines, descriptors = shop.goroutines(), shop.descriptors()
    for _ in range(ORDERS):
        shop.ask(f"POST /cart/{session}/item-0001?n=1", f"POST /checkout/{session}")
    time.sleep(0.5)
    yield Figure(
        f"goroutines that {ORDERS} orders leave", "body-close", shop.goroutines() - goroutines
    )
    yield Figure(
        f"descriptors that {ORDERS} orders leave", "body-close", shop.descriptors() - descriptors
    )


def the_log(shop: Service, folder: Path) -> Iterator[Figure]:
    """The last day is a pipe, so that the service waits for its lines."""
    last = folder / "last.log"
    os.mkfifo(last)
    before = shop.descriptors()
    asking = threading.Thread(target=shop.ask, args=("GET /audit",))
    asking.start()
    with last.open("wb"):  # opens when the service opens its end
        opened = shop.descriptors() - before
    asking.join()
    last.unlink()
    yield Figure(f"descriptors open when a log of {DAYS + 1} days is counted", "loop-leak", opened)
    before = shop.descriptors()
    shop.ask(*["POST /audit/rotate"] * ROTATIONS)
    what = f"descriptors left by {ROTATIONS} rotations of the log"
    yield Figure(what, "map-release", shop.descriptors() - before)


def reminders(shop: Service, receiver: Receiver) -> Figure:
    session = shop.ask("POST /users?name=Ann")[0]
    shop.ask(*[f"POST /cart/{session}/item-0001?n=1"] * ADDITIONS)
    time.sleep(3)
    what = f"reminders of one cart that {ADDITIONS} things were put into"
    return Figure(what, "map-release", receiver.kinds["reminder"])


def managers(copy: Copy) -> Figure:
    test = copy.folder / "session" / "dropped_test.go"
    test.write_text(TEST % MANAGERS, encoding="utf-8")
    said = copy.run("go", "test", "-v", "-count=1", "-run", "TestManagersThat", "./session")
    left = next(line for line in said.splitlines() if line.startswith("left: "))
    test.unlink()
    what = f"goroutines of {MANAGERS} session managers that are closed, if they can be"
    return Figure(what, "gen-close", int(left.split()[1]))


def table(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[str]:
    yield "| measured | codemod | before | after |"
    yield "|---|---|---|---|"
    for old, new in zip(before, after, strict=True):
        yield f"| {old.what} | `{old.codemod}` | {old.text} | {new.text} |"


def machine(copy: Copy) -> str:
    version = copy.run("go", "version").split()[2]
    return f"{version}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def compare(folder: Path, library: str) -> None:
    copy = Copy(Path(shutil.copytree(SHOP, folder / "shop")))
    copy.gofixmap(*BUILDS)
    shutil.copytree(copy.folder, folder / "before")
    copy.gofixmap(*ESCAPES)

    def profiles(shop: Service) -> None:
        copy.gofixmap("evidence", "heap", shop.debug, "--gc", "-o", "heap.pb.gz")
        allocs = f"{shop.debug}/debug/pprof/allocs"
        copy.gofixmap("evidence", "heap", allocs, "-o", "allocs.pb.gz")

    before = list(measure(copy, profiles))
    by_evidence, by_name = REWRITE
    copy.gofixmap(*by_evidence, "--option", f"bounded-cache.library={library}")
    copy.gofixmap(*by_name)
    after = list(measure(copy, None))
    print(machine(copy), *table(before, after), sep="\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--library", choices=("std", "ttlcache", "lru"), default="std")
    arguments.add_argument("--keep", type=Path, metavar="DIRECTORY")
    options = arguments.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True)
        compare(options.keep.resolve(), options.library)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.library)


if __name__ == "__main__":
    main()
