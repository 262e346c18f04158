"""Makes a synthetic Go monorepo: go.work, many modules and packages, owners, planted mistakes.

    python benchmarks/monorepo.py DIR [--packages 10000 --owners 60 --modules 40 --seed N]

The same arguments give the same tree, byte for byte. Every module builds for every system
(`go build ./...` in each, or `go vet`). About one package in six has a mistake that a codemod
finds; some of them cross files, packages, modules and owners. There are generated files, files
for one system only, and files behind the tag `integration`. `planted.json` says what is where.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monorepo_code import (
    CALLER,
    CROSSING,
    GENERATED,
    SOUND,
    SYSTEM,
    TRAP,
    Piece,
)
from monorepo_mistakes import MISTAKES

PREFIX = "example.com/mono"
OLD_GO, NEW_GO = "1.21", "1.24"
FAULTY = 0.10  # packages with a mistake of their own
CROSSED = 0.02  # packages with a type whose callers elsewhere change with it
SYSTEMS = ("linux", "windows", "darwin")
LAYERS = 4  # a package imports from lower ones only, of any module
PER_AREA = 10  # packages in one folder of a module
_MODULES = """
    billing search pricing stock orders mail maps media audit login ledger trips rooms meters grid
    depot fleet claims quotes scores labels parcels tickets seats radio water tariff census permit
    harbour museum orchard railway bakery library garden weather station bridge
"""
_AREAS = "api core store feed sync view rules batch edge tools"
_WORDS = """
    Anchor Basket Candle Drawer Engine Feather Garnet Hammer Island Jacket Kettle Lantern Mirror
    Needle Oyster Pillar Quarry Ribbon Saddle Timber Urchin Velvet Window Yarrow Zephyr
"""
MODULES, AREAS, WORDS = _MODULES.split(), _AREAS.split(), _WORDS.split()


@dataclass
class Module:
    name: str
    path: str
    go: str
    needs: set[str] = field(default_factory=set)


@dataclass
class Package:
    number: int
    module: Module
    area: str
    name: str
    layer: int
    word: str
    files: dict[str, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    planted: list[tuple[str, str]] = field(default_factory=list)  # (file, codemod)

    @property
    def folder(self) -> str:
        return f"{self.module.name}/{self.inside}"

    @property
    def path(self) -> str:
        return f"{self.module.path}/{self.inside}"

    @property
    def inside(self) -> str:
        """Every fifth package is for its own module alone."""
        return f"{'internal/' if self.is_internal else ''}{self.area}/{self.name}"

    @property
    def is_internal(self) -> bool:
        return not self.is_shared and self.number % 5 == 4

    @property
    def is_shared(self) -> bool:
        """Whether it belongs to the module that all others use, and nobody else."""
        return self.module.name.startswith("internal/")

    def may_import(self, other: Package) -> bool:
        """A module's go line is at least that of what it needs, says Go."""
        if other.layer >= self.layer or other.name == self.name:
            return False
        if self.module.go == OLD_GO and other.module.go != OLD_GO:
            return False
        return other.module is self.module or not other.is_internal

    @property
    def words(self) -> dict[str, str]:
        lower = self.word.lower()
        return {"T": self.word, "t": lower, "noun": lower}


