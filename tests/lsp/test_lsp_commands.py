"""Commands of the real server: apply, dryRun, race, preview, perform; progress and cancelling."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lsp_kit import Buffers, capabilities, editor, tree
from lsprotocol import types

CART = """package shop

type Item struct{ n int }

var items = map[string]Item{}

func add(k string) {
	items[k].n++
}
"""
FIXED = CART.replace("\titems[k].n++\n", "\titem := items[k]\n\titem.n++\n\titems[k] = item\n")
STORE = """package shop

type Store struct {
	items map[string]int
}

func (s *Store) Add(k string) { s.items[k]++ }
"""
OTHER = """package shop

func (s *Store) Get(k string) int { return s.items[k] }
"""
RACY = """package shop

var count int

func bump() { count++ }
"""
RACY_TEST = """package shop

import (
	"sync"
	"testing"
)

func TestBump(t *testing.T) {
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			bump()
		}()
	}
	wg.Wait()
}
"""
QUICK = {"verify": "none"}

pytestmark = pytest.mark.asyncio


async def begun(client: Buffers) -> types.ProgressToken:
    """The token of the one progress, when its work has begun."""
    while not any(client.client.progress_reports.values()):
        await asyncio.sleep(0.01)
    (token,) = client.client.progress_reports
    return token


class TestOnOneTree:
    async def test_dry_run_answers_a_patch_and_changes_nothing(self, tmp_path: Path) -> None:
        root = tree(tmp_path, {"cart.go": CART})
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        async with editor(root, options=QUICK) as client:
            answer = await client.run("gofixmap.dryRun")
            assert answer["message"] == f"{root.name}: 1 fix in 1 file"
            assert client.messages == [answer["message"]]
            assert client.shown == [answer["patch"]]
            assert (root / "cart.go").read_text() == CART
            (root / "a.diff").write_text(answer["patch"])
            subprocess.run(["git", "apply", "a.diff"], cwd=root, check=True)
            assert (root / "cart.go").read_text() == FIXED

    async def test_what_is_not_saved_counts(self, tmp_path: Path) -> None:
        root = tree(tmp_path, {"cart.go": "package shop\n"})
        async with editor(root, options=QUICK) as client:
            client.visit("cart.go", CART)
            answer = await client.run("gofixmap.dryRun", {"uri": root.as_uri(), "show": False})
            assert "+\titems[k] = item" in answer["patch"]
            assert client.shown == []

    async def test_apply_changes_buffers_not_files(self, tmp_path: Path) -> None:
        root = tree(tmp_path, {"cart.go": CART})
        async with editor(root, options=QUICK) as client:
            client.visit("cart.go")
            answer = await client.run("gofixmap.apply")
            assert answer == {"message": f"{root.name}: 1 fix in 1 file"}
            assert client.text("cart.go") == FIXED
            assert (root / "cart.go").read_text() == CART
            (reports,) = client.client.progress_reports.values()
            assert isinstance(reports[0], types.WorkDoneProgressBegin)
            assert reports[0].cancellable
            assert isinstance(reports[-1], types.WorkDoneProgressEnd)
            assert reports[-1].message == "done"
            again = await client.run("gofixmap.apply")
            assert again == {"message": f"{root.name}: nothing to fix"}

    async def test_an_editor_that_refuses_is_told_so(self, tmp_path: Path) -> None:
        async with editor(tree(tmp_path, {"cart.go": CART}), options=QUICK) as client:
            client.takes = False
            answer = await client.run("gofixmap.apply")
            assert answer == {"message": "no, thanks", "failed": True}
            assert client.messages == ["gofixmap: no, thanks"]

    async def test_what_is_typed_meanwhile_is_not_overwritten(self, tmp_path: Path) -> None:
        async with editor(tree(tmp_path, {"cart.go": CART}), options=QUICK) as client:
            client.visit("cart.go")
            running = asyncio.ensure_future(client.run("gofixmap.apply"))
            await begun(client)
            client.write("cart.go", CART + "\n// typed\n")
            answer = await running
            assert answer["failed"]
            assert "cart.go has changed since it was analysed" in answer["message"]
            assert client.offered == []
            assert client.text("cart.go") == CART + "\n// typed\n"

    @pytest.mark.parametrize(
        "arguments",
        [["cart.go"], [{"uri": 3}], [{"uri": "file:///no/such"}], [{}, {}], [[]], [None]],
    )
    async def test_bad_arguments_are_told(self, tmp_path: Path, arguments: list[Any]) -> None:
        async with editor(tree(tmp_path, {"cart.go": CART}), options=QUICK) as client:
            answer = await client.run("gofixmap.dryRun", *arguments)
            assert answer["failed"]
            assert client.messages


async def test_every_folder_counts(tmp_path: Path) -> None:
    one, two = (tree(tmp_path / name, {"cart.go": CART}) for name in ("one", "two"))
    async with editor(one, options=QUICK, folders=[one, two]) as client:
        answer = await client.run("gofixmap.dryRun")
        assert answer["message"] == "one: 1 fix in 1 file; two: 1 fix in 1 file"
        answer = await client.run("gofixmap.dryRun", {"uri": two.as_uri()})
        assert answer["message"] == "two: 1 fix in 1 file"


async def test_apply_proves_by_the_settings(tmp_path: Path) -> None:
    """What does not compile anyway is no proof against a fix; the run still says what it did."""
    root = tree(tmp_path, {"cart.go": CART})
    async with editor(root, options={"verify": "build"}) as client:
        answer = await client.run("gofixmap.apply")
        assert answer == {"message": f"{root.name}: 1 fix in 1 file"}


async def test_cancelling_the_progress_ends_a_run(tmp_path: Path) -> None:
    files = {f"p{n}/p.go": CART.replace("package shop", f"package p{n}") for n in range(200)}
    async with editor(tree(tmp_path, files), options=QUICK) as client:
        running = asyncio.ensure_future(client.run("gofixmap.apply"))
        token = await begun(client)
        client.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        answer = await asyncio.wait_for(running, 10)
        assert answer == {"message": "gofixmap apply: cancelled", "failed": True}
        assert client.offered == []
        (_, *_, last) = client.client.progress_reports[token]
        assert last.message == "cancelled"


async def test_a_multi_file_fix_can_be_seen_before(tmp_path: Path) -> None:
    """For an editor that cannot ask its user about annotated changes."""
    root = tree(tmp_path, {"store.go": STORE, "other.go": OTHER})
    async with editor(root, can=capabilities(annotations=False)) as client:
        client.visit("store.go")
        found = await client.actions("store.go", "items map", only=["refactor"])
        guard = next(each for each in found if each.title == "Guard items with a mutex")
        answer = await client.run("gofixmap.preview", guard.data)
        assert answer["message"].endswith("in 2 files") or "in 2 files" in answer["message"]
        assert "+++ b/other.go" in answer["patch"]
        assert "+++ b/store.go" in answer["patch"]
        assert client.shown == [answer["patch"]]
        assert client.text("store.go") == STORE
        assert client.offered == []


async def test_an_editor_that_resolves_nothing_gets_commands(tmp_path: Path) -> None:
    root = tree(tmp_path, {"store.go": STORE, "other.go": OTHER})
    without = capabilities(resolve=False, annotations=False, versions=False, show=False)
    async with editor(root, can=without) as client:
        client.visit("store.go")
        found = await client.actions("store.go", "items map", only=["refactor"])
        guard = next(each for each in found if each.title == "Guard items with a mutex")
        assert guard.edit is None
        assert guard.command is not None
        assert await client.choose(guard) == ""
        (offered,) = client.offered
        assert offered.edit.changes is not None
        assert "Lock()" in client.text("store.go")
        assert "Lock()" in (root / "other.go").read_text()


async def test_race_refuses_what_is_not_saved(tmp_path: Path) -> None:
    root = tree(tmp_path, {"shop.go": RACY, "shop_test.go": RACY_TEST})
    async with editor(root) as client:
        client.visit("shop.go", RACY + "\n// typed\n")
        answer = await client.run("gofixmap.race")
        assert answer["failed"]
        assert "unsaved: shop.go" in answer["message"]


async def test_race_mends_what_races(tmp_path: Path, go_env: dict[str, str]) -> None:
    root = tree(tmp_path, {"shop.go": RACY, "shop_test.go": RACY_TEST})
    async with editor(root, environment=go_env) as client:
        client.visit("shop.go")
        answer = await client.run("gofixmap.race", {"uri": root.as_uri()})
        assert answer["message"] == f"{root.name}: 1 race, 0 left"
        assert "+++ b/shop.go" in answer["patch"]
        assert "atomic." in client.text("shop.go")
        assert (root / "shop.go").read_text() == RACY


async def test_cancelling_a_race_stops_its_tests(tmp_path: Path, go_env: dict[str, str]) -> None:
    pid = tmp_path / "pid"
    slow = (
        RACY_TEST.replace(
            "\twg.Wait()\n",
            f'\twg.Wait()\n\tos.WriteFile("{pid}", []byte(strconv.Itoa(os.Getpid())), 0o600)\n'
            "\ttime.Sleep(time.Minute)\n",
        )
        .replace('\t"sync"', '\t"os"\n\t"strconv"\n\t"sync"')
        .replace('"testing"', '"testing"\n\t"time"')
    )
    root = tree(tmp_path / "shop", {"shop.go": RACY, "shop_test.go": slow})
    async with editor(root, environment=go_env) as client:
        running = asyncio.ensure_future(client.run("gofixmap.race"))
        for _ in range(600):
            if pid.exists() and pid.read_text():
                break
            await asyncio.sleep(0.1)
        (token,) = client.client.progress_reports
        client.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        answer = await asyncio.wait_for(running, 20)
        assert answer["message"] == "gofixmap race: cancelled"
        test = Path("/proc") / pid.read_text()
        for _ in range(100):
            if not test.exists():
                break
            await asyncio.sleep(0.1)
        assert not test.exists()
