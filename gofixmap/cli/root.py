"""The `gofixmap` command itself: its sub-commands, and the one place where errors end."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

import click

from gofixmap import __version__
from gofixmap.cli.lazy import Lazy, LazyGroup
from gofixmap.cli.signals import TerminatedError, orderly_end
from gofixmap.errors import EXIT_OK, EXIT_USAGE, GofixmapError

EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
EXIT_TERMINATED = 143  # 128 + SIGTERM
EXIT_BROKEN_PIPE = 141  # 128 + SIGPIPE
TRACEBACK_VARIABLE = "GOFIXMAP_TRACEBACK"
# Most of what a run makes stays until its end: looking for garbage each time that 700 objects more
# are there, as Python does by itself, is a fortieth of a run after an edit.
_OBJECTS = 20_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

COMMANDS = {
    "apply": Lazy("gofixmap.cli.apply:apply", "Rewrite Go code in place, or print the patch."),
    "check": Lazy("gofixmap.cli.check:check", "Report what would be rewritten, and what not."),
    "list": Lazy("gofixmap.cli.catalogue:list_codemods", "List the codemods."),
    "explain": Lazy("gofixmap.cli.catalogue:explain", "Show the page of one codemod."),
    "evidence": Lazy("gofixmap.cli.evidence:evidence", "Collect what --evidence takes."),
    "race": Lazy("gofixmap.cli.race:race", "Run go test -race, and prove a fix for what races."),
    "review": Lazy("gofixmap.cli.review:review", "Choose hunks of a patch that was saved."),
    "patch": Lazy("gofixmap.cli.patch:patch", "Apply, check, measure or split a saved patch."),
    "undo": Lazy("gofixmap.cli.undo:undo", "Take back what the last write changed."),
    "inspect": Lazy("gofixmap.cli.inspect:inspect", "Show what the analysis knows."),
    "campaign": Lazy("gofixmap.cli.campaign:campaign", "Migrate a large tree, shard by shard."),
    "cache": Lazy("gofixmap.cli.cache:cache", "Show or delete what is kept of former runs."),
    "scaffold": Lazy("gofixmap.cli.scaffold:scaffold", "Write alert rules, or a CI workflow."),
    "lsp": Lazy("gofixmap.cli.lsp:lsp", "Serve an editor: diagnostics and fixes as you type."),
    "completion": Lazy("gofixmap.cli.completion:completion", "Print a shell's completion script."),
    "codemod": Lazy("gofixmap.cli.codemod:codemod", "Write codemods: new, check, test."),
}

EPILOG = """Exit codes: 0 done; 1 findings (check), or a patch that is not empty (--exit-code);
2 a usage or environment error, with nothing written; 3 some files could not be processed."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def root() -> None:
    """Find Go map, pointer and memory mistakes, and rewrite them as diffs that you review."""


def start(arguments: Sequence[str] | None) -> int:
    """Run the command line and answer its exit code; the only handler of every error."""
    gc.set_threshold(_OBJECTS)
    _make_streams_safe()
    with orderly_end():
        return _answer(arguments)


def _answer(arguments: Sequence[str] | None) -> int:
    try:
        return _finish(root.main(arguments, prog_name="gofixmap", standalone_mode=False))
    except GofixmapError as error:
        _complain(str(error))
        return error.exit_code
    except click.Abort:
        _complain("interrupted")
        return EXIT_INTERRUPTED
    except TerminatedError:
        _complain("terminated")
        return EXIT_TERMINATED
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return EXIT_USAGE
    except click.ClickException as error:
        _complain(_advised(error))
        return EXIT_USAGE
    except SystemExit as end:  # how click ends completion, or where stdout's reader has gone
        return EXIT_BROKEN_PIPE if end.code else EXIT_OK
    except Exception as error:  # a mistake of ours must not end in a traceback
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        _complain(_unforeseen(error))
        return EXIT_USAGE


def _unforeseen(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"{error.filename or 'the output'}: cannot write: {error.strerror}"
    name = type(error).__name__
    return f"internal error: {name}: {error} ({TRACEBACK_VARIABLE}=1 shows where)"


def _finish(code: object) -> int:
    """The command's exit code, once stdout is out: the interpreter's end is too late for errors."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return EXIT_BROKEN_PIPE
    return code if isinstance(code, int) else EXIT_OK


def _make_streams_safe() -> None:
    """A file name or a line of code that the locale cannot show must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _advised(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split()).rstrip(".")  # lists of choices have lines
    return f"{message} ({context.command_path} --help)" if context is not None else message


def _complain(message: str) -> None:
    """One line on stderr, whatever the message holds."""
    from gofixmap.reports.lines import one_line

    print(f"gofixmap: {one_line(message)}", file=sys.stderr)
