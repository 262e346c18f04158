"""gofixmap evidence heap and escape, and what check makes of them."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from profiles import heap

SOURCE = """package app

type user struct{ age int }

var users = map[string]user{}

func Light() { users["a"].age++ }

func Heavy(name string) {
	users[name].age++
}
"""
HEAVY = heap(([("example.com/app.Heavy", "/src/app/app.go", 10)], 3_000_000, 4_000_000))


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (tmp_path / "app.go").write_text(SOURCE)
    (tmp_path / "heap.pb.gz").write_bytes(HEAVY)
    return tmp_path


class _Service(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/debug/pprof/heap")
            self.end_headers()
            return
        found = self.path.startswith("/debug/pprof/")
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            self.wfile.write(HEAVY)

    def log_message(self, *arguments: object) -> None:
        """Nothing: the output of the tests is their own."""


@pytest.fixture
def service() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Service", (_Service,), {"asked": asked})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


LINE = "app.go:10: 3.0 MB in use (100 % of the profile), 4.0 MB allocated: users[name].age++\n"


def test_a_file(gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("evidence", "heap", "heap.pb.gz")
    assert (ran.code, ran.out) == (0, LINE)
    assert ran.err == "3.0 MB in use, 4.0 MB allocated\n"


@pytest.mark.parametrize(
    ("address", "flags", "asked"),
    [
        ("", (), "/debug/pprof/heap"),
        ("/", ("--gc",), "/debug/pprof/heap?gc=1"),
        ("/debug/pprof/allocs", (), "/debug/pprof/allocs"),
        ("/debug/pprof/heap?seconds=1", ("--gc",), "/debug/pprof/heap?seconds=1&gc=1"),
    ],
)
def test_a_service(
    address: str,
    flags: tuple[str, ...],
    asked: str,
    gofixmap: Callable,
    module: Path,
    service: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # not for this machine itself
    ran = gofixmap("evidence", "heap", service[0] + address, "-o", "kept.pb.gz", *flags)
    assert (ran.code, ran.out) == (0, LINE)
    assert service[1] == [asked]
    assert (module / "kept.pb.gz").read_bytes() == HEAVY


@pytest.mark.parametrize("path", ["/nothing", "/moved"])
def test_a_service_without_one(
    path: str, gofixmap: Callable, module: Path, service: tuple[str, list[str]]
) -> None:
    ran = gofixmap("evidence", "heap", service[0] + path, "-o", "kept.pb.gz")
    assert ran.code == 2
    assert "it cannot be fetched" in ran.err
    assert service[1] == [path]  # a redirection is not followed
    assert not (module / "kept.pb.gz").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope.pb.gz"], "nope.pb.gz: cannot read it"),
        (["app.go"], "app.go: this is no heap profile"),
        (["file:///etc/passwd"], "only http and https"),
        (["http://"], "only http and https"),
        (["http://[::1"], "this is no address"),
        (["http://127.0.0.1:1"], "it cannot be fetched"),
        (["heap.pb.gz", "--gc"], "--gc asks a running service"),
    ],
)
def test_bad_sources(arguments: list[str], words: str, gofixmap: Callable, module: Path) -> None:
    ran = gofixmap("evidence", "heap", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_check_puts_the_heaviest_first(gofixmap: Callable, module: Path) -> None:
    plain = gofixmap("check", "-s", "map-writeback")
    assert plain.out.index("app.go:7:") < plain.out.index("app.go:10:")
    ran = gofixmap("check", "-s", "map-writeback", "--evidence", "heap.pb.gz")
    assert ran.out.index("app.go:10:") < ran.out.index("app.go:7:")
    assert "    heap: 3.0 MB in use (100 % of the profile), 4.0 MB allocated\n" in ran.out


def test_json_tells_the_bytes(gofixmap: Callable, module: Path) -> None:
    arguments = ("check", "-s", "map-writeback", "--evidence", "heap.pb.gz", "--format", "json")
    heavy, light = json.loads(gofixmap(*arguments).out)["findings"]
    assert heavy["bytes"] == 3_000_000
    assert heavy["evidence"] == [
        {"kind": "heap", "detail": "3.0 MB in use (100 % of the profile), 4.0 MB allocated"}
    ]
    assert "bytes" not in light


def test_bytes_alone_apply_nothing_of_a_higher_tier(gofixmap: Callable, module: Path) -> None:
    (module / "app.go").write_text(
        "package app\n\ntype user struct{ age int }\n\nfunc Heavy(users map[string]user) {\n"
        "\tfor _, u := range users {\n\t\tu.age++\n\t}\n}\n"
    )
    profile = heap(([("example.com/app.Heavy", "/src/app/app.go", 7)], 5000, 5000))
    (module / "heap.pb.gz").write_bytes(profile)
    ran = gofixmap("apply", "--dry-run", "-s", "map-writeback", "--evidence", "heap.pb.gz")
    assert (ran.code, ran.out) == (0, "")
    assert "1 more finding needs --safety review" in ran.err


def test_a_profile_of_other_code(gofixmap: Callable, module: Path) -> None:
    other = heap(([("other.com/x.F", "/src/x/x.go", 1)], 10, 10))
    (module / "other.pb.gz").write_bytes(other)
    ran = gofixmap("check", "-s", "map-writeback", "--evidence", "other.pb.gz")
    assert "other.pb.gz: no stack of it is in this code" in ran.err


def test_a_packed_log(gofixmap: Callable, module: Path) -> None:
    (module / "log.gz").write_bytes(gzip.compress(b"WARNING: DATA RACE\n"))
    ran = gofixmap("check", "--evidence", "log.gz")
    assert ran.code == 2
    assert "log.gz: this is compressed, and no heap profile" in ran.err


GOOD = "package app\n\nfunc New() *int {\n\tn := 1\n\treturn &n\n}\n"


def test_escape(gofixmap: Callable, module: Path, go_env: dict[str, str]) -> None:
    (module / "app.go").write_text(GOOD)
    ran = gofixmap("evidence", "escape", "-o", "escape.txt")
    assert ran.code == 0
    assert "1 of 1 expressions and variables escape to the heap" in ran.err
    assert "moved to heap: n" in (module / "escape.txt").read_text()
    again = gofixmap("evidence", "escape")
    assert "moved to heap: n" in again.out  # the build cache repeats it


def test_escape_of_a_package_that_does_not_build(
    gofixmap: Callable, module: Path, go_env: dict[str, str]
) -> None:
    (module / "good").mkdir()
    (module / "good" / "good.go").write_text(GOOD.replace("app", "good"))
    ran = gofixmap("evidence", "escape", "-o", "escape.txt")
    assert ran.code == 3
    assert "packages that did not build are left out" in ran.err
    assert "moved to heap: n" in (module / "escape.txt").read_text()


@pytest.mark.parametrize("package", ["./nope", "-gcflags=-m"])
def test_escape_of_nothing(
    package: str, gofixmap: Callable, module: Path, go_env: dict[str, str]
) -> None:
    assert gofixmap("evidence", "escape", "--", package).code == 2
