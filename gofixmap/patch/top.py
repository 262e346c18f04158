"""Where the paths of a patch begin."""

from __future__ import annotations

from pathlib import Path


def prefix_of(root: Path) -> str:
    """How the workspace root is called from the top of its git repository, as a prefix.

    It is "" at the top, and outside of any repository, where paths start at the workspace root.
    """
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            below = root.relative_to(folder).as_posix()
            return "" if below == "." else f"{below}/"
    return ""
