"""A described tree answers as the tree does; contents are kept by their digests."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from gofixmap.engine.remote.closure import asked_by
from gofixmap.engine.remote.describe import Describer
from gofixmap.engine.remote.manifest import ABSENT, FILE, Manifest, digest_of, inflated, unpacked
from gofixmap.engine.remote.store import Store
from gofixmap.engine.remote.virtual import Differs, Missing, VirtualFiles
from gofixmap.errors import EnvironmentProblem
from gofixmap.workspace import Workspace
from gofixmap.workspace.system import Machine

ODD_NAMES = ["a b.go", "n\nl.go", "\udcff\udcfe.go", "-rf.go", "\u202egpj.go", "..go", "x\\y.go"]


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A tree with all that a file system can hold."""
    root = tmp_path / "tree"
    (root / "sub" / ".git").mkdir(parents=True)
    (root / "empty").mkdir()
    for name in ("a.go", "sub/b.go", "go.mod", "note.txt", "zero.go", "sub/same.go", "s.s"):
        (root / name).write_bytes(
            b"" if name == "zero.go" else b"package a // " + name[-4:].encode()
        )
    for number, name in enumerate(ODD_NAMES):
        (root / "sub" / name).write_bytes(b"package odd%d" % number)
    for link, target in {
        "link.go": "sub/b.go",
        "linked": "sub",
        "up": "..",
        "out": "/etc",
        "dead.go": "nowhere.go",
        "loop": "loop",
        "absolute.go": str(root / "a.go"),
        "dotted": "./sub/../sub",
    }.items():
        (root / link).symlink_to(target)
    os.mkfifo(root / "pipe.go")
    return root


def described(top: Path, store: Path, *, deliver: bool = True) -> tuple[VirtualFiles, Describer]:
    """Files that answer for a tree that is told of in one part, whose bytes go through packing."""
    describer = Describer()
    describer.tree(str(top))
    manifest = Manifest()
    manifest.add(unpacked(describer.take().packed()))
    kept = Store(store)
    for pack in manifest.packs if deliver else ():
        kept.put(pack, describer.contents(pack))
    return VirtualFiles(manifest, kept, shared=False), describer


QUESTIONS: dict[str, Callable[[Machine | VirtualFiles, str], object]] = {
    "read": lambda files, path: files.read(path, -1, 1000),
    "head": lambda files, path: files.read(path, 5, 1000),
    "small": lambda files, path: files.read(path, -1, 3),
    "contents": lambda files, path: files.contents(path),
    "is_file": lambda files, path: files.is_file(path),
    "is_directory": lambda files, path: files.is_directory(path),
    "is_link": lambda files, path: files.is_link(path),
    "real": lambda files, path: files.real(path),
    "scan": lambda files, path: listed(files, path),
}


def listed(files: Machine | VirtualFiles, path: str) -> list[tuple[object, ...]]:
    with files.scan(path) as entries:
        return sorted(
            (
                entry.name,
                entry.path,
                entry.is_symlink(),
                entry.is_dir(follow_symlinks=False),
                entry.is_file(follow_symlinks=False),
            )
            for entry in entries
        )


def answer(files: Machine | VirtualFiles, question: str, path: str) -> object:
    try:
        return QUESTIONS[question](files, path)
    except OSError as error:
        return type(error), error.errno


def asked_until_told(files: VirtualFiles, describer: Describer, question: str, path: str) -> object:
    """The answer, after as many further parts as it takes."""
    for _ in range(20):
        try:
            return answer(files, question, path)
        except Missing as missing:
            for each in missing.paths:
                describer.path(each)
            part = describer.take()
            files._manifest.add(part)
            for pack in {*part.packs, *missing.packs}:
                files._store.put(pack, describer.contents(pack))
    pytest.fail(f"{question} {path}: no end of questions")


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_as_the_machine_does(top: Path, tmp_path: Path, question: str) -> None:
    files, describer = described(top, tmp_path / "store")
    names = [path.relative_to(top).as_posix() for path in top.rglob("*")]
    more = ["", "gone.go", "a.go/x", "linked/b.go", "up/tree/a.go", "gone/x/y.go", "dead.go/x"]
    asked = 0
    for name in chain(names, more):
        path = f"{top}/{name}".rstrip("/")
        if (question == "contents" and name == "pipe.go") or name.startswith("out"):
            continue
        found = asked_until_told(files, describer, question, path)
        assert found == answer(Machine(), question, path), name
        asked += 1
    assert asked > 25


