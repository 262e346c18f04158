"""Which symbol a target names."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_toys import REGISTRY, tree

from gofixmap.codemod import Symbol
from gofixmap.config import ConfigTree
from gofixmap.engine.discovery import discover
from gofixmap.engine.targets import TargetFinder
from gofixmap.errors import UsageError
from gofixmap.workspace import Workspace

CART = """package cart

import "sync"

// items is not here: var items int

type (
	Store struct {
		items, more map[string]int
		*sync.Mutex
		Box[int]
	}
	Box[T any] struct{ value T }
	Adder interface{ Sum() int }
)

type Short struct{ n int }

var cache, other = 1, 2

var (
	limit = 3
)

const (
	first = iota
	second
)

func (s *Store) Add(key string) (err error) {
	for index := range s.items {
		entry := index
		_ = entry
	}
	return nil
}

func Func(arg int, more ...string) {
	var local int
	twice := 1
	{
		twice := 2
		_ = twice
	}
	_, _ = local, twice
}

func init() {}
"""
FILES = {
    "shop/cart/cart.go": CART,
    "shop/cart/cart_linux.go": "package cart\n\nfunc build() {}\n",
    "shop/cart/cart_windows.go": "package cart\n\nfunc build() {}\n",
    "shop/cart/cart_test.go": "package cart_test\n\nvar fromTest int\n",
    "other/other.go": "package other\n\nvar cache int\n\ntype Store struct{ n int }\n",
    "yaml.v3/yaml.go": "package yaml\n\ntype Node struct{ Kind int }\n",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tree(tmp_path, FILES)
    monkeypatch.chdir(made / "shop")
    return made


def resolve(root: Path, target: str) -> Symbol:
    workspace = Workspace.open([root])
    found = discover((root,), str(root), ConfigTree(REGISTRY), (), lambda settings: settings)
    return TargetFinder(workspace, found.directories).resolve(target)


@pytest.mark.parametrize(
    ("target", "qualified", "kind"),
    [
        ("example.com/m/shop/cart.Store.items", "shop/cart.Store.items", "field"),
        ("cart.Store.items", "shop/cart.Store.items", "field"),
        ("shop/cart.Store.more", "shop/cart.Store.more", "field"),
        ("./cart.cache", "shop/cart.cache", "var"),
        ("../other.cache", "other.cache", "var"),
        ("Store.items", "shop/cart.Store.items", "field"),
        ("Store.Mutex", "shop/cart.Store.Mutex", "field"),
        ("Store.Box", "shop/cart.Store.Box", "field"),
        ("Box.value", "shop/cart.Box.value", "field"),
        ("Adder.Sum", "shop/cart.Adder.Sum", "method"),
        ("Short.n", "shop/cart.Short.n", "field"),
        ("Store.Add", "shop/cart.Store.Add", "method"),
        ("Store.Add.entry", "shop/cart.Store.Add.entry", "local"),
        ("Store.Add.err", "shop/cart.Store.Add.err", "local"),
        ("Func", "shop/cart.Func", "func"),
        ("Func.local", "shop/cart.Func.local", "local"),
        ("Func.arg", "shop/cart.Func.arg", "local"),
        ("Func.more", "shop/cart.Func.more", "local"),
        ("limit", "shop/cart.limit", "var"),
        ("second", "shop/cart.second", "const"),
        ("cart.Short", "shop/cart.Short", "type"),
        ("build", "shop/cart.build", "func"),  # one symbol for each build
        ("fromTest", "shop/cart_test.fromTest", "var"),
        ("yaml.v3.Node.Kind", "yaml.v3.Node.Kind", "field"),
        ("example.com/m/yaml.v3.Node", "yaml.v3.Node", "type"),
        ("other.Store", "other.Store", "type"),
    ],
)
def test_forms(root: Path, target: str, qualified: str, kind: str) -> None:
    symbol = resolve(root, target)
    assert (symbol.qualified, symbol.kind) == (f"example.com/m/{qualified}", kind)
    text = (root / symbol.path).read_bytes()[symbol.span.start : symbol.span.end]
    assert text.decode() == symbol.name


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("cache", "names 2 symbols: example.com/m/other.cache (var, other/other.go:3); "),
        ("Store", "names 2 symbols: "),
        ("Func.twice", "twice (local, shop/cart/cart.go:42)"),
        ("Store.itms", "nothing is named 'Store.itms' (did you mean cart.Store.items?)"),
        ("cart.Stor.Add", "did you mean cart.Store.Add?"),
        ("./cart.cach", "did you mean cart.cache?"),
        ("./gone.cache", "nothing is named './gone.cache'"),
        ("zzzzzzzz", "gofixmap looked in the given paths only"),
        ("items", "nothing is named 'items'"),  # a comment does not declare
        ("", "names no symbol"),
        ("a..b", "nothing is named|names no symbol"),
        ("a b", "names no symbol"),
        ("./", "names no symbol"),
        ("a.b.c.d.e/", "names no symbol"),
    ],
)
def test_what_is_refused(root: Path, target: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(root, target)
    assert any(part in str(caught.value) for part in what.split("|"))
