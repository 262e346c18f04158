"""Trees that change at random, and runs over them with and without the cache."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from gofixmap.engine import Request, run
from gofixmap.engine.cacheparts import Parts
from gofixmap.engine.discovery import Directory
from gofixmap.model import RunResult
from gofixmap.syntax.source import SourceFile
from gofixmap.workspace import Workspace, watch

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
MODULE = "example.com/golden"
Edit = Callable[["Tree"], None]


def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `lstat` speak for files that are a moment old, where otherwise two seconds count."""
    monkeypatch.setattr(watch, "_COARSEST", 20_000_000)


def indexing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the words of all files be known before one is searched for, as in large trees."""
    mentioning = Workspace.files_mentioning

    def indexed(self: Workspace, name: str, within: Collection[str] | None = None) -> Iterator[str]:
        self.index_words()
        return mentioning(self, name, within)

    monkeypatch.setattr(Workspace, "files_mentioning", indexed)


def told(result: RunResult) -> RunResult:
    """A result without the time that it took."""
    return replace(result, summary=replace(result.summary, seconds=0.0))


def cold(root: Path, **more: object) -> RunResult:
    return told(run(Request(paths=(root,), jobs=1, **{"apply": False, **more})))  # type: ignore[arg-type]


def warm(root: Path, **more: object) -> RunResult:
    return cold(root, use_cache=True, **more)


@contextmanager
def analysed(monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[list[str]]:
    """The directories that runs with the cache analyse while this lasts, "-" for a run of none."""
    found: list[str] = []
    missing = Parts.missing

    def noted(self: Parts, directories: Sequence[Directory]) -> list[Directory]:
        listed = missing(self, directories)
        found.extend(str(Path(each.path).relative_to(root.resolve())) for each in listed)
        return listed

    with monkeypatch.context() as patched:
        patched.setattr(Parts, "missing", noted)
        yield found


def written(root: Path, files: Mapping[str, str]) -> Path:
    """`root` with files in it, by their paths below it."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def golden_tree(root: Path, cases: Sequence[str]) -> None:
    """One module of golden cases, each in a folder of its own."""
    root.mkdir()
    (root / "go.mod").write_text(f"module {MODULE}\n\ngo 1.24\n", encoding="utf-8")
    for case in cases:
        source, place = GOLDEN / case / "before", root / case.replace("/", "-")
        shutil.copytree(source, place, ignore=shutil.ignore_patterns("go.mod", "go.work", "go.sum"))
        for file in place.rglob("*.go"):
            own = f"{MODULE}/{place.name}".encode()
            file.write_bytes(file.read_bytes().replace(MODULE.encode(), own))


