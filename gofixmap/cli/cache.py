"""`gofixmap cache`: what is kept of former runs."""

from __future__ import annotations

import json

import click

from gofixmap.errors import EXIT_OK, EnvironmentProblem


@click.group()
def cache() -> None:
    """Show or delete what check and apply keep of former runs.

    It saves time and nothing else: it may be deleted whenever you like, also while others run.
    GOFIXMAP_CACHE_DIR names another folder, GOFIXMAP_CACHE_SIZE its size in MB, 1024 by default.
    """


@cache.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What stdout gets.",
)
def info(style: str) -> int:
    """Print where the cache is, and how large."""
    from gofixmap.engine.cachestore import Store, folder, largest

    place = folder()
    if place is None:
        raise EnvironmentProblem("there is no cache without a home", hint="set GOFIXMAP_CACHE_DIR")
    store = Store(place)
    found = store.contents()
    store.close()
    values = {
        "file": str(store.file),
        "rows": found.rows,
        "bytes": found.size,
        "largest": largest(),
        "usable": found.is_usable,
    }
    if style == "json":
        click.echo(json.dumps(values, indent=2))
        return EXIT_OK
    click.echo(f"file   {store.file}")
    if not found.is_usable:
        click.echo("state  cannot be used; runs go on without it")
    click.echo(f"rows   {found.rows}")
    click.echo(f"size   {_megabytes(found.size)} of at most {_megabytes(largest())}")
    return EXIT_OK


@cache.command()
def clear() -> int:
    """Delete the cache."""
    from gofixmap.engine.cachestore import file_in, folder, remove

    place = folder()
    freed = remove(place) if place is not None else 0
    if place is not None and file_in(place).exists():
        raise EnvironmentProblem("cannot be deleted", where=str(file_in(place)))
    click.echo(f"{_megabytes(freed)} freed")
    return EXIT_OK


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
