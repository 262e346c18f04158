"""The server over stdio: diagnostics as one types, settings, folders, files, and its end."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsp_kit import Buffers, capabilities, editor, tree
from lsprotocol import types

pytestmark = pytest.mark.asyncio

MISTAKE = """package cart

type Item struct{ N int }

func add(m map[string]Item, k string) {
	/* \u20ac\U0001f600 */ m[k].N++
}
"""
RIGHT = MISTAKE.replace("m[k].N++", "_ = m[k]")
LOST = """package cart

type counter struct{ n int }

func (c counter) up() { c.n++ }

func use() {
	var c counter
	c.up()
	println(c.n)
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tree(tmp_path, {"cart/cart.go": MISTAKE, "cart/lost.go": LOST})


@pytest_asyncio.fixture
async def client(root: Path) -> AsyncIterator[Buffers]:
    async with editor(root) as buffers:
        yield buffers


class Listener:
    """What the server has published, in order."""

    def __init__(self, buffers: Buffers) -> None:
        self.heard: list[types.PublishDiagnosticsParams] = []
        self._buffers = buffers
        kept = buffers.client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

        def hear(params: types.PublishDiagnosticsParams) -> None:
            self.heard.append(params)
            kept(params)

        buffers.client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = hear

    async def until(
        self, name: str, wanted: Callable[[types.PublishDiagnosticsParams], bool]
    ) -> types.PublishDiagnosticsParams:
        for _ in range(1200):
            for params in self.heard:
                if params.uri == self._buffers.uri(name) and wanted(params):
                    return params
            await asyncio.sleep(0.025)
        raise AssertionError(f"nothing of the kind: {self.heard}")


def codes(params: types.PublishDiagnosticsParams) -> list[Any]:
    return [each.code for each in params.diagnostics]


async def test_each_version_is_answered_with_its_own_diagnostics(client: Buffers) -> None:
    listener = Listener(client)
    client.visit("cart/cart.go", RIGHT)
    client.write("cart/cart.go", MISTAKE)
    client.write("cart/cart.go", RIGHT)
    client.write("cart/cart.go", MISTAKE.replace("package", "// x\npackage"))
    found = ["map-writeback"]
    params = await listener.until("cart/cart.go", lambda p: p.version == 4 and codes(p) == found)
    # A machine that is busy has not looked at everything when it has to answer.
    told = [(each.version, codes(each)) for each in listener.heard if each.version]
    assert {version for version, _ in told} >= {2, 3, 4}
    assert all(each in ([], found) and (version != 3 or not each) for version, each in told)
    assert [version for version, _ in told] == sorted(version for version, _ in told)
    (diagnostic,) = params.diagnostics
    assert diagnostic.range.start.line == 6
    assert diagnostic.source == "gofixmap"
    assert diagnostic.severity is types.DiagnosticSeverity.Error
    assert diagnostic.data


async def test_what_needs_the_package_follows(client: Buffers) -> None:
    listener = Listener(client)
    client.visit("cart/lost.go", LOST.replace("c.n++", ""))
    client.write("cart/lost.go", LOST)
    params = await listener.until("cart/lost.go", lambda p: codes(p) == ["pointer-receiver"])
    assert params.version == 2


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 15), ("utf-16", 11), ("utf-32", 10)])
async def test_positions_are_in_the_encoding_that_was_agreed(
    root: Path, encoding: str, column: int
) -> None:
    can = capabilities()
    can.general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(encoding)]
    )
    async with editor(root, can=can) as buffers:
        buffers.encoding = encoding
        buffers.visit("cart/cart.go")
        (diagnostic,) = await buffers.diagnostics("cart/cart.go")
        assert diagnostic.range == buffers.span("cart/cart.go", "m[k].N")
        assert diagnostic.range.start.character == column
        listener = Listener(buffers)
        buffers.open[buffers.uri("cart/cart.go")] = (2, b"")
        change = types.TextDocumentContentChangePartial(diagnostic.range, "_ = m[k].N;m[k].N")
        buffers._changed(buffers.uri("cart/cart.go"), [change])
        params = await listener.until("cart/cart.go", lambda p: p.version == 2)
        assert params.diagnostics[0].range.start.character == column + 11


async def test_settings_are_heard(root: Path) -> None:
    async with editor(root, options={"ignore": ["map-writeback"]}) as buffers:
        listener = Listener(buffers)
        buffers.visit("cart/cart.go")
        assert codes(await listener.until("cart/cart.go", lambda p: p.version == 1)) == []
        buffers.configure({"select": ["map-writeback"]})
        await listener.until("cart/cart.go", lambda p: codes(p) == ["map-writeback"])
        listener.heard.clear()
        buffers.configure({"gopls": True})
        await listener.until("cart/cart.go", lambda p: codes(p) == [])