class Tree:
    """A tree that is edited at random, the same way for the same seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self._made = 0

    def step(self) -> str:
        """One edit; its name."""
        edit = self.random.choice(EDITS)
        edit(self)
        return edit.__name__

    def number(self) -> int:
        self._made += 1
        return self._made

    def file(self) -> Path | None:
        files = sorted(self.root.rglob("*.go"))
        return self.random.choice(files) if files else None

    def folder(self) -> Path:
        return self.random.choice(sorted({file.parent for file in self.root.rglob("*.go")}))

    def declaration(self) -> tuple[Path, bytes, int, int] | None:
        """A file, its bytes, and where one of its declarations is."""
        file = self.file()
        if file is None:
            return None
        data = file.read_bytes()
        every = [d.span for d in SourceFile("x.go", data).declarations if d.keyword != "import"]
        if not every:
            return None
        span = self.random.choice(every)
        return file, data, span.start, span.end


def delete_declaration(tree: Tree) -> None:
    if found := tree.declaration():
        file, data, start, end = found
        file.write_bytes(data[:start] + data[end:])


def edit_body(tree: Tree) -> None:
    if found := tree.declaration():
        file, data, start, end = found
        text = data[start:end].replace(b"{\n", b"{\n\t_ = 0\n", 1)
        file.write_bytes(data[:start] + text + data[end:])


def delete_line(tree: Tree) -> None:
    if found := tree.declaration():
        file, data, start, end = found
        lines = data[start:end].split(b"\n")
        del lines[tree.random.randrange(len(lines))]
        file.write_bytes(data[:start] + b"\n".join(lines) + data[end:])


def replace_word(tree: Tree) -> None:
    """One identifier of a file becomes another one everywhere in it, or in one declaration."""
    if found := tree.declaration():
        file, data, start, end = found
        if tree.random.random() < 0.5:
            start, end = 0, len(data)
        words = sorted(set(re.findall(rb"\b[A-Za-z]\w*\b", data)))
        old, new = tree.random.choice(words), tree.random.choice(words)
        text = re.sub(rb"\b" + old + rb"\b", new, data[start:end])
        file.write_bytes(data[:start] + text + data[end:])


def export_word(tree: Tree) -> None:
    if found := tree.declaration():
        file, data, start, end = found
        words = re.findall(rb"\b[a-z]\w{2,}\b", data[start:end])
        if words:
            word = tree.random.choice(words)
            file.write_bytes(re.sub(rb"\b" + word + rb"\b", word.capitalize(), data))


def move_declaration(tree: Tree) -> None:
    if found := tree.declaration():
        file, data, start, end = found
        other = tree.random.choice(sorted(file.parent.glob("*.go")))
        if other != file:
            file.write_bytes(data[:start] + data[end:])
            other.write_bytes(other.read_bytes() + b"\n" + data[start:end] + b"\n")


_ADDED = (
    "func added%d(values []int) (sum int) {\n\tfor _, value := range values {\n"
    "\t\tsum += value\n\t}\n\treturn sum\n}",
    "func added%d(n int) bool {\n\tvar found bool\n\tif n > len(%s) {\n\t\tfound = n < 3\n\t}\n"
    "\treturn found\n}",
    "func added%d(%s int) int { return %s + max(1, 2) }",
    "func added%d() { %s() }",
    "func %s%d(items int) int {\n\titems++\n\treturn items\n}",
    'func added%d(m map[string]int) {\n\tgo func() { m["%s"] = 1 }()\n\tm["a"]++\n}',
    "func len(added%d int) int { return added%d }",
)


def add_function(tree: Tree) -> None:
    """A function behind a file, of no concern to others or of some; often there is no other one."""
    if file := tree.file():
        data = file.read_bytes()
        words = sorted(set(re.findall(r"\b[A-Za-z]\w*\b", data.decode()))) or ["x"]
        text, word = tree.random.choice(_ADDED), tree.random.choice(words)
        parts = re.split("(%[sd])", text)
        made = "".join({"%s": word, "%d": str(tree.number())}.get(each, each) for each in parts)
        file.write_bytes(data + f"\n{made}\n".encode())


def shift(tree: Tree) -> None:
    if file := tree.file():
        data = file.read_bytes()
        at = data.find(b"\npackage ") + 1
        file.write_bytes(data[:at] + b"// A line more.\n\n" + data[at:])


def constrain(tree: Tree) -> None:
    if file := tree.file():
        data = file.read_bytes()
        tags = (b"linux", b"windows", b"go1.21", b"ignore", b"!cgo")
        without = re.sub(rb"\A//go:build .*\n\n", b"", data)
        line = b"//go:build " + tree.random.choice(tags) + b"\n\n"
        file.write_bytes(without if without != data else line + data)


def delete_file(tree: Tree) -> None:
    if file := tree.file():
        file.unlink()


def copy_file(tree: Tree) -> None:
    if file := tree.file():
        ending = tree.random.choice(("", "", "_test", "_windows"))
        other = tree.folder() if tree.random.random() < 0.3 else file.parent
        shutil.copyfile(file, other / f"x{tree.number()}{ending}.go")


def rename_package(tree: Tree) -> None:
    if file := tree.file():
        data = file.read_bytes()
        file.write_bytes(re.sub(rb"(?m)^package (\w+)", rb"package \1x", data, count=1))


def copy_folder(tree: Tree) -> None:
    folder = tree.folder()
    if folder != tree.root:
        shutil.copytree(folder, folder.parent / f"copy{tree.number()}")


def delete_folder(tree: Tree) -> None:
    folder = tree.folder()
    if folder != tree.root:
        shutil.rmtree(folder)


def change_version(tree: Tree) -> None:
    version = tree.random.choice(("1.18", "1.21", "1.24"))
    (tree.root / "go.mod").write_text(f"module {MODULE}\n\ngo {version}\n", encoding="utf-8")


def touch(tree: Tree) -> None:
    if file := tree.file():
        file.touch()


def configure(tree: Tree) -> None:
    text = tree.random.choice(('ignore = ["loopvar"]', 'exclude = ["x*.go"]', ""))
    (tree.folder() / ".gofixmap.toml").write_text(f"{text}\n", encoding="utf-8")


def nested_module(tree: Tree) -> None:
    folder = tree.folder()
    if folder != tree.root:
        file = folder / "go.mod"
        if file.exists():
            file.unlink()
        else:
            file.write_text(f"module {MODULE}/{folder.name}\n\ngo 1.22\n", encoding="utf-8")


def restore(tree: Tree) -> None:
    """A file as a golden case has it."""
    sources = sorted(GOLDEN.glob("*/*/before"))
    source = tree.random.choice(sorted(tree.random.choice(sources).rglob("*.go")))
    shutil.copyfile(source, tree.folder() / source.name)


_OFTEN: tuple[Edit, ...] = (edit_body, delete_line, replace_word, move_declaration, shift)
EDITS: tuple[Edit, ...] = (
    *(_OFTEN * 3),
    *([add_function] * 4),
    delete_declaration,
    export_word,
    constrain,
    delete_file,
    copy_file,
    rename_package,
    copy_folder,
    delete_folder,
    change_version,
    touch,
    configure,
    nested_module,
    restore,
)
