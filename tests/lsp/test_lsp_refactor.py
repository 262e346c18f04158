"""What is offered for the declaration under a cursor."""

from __future__ import annotations

import pytest
from lsp_kit import tree

from gofixmap.lsp.cursor import named_at
from gofixmap.lsp.refactor import offers_at
from gofixmap.registry import installed
from gofixmap.semantics.info import FileInfo, Semantics
from gofixmap.text import Span
from gofixmap.workspace import Workspace

SOURCE = """package shop

import (
	"bytes"
	"os"
	"sync"
	"time"

	"example.com/shop/other"
)

type Item struct{ n int }

type Timers struct{ all map[string]*time.Timer }

type File struct{ log *os.File }

type Worker struct{ n int }

func (w *Worker) Start() { go w.run() }

func (w *Worker) run() {}

type Store struct {
	items map[string]*Item
	hits  int
	rates map[string]float64
	pool  sync.Pool
	free  chan *Item
	mu    sync.Mutex
	Item
}

var (
	names   = map[string]int{}
	current *Item
	ready   bool
	words   []string
)

func (s Store) Get(key string) *Item { return s.items[key] }

func (s *Store) Set(key string, arg map[string]int) {
	var out bytes.Buffer
	buf := make([]byte, 0, 64)
	local := map[string]int{}
	local[key]++
	_, _, _ = out, buf, arg
	s.hits++
	other.Count++
	other.Do()
	count, plain := 0, s.items[key]
	go func() { count++ }()
	_ = plain
	s.Get(key)
	_ = Store{items: nil}
}

func main() {
	quiet := 0
	alone := map[string]int{}
	_, _ = quiet, alone
	names["a"] = 1
	current = nil
}
"""
MORE = """package shop

func (s *Store) Hits() int { return s.hits }
"""
OTHER = "package other\n\nvar Count int\n\nfunc Do() {}\n"


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> FileInfo:
    root = tree(
        tmp_path_factory.mktemp("shop"),
        {"shop.go": SOURCE, "more.go": MORE, "other/other.go": OTHER},
    )
    return Semantics(Workspace.open([root])).file("shop.go")


def at(info: FileInfo, marked: str) -> Span:
    """The place of `^` in a text of the source."""
    start = info.file.data.index(marked.replace("^", "").encode()) + marked.index("^")
    return Span(start, start)


@pytest.mark.parametrize(
    ("marked", "symbols"),
    [
        ("^items map", ["field Store.items"]),
        ("items^ map", ["field Store.items"]),
        ("s.it^ems[key]", ["field Store.items"]),
        ("^s.items[key]", ["local Store.Get.s"]),
        ("s.hits^++", ["field Store.hits"]),
        ("^names   =", ["var names"]),
        ("na^mes[", ["var names"]),
        ("lo^cal[key]", ["local Store.Set.local"]),
        ("^local :=", ["local Store.Set.local"]),
        ("G^et(key string)", ["method Store.Get"]),
        ("s.Ge^t(key)", ["method Store.Get"]),
        ("f^unc (s Store) Get", ["method Store.Get"]),
        ("(^s Store) Get", ["local Store.Get.s", "method Store.Get"]),
        ("(s ^Store) Get", ["type Store", "method Store.Get"]),
        ("type St^ore struct", ["type Store"]),
        ("ty^pe Store struct", ["type Store"]),
        ("type Store st^ruct", []),
        ("^Store{items", ["type Store"]),
        ("other.Cou^nt++", ["var Count"]),
        ("other.D^o()", ["func Do"]),
        ("^main()", ["func main"]),
        # Nothing of the workspace is named here.
        ("o^ther.Count++", []),
        ("Store{it^ems", []),
        ("bytes.Buf^fer", []),
        ("0, 6^4)", []),
        ('"example.com/sh^op/other"', []),
        ("packa^ge shop", []),
    ],
)
def test_what_a_cursor_names(info: FileInfo, marked: str, symbols: list[str]) -> None:
    found = [
        f"{each.symbol.kind} {'.'.join(p for p in (each.symbol.type, each.symbol.name) if p)}"
        for each in named_at(info, at(info, marked).start)
    ]
    assert found == symbols


def test_a_symbol_of_another_package_is_declared_there(info: FileInfo) -> None:
    (found,) = named_at(info, at(info, "other.Cou^nt++").start)
    assert found.symbol.package == "example.com/shop/other"
    assert (found.symbol.path, found.symbol.span) == ("other/other.go", Span(19, 24))


@pytest.mark.parametrize(
    ("marked", "wanted", "unwanted"),
    [
        ("^items map", "map-mutex sync-map bounded-cache map-value", "shared-field atomic-counter"),
        ("^rates map", "map-mutex", "map-value"),
        ("^names   =", "map-mutex sync-map bounded-cache", "map-value"),
        ("^local :=", "map-mutex", "bounded-cache"),
        ("^count, plain", "atomic-counter", "shared-field"),
        ("pl^ain := 0", "", "sync-pool"),  # it allocates nothing
        ("qu^iet :=", "", "atomic-counter map-mutex sync-map"),  # nobody can share it
        ("al^one :=", "", "map-mutex sync-map"),
        ("ar^g map", "", "map-mutex sync-map bounded-cache"),
        ("^hits  int", "atomic-counter shared-field", "map-mutex"),
        ("^ready   bool", "atomic-counter", "map-mutex"),
        ("^current *", "shared-field atomic-snapshot", "atomic-counter"),
        ("^words   []", "shared-field", "atomic-snapshot"),  # nobody replaces it
        ("^pool  sync", "sync-pool", "shared-field"),
        ("^free  chan", "object-pool", "shared-field"),
        ("^mu    sync", "", "shared-field atomic-snapshot"),
        ("^out bytes", "sync-pool", "shared-field"),
        ("^buf :=", "sync-pool", "map-alias"),
        ("G^et(key string)", "pointer-receiver", "gen-close sync-pool map-alias"),
        ("S^et(key string", "sync-pool map-alias", "pointer-receiver"),
        ("type St^ore", "gen-close pointer-receiver", "map-mutex"),
        ("type It^em struct", "", "gen-close pointer-receiver"),  # it has and owns nothing
        ("type Ti^mers struct", "gen-close", "pointer-receiver"),
        ("type Fi^le struct", "gen-close", "pointer-receiver"),
        ("type Wor^ker struct", "gen-close", "pointer-receiver"),
        ("^main()", "pprof-endpoint", "pointer-receiver"),
        ("other.D^o()", "", "pprof-endpoint"),
    ],
)
def test_offers(info: FileInfo, marked: str, wanted: str, unwanted: str) -> None:
    found = {offer.codemod for offer in offers_at(info, at(info, marked))}
    assert found >= set(wanted.split())
    assert found.isdisjoint(unwanted.split())


@pytest.mark.parametrize(
    ("marked", "reaches"),
    [("^items map", False), ("^local :=", False), ("other.Cou^nt++", True), ("^hits  int", True)],
)
def test_whether_other_files_use_it(info: FileInfo, marked: str, reaches: bool) -> None:
    assert {offer.reaches for offer in offers_at(info, at(info, marked))} == {reaches}


def test_every_offer_is_of_a_codemod_and_has_a_title(info: FileInfo) -> None:
    for offset in range(len(info.file.data)):
        for offer in offers_at(info, Span(offset, offset)):
            assert installed().get(offer.codemod)
            assert "{" not in offer.title
            assert offer.title[0].isupper()