async def test_settings_that_are_wrong_are_said(client: Buffers) -> None:
    client.configure({"selekt": [], "ignore": ["map-writebak"], "verify": "never"})
    assert "did you mean select" in await client.said("selekt")
    assert "did you mean map-writeback" in await client.said("map-writebak")
    await client.said("'verify' must be one of")


async def test_a_broken_configuration_is_told_at_its_line_and_mended(
    root: Path, client: Buffers
) -> None:
    listener = Listener(client)
    config = root / ".gofixmap.toml"
    config.write_text('safety = "safe"\nignor = []\n')
    client.visit("cart/cart.go")
    params = await listener.until(".gofixmap.toml", lambda p: bool(p.diagnostics))
    assert params.diagnostics[0].range.start.line == 1
    assert "did you mean ignore?" in params.diagnostics[0].message
    config.write_text('ignore = ["nil-map"]\n')
    _tell(client, config, types.FileChangeType.Changed)
    await listener.until(".gofixmap.toml", lambda p: not p.diagnostics)
    await listener.until("cart/cart.go", lambda p: codes(p) == ["map-writeback"])
    listener.heard.clear()
    config.write_text('ignore = ["map-writeback"]\n')
    _tell(client, config, types.FileChangeType.Changed)
    await listener.until("cart/cart.go", lambda p: codes(p) == [])


def _tell(client: Buffers, path: Path, kind: types.FileChangeType) -> None:
    event = types.FileEvent(path.as_uri(), kind)
    client.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


async def test_files_that_others_change_are_seen(root: Path, client: Buffers) -> None:
    listener = Listener(client)
    (root / "cart" / "item.go").write_text("package cart\n\ntype Thing struct{ N int }\n")
    client.visit("cart/use.go", "package cart\n\nfunc f(m map[int]Thing) { m[1].N = 2 }\n")
    await listener.until("cart/use.go", lambda p: codes(p) == ["map-writeback"])
    (root / "cart" / "item.go").write_text("package cart\n\ntype Thing = *struct{ N int }\n")
    _tell(client, root / "cart" / "item.go", types.FileChangeType.Changed)
    await listener.until("cart/use.go", lambda p: codes(p) == [])
    listener.heard.clear()
    (root / "cart" / "item.go").unlink()
    (root / "cart" / "new.go").write_text("package cart\n\ntype Thing struct{ N int }\n")
    _tell(client, root / "cart" / "new.go", types.FileChangeType.Created)
    await listener.until("cart/use.go", lambda p: codes(p) == ["map-writeback"])


async def test_a_document_that_is_closed_shows_nothing(client: Buffers) -> None:
    listener = Listener(client)
    client.visit("cart/cart.go")
    await listener.until("cart/cart.go", lambda p: bool(p.diagnostics))
    client.begin_again()
    await listener.until("cart/cart.go", lambda p: p.version is None and not p.diagnostics)


async def test_a_file_that_is_not_on_disk_is_analysed(client: Buffers) -> None:
    client.visit("cart/new.go", "package cart\n\nfunc g(m map[int]Item) { m[1].N = 2 }\n")
    (diagnostic,) = await client.diagnostics("cart/new.go")
    assert diagnostic.code == "map-writeback"


async def test_several_folders(tmp_path: Path) -> None:
    first = tree(tmp_path / "a", {"cart.go": MISTAKE})
    second = tree(tmp_path / "b", {"cart.go": MISTAKE.replace("cart", "other")})
    async with editor(first, folders=[first]) as buffers:
        buffers.visit("cart.go")
        await buffers.diagnostics("cart.go")
        added = types.WorkspaceFolder(second.as_uri(), "b")
        event = types.WorkspaceFoldersChangeEvent([added], [])
        buffers.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(event)
        )
        buffers.visit("../b/cart.go")
        (diagnostic,) = await buffers.diagnostics("../b/cart.go")
        assert diagnostic.code == "map-writeback"


async def test_clients_that_pull_are_not_pushed_to(root: Path) -> None:
    can = capabilities()
    assert can.workspace is not None
    assert can.text_document is not None
    can.text_document.diagnostic = types.DiagnosticClientCapabilities()
    can.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    async with editor(root, can=can) as buffers:
        refreshed = asyncio.Event()

        def refresh(params: None) -> None:
            refreshed.set()

        features = buffers.client.protocol.fm.features
        features[types.WORKSPACE_DIAGNOSTIC_REFRESH] = refresh
        uri = buffers.visit("cart/cart.go")
        asked = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await buffers.client.text_document_diagnostic_async(asked)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert [each.code for each in report.items] == ["map-writeback"]
        asked.previous_result_id = report.result_id
        again = await buffers.client.text_document_diagnostic_async(asked)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        buffers.visit("cart/lost.go")
        await asyncio.wait_for(refreshed.wait(), 30)
        assert not buffers.client.diagnostics


