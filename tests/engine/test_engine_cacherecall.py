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
