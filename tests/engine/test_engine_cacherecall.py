"""What a run with the cache need not find out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cache_kit import cold, trusting, warm, written

from gofixmap.workspace import Workspace
from gofixmap.workspace.shape import Shape

SHOP = {
    "go.mod": "module example.com/shop\n\ngo 1.24\n",
    "cart/cart.go": """package cart

import "example.com/shop/item"

type Cart struct{ Items map[string]item.Item }

func (c *Cart) Add(name string) {
\tc.Items[name].N++
}
""",
    "item/item.go": "package item\n\ntype Item struct{ N int }\n",
    "item/name.go": "package item\n\ntype Name string\n",
    "log/log.go": "package log\n\nfunc Print(string) {}\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    return written(tmp_path / "shop", SHOP)


@contextmanager
def shaped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files of which runs find out the shape while this lasts, by their names."""
    found: list[str] = []
    shape = Workspace.shape

    def noted(self: Workspace, path: str, *, whole: bool) -> Shape | None:
        found.append(Path(path).name)
        return shape(self, path, whole=whole)

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "shape", noted)
        yield found


def test_shapes_are_found_out_once(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with shaped(monkeypatch) as files:
        warm(shop)
        assert "item.go" in files
        files.clear()
        edited = shop / "cart/cart.go"
        edited.write_text(edited.read_text("utf-8").replace("++", " += 2"), encoding="utf-8")
        assert warm(shop) == cold(shop)
        assert "item.go" not in files
        changed = shop / "item/item.go"
        changed.write_text("package item\n\ntype Item struct{ N, M int }\n", encoding="utf-8")
        files.clear()
        assert warm(shop) == cold(shop)
        assert "item.go" in files and "name.go" not in files


CLIENTS = {
    "go.mod": "module example.com/clients\n\ngo 1.24\n",
    "deep/deep.go": """package deep

import "net/http"

type Client struct{ http.Client }
""",
    "mid/mid.go": """package mid

import "example.com/clients/deep"

func Deep() *deep.Client { return &deep.Client{} }
""",
    "top/top.go": """package top

import (
	"net/http"

	"example.com/clients/mid"
)

func Ping() error {
	response, err := http.Get("https://example.com")
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func Status() int {
\tclient := mid.Deep()
\t_ = client
\treturn 0
}
""",
}
FETCH = """
func (c *Client) Fetch() (*http.Response, error) { return c.Client.Get("https://example.com") }
"""
CALL = """response, err := client.Fetch()
\tif err != nil {
\t\treturn 1
\t}
\treturn response.StatusCode
"""


@contextmanager
def peeked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files whose text runs look through for what they declare while this lasts."""
    found: list[str] = []
    peek = Workspace.peek

    def noted(self: Workspace, path: str) -> bytes | None:
        found.append(Path(path).name)
        return peek(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "peek", noted)
        yield found


def test_names_that_give_a_value_are_gathered_once(
    tmp_path: Path, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = written(tmp_path / "clients", {**CLIENTS, "other/other.go": "package other\n"})
    deep, top = root / "deep/deep.go", root / "top/top.go"
    warm(root, select=("body-close",))
    top.write_text(top.read_text("utf-8").replace("return 0", "return 2"), encoding="utf-8")
    with peeked(monkeypatch) as files:
        assert not warm(root, select=("body-close",)).findings
        assert "top.go" in files and "deep.go" not in files
    deep.write_text(deep.read_text("utf-8") + FETCH, encoding="utf-8")
    assert not warm(root, select=("body-close",)).findings
    text = top.read_text("utf-8").replace("return 2\n", CALL).replace("\t_ = client\n", "")
    top.write_text(text, encoding="utf-8")
    with peeked(monkeypatch) as files:
        found = warm(root, select=("body-close",))
        assert "top.go" in files and "deep.go" not in files
    assert found == cold(root, select=("body-close",))
    assert [finding.path for finding in found.findings] == ["top/top.go"]
