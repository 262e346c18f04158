"""What mutants are made of: golden cases with their targets and options, and files of GOROOT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from fuzz_mutator import Mutator

from gofixmap.authoring.cases import MODULE, Case, find_cases, tree_of
from gofixmap.model import Safety

GOLDEN = Path(__file__).parent.parent / "golden"
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LARGEST = 12_000  # bytes of a file of GOROOT; larger ones take long and hold no other forms
_GOROOT_SHARE = 0.12
_FOLDERS = (
    "bufio",
    "bytes",
    "container/list",
    "context",
    "encoding/json",
    "errors",
    "expvar",
    "fmt",
    "go/ast",
    "html/template",
    "io",
    "log",
    "maps",
    "mime",
    "net/http",
    "net/rpc",
    "net/textproto",
    "os",
    "regexp",
    "slices",
    "sort",
    "strings",
    "sync",
    "sync/atomic",
    "testing",
    "text/template",
    "time",
    "unique",
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A small workspace in memory, and what to ask of it."""

    name: str
    files: Mapping[str, bytes]  # by path below the root, go.mod included
    safety: Safety = Safety.TARGET
    targets: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    evidence: tuple[Path, ...] = ()

    @property
    def go_files(self) -> tuple[str, ...]:
        return tuple(path for path in self.files if path.endswith(".go"))


def golden_seeds() -> Iterator[Tree]:
    """The golden cases, as they are before."""
    for case in find_cases(GOLDEN):
        files = _laid_out(case)
        if any(path.endswith(".go") for path in files):
            yield Tree(
                name=f"golden/{case.id}",
                files=files,
                targets=case.targets,
                select=case.select if case.targets else (),
                options=case.options,
                evidence=case.evidence,
            )


def _laid_out(case: Case) -> dict[str, bytes]:
    files = tree_of(case.path / "before")
    if not any(path.endswith(("go.mod", "go.work")) for path in files):
        files["go.mod"] = f"module {MODULE}\n\ngo {case.go or '1.27'}\n".encode()
    return files


def goroot_seeds(goroot: Path) -> Iterator[Tree]:
    """Small files of the standard library, each alone in a module."""
    for folder in _FOLDERS:
        for path in sorted((goroot / "src" / folder).glob("*.go")):
            data = path.read_bytes()
            if len(data) <= LARGEST:
                files = {"go.mod": b"module example.com/std\n\ngo 1.27\n", path.name: data}
                yield Tree(f"goroot/{folder}/{path.name}", files)


class Nursery:
    """Makes mutants: number `index` is the same in every run over the same seeds."""

    def __init__(self, golden: Sequence[Tree], goroot: Sequence[Tree], salt: str = "") -> None:
        self._golden = golden
        self._goroot = goroot
        self._salt = salt
        self._pool = [tree.files[path] for tree in (*golden, *goroot) for path in tree.go_files]

    def mutant(self, index: int) -> Tree:
        return self.grown(Random(f"{self._salt}{index}"))

    def grown(self, random: Random) -> Tree:
        """A mutant of a random seed: of one of its Go files, or of several."""
        from_goroot = bool(self._goroot) and random.random() < _GOROOT_SHARE
        seed = random.choice(self._goroot if from_goroot else self._golden)
        mutator = Mutator(random, self._pool)
        files = dict(seed.files)
        for path in random.choices(seed.go_files, k=random.choice((1, 1, 1, 2))):
            files[path] = mutator.mutate(files[path])
        asked = seed.targets and random.random() < 0.8
        safety = random.choice((Safety.SAFE, Safety.REVIEW, Safety.TARGET, Safety.TARGET))
        return replace(
            seed,
            files=files,
            safety=safety,
            targets=seed.targets if asked else (),
            select=seed.select if asked else (),
        )
