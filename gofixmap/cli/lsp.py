"""`gofixmap lsp`: a language server on stdin and stdout."""

from __future__ import annotations

from pathlib import Path

import click

from gofixmap.cli.options import PathName


@click.command()
@click.option("--stdio", is_flag=True, help="Speak over stdin and stdout (the only way there is).")
@click.option("--log", type=PathName(), metavar="FILE", help="Write a log to FILE.")
@click.option("--verbose", is_flag=True, help="Log each message too.")
def lsp(stdio: bool, log: Path | None, verbose: bool) -> None:
    """Serve an editor: diagnostics, quick fixes and refactorings.

    The editor starts it, and speaks the Language Server Protocol over stdin and stdout. Nothing
    that it finds in the workspace is executed.
    """
    import logging

    from gofixmap.lsp.server import create_server, serve

    level = logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(
        filename=log, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    serve(create_server())
