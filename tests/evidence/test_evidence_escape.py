"""Escape output: the text of -m and the JSON, and which expression a report is about."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest

from gofixmap.evidence import EscapeReport, read_all
from gofixmap.evidence.escape import escapes_of
from gofixmap.semantics.costs import Costs, costs_of
from gofixmap.semantics.info import Semantics
from gofixmap.syntax.walk import walk
from gofixmap.workspace import Workspace

SOURCE = """package app

import "fmt"

type T struct{ n int }

var sink []any

func New(n int) *T {
	t := T{n: n}
	return &t
}

func use(xs []int, n int, s string) {
	sink = append(sink, &T{n}, make([]int, n), new(T), func() int { return n }, s+"x", xs[1:])
	fmt.Println(New(3).n)
}

func stays() int {
	t := new(T)
	return t.n
}
"""
TEXT = """# example.com/app
./app.go:9:6: can inline New
./app.go:10:2: moved to heap: t
./app.go:9:10: leaking param: n
./app.go:20:10: new(T) does not escape
./app.go:15:22: &T{...} escapes to heap in use:
./app.go:15:22:   flow: {heap} <- &{storage for &T{...}}:
./app.go:15:22:     from &T{...} (spill) at ./app.go:15:22
# example.com/app/inner
inner/x.go:1:2: x escapes to heap
"""
HEADER = (
    '{"version":0,"package":"example.com/app","goos":"linux","goarch":"amd64",'
    '"gc_version":"go1.27.3","file":"/src/app/app.go"}\n'
)
DIAGNOSTIC = (
    '{{"range":{{"start":{{"line":{line},"character":{column}}},"end":{{"line":1,"character":1}}}},'
    '"severity":3,"code":"{code}","source":"go compiler","message":"{message}"}}\n'
)


def told(line: int, column: int, code: str, message: str) -> str:
    return DIAGNOSTIC.format(line=line, column=column, code=code, message=message)


def test_text() -> None:
    assert list(escapes_of(TEXT.splitlines())) == [
        EscapeReport("app.go", 10, 2, "t", True, "example.com/app"),
        EscapeReport("app.go", 20, 10, "new(T)", False, "example.com/app"),
        EscapeReport("app.go", 15, 22, "&T{...}", True, "example.com/app"),
        EscapeReport("inner/x.go", 1, 2, "x", True, "example.com/app/inner"),
    ]


def test_json_leaves_out_other_codes_and_repeated_records() -> None:
    text = (
        HEADER
        + told(10, 2, "escapes", "t escapes to heap")
        + told(10, 2, "escape", "")
        + told(9, 6, "canInlineFunction", "cost 3")
        + told(9, 10, "leak", "parameter n leaks to ~r0 with derefs=0")
        + '{"range": 3}\n{"not": "one"\n[]\n'
    )
    assert list(escapes_of(text.splitlines())) == [
        EscapeReport("/src/app/app.go", 10, 2, "t", True, "example.com/app")
    ]


@pytest.mark.parametrize("text", [TEXT, HEADER + told(10, 2, "escapes", "t escapes to heap")])
def test_the_kind_is_recognised(text: str, tmp_path: Path) -> None:
    (tmp_path / "said").write_text(text)
    assert read_all([tmp_path / "said"]).escapes


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.24\n")
    (tmp_path / "app.go").write_text(SOURCE)
    return tmp_path


def compiled(go: Path, go_env: Mapping[str, str], module: Path, *flags: str) -> str:
    command = [str(go), "build", *flags, "-o", os.devnull, "."]
    done = subprocess.run(
        command, cwd=module, env=dict(go_env), check=True, capture_output=True, text=True
    )
    return done.stderr


def words(module: Path, text: str) -> dict[str, tuple[str, ...]]:
    """What is said of each expression, by its text."""
    costs = judged(module, text)
    semantics = Semantics(Workspace.open([module]))
    return {
        f"{semantics.file('app.go').file.lines.line_of(node.start_byte)}:{node.text.decode()}": said
        for declaration in semantics.file("app.go").file.declarations
        for node in walk(declaration.node)
        if node.text and (said := costs.escapes_at("app.go", node))
    }


def judged(module: Path, text: str) -> Costs:
    semantics = Semantics(Workspace.open([module]))
    return costs_of(semantics, (), list(escapes_of(text.splitlines())))


EXPECTED = {
    "10:t": "t escapes to heap",
    "15:&T{n}": "&T{...} escapes to heap",
    "15:make([]int, n)": "make([]int, n) escapes to heap",
    "15:new(T)": "new(T) escapes to heap",
    "15:func() int { return n }": "func literal escapes to heap",
    '15:s+"x"': 's + "x" escapes to heap',
    "20:new(T)": "new(T) does not escape",
}


def test_the_compilers_text(go: Path, go_env: Mapping[str, str], module: Path) -> None:
    found = words(module, compiled(go, go_env, module, "-gcflags=-m"))
    assert EXPECTED.items() <= {place: said[0] for place, said in found.items()}.items()
    assert "16:New(3)" not in found  # inlined: its t is told again at this parenthesis


def test_the_compilers_json(
    go: Path, go_env: Mapping[str, str], module: Path, tmp_path: Path
) -> None:
    told_in = tmp_path / f"told-{uuid4().hex}"  # with other flags a package is not in Go's cache
    compiled(go, go_env, module, f"-gcflags=-json=0,{told_in}")
    text = "".join(path.read_text() for path in sorted(told_in.rglob("*.json")))
    found = words(module, text)
    escaping = {place: said for place, said in EXPECTED.items() if "escapes" in said}
    assert escaping.items() <= {place: said[0] for place, said in found.items()}.items()


@pytest.mark.parametrize(
    "line",
    [
        "./app.go:10:3: moved to heap: t",  # not the name's column
        "./app.go:10:2: moved to heap: u",  # another name
        "./app.go:99:2: moved to heap: t",  # no such line
        "./app.go:10:200: moved to heap: t",
        "./app.go:16:17: moved to heap: t",  # inlined to a call
    ],
)
def test_reports_about_something_else(line: str, module: Path) -> None:
    assert words(module, f"# example.com/app\n{line}\n") == {}


def test_another_modules_file_of_the_same_name(module: Path) -> None:
    found = judged(module, "# example.com/other\n./app.go:10:2: moved to heap: t\n")
    assert not found.escapes
    assert found.lost == ("no line of the escape output is in this code",)
