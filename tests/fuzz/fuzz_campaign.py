"""Runs many mutants in one process and counts what came of them.

    python tests/fuzz/fuzz_campaign.py OUT [--count N] [--first I] [--salt TEXT] [--goroot DIR]

Mutant number I is the same in every run over the same seeds. OUT gets `figures.json` as it goes,
`faults.jsonl`, and below `faults/I/` the files of each mutant with a fault. A run that is started
again over the same OUT goes on where the last one stopped.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fuzz_invariants import Bench, Report
from fuzz_judge import Judge
from fuzz_seeds import Nursery, Tree, golden_seeds, goroot_seeds

_STUCK_SECONDS = 120  # in one mutant, where no signal handler comes through: C code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--salt", default="")
    parser.add_argument("--goroot", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    nursery = Nursery(list(golden_seeds()), list(goroot_seeds(options.goroot)), options.salt)
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOPROXY": "off"}
    with (
        tempfile.TemporaryDirectory(prefix="gofixmap-fuzz-") as folder,
        Judge(options.goroot / "bin" / "go", environment, Path(folder)) as judge,
    ):
        root = Path(folder).resolve() / "root"
        root.mkdir()
        bench = Bench(root, judge, git_every=20)
        return _Campaign(options.out, nursery, bench).run(options.first, options.count)


class _Campaign:
    def __init__(self, out: Path, nursery: Nursery, bench: Bench) -> None:
        self._out = out
        self._nursery = nursery
        self._bench = bench
        self._figures = out / "figures.json"
        self._counts: Counter[str] = Counter()
        self._next = -1
        self._seconds = 0.0
        self._slowest = 0.0
        if self._figures.exists():
            former = json.loads(self._figures.read_text())
            self._counts = Counter(former["counts"])
            self._next, self._seconds = former["next"], former["seconds"]
            self._slowest = former["slowest"]

    def run(self, first: int, count: int) -> int:
        for index in range(max(first, self._next), first + count):
            faulthandler.dump_traceback_later(_STUCK_SECONDS, exit=True)
            started = time.perf_counter()
            tree = self._nursery.mutant(index)
            report = self._bench.try_tree(tree)
            self._seconds += time.perf_counter() - started
            self._add(index, tree, report)
            if index % 200 == 199:
                self._save()
        faulthandler.cancel_dump_traceback_later()
        self._save()
        print(json.dumps(self._counts, indent=1))
        return 1 if any(key.startswith("fault ") for key in self._counts) else 0

    def _add(self, index: int, tree: Tree, report: Report) -> None:
        self._next = index + 1
        self._slowest = max(self._slowest, report.seconds)
        self._counts += report.counts
        self._counts.update(f"fault {kind}" for kind in {fault.kind for fault in report.faults})
        if not report.faults:
            return
        rows = [{"kind": fault.kind, "detail": fault.detail} for fault in report.faults]
        line = {"index": index, "seed": tree.name, "faults": rows}
        with (self._out / "faults.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        save_tree(tree, self._out / "faults" / str(index))

    def _save(self) -> None:
        figures = {
            "next": self._next,
            "seconds": round(self._seconds, 1),
            "slowest": round(self._slowest, 2),
            "counts": dict(sorted(self._counts.items())),
        }
        self._figures.write_text(json.dumps(figures, indent=1) + "\n")


def save_tree(tree: Tree, folder: Path) -> None:
    for path, data in tree.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
