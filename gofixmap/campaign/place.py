"""Where the state of a campaign lies unless the user says so: with the user's own state.

Not in the tree: it says what has been proven and what will be exported, and a tree that means harm
could bring one along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from os import fsencode
from pathlib import Path

from gofixmap.engine.state import state_folder
from gofixmap.workspace import pathname
from gofixmap.workspace.root import find_root

_ODD = re.compile(r"[^A-Za-z0-9]+")


def root_of(paths: Sequence[Path]) -> Path:
    """The workspace root around `paths`. Raises UsageError for one that does not exist."""
    absolute = [pathname.absolute(path) for path in paths or (Path(),)]
    return Path(find_root(absolute, use_go_work=True, overlay={}).dir)


def state_path(root: Path) -> Path:
    """The state of the campaign over a workspace. Raises EnvironmentProblem without a place."""
    digest = sha256(fsencode(str(root))).hexdigest()[:16]
    name = _ODD.sub("-", root.name).strip("-")[:40] or "root"
    return state_folder("campaigns") / f"{name}-{digest}.db"
