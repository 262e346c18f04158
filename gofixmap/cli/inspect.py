"""`gofixmap inspect`: what the analysis knows."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group()
def inspect() -> None:
    """Show what the analysis knows."""


@inspect.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def types(paths: tuple[Path, ...]) -> None:
    """Print a JSON line for each index expression of PATHS: its kind, type and element."""
    import sys

    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.inspect import inspect_types
    from gofixmap.workspace import Workspace

    chosen = paths or (Path(),)
    for row in inspect_types(Semantics(Workspace.open(chosen)), chosen):
        sys.stdout.write(json.dumps(row) + "\n")