def test_what_was_not_told_is_asked_for_and_never_guessed(top: Path, tmp_path: Path) -> None:
    files, _ = described(top, tmp_path / "store")
    for question, path in [
        ("read", "/elsewhere/a.go"),
        ("is_file", f"{top.parent}/other.go"),
        ("scan", str(top / "sub" / ".git")),
        ("read", str(top / "note.txt")),
    ]:
        with pytest.raises(Missing) as missing:
            answer(files, question, path)
        assert missing.value.paths


def test_a_content_that_was_not_delivered_is_read_where_it_is_the_same(
    top: Path, tmp_path: Path
) -> None:
    files, _ = described(top, tmp_path / "store", deliver=False)
    path = str(top / "a.go")
    assert files.lacking() == []
    assert files.read(path, -1, 1000) == (top / "a.go").read_bytes()
    (top / "a.go").write_bytes(b"package b // a.go")
    with pytest.raises(Missing) as missing:
        files.read(path, -1, 1000)
    assert list(missing.value.packs) == files.lacking()


def test_a_shared_mount_must_hold_the_same_bytes(top: Path, tmp_path: Path) -> None:
    sent, _ = described(top, tmp_path / "store")
    files = VirtualFiles(sent._manifest, sent._store, shared=True)
    assert files.lacking() == []
    (top / "sub" / "b.go").write_bytes(b"package b // c.go")
    with pytest.raises(Differs) as differs:
        files.lacking()
    assert differs.value.path == str(top / "sub" / "b.go")
    with pytest.raises(Differs):
        files.contents(str(top / "sub" / "b.go"))


def test_a_tree_that_changes_meanwhile_is_no_mixture(top: Path, tmp_path: Path) -> None:
    _, describer = described(top, tmp_path / "store")
    (top / "a.go").write_bytes(b"package c // a.go")
    with pytest.raises(EnvironmentProblem, match=r"a\.go: changed while"):
        for pack in describer.manifest.packs:
            describer.contents(pack)


@pytest.mark.parametrize(
    "change",
    [
        lambda top: (top / "a.go").write_text("package a // a.g2"),
        lambda top: (top / "sub" / "b.go").unlink(),
        lambda top: (top / "sub" / "new.go").write_text("package b"),
        lambda top: (top / "gone" / "x").parent.mkdir(),
        lambda top: ((top / "link.go").unlink(), (top / "link.go").symlink_to("a.go")),
    ],
)
def test_a_change_is_seen(top: Path, tmp_path: Path, change: Callable[[Path], object]) -> None:
    _, describer = described(top, tmp_path / "store")
    describer.path(f"{top}/gone/x")
    (tmp_path / "beside.go").write_text("package beside")
    assert describer.is_fresh()
    change(top)
    assert not describer.is_fresh()


