"""What the environment and the tree cannot make Go do, and that nothing outlives a run."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from verify_trees import MakeTree

from gofixmap.verify import Toolchain, find_toolchain
from gofixmap.verify.command import run, stream
from gofixmap.verify.diagnostics import Diagnostic, new_errors, parse_output, repaired
from gofixmap.verify.overlay import Overlay
from gofixmap.verify.toolchain import go_environment


@pytest.mark.parametrize(
    ("flags", "kept"),
    [
        ("-toolexec=/tmp/evil", ""),
        ("-toolexec /tmp/evil", ""),
        ("-vettool=/tmp/evil -exec=/tmp/evil", ""),
        ("-overlay=/tmp/o.json -modfile=/tmp/go.mod -mod=mod", ""),
        ("-tags=a,b -toolexec=x", "-tags=a,b"),
        ("-gcflags=all=-N -ldflags=-X=a", ""),
    ],
)
def test_flags_of_the_environment_are_not_honoured(
    toolchain: Toolchain, flags: str, kept: str
) -> None:
    environment = go_environment(toolchain, "/cache", {"GOFLAGS": flags, "PATH": "/bin"})
    assert environment["GOFLAGS"] == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("atexit_sleep_ms=50", "atexit_sleep_ms=50"),
        ("log_path=/tmp/x", None),
        ("atexit_sleep_ms=50 exitcode=0", None),
        ("", None),
    ],
)
def test_the_race_detector_may_be_told_how_long_to_wait(
    toolchain: Toolchain, given: str, kept: str | None
) -> None:
    assert go_environment(toolchain, "", {"GORACE": given, "PATH": ""}).get("GORACE") == kept


@pytest.mark.parametrize(("given", "kept"), [("2", "2"), ("", None), ("-1", None), ("2 x", None)])
def test_go_may_be_told_how_many_processors_to_use(
    toolchain: Toolchain, given: str, kept: str | None
) -> None:
    assert (
        go_environment(toolchain, "", {"GOMAXPROCS": given, "PATH": ""}).get("GOMAXPROCS") == kept
    )


def test_the_environment_is_closed(toolchain: Toolchain) -> None:
    given = {"GOPROXY": "https://x", "GOENV": "/tmp/env", "GOTOOLCHAIN": "go1.99", "GOOS": "plan9"}
    environment = go_environment(toolchain, "/cache", {**given, "GOROOT": "/x", "HOME": "/h"})
    assert environment["GOPROXY"] == "off"
    assert environment["GOENV"] == "off"
    assert environment["GOTOOLCHAIN"] == "local"
    assert environment["GOROOT"] == str(toolchain.goroot)
    assert environment["GOMODCACHE"] == "/cache"
    assert environment["HOME"] == "/h"
    assert "GOOS" not in environment


def test_a_toolexec_does_not_run(
    tree: MakeTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "ran"
    evil = tmp_path / "evil.sh"
    evil.write_text(f'#!/bin/sh\ntouch {marker}\nexec "$@"\n')
    evil.chmod(0o755)
    settings = tmp_path / "env"
    settings.write_text(f"GOFLAGS=-toolexec={evil}\n")
    monkeypatch.setenv("GOFLAGS", f"-toolexec={evil}")
    monkeypatch.setenv("GOENV", str(settings))
    monkeypatch.setenv("GOCACHE", str(tmp_path / "cache"))
    case = tree({"p/p.go": "package p\n\nfunc f() int { return 1 }\n"})
    assert case.verify(case.fix(("p/p.go", "return 1", "return 2"))).proven == (0,)
    assert not marker.exists()


def test_tests_of_the_tree_do_not_run(tree: MakeTree, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    test = f'package p\n\nimport "os"\n\nfunc init() {{ os.Create("{marker}") }}\n'
    case = tree({"p/p.go": "package p\n\nfunc f() int { return 1 }\n", "p/p_test.go": test})
    assert case.verify(case.fix(("p/p.go", "return 1", "return 2"))).proven == (0,)
    assert not marker.exists()


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
@pytest.mark.parametrize("how", ["time", "interrupt"])
def test_grandchildren_end_with_the_command(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ["/bin/sh", "-c", "sleep 60 & echo $! > child; wait"]
    if how == "time":
        assert run(script, cwd=tmp_path, environment=os.environ, seconds=2).status is None
    else:
        import subprocess

        def interrupted(process: subprocess.Popen[bytes], **_: object) -> tuple[bytes, bytes]:
            monkeypatch.undo()
            time.sleep(2)
            raise KeyboardInterrupt

        monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(script, cwd=tmp_path, environment=os.environ, seconds=60)
    _ends(int((tmp_path / "child").read_text()))


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_a_command_may_clean_up_where_it_is_interrupted(tmp_path: Path) -> None:
    script = ["/bin/sh", "-c", "mkdir work; trap 'rmdir work; exit 1' INT; sleep 60"]
    assert run(script, cwd=tmp_path, environment=os.environ, seconds=1).status is None
    assert list(tmp_path.iterdir()) == []


def _ends(child: int) -> None:
    state = Path(f"/proc/{child}/stat")
    for _ in range(100):
        try:
            if state.read_text().split()[2] == "Z":
                return
        except OSError:  # it goes at any time
            return
        time.sleep(0.1)
    pytest.fail("the grandchild lives on")


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
@pytest.mark.parametrize(("tail", "seconds", "status"), [("wait", 2, None), ("true", 30, 0)])
def test_what_a_test_leaves_running_ends(
    tmp_path: Path, tail: str, seconds: int, status: int | None
) -> None:
    """Whether the command is stopped or ends by itself; its child holds the pipe open."""
    heard: list[bytes] = []
    script = ["/bin/sh", "-c", f"echo begun; sleep 60 & echo $! > child; {tail}"]
    started = time.monotonic()
    output = stream(
        script, cwd=tmp_path, environment=os.environ, seconds=seconds, line=heard.append
    )
    assert (output.status, heard) == (status, [b"begun\n"])
    assert time.monotonic() - started < 30
    _ends(int((tmp_path / "child").read_text()))


def test_the_newest_toolchain_is_taken_where_none_is_new_enough() -> None:
    assert find_toolchain((1, 99)) == find_toolchain((1, 99))
    found = find_toolchain((1, 1))
    assert found is not None
    assert found.name.startswith("go1.")


def test_output_is_parsed(tmp_path: Path) -> None:
    text = (
        "# example.com/v/p [example.com/v/p.test]\n"
        "p/a.go:3:5: undefined: x\n"
        "./b c.go:7: old style\n"
        "p/a.go:9:1: cannot use y\n\thave (int)\n\twant (string)\n"
        "too many errors\n"
    )
    found, rest = parse_output(text, tmp_path)
    assert found == [
        Diagnostic(f"{tmp_path}/p/a.go", 3, 5, "undefined: x"),
        Diagnostic(f"{tmp_path}/b c.go", 7, 0, "old style"),
        Diagnostic(f"{tmp_path}/p/a.go", 9, 1, "cannot use y have (int) want (string)"),
    ]
    assert rest == ["too many errors"]


def error(line: int, message: str = "m", path: str = "/a.go") -> Diagnostic:
    return Diagnostic(path, line, 1, message)


@pytest.mark.parametrize(
    ("before", "after", "fresh", "gone"),
    [
        ([], [], [], 0),
        ([error(1)], [error(5)], [], 0),  # lines move
        ([error(1)], [error(1), error(5)], [5], 0),
        ([error(1), error(2)], [error(9)], [], 1),
        ([error(1, "x at a.go:3:4")], [error(1, "x at a.go:8:4")], [], 0),
        ([error(1)], [error(1, "m", "/b.go")], [1], 1),
        ([error(1)], [error(1), error(1)], [], 0),  # a package and its test variant
    ],
)
def test_errors_are_compared_without_their_lines(
    before: list[Diagnostic], after: list[Diagnostic], fresh: list[int], gone: int
) -> None:
    assert [each.line for each in new_errors(before, after)] == fresh
    assert repaired(before, after) == gone


def test_of_equal_errors_the_suspected_one_is_new() -> None:
    found = new_errors([error(1)], [error(1), error(2), error(3)], lambda e: e.line < 3)
    assert [each.line for each in found] == [1, 2]


@pytest.mark.parametrize("path", ["/m/a.go", "/m/50% off/a:b.go", "/m/%41.go", "/m/caf\u00e9/a.go"])
def test_true_paths_come_back_from_messages_of_any_run(path: str) -> None:
    with Overlay() as overlay, Overlay() as later:
        (flag,) = overlay.flags({path: b"package m\n"})
        described = json.loads(Path(flag.partition("=")[2]).read_text(encoding="utf-8"))
        shown = described["Replace"][path]
        assert Path(shown).read_bytes() == b"package m\n"
        assert later.restored(f"vet: ../..{shown}:3:4: words ") == f"vet: {path}:3:4: words "


@pytest.mark.parametrize(
    "path", [f"/m/a{' ' * 120}.go", f"/{'m/' * 2040}a.go", f"/m/{'m' * 250}.go"]
)
def test_a_path_that_is_too_long_behind_a_mark_has_a_number(path: str) -> None:
    with Overlay() as overlay:
        (flag,) = overlay.flags({path: b"package m\n"})
        described = json.loads(Path(flag.partition("=")[2]).read_text(encoding="utf-8"))
        shown = described["Replace"][path]
        assert Path(shown).read_bytes() == b"package m\n"
        assert overlay.restored(f"vet: {shown}:3:4: words") == f"vet: {path}:3:4: words"
