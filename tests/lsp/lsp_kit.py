"""An editor for tests: a real server over stdio, buffers, and what a client does with answers."""

from __future__ import annotations

import ast
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

from gofixmap.lsp.positions import Positions
from gofixmap.text import Span

GO_MOD = "module example.com/shop\n\ngo 1.24\n"


def capabilities(**without: bool) -> types.ClientCapabilities:
    """Those of an editor that can do everything; `annotations=False` takes one thing away."""
    has = {"annotations": True, "resolve": True, "versions": True, "show": True, "markdown": True}
    has |= without
    markdown = [types.MarkupKind.Markdown] if has["markdown"] else []
    return types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(
            apply_edit=True,
            workspace_folders=True,
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=has["versions"],
                change_annotation_support=types.ChangeAnnotationsSupportOptions()
                if has["annotations"]
                else None,
                resource_operations=[types.ResourceOperationKind.Create],
            ),
        ),
        text_document=types.TextDocumentClientCapabilities(
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    types.ClientCodeActionKindOptions(["quickfix", "refactor", "source"])
                ),
                data_support=has["resolve"],
                resolve_support=types.ClientCodeActionResolveOptions(["edit"])
                if has["resolve"]
                else None,
                is_preferred_support=True,
            ),
            hover=types.HoverClientCapabilities(
                content_format=[*markdown, types.MarkupKind.PlainText]
            ),
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True, data_support=True, version_support=True
            ),
        ),
        window=types.WindowClientCapabilities(
            work_done_progress=True,
            show_document=types.ShowDocumentClientCapabilities(has["show"]),
        ),
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind.Utf16]
        ),
    )


class Buffers:
    """Documents by URI, and what has been asked of the client."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.encoding = "utf-16"
        self.open: dict[str, tuple[int, bytes]] = {}
        self.offered: list[types.ApplyWorkspaceEditParams] = []
        self.takes = True  # whether it makes the changes that a server asks for
        self._listen()

    def _listen(self) -> None:
        @self.client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.offered.append(params)
            if not self.takes:
                return types.ApplyWorkspaceEditResult(False, failure_reason="no, thanks")
            problem = self.apply(params.edit)
            return types.ApplyWorkspaceEditResult(not problem, failure_reason=problem or None)

    @property
    def shown(self) -> list[str]:
        """The contents of the documents that the server has asked to open."""
        return [
            Path(each.uri.removeprefix("file://")).read_text()
            for each in self.client.shown_documents
        ]

    def begin_again(self) -> None:
        """Closes everything, and forgets what the server has said."""
        for uri in self.open:
            closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
            self.client.text_document_did_close(closed)
        self.open.clear()
        self.offered.clear()
        self.takes = True
        self.client.messages.clear()
        self.client.shown_documents.clear()
        self.client.progress_reports.clear()

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Tells the server of other settings."""
        params = types.DidChangeConfigurationParams({"gofixmap": dict(settings)})
        self.client.workspace_did_change_configuration(params)

    @property
    def messages(self) -> list[str]:
        return [each.message for each in self.client.messages]

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def text(self, name: str) -> str:
        """The buffer, else the file."""
        if self.uri(name) in self.open:
            return self.open[self.uri(name)][1].decode()
        return (self.root / name).read_text()

    def visit(self, name: str, text: str | None = None) -> str:
        """Opens a file, as it is on disk or with other text; its URI."""
        data = (self.root / name).read_bytes() if text is None else text.encode()
        item = types.TextDocumentItem(self.uri(name), "go", 1, data.decode())
        self.open[item.uri] = (1, data)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return item.uri

    def write(self, name: str, text: str) -> None:
        """Replaces the text of an open document."""
        uri = self.uri(name)
        version = self.open[uri][0] + 1
        self.open[uri] = (version, text.encode())
        self._changed(uri, [types.TextDocumentContentChangeWholeDocument(text)])

    def _changed(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        identifier = types.VersionedTextDocumentIdentifier(self.open[uri][0], uri)
        params = types.DidChangeTextDocumentParams(identifier, list(changes))
        self.client.text_document_did_change(params)

    def span(self, name: str, needle: str, length: int | None = None) -> types.Range:
        """The range of the first occurrence of a text; `length` 0 is a cursor before it."""
        data = self.text(name).encode()
        start = data.index(needle.encode())
        end = start + (len(needle.encode()) if length is None else length)
        return Positions(data, self.encoding).range(Span(start, end))

    async def actions(
        self,
        name: str,
        needle: str,
        *,
        only: Sequence[str] | None = None,
        diagnostics: Sequence[types.Diagnostic] = (),
        length: int | None = 0,
        trigger: types.CodeActionTriggerKind | None = None,
    ) -> list[types.CodeAction]:
        """The code actions where a text stands."""
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri(name)),
            self.span(name, needle, length),
            types.CodeActionContext(
                list(diagnostics),
                only=[types.CodeActionKind(k) if k in KINDS else k for k in only]
                if only is not None
                else None,
                trigger_kind=trigger,
            ),
        )
        found = await self.client.text_document_code_action_async(params)
        return [_as_action(each) for each in found or ()]

    async def choose(self, action: types.CodeAction) -> str:
        """Does what a code action says, resolving it first; "" or why it cannot be done."""
        if action.edit is None and action.command is None:
            action = await self.client.code_action_resolve_async(action)
        if action.edit is not None:
            problem = self.apply(action.edit)
            if problem:
                return problem
        if action.command is not None:
            await self.run(action.command.command, *(action.command.arguments or ()))
        return ""

    async def run(self, command: str, *arguments: Any) -> Any:  # noqa: ANN401
        params = types.ExecuteCommandParams(command, list(arguments))
        return await self.client.workspace_execute_command_async(params)

    def apply(self, edit: types.WorkspaceEdit) -> str:
        """Makes the changes, all of them or none; "" or why not."""
        after: dict[str, bytes] = {}
        for uri, version, edits in _parts(edit):
            if uri in self.open and version not in (None, self.open[uri][0]):
                return f"{uri} is in version {self.open[uri][0]}, not {version}"
            path = Path(uri.removeprefix("file://"))
            before = self.open[uri][1] if uri in self.open else _read(path)
            after[uri] = changed(before, edits, self.encoding)
        for uri, data in after.items():
            if uri not in self.open:
                Path(uri.removeprefix("file://")).write_bytes(data)
                continue
            self.open[uri] = (self.open[uri][0] + 1, data)
            whole = types.TextDocumentContentChangeWholeDocument(data.decode())
            self._changed(uri, [whole])
        return ""

    async def diagnostics(self, name: str) -> Sequence[types.Diagnostic]:
        """The first diagnostics that come and are not empty."""
        for _ in range(600):
            found = self.client.diagnostics.get(self.uri(name))
            if found:
                return found
            await asyncio.sleep(0.05)
        raise AssertionError("no diagnostics came")

    async def said(self, part: str) -> str:
        """The first message to the user that holds a text."""
        for _ in range(200):
            for message in self.messages:
                if part in message:
                    return message
            await asyncio.sleep(0.05)
        raise AssertionError(f"nobody said {part!r}, but {self.messages}")


