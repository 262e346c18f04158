"""A run with the cache finds what a run without it finds, whatever has happened to the tree."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from cache_kit import Tree, analysed, cold, golden_tree, indexing, trusting, warm, written

from gofixmap.engine import memory

CASES = (
    "map-writeback/imported-types",
    "nil-map/decline",
    "nil-map/keep-fields",
    "pointer-receiver/fire-internal-package",
    "map-mutex/exported-field",
    "pprof-endpoint/target-decline",
    "loop-leak/closer-helper",
    "map-alias/decline-no-place",
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)


def check_history(root: Path, seed: int, steps: int) -> None:
    tree = Tree(root, seed)
    assert warm(root) == cold(root)
    done = []
    for _ in range(steps):
        done.append(tree.step())
        found, expected = warm(root), cold(root)
        assert found.problems == expected.problems, done
        assert found.findings == expected.findings, done
        assert found == expected, done


@pytest.mark.parametrize("seed", [1])
def test_a_tree_that_changes_is_told_of_as_without_the_cache(tmp_path: Path, seed: int) -> None:
    golden_tree(tmp_path / "tree", CASES)
    check_history(tmp_path / "tree", seed, 5)


def test_what_was_let_go_of_on_the_way_counts_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mark in ("_LOOK", "_TREES", "_FULL", "_LEAST"):
        monkeypatch.setattr(memory, mark, -1)
    golden_tree(tmp_path / "tree", CASES)
    check_history(tmp_path / "tree", 7, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("GOFIXMAP_SEEDS", "20"))))
def test_long_histories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    if seed % 2:
        indexing(monkeypatch)
    golden_tree(tmp_path / "tree", CASES)
    check_history(tmp_path / "tree", 1000 + seed, 40)


def test_an_unchanged_tree_is_not_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    golden_tree(root, CASES[:2])
    with analysed(monkeypatch, root) as directories:
        first = warm(root)
        assert directories
        directories.clear()
        assert warm(root) == first
        assert warm(root, apply=True) == cold(root, apply=True)
    assert not directories


SHOP = {
    "go.mod": "module example.com/shop\n\ngo 1.24\n",
    "cart/cart.go": """package cart

type Item struct{ N int }

type Cart struct{ Items map[string]Item }

func (c *Cart) Total() (n int) {
\tfor _, item := range c.Items {
\t\tn += item.N
\t}
\treturn n
}
""",
    "order/order.go": """package order

import "example.com/shop/cart"

func Add(c *cart.Cart) {
\tc.Items["a"].N = 1
}
""",
    "mail/mail.go": """package mail

import "example.com/shop/order"

var Send = order.Add

type address struct{ name string }

func set(m map[string]address) {
\tm["a"].name = "b"
}
""",
    "log/log.go": """package log

type line struct{ n int }

