"""Help is quick because it imports nothing, and wrong commands are answered in one line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from gofixmap.cli.root import COMMANDS, root

HEAVY = {
    "asyncio",
    "concurrent.futures",
    "difflib",
    "gofixmap.codemod",
    "gofixmap.engine",
    "gofixmap.model",
    "gofixmap.registry",
    "gofixmap.reports",
    "importlib.metadata",
    "json",
    "libcst",
    "multiprocessing",
    "pathspec",
    "rich",
    "tomllib",
    "tree_sitter",
    "tree_sitter_go",
    "unidiff",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_imports_little(arguments: list[str]) -> None:
    """Time is not asserted, because machines differ; what costs the time is."""
    program = (
        "import sys\nfrom gofixmap.cli import main\n"
        f"assert main({arguments!r}) == 0\nprint(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    program = "import sys, click; print(*sys.modules)"
    click_alone = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    ours = set(run.stderr.split()) - set(click_alone.stdout.split())
    assert not ours & HEAVY


def _all_commands() -> list[str]:
    context = click.Context(root)
    names = []
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        inner = command.list_commands(context) if isinstance(command, click.Group) else []
        names += [name, *(f"{name} {each}" for each in inner)]
    return names


@pytest.mark.parametrize("command", _all_commands())
def test_every_command_has_help(gofixmap: Callable, command: str) -> None:
    ran = gofixmap(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: gofixmap {command} ")


def test_help_lists_what_there_is(gofixmap: Callable) -> None:
    ran = gofixmap("--help")
    for name, lazy in COMMANDS.items():
        assert name in ran.out
        assert lazy.help in ran.out
    assert "Exit codes" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["aply"], "no command 'aply', did you mean apply?"),
        (["xyzzy"], "no command 'xyzzy'; there are apply, check,"),
        (["codemod", "tset"], "No such command 'tset'"),
        (["apply", "--dry"], "No such option"),
        (["apply", "-j", "many"], "'many' is not a valid integer"),
        (["apply", "--verify", "prove"], "'prove' is not one of"),
        (["apply", "--safety", "high"], "'high' is not one of"),
        (["apply", "--option", "size=2"], "'size=2' is not CODEMOD.KEY=VALUE"),
        (["apply", "-s", "a,,b"], "an empty name"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["check", "--stdin-filename", "a.go", "b.go"], "takes the place of PATHS"),
        (["apply", ""], "an empty path"),
        (["check", "--config", ""], "an empty path"),
        (["explain"], "Missing argument 'NAME'"),
        (["campaign", "report"], "Missing option '--format'. Choose from: html, csv ("),
    ],
)
def test_usage_errors(gofixmap: Callable, arguments: list[str], says: str) -> None:
    ran = gofixmap(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("gofixmap: ")
    assert ran.err.count("\n") == 1
    assert "--help)" in ran.err


@pytest.mark.parametrize("arguments", [[], ["codemod"], ["inspect"]])
def test_a_group_alone_shows_its_help(gofixmap: Callable, arguments: list[str]) -> None:
    ran = gofixmap(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(" ".join(["Usage: gofixmap", *arguments, "[OPTIONS] COMMAND"]))