class Monorepo:
    """The tree as texts; the generator of random numbers is the only state."""

    def __init__(self, packages: int, owners: int, modules: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._owners = [f"@mono/team-{number:02}" for number in range(1, owners + 1)]
        self.modules = [_module(number) for number in range(modules)]
        self.packages = [self._package(number, packages) for number in range(packages)]

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file: path and text."""
        books = self._books()
        callers = self._callers(books)
        named = {each.number for each in books}
        for package in self.packages:
            self._fill(package, package.number in named, callers.get(package.number))
            yield from ((f"{package.folder}/{name}", t) for name, t in package.files.items())
        for module in self.modules:
            yield f"{module.name}/go.mod", self._go_mod(module)
        targets = [f"{b.path}.{b.word}Book.Enter" for b in books if b.is_shared]
        listed = "".join(f'    "{target}",\n' for target in targets)
        yield f"{self.modules[0].name}/.gofixmap.toml", f"targets = [\n{listed}]\n"
        yield "go.work", self._go_work()
        yield ".github/CODEOWNERS", self._codeowners()
        yield "planted.json", json.dumps(self._planted(), indent=1) + "\n"

    def _package(self, number: int, packages: int) -> Package:
        module = self.modules[number % len(self.modules)]
        at = number // len(self.modules)
        area = AREAS[at // PER_AREA % len(AREAS)]
        word = WORDS[number * 7 % len(WORDS)]
        layer = min(at * LAYERS // max(packages // len(self.modules), 1), LAYERS - 1)
        return Package(number, module, area, f"{word.lower()}{at:03}", layer, word)

    def _books(self) -> list[Package]:
        """Packages with a type whose method is at fault, and of which others have values."""
        below = [p for p in self.packages if p.layer < LAYERS - 1]
        seen = [p for p in below if p.is_shared or p.is_internal]
        return [p for p in seen if self._random.random() < CROSSED * len(self.packages) / len(seen)]

    def _callers(self, books: Sequence[Package]) -> dict[int, Package]:
        """Which package uses which book, by number; each uses one at most."""
        callers: dict[int, Package] = {}
        for book in books:
            above = [p for p in self._near(book) if p.may_import(book)]
            for caller in self._random.sample(above, k=min(self._random.randint(1, 3), len(above))):
                callers.setdefault(caller.number, book)
        return callers

    def _near(self, book: Package) -> Sequence[Package]:
        """Where a book can be used at all."""
        step = 1 if book.is_shared else len(self.modules)
        return self.packages[book.number % step :: step]

    def _fill(self, package: Package, has_book: bool, called: Package | None) -> None:
        roll = self._random
        pieces = roll.sample(SOUND, k=2)
        if roll.random() < FAULTY:
            is_old = package.module.go == OLD_GO
            pieces.append(roll.choice([piece for piece in MISTAKES if is_old or not piece.old]))
        package.files["doc.go"] = self._doc(package)
        for piece in pieces:
            self._add(package, piece)
        if has_book:
            package.planted.append(("book.go", "pointer-receiver"))
            package.files["book.go"] = _source(package, (), CROSSING.substitute(package.words))
        if called is not None:
            self._call(package, called)
        if roll.random() < 0.03:
            self._systems(package)
        if roll.random() < 0.02:
            self._integration(package)
        if roll.random() < 0.03:
            self._generated(package)

    def _doc(self, package: Package) -> str:
        """The package's comment, and a use of packages of lower layers in any module."""
        drawn = self._random.sample(self.packages, k=min(4, len(self.packages)))
        below = [p for p in drawn if package.may_import(p)]
        below = [p for at, p in enumerate(below) if p.name not in {q.name for q in below[:at]}]
        lines = [
            f"// Package {package.name} is about the {package.word.lower()} of {package.area}."
        ]
        lines += [f"package {package.name}", ""]
        if below:
            for each in below:
                self._need(package, each)
            lines += ["import (", *sorted(f'\t"{each.path}"' for each in below), ")", ""]
        uses = "".join(f" + {each.name}.Weight" for each in below)
        lines += ["// Weight is how much hangs on this package.", f"const Weight = 1{uses}", ""]
        return "\n".join(lines)

    def _need(self, package: Package, other: Package) -> None:
        package.imports.add(other.path)
        if other.module is not package.module:
            package.module.needs.add(other.module.name)

    def _add(self, package: Package, piece: Piece) -> None:
        name = f"{piece.name}.go"
        package.files[name] = _source(package, piece.imports, piece.text.substitute(package.words))
        if piece.codemod:
            package.planted.append((name, piece.codemod))

    def _call(self, package: Package, book: Package) -> None:
        self._need(package, book)
        words = book.words | {"package": book.name}
        text = CALLER.substitute(words)
        package.files["ledger.go"] = _source(package, (book.path,), text)

    def _systems(self, package: Package) -> None:
        """A declaration for each system; one in three has a use elsewhere that forbids the fix."""
        room = self._random.randint(100, 900)
        others = " && ".join(f"!{system}" for system in SYSTEMS)
        for system in (*SYSTEMS, "other"):
            text = SYSTEM.substitute(package.words, system=system, room=room)
            head = f"//go:build {others}\n\n" if system == "other" else ""
            name = f"disk_{system}.go"
            package.files[name] = head + _source(package, (), text)
        package.planted.append(("disk_darwin.go", "pointer-receiver"))  # where it is reported
        if self._random.random() < 0.34:
            system = self._random.choice(SYSTEMS)
            package.files[f"user_{system}.go"] = _source(
                package, (), TRAP.substitute(package.words)
            )

    def _integration(self, package: Package) -> None:
        piece = next(each for each in MISTAKES if each.name == "index")
        if f"{piece.name}.go" in package.files:
            return
        text = _source(package, piece.imports, piece.text.substitute(package.words))
        package.files["whole_integration.go"] = f"//go:build integration\n\n{text}"
        package.planted.append(("whole_integration.go", piece.codemod))

    def _generated(self, package: Package) -> None:
        """Mistakes that nobody is to mend here."""
        head = "// Code generated by stencil from a table. DO NOT EDIT.\n\n"
        text = _source(package, (), GENERATED.substitute(package.words))
        package.files["wide_gen.go"] = head + text

    def _go_mod(self, module: Module) -> str:
        needed = sorted(self._closure(module) - {module.name})
        lines = [f"module {module.path}", "", f"go {module.go}"]
        if needed:
            paths = {each.name: each.path for each in self.modules}
            up = "../" * (module.name.count("/") + 1)
            lines += ["", "require (", *(f"\t{paths[n]} v0.0.0" for n in needed), ")"]
            lines += ["", "replace (", *(f"\t{paths[n]} => {up}{n}" for n in needed), ")"]
        return "\n".join(lines) + "\n"

    def _closure(self, module: Module) -> set[str]:
        by_name = {each.name: each for each in self.modules}
        found, pending = {module.name}, [module.name]
        while pending:
            fresh = by_name[pending.pop()].needs - found
            found |= fresh
            pending += fresh
        return found

    def _go_work(self) -> str:
        used = "".join(f"\t./{module.name}\n" for module in self.modules)
        return f"go {NEW_GO}\n\nuse (\n{used})\n"

    def _codeowners(self) -> str:
        """A default, then modules, areas and single folders: the last line that matches wins."""
        lines = ["# The last line that matches a path wins.", f"* {self._owners[0]}"]
        rest = self._owners[1:] or self._owners
        for at, module in enumerate(self.modules):
            lines.append(f"/{module.name}/ {rest[at % len(rest)]}")
        places = sorted({(p.module.name, p.area) for p in self.packages})
        left = [o for o in rest if not any(line.endswith(f" {o}") for line in lines)]
        for owner in (*left, *rest[:5]):
            module_name, area = self._random.choice(places)
            second = f" {self._random.choice(rest)}" if self._random.random() < 0.2 else ""
            lines.append(f"/{module_name}/{area}/ {owner}{second}")
        lines += ["*.md @mono/writers", "/go.work @mono/builders"]
        return "\n".join(lines) + "\n"

    def _planted(self) -> dict[str, object]:
        places = {
            f"{package.folder}/{name}": codemod
            for package in self.packages
            for name, codemod in package.planted
        }
        faulty = sum(bool(package.planted) for package in self.packages)
        return {
            "packages": len(self.packages),
            "faulty": faulty,
            "codemods": dict(sorted(Counter(places.values()).items())),
            "places": dict(sorted(places.items())),
        }


def _module(number: int) -> Module:
    """The first is internal to all of them, and has an old go line as every fourth one has."""
    name = MODULES[(number - 1) % len(MODULES)]
    again = (number - 1) // len(MODULES)
    name = "internal/base" if number == 0 else f"{name}{again + 1}" if again else name
    return Module(name, f"{PREFIX}/{name}", OLD_GO if number % 4 == 3 or not number else NEW_GO)


def _source(package: Package, imports: Sequence[str], text: str) -> str:
    lines = [f"package {package.name}", ""]
    if len(imports) == 1:
        lines += [f'import "{imports[0]}"', ""]
    elif imports:
        lines += ["import (", *(f'\t"{each}"' for each in imports), ")", ""]
    return "\n".join(lines) + "\n" + text.lstrip("\n")


def generate(folder: Path, packages: int, owners: int, modules: int, seed: int) -> int:
    """Writes the tree into an empty or new folder; the number of files."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} has files in it")
    made: set[Path] = set()
    count = 0
    for path, text in Monorepo(packages, owners, modules, seed).files():
        place = folder / path
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        place.write_bytes(text.encode())
        count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--packages", type=int, default=10_000)
    parser.add_argument("--owners", type=int, default=60)
    parser.add_argument("--modules", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    count = generate(given.folder, given.packages, given.owners, given.modules, given.seed)
    print(f"{count} files in {given.folder}")


if __name__ == "__main__":
    main()
