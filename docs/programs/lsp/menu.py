"""What an editor shows at a place: diagnostics, the hover, the menu, the patch of one action.

    python docs/programs/lsp/menu.py FILE LINE:COLUMN [NUMBER]

A client in 100 lines, without an editor around it. Lines and columns count from 1, columns in
UTF-16 units; NUMBER chooses from the menu. Nothing is written.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

CAN = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        code_action=types.CodeActionClientCapabilities(
            code_action_literal_support=types.ClientCodeActionLiteralOptions(
                types.ClientCodeActionKindOptions(["quickfix", "refactor"])
            ),
            data_support=True,
            resolve_support=types.ClientCodeActionResolveOptions(["edit"]),
        ),
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText]),
    )
)


async def main(file: str, place: str, number: str = "") -> None:
    path = Path(file).resolve()
    client = LanguageClient("menu", "1")
    found: asyncio.Future[list[types.Diagnostic]] = asyncio.get_running_loop().create_future()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        if params.diagnostics and not found.done():
            found.set_result(list(params.diagnostics))

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def shown(params: types.ShowMessageParams) -> None:
        print(f"message: {params.message}")

    await client.start_io("gofixmap", "lsp")
    folder = types.WorkspaceFolder(path.parent.as_uri(), path.parent.name)
    await client.initialize_async(
        types.InitializeParams(capabilities=CAN, workspace_folders=[folder])
    )
    client.initialized(types.InitializedParams())
    item = types.TextDocumentItem(path.as_uri(), "go", 1, path.read_text(encoding="utf-8"))
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    line, column = (int(part) - 1 for part in place.split(":"))
    at = types.Position(line, column)
    document = types.TextDocumentIdentifier(item.uri)
    try:
        diagnostics = await asyncio.wait_for(found, 5)
    except TimeoutError:
        diagnostics = []
    here = [each for each in diagnostics if each.range.start.line == line]
    for each in here:
        print(f"diagnostic: {each.message} [{each.code}]")
    hover = await client.text_document_hover_async(types.HoverParams(document, at))
    if hover is not None and isinstance(hover.contents, types.MarkupContent):
        text = hover.contents.value
        print(f"hover: {len(text.splitlines())} lines, {text.splitlines()[0]!r} first")
    params = types.CodeActionParams(document, types.Range(at, at), types.CodeActionContext(here))
    actions = [
        each
        for each in await client.text_document_code_action_async(params) or ()
        if isinstance(each, types.CodeAction)
    ]
    for count, action in enumerate(actions, 1):
        print(f"{count}. {action.title} ({action.kind})")
    if number:
        asked = types.ExecuteCommandParams("gofixmap.preview", [actions[int(number) - 1].data])
        answer = await client.workspace_execute_command_async(asked)
        print(answer.get("patch", ""), end="")
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