async def test_nothing_of_the_workspace_is_imported(tmp_path: Path) -> None:
    trap = "import pathlib\npathlib.Path(__file__ + '.ran').touch()\nraise SystemExit(3)\n"
    names = ("gofixmap", "pickle", "multiprocessing", "asyncio", "lsprotocol", "tree_sitter")
    files = {f"{name}/__init__.py": trap for name in names}
    files |= {"sitecustomize.py": trap, "usercustomize.py": trap, "json.py": trap}
    files[".gofixmap.toml"] = 'select = ["map-writeback"]\n'
    root = tree(tmp_path, {"cart.go": MISTAKE, "lost.go": LOST, **files})
    async with editor(root) as buffers:
        buffers.visit("cart.go")
        (diagnostic,) = await buffers.diagnostics("cart.go")
        await asyncio.sleep(1)
        assert diagnostic.code == "map-writeback"
    assert not list(root.rglob("*.ran"))


async def test_a_configuration_that_names_python_is_refused(tmp_path: Path) -> None:
    root = tree(tmp_path, {"cart.go": MISTAKE, ".gofixmap.toml": 'codemods = ["./evil.py"]\n'})
    async with editor(root) as buffers:
        listener = Listener(buffers)
        buffers.visit("cart.go")
        params = await listener.until(".gofixmap.toml", lambda p: bool(p.diagnostics))
        assert "'codemods' is no setting" in params.diagnostics[0].message


class Raw:
    """A server process, spoken to by hand."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, "-P", "-m", "gofixmap", "lsp", *options]
        self.process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def send(self, *messages: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        for message in messages:
            self.raw(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def raw(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def begin(self, root: Path) -> None:
        params = {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}
        self.send({"id": 1, "method": "initialize", "params": params})
        self.send({"method": "initialized", "params": {}})

    def end(self) -> tuple[int, list[dict[str, Any]]]:
        """The exit code, and every message: whatever is no message is an error here."""
        output, _ = self.process.communicate(timeout=60)
        found = []
        while output:
            head, _, rest = output.partition(b"\r\n\r\n")
            fields = dict(line.split(b": ") for line in head.split(b"\r\n"))
            length = int(fields[b"Content-Length"])
            found.append(json.loads(rest[:length]))
            output = rest[length:]
        return self.process.returncode, found


END: Sequence[dict[str, Any]] = ({"id": 9, "method": "shutdown"}, {"method": "exit"})


async def test_the_exit_code_says_whether_the_end_was_in_order(root: Path) -> None:
    for messages, code in ((END, 0), (END[1:], 1), ((), 1)):
        server = Raw(root)
        server.begin(root)
        server.send(*messages)
        assert server.end()[0] == code


async def test_messages_that_make_no_sense_end_nothing(root: Path, tmp_path: Path) -> None:
    server = Raw(root, "--stdio", "--log", str(tmp_path / "log"))
    server.begin(root)
    server.raw(b"{")
    server.raw(b'"text"')
    server.raw(b"\xff\xfe")
    server.raw(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"x": 1}}')
    change = {"textDocument": {"uri": "file:///no/such.go", "version": 2}, "contentChanges": []}
    server.send({"method": "textDocument/didChange", "params": change})
    item = {"uri": "untitled:x", "languageId": "go", "version": 1, "text": "package a"}
    server.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
    lone = {**item, "uri": (root / "a.go").as_uri(), "text": "package a // \ud800"}
    server.send({"method": "textDocument/didOpen", "params": {"textDocument": lone}})
    server.send({"id": 3, "method": "no/such", "params": {}}, *END)
    code, messages = server.end()
    assert code == 0
    assert {1, 3, 9} <= {message.get("id") for message in messages}


async def test_a_client_that_goes_without_a_word_takes_the_server_with_it(root: Path) -> None:
    server = Raw(root)
    server.begin(root)
    item = {"uri": (root / "cart/cart.go").as_uri(), "languageId": "go", "version": 1}
    server.send(
        {"method": "textDocument/didOpen", "params": {"textDocument": {**item, "text": ""}}}
    )
    assert server.process.stdin is not None
    server.process.stdin.close()
    server.process.stdin = None
    assert server.end()[0] == 1
