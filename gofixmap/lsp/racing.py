"""The race command's work, as it is done in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from gofixmap.lsp.process import Progress
from gofixmap.race import RaceRequest, RaceResult, mend
from gofixmap.race.request import EVERYTHING

if TYPE_CHECKING:
    from gofixmap.lsp.state import State


class Mended(Struct, frozen=True):
    """What is left of a result for an editor."""

    root: str
    message: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


def race_request(state: State, path: Path) -> RaceRequest:
    """All packages below a folder, or the package of a file."""
    settings = state.settings
    is_folder = path.is_dir()
    return RaceRequest(
        directory=path if is_folder else path.parent,
        patterns=EVERYTHING if is_folder else (".",),
        select=settings.select,
        ignore=settings.ignore,
        config_file=Path(settings.config) if settings.config else None,
    )


def mended(request: RaceRequest, progress: Progress) -> Mended:
    result = mend(request, tell=progress)
    return Mended(result.root, _message(result), result.before, result.after)


def _message(result: RaceResult) -> str:
    races, left = len(result.races), len(result.left)
    if not races:
        message = f"nothing races in {len(result.packages)} tested packages"
    else:
        message = f"{races} {'race' if races == 1 else 'races'}, {left} left"
    if left:
        first = result.left[0]
        message += f" ({first.variable or first.place or first.detail})"
    if result.broken:
        message += f", {len(result.broken)} packages do not build"
    return f"{Path(result.root).name}: {message}"
