"""What an earlier plan was about and the tree no longer has: a new plan tells, and goes on without.

Only what was there once is done without: a path or symbol that is named anew may be misspelt.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from gofixmap.campaign.model import Campaign
from gofixmap.engine.targets import NoSuchTarget
from gofixmap.errors import UsageError
from gofixmap.model import RunResult

_PATH_GONE = "{} is gone from the tree: planned without it"
_TARGET_GONE = "nothing is named {!r} any more: planned without that target"


def paths_left(campaign: Campaign) -> tuple[str, ...]:
    """Those of its paths that are there."""
    root = Path(campaign.root)
    return tuple(path for path in campaign.paths if os.path.lexists(root / path))


def found_again(
    campaign: Campaign, old: Campaign | None, analyse: Callable[[Campaign], RunResult]
) -> tuple[RunResult, tuple[str, ...]]:
    """What `analyse` finds in what is left, and a sentence for each path and target that is not.

    Raises UsageError where no path is left.
    """
    if old is None:
        return analyse(campaign), ()
    left = paths_left(campaign)
    lost = [path for path in old.paths if path in campaign.paths and path not in left]
    if lost and not left:
        raise UsageError(
            "is gone from the tree, and the campaign has no other path",
            where=lost[0],
            hint="name the paths of the next plan: gofixmap campaign plan PATHS",
        )
    rest = replace(campaign, paths=tuple(path for path in campaign.paths if path not in lost))
    told = [_PATH_GONE.format(path) for path in lost]
    while True:
        try:
            return analyse(rest), tuple(told)
        except NoSuchTarget as error:
            if error.target not in old.targets or error.target not in rest.targets:
                raise
            kept = (target for target in rest.targets if target != error.target)
            rest = replace(rest, targets=tuple(kept))
            told.append(_TARGET_GONE.format(error.target))