def test_of_what_lies_around_a_tree_only_what_is_asked_for_is_told(
    top: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.go").write_text("package secret")
    _, describer = described(top, tmp_path / "store")
    describer.path(str(tmp_path / "gone.go"))
    describer.take()
    manifest = describer.manifest
    assert str(tmp_path) not in manifest.listings
    assert manifest.kind(str(tmp_path / "secret.go")) is None
    assert manifest.kind(str(tmp_path / "gone.go")) == ABSENT
    assert manifest.kind(str(top / "a.go")) == FILE


def test_the_imports_of_a_tree_are_known_beforehand(tmp_path: Path) -> None:
    goroot = tmp_path / "go"
    for package, imports in {
        "fmt": '"os"',
        "os": '"io"',
        "io": "",
        "net": "",
        "runtime": "",
    }.items():
        (goroot / "src" / package).mkdir(parents=True)
        text = f"package {package}\n" + (f"import {imports}\n" if imports else "")
        (goroot / "src" / package / "x.go").write_text(text)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (tree / "m.go").write_text('package m\n\nimport "fmt"\n\nvar _ = fmt.X\n')
    from gofixmap.workspace.environment import GoEnvironment

    workspace = Workspace.open([tree], environment=GoEnvironment(goroot=str(goroot)))
    asked = asked_by(workspace.spec)
    assert {f"{goroot}/src/{name}" for name in ("fmt", "os", "io")} <= asked
    assert f"{goroot}/src/net" not in asked


def test_a_store_gives_only_what_fits_its_name(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    data = b"x" * 3000
    key = digest_of(data)
    assert store.get(key) is None
    with pytest.raises(ValueError, match="digest"):
        store.put(key, data + b"y")
    store.put(key, data)
    assert (store.get(key), store.slice(key, 10, 5)) == (data, b"xxxxx")
    (path,) = (each for each in store.folder.rglob("*") if each.is_file())
    path.write_bytes(b"y" * 3000)
    fresh = Store(store.folder)
    assert fresh.get(key) is None
    assert not fresh.has(key)


def test_a_store_keeps_to_its_size_and_what_was_used_last(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", limit=25_000)
    keys = []
    for number in range(10):
        data = bytes([number]) * 5000
        keys.append(digest_of(data))
        store.put(keys[-1], data)
        os.utime(store._path(keys[-1]), (number, number))
    store.touch(keys[0])
    store.trim()
    assert [key for key in keys if store.has(key)] == [keys[0], *keys[-3:]]


@pytest.mark.parametrize("data", [b"", b"no zlib", b"x\x9c"])
def test_what_unpacks_to_nothing_sensible_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(data)


def test_what_unpacks_to_too_much_is_refused() -> None:
    import zlib

    with pytest.raises(ValueError, match="too large"):
        inflated(zlib.compress(b"0" * 100_000), 99_999)
    assert len(inflated(zlib.compress(b"0" * 100_000), 100_000)) == 100_000


def test_a_tree_that_changes_a_little_keeps_most_of_its_packs(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    for number in range(240):
        (root / f"f{number:03}.go").write_bytes(b"package a\n" + number.to_bytes(2, "big") * 10_000)

    def packs() -> set[bytes]:
        describer = Describer()
        describer.tree(str(root))
        return set(describer.take().packs)

    before = packs()
    (root / "f050x.go").write_bytes(b"package a\n")
    after = packs()
    assert len(before) > 2
    assert len(after - before) <= 2


ROOT = Path(__file__).resolve().parents[2]
ANALYSIS = (
    "gofixmap/syntax",
    "gofixmap/edits",
    "gofixmap/workspace",
    "gofixmap/semantics",
    "codemods",
)
#: What reads this machine on purpose: the place where all do, and what only the client runs.
READERS = {"system.py", "environment.py", "root.py", "watch.py"}
OF_OS = {"open", "scandir", "listdir", "walk", "stat", "lstat", "readlink", "fwalk"}
OF_PATH = {"read_bytes", "read_text", "iterdir", "glob", "rglob", "lstat"}


def reads_of(path: Path) -> list[str]:
    """The calls in a module that read the file system past `workspace.system`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            found.append(f"{path.name}:{node.lineno}")
        if isinstance(node.func, ast.Attribute):
            of_os = isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
            if (of_os and node.func.attr in OF_OS) or node.func.attr in OF_PATH:
                found.append(f"{path.name}:{node.lineno}")
    return found


def test_an_analysis_reads_through_the_one_file_system() -> None:
    """What reads past it would see the worker's own disk on a cluster, and nothing of the tree."""
    modules = [path for room in ANALYSIS for path in (ROOT / room).rglob("*.py")]
    assert len(modules) > 150
    past = [call for path in modules if path.name not in READERS for call in reads_of(path)]
    assert not past
