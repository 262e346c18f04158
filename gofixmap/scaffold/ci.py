"""A GitHub Actions workflow: the race detector, and gofixmap on the lines that change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import PurePosixPath

from gofixmap.errors import UsageError

PATH = ".github/workflows/gofixmap.yml"
_BRANCH = re.compile(r"[\w./-]+")
_ACTION = re.compile(r"[\w.-]+/[\w./-]+@[\w./-]+")
_FOLDER = re.compile(r"[\w./-]*")


def workflow(
    branch: str = "main", folder: str = "", requirement: str = "gofixmap", action: str = ""
) -> Mapping[str, bytes]:
    """The workflow by its path in the repository.

    `folder` is that of go.mod, relative to the top of the repository; `requirement` what pip
    installs, or `action` (OWNER/REPOSITORY@REVISION) the action of gofixmap, which then takes the
    place of the steps that do the same. Raises UsageError for names that YAML or the shell would
    read otherwise.
    """
    if not _BRANCH.fullmatch(branch):
        raise UsageError(
            "a branch has letters, digits and _ . / - here", where=f"--branch {branch}"
        )
    if not _FOLDER.fullmatch(folder) or ".." in PurePosixPath(folder).parts:
        raise UsageError("a folder's name has letters, digits and _ . / - here", where=folder)
    if "'" in requirement or "\n" in requirement or not requirement:
        raise UsageError("this cannot be quoted", where=f"--requirement {requirement}")
    if action and not _ACTION.fullmatch(action):
        raise UsageError("an action is OWNER/REPOSITORY@REVISION", where=f"--action {action}")
    text = files("gofixmap.scaffold").joinpath("files", "gofixmap.yml").read_text(encoding="utf-8")
    below = f"{folder.strip('/')}/" if folder.strip("/.") else ""
    if action:
        text = text[: text.index(_FIRST_STEP)] + _use(action, below)
    defaults = f"    defaults:\n      run:\n        working-directory: {below}\n" if below else ""
    filled = (
        text.replace("@branch@", branch)
        .replace("@dir@", below)
        .replace("@defaults@", defaults)
        .replace("@requirement@", f"'{requirement}'")
    )
    return {PATH: filled.encode()}


_FIRST_STEP = "      - uses: actions/setup-python@"


def _use(action: str, below: str) -> str:
    """The step that does all that the steps from the first one on do."""
    folder = f"          working-directory: {below}\n" if below else ""
    return (
        f"      - uses: {action}\n        with:\n{folder}"
        "          # On the branch itself all lines are looked at, and nothing fails.\n"
        "          fail: ${{ github.event_name == 'pull_request' }}\n"
    )
