"""The command line. Nothing below this package prints."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gofixmap` with these arguments (those of the process where None); the exit code."""
    from gofixmap.cli.root import start

    return start(arguments)