def _as_action(given: types.CodeAction | types.Command) -> types.CodeAction:
    """lsprotocol reads a code action that has a command as one, with the text of a Python value."""
    if isinstance(given, types.CodeAction):
        return given
    inner = ast.literal_eval(given.command)
    command = types.Command(inner["title"], inner["command"], arguments=inner.get("arguments"))
    return types.CodeAction(given.title, command=command)


KINDS = {str(kind.value) for kind in types.CodeActionKind}


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _parts(
    edit: types.WorkspaceEdit,
) -> Iterable[tuple[str, int | None, Sequence[types.TextEdit]]]:
    for uri, edits in (edit.changes or {}).items():
        yield uri, None, edits
    for part in edit.document_changes or ():
        if isinstance(part, types.TextDocumentEdit):
            plain = [each for each in part.edits if not isinstance(each, types.SnippetTextEdit)]
            yield part.text_document.uri, part.text_document.version, plain


def changed(data: bytes, edits: Sequence[types.TextEdit], encoding: str) -> bytes:
    """As a client does it: all ranges are of the text before, and none overlap."""
    positions = Positions(data, encoding)
    spans = [(positions.span(edit.range), edit.new_text.encode()) for edit in edits]
    assert spans == sorted(spans, key=lambda each: each[0])
    for span, text in reversed(spans):
        data = data[: span.start] + text + data[span.end :]
    return data


def tree(root: Path, files: Mapping[str, str]) -> Path:
    """Writes a module, a minute ago: what was written just now counts as changed meanwhile."""
    before = time.time() - 60
    for name, text in {"go.mod": GO_MOD, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (before, before))
    return root


@asynccontextmanager
async def editor(
    root: Path,
    *,
    options: Mapping[str, Any] | None = None,
    folders: Sequence[Path] | None = None,
    can: types.ClientCapabilities | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Buffers]:
    """A server over stdio, begun and in the end shut down in order."""
    client = make_test_lsp_client()
    buffers = Buffers(client, root)
    command = [sys.executable, "-P", "-m", "gofixmap", "lsp"]
    env = {**os.environ, **(environment or {})}
    await client.start_io(*command, cwd=str(root), env=env)
    opened = [root] if folders is None else folders
    await client.initialize_session(
        types.InitializeParams(
            capabilities=can or capabilities(),
            workspace_folders=[
                types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in opened
            ],
            initialization_options=dict(options or {}),
        )
    )
    try:
        yield buffers
    finally:
        await client.shutdown_session()
        await client.stop()
