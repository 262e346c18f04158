"""Completion in the shell: the script that sets it up, and the names that only gofixmap knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gofixmap.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_GOFIXMAP_COMPLETE"


@click.command()
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
def completion(shell: str | None) -> int:
    """Print what makes SHELL complete commands, options and names.

    SHELL is bash, zsh or fish, by default the one in use. For bash:

        eval "$(gofixmap completion bash)"    in ~/.bashrc

    zsh the same in ~/.zshrc; fish `gofixmap completion fish | source` in its configuration.
    """
    from click.shell_completion import get_completion_class

    from gofixmap.cli.root import root

    name = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(name) if name in _SHELLS else None
    if kind is None:
        raise UsageError(
            f"cannot tell which shell this is ({name or 'SHELL is not set'})",
            hint=f"name one of {', '.join(_SHELLS)}",
        )
    # Made without asking bash for its version, as `source()` would: nothing is run here.
    script = kind(root, {}, "gofixmap", _VARIABLE)
    click.echo(script.source_template % script.source_vars())
    return 0


def codemod_names(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Codemods whose name begins so, with their titles; what stands before a comma is kept."""
    from click.shell_completion import CompletionItem

    from gofixmap.registry import installed

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{codemod.name}", help=codemod.title)
        for codemod in installed().codemods
        if codemod.name.startswith(begun)
    ]


def codemod_options(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """`CODEMOD.KEY=`, and after it the values that are allowed."""
    from click.shell_completion import CompletionItem

    from gofixmap.registry import installed

    items = [
        CompletionItem(f"{codemod.name}.{key}={value}", help=option.help)
        for codemod in installed().codemods
        for key, option in codemod.options.items()
        for value in option.choices or ("",)
    ]
    return [item for item in items if item.value.startswith(incomplete)]
