"""Files that only sieves have read, vendored ones above all, count by what they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_kit import analysed, cold, trusting, warm, written

FETCHING = {
    "go.mod": "module example.com/shop\n\ngo 1.24\n\nrequire example.com/far v1.0.0\n",
    "vendor/modules.txt": "# example.com/far v1.0.0\n## explicit; go 1.24\nexample.com/far\n",
    "vendor/example.com/far/far.go": """package far

import "net/http"

func Fetch(url string) (int, error) {
\tresponse, err := http.Get(url)
\tif err != nil {
\t\treturn 0, err
\t}
\tdefer response.Body.Close()
\treturn response.StatusCode, nil
}

var Do = Fetch
""",
    "near/near.go": """package near

import (
\t"net/http"

\t"example.com/shop/way"
)

func Status(url string) (int, error) {
\tresponse, err := way.Ask(url)
\tif err != nil {
\t\treturn http.StatusTeapot, err
\t}
\treturn response.StatusCode, nil
}
""",
    "way/way.go": """package way

import (
\t"net/http"

\t"example.com/far"
)

type Answer struct{ StatusCode int }

func Ask(url string) (*Answer, error) {
\tstatus, err := far.Fetch(url)
\tif err != nil {
\t\treturn nil, err
\t}
\treturn &Answer{status}, nil
}

var _ http.Response
""",
}
EDITS = [  # a file, what is replaced in it by what, what is analysed again, and what is then found
    ("vendor/example.com/far/far.go", "return 0, err", "return 1, err", set(), 0),
    ("vendor/example.com/far/far.go", "package far", "// x\n\npackage far", set(), 0),
    (
        "vendor/example.com/far/far.go",
        "func Fetch(url string) (int, error)",
        "func Fetch(url string) (n int, err error)",
        {"near", "way"},
        0,
    ),
    (
        "way/way.go",
        "(*Answer, error) {",
        "(*http.Response, error) {\n\tif true {\n\t\treturn http.Get(url)\n\t}",
        {"near", "way"},
        1,
    ),
    ("way/way.go", "&Answer{status}", "&Answer{StatusCode: status}", {"way"}, 0),
]


@pytest.mark.parametrize(("name", "old", "new", "expected", "count"), EDITS)
def test_an_edit_concerns_who_depends_on_what_the_file_shows(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    old: str,
    new: str,
    expected: set[str],
    count: int,
) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    tree = written(tmp_path / "shop", FETCHING)
    select = ("body-close",)
    assert not warm(tree, select=select).findings
    file = tree / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    for now in (text.replace(old, new), text):
        file.write_text(now, encoding="utf-8")
        with analysed(monkeypatch, tree) as directories:
            found = warm(tree, select=select)
        assert found == cold(tree, select=select)
        assert set(directories) == expected
        assert len(found.findings) == (count if now != text else 0)


_CALLING = """package {name}

import (
\t"net/http"

\t"example.com/shop/{imported}"
)

func {function}(url string) (int, error) {{
\tresponse, err := http.Get(url + {imported}.{used})
\tif err != nil {{
\t\treturn 0, err
\t}}
\tdefer response.Body.Close()
\treturn response.StatusCode, nil
}}
"""
LAYERS = {  # low <- the tests and the tool of middle <- high
    "go.mod": "module example.com/shop\n\ngo 1.24\n",
    "base/base.go": 'package base\n\nconst Slash = "/"\n',
    "low/low.go": 'package low\n\nconst Host = "localhost"\n\nvar Left int\n',
    "middle/middle.go": _CALLING.format(
        name="middle", imported="base", function="Get", used="Slash"
    )
    + "\nconst Path = base.Slash\n",
    "middle/middle_test.go": _CALLING.format(
        name="middle", imported="low", function="get", used="Host"
    ),
    "middle/tool.go": "//go:build ignore\n\n"
    + _CALLING.format(name="main", imported="low", function="main", used="Host"),
    "high/high.go": _CALLING.format(name="high", imported="middle", function="Get", used="Path"),
}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("low/low.go", 'package low\n\nconst Host = "example.com"\n', {"low", "middle"}),
        ("low/new.go", "package low\n\nvar Right int\n", {"low", "middle"}),
        ("base/base.go", 'package base\n\nconst Slash = "//"\n', {"base", "middle", "high"}),
        ("middle/more_test.go", 'package middle\n\nconst Ask = "?"\n', {"middle"}),
        ("base/more_test.go", 'package base\n\nconst Ask = "?"\n', {"base"}),
    ],
)
def test_what_tests_and_programs_import_concerns_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: set[str]
) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    tree = written(tmp_path / "shop", LAYERS)
    select = ("body-close",)
    warm(tree, select=select)
    written(tree, {name: text})
    with analysed(monkeypatch, tree) as directories:
        found = warm(tree, select=select)
    assert found == cold(tree, select=select)
    assert set(directories) == expected
