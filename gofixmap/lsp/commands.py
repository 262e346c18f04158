"""The commands: apply and dryRun over folders, race, and one action at a time.

Nothing is written by the server: changes go to the client, with the versions that they are for.
Each command shows one line to the user, and answers with it, and with a patch where it made one.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from msgspec import Struct
from msgspec.structs import replace

from gofixmap.errors import GofixmapError, UsageError
from gofixmap.lsp.actions import PERFORM, PREVIEW, edit_of, tell
from gofixmap.lsp.ask import read_ask
from gofixmap.lsp.client import Client
from gofixmap.lsp.documents import path_of
from gofixmap.lsp.edits import Bases, Change, StaleError, absolute
from gofixmap.lsp.preview import Previews, patch_of
from gofixmap.lsp.progress import watched
from gofixmap.lsp.remedies import Remedy, remedy, request_for
from gofixmap.model import RunResult, Status
from gofixmap.review.units import Unit, units_of

if TYPE_CHECKING:
    from gofixmap.lsp.process import Progress
    from gofixmap.lsp.server import Server
    from gofixmap.lsp.state import State

log = logging.getLogger(__name__)
APPLY, DRY_RUN, RACE = "gofixmap.apply", "gofixmap.dryRun", "gofixmap.race"
T = TypeVar("T")
Answer = dict[str, Any]


class Made(Struct, frozen=True):
    """What a run comes to: a line to tell, and the changes below `root` with their fixes."""

    message: str
    changes: tuple[Change, ...]
    root: str
    units: tuple[Unit, ...] = ()

    def remedy(self, title: str) -> Remedy:
        return Remedy(title, self.changes, self.root)


class Scope(Struct, frozen=True):
    """Where a command is to work, and whether the server shows the patch that it makes."""

    paths: tuple[Path, ...]
    show: bool = True


def read_scope(state: State, arguments: Sequence[object]) -> Scope:
    """From `[]` (every workspace folder) or `[{"uri": of a file or folder, "show": bool}]`.

    Without a folder it is the modules of the open documents.
    Raises UsageError for anything else.
    """
    given = arguments[0] if arguments else {}
    if len(arguments) > 1 or not isinstance(given, Mapping):
        raise UsageError('one argument is taken: {"uri": ...}')
    uri, show = given.get("uri"), given.get("show", True)
    if uri is None:
        roots = {Path(snapshot.root) for snapshot in state.snapshots.values()}
        folders = state.folders or tuple(sorted(roots))
        if not folders:
            raise UsageError("no folder is open")
        return Scope(folders, show is not False)
    path = path_of(uri) if isinstance(uri, str) else None
    if path is None or not _is_there(Path(path)):
        raise UsageError("there is no such file or folder", where=str(uri))
    return Scope((Path(path),), show is not False)


def register(server: Server, state: State) -> None:
    commands = _Commands(server, state)
    for name, command in (
        (APPLY, commands.apply),
        (DRY_RUN, commands.dry_run),
        (RACE, commands.race),
        (PREVIEW, commands.preview),
        (PERFORM, commands.perform),
    ):
        server.command(name)(_answering(server, name, command))
    state.at_end.append(commands.previews.close)


def _answering(
    server: Server, name: str, command: Callable[..., Awaitable[Answer]]
) -> Callable[..., Awaitable[Answer]]:
    """The command, its errors told to the user."""

    async def answer(*arguments: Any) -> Answer:  # noqa: ANN401 - whatever the client sends
        try:
            found = await command(*arguments)
            tell(server, found["message"])
        except GofixmapError as error:
            log.info("%s: %s", name, error)
            tell(server, f"gofixmap: {error}", error)
            found = {"message": str(error), "failed": True}
        return found

    return answer


class _Commands:
    def __init__(self, server: Server, state: State) -> None:
        self._server = server
        self._state = state
        self.previews = Previews()

    @property
    def _client(self) -> Client:
        return Client.of(self._server.client_capabilities)

    async def apply(self, *arguments: object) -> Answer:
        """Everything up to the tier of the settings, proven as they say."""
        scope = read_scope(self._state, arguments)
        messages = []
        for path in scope.paths:
            made = await self._watched("gofixmap apply", self._over(path))
            if made.changes:
                await self._give(made.remedy("gofixmap apply"))
            messages.append(made.message)
        return {"message": "; ".join(messages)}

    async def dry_run(self, *arguments: object) -> Answer:
        """The patch that apply would make."""
        scope = read_scope(self._state, arguments)
        found = [await self._watched("gofixmap dry run", self._over(path)) for path in scope.paths]
        return await self._told("dry-run", found, show=scope.show)

    async def race(self, *arguments: object) -> Answer:
        """Runs the tests of the project with the race detector, and mends what races."""
        scope = read_scope(self._state, arguments)
        found = []
        for path in scope.paths:
            self._refuse_unsaved(path)
            made = await self._watched("gofixmap race", self._racing(path))
            if made.changes:
                await self._give(made.remedy("gofixmap race"))
            found.append(made)
        return await self._told("race", found, show=scope.show)

    async def preview(self, *arguments: object) -> Answer:
        """The patch of one action."""
        found = await self._remedy("gofixmap preview", arguments)
        given = arguments[0]
        show = not isinstance(given, Mapping) or given.get("show", True) is not False
        made = Made(_described(found), found.changes, found.root)
        return await self._told("preview", [made], show=show)

    async def perform(self, *arguments: object) -> Answer:
        """One action, for a client that cannot ask for its edit."""
        found = await self._remedy("gofixmap", arguments)
        await self._give(found)
        return {"message": _described(found)}

    async def _remedy(self, title: str, arguments: Sequence[object]) -> Remedy:
        ask = read_ask(arguments[0] if arguments else None)
        return await self._watched(title, lambda progress: remedy(self._state, ask, progress))

    async def _watched(self, title: str, job: Callable[[Progress], Awaitable[T]]) -> T:
        return await watched(self._server, self._client, title, job)

    def _over(self, path: Path) -> Callable[[Progress], Awaitable[Made]]:
        async def job(progress: Progress) -> Made:
            state, settings = self._state, self._state.settings
            bases = Bases.now(state)
            request = replace(
                request_for(state, path, bases),
                apply=True,
                safety=settings.safety,
                verify=settings.verify,
            )
            result = await state.run(request, progress)
            changes = _checked(bases, result.root, result.before, result.after)
            units = units_of(result.findings)
            return Made(_summary(result, changes), changes, result.root, units)

        return job

    def _racing(self, path: Path) -> Callable[[Progress], Awaitable[Made]]:
        async def job(progress: Progress) -> Made:
            from gofixmap.lsp.racing import mended, race_request

            bases = Bases.now(self._state)
            result = await self._state.call(mended, race_request(self._state, path), progress)
            changes = _checked(bases, result.root, result.before, result.after)
            return Made(result.message, changes, result.root)

        return job

    def _refuse_unsaved(self, path: Path) -> None:
        """The tests are run on the files, not on what the editor shows."""
        folder = path if path.is_dir() else path.parent
        unsaved = [
            Path(name)
            for name, data in self._state.overlay().items()
            if Path(name).is_relative_to(folder) and _on_disk(Path(name)) != data
        ]
        if unsaved:
            names = ", ".join(sorted(each.name for each in unsaved))
            raise UsageError(f"unsaved: {names}", hint="save, the tests run on files")

    async def _give(self, found: Remedy) -> None:
        """Hands changes to the client. Raises StaleError or UsageError where it takes none."""
        client = self._client
        if not client.applies_edits:
            raise UsageError("this editor takes no changes from a server")
        edit = edit_of(self._state, client, found)
        answer = await self._server.workspace_apply_edit_async(
            types.ApplyWorkspaceEditParams(edit, label=found.title)
        )
        if not answer.applied:
            raise StaleError(answer.failure_reason or "the editor has not made the changes")

    async def _told(self, name: str, found: Iterable[Made], *, show: bool) -> Answer:
        found = list(found)
        patch = "".join(patch_of(made.changes, Path(made.root), made.units) for made in found)
        if show:
            await self.previews.show(self._server, self._client, name, patch)
        return {"message": "; ".join(made.message for made in found), "patch": patch}


def _checked(
    bases: Bases, root: str, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> tuple[Change, ...]:
    """The changes of a run; raises StaleError where it has seen other contents than are there."""
    changes = []
    for relative, data in sorted(after.items()):
        path = absolute(root, relative)
        if bases.of(path) != before.get(relative):
            raise StaleError(f"{relative} has changed meanwhile", hint="try again")
        changes.append(Change(path, before.get(relative), data))
    return tuple(changes)


def _summary(result: RunResult, changes: Sequence[Change]) -> str:
    fixes = units_of(result.findings)
    unproven = sum(f.status is Status.UNPROVEN for f in result.findings)
    message = _counted(f"{len(fixes)} {'fix' if len(fixes) == 1 else 'fixes'}", changes)
    if not changes:
        message = "nothing to fix"
    proof = result.proof
    if proof is not None and changes:
        message += f", not proven: {proof.skipped}" if proof.skipped else f", {proof.level} passed"
    if unproven:
        message += f", {unproven} refused by Go"
    if result.problems:
        message += f", {len(result.problems)} problems: {result.problems[0].what}"
    return f"{Path(result.root).name}: {message}"


def _described(found: Remedy) -> str:
    return "; ".join((_counted(found.title, found.changes), *found.notes))


def _counted(what: str, changes: Sequence[Change]) -> str:
    files = len(changes)
    return f"{what} in {files} {'file' if files == 1 else 'files'}"


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _on_disk(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
