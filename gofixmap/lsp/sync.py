"""What the client tells of documents, files, folders and settings; diagnostics that it pulls."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from gofixmap.config import FILE_NAME
from gofixmap.lsp.analysis import Analysis
from gofixmap.lsp.diagnostics import diagnostics
from gofixmap.lsp.documents import path_of
from gofixmap.lsp.publish import Publisher
from gofixmap.lsp.settings import SECTION, LspSettings, read_settings
from gofixmap.lsp.state import Snapshot, State
from gofixmap.registry import installed

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

log = logging.getLogger(__name__)
_WATCHED = ("**/*.go", "**/go.mod", "**/go.work", f"**/{FILE_NAME}")


def register(
    server: LanguageServer, state: State, analysis: Analysis, publisher: Publisher
) -> None:
    _Sync(server, state, analysis, publisher).register()


class _Sync:
    def __init__(
        self, server: LanguageServer, state: State, analysis: Analysis, publisher: Publisher
    ) -> None:
        self._server = server
        self._state = state
        self._analysis = analysis
        self._publisher = publisher
        self._capabilities = types.ClientCapabilities()

    def register(self) -> None:
        self._add(types.INITIALIZE, self.initialize)
        self._add(types.INITIALIZED, self.initialized)
        self._add(types.TEXT_DOCUMENT_DID_OPEN, self.did_open)
        self._add(types.TEXT_DOCUMENT_DID_CHANGE, self.did_change)
        self._add(types.TEXT_DOCUMENT_DID_SAVE, self.did_save)
        self._add(types.TEXT_DOCUMENT_DID_CLOSE, self.did_close)
        self._add(types.WORKSPACE_DID_CHANGE_CONFIGURATION, self.did_change_configuration)
        self._add(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self.did_change_watched_files)
        self._add(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self.did_change_folders)
        self._add(types.SHUTDOWN, self.shutdown)

    def _add(
        self, method: str, handler: Callable[[Any], object], options: object | None = None
    ) -> None:
        # pygls marks what it is given, which a bound method does not allow.
        self._server.feature(method, options)(partial(handler))

    # The session

    def initialize(self, params: types.InitializeParams) -> None:
        state, workspace = self._state, self._server.workspace
        self._capabilities = params.capabilities
        encoding = workspace.position_encoding or state.encoding
        state.encoding = str(getattr(encoding, "value", encoding))
        state.set_folders(list(workspace.folders.values()))
        state.shows_related = _shows_related(params.capabilities)
        self._publisher.pulls = _pulls(params.capabilities)
        if self._publisher.pulls:
            # Announced to clients that pull alone: others would show what is pushed twice.
            options = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=False, identifier=SECTION
            )
            self._add(types.TEXT_DOCUMENT_DIAGNOSTIC, self.diagnostic, options)
        self._configure(params.initialization_options)

    async def initialized(self, params: types.InitializedParams) -> None:
        workspace = self._capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        registrations = []
        if watched is not None and watched.dynamic_registration:
            patterns = [types.FileSystemWatcher(glob_pattern=glob) for glob in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=patterns)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registrations.append(types.Registration(f"{SECTION}.files", method, options))
        changes = workspace.did_change_configuration if workspace is not None else None
        if changes is not None and changes.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            registrations.append(types.Registration(f"{SECTION}.settings", method, section))
        if registrations:
            await self._quietly(
                self._server.client_register_capability_async(
                    types.RegistrationParams(registrations)
                )
            )
        await self._ask_for_settings()

    async def _quietly(self, request: Any) -> Any:  # noqa: ANN401 - whatever the request answers
        """The answer of the client, None where it refuses."""
        try:
            return await request
        except JsonRpcException as error:
            log.info("the client refuses: %s", error)
            return None

    def shutdown(self, params: Any) -> None:  # noqa: ANN401 - it has no parameters
        self._state.close()  # the rest goes when the client says `exit`, or without a word

    # Settings

    def _configure(self, given: object) -> None:
        settings, problems = read_settings(given, installed())
        for problem in problems:
            self._server.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"gofixmap: {problem}")
            )
        if settings != self._state.settings:
            self._state.settings = settings
            self._analysis.reload()
            # The same findings may be shown differently: beside gopls some are not shown.
            for snapshot in tuple(self._state.snapshots.values()):
                self._publisher.publish(snapshot, asked=False)

    async def _ask_for_settings(self) -> bool:
        """Asks the client for its section; False where it cannot be asked."""
        workspace = self._capabilities.workspace
        if workspace is None or not workspace.configuration:
            return False
        item = types.ConfigurationItem(section=SECTION)
        answer = await self._quietly(
            self._server.workspace_configuration_async(types.ConfigurationParams([item]))
        )
        if answer and answer[0]:  # a client without such a section keeps what it began with
            self._configure(answer[0])
        return True

    async def did_change_configuration(self, params: types.DidChangeConfigurationParams) -> None:
        if not await self._ask_for_settings() and params.settings is not None:
            self._configure(params.settings)

    # Documents

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = self._state.documents.open(params.text_document)
        if document is not None:
            self._analysis.opened(document)

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = self._state.documents.change(
            params.text_document, params.content_changes, self._state.encoding
        )
        if document is not None:
            self._analysis.changed(document)

    def did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path is not None:
            self._analysis.saved(path)

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        document = self._state.documents.close(params.text_document.uri)
        if document is not None:
            self._analysis.closed(document.path)
            self._publisher.clear(document.uri)

    # Files and folders

    def did_change_watched_files(self, params: types.DidChangeWatchedFilesParams) -> None:
        changed: list[str] = []
        for event in params.changes:
            path = path_of(event.uri)
            if path is None:
                continue
            if event.type is types.FileChangeType.Changed and path.endswith(".go"):
                changed.append(path)
            elif path.endswith(".go") or PurePath(path).name in (FILE_NAME, "go.mod", "go.work"):
                self._analysis.reload()
                return
        self._analysis.disk_changed(changed)

    def did_change_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        self._state.set_folders(list(self._server.workspace.folders.values()))

    # Diagnostics that the client asks for

    async def diagnostic(
        self, params: types.DocumentDiagnosticParams
    ) -> types.DocumentDiagnosticReport:
        snapshot = await self._state.fresh(params.text_document.uri)
        if snapshot is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        result_id = _identity(snapshot, self._state.settings)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        found = diagnostics(self._state, snapshot)
        return types.RelatedFullDocumentDiagnosticReport(items=found, result_id=result_id)


def _identity(snapshot: Snapshot, settings: LspSettings) -> str:
    """The same for the same text with the same findings, shown by the same settings."""
    digest = hashlib.sha256(snapshot.data)
    digest.update(repr((snapshot.findings, settings)).encode())
    return digest.hexdigest()[:32]


def _shows_related(capabilities: types.ClientCapabilities) -> bool:
    document = capabilities.text_document
    publish = document.publish_diagnostics if document is not None else None
    return bool(publish is not None and publish.related_information)


def _pulls(capabilities: types.ClientCapabilities) -> bool:
    """Whether the client pulls diagnostics, and can be told when the full pass has new ones."""
    document, workspace = capabilities.text_document, capabilities.workspace
    pulls = document is not None and document.diagnostic is not None
    refresh = workspace.diagnostics if workspace is not None else None
    return pulls and refresh is not None and bool(refresh.refresh_support)
