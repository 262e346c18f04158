"""Trees that mean harm: nothing blocks, leaves the root, runs, or reaches the terminal."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_kit import MISTAKE, MOD, gofixmap, sound, write

COMMANDS = (("check",), ("apply", "--dry-run"), ("inspect", "types"))


def _apply(root: Path, *more: object) -> None:
    """A run writes the one repair that there is, and reports or skips the rest."""
    before = _manifests(root)
    ran = gofixmap("apply", "--safety", "review", "--verify", "none", *more, cwd=root)
    sound(ran, (0, 3))
    assert b"m[``] = t" in (root / "mistake.go").read_bytes(), ran.said
    assert before == _manifests(root)


def _manifests(root: Path) -> dict[Path, bytes]:
    """What the files called go.mod hold; some are no files, and to read one would never end."""
    return {path: path.read_bytes() for path in root.rglob("*.mod") if path.is_file()}


def _special(root: Path) -> None:
    """Everything that is no regular file, under names that a Go file would have."""
    (root / "directory.go").mkdir()
    (root / "directory.go" / "x.go").write_text("package x\n")
    os.mkfifo(root / "pipe.go")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(root / "socket.go"))
    (root / "zero.go").symlink_to("/dev/zero")
    (root / "tty.go").symlink_to("/dev/tty")
    (root / "memory.go").symlink_to("/proc/self/mem")
    (root / "self.go").symlink_to("self.go")
    (root / "loop").symlink_to(".")
    (root / "up").symlink_to("..")
    (root / "root").symlink_to("/")
    os.mkfifo(root / ".gitignore")
    (root / "deep").mkdir()
    os.mkfifo(root / "deep" / "go.mod")
    (root / "deep" / "a.go").write_text("package deep\n")


def _outside(root: Path) -> None:
    """Links to what lies outside; that must neither be read nor written."""
    outside = root.parent / "outside"
    write(outside, {"secret.go": MISTAKE})
    (root / "linked.go").symlink_to(outside / "secret.go")
    (root / "linked").symlink_to(outside)
    (root / "go.work").write_text("go 1.27\nuse .\nuse ../outside\nuse /\nuse /proc/self/root\n")


def _bytes(root: Path) -> None:
    """Contents that are no Go, and hardly text."""
    (root / "nul.go").write_bytes(b"package hostile\n\x00\x00var x = 1\n")
    (root / "latin.go").write_bytes(b'package hostile\n\nvar y = "\xff\xfe"\n')
    (root / "utf16.go").write_bytes("package hostile\n".encode("utf-16"))
    (root / "bom.go").write_bytes(b"\xef\xbb\xbf\xef\xbb\xbfpackage hostile\n")
    (root / "surrogate.go").write_bytes(b"package hostile // \xed\xa0\x80\n")
    (root / "empty.go").write_bytes(b"")
    (root / "binary.go").write_bytes(bytes(range(256)) * 4000)
    (root / "returns.go").write_bytes(b"package hostile\r\rvar z = 1\r")
    (root / "escapes.go").write_bytes(b"package hostile\n\nfunc \x1b[31mf() { \x1b]0;x\x07 }\n")


def _modules(root: Path) -> None:
    """go.mod files that replace modules by anything, and say anything else."""
    targets = ("/", "..", "/proc/self/root", "/dev/zero", "./a\0b", "../" * 500, "x" * 5000)
    lines = "".join(
        f"require example.com/r{at} v1.0.0\nreplace example.com/r{at} => {target}\n"
        for at, target in enumerate(targets)
    )
    (root / "go.mod").write_bytes((MOD + lines).encode() + b"// \x1b[2J\nnonsense \x1b[2J\n")
    (root / "uses.go").write_text(
        "package hostile\n\nimport (\n"
        + "".join(f'\t_ "example.com/r{at}/etc"\n' for at in range(len(targets)))
        + ")\n"
    )
    vendored = root / "vendor"
    vendored.mkdir()
    (vendored / "modules.txt").write_text(
        "# example.com/lie v1.0.0\n## explicit\nexample.com/lie\nexample.com/../../etc\n# # #\n"
    )
    write(root / "long", {"go.mod": "module " + "x" * 10_000_000 + "\n", "a.go": "package long\n"})


def _names(root: Path) -> None:
    """Names that a terminal would obey, or a shell, or a report in XML."""
    for at, name in enumerate(
        (b"a\nb.go", b"\x1b[2J.go", b"\xff\xfe.go", b"$(touch x).go", b"<&\"'>.go", b"-rf.go")
    ):
        with open(os.fsencode(root) + b"/" + name, "wb") as stream:
            stream.write(MISTAKE.replace("set", f"set{at}").replace("T", f"T{at}").encode())
    (root / ("x" * 251 + ".go")).write_text("package hostile\n")


def _configuration(root: Path) -> None:
    """What Python, Go and git would take for theirs, were they started here."""
    bomb = "import pathlib\npathlib.Path('pwned').write_text('x')\nraise SystemExit(9)\n"
    for name in ("sitecustomize.py", "gofixmap.py", "click.py", "conftest.py", "codemods.py"):
        (root / name).write_text(bomb)
    write(root / "gofixmap", {"__init__.py": bomb})
    write(root / "gofixmap_codemods", {"__init__.py": bomb})
    (root / "setup.cfg").write_text("[options.entry_points]\ngofixmap.codemods =\n  a = gofixmap\n")
    (root / "go.env").write_text("GOFLAGS=-toolexec=/bin/false\n")
    (root / ".env").write_text("PYTHONPATH=.\n")


TREES: dict[str, Callable[[Path], None]] = {
    "what is no regular file": _special,
    "links that lead out": _outside,
    "bytes": _bytes,
    "go.mod and vendor": _modules,
    "names": _names,
    "python": _configuration,
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write(tmp_path / "w", {"mistake.go": MISTAKE})
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("name", TREES)
def test_apply(root: Path, name: str) -> None:
    TREES[name](root)
    _apply(root)
    assert not (root / "pwned").exists()
    secret = root.parent / "outside" / "secret.go"
    assert not secret.exists() or secret.read_text() == MISTAKE


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_other_commands(root: Path, name: str, command: tuple[str, ...]) -> None:
    TREES[name](root)
    sound(gofixmap(*command, ".", cwd=root), (0, 1, 3))
    assert not (root / "pwned").exists()


@pytest.mark.parametrize("style", ["sarif", "github", "gitlab", "checkstyle", "rdjson", "html"])
def test_reports_about_odd_names(root: Path, style: str) -> None:
    _names(root)
    sound(gofixmap("check", "--format", style, cwd=root), (1, 3))


@pytest.mark.parametrize("name", ["pipe.go", "directory.go", "socket.go", "zero.go", "self.go"])
def test_named_by_the_user(root: Path, name: str) -> None:
    _special(root)
    sound(gofixmap("check", name, cwd=root), (0, 2, 3))


def test_a_file_of_100_megabytes(root: Path) -> None:
    with (root / "big.go").open("wb") as stream:
        stream.write(b"package hostile\n\nvar x = map[string]int{}\n")
        for _ in range(100):
            stream.write(b"// " + b"x" * ((1 << 20) - 4) + b"\n")
    ran = gofixmap("apply", "--safety", "review", "--verify", "none", cwd=root)
    sound(ran, (3,), megabytes=200)
    assert b"big.go: is larger than 8 MB" in ran.err
    assert b"m[``] = t" in (root / "mistake.go").read_bytes()


@pytest.mark.slow
def test_a_file_of_8_megabytes(root: Path) -> None:
    """The largest that is looked at, all of it code."""
    line = b'var _ = map[string]int{"a": 1}\n'
    (root / "big.go").write_bytes(b"package hostile\n\n" + line * (7_900_000 // len(line)))
    ran = gofixmap("check", "-j1", cwd=root)
    sound(ran, (1, 3), seconds=120, megabytes=2500)


@pytest.mark.slow
def test_20_000_files(root: Path) -> None:
    many = root / "many"
    many.mkdir()
    for at in range(20_000):
        (many / f"f{at}.go").write_text(f"package many\n\nvar v{at} = {at}\n")
    sound(gofixmap("check", cwd=root), (1,), seconds=60, megabytes=500)


@pytest.mark.parametrize(
    "text",
    [
        'plugins = ["evil"]\n',
        'python = "evil.py"\n',
        "x = " + "[" * 100_000 + "\n",
        "a" * 10_000_000,
        "\x00\x1b[2J = 1\n",
        'exclude = ["' + "(*" * 5000 + '"]\n',
    ],
    ids=["plugins", "python", "nested", "huge", "escapes", "glob"],
)
def test_configurations(root: Path, text: str) -> None:
    (root / "evil.py").write_text("raise SystemExit(9)\n")
    (root / ".gofixmap.toml").write_text(text)
    sound(gofixmap("check", cwd=root), (1, 2))


def _pwning(root: Path) -> str:
    script = root.parent / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {root}/pwned\ncat\n")
    script.chmod(0o755)
    return str(script)


_GIT_SETTINGS = (
    "[core]\n\tfsmonitor = {evil}\n\tpager = {evil}\n\teditor = {evil}\n\tsshCommand = {evil}\n"
    "\tgitProxy = {evil}\n\taskPass = {evil}\n\talternateRefsCommand = {evil}\n",
    '[filter "evil"]\n\tclean = {evil}\n\tsmudge = {evil}\n\tprocess = {evil}\n\trequired = true\n',
    '[diff "evil"]\n\tcommand = {evil}\n\ttextconv = {evil}\n[diff]\n\texternal = {evil}\n',
    "[core]\n\thooksPath = {root}/hooks\n",
)


@pytest.mark.parametrize("where", ["config", "include", "worktree"])
def test_git_runs_nothing_of_the_repository(root: Path, where: str) -> None:
    evil = _pwning(root)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x")
    git("add", "mistake.go", "go.mod")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "y")
    settings = "".join(_GIT_SETTINGS).format(evil=evil, root=root)
    if where == "config":
        with (root / ".git/config").open("a") as stream:
            stream.write(settings)
    elif where == "include":
        (root / ".git/more").write_text(settings)
        git("config", "include.path", "more")
    else:
        git("config", "extensions.worktreeConfig", "true")
        (root / ".git/config.worktree").write_text(settings)
    (root / ".gitattributes").write_text("*.go filter=evil diff=evil\n")
    hooks = root / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).symlink_to(evil)
    os.utime(root / "mistake.go", (1, 1))  # so that git has to look inside
    sound(gofixmap("check", "--diff-base", "HEAD~1", cwd=root), (0, 1, 2))
    ran = gofixmap("apply", "--safety", "review", "--verify", "none", cwd=root)
    sound(ran, (0, 2))
    assert not (root / "pwned").exists(), "git ran a program of the repository"


def test_a_repository_that_is_somewhere_else(root: Path) -> None:
    other = root.parent / "other"
    other.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=other, check=True)
    for pointed in (f"gitdir: {other}/.git\n", "gitdir: /\n", "gitdir: .git\n", "\x00", ""):
        (root / ".git").write_text(pointed)
        ran = gofixmap("apply", "--dry-run", "--safety", "review", "--verify=none", cwd=root)
        sound(ran, (0, 2))
        sound(gofixmap("check", "--diff-base", "HEAD", cwd=root), (0, 1, 2))


@pytest.mark.parametrize(
    "log",
    [
        b"",
        b"\x1f\x8b" + b"\x00" * 100,
        b"==================\nWARNING: DATA RACE\n" * 50_000,
        b"WARNING: DATA RACE\nRead at 0x0 by goroutine 1:\n  f()\n      /etc/passwd:1 +0x1\n",
        b"\x1b[2Jfatal error: concurrent map writes\n\n" + b"goroutine 1 [running]:\n" * 50_000,
        b"\x0a\xff\xff\xff\xff\x0f" + b"\x00" * 1000,
        b"./mistake.go:1:1: " + b"x" * 5_000_000 + b" escapes to heap\n",
    ],
    ids=["empty", "gzip", "races", "outside", "crash", "protobuf", "escape"],
)
def test_evidence(root: Path, log: bytes) -> None:
    (root / "log").write_bytes(log)
    sound(gofixmap("check", "--evidence", "log", cwd=root), (0, 1, 2, 3))


def test_a_bomb_of_a_profile(root: Path) -> None:
    """A thousandfold of what the file has."""
    import gzip

    (root / "heap").write_bytes(gzip.compress(b"\x0a" * 500_000_000, 9))
    sound(gofixmap("check", "--evidence", "heap", cwd=root), (0, 1, 2, 3), megabytes=1200)
