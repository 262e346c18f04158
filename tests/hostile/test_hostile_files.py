"""Trees of files that are none, cannot be read, or lie elsewhere: the rest is served."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_kit import MISTAKE, Ran, gofixmap, sound, write

COMMANDS = (
    ("check",),
    ("apply", "--dry-run", "--verify", "none"),
    ("apply", "--verify", "none"),
    ("inspect", "types", "."),
)
SERVED = (0, 1, 3)


def _serves(root: Path, ran: Ran, command: tuple[str, ...]) -> None:
    """The mistake in good.go is found, or mended, whatever lies beside it."""
    sound(ran, SERVED)
    if command == ("apply", "--verify", "none"):
        assert b"m[``] = " in (root / "good.go").read_bytes(), ran.said
    elif command[0] != "inspect":
        assert "good.go" in ran.said, ran.said


def _directory(root: Path) -> None:
    (root / "x.go").mkdir()
    (root / "x.go" / "y.go").write_text("package x\n")


def _fifo(root: Path) -> None:
    os.mkfifo(root / "x.go")
    os.mkfifo(root / ".gitignore")


def _socket(root: Path) -> None:
    here = Path.cwd()
    os.chdir(root)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("x.go")
    os.chdir(here)


def _device(root: Path) -> None:
    (root / "zero.go").symlink_to("/dev/zero")
    (root / "random.go").symlink_to("/dev/random")


def _loops(root: Path) -> None:
    (root / "self.go").symlink_to("self.go")
    (root / "here").symlink_to(".")
    (root / "a").mkdir()
    (root / "a" / "up").symlink_to("..")
    (root / "a" / "b.go").symlink_to("../c.go")
    (root / "c.go").symlink_to("a/b.go")


def _outside(root: Path) -> None:
    (root / "passwords.go").symlink_to("/etc/passwd")
    (root / "everything").symlink_to("/")
    (root / "gone.go").symlink_to("/nowhere/at/all.go")
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.go").write_text(MISTAKE)
    (root / "b.go").symlink_to(elsewhere / "b.go")
    (root / "linked").symlink_to(elsewhere)


def _empty(root: Path) -> None:
    (root / "x.go").write_bytes(b"")
    (root / "y.go").write_bytes(b"\xef\xbb\xbf")
    (root / "z.go").write_bytes(b"\n" * 1000)


def _nul(root: Path) -> None:
    (root / "x.go").write_bytes(MISTAKE.encode() + b"\0" * 1000)
    (root / "y.go").write_bytes(b"\0")
    (root / "z.go").write_bytes(MISTAKE.replace("X = 1", 'X = len("\0")').encode())


def _not_utf8(root: Path) -> None:
    (root / "x.go").write_bytes(MISTAKE.encode() + b"// \xff\xfe\n")
    (root / "y.go").write_bytes("package hostile // größe\n".encode("latin-1"))
    (root / "z.go").write_bytes(MISTAKE.encode("utf-16"))
    (root / "w.go").write_bytes(b"package \xed\xa0\x80\n")  # half of a surrogate pair


def _marks(root: Path) -> None:
    mistake = MISTAKE.encode()
    (root / "x.go").write_bytes(b"\xef\xbb\xbf" * 3 + mistake)
    (root / "y.go").write_bytes(mistake.replace(b"package", b"package \xef\xbb\xbf"))


def _not_readable(root: Path) -> None:
    (root / "x.go").write_text(MISTAKE)
    (root / "x.go").chmod(0)
    (root / "shut").mkdir()
    (root / "shut" / "x.go").write_text(MISTAKE)
    (root / "shut").chmod(0)


TREES = (
    _directory,
    _fifo,
    _socket,
    _device,
    _loops,
    _outside,
    _empty,
    _nul,
    _not_utf8,
    _marks,
    _not_readable,
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("make", TREES, ids=lambda make: make.__name__[1:])
def test_the_rest_is_served(
    tmp_path: Path, make: Callable[[Path], None], command: tuple[str, ...]
) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    make(root)
    write(root, {"good.go": MISTAKE.replace("package hostile", "package hostile // good")})
    before = _elsewhere(tmp_path)
    _serves(root, gofixmap(*command, cwd=root), command)
    assert _elsewhere(tmp_path) == before
    if (root / "shut").exists():
        (root / "shut").chmod(0o700)


def _elsewhere(folder: Path) -> dict[str, bytes]:
    """The files beside the tree, and outside of it what a link in it names."""
    files = [each for each in (folder / "elsewhere").glob("*") if each.is_file()]
    return {str(each): each.read_bytes() for each in (*files, Path("/etc/passwd"))}


@pytest.mark.parametrize("name", ["x.go", "zero.go", "self.go", "passwords.go", "everything"])
def test_what_is_no_file_of_the_tree_is_not_read_when_it_is_named(
    tmp_path: Path, name: str
) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    for make in (_fifo, _device, _loops):
        make(root)
    (root / "passwords.go").symlink_to("/etc/passwd")
    (root / "everything").symlink_to("/etc")
    write(root, {"good.go": MISTAKE})
    for command in (("check",), ("apply", "--verify", "none")):
        ran = gofixmap(*command, name, cwd=root)
        sound(ran, (0, 2, 3))
        assert "root:" not in ran.said


LOST = "package hostile\n\ntype N struct{ n int }\n\nfunc (n N) add() { n.n++ }\n"


def test_a_file_that_nobody_reads_may_hold_uses(tmp_path: Path) -> None:
    write(tmp_path, {"lost.go": LOST + "\nfunc use(n *N) { n.add() }\n"})
    assert "(closed-world-unread)" not in gofixmap("check", cwd=tmp_path).said
    (tmp_path / "data.go").write_bytes(b"package hostile\n" + b"// data\n" * 1_100_000)
    ran = gofixmap("check", cwd=tmp_path)
    sound(ran, (3,))
    assert "data.go is too large to be read, or not readable" in ran.said


def test_a_file_of_100_mb_is_told_and_not_read_into_memory(tmp_path: Path) -> None:
    write(tmp_path, {"good.go": MISTAKE})
    line = b"var x = map[string]int{}\n"
    with (tmp_path / "large.go").open("wb") as stream:
        stream.write(b"package hostile\n")
        for _ in range(100):
            stream.write(line * (1_000_000 // len(line)))
    ran = gofixmap("check", cwd=tmp_path)
    sound(ran, (3,), seconds=10, megabytes=200)
    assert "large.go: " in ran.said
    assert "good.go:6" in ran.said
    given = gofixmap(
        "apply",
        "--stdin-filename",
        "large.go",
        cwd=tmp_path,
        stdin=(tmp_path / "large.go").read_bytes(),
    )
    sound(given, (3,), seconds=10, megabytes=700)
    assert given.out == (tmp_path / "large.go").read_bytes()
