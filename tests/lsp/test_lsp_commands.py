"""Commands of the real server: apply, dryRun, race, preview, perform; progress and cancelling."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsp_kit import Buffers, capabilities, editor, tree
from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled
from pytest_lsp import make_test_lsp_client

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
Module = Callable[..., Path]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(
    tmp_path_factory: pytest.TempPathFactory, go_env: dict[str, str]
) -> AsyncIterator[Buffers]:
    root = tmp_path_factory.mktemp("all")
    async with editor(root, options=QUICK, environment=go_env) as found:
        yield found


@pytest.fixture
def client(shared: Buffers) -> Buffers:
    """The one server, whose user has seen nothing yet and has closed everything."""
    shared.begin_again()
    return shared


@pytest.fixture
def module(client: Buffers, request: pytest.FixtureRequest) -> Module:
    """Makes a module below the folder of the server."""

    def make(**files: str) -> Path:
        name = re.sub(r"\W+", "_", request.node.name)
        return tree(client.root / name, {f"{key}.go": text for key, text in files.items()})

    return make


def at(path: Path, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"uri": path.as_uri(), **more}


def grow(root: Path) -> None:
    """Makes a module large enough for a run to take a while."""
    for number in range(200):
        tree(root, {f"p{number}/p.go": CART.replace("package shop", f"package p{number}")})


async def begun(client: Buffers) -> types.ProgressToken:
    """The token of the one progress, when its work has begun."""
    while not any(client.client.progress_reports.values()):
        await asyncio.sleep(0.01)
    (token,) = client.client.progress_reports
    return token


async def test_dry_run_answers_a_patch_and_changes_nothing(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    answer = await client.run("gofixmap.dryRun", at(root))
    assert answer["message"] == f"{root.name}: 1 fix in 1 file"
    assert client.messages == [answer["message"]]
    assert client.shown == [answer["patch"]]
    assert " @@ map-writeback#1\n" in answer["patch"]
    assert (root / "cart.go").read_text() == CART
    (root / "a.diff").write_text(answer["patch"])
    subprocess.run(["git", "apply", "a.diff"], cwd=root, check=True)
    assert (root / "cart.go").read_text() == FIXED


async def test_what_is_not_saved_counts(client: Buffers, module: Module) -> None:
    root = module(cart="package shop\n")
    client.visit(f"{root.name}/cart.go", CART)
    answer = await client.run("gofixmap.dryRun", at(root, show=False))
    assert "+\titems[k] = item" in answer["patch"]
    assert client.shown == []


async def test_apply_changes_buffers_not_files(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    name = f"{root.name}/cart.go"
    client.visit(name)
    answer = await client.run("gofixmap.apply", at(root))
    assert answer == {"message": f"{root.name}: 1 fix in 1 file"}
    assert client.text(name) == FIXED
    assert (root / "cart.go").read_text() == CART
    (reports,) = client.client.progress_reports.values()
    assert isinstance(reports[0], types.WorkDoneProgressBegin)
    assert reports[0].cancellable
    assert isinstance(reports[-1], types.WorkDoneProgressEnd)
    assert reports[-1].message == "done"
    again = await client.run("gofixmap.apply", at(root))
    assert again == {"message": f"{root.name}: nothing to fix"}


async def test_an_editor_that_refuses_is_told_so(client: Buffers, module: Module) -> None:
    client.takes = False
    answer = await client.run("gofixmap.apply", at(module(cart=CART)))
    assert answer == {"message": "no, thanks", "failed": True}
    assert client.messages == ["gofixmap: no, thanks"]


async def test_what_is_typed_meanwhile_is_not_overwritten(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    grow(root)
    name = f"{root.name}/cart.go"
    client.visit(name)
    running = asyncio.ensure_future(client.run("gofixmap.apply", at(root)))
    await begun(client)
    client.write(name, CART + "\n// typed\n")
    answer = await running
    assert answer["failed"]
    assert "cart.go has changed since it was analysed" in answer["message"]
    assert client.offered == []
    assert client.text(name) == CART + "\n// typed\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["cart.go"],
        [{"uri": 3}],
        [{"uri": "file:///no/such"}],
        [{"uri": f"file:///{'x' * 300}"}],
        [{"uri": "file://["}],
        [{}, {}],
        [[]],
        [None],
    ],
    ids=repr,
)
async def test_bad_arguments_are_told(client: Buffers, arguments: list[Any]) -> None:
    for command in ("apply", "dryRun", "race", "preview", "perform"):
        answer = await client.run(f"gofixmap.{command}", *arguments)
        assert answer["failed"]
        assert len(client.messages) == 1
        client.begin_again()


async def test_apply_proves_by_the_settings(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    client.configure({"verify": "build"})
    answer = await client.run("gofixmap.apply", at(root))
    client.configure(QUICK)
    assert answer == {"message": f"{root.name}: 1 fix in 1 file, build passed"}


async def test_cancelling_the_progress_ends_a_run(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    grow(root)
    running = asyncio.ensure_future(client.run("gofixmap.apply", at(root)))
    token = await begun(client)
    client.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
    answer = await asyncio.wait_for(running, 30)
    assert answer == {"message": "gofixmap apply: cancelled", "failed": True}
    assert client.offered == []
    assert client.client.progress_reports[token][-1].message == "cancelled"


async def test_cancelling_the_request_ends_a_run(client: Buffers, module: Module) -> None:
    root = module(cart=CART)
    grow(root)
    params = types.ExecuteCommandParams("gofixmap.apply", [at(root)])
    protocol = client.client.protocol
    running = protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, params, msg_id="mine")
    token = await begun(client)
    protocol.notify(types.CANCEL_REQUEST, types.CancelParams("mine"))
    with pytest.raises(JsonRpcRequestCancelled):
        await asyncio.wrap_future(running)
    for _ in range(100):
        if len(client.client.progress_reports[token]) > 1:
            break
        await asyncio.sleep(0.1)
    assert client.client.progress_reports[token][-1].message == "cancelled"
    assert client.offered == []


async def test_race_refuses_what_is_not_saved(client: Buffers, module: Module) -> None:
    root = module(shop=RACY, shop_test=RACY_TEST)
    client.visit(f"{root.name}/shop.go", RACY + "\n// typed\n")
    answer = await client.run("gofixmap.race", at(root))
    assert answer["failed"]
    assert "unsaved: shop.go" in answer["message"]


async def test_race_mends_what_races(client: Buffers, module: Module) -> None:
    root = module(shop=RACY, shop_test=RACY_TEST)
    client.visit(f"{root.name}/shop.go")
    answer = await client.run("gofixmap.race", at(root))
    assert answer["message"] == f"{root.name}: 1 race, 0 left"
    assert "/shop.go" in answer["patch"]
    assert "atomic." in client.text(f"{root.name}/shop.go")
    assert (root / "shop.go").read_text() == RACY


async def test_cancelling_a_race_stops_its_tests(
    client: Buffers, module: Module, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    root = module(shop=RACY, shop_test=_slow_test(pid))
    running = asyncio.ensure_future(client.run("gofixmap.race", at(root)))
    test = await _running(pid)
    (token,) = client.client.progress_reports
    client.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
    answer = await asyncio.wait_for(running, 30)
    assert answer["message"] == "gofixmap race: cancelled"
    await _gone(test)


def _slow_test(pid: Path) -> str:
    """A test that tells which process it is, and then takes a minute."""
    slow = RACY_TEST.replace(
        "\twg.Wait()\n",
        f'\twg.Wait()\n\tos.WriteFile("{pid}", []byte(strconv.Itoa(os.Getpid())), 0o600)\n'
        "\ttime.Sleep(time.Minute)\n",
    )
    slow = slow.replace('\t"sync"\n', '\t"os"\n\t"strconv"\n\t"sync"\n')
    return slow.replace('\t"testing"\n', '\t"testing"\n\t"time"\n')


async def _running(pid: Path) -> Path:
    """The process of the test, when it has begun."""
    for _ in range(600):
        if pid.exists() and pid.read_text():
            return Path("/proc") / pid.read_text()
        await asyncio.sleep(0.1)
    raise AssertionError("the test has not begun")


async def _gone(process: Path) -> None:
    for _ in range(200):
        if not process.exists():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the test still runs")


async def test_a_killed_server_leaves_no_tests_running(
    tmp_path: Path, go_env: dict[str, str]
) -> None:
    pid = tmp_path / "pid"
    root = tree(tmp_path / "shop", {"shop.go": RACY, "shop_test.go": _slow_test(pid)})
    client = make_test_lsp_client()
    await client.start_io(
        *(sys.executable, "-P", "-m", "gofixmap", "lsp"), env=go_env, cwd=str(root)
    )
    await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(),
            workspace_folders=[types.WorkspaceFolder(root.as_uri(), "shop")],
        )
    )
    params = types.ExecuteCommandParams("gofixmap.race")
    client.protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, params)
    test = await _running(pid)
    server = client._server
    assert server is not None
    server.kill()
    await server.wait()
    await _gone(test)
    await client.stop()


async def test_every_folder_counts(tmp_path: Path) -> None:
    one, two = (tree(tmp_path / name, {"cart.go": CART}) for name in ("one", "two"))
    async with editor(one, options=QUICK, folders=[one, two]) as client:
        answer = await client.run("gofixmap.dryRun")
        assert answer["message"] == "one: 1 fix in 1 file; two: 1 fix in 1 file"
        assert answer["patch"].count("+++ ") == 2


async def test_an_editor_that_can_do_little(tmp_path: Path) -> None:
    """It resolves nothing, knows no versions and cannot ask its user about annotated changes."""
    root = tree(tmp_path, {"store.go": STORE, "other.go": OTHER})
    little = capabilities(resolve=False, annotations=False, versions=False, show=False)
    async with editor(root, can=little) as client:
        client.visit("store.go")
        found = await client.actions("store.go", "items map", only=["refactor"])
        guard = next(each for each in found if each.title == "Guard items with a mutex")
        assert guard.edit is None
        assert guard.command is not None
        shown = next(each for each in found if each.title == f"Show the changes: {guard.title}")
        assert shown.command is not None
        answer = await client.run(shown.command.command, *(shown.command.arguments or ()))
        assert "in 2 files" in answer["message"]
        assert "+++ b/other.go" in answer["patch"]
        assert "+++ b/store.go" in answer["patch"]
        assert client.shown == []
        assert client.offered == []
        assert client.text("store.go") == STORE
        assert await client.choose(guard) == ""
        (offered,) = client.offered
        assert offered.edit.changes is not None
        assert "Lock()" in client.text("store.go")
        assert "Lock()" in (root / "other.go").read_text()


async def test_an_editor_that_takes_edits_only_with_the_menu(tmp_path: Path) -> None:
    """ALE neither resolves nor applies what a server asks it to."""
    root = tree(tmp_path, {"cart.go": CART})
    little = capabilities(resolve=False, annotations=False, versions=False, show=False)
    assert little.workspace is not None
    little.workspace.apply_edit = False
    async with editor(root, can=little) as client:
        client.visit("cart.go")
        await client.diagnostics("cart.go")
        found = await client.actions("cart.go", "items[k]")
        assert [each.title for each in found] == [
            "Store the changed copy back into the map",
            "Ignore map-writeback here",
        ]
        assert all(each.edit is not None and each.command is None for each in found)
        assert await client.choose(found[0]) == ""
        assert client.text("cart.go") == FIXED
        client.write("cart.go", CART)
        answer = await client.run("gofixmap.apply")
        assert answer["message"] == "this editor takes no changes from a server"
