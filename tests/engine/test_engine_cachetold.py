"""What was asked of the text of files elsewhere holds for as long as the answers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from cache_kit import analysed, cold, indexing, trusting, warm, written

from gofixmap.workspace.disk import Disk
from gofixmap.workspace.header import Header

SHOP = {
    "go.mod": "module example.com/shop\n\ngo 1.24\n",
    "store/store.go": """package store

type Store struct {
\tItems map[string]int
\tName  string
}

func (s *Store) Add(name string) {
\tgo func() {
\t\ts.Items[name] = 1
\t}()
\ts.Items["all"]++
}
""",
    "far/far.go": """package far

import "example.com/shop/store"

func count(s *store.Store) int {
\treturn len(s.Items)
}

func work(s *store.Store) {
\tstep(s)
}

func step(s *store.Store) {
\tuse(s.Name)
}

func use(string) {}
""",
    "far/more.go": """// Package far counts Items.
package far

func more() int {
\tsum := 0
\treturn sum
}
""",
    "bank/bank.go": """package bank

import "sync"

type Bank struct {
\tMu   sync.Mutex
\tSums map[string]int
}

func (b *Bank) Pay(name string) {
\tgo func() {
\t\tb.Sums[name]++
\t}()
\tb.Sums[name]--
}
""",
    "till/till.go": """package till

import "example.com/shop/bank"

func Close(b *bank.Bank) {
\tclear(b.Sums)
}

func idle() int {
\treturn 1
}
""",
}
EDITS = [  # a file, what is replaced in it by what, and what is analysed again
    ("far/more.go", "sum := 0", "sum := 0\n\tsum++", {"far"}),
    ("far/far.go", "step(s)\n", "step(s)\n\tstep(s)\n", {"far", "store"}),
    ("far/far.go", "use(s.Name)", 's.Items["x"] = 1', {"far", "store"}),
    ("far/more.go", "return sum", "return len(new(store.Store).Items)", {"far", "store"}),
    ("till/till.go", "clear(b.Sums)", "b.Mu.Lock()\n\tclear(b.Sums)", {"bank", "till"}),
    ("till/till.go", "return 1", "go Close(nil)\n\treturn 1", {"bank", "till"}),
    ("store/store.go", "go func", "defer func", {"store"}),
]


METER = {
    "go.mod": "module example.com/meter\n\ngo 1.24\n",
    "meter/meter.go": """package meter

import "sync"

type Meter struct {
\tMu   sync.Mutex
\tn    int32
\tName string
}

func (m *Meter) Run() {
\tfor range 10 {
\t\tgo func() {
\t\t\tm.n++
\t\t}()
\t}
}

func (m *Meter) Count() int32 {
\treturn m.n
}
""",
    "view/view.go": """package view

import "example.com/meter/meter"

func width() int {
\treturn 1
}

func name(m *meter.Meter) string {
\tshown := *m
\treturn shown.Name
}
""",
    "run/run.go": """package run

import (
\t"os"

\t"example.com/meter/call"
)

func all(names []string) {
\tfor _, name := range names {
\t\tfile, err := os.Open(name)
\t\tif err != nil {
\t\t\tcontinue
\t\t}
\t\tdefer file.Close()
\t\tcall.Use(file)
\t}
}
""",
    "call/call.go": """package call

import "os"

func idle() int {
\treturn 1
}

func Use(file *os.File) {
\tpass(file)
}
""",
    "call/pass.go": """package call

import "os"

func pass(file *os.File) {
\tprintln(file.Fd())
}
""",
}
# Where a line of another file is told, what moves it counts; elsewhere only the functions that were
# looked at, and the signatures of those that these may call.
FUNCTIONS = [
    ("call/call.go", "return 1", "return 2", {"call"}),
    ("call/call.go", "pass(file)\n", "go pass(file)\n", {"call", "run"}),
    ("call/pass.go", "file *os.File)", "file *os.File) *os.File", {"call", "run"}),
    ("view/view.go", "return 1", "_ = 2\n\treturn 1", {"view", "meter"}),
    ("view/view.go", "shown := *m", "shown := m", {"view", "meter"}),
]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    indexing(monkeypatch)
    return written(tmp_path / "shop", SHOP)


def test_edits_elsewhere_concern_who_has_asked_about_what_they_change(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = ("map-mutex", "shared-field")
    assert warm(shop, select=select).findings
    for name, old, new, expected in EDITS:
        file = shop / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        for now in (text.replace(old, new), text):
            file.write_text(now, encoding="utf-8")
            with analysed(monkeypatch, shop) as directories:
                found = warm(shop, select=select)
            assert found == cold(shop, select=select), (name, new)
            assert set(directories) == expected, (name, new)


def test_edits_of_functions_concern_who_has_looked_at_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    root = written(tmp_path / "meter", METER)
    assert "view/view.go:10" in warm(root).findings[0].reason
    for name, old, new, expected in FUNCTIONS:
        file = root / name
        text = file.read_text(encoding="utf-8")
        for now in (text.replace(old, new), text):
            file.write_text(now, encoding="utf-8")
            with analysed(monkeypatch, root) as directories:
                found = warm(root)
            assert found == cold(root), (name, new)
            assert {each.removesuffix("-") for each in directories} == expected, (name, new)


def test_what_a_file_begins_with_is_not_read_again_until_it_changes(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = ("map-mutex",)
    warm(shop, select=select)
    read: list[str] = []
    read_header = Disk._read_header

    def noted(self: Disk, path: str) -> Header | None:
        if Path(path).is_relative_to(shop.resolve()):
            read.append(Path(path).name)
        return read_header(self, path)

    file = shop / "store" / "store.go"
    for old, new in (
        ("go func", "defer func"),
        ("package store", 'package store\n\nimport _ "os"'),
    ):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(Disk, "_read_header", noted)
            found = warm(shop, select=select)
        assert set(read) == {"store.go"}
        assert found == cold(shop, select=select)