func set(m map[string]line) {
\tm["a"].n = 1
}
""",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return written(tmp_path / "shop", SHOP)


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_offered_for_targets_of_a_configuration_is_as_without_the_cache(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = shop / ".gofixmap.toml"
    settings.write_text('targets = ["example.com/shop/cart.Cart.Items"]\n', encoding="utf-8")
    with analysed(monkeypatch, shop) as directories:
        first = warm(shop)
        assert first == cold(shop)
        assert {"map-mutex", "map-writeback"} <= {each.codemod for each in first.findings}
        directories.clear()
        assert warm(shop) == first
        replace_in(shop / "log/log.go", "type line", "\n\ntype line")
        assert warm(shop) == cold(shop)
        assert set(directories) == {"log"}
        directories.clear()
        replace_in(shop / "cart/cart.go", "type Item", "\n\ntype Item")  # the target moves
        assert warm(shop) == cold(shop)
        assert "cart" in directories and "log" not in directories
        directories.clear()
        replace_in(settings, "Cart.Items", "Item.N")
        assert warm(shop) == cold(shop)
        assert set(directories) == {"cart", "log", "mail", "order"}


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("cart/cart.go", "n += item.N", "n += item.N + 1", {"cart"}),
        (
            "cart/cart.go",
            "type Item struct{ N int }",
            "type Item struct{ N uint }",
            {"cart", "order"},
        ),
        ("log/log.go", "n int", "n uint", {"log"}),
        ("log/log.go", "package log", 'package log\n\nimport _ "fmt"', {"log"}),
        ("order/order.go", "Add(c", "Put(c", {"order", "mail"}),
        ("go.mod", "1.24", "1.23", {"cart", "order", "mail", "log"}),
    ],
)
def test_a_change_concerns_what_depends_on_it(
    shop: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, expected: set[str]
) -> None:
    select = ("map-writeback", "loopvar")
    warm(shop, select=select)
    replace_in(shop / name, old, new)
    with analysed(monkeypatch, shop) as directories:
        found = warm(shop, select=select)
        assert expected <= set(directories)
        if name != "cart/cart.go" or "Item" in old:
            assert set(directories) <= expected | {"mail"}
        directories.clear()
        assert warm(shop, select=select) == found
        assert not directories
    assert found == cold(shop, select=select)


def test_what_lies_around_the_files_counts(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_same() -> int:
        found = warm(shop)
        assert found == cold(shop)
        assert warm(shop) == found
        return found.summary.findings

    assert is_same() == 3
    config = shop / "log" / ".gofixmap.toml"
    config.write_text('ignore = ["map-writeback"]\n', encoding="utf-8")
    assert is_same() == 2
    config.unlink()
    assert is_same() == 3
    (shop.parent / ".gofixmap.toml").write_text('exclude = ["**/mail.go"]\n', encoding="utf-8")
    assert is_same() == 2
    (shop.parent / ".gofixmap.toml").unlink()
    (shop / ".gitignore").write_text("log/\n", encoding="utf-8")
    assert is_same() == 3
    (shop / ".git").mkdir()
    assert is_same() == 2
    (shop / ".gitignore").unlink()
    assert is_same() == 3
    (shop / "log" / "more_windows.go").write_text("package log\n", encoding="utf-8")
    monkeypatch.setenv("GOOS", "windows")
    assert is_same() == 3
    (shop / "mail").rename(shop / "post")
    (shop / "mail").symlink_to("post")
    assert is_same() == 3
    (shop / "log" / "log.go").chmod(0)
    is_same()
    (shop / "vendor" / "x").mkdir(parents=True)
    (shop / "vendor" / "modules.txt").touch()
    assert is_same() <= 3


def test_the_path_that_imports_show_a_tree_to_have_counts(tmp_path: Path) -> None:
    """Of a tree from before modules, which is known by two directories that it imports."""
    use = 'import "own.org/top/a/b"\n\nfunc f(m map[string]b.T) { m["x"].N++ }\n'
    files = {
        ".travis.yml": "language: go\n",
        "a/b/b.go": "package b\n\ntype T struct{ N int }\n",
        "c/c.go": "package c\n",
        "d/d.go": "package d\n",
        "use/use.go": f"package use\n\n{use}",
    }
    root = written(tmp_path / "tree", files)
    select = ("map-writeback",)
    before = warm(root, select=select)
    replace_in(root / "d" / "d.go", "package d", 'package d\n\nimport _ "own.org/top/c"')
    found = warm(root, select=select)
    assert found == cold(root, select=select)
    assert found.findings != before.findings
    replace_in(root / "d" / "d.go", '"own.org/top/c"', '"own.org/top/e"')
    assert warm(root, select=select) == cold(root, select=select)


def commits(repository: str, count: int) -> list[str]:
    """The last first-parent commits of a git directory, oldest first."""
    command = ["git", "-C", repository, "rev-list", "--first-parent", f"-n{count}", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[::-1]


def check_out(repository: str, commit: str, root: Path) -> None:
    """Makes `root` what a commit has; files that stay as they are are not written."""
    command = ["git", "-C", repository, "archive", commit]
    packed = subprocess.run(command, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = {each.name: each for each in archive.getmembers() if each.isfile()}
        for file in [each for each in root.rglob("*") if each.is_file()]:
            if file.relative_to(root).as_posix() not in members:
                file.unlink()
        for name, member in members.items():
            stream, file = archive.extractfile(member), root / name
            data = stream.read() if stream is not None else b""
            if not file.is_file() or file.read_bytes() != data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)


@pytest.mark.slow
def test_the_history_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GOFIXMAP_HISTORY names git directories; every few commits count, forward and back."""
    for repository in filter(None, os.environ.get("GOFIXMAP_HISTORY", "").split(os.pathsep)):
        root = tmp_path / Path(repository).parent.name.replace("+", "-")
        root.mkdir()
        history = commits(repository, int(os.environ.get("GOFIXMAP_COMMITS", "60")))
        with analysed(monkeypatch, root) as directories:
            for commit in [*history[::3], *history[::-7]]:
                check_out(repository, commit, root)
                directories.clear()
                found = warm(root)
                again = len(directories)
                assert found == cold(root), (repository, commit)
                print(repository, commit, again, found.summary.packages)
