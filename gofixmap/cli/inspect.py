"""`gofixmap inspect`: what the analysis knows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gofixmap.cli.options import TreeName


@click.group()
def inspect() -> None:
    """Show what the analysis knows."""


@inspect.command()
@click.argument("paths", nargs=-1, type=TreeName())
def types(paths: tuple[Path, ...]) -> None:
    """Print a JSON line for each index expression of PATHS: its kind, type and element."""
    import sys

    from gofixmap.config import ConfigTree
    from gofixmap.engine.discovery import discover
    from gofixmap.registry import installed
    from gofixmap.semantics.info import Semantics
    from gofixmap.semantics.inspect import inspect_types
    from gofixmap.workspace import Workspace

    chosen = paths or (Path(),)
    workspace = Workspace.open(chosen)
    found = discover(chosen, str(workspace.root), ConfigTree(installed()), (), lambda given: given)
    semantics = Semantics(workspace)
    for directory in found.directories:
        files = [file.path for file in directory.files]
        for row in inspect_types(semantics, files):
            sys.stdout.write(json.dumps(row) + "\n")
        semantics.forget(files)
        workspace.forget(files)
