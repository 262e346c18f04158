"""Code actions: what can be done about the findings at a place, and with what stands there."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from gofixmap.errors import GofixmapError
from gofixmap.lsp.ask import Ask, read_ask
from gofixmap.lsp.client import Client
from gofixmap.lsp.diagnostics import SOURCE, identities, is_shown
from gofixmap.lsp.edits import StaleError, workspace_edit
from gofixmap.lsp.positions import Positions
from gofixmap.lsp.process import unwatched
from gofixmap.lsp.progress import watched
from gofixmap.lsp.refactor import Offer, offer_for, offers_at
from gofixmap.lsp.remedies import (
    DeclinedError,
    Remedy,
    at_hand,
    ignored,
    is_at_hand,
    remedy,
    together,
)
from gofixmap.model import Finding, Safety
from gofixmap.text import Span

if TYPE_CHECKING:
    from gofixmap.lsp.process import Progress
    from gofixmap.lsp.server import Server
    from gofixmap.lsp.state import Snapshot, State
    from gofixmap.semantics.info import FileInfo

log = logging.getLogger(__name__)
QUICK_FIX = str(types.CodeActionKind.QuickFix.value)
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.gofixmap"
REFACTOR = f"{types.CodeActionKind.RefactorRewrite.value}.gofixmap"
PATIENCE = 1.0  # seconds that an edit may take before its progress is shown
MOST_AT_ONCE = 8  # findings whose edits are made for the menu; of a whole file they are made later
PERFORM, PREVIEW = "gofixmap.perform", "gofixmap.preview"


def register(server: Server, state: State) -> None:
    options = types.CodeActionOptions(
        code_action_kinds=[QUICK_FIX, REFACTOR, FIX_ALL], resolve_provider=True
    )

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_actions(
        params: types.CodeActionParams,
    ) -> list[types.CodeAction | types.Command]:
        snapshot = await state.fresh(params.text_document.uri)
        if snapshot is None:
            return []
        client = Client.of(server.client_capabilities)
        menu = _Menu(state, client, snapshot, params)
        found = [*menu.actions()]
        if not (client.resolves_edits or client.applies_edits):
            found = [each for each in found if await _is_made(state, client, each)]
        try:
            found += await watched(server, client, "Fix all", menu.fix_all, after=PATIENCE)
        except (DeclinedError, StaleError) as error:
            log.info("nothing is fixed: %s", error)
        except GofixmapError as error:
            tell(server, f"Fix all: {error}", error)
        return [*found] if menu.client.action_literals else [_as_command(each) for each in found]

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.edit is not None or action.command is not None or action.data is None:
            return action
        client = Client.of(server.client_capabilities)
        try:
            ask = read_ask(action.data)
            found = await watched(
                server,
                client,
                action.title,
                lambda progress: remedy(state, ask, progress),
                after=PATIENCE,
            )
            action.edit = edit_of(state, client, found)
            if not action.edit.change_annotations:  # these tell it before
                tell_of(server, action.title, found)
        except GofixmapError as error:
            tell(server, f"{action.title}: {error}", error)
        return action


async def _is_made(state: State, client: Client, action: types.CodeAction) -> bool:
    """Puts the edit into an action for a client that takes edits only with the menu.

    False for what it can do nothing with, and for refactorings, which may take too long for that.
    """
    if action.edit is None and action.data is not None and action.kind == QUICK_FIX:
        try:
            found = await remedy(state, read_ask(action.data), unwatched)
        except GofixmapError as error:
            log.info("%s: %s", action.title, error)
            return False
        action.edit, action.command = edit_of(state, client, found), None
    return action.edit is not None


def tell(server: Server, message: str, error: GofixmapError | None = None) -> None:
    """Shows one line to the user: a decline is an answer, anything else a warning."""
    is_answer = error is None or isinstance(error, DeclinedError)
    kind = types.MessageType.Info if is_answer else types.MessageType.Warning
    server.window_show_message(types.ShowMessageParams(kind, message))


def tell_of(server: Server, title: str, found: Remedy) -> None:
    """Tells what a user may not see: changes in other files, and what a reviewer has to know."""
    names = sorted(Path(change.path).name for change in found.changes)
    where = [f"changes {', '.join(names)}"] if len(names) > 1 else []
    if where or found.notes:
        tell(server, f"{title}: {'; '.join((*where, *found.notes))}")


def edit_of(state: State, client: Client, found: Remedy) -> types.WorkspaceEdit:
    return workspace_edit(state, client, found.changes, title=found.title, note=found.note)


def _as_command(action: types.CodeAction) -> types.Command:
    """For a client of the time before code actions were more than commands."""
    if action.command is not None:
        return action.command
    return types.Command(action.title, PERFORM, arguments=[action.data])


class _Menu:
    """The actions of one request."""

    def __init__(
        self, state: State, client: Client, snapshot: Snapshot, params: types.CodeActionParams
    ) -> None:
        self.client = client
        self._state = state
        self._snapshot = snapshot
        self._context = params.context
        self._span = Positions(snapshot.data, state.encoding).span(params.range)
        self._ids = identities(snapshot.findings, snapshot.data)
        self._at_once = True

    def actions(self) -> Iterator[types.CodeAction]:
        if self._wants(QUICK_FIX):
            found = list(self._here())
            self._at_once = len(found) <= MOST_AT_ONCE and not self._is_glance
            for finding, identity in found:
                yield from self._fixes(finding, identity)
                yield from self._named(finding, identity)
            yield from self._together(dict.fromkeys(f.codemod for f, _ in found))
            for finding, identity in found:
                yield from self._ignore(finding, identity)
        if self._wants(REFACTOR):
            yield from self._refactorings()

    @property
    def _is_glance(self) -> bool:
        """Whether the client asks after a move of the cursor, to show that there is something."""
        kind = self._context.trigger_kind
        return self.client.resolves_edits and kind is types.CodeActionTriggerKind.Automatic

    async def fix_all(self, progress: Progress) -> Sequence[types.CodeAction]:
        """All that may be fixed without asking, for a client that asks for source actions.

        The edit is there at once: what runs when a file is saved often resolves nothing.
        """
        tier = self._state.settings.fix_all_safety
        wanted = bool(self._context.only) and self._wants(FIX_ALL)
        if not wanted or not any(f.safety <= tier for f in together(self._snapshot)):
            return []
        ask = Ask("file", self._snapshot.uri, self._snapshot.version)
        found = await remedy(self._state, ask, progress)
        action = types.CodeAction("Fix all that gofixmap can", FIX_ALL, data=ask.as_json())
        action.edit = edit_of(self._state, self.client, found)
        return [action]

    def _wants(self, kind: str) -> bool:
        """Whether the client asks for a kind; without a word it asks for all but source actions."""
        only = self._context.only
        if not only:
            return not kind.startswith("source")
        return any(
            not each or f"{kind}.".startswith(f"{each}.") or f"{each}.".startswith(f"{kind}.")
            for each in only
        )

    def _here(self) -> Iterator[tuple[Finding, str]]:
        """The findings that touch the range, or whose diagnostics the client names."""
        named = {
            each.data.get("id") for each in self._context.diagnostics if isinstance(each.data, dict)
        }
        for finding, identity in zip(self._snapshot.findings, self._ids, strict=True):
            touches = finding.span.start <= self._span.end and self._span.start <= finding.span.end
            if is_shown(finding) and (touches or identity in named):
                yield finding, identity

    def _diagnostics(self, finding: Finding, identity: str) -> list[types.Diagnostic]:
        """The client's diagnostics of a finding: ours, or what others say of the same place."""
        given = self._context.diagnostics
        own = [d for d in given if isinstance(d.data, dict) and d.data.get("id") == identity]
        if own:
            return own
        positions = Positions(self._snapshot.data, self._state.encoding)
        return [
            each
            for each in given
            if each.source != SOURCE and _meet(positions.span(each.range), finding.span)
        ]

    def _fixes(self, finding: Finding, identity: str) -> Iterator[types.CodeAction]:
        fix = finding.fix
        if fix is None:
            return
        ask = Ask("fix", self._snapshot.uri, self._snapshot.version, identity)
        files = len(fix.paths)
        title = fix.title if files == 1 else f"{fix.title} (in {files} files)"
        action = types.CodeAction(title, QUICK_FIX, data=ask.as_json())
        action.diagnostics = self._diagnostics(finding, identity)
        if self.client.preferred and finding.safety is Safety.SAFE:
            action.is_preferred = True
        if self._at_once and is_at_hand(self._state, self._snapshot, finding):
            try:
                found = at_hand(self._state, self._snapshot, finding)
                action.edit = edit_of(self._state, self.client, found)
            except GofixmapError as error:
                log.info("%s: %s", title, error)
                return
        yield self._deferred(action)
        if files > 1 and not self.client.annotations:
            yield self._preview(f"Show the changes: {title}", QUICK_FIX, ask)

    def _deferred(self, action: types.CodeAction) -> types.CodeAction:
        """The action, as a command where the client cannot ask for its edit later."""
        if action.edit is None and not self.client.resolves_edits:
            action.command = types.Command(action.title, PERFORM, arguments=[action.data])
        return action

    def _preview(self, title: str, kind: str, ask: Ask) -> types.CodeAction:
        # Without data: a client that resolves whatever has some would get an edit, and make it.
        command = types.Command(title, PREVIEW, arguments=[ask.as_json()])
        return types.CodeAction(title, kind, command=command)

    def _together(self, codemods: dict[str, None]) -> Iterator[types.CodeAction]:
        for codemod in codemods:
            count = len(together(self._snapshot, codemod))
            if count > 1:
                ask = Ask("codemod", self._snapshot.uri, self._snapshot.version, codemod=codemod)
                title = f"Fix all {count} findings of {codemod} in this file"
                yield self._deferred(types.CodeAction(title, QUICK_FIX, data=ask.as_json()))

    def _ignore(self, finding: Finding, identity: str) -> Iterator[types.CodeAction]:
        title = f"Ignore {finding.codemod} here"
        ask = Ask("ignore", self._snapshot.uri, self._snapshot.version, identity)
        action = types.CodeAction(title, QUICK_FIX, data=ask.as_json())
        action.diagnostics = self._diagnostics(finding, identity)
        if self._at_once:
            try:
                found = ignored(self._state, self._snapshot, finding)
                action.edit = edit_of(self._state, self.client, found)
            except GofixmapError as error:
                log.info("%s: %s", title, error)
                return
        yield self._deferred(action)

    def _named(self, finding: Finding, identity: str) -> Iterator[types.CodeAction]:
        """What a codemod does only where somebody names the symbol: choosing it does."""
        info = self._info()
        offer = offer_for(info, finding) if info is not None else None
        if offer is not None:
            action = self._offered(offer, QUICK_FIX)
            action.diagnostics = self._diagnostics(finding, identity)
            yield action

    def _refactorings(self) -> Iterator[types.CodeAction]:
        info = self._info()
        for offer in offers_at(info, self._span) if info is not None else ():
            kind = f"{REFACTOR}.{offer.codemod}"
            if offer.codemod not in self._state.settings.ignore and self._wants(kind):
                yield self._offered(offer, kind)
                if offer.reaches and not self.client.annotations:
                    yield self._preview(f"Show the changes: {offer.title}", kind, self._ask(offer))

    def _info(self) -> FileInfo | None:
        """The types of the text that the findings are of."""
        info = self._state.info(self._snapshot.path)
        return info if info is not None and info.file.data == self._snapshot.data else None

    def _offered(self, offer: Offer, kind: str) -> types.CodeAction:
        data = self._ask(offer).as_json()
        return self._deferred(types.CodeAction(offer.title, kind, data=data))

    def _ask(self, offer: Offer) -> Ask:
        uri, version = self._snapshot.uri, self._snapshot.version
        return Ask("symbol", uri, version, codemod=offer.codemod, symbol=offer.symbol)


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
