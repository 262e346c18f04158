"""What a walk would find is known where only the contents of Go files have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cache_kit import cold, trusting, warm, written

from gofixmap.engine import plan
from gofixmap.engine.discovery import Discovery
from gofixmap.model import Safety

FILES = {
    "go.mod": "module example.com/shop\n\ngo 1.22\n",
    "shop.go": "package shop\n\nvar users map[int]struct{ Age int }\n",
    "log/log.go": "package log\n\nfunc F() {\n\tusers := map[int]struct{ Age int }{}\n"
    "\tusers[1].Age++\n}\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    return written(tmp_path / "shop", FILES)


@contextmanager
def discoveries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Discovery]]:
    """What each run while this lasts looks at."""
    found: list[Discovery] = []
    made: Callable[..., plan.Plan] = plan.Plan

    def noted(**fields: object) -> plan.Plan:
        planned = made(**fields)
        found.append(planned.found)
        return planned

    with monkeypatch.context() as patched:
        patched.setattr(plan, "Plan", noted)
        yield found


def runs(monkeypatch: pytest.MonkeyPatch, root: Path, **more: object) -> tuple[Discovery, ...]:
    """What a run with the cache looks at, and one without it; both find the same."""
    with discoveries(monkeypatch) as found:
        assert warm(root, **more) == cold(root, **more)
    return tuple(found)


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_an_edit_needs_no_walk(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = runs(monkeypatch, shop)
    assert not first.is_recalled
    for text in ("\nfunc G() {}\n", "\nvar limit = 3\n", "\nfunc H( {\n"):
        append(shop / "log" / "log.go", text)
        edited, walked = runs(monkeypatch, shop)
        assert edited.is_recalled
        assert edited.directories == walked.directories
        assert edited.baselines == walked.baselines


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("more.go", "package shop\n"),
        ("deep/down/down.go", "package down\n"),
        (".gofixmap.toml", 'ignore = ["map-writeback"]\n'),
        ("log/.gofixmap.toml", 'exclude = ["log.go"]\n'),
    ],
)
def test_what_comes_is_walked_to(
    shop: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    runs(monkeypatch, shop)
    written(shop, {name: text})
    after, walked = runs(monkeypatch, shop)
    assert not after.is_recalled
    assert after.directories == walked.directories
    (shop / name).unlink()
    gone, walked = runs(monkeypatch, shop)
    assert not gone.is_recalled
    assert gone.directories == walked.directories


def test_rules_that_change_are_read(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop / ".git").mkdir()
    written(shop, {".gitignore": "nothing\n"})
    runs(monkeypatch, shop)
    written(shop, {".gitignore": "log/\n"})
    after, walked = runs(monkeypatch, shop)
    assert not after.is_recalled
    assert after.directories == walked.directories
    assert len(after.directories) == 1


def test_a_file_that_becomes_a_link_is_none(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, shop)
    (shop / "shop.go").unlink()
    (shop / "shop.go").symlink_to("log/log.go")
    after, walked = runs(monkeypatch, shop)
    assert not after.is_recalled
    assert after.directories == walked.directories


def test_one_configuration_for_all_is_recalled(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(shop, {".gofixmap.toml": 'safety = "review"\nbaseline = "known.json"\n'})
    written(shop, {"known.json": '{"schema": 1, "findings": []}'})
    runs(monkeypatch, shop)
    append(shop / "shop.go", "\nfunc G() {}\n")
    # What the command line says counts, also where the run before has said otherwise.
    for more in ({}, {"safety": Safety.TARGET, "apply": True}):
        edited, walked = runs(monkeypatch, shop, **more)
        assert edited.directories == walked.directories
        assert edited.baselines == walked.baselines
        append(shop / "shop.go", "\nfunc H() {}\n")
        assert edited.is_recalled


def test_files_with_other_settings_are_found_anew(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = '[[overrides]]\npaths = ["log/**"]\nignore = ["map-writeback"]\n'
    written(shop, {".gofixmap.toml": config})
    runs(monkeypatch, shop)
    append(shop / "shop.go", "\nfunc G() {}\n")
    edited, walked = runs(monkeypatch, shop)
    assert not edited.is_recalled
    assert edited.directories == walked.directories


def test_the_only_directory_may_change_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOFIXMAP_CACHE_DIR", str(tmp_path / "cache"))
    trusting(monkeypatch)
    root = written(tmp_path / "one", {"go.mod": FILES["go.mod"], "log.go": FILES["log/log.go"]})
    runs(monkeypatch, root)
    for _ in range(3):
        append(root / "log.go", "\nfunc _() {\n\tvar m map[int]int\n\tm[1] = 2\n}\n")
        edited, walked = runs(monkeypatch, root)
        assert edited.is_recalled
        assert edited.directories == walked.directories
    written(root, {"go.mod": "module example.com/shop\n\ngo 1.21\n"})
    assert warm(root) == cold(root)
    written(root, {"more.go": "package shop\n"})
    assert warm(root) == cold(root)
